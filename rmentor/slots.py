"""When a session can be: the periods of a rhythm, the days both are free, the first free hour."""

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


def why_not(day: dt.date, credit: TimeCredit, window: Window, frame: Frame, taken: Set[dt.date]) -> Reason | None:
    """Why the two cannot meet on a day, or None. `taken` are the days on which the mentor already has a session."""
    weekday = WEEKDAYS[day.weekday()]
    if day in frame.holidays:
        return Reason("holiday", {"day": day, "name": frame.holidays[day]})
    if weekday not in credit.weekdays:
        return Reason("mentee_weekday", {"day": day})
    if absent_on(day, credit.absent):
        return Reason("mentee_absent", {"day": day})
    if window.weekdays is not None and weekday not in window.weekdays:
        return Reason("mentor_weekday", {"day": day})
    if absent_on(day, window.absent):
        return Reason("mentor_absent", {"day": day})
    if _hours(credit, window) is None:
        return Reason("no_common_hours", {"minutes": credit.minutes})
    if day in taken:
        return Reason("mentor_taken", {"day": day})
    return None


def nominal(period: Period, credit: TimeCredit) -> dt.date | None:
    """The first preferred weekday of a period; None where the period has none."""
    day = period.first
    while day <= period.last:
        if WEEKDAYS[day.weekday()] in credit.weekdays:
            return day
        day += dt.timedelta(days=1)
    return None


def find(period: Period, credit: TimeCredit, window: Window, frame: Frame, taken: Set[dt.date]) -> Slot | None:
    """The slot of one period: where it was moved by agreement; else its nominal day or, where that is blocked, the
    nearest free one, later on a tie. Sessions stay in the order of their numbers around those that were moved."""
    wished = nominal(period, credit)
    if (start := dict(credit.moves).get(period.number)) is not None:
        return _agreed(start, wished, credit, window, frame, taken)
    if wished is None:
        return None
    days = [period.first + dt.timedelta(days=step) for step in range((period.last - period.first).days + 1)]
    for day in sorted(days, key=lambda one: (abs((one - wished).days), one < wished)):
        if _blocked(day, period.number, credit, window, frame, taken) is None:
            why = None if day == wished else _blocked(wished, period.number, credit, window, frame, taken)
            moved = why and Reason("moved", {**why.fields, "kind": why.code, "from_day": wished})
            return _slot(day, credit, window, moved)
    return None


def obstacles(
    period: Period, credit: TimeCredit, window: Window, frame: Frame, taken: Set[dt.date]
) -> tuple[Reason, ...]:
    """Why no day of a period is free, each kind of reason once, those of preferred weekdays first. What was moved by
    agreement is stopped only by another session of the mentor."""
    if (start := dict(credit.moves).get(period.number)) is not None:
        return (Reason("mentor_taken", {"day": start.date()}),)
    days = [period.first + dt.timedelta(days=step) for step in range((period.last - period.first).days + 1)]
    reasons: dict[str, Reason] = {}
    for day in days:
        if (reason := _blocked(day, period.number, credit, window, frame, taken)) is not None:
            reasons.setdefault(reason.code, reason)
    return tuple(sorted(reasons.values(), key=lambda one: one.code == "mentee_weekday"))


def _blocked(
    day: dt.date, number: int, credit: TimeCredit, window: Window, frame: Frame, taken: Set[dt.date]
) -> Reason | None:
    """Why a session cannot be on a day: the day itself, or the order around sessions that were moved."""
    for other, start in credit.moves:
        moved = start.date()
        if moved == day or (moved < day) != (other < number):
            return Reason("session_order", {"day": moved, "number": other})
    return why_not(day, credit, window, frame, taken)


def _agreed(
    start: dt.datetime, wished: dt.date | None, credit: TimeCredit, window: Window, frame: Frame, taken: Set[dt.date]
) -> Slot | None:
    """The slot that both agreed on: they may set aside their own days and hours, and days off, and the plan says so;
    the mentor cannot be in two places."""
    day = start.date()
    if day in taken:
        return None
    end = start + dt.timedelta(minutes=credit.minutes)
    why = why_not(day, credit, window, frame, taken)
    if why is not None and why.code in _TOLD_THOUGH_AGREED:
        return Slot(start, end, Reason("moved", {**why.fields, "kind": f"agreed_{why.code}"}))
    if day != wished:
        return Slot(start, end, Reason("moved", {"kind": "agreed", "from_day": wished or day}))
    hours = _hours(credit, window)
    if hours is None or start.time() != hours[0]:
        return Slot(start, end, Reason("moved", {"kind": "agreed_hour"}))
    return Slot(start, end)


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


def _slot(day: dt.date, credit: TimeCredit, window: Window, moved: Reason | None) -> Slot:
    hours = _hours(credit, window)
    assert hours is not None
    start = dt.datetime.combine(day, hours[0])
    return Slot(start, start + dt.timedelta(minutes=credit.minutes), moved)


def weekly_minutes(credit: TimeCredit, window: Window | None = None) -> int:
    """Minutes a week that an executive has for this, or has in common with a mentor."""
    start, end = credit.hours
    days = set(credit.weekdays)
    if window is not None:
        days &= set(window.weekdays) if window.weekdays is not None else days
        if window.hours is not None:
            start, end = max(start, window.hours[0]), min(end, window.hours[1])
    return len(days) * max(0, _minutes(end) - _minutes(start))
