"""What more or less time would buy: gain and targets reached against the number of sessions and their length."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import ceil

from rmentor import planning
from rmentor.tasks import CLOSE, Sessions, Task, flat

SPREAD = 3
"""How many sessions fewer, and more, than agreed are looked at."""
LENGTHS = (-30, -15, 0, 15, 30)
"""Minutes by which a session is made shorter or longer."""


@dataclass(frozen=True)
class Credit:
    """One time credit and the best plan within it. `minutes` are those of a whole session, its ritual included;
    `reached` counts the topics that get to their target, `used` the minutes that modules take."""

    sessions: int
    minutes: int
    gain: float
    reached: int
    used: int
    planned: Sessions
    optimal: bool


@dataclass(frozen=True)
class Options:
    """The agreed credit, what other numbers of sessions and other lengths would buy, and three to choose from: the
    shortest that brings half of the agreed gain, the agreed one, and the first that brings all there is to gain."""

    agreed: Credit
    by_sessions: tuple[Credit, ...]
    by_minutes: tuple[Credit, ...]
    short: Credit
    deep: Credit
    topics: int


def options(task: Task, minutes: int) -> Options:
    """The curve of one executive. `minutes` are those of a whole session; what modules do not use of them is ritual."""
    agreed = _credit(task, len(task.rooms), minutes, minutes)
    counts = range(max(1, len(task.rooms) - SPREAD), len(task.rooms) + SPREAD + 1)
    by_sessions = tuple(agreed if n == agreed.sessions else _credit(task, n, minutes, minutes) for n in counts)
    room = task.rooms[0] if task.rooms else 0
    lengths = [minutes + more for more in LENGTHS if room + more > 0]
    by_minutes = tuple(agreed if n == minutes else _credit(task, agreed.sessions, n, minutes) for n in lengths)
    return Options(
        agreed=agreed,
        by_sessions=by_sessions,
        by_minutes=by_minutes,
        short=_first(by_sessions, ceil(agreed.gain * 500) / 1000, agreed),
        deep=_first(by_sessions, max((one.gain for one in by_sessions), default=0.0), agreed),
        topics=len(task.needs),
    )


def _first(credits: Iterable[Credit], gain: float, otherwise: Credit) -> Credit:
    return next((one for one in credits if one.gain >= gain - CLOSE), otherwise)


def _credit(task: Task, sessions: int, minutes: int, usual: int) -> Credit:
    """The best plan with so many sessions of such a length; pins on sessions that are gone are left away."""
    room = (task.rooms[0] if task.rooms else 0) + minutes - usual
    last = task.numbers[-1] if task.numbers else 0
    numbers = (*task.numbers, *range(last + 1, last + 1 + sessions))[:sessions] if task.numbers else ()
    within = set(numbers or range(1, sessions + 1))
    asked = replace(
        task,
        rooms=(room,) * sessions,
        numbers=numbers,
        pins={name: at for name, at in task.pins.items() if at in within and task.modules[name].minutes <= room},
    )
    found = planning.compose(asked)
    modules = flat(found.sessions)
    brought = asked.brought(modules)
    reached = [topic for topic in asked.needs if asked.gap(topic) <= brought.get(topic, 0.0) + CLOSE]
    used = sum(asked.modules[name].minutes for name in modules)
    return Credit(sessions, minutes, asked.gain(modules), len(reached), used, found.sessions, found.proof == "optimal")
