"""Sheets and exports that people filled in: their columns understood, their rows as text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from rmentor.columns import Column, Vocabulary, understood
from rmentor.files import tables
from rmentor.files.edits import Edit, Recorded
from rmentor.files.folder import Folder
from rmentor.files.sheets import unsafe
from rmentor.files.tables import Table
from rmentor.files.workspace import MEANT, SETTINGS


@dataclass(frozen=True)
class Filled:
    """A table and what its columns are taken for; `samples`: what stands in each."""

    table: Table
    columns: tuple[Column, ...]
    samples: Mapping[str, tuple[str, ...]]

    @property
    def unused(self) -> tuple[str, ...]:
        """Headings that nothing is made of."""
        used = {one.heading for one in self.columns}
        return tuple(one for one in self.table.headings if one and one not in used)

    def rows(self, accepted: Collection[Column]) -> Iterator[tuple[int, dict[str, str]]]:
        """Each row that is not blank, with its line, as text by key; cells of columns that were not accepted stay
        out."""
        place = {heading: number for number, heading in reversed(list(enumerate(self.table.headings)))}
        places = [(one.key, place[one.heading]) for one in accepted]
        text, armed = self.table.text, isinstance(self.table, tables.CsvTable)
        for line, row in self.table.rows():
            cells = {key: text(row[at]) if at < len(row) else "" for key, at in places}
            # A workbook holds text as it is; only CSV has an apostrophe before what Excel would calculate.
            yield line, {key: (unsafe(cell) if armed else cell).strip() for key, cell in cells.items()}


def opened(path: Path, vocabulary: Vocabulary, remembered: Mapping[str, str]) -> Filled:
    """Opens a table of any kind that rosters may have; raises ProblemsFound where there is none in it."""
    table = tables.open_table(path, path.name)
    return Filled(table, understood(table.headings, vocabulary, remembered), tables.samples(table))


def remember(folder: Folder, kind: str, accepted: Iterable[Column]) -> Recorded | None:
    """Writes guesses that people said yes to into `rmentor.yaml`, its comments kept; None where there are none."""
    guesses = [one for one in accepted if not one.sure]
    if not guesses:
        return None
    edit = Edit(folder, SETTINGS)
    for one in guesses:
        edit.put(("imports", kind, one.key), one.heading)
    return edit.save()


def remember_people(folder: Folder, meant: Mapping[str, str]) -> Recorded | None:
    """Writes who was meant, by what was written (blank: rows to be left out), into `imports.private.yaml`, which git
    ignores; None where there is nothing new."""
    if not meant:
        return None
    edit = Edit(folder, MEANT)
    for told, identity in meant.items():
        edit.append(("people",), {"told": told, "id": identity} if identity else {"told": told})
    return edit.save()
