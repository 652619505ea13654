"""The ranking as a page to look at and as sheets for those who live in Excel. Who reads them sees everybody: they are
for the jury, not for the wall."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from rmentor import values
from rmentor.fairness import Audit
from rmentor.outcomes import Part, Selection
from rmentor.paper import audited, colours
from rmentor.paper.documents import Look
from rmentor.paper.explained import Jury, changes, decided
from rmentor.paper.typography import typeset
from rmentor.profiles import MentorProfile
from rmentor.programme import DEFAULT_COLOUR
from rmentor.programme import Cover as Asked
from rmentor.robustness import Robustness
from rmentor.words import Words

MOST_ROWS = 2000
"""How many of those ranked a page shows: past that a browser is no help, and the sheets hold everybody."""

MOST_WAYS = 100
"""Of how many of the reserve, nearest first, a page says what would put them in."""

MOST_PEOPLE = 20_000
"""Among more people than that, what would put somebody in takes too long to be said of many."""

MOST_RANKS = 60
"""How many people the table of ranks shows."""

_TIGHT = 0.05
_LEAST = 0.005
"""Shares that would be written as 0 % are left blank in the table of ranks."""


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
    more: tuple[str, ...] = ()
    """What stands behind a button: who decided, what would put this person in."""


@dataclass(frozen=True)
class Ranks:
    """How often each person has each of the first ranks (share 0–1, and as text), and the weights under which they come
    first, criterion by criterion, and how often then."""

    ranks: tuple[str, ...]
    criteria: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[str, float], ...], tuple[str, ...]], ...]


@dataclass(frozen=True)
class Audited:
    """The fairness audit as text: the verdict, then attributes with their groups and what stands under them."""

    verdict: str
    headings: tuple[str, ...]
    attributes: tuple[tuple[str, tuple[tuple[str, ...], ...], tuple[str, ...]], ...]


@dataclass(frozen=True)
class Beside:
    """What stands on the page beside the ranking, where there is any of it."""

    notes: tuple[str, ...] = ()
    cover: Cover | None = None
    audit: Audit | None = None
    firmness: Robustness | None = None


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
    look: Look
    summary: tuple[str, ...]
    rows: tuple[Row, ...]
    others: tuple[Row, ...]
    hidden: str
    firm: bool
    statuses: tuple[tuple[str, str], ...]
    cover: Cover | None
    ranks: Ranks | None
    audit: Audited | None
    more: bool
    words: dict[str, str]


def plain_look(colour: str = DEFAULT_COLOUR) -> Look:
    """A look without a client: a colour, and the shades of it that can be read."""
    return Look(colour, colours.on(colour), colours.readable(colour), colours.readable(colour, "#16191d"))


def page(jury: Jury, words: Words, look: Look, title: str, head: str, beside: Beside) -> Page:
    """The page: chosen and reserve with their parts as bars, how often each has which rank, what the chosen can teach,
    the audit; then those out of the ranking and why."""
    selection = jury.selection
    ranked = [*selection.selected, *selection.reserve]
    in_ranking = frozenset(ranked)
    others = [one for one in selection.in_order() if one not in in_ranking]
    shown = ranked[:MOST_ROWS]
    near = frozenset(selection.reserve[:MOST_WAYS]) if len(ranked) <= MOST_PEOPLE else frozenset()
    rows = [_row(one, jury, words, way=one in near) for one in shown]
    left = [_row(one, jury, words) for one in others[: MOST_ROWS - len(shown)]]
    hidden = len(ranked) + len(others) - len(rows) - len(left)
    found = {row.status for row in (*rows, *left)}
    return Page(
        language=words.language,
        title=typeset(title, words.language),
        head=typeset(head, words.language),
        look=look,
        summary=tuple(typeset(one, words.language) for one in (*_summary(selection, words), *beside.notes)),
        rows=tuple(rows),
        others=tuple(left),
        hidden=_say(words, "hidden", count=hidden) if hidden else "",
        firm=any(row.firm for row in rows),
        statuses=tuple((one, words(f"status.{one}")) for one in selection.counts if one in found),
        cover=beside.cover,
        ranks=_ranks(selection, beside.firmness, words),
        audit=None if beside.audit is None else _audited(beside.audit, words),
        more=any(row.more for row in (*rows, *left)),
        words={
            one: _say(words, one)
            for one in ("filter", "everybody", "find", "ranking", "out", "why", "cover", "cover_note", "able", "firm",
                        "firm_note", "advice", "bars", "more", "ranks", "ranks_note", "confidence", "audit")
        }
        | {"europe": typeset(words("audit.europe"), words.language)}
        | {one: words(f"select.{one}") for one in ("rank", "id", "name", "score", "range", "parts", "status")},
    )  # fmt: skip


def cover(
    mentors: Sequence[MentorProfile], labels: dict[str, str], needed: dict[str, float], asked: Asked, words: Words
) -> Cover:  # fmt: skip
    """What the chosen bring together: the topics they can teach, and the languages and sites that are asked for.
    `needed` is the level from which somebody can teach a topic, where `asked` does not say another."""
    columns, told = list(labels.values()), []
    cells: list[list[tuple[str, bool]]] = [[] for _ in mentors]
    for topic in labels:
        least = needed[topic] if asked.topics is None or asked.topics.level is None else asked.topics.level
        levels = [one.levels.get(topic) for one in mentors]
        for row, level in zip(cells, levels, strict=True):
            row.append(("–" if level is None else words.number(level), level is not None and level >= least))
        count = sum(row[-1][1] for row in cells)
        told.append(
            _say(words, "able_from", count=count, level=least) if asked.topics is None
            else _say(words, "able_of", count=count, need=asked.topics.n, level=least)
        )  # fmt: skip
    for language, need in asked.languages.items():
        codes = set(values.languages(language))
        columns.append(_say(words, "speaks", language=language))
        for row, one in zip(cells, mentors, strict=True):
            speaks = bool(codes & set(one.languages))
            row.append((words("yes") if speaks else "–", speaks))
        told.append(_say(words, "spoken_of", count=sum(row[-1][1] for row in cells), need=need))
    if asked.sites:
        columns.append(_say(words, "site"))
        for row, one in zip(cells, mentors, strict=True):
            row.append((one.site or "–", False))
        told.append(_say(words, "sites", count=len({one.site for one in mentors if one.site})))
    rows = tuple((one.name, tuple(row)) for one, row in zip(mentors, cells, strict=True))
    return Cover(tuple(columns), rows, tuple(told))


def data(shown: Page) -> dict[str, Any]:
    """The page as plain data."""
    return {field: getattr(shown, field) for field in shown.__dataclass_fields__} | {
        "rows": [asdict(row) for row in shown.rows],
        "others": [asdict(row) for row in shown.others],
        **{
            one: None if part is None else asdict(part)
            for one, part in (("cover", shown.cover), ("ranks", shown.ranks), ("audit", shown.audit))
        },
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


def _ranks(selection: Selection, firmness: Robustness | None, words: Words) -> Ranks | None:
    """The detail of `--robustness full`, for the first of the ranking."""
    if firmness is None or firmness.detail is None:
        return None
    detail = firmness.detail
    ranked = np.flatnonzero(selection.rank > 0).tolist()
    place = {person: number for number, person in enumerate(ranked)}
    rows = []
    for person in [one for one in (*selection.selected, *selection.reserve) if one in place][:MOST_RANKS]:
        shares = detail.rank_acceptability(place[person])
        told = tuple((words("percent", share=one) if one >= _LEAST else "", round(one, 3)) for one in shares)
        central, sure = detail.central_weights(place[person]), detail.confidence_factor(place[person])
        weights = ["–" if central is None else words("percent", share=one) for one in central or selection.criteria]
        weights.append("–" if sure is None else words("percent", share=sure))
        rows.append((selection.roster.name(person), told, tuple(weights)))
    width = max((len(told) for _, told, _ in rows), default=0)
    ranks = tuple(str(number) for number in range(1, width + 1))
    return Ranks(ranks, tuple(one.label for one in selection.criteria.values()), tuple(rows))


def _audited(found: Audit, words: Words) -> Audited:
    def told(texts: Iterable[str]) -> tuple[str, ...]:
        return tuple(typeset(one, words.language) for one in texts)

    return Audited(
        typeset(words(f"audit.verdict.{found.verdict}"), words.language),
        told(audited.headings(words)),
        tuple(
            (one.name, tuple(told(audited.row(group, words)) for group in one.groups), told(audited.beside(one, words)))
            for one in found.attributes
        ),
    )


def _more(person: int, jury: Jury, words: Words, *, way: bool) -> Iterator[str]:
    decision = jury.decisions.get(jury.selection.roster.ids[person])
    if decision is not None:
        yield decided(decision, words)
    if way:
        yield from changes(jury.selection, jury.way_in(person), words)


def _row(person: int, jury: Jury, words: Words, *, way: bool = False) -> Row:
    selection = jury.selection
    one = selection.candidate(person)
    state = words(f"status.{one.status}")
    firm = one.acceptability
    if one.by in ("decision", "cover"):
        state = words("select.by_decision" if one.by == "decision" else "select.by_cover", status=state)
    return Row(
        rank="–" if one.rank is None else str(one.rank),
        id=one.id,
        name=one.name,
        status=one.status,
        state=state,
        score="–" if one.score is None else words.number(one.score, 1),
        span=_span(one.low, one.high, words),
        firm="" if firm is None else words("percent", share=firm),
        bars=tuple(_bar(selection.criteria[key].label, part, words) for key, part in one.parts.items()),
        reasons=tuple(typeset(words.reason(reason), words.language) for reason in one.reasons),
        more=tuple(typeset(told, words.language) for told in _more(person, jury, words, way=way)),
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
