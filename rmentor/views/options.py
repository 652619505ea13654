"""What more or less time would buy one executive, in a terminal: two tables with bars, and three plans side by side."""

from __future__ import annotations

from collections.abc import Iterable

from rmentor import scheduling, timecredit
from rmentor.steps import Programme
from rmentor.tasks import Sessions
from rmentor.terminal import Terminal, bar, grid
from rmentor.timecredit import Credit, Options

WIDTH = 20
"""Columns of the longest bar."""


def show(terminal: Terminal, programme: Programme, mentee: str) -> None:
    """The curve against sessions, then against minutes, then the three plans to choose from."""
    profile = programme.mentee_profiles[mentee]
    found = timecredit.options(scheduling.task(programme.workspace, profile), profile.time.minutes)
    if terminal.json:
        terminal.data({"version": 1, "mentee": mentee, **_data(found)})
        return
    words = terminal.words
    terminal.result(words("options.title", name=programme.workspace.name(mentee)))
    terminal.result("")
    _table(terminal, "sessions", found.by_sessions, found)
    terminal.result("")
    _table(terminal, "minutes", found.by_minutes, found)
    terminal.result("")
    for kind, credit in (("short", found.short), ("agreed", found.agreed), ("deep", found.deep)):
        _plan(terminal, programme, kind, credit)
    if not all(one.optimal for one in (*found.by_sessions, *found.by_minutes)):
        terminal.result(words("options.not_proven"))


def _table(terminal: Terminal, axis: str, credits: Iterable[Credit], found: Options) -> None:
    words = terminal.words
    most = max((one.gain for one in (*found.by_sessions, *found.by_minutes)), default=0.0) or 1.0
    headings = [
        (words(f"options.{axis}"), "right"),
        (words("options.gain"), "right"),
        ("", "left"),
        (words("options.reached"), "right"),
        (words("options.used"), "right"),
    ]
    rows = [
        [
            f"{'> ' if one is found.agreed else ''}{one.sessions if axis == 'sessions' else one.minutes}",
            words.number(round(one.gain, 3)) + ("" if one.optimal else " *"),
            bar(one.gain / most, WIDTH, blocks=terminal.blocks),
            f"{one.reached}/{found.topics}",
            f"{one.used} min",
        ]
        for one in credits
    ]
    terminal.table(grid(headings, rows))  # type: ignore[arg-type]


def _plan(terminal: Terminal, programme: Programme, kind: str, credit: Credit) -> None:
    words = terminal.words
    fields = {"count": credit.sessions, "minutes": credit.minutes, "gain": round(credit.gain, 3)}
    terminal.result(words(f"options.{kind}", **fields))
    for number, modules in enumerate(credit.planned, start=1):
        if modules:
            terminal.result(f"  {number}. " + " + ".join(programme.title(one) for one in modules))


def _data(found: Options) -> dict[str, object]:
    return {
        "sessions": [_credit(one) for one in found.by_sessions],
        "minutes": [_credit(one) for one in found.by_minutes],
        **{
            kind: _credit(one) for kind, one in (("short", found.short), ("agreed", found.agreed), ("deep", found.deep))
        },
    }


def _credit(one: Credit) -> dict[str, object]:
    planned: Sessions = one.planned
    return {
        "sessions": one.sessions,
        "minutes": one.minutes,
        "gain": round(one.gain, 6),
        "reached": one.reached,
        "used": one.used,
        "proof": "optimal" if one.optimal else "within",
        "plan": [list(session) for session in planned],
    }
