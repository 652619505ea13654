"""On which day each session to come is held: in its own period, on its nominal day or the nearest free one.

What people were told is kept where it can be. A session that was called off, or is late, may leave a period that is
over; those after it then move on as little as they must. Found exactly, session after session, over all free days
(dynamic programming): fewest sessions outside their periods, fewest changes to what was announced, late sessions not
crowded together, days near to the nominal ones.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

from rmentor import slots
from rmentor.errors import Reason
from rmentor.profiles import TimeCredit, Window
from rmentor.slots import Frame, Period, Slot

_CROWDED = 3
"""Sessions closer than a third of the rhythm are crowded. Our own proposal."""

Cost = tuple[int, int, int, int, int]
_Ways = dict[dt.date, tuple[Cost, tuple[dt.date, ...]]]
"""The cheapest way to each day on which the last session dated can be, with the days of those before it."""


def _sum(cost: Cost, own: Cost, *, crowded: bool) -> Cost:
    return (cost[0] + own[0], cost[1] + own[1], cost[2] + crowded, cost[3] + own[3], cost[4] + own[4])


@dataclass(frozen=True)
class Diary:
    """What stands in the way of days. `since`: the last day that is over, by session; `told`: announced days and hours;
    `taken`: days on which the mentor meets somebody else, `agreed`: on which they agreed to meet somebody else later,
    `promised`: on which somebody else was told that they will."""

    since: Mapping[int, dt.date] = field(default_factory=dict)
    told: Mapping[int, dt.datetime] = field(default_factory=dict)
    taken: Set[dt.date] = frozenset()
    agreed: Set[dt.date] = frozenset()
    promised: Set[dt.date] = frozenset()


@dataclass(frozen=True)
class Blocked:
    """A session that finds no day: its period, why, and the single changes that would free the nearest day."""

    number: int
    period: Period
    why: tuple[Reason, ...]
    freeing: tuple[Reason, ...]


@dataclass(frozen=True)
class _Seat:
    """One session to be dated. `late`: whether it may be held after its period; `target`: the day that is best."""

    period: Period
    nominal: dt.date | None
    target: dt.date
    late: bool


@dataclass(frozen=True)
class Dating:
    """The dates of one executive's sessions, with one mentor."""

    credit: TimeCredit
    window: Window
    frame: Frame
    diary: Diary

    def dates(self, numbers: Sequence[int], periods: Mapping[int, Period]) -> dict[int, Slot] | Blocked:
        """The slot of each session, by number; every number has a period. Or the first session that finds none."""
        seats = self._seats(numbers, periods)
        ways: _Ways = {dt.date.min: ((0, 0, 0, 0, 0), ())}
        for number in numbers:
            ways = self._further(ways, number, seats[number])
            if not ways:
                return self._blocked(number, seats[number])
        _, days = min(ways.values())
        chosen = dict(zip(numbers, days, strict=True))
        return {number: self._slot(number, seats[number], chosen) for number in numbers}

    def _seats(self, numbers: Sequence[int], periods: Mapping[int, Period]) -> dict[int, _Seat]:
        seats: dict[int, _Seat] = {}
        late, lapsed = False, 0
        for number in numbers:
            period, over = periods[number], self.diary.since.get(number, dt.date.min)
            late = late or over >= period.first
            wished = slots.nominal(period, self.credit)
            target = wished or period.first
            if over >= period.last:
                # As many periods on as there are sessions before it that have lost theirs.
                open_ones = [one for one in periods.values() if one.last > over]
                following = open_ones[min(lapsed, len(open_ones) - 1)] if open_ones else period
                target = slots.nominal(following, self.credit) or following.first
                lapsed += 1
            seats[number] = _Seat(period, wished, target, late)
        return seats

    def _further(self, ways: _Ways, number: int, seat: _Seat) -> _Ways:
        """The cheapest way to each free day of one session, over the days of the session before."""
        found: _Ways = {}
        apart = self._apart if seat.late else 0
        for day in self._free(number, seat):
            own = self._cost(day, number, seat)
            reached = [
                (_sum(cost, own, crowded=before != dt.date.min and (day - before).days < apart), (*days, day))
                for before, (cost, days) in ways.items()
                if before < day
            ]
            if reached:
                found[day] = min(reached)
        return found

    def _cost(self, day: dt.date, number: int, seat: _Seat) -> Cost:
        told = self.diary.told.get(number)
        changes = (told is not None and told.date() != day) + (day in self.diary.promised)
        outside = not seat.period.first <= day <= seat.period.last and number not in dict(self.credit.moves)
        return (int(outside), changes, 0, abs((day - seat.target).days), int(day < seat.target))

    @property
    def _apart(self) -> int:
        every = self.credit.every
        return every.count * {"day": 1, "week": 7, "month": 30}[every.unit] // _CROWDED

    def _free(self, number: int, seat: _Seat) -> Iterator[dt.date]:
        if (start := dict(self.credit.moves).get(number)) is not None:
            if start.date() not in self.diary.taken:
                yield start.date()
            return
        for day in self._days(seat):
            if next(self._hindrances(day, number), None) is None:
                yield day

    def _days(self, seat: _Seat) -> Iterator[dt.date]:
        last = self.frame.last if seat.late else seat.period.last
        for step in range((last - seat.period.first).days + 1):
            yield seat.period.first + dt.timedelta(days=step)

    def _hindrances(self, day: dt.date, number: int) -> Iterator[Reason]:
        """Everything that keeps a session from a day: what is over, the order around agreed days, the day itself."""
        over = self.diary.since.get(number)
        if over is not None and day <= over:
            yield Reason("over", {"day": over})
        for other, start in self.credit.moves:
            moved = start.date()
            if moved == day or (moved < day) != (other < number):
                yield Reason("session_order", {"day": moved, "number": other})
        yield from slots.hindrances(day, self.credit, self.window, self.frame, self.diary.taken | self.diary.agreed)

    def _slot(self, number: int, seat: _Seat, chosen: Mapping[int, dt.date]) -> Slot:
        if (start := dict(self.credit.moves).get(number)) is not None:
            return slots.agreed(start, seat.nominal, self.credit, self.window, self.frame)
        day = chosen[number]
        start = slots.first_hour(day, self.credit, self.window)
        told = self.diary.told.get(number)
        if told is not None and told.date() == day and slots.fits(told.time(), self.credit, self.window):
            start = told
        moved, nominal = None, seat.nominal or seat.period.first
        if day != nominal:
            fields, kind = self._why_not_nominal(number, nominal, chosen)
            moved = Reason("moved", {**fields, "kind": kind, "from_day": nominal})
        return Slot(start, start + dt.timedelta(minutes=self.credit.minutes), moved)

    def _why_not_nominal(
        self, number: int, nominal: dt.date, chosen: Mapping[int, dt.date]
    ) -> tuple[Mapping[str, object], str]:
        if (why := next(self._hindrances(nominal, number), None)) is not None:
            return why.fields, why.code
        for other, day in chosen.items():
            if other != number and (day == nominal or (day < nominal) != (other < number)):
                return {"day": day, "number": other}, "session_order"
        told = self.diary.told.get(number)
        if told is not None and told.date() == chosen[number]:
            return {"day": told.date()}, "announced"
        return {"day": nominal}, "mentor_taken" if nominal in self.diary.promised else "spaced"

    def _blocked(self, number: int, seat: _Seat) -> Blocked:
        """Each kind of hindrance once, days that are not the executive's last; and, of each kind, the day nearest to
        the nominal one that nothing else keeps from being free."""
        if (start := dict(self.credit.moves).get(number)) is not None:
            return Blocked(number, seat.period, (Reason("mentor_taken", {"day": start.date()}),), ())
        reasons: dict[str, Reason] = {}
        single: dict[str, tuple[int, Reason]] = {}
        for day in self._days(seat):
            hindrances = list(self._hindrances(day, number))
            if hindrances:
                reasons.setdefault(hindrances[0].code, hindrances[0])
            if len(hindrances) == 1 and hindrances[0].code != "over":
                away, kind = abs((day - seat.target).days), hindrances[0].code
                if kind not in single or away < single[kind][0]:
                    single[kind] = (away, Reason("freeing", {**hindrances[0].fields, "kind": kind, "free": day}))
        last = sorted(reasons.values(), key=lambda one: one.code == "mentee_weekday")
        over, period = self.diary.since.get(number), seat.period
        if seat.late and over is not None:
            period = Period(number, max(period.first, over + dt.timedelta(days=1)), self.frame.last)
        freeing = sorted(single.values(), key=lambda one: (one[0], one[1].fields["kind"]))
        return Blocked(number, period, tuple(last), tuple(reason for _, reason in freeing))
