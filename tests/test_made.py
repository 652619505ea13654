"""What the last run made, and from what: whether a run has anything to do."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from rmentor.files.folder import Folder
from rmentor.files.made import MADE, Made, made_by
from tests.conftest import Run


@pytest.fixture
def ran(tmp_path: Path) -> Path:
    """A folder as a whole run leaves it: one input, one executive, an output, a document."""
    for name, content in {
        "rmentor.yaml": b"version: 1\n",
        "mentees/a.yaml": b"id: a\n",
        "plans/a.yaml": b"plan\n",
        "out/a/doc.pdf": b"pdf\r\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    folder = Folder(tmp_path)
    made = Made(documents={"out/a/doc.pdf": ("key", folder.digest("out/a/doc.pdf") or "")})
    made.attention = [
        {"path": "mentees/a.yaml", "line": 1, "column": 1, "code": "without_mentor", "fields": {"name": "A"}}
    ]
    made.whole_run(folder, ["rmentor.yaml", "mentees/a.yaml", "decisions.yaml"], ["plans/a.yaml"])
    made.keep(folder)
    return tmp_path


def still(path: Path) -> bool:
    """Whether a new process would find nothing to do."""
    folder = Folder(path)
    return Made.read(folder).still_true(folder)


def test_right_after_a_run_nothing_is_to_do(ran: Path) -> None:
    assert still(ran)
    again = Made.read(Folder(ran))
    assert again.documents["out/a/doc.pdf"][0] == "key"
    assert again.attention[0]["code"] == "without_mentor"


def test_windows_line_ends_in_an_input_change_nothing(ran: Path) -> None:
    (ran / "rmentor.yaml").write_bytes(b"version: 1\r\n")
    assert still(ran)


@pytest.mark.parametrize("name", ["rmentor.yaml", "mentees/a.yaml", "plans/a.yaml", "out/a/doc.pdf"])
def test_a_changed_or_missing_file_is_seen(ran: Path, name: str) -> None:
    before = (ran / name).read_bytes()
    (ran / name).write_bytes(before + b"x")
    assert not still(ran)
    (ran / name).write_bytes(before)
    assert still(ran)
    (ran / name).unlink()
    assert not still(ran)


@pytest.mark.parametrize("name", ["decisions.yaml", "mentees/b.yaml", "mentors/m.yaml", "plans/b.yaml"])
def test_a_file_that_appears_is_seen(ran: Path, name: str) -> None:
    (ran / name).parent.mkdir(exist_ok=True)
    (ran / name).write_bytes(b"new")
    assert not still(ran)


def test_without_a_whole_run_there_is_something_to_do(tmp_path: Path) -> None:
    assert not still(tmp_path)
    folder = Folder(tmp_path)
    Made(documents={}).keep(folder)
    assert not still(tmp_path)


@pytest.mark.parametrize(
    "record",
    [b"", b"{", b"[]", b"{}", b"null", b'{"by": {}}', b"\xff\xfe", b'{"by": 1, "documents": {"a": 3}}'],
)
def test_a_broken_record_costs_time_and_nothing_else(ran: Path, record: bytes) -> None:
    (ran / MADE).write_bytes(record)
    assert Made.read(Folder(ran)) == Made()
    assert not still(ran)


@pytest.mark.parametrize("key", ["documents", "inputs", "outputs", "folders", "attention"])
@pytest.mark.parametrize("value", [3, [3], "text", {"x": 3}])
def test_a_record_with_other_shapes_is_no_record(ran: Path, key: str, value: object) -> None:
    record = json.loads((ran / MADE).read_bytes())
    (ran / MADE).write_text(json.dumps({**record, key: value}))
    assert not still(ran)


@pytest.mark.parametrize("part", ["rmentor", "typst", "templates"])
def test_a_record_of_another_version_or_other_templates_is_no_record(ran: Path, part: str) -> None:
    record = json.loads((ran / MADE).read_bytes())
    assert record["by"] == made_by()
    record["by"][part] = "another"
    (ran / MADE).write_text(json.dumps(record))
    assert Made.read(Folder(ran)) == Made()


def test_the_record_holds_no_clock_and_no_absolute_path(ran: Path) -> None:
    before = (ran / MADE).read_bytes()
    assert str(ran).encode() not in before
    folder = Folder(ran)
    made = Made.read(folder)
    made.whole_run(folder, ["mentees/a.yaml", "decisions.yaml", "rmentor.yaml"], ["plans/a.yaml"])
    made.keep(folder)
    assert (ran / MADE).read_bytes() == before


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("announced.yaml", 'version: 1\npairs:\n  - {mentee: "00112", mentor: "00304", on: 2026-12-05}\n'),
        (
            "journal/00112.yaml",
            "version: 1\nsessions:\n  - {session: 1, held: 2027-01-12, modules: [cyber-reflexes]}\n",
        ),
    ],
)
def test_a_run_sees_a_file_that_was_not_there_before(aurore_ran: Path, rmentor: Run, name: str, content: str) -> None:
    assert rmentor("-C", aurore_ran, "run").out == "rien à changer\n"
    (aurore_ran / name).parent.mkdir(exist_ok=True)
    (aurore_ran / name).write_text(content)
    assert rmentor("-C", aurore_ran, "run").out != "rien à changer\n"


def test_an_output_of_the_same_size_written_since_is_seen(ran: Path) -> None:
    (ran / "out/a/doc.pdf").write_bytes(b"PDF\r\n")
    assert not still(ran)


def test_a_document_as_old_as_the_record_is_read(ran: Path) -> None:
    """Where the clock of the disk counts seconds, it may have been written to after the record."""
    (ran / "out/a/doc.pdf").write_bytes(b"PDF\r\n")
    for name in ("out/a/doc.pdf", MADE):
        os.utime(ran / name, ns=(10**18, 10**18))
    assert not still(ran)


def test_documents_that_nobody_wrote_to_are_not_read(ran: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.utime(ran / "out/a/doc.pdf", ns=(10**18, 10**18))
    read: list[str] = []
    digest = Folder.digest
    monkeypatch.setattr(Folder, "digest", lambda self, name: read.append(name) or digest(self, name))
    assert still(ran)
    assert set(read) == {"rmentor.yaml", "mentees/a.yaml", "decisions.yaml", "plans/a.yaml"}
