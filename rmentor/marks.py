"""Marks given by raters: as evidence beside the roster's own columns, and how far the raters agree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from rmentor import raters
from rmentor.programme import Criterion, Evidence, Source
from rmentor.raters import Agreement
from rmentor.roster import Column, Roster

MARKS = "marks.csv"
"""Where marks stand; the columns that they become are called after it."""

DECIMALS = 6
_ON_HUNDRED = (0.0, 100.0)


@dataclass(frozen=True, order=True)
class Mark:
    """One rater's mark of one person for one criterion, on the scale from `low` to `high`."""

    id: str
    criterion: str
    rater: str
    source: str
    mark: float
    low: float
    high: float

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What a later mark takes the place of: the same rater's for the same person, criterion and source."""
        return self.id, self.criterion, self.rater, self.source

    @property
    def on_hundred(self) -> float:
        """The mark on 0–100."""
        return (self.mark - self.low) / (self.high - self.low) * 100.0


@dataclass(frozen=True)
class Panel:
    """One criterion's raters: what they agree on, and whom they see differently (id, lowest and highest mark)."""

    criterion: str
    source: str
    agreement: Agreement
    apart: tuple[tuple[str, float, float], ...]


def as_evidence(
    roster: Roster, criteria: Mapping[str, Criterion], marks: Sequence[Mark], file: str
) -> tuple[Roster, dict[str, Criterion]]:
    """The roster with a column for each criterion and source that has marks, and the criteria with that column as one
    more piece of evidence of weight 1: the mean of the raters, on the marks' own scale where they share one, else on
    0–100. Whoever has no mark has a blank there, which is missing evidence as any other."""
    columns, found = dict(roster.columns), dict(criteria)
    for (key, source), group in _grouped(marks).items():
        if key not in found:
            continue
        scales = {(one.low, one.high) for one in group}
        scale = scales.pop() if len(scales) == 1 else _ON_HUNDRED
        heading = " · ".join(part for part in (file, key, source) if part)
        columns[heading] = _column(roster, heading, group, scale)
        known: Source | None = source if source else None  # type: ignore[assignment]
        piece = Evidence(column=heading, scale=scale, source=known)
        found[key] = found[key].model_copy(update={"evidence": (*found[key].evidence, piece)})
    return replace(roster, columns=columns), found


def _column(roster: Roster, heading: str, group: Sequence[Mark], scale: tuple[float, float]) -> Column:
    given: dict[str, list[float]] = {}
    for one in group:
        given.setdefault(one.id, []).append(one.mark if scale != _ON_HUNDRED else one.on_hundred)
    texts = {who: _text(sum(sorted(several)) / len(several)) for who, several in given.items()}
    cells = ["", *sorted(set(texts.values()))]
    code = {text: place for place, text in enumerate(cells)}
    codes = np.zeros(len(roster.lines), dtype=np.int32)
    for who, text in texts.items():
        if who in roster.position:
            codes[roster.position[who]] = code[text]
    return Column(heading, tuple(cells), codes)


def _text(number: float) -> str:
    return f"{number:.{DECIMALS}f}".rstrip("0").rstrip(".")


def panels(marks: Sequence[Mark]) -> tuple[Panel, ...]:
    """How far raters agree on each criterion, where there are two of them or more; sorted by criterion and source."""
    found = []
    for (key, source), group in _grouped(marks).items():
        if len({one.rater for one in group}) < 2:
            continue
        scales = {(one.low, one.high) for one in group}
        same = len(scales) == 1
        table = raters.panel((one.id, one.rater, one.mark if same else one.on_hundred) for one in group)
        # On a common 0–100 a step from one mark to the next is that of a five-point scale.
        step = 1.0 if same and abs(group[0].high - group[0].low) <= 10 else 25.0
        told = raters.agreement(table.ratings, "ordinal", step)
        apart = tuple((table.units[one.unit], one.low, one.high) for one in told.disagreements)
        found.append(Panel(key, source, told, apart))
    return tuple(found)


def _grouped(marks: Iterable[Mark]) -> dict[tuple[str, str], list[Mark]]:
    groups: dict[tuple[str, str], list[Mark]] = {}
    for one in sorted(marks):
        groups.setdefault((one.criterion, one.source), []).append(one)
    return dict(sorted(groups.items()))


def merged(there: Iterable[Mark], new: Iterable[Mark]) -> tuple[tuple[Mark, ...], int, int]:
    """Marks on file with new ones, sorted; how many were added, and how many took the place of another mark."""
    known = {one.key: one for one in there}
    added = changed = 0
    for one in new:
        before = known.get(one.key)
        added += before is None
        changed += before is not None and before != one
        known[one.key] = one
    return tuple(sorted(known.values())), added, changed
