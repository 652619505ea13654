"""Files that people name to save a result in: nothing that somebody wrote is ever lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import DATA, Run

TARGETS = [
    ("select", "--csv", "roster.csv"), ("select", "--marks-sheet", "roster.csv"),
    ("select", "--xlsx", "./mentees/../roster.csv"), ("report", "--xlsx", "roster.csv"),
    ("report", "--handover", "roster.csv"), ("log", "--sheet", "roster.csv"),
]  # fmt: skip


@pytest.mark.parametrize(("command", "option", "file"), TARGETS)
def test_a_file_that_the_programme_is_made_from_is_never_written_over(
    command: str, option: str, file: str, aurore: Path, rmentor: Run
) -> None:
    before = (aurore / "roster.csv").read_bytes()
    said = rmentor("-C", aurore, command, option, aurore / file)
    assert said.status == 1
    assert "est un fichier du programme, et serait écrasé" in said.err
    assert (aurore / "roster.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "file"),
    [
        (("select", "--html"), "rmentor.yaml"), (("select", "--csv"), "decisions.yaml"),
        (("report", "--xlsx"), "announced.yaml"), (("log", "--sheet"), "suivi.pdf"),
        (("kit", "export", "md", "--to"), "rmentor.yaml"), (("kit", "export", "gift", "--to"), "mentees"),
    ],
)  # fmt: skip
def test_a_file_of_another_kind_is_refused(arguments: tuple[str, ...], file: str, aurore: Path, rmentor: Run) -> None:
    there = {path: path.read_bytes() for path in aurore.glob("*.yaml")}
    said = rmentor("-C", aurore, *arguments, aurore / file)
    assert said.status == 1
    assert "la fin de ce nom ne convient pas" in said.err
    assert {path: path.read_bytes() for path in aurore.glob("*.yaml")} == there


@pytest.mark.parametrize(("command", "option"), [("select", "--marks-sheet"), ("log", "--sheet")])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_sheet_that_people_fill_in_is_never_laid_out_over_itself(
    command: str, option: str, ending: str, aurore: Path, tmp_path: Path, rmentor: Run
) -> None:
    sheet = tmp_path / f"sheet.{ending}"
    assert rmentor("-C", aurore, command, option, sheet).status == 0
    sheet.write_bytes(sheet.read_bytes() + b"somebody's work")
    said = rmentor("-C", aurore, command, option, sheet)
    assert said.status == 1
    assert "existe déjà : ce que quelqu'un y a noté serait perdu" in said.err
    assert sheet.read_bytes().endswith(b"somebody's work")


def test_results_are_written_over_earlier_ones(aurore: Path, tmp_path: Path, rmentor: Run) -> None:
    file = tmp_path / "ranking.csv"
    for _ in range(2):
        assert rmentor("-C", aurore, "select", "--csv", file).status == 0
        assert rmentor("-C", aurore, "report", "--xlsx", tmp_path / "report.xlsx").status == 0


def test_without_a_programme_the_roster_is_safe_too(tmp_path: Path, rmentor: Run) -> None:
    roster = tmp_path / "people.csv"
    roster.write_bytes((DATA / "bare.csv").read_bytes())
    said = rmentor("select", roster, "--csv", roster, "--xlsx", tmp_path / "ranking.pdf", "--language", "en")
    assert said.status == 1
    assert "is one of the programme's own files" in said.err
    assert "those that do: .csv and .xlsx" in said.err
    assert roster.read_bytes() == (DATA / "bare.csv").read_bytes()


def test_the_lines_for_a_new_programme_go_where_a_shell_has_already_made_the_file(
    tmp_path: Path, rmentor: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`rmentor select export.csv > rmentor.yaml`, as the README has it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "export.csv").write_text("id,name,Pix score\na,Ada,650\nb,Bo,700\n", encoding="utf-8")
    (tmp_path / "rmentor.yaml").touch()
    said = rmentor("--language", "en", "select", "export.csv")
    assert said.out.startswith("version: 1\n")
    (tmp_path / "rmentor.yaml").write_text(said.out, encoding="utf-8")
    assert 'file: "export.csv"' in said.out
    assert "rmentor.yaml: is empty" not in rmentor("check").err
