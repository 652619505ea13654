"""What a sheet of sessions told, in a terminal: line by line, then the count."""

from __future__ import annotations

from collections.abc import Collection

from rmentor.columns import Column
from rmentor.files.filled import Filled
from rmentor.happenings import Outcome
from rmentor.journaling import Noted, Taken
from rmentor.steps import Programme
from rmentor.terminal import Terminal, grid
from rmentor.views import filled
from rmentor.views.recorded import undo_lines


def names(terminal: Terminal) -> filled.Names:
    """What each column of a sheet of sessions tells."""
    return lambda key: terminal.words(f"journal.heading.{key}")


def taken(
    terminal: Terminal,
    programme: Programme,
    sheet: Filled,
    accepted: Collection[Column],
    found: Taken,
    *,
    dry_run: bool = False,
) -> None:
    """What came in: new outcomes, how many were there already, how many lines tell of none."""
    words = terminal.words
    new = [one for one in found.noted if one.new]
    if terminal.json:
        terminal.data({
            "version": 1, **filled.data(sheet, accepted), "sessions": [_data(one) for one in found.noted],
            "blank": found.blank, "written": [one.name for one in found.recorded if one.changed],
        })  # fmt: skip
        return
    filled.show(terminal, sheet, accepted, names(terminal))
    if new:
        keys = ("line", "name", "session", "what")
        headings = [(words(f"journal.told.{key}"), "right" if key in ("line", "session") else "left") for key in keys]
        rows = [
            [str(one.line), f"{programme.workspace.name(one.mentee)} ({one.mentee})", str(one.outcome.session),
             _what(terminal, one.outcome)]
            for one in new
        ]  # fmt: skip
        terminal.table(grid(headings, rows))  # type: ignore[arg-type]
    else:
        terminal.result(words("run.nothing"))
    terminal.note(words("journal.counted", new=len(new), there=len(found.noted) - len(new), blank=found.blank))
    if new and not dry_run:
        for one in found.recorded:
            if one.changed:
                terminal.note(undo_lines(words, one))
        terminal.next("run" if any(one.outcome.moved for one in new) else "status")


def _what(terminal: Terminal, one: Outcome) -> str:
    if one.moved is not None:
        return terminal.words("journal.what.moved", when=one.moved)
    if one.held is not None and one.minutes is not None:
        return terminal.words("journal.what.held_for", day=one.day, minutes=one.minutes)
    return terminal.words(f"journal.what.{one.what}", day=one.day)


def _data(one: Noted) -> dict[str, object]:
    outcome = one.outcome
    return {
        "line": one.line, "mentee": one.mentee, "session": outcome.session, "what": outcome.what,
        "on": (outcome.moved or outcome.day).isoformat(), "minutes": outcome.minutes,
        "modules": None if outcome.modules is None else list(outcome.modules), "new": one.new,
    }  # fmt: skip
