"""Folders that mean harm, or that a machine made: refused with the limit that was met, never a crash, never a leak."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rmentor.errors import ProblemsFound
from rmentor.files import tables, yamlfile
from rmentor.files.yamlfile import DEEPEST, LARGEST_FILE_MEGABYTES, MOST_ALIASES
from rmentor.paper import markdown
from rmentor.words import words
from tests.conftest import Run

LAW = settings(
    deadline=None, max_examples=80, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
SECRET = "nobody may read this"


def _refused(said: object, *told: str) -> None:
    text = said.out + said.err  # type: ignore[attr-defined]
    assert said.status == 1, text  # type: ignore[attr-defined]
    for one in told:
        assert one in text, text
    assert "Traceback" not in text
    assert SECRET not in text


# --- too much of something ---


def _limited(content: bytes) -> str:
    with pytest.raises(ProblemsFound) as stop:
        yamlfile.parse(content, "x.yaml")
    (problem,) = stop.value.problems
    return words("en").problem(problem)


def test_files_that_are_too_large_too_deep_or_refer_too_often_name_their_limit() -> None:
    assert str(LARGEST_FILE_MEGABYTES) in _limited(b"a: " + b"x" * (LARGEST_FILE_MEGABYTES * 1_000_000))
    assert str(DEEPEST) in _limited(b"a: " + b"[" * 200 + b"]" * 200)
    assert str(DEEPEST) in _limited(b"a: " + b"[" * 100_000 + b"]" * 100_000)
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
    assert str(MOST_ALIASES) in _limited(bomb.encode())


def test_a_yaml_roster_of_twenty_thousand_is_sent_to_csv(aurore: Path, rmentor: Run) -> None:
    rows = "".join(f"  - {{Matricule: a{n}, Nom: x}}\n" for n in range(20_000))
    (aurore / "roster.yaml").write_text("version: 1\npeople:\n" + rows)
    text = (aurore / "rmentor.yaml").read_text(encoding="utf-8").replace("roster.csv", "roster.yaml")
    (aurore / "rmentor.yaml").write_text(text, encoding="utf-8")
    _refused(rmentor("-C", aurore, "select", "--language", "en"), "10,000", "CSV")


def test_a_zip_bomb_is_not_unfolded(tmp_path: Path, rmentor: Run) -> None:
    bomb = tmp_path / "roster.xlsx"
    with (
        zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as to,
    ):
        for _ in range(700):
            to.write(b"0" * 1_000_000)
    assert bomb.stat().st_size < 2_000_000
    _refused(rmentor("select", bomb, "--language", "en"), "600")


# --- links that lead out ---


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("roster.csv", "select"),
        ("decisions.yaml", "check"),
        ("mentees/00112.yaml", "plan"),
        ("journal/00112.yaml", "plan"),
    ],
)
def test_a_link_out_of_the_folder_is_not_followed(
    name: str, command: str, aurore: Path, rmentor: Run, tmp_path_factory: pytest.TempPathFactory
) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret"
    secret.write_text(f"{SECRET}: [{SECRET}", encoding="utf-8")
    (aurore / name).parent.mkdir(exist_ok=True)
    (aurore / name).unlink(missing_ok=True)
    (aurore / name).symlink_to(secret)
    _refused(rmentor("-C", aurore, "--language", "en", command), name, "leads out of the folder")


def test_nothing_is_written_through_a_link(
    aurore: Path, rmentor: Run, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (aurore / "out").symlink_to(elsewhere, target_is_directory=True)
    _refused(rmentor("-C", aurore, "--language", "en", "render", "call", "--format", "html"), "leads out of the folder")
    assert list(elsewhere.iterdir()) == []


def test_a_link_that_stays_in_the_folder_is_followed(aurore: Path, rmentor: Run) -> None:
    (aurore / "export.csv").write_bytes((aurore / "roster.csv").read_bytes())
    (aurore / "roster.csv").unlink()
    (aurore / "roster.csv").symlink_to("export.csv")
    assert rmentor("-C", aurore, "select", "--dry-run").status == 0


# --- text that would be something else ---


@pytest.mark.parametrize(
    "text",
    ["{0.__class__}", "{{ 7*7 }}", "{name.__init__.__globals__}", "<< 7*7 >>", '#read("/etc/passwd")', "{% x %}"],
)
def test_a_clients_words_cannot_escape_from_their_template(text: str, aurore: Path, rmentor: Run) -> None:
    line = yaml.safe_dump({"words": {"fr": {"aims": text}}}, default_flow_style=True, width=1000).strip()[1:-1]
    file = aurore / "rmentor.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace('colour: "#0f6b5c"}', f'colour: "#0f6b5c", {line}}}'), "utf-8"
    )
    said = rmentor("-C", aurore, "render", "handout", "--for", "00112", "--format", "html")
    told = said.err + "".join(one.read_text(encoding="utf-8") for one in (aurore / "out").rglob("*fiche*.html"))
    assert said.status in (0, 1)
    assert "Traceback" not in said.err
    assert "49" not in said.out
    assert "<class" not in told
    assert "root:" not in told


@pytest.mark.parametrize("text", ["> " * 500 + "x", "- " * 300 + "x", "*" * 5_000, "[" * 5_000, "x`" * 5_001 + "x"])
def test_deep_markdown_is_set_and_nothing_of_it_lost(text: str) -> None:
    told = "".join(run.text for piece in markdown.pieces(text) for run in piece.runs)  # type: ignore[union-attr]
    assert told.endswith(text[-1])


# --- whatever bytes ---


@LAW
@given(st.binary(max_size=400) | st.text(alphabet="-:[]{}&*!|>'\"#%@,? \n\tab01", max_size=300).map(str.encode))
def test_any_bytes_are_yaml_or_a_problem(content: bytes) -> None:
    try:
        assert yamlfile.parse(content, "x.yaml").place(()) is not None
    except ProblemsFound as stop:
        told = [words("fr").problem(problem) for problem in stop.problems]
        if not told or not all(told):
            raise


@LAW
@given(
    content=st.binary(max_size=300) | st.text(alphabet='a;,|\t"\n\r é0', max_size=200).map(str.encode),
    ending=st.sampled_from([".csv", ".xlsx", ".yaml"]),
)
def test_any_bytes_are_a_table_or_a_problem(content: bytes, ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"t{ending}"
    path.write_bytes(content)
    try:
        table = tables.open_table(path, path.name)
        for line, cells in table.rows():
            assert line > 0
            assert all(isinstance(table.text(cell), str) for cell in cells)
    except ProblemsFound as stop:
        told = [words("en").problem(problem) for problem in stop.problems]
        if not all(told):
            raise


@pytest.mark.parametrize(
    "content", [b"\xfe\xff\xff\xff\xff\xff\xff", b"\xff\xfei\x00d\x00\n\x001", b"\xff\xfe\x00\xd8"]
)
def test_a_mark_of_utf_16_before_what_is_none_is_told(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(content)
    with pytest.raises(ProblemsFound) as stop:
        list(tables.open_table(tmp_path / "t.csv", "t.csv").rows())
    assert [problem.code for problem in stop.value.problems] == ["not_text"]


@LAW
@given(content=st.binary(max_size=200), start=st.sampled_from([b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]))
def test_what_begins_like_a_workbook_is_one_or_a_problem(content: bytes, start: bytes, tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(start + content)
    with pytest.raises(ProblemsFound):
        list(tables.open_table(path, "t.xlsx").rows())
