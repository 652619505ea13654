"""A document as one line of plain pieces, for formats that know headings, paragraphs, lists and tables and nothing else
(Word, Markdown). Everything that is read on paper is read here, in the same order; pictures by their words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from rmentor.paper import blocks as b
from rmentor.paper.documents import Document

Kind = Literal["heading", "text", "item", "step", "tick", "table", "line", "page", "code"]


@dataclass(frozen=True)
class Piece:
    """Something plain. `level`: of a heading (1–3) or of a nested item (0…); `rows`: of a table, the headings first,
    if it has any (`headed`); `quiet`: in small; `url`: an address to draw as a QR code;
    `image`: a picture as a data address."""

    kind: Kind
    runs: tuple[b.Run, ...] = ()
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    headed: bool = True
    quiet: bool = False
    url: str = ""
    image: str = ""
    mark: str = ""


def text(given: str, *, strong: bool = False, quiet: bool = False, emphasis: bool = False) -> Piece:
    """A paragraph in one style."""
    return Piece("text", (b.Run(given, strong, emphasis),), quiet=quiet)


def heading(given: str, level: int) -> Piece:
    """A heading."""
    return Piece("heading", (b.Run(given),), level)


def labelled(label: str, given: str) -> Piece:
    """A paragraph that begins with its name in bold."""
    return Piece("text", (b.Run(label, strong=True), b.Run(f" {given}")))


def pieces(document: Document) -> Iterator[Piece]:
    """The whole document."""
    for block in document.blocks:
        yield from _WAYS[type(block)](block)


def _several(kind: Kind, items: tuple[str, ...], *, quiet: bool = False) -> Iterator[Piece]:
    for number, one in enumerate(items, 1):
        yield Piece(kind, (b.Run(one),), quiet=quiet, mark=f"{number}.")


def _lines(count: int) -> Iterator[Piece]:
    yield from (Piece("line") for _ in range(count))


def _title(block: b.Title | b.Cover) -> Iterator[Piece]:
    yield text(block.over, quiet=True)
    yield heading(block.title, 1)
    yield from (text(one) for one in block.under)
    if isinstance(block, b.Cover):
        yield Piece("page")


def _heading(block: b.Heading) -> Iterator[Piece]:
    yield heading(f"{block.text} · {block.beside}" if block.beside else block.text, block.level)


def _contents(block: b.Contents) -> Iterator[Piece]:
    yield heading(block.label, 2)
    yield from _several("item", tuple(" · ".join(filter(None, (one.text, one.beside))) for one in block.entries))


def _aims(block: b.Aims) -> Iterator[Piece]:
    yield text(block.lead, strong=True)
    yield from _several("item", block.items)


def _source(source: b.Source | None) -> Iterator[Piece]:
    if source is not None and source.text:
        yield Piece("text", (b.Run(source.text, link=source.url),), quiet=True)


def _figures(block: b.KeyFigures) -> Iterator[Piece]:
    for one in block.figures:
        number = f"{one.number}{one.unit}"
        yield labelled(number, one.text) if number else text(one.text)
        yield from _source(one.source)
        if one.caution:
            yield text(one.caution, quiet=True)


def _idea(block: b.Idea) -> Iterator[Piece]:
    yield text(block.label, quiet=True)
    yield text(block.text, strong=True)


def _prose(block: b.Prose) -> Iterator[Piece]:
    for one in block.paragraphs:
        if one.mark is None:
            yield Piece("text", one.runs)
        else:
            yield Piece("item" if one.mark == "•" else "step", one.runs, one.depth, mark=one.mark)


def _illustration(block: b.Illustration) -> Iterator[Piece]:
    yield text(block.title, strong=True)
    yield text(block.text)
    yield from _source(block.source)


def _picture(block: b.Picture) -> Iterator[Piece]:
    yield Piece("text", (b.Run(block.alternative, emphasis=True),), quiet=True, image=block.address)
    if block.note:
        yield text(block.note, quiet=True)


def _exercise(block: b.Exercise) -> Iterator[Piece]:
    yield text(block.label, quiet=True)
    yield heading(block.title, block.level)
    yield from (text(one, quiet=True) for one in (block.beside, block.bring) if one)
    yield from _several("step", block.steps)
    if block.success:
        yield text(block.success_label, strong=True)
        yield from _several("tick", block.success)
    if block.fallback:
        yield labelled(block.fallback_label, block.fallback)


def _questionnaire(block: b.Questionnaire) -> Iterator[Piece]:
    for one in block.questions:
        yield text(" ".join(filter(None, (one.number, one.text))), strong=True)
        yield from _several("tick", one.choices or one.scale)


def _answers(block: b.Answers) -> Iterator[Piece]:
    yield from (labelled(answer, why) for answer, why in block.items)


def _run_sheet(block: b.RunSheet) -> Iterator[Piece]:
    rows = [
        (row.clock, row.do, "\n".join(filter(None, (row.say, f"{block.ask_label} {row.ask}" if row.ask else ""))))
        for row in block.rows
    ]
    yield Piece("table", rows=(block.headings, *rows))


def _timeline(block: b.Timeline) -> Iterator[Piece]:
    yield text(block.alternative)


def _levels(block: b.Levels) -> Iterator[Piece]:
    yield from (labelled(one.topic, one.text) for one in block.levels)


def _bars(block: b.Bars) -> Iterator[Piece]:
    yield text(block.caption, quiet=True)
    yield from (labelled(one.label, one.text) for one in block.bars)


def _chart(block: b.Chart) -> Iterator[Piece]:
    yield text(block.alternative)


def _choices(block: b.Choices) -> Iterator[Piece]:
    for one in block.choices:
        yield heading(f"☐ {one.name}", 3)
        yield from (text(line, strong=line == one.head) for line in (one.head, one.note) if line)
        yield from _several("item", one.facts)
        yield from (labelled(name, body) for name, body in one.steps)


def _numbers(block: b.Numbers) -> Iterator[Piece]:
    yield from (labelled(number, word) for number, word in block.items)


def _table(block: b.Table) -> Iterator[Piece]:
    yield Piece("table", rows=(block.headings, *block.rows))


def _ratings(block: b.Ratings) -> Iterator[Piece]:
    boxes = tuple("☐" for _ in block.marks)
    yield Piece("table", rows=((block.statement, *block.marks), *((row, *boxes) for row in block.rows)))
    yield text(" · ".join(block.ends), quiet=True)


def _video(block: b.Video) -> Iterator[Piece]:
    yield text(" · ".join(filter(None, (block.title, block.beside))), strong=True)
    if block.note:
        yield text(block.note)
    yield Piece("text", (b.Run(block.url, link=block.url),), quiet=True, url=block.url)


def _items(block: b.Items) -> Iterator[Piece]:
    yield from _several("step" if block.ordered else "item", block.items, quiet=block.small)


def _points(block: b.Points) -> Iterator[Piece]:
    yield Piece("table", rows=block.items, headed=False)


def _fields(block: b.Fields) -> Iterator[Piece]:
    for one in block.labels:
        yield text(one, quiet=True)
        yield Piece("line")


def _card(block: b.Card) -> Iterator[Piece]:
    yield text(block.label, quiet=True)
    yield heading(block.title, 2)
    for name, body, count in block.parts:
        yield text(name, strong=True)
        if body:
            yield text(body)
        yield from _lines(count)


def _note(block: b.Note) -> Iterator[Piece]:
    yield labelled(block.label, block.text) if block.label else text(block.text)


def _writing(block: b.Lines) -> Iterator[Piece]:
    yield heading(block.label, block.level)
    yield from _lines(block.count)


def _signatures(block: b.Signatures) -> Iterator[Piece]:
    for name, role in block.people:
        yield text(name, strong=True)
        yield text(role)
        yield Piece("line")
        yield text(f"{block.date}, {block.signature.lower()}", quiet=True)


_WAYS: dict[type[b.Block], Callable[[Any], Iterator[Piece]]] = {
    b.Title: _title,
    b.Cover: _title,
    b.Contents: _contents,
    b.Heading: _heading,
    b.NewPage: lambda _: iter((Piece("page"),)),
    b.Aims: _aims,
    b.KeyFigures: _figures,
    b.Idea: _idea,
    b.Prose: _prose,
    b.Illustration: _illustration,
    b.Picture: _picture,
    b.Exercise: _exercise,
    b.Questionnaire: _questionnaire,
    b.Answers: _answers,
    b.RunSheet: _run_sheet,
    b.Timeline: _timeline,
    b.Levels: _levels,
    b.Bars: _bars,
    b.Chart: _chart,
    b.Choices: _choices,
    b.Numbers: _numbers,
    b.Table: _table,
    b.Ratings: _ratings,
    b.Video: _video,
    b.Items: _items,
    b.Points: _points,
    b.Fields: _fields,
    b.Card: _card,
    b.Note: _note,
    b.Lines: _writing,
    b.Signatures: _signatures,
}
