"""Who is ready for which module, and what is missing."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from rmentor import readiness
from rmentor.kits import Module, Question
from rmentor.people import Preparation, Rehearsal
from tests.conftest import Run

DAY = dt.date(2026, 12, 5)
QUIZ = (Question(question="Which first?", choices=("a", "b"), answer=(2,)),)
LOCKS = Module(version=1, id="locks", title="Locks", minutes=30, teaches={"security": 1.0}, questionnaire=QUIZ)
DONE: dict[str, Any] = {
    "read": DAY, "own_example": "Mine.", "quiz": 80.0, "rehearsal": Rehearsal(on=DAY, mark=3.0), "signed_by": "Ada",
}  # fmt: skip
CODES = {
    "read": "ready_read", "own_example": "ready_own_example", "quiz": "ready_quiz", "rehearsal": "ready_rehearsal",
    "signed_by": "ready_signed",
}  # fmt: skip


def stands(*preparations: dict[str, Any], module: Module = LOCKS, own_words: bool = False) -> readiness.Readiness:
    on_file = [Preparation(mentor="m1", module="locks", **one) for one in preparations]
    return readiness.readiness("m1", module, on_file, own_words=own_words)


def codes(found: readiness.Readiness) -> list[str]:
    return [reason.code for reason in found.missing]


def test_a_mentor_who_did_the_five_steps_is_ready() -> None:
    assert stands(DONE).ready


@pytest.mark.parametrize("step", sorted(CODES))
def test_a_step_that_is_not_on_file_is_missing(step: str) -> None:
    found = stands({key: value for key, value in DONE.items() if key != step})
    assert (found.ready, codes(found)) == (False, [CODES[step]])


def test_nothing_on_file_lacks_every_step_in_order() -> None:
    assert codes(stands()) == list(CODES.values())


def test_a_quiz_just_below_and_a_rehearsal_just_below_are_told_with_what_they_need() -> None:
    found = stands({**DONE, "quiz": 79.9, "rehearsal": Rehearsal(on=DAY, mark=2.5)})
    assert [(one.code, one.fields["value"], one.fields["least"]) for one in found.missing] == [
        ("ready_quiz_below", 79.9, 80.0),
        ("ready_rehearsal_below", 2.5, 3.0),
    ]


def test_a_module_without_right_answers_has_no_quiz_to_pass() -> None:
    scale = (Question(question="How often?", scale=(1.0, 5.0)),)
    plain = LOCKS.model_copy(update={"questionnaire": scale})
    found = stands({key: value for key, value in DONE.items() if key != "quiz"}, module=plain)
    assert found.ready
    assert "quiz" not in found.steps


def test_what_is_on_record_later_counts_and_adds_to_what_was_there() -> None:
    assert stands({**DONE, "quiz": 40.0}, {"quiz": 90.0}).ready
    assert codes(stands(DONE, {"quiz": 40.0})) == ["ready_quiz_below"]


def test_own_words_over_the_module_are_an_example_of_ones_own() -> None:
    assert stands({key: value for key, value in DONE.items() if key != "own_example"}, own_words=True).ready


def test_preparations_of_others_do_not_count() -> None:
    theirs = Preparation(mentor="m2", module="locks", **DONE)
    matrix = readiness.matrix(["m1", "m2"], {"locks": LOCKS}, [theirs])
    assert [found.ready for found in matrix.values()] == [False, True]
    assert [one.module for one in readiness.unready(matrix, "m1", ["locks", "unknown"])] == ["locks"]
    assert list(readiness.unready(matrix, "m2", ["locks"])) == []


# --- through the command line ---


def prepared(programme: Path, mentor: str, modules: tuple[str, ...]) -> None:
    entries = [
        {
            "mentor": mentor, "module": module, "read": "2026-12-05", "own_example": "Mine.", "quiz": 90,
            "rehearsal": {"on": "2026-12-09", "mark": 4}, "signed_by": "Ada",
        }
        for module in modules
    ]  # fmt: skip
    (programme / "decisions.yaml").write_text(yaml.safe_dump({"version": 1, "readiness": entries}), "utf-8")


def test_matrix_says_the_same_in_json_and_in_the_table(northwind: Path, rmentor: Run) -> None:
    assert rmentor("-C", northwind, "run").status == 0
    mentor = yaml.safe_load((northwind / "pairs.yaml").read_text("utf-8"))["pairs"][0]["mentor"]
    prepared(northwind, mentor, ("locks",))
    assert rmentor("-C", northwind, "run").status == 0
    told = json.loads(rmentor("-C", northwind, "kit", "ready", mentor, "--json").out)
    [person] = told["mentors"]
    by_module = {one["id"]: one for one in person["modules"]}
    assert by_module["locks"]["ready"]
    assert [one["code"] for one in by_module["lures"]["missing"]] == [
        "ready_read", "ready_own_example", "ready_rehearsal", "ready_signed",
    ]  # fmt: skip
    table = rmentor("-C", northwind, "kit", "ready", mentor).out
    assert f"{mentor}  " in table
    assert "✓" in table.splitlines()[1]
    assert "0/4" in table.splitlines()[1]


def test_plan_warns_of_mentors_who_are_not_ready_and_says_where_to_look(northwind: Path, rmentor: Run) -> None:
    assert rmentor("-C", northwind, "select").status == 0
    assert rmentor("-C", northwind, "pair").status == 0
    said = rmentor("-C", northwind, "plan")
    assert said.status == 0
    assert "not ready yet for every module of their sessions" in said.err
    assert "rmentor kit ready" in said.err


def test_required_readiness_refuses_pairs_until_it_is_there(northwind: Path, rmentor: Run) -> None:
    settings = northwind / "rmentor.yaml"
    settings.write_text(settings.read_text("utf-8") + "pairing: {require_ready: true}\n", "utf-8")
    assert rmentor("-C", northwind, "select").status == 0
    said = rmentor("-C", northwind, "pair", "--json")
    assert said.status == 1
    unpaired = json.loads(said.out)["unpaired"]
    assert {reason["code"] for one in unpaired for reason in one["reasons"]} >= {"not_ready"}
    rmentor("-C", northwind, "plan")
    assert not list((northwind / "plans").glob("*.yaml"))
    mentors = [row.split(",")[0] for row in (northwind / "roster.csv").read_text("utf-8").splitlines()[1:]]
    entries = []
    for mentor in mentors:
        prepared(northwind, mentor, ("locks", "lures"))
        entries += yaml.safe_load((northwind / "decisions.yaml").read_text("utf-8"))["readiness"]
    (northwind / "decisions.yaml").write_text(yaml.safe_dump({"version": 1, "readiness": entries}), "utf-8")
    assert rmentor("-C", northwind, "run").status == 0
    assert list((northwind / "plans").glob("*.yaml"))
