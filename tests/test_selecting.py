"""The choice as a whole: how firm it is, the group, the audit; the same facts on screen and in JSON."""

from __future__ import annotations

import itertools
import json
import random
from pathlib import Path
from typing import Any

import pytest
import yaml

from rmentor.words import words
from tests.conftest import DATA, Run

VECTORS = DATA / "vectors"


def _told(rmentor: Run, folder: Path, *more: str) -> dict[str, Any]:
    said = rmentor("-C", folder, "select", "--json", *more)
    assert said.status in (0, 1), said.err
    found: dict[str, Any] = json.loads(said.out)
    return found


def _with(folder: Path, cover: str) -> None:
    path = folder / "rmentor.yaml"
    text = path.read_text(encoding="utf-8")
    assert "\nselection:\n" in text
    path.write_text(text.replace("\nselection:\n", f"\nselection:\n  cover: {cover}\n"), encoding="utf-8")


# --- how firm ---


def test_shares_stand_beside_every_rank_and_add_up_to_the_places_of_the_ranking(aurore: Path, rmentor: Run) -> None:
    told = _told(rmentor, aurore)
    ranked = [one for one in told["candidates"] if one["rank"] is not None]
    assert all(0 <= one["acceptability"] <= 1 for one in ranked)
    assert all(one["acceptability"] is None for one in told["candidates"] if one["rank"] is None)
    places = told["robustness"]["places"]
    assert sum(one["acceptability"] for one in ranked) == pytest.approx(places, abs=0.001 * len(ranked))
    assert (told["robustness"]["samples"], told["robustness"]["seed"]) == (10_000, 1)


def test_full_gives_ranks_and_central_weights_and_no_gives_nothing(aurore: Path, rmentor: Run) -> None:
    full = _told(rmentor, aurore, "--robustness", "full")
    shares = full["robustness"]["rank_acceptability"]
    first = full["selected"][0]
    assert len(shares[first]) == 22
    assert set(full["robustness"]["central_weights"][first]) == {"mastery", "transmission", "posture"}
    assert sum(full["robustness"]["central_weights"][first].values()) == pytest.approx(1, abs=0.002)
    assert None in full["robustness"]["central_weights"].values()
    none = _told(rmentor, aurore, "--robustness", "no")
    assert none["robustness"] is None
    assert all(one["acceptability"] is None for one in none["candidates"])
    assert rmentor("-C", aurore, "select", "--robustness", "maybe").status == 2


def test_the_table_says_the_share_and_what_it_means(aurore: Path, rmentor: Run) -> None:
    told = _told(rmentor, aurore)
    said = rmentor("-C", aurore, "select", "--top", "12")
    for one in told["candidates"][:11]:
        line = next(line for line in said.out.splitlines() if one["id"] in line)
        assert words("fr")("percent", share=one["acceptability"]) in line
    assert "graine 1" in said.err
    detail = rmentor("-C", aurore, "select", "--robustness", "full", "--top", "3").out
    assert words("fr")("select.central") in detail


def test_very_many_are_drawn_only_when_asked_for(aurore: Path, rmentor: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rmentor.selecting.MOST_DRAWN", 10)
    monkeypatch.setattr("rmentor.views.selection.MOST_DRAWN", 10)
    assert _told(rmentor, aurore)["robustness"] is None
    assert "--robustness yes" in rmentor("-C", aurore, "select").err
    assert _told(rmentor, aurore, "--robustness", "yes")["robustness"]["samples"] == 10_000


def test_published_closed_forms_come_out_of_the_command(tmp_path: Path, rmentor: Run) -> None:
    """Two criteria, weights uniform on the simplex: A (100, 0) and B (0, 100) come first half of the time each; C at
    (60, 60) is in front of both where the weight lies between 0.4 and 0.6: one fifth (SMAA-2, closed form)."""
    (tmp_path / "roster.csv").write_text("id,x,y\na,100,0\nb,0,100\nc,60,60\n", encoding="utf-8")
    (tmp_path / "rmentor.yaml").write_text(
        "version: 1\nprogramme: {name: P, language: en, start: 2027-01-11, end: 2027-07-09}\n"
        "roster: {file: roster.csv}\ncriteria:\n"
        "  x: {evidence: [{column: x, scale: [0, 100]}]}\n  y: {evidence: [{column: y, scale: [0, 100]}]}\n"
        "selection: {mentors: 1}\nrobustness: {spread: uniform, samples: 100000, seed: 7}\n",
        encoding="utf-8",
    )
    told = _told(rmentor, tmp_path)
    shares = {one["id"]: one["acceptability"] for one in told["candidates"]}
    assert shares == pytest.approx({"a": 0.4, "b": 0.4, "c": 0.2}, abs=told["robustness"]["error"])


def _weighted_sum(folder: Path, columns: list[list[float]], scales: list[tuple[float, float]]) -> None:
    """A programme whose criteria are those columns, with equal weights; people are a1, a2, …"""
    keys = [f"c{number}" for number in range(len(columns))]
    rows = [[f"a{number}", *map(repr, row)] for number, row in enumerate(zip(*columns, strict=True), 1)]
    (folder / "roster.csv").write_text("\n".join(map(",".join, [["id", *keys], *rows])) + "\n", encoding="utf-8")
    criteria = "".join(
        f"  {key}: {{evidence: [{{column: {key}, scale: [{low!r}, {high!r}]}}]}}\n"
        for key, (low, high) in zip(keys, scales, strict=True)
    )
    (folder / "rmentor.yaml").write_text(
        "version: 1\nprogramme: {name: P, language: en, start: 2027-01-11, end: 2027-07-09}\n"
        f"roster: {{file: roster.csv}}\ncriteria:\n{criteria}selection: {{mentors: 1}}\n",
        encoding="utf-8",
    )


def test_published_weighted_sums_come_out_of_the_command(tmp_path: Path, rmentor: Run) -> None:
    """On a scale from nothing to a column's sum, ours are the published scores times a hundred."""
    vector = json.loads((VECTORS / "weighted_sum.json").read_text(encoding="utf-8"))
    columns = [
        [1 / one for one in column] if objective == "min" else list(column)
        for column, objective in zip(zip(*vector["matrix"], strict=True), vector["objectives"], strict=True)
    ]
    _weighted_sum(tmp_path, columns, [(0.0, sum(column)) for column in columns])
    told = {one["id"]: one for one in _told(rmentor, tmp_path)["candidates"]}
    for number, (score, rank) in enumerate(zip(vector["score"], vector["rank"], strict=True), 1):
        assert told[f"a{number}"]["score"] / 100 == pytest.approx(score, abs=1e-6)
        assert told[f"a{number}"]["rank"] == rank
    plain = vector["plain"]
    _weighted_sum(tmp_path, [list(one) for one in zip(*plain["matrix"], strict=True)], [(0.0, 100.0)] * 3)
    told = {one["id"]: one for one in _told(rmentor, tmp_path)["candidates"]}
    assert [told[one]["score"] * 3 for one in ("a1", "a2")] == pytest.approx(plain["score"], abs=1e-5)


@pytest.mark.parametrize("seed", [1, 2])
def test_rows_in_another_order_select_the_same_bytes(aurore: Path, rmentor: Run, seed: int) -> None:
    """The digest of the roster apart."""

    def result() -> str:
        text = (aurore / "selection.yaml").read_text(encoding="utf-8")
        return text[text.index("mentors:") :]

    assert rmentor("-C", aurore, "select").status == 0
    before, shares = result(), [one["acceptability"] for one in _told(rmentor, aurore)["candidates"]]
    roster = aurore / "roster.csv"
    head, *rows = roster.read_bytes().decode("cp1252").splitlines()
    random.Random(seed).shuffle(rows)
    roster.write_bytes(("\r\n".join([head, *rows]) + "\r\n").encode("cp1252"))
    assert rmentor("-C", aurore, "select").status == 0
    assert result() == before
    assert [one["acceptability"] for one in _told(rmentor, aurore)["candidates"]] == shares


def test_one_more_candidate_changes_no_score_in_the_command(aurore: Path, rmentor: Run) -> None:
    before = {one["id"]: (one["score"], one["low"], one["high"]) for one in _told(rmentor, aurore)["candidates"]}
    roster = aurore / "roster.csv"
    text = roster.read_bytes().decode("cp1252")
    first = next(line for line in text.splitlines() if line.startswith("00263;"))
    roster.write_bytes((text.rstrip() + "\r\n" + first.replace("00263", "zz") + "\r\n").encode("cp1252"))
    after = {one["id"]: (one["score"], one["low"], one["high"]) for one in _told(rmentor, aurore)["candidates"]}
    assert after.pop("zz") == before["00263"]
    assert after == before


# --- what would change it ---


def test_somebody_whom_the_group_displaces_is_told_so_and_offered_no_change(aurore: Path, rmentor: Run) -> None:
    settings = aurore / "rmentor.yaml"
    asked = "  cover: {topics: 4, languages: {es: 3}}\n  mentors: 12"
    settings.write_text(settings.read_text(encoding="utf-8").replace("  mentors: 12", asked), encoding="utf-8")
    told = _told(rmentor, aurore)["candidates"]
    last = max(one["rank"] for one in told if one["by"] == "ranking")
    displaced = [one["id"] for one in told if one["status"] == "reserve" and one["rank"] < last]
    assert displaced
    said = rmentor("-C", aurore, "select", "--explain", displaced[0])
    assert words("fr")("explain.out_for_group") in said.out
    assert "Ce qui suffirait" not in said.out
    behind = next(one["id"] for one in told if one["status"] == "reserve" and one["rank"] > last + 5)
    assert words("fr")("explain.group_aside") in rmentor("-C", aurore, "select", "--explain", behind).out


def test_raters_marks_are_called_what_they_are(aurore: Path, rmentor: Run) -> None:
    (aurore / "marks.csv").write_text(
        "id,criterion,rater,source,mark,low,high\n00208,posture,A,interview,2,1,5\n00208,posture,B,interview,3,1,5\n"
    )
    said = rmentor("-C", aurore, "select", "--explain", "00208").out
    assert "notes des évaluateurs" in said
    assert "2,5 sur 1–5" in said
    assert "marks.csv" not in said


def test_a_condition_is_told_in_the_language_of_the_programme(aurore: Path, rmentor: Run) -> None:
    told = _told(rmentor, aurore)["candidates"]
    texts = {reason["text"] for one in told for reason in one["reasons"] if reason["code"] == "require"}
    assert "le volontariat : « Non », alors que oui est demandé" in texts
    assert not [text for text in texts if "volunteer" in text or " yes " in text]


def test_somebody_in_reserve_is_told_what_would_be_enough_and_it_is(aurore: Path, rmentor: Run) -> None:
    reserve = next(one for one in _told(rmentor, aurore)["candidates"]
                   if one["status"] == "reserve" and one["low"] == one["high"])  # fmt: skip
    way = json.loads(rmentor("-C", aurore, "select", "--explain", reserve["id"], "--json").out)["way_in"]
    mark = min(way["marks"], key=lambda one: abs(one["after"] - (one["before"] or 0)))
    said = rmentor("-C", aurore, "select", "--explain", reserve["id"]).out
    assert words("fr").number(mark["after"]) in said or way["weights"]
    settings = yaml.safe_load((aurore / "rmentor.yaml").read_text(encoding="utf-8"))
    weight = way["weights"][0]
    text = (aurore / "rmentor.yaml").read_text(encoding="utf-8")
    old = settings["criteria"][weight["criterion"]]["weight"]
    before, after = text.split(f"  {weight['criterion']}:", 1)
    changed = after.replace(f"weight: {old}", f"weight: {weight['after']}", 1)
    (aurore / "rmentor.yaml").write_text(f"{before}  {weight['criterion']}:{changed}", encoding="utf-8")
    assert reserve["id"] in _told(rmentor, aurore)["selected"]


def test_nobody_but_the_reserve_is_offered_a_way_in(aurore: Path, rmentor: Run) -> None:
    first = _told(rmentor, aurore)["selected"][0]
    assert json.loads(rmentor("-C", aurore, "select", "--explain", first, "--json").out)["way_in"] is None
    assert words("fr")("explain.contest") in rmentor("-C", aurore, "select", "--explain", first).out


# --- the group ---


def test_a_group_that_lacks_nothing_is_the_ranking(aurore: Path, rmentor: Run) -> None:
    before = _told(rmentor, aurore)
    _with(aurore, "{languages: {fr: 1}}")
    after = _told(rmentor, aurore)
    assert after["selected"] == before["selected"]
    assert after["cover"]["total"] == after["cover"]["free"]
    assert words("fr")("select.covered") in rmentor("-C", aurore, "select").out


def test_the_best_group_that_covers_is_that_of_trying_them_all(tmp_path: Path, rmentor: Run) -> None:
    people = [("a", 90, "fr", "P", 1), ("b", 85, "fr", "P", 5), ("c", 80, "fr", "L", 2), ("d", 70, "fr, en", "P", 1),
              ("e", 65, "en", "L", 5), ("f", 60, "en", "P", 4), ("g", 20, "en", "L", 5)]  # fmt: skip
    rows = "".join(f'{one},{mark},"{spoken}",{site},{level}\n' for one, mark, spoken, site, level in people)
    (tmp_path / "roster.csv").write_text("id,x,languages,site,IA\n" + rows, encoding="utf-8")
    (tmp_path / "rmentor.yaml").write_text(
        "version: 1\nprogramme: {name: P, language: en, start: 2027-01-11, end: 2027-07-09}\n"
        "roster: {file: roster.csv}\ntopics: {ia: {column: IA}}\n"
        "criteria: {x: {evidence: [{column: x, scale: [0, 100]}]}}\n"
        "selection: {mentors: 3, cover: {topics: 2, languages: {en: 2}}}\n",
        encoding="utf-8",
    )
    told = _told(rmentor, tmp_path)
    covering = [
        group for group in itertools.combinations(people, 3)
        if sum(level >= 4 for *_, level in group) >= 2 and sum("en" in spoken for _, _, spoken, _, _ in group) >= 2
    ]  # fmt: skip
    best = max(covering, key=lambda group: sum(mark for _, mark, *_ in group))
    assert set(told["selected"]) == {one for one, *_ in best}
    assert told["cover"]["total"] == pytest.approx(sum(mark for _, mark, *_ in best))
    by = {one["id"]: one["by"] for one in told["candidates"] if one["status"] == "selected"}
    assert by == {one: "ranking" if one in ("a", "b", "c") else "cover" for one, *_ in best}
    ranks = [one["rank"] for one in told["candidates"]]
    assert sorted(ranks) == list(range(1, 8))
    kept = yaml.safe_load((tmp_path / "selection.yaml").read_text(encoding="utf-8"))["mentors"]
    assert {one["id"]: one["by"] for one in kept} == by


def test_a_group_that_cannot_cover_says_what_to_give_up_and_is_told_until_it_does(aurore: Path, rmentor: Run) -> None:
    _with(aurore, "{languages: {fr: 1, ja: 2}}")
    said = rmentor("-C", aurore, "select")
    assert said.status == 1
    assert "rmentor.yaml:" in said.err
    assert "ja" in said.err
    told = _told(rmentor, aurore)
    assert [(one["code"], one["key"], one["need"], one["have"]) for one in told["cover"]["shortfalls"]] == [
        ("languages", "ja", 2, 0)
    ]
    assert [(one["code"], one["key"]) for one in told["cover"]["relax"]] == [("languages", "ja")]
    for _ in range(2):
        again = rmentor("-C", aurore, "run")
        assert again.status == 1
        assert "ja" in again.err


def test_a_decision_stands_whatever_the_group_needs(aurore: Path, rmentor: Run) -> None:
    _with(aurore, "{languages: {en: 12}}")
    told = _told(rmentor, aurore)
    by = {one["id"]: one["by"] for one in told["candidates"] if one["status"] == "selected"}
    assert by["00254"] == "decision"
    assert len(told["selected"]) == 12


# --- the audit ---


def _audited(folder: Path, rows: str, settings: str = "audit: {attributes: [sex]}\n") -> None:
    (folder / "audit.csv").write_text(rows, encoding="utf-8")
    path = folder / "rmentor.yaml"
    path.write_text(path.read_text(encoding="utf-8") + settings, encoding="utf-8")


def _four_fifths(folder: Path, groups: dict[str, tuple[int, int]]) -> None:
    """A programme in which exactly so many of so many candidates of each group are chosen."""
    rows, marks = [], []
    for group, (chosen, candidates) in groups.items():
        for number in range(candidates):
            rows.append((f"{group}{number}", group))
            marks.append(f"{group}{number},{90 if number < chosen else 10}")
    (folder / "roster.csv").write_text("id,x\n" + "\n".join(marks) + "\n", encoding="utf-8")
    places = sum(chosen for chosen, _ in groups.values())
    (folder / "rmentor.yaml").write_text(
        "version: 1\nprogramme: {name: P, language: en, start: 2027-01-11, end: 2027-07-09}\n"
        "roster: {file: roster.csv}\ncriteria: {x: {evidence: [{column: x, scale: [0, 100]}]}}\n"
        f"selection: {{mentors: {places}}}\n",
        encoding="utf-8",
    )
    _audited(folder, "id,sex\n" + "".join(f"{one},{group}\n" for one, group in rows))


def test_the_official_example_comes_out_of_the_command(tmp_path: Path, rmentor: Run) -> None:
    """29 CFR 1607.4 D: rates of 60, 45, 48 and 51 % → 75, 80 and 85 %; only the first is flagged."""
    _four_fifths(tmp_path, {"a": (60, 100), "b": (45, 100), "c": (48, 100), "d": (51, 100)})
    told = json.loads(rmentor("-C", tmp_path, "audit", "--json").out)
    found = {one["value"]: (one["impact_ratio"], one["flagged"]) for one in told["groups"]}
    assert found == {"a": (1.0, False), "b": (0.75, True), "c": (0.8, False), "d": (0.85, False)}
    assert told["verdict"] == "signal"
    said = rmentor("-C", tmp_path, "audit")
    assert said.out.startswith("A signal")
    assert "no legal force in Europe" in said.err


def test_small_groups_are_not_told_unless_asked_for(tmp_path: Path, rmentor: Run) -> None:
    _four_fifths(tmp_path, {"a": (6, 30), "b": (5, 30), "c": (1, 3)})
    told = json.loads(rmentor("-C", tmp_path, "audit", "--json").out)
    assert "c" not in {one["value"] for one in told["groups"]}
    assert told["hidden"]["sex"] >= 1
    everything = json.loads(rmentor("-C", tmp_path, "audit", "--all", "--json").out)
    assert {one["value"] for one in everything["groups"]} == {"a", "b", "c"}


def test_what_the_audit_knows_changes_no_score(aurore: Path, rmentor: Run) -> None:
    before = _told(rmentor, aurore)
    ids = [one["id"] for one in before["candidates"]]
    _audited(aurore, "id,sex\n" + "".join(f"{one},{'F' if number % 2 else 'H'}\n" for number, one in enumerate(ids)))
    assert rmentor("-C", aurore, "audit").status == 0
    assert _told(rmentor, aurore)["candidates"] == before["candidates"]


def test_headings_people_and_a_missing_file_of_the_audit_are_told(aurore: Path, rmentor: Run) -> None:
    said = rmentor("-C", aurore, "audit")
    assert said.status == 1
    assert said.err.startswith("audit.csv: ")
    _audited(aurore, "id;sexe\n00101;F\n00101;H\nzzz;F\n", "audit: {attributes: [sexe]}\n")
    said = rmentor("-C", aurore, "audit")
    assert said.status == 1
    assert "audit.csv:3: 00101 y est deux fois, d'abord à la ligne 2" in said.err
    assert "audit.csv:4: attention : zzz" in said.err
    (aurore / "audit.csv").write_text("numéro;genre\n00101;F\n", encoding="utf-8")
    said = rmentor("-C", aurore, "audit")
    assert "audit.csv:1: il n'y a pas d'intitulé id" in said.err
    assert "audit.csv:1: il n'y a pas d'intitulé sexe" in said.err
