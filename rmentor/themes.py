"""Which session each module stands in, once the modules are chosen: few themes a session, what matters most early."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rmentor.packing import arranged
from rmentor.tasks import Sessions, Task

PASSES = 400
"""Improvements at most: a stop that depends on nothing but the task."""


def changes(task: Task, sessions: Sessions) -> int:
    """How many pairs of a session and a theme there are: few, where a session keeps to one thing."""
    return sum(len({task.theme(name) for name in session}) for session in sessions)


def seated(task: Task, sessions: Sessions) -> Sessions:
    """The same modules with fewer themes a session, then with what matters most earlier: modules move or change
    places, and whole sessions do, as long as it helps."""
    stands = {name: place for place, session in enumerate(sessions) for name in session}
    best = arranged(task, stands) or sessions
    for _ in range(PASSES):
        for tried in _better(task, stands):
            found = arranged(task, tried)
            if found is not None:
                stands, best = tried, found
                break
        else:
            return best
    return best


class _Seats:
    """Counts per session, so that a change is judged without going through all modules."""

    def __init__(self, task: Task, stands: dict[str, int]) -> None:
        self.minutes = {name: task.modules[name].minutes for name in stands}
        self.theme = {name: task.theme(name) for name in stands}
        self.weight = {name: task.weight(name) for name in stands}
        self.left = list(task.rooms)
        self.themes: list[Counter[str]] = [Counter() for _ in task.rooms]
        for name, place in stands.items():
            self.left[place] -= self.minutes[name]
            self.themes[place][self.theme[name]] += 1


def _better(task: Task, stands: dict[str, int]) -> Iterator[dict[str, int]]:
    """Changes that help, fewer themes first; whether they can be held is still to be seen."""
    seats = _Seats(task, stands)
    names = sorted(name for name in stands if name not in task.places)
    found: list[tuple[int, int, int, dict[str, int]]] = []
    for change in (*_moves(seats, stands, names), *_exchanges(seats, stands, names), *_turned(task, seats, stands)):
        themes, late, moved = change
        if (themes, late) < (0, 0):
            found.append((themes, late, len(found), moved))
    for _, _, _, moved in sorted(found, key=lambda one: one[:3]):
        yield {**stands, **moved}


Change = tuple[int, int, dict[str, int]]


def _moves(seats: _Seats, stands: dict[str, int], names: list[str]) -> Iterator[Change]:
    for name in names:
        here, theme = stands[name], seats.theme[name]
        gone = seats.themes[here][theme] == 1
        for place, left in enumerate(seats.left):
            if place != here and left >= seats.minutes[name]:
                new = seats.themes[place][theme] == 0
                yield new - gone, (place - here) * seats.weight[name], {name: place}


def _exchanges(seats: _Seats, stands: dict[str, int], names: list[str]) -> Iterator[Change]:
    for index, one in enumerate(names):
        for other in names[index + 1 :]:
            a, b = stands[one], stands[other]
            more = seats.minutes[other] - seats.minutes[one]
            if a == b or more > seats.left[a] or -more > seats.left[b]:
                continue
            themes = 0
            first, second = seats.theme[one], seats.theme[other]
            if first != second:
                themes -= (seats.themes[a][first] == 1) + (seats.themes[b][second] == 1)
                themes += (seats.themes[b][first] == 0) + (seats.themes[a][second] == 0)
            yield themes, (b - a) * (seats.weight[one] - seats.weight[other]), {one: b, other: a}


def _turned(task: Task, seats: _Seats, stands: dict[str, int]) -> Iterator[Change]:
    """Two sessions in each other's place."""
    fixed = set(task.places.values())
    rooms = task.rooms
    weights = [0] * len(rooms)
    for name, place in stands.items():
        weights[place] += seats.weight[name]
    for a in range(len(rooms)):
        for b in range(a + 1, len(rooms)):
            if {a, b} & fixed or rooms[a] - seats.left[a] > rooms[b] or rooms[b] - seats.left[b] > rooms[a]:
                continue
            moved = {name: b if place == a else a for name, place in stands.items() if place in (a, b)}
            yield 0, (b - a) * (weights[a] - weights[b]), moved
