"""What goes wrong outside rmentor: a full disk, one that may only be read, a file open in Excel, an editor that saves
meanwhile. A clear message, the old files whole, and the same command again does it."""

from __future__ import annotations

import ctypes
import errno
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from rmentor.files import export
from rmentor.files.folder import Folder
from tests.conftest import ROOT, Run

COMMANDS = {
    "select": ("select",),
    "log": ("log", "00112", "1", "--held", "2027-01-20", "--next-step", "Dicter"),
    "decide": ("decide", "--refuse", "00250", "--by", "jury", "--reason", "essai"),
    "agree": ("agree", "00112", "--want", "ia-prompts", "--by", "x", "--on", "2026-12-04"),
    "announce": ("announce", "--on", "2026-12-05"),
    "purge": ("purge", "00263"),
    "report": ("report", "--today", "2027-04-01"),
}


def _tree(folder: Path) -> dict[str, bytes]:
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


@contextmanager
def _failing(monkeypatch: pytest.MonkeyPatch, name: str, error: OSError) -> Iterator[None]:
    """`os.fsync` or `Path.replace` fails, as the system would have it."""

    def fail(*_: object, **__: object) -> None:
        raise error

    with monkeypatch.context() as trouble:
        trouble.setattr(os if name == "fsync" else Path, name, fail)
        yield


TROUBLES = [
    ("fsync", OSError(errno.ENOSPC, "No space left on device"), "the disk is full"),
    ("fsync", OSError(errno.EROFS, "Read-only file system"), "this disk can only be read"),
    ("replace", PermissionError(errno.EACCES, "in use by another process"), "may not be written"),
    ("fsync", OSError(errno.EIO, "Input/output error"), "Input/output error"),
]


@pytest.mark.parametrize("trouble", TROUBLES, ids=["full", "read-only", "locked", "broken"])
@pytest.mark.parametrize("name", COMMANDS)
def test_trouble_is_told_old_files_stand_whole_and_the_same_again_does_it(
    name: str, trouble: tuple[str, OSError, str], aurore: Path, rmentor: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = aurore / "rmentor.yaml"
    if name == "select":
        settings.write_text(settings.read_text(encoding="utf-8").replace("mentors: 12", "mentors: 13"), "utf-8")
    before = _tree(aurore)
    call, error, words = trouble
    with _failing(monkeypatch, call, error):
        said = rmentor("-C", aurore, *COMMANDS[name], "--language", "en")
    assert said.status == 1, said.err
    assert words in said.err
    after = _tree(aurore)
    # Purge removes files one by one: what is still there is whole.
    assert all(before.get(file) == content for file, content in after.items())
    if name != "purge":
        assert after == before
    assert rmentor("-C", aurore, *COMMANDS[name]).status == 0


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_a_disk_that_is_really_full_leaves_the_old_file(aurore: Path) -> None:
    """A limit on the size of files stands for the full disk: the system itself refuses."""
    settings = aurore / "rmentor.yaml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("mentors: 12", "mentors: 13"), "utf-8")
    before = _tree(aurore)
    script = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "from rmentor import cli\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        f"cli.main(['-C', {str(aurore)!r}, 'select', '--language', 'en'])\n"
    )
    done = subprocess.run([sys.executable, "-B", "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "selection.yaml: cannot be written: File too large" in done.stderr
    assert _tree(aurore) == before


_DROP, _MAY_WRITE_ANYWHERE, _MAY_READ_ANYWHERE = 24, 1, 2
"""prctl's PR_CAPBSET_DROP, CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH."""


def _as_anybody() -> None:
    """In a child of root: the program it becomes is held to the rights of files, as everybody else is."""
    if os.geteuid() == 0:
        for right in (_MAY_WRITE_ANYWHERE, _MAY_READ_ANYWHERE):
            ctypes.CDLL(None).prctl(_DROP, right, 0, 0, 0)


@pytest.mark.skipif(sys.platform == "win32", reason="rights of POSIX")
def test_a_folder_that_may_only_be_read_still_answers(aurore: Path) -> None:
    def ran(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-B", "-m", "rmentor", "-C", str(aurore), *arguments]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, preexec_fn=_as_anybody)

    before = _tree(aurore)
    for one in (aurore, *aurore.rglob("*")):
        one.chmod(0o555 if one.is_dir() else 0o444)
    try:
        assert ran("status").returncode == 0
        assert ran("pair", "--json").returncode == 0
        refused = ran("log", "00112", "1", "--held", "2027-01-20")
    finally:
        for one in (aurore, *aurore.rglob("*")):
            one.chmod(0o755 if one.is_dir() else 0o644)
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert _tree(aurore) == before


# --- somebody edits meanwhile ---


@pytest.mark.parametrize(
    ("name", "file"), [("decide", "decisions.yaml"), ("agree", "mentees/00112.yaml"), ("log", "journal/00112.yaml")]
)
def test_what_an_editor_saves_meanwhile_is_not_lost(
    name: str, file: str, aurore: Path, rmentor: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (aurore / "journal").mkdir(exist_ok=True)
    target = aurore / file
    edited = (target.read_bytes() if target.is_file() else b"version: 1\n") + b"# saved in an editor\n"
    write: Callable[..., Any] = Folder.write

    def saving(folder: Folder, written: str, content: bytes) -> bool:
        if written == file and not folder.pretend:
            target.write_bytes(edited)
        return bool(write(folder, written, content))

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(Folder, "write", saving)
        said = rmentor("-C", aurore, *COMMANDS[name], "--language", "en")
    assert said.status == 1
    assert f"{file}: was changed elsewhere while rmentor was at work, and is left as it is" in said.err
    assert target.read_bytes() == edited
    assert rmentor("-C", aurore, *COMMANDS[name]).status == 0
    assert b"# saved in an editor" in target.read_bytes()


def test_a_roster_that_changes_while_it_is_read_makes_nothing_that_passes_for_true(
    aurore: Path, rmentor: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    roster = aurore / "roster.csv"
    read: Callable[..., Any] = export.read

    def changing(*given: Any, **named: Any) -> Any:
        found = read(*given, **named)
        roster.write_bytes(roster.read_bytes().replace(b"00263;", b"00264X;"))
        return found

    settings = aurore / "rmentor.yaml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("mentors: 12", "mentors: 13"), "utf-8")
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(export, "read", changing)
        rmentor("-C", aurore, "select")
    assert rmentor("-C", aurore, "select", "--check").status == 1, "made from a roster that is no longer there"


def test_what_a_killed_process_left_is_taken_away(aurore: Path, rmentor: Run) -> None:
    left = [aurore / ".selection.yaml.0123abcd.tmp", aurore / "mentees" / ".00112.yaml.0123abcd.tmp"]
    kept = [aurore / ".hidden.tmp", aurore / "mentees" / "notes.0123abcd.tmp"]
    for one in (*left, *kept):
        one.write_bytes(b"half")
    assert rmentor("-C", aurore, "status").status == 0
    assert not any(one.exists() for one in left)
    assert all(one.exists() for one in kept)
