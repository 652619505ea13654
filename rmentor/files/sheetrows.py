"""Takes people's rows out of an .xlsx file and leaves the rest of it as it is: styles, other sheets, widths.

No library that we build on changes a workbook in place; what a row is made of is few enough parts to be taken out of
their text. Text that only those rows show is blanked where the workbook keeps all texts.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Collection, Mapping

_ROW = re.compile(r"<row\b[^>]*?\br=\"(\d+)\"[^>]*?(?:/>|>.*?</row>)", re.DOTALL)
_CELL = re.compile(r"<c\b[^>]*?\br=\"([A-Z]+)(\d+)\"[^>]*?(?:/>|>.*?</c>)", re.DOTALL)
_SHARED = re.compile(r"<c\b[^>]*\bt=\"s\"[^>]*>\s*<v>(\d+)</v>")
_TEXT = re.compile(r"<si\b[^>]*?(?:/>|>.*?</si>)", re.DOTALL)
_STYLE = re.compile(r"\bs=\"\d+\"")
_TEXTS = "xl/sharedStrings.xml"


class NotPlain(Exception):
    """The rows hold formulas or are written in a way that is not touched: the workbook is left to a person."""


def without(content: bytes, part: str, rows: Collection[int], blank: Mapping[int, int]) -> bytes:
    """The workbook without those rows (counted from 1) of the sheet in `part`, and with one cell blank in others (row →
    column from 0). Raises NotPlain where that is not safe."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {one: archive.read(one) for one in archive.infolist()}
    texts = {one.filename: data for one, data in parts.items()}
    sheet = texts[part].decode("utf-8")
    before = _used(texts)
    changed = _ROW.sub(lambda found: _row(found, rows, blank), sheet)
    if changed == sheet or len(_ROW.findall(sheet)) - len(_ROW.findall(changed)) != len(rows):
        raise NotPlain
    texts[part] = changed.encode("utf-8")
    unused = set(before) - set(_used(texts))
    if unused:
        texts[_TEXTS] = _blanked(texts[_TEXTS].decode("utf-8"), unused).encode("utf-8")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in parts:
            archive.writestr(one, texts[one.filename])
    return stream.getvalue()


def _row(found: re.Match[str], rows: Collection[int], blank: Mapping[int, int]) -> str:
    number, text = int(found[1]), found[0]
    if number not in rows and number not in blank:
        return text
    if "<f" in text:
        raise NotPlain
    if number in rows:
        return ""
    return _CELL.sub(lambda cell: _emptied(cell) if _column(cell[1]) == blank[number] else cell[0], text)


def _emptied(cell: re.Match[str]) -> str:
    style = _STYLE.search(cell[0])
    return f'<c r="{cell[1]}{cell[2]}"{" " + style[0] if style else ""}/>'


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _used(texts: Mapping[str, bytes]) -> Counter[int]:
    """How often each of the shared texts is shown, over all sheets."""
    sheets = (data.decode("utf-8", "ignore") for name, data in texts.items() if name.startswith("xl/worksheets/"))
    return Counter(int(place) for sheet in sheets for place in _SHARED.findall(sheet))


def _blanked(shared: str, places: Collection[int]) -> str:
    at = -1

    def one(found: re.Match[str]) -> str:
        nonlocal at
        at += 1
        return "<si><t/></si>" if at in places else found[0]

    return _TEXT.sub(one, shared)
