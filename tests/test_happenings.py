"""A line of a journal sheet becomes outcomes, or faults; how they stand to what is written down."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmentor.columns import understood
from rmentor.happenings import JOURNAL_COLUMNS, Outcome, against, moment, outcomes
from rmentor.people import Journal, JournalEntry

MODULES = {"locks": "locks", "onestronglock": "locks", "lures": "lures"}
DAY = dt.date(2027, 1, 20)


def test_a_line_that_tells_of_nothing_gives_nothing() -> None:
    assert outcomes({"session": "2", "planned": "2027-01-20", "modules": "locks", "held": " "}, MODULES) == ([], [])
    assert outcomes({"session": "2", "state": "à venir", "on": "20/01/2027"}, MODULES) == ([], [])


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"held": "20/01/2027", "minutes": "1 h 05"}, Outcome(1, held=DAY, minutes=65)),
        ({"held": "2027-01-20 09:00", "modules": "One strong lock; lures"},
         Outcome(1, held=DAY, modules=("locks", "lures"))),
        ({"cancelled": "20.01.2027", "by": "mentee"}, Outcome(1, cancelled=DAY, by="mentee")),
        ({"state": "Tenue", "on": "20/01/2027"}, Outcome(1, held=DAY)),
        ({"state": "Annulée", "on": "20/01/2027"}, Outcome(1, cancelled=DAY)),
        ({"state": "held", "planned": "2027-01-20 09:00"}, Outcome(1, held=DAY)),
        ({"moved": "20/01/2027 à 9h"}, Outcome(1, moved=dt.datetime(2027, 1, 20, 9))),
        ({"state": "moved", "on": "20/01/2027", "hour": "14:30"}, Outcome(1, moved=dt.datetime(2027, 1, 20, 14, 30))),
    ],
)  # fmt: skip
def test_what_people_write_is_understood(cells: dict[str, str], expected: Outcome) -> None:
    assert outcomes({"session": "1", **cells}, MODULES) == ([expected], [])


def test_called_off_and_then_held_is_both_and_moved_and_then_held_is_held() -> None:
    found, _ = outcomes({"session": "1", "cancelled": "13/01/2027", "held": "20/01/2027"}, MODULES)
    assert [one.what for one in found] == ["cancelled", "held"]
    found, _ = outcomes({"session": "1", "moved": "20/01/2027 9:00", "held": "20/01/2027"}, MODULES)
    assert [one.what for one in found] == ["held"]


def test_every_fault_of_a_line_is_told() -> None:
    cells = {"session": "0", "held": "31/02/2027", "minutes": "long", "modules": "loks"}
    found, faults = outcomes({**cells, "held": "20/01/2027"}, MODULES)
    assert found == []
    assert [code for code, _ in faults] == ["session_expected", "minutes_expected", "unknown_module"]
    assert [code for code, _ in outcomes(cells, MODULES)[1]] == ["day_expected", "session_expected"]


@given(st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2090, 1, 1)))
def test_a_moment_is_read_as_it_is_written_in_either_language(when: dt.datetime) -> None:
    when = when.replace(second=0, microsecond=0)
    for form in ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:00", "%d/%m/%Y %H:%M", "%d/%m/%Y à %Hh%M", "%d.%m.%Y at %H:%M"):
        assert moment(when.strftime(form)) == when


@given(st.text(max_size=40))
def test_no_text_makes_a_moment_fail(text: str) -> None:
    moment(text)
    outcomes({"session": text, "held": text, "minutes": text, "modules": text, "moved": text, "state": text}, MODULES)


def _journal(*entries: JournalEntry) -> Journal:
    return Journal(version=1, sessions=entries)


HELD = JournalEntry(session=1, held=DAY, minutes=55, modules=("locks",))
OFF = JournalEntry(session=1, cancelled=dt.date(2027, 1, 13))


@pytest.mark.parametrize(
    ("outcome", "stands"),
    [
        (Outcome(1, held=DAY), "there"),
        (Outcome(1, held=DAY, minutes=55, modules=("locks",)), "there"),
        (Outcome(1, held=DAY, minutes=60), "otherwise"),
        (Outcome(1, held=DAY + dt.timedelta(1)), "otherwise"),
        (Outcome(2, held=DAY), "new"),
        (Outcome(1, cancelled=dt.date(2027, 1, 13)), "there"),
        (Outcome(1, cancelled=dt.date(2027, 1, 6)), "late"),
        (Outcome(1, cancelled=dt.date(2027, 2, 6)), "otherwise"),
        (Outcome(1, moved=dt.datetime(2027, 1, 20, 9)), "there"),
        (Outcome(1, moved=dt.datetime(2027, 2, 20, 9)), "otherwise"),
        (Outcome(3, moved=dt.datetime(2027, 2, 20, 9)), "there"),
        (Outcome(3, moved=dt.datetime(2027, 2, 21, 9)), "new"),
    ],
)
def test_how_an_outcome_stands_to_what_is_written_down(outcome: Outcome, stands: str) -> None:
    assert against(outcome, _journal(OFF, HELD), {3: dt.datetime(2027, 2, 20, 9)}) == stands


def test_a_heading_is_taken_once_and_a_guess_is_no_certainty() -> None:
    found = understood(["Séance", "Tenue le (jj/mm/aaaa)", "Minuts", "Couleur"], JOURNAL_COLUMNS, {})
    assert [(one.key, one.sure) for one in found] == [("session", True), ("held", True), ("minutes", False)]


def test_what_was_settled_before_comes_first() -> None:
    found = understood(["Date", "Tenue le"], JOURNAL_COLUMNS, {"held": "DATE"})
    assert [(one.heading, one.key) for one in found if one.sure] == [("Date", "held")]
