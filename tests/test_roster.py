"""From what HR exports to one table of people: encodings, delimiters, true lines, every fault at its cell."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmentor.errors import Problem, ProblemsFound, Reason
from rmentor.files import export, imports, yamlfile
from rmentor.files import roster as rosterfile
from rmentor.files.export import Asked, Export
from rmentor.files.roster import MOST_FAULTS_A_COLUMN
from rmentor.files.tables import Table, open_table
from rmentor.files.validated import validated
from rmentor.programme import Settings
from rmentor.roster import Roster
from rmentor.words import LANGUAGES, words
from tests.conftest import DATA
from tests.staff import roster as in_memory

LAW = settings(deadline=None, max_examples=100, derandomize=True)

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a roster: text as UTF-8, or bytes as they are."""

    def written(content: str | bytes, name: str = "roster.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return written


def opened(path: Path) -> Table:
    return open_table(path, path.name)


def stopped(call: Callable[[], Any]) -> tuple[Problem, ...]:
    with pytest.raises(ProblemsFound) as stop:
        call()
    return stop.value.problems


def codes(problems: Any) -> list[tuple[str, int | None]]:
    return [(problem.code, problem.line) for problem in problems]


# --- tables ---


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_a_table_is_read_whatever_its_encoding_delimiter_and_line_ends(
    write: Write, delimiter: str, encoding: str, ending: str
) -> None:
    rows = [["Matricule", "Prénom", "Note"], ["00101", "Zoé", "2,5"], ["00102", "Noël", "3,5"], ["00103", "Eve", "4"]]
    rows = [[f'"{cell}"' if delimiter in cell else cell for cell in row] for row in rows]
    table = opened(write(ending.join(delimiter.join(row) for row in rows).encode(encoding)))
    assert table.headings == ("Matricule", "Prénom", "Note")
    assert list(table.rows()) == [
        (2, ["00101", "Zoé", "2,5"]),
        (3, ["00102", "Noël", "3,5"]),
        (4, ["00103", "Eve", "4"]),
    ]
    assert list(table.rows()) == list(table.rows()), "as often as they are asked for"


CELLS = st.text(st.sampled_from("ab é;\"\n\r'1"), max_size=6)


@LAW
@given(
    st.integers(2, 4).flatmap(
        lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=8)
    ),
    st.sampled_from(["\n", "\r\n"]),
)
def test_any_cells_are_read_back_with_the_line_where_their_row_begins(rows: list[list[str]], ending: str) -> None:
    headings = [f"column {place}" for place in range(len(rows[0]))]
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator=ending, quoting=csv.QUOTE_ALL)
    writer.writerow(headings)
    expected = []
    for row in rows:
        line = len(stream.getvalue().replace("\r\n", "\n").replace("\r", "\n").split("\n"))
        writer.writerow(row)
        if any(cell.strip() for cell in row):
            expected.append((line, row))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.csv"
        path.write_bytes(stream.getvalue().encode())
        table = opened(path)
        assert table.headings == tuple(headings)
        assert list(table.rows()) == expected


def test_blank_lines_are_passed_over_and_lines_still_counted(write: Write) -> None:
    table = opened(write("\n\nid;x\n\n1;a\n;\n ; \n2;b\n\n"))
    assert table.headings == ("id", "x")
    assert list(table.rows()) == [(5, ["1", "a"]), (8, ["2", "b"])]


def test_a_line_break_in_a_cell_moves_the_lines_after_it(write: Write) -> None:
    assert [line for line, _ in opened(write('id;x\n1;"a\nb\nc"\n2;d\n')).rows()] == [2, 5]


def test_headings_lose_line_breaks_and_doubled_and_no_break_spaces(write: Write) -> None:
    assert opened(write('"Auto-\névaluation";Score\u00a0 Pix ;x\n1;2;3\n')).headings == (
        "Auto- évaluation",
        "Score Pix",
        "x",
    )


def test_the_decimal_comma_does_not_cut_cells(write: Write) -> None:
    assert opened(write("id;x;y\n1;2,5;3,5\n2;1,5;2,5\n")).delimiter == ";"
    assert opened(write('id,x\n1,"2;3"\n2,"4;5"\n')).delimiter == ","


def test_one_column_alone_is_a_table(write: Write) -> None:
    assert opened(write("Matricule\n00101\n00102\n")).headings == ("Matricule",)


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b"", "empty_table", None),
        (b"\n\n", "empty_table", None),
        (b"PK\x03\x04rest", "workbook_broken", None),
        (b"id;x\n1;\x00\n", "not_text", 2),
        (b"id;x\n1;\xe9\n2;\x81\n", "not_text", 3),
    ],
)
def test_what_is_no_table_is_told(write: Write, content: bytes, code: str, line: int | None) -> None:
    assert codes(stopped(lambda: opened(write(content)))) == [(code, line)]


def test_a_table_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert [one.code for one in stopped(lambda: opened(tmp_path / "none.csv"))] == ["file_missing"]
    assert [one.code for one in stopped(lambda: opened(tmp_path))] == ["is_a_folder"]


def test_a_quote_that_never_ends_is_told_at_the_line_where_its_row_begins(write: Write) -> None:
    table = opened(write('id;x\n1;a\n2;"b\n3;c\n'))
    (problem,) = stopped(lambda: list(table.rows()))
    assert problem.line == 3


def test_windows_signs_that_are_not_utf8_far_into_the_file_are_read(write: Write) -> None:
    """The first undecodable byte stands past the first block of a megabyte."""
    content = b"id;x\n" + b"1;a\n" * 300_000 + "2;é\n".encode("cp1252")
    table = opened(write(content))
    assert table.encoding == "cp1252"
    *_, last = table.rows()
    assert last == (300_002, ["2", "é"])


SIGNS = st.text(st.sampled_from('ab1;,|\t"\n\r \x00\x1aé\ufeff'), max_size=30)


@settings(LAW, max_examples=400)
@given(st.one_of(SIGNS.map(str.encode), SIGNS.map(lambda text: text.encode("utf-16")), st.binary(max_size=30)))
def test_any_bytes_at_all_are_a_table_or_refused(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.csv"
        path.write_bytes(content)
        try:
            list(opened(path).rows())
        except ProblemsFound as stop:
            for problem in stop.problems:
                for language in LANGUAGES:
                    assert words(language).problem(problem)
                    words(language).hint(problem)


# --- the table of people in memory ---


def test_a_column_knows_each_distinct_cell_once() -> None:
    people = in_memory({"id": ["a", "b", "c"], "Note": ["1", "2,5", "1"], "Site": ["Lyon", "", "Paris"]})
    column = people.column("note")
    assert column.cells == ("1", "2,5")
    assert [column.text(person) for person in range(3)] == ["1", "2,5", "1"]
    assert column.each(lambda cell: cell == "1").tolist() == [True, False, True]
    assert column.numbers(lambda cell: 1.0 if cell == "1" else None).tolist()[::2] == [1, 1]
    assert np.isnan(column.numbers(lambda _: None)).all()
    assert people.position == {"a": 0, "b": 1, "c": 2}


def test_a_meaning_of_several_headings_is_joined_and_blanks_are_left_out() -> None:
    people = in_memory({"id": ["a", "b", "c"], "Nom": ["Byron", "", ""], "Prénom": ["Ada", "Bob ", ""]})
    assert [people.text("name", person) for person in range(3)] == ["Ada Byron", "Bob", ""]
    assert [people.name(person) for person in range(3)] == ["Ada Byron", "Bob", "c"]
    assert people.text("site", 0) == ""
    assert people.meaning("site") is None


def test_a_heading_is_found_without_case_and_accents_or_not_at_all() -> None:
    people = in_memory({"id": ["a"], "Auto-évaluation": ["3"]})
    assert people.column("AUTO EVALUATION").heading == "Auto-évaluation"
    with pytest.raises(KeyError):
        people.column("Pix")


# --- rows and ids ---


def rows(path: Path) -> tuple[Roster, list[Problem]]:
    table = opened(path)
    return rosterfile.read(table, {"id": ("id",)}, [one for one in table.headings if one != "id"])


def test_every_row_is_read_with_its_line(write: Write) -> None:
    people, problems = rows(write('id;x\n00101;"a\nb"\n\n00102;c\n'))
    assert (people.ids, people.lines.tolist(), people.rows, people.duplicates) == (("00101", "00102"), [2, 5], 2, 0)
    assert [people.column("x").text(person) for person in range(2)] == ["a\nb", "c"]
    assert problems == []


def test_rows_too_short_or_too_long_are_told_and_left_out(write: Write) -> None:
    people, problems = rows(write("id;x;y\n1;a;b\n2;a\n3;a;b;c\n4;a;b;;\n5\n"))
    assert people.ids == ("1", "4")
    assert codes(problems) == [("row_too_short", 3), ("row_too_long", 4), ("row_too_short", 6)]
    assert people.rows == 5


def test_an_identical_row_is_counted_once_and_told(write: Write) -> None:
    people, problems = rows(write("id;x\n1;a\n2;b\n1;a\n1;a\n"))
    assert (people.ids, people.duplicates, people.rows) == (("1", "2"), 2, 4)
    assert [(one.code, one.line, one.severity, one.fields["first"]) for one in problems] == [
        ("repeated_row", 4, "warning", 2),
        ("repeated_row", 5, "warning", 2),
    ]


def test_an_identical_row_is_compared_in_all_columns_also_those_not_read(write: Write) -> None:
    path = write("id;x;unread\n1;a;1\n1;a;2\n")
    people, problems = rosterfile.read(opened(path), {"id": ("id",)}, ["x"])
    assert codes(problems) == [("doubled_id", 3)]
    assert people.ids == ("1",)


def test_one_id_with_two_contents_is_an_error_at_the_later_line(write: Write) -> None:
    people, problems = rows(write("id;x\n1;a\n2;b\n1;c\n1;a\n"))
    assert codes(problems) == [("doubled_id", 4), ("repeated_row", 5)]
    assert (people.ids, people.column("x").text(0)) == (("1", "2"), "a")


def test_ids_that_cannot_be_ids_are_told_at_their_lines(write: Write) -> None:
    people, problems = rows(write(f"id;x\n;a\n  ;b\n1\u200b;c\n{'x' * 65};d\n2;e\n;f\n"))
    assert sorted(codes(problems), key=lambda one: one[1] or 0) == [
        ("blank_id", 2), ("blank_id", 3), ("bad_id", 4), ("bad_id", 5), ("blank_id", 7),
    ]  # fmt: skip
    assert people.ids == ("2",)


def test_ids_that_differ_only_by_case_are_told(write: Write) -> None:
    _, problems = rows(write("id;x\nab;a\nAB;b\nc;c\n"))
    assert codes(problems) == [("ids_differ_by_case", 3)]
    assert (problems[0].fields["value"], problems[0].fields["other"], problems[0].fields["first"]) == ("AB", "ab", 2)


def test_leading_zeros_are_part_of_an_id(write: Write) -> None:
    people, problems = rows(write("id;x\n007;a\n7;b\n"))
    assert (people.ids, problems) == (("007", "7"), [])


def test_headings_alone_make_an_empty_roster(write: Write) -> None:
    people, problems = rows(write("id;x\n"))
    assert (people.ids, people.rows, problems) == ((), 0, [])


def test_a_roster_longer_than_a_chunk_is_read_whole(write: Write) -> None:
    people, problems = rows(write("id;x\n" + "".join(f"{one};{one % 7}\n" for one in range(45_000))))
    assert len(people.ids) == people.rows == 45_000
    assert (people.lines[0], people.lines[-1]) == (2, 45_001)
    assert people.column("x").text(44_999) == str(44_999 % 7)
    assert problems == []


# --- cells ---


@pytest.mark.parametrize(
    ("rule", "good", "bad"),
    [
        (rosterfile.not_on_scale((1, 5)), ["1", "5", "2,5", "", "  "], ["0", "5.1", "x", "-1", "3/5"]),
        (rosterfile.not_on_scale((5, 1)), ["1", "5"], ["0", "6"]),
        (rosterfile.not_a_day, ["2019-01-31", "31/01/2019", "31.01.2019", ""], ["31/02/2019", "01-31-2019", "2019"]),
        (rosterfile.not_yes_no, ["oui", "No", "", "x", "1"], ["peut-être", "2"]),
        (rosterfile.not_a_count, ["0", "3", "2,0", ""], ["-1", "1,5", "deux"]),
        (rosterfile.not_among(frozenset({"a"})), ["a", " a ", ""], ["b", "A"]),
    ],
)
def test_a_rule_refuses_what_is_neither_blank_nor_as_it_should_be(rule: Any, good: list[str], bad: list[str]) -> None:
    assert [cell for cell in good if rule(cell) is not None] == []
    assert [cell for cell in bad if rule(cell) is None] == []


def test_every_faulty_cell_is_told_at_its_line() -> None:
    people = in_memory({"id": list("abcd"), "Note": ["1", "9", "x", "9"]})
    found = rosterfile.faults(people, "note", rosterfile.not_on_scale((1, 5)))
    assert [(one.code, one.line, one.fields["value"]) for one in found] == [
        ("cell_out_of_scale", 3, "9"),
        ("cell_not_number", 4, "x"),
        ("cell_out_of_scale", 5, "9"),
    ]
    assert found[0].fields["heading"] == "Note"


def test_a_fault_may_be_told_once_for_each_distinct_cell() -> None:
    people = in_memory({"id": list("abcd"), "manager": ["zz", "a", "zz", "yy"]})
    rule = rosterfile.not_among(frozenset(people.ids))
    found = rosterfile.faults(people, "manager", rule, warning=True, once=True)
    assert [(one.line, one.fields["value"], one.severity) for one in found] == [
        (2, "zz", "warning"),
        (5, "yy", "warning"),
    ]


def test_past_a_thousand_faults_in_a_column_the_rest_is_counted() -> None:
    count = MOST_FAULTS_A_COLUMN + 5
    people = in_memory({"id": [str(one) for one in range(count)], "Note": ["9"] * count})
    *told, last = rosterfile.faults(people, "Note", rosterfile.not_on_scale((1, 5)))
    assert len(told) == MOST_FAULTS_A_COLUMN
    assert (last.code, last.fields["count"], last.line) == ("more_faults", 5, MOST_FAULTS_A_COLUMN + 2)


# --- as a programme asks ---

ASKED = """version: 1
programme: {name: N, language: en, start: 2027-01-11, end: 2027-07-09}
roster: {file: roster.csv, columns: {name: [First, Last], manager: Boss}}
topics: {ia: {column: Level, scale: [0, 5]}}
criteria:
  mastery: {evidence: [{column: pix score, scale: [0, 1024]}]}
  transmission:
selection: {mentors: 2, require: {volunteer: yes, Grade: [A, B]}}
"""
TABLE = """ID,First,Last,Boss,Level,Pix score,Transmission,Volunteer,Grade,Hire date,Capacity,Remote
1,Ada,Byron,,3,512,4,yes,A,2019-01-31,1,yes
2,Bob,Zed,1,,1024,2,no,B,,,
"""


def asked(text: str = ASKED) -> Asked:
    file = yamlfile.parse(text.encode(), "rmentor.yaml")
    found, problems = validated(Settings, file)
    assert problems == []
    assert found is not None
    return Asked.by(found, file)


def exported(path: Path, text: str = ASKED) -> Export:
    return export.read(path, path.name, asked(text))


def test_the_columns_that_are_asked_for_are_read_under_their_meanings(write: Write) -> None:
    found = exported(write(TABLE))
    people = found.roster
    assert found.problems == ()
    assert people.meanings == {
        "id": ("ID",), "name": ("First", "Last"), "manager": ("Boss",), "volunteer": ("Volunteer",),
        "capacity": ("Capacity",), "since": ("Hire date",), "remote": ("Remote",),
    }  # fmt: skip
    assert people.name(0) == "Ada Byron"
    assert [piece.column for piece in found.criteria["mastery"].evidence] == ["Pix score"], "the table's own spelling"
    assert people.column("level").text(0) == "3"
    assert people.column("grade").text(1) == "B"


@pytest.mark.parametrize(
    ("cells", "scale"), [("4,2", (1, 5)), ("1,5", (1, 5)), ("40,100", (0, 100)), ("2,6", (0, 100)), ("0,3", (0, 100))]
)
def test_recognised_evidence_takes_its_scale_from_its_cells_and_says_so(
    write: Write, cells: str, scale: tuple[float, float]
) -> None:
    first, second = cells.split(",")
    found = exported(write(TABLE.replace("512,4", f"512,{first}").replace("1024,2", f"1024,{second}")))
    (piece,) = found.criteria["transmission"].evidence
    assert (piece.column, piece.scale) == ("Transmission", scale)
    fields = {"column": "Transmission", "criterion": "transmission", "low": scale[0], "high": scale[1]}
    assert found.notes == (Reason("scale_recognised", fields),)


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("512", "2000", "cell_out_of_scale", 2),
        ("512", "many", "cell_not_number", 2),
        ("Byron,,3", "Byron,,7", "cell_out_of_scale", 2),
        ("2019-01-31", "2019-02-31", "cell_not_day", 2),
        ("1,yes\n", "-1,yes\n", "cell_not_count", 2),
        ("1,yes\n", "1,sometimes\n", "cell_not_yes_no", 2),
        ("Zed,1", "Zed,99", "unknown_manager", 3),
    ],
)
def test_each_faulty_cell_is_found(write: Write, old: str, new: str, code: str, line: int) -> None:
    assert old in TABLE
    assert codes(exported(write(TABLE.replace(old, new))).problems) == [(code, line)]


def test_somebody_whose_row_is_refused_is_no_unknown_manager(write: Write) -> None:
    table = TABLE.replace("Zed,1", "Zed,9") + "9,Max,Y\n"
    assert codes(exported(write(table)).problems) == [("row_too_short", 4)]


def all_problems(path: Path, text: str) -> list[Problem]:
    """What is wrong, whether reading stops for it or goes on."""
    try:
        return list(exported(path, text).problems)
    except ProblemsFound as stop:
        return list(stop.problems)


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("pix score", "pix scor", "no_such_heading", 6),
        ("manager: Boss", "manager: Chief", "no_such_heading", 3),
        ("column: Level", "column: Niveau", "no_such_heading", 4),
        ("Grade: [A, B]", "Rank: [A, B]", "no_such_heading", 8),
        ("pix score", "Date of birth", "protected_column", 6),
        ("column: Level", "column: Hire date", "protected_column", 4),
        ("Grade: [A, B]", "Gender: F", "protected_condition", 8),
        ("  transmission:", "  courage:", "no_evidence", 7),
    ],
)
def test_what_the_roster_does_not_have_or_must_not_give_is_told_where_it_is_asked(
    write: Write, old: str, new: str, code: str, line: int
) -> None:
    assert old in ASKED
    found = all_problems(write(TABLE), ASKED.replace(old, new))
    assert [(one.path, one.code, one.line) for one in found] == [("rmentor.yaml", code, line)]


def test_the_nearest_heading_is_offered(write: Write) -> None:
    (problem,) = all_problems(write(TABLE), ASKED.replace("pix score", "pix scor"))
    assert problem.fields["near"] == "Pix score"


def test_a_stand_in_may_be_a_condition_though_never_a_score(write: Write) -> None:
    text = ASKED.replace("Grade: [A, B]", "Hire date: 2019-01-31")
    assert all_problems(write(TABLE), text) == []


def test_without_a_column_of_ids_reading_stops(write: Write) -> None:
    (problem,) = stopped(lambda: exported(write(TABLE.replace("ID,", "Code,"))))
    assert (problem.path, problem.code, problem.line) == ("roster.csv", "no_id_heading", 1)


def test_a_heading_that_is_needed_must_stand_once(write: Write) -> None:
    path = write(TABLE.replace("Grade,", "pix SCORE,"))
    (problem,) = stopped(lambda: exported(path, ASKED.replace(", Grade: [A, B]", "")))
    assert (problem.path, problem.code, problem.line) == ("roster.csv", "doubled_heading", 1)


def test_a_heading_that_nobody_asks_for_may_stand_twice(write: Write) -> None:
    table = TABLE.replace("Remote\n", "Remote,Note,Note\n").replace("1,yes\n", "1,yes,,\n").replace(",,,\n", ",,,,,\n")
    assert exported(write(table)).problems == ()


def test_headings_without_people_stop_reading(write: Write) -> None:
    (problem,) = stopped(lambda: exported(write(TABLE.partition("\n")[0])))
    assert problem.code == "no_people"


# --- a roster on its own ---


def bare(path: Path, mentors: int = 10) -> tuple[Export, Any]:
    return export.bare(path, path.name, mentors)


def test_a_roster_with_the_three_criteria_can_be_ranked_alone(write: Write) -> None:
    path = write("Matricule;Maîtrise_test;maitrise_self;Pédagogie;Adaptabilité\n1;800;;3;4\n2;90;1;1;5\n")
    found, rules = bare(path, 3)
    assert {key: [piece.column for piece in one.evidence] for key, one in found.criteria.items()} == {
        "mastery": ["Maîtrise_test", "maitrise_self"],
        "transmission": ["Pédagogie"],
        "posture": ["Adaptabilité"],
    }
    assert {one.weight for one in found.criteria.values()} == {1}
    assert (rules.mentors, rules.require) == (3, {})
    assert found.notes[0] == Reason("bare_rules", {"count": 3})
    assert codes(found.problems) == [("cell_out_of_scale", 2)], "800 is on no scale that is recognised"


def test_a_volunteer_column_of_a_roster_alone_must_say_yes_and_that_is_said(write: Write) -> None:
    path = write("id,mastery,transmission,posture,Volontaire\n1,1,2,3,oui\n")
    found, rules = bare(path)
    assert rules.require == {"volunteer": ("yes",)}
    assert found.notes[1] == Reason("bare_volunteers", {"column": "Volontaire"})


@pytest.mark.parametrize(
    "headings", ["id,mastery,transmission", "mastery,transmission,posture", "Matricule,Score Pix,Atelier,Entretien"]
)
def test_without_the_three_criteria_the_lines_for_a_new_programme_are_offered(write: Write, headings: str) -> None:
    row = ",".join(str(one) for one in range(1, 2 + headings.count(",")))
    with pytest.raises(ProblemsFound) as stop:
        bare(write(f"{headings}\n{row}\n"))
    assert codes(stop.value.problems) == [("criteria_not_recognised", 1)]
    assert stop.value.offer is not None
    assert validated(Settings, yamlfile.parse(stop.value.offer.encode(), "rmentor.yaml"))[1] == []


# --- proposals ---


def test_the_lines_that_are_offered_read_the_table_they_were_made_for() -> None:
    path = DATA / "export-rh.csv"
    proposal = imports.proposal(opened(path))
    text = proposal.lines
    found = exported(path, text)
    assert [one.code for one in found.problems if one.severity == "error"] == []
    assert "language: fr" in text
    assert all(one.evidence for one in found.criteria.values())


def test_awkward_headings_are_quoted_in_the_lines(write: Write) -> None:
    path = write('id;"Pix: ""the"" score # 1 \\ \t";Atelier;Entretien\n1;1000;4;4\n')
    text = imports.proposal(opened(path)).lines
    (piece,) = exported(path, text).criteria["mastery"].evidence
    assert (piece.column, piece.scale) == ('Pix: "the" score # 1 \\', (0, 1024))


@pytest.mark.parametrize(
    ("heading", "cells", "scale"),
    [
        ("Note (1-5)", ["9"], (1, 5)),
        ("Note", ["1", "5", ""], (1, 5)),
        ("Note", ["0", "5"], (0, 5)),
        ("Note", ["7,5"], (0, 10)),
        ("Note", ["18"], (0, 20)),
        ("Note", ["99"], (0, 100)),
        ("Note", ["1000"], (0, 1024)),
        ("Note", ["5000"], (0, 5000)),
        ("Note", ["n/a", ""], (1, 5)),
    ],
)
def test_the_likely_scale_is_the_smallest_usual_one_that_holds_every_cell(
    write: Write, heading: str, cells: list[str], scale: tuple[float, float]
) -> None:
    table = opened(write(f"id;{heading}\n" + "".join(f"{line};{cell}\n" for line, cell in enumerate(cells))))
    assert imports.scale_of(table, heading) == scale


@pytest.mark.parametrize("headings", ["name", "first_name,last_name", "since"])
def test_all_names_are_those_of_each_person(write: Write, headings: str) -> None:
    count = headings.count(",") + 1
    rows = "".join(f"{person}," + ",".join([cell] * count) + "\n" for person, cell in
                   [("1", " Aïcha "), ("2", ""), ("3", "Œuf"), ("4", "Œuf")])  # fmt: skip
    table = opened(write(f"id,{headings}\n{rows}"))
    found, _ = rosterfile.read(table, {"id": ("id",), "name": tuple(headings.split(","))}, [])
    assert found.names == tuple(found.name(person) for person in range(4))
    assert "2" in found.names
