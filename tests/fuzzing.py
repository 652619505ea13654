"""The readers under a coverage-guided fuzzer, outside CI: whatever the bytes, a value or problems in words.

In an environment with `atheris` and rmentor: `python tests/fuzzing.py READER -max_total_time=300`, with one of the
readers of `READERS`. Bytes that are turned over in a zip never get past its checksums: `workbook` changes the file as
a whole, `sheet` changes what stands inside, packed anew. A finding is kept by the fuzzer as a file `crash-…`: it
becomes a test.
"""

from __future__ import annotations

import datetime as dt
import io
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["rmentor", "yaml", "markdown_it"]):
    from rmentor import formreading
    from rmentor.answering import Answering
    from rmentor.errors import ProblemsFound
    from rmentor.files import columns, purge, sheetextent, tables, yamlfile
    from rmentor.files.folder import Folder
    from rmentor.files.validated import validated
    from rmentor.formreading import Settled
    from rmentor.paper import markdown
    from rmentor.people import Journal, Mentee
    from rmentor.programme import FORMS, Settings
    from rmentor.steps import Programme
    from rmentor.words import LANGUAGES, words

ROOM = Path(tempfile.mkdtemp())


def _told(problems: object) -> None:
    for problem in problems:  # type: ignore[attr-defined]
        for language in LANGUAGES:
            assert words(language).problem(problem)
            words(language).hint(problem)


def _yaml(content: bytes) -> None:
    file = yamlfile.parse(content, "x.yaml")
    for model in (Settings, Mentee, Journal):
        _, problems = validated(model, file)
        _told(problems)


def _table(name: str) -> Callable[[bytes], None]:
    def read(content: bytes) -> None:
        path = ROOM / name
        path.write_bytes(content)
        table = tables.open_table(path, name)
        rows = [(line, [table.text(cell) for cell in row]) for line, row in table.rows()]
        width = len(table.headings)
        whole = [(line, row[:width]) for line, row in rows if len(row) >= width and not any(row[width:])]
        found = []
        for block in columns.blocks(table, range(width)):
            read = [cells if codes is None else [cells[code] for code in codes] for cells, codes in block.columns]
            found += [(line, [column[row] for column in read]) for row, line in enumerate(block.lines.tolist())]
        assert found == whole

    return read


def _markdown(content: bytes) -> None:
    markdown.pieces(content.decode("utf-8", "replace"))


# --- workbooks, from inside ---


def _book() -> dict[str, bytes]:
    """A small workbook as Excel would write it: texts, ids with their zeros, days, a second sheet."""
    import xlsxwriter

    path = ROOM / "seed.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet, other = book.add_worksheet("Export"), book.add_worksheet("Notes")
        zeros, day = book.add_format({"num_format": "00000"}), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, ["id", "Nom", "Depuis", "Volontaire"])
        for row in (1, 2):
            sheet.write_number(row, 0, 260 + row, zeros)
            sheet.write_row(row, 1, ["Œrsted"])
            sheet.write_datetime(row, 2, dt.datetime(2027, 1, 20), day)
            sheet.write_boolean(row, 3, True)
        other.write_string(0, 0, "Fait par la DRH")
    with zipfile.ZipFile(path) as archive:
        return {one: archive.read(one) for one in archive.namelist()}


_LOOKED_AT = ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml",
              "xl/_rels/workbook.xml.rels")  # fmt: skip


def _inside(parts: dict[str, bytes]) -> Callable[[bytes], None]:
    """The input is the parts that are looked at, one after the other; the rest stands as it was."""
    read = _table("s.xlsx")
    # Room for a million blank rows takes a second each time.
    sheetextent.MOST_CELLS = 50_000

    def one(content: bytes) -> None:
        stream = io.BytesIO()
        changed = dict(zip(_LOOKED_AT, content.split(b"\xff\xfe"), strict=False))
        with zipfile.ZipFile(stream, "w") as archive:
            for name, data in (parts | changed).items():
                archive.writestr(name, data)
        read(stream.getvalue())
        folder = Folder(ROOM, pretend=True)
        table = tables.open_table(ROOM / "s.xlsx", "s.xlsx")
        purge._workbook_without(folder, "s.xlsx", table, lambda cells: "00261" in cells, lambda _: False, 0)

    return one


# --- what people answered ---


def _answers() -> Callable[[bytes], None]:
    """A form saved on screen, down to what it would write about whom."""
    aurore = Folder(Path(__file__).resolve().parent.parent / "examples" / "aurore", pretend=True)
    desk = Answering(Programme(aurore, words))
    settled = Settled(on=dt.date(2027, 1, 15))

    def read(content: bytes) -> None:
        path = ROOM / "form.json"
        path.write_bytes(content)
        batch = desk.batch(formreading.saved(desk.workspace, path), settled, lambda *_: None)
        _told(batch.warnings)

    return read


def _seeds(name: str) -> list[bytes]:
    """What to begin with where nothing else is given: a file as it should be."""
    parts = _book()
    if name == "sheet":
        return [b"\xff\xfe".join(parts[one] for one in _LOOKED_AT)]
    if name == "workbook":
        return [(ROOM / "seed.xlsx").read_bytes()]
    if name == "answers":
        fields = '"level_ia": "2", "target_ia": "3", "weekdays": ["mon"], "fit_verdict": "good", "minutes": "45"'
        return [
            f'{{"rmentor": 1, "form": "{form}", "who": "mentee", "mentee": "00101", "on": "2027-01-15", '.encode()
            + f'"session": "1", "fields": {{{fields}}}}}'.encode()
            for form in FORMS
        ]
    return []


READERS: dict[str, Callable[[], Callable[[bytes], None]]] = {
    "yaml": lambda: _yaml,
    "csv": lambda: _table("t.csv"),
    "workbook": lambda: _table("t.xlsx"),
    "sheet": lambda: _inside(_book()),
    "markdown": lambda: _markdown,
    "answers": _answers,
}


def main() -> None:
    """Fuzzes one reader."""
    name = sys.argv.pop(1)
    read = READERS[name]()
    if not any(not one.startswith("-") for one in sys.argv[1:]):
        corpus = Path(tempfile.mkdtemp())
        for number, seed in enumerate(_seeds(name)):
            (corpus / f"seed-{number}").write_bytes(seed)
        sys.argv.append(str(corpus))

    def one(content: bytes) -> None:
        try:
            read(content)
        except ProblemsFound as stop:
            _told(stop.problems)

    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
