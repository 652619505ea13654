"""A programme in mid-course, on the command line: what was held stays, the rest is planned anew, and diaries follow."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import Run

ONE = "00106"


@pytest.fixture
def told(aurore: Path, rmentor: Run) -> Path:
    """Aurore after its announcement, with the first session of one executive held."""
    assert rmentor("-C", aurore, "announce", "--on", "2026-12-10").status == 0
    said = rmentor("-C", aurore, "log", ONE, "1", "--held", "2027-01-15", "--minutes", "70")
    assert said.status == 0
    return aurore


def again(rmentor: Run, folder: Path, mentee: str = ONE) -> dict[str, Any]:
    """The plan as it stands after select, pair and plan."""
    assert [rmentor("-C", folder, one).status for one in ("select", "pair")] == [0, 0]
    said = rmentor("-C", folder, "plan", mentee, "--json")
    assert said.status == 0, said.out
    (plan,) = json.loads(said.out)["plans"]
    return dict(plan)


def seats(plan: dict[str, Any]) -> list[tuple[int, str, list[str], bool]]:
    return [
        (one["number"], one["date"], sorted(module["id"] for module in one["modules"]), one.get("held", False))
        for one in plan["sessions"]
    ]


FIRST = (1, "2027-01-15", ["ia-decouverte", "ia-limites"], True)


def test_what_was_held_is_history_and_the_rest_stays_as_announced(told: Path, rmentor: Run) -> None:
    plan = again(rmentor, told)
    assert seats(plan) == [FIRST, (2, "2027-01-29", ["cyber-reflexes"], False)]
    assert plan["sessions"][0]["end"] == "09:40"
    assert plan["levels"] == {"ia": [1, 3, 3], "cyber": [2, 3.5, 3]}
    assert (plan["gain"], plan["proof"]) == (7, "optimal")
    assert rmentor("-C", told, "check").status == 0


def test_a_session_called_off_frees_its_modules_and_is_dated_again(told: Path, rmentor: Run) -> None:
    assert rmentor("-C", told, "log", ONE, "2", "--cancelled", "2027-01-29").status == 0
    plan = again(rmentor, told)
    assert seats(plan) == [FIRST, (2, "2027-02-05", ["cyber-reflexes"], False)]
    assert rmentor("-C", told, "announce", "--on", "2027-01-30").status == 0
    assert rmentor("-C", told, "plan", "--check").status == 0
    assert seats(again(rmentor, told)) == seats(plan)


def test_a_changed_need_adds_to_what_was_announced(told: Path, rmentor: Run) -> None:
    file = told / f"mentees/{ONE}.yaml"
    file.write_text(file.read_text("utf-8").replace("cyber:   {level: 2, target: 3", "cyber: {level: 2, target: 5"))
    assert "target: 5" in file.read_text("utf-8")
    plan = again(rmentor, told)
    assert seats(plan)[0] == FIRST
    assert seats(plan)[1][:2] == (2, "2027-01-29")
    assert "cyber-reflexes" in seats(plan)[1][2]
    assert plan["levels"]["cyber"] == [2, 5, 5]


def test_a_new_absence_moves_one_date_and_a_shorter_credit_ends_the_rest(told: Path, rmentor: Run) -> None:
    file = told / f"mentees/{ONE}.yaml"
    before = file.read_text("utf-8")
    file.write_text(before.replace('hours: ["08:30"', 'absent: [2027-01-29], hours: ["08:30"'))
    assert seats(again(rmentor, told)) == [FIRST, (2, "2027-02-05", ["cyber-reflexes"], False)]
    file.write_text(before.replace("sessions: 4", "sessions: 1"))
    assert seats(again(rmentor, told)) == [FIRST]


def test_a_mentor_who_leaves_is_replaced_and_history_stays(told: Path, rmentor: Run) -> None:
    old = yaml.safe_load((told / "pairs.yaml").read_text("utf-8"))["pairs"]
    (gone,) = [one["mentor"] for one in old if one["mentee"] == ONE]
    said = rmentor("-C", told, "decide", "--refuse", gone, "--reason", "départ", "--by", "DRH", "--on", "2027-01-20")
    assert said.status == 0
    plan = again(rmentor, told)
    assert plan["mentor"] != gone
    assert seats(plan) == [FIRST, (2, "2027-01-29", ["cyber-reflexes"], False)]
    assert rmentor("-C", told, "announce", "--on", "2027-01-21").status == 0
    announced = yaml.safe_load((told / "announced.yaml").read_text("utf-8"))["sessions"]
    mine = {(one["mentor"] == gone, one["session"]): one for one in announced if one["mentee"] == ONE}
    assert sorted(mine) == [(False, 2), (True, 1), (True, 2)]
    assert (mine[True, 1]["sequence"], mine[True, 1].get("cancelled")) == (0, None)
    assert (mine[True, 2]["sequence"], mine[True, 2]["cancelled"]) == (1, True)
    assert rmentor("-C", told, "agenda").status == 0


def test_a_journal_makes_plans_stale_and_run_makes_them_anew(told: Path, rmentor: Run) -> None:
    said = rmentor("-C", told, "announce", "--on", "2027-01-16")
    assert said.status == 1
    assert f"journal/{ONE}.yaml" in said.err


def test_a_slower_rhythm_in_mid_course_counts_on_from_the_last_session_held(told: Path, rmentor: Run) -> None:
    """Four sessions every two weeks; after the second the two agree on one a month."""
    file = told / f"mentees/{ONE}.yaml"
    file.write_text(file.read_text("utf-8").replace("cyber:   {level: 2, target: 3", "cyber: {level: 2, target: 5"))
    assert rmentor("-C", told, "log", ONE, "2", "--held", "2027-01-29", "--modules", "cyber-reflexes").status == 0
    said = rmentor("-C", told, "agree", ONE, "--every", "month", "--by", "les deux", "--on", "2027-02-01")
    assert said.status == 0, said.err
    assert [one[:2] for one in seats(again(rmentor, told))[2:]] == [(3, "2027-02-12"), (4, "2027-03-12")]


def test_a_move_that_what_happened_has_overtaken_is_told(told: Path, rmentor: Run) -> None:
    said = rmentor("-C", told, "agree", ONE, "--move", "2=2027-01-28T09:00", "--by", "x", "--on", "2027-01-02")
    assert said.status == 0
    assert rmentor("-C", told, "log", ONE, "2", "--cancelled", "2027-01-28").status == 0
    assert [rmentor("-C", told, one).status for one in ("select", "pair")] == [0, 0]
    said = rmentor("--language", "en", "-C", told, "plan", ONE)
    assert said.status == 0
    assert f"mentees/{ONE}.yaml:" in said.err
    assert "warning: session 2 was moved to Thu 28 Jan, and was called off since" in said.err
