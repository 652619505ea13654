"""Dates made anew: what is over, what was told, what other people of the same mentor were promised."""

from __future__ import annotations

import datetime as dt
from typing import Any

from rmentor.dating import Blocked, Dating, Diary
from rmentor.errors import Reason
from rmentor.slots import Frame, Slot, periods
from rmentor.values import Rhythm, Span
from tests.staff import ANY_TIME, credit

day = dt.date.fromisoformat
FRAME = Frame(day("2027-01-11"), day("2027-07-09"), {})
WEDNESDAYS = {"weekdays": ("wed",), "every": Rhythm(2, "week")}


def dates(*numbers: int, diary: Diary | None = None, frame: Frame = FRAME, **given: Any) -> dict[int, Slot] | Blocked:
    time = credit(**{**WEDNESDAYS, **given})
    known = {one.number: one for one in periods(time, frame)}
    return Dating(time, ANY_TIME, frame, diary or Diary()).dates(numbers, known)


def days(*numbers: int, diary: Diary | None = None, **given: Any) -> list[str]:
    found = dates(*numbers, diary=diary, **given)
    assert isinstance(found, dict)
    return [found[number].start.date().isoformat() for number in numbers]


def told(*pairs: tuple[int, str]) -> dict[int, dt.datetime]:
    return {number: dt.datetime.fromisoformat(text) for number, text in pairs}


ALL = told((2, "2027-01-27T09:00"), (3, "2027-02-10T09:00"), (4, "2027-02-24T09:00"))


def test_a_session_called_off_takes_the_next_free_day_and_moves_as_few_others_as_it_can() -> None:
    """Session 2 was called off on 27 January; 3 February is still in its period."""
    off = day("2027-01-27")
    diary = Diary(since={2: off}, told={3: ALL[3], 4: ALL[4]})
    assert days(2, 3, 4, diary=diary) == ["2027-02-03", "2027-02-10", "2027-02-24"]


def test_those_after_it_move_only_as_far_as_they_must() -> None:
    """Called off on 3 February, session 2 has no day left in its period: it takes that of 3, which stays in its own."""
    diary = Diary(since={2: day("2027-02-03")}, told={3: ALL[3], 4: ALL[4]})
    assert days(2, 3, 4, diary=diary) == ["2027-02-10", "2027-02-17", "2027-02-24"]


def test_late_sessions_keep_apart_where_that_changes_nothing() -> None:
    every_day = {"weekdays": ("mon", "tue", "wed", "thu", "fri")}
    diary = Diary(since={2: day("2027-02-07"), 3: day("2027-02-07")})
    assert days(2, 3, diary=diary, **every_day) == ["2027-02-08", "2027-02-12"]


def test_without_anything_behind_it_a_session_never_leaves_its_period() -> None:
    away = Span(day("2027-01-25"), day("2027-02-07"))
    found = dates(1, 2, 3, absent=(away,))
    assert isinstance(found, Blocked)
    assert (found.number, [one.code for one in found.why]) == (2, ["mentee_absent", "mentee_weekday"])


def test_an_announced_day_and_hour_stay_though_an_earlier_day_is_free() -> None:
    diary = Diary(told=told((1, "2027-01-20T10:30")))
    found = dates(1, diary=diary)
    assert isinstance(found, dict)
    assert found[1].start == dt.datetime(2027, 1, 20, 10, 30)
    assert found[1].moved is not None
    assert found[1].moved.fields["kind"] == "announced"
    assert days(1, diary=Diary(told=told((1, "2027-01-20T17:30")))) == ["2027-01-20"]


def test_an_announced_day_that_is_blocked_gives_way_to_the_nearest_to_the_nominal_one() -> None:
    diary = Diary(told=told((1, "2027-01-20T09:00")))
    assert days(1, diary=diary, absent=(Span(day("2027-01-20"), day("2027-01-20")),)) == ["2027-01-13"]


def test_days_agreed_with_somebody_else_are_left_to_them_and_promised_ones_where_it_can_be() -> None:
    assert days(1, diary=Diary(agreed={day("2027-01-13")})) == ["2027-01-20"]
    assert days(1, diary=Diary(promised={day("2027-01-13")})) == ["2027-01-20"]
    both = Diary(promised={day("2027-01-13")}, agreed={day("2027-01-20")})
    assert days(1, diary=both) == ["2027-01-13"]


def test_what_would_free_a_day_is_named_nearest_first() -> None:
    holiday = Frame(FRAME.first, FRAME.last, {day("2027-01-13"): "Fête"})
    found = dates(1, frame=holiday, absent=(Span(day("2027-01-20"), day("2027-01-20")),))
    assert isinstance(found, Blocked)
    assert [(one.fields["kind"], one.fields["free"].isoformat()) for one in found.freeing] == [
        ("holiday", "2027-01-13"), ("mentee_weekday", "2027-01-12"), ("mentee_absent", "2027-01-20"),
    ]  # fmt: skip


def test_nothing_alone_frees_a_day_where_two_things_stand_in_the_way() -> None:
    found = dates(1, minutes=600, absent=(Span(FRAME.first, FRAME.last),))
    assert isinstance(found, Blocked)
    assert found.freeing == ()
    assert Reason("no_common_hours", {"minutes": 600}) not in found.freeing
