"""What changed beside what people know, and what each thing that was settled costs."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import Run

ONE = "00112"
ENGLISH = ("--language", "en")


def agree(rmentor: Run, folder: Path, *options: str, on: str = "2026-12-12") -> None:
    said = rmentor("-C", folder, "agree", ONE, *options, "--by", "les deux", "--on", on)
    assert said.status == 0, said.err


def diff(rmentor: Run, folder: Path, mentee: str = ONE) -> dict[str, Any]:
    said = rmentor(*ENGLISH, "-C", folder, "plan", mentee, "--diff", "--json")
    assert said.status == 0, said.err
    (found,) = json.loads(said.out)["differences"]
    return dict(found)


def files(folder: Path) -> dict[str, bytes]:
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def test_what_a_pin_costs_is_said_in_levels(aurore: Path, rmentor: Run) -> None:
    agree(rmentor, aurore, "--pin", "ia-decouverte=3")
    agree(rmentor, aurore, "--sessions", "3")
    before = files(aurore)
    said = rmentor(*ENGLISH, "-C", aurore, "plan", ONE, "--diff")
    assert said.status == 0
    assert files(aurore) == before
    assert "beside the plan that was kept:\n" in said.out
    credit = (
        "settling for 3 sessions costs 2 levels of IA générative and the target in IA générative and brings a last "
    )
    assert credit + "session 28 days sooner (9 February 2027, not 9 March 2027) and 120 minutes less" in said.out
    assert "pinning Premier contact, sans fard to session 3 costs 1 level of IA générative" in said.out
    told = diff(rmentor, aurore)
    assert told["against"] == "plan"
    assert {one["kind"]: one["levels"].get("ia") for one in told["costs"]} == {"pin": 1.0, "sessions": 2.0}
    assert all(one["text"] in said.out for one in (*told["changes"], *told["costs"]))


def test_what_costs_nothing_is_said_too(aurore: Path, rmentor: Run) -> None:
    agree(rmentor, aurore, "--refuse", "donnees-lire", "--minutes", "60")
    costs = diff(rmentor, aurore)["costs"]
    assert [(one["kind"], one["levels"]) for one in costs] == [("minutes", {}), ("refused", {})]
    assert all(one["text"].endswith(" costs nothing") for one in costs)


def without(folder: Path, line: str) -> None:
    """Takes the line with that text out of the executive's file, by hand."""
    file = folder / f"mentees/{ONE}.yaml"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    (at,) = [number for number, one in enumerate(lines) if line in one]
    file.write_text("".join(lines[:at] + lines[at + 1 :]).removesuffix("agreed:\n"), encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (("--move", "3=2027-02-17T10:00"), "{move:"),
        (("--sessions", "4", "--every", "3 weeks"), "- {time:"),
        (("--minutes", "45"), "{minutes:"),
        (("--refuse", "ia-prompts"), "{refuse:"),
    ],
)
def test_what_each_choice_costs_is_the_plan_without_its_line(
    options: tuple[str, ...], line: str, aurore: Path, rmentor: Run
) -> None:
    """The line is taken out by hand, and the two plans are laid side by side."""
    agree(rmentor, aurore, *options)
    (cost,) = diff(rmentor, aurore)["costs"]
    plans = []
    for _ in range(2):
        said = rmentor("-C", aurore, "plan", ONE, "--json", "--no-keep")
        plans.append(json.loads(said.out)["plans"][0])
        if len(plans) == 1:
            without(aurore, line)
    now, other = plans
    gaps = {topic: min(other["levels"][topic][1:]) - min(now["levels"][topic][1:]) for topic in now["levels"]}
    assert cost["levels"] == {topic: round(gap, 6) for topic, gap in gaps.items() if gap}
    assert cost["gain"] == round(other["gain"] - now["gain"], 6)
    last, before = (dt.date.fromisoformat(one["sessions"][-1]["date"]) for one in plans)
    assert (cost["last"], cost["last_without"]) == (last.isoformat(), before.isoformat())
    assert cost["days"] == (last - before).days
    minutes = [len(one["sessions"]) * (45 if "45" in options and one is now else 60) for one in plans]
    assert cost["diary_minutes"] == minutes[0] - minutes[1]
    starts = [{one["number"]: (one["date"], one["start"]) for one in plan["sessions"]} for plan in plans]
    moved = [number for number in starts[0] if number in starts[1] and starts[0][number] != starts[1][number]]
    assert cost["other_days"] == moved


def test_a_rhythm_alone_costs_days_at_the_end(aurore: Path, rmentor: Run) -> None:
    agree(rmentor, aurore, "--every", "3 weeks")
    (cost,) = diff(rmentor, aurore)["costs"]
    assert cost["text"].startswith(
        "settling for a session every 3 weeks costs 28 days more until the last session (6 April 2027, not 9 March"
    )
    french = json.loads(rmentor("-C", aurore, "plan", ONE, "--diff", "--json").out)["differences"][0]["costs"][0]
    assert french["text"].startswith("convenir d'une séance toutes les 3 semaines coûte 28 jours de plus jusqu'à la")


def test_a_move_that_moves_nothing_else_costs_nothing(aurore: Path, rmentor: Run) -> None:
    agree(rmentor, aurore, "--move", "3=2027-02-10T10:00")
    (cost,) = diff(rmentor, aurore)["costs"]
    assert cost["text"] == "moving session 3 to 10 February 2027 10:00 costs nothing"


def test_what_later_lines_say_otherwise_costs_nothing_any_more_and_is_not_told(aurore: Path, rmentor: Run) -> None:
    agree(rmentor, aurore, "--sessions", "5", "--pin", "ia-decouverte=3", on="2026-12-11")
    agree(rmentor, aurore, "--sessions", "4", "--pin", "ia-decouverte=2", on="2026-12-12")
    told = [(one["kind"], one.get("count"), one.get("session")) for one in diff(rmentor, aurore)["costs"]]
    assert told == [("sessions", 4, None), ("pin", None, 2)]


def test_what_a_plan_cannot_do_without_is_said(aurore: Path, rmentor: Run) -> None:
    file = aurore / f"mentees/{ONE}.yaml"
    file.write_text(file.read_text("utf-8").replace("every: 2 weeks", "every: 6 months"), encoding="utf-8")
    agree(rmentor, aurore, "--every", "2 weeks")
    assert [rmentor("-C", aurore, one).status for one in ("select", "pair")] == [0, 0]
    (cost,) = diff(rmentor, aurore)["costs"]
    assert cost["possible"] is False
    assert cost["text"] == "without settling for a session every 2 weeks, no plan could be made"


def test_what_is_older_than_the_announcement_is_weighed_without_it(aurore: Path, rmentor: Run) -> None:
    """What was announced was made by the rhythm: kept as it is, the rhythm would look as if it cost nothing."""
    agree(rmentor, aurore, "--every", "3 weeks")
    before = diff(rmentor, aurore)["costs"]
    assert rmentor("-C", aurore, "run").status == 0
    assert rmentor("-C", aurore, "announce", "--on", "2026-12-20").status == 0
    assert diff(rmentor, aurore)["costs"] == before


def test_beside_what_was_announced_each_kind_of_change_is_told_once(aurore: Path, rmentor: Run) -> None:
    assert rmentor("-C", aurore, "announce", "--on", "2026-12-10").status == 0
    assert diff(rmentor, aurore)["changes"] == []
    agree(rmentor, aurore, "--sessions", "4", "--move", "2=2027-01-28T10:00")
    told = diff(rmentor, aurore)
    assert told["against"] == "announced"
    kinds = [one["kind"] for one in told["changes"]]
    assert kinds[:2] == ["moved", "off"]
    assert told["changes"][0]["text"] == "session 2 moves from 26 January 2027 08:30 to 28 January 2027 10:00"
    assert "module_out" in kinds
    assert [rmentor("-C", aurore, one).status for one in ("select", "pair", "plan")] == [0, 0, 0]
    plan = rmentor(*ENGLISH, "-C", aurore, "plan", ONE)
    assert "No longer as announced:\n  session 2 moves from" in plan.out
    table = rmentor(*ENGLISH, "-C", aurore, "plan")
    assert "No longer as announced for Kévin Garcia:" in table.out
    assert rmentor("-C", aurore, "announce", "--on", "2026-12-20").status == 0
    assert diff(rmentor, aurore)["changes"] == []
    assert "No longer as announced" not in rmentor(*ENGLISH, "-C", aurore, "plan", ONE).out


def test_another_mentor_is_named(aurore: Path, rmentor: Run) -> None:
    assert rmentor("-C", aurore, "announce", "--on", "2026-12-10").status == 0
    pairs = yaml.safe_load((aurore / "pairs.yaml").read_text("utf-8"))["pairs"]
    (gone,) = [one["mentor"] for one in pairs if one["mentee"] == ONE]
    said = rmentor("-C", aurore, "decide", "--refuse", gone, "--reason", "départ", "--by", "DRH", "--on", "2027-01-20")
    assert said.status == 0
    assert [rmentor("-C", aurore, one).status for one in ("select", "pair")] == [0, 0]
    assert [one["kind"] for one in diff(rmentor, aurore)["changes"]] == ["mentor"]


def test_without_an_announcement_or_a_plan_there_is_nothing_to_compare_with(aurore: Path, rmentor: Run) -> None:
    (aurore / f"plans/{ONE}.yaml").unlink()
    assert diff(rmentor, aurore)["against"] == "nothing"


def test_as_if_nothing_had_been_announced_writes_nothing(aurore: Path, rmentor: Run) -> None:
    assert rmentor("-C", aurore, "announce", "--on", "2026-12-10").status == 0
    before = files(aurore)
    said = rmentor("-C", aurore, "plan", ONE, "--no-keep", "--json")
    assert said.status == 0
    assert json.loads(said.out)["plans"][0]["mentee"] == ONE
    assert files(aurore) == before


# --- one executive's fault is nobody else's ---


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ("  - {pin: {module: ia-prompts, session: 9}}\n", "session_beyond_credit"),
        ("  - {pin: {module: ia-prompts, session: 1}}\n", "pins_clash"),
        ("  - {time: {sessions: 0}}\n", "no_credit"),
        ("  - {time: {minutes: 10}}\n", "ritual_fills_session"),
        ("  - {time: {minutes: 0}}\n", "no_minutes"),
        ("  - {time: {every: 6 months}}\n", "window_too_short"),
        ("  - {refuse: ia-decouverte}\n  - {pin: {module: ia-prompts, session: 3}}\n", "pin_behind_refused"),
    ],
)
def test_what_cannot_hold_for_one_stops_nobody_else(lines: str, code: str, aurore: Path, rmentor: Run) -> None:
    file = aurore / f"mentees/{ONE}.yaml"
    file.write_text(file.read_text("utf-8") + "agreed:\n" + lines, encoding="utf-8")
    for one in (aurore / "plans").glob("*"):
        one.unlink()
    assert [rmentor("-C", aurore, one).status for one in ("select", "pair")] == [0, 0]
    said = rmentor("-C", aurore, "plan", "--json")
    assert said.status == 1
    answer = json.loads(said.out)
    assert [(one["code"], one["path"]) for one in answer["problems"]] == [(code, f"mentees/{ONE}.yaml")]
    assert answer["problems"][0]["line"] > 0
    assert len(list((aurore / "plans").glob("*"))) == 11
    assert len(answer["plans"]) == 11


@pytest.mark.parametrize(("said", "code"), [("minutes: 0", "no_minutes"), ("weekdays: []", "no_weekdays")])
def test_a_credit_of_nothing_in_one_file_stops_nobody_else(said: str, code: str, aurore: Path, rmentor: Run) -> None:
    file = aurore / "mentees/00110.yaml"
    text = file.read_text("utf-8")
    assert "every: 2 weeks" in text
    file.write_text(text.replace("every: 2 weeks", said), encoding="utf-8")
    ran = rmentor("-C", aurore, "run", "--json")
    assert ran.status == 1
    found = json.loads(ran.out)["attention"]
    assert [(one["code"], one["path"], one["line"]) for one in found] == [(code, "mentees/00110.yaml", 6)]
    assert len(list((aurore / "plans").glob("*"))) == 11


def test_modules_that_wait_for_one_another_stop_no_plan_that_does_without(aurore: Path, rmentor: Run) -> None:
    kit = aurore / "kits/circle"
    (kit / "modules").mkdir(parents=True)
    (kit / "kit.yaml").write_text("version: 1\nid: circle\ntitle: c\nmodules: [x, y]\n")
    for one, other in (("x", "y"), ("y", "x")):
        text = f"version: 1\nid: {one}\ntitle: {one}\nminutes: 5\nteaches: {{ia: 3}}\nrequires: [{other}]\n"
        (kit / f"modules/{one}.yaml").write_text(text)
    settings = aurore / "rmentor.yaml"
    settings.write_text(settings.read_text("utf-8").replace("kits:\n", "kits:\n  - kits/circle\n"), encoding="utf-8")
    assert [rmentor("-C", aurore, one).status for one in ("select", "pair")] == [0, 0]
    said = rmentor("-C", aurore, "plan", "--json")
    assert said.status == 1
    assert [one["code"] for one in json.loads(said.out)["problems"]] == ["circle_of_modules"]
    assert len(list((aurore / "plans").glob("*"))) == 12
    assert rmentor("-C", aurore, "check").status == 1


def test_two_plans_that_fail_are_counted(aurore: Path, rmentor: Run) -> None:
    for one in (ONE, "00101"):
        file = aurore / f"mentees/{one}.yaml"
        file.write_text(file.read_text("utf-8") + "agreed: [{time: {sessions: 0}}]\n", encoding="utf-8")
    assert [rmentor("-C", aurore, one).status for one in ("select", "pair")] == [0, 0]
    said = rmentor(*ENGLISH, "-C", aurore, "plan")
    assert said.status == 1
    assert "\n2 errors\n" in said.err
