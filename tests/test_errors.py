"""Every kind of fault that a user causes, with the exact words that tell it.

Each folder of `tests/errors/` is one small broken programme, or a roster on its own. `command` is what is typed in it
(`check` where there is none; the last of several lines is judged); `expected.txt` is what is then said, stderr before
stdout, and the exit status.
"""

from __future__ import annotations

import contextlib
import json
import re
import shlex
import shutil
import textwrap
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from rmentor.files.validated import MOST_GUESSED_AMONG, near
from rmentor.terminal import MOST_ALIKE
from rmentor.words import words
from tests.conftest import Run, Said

CASES = Path(__file__).resolve().parent / "errors"
NAMES = sorted(one.parent.name for one in CASES.glob("*/expected.txt"))
LANGUAGES = ("en", "fr")

RESULT_IN_JSON = {
    "init-over-a-file", "init-over-a-programme",  # init has no --json
    "agreed-on-no-sessions", "agreed-on-no-minutes", "agreed-on-a-pin-that-cannot-be",  # nor has agree
    "move-of-a-session-not-needed", "need-in-a-circle-of-entry-levels",
    "lock-that-overrides-a-rule", "nobody-can-mentor", "no-free-day", "seances-sans-jour-libre", "sessions-do-not-fit",
}  # fmt: skip
"""Commands that were not stopped by the files: `--json` prints their result."""

Case = Callable[[str], Path]


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """Copies the files of a case, without what is expected of them."""

    def copied(name: str) -> Path:
        beside = shutil.ignore_patterns("command", "expected.txt", ".keep")
        return Path(shutil.copytree(CASES / name, tmp_path / name, ignore=beside))

    return copied


def typed(name: str) -> list[list[str]]:
    """The command lines of a case, in order."""
    file = CASES / name / "command"
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else ["check"]
    return [shlex.split(line) for line in lines]


def said_in(rmentor: Run, folder: Path, arguments: list[str]) -> Said:
    """What a command says that is typed inside the folder; the folder's own name is cut out."""
    where = [] if "-C" in arguments else ["-C", folder]
    with contextlib.chdir(folder):
        said = rmentor(*where, *arguments)
    return Said(*(text.replace(str(folder), "<folder>") for text in (said.out, said.err)), said.status)


def judged(rmentor: Run, folder: Path, name: str, *more: str) -> tuple[Said, Mapping[str, bytes | None]]:
    """What the last command of a case says, and the files as they stood before it."""
    *before, last = typed(name)
    for command in before:
        said_in(rmentor, folder, command)
    there = files(folder)
    return said_in(rmentor, folder, [*last, *more]), there


def files(folder: Path) -> Mapping[str, bytes | None]:
    """Everything in a folder, with its bytes."""
    return {
        one.relative_to(folder).as_posix(): one.read_bytes() if one.is_file() else None for one in folder.rglob("*")
    }


def told(problem: Mapping[str, Any]) -> set[str]:
    """The first line of a problem as the terminal tells it, in either language."""
    place = problem["path"] if problem["line"] is None else f"{problem['path']}:{problem['line']}"
    first = problem["message"].splitlines()[0]
    if problem["severity"] == "error":
        return {f"{place}: {first}"}
    return {f"{place}: {words(language)('terminal.warning')} {first}" for language in LANGUAGES}


@pytest.mark.parametrize("name", NAMES)
def test_fault_is_told_word_for_word_and_nothing_is_written(
    name: str, case: Case, rmentor: Run, request: pytest.FixtureRequest
) -> None:
    folder = case(name)
    said, there = judged(rmentor, folder, name)
    whole = f"{said.err}{said.out}exit {said.status}\n"
    if request.config.getoption("--update-golden"):
        (CASES / name / "expected.txt").write_text(whole, encoding="utf-8", newline="\n")
    assert whole == (CASES / name / "expected.txt").read_text(encoding="utf-8")
    assert said.status in (0, 1)
    assert "Traceback" not in whole
    if said.status:
        assert files(folder) == there


@pytest.mark.parametrize("name", sorted(set(NAMES) - RESULT_IN_JSON))
def test_json_tells_the_same_problems_as_the_terminal(name: str, case: Case, rmentor: Run) -> None:
    folder = case(name)
    plain, _ = judged(rmentor, folder, name)
    asked, _ = judged(rmentor, folder, name, "--json")
    assert asked.status == plain.status
    answer = json.loads(asked.out)
    assert answer["version"] == 1
    problems = answer["problems"]
    for problem in problems:
        assert set(problem) == {"path", "line", "column", "code", "message", "hint", "severity"}
        assert problem["severity"] in ("error", "warning")
    lines = plain.err.splitlines()
    shown: Counter[tuple[str, str]] = Counter()
    for problem in problems:
        shown[problem["path"], problem["code"]] += 1
        if shown[problem["path"], problem["code"]] <= MOST_ALIKE:
            first = told(problem) & set(lines)
            assert first
            lines.remove(first.pop())
            for line in (problem["hint"] or "").splitlines():
                assert any(line in other for other in lines)
    errors = sum(problem["severity"] == "error" for problem in problems)
    counted = [int(number) for number in re.findall(r"(?m)^(\d+) (?:err|warn|avert)", plain.err + plain.out)]
    assert counted == [errors] or (not counted and errors == 1)


@pytest.mark.parametrize("name", ["criterion-without-evidence", "critere-sans-preuve"])
def test_lines_offered_for_a_criterion_make_it_work_where_they_are_pasted(name: str, case: Case, rmentor: Run) -> None:
    folder = case(name)
    said, _ = judged(rmentor, folder, name)
    settings = (folder / "rmentor.yaml").read_text(encoding="utf-8")
    offers = re.findall(r"(?m)^    .*:$\n((?:^      .*\n)+)", said.err)
    assert len(offers) == 1
    for offer in re.findall(r"(?m)^  \S.*:\n(?:^    .*\n)+", textwrap.indent(textwrap.dedent(offers[0]), "  ")):
        lines = textwrap.indent(textwrap.dedent(offer), "  ")
        key = lines.splitlines()[0].strip()
        settings, times = re.subn(rf"(?m)^  {key}.*\n(?:^    .*\n)*", lines.replace("\\", r"\\"), settings)
        assert times == 1
    (folder / "rmentor.yaml").write_text(settings, encoding="utf-8")
    assert said_in(rmentor, folder, ["check"]).status == 0
    ranked = said_in(rmentor, folder, ["select", "--json"])
    assert ranked.status == 0
    assert all(one["parts"] for one in json.loads(ranked.out)["candidates"] if one["status"] == "selected")


@pytest.mark.parametrize("name", ["bare-roster-not-recognised", "bare-roster-without-ids"])
def test_settings_offered_for_a_roster_on_its_own_rank_it(name: str, case: Case, rmentor: Run) -> None:
    folder = case(name)
    said, _ = judged(rmentor, folder, name)
    (folder / "rmentor.yaml").write_text(said.out, encoding="utf-8")
    assert said_in(rmentor, folder, ["check"]).status == 0
    assert said_in(rmentor, folder, ["select"]).status == 0


def test_every_protected_ground_is_refused_as_a_criterion_in_both_languages(case: Case, rmentor: Run) -> None:
    grounds = ("belief", "family", "health", "origin", "proxy", "sex", "union")
    for name in ("critere-sur-l-age", *(f"criterion-on-{ground}" for ground in grounds)):
        folder = case(name)
        for language in LANGUAGES:
            said = said_in(rmentor, folder, ["--language", language, "check", "--json"])
            (problem,) = json.loads(said.out)["problems"]
            assert problem["code"] == "protected_column"
            assert "L1132-1" in problem["message"]


def test_problems_stand_on_stderr_and_only_their_number_on_stdout(case: Case, rmentor: Run) -> None:
    said, _ = judged(rmentor, case("several-faults-at-once"), "several-faults-at-once")
    assert said.out == "9 errors, 0 warnings\n"
    assert "rmentor.yaml:7: " in said.err


def test_fault_past_a_thousand_in_one_column_is_counted(case: Case, rmentor: Run) -> None:
    folder = case("roster-many-alike")
    rows = [f"n{number},Person {number},,yes,9,3\n" for number in range(1003)]
    (folder / "roster.csv").write_text("id,name,manager,volunteer,Tools,Security level\n" + "".join(rows))
    for language, last in (
        ("en", "roster.csv:1002: Tools: 3 more faults from this line on"),
        ("fr", "roster.csv:1002: Tools : encore 3 fautes à partir de cette ligne"),
    ):
        said = said_in(rmentor, folder, ["check", "--language", language])
        assert last in said.err.splitlines()
    assert len(said.err.splitlines()) == MOST_ALIKE + 2


def test_quotation_mark_never_closed_in_a_large_file_is_told_at_its_row(case: Case, rmentor: Run) -> None:
    folder = case("roster-many-alike")
    rows = "".join(f"n{number},Person {number},,yes,4,3\n" for number in range(50_000))
    (folder / "roster.csv").write_text('id,name,manager,volunteer,Tools,Security level\nx1,"Ada,,no,,\n' + rows)
    said = said_in(rmentor, folder, ["check"])
    assert said.err == (
        "roster.csv:2: a cell of this row is longer than 1,000,000 characters: is a quotation mark never closed?\n"
    )
    assert said.status == 1


def test_logo_beyond_its_size_is_told(case: Case, rmentor: Run) -> None:
    folder = case("logo-missing")
    (folder / "brand").mkdir()
    (folder / "brand/logo.svg").write_bytes(b"<svg/>" + b" " * 500_000)
    said = said_in(rmentor, folder, ["check"])
    assert said.err == "rmentor.yaml:8: brand.logo is brand/logo.svg: larger than 500 kB\n"
    assert said.status == 1


def test_yaml_file_beyond_its_size_is_told_unread(case: Case, rmentor: Run) -> None:
    folder = case("unknown-key")
    (folder / "decisions.yaml").write_bytes(b"#" * 20_000_001)
    assert "decisions.yaml: is larger than 20 MB" in said_in(rmentor, folder, ["check"]).err.splitlines()


def test_output_that_may_not_be_replaced_is_told_and_stays(
    case: Case, rmentor: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = case("selection-stale")
    there = files(folder)

    def refuse(path: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied", str(path), None, str(target))

    monkeypatch.setattr(Path, "replace", refuse)
    said = said_in(rmentor, folder, ["select"])
    assert said.err == (
        "selection.yaml: may not be written\n  hint: close it where it is open, or ask for the right to write there\n"
    )
    assert said.status == 1
    assert files(folder) == there


def test_input_that_may_not_be_read_is_told(case: Case, rmentor: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = case("decisions-opposed")
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "decisions.yaml":
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    said = said_in(rmentor, folder, ["check"])
    assert said.err == (
        "decisions.yaml: may not be read\n  hint: close it where it is open, or ask for the right to read it\n"
    )
    assert said.status == 1


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ("chekc", "chekc"),
        ("select --explian n3", "--explian"),
        ("--language de check", "'de' is not one of fr, en"),
        ("select --top -1", "--top"),
        ("init new --example auror", "'auror' is not one of"),
        ("selct", "No such command 'selct'. Did you mean 'select'? try: rmentor --help"),
        ("import rostr", "No such command 'rostr'. Did you mean 'roster'? try: rmentor import --help"),
    ],
)
def test_wrong_usage_is_status_2_names_the_word_and_writes_nothing(
    arguments: str, named: str, case: Case, rmentor: Run
) -> None:
    folder = case("module-not-listed")
    there = files(folder)
    said = said_in(rmentor, folder, shlex.split(arguments))
    assert said.status == 2
    assert said.out == ""
    assert named in " ".join(said.err.split())
    assert files(folder) == there


def test_both_catalogues_are_exercised() -> None:
    expected = [(CASES / name / "expected.txt").read_text(encoding="utf-8") for name in NAMES]
    assert sum(bool(re.search(r"\berreurs?\b", text)) for text in expected) >= 20
    assert sum(bool(re.search(r"\berrors?\b", text)) for text in expected) >= 100


def test_no_guess_is_made_among_very_many() -> None:
    assert near("n33", ["n3", "n4"]) == "n3"
    assert near("n33", (f"n{number}" for number in range(MOST_GUESSED_AMONG + 1))) is None


def test_ids_that_yaml_would_turn_into_something_else_stay_as_written(case: Case, rmentor: Run) -> None:
    answer = json.loads(said_in(rmentor, case("kept-as-written"), ["select", "--json"]).out)
    assert {one["id"]: one["status"] for one in answer["candidates"]} == {
        "007": "not_eligible",
        "10:30": "not_eligible",
        "no": "selected",
        "1e3": "selected",
    }


@pytest.mark.parametrize("command", ["select", "run"])
def test_force_writes_anew_what_a_hand_changed(command: str, case: Case, rmentor: Run) -> None:
    folder = case("selection-edited-by-hand-then-run")
    edited = (folder / "selection.yaml").read_bytes()
    assert said_in(rmentor, folder, [command, "--force"]).status == 0
    assert (folder / "selection.yaml").read_bytes() != edited
    assert said_in(rmentor, folder, ["select", "--check"]).status == 0
