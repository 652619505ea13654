"""Taking in what other systems export: proposed with samples, asked where unclear, remembered with comments kept."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from rmentor import headings
from tests.conftest import DATA, Run


@pytest.fixture
def fresh(tmp_path: Path, rmentor: Run) -> Path:
    """A programme as `init` lays it down, in French."""
    rmentor("init", tmp_path / "new", "--language", "fr")
    return tmp_path / "new"


def test_without_a_terminal_nothing_unclear_is_taken(fresh: Path, rmentor: Run) -> None:
    before = (fresh / "rmentor.yaml").read_text()
    said = rmentor("-C", fresh, "import", "roster", DATA / "export-rh.csv")
    assert said.status == 1
    assert "0–1024 ?" in said.out
    assert "00101 · 00102 · 00103" in said.out
    assert "Encore sans colonne : mastery, transmission et posture." in said.err
    assert (fresh / "rmentor.yaml").read_text() == before
    assert (fresh / "roster.csv").read_bytes() == (DATA / "export-rh.csv").read_bytes()


def test_accepted_guesses_are_remembered_and_every_comment_stays(fresh: Path, rmentor: Run) -> None:
    before = (fresh / "rmentor.yaml").read_text().splitlines()
    assert rmentor("-C", fresh, "import", "roster", DATA / "export-rh.csv", "--yes").status == 0
    after = (fresh / "rmentor.yaml").read_text().splitlines()
    added = [line for line in after if line not in before]
    assert [line for line in after if line in before] == before
    assert "      - {column: Score Pix, scale: [0, 1024], source: test}" in added
    assert any("volunteer: " in line for line in added)
    said = rmentor("-C", fresh, "select", "--json")
    assert said.status == 0
    assert json.loads(said.out)["roster"]["candidates"] == 128


def test_importing_the_same_again_changes_nothing(fresh: Path, rmentor: Run) -> None:
    rmentor("-C", fresh, "import", "roster", DATA / "export-rh.csv", "--yes")
    before = {path: path.read_bytes() for path in fresh.rglob("*") if path.is_file()}
    said = rmentor("-C", fresh, "import", "roster", DATA / "export-rh.csv", "--yes", "--json")
    assert json.loads(said.out)["written"] == []
    assert {path: path.read_bytes() for path in fresh.rglob("*") if path.is_file()} == before


def test_another_roster_is_not_overwritten_unless_asked(fresh: Path, rmentor: Run) -> None:
    rmentor("-C", fresh, "import", "roster", DATA / "export-rh.csv", "--yes")
    before = (fresh / "roster.csv").read_bytes()
    said = rmentor("-C", fresh, "import", "roster", DATA / "bare.csv", "--yes")
    assert said.status == 1
    assert "un autre effectif" in said.err
    assert (fresh / "roster.csv").read_bytes() == before
    assert rmentor("-C", fresh, "import", "roster", DATA / "bare.csv", "--yes", "--replace").status == 0
    assert (fresh / "roster.csv").read_bytes() == (DATA / "bare.csv").read_bytes()


def test_levels_by_topic_are_proposed_for_the_topics_of_the_programme(aurore: Path, rmentor: Run) -> None:
    settings = aurore / "rmentor.yaml"
    before = json.loads(rmentor("-C", aurore, "select", "--json").out)["selected"]
    settings.write_text(settings.read_text().replace("column: Niveau IA, ", "").replace("column: Niveau cyber, ", ""))
    said = rmentor("-C", aurore, "import", "roster", DATA / "export-rh.csv", "--yes", "--json")
    lines = {line["headings"][0]: line for line in json.loads(said.out)["lines"]}
    assert (lines["Niveau cyber"]["kind"], lines["Niveau cyber"]["key"]) == ("topic", "cyber")
    assert "column: Niveau IA" in settings.read_text()
    assert json.loads(rmentor("-C", aurore, "select", "--json").out)["selected"] == before


def test_a_workbook_takes_the_place_the_programme_names(fresh: Path, tmp_path: Path, rmentor: Run) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "export.xlsx") as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(
            [
                ["matricule", "nom", "maîtrise", "pédagogie", "adaptabilité"],
                ["007", "Œuvre", 4, 3, 5],
                ["008", "Ba", 2, 3, 4],
            ]
        ):
            sheet.write_row(number, 0, row)
    said = rmentor("-C", fresh, "import", "roster", tmp_path / "export.xlsx")
    assert said.status == 0, said.err
    assert "file: roster.xlsx" in (fresh / "rmentor.yaml").read_text()
    assert "007" in rmentor("-C", fresh, "select").out


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [("Matricule salarie", "id"), ("Adresse mail pro", "email"), ("Responsable hierarchiqe", "manager")],
)
def test_a_near_heading_is_a_guess(heading: str, meaning: str) -> None:
    assert headings.meaning_guesses([heading, "Couleur"], [], ["id", "email", "manager"]) == {meaning: heading}


@pytest.mark.parametrize(
    ("heading", "topic"),
    [
        ("Niveau IA", "ia"),
        ("Niveau en réseaux sociaux", "reseauxsociaux"),
        ("Security level", "security"),
        ("IA", None),
    ],
)
def test_what_a_heading_gives_the_level_of(heading: str, topic: str | None) -> None:
    assert headings.level_of(heading) == topic


def test_import_says_where_there_is_no_file(fresh: Path, rmentor: Run) -> None:
    said = rmentor("-C", fresh, "import", "roster", fresh / "nowhere.csv")
    assert said.status == 1
    assert "nowhere.csv" in said.err
    shutil.rmtree(fresh)


def test_an_export_without_ids_is_not_taken_in(fresh: Path, tmp_path: Path, rmentor: Run) -> None:
    """A title above the headings: what stood there before, and `rmentor.yaml`, stay as they are."""
    assert rmentor("-C", fresh, "import", "roster", DATA / "export-rh.csv", "--yes").status == 0
    before = {path: path.read_bytes() for path in fresh.iterdir() if path.is_file()}
    titled = tmp_path / "titled.csv"
    titled.write_bytes(b"Export RH;;;\r\n" + (DATA / "export-rh.csv").read_bytes())
    said = rmentor("-C", fresh, "import", "roster", titled, "--yes", "--replace")
    assert said.status == 1
    assert "rien n'a été pris. Les intitulés lus : Export RH\n" in said.err
    assert "retirez titre et date au-dessus" in said.err
    assert {path: path.read_bytes() for path in fresh.iterdir() if path.is_file()} == before
