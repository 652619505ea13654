"""Documents for Word, by python-docx (the `word` extra): headings, lists and tables that people can edit."""

from __future__ import annotations

import base64
import importlib
import io
import zipfile
from typing import Any

from rmentor.paper.documents import Document
from rmentor.paper.linear import Piece, pieces

Word = Any
"""python-docx's document: an extra, so its types are not asked for."""
_SIZES = {"a4": (210, 297), "us-letter": (215.9, 279.4)}
_SMALL = 9
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The first day that a zip archive knows: the same bytes every time."""


def docx(document: Document) -> bytes:
    """The document's bytes; equal documents, equal bytes. Raises ModuleNotFoundError without python-docx."""
    package: Any = importlib.import_module("docx")
    from docx.shared import Mm, Pt

    word = package.Document()
    section = word.sections[0]
    width, height = _SIZES[document.look.paper]
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(20)
    section.header.paragraphs[0].add_run(document.head).font.size = Pt(_SMALL)
    section.footer.paragraphs[0].add_run(document.foot).font.size = Pt(_SMALL)
    _styles(word, document)
    for one in pieces(document):
        _piece(word, one)
    _properties(word, document)
    stream = io.BytesIO()
    word.save(stream)
    return _same_every_time(stream.getvalue())


def _styles(word: Word, document: Document) -> None:
    from docx.enum.text import WD_LINE_SPACING
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    size = 17 if document.large else 11
    colour = RGBColor.from_string(document.look.colour_on_white.lstrip("#").upper())
    for name, points in (("Normal", size), ("Heading 1", size + 13), ("Heading 2", size + 5), ("Heading 3", size + 2)):
        style: Any = word.styles[name]
        style.font.name = "Calibri"
        style.font.size = Pt(points)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "Calibri")
        if name != "Normal":
            style.font.color.rgb = colour
    normal: Any = word.styles["Normal"]
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    language = normal.element.get_or_add_rPr().makeelement(qn("w:lang"), {qn("w:val"): document.language})
    normal.element.get_or_add_rPr().append(language)


def _piece(word: Word, one: Piece) -> None:
    if one.kind == "table":
        _table(word, one)
    elif one.kind == "page":
        word.add_page_break()
    elif one.kind == "line":
        _line(word)
    elif one.kind == "heading":
        word.add_heading("".join(run.text for run in one.runs), one.level)
    else:
        names = {"item": "List Bullet", "step": "Normal", "tick": "Normal", "text": "Normal", "code": "Normal"}
        paragraph = word.add_paragraph(style=names[one.kind])
        mark = {"step": f"☐ {one.mark} ", "tick": "☐ "}.get(one.kind)
        if mark:
            paragraph.add_run(mark)
        _runs(paragraph, one)
        if one.url:
            _qr(word, one.url)
        if one.image:
            _image(word, one.image, "".join(run.text for run in one.runs))


def _runs(paragraph: Any, one: Piece) -> None:
    from docx.shared import Pt

    for run in one.runs:
        made = paragraph.add_run(run.text)
        made.bold, made.italic = run.strong or None, run.emphasis or None
        if run.code:
            made.font.name = "Consolas"
        if one.quiet:
            made.font.size = Pt(_SMALL)
        if run.link and run.link != run.text:
            paragraph.add_run(f" ({run.link})").font.size = Pt(_SMALL)


def _table(word: Word, one: Piece) -> None:
    if not one.rows:
        return
    table = word.add_table(rows=0, cols=len(one.rows[0]), style="Table Grid")
    for number, row in enumerate(one.rows):
        cells = table.add_row().cells
        for place, (cell, text) in enumerate(zip(cells, row, strict=True)):
            run = cell.paragraphs[0].add_run(text)
            run.bold = (number == 0 if one.headed else place == 0) or None
    word.add_paragraph()


def _line(word: Word) -> None:
    """A line to write on: a paragraph with a rule under it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm

    paragraph = word.add_paragraph()
    paragraph.paragraph_format.space_before = Mm(5)
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for key, value in (("val", "single"), ("sz", "4"), ("space", "1"), ("color", "8A9099")):
        bottom.set(qn(f"w:{key}"), value)
    borders.append(bottom)
    paragraph._p.get_or_add_pPr().append(borders)


def _qr(word: Word, address: str) -> None:
    import segno
    from docx.shared import Mm

    stream = io.BytesIO()
    segno.make(address, error="m").save(stream, kind="png", scale=6, border=4)
    picture = word.add_picture(stream, width=Mm(25))
    picture._inline.docPr.set("descr", address)


def _image(word: Word, address: str, alternative: str) -> None:
    """A PNG or JPEG; Word's own library knows no SVG, whose words stand there already."""
    from docx.shared import Mm

    head, _, content = address.partition(",")
    if "svg" not in head:
        picture = word.add_picture(io.BytesIO(base64.b64decode(content)), width=Mm(120))
        picture._inline.docPr.set("descr", alternative)


def _properties(word: Word, document: Document) -> None:
    import datetime as dt

    told = word.core_properties
    told.title, told.author, told.language = document.title[:255], document.head[:255], document.language
    told.created = told.modified = dt.datetime(2020, 1, 1)
    told.comments = told.last_modified_by = ""


def _same_every_time(content: bytes) -> bytes:
    """The same archive with its parts in one order and no dates."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda one: (one != "[Content_Types].xml", one)):
            part = zipfile.ZipInfo(name, _FIRST_DAY)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o600 << 16
            part.create_system = 3
            new.writestr(part, old.read(name))
    return stream.getvalue()
