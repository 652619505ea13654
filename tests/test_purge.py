"""A person who is removed is in no file any more; what nobody can remove here is told."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import Run


def _texts(folder: Path) -> dict[str, str]:
    return {
        one.relative_to(folder).as_posix(): one.read_bytes().decode("utf-8", "replace")
        for one in sorted(folder.rglob("*"))
        if one.is_file() and ".git/" not in one.as_posix()
    }


@pytest.mark.parametrize("person", ["00263", "00101", "00112", "00304", "00203"])
def test_a_purged_person_is_in_no_file(aurore: Path, rmentor: Run, person: str) -> None:
    (aurore / "decisions.private.yaml").write_text(
        f'version: 1\nmentors:\n  # kept\n  - {{id: "{person}", choose: false, reason: r, by: b, on: 2026-12-01}}\n'
        if person not in ("00101", "00112", "00263", "00304")
        else "version: 1\nmentors: []\n"
    )
    (aurore / "announced.yaml").write_text(
        f'version: 1\npairs:\n  - {{mentee: "{person}", mentor: "00339"}}\n'
        f'  - {{mentee: "00102", mentor: "{person}"}}\n'
        '  - {mentee: "00103", mentor: "00339"}\n'
    )
    (aurore / "audit.csv").write_text(f"id,sexe\n{person},F\n00300,M\n")
    (aurore / "journal").mkdir(exist_ok=True)
    (aurore / "journal" / f"{person}.yaml").write_text("version: 1\nsessions: []\n")
    (aurore / "out" / person).mkdir(parents=True)
    (aurore / "out" / person / "x.html").write_text("x")
    said = rmentor("-C", aurore, "purge", person)
    assert said.status == 0, said.out + said.err
    assert [name for name, text in _texts(aurore).items() if person in text or person in name] == []
    assert not (aurore / "out" / person).exists()
    assert '{mentee: "00103", mentor: "00339"}' in (aurore / "announced.yaml").read_text()
    assert "00300,M" in (aurore / "audit.csv").read_text()
    assert rmentor("-C", aurore, "check").status == 0


def test_the_plan_of_another_executive_of_the_same_mentor_forgets_the_one_who_goes(aurore: Path, rmentor: Run) -> None:
    (aurore / "decisions.yaml").unlink()
    settings = aurore / "rmentor.yaml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("mentors: 12", "mentors: 8"), encoding="utf-8")
    rmentor("-C", aurore, "select")
    rmentor("-C", aurore, "pair")
    rmentor("-C", aurore, "plan")
    made_from = {plan: re.findall(r"(?m)^  mentees/(.+)\.yaml:", plan.read_text(encoding="utf-8"))
                 for plan in (aurore / "plans").iterdir()}  # fmt: skip
    plan, other = next((plan, one) for plan, people in made_from.items() for one in people if one != plan.stem)
    said = rmentor("-C", aurore, "purge", other)
    assert said.status == 0, said.out
    assert other not in plan.read_text(encoding="utf-8")


def test_a_purge_leaves_every_other_line_as_it_was(aurore: Path, rmentor: Run) -> None:
    before = (aurore / "roster.csv").read_bytes().splitlines(keepends=True)
    rmentor("-C", aurore, "purge", "00263")
    after = (aurore / "roster.csv").read_bytes().splitlines(keepends=True)
    assert after == [line for line in before if not line.startswith(b"00263")]


def test_a_dry_run_lists_the_same_and_writes_nothing(aurore: Path, rmentor: Run) -> None:
    before = _texts(aurore)
    would = json.loads(rmentor("-C", aurore, "purge", "00112", "--dry-run", "--json").out)
    assert _texts(aurore) == before
    done = json.loads(rmentor("-C", aurore, "purge", "00112", "--json").out)
    assert (would["removed"], would["changed"]) == (done["removed"], done["changed"])
    assert "mentees/00112.yaml" in done["removed"]


def test_where_somebody_is_still_named_is_told_with_its_line(aurore: Path, rmentor: Run) -> None:
    with (aurore / "decisions.yaml").open("a", encoding="utf-8") as file:
        file.write("  # comme Océane Œrsted\n")
    said = rmentor("-C", aurore, "purge", "00263")
    assert said.status == 1
    assert "decisions.yaml:" in said.out


def test_somebody_unknown_is_not_purged(aurore: Path, rmentor: Run) -> None:
    said = rmentor("-C", aurore, "purge", "99999")
    assert said.status == 1
    assert "99999" in said.err


def test_ids_or_expired_must_be_said(aurore: Path, rmentor: Run) -> None:
    assert rmentor("-C", aurore, "purge").status == 2
    assert rmentor("-C", aurore, "purge", "00263", "--expired").status == 2


def test_retention_counts_from_the_jury_and_from_the_end(aurore: Path, rmentor: Run) -> None:
    """Jury on 2026-12-01, not selected 3 months; end on 2027-07-09, selected 12 months. The last day still counts."""

    def due(day: str) -> int:
        status = json.loads(rmentor("-C", aurore, "status", "--today", day, "--json").out)
        assert status["retention"]["not_selected"] == "2027-03-01"
        assert status["retention"]["selected"] == "2028-07-09"
        return int(status["retention"]["overdue"])

    assert due("2027-03-01") == 0
    people = len((aurore / "roster.csv").read_bytes().splitlines()) - 1
    some = due("2027-03-02")
    assert 0 < some < people
    assert due("2028-07-09") == some
    assert due("2028-07-10") == people


def test_expired_leaves_those_who_take_part(aurore: Path, rmentor: Run) -> None:
    said = rmentor("-C", aurore, "purge", "--expired", "--today", "2027-02-01")
    assert said.status == 0
    assert "00263" in (aurore / "roster.csv").read_bytes().decode("cp1252")
    before = (aurore / "selection.yaml").read_text(encoding="utf-8")
    assert rmentor("-C", aurore, "purge", "--expired", "--today", "2027-03-02").status == 0
    roster = (aurore / "roster.csv").read_bytes().decode("cp1252")
    assert "\n00263;" in roster
    assert "\n00101;" in roster
    assert len(roster.splitlines()) == 1 + 24
    assert before.split("reserve:")[0].split("mentors:\n")[1] in (aurore / "selection.yaml").read_text("utf-8")
    assert json.loads(rmentor("-C", aurore, "status", "--today", "2027-03-02", "--json").out)["retention"][
        "overdue"
    ] == 0  # fmt: skip


@pytest.mark.skipif(shutil.which("git") is None, reason="no git on this machine")
def test_what_git_still_holds_is_told(aurore: Path, rmentor: Run) -> None:
    def git(*arguments: str) -> None:
        subprocess.run(["git", "-C", str(aurore), "-c", "user.name=n", "-c", "user.email=e", *arguments], check=True)

    git("init", "-q")
    git("add", "mentees", "decisions.yaml")
    git("commit", "-qm", "x")
    found = json.loads(rmentor("-C", aurore, "purge", "00112", "--json").out)
    assert found["history"] == ["decisions.yaml", "mentees/00112.yaml"]


# --- workbooks, exports, history ---


def _as_workbook(folder: Path) -> None:
    """The roster as Excel would hold it: shared texts, ids with their zeros, a second sheet."""
    import xlsxwriter

    rows = [line.split(";") for line in (folder / "roster.csv").read_bytes().decode("cp1252").splitlines()]
    with xlsxwriter.Workbook(folder / "roster.xlsx") as book:
        sheet, other = book.add_worksheet("Export"), book.add_worksheet("Notes")
        bold = book.add_format({"bold": True})
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell, bold if number == 0 else None)
        other.write_string(0, 0, "Fait par la DRH")
    (folder / "roster.csv").unlink()
    settings = folder / "rmentor.yaml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("roster.csv", "roster.xlsx"), encoding="utf-8")


def test_a_purge_takes_rows_out_of_a_workbook_and_leaves_the_rest(aurore: Path, rmentor: Run) -> None:
    import zipfile

    import python_calamine

    _as_workbook(aurore)
    before = python_calamine.CalamineWorkbook.from_path(aurore / "roster.xlsx").get_sheet_by_index(0).to_python()
    said = rmentor("-C", aurore, "purge", "00263", "00101")
    assert said.status == 0, said.out
    book = python_calamine.CalamineWorkbook.from_path(aurore / "roster.xlsx")
    assert book.sheet_names == ["Export", "Notes"]
    assert book.get_sheet_by_name("Notes").to_python() == [["Fait par la DRH"]]
    after = [row for row in book.get_sheet_by_index(0).to_python(skip_empty_area=False) if any(row)]
    kept = [["" if cell in ("00263", "00101") else cell for cell in row]
            for row in before if row[0] not in ("00263", "00101")]  # fmt: skip
    assert after == kept
    with zipfile.ZipFile(aurore / "roster.xlsx") as archive:
        text = "".join(archive.read(one).decode("utf-8", "ignore") for one in archive.namelist())
    for word in ("00263", "00101", "oceane.oersted", "Dupont-Aignan, J"):
        assert word not in text
    assert rmentor("-C", aurore, "check").status == 0


def test_a_workbook_with_formulas_in_a_row_is_left_and_told(aurore: Path, rmentor: Run) -> None:
    import io
    import zipfile

    _as_workbook(aurore)
    path = aurore / "roster.xlsx"
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    parts["xl/worksheets/sheet1.xml"] = sheet.replace("</row>", '<c r="ZZ9"><f>1+1</f><v>2</v></c></row>').encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    path.write_bytes(stream.getvalue())
    content = path.read_bytes()
    said = rmentor("-C", aurore, "purge", "00263")
    assert said.status == 1
    assert "  roster.xlsx\n" in said.out
    assert path.read_bytes() == content


def test_rows_of_an_export_go_by_address_or_name(aurore: Path, rmentor: Run) -> None:
    export = aurore / "exports" / "satisfaction.csv"
    export.parent.mkdir(exist_ok=True)
    export.write_text("ID;Nom;Réponse\n1;Océane Œrsted;oui\n2;Émile Müller;non\n", encoding="utf-8")
    assert rmentor("-C", aurore, "purge", "00263").status == 0
    assert export.read_text(encoding="utf-8") == "ID;Nom;Réponse\n2;Émile Müller;non\n"
