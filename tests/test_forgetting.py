"""What a purge says of git's history is typed as it is printed, in a real repository: nothing of the person is left."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from rmentor.files import forgetting
from tests.conftest import Run

BESIDE = Path(sys.executable).parent
PATH = os.pathsep.join([str(BESIDE), os.environ["PATH"]])
pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="no git on this machine")
typed = pytest.mark.skipif(
    shutil.which("git-filter-repo", path=PATH) is None and "CI" not in os.environ, reason="no git-filter-repo here"
)
GONE = ("00263", "00112")
NAMED = re.compile("00263|00112|océane[ ,]+œrsted|kévin[ ,]+garcia|œrsted[ ,]+océane|garcia[ ,]+kévin", re.IGNORECASE)


def _git(folder: Path, *arguments: str) -> str:
    command = [
        "git",
        "-C",
        str(folder),
        "-c",
        "user.name=Consultante",
        "-c",
        "user.email=c@cabinet.example",
        *arguments,
    ]
    return subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8", "replace")


def _commit(folder: Path, message: str, *more: str) -> None:
    _git(folder, "add", "-A")
    _git(folder, "commit", "-q", "-m", message, *more)


@pytest.fixture
def kept(aurore: Path, rmentor: Run) -> Path:
    """A repository in which two people stand everywhere: own files, shared ones, a roster that git never should have
    had, its copy, a branch, a tag, a message, an author, a stash."""
    room = aurore.parent
    _git(room, "init", "-q")
    _git(room, "config", "user.name", "Consultante")
    _git(room, "config", "user.email", "c@cabinet.example")
    _commit(room, "Programme")
    mentee = aurore / "mentees" / "00112.yaml"
    mentee.write_text(mentee.read_text("utf-8") + "# vu avec M. Garcia\n", "utf-8")
    _commit(room, "Besoins de 00112")
    rmentor("-C", aurore, "decide", "--refuse", "00250", "--by", "jury", "--reason", "va avec OCÉANE ŒRSTED")
    _commit(room, "Décision sur «\u00a0Océane Œrsted\u00a0»")
    rmentor("-C", aurore, "decide", "--withdraw", "00250")
    _commit(room, "retirée")
    _git(room, "checkout", "-q", "-b", "essai")
    (aurore / "note.md").write_text("Garcia, Kévin et 00263", "cp1252")
    _commit(room, "essai", "--author", "Océane Œrsted <oceane.oersted@aurore.example>")
    _git(room, "tag", "-a", "v1", "-m", "avec 00263")
    _git(room, "checkout", "-q", "-")
    shutil.copy(aurore / "roster.csv", aurore / "ancien.csv")
    _commit(room, "une copie")
    (aurore / "ancien.csv").unlink()
    _commit(room, "retirée")
    _git(room, "rm", "-q", "--cached", "aurore/roster.csv")
    (room / ".gitignore").write_text("roster.csv\n")
    _commit(room, "effectif hors de git")
    other = aurore / "mentees" / "00101.yaml"
    other.write_text(other.read_text("utf-8") + "# comme Kévin Garcia\n", "utf-8")
    _git(room, "stash", "-q")
    return aurore


def _everything(room: Path) -> str:
    """Every object of the repository, reachable or not, and every file of git's own folder."""
    names = [line.split()[0] for line in _git(room, "cat-file", "--batch-all-objects", "--batch-check").splitlines()]
    objects = [_git(room, "cat-file", "-p", one) for one in names]
    files = [one.read_bytes() for one in (room / ".git").rglob("*") if one.is_file() and "objects" not in one.parts]
    return "\n".join([*objects, *(one.decode("utf-8", "replace") for one in files), _git(room, "log", "--all", "-p")])


@typed
def test_the_lines_printed_leave_nothing_of_them_in_the_repository(kept: Path, rmentor: Run) -> None:
    room = kept.parent
    assert NAMED.search(_everything(room))
    said = json.loads(rmentor("-C", kept, "purge", *GONE, "--dry-run", "--json").out)
    assert not (room / ".git" / "rmentor").exists()
    printed = rmentor("-C", kept, "purge", *GONE)
    assert printed.status == 0, printed.out
    assert re.findall(r"^  (git .*)$", printed.out, re.M) == said["commands"]
    assert not NAMED.search(" ".join(said["commands"])), "names go through no shell"
    assert said["where"] == room.resolve().as_posix()
    disk = {one: one.read_bytes() for one in room.rglob("*") if one.is_file() and ".git" not in one.parts}
    for line in said["commands"]:
        done = subprocess.run(line, shell=True, cwd=room, env={**os.environ, "PATH": PATH}, capture_output=True)
        assert done.returncode == 0, (line, done.stderr)
    assert "there" in rmentor("-C", kept, "check", "--language", "en").err
    shutil.rmtree(room / ".git" / "rmentor")
    found = NAMED.search(text := _everything(room))
    assert found is None, text[max(0, found.start() - 200) : found.end() + 200]
    assert _git(room, "fsck", "--unreachable", "--no-reflogs") == ""
    assert disk == {one: one.read_bytes() for one in room.rglob("*") if one.is_file() and ".git" not in one.parts}
    assert _git(room, "status", "--short").split() == ["??", "aurore/exports/"]
    assert "essai" in _git(room, "branch")
    assert "# vu avec" not in _git(room, "log", "--all", "-p")


def test_what_remains_is_told(kept: Path, rmentor: Run) -> None:
    said = json.loads(rmentor("-C", kept, "purge", *GONE, "--dry-run", "--json").out)
    assert {"ancien.csv", "note.md", "decisions.yaml", "roster.csv", "mentees/00112.yaml"} <= set(said["history"])
    assert not {"rmentor.yaml", "mentees/00103.yaml"} & set(said["history"])
    assert said["messages"] == 3
    assert said["writers"] == ["Océane Œrsted <oceane.oersted@aurore.example>"]
    told = rmentor("-C", kept, "purge", *GONE, "--dry-run", "--language", "en").out
    assert "… and 3 commit messages" in told
    assert "1 table would leave git and stay on disk" in told
    assert "exports/besoins.csv" in told


def test_nothing_is_said_of_a_history_without_them(aurore: Path, rmentor: Run) -> None:
    _git(aurore, "init", "-q")
    _git(aurore, "add", "rmentor.yaml")
    _git(aurore, "commit", "-q", "-m", "x")
    said = json.loads(rmentor("-C", aurore, "purge", "00263", "--json").out)
    assert (said["history"], said["commands"]) == ([], [])
    assert not (aurore / ".git" / "rmentor").exists()


def test_a_second_purge_adds_to_the_lists(kept: Path, rmentor: Run) -> None:
    for one in GONE:
        rmentor("-C", kept, "purge", one)
    lists = kept.parent / ".git" / "rmentor"
    assert "literal:aurore/mentees/00112.yaml" in (lists / "paths.txt").read_text("utf-8").splitlines()
    assert "literal:aurore/mentors/00263.yaml" in (lists / "paths.txt").read_text("utf-8").splitlines()
    assert len((lists / "words.txt").read_text("ascii").splitlines()) >= 6


SHORT = """version: 1
mentors:
  - {id: "5", choose: true, minutes: 5, reason: 5 ans, by: b, on: 2026-12-01}
  - id: 5
    choose: false
  - {id: "15", choose: true}
  - {mentee: '5', mentor: "55"}
prefer: [15, "5"]
inputs: {mentees/5.yaml: 55}
"""


def test_a_short_id_goes_where_it_is_somebody_and_nowhere_else() -> None:
    text = SHORT.encode()
    for expression in forgetting._expressions({"5": []}):
        text = re.sub(expression.encode(), b"-", text)
    assert (
        text.decode()
        == """version: 1
mentors:
  - {-, choose: true, minutes: 5, reason: 5 ans, by: b, on: 2026-12-01}
  - -
    choose: false
  - {id: "15", choose: true}
  - {-, mentor: "55"}
-"]
inputs: {-.yaml: 55}
"""
    )


NAMES = st.lists(
    st.text("abcéèœüçñ'-ÉŒ", min_size=2, max_size=8).filter(lambda one: one.strip("'-")), min_size=2, max_size=3
)


@given(NAMES, st.sampled_from(["utf-8", "cp1252"]), st.sampled_from([str.upper, str.lower, str.title]),
       st.sampled_from([" ", "\u00a0", "\n  ", ", "]))  # fmt: skip
def test_a_name_is_found_in_every_spelling(name: list[str], codec: str, case: object, between: str) -> None:
    """In both encodings, any case, between French quotation marks, in a folded line; not within other words."""
    expression = forgetting.naming({"00112": [" ".join(name)]})
    assert expression is not None
    spelled = between.join(case(one) for one in name)  # type: ignore[operator]
    assert expression.search(f"dit «\u00a0{spelled}\u00a0» hier".encode(codec))
    assert not expression.search(f"dit x{spelled}x".encode(codec))
    assert not expression.search(f"dit {name[0]} hier".encode(codec))


def test_an_escaped_name_is_found(aurore: Path) -> None:
    expression = forgetting.naming({"00263": ["Océane Œrsted"]})
    assert expression is not None
    assert expression.search(json.dumps({"who": "Océane Œrsted"}).encode())
    assert expression.search(b"Oceane Oersted")
    assert yaml.safe_load(SHORT)["version"] == 1
    assert aurore.is_dir()
