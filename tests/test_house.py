"""The house keeps its own rules: every room stands on a floor, and nothing in it names what it must not."""

from __future__ import annotations

import configparser
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TRACKED = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False).stdout


def _floors() -> list[list[str]]:
    """The rooms of `.importlinter`, floor by floor, the highest first."""
    contract = configparser.ConfigParser()
    contract.read(ROOT / ".importlinter", encoding="utf-8")
    lines = contract["importlinter:contract:floors"]["layers"].strip().splitlines()
    return [[room.strip() for room in line.split("|")] for line in lines]


def _rooms() -> list[str]:
    modules = sorted((ROOT / "rmentor").rglob("*.py"))
    names = [path.relative_to(ROOT / "rmentor").with_suffix("").as_posix().replace("/", ".") for path in modules]
    return [name for name in names if not name.endswith("__init__")]


def test_every_room_stands_on_one_floor_and_every_floor_holds_rooms_that_exist() -> None:
    placed = [room for floor in _floors() for room in floor]
    homeless = [name for name in _rooms() if not any(name == room or name.startswith(f"{room}.") for room in placed)]
    assert homeless == []
    assert sorted(placed) == sorted(set(placed))
    gone = [
        room for room in placed if room not in _rooms() and not (ROOT / "rmentor" / room.replace(".", "/")).is_dir()
    ]
    assert gone == []


def test_readme_has_every_command_and_each_in_one_row() -> None:
    from rmentor.cli import COMMANDS

    rows = re.findall(r"^\| `rmentor ([^`]+)` \|", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.M)
    assert set(COMMANDS) == {row.split()[0] for row in rows}
    assert len(rows) == len(set(rows))


@pytest.mark.skipif(not TRACKED, reason="not a git checkout: there is no list of the files that are kept")
def test_no_file_names_a_registry_or_a_folder_outside_the_repository() -> None:
    hosts = re.compile(r"py[p]i\.org|python[h]osted|registry\.[n]pmjs|deb\.[d]ebian\.org|\.\./[s]hared/")
    found = []
    for name in filter(None, TRACKED.split("\0")):
        path = ROOT / name
        if not path.is_file():
            continue
        text = path.read_bytes().decode("utf-8", "ignore")
        if hosts.search(text):
            found.append(name)
    assert found == []
