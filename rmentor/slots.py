"""When a session can be: the periods of a rhythm, what keeps two people from a day, the hours they have in common."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from rmentor.errors import Reason
from rmentor.people import absent_on
from rmentor.profiles import TimeCredit, Window
from rmentor.values import WEEKDAYS

_TOLD_THOUGH_AGREED = frozenset({"holiday", "mentee_absent", "mentor_absent"})
"""What people may overlook when they agree on a day."""


@dataclass(frozen=True)
class Slot:
    """A session's place, in wall-clock times of the programme's time zone; `moved`: why not on its nominal day."""

    start: dt.datetime
    end: dt.datetime
    moved: Reason | None = None


@dataclass(frozen=True)
class Frame:
    """The days within which sessions can be, and the days off everywhere, with their names."""

    first: dt.date
    last: dt.date
    holidays: Mapping[dt.date, str]


@dataclass(frozen=True)
class Period:
    """One turn of a rhythm: from `first` to `last`, both included."""

    number: int
    first: dt.date
    last: dt.date


def periods(credit: TimeCredit, frame: Frame) -> Iterator[Period]:
    """The turns of the rhythm within the frame: [start + (n-1)·every, start + n·every), counted from the start."""
    number = 1
    while True:
        try:
            first = credit.every.after(frame.first, number - 1)
            last = credit.every.after(frame.first, number) - dt.timedelta(days=1)
        except OverflowError:
            return
        if first > frame.last:
            return
        yield Period(number, first, min(last, frame.last))
        number += 1


def hindrances(day: dt.date, credit: TimeCredit, window: Window, frame: Frame, taken: Set[dt.date]) -> Iterator[Reason]:
    """Everything that keeps the two from meeting on a day. `taken` are the days on which the mentor has a session."""
    weekday = WEEKDAYS[day.weekday()]
    if day in frame.holidays:
        yield Reason("holiday", {"day": day, "name": frame.holidays[day]})
    if weekday not in credit.weekdays:
        yield Reason("mentee_weekday", {"day": day})
    if absent_on(day, credit.absent):
        yield Reason("mentee_absent", {"day": day})
    if window.weekdays is not None and weekday not in window.weekdays:
        yield Reason("mentor_weekday", {"day": day})
    if absent_on(day, window.absent):
        yield Reason("mentor_absent", {"day": day})
    if _hours(credit, window) is None:
        yield Reason("no_common_hours", {"minutes": credit.minutes})
    if day in taken:
        yield Reason("mentor_taken", {"day": day})


def why_not(day: dt.date, credit: TimeCredit, window: Window, frame: Frame, taken: Set[dt.date]) -> Reason | None:
    """The first thing that keeps the two from meeting on a day, or None."""
    return next(hindrances(day, credit, window, frame, taken), None)


def nominal(period: Period, credit: TimeCredit) -> dt.date | None:
    """The first preferred weekday of a period; None where the period has none."""
    day = period.first
    while day <= period.last:
        if WEEKDAYS[day.weekday()] in credit.weekdays:
            return day
        day += dt.timedelta(days=1)
    return None


def agreed(start: dt.datetime, wished: dt.date | None, credit: TimeCredit, window: Window, frame: Frame) -> Slot:
    """The slot that both agreed on: they may set aside their own days and hours, and days off, and the plan says so."""
    day = start.date()
    end = start + dt.timedelta(minutes=credit.minutes)
    why = why_not(day, credit, window, frame, frozenset())
    if why is not None and why.code in _TOLD_THOUGH_AGREED:
        return Slot(start, end, Reason("moved", {**why.fields, "kind": f"agreed_{why.code}"}))
    if day != wished:
        return Slot(start, end, Reason("moved", {"kind": "agreed", "from_day": wished or day}))
    hours = _hours(credit, window)
    if hours is None or start.time() != hours[0]:
        return Slot(start, end, Reason("moved", {"kind": "agreed_hour"}))
    return Slot(start, end)


def first_hour(day: dt.date, credit: TimeCredit, window: Window) -> dt.datetime:
    """When a session begins on a day: at the first hour that both have, else at the executive's first."""
    return dt.datetime.combine(day, (_hours(credit, window) or credit.hours)[0])


def fits(time: dt.time, credit: TimeCredit, window: Window) -> bool:
    """Whether a session that begins at that hour ends within the hours of both."""
    hours = _hours(credit, window)
    return hours is not None and hours[0] <= time and _minutes(time) + credit.minutes <= _minutes(hours[1])


def _hours(credit: TimeCredit, window: Window) -> tuple[dt.time, dt.time] | None:
    """The hours both have, if a session fits into them."""
    start, end = credit.hours
    if window.hours is not None:
        start, end = max(start, window.hours[0]), min(end, window.hours[1])
    if _minutes(end) - _minutes(start) < credit.minutes:
        return None
    return start, end


def _minutes(time: dt.time) -> int:
    return time.hour * 60 + time.minute


def weekly_minutes(credit: TimeCredit, window: Window | None = None) -> int:
    """Minutes a week that an executive has for this, or has in common with a mentor."""
    start, end = credit.hours
    days = set(credit.weekdays)
    if window is not None:
        days &= set(window.weekdays) if window.weekdays is not None else days
        if window.hours is not None:
            start, end = max(start, window.hours[0]), min(end, window.hours[1])
    return len(days) * max(0, _minutes(end) - _minutes(start))
