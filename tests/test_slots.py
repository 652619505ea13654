"""When a session can be: periods of a rhythm, the days both are free, the first free hour."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmentor.dating import Blocked, Dating, Diary
from rmentor.errors import Reason
from rmentor.profiles import TimeCredit, Window
from rmentor.slots import Frame, Period, Slot, nominal, periods, weekly_minutes, why_not
from rmentor.values import WEEKDAYS, Rhythm, Span
from tests.staff import ANY_TIME, credit

LAW = settings(deadline=None, max_examples=100, derandomize=True)

day = dt.date.fromisoformat


def frame(first: str = "2027-01-04", last: str = "2027-12-31", **holidays: str) -> Frame:
    """Days off are given as `d2027_05_01="Name"`."""
    return Frame(day(first), day(last), {day(key[1:].replace("_", "-")): name for key, name in holidays.items()})


def find(
    period: Period, time: TimeCredit, window: Window, within: Frame, taken: frozenset[dt.date]
) -> Slot | None:  # fmt: skip
    """The slot of one session alone."""
    found = Dating(time, window, within, Diary(taken=taken)).dates((period.number,), {period.number: period})
    return None if isinstance(found, Blocked) else found[period.number]


def obstacles(
    period: Period, time: TimeCredit, window: Window, within: Frame, taken: frozenset[dt.date]
) -> tuple[Reason, ...]:  # fmt: skip
    """Why one session alone finds no day."""
    found = Dating(time, window, within, Diary(taken=taken)).dates((period.number,), {period.number: period})
    assert isinstance(found, Blocked)
    return found.why


def spans(every: str, first: str, last: str) -> list[tuple[str, str]]:
    rhythm = Rhythm.parse(every)
    assert rhythm is not None
    found = list(periods(credit(every=rhythm), frame(first, last)))
    assert [one.number for one in found] == list(range(1, len(found) + 1))
    return [(one.first.isoformat(), one.last.isoformat()) for one in found]


# --- periods ---


def test_periods_of_days_and_weeks_follow_one_another_from_the_start() -> None:
    assert spans("10 days", "2027-01-04", "2027-01-31") == [
        ("2027-01-04", "2027-01-13"),
        ("2027-01-14", "2027-01-23"),
        ("2027-01-24", "2027-01-31"),
    ]
    assert spans("2 weeks", "2027-01-06", "2027-02-03") == [
        ("2027-01-06", "2027-01-19"),
        ("2027-01-20", "2027-02-02"),
        ("2027-02-03", "2027-02-03"),
    ]


def test_months_from_the_31st_begin_on_the_last_day_of_short_months_and_on_the_31st_again() -> None:
    assert spans("month", "2027-01-31", "2027-06-15") == [
        ("2027-01-31", "2027-02-27"),
        ("2027-02-28", "2027-03-30"),
        ("2027-03-31", "2027-04-29"),
        ("2027-04-30", "2027-05-30"),
        ("2027-05-31", "2027-06-15"),
    ]


def test_months_from_the_29th_of_february_keep_the_29th() -> None:
    assert [first for first, _ in spans("6 months", "2028-02-29", "2030-03-01")] == [
        "2028-02-29",
        "2028-08-29",
        "2029-02-28",
        "2029-08-29",
        "2030-02-28",
    ]


def test_a_frame_of_one_day_has_one_period() -> None:
    assert spans("3 weeks", "2027-01-04", "2027-01-04") == [("2027-01-04", "2027-01-04")]


def test_periods_end_with_the_calendar() -> None:
    assert spans("1000 months", "9950-01-01", "9999-12-31") == []


@LAW
@given(
    st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)),
    st.integers(0, 900),
    st.builds(Rhythm, st.integers(1, 40), st.sampled_from(("day", "week", "month"))),
)
def test_periods_cover_every_day_of_the_frame_once(first: dt.date, length: int, every: Rhythm) -> None:
    last = first + dt.timedelta(days=length)
    found = list(periods(credit(every=every), Frame(first, last, {})))
    assert found[0].first == first
    assert found[-1].last == last
    assert all(one.first <= one.last for one in found)
    assert all(before.last + dt.timedelta(days=1) == after.first for before, after in pairwise(found))


# --- nominal day ---


def test_the_nominal_day_is_the_first_preferred_weekday_of_the_period() -> None:
    week = Period(1, day("2027-01-06"), day("2027-01-12"))
    assert nominal(week, credit(weekdays=("tue",))) == day("2027-01-12")
    assert nominal(week, credit(weekdays=("tue", "fri"))) == day("2027-01-08")
    assert nominal(week, credit(weekdays=("wed",))) == day("2027-01-06")


def test_a_period_without_a_preferred_weekday_has_no_nominal_day_and_no_slot() -> None:
    short = Period(1, day("2027-01-06"), day("2027-01-08"))
    mondays = credit(weekdays=("mon",))
    assert nominal(short, mondays) is None
    assert find(short, mondays, ANY_TIME, frame(), frozenset()) is None
    assert [one.code for one in obstacles(short, mondays, ANY_TIME, frame(), frozenset())] == ["mentee_weekday"]


# --- the slot ---

WEEK = Period(1, day("2027-01-04"), day("2027-01-10"))


def slot(
    time: TimeCredit | None = None,
    window: Window = ANY_TIME,
    within: Frame | None = None,
    taken: tuple[str, ...] = (),
    period: Period = WEEK,
) -> Slot | None:
    return find(period, time or credit(), window, within or frame(), frozenset(map(day, taken)))


def start(**given: Any) -> str:
    found = slot(**given)
    assert found is not None
    return found.start.isoformat(timespec="minutes")


def test_a_free_nominal_day_is_taken_at_the_first_hour() -> None:
    assert slot() == Slot(dt.datetime(2027, 1, 4, 9), dt.datetime(2027, 1, 4, 10), None)
    assert slot(credit(minutes=45, hours=(dt.time(8, 30), dt.time(12)))) == Slot(
        dt.datetime(2027, 1, 4, 8, 30), dt.datetime(2027, 1, 4, 9, 15), None
    )


@pytest.mark.parametrize(
    ("blocked", "expected"),
    [
        (("2027-01-04",), "2027-01-05"),
        (("2027-01-04", "2027-01-05", "2027-01-06"), "2027-01-07"),
        (("2027-01-04", "2027-01-06"), "2027-01-05"),
        (("2027-01-05",), "2027-01-04"),
    ],
)
def test_the_nearest_free_day_of_the_period_is_taken(blocked: tuple[str, ...], expected: str) -> None:
    assert start(taken=blocked) == f"{expected}T09:00"


def test_when_every_day_is_blocked_there_is_no_slot_and_each_obstacle_is_told_once() -> None:
    within = frame(d2027_01_04="New Year's Monday")
    time = credit(weekdays=("mon", "tue", "wed", "thu"), absent=(Span(day("2027-01-05"), day("2027-01-05")),))
    window = Window(("mon", "tue", "thu", "fri"), None, (Span(day("2027-01-07"), day("2027-01-07")),))
    assert slot(time, window, within) is None
    assert obstacles(WEEK, time, window, within, frozenset()) == (
        Reason("holiday", {"day": day("2027-01-04"), "name": "New Year's Monday"}),
        Reason("mentee_absent", {"day": day("2027-01-05")}),
        Reason("mentor_weekday", {"day": day("2027-01-06")}),
        Reason("mentor_absent", {"day": day("2027-01-07")}),
        Reason("mentee_weekday", {"day": day("2027-01-08")}),
    )


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (
            {"within": frame(d2027_01_04="Fête")},
            Reason("holiday", {"day": day("2027-01-04"), "name": "Fête"}),
        ),
        (
            {"time": credit(absent=(Span(day("2027-01-01"), day("2027-01-04")),))},
            Reason("mentee_absent", {"day": day("2027-01-04")}),
        ),
        ({"window": Window(("tue",), None, ())}, Reason("mentor_weekday", {"day": day("2027-01-04")})),
        (
            {"window": Window(None, None, (Span(day("2027-01-04"), day("2027-01-04")),))},
            Reason("mentor_absent", {"day": day("2027-01-04")}),
        ),
        ({"taken": ("2027-01-04",)}, Reason("mentor_taken", {"day": day("2027-01-04")})),
    ],
)
def test_a_blocked_nominal_day_moves_the_session_and_says_why(given: Any, reason: Reason) -> None:
    found = slot(**given)
    assert found is not None
    assert found.start.date() == day("2027-01-05")
    assert found.moved == Reason("moved", {**reason.fields, "kind": reason.code, "from_day": day("2027-01-04")})


def test_a_period_of_one_day_has_its_own_obstacle() -> None:
    one_day = Period(1, day("2027-01-04"), day("2027-01-04"))
    taken = frozenset({day("2027-01-04")})
    assert obstacles(one_day, credit(), ANY_TIME, frame(), taken) == (
        Reason("mentor_taken", {"day": day("2027-01-04")}),
    )


def test_a_session_never_leaves_its_period_nor_the_frame() -> None:
    last = Period(3, day("2027-01-04"), day("2027-01-05"))
    away = credit(absent=(Span(day("2027-01-04"), day("2027-01-05")),))
    assert slot(away, period=last) is None


# --- hours ---


def test_a_session_begins_at_the_first_hour_that_both_have() -> None:
    late = Window(None, (dt.time(10, 15), dt.time(20)), ())
    assert start(window=late) == "2027-01-04T10:15"
    early = Window(None, (dt.time(7), dt.time(12)), ())
    assert start(window=early) == "2027-01-04T09:00"


def test_common_hours_must_hold_a_whole_session() -> None:
    exact = Window(None, (dt.time(17), dt.time(20)), ())
    assert start(window=exact) == "2027-01-04T17:00"
    short = Window(None, (dt.time(17, 1), dt.time(20)), ())
    assert slot(window=short) is None
    assert obstacles(WEEK, credit(weekdays=WEEKDAYS), short, frame(), frozenset()) == (
        Reason("no_common_hours", {"minutes": 60}),
    )
    apart = Window(None, (dt.time(19), dt.time(20)), ())
    assert why_not(day("2027-01-04"), credit(), apart, frame(), frozenset()) == Reason(
        "no_common_hours", {"minutes": 60}
    )


def test_clocks_that_change_leave_the_hour_on_the_wall() -> None:
    """In Paris clocks go forward on 28 March 2027: sessions before and after stand at the same hour."""
    weekly = credit(weekdays=("sun", "mon"))
    found = [
        find(period, weekly, ANY_TIME, frame("2027-03-22", "2027-04-04"), frozenset())
        for period in periods(weekly, frame("2027-03-22", "2027-04-04"))
    ]
    assert [one.start for one in found if one] == [dt.datetime(2027, 3, 22, 9), dt.datetime(2027, 3, 29, 9)]
    on_the_day = find(Period(1, day("2027-03-28"), day("2027-03-28")), weekly, ANY_TIME, frame(), frozenset())
    assert on_the_day == Slot(dt.datetime(2027, 3, 28, 9), dt.datetime(2027, 3, 28, 10))


# --- a law against the definition ---


@LAW
@given(
    st.dates(dt.date(2027, 1, 1), dt.date(2027, 12, 1)),
    st.integers(0, 30),
    st.lists(st.sampled_from(WEEKDAYS), min_size=1, unique=True).map(tuple),
    st.sets(st.integers(0, 30)),
)
def test_no_free_day_of_the_period_is_nearer_to_the_nominal_day(
    first: dt.date, length: int, weekdays: tuple[str, ...], blocked: set[int]
) -> None:
    period = Period(1, first, first + dt.timedelta(days=length))
    time = credit(weekdays=weekdays)
    taken = {first + dt.timedelta(days=one) for one in blocked}
    free = [
        one
        for step in range(length + 1)
        if WEEKDAYS[(one := first + dt.timedelta(days=step)).weekday()] in weekdays and one not in taken
    ]
    wished = nominal(period, time)
    found = find(period, time, ANY_TIME, frame(), frozenset(taken))
    if not free:
        assert found is None
        return
    assert found is not None
    assert wished is not None
    nearest = min(free, key=lambda one: (abs(one - wished), one < wished))
    assert found.start.date() == nearest
    assert (found.moved is None) == (nearest == wished)


# --- weekly minutes ---


def test_weekly_minutes_are_days_times_hours_in_common() -> None:
    time = credit(weekdays=("tue", "wed"), hours=(dt.time(8, 30), dt.time(10, 30)))
    assert weekly_minutes(time) == 240
    assert weekly_minutes(time, ANY_TIME) == 240
    assert weekly_minutes(time, Window(("wed", "fri"), (dt.time(10), dt.time(18)), ())) == 30
    assert weekly_minutes(time, Window(None, (dt.time(11), dt.time(18)), ())) == 0
    assert weekly_minutes(time, Window((), None, ())) == 0


# --- moves that were agreed ---


def _dates(
    moves: dict[int, str], sessions: int = 4, taken: frozenset[dt.date] = frozenset(), **given: Any
) -> list[Any]:
    moved = {number: dt.datetime.fromisoformat(text) for number, text in moves.items()}
    time = credit(weekdays=("mon", "tue", "wed"), moves=tuple(sorted(moved.items())), **given)
    the_frame = frame("2027-01-04", "2027-06-30", d2027_01_12="Fête")
    return [find(one, time, ANY_TIME, the_frame, taken) for one in list(periods(time, the_frame))[:sessions]]


def test_a_move_is_kept_and_the_rhythm_goes_on_from_nominal_dates() -> None:
    slots = _dates({2: "2027-01-14T16:30"})
    assert [one.start for one in slots] == [
        dt.datetime(2027, 1, 4, 9), dt.datetime(2027, 1, 14, 16, 30), dt.datetime(2027, 1, 18, 9),
        dt.datetime(2027, 1, 25, 9),
    ]  # fmt: skip
    assert slots[1].end == dt.datetime(2027, 1, 14, 17, 30)
    assert slots[1].moved == Reason("moved", {"kind": "agreed", "from_day": day("2027-01-11")})


def test_a_move_onto_a_day_off_or_an_absence_is_kept_and_told() -> None:
    assert _dates({2: "2027-01-12T09:00"})[1].moved.fields["kind"] == "agreed_holiday"
    away = Span(day("2027-01-13"), day("2027-01-13"))
    assert _dates({2: "2027-01-13T09:00"}, absent=(away,))[1].moved.fields["kind"] == "agreed_mentee_absent"


def test_a_move_to_another_hour_of_its_day_says_only_that() -> None:
    assert _dates({1: "2027-01-04T11:00"})[0].moved == Reason("moved", {"kind": "agreed_hour"})
    assert _dates({1: "2027-01-04T09:00"})[0].moved is None


def test_sessions_stay_in_order_around_one_that_was_moved() -> None:
    slots = _dates({2: "2027-01-18T09:00"})
    assert slots[2].start == dt.datetime(2027, 1, 19, 9)
    assert slots[2].moved.fields["kind"] == "session_order"
    assert _dates({2: "2027-01-27T09:00"})[2] is None


def test_a_mentor_is_never_in_two_places_even_by_agreement() -> None:
    taken = frozenset({day("2027-01-14")})
    assert _dates({2: "2027-01-14T16:30"}, taken=taken)[1] is None
    time = credit(moves=((2, dt.datetime(2027, 1, 14, 16, 30)),))
    assert obstacles(list(periods(time, frame()))[1], time, ANY_TIME, frame(), taken) == (
        Reason("mentor_taken", {"day": day("2027-01-14")}),
    )


@LAW
@given(st.dictionaries(st.integers(1, 6), st.dates(day("2027-01-04"), day("2027-02-28")), max_size=3))
def test_dated_sessions_are_in_order_whatever_was_moved_in_order(chosen: dict[int, dt.date]) -> None:
    moves = dict(zip(sorted(chosen), sorted(set(chosen.values())), strict=False))
    found = [one.start.date() for one in _dates({k: f"{v}T09:00" for k, v in moves.items()}, 6) if one]
    assert found == sorted(set(found))
