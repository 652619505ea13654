"""The people's own files: defaults, and what cannot be said at once. Each wrong value is in test_fields."""

from __future__ import annotations

import datetime as dt

import pytest

from rmentor.files import yamlfile
from rmentor.files.validated import validated
from rmentor.people import Announced, Decisions, Journal, Mentee, MentorFile, absent_on
from rmentor.programme import Capacity
from rmentor.values import Span

FEBRUARY = Span(dt.date(2027, 2, 15), dt.date(2027, 2, 26))


def read(model: type, text: str):  # type: ignore[no-untyped-def]
    found, problems = validated(model, yamlfile.parse(text.encode(), "file.yaml"))
    assert problems == []
    return found


def test_an_executives_file_may_say_nothing_but_who() -> None:
    found = read(Mentee, 'version: 1\nid: "00417"\n')
    assert (found.id, found.name, found.topics, found.wanted, found.languages) == ("00417", None, {}, (), ())
    assert found.time.sessions is None
    assert found.remote is None


def test_a_need_has_level_nought_and_middle_priority_unless_it_says_otherwise() -> None:
    found = read(Mentee, "version: 1\nid: a\ntopics: {ia: {target: 3}, cyber: {level: 0.5, target: 2, priority: 3}}\n")
    assert (found.topics["ia"].level, found.topics["ia"].priority, found.topics["ia"].on) == (0, 2, None)
    assert (found.topics["cyber"].level, found.topics["cyber"].priority) == (0.5, 3)


def test_a_time_with_nothing_under_it_is_no_time() -> None:
    for model in (Mentee, MentorFile):
        assert read(model, "version: 1\nid: a\ntime:\n").time.absent == ()


def test_days_away_may_be_days_or_ranges() -> None:
    found = read(Mentee, "version: 1\nid: a\ntime: {absent: [2027-02-15..2027-02-26, 2027-04-02]}\n")
    assert found.time.absent == (FEBRUARY, Span(dt.date(2027, 4, 2), dt.date(2027, 4, 2)))


def test_a_mentors_capacity_may_be_a_number() -> None:
    assert read(MentorFile, "version: 1\nid: a\ncapacity: 2\n").capacity == Capacity(min=0, max=2)
    assert read(MentorFile, "version: 1\nid: a\n").capacity is None


def test_decisions_keep_reason_name_and_day() -> None:
    found = read(
        Decisions,
        "version: 1\nmentors: [{id: a, choose: no, reason: R, by: jury, on: 2026-12-01}]\n"
        "pairs: [{mentor: a, mentee: b, forbid: yes, reason: S, by: sponsor, on: 2026-12-02}]\n",
    )
    (choice,), (pair,) = found.mentors, found.pairs
    assert (choice.choose, choice.reason, choice.by, choice.on) == (False, "R", "jury", dt.date(2026, 12, 1))
    assert (pair.lock, pair.forbid) == (False, True)


@pytest.mark.parametrize("model", [Decisions, Announced, Journal])
def test_a_file_may_hold_nothing_yet(model: type) -> None:
    assert read(model, "version: 1\n") is not None


@pytest.mark.parametrize(
    ("day", "away"), [("2027-02-14", False), ("2027-02-15", True), ("2027-02-26", True), ("2027-02-27", False)]
)
def test_both_ends_of_an_absence_are_away(day: str, away: bool) -> None:
    assert absent_on(dt.date.fromisoformat(day), (Span(dt.date(2027, 5, 1), dt.date(2027, 5, 1)), FEBRUARY)) == away
    assert not absent_on(dt.date.fromisoformat(day), ())


# --- what was settled ---


def test_of_two_agreements_the_latest_counts_and_the_later_line_on_a_tie() -> None:
    found = read(
        Mentee,
        "version: 1\nid: a\nwanted: [x]\nrefused: [y]\ntime: {sessions: 6, weekdays: [wed]}\nagreed:\n"
        "  - {move: {session: 2, to: 2027-03-01T09:00}, on: 2027-02-01}\n"
        "  - {move: {session: 2, to: 2027-03-02T09:00}, on: 2027-01-01}\n"
        "  - {pin: {module: z, session: 1}, on: 2027-01-01}\n"
        "  - {pin: {module: z, session: 3}, on: 2027-01-01}\n"
        "  - {want: y, on: 2027-01-02}\n"
        "  - {refuse: x}\n"
        "  - {time: {sessions: 4}, on: 2027-01-03}\n"
        "  - {time: {minutes: 45, every: month}, on: 2027-01-01}\n",
    )
    assert found.moves == {2: dt.datetime(2027, 3, 1, 9)}
    assert found.pins == {"z": 3}
    assert found.settled_wishes == (("y",), ("x",))
    time = found.settled_time
    assert (time.sessions, time.minutes, str(time.every), time.weekdays) == (4, 45, "month", ("wed",))


def test_a_journal_knows_what_was_held_and_what_is_to_be_held_again() -> None:
    found = read(
        Journal,
        "version: 1\nsessions:\n  - {session: 3, cancelled: 2027-02-20}\n  - {session: 2, cancelled: 2027-02-03}\n"
        "  - {session: 2, held: 2027-02-10}\n  - {session: 1, held: 2027-01-20, modules: [a]}\n",
    )
    assert list(found.held) == [1, 2]
    assert found.cancelled == (3,)
