"""Rosters as workbooks and as YAML lists: read as people see them, with the row's number."""

from __future__ import annotations

import datetime as dt
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from rmentor.errors import ProblemsFound
from rmentor.files import columns, export, sheetextent
from rmentor.files.export import Asked
from rmentor.files.tables import open_table
from rmentor.files.yamlfile import YamlFile
from rmentor.programme import Criterion, Evidence
from tests.conftest import Run


def _book(path: Path, rows: list[list[Any]], formats: dict[int, str] | None = None, *, first: int = 0) -> Path:
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("vide")
        sheet = book.add_worksheet("export")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        shown = {column: book.add_format({"num_format": code}) for column, code in (formats or {}).items()}
        for number, row in enumerate(rows, first):
            for column, cell in enumerate(row):
                if isinstance(cell, dt.date):
                    sheet.write_datetime(number, column, dt.datetime.combine(cell, dt.time()), day)
                elif cell is not None:
                    sheet.write(number, column, cell, shown.get(column) if number > first else None)
    return path


ROWS = [
    ["Matricule", "Nom\nd'usage", "Volontaire", "Pix", "Date d'entrée", "Bio"],
    ["00101", "Œuvre", True, 584, dt.date(2019, 1, 31), "dit « oui »"],
    ["00102", "Ba", False, 3.5, None, None],
]


def test_cells_are_read_as_people_see_them(tmp_path: Path) -> None:
    table = open_table(_book(tmp_path / "r.xlsx", ROWS), "r.xlsx")
    assert table.headings == ("Matricule", "Nom d'usage", "Volontaire", "Pix", "Date d'entrée", "Bio")
    rows = [(line, [table.text(cell) for cell in row]) for line, row in table.rows()]
    assert rows == [
        (2, ["00101", "Œuvre", "yes", "584", "2019-01-31", "dit « oui »"]),
        (3, ["00102", "Ba", "no", "3.5", "", ""]),
    ]


def test_ids_that_excel_took_for_numbers_keep_the_zeros_it_shows(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["Matricule", "Pix"], [101, 5], [102, 7]]
    table = open_table(_book(tmp_path / "r.xlsx", rows, {0: "00000"}), "r.xlsx")
    assert [[table.text(cell) for cell in row] for _, row in table.rows()] == [["00101", "5"], ["00102", "7"]]


def test_rows_keep_their_number_in_the_sheet(tmp_path: Path) -> None:
    rows = [*ROWS, [None], ["00103", "Cé", None, 1, None, None]]
    table = open_table(_book(tmp_path / "r.xlsx", rows, first=3), "r.xlsx")
    assert [line for line, _ in table.rows()] == [5, 6, 8]


def test_a_workbook_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    path = _book(tmp_path / "r.xlsx", ROWS).rename(tmp_path / "roster.csv")
    assert len(list(open_table(path, "roster.csv").rows())) == 2


def test_a_workbook_with_nothing_in_it_is_told(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound) as stop:
        open_table(_book(tmp_path / "r.xlsx", []), "r.xlsx")
    assert [one.code for one in stop.value.problems] == ["empty_table"]


def test_a_workbook_that_unfolds_to_gigabytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as part,
    ):
        for _ in range(700):
            part.write(b" " * 1_000_000)
    with pytest.raises(ProblemsFound) as stop:
        open_table(path, "r.xlsx")
    assert [one.code for one in stop.value.problems] == ["file_too_large"]


def test_a_broken_workbook_is_told(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    path.write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(ProblemsFound) as stop:
        open_table(path, "r.xlsx")
    assert [one.code for one in stop.value.problems] == ["workbook_broken"]


def _repacked(path: Path, change: dict[str, tuple[bytes, bytes]]) -> Path:
    """A workbook with something else in some of its parts."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            old, new = change.get(name, (b"", b""))
            assert old in content
            archive.writestr(name, content.replace(old, new))
    return path


def test_a_workbook_in_an_encoding_that_does_not_exist_is_read_without_its_zeros(tmp_path: Path) -> None:
    """Found by the fuzzer: what the zeros are looked for in is no XML, the cells are there all the same."""
    path = _book(tmp_path / "r.xlsx", [["Matricule"], [101]], {0: "00000"})
    table = open_table(_repacked(path, {"xl/styles.xml": (b"UTF-8", b"UTF-9")}), "r.xlsx")
    assert [[table.text(cell) for cell in row] for _, row in table.rows()] == [["101"]]


def test_a_workbook_with_a_part_whose_name_is_no_text_is_read(tmp_path: Path) -> None:
    """Found by the fuzzer: a name that says it is UTF-8 and is not."""
    path = _book(tmp_path / "r.xlsx", ROWS)
    content = bytearray(path.read_bytes())
    at = content.rindex(b"PK\x01\x02")
    content[at + 9] |= 0x08
    content[at + 46] = 0xDF
    path.write_bytes(content)
    assert [line for line, _ in open_table(path, "r.xlsx").rows()] == [2, 3]


def test_ticked_and_one_are_not_the_same_cell(tmp_path: Path) -> None:
    """Found by the fuzzer: to Python, `True` is the number 1."""
    table = open_table(_book(tmp_path / "r.xlsx", [["Volontaire"], [1], [True], [0], [False]]), "r.xlsx")
    block = next(columns.blocks(table, [0]))
    texts, codes = block.columns[0]
    assert codes is not None
    assert [texts[code] for code in codes] == ["1", "yes", "0", "no"]


@pytest.mark.parametrize("cell", [0, False, "x"])
def test_a_cell_beyond_the_headings_is_told_whatever_it_holds(cell: object, tmp_path: Path) -> None:
    table = open_table(_book(tmp_path / "r.xlsx", [["Matricule"], ["00101"], ["00102", cell]]), "r.xlsx")
    assert [line for block in columns.blocks(table, [0]) for line, _ in block.uneven] == [3]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({(1_048_575, 16_383): "x"}, "XFD1048576"),
        ({(1_048_575, 0): "x", (3, 40): "x"}, "A1048576"),
        ({(4_000, 9_000): "x"}, "MHE4001"),
        ({(1_048_575, 1): "x"}, None),
        ({(3, 16_383): "x"}, None),
        ({(99_999, 99): "x"}, None),
    ],
)
def test_a_cell_far_from_the_table_is_named_before_room_is_made_for_all_between(
    cells: dict[tuple[int, int], str], told: str | None, tmp_path: Path
) -> None:
    """A note in the last corner of a sheet: a file of six kilobytes that unfolds to half a terabyte."""
    import xlsxwriter

    path = tmp_path / "r.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for (row, column), text in ({(0, 0): "Matricule", (1, 0): "00101"} | cells).items():
            sheet.write_string(row, column, text)
    assert sheetextent.too_far(path) == told


def test_a_workbook_that_is_too_far_spread_says_which_cell(aurore: Path, rmentor: Run) -> None:
    path = _book(aurore / "loin.xlsx", ROWS)
    _repacked(path, {"xl/worksheets/sheet2.xml": (b'r="A3"', b"r = 'XFD1048576'")})
    said = rmentor("-C", aurore, "import", "roster", path)
    assert said.status == 1
    assert "la cellule XFD1048576 est remplie, loin du tableau" in said.err


def test_faults_of_a_workbook_stand_at_their_row(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["id", "Pix"], ["a", 5], ["b", "neuf"], ["c", 2000], ["a", 6]]
    criteria = {"mastery": Criterion(evidence=(Evidence(column="Pix", scale=(0, 1024)),))}
    found = export.read(_book(tmp_path / "r.xlsx", rows), "r.xlsx", Asked({}, {}, criteria, {}, YamlFile("s", {})))
    assert [(one.line, one.code) for one in sorted(found.problems, key=lambda one: one.order)] == [
        (3, "cell_not_number"), (4, "cell_out_of_scale"), (5, "doubled_id"),
    ]  # fmt: skip


def test_a_list_of_people_in_yaml_is_a_roster(tmp_path: Path) -> None:
    path = tmp_path / "roster.yaml"
    path.write_text(
        "version: 1\npeople:\n"
        "  - {id: 007, name: Zoé, volunteer: yes, mastery: 4, transmission: 3, posture: 5}\n"
        "  - {id: '008', name: Ben, mastery: 2, transmission: 3, posture: 5, volunteer: no}\n",
        encoding="utf-8",
    )
    table = open_table(path, "roster.yaml")
    assert table.headings == ("id", "name", "volunteer", "mastery", "transmission", "posture")
    assert [(line, row[0], row[2]) for line, row in table.rows()] == [(3, "007", "yes"), (4, "008", "no")]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("version: 1\n", "no_list_of_people", 1),
        ("version: 1\npeople: []\n", "no_list_of_people", 2),
        ("people:\n- {id: a}\n- b\n", "not_a_person", 3),
        ("people:\n- {id: a, x: [1]}\n", "not_a_person", 2),
    ],
)
def test_a_yaml_roster_that_is_none_is_told(tmp_path: Path, text: str, code: str, line: int) -> None:
    path = tmp_path / "roster.yaml"
    path.write_text(text)
    with pytest.raises(ProblemsFound) as stop:
        open_table(path, "roster.yaml")
    assert [(one.code, one.line) for one in stop.value.problems] == [(code, line)]


def test_rows_with_errors_are_set_aside_and_listed(aurore: Path, rmentor: Run) -> None:
    from tests.conftest import DATA

    (aurore / "roster.csv").write_bytes((DATA / "export-rh-avec-erreurs.csv").read_bytes())
    assert rmentor("-C", aurore, "select").status == 1
    said = rmentor("-C", aurore, "select", "--set-aside", "--language", "en")
    assert said.status == 0
    assert "6 rows of the roster were left out for their errors:" in said.out
    for line in (20, 33, 47, 60, 75, 90):
        assert f"roster.csv:{line}: " in said.err
    assert "set_aside: [20, 33, 47, 60, 75, 90]" in (aurore / "selection.yaml").read_text()
    data = json.loads(rmentor("-C", aurore, "select", "--set-aside", "--json").out)
    assert [one["line"] for one in data["set_aside"]] == [20, 33, 47, 60, 75, 90]
    ids = {one["id"] for one in data["candidates"]}
    assert not ids & {"00206", "00219", "00233", "00261", "00276"}
    assert "00231" in ids
    assert rmentor("-C", aurore, "run", "--set-aside").status == 0


def test_setting_aside_can_stand_in_the_programme(aurore: Path, rmentor: Run) -> None:
    from tests.conftest import DATA

    (aurore / "roster.csv").write_bytes((DATA / "export-rh-avec-erreurs.csv").read_bytes())
    settings = aurore / "rmentor.yaml"
    settings.write_text(settings.read_text().replace("  file: roster.csv", "  file: roster.csv\n  set_aside: yes"))
    assert rmentor("-C", aurore, "run").status == 0
    assert rmentor("-C", aurore, "run").out == "rien à changer\n"


def test_somebody_chosen_whose_row_is_set_aside_is_an_error(aurore: Path, rmentor: Run) -> None:
    path = aurore / "roster.csv"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(line.rstrip() + b";trop\r\n" if line.startswith(b"00254;") else line for line in lines))
    said = rmentor("-C", aurore, "select", "--set-aside", "--language", "en")
    assert said.status == 1
    assert "decisions.yaml:5: 00254 cannot be chosen: the row was left out for its errors" in said.err


@pytest.mark.parametrize("cover", [True, False])
def test_titles_above_a_table_and_a_cover_before_it_are_no_headings(tmp_path: Path, cover: bool) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "r.xlsx") as book:
        if cover:
            book.add_worksheet("Accueil").write(0, 0, "Export RH")
        sheet = book.add_worksheet("Données")
        sheet.write(0, 0, "Export RH du 12/11/2026")
        sheet.write(2, 1, "confidentiel")
        for number, row in enumerate([["Matricule", "Nom", "Pix"], ["00101", "Œuvre", 584]], 4):
            sheet.write_row(number, 0, row)
    table = open_table(tmp_path / "r.xlsx", "r.xlsx")
    assert table.headings == ("Matricule", "Nom", "Pix")
    assert [(line, [table.text(cell) for cell in row]) for line, row in table.rows()] == [
        (6, ["00101", "Œuvre", "584"])
    ]


def test_a_table_of_one_column_has_its_first_cell_as_heading(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["Matricule"], ["00101"], ["00102"]]
    table = open_table(_book(tmp_path / "r.xlsx", rows), "r.xlsx")
    assert table.headings == ("Matricule",)
    assert len(list(table.rows())) == 2
