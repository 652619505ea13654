"""What people answer on a form becomes what it means; what cannot be understood is told."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmentor.replies import Asked, Reply, ambiguous, day, leading, order_of, reply

ASKED = Asked(
    {"ia": ("IA générative", 0.0, 5.0), "cyber": ("Cybersécurité", 0.0, 5.0)},
    {"fit": {"cebinomemeconvient": "good"}},
    {"locks": 4},
)


@pytest.mark.parametrize(
    ("text", "number"),
    [("2 - je consulte", 2.0), ("8 maximum", 8.0), ("Niveau 3", 3.0), ("3,5", 3.5), ("4/5", 4.0),
     ("entre 2 et 3", None), ("débutant", None), ("", None)],
)  # fmt: skip
def test_the_number_of_an_answer_in_words(text: str, number: float | None) -> None:
    assert leading(text) == number


def test_a_whole_needs_form_is_understood() -> None:
    found, faults = reply(
        {
            "level.ia": "0", "target.ia": "2", "level.cyber": "2 - je consulte", "target.cyber": "3 - je publie",
            "priorities": "IA générative;", "weekdays": "mercredi;mardi;", "languages": "français;anglais;",
            "sessions": "8 maximum", "minutes": "", "remark.task": "Relire un contrat",
        },
        ASKED,
    )  # fmt: skip
    assert faults == []
    assert found == Reply(
        levels={"ia": 0.0, "cyber": 2.0}, targets={"ia": 2.0, "cyber": 3.0}, priorities={"ia": 3, "cyber": 2},
        weekdays=("tue", "wed"), languages=("fr", "en"), sessions=8, remarks={"task": "Relire un contrat"},
    )  # fmt: skip


def test_every_cell_that_is_wrong_is_told() -> None:
    cells = {
        "level.ia": "9", "target.cyber": "beaucoup", "mark.ease": "7", "fit": "bof", "recommend": "11",
        "sessions": "0", "weekdays": "mardy", "priorities": "Cuisine", "priority.ia": "4", "quiz": "12/10",
        "control": "x y", "session": "un",
    }  # fmt: skip
    found, faults = reply(cells, ASKED)
    assert sorted(code for code, _ in faults) == sorted([
        "level_not_on_scale", "level_not_on_scale", "mark_out_of_five", "choice_expected", "recommend_expected",
        "count_expected", "weekday_expected", "topic_not_taught", "priority_expected", "quiz_expected",
        "number_expected", "session_expected",
    ])  # fmt: skip
    assert found.levels == {}


@pytest.mark.parametrize(
    ("text", "percent"),
    [("8 / 10", 80.0), ("3 sur 4", 75.0), ("62,5 %", 62.5), ("80%", 80.0), ("3", 75.0), ("5", None), ("80", None)],
)
def test_right_answers_are_a_share_or_points_of_the_module(text: str, percent: float | None) -> None:
    found, faults = reply({"module": "locks", "quiz": text}, ASKED)
    assert found.quiz == percent
    assert [code for code, _ in faults] == ([] if percent is not None else ["quiz_expected"])


def test_likert_words_and_our_own_sentences_are_marks_and_choices() -> None:
    found, _ = reply(
        {"mark.ease": "Tout à fait d'accord", "mark.pace": "Disagree", "fit": "ce binôme me convient"}, ASKED
    )
    assert (found.marks, found.fit) == ({"ease": 5.0, "pace": 2.0}, "good")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12/11/2026 17:44", dt.date(2026, 11, 12)),
        ("2026-11-12T17:44:03.120Z", dt.date(2026, 11, 12)),
        ("2026/11/12", None),
        ("11/12/26 5:44 PM", dt.date(2026, 12, 11)),
        ("12.11.2026 à 17h44", dt.date(2026, 11, 12)),
        ("31/02/2026", None),
        ("hier", None),
    ],
)
def test_the_day_of_a_timestamp(text: str, expected: dt.date | None) -> None:
    assert day(text) == expected


@given(st.lists(st.dates(dt.date(2001, 1, 1), dt.date(2099, 12, 31)), min_size=1, max_size=8))
def test_a_column_of_dates_is_never_read_the_wrong_way_round(days: list[dt.date]) -> None:
    for written, order in (("%m/%d/%Y 9:05", "month"), ("%d/%m/%Y 9:05", "day")):
        texts = [one.strftime(written) for one in days]
        told = order_of(texts)
        assert told in (order, None)
        if told is None:
            assert all(one.day <= 12 for one in days)
        else:
            assert [day(text, told) for text in texts] == days
    assert ambiguous([one.strftime("%d/%m/%Y") for one in days]) == any(one.day != one.month for one in days)


def test_dates_that_contradict_each_other_tell_no_order() -> None:
    assert order_of(["25/12/2026", "12/25/2026"]) is None


@given(st.dictionaries(st.sampled_from(["level.ia", "mark.x", "fit", "quiz", "sessions", "on", "weekdays"]), st.text()))
def test_no_text_makes_reading_fail(cells: dict[str, str]) -> None:
    found, faults = reply(cells, ASKED)
    assert isinstance(found, Reply)
    assert all(isinstance(code, str) for code, _ in faults)
