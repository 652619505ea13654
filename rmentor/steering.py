"""The figures of a programme on a day, as frozen values; and whom they are for.

Nobody is named in what sponsors read. Human resources see mentors by name, to value them, and what the journal says;
never what somebody answered. Mentor and executive each see their own course.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from rmentor.courses import Alert, Course, Totals
from rmentor.evaluation import Agreement, Midway, Progress, Remembered

Audience = Literal["mentor", "mentee", "sponsor", "hr"]
AUDIENCES: tuple[Audience, ...] = ("mentor", "mentee", "sponsor", "hr")

FROM_ANSWERS = frozenset({"fit_not_good"})
"""Alerts that come from what somebody answered in confidence: for whoever leads the programme alone."""


@dataclass(frozen=True)
class Coverage:
    """One topic's needs, in levels over all executives who have them: what is needed, what held sessions taught of it,
    what sessions to come are to teach. `needed` − `taught` − `planned` stays open."""

    topic: str
    people: int
    needed: float
    taught: float
    planned: float

    @property
    def open(self) -> float:
        """Levels that no session teaches."""
        return max(0.0, self.needed - self.taught - self.planned)


@dataclass(frozen=True)
class Mentoring:
    """What one mentor gave: executives, sessions, minutes, topics taught; modules of their sessions, and those of them
    that they are ready for."""

    mentor: str
    executives: tuple[str, ...]
    held: int
    minutes: int
    topics: tuple[str, ...]
    seated: int
    ready: int


@dataclass(frozen=True)
class Cost:
    """Minutes that the programme took so far. `preparation` is estimated: reading, exercises and rehearsals on file."""

    executives: int
    mentors: int
    preparation: int


@dataclass(frozen=True)
class Steering:
    """Everything that is known of a programme on a day."""

    on: dt.date
    totals: Totals
    due: int | None
    """Sessions that the plans had until that day; None where there are no plans."""
    months: tuple[tuple[dt.date, int, int], ...]
    """The first day of each month with a session, how many were held, how many cancelled."""
    topics: tuple[Progress, ...]
    control: Progress | None
    midway: Midway
    remembered: tuple[Remembered, ...]
    agreement: tuple[Agreement, ...]
    recommend: Mapping[str, tuple[tuple[int, int], ...]]
    """By side: how many gave each mark, 0–10."""
    coverage: tuple[Coverage, ...]
    mentorings: tuple[Mentoring, ...]
    cost: Cost
    alerts: tuple[Alert, ...]
    courses: tuple[Course, ...]

    @property
    def ready(self) -> tuple[int, int]:
        """Modules of all mentors' sessions, and those that their mentors are ready for."""
        return sum(one.seated for one in self.mentorings), sum(one.ready for one in self.mentorings)

    @property
    def fits_told(self) -> int:
        """How many pairs said how they fit."""
        return sum(any(one.fit is not None for one in course.answers) for course in self.courses)

    def counted(self, *, answers: bool = True) -> Mapping[str, int]:
        """How many alerts of each kind, sorted; without those that come from answers if need be."""
        told = Counter(one.code for one in self.alerts if answers or one.code not in FROM_ANSWERS)
        return dict(sorted(told.items()))


def coverage(courses: Iterable[Course]) -> tuple[Coverage, ...]:
    """Each topic that somebody needs, sorted."""
    found: dict[str, list[tuple[float, float, float]]] = {}
    for course in courses:
        for topic, need in course.needs.items():
            needed = max(0.0, need.target - need.level)
            if not needed:
                continue
            taught = min(needed, max(0.0, course.reached.get(topic, need.level) - need.level))
            planned = min(needed - taught, max(0.0, course.aimed.get(topic, need.level) - need.level - taught))
            found.setdefault(topic, []).append((needed, taught, planned))
    return tuple(
        Coverage(topic, len(rows), *(sum(row[part] for row in rows) for part in range(3)))
        for topic, rows in sorted(found.items())
    )


@dataclass(frozen=True)
class KitRemark:
    """One remark on the modules of a session, without whose session it was."""

    modules: tuple[str, ...]
    text: str


def kit_remarks(courses: Iterable[Course]) -> tuple[KitRemark, ...]:
    """What the journals remark on the kits, by module; the same said twice of the same modules stands once."""
    found = {KitRemark(entry.modules, text) for course in courses for entry in course.held for text in entry.kit}
    return tuple(sorted(found, key=lambda one: (one.modules, one.text)))


def due(courses: Sequence[Course], today: dt.date) -> int | None:
    """Sessions that the plans have until a day, it included; None where there are no plans."""
    if not any(course.dates for course in courses):
        return None
    return sum(day <= today for course in courses for day in course.dates.values())


def months(courses: Iterable[Course]) -> tuple[tuple[dt.date, int, int], ...]:
    """Held and cancelled sessions by month, from the first month to the last."""
    days = [(one.held or one.cancelled, one.held is not None) for course in courses for one in course.journal]
    held, cancelled = Counter[dt.date](), Counter[dt.date]()
    for day, took_place in days:
        if day is not None:
            (held if took_place else cancelled)[day.replace(day=1)] += 1
    if not (there := sorted({*held, *cancelled})):
        return ()
    found, month = [], there[0]
    while month <= there[-1]:
        found.append((month, held[month], cancelled[month]))
        month = (month + dt.timedelta(days=31)).replace(day=1)
    return tuple(found)
