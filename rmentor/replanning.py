"""A plan anew after people were told of one: the same gain and wishes, with the fewest changes to what was announced.

What was announced stands as it is where nothing is better. Else an integer programme seats modules so that as many as
possible stay in the session that people were told of, among all plans with the best gain and wishes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from rmentor import packing, planning, relaxation, themes
from rmentor.planning import Composition
from rmentor.relaxation import Rows, solve
from rmentor.tasks import CLOSE, Sessions, Task, flat, holds

NODES = 30
"""Where the search stops: by nodes, never by the clock, so that plans are the same on every machine."""
SMALL = 150
"""Modules times sessions up to which every module is looked at; beyond, those of the best plan and those announced."""


def compose(task: Task, told: Mapping[str, int]) -> Composition:
    """The best plan, near to what was announced: `told` has the number of each module's session."""
    found = planning.compose(task)
    known = {task.number(place): place for place in range(len(task.rooms))}
    seats = {name: known[number] for name, number in sorted(told.items()) if number in known and _free(task, name)}
    if found.clash or not seats:
        return found
    good = [one for one in (found.sessions, *_filled_up(task, seats)) if _as_good(task, one, found)]
    if max(_staying(one, seats) for one in good) < len(seats):
        kept = _kept(task, seats, found)
        good += [kept] if kept is not None and _as_good(task, kept, found) else []
    best = max(good, key=lambda one: (_staying(one, seats), -_minutes(task, one)))
    near = _tidy(task, best, seats)
    few = found.fewest_themes and themes.changes(task, near) <= themes.changes(task, found.sessions)
    return replace(found, sessions=near, fewest_themes=few)


def _free(task: Task, name: str) -> bool:
    return name in task.modules and name not in task.done and name not in task.barred


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


def _kept(task: Task, seats: Mapping[str, int], best: Composition) -> Sessions | None:
    """The modules of a plan as good as the best, as many as possible of them where people were told."""
    names, places = tuple(sorted({*relaxation.candidates(task), *seats})), len(task.rooms)
    if len(names) * places > SMALL:
        names = _closed(task, {*flat(best.sessions), *seats})
    at = {name: number * places for number, name in enumerate(names)}
    topics = [topic for topic in sorted(task.needs) if task.gap(topic) > CLOSE]
    first = len(names) * places
    rows = Rows(first + len(topics))
    for name in names:
        rows.add({at[name] + place: 1.0 for place in range(places)}, high=1.0)
        if name in task.places:
            rows.add({at[name] + task.places[name]: 1.0}, low=1.0)
        for place in range(places):
            _order(task, rows, at, name, place)
    for place, room in enumerate(task.rooms):
        rows.add({at[name] + place: float(task.modules[name].minutes) for name in names}, high=room)
    _worth(task, rows, at, topics, best)
    aim = np.zeros(rows.columns)
    whole = sum(task.modules[name].minutes for name in names) or 1
    for name in names:
        for place in range(places):
            aim[at[name] + place] = 0.4 * task.modules[name].minutes / whole - (seats.get(name) == place)
    kinds, top = np.ones(rows.columns), np.ones(rows.columns)
    kinds[first:] = 0
    top[first:] = [task.gap(topic) for topic in topics]
    found, _, _ = solve(rows, aim, top, kinds, NODES)
    if found is None:
        return None
    cells = found[:first].reshape(len(names), places)
    stands = {name: int(np.argmax(cells[number])) for number, name in enumerate(names) if cells[number].max() > 0.5}
    sessions = packing.arranged(task, stands)
    return sessions if sessions is not None and holds(task, sessions) else None


def _closed(task: Task, names: set[str]) -> tuple[str, ...]:
    """Modules with those that they wait for, sorted."""
    while more := {before for name in names for before in task.modules[name].requires} - names - task.done:
        names = names | more
    return tuple(sorted(names))


def _order(task: Task, rows: Rows, at: Mapping[str, int], name: str, place: int) -> None:
    """By the end of each session a module comes with its prerequisites, and with others that teach what it asks for."""
    module = task.modules[name]
    by_then = {at[name] + one: 1.0 for one in range(place + 1)}
    for before in module.requires:
        if before not in task.done:
            earlier = {at[before] + one: -1.0 for one in range(place + 1)} if before in at else {}
            rows.add({**by_then, **earlier}, high=0.0)
    for topic, level in module.entry.items():
        if (missing := level - task.level(topic)) > CLOSE:
            row = dict.fromkeys(by_then, missing)
            for other in at:
                if other != name and (taught := task.modules[other].teaches.get(topic, 0.0)) > 0:
                    row |= {at[other] + one: -taught for one in range(place + 1)}
            rows.add(row, high=CLOSE)


def _worth(task: Task, rows: Rows, at: Mapping[str, int], topics: list[str], best: Composition) -> None:
    """Gain and wishes are those of the best plan."""
    places, first = len(task.rooms), len(at) * len(task.rooms)
    gain: dict[int, float] = {}
    for number, topic in enumerate(topics):
        row = {first + number: 1.0}
        for name, column in at.items():
            if (taught := task.modules[name].teaches.get(topic, 0.0)) > 0:
                row |= {column + place: -taught for place in range(places)}
        rows.add(row, high=0.0)
        gain[first + number] = float(task.needs[topic].priority)
    names = flat(best.sessions)
    rows.add(gain, low=task.gain(names) - CLOSE)
    wished = {at[name] + place: 1.0 for name in sorted(task.wanted) if name in at for place in range(places)}
    rows.add(wished, low=task.wishes(names))


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
