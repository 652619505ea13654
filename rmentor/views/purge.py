"""What a purge removed, and what it leaves to people, in a terminal."""

from __future__ import annotations

from rmentor.files import forgetting
from rmentor.files.forgetting import Remains
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
            **_history(removal.history if removal else None),
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
        _past(terminal, removal.history, dry_run=dry_run)
    if dry_run:
        return
    if programme.folder.has("selection.yaml"):
        terminal.next("status")


def _history(found: Remains | None) -> dict[str, object]:
    return {
        "history": list(found.files) if found else [],
        "messages": found.messages if found else 0,
        "writers": list(found.writers) if found else [],
        "commands": list(forgetting.commands(found)) if found else [],
        "where": found.place.top.as_posix() if found else None,
    }


def _past(terminal: Terminal, found: Remains, *, dry_run: bool) -> None:
    """What the history holds, and how it is taken out, once the lists that the lines name are laid there."""
    words = terminal.words
    _list(terminal, "history", found.files)
    if found.messages:
        terminal.result(words("purge.messages", count=found.messages))
    _list(terminal, "writers", found.writers)
    _list(terminal, "staying", found.staying)
    if dry_run:
        terminal.result(words("purge.later"))
        return
    terminal.result(words("purge.how", where=found.place.top.as_posix()))
    for line in forgetting.commands(found):
        terminal.result(f"  {line}")
    terminal.result(words("purge.then", lists=found.lists))
    terminal.result(words("purge.copies"))


def _list(terminal: Terminal, code: str, names: list[str] | tuple[str, ...]) -> None:
    if names:
        terminal.result(terminal.words(f"purge.{code}", count=len(names)))
        for name in names[:_MOST]:
            terminal.result(f"  {name}")
        if len(names) > _MOST:
            terminal.result("  " + terminal.words("purge.more", count=len(names) - _MOST))
