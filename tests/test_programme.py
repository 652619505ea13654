"""What `rmentor.yaml` says where it says nothing: the defaults, once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pydantic import ValidationError

from rmentor.files import yamlfile
from rmentor.files.validated import validated
from rmentor.programme import Capacity, Cover, Settings, TopicCover
from rmentor.values import Rhythm

LEAST = """
version: 1
programme: {name: N, language: fr, start: 2027-01-11, end: 2027-07-09}
roster: {file: roster.csv}
criteria: {mastery: }
selection: {mentors: 12}
"""


def settings(text: str = LEAST) -> Settings:
    found, problems = validated(Settings, yamlfile.parse(text.encode(), "rmentor.yaml"))
    assert problems == []
    assert found is not None
    return found


def extended(lines: str) -> Settings:
    return settings(LEAST + lines)


def test_the_defaults_are_those_of_the_manual() -> None:
    found = settings()
    criterion = found.criteria["mastery"]
    assert (criterion.weight, criterion.minimum, criterion.missing, criterion.evidence) == (1, None, "interval", ())
    assert (found.selection.require, found.selection.cover.asked) == ({}, False)
    pairing = found.pairing
    assert (pairing.goal, pairing.require_ready, pairing.last_round) == ("best_total", False, None)
    assert dict(pairing.weights) == {
        "needs": 60, "language": 15, "place": 10, "availability": 5, "contrast": 5, "preferences": 5,
    }  # fmt: skip
    assert pairing.capacity == Capacity(min=0, max=1)
    assert dict(pairing.forbid) == {"reporting_levels": 2, "same_team": True, "other_site": False}
    assert pairing.at_least.cross_site is None
    time = found.time
    assert (time.sessions, time.minutes, time.every) == (6, 60, Rhythm(2, "week"))
    assert time.weekdays == ("mon", "tue", "wed", "thu", "fri")
    assert time.hours == (dt.time(9), dt.time(18))
    assert (time.ritual.opening, time.ritual.closing, time.holidays.country) == (5, 5, None)
    assert (found.robustness.spread, found.robustness.samples, found.robustness.seed) == (30, 10_000, 1)
    assert found.retention.not_selected == Rhythm(3, "month")
    assert found.retention.selected == Rhythm(12, "month")
    assert (found.kits, found.topics, found.audit, found.brand.logo) == ((), None, None, None)
    assert not found.programme.fictional


def test_a_number_is_the_most_of_a_capacity_and_of_a_cover() -> None:
    found = extended("pairing: {capacity: 3}\n")
    assert found.pairing.capacity == Capacity(min=0, max=3)
    text = LEAST.replace("{mentors: 12}", "{mentors: 12, cover: {topics: 2, languages: {en: 3}}}")
    assert settings(text).selection.cover.topics == TopicCover(n=2)


def test_one_value_of_require_is_a_list_of_one() -> None:
    text = LEAST.replace("{mentors: 12}", "{mentors: 12, require: {volunteer: yes, languages: [fr, en]}}")
    assert settings(text).selection.require == {"volunteer": ("yes",), "languages": ("fr", "en")}


@pytest.mark.parametrize(
    ("cover", "asked"),
    [({}, False), ({"topics": {"n": 1}}, True), ({"languages": {"en": 1}}, True), ({"sites": 1}, True),
     ({"sites": 0}, False)],
)  # fmt: skip
def test_a_cover_says_whether_anything_is_asked(cover: dict[str, Any], asked: bool) -> None:
    assert Cover(**cover).asked == asked


@pytest.mark.parametrize(
    ("lines", "zone"),
    [
        ("", "Europe/Paris"),
        ("time: {holidays: {country: FR}}", "Europe/Paris"),
        ("time: {holidays: {country: be}}", "Europe/Brussels"),
        ("time: {holidays: {country: GB}}", "Europe/London"),
        ("time: {holidays: {country: JP}}", "Europe/Paris"),
    ],
)
def test_the_time_zone_is_that_of_the_holidays_country_else_paris(lines: str, zone: str) -> None:
    assert extended(lines).timezone == zone
    own = (LEAST + lines).replace("language: fr,", "language: fr, timezone: Africa/Dakar,")
    assert settings(own).timezone == "Africa/Dakar"


def test_the_jurys_day_is_the_start_unless_another_is_said() -> None:
    assert settings().jury_day == dt.date(2027, 1, 11)
    text = LEAST.replace("{mentors: 12}", "{mentors: 12, on: 2026-12-01}")
    assert settings(text).jury_day == dt.date(2026, 12, 1)


@pytest.mark.parametrize(
    ("written", "read"), [("30", 30.0), ("12,5", 12.5), ("uniform", "uniform"), ("ordinal", "ordinal")]
)
def test_weights_move_by_a_percentage_or_in_one_of_two_ways(written: str, read: object) -> None:
    assert extended(f'robustness: {{spread: "{written}"}}\n').robustness.spread == read


def test_colours_are_kept_in_small_letters() -> None:
    assert extended('brand: {colour: "#0F6B5C"}\n').brand.colour == "#0f6b5c"


def test_what_was_read_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        settings().selection.mentors = 3  # type: ignore[misc]
