"""One document, whole: its blocks, whose look it has, and what a page to be filled in knows of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from rmentor.paper.blocks import Block


@dataclass(frozen=True)
class Look:
    """The client's look: the colour, text that can be read on it, shades of it that can be read on white and on dark;
    the logo as SVG or PNG, with its text."""

    colour: str
    on_colour: str
    colour_on_white: str
    colour_on_dark: str
    logo: bytes | None = None
    logo_kind: str = ""
    logo_text: str = ""
    paper: str = "a4"
    css: str = ""


@dataclass(frozen=True)
class Asks:
    """What a page that is filled in knows of itself: `about` goes into the file it saves (form, who answers, whose
    programme), `words` is what it says beside the questions."""

    about: Mapping[str, str]
    words: Mapping[str, str]


@dataclass(frozen=True)
class Document:
    """One document, ready to be set. `name` is its path under `out/`, without an ending; `kind` is what it is."""

    kind: str
    name: str
    title: str
    language: str
    head: str
    foot: str
    page_of: str
    look: Look
    blocks: tuple[Block, ...] = field(default=())
    large: bool = False
    calm: bool = False
    """Set with generous margins: what is signed or sent."""
    asks: Asks | None = None
    """For what is filled in on screen and saved."""


def data(document: Document) -> dict[str, Any]:
    """A document as plain data, the same for every engine; each block carries its kind."""
    return {
        "title": document.title,
        "language": document.language,
        "head": document.head,
        "foot": document.foot,
        "page_of": document.page_of,
        "paper": document.look.paper,
        "large": document.large,
        "calm": document.calm,
        "blocks": [{"kind": type(block).__name__, **asdict(block)} for block in document.blocks],
        **({"asks": {"about": dict(document.asks.about), "words": dict(document.asks.words)}} if document.asks else {}),
    }
