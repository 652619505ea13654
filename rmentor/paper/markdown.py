"""Markdown in YAML → paragraphs of runs, and pictures: emphasis, links, code, nested lists. No HTML, no headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from rmentor.paper.blocks import Paragraph, Run

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_IMAGE = re.compile(r"""!\[([^\]]*)\]\(\s*<?([^)>\s"]*)>?(?:\s+"([^"]*)")?\s*\)""")


@cache
def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt

    # Headings stay what was written: a module's text has its own.
    return MarkdownIt("commonmark", {"html": False}).disable(["heading", "lheading", "hr", "html_block"])


@dataclass(frozen=True)
class Image:
    """A picture as Markdown names it: `![alternative](address "note")`."""

    alternative: str
    address: str
    note: str = ""


def pieces(text: str) -> tuple[Paragraph | Image, ...]:
    """The paragraphs, list items and pictures of a text, in order; pictures follow the paragraph they stand in.

    What is nested deeper than the reader goes would be lost: such a text is set as it was written, in one paragraph.
    """
    reader = _reader()
    tokens = reader.parse(text)
    if any(token.nesting == 1 and token.level + 1 >= reader.options["maxNesting"] for token in tokens):
        return (Paragraph((Run(" ".join(text.split())),)),)
    return tuple(_blocks(tokens))


def without_images(text: str) -> tuple[str, tuple[Image, ...]]:
    """A text that is not Markdown but may show pictures as Markdown does: what is left of it, and the pictures."""
    found = tuple(Image(one[1], one[2], one[3] or "") for one in _IMAGE.finditer(text))
    return _IMAGE.sub("", text).strip(), found


def _blocks(tokens: Iterable[Any]) -> Iterator[Paragraph | Image]:
    lists: list[int | None] = []
    mark: str | None = None
    for token in tokens:
        if token.type == "bullet_list_open":
            lists.append(None)
        elif token.type == "ordered_list_open":
            lists.append(int(token.attrs.get("start", 1)))
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            number = lists[-1]
            mark = "•" if number is None else f"{number}."
            lists[-1] = None if number is None else number + 1
        elif token.type == "inline":
            runs = tuple(_runs(token.children))
            if any(run.text.strip() for run in runs):
                yield Paragraph(runs, mark, max(0, len(lists) - 1))
            for one in token.children:
                if one.type == "image":
                    yield Image(one.content, unquote(str(one.attrs["src"])), str(one.attrs.get("title") or ""))
            mark = None
        elif token.type in ("fence", "code_block"):
            yield Paragraph((Run(token.content.rstrip("\n"), code=True),), mark, max(0, len(lists) - 1))
            mark = None


def _runs(tokens: Iterable[Any]) -> Iterator[Run]:
    strong = emphasis = 0
    link: str | None = None
    for token in tokens:
        if token.type == "strong_open":
            strong += 1
        elif token.type == "strong_close":
            strong -= 1
        elif token.type == "em_open":
            emphasis += 1
        elif token.type == "em_close":
            emphasis -= 1
        elif token.type == "link_open":
            href = str(token.attrs.get("href", ""))
            link = href if href.startswith(("https://", "http://")) else None
        elif token.type == "link_close":
            link = None
        elif token.type in ("softbreak", "hardbreak"):
            yield Run(" ")
        elif token.content and token.type != "image":
            yield Run(token.content, bool(strong), bool(emphasis), token.type == "code_inline", link)
