"""The ranking as a page to look at and as sheets for those who live in Excel. Who reads them sees everybody: they are
for the jury, not for the wall."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rmentor.outcomes import Candidate, Part, Selection
from rmentor.paper import blocks as b
from rmentor.paper import colours
from rmentor.paper.typography import typeset
from rmentor.profiles import MentorProfile
from rmentor.programme import DEFAULT_COLOUR
from rmentor.words import Words

MOST_ROWS = 2000
"""How many of those ranked a page shows: past that a browser is no help, and the sheets hold everybody."""

_TIGHT = 0.05


@dataclass(frozen=True)
class Bar:
    """One criterion of one person: value, and where missing evidence could take it, all 0–100; and all that as text."""

    label: str
    value: float
    low: float
    high: float
    text: str


@dataclass(frozen=True)
class Row:
    """One person of the ranking, as text; `status` is the code, for the filter."""

    rank: str
    id: str
    name: str
    status: str
    state: str
    score: str
    span: str
    firm: str
    bars: tuple[Bar, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Cover:
    """What the chosen can teach together: topics, and for each person the levels; `able` tells where one is enough."""

    topics: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[str, bool], ...]], ...]
    able: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """The whole page, as its template takes it."""

    language: str
    title: str
    head: str
    look: b.Look
    summary: tuple[str, ...]
    rows: tuple[Row, ...]
    others: tuple[Row, ...]
    hidden: str
    firm: bool
    statuses: tuple[tuple[str, str], ...]
    cover: Cover | None
    words: dict[str, str]


def plain_look(colour: str = DEFAULT_COLOUR) -> b.Look:
    """A look without a client: a colour, and the shades of it that can be read."""
    return b.Look(colour, colours.on(colour), colours.readable(colour), colours.readable(colour, "#16191d"))


def page(
    selection: Selection, words: Words, look: b.Look, title: str, head: str, notes: Sequence[str] = (),
    cover: Cover | None = None,
) -> Page:  # fmt: skip
    """The page: chosen and reserve with their parts as bars, then those out of the ranking and why."""
    ranked = [*selection.selected, *selection.reserve]
    others = [one for one in selection.in_order() if one not in set(ranked)]
    shown = ranked[:MOST_ROWS]
    rows = [_row(selection.candidate(one), selection, words) for one in shown]
    left = [_row(selection.candidate(one), selection, words) for one in others[: MOST_ROWS - len(shown)]]
    hidden = len(ranked) + len(others) - len(rows) - len(left)
    found = {row.status for row in (*rows, *left)}
    return Page(
        language=words.language,
        title=typeset(title, words.language),
        head=typeset(head, words.language),
        look=look,
        summary=tuple(typeset(one, words.language) for one in (*_summary(selection, words), *notes)),
        rows=tuple(rows),
        others=tuple(left),
        hidden=_say(words, "hidden", count=hidden) if hidden else "",
        firm=any(row.firm for row in rows),
        statuses=tuple((one, words(f"status.{one}")) for one in selection.counts if one in found),
        cover=cover,
        words={
            one: _say(words, one)
            for one in ("filter", "everybody", "find", "ranking", "out", "why", "cover", "cover_note", "able", "firm",
                        "firm_note", "advice", "bars")
        }
        | {one: words(f"select.{one}") for one in ("rank", "id", "name", "score", "range", "parts", "status")},
    )  # fmt: skip


def cover(mentors: Sequence[MentorProfile], labels: dict[str, str], needed: dict[str, float], words: Words) -> Cover:
    """Who of the chosen can teach what. `needed` is the level from which somebody can teach a topic."""
    counts = dict.fromkeys(labels, 0)
    rows = []
    for one in mentors:
        cells = []
        for topic in labels:
            level = one.levels.get(topic)
            enough = level is not None and level >= needed[topic]
            counts[topic] += enough
            cells.append(("–" if level is None else words.number(level), enough))
        rows.append((one.name, tuple(cells)))
    told = tuple(_say(words, "able_from", count=counts[one], level=needed[one]) for one in labels)
    return Cover(tuple(labels.values()), tuple(rows), told)


def data(shown: Page) -> dict[str, Any]:
    """The page as plain data."""
    return {field: getattr(shown, field) for field in shown.__dataclass_fields__} | {
        "rows": [asdict(row) for row in shown.rows],
        "others": [asdict(row) for row in shown.others],
        "cover": None if shown.cover is None else asdict(shown.cover),
    }


def _say(words: Words, key: str, **fields: object) -> str:
    return typeset(words(f"page.{key}", **fields), words.language)


def _summary(selection: Selection, words: Words) -> Iterator[str]:
    yield words("select.summary", count=len(selection.selected), places=selection.places,
                candidates=selection.candidates, rows=selection.roster.rows)  # fmt: skip
    counts = selection.counts
    told = [words(f"select.count.{key}", count=counts[key]) for key in ("below_minimum", "not_eligible", "refused")
            if counts[key]]  # fmt: skip
    if told:
        yield words("select.others", list=told)


def _row(one: Candidate, selection: Selection, words: Words) -> Row:
    state = words(f"status.{one.status}")
    firm = one.acceptability
    return Row(
        rank="–" if one.rank is None else str(one.rank),
        id=one.id,
        name=one.name,
        status=one.status,
        state=words("select.by_decision", status=state) if one.by == "decision" else state,
        score="–" if one.score is None else words.number(one.score, 1),
        span=_span(one.low, one.high, words),
        firm="" if firm is None else words("percent", share=firm),
        bars=tuple(_bar(selection.criteria[key].label, part, words) for key, part in one.parts.items()),
        reasons=tuple(typeset(words.reason(reason), words.language) for reason in one.reasons),
    )


def _span(low: float | None, high: float | None, words: Words) -> str:
    if low is None or high is None or high - low < _TIGHT:
        return ""
    return f"{words.number(low, 1)}–{words.number(high, 1)}"


def _bar(label: str, part: Part, words: Words) -> Bar:
    span = _span(part.low, part.high, words)
    if part.unseen:
        text = words("explain.unseen")
    else:
        text = words("page.bar_between" if span else "page.bar", value=part.value, weight=part.weight, span=span)
    return Bar(label, round(part.value, 2), round(part.low, 2), round(part.high, 2), typeset(text, words.language))
