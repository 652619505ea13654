"""The command line as its users meet it: streams, exit statuses, JSON, hints; in process and as a process."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from rmentor import cli, replanning
from rmentor.__main__ import main as entry
from rmentor.files.folder import Folder
from rmentor.steps import Programme
from rmentor.tasks import Task
from rmentor.words import words
from tests.conftest import AURORE, BEFORE, DATA, NORTHWIND, ROOT, Run, copied

BARE = DATA / "bare.csv"


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# --- the whole way ---


def test_somebody_inside_a_programme_is_told_how_to_name_it(aurore: Path, rmentor: Run) -> None:
    (aurore / "mentees" / "deep").mkdir()
    for inside, way in (("mentees", ".."), ("mentees/deep", "../..")):
        said = rmentor("-C", aurore / inside, "--language", "en", "status")
        assert (said.status, said.out) == (1, "")
        assert f"hint: did you mean -C {(aurore / inside).as_posix()}/{way}?" in said.err


def test_a_programme_that_has_just_begun_is_told_what_comes_next_at_each_step(tmp_path: Path, rmentor: Run) -> None:
    folder = tmp_path / "new"
    take_in = f"next: rmentor -C {folder.as_posix()} import roster EXPORT.csv\n"
    people = "next: one file an executive in mentees/ (see README.md), or `rmentor import answers FILE`"
    assert take_in in rmentor("--language", "en", "init", folder).err
    assert rmentor("-C", folder, "check").err.endswith(take_in)
    assert rmentor("-C", folder, "status").err.endswith(take_in)
    assert rmentor("-C", folder, "import", "roster", BARE, "--yes").status == 0
    for command, out in (
        ("select", "chosen"), ("pair", "0 pairs, total 0.00."), ("plan", "no plan to show"),
        ("announce", "nothing to announce: there are no pairs yet"), ("run", ""),
    ):  # fmt: skip
        said = rmentor("-C", folder, command)
        assert said.status == 0, said.err
        assert out in said.out, command
        assert people in said.err, command
    for command in (("kit", "check"), ("kit", "list"), ("kit", "export", "gift"), ("kit", "export", "md")):
        said = rmentor("-C", folder, *command)
        assert "there are no kits yet" in said.out + said.err, command
        assert said.status == 0, command
    assert "0 binôme, total 0,00." in rmentor("-C", folder, "--language", "fr", "pair").out


def test_run_goes_from_roster_to_documents_and_then_has_nothing_to_do(aurore: Path, rmentor: Run) -> None:
    shutil.rmtree(aurore / "plans")
    (aurore / "pairs.yaml").unlink()
    (aurore / "selection.yaml").unlink()
    first = rmentor("-C", aurore, "run")
    assert first.status == 0
    assert "plans/00112.yaml" in first.out
    assert f"documents dans {aurore.as_posix()}/out/" in first.out
    before = _files(aurore)
    second = rmentor("-C", aurore, "run")
    assert (second.out, second.err, second.status) == ("rien à changer\n", "", 0)
    assert _files(aurore) == before


@pytest.mark.parametrize(
    ("example", "begun", "count"),
    [(AURORE, True, 14), (AURORE, False, 14), (NORTHWIND, True, 10)],
    ids=["aurore", "aurore-before", "northwind"],
)
def test_committed_outputs_of_examples_are_made_again_byte_for_byte(
    example: Path, begun: bool, count: int, tmp_path: Path, rmentor: Run, request: pytest.FixtureRequest
) -> None:
    """`--update-golden` writes those of `tests/data/aurore-before` anew; those of the examples are made by
    `run`, which does what these steps do."""
    folder = copied(example, tmp_path, begun=begun)
    made = {name: content for name, content in _files(folder).items()
            if name in ("selection.yaml", "pairs.yaml") or name.startswith("plans/")}  # fmt: skip
    assert len(made) == count
    for name in made:
        (folder / name).unlink()
    for step in ("select", "pair", "plan"):
        assert rmentor("-C", folder, step).status == 0
    if not begun and request.config.getoption("--update-golden"):
        for name in made:
            (BEFORE / name).write_bytes((folder / name).read_bytes())
        return
    for name, content in made.items():
        assert (folder / name).read_bytes() == content, name


def test_steps_one_by_one_do_what_run_does(northwind: Path, rmentor: Run) -> None:
    for command in ("select", "pair", "plan", "render"):
        said = rmentor("-C", northwind, command)
        assert said.status == 0, said.err
    one_by_one = _files(northwind)
    assert rmentor("-C", northwind, "run").status == 0
    again = _files(northwind)
    assert {k: v for k, v in again.items() if k != "out/.made.json"} == {
        k: v for k, v in one_by_one.items() if k != "out/.made.json"
    }


def test_only_what_is_stale_is_made_again(aurore_ran: Path, rmentor: Run) -> None:
    mentee = aurore_ran / "mentees" / "00112.yaml"
    mentee.write_text(mentee.read_text().replace("sessions: 6", "sessions: 2"))
    said = rmentor("-C", aurore_ran, "run", "--json")
    written = json.loads(said.out)["written"]
    assert "plans/00112.yaml" in written
    documents = [name for name in written if name.startswith("out/")]
    assert documents
    assert all(name.startswith("out/00112/") for name in documents)
    assert not (aurore_ran / "out" / "00112" / "seance-5-fiche.pdf").exists()


def test_a_deleted_document_is_made_again(northwind: Path, rmentor: Run) -> None:
    rmentor("-C", northwind, "run")
    victim = northwind / "out" / "n1" / "programme.pdf"
    content = victim.read_bytes()
    victim.unlink()
    said = rmentor("-C", northwind, "run", "--json")
    assert json.loads(said.out)["written"] == ["out/n1/programme.pdf"]
    assert victim.read_bytes() == content


def test_a_new_mentee_file_is_noticed(northwind: Path, rmentor: Run) -> None:
    rmentor("-C", northwind, "run")
    (northwind / "mentees" / "n7.yaml").write_text("version: 1\nid: n7\ntopics: {security: {target: 2}}\n")
    said = rmentor("-C", northwind, "run")
    assert said.status == 1
    assert "Bo Carrick has no mentor" in said.err
    again = rmentor("-C", northwind, "run")
    assert again.status == 1
    assert again.out == "nothing to change\n"
    assert "Bo Carrick has no mentor" in again.err


# --- each command ---


def test_init_gives_a_folder_on_which_check_passes(tmp_path: Path, rmentor: Run) -> None:
    for language in ("fr", "en"):
        folder = tmp_path / language
        assert rmentor("init", folder, "--language", language).status == 0
        said = rmentor("-C", folder, "check")
        assert said.status == 0
        assert "roster.csv" in said.err
        assert (folder / ".gitignore").is_file()
        assert (folder / ".gitattributes").is_file()
        assert (folder / "README.md").is_file()


def test_init_names_a_folder_from_where_it_is_typed(
    tmp_path: Path, rmentor: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert rmentor("init", "new", "--language", "en").status == 0
    assert rmentor("-C", "new", "check").status == 0
    assert rmentor("-C", "new", "init", "inside", "--language", "en").status == 0
    assert (tmp_path / "new" / "inside" / "rmentor.yaml").is_file()


def test_no_two_parameters_of_a_command_share_a_name() -> None:
    from typer.main import get_command

    from rmentor.cli import COMMANDS, Gate, app

    group = get_command(app)
    assert isinstance(group, Gate)
    with group.make_context("rmentor", ["status"], resilient_parsing=True) as context:
        context._calls = True
        waiting = [group.get_command(context, name) for name in COMMANDS]
        while waiting:
            command = waiting.pop()
            waiting += getattr(command, "commands", {}).values()
            names = [param.name for param in command.params]
            assert sorted(names) == sorted(set(names)), command.name


def test_init_then_a_recognised_roster_then_run(tmp_path: Path, rmentor: Run) -> None:
    folder = tmp_path / "new"
    rmentor("init", folder, "--language", "en")
    shutil.copy(BARE, folder / "roster.csv")
    said = rmentor("-C", folder, "run")
    assert said.status == 0, said.err
    assert "one file an executive in mentees/" in said.err
    assert yaml.safe_load((folder / "selection.yaml").read_text())["mentors"]
    (folder / "mentees" / "b1.yaml").write_text("version: 1\nid: b1\ntopics: {ai: {target: 2}}\n")
    said = rmentor("-C", folder, "run")
    assert said.status == 0, said.err
    assert "list your kits" in said.err


def test_init_with_another_roster_names_the_lines_to_add(tmp_path: Path, rmentor: Run) -> None:
    folder = tmp_path / "new"
    rmentor("init", folder, "--language", "fr")
    shutil.copy(DATA / "export-rh.csv", folder / "roster.csv")
    said = rmentor("-C", folder, "run")
    assert said.status == 1
    assert '- {column: "Score Pix", scale: [0, 1024], source: test}' in said.err
    assert not (folder / "selection.yaml").exists()


def test_init_refuses_a_folder_that_holds_a_programme(aurore: Path, rmentor: Run) -> None:
    before = _files(aurore)
    said = rmentor("init", aurore)
    assert said.status == 1
    assert _files(aurore) == before


@pytest.mark.parametrize("example", ["aurore", "northwind"])
def test_init_copies_an_example_that_runs_where_it_stands(example: str, tmp_path: Path, rmentor: Run) -> None:
    folder = tmp_path / "far" / "away" / "copy"
    said = rmentor("init", folder, "--example", example)
    assert said.status == 0
    assert said.out.count("/library/") == 1
    assert "../library" not in (folder / "rmentor.yaml").read_text(encoding="utf-8")
    for step in ("select", "pair", "plan"):
        assert rmentor("-C", folder, step).status == 0
    kept = yaml.safe_load((ROOT / "examples" / example / "pairs.yaml").read_text(encoding="utf-8"))
    assert yaml.safe_load((folder / "pairs.yaml").read_text(encoding="utf-8"))["pairs"] == kept["pairs"]


def test_select_without_a_project_ranks_and_says_what_it_assumed(tmp_path: Path, rmentor: Run) -> None:
    before = _files(BARE.parent)
    said = rmentor("-C", tmp_path, "select", BARE, "--mentors", "2")
    assert said.status == 0
    assert "2 chosen for 2 places" in said.out
    assert "read on 1 to 5" in said.err
    assert "read on 0 to 100" in said.err
    assert "only those with yes under volunteer" in said.err
    assert _files(BARE.parent) == before


def test_select_of_unrecognised_headings_offers_a_programme_that_works(tmp_path: Path, rmentor: Run) -> None:
    shutil.copy(DATA / "export-rh.csv", tmp_path)
    said = rmentor("-C", tmp_path, "select", tmp_path / "export-rh.csv")
    assert said.status == 1
    assert "Score Pix" in said.err
    (tmp_path / "rmentor.yaml").write_text(said.out, encoding="utf-8")
    said = rmentor("-C", tmp_path, "select")
    assert said.status == 0, said.err
    assert "10 personnes choisies" in said.out


def test_select_with_a_roster_in_a_project_writes_nothing(aurore: Path, tmp_path: Path, rmentor: Run) -> None:
    other = tmp_path / "other.csv"
    lines = (aurore / "roster.csv").read_bytes().splitlines(keepends=True)
    other.write_bytes(b"".join(line for line in lines if not line.startswith(b"00339;")))
    before = _files(aurore)
    said = rmentor("-C", aurore, "select", other)
    assert said.status == 0
    assert "00339" not in said.out
    assert _files(aurore) == before


def test_select_explains_one_person(aurore: Path, rmentor: Run) -> None:
    before = _files(aurore)
    said = rmentor("-C", aurore, "select", "--explain", "00304", "--language", "en")
    assert said.out.startswith("Nadège Vincent (00304)\n")
    assert "on 0–1,024, weight 3" in said.out
    assert "Score 76.81 of 100" in said.out
    assert "people decide" in said.out
    for other in ("00263", "Œrsted"):
        assert other not in said.out
    assert _files(aurore) == before


def test_human_view_and_json_say_the_same(aurore: Path, rmentor: Run) -> None:
    data = json.loads(rmentor("-C", aurore, "select", "--json").out)
    said = rmentor("-C", aurore, "select", "--top", "500")
    lines = {
        line.split()[1]: line
        for line in said.out.splitlines()
        if line.split()[1:2] and line.split()[1].startswith("00")
    }
    shown = [one for one in data["candidates"] if one["status"] in ("selected", "reserve")]
    assert len(shown) > 50
    assert set(lines) == {one["id"] for one in shown}
    for one in shown:
        assert f"{one['score']:.1f}".replace(".", ",") in lines[one["id"]]
        assert one["rank"] is None or lines[one["id"]].split()[0] == str(one["rank"])
    pairs = json.loads(rmentor("-C", aurore, "pair", "--json").out)
    told = rmentor("-C", aurore, "pair").out
    assert f"{pairs['total']:,.2f}".replace(",", "\u202f").replace(".", ",") in told
    plans = json.loads(rmentor("-C", aurore, "plan", "--json").out)
    told = rmentor("-C", aurore, "plan").out
    for plan in plans["plans"]:
        assert f"{plan['minutes']}/{plan['credit']}" in told


def test_json_of_select_has_the_promised_shape(aurore: Path, rmentor: Run) -> None:
    data = json.loads(rmentor("-C", aurore, "select", "--json").out)
    assert data["version"] == 1
    assert data["roster"] == {"rows": 192, "candidates": 110, "duplicates": 0}
    assert [one["key"] for one in data["criteria"]] == ["mastery", "transmission", "posture"]
    assert sum(one["weight"] for one in data["criteria"]) == pytest.approx(1)
    assert len(data["candidates"]) == 192
    ranks = sorted(one["rank"] for one in data["candidates"] if one["rank"])
    assert ranks == list(range(1, len(ranks) + 1))
    for one in data["candidates"]:
        if one["score"] is not None:
            assert sum(part["points"] for part in one["parts"].values()) == pytest.approx(one["score"])
            assert one["low"] <= one["score"] + 1e-9 <= one["high"] + 2e-9
        for reason in one["reasons"]:
            assert reason["code"]
            assert reason["text"]
    assert len(data["selected"]) == 12
    assert data["robustness"]["samples"] == 10_000


def test_what_if_of_pairs_writes_nothing_and_says_what_would_change(aurore: Path, rmentor: Run) -> None:
    before = (aurore / "pairs.yaml").read_bytes()
    said = rmentor("-C", aurore, "--language", "en", "pair", "--lock", "00263=00103")
    assert said.status == 0, said.err
    assert "points" in said.out
    assert "nothing was written" in said.err
    told = json.loads(rmentor("-C", aurore, "pair", "--without", "00304", "--json").out)
    assert told["difference"]["total"] < 0
    assert "00304" not in {one["mentor"] for one in told["pairs"]}
    options = json.loads(rmentor("-C", aurore, "pair", "--explain", "00103", "--json").out)["options"]
    assert [one["now"] for one in options].count(True) == 1
    assert all(one["cost"]["loss"] > -1e-6 for one in options if one["cost"] and not one["cost"]["unserved"])
    assert rmentor("-C", aurore, "pair", "--explain", "00103", "--lock", "00263=00103").status == 2
    assert (aurore / "pairs.yaml").read_bytes() == before


def test_the_explained_cost_of_each_mentor_is_what_a_lock_costs(aurore: Path, rmentor: Run) -> None:
    options = json.loads(rmentor("-C", aurore, "pair", "--explain", "00105", "--json").out)["options"]
    for one in [one for one in options if one["cost"]][:2]:
        locked = json.loads(rmentor("-C", aurore, "pair", "--lock", f"{one['mentor']}=00105", "--json").out)
        assert locked["difference"]["total"] == pytest.approx(-one["cost"]["loss"], abs=1e-6)


def test_last_rounds_pairs_goal_and_share_of_rmentor_yaml_are_followed(aurore: Path, rmentor: Run) -> None:
    before = {
        one["mentee"]: one["mentor"] for one in yaml.safe_load((aurore / "pairs.yaml").read_text("utf-8"))["pairs"]
    }
    (aurore / "old.yaml").write_text(
        f'version: 1\npairs: [{{mentee: "00103", mentor: "{before["00103"]}"}}]\n', "utf-8"
    )
    settings = (aurore / "rmentor.yaml").read_text("utf-8")
    settings = settings.replace("last_round: edition-2026.yaml", "last_round: old.yaml")
    settings = settings.replace("{cross_site: 25}", "{cross_site: 70}")
    rules = "pairing:\n  goal: no_one_left_behind\n"
    (aurore / "rmentor.yaml").write_text(settings.replace("pairing:\n", rules, 1), "utf-8")
    rmentor("-C", aurore, "select")
    found = json.loads(rmentor("-C", aurore, "pair", "--json").out)
    assert {one["mentee"]: one["mentor"] for one in found["pairs"]}["00103"] != before["00103"]
    apart = [
        one for one in found["pairs"] if one["parts"]["place"]["value"] < 100 and not one["parts"]["place"]["unknown"]
    ]
    assert 100 * len(apart) >= 70 * len(found["pairs"])
    assert found["optimal"]


def test_announced_pairs_stay_unless_no_keep_asks_otherwise(aurore: Path, rmentor: Run) -> None:
    best = {one["mentee"]: one["mentor"] for one in json.loads(rmentor("-C", aurore, "pair", "--json").out)["pairs"]}
    told = {**best, "00103": best["00104"], "00104": best["00103"]}
    lines = "".join(f'  - {{mentee: "{mentee}", mentor: "{mentor}"}}\n' for mentee, mentor in told.items())
    (aurore / "announced.yaml").write_text(f"version: 1\npairs:\n{lines}", "utf-8")
    kept = json.loads(rmentor("-C", aurore, "pair", "--json").out)
    assert {one["mentee"]: one["mentor"] for one in kept["pairs"]} == told
    assert kept["moved"] == []
    freed = json.loads(rmentor("-C", aurore, "pair", "--no-keep", "--json").out)
    assert {one["mentee"]: one["mentor"] for one in freed["pairs"]} == best
    assert rmentor("-C", aurore, "pair", "--check").status == 0


def test_require_ready_bars_mentors_who_are_not(aurore: Path, rmentor: Run) -> None:
    settings = (aurore / "rmentor.yaml").read_text("utf-8")
    (aurore / "rmentor.yaml").write_text(
        settings.replace("pairing:\n", "pairing:\n  require_ready: true\n", 1), "utf-8"
    )
    (aurore / "decisions.yaml").unlink()
    rmentor("-C", aurore, "select")
    said = rmentor("-C", aurore, "pair", "--json")
    assert said.status == 1
    codes = [[reason["code"] for reason in left["reasons"]] for left in json.loads(said.out)["unpaired"]]
    assert codes
    assert all("not_ready" in one for one in codes)


def test_anybodys_scores_are_paired_without_a_project(tmp_path: Path, rmentor: Run) -> None:
    file = tmp_path / "scores.csv"
    file.write_text("mentor;mentee;score;forbidden\nm;a;90,5;\nm;b;80;\nn;a;70;x\n", "utf-8")
    said = rmentor("-C", tmp_path, "pair", "--scores", file, "--json")
    assert said.status == 1
    told = json.loads(said.out)
    assert [(one["mentee"], one["mentor"], one["score"]) for one in told["pairs"]] == [("a", "m", 90.5)]
    assert told["unpaired"][0]["mentee"] == "b"
    assert rmentor("-C", tmp_path, "pair", "--scores", file, "--capacity", "2").status == 0
    assert sorted(one.name for one in tmp_path.iterdir()) == ["scores.csv"]


def test_json_of_pair_and_plan_have_the_promised_shape(aurore: Path, rmentor: Run) -> None:
    data = json.loads(rmentor("-C", aurore, "pair", "--json").out)
    assert set(data) >= {"version", "total", "served", "optimal", "bound", "pairs", "unpaired"}
    assert data["served"] == len(data["pairs"]) == 12
    for pair in data["pairs"]:
        assert sum(part["points"] for part in pair["parts"].values()) == pytest.approx(pair["score"])
    data = json.loads(rmentor("-C", aurore, "plan", "--json").out)
    for plan in data["plans"]:
        assert set(plan) >= {
            "mentee",
            "mentor",
            "proof",
            "gap",
            "gain",
            "bound",
            "fewest_themes",
            "fewest_changes",
            "minutes",
            "sessions",
            "left_out",
            "levels",
        }
        for session in plan["sessions"]:
            assert set(session) >= {"number", "date", "start", "end", "modules"}
        for left in plan["left_out"]:
            assert set(left) >= {"module", "code", "text"}
        kept = yaml.safe_load((aurore / "plans" / f"{plan['mentee']}.yaml").read_text())
        for session in plan["sessions"]:
            session.get("moved", {}).pop("text", None)
        assert kept["sessions"] == plan["sessions"]
        assert all("text" not in left for left in kept["left_out"])


def test_what_of_a_plan_is_proven_is_said_and_what_is_not(
    northwind: Path, rmentor: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [rmentor("-C", northwind, one).status for one in ("select", "pair")] == [0, 0]
    said = rmentor("-C", northwind, "plan", "n1").out
    assert "Themes a session: proven the fewest" in said
    assert "announced" not in said
    assert "Proven best: 2 of 2; with the fewest themes a session: 2.\n" in rmentor("-C", northwind, "plan").out
    real = replanning.compose

    def unproven(task: Task, told: Mapping[str, int]) -> replanning.Anew:
        return replace(real(task, told), fewest_themes=False, fewest_changes=False)

    monkeypatch.setattr(replanning, "compose", unproven)
    said = rmentor("-C", northwind, "plan", "n1").out
    assert "Themes a session: few, not proven the fewest." in said
    assert "Changes to what was announced: few, not proven the fewest." in said
    table = rmentor("-C", northwind, "plan").out
    assert "themes a session: 0; with the fewest changes to what was announced: 0 of 2.\n" in table
    kept = yaml.safe_load((northwind / "plans/n1.yaml").read_text("utf-8"))
    assert (kept["fewest_themes"], kept["fewest_changes"]) == (False, False)


def test_pair_names_the_command_that_must_come_first(northwind: Path, rmentor: Run) -> None:
    said = rmentor("-C", northwind, "pair")
    assert said.status == 1
    assert "rmentor select" in said.err
    rmentor("-C", northwind, "select")
    settings = northwind / "rmentor.yaml"
    settings.write_text(settings.read_text().replace("mentors: 2", "mentors: 3"))
    said = rmentor("-C", northwind, "pair")
    assert said.status == 1
    assert "other inputs" in said.err


def test_pair_with_somebody_unpaired_writes_names_and_exits_1(northwind: Path, rmentor: Run) -> None:
    (northwind / "mentees" / "n7.yaml").write_text("version: 1\nid: n7\ntopics: {security: {target: 2}}\n")
    rmentor("-C", northwind, "select")
    said = rmentor("-C", northwind, "pair")
    assert said.status == 1
    assert "has no mentor" in said.out
    pairs = yaml.safe_load((northwind / "pairs.yaml").read_text())
    assert len(pairs["pairs"]) == 2
    assert len(pairs["unpaired"]) == 1


def test_somebody_who_cannot_be_dated_does_not_stop_the_others(northwind: Path, rmentor: Run) -> None:
    mentee = northwind / "mentees" / "n2.yaml"
    mentee.write_text(
        mentee.read_text().replace("weekdays: [tue]", "weekdays: [tue], absent: [2027-01-01..2027-01-31]")
    )
    said = rmentor("-C", northwind, "run")
    assert said.status == 1
    assert "mentees/n2.yaml:4: session 1 finds no free day" in said.err
    assert (northwind / "plans" / "n1.yaml").is_file()
    assert not (northwind / "plans" / "n2.yaml").exists()
    assert (northwind / "out" / "n1" / "programme.pdf").is_file()
    again = rmentor("-C", northwind, "run")
    assert again.status == 1
    assert again.err == said.err


def test_render_by_kind_person_session_and_format(northwind: Path, rmentor: Run) -> None:
    for command in ("select", "pair", "plan"):
        rmentor("-C", northwind, command)
    said = rmentor("-C", northwind, "render", "handout", "--for", "n1", "--session", "2", "--format", "pdf", "--json")
    assert json.loads(said.out)["written"] == ["out/n1/session-2-handout.pdf"]
    assert sorted(path.name for path in (northwind / "out" / "n1").iterdir()) == ["session-2-handout.pdf"]


def test_dry_run_prints_the_difference_and_writes_nothing(aurore: Path, rmentor: Run) -> None:
    settings = aurore / "rmentor.yaml"
    settings.write_text(settings.read_text().replace("  mentors: 12", "  mentors: 11"))
    before = _files(aurore)
    said = rmentor("-C", aurore, "run", "--dry-run")
    assert "--- selection.yaml" in said.out
    assert '-- id: "00241"' in said.out
    assert _files(aurore) == before


def test_check_option_exits_1_only_if_something_would_change(aurore: Path, rmentor: Run) -> None:
    assert rmentor("-C", aurore, "select", "--check").status == 0
    settings = aurore / "rmentor.yaml"
    settings.write_text(settings.read_text().replace("  mentors: 12", "  mentors: 11"))
    before = _files(aurore)
    said = rmentor("-C", aurore, "select", "--check")
    assert said.status == 1
    assert "would change: selection.yaml" in said.err or "changerait : selection.yaml" in said.err
    assert _files(aurore) == before


def test_hand_edited_output_is_refused_and_force_overwrites(northwind: Path, rmentor: Run) -> None:
    rmentor("-C", northwind, "select")
    path = northwind / "selection.yaml"
    content = path.read_text()
    path.write_text(content.replace("rank: 1", "rank: 9"))
    for command in ("select", "run", "pair"):
        said = rmentor("-C", northwind, command)
        assert said.status == 1, command
        assert "was changed by hand" in said.err
    assert rmentor("-C", northwind, "select", "--force").status == 0
    assert path.read_text() == content


def test_line_ends_of_windows_change_nothing(northwind: Path, rmentor: Run) -> None:
    rmentor("-C", northwind, "run")
    for name in ("selection.yaml", "pairs.yaml", "rmentor.yaml", "mentees/n1.yaml", "roster.csv"):
        path = northwind / name
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    said = rmentor("-C", northwind, "run")
    assert (said.out, said.status) == ("nothing to change\n", 0)


def test_status_says_where_it_stands_and_what_comes_next(northwind: Path, rmentor: Run) -> None:
    said = rmentor("-C", northwind, "status")
    assert "not there yet" in said.out
    assert f"rmentor -C {northwind} select" in said.err
    rmentor("-C", northwind, "run")
    said = rmentor("-C", northwind, "status", "--json")
    data = json.loads(said.out)
    assert [step["state"] for step in data["steps"]] == ["done"] * 4
    assert data["next"] is None
    mentee = northwind / "mentees" / "n1.yaml"
    mentee.write_text(mentee.read_text().replace("target: 3", "target: 2"))
    assert json.loads(rmentor("-C", northwind, "status", "--json").out)["next"] == "select"


def test_bare_rmentor_shows_status_inside_and_help_outside(northwind: Path, tmp_path: Path, rmentor: Run) -> None:
    assert "Reverse mentoring pilot" in rmentor("-C", northwind).out
    outside = tmp_path / "empty"
    outside.mkdir()
    said = rmentor("-C", outside)
    assert said.status == 0
    assert "Usage" in said.out


# --- how it speaks ---


def test_options_stand_before_or_after_the_command(northwind: Path, rmentor: Run) -> None:
    before = rmentor("-C", northwind, "--language", "fr", "check")
    after = rmentor("check", "-C", northwind, "--language", "fr")
    assert before == after
    assert "0 erreur" in after.out


def test_usage_errors_exit_2(rmentor: Run, northwind: Path) -> None:
    for arguments in (("nonsense",), ("select", "--nonsense"), ("--language", "de", "check"), ("select", "--top", "x")):
        said = rmentor("-C", northwind, *arguments)
        assert said.status == 2, arguments
        assert said.out == ""


def test_a_bug_exits_3_and_shows_nobodys_data(northwind: Path, rmentor: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from rmentor.steps import Programme

    def broken(_: object, **__: object) -> None:
        raise RuntimeError("Ada Brightwater earns 100")

    monkeypatch.setattr(Programme, "require_sound_inputs", broken)
    said = rmentor("-C", northwind, "select")
    assert said.status == 3
    assert "This is a bug in rmentor" in said.err
    assert "RuntimeError" in said.err
    assert "Brightwater" not in said.err + said.out
    assert "Traceback" in rmentor("-C", northwind, "select", "--debug").err


def test_json_problems_have_the_promised_shape(northwind: Path, rmentor: Run) -> None:
    settings = northwind / "rmentor.yaml"
    settings.write_text(settings.read_text().replace("mentors: 2", "mentor: 2"))
    for command in ("check", "select", "run"):
        said = rmentor("-C", northwind, command, "--json")
        assert said.status == 1
        data = json.loads(said.out)
        assert data["version"] == 1
        assert {frozenset(one) for one in data["problems"]} == {
            frozenset({"path", "line", "column", "code", "message", "hint", "severity"})
        }
        assert [one["hint"] for one in data["problems"] if one["code"] == "unknown_key"] == ["did you mean mentors?"]


def _process(*arguments: object, **variables: str) -> subprocess.CompletedProcess[str]:
    """The command line as a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LANG": "en_GB.UTF-8", "PYTHONUTF8": "1"}
    environment.pop("LC_ALL", None)
    command = [sys.executable, "-m", "rmentor", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env={**environment, **variables}, timeout=120
    )


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nsys.argv = ['rmentor', '--help']\nfrom rmentor import cli\n"
        "try:\n cli.main()\nexcept SystemExit: pass\n"
        "heavy = {'numpy', 'scipy', 'jinja2', 'babel', 'holidays', 'typst', 'segno'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert done.returncode == 0, done.stderr
    assert "Select, pair, plan and render" in done.stdout


def test_a_run_with_nothing_to_do_builds_no_model(northwind: Path, rmentor: Run) -> None:
    rmentor("-C", northwind, "run")
    code = (
        f"import sys\nsys.argv = ['rmentor', '-C', {str(northwind)!r}, 'run']\nfrom rmentor import cli\n"
        "try:\n cli.main()\nexcept SystemExit: pass\n"
        "assert 'rmentor.programme' not in sys.modules and 'numpy' not in sys.modules\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert done.returncode == 0, done.stderr
    assert "nothing to change" in done.stdout


def test_help_of_every_command_is_that_of_the_table(rmentor: Run) -> None:
    from rmentor.cli import COMMANDS

    for name, (_, _, summary) in COMMANDS.items():
        said = rmentor(name, "--help")
        assert said.status == 0
        assert summary.split(";")[0].split(",")[0] in said.out, name


def test_help_breaks_its_lines_where_the_terminal_ends_alone() -> None:
    told = _process("render", "--help").stdout
    assert "Of a pair: programme, options, charter, brief, fit-check" in " ".join(told.split())
    lines = [line.strip() for line in told.split("╭")[0].splitlines()]
    for line, following in itertools.pairwise(lines):
        if line and following:
            assert len(line) + len(following.split()[0]) > 76, line


def test_an_interrupt_while_the_program_loads_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "main", stopped)
    with pytest.raises(SystemExit) as end:
        entry()
    assert end.value.code == 130


def test_version() -> None:
    from rmentor import __version__

    assert _process("--version").stdout == f"rmentor {__version__}\n"


def test_a_closed_pipe_is_not_our_bug(aurore: Path) -> None:
    command = f"{sys.executable} -m rmentor -C {aurore} select --json | head -c 10"
    done = subprocess.run(
        command, shell=True, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert "bug" not in done.stderr
    assert "Traceback" not in done.stderr


def test_interrupted_exits_130_with_whole_files(aurore: Path) -> None:
    shutil.rmtree(aurore / "out", ignore_errors=True)
    running = subprocess.Popen(
        [sys.executable, "-m", "rmentor", "-C", str(aurore), "run"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
        # A suite that runs in the background of a shell ignores SIGINT, and so would what it starts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while not list(aurore.glob("out/*/*.pdf")) and time.monotonic() < deadline:
        time.sleep(0.01)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=60)
    assert running.returncode == 130, err
    assert "Interrompu" in err
    assert not list(aurore.rglob("*.tmp"))
    for path in aurore.rglob("out/*/*.pdf"):
        assert path.read_bytes().rstrip().endswith(b"%%EOF")
    assert _process("-C", aurore, "run").returncode == 0


def test_output_is_plain_without_a_terminal(aurore: Path) -> None:
    done = _process("-C", aurore, "select")
    assert "\x1b" not in done.stdout + done.stderr
    # The table; a sentence below it is one line, so that it can be searched for.
    assert max(map(len, done.stdout.split("\n\n")[0].splitlines())) <= 80


def test_quiet_leaves_results_and_problems(northwind: Path, rmentor: Run) -> None:
    said = rmentor("-C", northwind, "-q", "select")
    assert said.err == ""
    assert "2 chosen" in said.out


def test_language_of_the_machine_where_there_is_no_programme(tmp_path: Path) -> None:
    done = _process("-C", tmp_path, "check", LANG="fr_FR.UTF-8")
    assert "il n'y a pas de rmentor.yaml ici" in done.stderr
    done = _process("-C", tmp_path, "check", LANG="de_DE.UTF-8")
    assert "there is no rmentor.yaml here" in done.stderr


def test_hash_seed_changes_no_byte(northwind: Path, tmp_path: Path) -> None:
    results = []
    for seed in ("0", "1"):
        folder = Path(shutil.copytree(northwind, tmp_path / seed))
        assert _process("-C", folder, "run", PYTHONHASHSEED=seed).returncode == 0
        results.append(_files(folder))
    assert results[0] == results[1]


def test_row_order_changes_no_byte_of_the_outputs(northwind: Path, tmp_path: Path, rmentor: Run) -> None:
    rmentor("-C", northwind, "run")
    other = Path(shutil.copytree(northwind, tmp_path / "other"))
    heading, *rows = (other / "roster.csv").read_text().splitlines(keepends=True)
    (other / "roster.csv").write_text("".join([heading, *reversed(rows)]))
    rmentor("-C", other, "run")
    for name, content in _files(northwind).items():
        if name.startswith(("plans/", "out/n")):
            assert _files(other)[name] == content
        if name in ("selection.yaml", "pairs.yaml"):
            kept = [
                line
                for line in (other / name).read_text().splitlines()
                if "roster.csv" not in line and "digest" not in line
            ]
            assert [
                line for line in content.decode().splitlines() if "roster.csv" not in line and "digest" not in line
            ] == kept


def test_a_module_left_out_for_its_prerequisite_keeps_its_own_name(northwind: Path, rmentor: Run) -> None:
    mentee = northwind / "mentees" / "n1.yaml"
    mentee.write_text(mentee.read_text() + "refused: [locks]\n")
    said = rmentor("-C", northwind, "run")
    assert said.status == 0, said.err
    plan = json.loads(rmentor("-C", northwind, "plan", "n1", "--json").out)["plans"][0]
    assert {left["module"]: left["code"] for left in plan["left_out"]} == {"locks": "refused", "lures": "prerequisite"}
    page = (northwind / "out" / "n1" / "programme.html").read_text()
    assert "needs One strong lock, one spare key first, which is not possible" in page


def test_planning_tells_how_far_it_is(aurore: Path) -> None:
    programme = Programme(Folder(aurore), words)
    programme.require_sound_inputs(kits=True)
    told: list[tuple[int, int]] = []
    programme.tell = lambda _, done, total: told.append((done, total))
    assert len(programme.plans) == len(told) == 12
    assert told == [(number, 12) for number in range(12)]
