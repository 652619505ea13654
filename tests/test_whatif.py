"""What a wish would cost, several at once; what else `pair` says and writes."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from rmentor import pairing, wishes
from rmentor.errors import Reason
from rmentor.matching import Aims
from rmentor.pairtable import Couple, Table
from tests.conftest import Run
from tests.test_matching import cases
from tests.test_pairing import drawn

LAW = settings(deadline=None, max_examples=60, derandomize=True)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


# --- every mentor for one executive, found at once ---


@LAW
@given(cases(together=False), st.data())
def test_what_each_mentor_costs_is_what_pairing_everybody_anew_finds(
    case: tuple[Table, frozenset[Couple], Aims], data: Any
) -> None:
    table, locked, aims = case
    made = pairing.pair(table, locked, aims)
    mentee = data.draw(st.sampled_from(table.mentees))
    quick = wishes.options(table, locked, aims, made, mentee)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wishes, "_at_once", lambda *_: None)
        slow = wishes.options(table, locked, aims, made, mentee)
    for one, other in zip(quick, slow, strict=True):
        assert (one.mentor, one.rules, one.now) == (other.mentor, other.rules, other.now)
        assert (one.cost is None) == (other.cost is None)
        if one.cost and other.cost:
            assert (one.cost.unserved, one.cost.moved) == (other.cost.unserved, other.cost.moved)
            assert one.cost.loss == pytest.approx(other.cost.loss, abs=1e-4)


# --- rules that bar together ---


def test_where_no_single_rule_would_help_the_fewest_that_would_are_named() -> None:
    table = drawn([[50, 60]], [[True, True]])
    both = {
        "veto": np.array([[True, True]]),
        "language": np.array([[True, True]]),
        "same_team": np.array([[True, False]]),
    }
    (left,) = pairing.pair(replace(table, rules=both)).unpaired
    assert left.relax == (Reason("relax_rules", {"rules": ["veto", "language"], "mentor": "m1"}),)
    alone = {**both, "language": np.array([[True, False]])}
    (left,) = pairing.pair(replace(table, rules=alone)).unpaired
    assert left.relax == (Reason("relax_rule", {"rule": "veto", "mentor": "m1", "count": 1}),)


# --- on the command line ---


def test_wishes_are_told_together(aurore: Path, rmentor: Run) -> None:
    said = rmentor(
        "-C",
        aurore,
        "pair",
        "--without",
        "00304",
        "--lock",
        "00263=00103",
        "--lock",
        "00105=00240",
        "--no-keep",
        "--json",
    )
    assert said.status == 0, said.err
    told = {one["mentee"]: one["mentor"] for one in json.loads(said.out)["pairs"]}
    assert (told["00103"], told["00105"]) == ("00263", "00240")
    assert "00304" not in told.values()


@pytest.mark.parametrize(
    ("wish", "problem"),
    [
        (("--without", "00263", "--lock", "00263=00103"), "unknown_person"),
        (("--lock", "00263=00103", "--lock", "00240=00103"), "locked_twice"),
        (("--lock", "00304=00112"), "lock_refused"),
    ],
)
def test_wishes_that_cannot_be_are_refused(aurore: Path, rmentor: Run, wish: tuple[str, ...], problem: str) -> None:
    said = rmentor("-C", aurore, "pair", *wish, "--json")
    assert said.status == 1
    assert [one["code"] for one in json.loads(said.out)["problems"]] == [problem]


def test_check_sees_that_the_last_round_is_not_there_while_select_needs_none(aurore: Path, rmentor: Run) -> None:
    change(aurore / "rmentor.yaml", "last_round: edition-2026.yaml", "last_round: edition-2025.yaml")
    problems = json.loads(rmentor("-C", aurore, "check", "--json").out)["problems"]
    line = next(
        number
        for number, text in enumerate((aurore / "rmentor.yaml").read_text("utf-8").splitlines(), 1)
        if "edition-2025" in text
    )
    assert [(one["path"], one["line"]) for one in problems if one["code"] == "last_round_missing"] == [
        ("rmentor.yaml", line)
    ]
    assert rmentor("-C", aurore, "check").status == 1
    assert rmentor("-C", aurore, "select").status == 0


def test_pair_says_who_is_not_ready_where_that_is_no_rule(aurore: Path, rmentor: Run) -> None:
    text = (aurore / "decisions.yaml").read_text("utf-8")
    (aurore / "decisions.yaml").write_text(text.split("readiness:")[0], "utf-8")
    rmentor("-C", aurore, "select")
    said = rmentor("-C", aurore, "--language", "en", "pair")
    assert said.status == 0
    assert "decisions.yaml: warning: not ready yet on what their executive needs: " in said.err
    change(aurore / "rmentor.yaml", "pairing:\n", "pairing:\n  require_ready: true\n")
    rmentor("-C", aurore, "select")
    assert "not ready yet on what" not in rmentor("-C", aurore, "--language", "en", "pair").err


def test_after_somebody_left_only_their_executives_change(aurore: Path, rmentor: Run) -> None:
    assert rmentor("-C", aurore, "announce").status == 0
    before = {
        one["mentee"]: one["mentor"] for one in yaml.safe_load((aurore / "pairs.yaml").read_text("utf-8"))["pairs"]
    }
    gone = before["00103"]
    said = rmentor("-C", aurore, "decide", "--refuse", gone, "--reason", "a quitté la maison", "--by", "DRH")
    assert said.status == 0, said.err
    assert rmentor("-C", aurore, "select").status == 0
    after = {one["mentee"]: one["mentor"] for one in json.loads(rmentor("-C", aurore, "pair", "--json").out)["pairs"]}
    assert {one for one in before if before[one] != after.get(one)} == {one for one in before if before[one] == gone}


def test_that_another_mentor_parts_people_who_were_told_is_said_before_points(aurore: Path, rmentor: Run) -> None:
    lines = [
        f'  - {{mentee: "{one["mentee"]}", mentor: "{one["mentor"]}"}}\n'
        for one in yaml.safe_load((aurore / "pairs.yaml").read_text("utf-8"))["pairs"]
    ]
    (aurore / "announced.yaml").write_text("version: 1\npairs:\n" + "".join(lines), "utf-8")
    said = rmentor("-C", aurore, "--language", "en", "pair", "--explain", "00103")
    costs = [
        one["cost"] for one in json.loads(rmentor("-C", aurore, "pair", "--explain", "00103", "--json").out)["options"]
    ]
    assert any(cost and cost["moved"] and not cost["unserved"] for cost in costs)
    assert "it would part N pairs that were announced" in " ".join(said.out.split())


# --- for a platform ---


def rows(path: Path) -> list[dict[str, str]]:
    content = path.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content, newline="")))


def test_a_platform_gets_one_line_a_person_and_one_a_pair(aurore: Path, rmentor: Run) -> None:
    said = rmentor("-C", aurore, "pair", "--platform")
    assert said.status == 0, said.err
    pairs = yaml.safe_load((aurore / "pairs.yaml").read_text("utf-8"))["pairs"]
    members, matches = (rows(aurore / "out" / "platform" / f"{name}.csv") for name in ("members", "matches"))
    assert {(one["Employee ID"], one["Role"]) for one in members} == {
        (one[side], side) for one in pairs for side in ("mentee", "mentor")
    }
    assert [(one["Mentor Email Address"], one["Mentee Email Address"]) for one in matches] == [
        (f"{one['mentor']}@aurore.example", f"{one['mentee']}@aurore.example") for one in pairs
    ]
    first = next(one for one in members if one["Employee ID"] == "00101")
    assert (first["First Name"], first["Last Name"], first["Email"]) == (
        "Jérôme",
        "Dupont-Aignan",
        "00101@aurore.example",
    )
    assert all(one["Maximum Mentees"] for one in members if one["Role"] == "mentor")


def test_no_cell_for_a_platform_is_a_formula_and_who_has_no_address_is_named(northwind: Path, rmentor: Run) -> None:
    roster = northwind / "roster.csv"
    change(roster, "Ada Brightwater", "=HYPERLINK(x) Brightwater")
    change(roster, "n2@northwind.example", "")
    rmentor("-C", northwind, "select")
    said = rmentor("-C", northwind, "pair", "--platform")
    assert said.status == 0, said.err
    content = (northwind / "out" / "platform" / "members.csv").read_text("utf-8-sig")
    assert "'=HYPERLINK(x)" in content
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in csv.reader(io.StringIO(content)) for cell in row)
    assert "without the e-mail by which platforms know people" in said.err
