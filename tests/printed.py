"""The text of what was printed, as a reader gets it: from a PDF, from an HTML page."""

from __future__ import annotations

import html.parser
import io
import re
from dataclasses import fields, is_dataclass
from typing import Any

_NO_TEXT = {"style", "script", "head"}
_BREAKS = {"p", "li", "h1", "h2", "h3", "h4", "tr", "div", "dt", "dd", "table", "section", "header", "footer", "hr"}


class _Text(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _NO_TEXT
        if tag in _BREAKS:
            self.parts.append("\n")
        if tag in ("td", "th"):
            self.parts.append(" | ")
        said = dict(attrs)
        if said.get("role") == "img" and said.get("aria-label"):
            self.parts.append(f"[{said['aria-label']}]")
        if tag == "img" and said.get("alt"):
            self.parts.append(f"[{said['alt']}]")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _NO_TEXT

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


def of_html(content: bytes) -> str:
    """The text of a page, a line a block, figures by their alternative text in brackets."""
    reader = _Text()
    reader.feed(content.decode())
    lines = (re.sub(r"[ \t\n]+", " ", line).strip() for line in "".join(reader.parts).split("\n"))
    return "\n".join(line for line in lines if line) + "\n"


def of_pdf(content: bytes) -> list[str]:
    """The text of each page."""
    import pypdf

    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]


def pages(content: bytes) -> int:
    """How many pages there are."""
    import pypdf

    return len(pypdf.PdfReader(io.BytesIO(content)).pages)


def squeezed(text: str) -> str:
    """Text without spaces, hyphens and case: what must be equal whatever the line breaks."""
    return re.sub(r"[\s\u00ad\u2010\u2060-]+", "", text).casefold()


def texts(value: Any) -> list[str]:
    """Every text of a block or document, in reading order."""
    if isinstance(value, str):
        return [value]
    if is_dataclass(value):
        shown = [one.name for one in fields(value) if one.metadata.get("shown", True)]
        return [text for name in shown for text in texts(getattr(value, name))]
    if isinstance(value, (tuple, list)):
        return [text for item in value for text in texts(item)]
    return []
