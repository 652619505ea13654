"""Marks of raters: laid out, filled in, read back, added to the evidence; how far raters agree."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmentor.files.tables import open_table
from rmentor.marks import Mark, merged, panels
from rmentor.words import words
from tests.conftest import DATA, Run

HEAD = "id,criterion,rater,source,mark,low,high\n"


def _told(rmentor: Run, folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(rmentor("-C", folder, "select", "--json").out)
    return found


def _sheet(path: Path, rows: str, head: str = HEAD) -> Path:
    path.write_text(head + rows, encoding="utf-8")
    return path


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_sheet_laid_out_filled_in_and_read_back_is_in_the_evidence(
    aurore: Path, tmp_path: Path, rmentor: Run, ending: str
) -> None:
    sheet = tmp_path / f"sheet.{ending}"
    before = _told(rmentor, aurore)
    assert rmentor("-C", aurore, "select", "--marks-sheet", sheet).status == 0
    table = open_table(sheet, sheet.name)
    rows = [[table.text(cell) for cell in row] for _, row in table.rows()]
    listed = {row[0] for row in rows}
    assert set(before["selected"]) <= listed
    assert len(rows) == 24 * 3
    filled = io.StringIO()
    writer = csv.writer(filled, delimiter=";")
    writer.writerow(table.headings)
    for row in rows:
        writer.writerow([*row[:3], "Awa", row[4], "5", *row[6:]])
    back = tmp_path / "back.csv"
    back.write_text(filled.getvalue(), encoding="utf-8")
    said = rmentor("-C", aurore, "import", "marks", back, "--json")
    assert json.loads(said.out) == {"version": 1, "added": 72, "changed": 0, "blank": 0}
    after = _told(rmentor, aurore)
    first = next(one for one in after["candidates"] if one["id"] == before["selected"][0])
    piece = first["parts"]["posture"]["evidence"][-1]
    assert (piece["column"], piece["raw"], piece["value"], piece["source"]) == (
        "marks.csv · posture · interview", "5", 100.0, "interview"
    )  # fmt: skip
    for one in after["candidates"]:
        if one["score"] is not None:
            assert sum(part["points"] for part in one["parts"].values()) == pytest.approx(one["score"])


def test_the_same_sheet_twice_changes_nothing_and_a_later_mark_takes_the_place_of_the_first(
    aurore: Path, tmp_path: Path, rmentor: Run
) -> None:
    sheet = _sheet(tmp_path / "s.csv", "00263,posture,Awa,interview,3,1,5\n00263,posture,Bo,interview,,1,5\n")
    said = rmentor("-C", aurore, "import", "marks", sheet)
    assert said.status == 0
    assert "une ligne sans note" in said.err
    kept = (aurore / "marks.csv").read_bytes()
    assert rmentor("-C", aurore, "import", "marks", sheet).out == "rien à changer\n"
    assert (aurore / "marks.csv").read_bytes() == kept
    _sheet(sheet, "00263,Adaptation de la posture,Awa,interview,4,1,5\n")
    assert json.loads(rmentor("-C", aurore, "import", "marks", sheet, "--json").out)["changed"] == 1
    assert (aurore / "marks.csv").read_text(encoding="utf-8") == HEAD + "00263,posture,Awa,interview,4,1,5\n"


def test_marks_make_the_selection_stale_and_marks_csv_is_private(
    aurore_ran: Path, tmp_path: Path, rmentor: Run
) -> None:
    rmentor("-C", aurore_ran, "import", "marks", _sheet(tmp_path / "s.csv", "00222,posture,Awa,interview,1,1,5\n"))
    assert '"state": "stale"' in rmentor("-C", aurore_ran, "status", "--json").out
    assert rmentor("-C", aurore_ran, "pair").status == 1
    rmentor("init", tmp_path / "new", "--language", "en")
    assert "/marks.csv" in (tmp_path / "new" / ".gitignore").read_text(encoding="utf-8")


def test_every_fault_of_every_sheet_is_told_at_once_at_its_line_and_nothing_is_written(
    aurore: Path, tmp_path: Path, rmentor: Run
) -> None:
    one = _sheet(tmp_path / "one.csv", "00263,posture,Awa,interview,6,1,5\n00263,postur,Awa,interview,3,1,5\n"
                 "00263,mastery,,interview,3,1,5\n00263,mastery,Awa,gossip,3,1,5\n00263,mastery,Bo,test,3,2,2\n"
                 "zzz,mastery,Bo,test,3,1,5\n")  # fmt: skip
    other = _sheet(tmp_path / "other.csv", "00263,posture,Awa,interview,3,1,5\n00263,posture,Awa,interview,4,1,5\n")
    third = _sheet(tmp_path / "third.csv", "00263;3\n", "id;note\n")
    said = rmentor("-C", aurore, "import", "marks", one, other, third)
    assert said.status == 1
    for told in ("one.csv:2: la note est « 6 » : un nombre de 1 à 5", "one.csv:3: « postur » n'est aucun critère",
                 "one.csv:4: la note de 00263 n'a pas d'évaluateur", "one.csv:5: la source « gossip »",
                 "one.csv:6: l'échelle va de « 2 » à « 2 »", "other.csv:3: Awa note 00263 deux fois",
                 "third.csv:1: il manque des intitulés : criterion et rater"):  # fmt: skip
        assert told in said.err
    assert not (aurore / "marks.csv").exists()


def test_two_sheets_that_contradict_each_other_and_somebody_unknown_are_told(
    aurore: Path, tmp_path: Path, rmentor: Run
) -> None:
    one = _sheet(tmp_path / "one.csv", "00263,posture,Awa,interview,3,1,5\n")
    other = _sheet(tmp_path / "other.csv", "00263,posture,Awa,interview,4,1,5\n")
    said = rmentor("-C", aurore, "import", "marks", one, other)
    assert said.status == 1
    assert "other.csv: Awa y note 00263 autrement" in said.err
    said = rmentor("-C", aurore, "import", "marks", _sheet(one, "zzz,posture,Awa,interview,3,1,5\n"))
    assert said.status == 0
    assert "zzz n'est pas dans l'effectif" in said.err


VECTORS = json.loads((DATA / "vectors" / "interrater.json").read_text(encoding="utf-8"))


def _agreement(rmentor: Run, aurore: Path, by_unit: list[list[float | None]], high: int) -> dict[str, Any]:
    ids = [one["id"] for one in _told(rmentor, aurore)["candidates"]]
    rows = "".join(
        f"{ids[unit]},mastery,J{judge},test,{mark},1,{high}\n"
        for unit, marks in enumerate(by_unit)
        for judge, mark in enumerate(marks)
        if mark is not None
    )
    _sheet(aurore / "marks.csv", rows)
    (found,) = _told(rmentor, aurore)["raters"]
    return dict(found)


def test_published_icc_comes_out_of_the_command(aurore: Path, rmentor: Run) -> None:
    vector = VECTORS["shrout_fleiss_1979"]
    found = _agreement(rmentor, aurore, vector["targets_by_judges"], 10)
    assert (found["criterion"], found["source"], found["raters"], found["units"]) == ("mastery", "test", 4, 6)
    assert found["icc2k"] == pytest.approx(vector["ICC(2,k)"], abs=1e-6)
    assert found["verdict"] == "too_few"
    said = rmentor("-C", aurore, "select").out
    assert "moins de dix personnes" in said
    assert "à revoir ensemble" in said


def test_published_alpha_comes_out_of_the_command(aurore: Path, rmentor: Run) -> None:
    vector = VECTORS["krippendorff_2011"]
    by_unit = [list(marks) for marks in zip(*vector["raters_by_units"], strict=True)]
    found = _agreement(rmentor, aurore, by_unit, 5)
    assert found["alpha"] == pytest.approx(vector["alpha"]["ordinal"], abs=1e-6)
    assert (found["units"], found["icc2k"], found["verdict"]) == (11, None, "firm")


MARKS = st.lists(
    st.builds(Mark, st.sampled_from("abc"), st.sampled_from(["x", "y"]), st.sampled_from("RST"),
              st.sampled_from(["", "test"]), st.integers(1, 5).map(float), st.just(1.0), st.just(5.0)),
    max_size=30,
)  # fmt: skip


@settings(deadline=None)
@given(MARKS, MARKS)
def test_the_later_mark_wins_and_merging_again_changes_nothing(there: list[Mark], new: list[Mark]) -> None:
    first, _, _ = merged(there, [])
    found, _, _ = merged(first, new)
    last = {one.key: one for one in new}
    assert all(one in found for one in last.values())
    assert len({one.key for one in found}) == len(found)
    assert merged(found, last.values()) == (found, 0, 0)
    assert panels(found) == panels(tuple(reversed(found)))


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("identity", ["=1+1", "'=x", "''-y", "@z", "'plain"])
def test_an_id_that_looks_like_a_formula_comes_back_from_the_sheet_as_it_was(
    tmp_path: Path, ending: str, identity: str
) -> None:
    from rmentor.files import marksfile, sheets

    path = tmp_path / f"marks.{ending}"
    (laid_out, *_) = marksfile.sheets([(identity, "N")], {"posture": "Posture"}, words("en"))
    rows = [[*row[:3], "=A", row[4], 4, *row[6:]] for row in laid_out.rows]
    sheets.save(path, [sheets.Sheet(laid_out.name, laid_out.headings, rows)])
    found = marksfile.read(path, path.name, {identity}, {"posture": "Posture"})
    assert [(one.id, one.rater) for one in found.marks] == [(identity, "=A")]
    assert found.warnings == ()
    kept = tmp_path / "marks-kept.csv"
    kept.write_bytes(marksfile.written(found.marks))
    again = marksfile.read(kept, kept.name, {identity}, {"posture": "Posture"})
    assert again.marks == found.marks
