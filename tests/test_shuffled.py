"""The order in which things stand on disk changes nothing: rows of the roster, keys of a file, entries of a list."""

from __future__ import annotations

import csv
import random
from pathlib import Path
from typing import Any

import pytest
import yaml

from rmentor.files.outputs import result_digest
from tests.conftest import AURORE, Run, copied

UNORDERED = {
    "absent", "evidence", "kits", "mastered", "mentors", "modules", "pairs", "readiness", "refused", "requires",
    "sessions", "wanted", "weekdays",
}  # fmt: skip
"""Lists whose order says nothing. That of `agreed` does: of two lines on one day the later counts; so does that of a
held session's modules, which is the order in which they were done."""


def shuffled(value: Any, dice: random.Random, key: str = "", *, done: bool = False) -> Any:
    """The same mapping or list in another order, as far as its order says nothing; `done`: of a session held."""
    if isinstance(value, dict):
        names = list(value)
        dice.shuffle(names)
        return {name: shuffled(value[name], dice, name, done="held" in value) for name in names}
    if isinstance(value, list):
        entries = [shuffled(one, dice) for one in value]
        if key in UNORDERED and not done:
            dice.shuffle(entries)
        return entries
    return value


def shuffle_yaml(file: Path, dice: random.Random) -> None:
    data = shuffled(yaml.load(file.read_text("utf-8"), yaml.BaseLoader), dice)
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    file.write_text(text, encoding="utf-8")


def shuffle_rows(file: Path, dice: random.Random) -> None:
    """Rows and columns of a sheet in another order."""
    text = file.read_bytes().decode("cp1252")  # as this example's export has it
    mark = ";" if ";" in text.splitlines()[0] else ","
    headings, *rows = csv.reader(text.splitlines(), delimiter=mark)
    columns = list(range(len(headings)))
    dice.shuffle(rows)
    dice.shuffle(columns)
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=mark).writerows([row[at] for at in columns] for row in (headings, *rows))


def shuffle(folder: Path, seed: int) -> int:
    """Everything that people wrote, in another order; files are written anew in another order too. How many files."""
    dice = random.Random(seed)
    kits = sorted((folder.parent / "library").rglob("*.yaml"))
    files = [*sorted(folder.rglob("*.yaml")), *kits]
    mine = [one for one in files if one.parent.name != "plans" and one.name not in ("selection.yaml", "pairs.yaml")]
    dice.shuffle(mine)
    for file in mine:
        shuffle_yaml(file, dice)
    shuffle_rows(folder / "roster.csv", dice)
    return len(mine)


def results(folder: Path) -> dict[str, str]:
    """What was decided, by file, without the digests of what it was made from."""
    names = ["selection.yaml", "pairs.yaml", *(f"plans/{one.name}" for one in (folder / "plans").glob("*.yaml"))]
    return {name: result_digest((folder / name).read_bytes()) for name in names}


@pytest.mark.parametrize("begun", [False, True])
def test_the_order_of_things_on_disk_changes_no_result(begun: bool, tmp_path: Path, rmentor: Run) -> None:
    folder = copied(AURORE, tmp_path, begun=begun)
    before = results(folder)
    bodies = {name: (folder / name).read_text("utf-8").partition("\nmentee:")[2] for name in before if "/" in name}
    assert shuffle(folder, seed=int(begun)) > 50
    for command in ("select", "pair", "plan"):
        said = rmentor("-C", folder, command)
        assert said.status == 0, said.err
    assert results(folder) == before
    # Byte for byte, but for the digests of files that stand in another order.
    assert bodies == {name: (folder / name).read_text("utf-8").partition("\nmentee:")[2] for name in bodies}
    assert len(bodies) == 12
    assert all(body for body in bodies.values())


def test_a_shuffle_changes_the_files(tmp_path: Path) -> None:
    """Else the test above could not fail."""
    folder = copied(AURORE, tmp_path)
    files = [folder / "roster.csv", folder / "mentees/00106.yaml", tmp_path / "library/fr/ia-generative/kit.yaml"]
    before = [one.read_bytes() for one in files]
    shuffle(folder, seed=0)
    assert all(one.read_bytes() != was for one, was in zip(files, before, strict=True))
