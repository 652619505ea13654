"""What happened, in figures: against published vectors, and laws that hold for any answers."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmentor import courses, evaluation
from rmentor.courses import Course
from rmentor.people import Answer, JournalEntry, Need
from rmentor.values import Rhythm
from tests.conftest import DATA

LAW = settings(deadline=None, max_examples=100, derandomize=True)
VECTORS = json.loads((DATA / "vectors" / "evaluation.json").read_text(encoding="utf-8"))
MARKS = st.lists(st.integers(0, 5), min_size=2, max_size=12)
START = dt.date(2027, 1, 11)


def course(*entries: tuple[str, int, int], answers: tuple[Answer, ...] = (), sessions: int = 6) -> Course:
    """An executive every two weeks; entries are (held or cancelled, session, days after the start)."""
    journal = tuple(
        JournalEntry.model_validate({"session": str(n), kind: (START + dt.timedelta(days=days)).isoformat()})
        for kind, n, days in entries
    )
    needs = {"ia": Need.model_validate({"level": "1", "target": "3", "priority": "3"})}
    return Course("n1", sessions, 60, Rhythm(2, "week"), START, journal, answers, needs, {"ia": 2.0})


def answered(form: str, **more: object) -> Answer:
    return Answer.model_validate({"form": form, "on": "2027-02-01", "who": "mentee", **more})


def codes(one: Course, days: int) -> list[str]:
    return [alert.code for alert in courses.alerts([one], START + dt.timedelta(days=days))]


def test_progress_is_that_of_the_vector() -> None:
    paired = VECTORS["paired"]
    couples = list(zip(map(float, paired["pre"]), map(float, paired["post"]), strict=True))
    found = evaluation.progress("ia", couples, 0, [3.0])
    assert [found.improved, found.same, found.worse] == paired["improved_same_worse"]
    assert found.delta is not None
    assert found.delta.value == pytest.approx(paired["cliffs_delta_unpaired"])
    # Worked by hand from the formula of the consistent variance (Feng & Cliff 2004).
    assert (found.delta.low, found.delta.high) == pytest.approx((0.1194, 0.8732), abs=5e-5)


@pytest.mark.parametrize(("n", "p"), VECTORS["wilcoxon_or_sign_min_two_sided_p_by_n"].items())
def test_the_smallest_p_is_that_of_the_vector(n: str, p: float) -> None:
    assert evaluation.sign_test(int(n), 0) == pytest.approx(p)


def test_no_test_is_made_under_six_pairs() -> None:
    assert evaluation.progress("ia", [(1.0, 2.0)] * 5, 0, []).p is None
    assert evaluation.progress("ia", [(1.0, 2.0)] * 6, 0, []).p == pytest.approx(0.03125)


@LAW
@given(MARKS, MARKS)
def test_delta_turns_its_sign_with_its_sides_and_lies_in_its_interval(before: list[int], after: list[int]) -> None:
    there, back = evaluation.cliffs_delta(before, after), evaluation.cliffs_delta(after, before)
    assert there.value == pytest.approx(-back.value)
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low))
    assert -1 <= there.low <= there.value + 1e-9
    assert there.value - 1e-9 <= there.high <= 1


@LAW
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=12))
def test_better_same_and_worse_add_up(couples: list[tuple[int, int]]) -> None:
    found = evaluation.progress("ia", [(float(a), float(b)) for a, b in couples], 0, [])
    assert found.improved + found.same + found.worse == found.n == len(couples)


@LAW
@given(st.lists(st.integers(0, 10)))
def test_a_distribution_counts_everybody_once(marks: list[int]) -> None:
    assert sum(count for _, count in evaluation.distribution(marks, range(11))) == len(marks)


def test_who_lacks_an_answer_is_counted_as_missing() -> None:
    whole = course(answers=(answered("before", levels={"ia": "1"}), answered("after", levels={"ia": "3"})))
    half = course(answers=(answered("before", levels={"ia": "1"}),))
    (found,) = evaluation.by_topic([whole, half])
    assert (found.n, found.missing, found.before, found.after) == (1, 1, 1.0, 3.0)


def test_totals_count_minutes_and_whole_sessions() -> None:
    found = courses.totals([course(("held", 1, 0), ("cancelled", 2, 14))])
    assert (found.credit, found.held, found.cancelled, found.minutes, found.credit_minutes) == (6, 1, 1, 60, 360)


def test_two_cancellations_in_a_row_raise_an_alert_until_one_is_held() -> None:
    twice = (("cancelled", 1, 0), ("cancelled", 1, 7))
    assert "two_cancelled" in codes(course(*twice), 8)
    assert "two_cancelled" not in codes(course(*twice, ("held", 1, 8)), 9)
    assert "two_cancelled" not in codes(course(("cancelled", 1, 0), ("held", 1, 3), ("cancelled", 2, 7)), 8)


def test_three_weeks_past_the_rhythm_raise_an_alert_on_the_day_after() -> None:
    assert codes(course(("held", 1, 0)), 14 + 21) == []
    assert codes(course(("held", 1, 0)), 14 + 22) == ["no_session_since"]


def test_credit_nearly_used_with_an_open_priority_raises_an_alert() -> None:
    assert "credit_nearly_used" in codes(course(("held", 1, 0), sessions=2), 1)
    assert "credit_nearly_used" not in codes(course(("held", 1, 0), sessions=3), 1)


def test_doubt_about_the_fit_and_a_mid_term_that_is_due_raise_alerts() -> None:
    assert codes(course(answers=(answered("fit", fit="unsure"),)), 1) == ["fit_not_good"]
    assert codes(course(answers=(answered("fit", fit="good"),)), 1) == []
    half = (("held", 1, 0), ("held", 2, 1))
    assert codes(course(*half, sessions=4), 2) == ["mid_term_due"]
    assert codes(course(*half, sessions=4, answers=(answered("mid-term"),)), 2) == []


def test_after_the_last_day_nobody_waits_for_a_session() -> None:
    late = replace(course(("held", 1, 0)), end=START + dt.timedelta(days=40))
    assert codes(late, 40) == ["no_session_since"]
    assert codes(late, 41) == []


def test_a_doubt_that_was_settled_raises_no_alert_and_each_side_counts() -> None:
    doubt, settled = answered("fit", fit="unsure"), answered("fit", fit="good", on="2027-02-08")
    assert codes(course(answers=(settled, doubt)), 1) == []
    other = answered("fit", fit="not good", who="mentor")
    assert codes(course(answers=(settled, doubt, other)), 1) == ["fit_not_good"]


def _assessed(later: int, form: str = "mid-term") -> Course:
    levels = {"ia": later}
    return course(answers=(answered("before", levels={"ia": 1}, control=3), answered(form, levels=levels, control=3)))


def test_mid_term_answers_stand_in_until_enough_have_answered_at_the_end_and_are_never_mixed_in() -> None:
    half = [_assessed(2) for _ in range(5)]
    few = [*half, *(_assessed(4, "closing") for _ in range(4))]
    final = evaluation.by_topic(few)
    assert [(one.n, one.after) for one in final] == [(4, 4.0)]
    midway = evaluation.midway(few, final)
    assert [(one.n, one.missing, one.after) for one in midway.topics] == [(5, 4, 2.0)]
    assert midway.control is not None
    assert midway.control.n == 5
    enough = [*few, _assessed(4, "closing")]
    final = evaluation.by_topic(enough)
    assert [(one.n, one.after) for one in final] == [(5, 4.0)]
    assert evaluation.midway(enough, final) == evaluation.Midway()
