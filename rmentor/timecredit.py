"""What more or less time would buy: gain and targets reached against the number of sessions and their length."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import ceil

from rmentor import planning, relaxation
from rmentor.outcomes import Levels
from rmentor.tasks import CLOSE, Sessions, Task, flat, levels

FEWEST, MOST = 3, 12
"""Numbers of sessions that are always looked at, as long as more of them bring more."""
SPREAD = 3
"""How many sessions fewer, and more, than agreed are looked at whatever that number is."""
LENGTHS = (-30, -15, 0, 15, 30)
"""Minutes by which a session is made shorter or longer."""


@dataclass(frozen=True)
class Credit:
    """One time credit and the best plan within it.

    `sessions` are all of them, those held included; `minutes` are those of a whole session, its ritual included;
    `closed` are the topics that get to their target, sorted; `used` the minutes that modules take; `numbers` are those
    of the planned sessions.
    """

    sessions: int
    minutes: int
    gain: float
    wishes: int
    closed: tuple[str, ...]
    levels: Mapping[str, Levels]
    used: int
    planned: Sessions
    numbers: tuple[int, ...]
    optimal: bool

    @property
    def reached(self) -> int:
        """How many topics get to their target."""
        return len(self.closed)

    @property
    def worth(self) -> tuple[float, int]:
        """What counts when credits are compared: gain, then wishes."""
        return round(self.gain, 6), self.wishes


@dataclass(frozen=True)
class Options:
    """The agreed credit, what other numbers of sessions and other lengths would buy, and two to set beside it.

    `short`: the shortest that brings half of the agreed gain, None where nothing shorter does; `deep`: the first that
    brings all that more sessions can, None where they add nothing. `most` is the gain if every target were reached.
    """

    agreed: Credit
    by_sessions: tuple[Credit, ...]
    by_minutes: tuple[Credit, ...]
    short: Credit | None
    deep: Credit | None
    topics: int
    most: float

    def beside(self, sessions: int) -> Credit | None:
        """The credit with so many sessions more (or fewer, below 0) than agreed, if it was looked at."""
        return next((one for one in self.by_sessions if one.sessions == self.agreed.sessions + sessions), None)

    @property
    def spare(self) -> int:
        """Sessions of the agreed credit that nothing is needed in."""
        fewer = [one.sessions for one in self.by_sessions if one.worth >= self.agreed.worth]
        return self.agreed.sessions - min(fewer, default=self.agreed.sessions)


def options(task: Task, minutes: int, held: int = 0) -> Options:
    """The curve of one executive. `minutes` are those of a whole session; what modules do not use of them is ritual.
    `held` sessions were before those of the task."""
    agreed = _credit(task, len(task.rooms), minutes, minutes, held, tidy=True)
    by_sessions = _by_sessions(task, minutes, held, agreed)
    room = task.rooms[0] if task.rooms else 0
    lengths = [minutes + more for more in LENGTHS if room + more > 0]
    by_minutes = tuple(
        agreed if one == minutes else _credit(task, len(task.rooms), one, minutes, held) for one in lengths
    )
    half = ceil(agreed.gain * 500) / 1000
    shorter = [one for one in by_sessions if one.sessions < agreed.sessions and one.gain >= half - CLOSE]
    longer = [one for one in by_sessions if one.sessions > agreed.sessions and one.worth > agreed.worth]
    best = max((one.worth for one in longer), default=agreed.worth)
    deep = next((one for one in longer if one.worth == best), None)
    shown = {}
    for one in (*shorter[:1], *([deep] if deep is not None else [])):
        tidy = _credit(task, one.sessions - held, minutes, minutes, held, tidy=True)
        shown[one.sessions] = tidy if tidy.worth >= one.worth else one
    return Options(
        agreed=agreed,
        by_sessions=tuple(shown.get(one.sessions, one) for one in by_sessions),
        by_minutes=by_minutes,
        short=shown[shorter[0].sessions] if shorter else None,
        deep=None if deep is None else shown[deep.sessions],
        topics=len(task.needs),
        most=sum(need.priority * task.gap(topic) for topic, need in task.needs.items()),
    )


def counts(task: Task) -> range:
    """The numbers of sessions still to come that are looked at."""
    now = len(task.rooms)
    return range(max(1, min(now - SPREAD, FEWEST)), max(now + SPREAD, MOST) + 1)


def sketch(task: Task) -> tuple[tuple[int, float], ...]:
    """A first picture, at once: for each number of sessions the gain that no plan can exceed."""
    found = []
    for number in counts(task):
        asked = _asked(task, number, task.rooms[0] if task.rooms else 0)
        found.append((number, relaxation.choose(asked, relaxation.candidates(asked)).gain))
    return tuple(found)


def _by_sessions(task: Task, minutes: int, held: int, agreed: Credit) -> tuple[Credit, ...]:
    """Up to the first credit, beyond what was agreed, that comes after everything there is to gain was gained."""
    found: list[Credit] = []
    all_there_is = round(task.gain(task.startable), 6), task.wishes(task.startable)
    for number in counts(task):
        credit = agreed if number == len(task.rooms) else _credit(task, number, minutes, minutes, held)
        if found and found[-1].worth > credit.worth:  # a limit struck: what fits into less time fits into more
            credit = replace(found[-1], sessions=credit.sessions, optimal=False)
        done = bool(found) and found[-1].worth >= all_there_is
        found.append(credit)
        if done and number > len(task.rooms):
            break
    return tuple(found)


def _asked(task: Task, sessions: int, room: int) -> Task:
    """The task with so many sessions with that room; pins on sessions that are gone are left away."""
    last = task.numbers[-1] if task.numbers else 0
    numbers = (*task.numbers, *range(last + 1, last + 1 + sessions))[:sessions] if task.numbers else ()
    within = set(numbers or range(1, sessions + 1))
    kept = {name: at for name, at in task.pins.items() if at in within and task.modules[name].minutes <= room}
    return replace(task, rooms=(room,) * sessions, numbers=numbers, pins=kept)


def _credit(task: Task, sessions: int, minutes: int, usual: int, held: int, *, tidy: bool = False) -> Credit:
    """The best plan with so many sessions of such a length, `tidy` where it is shown and not counted only."""
    asked = _asked(task, sessions, (task.rooms[0] if task.rooms else 0) + minutes - usual)
    found = planning.compose(asked, tidy=tidy)
    modules = flat(found.sessions)
    brought = asked.brought(modules)
    return Credit(
        sessions=sessions + held,
        minutes=minutes,
        gain=asked.gain(modules),
        wishes=asked.wishes(modules),
        closed=tuple(topic for topic in sorted(asked.needs) if asked.gap(topic) <= brought.get(topic, 0.0) + CLOSE),
        levels=levels(asked, found.sessions),
        used=sum(asked.modules[name].minutes for name in modules),
        planned=found.sessions,
        numbers=tuple(asked.number(place) for place in range(len(found.sessions))),
        optimal=found.proof == "optimal",
    )


def first_closed(credits: Iterable[Credit]) -> tuple[tuple[str, ...], ...]:
    """The topics whose target each credit is the first to reach, in a curve of growing credits."""
    seen: set[str] = set()
    found = []
    for one in credits:
        found.append(tuple(topic for topic in one.closed if topic not in seen))
        seen |= set(one.closed)
    return tuple(found)
