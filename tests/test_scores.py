"""Anybody's scores: read at once where every line is right, line by line where one is not; the same either way."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rmentor.assignment import solver
from rmentor.errors import ProblemsFound
from rmentor.files import scorelines, scores, tables
from rmentor.pairtable import ScoredPairs
from rmentor.terminal import Grid, grid

LAW = settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])

ids = st.sampled_from(["a", "b", "é 1", "c", "'d", "0012", "somebody@a.long.address.example", "a" * 8, "a" * 9])
numbers = st.one_of(
    st.sampled_from(["0", "100", "99.5", "7", ".5", "12.25", "007", "0.1234567890123456789", "99.99999999999999"]),
    st.floats(0, 100).map(lambda one: f"{one:.17f}"),
    st.floats(0, 100).map(lambda one: f"{one:.3f}"),
)
yes_no = st.sampled_from(["", "x", "no", "oui", "0"])


def written(path: Path, lines: list[tuple[str, ...]], delimiter: str = ",", end: str = "\n") -> Path:
    text = end.join(delimiter.join(line) for line in [("mentee", "mentor", "score", "forbidden"), *lines])
    path.write_bytes((text + end).encode())
    return path


def told(found: ScoredPairs) -> set[tuple[str, str, float, bool]]:
    each = zip(found.rows, found.columns, found.values, found.barred, strict=True)
    return {(found.mentees[row], found.mentors[column], float(value), bool(shut)) for row, column, value, shut in each}


@LAW
@given(
    st.dictionaries(st.tuples(ids, ids), st.tuples(numbers, yes_no), min_size=1, max_size=12),
    st.sampled_from([(",", "\n"), (";", "\r\n"), ("\t", "\n")]),
)
def test_what_is_read_at_once_is_what_is_read_line_by_line(
    tmp_path: Path, pairs: dict[tuple[str, str], tuple[str, str]], style: tuple[str, str]
) -> None:
    delimiter, end = style
    decimals = "," if delimiter == ";" else "."
    lines = [(*pair, score.replace(".", decimals), shut) for pair, (score, shut) in pairs.items()]
    table = tables.open_table(written(tmp_path / "s.csv", lines, delimiter, end), "s.csv")
    fast, slow = scores._at_once(table), scores._line_by_line(table)
    assert fast is not None
    assert told(fast) == told(slow)
    assert (fast.mentees, fast.mentors) == (slow.mentees, slow.mentors) == tuple(
        tuple(sorted({pair[side] for pair in pairs})) for side in (0, 1)
    )  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "a,,5,",
        "a,x,101,",
        "a,x,5.,",
        "a,x,1.2.3,",
        "a,x,,",
        "a,x,1e1,",
        'a,"x",5,',
        "a,x,5",
        " a,x,5,",
        "b,y,9,",
        "a,x,-1,",
    ],
)
def test_a_line_that_is_not_plain_is_left_to_the_reader_that_knows_lines(tmp_path: Path, line: str) -> None:
    file = tmp_path / "s.csv"
    file.write_text(f"mentee,mentor,score,forbidden\nb,y,9,\nb,z,8,\n{line}\n", "utf-8")
    assert scores._at_once(tables.open_table(file, "s.csv")) is None


def test_a_file_longer_than_a_chunk_is_cut_between_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scorelines, "_CHUNK", 7)
    lines = [(f"e{row}", f"m{column}", str(row * 10 + column), "") for row in range(5) for column in range(4)]
    table = tables.open_table(written(tmp_path / "s.csv", lines), "s.csv")
    fast = scores._at_once(table)
    assert fast is not None
    assert told(fast) == told(scores._line_by_line(table))


def test_a_pair_named_twice_is_told_with_its_line(tmp_path: Path) -> None:
    file = written(tmp_path / "s.csv", [("a", "x", "1", ""), ("a", "y", "2", ""), ("a", "x", "3", "")])
    with pytest.raises(ProblemsFound) as stop:
        scores.read(file, "s.csv")
    assert [(one.code, one.line) for one in stop.value.problems] == [("score_twice", 4)]


def test_the_solver_is_scipys_own_and_all_of_scipy_can_still_be_imported() -> None:
    matrix = np.random.default_rng(3).random((30, 40))
    ours = solver()(matrix)
    from scipy.optimize import linear_sum_assignment, milp

    assert milp
    assert all((one == other).all() for one, other in zip(ours, linear_sum_assignment(matrix), strict=True))


def test_scores_alone_need_neither_models_nor_the_rest_of_scipy() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from rmentor.commands import matchings; from rmentor.files import scores;"
        "from rmentor import pairing, assignment; assignment.solver();"
        "heavy = ('pydantic', 'scipy.optimize', 'rmentor.steps', 'rmentor.programme');"
        "print([one for one in heavy if one in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


# --- long tables without rich ---


@LAW
@given(st.lists(st.tuples(*[st.text("abé–9 ", max_size=6)] * 3), min_size=1, max_size=5))
def test_a_table_that_fits_looks_the_same_with_and_without_rich(rows: list[tuple[str, str, str]]) -> None:
    from rich.console import Console

    table = grid(
        [("name", "left"), ("points", "right"), ("why", "left")], [[cell.strip() for cell in row] for row in rows]
    )
    console = Console(width=80, highlight=False, markup=False, emoji=False, color_system=None, force_terminal=False)
    with console.capture() as captured:
        console.print(table.drawn(80))
    plain = table.plainly(80)
    assert plain is not None
    assert [line.rstrip() for line in plain] == [line.rstrip() for line in captured.get().splitlines()]


@pytest.mark.parametrize("cell", ["日本", "a\u0301", "a\tb", "a\nb", "x" * 81])
def test_what_may_not_fit_or_not_be_one_column_wide_is_left_to_rich(cell: str) -> None:
    table: Grid = grid([("name", "left")], [[cell]])
    assert table.plainly(80) is None


def test_a_long_table_keeps_one_line_a_row_and_cuts_the_widest_columns_evenly() -> None:
    rows = [
        [f"somebody {number:04} at a long address", "12.5", f"another {number:04} at one as long"]
        for number in range(201)
    ]
    lines = grid([("who", "left"), ("points", "right"), ("next", "left")], rows).plainly(50)
    assert lines is not None
    assert len(lines) == 202
    assert {len(line) for line in lines} == {50}
    assert lines[1] == "somebody 0000 at a …    12.5  another 0000 at one…"
