"""A plan anew after people were told of one: the same gain and wishes, with the fewest changes to what was announced.

What was announced stands as it is where nothing is better. Else a relaxation says how many modules can stay in the
session that people were told of at most, in any plan with the best gain and wishes, and chooses modules that may reach
it; where they can be put into sessions, that is proven. What it leaves open a model with every module in every session
looks for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import floor

import numpy as np

from rmentor import packing, planning, relaxation, themes
from rmentor.grid import Grid
from rmentor.planning import Composition
from rmentor.relaxation import Outline, solve
from rmentor.tasks import CLOSE, Sessions, Task, flat, holds

NODES = 30
"""Where the search stops: by nodes, never by the clock, so that plans are the same on every machine."""
ROUNDS = 12
"""Choices of the relaxation that are tried."""
SMALL = 150
"""Modules times sessions up to which every module is looked at; beyond, those of the best plan and those announced."""
_THRIFT = 0.4
"""What all minutes together count against one module that stays: below half, so that the sum still tells them apart."""


@dataclass(frozen=True)
class Anew(Composition):
    """A plan near to what was announced. `fewest_changes`: no plan with that gain and those wishes, and without modules
    that bring nothing, keeps more modules where they were announced; None where nothing was announced."""

    fewest_changes: bool | None = None


def compose(task: Task, told: Mapping[str, int]) -> Anew:
    """The best plan, near to what was announced: `told` has the number of each module's session."""
    found = planning.compose(task)
    known = {task.number(place): place for place in range(len(task.rooms))}
    names = relaxation.candidates(task)
    seats = {name: known[number] for name, number in sorted(told.items()) if number in known and name in names}
    if found.clash or not seats:
        return Anew(**vars(found), fewest_changes=None if found.clash or not told else True)
    good = [one for one in (found.sessions, *_filled_up(task, seats)) if _as_good(task, one, found)]
    most = len(seats)
    if max(_staying(one, seats) for one in good) < most:
        keeping = _Keeping(task, names, seats, found)
        good += [one for one in keeping.tried() if _as_good(task, one, found)]
        if (least := max(_staying(one, seats) for one in good)) < keeping.most:
            kept = _kept(task, names, seats, found, keeping, least)
            good += [kept] if kept is not None and _as_good(task, kept, found) else []
        most = keeping.most
    best = max(good, key=lambda one: (_staying(one, seats), -_minutes(task, one)))
    near = _tidy(task, best, seats)
    few = found.fewest_themes and themes.changes(task, near) <= themes.changes(task, found.sessions)
    fewest = _staying(near, seats) >= most
    return Anew(**{**vars(found), "sessions": near, "fewest_themes": few}, fewest_changes=fewest)


class _Keeping:
    """Which modules a plan as good as the best may have, and which of them may stay where people were told: sessions
    taken as bins, without an order in time. `most`: no plan keeps more than that."""

    def __init__(self, task: Task, names: tuple[str, ...], seats: Mapping[str, int], best: Composition) -> None:
        self.task, self.names, self.seats, self.most = task, names, seats, len(seats)
        patterns = list(relaxation.fillings_of(task, names))
        self.outline = Outline(task, names, (), len(seats) + sum(len(found) for _, found in patterns))
        self.stays = {name: self.outline.free + number for number, name in enumerate(seats)}
        first = self.outline.free + len(seats)
        relaxation.hold_in(task, self.outline.rows, self.outline.at, patterns, first)
        self.outline.top[first:] = [count for count, found in patterns for _ in found]
        self._as_good(best)
        self._in_place()
        self.aim = np.zeros(self.outline.rows.columns)
        whole = sum(task.modules[name].minutes for name in names) or 1
        for name, column in self.outline.at.items():
            self.aim[column] = _THRIFT * task.modules[name].minutes / whole
        self.aim[list(self.stays.values())] = -1.0

    def _as_good(self, best: Composition) -> None:
        """Gain and wishes are those of the best plan."""
        outline, task, names = self.outline, self.task, flat(best.sessions)
        outline.rows.add({
            outline.first_topic + number: float(task.needs[topic].priority)
            for number, topic in enumerate(outline.topics)
        }, low=task.gain(names) - 1e-6)  # fmt: skip
        wished = {outline.at[name]: 1.0 for name in sorted(task.wanted) if name in outline.at}
        outline.rows.add(wished, low=task.wishes(names))

    def _in_place(self) -> None:
        """What stays is chosen, fits into its session with what else stays there, and comes after what it waits for."""
        task, rows, at = self.task, self.outline.rows, self.outline.at
        for name, column in self.stays.items():
            rows.add({column: 1.0, at[name]: -1.0}, high=0.0)
            for before in sorted(_waits_for(task, name) & self.seats.keys()):
                if self.seats[before] > self.seats[name]:
                    rows.add({column: 1.0, self.stays[before]: 1.0}, high=1.0)
        for place, room in enumerate(task.rooms):
            here = {
                column: float(task.modules[name].minutes)
                for name, column in self.stays.items() if self.seats[name] == place
            }  # fmt: skip
            rows.add(here, high=room)

    def tried(self) -> Iterator[Sessions]:
        """What the relaxation chooses, as far as it can be put into sessions; what surely cannot is cut. Where nothing
        it chooses can be, its last choice with as much of it in place as can be had one by one."""
        last: frozenset[str] = frozenset()
        for _ in range(ROUNDS):
            found, bound, _ = solve(self.outline.rows, self.aim, self.outline.top, self.outline.whole, relaxation.NODES)
            if np.isfinite(bound):
                self.most = min(self.most, floor(-bound + _THRIFT + 1e-6))
            if found is None:
                break
            chosen = self.outline.chosen(found)
            if not relaxation.stuck(self.task, self.names, chosen):
                last = chosen
            stay = [name for name, column in self.stays.items() if found[column] > 0.5]
            pins = {name: self.task.number(self.seats[name]) for name in stay}
            packed = packing.pack(replace(self.task, pins={**self.task.pins, **pins}), chosen)
            if packed.sessions is not None:
                yield packed.sessions
                return
            if packed.cut is None:
                break
            factors, most = packed.cut
            row = {self.outline.at[name]: factor for name, factor in factors.items() if name in self.outline.at}
            self.outline.rows.add({**row, **{self.stays[name]: 1.0 for name in stay}}, high=most + len(stay))
        yield from self._one_by_one(last)

    def _one_by_one(self, chosen: frozenset[str]) -> Iterator[Sessions]:
        """These modules in sessions, one after the other held where people were told as long as that works."""
        found = packing.pack(self.task, chosen).sessions
        task = self.task
        for name in sorted(chosen & self.seats.keys(), key=lambda one: (self.seats[one], one)) if found else ():
            pinned = replace(task, pins={**task.pins, name: task.number(self.seats[name])})
            if (better := packing.pack(pinned, chosen, exact=False).sessions) is not None:
                task, found = pinned, better
        yield from [found] if found else []


def _waits_for(task: Task, name: str) -> set[str]:
    """Everything that comes before a module, directly or not."""
    found: set[str] = set()
    while more := {one for each in (name, *found) for one in task.modules[each].requires} - found - task.done:
        found |= more
    return found


def _filled_up(task: Task, seats: Mapping[str, int]) -> Iterator[Sessions]:
    """What was announced, as far as it can still be held, and with what else fits and helps."""
    left = dict(seats)
    found = packing.arranged(task, left)
    while found is None or not holds(task, found):
        waiting = [name for name in sorted(left) if any(name in task.modules[one].requires for one in left)]
        spare = [name for name in sorted(left) if name not in waiting and name not in task.places] or sorted(left)
        if not spare:
            return
        del left[min(spare, key=lambda name: (task.gain(left) - task.gain([one for one in left if one != name]), name))]
        found = packing.arranged(task, left)
    yield found
    yield from (planning.filled(task, thrift, found) for thrift in planning.THRIFT)


def _as_good(task: Task, sessions: Sessions, best: Composition) -> bool:
    names, others = flat(sessions), flat(best.sessions)
    return task.gain(names) >= task.gain(others) - CLOSE and task.wishes(names) >= task.wishes(others)


def _staying(sessions: Sessions, seats: Mapping[str, int]) -> int:
    return sum(seats.get(name) == place for place, session in enumerate(sessions) for name in session)


def _minutes(task: Task, sessions: Sessions) -> int:
    return sum(task.modules[name].minutes for name in flat(sessions))


def _kept(
    task: Task, names: tuple[str, ...], seats: Mapping[str, int], best: Composition, keeping: _Keeping, least: int
) -> Sessions | None:
    """The modules of a plan as good as the best, as many as possible of them where people were told: more than `least`,
    or none. Where every module was looked at, what cannot be is taken off the most that can stay."""
    places = len(task.rooms)
    every = len(names) * places <= SMALL
    if not every:
        names = _closed(task, {*flat(best.sessions), *seats})
    grid = Grid(task, names)
    grid.within_rooms()
    best_names = flat(best.sessions)
    grid.worth(task.gain(best_names) - CLOSE, task.wishes(best_names))
    aim = np.zeros(grid.rows.columns)
    whole = sum(task.modules[name].minutes for name in names) or 1
    for name in names:
        for place in range(places):
            aim[grid.at[name] + place] = _THRIFT * task.modules[name].minutes / whole - (seats.get(name) == place)
    stay = {grid.at[name] + place: 1.0 for name, place in seats.items()}
    grid.rows.add(stay, low=least + 1, high=keeping.most)
    found, bound, none = solve(grid.rows, aim, grid.top, grid.whole, NODES)
    if every and none:
        keeping.most = least
    elif every and np.isfinite(bound):
        keeping.most = min(keeping.most, floor(-bound + _THRIFT + 1e-6))
    sessions = None if found is None else grid.sessions(found)
    return sessions if sessions is not None and holds(task, sessions) else None


def _closed(task: Task, names: set[str]) -> tuple[str, ...]:
    """Modules with those that they wait for, sorted."""
    while more := {before for name in names for before in task.modules[name].requires} - names - task.done:
        names = names | more
    return tuple(sorted(names))


def _tidy(task: Task, sessions: Sessions, seats: Mapping[str, int]) -> Sessions:
    """What stayed where people were told stays there; the others are seated by theme and priority among it. Sessions
    that are now empty are called off: the ones after them keep their numbers."""
    stands = {name: place for place, session in enumerate(sessions) for name in session}
    kept = {name: task.number(place) for name, place in stands.items() if seats.get(name) == place}
    pinned = replace(task, pins={**task.pins, **kept})
    found = planning.without_spare(task, themes.seated(pinned, sessions))
    while found and not found[-1]:
        found = found[:-1]
    return found
