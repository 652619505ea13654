"""Few themes a session: what no plan of a given gain can be below, and the modules and sessions that may reach it.

A session that touches three themes counts three. Two bounds: `tally` counts sessions a theme by its minutes and is
quick; `lay_out` fills sessions with multisets of (theme, minutes), exact but for the order in time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import ceil
from zlib import crc32

import numpy as np

from rmentor.relaxation import Cut, Outline, solve
from rmentor.tasks import Task

MOST_THEMES = 3
"""Sessions with up to so many themes are laid out one by one; those with more are counted by their minutes."""
MOST_PATTERNS = 1000
QUICK_PATTERNS = 300
"""Up to so many, sessions are laid out without a tally first."""
ROUNDS = 3
"""Choices laid out, each preferring other modules among equals."""
NODES = 50
"""Where the search stops, by nodes and not by the clock."""
_THRIFT = 0.4
"""What all minutes together count against one theme in one session."""

Slot = tuple[int, int]
"""A theme, by its place in the sorted list of themes, and the minutes that there are for one module of it."""
Pattern = tuple[Slot, ...]


@dataclass(frozen=True)
class Layout:
    """The modules chosen (None: none were found), the fewest pairs of a session and a theme that any plan can have, and
    what each session may hold (nothing where that was not laid out)."""

    modules: frozenset[str] | None
    least: int
    sessions: tuple[tuple[tuple[str, int], ...], ...] = ()


class _Model:
    """The choice of modules with a given gain and wishes, and how many sessions touch each theme."""

    def __init__(
        self, task: Task, names: Sequence[str], aim: tuple[float, int], cuts: Iterable[Cut], more: int = 0
    ) -> None:
        self.task, self.names = task, names
        self.themes = sorted({task.theme(name) for name in names})
        self.of = {theme: [name for name in names if task.theme(name) == theme] for theme in self.themes}
        self.room = max(task.rooms, default=0)
        self.outline = Outline(task, names, cuts, len(self.themes) + more)
        self.first = self.outline.free
        self.free = self.first + len(self.themes)
        self.outline.top[self.first :] = len(task.rooms)
        gain, wishes = aim
        rows, at = self.outline.rows, self.outline.at
        rows.add({
            self.outline.first_topic + number: float(task.needs[topic].priority)
            for number, topic in enumerate(self.outline.topics)
        }, low=gain - 1e-6)  # fmt: skip
        rows.add({at[name]: 1.0 for name in names if name in task.wanted}, low=wishes)
        for number, theme in enumerate(self.themes):
            self._count(self.first + number, self.of[theme])

    def _count(self, column: int, mine: list[str]) -> None:
        """A theme takes as many sessions as its minutes, its long modules and its pins ask for."""
        task, rows, at = self.task, self.outline.rows, self.outline.at
        minutes = {at[name]: float(task.modules[name].minutes) for name in mine}
        rows.add({**minutes, column: -float(self.room)}, high=0.0)
        for name in mine:
            rows.add({at[name]: 1.0, column: -1.0}, high=0.0)
        for together in (1, 2, 3):
            long = [name for name in mine if task.modules[name].minutes * (together + 1) > self.room]
            if len(long) > together:
                rows.add({**{at[name]: 1.0 for name in long}, column: -float(together)}, high=0.0)
        pinned = {task.places[name] for name in mine if name in task.places}
        rows.add({column: 1.0}, low=float(len(pinned)))

    def solved(self, nodes: int, turn: int = 0) -> tuple[np.ndarray | None, int]:
        """The best solution, and the fewest pairs that any can have. Each turn prefers other modules among equals."""
        aim = np.zeros(self.outline.rows.columns)
        aim[self.first : self.free] = 1.0
        minutes = sum(self.task.modules[name].minutes for name in self.names) or 1
        for name, column in self.outline.at.items():
            aim[column] = _THRIFT * self.task.modules[name].minutes / minutes
            if turn:
                aim[column] *= crc32(f"{turn}/{name}".encode()) / 2**32
        found, bound, _ = solve(self.outline.rows, aim, self.outline.top, self.outline.whole, nodes)
        return found, max(0, ceil(bound - _THRIFT - 1e-6)) if np.isfinite(bound) else 0


def bounds(
    task: Task, names: Sequence[str], aim: tuple[float, int], cuts: list[Cut], more: list[Cut]
) -> Iterator[Layout]:
    """Bounds, and choices that may reach them, one after the other. `aim`: the gain and the wishes to keep to; `more`
    are cuts that are found on the way. Laying sessions out comes first where it is quick, else after a tally."""
    durations = _durations(task, names)
    room = max(task.rooms, default=0)
    patterns = _patterns(room, durations)
    if patterns is None or len(patterns) > QUICK_PATTERNS:
        yield tally(task, names, aim, cuts)
    if patterns is not None:
        more.clear()
        for turn in range(ROUNDS):
            yield lay_out(task, names, aim, [*cuts, *more], patterns, turn)


def tally(task: Task, names: Sequence[str], aim: tuple[float, int], cuts: Iterable[Cut] = ()) -> Layout:
    """The fewest pairs by the minutes of each theme. `aim`: the gain and the wishes to keep to."""
    model = _Model(task, names, aim, cuts)
    found, least = model.solved(NODES)
    return Layout(None if found is None else model.outline.chosen(found), least)


def lay_out(
    task: Task,
    names: Sequence[str],
    aim: tuple[float, int],
    cuts: Iterable[Cut],
    patterns: list[Pattern],
    turn: int = 0,
) -> Layout:
    """The fewest pairs by what each session can hold."""
    durations, room = _durations(task, names), max(task.rooms, default=0)
    mixed = _Mixed(room, durations)
    model = _Model(task, names, aim, cuts, len(patterns) + mixed.columns)
    _fill(model, patterns, durations, mixed)
    found, least = model.solved(NODES, turn)
    if found is None:
        return Layout(None, least)
    counts = found[model.free : model.free + len(patterns)]
    sessions = tuple(
        tuple((model.themes[theme], minutes) for theme, minutes in pattern)
        for pattern, count in zip(patterns, counts, strict=True)
        for _ in range(round(count))
    )
    return Layout(model.outline.chosen(found), least, sessions)


def _durations(task: Task, names: Sequence[str]) -> list[list[int]]:
    """The lengths of each theme's modules, the longest first; themes in order."""
    found: dict[str, set[int]] = {}
    for name in names:
        found.setdefault(task.theme(name), set()).add(task.modules[name].minutes)
    return [sorted(found[theme], reverse=True) for theme in sorted(found)]


def _patterns(room: int, durations: list[list[int]]) -> list[Pattern] | None:
    """The fullest ways to fill a session, for every set of up to three themes; None if there are too many."""
    found: list[Pattern] = []
    for count in range(1, min(MOST_THEMES, len(durations)) + 1):
        for themes in combinations(range(len(durations)), count):
            slots = [(theme, minutes) for theme in themes for minutes in durations[theme]]
            for pattern in _fillings(room, slots):
                if len({theme for theme, _ in pattern}) == count and _fullest(room, pattern, durations):
                    found.append(pattern)
                    if len(found) > MOST_PATTERNS:
                        return None
    return found


def _fillings(room: int, slots: list[Slot]) -> Iterator[Pattern]:
    """Every multiset of slots that leaves no room for one more."""
    least = min(minutes for _, minutes in slots)

    def fill(left: int, start: int, chosen: Pattern) -> Iterator[Pattern]:
        if left < least:
            yield chosen
            return
        for index in range(start, len(slots)):
            if slots[index][1] <= left:
                yield from fill(left - slots[index][1], index, (*chosen, slots[index]))

    yield from fill(room, 0, ())


def _fullest(room: int, pattern: Pattern, durations: list[list[int]]) -> bool:
    """Whether no slot could be longer."""
    left = room - sum(minutes for _, minutes in pattern)
    return not any(0 < longer - minutes <= left for theme, minutes in pattern for longer in durations[theme])


class _Mixed:
    """Sessions with more themes than are laid out one by one: how many, which themes they touch, what they hold.

    Columns: their number; for each theme, how many touch it; for each theme and length, how many modules they hold.
    """

    def __init__(self, room: int, durations: list[list[int]]) -> None:
        self.room = room
        shortest = sorted(min(one) for one in durations)
        self.needed = len(durations) > MOST_THEMES and sum(shortest[: MOST_THEMES + 1]) <= room
        self.most = room - sum(shortest[:MOST_THEMES])
        self.slots = [(theme, one) for theme, lengths in enumerate(durations) for one in lengths if one <= self.most]
        self.columns = 1 + len(durations) + len(self.slots) if self.needed else 0


def _fill(model: _Model, patterns: list[Pattern], durations: list[list[int]], mixed: _Mixed) -> None:
    """Sessions hold the modules that are chosen, each in a slot of its theme that is long enough."""
    rows, at, first = model.outline.rows, model.outline.at, model.free
    held: dict[tuple[int, int], dict[int, float]] = {
        (theme, least): {} for theme, lengths in enumerate(durations) for least in lengths
    }
    touched: list[dict[int, float]] = [{} for _ in durations]
    for number, pattern in enumerate(patterns):
        for theme, minutes in pattern:
            touched[theme][first + number] = -1.0
            for least in durations[theme]:
                if least <= minutes:
                    row = held[theme, least]
                    row[first + number] = row.get(first + number, 0.0) - 1.0
    sessions = {first + number: 1.0 for number in range(len(patterns))}
    if mixed.columns:
        sessions[first + len(patterns)] = 1.0
        _mix(model, mixed, first + len(patterns), held, touched)
    rows.add(sessions, high=float(sum(room > 0 for room in model.task.rooms)))
    for number, name in enumerate(model.themes):
        rows.add({model.first + number: 1.0, **touched[number]}, low=0.0)
        for least in durations[number]:
            long = {at[one]: 1.0 for one in model.of[name] if model.task.modules[one].minutes >= least}
            rows.add({**long, **held[number, least]}, high=0.0)


def _mix(
    model: _Model,
    mixed: _Mixed,
    first: int,
    held: dict[tuple[int, int], dict[int, float]],
    touched: list[dict[int, float]],
) -> None:
    rows, count = model.outline.rows, len(touched)
    touches = {theme: first + 1 + theme for theme in range(count)}
    rows.add({**dict.fromkeys(touches.values(), -1.0), first: MOST_THEMES + 1.0}, high=0.0)
    minutes: dict[int, dict[int, float]] = {theme: {} for theme in range(count)}
    for number, (theme, length) in enumerate(mixed.slots):
        column = first + 1 + count + number
        minutes[theme][column] = float(length)
        model.outline.top[column] = len(model.names)
        for least in (one for of, one in held if of == theme and one <= length):
            held[theme, least][column] = -1.0
    for theme, column in touches.items():
        touched[theme][column] = -1.0
        rows.add({column: 1.0, first: -1.0}, high=0.0)
        rows.add({**minutes[theme], column: -float(mixed.most)}, high=0.0)
    rows.add(
        {**{key: one for row in minutes.values() for key, one in row.items()}, first: -float(mixed.room)}, high=0.0
    )
