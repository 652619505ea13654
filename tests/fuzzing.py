"""The readers under a coverage-guided fuzzer, outside CI: whatever the bytes, a value or problems in words.

In an environment with `atheris` and rmentor: `python tests/fuzzing.py yaml|csv|workbook|markdown -max_total_time=300`.
A finding is kept by the fuzzer as a file `crash-…`: it becomes a test.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["rmentor", "yaml", "markdown_it"]):
    from rmentor.errors import ProblemsFound
    from rmentor.files import columns, tables, yamlfile
    from rmentor.files.validated import validated
    from rmentor.paper import markdown
    from rmentor.people import Journal, Mentee
    from rmentor.programme import Settings
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


READERS = {"yaml": _yaml, "csv": _table("t.csv"), "workbook": _table("t.xlsx"), "markdown": _markdown}


def main() -> None:
    """Fuzzes one reader."""
    read = READERS[sys.argv.pop(1)]

    def one(content: bytes) -> None:
        try:
            read(content)
        except ProblemsFound as stop:
            _told(stop.problems)

    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
