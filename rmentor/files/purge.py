"""Removes people from every file of a programme, inputs and outputs, and says what it could not remove.

The roster comes last: a purge that is interrupted still finds the person when it is run again.
"""

from __future__ import annotations

import codecs
import csv
import html
import io
import os
import re
import zipfile
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from rmentor import headings
from rmentor.errors import ProblemsFound
from rmentor.files import forgetting, outputs, sheetrows, tables, workbooks, yamlfile
from rmentor.files.edits import Edit
from rmentor.files.folder import Folder
from rmentor.files.workspace import ANNOUNCED, DECISIONS, MEANT, OUT, PAIRS, PLANS, SELECTION, Workspace
from rmentor.files.yamlfile import Where
from rmentor.values import file_name, plain, searchable

_NAMING = ("id", "mentee", "mentor")
"""Keys of a list's items that say whom the item is about."""
_WISHES = ("prefer", "veto")
_READ = (".yaml", ".yml", ".csv", ".md", ".txt", ".json", ".html", ".ics")
_LARGEST_READ = 5_000_000
_MOST_LEFT = 200


@dataclass(frozen=True)
class Purged:
    """What was done: files removed and changed, and places (file, line) where a person is still named."""

    removed: tuple[str, ...]
    changed: tuple[str, ...]
    left: tuple[tuple[str, int], ...]


def purge(workspace: Workspace, people: Collection[str], called: Mapping[str, Collection[str]]) -> Purged:
    """Removes those ids; `called` are names and addresses by id, to look for what is left. With a folder that
    pretends, nothing is written. Raises ProblemsFound where a file cannot be read or written."""
    folder, gone = workspace.folder, frozenset(people)
    if not folder.pretend:
        # A purge that was killed may have left half a table beside any table, with people in it.
        folder.sweep(sorted({PurePosixPath(name).parent.as_posix() for name in _below(folder, ".")}))
    removed: list[str] = []
    changed: list[str] = []
    for name in _own_files(folder, gone):
        folder.remove(name)
        removed.append(name)
    for name in _shared_inputs(folder):
        if name not in removed and _edited(folder, name, gone):
            changed.append(name)
    for name in (SELECTION, PAIRS, *folder.names(PLANS)):
        # A plan names the other executives of its mentor among what it was made from.
        if name not in removed and _output_without(folder, name, gone):
            changed.append(name)
    words = {word for person in gone for word in (*called.get(person, ()), *((person,) if searchable(person) else ()))}
    known = {workspace.settings.roster.file, "marks.csv"}
    changed += _exports_without(
        folder, words, known | {workspace.settings.audit.file if workspace.settings.audit else "audit.csv"}
    )
    changed += _tables_without(workspace, gone)
    if not folder.pretend:
        _remove_empty(folder.at(OUT))
        for home in [folder.at(f"mentors/{file_name(person)}") for person in gone]:
            _remove_empty(home)
    left = _left(folder, forgetting.naming({one: called.get(one, ()) for one in gone}), frozenset(removed))
    return Purged(tuple(sorted(removed)), tuple(sorted(changed)), tuple(left))


def _own_files(folder: Folder, gone: Collection[str]) -> Iterator[str]:
    """The files that are about somebody alone, the plans of those whose mentor goes, and all documents: those are
    made anew from what is left."""
    for person in sorted(gone):
        for where in ("mentees", "mentors", "journal", "answers", PLANS):
            if folder.has(name := f"{where}/{file_name(person)}.yaml"):
                yield name
        yield from _below(folder, f"mentors/{file_name(person)}")
    for name in folder.names(PLANS):
        data = yaml.load(folder.read(name), yaml.CSafeLoader)
        if isinstance(data, dict) and data.get("mentor") in gone and data.get("mentee") not in gone:
            yield name
    yield from _below(folder, OUT)


def _below(folder: Folder, start: str) -> Iterator[str]:
    """Every file below a folder, without following links."""
    for home, folders, names in os.walk(folder.at(start)):
        folders.sort()
        for name in sorted(names):
            yield (Path(home) / name).relative_to(folder.path).as_posix()


def _remove_empty(start: Path) -> None:
    """Folders that are empty now: their names are ids too."""
    for home, _, _ in os.walk(start, topdown=False):
        if not any(Path(home).iterdir()):
            Path(home).rmdir()


def _shared_inputs(folder: Folder) -> list[str]:
    there = [name for name in (*DECISIONS, ANNOUNCED, MEANT) if folder.has(name)]
    return [*there, *folder.names("mentees"), *folder.names("mentors"), *folder.names("answers")]


def _edited(folder: Folder, name: str, gone: Collection[str]) -> bool:
    """Takes what is about those people out of a file that others wrote, its comments kept."""
    places = list(_about(yamlfile.parse(folder.read(name), name).data, gone, ()))
    if not places:
        return False
    edit = Edit(folder, name)
    for where in reversed(places):
        edit.take(where)
    edit.save()
    return True


def _about(data: Any, gone: Collection[str], where: Where) -> Iterator[Where]:
    """Where something is about those people: items of lists, wishes, managers; in the file's order."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key == "manager" and value in gone:
                yield (*where, key)
            else:
                yield from _about(value, gone, (*where, key))
    elif isinstance(data, list):
        for position, item in enumerate(data):
            named = isinstance(item, dict) and any(item.get(key) in gone for key in _NAMING)
            wished = isinstance(item, str) and item in gone and where[-1:] and where[-1] in _WISHES
            if named or wished:
                yield (*where, position)


def _output_without(folder: Folder, name: str, gone: Collection[str]) -> bool:
    """An output without those people, its heading and inputs kept; one that a hand changed is left, and told."""
    if not folder.has(name) or not outputs.unchanged_by_hand(content := folder.read(name)):
        return False
    data = yaml.load(content, yaml.CSafeLoader)
    names = {file_name(person) for person in gone}
    inputs = {key: value for key, value in data["inputs"].items() if PurePosixPath(key).stem not in names}
    rest = {key: value for key, value in data.items() if key not in ("version", "inputs")}
    body = {key: _without(value, gone) for key, value in rest.items()}
    if (inputs, body) == (data["inputs"], rest):
        return False
    lines = content.decode().replace("\r\n", "\n").split("# digest:")[0].splitlines()
    heading = "\n".join(line.removeprefix("#").removeprefix(" ") for line in lines)
    return folder.write(name, outputs.written(heading, inputs, body))


def _without(data: Any, gone: Collection[str]) -> Any:
    if isinstance(data, list):
        return [_without(one, gone) for one in data
                if not (isinstance(one, dict) and any(one.get(key) in gone for key in _NAMING))]  # fmt: skip
    return data


def _tables_without(workspace: Workspace, gone: Collection[str]) -> Iterator[str]:
    """The tables without those people's rows, and without them as somebody's manager; the roster last."""
    folder, settings = workspace.folder, workspace.settings
    audit = settings.audit.file if settings.audit else "audit.csv"
    for name in dict.fromkeys((audit, "marks.csv")):
        if folder.has(name) and _table_without(folder, name, "id", None, gone):
            yield name
    roster = workspace.export.roster if workspace.export else None
    if roster is not None and folder.has(settings.roster.file):
        managers = roster.meanings.get("manager")
        heading = roster.meanings["id"][0]
        if _table_without(folder, settings.roster.file, heading, managers[0] if managers else None, gone):
            yield settings.roster.file


def _table_without(folder: Folder, name: str, heading: str, manager: str | None, gone: Collection[str]) -> bool:
    """A CSV file, a workbook or a list in YAML without rows of those ids, and without them as somebody's manager; every
    other line keeps its bytes. A workbook that is not plain enough is left as it is, and that is told."""
    table = tables.open_table(folder.at(name), name)
    if isinstance(table, tables.ListedPeople):
        return _list_without(folder, name, heading, gone)
    columns = [plain(one) for one in table.headings]
    at = columns.index(plain(heading)) if plain(heading) in columns else -1
    above = columns.index(plain(manager)) if manager and plain(manager) in columns else -1

    def theirs(cells: list[str]) -> bool:
        return 0 <= at < len(cells) and cells[at].strip() in gone

    def below(cells: list[str]) -> bool:
        return 0 <= above < len(cells) and cells[above].strip() in gone

    if isinstance(table, tables.CsvTable):
        return _rows_without(folder, name, table, theirs, below, above)
    return _workbook_without(folder, name, table, theirs, below, above)


Told = Callable[[list[str]], bool]
"""Whether a row is about somebody who goes."""


def _rows_without(folder: Folder, name: str, table: tables.CsvTable, theirs: Told, below: Told, above: int) -> bool:
    lines = _lines(table)
    kept: list[str] = []
    reader = csv.reader(iter(lines), delimiter=table.delimiter)
    first, headed = 0, False
    for record in reader:
        own = lines[first : reader.line_num]
        first = reader.line_num
        if not headed:
            headed = any(cell.strip() for cell in record)
            kept += own
        elif not theirs(record):
            kept += [_blanked(record, above, own[-1], table.delimiter)] if below(record) else own
    if kept == lines:
        return False
    # A file without a mark gets none: `utf-8-sig` reads both.
    marked = table.encoding != "utf-8-sig" or folder.read(name).startswith(codecs.BOM_UTF8)
    return folder.write(name, "".join(kept).encode(table.encoding if marked else "utf-8"))


def _workbook_without(folder: Folder, name: str, table: tables.Table, theirs: Told, below: Told, above: int) -> bool:
    """Without rows in an `.xlsx`; an old `.xls`, or rows with formulas, are left to a person."""
    found = [(line, [table.text(cell) for cell in cells]) for line, cells in table.rows()]
    rows = {line for line, cells in found if theirs(cells)}
    blank = {line: above for line, cells in found if line not in rows and below(cells)}
    if not rows and not blank:
        return False
    try:
        content = sheetrows.without(folder.read(name), workbooks.part_of(table), rows, blank)
    except (sheetrows.NotPlain, *workbooks.UNFIT):
        return False
    return folder.write(name, content)


def _exports_without(folder: Folder, words: Collection[str], known: Collection[str]) -> Iterator[str]:
    """Other tables in the folder, such as the export of a form, without rows whose id, name or address is theirs."""
    told = {word.casefold() for word in words}
    for name in [one for one in _below(folder, ".") if one.endswith(".csv") and one not in known]:
        if name.startswith((".", f"{OUT}/")) or "/." in name or folder.at(name).is_symlink():
            continue
        try:
            table = tables.open_table(folder.at(name), name)
        except ProblemsFound:
            continue
        meant = headings.meanings(table.headings)
        asked = [meant[one] for one in ("id", "email", "name") if one in meant]
        places = [[table.headings.index(heading) for heading in one] for one in asked]

        def theirs(cells: list[str], places: list[list[int]] = places) -> bool:
            shown = (" ".join(cells[at].strip() for at in one if at < len(cells)) for one in places)
            return any(text.casefold() in told for text in shown)

        if isinstance(table, tables.CsvTable) and _rows_without(folder, name, table, theirs, lambda _: False, -1):
            yield name


def _lines(table: tables.CsvTable) -> list[str]:
    with table.path.open(encoding=table.encoding, newline="") as stream:
        return list(stream)


def _blanked(record: list[str], column: int, last: str, delimiter: str) -> str:
    """A row with one cell blank, the end of its line kept."""
    stream = io.StringIO()
    ending = last[len(last.rstrip("\r\n")) :]
    cells = ["" if at == column else cell for at, cell in enumerate(record)]
    csv.writer(stream, delimiter=delimiter, lineterminator=ending).writerow(cells)
    return stream.getvalue()


def _list_without(folder: Folder, name: str, heading: str, gone: Collection[str]) -> bool:
    edit = Edit(folder, name)
    data = yamlfile.parse(folder.read(name), name).data
    ids = [{plain(str(key)): str(value) for key, value in one.items()}.get(plain(heading)) for one in data["people"]]
    found = [at for at, one in enumerate(ids) if one in gone]
    for at in reversed(found):
        edit.take(("people", at))
    return edit.save().changed if found else False


def _left(folder: Folder, naming: re.Pattern[bytes] | None, removed: Collection[str]) -> Iterator[tuple[str, int]]:
    """Lines that still name somebody: free text, a workbook's neighbour, a kit. Files of more than 5 MB are not read;
    a roster that is a workbook is told as a whole, at line 0."""
    if naming is None:
        return
    told = 0
    for name in _below(folder, "."):
        if name in removed or name.startswith((".", f"{OUT}/")) or "/." in name:
            continue
        if name.endswith((".xlsx", ".xlsm", ".xls")) and told < _MOST_LEFT and _in_workbook(folder, name, naming):
            told += 1
            yield name, 0
        if not name.endswith(_READ) or folder.at(name).stat().st_size > _LARGEST_READ or folder.at(name).is_symlink():
            continue
        try:
            text = folder.pretended.get(name) or folder.read(name)
        except ProblemsFound:
            continue
        for line, content in enumerate(text.splitlines(), 1):
            if told < _MOST_LEFT and naming.search(content):
                told += 1
                yield name, line


def _in_workbook(folder: Folder, name: str, naming: re.Pattern[bytes]) -> bool:
    """Whether a workbook still holds one of the words, in any of its parts; one that cannot be looked into may."""
    try:
        with zipfile.ZipFile(io.BytesIO(folder.pretended.get(name) or folder.read(name))) as archive:
            if sum(one.file_size for one in archive.infolist()) > 20 * _LARGEST_READ:
                return True
            parts = [one for one in archive.namelist() if one.endswith(".xml")]
            texts = (html.unescape(archive.read(one).decode("utf-8", "replace")) for one in parts)
            return any(naming.search(text.encode("utf-8", "replace")) for text in texts)
    except (ProblemsFound, *workbooks.UNFIT):
        return True
