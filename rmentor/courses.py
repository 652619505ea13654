"""Each executive's course so far: what was held against the credit, and what somebody should look into."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rmentor.errors import Fields
from rmentor.people import Answer, JournalEntry, Need
from rmentor.values import Rhythm

LATE_DAYS = 21
"""Days past the rhythm without a session that raise an alert. Our own proposal."""


@dataclass(frozen=True)
class Course:
    """One executive's course so far: credit and rhythm, what was held, what was answered, what is needed. `end` is the
    programme's last day; `moved` counts the sessions that both agreed to move; `mentor` is blank where nobody is."""

    mentee: str
    sessions: int
    minutes: int
    every: Rhythm
    start: dt.date
    journal: tuple[JournalEntry, ...] = ()
    answers: tuple[Answer, ...] = ()
    needs: Mapping[str, Need] = field(default_factory=dict)
    reached: Mapping[str, float] = field(default_factory=dict)
    """Level by topic with what the held sessions taught."""
    end: dt.date = dt.date.max
    moved: int = 0
    mentor: str = ""
    dates: Mapping[int, dt.date] = field(default_factory=dict)
    """The day of each session, as the plan has it."""
    aimed: Mapping[str, float] = field(default_factory=dict)
    """Level by topic at the end of the plan."""

    @property
    def held(self) -> list[JournalEntry]:
        """The sessions that took place, in the order of their days."""
        return sorted((one for one in self.journal if one.held), key=lambda one: one.held or dt.date.min)

    @property
    def held_minutes(self) -> int:
        """What they took; a session held without minutes counts its full length."""
        return sum(one.minutes or self.minutes for one in self.held)


@dataclass(frozen=True)
class Alert:
    """Something to look into, and with whom."""

    mentee: str
    code: str
    fields: Fields = field(default_factory=dict)


@dataclass(frozen=True)
class Totals:
    """Sessions and hours of a programme, against what was agreed."""

    pairs: int
    credit: int
    held: int
    cancelled: int
    moved: int
    minutes: int
    credit_minutes: int


def totals(courses: Sequence[Course]) -> Totals:
    """Sessions and minutes held, against the credit."""
    return Totals(
        len(courses),
        sum(course.sessions for course in courses),
        sum(len(course.held) for course in courses),
        sum(one.cancelled is not None for course in courses for one in course.journal),
        sum(course.moved for course in courses),
        sum(course.held_minutes for course in courses),
        sum(course.sessions * course.minutes for course in courses),
    )


def alerts(courses: Iterable[Course], today: dt.date) -> tuple[Alert, ...]:
    """What somebody should look into, by executive. Thresholds are our own proposal."""
    return tuple(alert for course in sorted(courses, key=lambda one: one.mentee) for alert in _alerts(course, today))


def _alerts(course: Course, today: dt.date) -> Iterator[Alert]:
    days = sorted((one.held or one.cancelled or today, one.cancelled is not None) for one in course.journal)
    if any(first[1] and second[1] for first, second in pairwise(days)) and days[-1][1]:
        yield Alert(course.mentee, "two_cancelled")
    held = course.held
    last = max((one.held for one in held if one.held), default=course.start)
    due = course.every.after(last, 1)
    # After the programme's last day nobody waits for a session any more.
    if len(held) < course.sessions and due + dt.timedelta(days=LATE_DAYS) < today <= course.end:
        yield Alert(course.mentee, "no_session_since", {"day": last, "days": (today - due).days})
    open_needs = sorted(
        topic for topic, need in course.needs.items()
        if need.priority == 3 and course.reached.get(topic, need.level) < need.target
    )  # fmt: skip
    if held and course.sessions - len(held) <= 1 and open_needs:
        yield Alert(course.mentee, "credit_nearly_used", {"left": course.sessions - len(held), "topics": open_needs})
    if any(fit != "good" for fit in _fits(course).values()):
        yield Alert(course.mentee, "fit_not_good")
    if 2 * len(held) >= course.sessions > len(held) and not any(one.form == "mid-term" for one in course.answers):
        yield Alert(course.mentee, "mid_term_due")


def _fits(course: Course) -> Mapping[str, str]:
    """What each side last said of the pair: a doubt that was settled since raises no alert."""
    return {one.who: one.fit for one in sorted(course.answers, key=lambda one: one.on) if one.fit is not None}
