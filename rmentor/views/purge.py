"""What a purge removed, and what it leaves to people, in a terminal."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

from rmentor.purging import Removal
from rmentor.steps import Programme
from rmentor.terminal import Terminal

_MOST = 20


def show(terminal: Terminal, programme: Programme, removal: Removal | None, *, dry_run: bool) -> None:
    """Files removed and changed, then where somebody is still named, then what git still holds."""
    words = terminal.words
    if terminal.json:
        files = removal.files if removal else None
        terminal.data({
            "version": 1,
            "dry_run": dry_run,
            "people": list(removal.people) if removal else [],
            "removed": list(files.removed) if files else [],
            "changed": list(files.changed) if files else [],
            "left": [{"path": name, "line": line or None} for name, line in files.left] if files else [],
            "history": list(removal.history) if removal else [],
            "commands": list(commands(removal)) if removal else [],
        })  # fmt: skip
        return
    if removal is None:
        terminal.result(words("purge.nobody"))
        return
    terminal.result(words("purge.would" if dry_run else "purge.done", count=len(removal.people)))
    for code, names in (("removed", removal.files.removed), ("changed", removal.files.changed)):
        _list(terminal, code, names)
    _list(terminal, "left", [f"{name}:{line}" if line else name for name, line in removal.files.left])
    if removal.history:
        _list(terminal, "history", removal.history)
        terminal.result(words("purge.how"))
        for line in commands(removal):
            terminal.result(f"  {line}")
        terminal.result(words("purge.copies"))
    if dry_run:
        return
    if programme.folder.has("selection.yaml"):
        terminal.next("status")


def commands(removal: Removal) -> Iterator[str]:
    """What takes them out of git's history: files that were about them alone; in files about others, their ids."""
    alone = [one for one in removal.history if one in removal.files.removed]
    if alone:
        paths = " ".join(f"--path {shlex.quote(removal.prefix + one)}" for one in alone)
        yield f"git filter-repo --invert-paths {paths}"
    if len(alone) < len(removal.history):
        told = " ".join(shlex.quote(f"regex:\\b{re.escape(one)}\\b==>-") for one in removal.people)
        yield f"printf '%s\\n' {told} > purge.txt && git filter-repo --replace-text purge.txt"


def _list(terminal: Terminal, code: str, names: list[str] | tuple[str, ...]) -> None:
    if names:
        terminal.result(terminal.words(f"purge.{code}", count=len(names)))
        for name in names[:_MOST]:
            terminal.result(f"  {name}")
        if len(names) > _MOST:
            terminal.result("  " + terminal.words("purge.more", count=len(names) - _MOST))
