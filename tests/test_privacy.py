"""Nobody's name leaves with git: not in outputs, not in reasons unseen; private files that git has are told."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from rmentor.files import tables
from tests.conftest import AURORE, NORTHWIND, Run, copied

GIT = pytest.mark.skipif(shutil.which("git") is None, reason="no git on this machine")


def _git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), "-c", "user.name=n", "-c", "user.email=e", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _codes(rmentor: Run, folder: Path) -> list[tuple[str, str, int | None]]:
    told = json.loads(rmentor("-C", folder, "check", "--json").out)["problems"]
    wanted = ("private_tracked", "reason_has_name", "reason_has_address", "remark_has_name", "remark_has_address")
    return [(one["code"], one["path"], one["line"]) for one in told if one["code"] in wanted]


def _in_earnest(folder: Path) -> None:
    file = folder / "rmentor.yaml"
    file.write_text(re.sub(r"  fictional: .*\n", "", file.read_text(encoding="utf-8")), encoding="utf-8")


# --- outputs ---


@pytest.mark.parametrize("example", [AURORE, NORTHWIND], ids=["aurore", "northwind"])
def test_no_output_that_git_keeps_holds_a_name_or_an_address(example: Path, tmp_path: Path, rmentor: Run) -> None:
    folder = copied(example, tmp_path, begun=True)
    for name in ("selection.yaml", "pairs.yaml"):
        (folder / name).unlink()
    shutil.rmtree(folder / "plans")
    for step in ("select", "pair", "plan"):
        assert rmentor("-C", folder, step).status == 0
    assert rmentor("-C", folder, "announce", "--on", "2027-02-16").status == 0
    kept = [folder / "selection.yaml", folder / "pairs.yaml", folder / "announced.yaml", *folder.glob("plans/*.yaml")]
    kept += folder.glob("journal/*.yaml")
    assert len(kept) > 10
    text = "\n".join(one.read_text(encoding="utf-8") for one in kept).casefold()
    table = tables.open_table(folder / "roster.csv", "roster.csv")
    words = {
        cell.strip().casefold()
        for _, cells in table.rows()
        for heading, cell in zip(table.headings, cells, strict=False)
        if re.search(r"nom|name|mail|courriel", heading, re.IGNORECASE) and len(cell.strip()) > 2
    }
    assert len(words) > 50
    assert [word for word in words if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)] == []


# --- git ---


@GIT
def test_what_init_lays_down_keeps_private_files_out_of_git(tmp_path: Path, rmentor: Run) -> None:
    folder = tmp_path / "new"
    assert rmentor("-C", tmp_path, "init", "new", "--language", "en").status == 0
    _git(folder, "init", "-q")
    private = ("roster.csv", "roster.xlsx", "roster.yaml", "audit.csv", "marks.csv", "answers/1.yaml",
               "decisions.private.yaml", "imports.private.yaml", "exports/besoins.csv", "inbox/00101.json",
               "suivi.xlsx", "jury/notes.csv", "kits/ia/.kit.yaml.abcd.tmp",
               "out/report.pdf", "out/.made.json", "mentees/.1.yaml.abcd.tmp")  # fmt: skip
    for name in private:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x")
    (folder / "kits" / "ia" / "figures.csv").write_text("x")
    _git(folder, "add", "-A")
    tracked = _git(folder, "ls-files").split()
    assert not set(private) & set(tracked)
    kept = {"rmentor.yaml", ".gitignore", ".gitattributes", "README.md", "kits/ia/figures.csv"}
    assert kept <= set(tracked)


@GIT
def test_a_private_file_that_git_tracks_is_told_and_an_example_says_nothing(aurore: Path, rmentor: Run) -> None:
    (aurore / "answers").mkdir(exist_ok=True)
    for mentee in ("00101", "00102"):
        (aurore / "answers" / f"{mentee}.yaml").write_text("version: 1\n")
    _git(aurore, "init", "-q")
    (aurore / "suivi.xlsx").write_text("x")
    files = ("roster.csv", "answers/00101.yaml", "answers/00102.yaml", "exports/besoins.csv", "suivi.xlsx")
    _git(aurore, "add", "-f", *files, "rmentor.yaml", "kits")
    assert _codes(rmentor, aurore) == []
    _in_earnest(aurore)
    told = [(code, path) for code, path, _ in _codes(rmentor, aurore)]
    places = ("answers/", "exports/", "roster.csv", "suivi.xlsx")
    assert told == [("private_tracked", place) for place in places]
    said = rmentor("-C", aurore, "check", "--language", "en").err
    assert "answers/: warning: git tracks 2 files of answers/, which is private" in said
    _git(aurore, "rm", "-q", "--cached", "-r", *places)
    assert _codes(rmentor, aurore) == []


# --- reasons ---


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("Comme Océane Œrsted l'a demandé", "reason_has_name"),
        ("demandé par ŒRSTED, Océane.", "reason_has_name"),
        ("voir oceane oersted", "reason_has_name"),
        ("écrire à qui.que@aurore.example", "reason_has_address"),
        ("Océane l'a demandé ; l'équipe Œrsted aussi", None),
        ("Même comité projet jusqu'à l'été", None),
    ],
)
def test_a_reason_that_names_somebody_is_told_at_its_line(
    aurore: Path, rmentor: Run, reason: str, code: str | None
) -> None:
    decisions = aurore / "decisions.yaml"
    item = f'  - {{mentor: "00237", mentee: "00105", forbid: true, reason: "{reason}", by: DRH, on: 2026-12-03}}\n'
    decisions.write_text(decisions.read_text(encoding="utf-8") + item, encoding="utf-8")
    line = len(decisions.read_text(encoding="utf-8").splitlines())
    assert _codes(rmentor, aurore) == ([(code, "decisions.yaml", line)] if code else [])
    decisions.rename(aurore / "decisions.private.yaml")
    assert _codes(rmentor, aurore) == []


def test_a_reason_of_what_was_agreed_is_looked_at_too(aurore: Path, rmentor: Run) -> None:
    said = rmentor("-C", aurore, "agree", "00112", "--want", "ia-prompts", "--by", "assistant", "--on", "2026-12-04")
    assert said.status == 0
    file = aurore / "mentees" / "00112.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("by: assistant", "reason: avec Kévin Garcia, by: assistant"), encoding="utf-8")
    assert [code for code, _, _ in _codes(rmentor, aurore)] == ["reason_has_name"]


def test_a_remark_on_a_kit_that_names_somebody_is_told_at_its_line(aurore: Path, rmentor: Run) -> None:
    (aurore / "journal").mkdir()
    (aurore / "journal" / "00112.yaml").write_text(
        "version: 1\nsessions:\n  - session: 1\n    held: 2027-01-20\n    modules: [ia-prompts]\n    kit:\n"
        "      - Lien mort\n      - Voir Kévin Garcia\n      - Voir k@garcia.example\n",
        encoding="utf-8",
    )
    assert _codes(rmentor, aurore) == [
        ("remark_has_name", "journal/00112.yaml", 8), ("remark_has_address", "journal/00112.yaml", 9)
    ]  # fmt: skip
