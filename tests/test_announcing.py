"""What people are told is on record once, moves when it moves, and keeps pairs together."""

from __future__ import annotations

from pathlib import Path

import yaml

from tests.conftest import Run


def told(folder: Path) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = yaml.load(
        (folder / "announced.yaml").read_text("utf-8"), yaml.BaseLoader
    )
    return found


def test_announced_once_nothing_is_new_and_pairs_and_plans_stay_true(aurore: Path, rmentor: Run) -> None:
    said = rmentor("-C", aurore, "announce", "--on", "2026-12-10")
    assert said.status == 0, said.err
    assert "&id" not in (aurore / "announced.yaml").read_text("utf-8")
    first = told(aurore)
    pairs = yaml.safe_load((aurore / "pairs.yaml").read_text("utf-8"))["pairs"]
    assert [(one["mentee"], one["mentor"]) for one in first["pairs"]] == [
        (one["mentee"], one["mentor"]) for one in pairs
    ]
    assert {one["sequence"] for one in first["sessions"]} == {"0"}
    before = (aurore / "announced.yaml").read_bytes()
    assert rmentor("-C", aurore, "announce", "--on", "2026-12-11").status == 0
    assert (aurore / "announced.yaml").read_bytes() == before
    assert rmentor("-C", aurore, "pair", "--check").status == 0
    assert rmentor("-C", aurore, "plan", "--check").status == 0
    assert rmentor("-C", aurore, "check").status == 0


def test_a_session_that_moves_has_a_higher_number_and_the_others_keep_their_day(aurore: Path, rmentor: Run) -> None:
    rmentor("-C", aurore, "announce", "--on", "2026-12-10")
    assert rmentor("-C", aurore, "agree", "00101", "--move", "2=2027-02-10T09:00", "--by", "les deux").status == 0
    assert [rmentor("-C", aurore, one).status for one in ("select", "pair", "plan")] == [0, 0, 0]
    said = rmentor("-C", aurore, "announce", "--on", "2026-12-12")
    assert said.status == 0, said.err
    sessions = told(aurore)["sessions"]
    assert [one["sequence"] for one in sessions].count("1") == 1
    (moved,) = [one for one in sessions if one["sequence"] == "1"]
    assert moved["on"] == "2026-12-12"
    assert {one["on"] for one in sessions if one is not moved} == {"2026-12-10"}
