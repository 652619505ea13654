"""What more or less time would buy one executive, in a terminal: two tables with bars, and three plans side by side."""

from __future__ import annotations

import sys

from rmentor import scheduling, timecredit
from rmentor.steps import Programme
from rmentor.tasks import Task
from rmentor.terminal import Terminal, bar, grid
from rmentor.timecredit import Credit, Options
from rmentor.words import Words

WIDTH = 20
"""Columns of the longest bar."""


def show(terminal: Terminal, programme: Programme, mentee: str) -> None:
    """The curve against sessions, then against minutes, then the three plans to choose from."""
    profile = programme.mentee_profiles[mentee]
    task = scheduling.task(programme.workspace, profile)
    _first_picture(terminal, task)
    found = timecredit.options(task, profile.time.minutes, profile.time.sessions - len(task.rooms))
    if terminal.json:
        terminal.data({"version": 1, "mentee": mentee, **_data(found)})
        return
    words = terminal.words
    terminal.result(words("options.title", name=programme.workspace.name(mentee)))
    terminal.result("")
    _table(terminal, "sessions", found.by_sessions, found)
    for line in _said(words, found):
        terminal.result(line)
    terminal.result("")
    _table(terminal, "minutes", found.by_minutes, found)
    terminal.result("")
    _side_by_side(terminal, programme, found)
    if not all(one.optimal for one in (*found.by_sessions, *found.by_minutes)):
        terminal.result(words("options.not_proven"))
    terminal.next(f"render options --for {mentee}")


def _first_picture(terminal: Terminal, task: Task) -> None:
    """What no plan can exceed, at once, for whoever waits at a terminal."""
    if sys.stderr.isatty() and not terminal.json and not terminal.quiet:
        words = terminal.words
        points = [f"{number} → {words.number(round(gain, 3))}" for number, gain in timecredit.sketch(task)]
        terminal.note(words("options.sketch", points=" · ".join(points)))


def _table(terminal: Terminal, axis: str, credits: tuple[Credit, ...], found: Options) -> None:
    words = terminal.words
    headings = [
        (words(f"options.{axis}"), "right"),
        (words("options.gain"), "right"),
        ("", "left"),
        (words("options.reached"), "left"),
        (words("options.used"), "right"),
    ]
    rows = []
    for one, closed in zip(credits, timecredit.first_closed(credits), strict=True):
        reached = f"{one.reached}/{found.topics}" + (f" + {', '.join(closed)}" if closed else "")
        rows.append([
            f"{'> ' if one is found.agreed else ''}{one.sessions if axis == 'sessions' else one.minutes}",
            words.number(round(one.gain, 3)) + ("" if one.optimal else " *"),
            bar(one.gain / (found.most or 1.0), WIDTH, blocks=terminal.blocks),
            reached,
            f"{one.used} min",
        ])  # fmt: skip
    terminal.table(grid(headings, rows))  # type: ignore[arg-type]


def _said(words: Words, found: Options) -> list[str]:
    """In words: what one session fewer would cost, what one more would bring, what stays unused."""
    said = []
    if found.spare:
        said.append(words("options.spare", count=found.spare))
    elif (less := found.beside(-1)) is not None:
        said.append(words("options.fewer", loss=round(found.agreed.gain - less.gain, 3)))
    if (more := found.beside(1)) is not None:
        gain = round(more.gain - found.agreed.gain, 3)
        said.append(words("options.more", gain=gain) if gain > 0 else words("options.more_nothing"))
    return said


def _side_by_side(terminal: Terminal, programme: Programme, found: Options) -> None:
    words = terminal.words
    columns = [_column(words, programme, kind, credit, found) for kind, credit in (
        ("short", found.short), ("agreed", found.agreed), ("deep", found.deep),
    )]  # fmt: skip
    headings = [(words(f"options.{kind}"), "left") for kind in ("short", "agreed", "deep")]
    height = max(map(len, columns))
    rows = [[column[line] if line < len(column) else "" for column in columns] for line in range(height)]
    terminal.table(grid(headings, rows, even=True))  # type: ignore[arg-type]


def _column(words: Words, programme: Programme, kind: str, credit: Credit | None, found: Options) -> list[str]:
    """One of the three plans, line by line."""
    if credit is None:
        return [words(f"options.no_{kind}")]
    lines = [
        words("options.size", count=credit.sessions, minutes=credit.minutes),
        words("options.brings", gain=round(credit.gain, 3), reached=credit.reached, topics=found.topics),
        *(f"{topic} {words.number(one.before)}→{words.number(one.after)}" for topic, one in credit.levels.items()),
    ]
    for number, modules in zip(credit.numbers, credit.planned, strict=True):
        if modules:
            lines.append(f"{number}. " + " + ".join(programme.title(one) for one in modules))
    return lines


def _data(found: Options) -> dict[str, object]:
    three = {"short": found.short, "agreed": found.agreed, "deep": found.deep}
    return {
        "topics": found.topics,
        "most": round(found.most, 6),
        "sessions": [_credit(one) for one in found.by_sessions],
        "minutes": [_credit(one) for one in found.by_minutes],
        **{kind: None if one is None else _credit(one) for kind, one in three.items()},
    }


def _credit(one: Credit) -> dict[str, object]:
    return {
        "sessions": one.sessions,
        "minutes": one.minutes,
        "gain": round(one.gain, 6),
        "wishes": one.wishes,
        "reached": one.reached,
        "closed": list(one.closed),
        "used": one.used,
        "proof": "optimal" if one.optimal else "within",
        "plan": [list(session) for session in one.planned],
    }
