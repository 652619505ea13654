"""The best modules for an executive, sessions taken as bins: what no plan can beat.

An integer programme chooses modules whose minutes fit into the sessions as multisets of durations (patterns: exact for
bin packing), with prerequisites and entry levels, but without an order in time. Its best value bounds every plan; where
the modules it chooses can be put into sessions (`packing`), they are proven best.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import floor, gcd
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rmentor.quiet import quiet
from rmentor.tasks import CLOSE, Task

MOST_PATTERNS = 1500
NODES = 4000
"""Where the search stops: by nodes, never by the clock, so that plans are the same on every machine."""
_THRIFT = 0.4
"""What all minutes together count against one wish: below half, so that the sum still tells gain and wishes apart."""
_GRAIN = 1000

Cut = tuple[Mapping[str, float], float]
"""A sum over chosen modules, each with its factor, and the most that it can be in any plan."""


@dataclass(frozen=True)
class Choice:
    """The modules chosen (None: no set keeps every pin), and the most that any plan can reach: gain, and wishes if that
    gain is reached."""

    modules: frozenset[str] | None
    gain: float
    wishes: int


def candidates(task: Task) -> tuple[str, ...]:
    """Modules that can be begun and that serve a need, a wish or a pin, directly or by opening another; sorted."""
    free = {
        name: one for name, one in sorted(task.modules.items()) if name not in task.barred and name not in task.done
    }
    useful = {
        name
        for name, one in free.items()
        if name in task.wanted
        or name in task.pins
        or any(level > 0 and task.gap(topic) > CLOSE for topic, level in one.teaches.items())
    }
    while True:
        asked = {topic for name in useful for topic, level in free[name].entry.items() if level > task.level(topic)}
        required = {before for name in useful for before in free[name].requires if before in free}
        helping = {name for name, one in free.items() if any(one.teaches.get(topic, 0) > 0 for topic in asked)}
        if required | helping <= useful:
            return tuple(sorted(useful))
        useful |= required | helping


class Rows:
    """Linear rows low ≤ a·x ≤ high, gathered one by one."""

    def __init__(self, columns: int) -> None:
        self.columns = columns
        self.rows: list[dict[int, float]] = []
        self.low: list[float] = []
        self.high: list[float] = []

    def add(self, row: dict[int, float], low: float = -np.inf, high: float = np.inf) -> None:
        self.rows.append(row)
        self.low.append(low)
        self.high.append(high)

    def matrix(self) -> Any:
        """All rows as one sparse matrix."""
        from scipy.sparse import csr_array

        starts = np.cumsum([0, *(len(row) for row in self.rows)])
        columns = np.fromiter((column for row in self.rows for column in row), np.int32, starts[-1])
        values = np.fromiter((value for row in self.rows for value in row.values()), np.float64, starts[-1])
        return csr_array((values, columns, starts), shape=(len(self.rows), self.columns))


def solve(
    rows: Rows,
    aim: NDArray[np.float64],
    top: NDArray[np.float64],
    whole: NDArray[np.float64],
    nodes: int,
) -> tuple[NDArray[np.float64] | None, float, bool]:
    """Minimises aim·x: the best x found (None if none), a bound below every x, and whether it is sure there is none."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    if not aim.size:
        return np.zeros(0), 0.0, False
    constraints = [LinearConstraint(rows.matrix(), rows.low, rows.high)] if rows.rows else []
    with quiet():
        found = milp(
            aim, integrality=whole, bounds=Bounds(np.zeros(aim.size), top), constraints=constraints,
            options={"node_limit": nodes, "mip_rel_gap": 0.0},
        )  # fmt: skip
    bound = found.mip_dual_bound
    return found.x, float(bound) if bound is not None else -np.inf, found.status == 2


class Outline:
    """The rows that every choice keeps to, whatever it is chosen for; columns for what comes on top follow at `free`.

    Columns: a module is chosen (`at`), a level is gained (`topics`, from `first_topic`), a module is done by the end of
    a session that has a pin.
    """

    def __init__(self, task: Task, names: Sequence[str], cuts: Iterable[Cut], more: int) -> None:
        self.task, self.names = task, names
        self.topics = [topic for topic in sorted(task.needs) if task.gap(topic) > CLOSE]
        self.at = {name: column for column, name in enumerate(names)}
        self.first_topic = len(names)
        places = sorted(set(task.places.values()))
        self.free = len(names) + len(self.topics) + len(places) * len(names)
        self.rows = Rows(self.free + more)
        self.top = np.ones(self.rows.columns)
        self.top[self.first_topic : self.first_topic + len(self.topics)] = [task.gap(topic) for topic in self.topics]
        self.whole = np.ones(self.rows.columns)
        self.whole[self.first_topic : self.first_topic + len(self.topics)] = 0
        at, rows = self.at, self.rows
        for number, topic in enumerate(self.topics):
            teaches = {at[name]: -task.modules[name].teaches.get(topic, 0.0) for name in names}
            rows.add({self.first_topic + number: 1.0, **teaches}, high=0.0)
        _order(task, rows, at)
        rows.add({column: float(task.modules[name].minutes) for name, column in at.items()}, high=sum(task.rooms))
        for number, place in enumerate(places):
            _done_by(task, rows, at, place, len(names) + len(self.topics) + number * len(names))
        for one, other in _twins(task, names):
            rows.add({at[other]: 1.0, at[one]: -1.0}, high=0.0)
        for factors, most in cuts:
            rows.add({at[name]: factor for name, factor in factors.items() if name in at}, high=most)
        for name in task.places:
            rows.add({at[name]: 1.0}, low=1.0)

    def chosen(self, found: NDArray[np.float64]) -> frozenset[str]:
        """The modules that a solution chooses."""
        return frozenset(name for name, column in self.at.items() if found[column] > 0.5)


def choose(task: Task, names: Sequence[str], cuts: Iterable[Cut] = ()) -> Choice:
    """The best modules that no cut forbids. Gain counts first, then wishes, then, slightly, fewer minutes."""
    if any(name not in names for name in task.places):
        return Choice(None, 0.0, 0)
    patterns = list(fillings_of(task, names))
    outline = Outline(task, names, cuts, sum(len(found) for _, found in patterns))
    hold_in(task, outline.rows, outline.at, patterns, outline.free)
    grain = _grain(task, names, outline.topics)
    wished = sum(name in task.wanted for name in names)
    minutes = sum(task.modules[name].minutes for name in names) or 1
    aim = np.zeros(outline.rows.columns)
    for name, column in outline.at.items():
        aim[column] = _THRIFT * task.modules[name].minutes / minutes - (name in task.wanted)
    for number, topic in enumerate(outline.topics):
        aim[outline.first_topic + number] = -task.needs[topic].priority * _GRAIN / grain * (wished + 1)
    outline.top[outline.free :] = [count for count, found in patterns for _ in found]
    found, bound, _ = solve(outline.rows, aim, outline.top, outline.whole, NODES)
    if found is None:
        return Choice(None, 0.0, 0)
    most = floor(-bound + _THRIFT + 1e-6) if np.isfinite(bound) else 10**9
    units, wishes = divmod(most, wished + 1)
    return Choice(outline.chosen(found), units * grain / _GRAIN, wishes)


def _grain(task: Task, names: Sequence[str], topics: Sequence[str]) -> int:
    """The step in which gain can differ, in thousandths: every gain is a multiple of it."""
    grain = 0
    for topic in topics:
        priority = task.needs[topic].priority
        grain = gcd(grain, round(priority * task.gap(topic) * _GRAIN))
        for name in names:
            grain = gcd(grain, round(priority * task.modules[name].teaches.get(topic, 0.0) * _GRAIN))
    return max(1, grain)


def _twins(task: Task, names: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Modules that differ by nothing but their id, which no other asks for: the first is taken before the second."""
    required = {before for name in names for before in task.modules[name].requires}
    last: dict[object, str] = {}
    for name in names:
        if name in required or name in task.pins:
            continue
        module = task.modules[name]
        alike = (
            module.minutes, module.theme, name in task.wanted, tuple(sorted(module.requires)),
            tuple(sorted(module.teaches.items())), tuple(sorted(module.entry.items())),
        )  # fmt: skip
        if alike in last:
            yield last[alike], name
        last[alike] = name


def stuck(task: Task, names: Sequence[str], chosen: frozenset[str]) -> list[Cut]:
    """Cuts where some of the chosen wait for each other's levels in a circle: none of them can begin before something
    that was not chosen teaches what they ask for."""
    done: list[str] = []
    left = set(chosen)
    while True:
        able = [
            name for name in sorted(left)
            if (task.done | set(done)).issuperset(task.modules[name].requires)
            and task.reached(task.modules[name], done)
        ]  # fmt: skip
        if not able:
            break
        done += able
        left -= set(able)
    asked = {topic for name in left for topic in task.modules[name].entry}
    helping = [
        name for name in names
        if name not in chosen and any(task.modules[name].teaches.get(topic, 0.0) > 0 for topic in asked)
    ]  # fmt: skip
    return [({name: 1.0, **dict.fromkeys(helping, -1.0)}, 0.0) for name in sorted(left)]


def _order(task: Task, rows: Rows, at: dict[str, int], shift: int = 0) -> None:
    """A module comes with its prerequisites, and with others that teach what it asks for."""
    for name, column in at.items():
        module = task.modules[name]
        for before in sorted(module.requires):
            if before not in task.done:
                rows.add({shift + column: 1.0, shift + at[before]: -1.0}, high=0.0)
        for topic, level in sorted(module.entry.items()):
            missing = level - task.level(topic)
            if missing > CLOSE:
                others = {shift + at[one]: -task.modules[one].teaches.get(topic, 0.0) for one in at if one != name}
                rows.add({**others, shift + column: missing}, high=CLOSE)


def fillings_of(task: Task, names: Sequence[str]) -> Iterable[tuple[int, list[tuple[int, ...]]]]:
    """For each room that pins leave in a session: how many have it, and the fullest ways to fill it with modules that
    are not pinned; none if there are too many."""
    durations = sorted({task.modules[name].minutes for name in names if name not in task.places}, reverse=True)
    for room, count in sorted(Counter(left_by_pins(task)).items()):
        found = _fillings(room, [one for one in durations if one <= room])
        if found is None:
            return
        yield count, found


def left_by_pins(task: Task) -> tuple[int, ...]:
    """Minutes of each session beside those of the modules pinned to it."""
    left = list(task.rooms)
    for name, place in task.places.items():
        left[place] -= task.modules[name].minutes
    return tuple(max(0, minutes) for minutes in left)


def _fillings(room: int, durations: list[int]) -> list[tuple[int, ...]] | None:
    found: list[tuple[int, ...]] = []

    def fill(left: int, start: int, chosen: tuple[int, ...]) -> bool:
        if not durations or left < durations[-1]:
            if all(left < above - one for one in chosen for above in durations if above > one):
                found.append(chosen)
            return len(found) <= MOST_PATTERNS
        return all(
            fill(left - durations[index], index, (*chosen, durations[index]))
            for index in range(start, len(durations))
            if durations[index] <= left
        )

    return found if fill(room, 0, ()) else None


def hold_in(
    task: Task, rows: Rows, at: dict[str, int], patterns: list[tuple[int, list[tuple[int, ...]]]], first: int
) -> None:
    if len(patterns) < len(set(left_by_pins(task))):
        return
    column, columns = first, []
    for count, found in patterns:
        rows.add({column + number: 1.0 for number in range(len(found))}, high=count)
        columns += [(column + number, pattern) for number, pattern in enumerate(found)]
        column += len(found)
    free = {name: place for name, place in at.items() if name not in task.places}
    for least in sorted({task.modules[name].minutes for name in free}):
        row = {place: 1.0 for name, place in free.items() if task.modules[name].minutes >= least}
        row |= {place: -float(sum(one >= least for one in pattern)) for place, pattern in columns}
        rows.add(row, high=0.0)


def _done_by(task: Task, rows: Rows, at: dict[str, int], place: int, shift: int) -> None:
    """A copy of every module that says whether it is done by the end of one session, with the room there is by then."""
    for name, column in at.items():
        pinned = task.places.get(name)
        low = 1.0 if pinned is not None and pinned <= place else 0.0
        high = 0.0 if pinned is not None and pinned > place else 1.0
        rows.add({shift + column: 1.0}, low=low, high=high)
        rows.add({shift + column: 1.0, column: -1.0}, high=0.0)
    _order(task, rows, at, shift)
    minutes = {shift + column: float(task.modules[name].minutes) for name, column in at.items()}
    rows.add(minutes, high=sum(task.rooms[: place + 1]))
    here = [name for name in at if task.places.get(name) == place]
    rows.add({at[name]: float(task.modules[name].minutes) for name in here}, high=task.rooms[place])
