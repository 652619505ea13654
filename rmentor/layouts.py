"""Few themes a session: what no plan of a given gain can be below, and the modules and sessions that may reach it.

A session that touches three themes counts three. Two bounds: `tally` counts sessions a theme by its minutes and is
quick; `lay_out` fills sessions with multisets of (theme, minutes), exact but for the order in time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np

from rmentor.fillings import Fillings
from rmentor.relaxation import Cut, Outline, solve
from rmentor.tasks import Task

FEW_PATTERNS = 300
"""Up to so many, the fewest minutes are asked for too."""
THRIFT = 0.4
NODES = 50
"""Where the search stops, by nodes and not by the clock."""

Slots = tuple[tuple[str, int], ...]
"""What a session may hold beside its pinned modules: a theme and the most minutes, for each module."""
Laid = tuple[tuple[int, ...], Slots]
"""A session that was laid out: the places where it may stand, and its slots."""


@dataclass(frozen=True)
class Aim:
    """The gain and the wishes that every plan must have, and what no plan can do."""

    gain: float
    wishes: int
    cuts: tuple[Cut, ...]


@dataclass(frozen=True)
class Layout:
    """The modules chosen (None: none were found), the fewest pairs of a session and a theme that any plan can have, and
    what each session may hold (nothing where that was not laid out). `none`: there surely are no such modules."""

    modules: frozenset[str] | None
    least: int
    sessions: tuple[Laid, ...] | None = None
    none: bool = False


class _Model:
    """The choice of modules with a given gain and wishes, and how many sessions touch each theme."""

    def __init__(self, task: Task, names: Sequence[str], aim: Aim, more: int = 0) -> None:
        self.task, self.names = task, names
        self.themes = sorted({task.theme(name) for name in names})
        self.of = {theme: [name for name in names if task.theme(name) == theme] for theme in self.themes}
        self.room = max(task.rooms, default=0)
        self.outline = Outline(task, names, aim.cuts, len(self.themes) + more)
        self.first = self.outline.free
        self.free = self.first + len(self.themes)
        self.outline.top[self.first :] = len(task.rooms)
        rows, at = self.outline.rows, self.outline.at
        rows.add({
            self.outline.first_topic + number: float(task.needs[topic].priority)
            for number, topic in enumerate(self.outline.topics)
        }, low=aim.gain - 1e-6)  # fmt: skip
        rows.add({at[name]: 1.0 for name in names if name in task.wanted}, low=aim.wishes)
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

    def solved(self, thrift: float = 0.0) -> tuple[np.ndarray | None, int, bool]:
        """The best solution, the fewest pairs that any can have, and whether there surely is none. All minutes together
        count `thrift` against one pair: whole numbers alone are solved sooner."""
        aim = np.zeros(self.outline.rows.columns)
        aim[self.first : self.free] = 1.0
        minutes = sum(self.task.modules[name].minutes for name in self.names) or 1
        for name, column in self.outline.at.items():
            aim[column] = thrift * self.task.modules[name].minutes / minutes
        found, bound, none = solve(self.outline.rows, aim, self.outline.top, self.outline.whole, NODES)
        return found, max(0, ceil(bound - thrift - 1e-6)) if np.isfinite(bound) else 0, none


def tally(task: Task, names: Sequence[str], aim: Aim) -> Layout:
    """The fewest pairs by the minutes of each theme."""
    model = _Model(task, names, aim)
    found, least, none = model.solved()
    return Layout(None if found is None else model.outline.chosen(found), least, none=none)


def lay_out(task: Task, names: Sequence[str], aim: Aim, filled: Fillings) -> Layout:
    """The fewest pairs by what each session can hold; `filled` are the fillings for those modules."""
    mixed = _Mixed(filled)
    model = _Model(task, names, aim, filled.count + mixed.columns)
    _fill(model, filled, mixed)
    found, least, none = model.solved(THRIFT if filled.count <= FEW_PATTERNS else 0.0)
    if found is None:
        return Layout(None, least, none=none)
    counts = found[model.free : model.free + filled.count]
    patterns = [(kind.places, pattern) for kind, own in filled.kinds for pattern in own]
    sessions = tuple(
        (places, tuple((filled.themes[theme], minutes) for theme, minutes in pattern))
        for (places, pattern), count in zip(patterns, counts, strict=True)
        for _ in range(round(count))
    )
    return Layout(model.outline.chosen(found), least, sessions)


class _Mixed:
    """Sessions with more themes than are laid out one by one: how many of each kind, which themes they touch beside
    those of pinned modules, what they hold.

    Columns: their number, for each kind; for each theme, how many touch it; for each theme and length, how many modules
    they hold.
    """

    def __init__(self, filled: Fillings) -> None:
        self.filled = filled
        shortest = sum(sorted(min(one) for one in filled.durations if one)[: filled.most])
        self.rooms = [kind.room for kind, _ in filled.kinds]
        self.longest = max(self.rooms, default=0) - shortest
        self.slots = [
            (theme, one) for theme, own in enumerate(filled.durations) for one in own if one <= self.longest
        ]  # fmt: skip
        self.columns = len(self.rooms) + len(filled.themes) + len(self.slots) if any(filled.mixed) else 0


def _fill(model: _Model, filled: Fillings, mixed: _Mixed) -> None:
    """Sessions hold the modules that are chosen, each in a slot of its theme that is long enough; pinned modules are
    there already."""
    rows, at, column = model.outline.rows, model.outline.at, model.free
    held: dict[tuple[int, int], dict[int, float]] = {
        (theme, least): {} for theme, own in enumerate(filled.durations) for least in own
    }
    touched: list[dict[int, float]] = [{} for _ in filled.themes]
    always = [0] * len(filled.themes)
    extra = model.free + filled.count
    for number, (kind, patterns) in enumerate(filled.kinds):
        sessions = {column + place: 1.0 for place in range(len(patterns))}
        for pattern in patterns:
            for theme in kind.touches(pattern):
                touched[theme][column] = -1.0
            for theme, minutes in pattern:
                for least in filled.durations[theme]:
                    if least <= minutes:
                        row = held[theme, least]
                        row[column] = row.get(column, 0.0) - 1.0
            column += 1
        if mixed.columns:
            sessions[extra + number] = 1.0
        rows.add(sessions, high=float(len(kind.places)))
        for theme in kind.touched:
            always[theme] += len(kind.places)
    if mixed.columns:
        _mix(model, mixed, extra, held, touched)
    for number, name in enumerate(model.themes):
        rows.add({model.first + number: 1.0, **touched[number]}, low=float(always[number]))
        free = [one for one in model.of[name] if one not in model.task.places]
        for least in filled.durations[number]:
            long = {at[one]: 1.0 for one in free if model.task.modules[one].minutes >= least}
            rows.add({**long, **held[number, least]}, high=0.0)


def _mix(
    model: _Model,
    mixed: _Mixed,
    first: int,
    held: dict[tuple[int, int], dict[int, float]],
    touched: list[dict[int, float]],
) -> None:
    rows, kinds = model.outline.rows, mixed.filled.kinds
    many = {first + number: 1.0 for number in range(len(kinds))}
    model.outline.top[first : first + len(kinds)] *= mixed.filled.mixed
    touches = {theme: first + len(kinds) + theme for theme in range(len(touched))}
    already: list[dict[int, float]] = [
        {first + number: 1.0 for number, (kind, _) in enumerate(kinds) if theme in kind.touched} for theme in touches
    ]
    minutes: list[dict[int, float]] = [{} for _ in touched]
    for number, (theme, length) in enumerate(mixed.slots):
        column = first + len(kinds) + len(touched) + number
        minutes[theme][column] = float(length)
        model.outline.top[column] = len(model.names)
        for least in (one for one in mixed.filled.durations[theme] if one <= length):
            held[theme, least][column] = -1.0
    beside = {
        first + number: max(0.0, mixed.filled.most + 1.0 - len(kind.touched)) for number, (kind, _) in enumerate(kinds)
    }
    rows.add({**dict.fromkeys(touches.values(), -1.0), **beside}, high=0.0)
    for theme, column in touches.items():
        touched[theme][column] = -1.0
        rows.add({column: 1.0, **dict.fromkeys(many, -1.0)}, high=0.0)
        room = float(mixed.longest)
        rows.add({**minutes[theme], column: -room, **dict.fromkeys(already[theme], -room)}, high=0.0)
    rooms = {first + number: -float(room) for number, room in enumerate(mixed.rooms)}
    rows.add({**{key: one for row in minutes for key, one in row.items()}, **rooms}, high=0.0)
