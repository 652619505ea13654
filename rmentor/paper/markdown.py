"""Markdown in YAML → paragraphs of runs: emphasis, links, code, nested lists. No HTML, no images, no headings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from rmentor.paper.blocks import Paragraph, Run

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


@cache
def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt

    # Headings and images stay what was written: a module's text has its own headings, and images are media.
    return MarkdownIt("commonmark", {"html": False}).disable(["image", "heading", "lheading", "hr", "html_block"])


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs and list items of a text, in order."""
    return tuple(_blocks(_reader().parse(text)))


def _blocks(tokens: Iterable[Any]) -> Iterator[Paragraph]:
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
            yield Paragraph(tuple(_runs(token.children)), mark, max(0, len(lists) - 1))
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
        elif token.content:
            yield Run(token.content, bool(strong), bool(emphasis), token.type == "code_inline", link)
