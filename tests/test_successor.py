"""The next round of a client: rules and kits go along, nobody's data does, last round's pairs are not made again."""

from __future__ import annotations

import json
from pathlib import Path

import yaml

from tests.conftest import Run


def _pairs(folder: Path) -> set[tuple[str, str]]:
    told = yaml.load((folder / "pairs.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)["pairs"]
    return {(one["mentee"], one["mentor"]) for one in told}


def test_the_next_round_has_the_rules_the_kits_and_other_pairs(aurore: Path, rmentor: Run) -> None:
    room = aurore.parent
    before = {one: one.read_bytes() for one in aurore.rglob("*") if one.is_file()}
    said = rmentor("-C", room, "init", "aurore-2028", "--after", "aurore", "--language", "en")
    assert said.status == 0, said.err
    assert "from 11 January 2028 to 9 July 2028" in said.err
    assert {one: one.read_bytes() for one in aurore.rglob("*") if one.is_file()} == before
    after = room / "aurore-2028"
    made = sorted(one.relative_to(after).as_posix() for one in after.rglob("*") if one.is_file())
    assert made == [".gitattributes", ".gitignore", "README.md", "brand/logo.svg", "mentees/.gitkeep", "rmentor.yaml"]
    text = (after / "rmentor.yaml").read_text(encoding="utf-8")
    assert "name: Mentorat inversé 2028" in text
    assert "# la date du jury" in text, "comments stay"
    (after / "roster.csv").write_bytes((aurore / "roster.csv").read_bytes())
    for one in (aurore / "mentees").iterdir():
        (after / "mentees" / one.name).write_bytes(one.read_bytes())
    told = json.loads(rmentor("-C", after, "check", "--json").out)["problems"]
    assert [one for one in told if one["severity"] == "error"] == []
    assert rmentor("-C", after, "select").status == 0
    assert rmentor("-C", after, "pair").status == 0
    assert not _pairs(after) & _pairs(aurore)


def test_what_people_were_told_counts_more_than_what_was_worked_out(aurore: Path, rmentor: Run) -> None:
    assert rmentor("-C", aurore, "announce").status == 0
    rmentor("-C", aurore.parent, "init", "next", "--after", "aurore")
    settings = yaml.safe_load((aurore.parent / "next" / "rmentor.yaml").read_text(encoding="utf-8"))
    assert settings["pairing"]["last_round"] == "../aurore/announced.yaml"
    assert settings["kits"][0] == "../aurore/kits/ia-generative"
    assert settings["kits"][2] == "../library/fr/reseaux-sociaux"


def test_rounds_of_one_client_stand_side_by_side_and_deeper(aurore: Path, rmentor: Run) -> None:
    deep = aurore.parent / "clients" / "aurore" / "2028"
    assert rmentor("-C", aurore.parent, "init", "clients/aurore/2028", "--after", "aurore").status == 0
    settings = yaml.safe_load((deep / "rmentor.yaml").read_text(encoding="utf-8"))
    assert settings["pairing"]["last_round"] == "../../../aurore/pairs.yaml"
    assert rmentor("-C", deep, "check").status == 0
    again = rmentor("-C", deep.parent, "init", "2029", "--after", "2028")
    assert again.status == 0
    third = yaml.safe_load((deep.parent / "2029" / "rmentor.yaml").read_text(encoding="utf-8"))
    assert str(third["programme"]["start"]) == "2029-01-11"
    assert "last_round" not in third["pairing"], "the second round made no pairs yet"


def test_what_cannot_follow_is_refused_and_nothing_is_written(aurore: Path, rmentor: Run) -> None:
    room = aurore.parent
    assert rmentor("-C", room, "init", "new", "--after", "library").status == 1
    assert rmentor("-C", room, "init", "aurore", "--after", "aurore").status == 1
    assert rmentor("-C", room, "init", "new", "--after", "aurore", "--example", "aurore").status == 2
    assert not (room / "new").exists()
