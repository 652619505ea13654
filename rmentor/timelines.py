"""Few themes a session, asked of all plans at once: which filling each session has, and which module stands in it.

The rows of `packing` (an order in time) and of `layouts` (sessions as fillings) together: strong enough to be solved
without a search where catalogues are small.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np

from rmentor.fillings import Fillings, Pattern
from rmentor.grid import Grid
from rmentor.layouts import Aim
from rmentor.relaxation import solve
from rmentor.tasks import Sessions, Task

SMALL = 600
"""Seats and fillings, over all sessions, up to which this is asked."""
NODES = 1


@dataclass(frozen=True)
class Timeline:
    """The best plan found, and the fewest pairs of a session and a theme that any can have."""

    sessions: Sessions | None
    least: int


def small(task: Task, names: Sequence[str], filled: Fillings) -> bool:
    """Whether all plans can be asked at once."""
    columns = sum(len(patterns) * len(kind.places) for kind, patterns in filled.kinds)
    return not any(filled.mixed) and columns + len(names) * len(task.rooms) <= SMALL


def fewest(task: Task, names: Sequence[str], aim: Aim, filled: Fillings) -> Timeline:
    """The plan with the fewest pairs, over all plans with that gain and those wishes."""
    grid = Grid(task, names, sum(len(patterns) * len(kind.places) for kind, patterns in filled.kinds))
    grid.worth(aim.gain - 1e-6, aim.wishes)
    goal = np.zeros(grid.rows.columns)
    always = 0
    column = grid.free
    for kind, patterns in filled.kinds:
        touches = [float(len(kind.touches(pattern))) for pattern in patterns]
        always += len(kind.touched) * len(kind.places)
        for place in kind.places:
            goal[column : column + len(patterns)] = touches
            _filling(grid, filled, patterns, place, column)
            column += len(patterns)
    found, bound, _ = solve(grid.rows, goal, grid.top, grid.whole, NODES)
    least = ceil(bound - 1e-6) + always if np.isfinite(bound) else 0
    return Timeline(None if found is None else grid.sessions(found), least)


def _filling(grid: Grid, filled: Fillings, patterns: Sequence[Pattern], place: int, first: int) -> None:
    """A session has one filling at most, and its modules a slot each; pinned modules need none."""
    task, rows = grid.task, grid.rows
    rows.add({first + number: 1.0 for number in range(len(patterns))}, high=1.0)
    for theme, name in enumerate(filled.themes):
        free = [one for one in grid.names if task.theme(one) == name and one not in task.places]
        for least in filled.durations[theme]:
            slots = [sum(of == theme and minutes >= least for of, minutes in pattern) for pattern in patterns]
            row = {grid.at[one] + place: 1.0 for one in free if task.modules[one].minutes >= least}
            row |= {first + number: -float(count) for number, count in enumerate(slots) if count}
            rows.add(row, high=0.0)
