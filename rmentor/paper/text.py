"""Documents as Markdown: for wikis, chats, and whoever wants to edit the words elsewhere."""

from __future__ import annotations

import re

from rmentor.paper import blocks as b
from rmentor.paper.documents import Document
from rmentor.paper.linear import Piece, pieces

_SIGNS = re.compile(r"([\\`*_\[\]<>|~])")
_BEGINS = re.compile(r"^(\s*)([#+=-]|\d+(?=[.)]))")
_PAIRED = ("item", "step", "tick")


def markdown(document: Document) -> str:
    """The document as CommonMark with tables; text is escaped, so that it reads as it was written."""
    lines: list[str] = [f"*{_plain(document.head)}*"]
    before = ""
    for one in pieces(document):
        if not (one.kind in _PAIRED and before in _PAIRED):
            lines.append("")
        lines += _lines(one)
        before = one.kind
    return "\n".join(lines).rstrip("\n") + "\n"


def _lines(one: Piece) -> list[str]:
    told = "".join(_run(run) for run in one.runs)
    if one.kind == "heading":
        return ["#" * one.level + " " + told]
    if one.kind == "table":
        return _table(one)
    if one.kind == "page":
        return ["---"]
    if one.kind == "line":
        return ["\\_" * 30]
    marks = {"item": "-", "tick": "- ☐", "step": one.mark}
    if one.kind in marks:
        return ["  " * one.level + f"{marks[one.kind]} {told}"]
    return [_begins(told)]


def _table(one: Piece) -> list[str]:
    wide = len(one.rows[0]) if one.rows else 0
    rows = [[_plain(cell).replace("\n", "<br>") for cell in row] for row in one.rows]
    head = rows.pop(0) if one.headed and rows else [""] * wide
    return [f"| {' | '.join(row)} |" for row in (head, ["---"] * wide, *rows)]


def _run(run: b.Run) -> str:
    if run.code:
        ticks = "``" if "`" in run.text else "`"
        told = f"{ticks} {run.text} {ticks}" if "`" in run.text else f"`{run.text}`"
    else:
        told = _plain(run.text)
    for wanted, mark in ((run.strong, "**"), (run.emphasis, "*")):
        if wanted and told.strip():
            told = f"{mark}{told.strip()}{mark}"
    return f"[{told}]({run.link.replace(')', '%29')})" if run.link else told


def _plain(text: str) -> str:
    """Text that reads as it is, wherever it stands."""
    return _SIGNS.sub(r"\\\1", text).replace("&", "&amp;")


def _begins(line: str) -> str:
    """A line that would be read as a heading or an item, kept a line."""
    return _BEGINS.sub(_kept, line)


def _kept(found: re.Match[str]) -> str:
    return f"{found[1]}{found[2]}\\" if found[2].isdigit() else f"{found[1]}\\{found[2]}"
