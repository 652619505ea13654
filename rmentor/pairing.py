"""Who mentors whom, proven best, with what each pair would lose and why somebody is left without."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np

from rmentor import matching, nextbest, sharing, ties
from rmentor.errors import Reason
from rmentor.matching import Aims, Best
from rmentor.outcomes import AMONG, NextBest, Pair, PairPart, Pairs, Truths, Unpaired
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
        else int(np.count_nonzero(np.bincount(assigned[assigned != NOBODY]))) <= NEXT_BEST_UP_TO
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
        among=_among(aims, locked, shared=shared),
    )


def _among(aims: Aims, locked: Collection[Couple], *, shared: bool) -> tuple[str, ...]:
    holds = {
        "kept": bool(aims.keep),
        "worst": aims.goal == "no_one_left_behind",
        "together": shared,
        "locked": bool(locked),
    }
    return tuple(one for one in AMONG if holds[one])


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
