"""README and LISEZMOI promise what the program does: the same commands and options in both, each of which is there."""

from __future__ import annotations

import re
import runpy
import shlex
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
import typer

from rmentor import cli
from rmentor.paper import family
from rmentor.paper.family import KINDS
from tests.conftest import ROOT, Run

READMES = [ROOT / "README.md", ROOT / "LISEZMOI.md"]
EVERYWHERE = {"--language", "--quiet", "--no-input", "-C", "--debug", "--help"}


def _rows(readme: Path) -> dict[str, str]:
    """Each command of the table, with the rest of its row."""
    text = readme.read_text(encoding="utf-8")
    return dict(re.findall(r"^\| `rmentor ([^`]+)` \| (.*) \|$", text, flags=re.M))


def _typed(readme: Path) -> list[str]:
    """The lines that a reader types: indented, after `$`, or between backticks with arguments."""
    text = readme.read_text(encoding="utf-8")
    lines = re.findall(r"^\$ (.+?)(?:\s+#.*)?$|^    (python3 .+)$", text, flags=re.M)
    return [first or second for first, second in lines]


def _command(words: list[str]) -> Any:
    """The command that a line begins with, as the program has it."""
    group: Any = typer.main.get_command(cli.app)
    with group.make_context("rmentor", [*words, "--help"], resilient_parsing=True) as context:
        context._calls = True
        found = group.get_command(context, words[0])
        return found.commands[words[1]] if hasattr(found, "commands") else found


def _options(command: Any) -> set[str]:
    return {name for param in command.params for name in param.opts}


def test_both_have_the_same_commands_and_the_same_lines_to_type() -> None:
    english, french = (_rows(readme) for readme in READMES)
    assert list(english) == list(french)
    assert _typed(READMES[0]) == _typed(READMES[1])
    assert len(_typed(READMES[0])) == 7


def test_both_name_the_same_options_in_each_row() -> None:
    english, french = (_rows(readme) for readme in READMES)
    named = [{name: set(re.findall(r"--[a-z-]+", row)) for name, row in rows.items()} for rows in (english, french)]
    assert named[0] == named[1]


@pytest.mark.parametrize("row", _rows(READMES[0]))
def test_every_option_that_a_row_names_is_one_of_the_command(row: str) -> None:
    words = [word for word in row.split() if re.fullmatch(r"[a-z]+", word)]
    known = _options(_command(words)) | EVERYWHERE
    told = re.sub(r"`(?:log|select) --[a-z-]+ FILE`", "", _rows(READMES[0])[row])
    assert set(re.findall(r"--[a-z-]+", told)) <= known


@pytest.mark.parametrize("readme", READMES, ids=["en", "fr"])
def test_what_is_typed_between_backticks_is_understood(readme: Path) -> None:
    """Commands with arguments in the text: the command is there and knows the options."""
    text = readme.read_text(encoding="utf-8")
    lines = {" ".join(one.split()) for one in re.findall(r"`(rmentor [a-z][^`|…<>]*)`", text)}
    assert len(lines) > 12
    for line in sorted(lines):
        words = [word for word in shlex.split(line)[1:] if word not in ("-C", "DIR")]
        if "[" in line or not re.fullmatch(r"[a-z]+", words[0]):
            continue
        given = {word.split("=")[0] for word in words if word.startswith("--")}
        assert given <= _options(_command(words)) | EVERYWHERE, line


@pytest.mark.parametrize("readme", READMES, ids=["en", "fr"])
def test_the_ranking_shown_is_the_one_that_is_printed(readme: Path, rmentor: Run) -> None:
    shown = re.search(
        r"\$ rmentor -C examples/aurore select --top 5\n(.*?)```", readme.read_text(encoding="utf-8"), re.S
    )
    assert shown is not None
    assert rmentor("-C", ROOT / "examples" / "aurore", "select", "--top", "5", "--dry-run").out.startswith(shown[1])


PICTURES = sorted((ROOT / "docs").glob("*/*.svg"))


def test_the_pictures_are_those_that_the_examples_give() -> None:
    made = runpy.run_path(str(ROOT / "docs" / "pictures.py"))["pictures"]()
    there = {file.relative_to(ROOT / "docs").as_posix(): file.read_bytes() for file in PICTURES}
    assert sorted(made) == sorted(there)
    stale = [name for name, content in made.items() if there[name] != content]
    assert not stale, "look at them, after: python docs/pictures.py"


@pytest.mark.parametrize("readme", READMES, ids=["en", "fr"])
def test_every_picture_of_its_language_is_shown_once_with_words_for_those_who_do_not_see_it(readme: Path) -> None:
    language = "fr" if readme.name == "LISEZMOI.md" else "en"
    shown = re.findall(r'<img src="([^"]+)" alt="([^"]{40,})" width="\d+%">', readme.read_text(encoding="utf-8"))
    assert sorted(address for address, _ in shown) == [
        file.relative_to(ROOT).as_posix() for file in PICTURES if file.parent.name == language
    ]
    assert len({words for _, words in shown}) == len(shown)


@pytest.mark.parametrize("file", PICTURES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_a_picture_is_small_and_stands_alone(file: Path) -> None:
    """Letters are outlines, nothing is fetched from anywhere, and no machine can be told from it."""
    content = file.read_text(encoding="utf-8")
    assert len(content) < 150_000
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)|url\(|/home/|/tmp/|[A-Z]:\\\\", content)
    tags = {node.tag.rpartition("}")[2] for node in ET.fromstring(content).iter()}
    assert tags <= {"svg", "defs", "g", "path", "use", "rect", "image", "clipPath"}


@pytest.mark.parametrize("kind", [kind.replace("_", "-") for kind in KINDS])
def test_every_document_stands_in_the_help_of_render_and_in_the_readme(kind: str) -> None:
    help_ = " ".join(str(_command(["render"]).help).split())
    assert re.search(rf"(?<![a-z-]){kind}(?![a-z-])", help_.partition("The format form")[0])
    assert f"`{kind}`" in READMES[0].read_text(encoding="utf-8")


SAID_OTHERWISE = {"![what it shows](media/shelf.png \"Photo: us\")", "+field", "-", "--person WRITTEN=ID",
                  "rmentor COMMAND --help",
                  'rmentor log ID SESSION --kit "exercise 2 takes fifteen minutes"'}  # fmt: skip
"""What the French one has in French words."""


def _code(text: str) -> set[str]:
    return {" ".join(one.split()) for one in re.findall(r"`([^`]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))}


def _tables(readme: Path) -> list[list[str]]:
    """The rows of every table, without their headings."""
    found: list[list[str]] = []
    for block in re.findall(r"(?:^\|.*\n)+", readme.read_text(encoding="utf-8"), flags=re.M):
        found.append(block.splitlines()[2:])
    return found


def test_the_french_one_names_all_that_the_english_one_names() -> None:
    """Every command, key, file and document between backticks, in text and in tables; each table row for row."""
    english, french = (readme.read_text(encoding="utf-8") for readme in READMES)
    assert _code(english) - _code(french) == SAID_OTHERWISE
    assert len(re.findall("^##+ ", english, re.M)) == len(re.findall("^##+ ", french, re.M))
    both = [_tables(readme) for readme in READMES]
    assert [len(table) for table in both[0]] == [len(table) for table in both[1]]
    for one, other in zip(both[0], both[1], strict=True):
        for row, same in zip(one, other, strict=True):
            assert _code(row) - SAID_OTHERWISE <= _code(same), row


@pytest.mark.parametrize("readme", READMES, ids=["en", "fr"])
def test_every_document_stands_in_the_table_and_no_other(readme: Path) -> None:
    table = next(rows for rows in _tables(readme) if any("`run-sheet`" in row for row in rows))
    named = _code("\n".join(table))
    assert named == {one.replace("_", "-") for one in family.KINDS}
