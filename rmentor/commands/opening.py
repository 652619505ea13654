"""How a command that works on a programme begins and ends."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

import typer

from rmentor.errors import Problem, ProblemsFound
from rmentor.files import lock
from rmentor.files.folder import Folder
from rmentor.steps import Programme, Written
from rmentor.terminal import Terminal
from rmentor.words import words

WRITTEN = ("", "mentees", "mentors", "journal", "answers", "plans", "out", "exports")
"""Where rmentor writes."""


def opened(terminal: Terminal, *, pretend: bool = False, force: bool = False, set_aside: bool = False) -> Programme:
    """The programme in the terminal's directory; raises ProblemsFound where there is none."""
    if not terminal.directory.is_dir():
        named = terminal.directory.as_posix()
        raise ProblemsFound(
            [Problem(named, "is_no_folder") if terminal.directory.exists() else Problem(named, "no_folder")]
        )
    if not pretend:
        # Held until the command ends: what it reads is still there, as it was, when it writes.
        terminal.holding.enter_context(
            lock.held(terminal.directory, lambda: terminal.note(terminal.words("terminal.folder_held")))
        )
    folder = Folder(terminal.directory, pretend=pretend)
    if not pretend:
        folder.sweep(WRITTEN)
    if not folder.has("rmentor.yaml"):
        raise ProblemsFound([Problem(terminal.directory.as_posix(), "no_programme", {"near": _above(terminal)})])
    return Programme(folder, words, force=force, set_aside=set_aside)


def _above(terminal: Terminal) -> str | None:
    """How to name the programme that somebody stands inside of, if they do: in its `mentees/`, say."""
    home = terminal.directory.resolve()
    steps = next((steps for steps, one in enumerate(home.parents, 1) if (one / "rmentor.yaml").is_file()), None)
    return None if steps is None else "-C " + (terminal.directory / "/".join([".."] * steps)).as_posix()


def closed(
    terminal: Terminal, programme: Programme, written: Iterable[Written], *, dry_run: bool = False, check: bool = False
) -> None:
    """Warnings, then what was written; `check` ends with status 1 if anything would change."""
    terminal.warnings(programme.warnings)
    changed = [one.name for one in written if one.changed]
    if dry_run:
        for name in changed:
            _diff(terminal, programme.folder, name)
    elif check and changed:
        terminal.note(terminal.words("terminal.would_change", files=changed, count=len(changed)))
    elif changed:
        terminal.note(terminal.words("terminal.written", files=_shown(changed), count=len(changed)))
    if check and changed:
        raise typer.Exit(1)


def follow(terminal: Terminal, programme: Programme, command: str) -> None:
    """What comes next: a command, or what people have to write before there is anything for it to do."""
    from rmentor import graph

    if (missing := graph.missing_inputs(programme)) is None:
        terminal.next(command)
    else:
        terminal.note(terminal.words(f"missing.{missing.removeprefix('no_')}"))


def _shown(names: list[str]) -> list[str]:
    return names if len(names) <= 4 else [*names[:3], "…"]


def _diff(terminal: Terminal, folder: Folder, name: str) -> None:
    old = folder.at(name).read_text(encoding="utf-8") if folder.at(name).is_file() else ""
    new = (folder.pretended.get(name) or b"").decode()
    for line in difflib.unified_diff(old.splitlines(), new.splitlines(), name, name, lineterm=""):
        terminal.result(line)
