"""Putting chosen modules into sessions: quickly by list scheduling, else exactly by an integer programme."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import ceil
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from rmentor.relaxation import Cut, Rows, solve
from rmentor.tasks import CLOSE, Sessions, Task

TRIES = 40
NODES = 400
FEW_NODES = 1
"""Seating with few themes is found at once or not at all."""


@dataclass(frozen=True)
class Packed:
    """The sessions, if the modules fit; else the cut that forbids what surely does not, or nothing where undecided."""

    sessions: Sessions | None
    cut: Cut | None = None


def pack(task: Task, chosen: frozenset[str], *, exact: bool = True) -> Packed:
    """Every chosen module in a session in which it can be begun and that has room for it."""
    waiting = followers(task, chosen)
    due = _due(task, chosen)
    for turn in range(TRIES):
        found = _listed(task, chosen, _key(task, waiting, due, turn), fill=turn % 2 == 1)
        if found is not None:
            return Packed(found)
    return _exactly(task, chosen) if exact else Packed(None)


def followers(task: Task, chosen: frozenset[str]) -> dict[str, int]:
    """Minutes of the modules that wait for each one, and its own."""
    waiting: dict[str, set[str]] = {name: {name} for name in chosen}
    for _ in chosen:
        for name in chosen:
            for before in task.modules[name].requires:
                if before in waiting:
                    waiting[before] |= waiting[name]
    return {name: sum(task.modules[one].minutes for one in after) for name, after in waiting.items()}


def _due(task: Task, chosen: frozenset[str]) -> dict[str, int]:
    """The last place at which each module may stand, so that a pinned one can keep its own."""
    due = {name: task.places.get(name, len(task.rooms)) for name in chosen}
    for _ in chosen:
        for name in chosen:
            for before in task.modules[name].requires:
                if before in due:
                    due[before] = min(due[before], due[name])
    return due


Key = Callable[[str], tuple[float, ...]]


def _key(task: Task, waiting: dict[str, int], due: dict[str, int], turn: int) -> Key:
    """What is placed first: in four plain orders, then in orders that the ids alone decide."""

    def by_hash(name: str) -> float:
        return float(crc32(f"{turn}/{name}".encode()))

    def key(name: str) -> tuple[float, ...]:
        minutes = float(task.modules[name].minutes)
        if turn < 4:
            own = (-minutes, -float(waiting[name])) if turn < 2 else (-float(waiting[name]), -minutes)
            return (due[name], *own, by_hash(name))
        return (due[name], by_hash(name) / 2**32 - minutes / 40 * (turn % 3))

    return key


def _listed(task: Task, chosen: frozenset[str], key: Key, *, fill: bool) -> Sessions | None:
    waiting = set(chosen)
    order = sorted(chosen, key=lambda name: (key(name), name))
    done: list[str] = []
    sessions: list[tuple[str, ...]] = []
    for place, room in enumerate(task.rooms):
        here: list[str] = []
        left = room
        pinned = {name for name in waiting if task.places.get(name) == place}
        kept = sum(task.modules[name].minutes for name in pinned)
        while True:
            known = task.done | set(done)
            able = [
                name for name in order
                if name in waiting
                and task.places.get(name, place) == place
                and task.modules[name].minutes <= left - (0 if name in pinned else kept)
                and known.issuperset(task.modules[name].requires)
                and task.reached(task.modules[name], done)
            ]  # fmt: skip
            if not able:
                break
            for name in _fullest(task, able, left) if fill and not pinned else able[:1]:
                here.append(name)
                done.append(name)
                waiting.discard(name)
                left -= task.modules[name].minutes
                if name in pinned:
                    pinned.discard(name)
                    kept -= task.modules[name].minutes
        if pinned:
            return None
        sessions.append(tuple(here))
    return None if waiting else tuple(sessions)


def _fullest(task: Task, able: list[str], left: int) -> list[str]:
    """Those of the modules that fill the minutes best, the first ones where several do."""
    ways: dict[int, list[str]] = {0: []}
    for name in able:
        for used, way in list(ways.items()):
            total = used + task.modules[name].minutes
            if total <= left and total not in ways:
                ways[total] = [*way, name]
    return ways[max(ways)]


def pack_few(task: Task, chosen: frozenset[str], most: int) -> Packed:
    """Every chosen module in a session, with so many pairs of a session and a theme at most. The cut, if any, holds for
    plans with no more pairs than that."""
    return _exactly(task, chosen, most, FEW_NODES)


def _exactly(task: Task, chosen: frozenset[str], most: int | None = None, nodes: int = NODES) -> Packed:
    places = len(task.rooms)
    at = {name: number * places for number, name in enumerate(sorted(chosen))}
    themes = sorted({task.theme(name) for name in at}) if most is not None else []
    rows = Rows((len(at) + len(themes)) * places)
    entries = _in_order(task, rows, at)
    for place, room in enumerate(task.rooms):
        rows.add({at[name] + place: float(task.modules[name].minutes) for name in at}, high=room)
    if most is not None:
        touched = {theme: (len(at) + number) * places for number, theme in enumerate(themes)}
        _touching(task, rows, at, touched, most)
    nothing = np.zeros(rows.columns)
    found, _, sure = solve(rows, nothing, nothing + 1, nothing + 1, nodes)
    if found is not None:
        return Packed(_found_at(task, at, found))
    if not sure:
        return Packed(None)
    return Packed(None, _cut(task, chosen, entries))


def _cut(task: Task, chosen: frozenset[str], entries: bool) -> Cut:
    """Not all of these together, unless something else brings a level that one of them waits for."""
    asked = {topic for name in chosen for topic in task.modules[name].entry} if entries else set()
    others = {
        name: -1.0
        for name, module in sorted(task.modules.items())
        if name not in chosen and any(module.teaches.get(topic, 0.0) > 0 for topic in asked)
    }
    return {**dict.fromkeys(sorted(chosen), 1.0), **others}, len(chosen) - 1.0


def core(task: Task, chosen: frozenset[str], cut: Cut) -> Cut:
    """The cut of a smallest part of the chosen that cannot be packed either: it forbids more. Modules are left away as
    long as the rest is sure not to fit, the shortest first."""
    kept = chosen
    for name in sorted(chosen, key=lambda one: (one in task.places, task.modules[one].minutes, one)):
        if (less := pack(task, kept - {name})).cut is not None:
            kept, cut = kept - {name}, less.cut
    return cut


def _found_at(task: Task, at: dict[str, int], found: NDArray[np.float64]) -> Sessions | None:
    places = len(task.rooms)
    return arranged(task, {name: int(np.argmax(found[first : first + places])) for name, first in at.items()})


def _in_order(task: Task, rows: Rows, at: dict[str, int]) -> bool:
    """Each module in one session, after what it waits for; whether any waits for a level."""
    names, places, entries = sorted(at), len(task.rooms), False
    for name in names:
        module = task.modules[name]
        rows.add({at[name] + place: 1.0 for place in range(places)}, low=1.0, high=1.0)
        for place in range(places):
            by_then = {at[name] + one: 1.0 for one in range(place + 1)}
            for before in sorted(module.requires):
                if before in at:
                    rows.add({**by_then, **{at[before] + one: -1.0 for one in range(place + 1)}}, high=0.0)
            for topic, level in sorted(module.entry.items()):
                missing = level - task.level(topic)
                if missing > CLOSE:
                    entries = True
                    row = dict.fromkeys(by_then, missing)
                    for other in names:
                        if other != name and (taught := task.modules[other].teaches.get(topic, 0.0)) > 0:
                            row |= {at[other] + one: -taught for one in range(place + 1)}
                    rows.add(row, high=CLOSE)
        if name in task.places:
            rows.add({at[name] + task.places[name]: 1.0}, low=1.0)
    return entries


def _touching(task: Task, rows: Rows, at: dict[str, int], touched: dict[str, int], most: int) -> None:
    """Sessions touch so many themes at most, all together."""
    places, longest = len(task.rooms), max(task.rooms)
    for theme, first in touched.items():
        minutes = {name: task.modules[name].minutes for name in at if task.theme(name) == theme}
        for place, room in enumerate(task.rooms):
            for name in minutes:
                rows.add({at[name] + place: 1.0, first + place: -1.0}, high=0.0)
            filled = {at[name] + place: float(long) for name, long in minutes.items()}
            rows.add({**filled, first + place: -float(room)}, high=0.0)
        rows.add({first + place: 1.0 for place in range(places)}, low=ceil(sum(minutes.values()) / longest))
    rows.add({first + place: 1.0 for first in touched.values() for place in range(places)}, high=most)


def arranged(task: Task, stands: dict[str, int]) -> Sessions | None:
    """The modules of each session in an order in which they can be begun, one theme after the other where possible;
    None if there is no such order."""
    done: list[str] = []
    known = set(task.done)
    sessions = []
    level = {topic: task.level(topic) for module in stands for topic in task.modules[module].entry}
    for place in range(len(task.rooms)):
        waiting = sorted(name for name in stands if stands[name] == place)
        here: list[str] = []
        theme: str | None = None
        while waiting:
            able = [
                name for name in waiting
                if known.issuperset(task.modules[name].requires)
                and all(level[topic] >= least - CLOSE for topic, least in task.modules[name].entry.items())
            ]  # fmt: skip
            if not able:
                return None
            name = next((one for one in able if task.modules[one].theme == theme), able[0])
            theme = task.modules[name].theme
            here.append(name)
            done.append(name)
            known.add(name)
            waiting.remove(name)
            for topic, taught in task.modules[name].teaches.items():
                if topic in level:
                    level[topic] += taught
        sessions.append(tuple(here))
    return tuple(sessions)


def repaired(task: Task, chosen: Iterable[str]) -> Sessions | None:
    """The chosen modules without those, one at a time, that cost the least gain, until the rest can be packed."""
    kept = frozenset(chosen)
    while True:
        found = pack(task, kept, exact=False).sessions
        if found is not None:
            return found
        spare = []
        for name in sorted(kept - task.places.keys()):
            rest = kept - {name}
            if any(name in task.modules[one].requires for one in rest):
                continue
            loss = task.gain(kept) - task.gain(rest)
            spare.append((loss, name in task.wanted, -task.modules[name].minutes, name))
        if not spare:
            return None
        kept -= {min(spare)[-1]}
