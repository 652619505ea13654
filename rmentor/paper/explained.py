"""One person's result in words: what was measured, how it counts, how firm it is, what would change it, who decided.

The terminal and paper take their sentences from here, so that both say the same; only that person's data are in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rmentor import counterfactual
from rmentor.counterfactual import WayIn
from rmentor.marks import MARKS
from rmentor.outcomes import Candidate, Decision, Part, Selection
from rmentor.programme import Criterion
from rmentor.robustness import Spread
from rmentor.words import Words

_TIGHT = 0.05
"""Bounds nearer to each other than this, in points, are not told."""


@dataclass(frozen=True, eq=False)
class Jury:
    """What explains a result: everybody judged, the criteria with their weights as written, how far the weights moved
    when the ranking was tried out, and what people decided, by id."""

    selection: Selection
    criteria: Mapping[str, Criterion]
    spread: Spread
    decisions: Mapping[str, Decision]

    def person(self, identity: str) -> int:
        """A person's place in the roster."""
        return self.selection.roster.position[identity]

    def way_in(self, person: int) -> WayIn | None:
        """What would put somebody of the reserve in."""
        return counterfactual.way_in(self.selection, self.criteria, person)


@dataclass(frozen=True)
class Measure:
    """One criterion: value and bounds on 0–100, share and points; and each mark as written on its scale."""

    label: str
    value: str
    between: str
    weight: str
    points: str
    marks: tuple[tuple[str, str, str], ...]
    """Column, value on 0–100, as written with scale and weight."""


@dataclass(frozen=True)
class Explained:
    """The sentences, in the order in which they are read; blank or empty where there is nothing to say."""

    result: tuple[str, ...]
    reasons: tuple[str, ...]
    measures: tuple[Measure, ...]
    totals: tuple[str, ...]
    firm: str
    changes: tuple[str, ...]
    contest: tuple[str, ...]


def explained(jury: Jury, person: int, words: Words, way: WayIn | None) -> Explained:
    """A person's result. `way` is what would put them in, if anything."""
    selection = jury.selection
    one = selection.candidate(person)
    measures = tuple(_measure(selection, key, part, words) for key, part in one.parts.items())
    return Explained(
        tuple(_result(jury, one, words)),
        tuple(words.reason(reason) for reason in one.reasons),
        measures,
        tuple(_totals(one, words)),
        "" if one.acceptability is None
        else words("explain.firm", share=one.acceptability, around=around(words, jury.spread)),
        tuple(changes(selection, way, words)),
        (words("explain.people_decide"), words("explain.contest")),
    )  # fmt: skip


def around(words: Words, spread: Spread) -> str:
    """Which weightings were tried."""
    if isinstance(spread, str):
        return words("select.around_uniform" if spread == "uniform" else "select.around_ordinal")
    return words("select.around", percent=spread)


def decided(decision: Decision, words: Words) -> str:
    """Who decided, when and why."""
    if not decision.reason:
        return words("explain.decided_privately", by=decision.by, on=decision.on)
    return words("explain.decided", by=decision.by, on=decision.on, reason=decision.reason)


def changes(selection: Selection, way: WayIn | None, words: Words) -> Iterator[str]:
    """The smallest change of one weight and of one mark that would put somebody in."""
    if way is None:
        return
    if way.already:
        yield words("explain.out_for_group")
        return
    if not way.weights and not way.marks:
        yield words("explain.no_way_in")
        return
    if (weight := way.weight) is not None:
        yield words("explain.way_weight", label=selection.criteria[weight.criterion].label, before=weight.before,
                    after=weight.after)  # fmt: skip
    first = way.weight is None
    if (mark := way.mark) is not None and mark.before is not None:
        key = "explain.way_mark_alone" if first else "explain.way_mark"
        yield words(key, column=called(mark.column, selection, words), before=mark.before, after=mark.after)
        first = False
    for unseen in way.marks:
        if unseen.before is None:
            key = "explain.way_missing_alone" if first else "explain.way_missing"
            yield words(key, column=called(unseen.column, selection, words), after=unseen.after)
            first = False
    if "cover" in selection.by.values():
        yield words("explain.group_aside")


def called(column: str, selection: Selection, words: Words) -> str:
    """How a column of marks is called: by its heading, and the mean of raters by what it is."""
    file, *about = column.split(" · ")
    if file != MARKS or not about or about[0] not in selection.criteria:
        return column
    return words("explain.raters_of", label=selection.criteria[about[0]].label)


def _result(jury: Jury, one: Candidate, words: Words) -> Iterator[str]:
    yield words("explain.status", status=words(f"status.{one.status}"))
    if one.rank is not None:
        yield words("explain.rank", rank=one.rank, count=int((jury.selection.rank > 0).sum()))
    if one.by is not None:
        yield words(f"explain.by.{one.by}")
    if (decision := jury.decisions.get(one.id)) is not None:
        yield decided(decision, words)


def _totals(one: Candidate, words: Words) -> Iterator[str]:
    if one.score is None or one.low is None or one.high is None:
        yield words("explain.no_score")
        return
    yield words("explain.total", score=words.number(one.score, 2))
    if one.high - one.low > _TIGHT / 10:
        yield words("explain.interval", low=words.number(one.low, 1), high=words.number(one.high, 1))


def _measure(selection: Selection, key: str, part: Part, words: Words) -> Measure:
    marks = []
    for (evidence, _, _), piece in zip(selection.criteria[key].evidence, part.evidence, strict=True):
        low, high = evidence.scale
        value = words("explain.missing") if piece.value is None else words.number(piece.value, 1)
        raw, column = piece.raw.strip(), piece.column
        if column.split(" · ")[0] == MARKS:
            column = words("explain.raters")
            raw = words.number(float(raw)) if raw else raw
        written = words("explain.scale", raw=raw or "–", low=low, high=high, weight=evidence.weight)
        marks.append((column, value, written))
    return Measure(
        selection.criteria[key].label, words.number(part.value, 1), _between(part, words),
        words("percent", share=part.weight), words.number(part.points, 2), tuple(marks),
    )  # fmt: skip


def _between(part: Part, words: Words) -> str:
    if part.high - part.low < _TIGHT:
        return words("explain.unseen") if part.unseen else ""
    return f"{words.number(part.low, 1)}–{words.number(part.high, 1)}"
