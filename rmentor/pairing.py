"""Who mentors whom, proven best, with what each pair would lose and why somebody is left without."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

import numpy as np

from rmentor import matching, nextbest, sharing, ties
from rmentor.errors import Reason
from rmentor.matching import Aims, Best
from rmentor.outcomes import NextBest, Numbers, Option, Pair, PairPart, Pairs, Truths, Unpaired
from rmentor.pairtable import NOBODY, Couple, Table, Whole

NEXT_BEST_UP_TO = 1_000
"""Mentors in use up to which each pair's next best is told: the way there costs their number to the third power."""


def pair(
    table: Table, locked: Collection[Couple] = (), aims: Aims | None = None, *, explained: bool = True
) -> Pairs:  # fmt: skip
    """The best pairs of a table; locked pairs are kept as they are. `explained`: with each pair's next best.

    Raises OutOfReach where locks alone break what pairs must reach together.
    """
    aims = aims or Aims()
    found = matching.best(table, locked, aims)
    assigned, floor, bound = found.assigned, found.floor, None
    shared = sharing.asked(table, aims)
    if shared and not sharing.kept(table, aims, assigned):
        assigned, floor, bound = sharing.best(table, locked, aims)
    explained = explained and (
        sharing.can_explain(table)
        if shared
        else len(np.unique(assigned[assigned != NOBODY])) <= NEXT_BEST_UP_TO
    )  # fmt: skip
    alternatives: list[NextBest | None] = [None] * len(assigned)
    if explained and shared:
        alternatives = sharing.alternatives(table, locked, aims, assigned, floor)
    elif explained:
        alternatives = _alternatives(table, found, locked)
    pairs = tuple(_pairs(table, assigned, locked, alternatives))
    total = float(sum(one.score for one in pairs))
    bound = total if bound is None else max(total, bound)
    return Pairs(
        pairs,
        tuple(_unpaired(table, assigned, locked, aims)),
        total,
        bound,
        bound - total < sharing.PROVEN,
        below_least=tuple(table.mentors[one] for one in sharing.below_least(table, assigned)),
        floor=min((one.score for one in pairs if not one.locked), default=None),
        moved=tuple(sorted(set(aims.keep) - {(one.mentee, one.mentor) for one in pairs})),
        explained=explained,
    )


def _alternatives(table: Table, found: Best, locked: Collection[Couple]) -> list[NextBest | None]:
    fixed = matching.places_of(table, locked)
    priced = found.priced or ties.priced(found.costs.matrix, table.most, found.assigned, fixed)
    return nextbest.alternatives(table, found.costs, priced, found.assigned, fixed)


def _pairs(
    table: Table, assigned: Whole, locked: Collection[Couple], alternatives: list[NextBest | None]
) -> Iterator[Pair]:
    for row, column in enumerate(assigned.tolist()):
        if column != NOBODY:
            mentee, mentor = table.mentees[row], table.mentors[column]
            parts = parts_of(table, row, column)
            score = float(table.score[row, column])
            yield Pair(mentee, mentor, score, parts, alternatives[row], (mentee, mentor) in locked)


def parts_of(table: Table, row: int, column: int) -> dict[str, PairPart]:
    """What the score of one pair is made of."""
    weights = table.weights
    return {
        name: PairPart(
            float(values[row, column]),
            weights[name],
            weights[name] * float(values[row, column]),
            bool(table.unknown[name][row, column]),
        )
        for name, values in table.parts.items()
    }


# --- what another mentor would cost ---


def options(
    table: Table, locked: Collection[Couple], aims: Aims, made: Pairs, mentee: str
) -> tuple[Option, ...]:  # fmt: skip
    """Every mentor for one executive, the best score first, then by id. What each would cost is found by pairing
    everybody anew with that pair locked."""
    row = table.mentees.index(mentee)
    now = next((one.mentor for one in made.pairs if one.mentee == mentee), None)
    others = frozenset(one for one in locked if one[0] != mentee)
    at_once = _changes(table, others, aims, made, row) if _plain(table, aims) else None
    taken = Counter(mentor for _, mentor in others)
    found = []
    for column in np.lexsort((np.arange(len(table.mentors)), -table.score[row])).tolist():
        mentor = table.mentors[column]
        rules = tuple(code for code, rule in table.rules.items() if rule[row, column])
        if taken[mentor] >= table.most[column] and mentor != now:
            rules = (*rules, "capacity")
        cost = None
        if not rules and mentor != now and at_once is not None:
            cost = at_once[column]
        elif not rules and mentor != now:
            cost = _cost_of(table, others | {(mentee, mentor)}, aims, made, mentor, float(table.score[row, column]))
        score = float(table.score[row, column])
        found.append(Option(mentor, score, parts_of(table, row, column), rules, cost, mentor == now))
    return tuple(found)


def _plain(table: Table, aims: Aims) -> bool:
    """Whether nothing but the total is aimed at among those served: then one search finds what every mentor costs."""
    return not sharing.asked(table, aims) and aims.goal == "best_total"


def _changes(
    table: Table, locked: Collection[Couple], aims: Aims, made: Pairs, row: int
) -> list[NextBest | None]:  # fmt: skip
    """What each mentor would cost one executive, all others moving on as is cheapest: shortest ways to the place that
    the executive leaves (Bellman and Ford's method)."""
    costs = matching.costs(table, aims)
    column_of = {one: column for column, one in enumerate(table.mentors)}
    mentor_of = {one.mentee: column_of[one.mentor] for one in made.pairs}
    assigned = np.array([mentor_of.get(one, NOBODY) for one in table.mentees], dtype=np.int64)
    now = int(assigned[row])
    step = _steps(table, costs.matrix, assigned, {*matching.places_of(table, locked), row})
    way = step[:, now].copy()
    while True:
        shorter = np.minimum(way, (step + way[None, :]).min(axis=1))
        if (shorter == way).all():
            break
        way = shorter
    here = 0.0 if now == NOBODY else float(costs.matrix[row, now])
    if now != NOBODY and not here:
        # Locked although a rule bars the pair: it serves all the same.
        told = (table.mentees[row], table.mentors[now]) in aims.keep
        here = -(round(float(table.score[row, now]) * costs.unit) + costs.served + costs.kept * told)
    change = costs.matrix[row] - here + way[:-1]
    possible = (costs.matrix[row] < 0) & np.isfinite(change)
    return [
        nextbest.told(table, costs, row, column, float(change[column])) if possible[column] else None
        for column in range(len(table.mentors))
    ]


def _cost_of(
    table: Table, locked: Collection[Couple], aims: Aims, made: Pairs, mentor: str, score: float
) -> NextBest | None:  # fmt: skip
    try:
        other = pair(table, locked, aims, explained=False)
    except sharing.OutOfReach:
        return None
    return NextBest(
        mentor, score, made.total - other.total, made.served - other.served, len(other.moved) - len(made.moved)
    )


def _steps(table: Table, cost: Numbers, assigned: Whole, fixed: Collection[int]) -> Numbers:
    """What it costs to move one executive on, from each mentor to each other.

    The last row and column stand for both the free places and being without a mentor: whoever moves there ends a chain,
    and with a place or an executive less to find, another chain may begin at any mentor in use.
    """
    count = len(table.mentors)
    used = np.bincount(assigned[assigned != NOBODY], minlength=count)
    step = np.full((count + 1, count + 1), np.inf)
    np.fill_diagonal(step, 0.0)
    step[count, :count][used > 0] = 0.0
    for row, column in enumerate(assigned.tolist()):
        if row in fixed:
            continue
        now = 0.0 if column == NOBODY else cost[row, column]
        moved = np.append(np.where(cost[row] < 0, cost[row] - now, np.inf), -now)
        step[column] = np.minimum(step[column], moved)
    free = np.flatnonzero(used < table.most)
    step[:, count] = np.minimum(step[:, count], step[:, free].min(axis=1, initial=np.inf))
    return step


# --- those left without ---


def _unpaired(table: Table, assigned: Whole, locked: Collection[Couple], aims: Aims) -> Iterator[Unpaired]:
    barred = table.barred
    fixed = matching.places_of(table, locked)
    for row in np.flatnonzero(assigned == NOBODY).tolist():
        reasons = [
            Reason(
                code,
                {"count": int(rule[row].sum()), "mentors": [table.mentors[one] for one in np.flatnonzero(rule[row])]},
            )
            for code, rule in table.rules.items()
            if rule[row].any()
        ]
        possible = np.flatnonzero(~barred[row])
        shortage = _shortage(table, barred, assigned, fixed, row) if len(possible) else None
        relax = tuple(_relaxations(table, row, len(possible) > 0))
        if len(possible) and shortage is None:
            reasons.append(Reason("cross_site", {"share": aims.cross_site or 0}))
            relax = (Reason("relax_cross_site"),)
        elif len(possible) or not len(table.mentors):
            names = [table.mentors[one] for one in possible.tolist()]
            kind = "short" if names else "none"
            reasons.append(Reason("capacity", {"kind": kind, "count": len(names), "mentors": names}))
        yield Unpaired(table.mentees[row], tuple(reasons), relax, shortage)


def _shortage(
    table: Table, barred: Truths, assigned: Whole, fixed: Collection[int], row: int
) -> Reason | None:  # fmt: skip
    """Executives who share fewer places than they are (Hall 1935): whoever can be reached from one without a mentor by
    possible pairs and the pairs made. None where a place among them is free: then something else stands in the way."""
    bound = list(fixed)
    movable = np.ones(len(assigned), dtype=bool)
    movable[bound] = False
    group, mentors = np.zeros(len(assigned), dtype=bool), np.zeros(len(table.mentors), dtype=bool)
    group[row] = True
    new = group
    while new.any():
        mentors |= (~barred[new]).any(axis=0)
        new = mentors[assigned] & (assigned != NOBODY) & movable & ~group
        group |= new
    held = int(mentors[assigned[bound]].sum())
    places = int(table.most[mentors].sum()) - held
    if places >= group.sum():
        return None
    fields = {
        "count": int(group.sum()),
        "places": places,
        "mentees": [table.mentees[one] for one in np.flatnonzero(group).tolist()],
        "mentors": [table.mentors[one] for one in np.flatnonzero(mentors).tolist()],
    }
    return Reason("shortage", fields)


def _relaxations(table: Table, row: int, short_of_places: bool) -> Iterator[Reason]:
    """The single rules whose end would open a mentor to this executive, else the fewest rules that would together; one
    more place, where places are short."""
    if short_of_places:
        yield Reason("one_more_place")
        return
    bars = np.sum([rule[row] for rule in table.rules.values()], axis=0)
    single = False
    for code, rule in table.rules.items():
        opened = np.flatnonzero(rule[row] & (bars == 1) & (table.most > 0))
        if len(opened):
            single = True
            yield Reason("relax_rule", {"rule": code, "mentor": table.mentors[int(opened[0])], "count": len(opened)})
    willing = np.flatnonzero(table.most > 0)
    if not single and len(willing):
        nearest = int(willing[np.argmin(bars[willing])])
        rules = [code for code, rule in table.rules.items() if rule[row, nearest]]
        yield Reason("relax_rules", {"rules": rules, "mentor": table.mentors[nearest]})
