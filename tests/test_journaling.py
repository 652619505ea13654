"""A sheet for an assistant comes back: what it tells is written where it belongs, once, and comments stay."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.seated import typed


def filled_in(path: Path, changes: dict[tuple[str, str], dict[str, str]]) -> Path:
    """A sheet with cells filled in, by (id, session) and heading."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        head, *rows = csv.reader(stream, delimiter=";")
    for row in rows:
        for heading, text in changes.get((row[0], row[3]), {}).items():
            row[head.index(heading)] = text
    done = path.with_name("rempli.csv")
    with done.open("w", encoding="cp1252", errors="replace", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows([head, *rows])
    return done


@pytest.fixture
def sheet(aurore: Path, tmp_path: Path, rmentor: Run) -> Path:
    said = rmentor("-C", aurore, "log", "--sheet", tmp_path / "suivi.csv")
    assert said.status == 0, said.err
    return tmp_path / "suivi.csv"


NOTED = {
    ("00101", "1"): {"Tenue le": "20/01/2027", "Minutes": "55", "Prochain pas": "Essayer seul"},
    ("00101", "2"): {"Reportée au": "17/02/2027 9h00", "Par": "assistante"},
    ("00102", "2"): {"Annulée le": "03/02/2027", "Par": "dirigeant"},
}


def test_a_sheet_comes_back_and_twice_changes_nothing(aurore: Path, sheet: Path, rmentor: Run) -> None:
    mentee = aurore / "mentees" / "00101.yaml"
    mentee.write_text("# à relire avec son assistante\n" + mentee.read_text(encoding="utf-8"), encoding="utf-8")
    before = mentee.read_text(encoding="utf-8")
    done = filled_in(sheet, NOTED)
    said = rmentor("-C", aurore, "import", "journal", done, "--on", "2027-01-25")
    assert said.status == 0, said.err
    assert (aurore / "journal" / "00101.yaml").read_text() == (
        "version: 1\nsessions:\n"
        "  - {session: 1, held: 2027-01-20, minutes: 55, modules: [cyber-mobilite, cyber-reflexes]}\n"
    )
    assert mentee.read_text(encoding="utf-8") == before + (
        "agreed:\n  - {move: {session: 2, to: 2027-02-17T09:00}, on: 2027-01-25, by: assistante}\n"
    )
    assert "cancelled: 2027-02-03, by: dirigeant" in (aurore / "journal" / "00102.yaml").read_text()
    assert "Essayer seul" in (aurore / "answers" / "00101.yaml").read_text()
    assert "Nouveau : 3. Déjà noté : 0." in said.err
    assert "retirez les lignes" in said.err
    there = {path: path.read_bytes() for path in aurore.rglob("*.yaml")}
    again = rmentor("-C", aurore, "import", "journal", done)
    assert (again.status, again.out) == (0, "rien à changer\n")
    assert {path: path.read_bytes() for path in aurore.rglob("*.yaml")} == there


def test_a_moved_session_then_stands_in_the_plan(aurore: Path, sheet: Path, rmentor: Run) -> None:
    rmentor("-C", aurore, "import", "journal", filled_in(sheet, {("00101", "2"): NOTED["00101", "2"]}))
    for command in ("select", "pair", "plan"):
        assert rmentor("-C", aurore, command).status == 0
    plan = json.loads(rmentor("-C", aurore, "plan", "00101", "--json").out)["plans"][0]
    assert [(one["date"], one["start"]) for one in plan["sessions"] if one["number"] == 2] == [("2027-02-17", "09:00")]


def test_a_dry_run_shows_and_writes_nothing(aurore: Path, sheet: Path, rmentor: Run) -> None:
    there = {path: path.read_bytes() for path in aurore.rglob("*") if path.is_file()}
    said = rmentor("-C", aurore, "import", "journal", filled_in(sheet, NOTED), "--dry-run")
    assert "+  - {session: 1, held: 2027-01-20" in said.out
    assert "pour revenir en arrière" not in said.err
    assert {path: path.read_bytes() for path in aurore.rglob("*") if path.is_file()} == there


def test_one_wrong_line_and_nothing_is_written(aurore: Path, sheet: Path, rmentor: Run) -> None:
    wrong = {**NOTED, ("00103", "1"): {"Tenue le": "hier"}, ("00104", "1"): {"Reportée au": "12/01/2030 9:00"}}
    there = {path: path.read_bytes() for path in aurore.rglob("*") if path.is_file()}
    said = rmentor("-C", aurore, "import", "journal", filled_in(sheet, wrong), "--json")
    assert said.status == 1
    assert [one["code"] for one in json.loads(said.out)["problems"]] == ["day_expected"]
    del wrong["00103", "1"]
    said = rmentor("-C", aurore, "import", "journal", filled_in(sheet, wrong), "--json")
    assert "moved_outside" in [one["code"] for one in json.loads(said.out)["problems"]]
    assert {path: path.read_bytes() for path in aurore.rglob("*") if path.is_file()} == there


def test_the_sheet_shows_what_is_known_and_can_be_filled_in_again(aurore: Path, sheet: Path, rmentor: Run) -> None:
    rmentor("-C", aurore, "import", "journal", filled_in(sheet, {("00101", "1"): NOTED["00101", "1"]}))
    rmentor("-C", aurore, "plan")
    sheet.unlink()
    assert rmentor("-C", aurore, "log", "--sheet", sheet).status == 0
    row = next(line for line in sheet.read_text("utf-8-sig").splitlines() if line.startswith('"00101"'))
    assert '"2027-01-20";"";"";55;' in row
    said = rmentor("-C", aurore, "import", "journal", filled_in(sheet, {("00102", "1"): {"Tenue le": "12/01/2027"}}))
    assert said.status == 0, said.err
    assert "Nouveau : 1. Déjà noté : 1." in said.err


def test_a_workbook_is_read_with_real_days_and_the_sheet_explains_itself(
    aurore: Path, tmp_path: Path, rmentor: Run
) -> None:
    import datetime as dt

    import xlsxwriter

    assert rmentor("-C", aurore, "log", "00101", "--sheet", tmp_path / "suivi.xlsx").status == 0
    with xlsxwriter.Workbook(tmp_path / "notes.xlsx") as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["Executive", "Session", "Held on", "Moved to"])
        page.write_row(1, 0, ["Jérôme Dupont-Aignan", 1])
        page.write_datetime(1, 2, dt.datetime(2027, 1, 20), book.add_format({"num_format": "dd/mm/yyyy"}))
        page.write_row(2, 0, ["Jérôme Dupont-Aignan", 2])
        page.write_datetime(2, 3, dt.datetime(2027, 2, 17, 9), book.add_format({"num_format": "dd/mm/yyyy hh:mm"}))
    said = rmentor("-C", aurore, "import", "journal", tmp_path / "notes.xlsx", "--json")
    assert said.status == 0, said.err
    assert [(one["what"], one["on"]) for one in json.loads(said.out)["sessions"]] == [
        ("held", "2027-01-20"), ("moved", "2027-02-17T09:00:00"),
    ]  # fmt: skip


def test_guesses_need_a_yes_and_are_remembered_with_comments_kept(aurore: Path, tmp_path: Path, rmentor: Run) -> None:
    path = tmp_path / "notes.csv"
    path.write_text("Matricule;Séance;Tenu lé;Minuts\n00101;1;20/01/2027;55\n", encoding="utf-8")
    settings = aurore / "rmentor.yaml"
    before = settings.read_text(encoding="utf-8")
    asked = rmentor("-C", aurore, "import", "journal", path)
    assert asked.status == 1
    assert "minutes ← Minuts" in asked.err
    assert settings.read_text(encoding="utf-8") == before
    assert rmentor("-C", aurore, "import", "journal", path, "--yes").status == 0
    after = settings.read_text(encoding="utf-8")
    assert after == before + "imports:\n  journal:\n    held: Tenu lé\n    minutes: Minuts\n"
    again = rmentor("-C", aurore, "import", "journal", path, "--json")
    assert again.status == 0
    assert all(one["sure"] for one in json.loads(again.out)["columns"])
    assert json.loads(again.out)["written"] == []


def test_when_a_move_was_settled_can_be_said(aurore: Path, rmentor: Run) -> None:
    said = rmentor("-C", aurore, "log", "00112", "3", "--moved", "2027-02-24T09:00", "--on", "2027-01-20")
    assert said.status == 0, said.err
    assert "{move: {session: 3, to: 2027-02-24T09:00}, on: 2027-01-20}" in (aurore / "mentees/00112.yaml").read_text()
    said = rmentor("-C", aurore, "log", "00112", "4", "--moved", "2027-02-10T09:00")
    assert said.status == 1
    assert "2027-02-10" not in (aurore / "mentees/00112.yaml").read_text()


def test_a_remark_on_the_kit_comes_with_a_session_or_later_and_never_twice(
    aurore: Path, sheet: Path, rmentor: Run
) -> None:
    journal = aurore / "journal" / "00101.yaml"
    rmentor("-C", aurore, "import", "journal", filled_in(sheet, NOTED))
    assert "kit" not in journal.read_text()
    first = NOTED["00101", "1"] | {"Remarque sur le kit": "Exercice 2 : quinze minutes"}
    second = {"Tenue le": "18/02/2027", "Remarque sur le kit": "Lien mort"}
    done = filled_in(sheet, {**NOTED, ("00101", "1"): first, ("00101", "3"): second})
    said = rmentor("-C", aurore, "import", "journal", done)
    assert said.status == 0, said.err
    assert "Nouveau : 2." in said.err
    assert "retirez la remarque de `kit:` à la ligne 3 de journal/00101.yaml" in said.err
    assert "dans journal/00101.yaml, retirez la ligne 4" in said.err
    lines = journal.read_text().splitlines()
    assert lines[2].endswith('modules: [cyber-mobilite, cyber-reflexes], kit: ["Exercice 2 : quinze minutes"]}')
    assert lines[3].endswith("kit: [Lien mort]}")
    there = journal.read_bytes()
    assert "Nouveau : 0." in rmentor("-C", aurore, "import", "journal", done).err
    assert journal.read_bytes() == there
    assert rmentor("-C", aurore, "log", "00101", "1", "--kit", "Lien mort").out == "journal/00101.yaml:3\n"
    assert "le dit déjà" in rmentor("-C", aurore, "log", "00101", "1", "--kit", "Lien mort").out
    assert rmentor("-C", aurore, "log", "00101", "2", "--kit", "Lien mort").status == 1
    assert rmentor("-C", aurore, "log", "00101", "2", "--cancelled", "2027-02-01", "--kit", "Lien").status == 2
    assert rmentor("-C", aurore, "check").status == 0


# --- in a terminal ---

OWN_SHEET = """Identifiant;Quel numéro de séance;Tenue le (jour);Minutes;Prochaine étape notée;Remarque
00101;1;20/01/2027;55;Essayer seul;x
00102;1;21/01/2027;50;;
"""


@pytest.fixture
def own_sheet(tmp_path: Path) -> Path:
    """A sheet that an assistant made without ours."""
    path = tmp_path / "agenda.csv"
    path.write_text(OWN_SHEET, encoding="utf-8")
    return path


def test_in_a_terminal_guesses_are_asked_in_ones_own_language_and_remembered(aurore: Path, own_sheet: Path) -> None:
    call = ("import", "journal", str(own_sheet), "--on", "2027-01-25")
    shown, status = typed(aurore, call, "peut-être", "oui", "n")
    assert status == 0, shown
    assert "« Quel numéro de séance » est-il la colonne « Séance » ? (On y lit 1.) [O/n]" in " ".join(shown.split())
    assert "oui ou non ?" in shown
    assert "Prochain pas ? " in shown
    assert "Non utilisés : Remarque." in shown
    assert "Nouveau : 2. Déjà noté : 0." in shown
    assert not (aurore / "answers" / "00101.yaml").exists(), "the next step was not to be taken in"
    assert "Séance: Quel" not in shown
    assert "Quel numéro de séance" in (aurore / "rmentor.yaml").read_text("utf-8")
    tables = [line for line in shown.splitlines() if "  " in line]
    assert len(tables) > 6
    assert max(map(len, tables)) <= 80
    shown, status = typed(aurore, call, "non")
    assert status == 0, shown
    assert shown.count("[O/n]") == 1, "what was accepted is not asked again"
    assert "rien à changer" in shown


@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["ctrl-c", "ctrl-d"])
def test_in_a_terminal_the_one_who_leaves_it_there_leaves_everything(key: str, aurore: Path, own_sheet: Path) -> None:
    there = {path: path.read_bytes() for path in aurore.rglob("*") if path.is_file()}
    shown, status = typed(aurore, ("import", "journal", str(own_sheet)), "o", key)
    assert status == 130, shown
    assert {path: path.read_bytes() for path in aurore.rglob("*") if path.is_file()} == there
