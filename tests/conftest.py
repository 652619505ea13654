"""What tests share: the command line in process, copies of programmes, and no network at all."""

from __future__ import annotations

import io
import os
import shutil
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import hypothesis
import pytest
import yaml

from rmentor import cli
from rmentor.files import lock
from rmentor.people import STATEMENTS

# A busy machine is no fault: no property has a deadline.
hypothesis.settings.register_profile("rmentor", deadline=None)
hypothesis.settings.load_profile("rmentor")

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(__file__).resolve().parent / "data"
AURORE = ROOT / "examples" / "aurore"
NORTHWIND = ROOT / "examples" / "northwind"
LIBRARY = ROOT / "examples" / "library"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="Write expected texts anew instead of comparing.")


@dataclass(frozen=True)
class Said:
    """What a command said, and its exit status."""

    out: str
    err: str
    status: int


class _Pipe(io.TextIOWrapper):
    """A stream as a pipe is: no terminal, UTF-8."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", newline="\n", write_through=True)

    def text(self) -> str:
        self.flush()
        return self.buffer.getvalue().decode("utf-8")  # type: ignore[attr-defined]


Run = Callable[..., Said]


def _in_process(patch: pytest.MonkeyPatch, arguments: tuple[object, ...]) -> Said:
    out, err = _Pipe(), _Pipe()
    with patch.context() as streams:
        streams.setattr(sys, "stdout", out)
        streams.setattr(sys, "stderr", err)
        streams.setattr(sys, "stdin", io.StringIO())
        try:
            cli.main([str(one) for one in arguments])
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        else:
            status = 0
    return Said(out.text(), err.text(), status)


@pytest.fixture
def rmentor(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command line in this process: `rmentor("-C", folder, "select")`."""

    return lambda *arguments: _in_process(monkeypatch, arguments)


def _calm(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "NO_COLOR", "COLUMNS", "TERM"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("something tried to use the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture(autouse=True)
def calm(monkeypatch: pytest.MonkeyPatch) -> None:
    """English, no colours, eighty columns, no network: the same on every machine."""
    _calm(monkeypatch)


BEFORE = DATA / "aurore-before"
"""What stands otherwise in Aurore before its programme begins: no journal, no answers, nobody announced or replaced."""
_BEGUN = ("journal", "answers", "announced.yaml")


def copied(example: Path, room: Path, *, begun: bool = False) -> Path:
    """A copy of an example without its documents, and the library beside it, as in `examples/`. Aurore is taken back to
    before its first session, unless `begun`: most tests plan something."""
    library = room / "library"
    if not library.exists():
        shutil.copytree(LIBRARY, library)
    left_out = shutil.ignore_patterns("out", *(() if begun or example != AURORE else _BEGUN))
    folder = Path(shutil.copytree(example, room / example.name, ignore=left_out))
    if example == AURORE and not begun:
        shutil.copytree(BEFORE, folder, dirs_exist_ok=True)
    return folder


@pytest.fixture
def aurore(tmp_path: Path) -> Path:
    """A copy of the French example before it begins, without its documents, the library beside it."""
    return copied(AURORE, tmp_path)


@pytest.fixture(scope="session")
def _aurore_ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Aurore before it begins, with all that a run makes: made once for all workers, and never changed."""
    own = tmp_path_factory.getbasetemp()
    room = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "aurore-ran"
    room.mkdir(exist_ok=True)
    with lock.held(room, lambda: None):
        if not (room / "whole").exists():
            folder = copied(AURORE, room)
            with pytest.MonkeyPatch.context() as patch:
                _calm(patch)
                said = _in_process(patch, ("-C", folder, "run"))
            assert said.status == 0, said.err
            (room / "whole").touch()
    return room


@pytest.fixture
def aurore_ran(_aurore_ran: Path, tmp_path: Path) -> Path:
    """A copy of the French example as its first run leaves it, the library beside it."""
    shutil.copytree(_aurore_ran / "library", tmp_path / "library")
    return Path(shutil.copytree(_aurore_ran / AURORE.name, tmp_path / AURORE.name))


@pytest.fixture
def northwind(tmp_path: Path) -> Path:
    """A copy of the tiny English programme."""
    return Path(shutil.copytree(DATA / "northwind", tmp_path / "northwind", ignore=shutil.ignore_patterns("out")))


SECRET = "Oser demander seul"
"""A note that must leave `answers/` for no paper."""


def _levels(marks: dict[str, int]) -> str:
    return "{" + ", ".join(f"{key}: {mark}" for key, mark in marks.items()) + "}"


@pytest.fixture
def followed(aurore: Path) -> Path:
    """Aurore after a first session of everybody: journals, answers of both sides, one doubt, one cancellation."""
    for folder in ("journal", "answers"):
        (aurore / folder).mkdir(exist_ok=True)
    for number, file in enumerate(sorted((aurore / "plans").glob("*.yaml"))):
        plan = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)
        needs = yaml.load((aurore / "mentees" / file.name).read_text(encoding="utf-8"), yaml.BaseLoader)["topics"]
        first = plan["sessions"][0]
        modules = ", ".join(one["id"] for one in first["modules"])
        journal = f"  - {{session: 1, held: {first['date']}, minutes: 55, modules: [{modules}]}}\n"
        if number == 3:
            journal += "  - {session: 2, cancelled: 2027-02-10, by: mentee}\n"
        (aurore / "journal" / file.name).write_text("version: 1\nsessions:\n" + journal)
        told = dict.fromkeys(needs, 1)
        fit = "not good" if number == 5 else "good"
        marks = {who: _levels({key: 1 + (number + at) % 5 for at, key in enumerate(STATEMENTS["fit", who])})
                 for who in ("mentee", "mentor")}  # fmt: skip
        (aurore / "answers" / file.name).write_text(
            "version: 1\nanswers:\n"
            f"  - {{form: before, on: 2027-01-12, who: mentee, levels: {_levels(told)}, control: 3}}\n"
            f"  - {{form: fit, on: 2027-02-01, who: mentee, fit: {fit}, marks: {marks['mentee']}}}\n"
            f"  - {{form: fit, on: 2027-02-01, who: mentor, fit: good, marks: {marks['mentor']}}}\n"
            f"  - {{form: closing, on: 2027-04-20, who: mentee, recommend: {6 + number % 5}, control: 3,\n"
            f"     levels: {_levels(dict.fromkeys(told, 2))}, then: {_levels(dict.fromkeys(told, 0))}}}\n"
            f"notes:\n  - {{session: 1, next_step: {SECRET}}}\n",
            encoding="utf-8",
        )
    return aurore
