"""Choices on record: with reason, name and date; refused where they cannot hold; taken back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from tests.conftest import BEFORE, Run

DECISIONS = (BEFORE / "decisions.yaml").read_text(encoding="utf-8")


def _mentors(folder: Path) -> list[dict[str, str]]:
    """The choices on record, every value as text: to YAML 1.1 the key `on` is the word for true."""
    text = (folder / "decisions.yaml").read_text(encoding="utf-8")
    return list(yaml.load(text, Loader=yaml.BaseLoader)["mentors"])


def test_a_choice_against_the_ranking_is_written_with_its_reason(aurore: Path, rmentor: Run) -> None:
    said = rmentor(
        "-C", aurore, "decide", "--choose", "00250", "--by", "jury", "--reason", "Solide", "--on", "2026-12-02"
    )
    assert said.status == 0
    assert said.out == "decisions.yaml:6\n"
    lines = (aurore / "decisions.yaml").read_text(encoding="utf-8").splitlines()
    assert lines.pop(5) == '  - {id: "00250", choose: true, reason: Solide, by: jury, on: 2026-12-02}'
    assert lines == DECISIONS.splitlines()
    assert "00250" in rmentor("-C", aurore, "select").out
    candidates = rmentor("-C", aurore, "select", "--explain", "00250").out
    assert "par la décision d'une personne" in candidates


def test_a_choice_that_follows_the_ranking_needs_no_reason(aurore: Path, rmentor: Run) -> None:
    assert rmentor("-C", aurore, "decide", "--choose", "00263", "--by", "jury").status == 0
    assert _mentors(aurore)[-1]["reason"] == "suit le classement"


@pytest.mark.parametrize("arguments", [("--choose", "00250"), ("--refuse", "00263"), ("--lock", "00303=00112")])
def test_what_departs_from_the_ranking_needs_a_reason(aurore: Path, rmentor: Run, arguments: tuple[str, ...]) -> None:
    said = rmentor("-C", aurore, "decide", *arguments, "--by", "jury")
    assert said.status == 1
    assert "raison" in said.err
    assert (aurore / "decisions.yaml").read_text(encoding="utf-8") == DECISIONS


def test_the_day_is_today_unless_said(aurore: Path, rmentor: Run) -> None:
    import datetime as dt

    before = dt.date.today()
    rmentor("-C", aurore, "decide", "--choose", "00263", "--by", "jury")
    assert before.isoformat() <= _mentors(aurore)[-1]["on"] <= dt.date.today().isoformat()


def test_a_pair_is_locked_whichever_is_named_first(aurore: Path, rmentor: Run) -> None:
    for who in ("00303=00112", "00112=00303"):
        said = rmentor("-C", aurore, "decide", "--lock", who, "--by", "DRH", "--reason", "Souhait")
        assert said.status == 0
        pair = yaml.safe_load((aurore / "decisions.yaml").read_text(encoding="utf-8"))["pairs"][-1]
        assert (pair["mentor"], pair["mentee"], pair["lock"]) == ("00303", "00112", True)
        assert rmentor("-C", aurore, "decide", "--withdraw", who).status == 0
        assert (aurore / "decisions.yaml").read_text(encoding="utf-8") == DECISIONS


def test_deciding_twice_names_the_line_and_the_way_back(aurore: Path, rmentor: Run) -> None:
    said = rmentor("-C", aurore, "decide", "--choose", "00221", "--by", "jury", "--reason", "x", "--language", "en")
    assert said.status == 1
    assert "decisions.yaml:4: 00221: something is decided already" in said.err
    assert "rmentor decide --withdraw 00221" in said.err


def test_nobody_who_is_not_eligible_can_be_chosen(aurore: Path, rmentor: Run) -> None:
    said = rmentor("-C", aurore, "decide", "--choose", "00101", "--by", "jury", "--reason", "x", "--language", "en")
    assert said.status == 1
    assert "00101 cannot be chosen: is an executive of the programme" in said.err


def test_an_unknown_id_gets_a_hint(aurore: Path, rmentor: Run) -> None:
    said = rmentor("-C", aurore, "decide", "--choose", "0263", "--by", "jury", "--language", "en")
    assert said.status == 1
    assert "did you mean 00263?" in said.err


def test_a_private_reason_goes_into_the_file_that_git_ignores(aurore: Path, rmentor: Run) -> None:
    rmentor("-C", aurore, "decide", "--refuse", "00263", "--by", "jury", "--reason", "santé", "--private")
    assert (aurore / "decisions.yaml").read_text(encoding="utf-8") == DECISIONS
    assert "santé" in (aurore / "decisions.private.yaml").read_text(encoding="utf-8")
    said = rmentor("-C", aurore, "select")
    assert "00263" not in said.out
    assert "la raison est gardée à part" in said.err
    assert "santé" not in said.out + said.err
    assert rmentor("-C", aurore, "decide", "--withdraw", "00263").status == 0
    assert "00263" in rmentor("-C", aurore, "select").out


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--choose", "00263", "--refuse", "00250"),
        ("--lock", "00303", "--by", "x"),
        ("--choose", "00263"),
        ("--choose", "00263", "--by", "x", "--on", "01/12/2026"),
    ],
)
def test_wrong_use_exits_2(aurore: Path, rmentor: Run, arguments: tuple[str, ...]) -> None:
    assert rmentor("-C", aurore, "decide", *arguments).status == 2
    assert (aurore / "decisions.yaml").read_text(encoding="utf-8") == DECISIONS


def test_taking_back_what_was_never_decided_is_told(aurore: Path, rmentor: Run) -> None:
    said = rmentor("-C", aurore, "decide", "--withdraw", "00263", "--language", "en")
    assert said.status == 1
    assert "nothing is decided" in said.err


def test_the_ranking_says_what_people_decided_who_when_and_why(aurore: Path, tmp_path: Path, rmentor: Run) -> None:
    said = rmentor("-C", aurore, "select", "--csv", tmp_path / "r.csv")
    told = "Décidé par jury, le 1er décembre 2026 : Anime déjà l'atelier numérique de Lille"
    line = next(line for line in said.err.splitlines() if told in line)
    assert line.startswith("Aïcha N'Diaye (00254) : ")
    assert told in (tmp_path / "r.csv").read_text(encoding="utf-8-sig")
    found = json.loads(rmentor("-C", aurore, "select", "--json").out)
    assert set(found["decisions"]) == {"00221", "00254"}
    assert (found["decisions"]["00254"]["by"], found["decisions"]["00254"]["on"]) == ("jury", "2026-12-01")
    by = {one["id"]: one["by"] for one in found["candidates"]}
    assert by["00254"] == "decision"


def test_every_decision_shows_the_way_back_and_the_way_back_works(aurore: Path, rmentor: Run) -> None:
    said = rmentor("-C", aurore, "decide", "--refuse", "00263", "--by", "DRH", "--reason", "Part en mars")
    assert "rmentor decide --withdraw 00263" in said.err
    assert "Décidé par DRH" in rmentor("-C", aurore, "select").err
    assert rmentor("-C", aurore, "decide", "--withdraw", "00263").status == 0
    assert (aurore / "decisions.yaml").read_text(encoding="utf-8") == DECISIONS
    assert "Décidé par DRH" not in rmentor("-C", aurore, "select").err


def test_a_decision_without_a_name_or_a_reason_is_refused_in_the_file_too(aurore: Path, rmentor: Run) -> None:
    assert rmentor("-C", aurore, "decide", "--refuse", "00263", "--reason", "x").status == 2
    path = aurore / "decisions.yaml"
    for missing in ('reason: ""', "by: jury"):
        line = '  - {id: "00250", choose: true, ' + missing + ", on: 2026-12-01}\n"
        path.write_text(DECISIONS.replace("pairs:\n", line + "pairs:\n"), encoding="utf-8")
        said = rmentor("-C", aurore, "select")
        assert said.status == 1
        assert "decisions.yaml:6" in said.err
