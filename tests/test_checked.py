"""Every plan of whole programmes, played again from the files by a checker that knows nothing of the planner."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.checker import faults, load
from tests.conftest import AURORE, ROOT, Run

NORTHWIND = ROOT / "examples" / "northwind"


@pytest.mark.parametrize("example", [AURORE, NORTHWIND])
def test_the_examples_plans_hold(example: Path) -> None:
    assert faults(example) == []
    assert len(list((example / "plans").glob("*.yaml"))) >= 8


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("2027-01-13", "2027-01-14", "not one of their weekdays"),
        ("2027-01-13", "2027-07-14", "out of order"),
        ('start: "08:30"', 'start: "08:00"', "lasts 1:30:00"),
        ("gain: 10", "gain: 11", "the gain is"),
        ("ia: [0.0000, 2", "ia: [0.0000, 3", "the plan says"),
        ("number: 2", "number: 3", "out of order"),
        ("- {id: ia-decouverte", "- {id: ia-equipe", "comes before"),
        ("- {module: ia-prompts, ", "- {module: nowhere, ", "left out are"),
    ],
)
def test_the_checker_sees_what_is_wrong(before: str, after: str, told: str, aurore: Path) -> None:
    file = aurore / "plans/00101.yaml"
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    assert any(told in one for one in faults(aurore)), faults(aurore)


def test_plans_hold_step_by_step_through_a_programme_in_course(aurore: Path, rmentor: Run) -> None:
    """Announced, held, called off, moved, pinned, refused, an absence, another need, a mentor who leaves."""

    def act(*words: str) -> None:
        assert rmentor("-C", aurore, *words).status == 0, words
        if rmentor("-C", aurore, "plan").status == 0:  # the pairs did not hang on it
            assert faults(aurore) == []
            return
        for one in ("select", "pair", "plan"):
            said = rmentor("-C", aurore, one)
            assert said.status == 0, (words, one, said.err)
        assert faults(aurore) == []

    def change(mentee: str, **new: object) -> None:
        file = aurore / f"mentees/{mentee}.yaml"
        data = load(file)
        data["time"] |= {key: value for key, value in new.items() if key != "target"}
        if "target" in new:
            data["topics"]["cyber"]["target"] = new["target"]
        file.write_text(yaml.safe_dump(data), encoding="utf-8")

    rmentor("-C", aurore, "announce", "--on", "2026-12-10")
    act("log", "00102", "1", "--held", "2027-01-12")
    act("log", "00112", "1", "--held", "2027-01-13", "--minutes", "50", "--modules", "cyber-reflexes")
    act("log", "00112", "2", "--cancelled", "2027-01-26")
    act("log", "00103", "2", "--moved", "2027-01-27T10:00")
    change("00112", absent=["2027-02-09..2027-02-12"])
    act("agree", "00112", "--refuse", "cyber-mobilite", "--by", "les deux", "--on", "2027-01-28")
    change("00102", target="5", sessions="6")
    act("agree", "00102", "--pin", "cyber-crise=4", "--by", "les deux", "--on", "2027-01-28")
    act("announce", "--on", "2027-01-29")
    gone = load(aurore / "plans/00102.yaml")["mentor"]
    act("decide", "--refuse", gone, "--reason", "départ", "--by", "DRH", "--on", "2027-02-01")
    assert load(aurore / "plans/00102.yaml")["mentor"] != gone
    act("log", "00102", "2", "--held", load(aurore / "plans/00102.yaml")["sessions"][1]["date"])
    act("announce", "--on", "2027-02-20")


def test_plans_are_the_same_whatever_seeds_hashes(aurore: Path, rmentor: Run) -> None:
    rmentor("-C", aurore, "announce", "--on", "2026-12-10")
    rmentor("-C", aurore, "log", "00112", "1", "--held", "2027-01-12")
    rmentor("-C", aurore, "log", "00112", "2", "--cancelled", "2027-01-26")
    found = []
    for seed in ("0", "1", "4242"):
        for file in (aurore / "plans").glob("*.yaml"):
            file.unlink()
        command = [sys.executable, "-m", "rmentor", "-C", str(aurore), "plan", "--json"]
        said = subprocess.run(
            command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True, timeout=120
        )
        found.append((said.stdout, [one.read_bytes() for one in sorted((aurore / "plans").glob("*.yaml"))]))
    assert found[0] == found[1] == found[2]
    assert len(found[0][1]) == 12
