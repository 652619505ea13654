"""What a document is made of: blocks that say what they are, and nothing of how they look.

Every block has a macro of its name in `templates/html/blocks.html` and a function in `templates/typst/blocks.typ`.
All text in a block is final: typeset, in the document's language.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


def unshown(default: Any) -> Any:
    """Part of a block that nobody reads: the name of a field to fill in, the value that an answer has in it."""
    return field(default=default, metadata={"shown": False})


@dataclass(frozen=True)
class Run:
    """Some text in one style."""

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    link: str | None = None


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, or a list item; `depth` counts from 0, `mark` is a bullet or a number, or nothing."""

    runs: tuple[Run, ...]
    mark: str | None = None
    depth: int = 0


@dataclass(frozen=True)
class Source:
    """Where a fact was read: one line, and the address."""

    text: str
    url: str | None = None


@dataclass(frozen=True)
class Block:
    """Something on the page."""


@dataclass(frozen=True)
class Title(Block):
    """The head of a document: what it is, its title, and what stands under it."""

    over: str
    title: str
    under: tuple[str, ...] = ()
    anchor: int = 0
    """What a table of contents points at; 0 for none."""


@dataclass(frozen=True)
class Cover(Block):
    """A page of its own, without head and foot: a field in the client's colour, the title low on the page."""

    over: str
    title: str
    under: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """A line of a table of contents, and the title it points at."""

    text: str
    beside: str
    anchor: int


@dataclass(frozen=True)
class Contents(Block):
    """What is in a booklet, with its pages on paper and as links on screen."""

    label: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Heading(Block):
    """A heading inside a document; level 2 or 3."""

    text: str
    level: int = 2
    beside: str = ""


@dataclass(frozen=True)
class NewPage(Block):
    """What follows begins on a new page."""


@dataclass(frozen=True)
class Aims(Block):
    """What the executive will be able to do."""

    lead: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class Figure:
    """One number as printed, its unit with the space before it, the sentence, the source; `caution`: for mentors.
    A share of a whole (0–1) is drawn as a bar, `alternative` says it in words."""

    number: str
    unit: str
    text: str
    source: Source
    caution: str = ""
    share: float | None = None
    alternative: str = ""


@dataclass(frozen=True)
class KeyFigures(Block):
    """Two or three numbers side by side."""

    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Idea(Block):
    """The one idea to keep."""

    label: str
    text: str


@dataclass(frozen=True)
class Prose(Block):
    """Text of some length; the first paragraph leads where `lead`; `whole`: never torn over two pages, where one holds
    it."""

    paragraphs: tuple[Paragraph, ...]
    lead: bool = False
    whole: bool = False


@dataclass(frozen=True)
class Illustration(Block):
    """A concrete case."""

    title: str
    text: str
    source: Source | None


@dataclass(frozen=True)
class Picture(Block):
    """A picture with its words; `note` stands under it. `ratio`: width to height; `height`: at most, in millimetres.
    `svg`: what paper shows; `address`: the same as a data address, for the screen."""

    alternative: str
    ratio: float
    height: float
    note: str = ""
    svg: str = unshown("")
    address: str = unshown("")


@dataclass(frozen=True)
class Exercise(Block):
    """Something to do, step by step."""

    label: str
    title: str
    beside: str
    bring: str
    steps: tuple[str, ...]
    success_label: str
    success: tuple[str, ...]
    fallback_label: str
    fallback: str
    level: int = 3


@dataclass(frozen=True)
class Question:
    """One question, with lettered choices or a scale to tick; `several` where more than one may be right. `values` are
    what the choices (or the marks of the scale) are called in a form that is filled in."""

    number: str
    text: str
    choices: tuple[str, ...]
    scale: tuple[str, ...] = ()
    several: bool = False
    name: str = unshown("")
    values: tuple[str, ...] = unshown(())


@dataclass(frozen=True)
class Questionnaire(Block):
    """Questions to answer."""

    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Answers(Block):
    """Right answers and why; on the mentor's copy only."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ClockRow:
    """One line of a run-sheet: from and to in minutes, the share of the session it takes (0–1), and what to do."""

    clock: str
    share: float
    do: str
    say: str = ""
    ask: str = ""
    ritual: bool = False
    begins: bool = False
    """Whether something else begins here: a page may end before it."""


@dataclass(frozen=True)
class RunSheet(Block):
    """What happens when. `headings`: time, what to do, what to say and ask; then the words before a question."""

    headings: tuple[str, str, str]
    ask_label: str
    rows: tuple[ClockRow, ...]


@dataclass(frozen=True)
class Stop:
    """A session on the strip of months: where it stands (0–1), its number, what is under it."""

    at: float
    number: str
    day: str
    alternative: str


@dataclass(frozen=True)
class Timeline(Block):
    """Sessions on a strip of months. `months`: where each begins (0–1) and its name."""

    months: tuple[tuple[float, str], ...]
    stops: tuple[Stop, ...]
    alternative: str


@dataclass(frozen=True)
class Level:
    """One topic on its scale: positions are shares of the scale (0–1), texts as printed."""

    topic: str
    before: float
    after: float
    target: float
    text: str


@dataclass(frozen=True)
class Levels(Block):
    """Where the executive stands, where the programme takes them, where they want to be."""

    levels: tuple[Level, ...]
    ends: tuple[str, str]
    legend: tuple[str, str, str]


@dataclass(frozen=True)
class Bar:
    """One line of a bar chart: its label, the shares of the line that its parts take (0–1, together at most 1), and the
    same in words and numbers."""

    label: str
    parts: tuple[float, ...]
    text: str


@dataclass(frozen=True)
class Bars(Block):
    """Bars with their numbers beside them. Up to three parts a bar: full, hatched, hollow, told apart without colour;
    `legend` names them where there are several."""

    caption: str
    bars: tuple[Bar, ...]
    legend: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """One column of a chart: its height (0–1), what stands on it, under it, and under that; `marked`: the one in force,
    drawn full where the others are outlined."""

    share: float
    value: str
    label: str
    note: str = ""
    marked: bool = False


@dataclass(frozen=True)
class Chart(Block):
    """Columns side by side. `alternative` says the same in words."""

    columns: tuple[Column, ...]
    alternative: str


@dataclass(frozen=True)
class Choice:
    """One of several things to choose from: its name, its size in a line, facts, then steps with a name each; `note`
    where there is nothing else to say."""

    name: str
    head: str
    facts: tuple[str, ...] = ()
    steps: tuple[tuple[str, str], ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Choices(Block):
    """Things to choose from, side by side, each with a box to tick."""

    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Numbers(Block):
    """A few large numbers with a word under each: sessions, minutes, rhythm."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Table(Block):
    """A table; `widths` are shares of the line. `caption` says what it holds; `compact` rows stand closer."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    compact: bool = False


@dataclass(frozen=True)
class Video(Block):
    """Something to watch: title, minutes, QR code as SVG, address in full."""

    title: str
    beside: str
    url: str
    qr: str
    alternative: str
    note: str = ""


@dataclass(frozen=True)
class Items(Block):
    """A short list."""

    items: tuple[str, ...]
    small: bool = False
    ordered: bool = False


@dataclass(frozen=True)
class Points(Block):
    """A few things with a name each: the name beside what it says."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Fields(Block):
    """What is filled in by hand: a label each, with room to write, side by side. `names`: of the fields, label by
    label."""

    labels: tuple[str, ...]
    names: tuple[str, ...] = unshown(())


@dataclass(frozen=True)
class Ratings(Block):
    """Statements to mark on one scale. `ends` say what the lowest and the highest mark mean."""

    caption: str
    statement: str
    rows: tuple[str, ...]
    marks: tuple[str, ...]
    ends: tuple[str, str]
    names: tuple[str, ...] = unshown(())
    values: tuple[str, ...] = unshown(())


@dataclass(frozen=True)
class Card(Block):
    """A card to keep: what it is, its title, then a label each with a text, or with so many lines to write on."""

    label: str
    title: str
    parts: tuple[tuple[str, str, int], ...]
    name: str = unshown("")


@dataclass(frozen=True)
class Note(Block):
    """A short text under a label."""

    label: str
    text: str


@dataclass(frozen=True)
class Lines(Block):
    """Lines to write on, under a label."""

    label: str
    count: int
    level: int = 2
    name: str = unshown("")


@dataclass(frozen=True)
class Signatures(Block):
    """Who signs: name, role; then the words for date and signature."""

    people: tuple[tuple[str, str], ...]
    date: str
    signature: str
    name: str = unshown("")
