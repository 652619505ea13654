"""Killed at any moment: the old files stand whole, and the same command again does what it would have done."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from tests.conftest import AURORE, ROOT, copied

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="fork and signals of POSIX")

Ended = dict[str, object]
Run = Callable[..., Ended]
MOST = int(os.environ.get("RMENTOR_KILLS", "4"))
"""Moments tried per command, spread over all of them; RMENTOR_KILLS=1000 tries every one."""
REWRITTEN = "out/.made.json"
"""Written more than once by a run: losing it costs time, nothing else."""


@pytest.fixture(scope="module")
def process() -> Iterator[Run]:
    """Runs a command line in a fork, killed before its n-th step on the disk, or not at all."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.killing"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as helper:
        assert helper.stdin is not None
        assert helper.stdout is not None

        def run(folder: Path, *given: str, at: int | None = None) -> Ended:
            arguments = [one.replace("{folder}", str(folder)) for one in given]
            helper.stdin.write(json.dumps({"arguments": ["-C", str(folder), *arguments], "at": at}) + "\n")  # type: ignore[union-attr]
            helper.stdin.flush()  # type: ignore[union-attr]
            return dict(json.loads(helper.stdout.readline()))  # type: ignore[union-attr]

        yield run
        helper.stdin.close()


def _tree(folder: Path) -> dict[str, bytes]:
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def _by_people(folder: Path) -> dict[str, bytes]:
    outputs = ("out/", "plans/", "selection.yaml", "pairs.yaml")
    return {file: content for file, content in _tree(folder).items() if not file.startswith(outputs)}


def _same(at: int, one: dict[str, bytes], other: dict[str, bytes]) -> None:
    assert one == other, (at, [file for file in one.keys() | other.keys() if one.get(file) != other.get(file)])


def _moments(steps: int) -> list[int]:
    """The first ones, the last ones, and some between."""
    if steps <= MOST:
        return list(range(1, steps + 1))
    return sorted({1 + round(at * (steps - 1) / (MOST - 1)) for at in range(MOST)})


def _small(aurore: Path) -> None:
    """Two executives with short programmes: every command takes a moment."""
    for file in sorted((aurore / "mentees").glob("*.yaml"))[2:]:
        file.unlink()
    for name in ("decisions.yaml", "edition-2026.yaml"):
        (aurore / name).unlink()
    settings = (aurore / "rmentor.yaml").read_text(encoding="utf-8")
    settings = "\n".join(line for line in settings.splitlines() if "last_round" not in line and "at_least" not in line)
    (aurore / "rmentor.yaml").write_text(settings.replace("  sessions: 4", "  sessions: 1") + "\n", encoding="utf-8")
    for file in (aurore / "mentees").glob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        file.write_text("\n".join(line for line in text.splitlines() if not line.startswith("time:")) + "\n", "utf-8")
    for name in ("selection.yaml", "pairs.yaml"):
        (aurore / name).unlink()
    shutil.rmtree(aurore / "plans")
    (aurore / "suivi.csv").write_text(KEPT_BY_AN_ASSISTANT, encoding="utf-8")


COMMANDS: dict[str, tuple[str, ...]] = {
    "run": ("run",),
    "render": ("render", "charter", "--format", "html"),
    "log": ("log", "00101", "1", "--held", "2027-01-20", "--minutes", "50", "--next-step", "Dicter une note"),
    "agree": ("agree", "00101", "--want", "ia-prompts", "--by", "assistant", "--on", "2026-12-04"),
    "announce": ("announce", "--on", "2026-12-05"),
    "purge": ("purge", "00101"),
    "import answers": ("import", "answers", "{folder}/exports/besoins.csv"),
    "import journal": ("import", "journal", "{folder}/suivi.csv", "--on", "2027-02-22"),
    "decide": ("decide", "--lock", "00101=00263", "--by", "jury", "--on", "2026-12-04", "--reason", "essai"),
    "report": ("report", "--today", "2027-04-01"),
}
"""What is typed; `{folder}` is the programme's."""
KEPT_BY_AN_ASSISTANT = """Identifiant;Séance;Tenue le;Minutes;Prochain pas
00101;1;20/01/2027;55;Dicter une note
00102;1;20/01/2027;50;Relire le réglage
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small programme, before anything was made."""
    folder = copied(AURORE, tmp_path_factory.mktemp("small"))
    _small(folder)
    return folder


@pytest.fixture(scope="module")
def made(small: Path, tmp_path_factory: pytest.TempPathFactory, process: Run) -> Path:
    """The same after `run`."""
    room = Path(shutil.copytree(small.parent, tmp_path_factory.mktemp("made") / "all"))
    assert process(room / "aurore", "run")["status"] == 0
    return room / "aurore"


@pytest.mark.parametrize("name", COMMANDS)
def test_killed_at_any_moment_old_files_stand_whole_and_the_next_run_completes(
    name: str, small: Path, tmp_path: Path, process: Run, request: pytest.FixtureRequest
) -> None:
    begun: Path = small if name == "run" else request.getfixturevalue("made")
    aurore = Path(shutil.copytree(begun.parent, tmp_path / "begun")) / "aurore"
    before = _tree(aurore)
    whole = Path(shutil.copytree(aurore, aurore.parent / "whole"))
    done = process(whole, *COMMANDS[name])
    assert done["status"] in (0, 1)
    after = _tree(whole)
    assert after != before
    steps = int(str(done["steps"]))
    assert steps >= 2
    print(f"{name}: {steps} steps on the disk, killed before each of {len(_moments(steps))}")
    for at in _moments(steps):
        folder = Path(shutil.copytree(aurore, aurore.parent / f"killed-{at}"))
        assert process(folder, *COMMANDS[name], at=at)["killed"], at
        found = {file: content for file, content in _tree(folder).items() if not file.endswith(".tmp")}
        for file, content in found.items():
            assert file == REWRITTEN or content in (before.get(file), after.get(file)), (at, file)
            if file.endswith((".yaml", ".json")):
                yaml.load(content, yaml.CSafeLoader)
        again = process(folder, *COMMANDS[name])
        if again["status"] != done["status"] and found != after:
            # Half-way through several files the same command may find outputs stale: it says so, and a run mends them.
            assert process(folder, "run")["status"] == 0, at
            assert process(folder, *COMMANDS[name])["status"] == done["status"], at
            print(f"{name}: killed before step {at}, a run was needed")
            # That run made outputs that the command alone does not: what people write is the same.
            _same(at, _by_people(folder), _by_people(whole))
        else:
            _same(at, _tree(folder), after)
        shutil.rmtree(folder)
