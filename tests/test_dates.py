"""Dates as calendars have them: regions with days off of their own, short months, leap days, clocks that change."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from rmentor import agenda
from rmentor.dating import Blocked, Dating, Diary
from rmentor.files.daysoff import public_holidays
from rmentor.slots import Frame, Slot, periods
from rmentor.values import Rhythm
from tests.conftest import Run
from tests.staff import ANY_TIME, credit

day = dt.date.fromisoformat


def dates(
    first: str, last: str, country: str | None = None, region: str | None = None, **given: Any
) -> dict[int, Slot] | Blocked:  # fmt: skip
    start, end = day(first), day(last)
    frame = Frame(start, end, public_holidays(country, region, "fr", start.year, end.year))
    time = credit(**given)
    known = {one.number: one for one in periods(time, frame)}
    return Dating(time, ANY_TIME, frame, Diary()).dates(tuple(known), known)


def days(found: dict[int, Slot] | Blocked) -> list[str]:
    assert isinstance(found, dict), found
    return [slot.start.date().isoformat() for slot in found.values()]


WEEKLY: dict[str, Any] = {"every": Rhythm(1, "week"), "weekdays": ("fri", "sat")}


def test_good_friday_is_a_day_off_in_alsace_and_moselle_alone() -> None:
    assert days(dates("2027-03-22", "2027-03-28", "FR", None, **WEEKLY)) == ["2027-03-26"]
    for region in ("57", "6AE"):
        found = dates("2027-03-22", "2027-03-28", "FR", region, **WEEKLY)
        assert days(found) == ["2027-03-27"]
        assert isinstance(found, dict)
        assert found[1].moved is not None
        assert (found[1].moved.fields["kind"], found[1].moved.fields["name"]) == ("holiday", "Vendredi saint")


@pytest.mark.parametrize(("region", "expected"), [(None, "2027-05-27"), ("BY", "2027-05-28"), ("BE", "2027-05-27")])
def test_corpus_christi_is_a_day_off_in_bavaria_and_not_in_berlin(region: str | None, expected: str) -> None:
    found = dates("2027-05-24", "2027-05-30", "DE", region, every=Rhythm(1, "week"), weekdays=("thu", "fri"))
    assert days(found) == [expected]


def test_a_region_where_the_only_day_is_off_says_so_and_which_day_off_it_is() -> None:
    found = dates("2027-03-22", "2027-03-28", "FR", "57", every=Rhythm(1, "week"), weekdays=("fri",))
    assert isinstance(found, Blocked)
    assert found.why[0].fields["name"] == "Vendredi saint"
    assert [one.fields["kind"] for one in found.freeing] == ["holiday", "mentee_weekday"]


EVERY_DAY = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def test_a_month_from_the_31st_meets_on_the_last_day_of_short_months() -> None:
    monthly: dict[str, Any] = {"every": Rhythm(1, "month"), "weekdays": EVERY_DAY}
    assert days(dates("2027-01-31", "2027-06-15", **monthly)) == [
        "2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31",
    ]  # fmt: skip
    assert days(dates("2028-01-31", "2028-03-30", **monthly)) == ["2028-01-31", "2028-02-29"]


def test_the_29th_of_february_is_a_day_like_any_other() -> None:
    assert days(dates("2028-02-15", "2028-03-06", every=Rhythm(1, "week"), weekdays=("tue",))) == [
        "2028-02-15", "2028-02-22", "2028-02-29",
    ]  # fmt: skip
    assert days(dates("2028-02-26", "2028-03-05", every=Rhythm(3, "day"), weekdays=EVERY_DAY)) == [
        "2028-02-26", "2028-02-29", "2028-03-03",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "last", "zone", "utc"),
    [
        ("2027-03-22", "2027-04-04", "Europe/Paris", ["08:00", "07:00"]),
        ("2027-10-25", "2027-11-07", "Europe/Paris", ["07:00", "08:00"]),
        ("2027-10-18", "2027-11-01", "Europe/Paris", ["07:00", "07:00", "08:00"]),
        ("2027-03-08", "2027-03-21", "America/New_York", ["14:00", "13:00"]),
    ],
)
def test_sessions_keep_their_hour_on_the_wall_where_clocks_change(
    first: str, last: str, zone: str, utc: list[str]
) -> None:
    found = dates(first, last, every=Rhythm(1, "week"), weekdays=("mon",))
    assert isinstance(found, dict)
    assert {slot.start.time() for slot in found.values()} == {dt.time(9)}
    assert [f"{agenda.in_utc(slot.start, zone):%H:%M}" for slot in found.values()] == utc


# --- one mentor, two executives ---


def _plan(rmentor: Run, folder: Path) -> dict[str, list[dict[str, Any]]]:
    assert [rmentor("-C", folder, one).status for one in ("select", "pair")] == [0, 0]
    plans = json.loads(rmentor("-C", folder, "plan", "--json").out)["plans"]
    return {one["mentee"]: one["sessions"] for one in plans}


def test_the_day_agreed_with_the_second_executive_is_not_taken_by_the_first(aurore: Path, rmentor: Run) -> None:
    """00103 and 00108 have one mentor, and 00103 is dated first."""
    before = _plan(rmentor, aurore)["00103"][1]
    move = f"2={before['date']}T11:00"
    said = rmentor("-C", aurore, "agree", "00108", "--move", move, "--by", "les deux", "--on", "2026-12-04")
    assert said.status == 0
    plans = _plan(rmentor, aurore)
    assert (plans["00108"][1]["date"], plans["00108"][1]["start"]) == (before["date"], "11:00")
    assert plans["00103"][1]["date"] != before["date"]
    assert plans["00103"][1]["moved"]["kind"] == "mentor_taken"


def test_the_same_day_agreed_with_both_is_told_at_the_second_ones_line(aurore: Path, rmentor: Run) -> None:
    for one in ("00103", "00108"):
        said = rmentor("-C", aurore, "agree", one, "--move", "1=2027-01-14T11:00", "--by", "x", "--on", "2026-12-04")
        assert said.status == 0
    assert [rmentor("-C", aurore, one).status for one in ("select", "pair")] == [0, 0]
    said = rmentor("-C", aurore, "plan", "--json")
    assert said.status == 1
    (problem,) = json.loads(said.out)["problems"]
    assert (problem["code"], problem["path"]) == ("no_free_slot", "mentees/00108.yaml")


def test_an_announced_day_of_the_second_executive_is_not_taken_by_the_first(aurore: Path, rmentor: Run) -> None:
    """00103's own day is blocked: the nearest other one is promised to 00108."""
    assert rmentor("-C", aurore, "announce", "--on", "2026-12-10").status == 0
    plans = _plan(rmentor, aurore)
    first, promised = plans["00103"][0]["date"], {one["date"] for one in plans["00108"]}
    file = aurore / "mentees/00103.yaml"
    text = file.read_text("utf-8")
    assert "time: {" in text
    file.write_text(text.replace("time: {", f"time: {{absent: [{first}], "), encoding="utf-8")
    again = _plan(rmentor, aurore)
    assert again["00103"][0]["date"] not in {first, *promised}
    assert again["00108"] == plans["00108"]
