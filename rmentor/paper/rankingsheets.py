"""The ranking as sheets for those who live in Excel: everybody, a million too, a column at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rmentor.files.sheets import Cell, Columns, Sheet
from rmentor.outcomes import STATUSES, Decision, Numbers, Selection
from rmentor.paper.explained import decided
from rmentor.roster import Column
from rmentor.words import Words

_DECIMALS = 6


def sheets(selection: Selection, words: Words, decisions: Mapping[str, Decision] | None = None) -> list[Sheet]:
    """Everybody, with the parts of each score (value and points of every criterion) and the marks behind them, and what
    people decided about them; and the weights. Who is not eligible has no score, and none of their marks is shown."""
    criteria = selection.criteria
    parts = [f"{one.label} · {words(f'explain.{part}')}" for one in criteria.values() for part in ("value", "points")]
    marks = {column.heading: column for one in criteria.values() for _, column, _ in one.evidence}
    plain = [words(f"select.{one}") for one in ("rank", "id", "name", "status", "score")]
    more = [words("page.low"), words("page.high"), words("page.firm")]
    headings = (*plain, *more, *parts, *marks, words("page.why"))
    order = np.array(selection.in_order(), dtype=np.int64)
    rows = Columns(
        list(_columns(selection, order, list(marks.values()), _told(selection, decisions or {}, words), words))
    )
    weights = Sheet(
        words("page.weights"),
        (words("explain.criterion"), words("explain.weight")),
        [(one.label, round(one.weight, _DECIMALS)) for one in criteria.values()],
        (40, 10),
    )
    widths = (6, 12, 28, 16, 9, 9, 9, 12, *([12] * (len(parts) + len(marks))), 50)
    return [Sheet(words("page.ranking"), headings, rows, widths), weights]


def _told(selection: Selection, decisions: Mapping[str, Decision], words: Words) -> dict[int, str]:
    position = selection.roster.position
    return {position[one]: decided(decision, words) for one, decision in decisions.items() if one in position}


def _columns(
    selection: Selection, order: NDArray[np.int64], marks: list[Column], decided: Mapping[int, str], words: Words
) -> Iterator[list[Any]]:  # fmt: skip
    """Each column, in the order of the rows."""
    roster = selection.roster
    people = order.tolist()
    scored = ~np.isnan(selection.score[order])
    yield [rank or None for rank in selection.rank[order].tolist()]
    ids, names = roster.ids, roster.names
    yield [ids[person] for person in people]
    yield [names[person] for person in people]
    states = [words(f"status.{one}") for one in STATUSES]
    yield [states[status] for status in selection.status[order].tolist()]
    score = _numbers(selection.score[order])
    yield score
    for bound in (selection.low, selection.high):
        yield score if np.array_equal(bound, selection.score, equal_nan=True) else _numbers(bound[order])
    yield _numbers(selection.acceptability[order]) if selection.acceptability is not None else [None] * len(people)
    for one in selection.criteria.values():
        distinct, codes = np.unique(np.where(scored, one.value[order], np.nan), return_inverse=True)
        yield _numbers(distinct, codes)
        yield _numbers(one.weight * distinct, codes)
    for column in marks:
        cells = [cell.strip() for cell in column.cells]
        yield ["" if not seen else cells[code]
               for code, seen in zip(column.codes[order].tolist(), scored.tolist(), strict=True)]  # fmt: skip
    told = np.zeros(len(order), dtype=bool)
    for obstacle in selection.obstacles:
        told |= obstacle.people[order]
    told |= np.isin(order, list(decided))
    yield ["\n".join([*map(words.reason, selection.reasons(person)), *([decided[person]] if person in decided else [])])
           if why else ""
           for person, why in zip(people, told.tolist(), strict=True)]  # fmt: skip


def _numbers(values: Numbers, codes: NDArray[np.intp] | None = None) -> list[Cell]:
    """Rounded; None where there is none. Each distinct number is one object: a million marks are few numbers. `codes`
    say which of the values each row has, where that is known."""
    if codes is None:
        values, codes = np.unique(values, return_inverse=True)
    cells: list[Cell] = [None if np.isnan(one) else one for one in (np.round(values, _DECIMALS) + 0.0).tolist()]
    return [cells[code] for code in codes.ravel().tolist()]
