"""Who mentors whom: hard rules, then the most executives served, then the best total, ties by id.

An assignment problem with capacities: scipy's `linear_sum_assignment` (Crouse 2016, a Jonker–Volgenant shortest
augmenting path method) finds a proven optimum. Scores become whole numbers of a millionth of a point first, so that
sums are exact and the same on every machine.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from rmentor.errors import Reason
from rmentor.outcomes import NextBest, Numbers, Pair, PairPart, Pairs, Truths, Unpaired
from rmentor.profiles import MenteeProfile, MentorProfile
from rmentor.programme import Forbidden, PairingRules, Topic
from rmentor.slots import weekly_minutes

MILLIONTHS = 1_000_000
_NOBODY = -1

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Standing:
    """What was decided or happened before: pairs locked and ruled out by people, pairs of the last round, and each
    person's manager, by id (mentee, mentor)."""

    locked: Collection[tuple[str, str]] = ()
    forbidden: Collection[tuple[str, str]] = ()
    last_round: Collection[tuple[str, str]] = ()
    manager_of: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Table:
    """Everybody against everybody: rows are mentees, columns mentors, both sorted by id.

    `score` is 0–100; `parts` its parts, as values on 0–100; `unknown` where a part rests on nothing known; `rules` says
    for each hard rule which pairs it bars.
    """

    mentees: tuple[str, ...]
    mentors: tuple[str, ...]
    most: Whole
    score: Numbers
    parts: Mapping[str, Numbers]
    unknown: Mapping[str, Truths]
    weights: Mapping[str, float]
    rules: Mapping[str, Truths]

    @property
    def barred(self) -> Truths:
        """Pairs that some rule bars."""
        found = np.zeros(self.score.shape, dtype=bool)
        for barred in self.rules.values():
            found |= barred
        return found


@dataclass(frozen=True)
class LockRefused:
    """A locked pair that cannot be kept, and the rule that bars it."""

    mentee: str
    mentor: str
    reason: Reason


def pair(table: Table, locked: Collection[tuple[str, str]] = ()) -> Pairs:
    """The best pairs of a table; locked pairs are kept as they are."""
    assigned = assign(table, locked)
    weights = table.weights
    pairs = []
    alternatives = _alternatives(table, assigned, locked)
    for row, column in enumerate(assigned.tolist()):
        if column == _NOBODY:
            continue
        parts = {
            name: PairPart(float(values[row, column]), weights[name], weights[name] * float(values[row, column]),
                           bool(table.unknown[name][row, column]))
            for name, values in table.parts.items()
        }  # fmt: skip
        mentee, mentor = table.mentees[row], table.mentors[column]
        pairs.append(
            Pair(mentee, mentor, float(table.score[row, column]), parts, alternatives[row], (mentee, mentor) in locked)
        )
    total = float(sum(one.score for one in pairs))
    return Pairs(tuple(pairs), tuple(_unpaired(table, assigned)), total, total, True)


def table(
    mentees: Sequence[MenteeProfile],
    mentors: Sequence[MentorProfile],
    topics: Mapping[str, Topic],
    rules: PairingRules,
    standing: Standing,
) -> Table:
    """Scores and rules for everybody against everybody. People may come in any order."""
    mentees = sorted(mentees, key=lambda one: one.id)
    mentors = sorted(mentors, key=lambda one: one.id)
    parts, unknown = _parts(mentees, mentors, topics)
    total = sum(weight for _, weight in rules.weights)
    weights = {name: float(weight) / total for name, weight in rules.weights}
    score: Numbers = np.sum([weights[name] * parts[name] for name in weights], axis=0)
    return Table(
        tuple(one.id for one in mentees),
        tuple(one.id for one in mentors),
        np.array([one.capacity.max for one in mentors], dtype=np.int64),
        score,
        parts,
        unknown,
        weights,
        _rules(mentees, mentors, rules.forbid, standing),
    )


def refused_locks(table: Table, standing: Standing) -> tuple[list[LockRefused], list[LockRefused]]:
    """Locks that cannot be kept, and locks that override a rule of `rmentor.yaml` (which they may).

    A lock overrides `forbid` of `rmentor.yaml` only; never a veto, a decision that forbids, a missing common language,
    the last round or a mentor's capacity.
    """
    refused: list[LockRefused] = []
    overriding: list[LockRefused] = []
    room = dict(zip(table.mentors, table.most.tolist(), strict=True))
    for mentee, mentor in sorted(standing.locked):
        if mentee not in table.mentees or mentor not in table.mentors:
            continue
        row, column = table.mentees.index(mentee), table.mentors.index(mentor)
        room[mentor] -= 1
        for code, barred in table.rules.items():
            if barred[row, column]:
                found = LockRefused(mentee, mentor, Reason(code))
                (overriding if code in _OVERRIDABLE else refused).append(found)
        if room[mentor] < 0:
            refused.append(LockRefused(mentee, mentor, Reason("capacity")))
    return refused, overriding


_OVERRIDABLE = ("reporting_line", "same_team", "other_site")


# --- parts ---


def _parts(
    mentees: Sequence[MenteeProfile], mentors: Sequence[MentorProfile], topics: Mapping[str, Topic]
) -> tuple[dict[str, Numbers], dict[str, Truths]]:
    shape = (len(mentees), len(mentors))
    nothing = np.zeros(shape, dtype=bool)
    spoken, unknown_language = _language(mentees, mentors)
    place, unknown_site = _place(mentees, mentors)
    contrast, unknown_department = _contrast(mentees, mentors)
    return {
        "needs": _needs(mentees, mentors, topics),
        "language": spoken,
        "place": place,
        "availability": _availability(mentees, mentors),
        "contrast": contrast,
        "preferences": _preferences(mentees, mentors),
    }, {
        "needs": _unknown_levels(mentees, mentors),
        "language": unknown_language,
        "place": unknown_site,
        "availability": nothing,
        "contrast": unknown_department,
        "preferences": nothing,
    }


def _needs(mentees: Sequence[MenteeProfile], mentors: Sequence[MentorProfile], topics: Mapping[str, Topic]) -> Numbers:
    """100 · Σ p·g·min(1, L/c) / Σ p·g, with p the priority, g the levels wanted, L the mentor's level (unknown: 0) and
    c one level above the target, or the top of the scale. Nothing wanted: 100."""
    reached = np.zeros((len(mentees), len(mentors)))
    wanted = np.zeros(len(mentees))
    for topic in sorted({topic for mentee in mentees for topic in mentee.needs}):
        top = max(topics[topic].scale) if topic in topics else 5.0
        levels = np.array([mentor.levels.get(topic) or 0.0 for mentor in mentors])
        weight = np.zeros(len(mentees))
        enough = np.full(len(mentees), top)
        for row, mentee in enumerate(mentees):
            if (need := mentee.needs.get(topic)) is not None:
                weight[row] = need.priority * max(0.0, need.target - need.level)
                enough[row] = min(need.target + 1.0, top)
        share = np.ones_like(reached)
        np.divide(levels[None, :], enough[:, None], out=share, where=enough[:, None] > 0)
        reached += weight[:, None] * np.minimum(1.0, share)
        wanted += weight
    full = np.full_like(reached, 100.0)
    return np.divide(100.0 * reached, wanted[:, None], out=full, where=wanted[:, None] > 0)


def _unknown_levels(mentees: Sequence[MenteeProfile], mentors: Sequence[MentorProfile]) -> Truths:
    found = np.zeros((len(mentees), len(mentors)), dtype=bool)
    for topic in sorted({topic for mentee in mentees for topic in mentee.needs}):
        wants = [(need := mentee.needs.get(topic)) is not None and need.target > need.level for mentee in mentees]
        found |= _both(wants, [mentor.levels.get(topic) is None for mentor in mentors])
    return found


def _language(mentees: Sequence[MenteeProfile], mentors: Sequence[MentorProfile]) -> tuple[Numbers, Truths]:
    first = _same(
        [mentee.languages[0] if mentee.languages else "" for mentee in mentees],
        [mentor.languages for mentor in mentors],
    )
    known = _both([mentee.languages for mentee in mentees], [mentor.languages for mentor in mentors])
    return np.where(first, 100.0, 50.0), ~known


def _same(wanted: Sequence[str], offered: Sequence[Collection[str]]) -> Truths:
    """Rows whose one text stands among a column's texts; a blank stands nowhere."""
    found = np.zeros((len(wanted), len(offered)), dtype=bool)
    values = np.array(wanted, dtype=object)
    for text in {one for one in wanted if one}:
        rows = values == text
        columns = np.array([text in one for one in offered], dtype=bool)
        found |= rows[:, None] & columns[None, :]
    return found


def _both(rows: Sequence[object], columns: Sequence[object]) -> Truths:
    """Pairs of which both sides are so: something is said of them, or a condition holds."""
    left, right = np.array(list(map(bool, rows)), dtype=bool), np.array(list(map(bool, columns)), dtype=bool)
    found: Truths = np.logical_and.outer(left, right)
    return found


def _place(mentees: Sequence[MenteeProfile], mentors: Sequence[MentorProfile]) -> tuple[Numbers, Truths]:
    sites = [mentee.site.casefold() for mentee in mentees], [mentor.site.casefold() for mentor in mentors]
    same = _same(sites[0], [(site,) for site in sites[1]])
    unknown = ~_both(*sites)
    remote = _both([one.remote for one in mentees], [one.remote for one in mentors])
    return np.where(same, 100.0, np.where(remote | unknown, 50.0, 0.0)), unknown


def _contrast(mentees: Sequence[MenteeProfile], mentors: Sequence[MentorProfile]) -> tuple[Numbers, Truths]:
    houses = [one.department.casefold() for one in mentees], [one.department.casefold() for one in mentors]
    same = _same(houses[0], [(house,) for house in houses[1]])
    unknown = ~_both(*houses)
    return np.where(unknown, 50.0, np.where(same, 0.0, 100.0)), unknown


def _availability(mentees: Sequence[MenteeProfile], mentors: Sequence[MentorProfile]) -> Numbers:
    """100 · common weekly minutes / the mentee's own. Equal windows are counted once."""
    own = {mentee.time: weekly_minutes(mentee.time) for mentee in mentees}
    common = {
        (credit, window): weekly_minutes(credit, window)
        for credit in own
        for window in {mentor.window for mentor in mentors}
    }
    found = np.full((len(mentees), len(mentors)), 100.0)
    for row, mentee in enumerate(mentees):
        minutes = own[mentee.time]
        if minutes:
            found[row] = [100.0 * common[mentee.time, mentor.window] / minutes for mentor in mentors]
    return found


def _preferences(mentees: Sequence[MenteeProfile], mentors: Sequence[MentorProfile]) -> Numbers:
    found = np.zeros((len(mentees), len(mentors)))
    for row, column in _named(mentees, mentors, "prefer"):
        found[row, column] += 50.0
    return found


def _named(mentees: Sequence[MenteeProfile], mentors: Sequence[MentorProfile], key: str) -> Iterator[tuple[int, int]]:
    """Places of the table where one side names the other under `prefer` or `veto`; twice where both do."""
    rows = {mentee.id: row for row, mentee in enumerate(mentees)}
    columns = {mentor.id: column for column, mentor in enumerate(mentors)}
    for row, mentee in enumerate(mentees):
        yield from ((row, columns[other]) for other in set(getattr(mentee, key)) if other in columns)
    for column, mentor in enumerate(mentors):
        yield from ((rows[other], column) for other in set(getattr(mentor, key)) if other in rows)


# --- rules ---


def _rules(
    mentees: Sequence[MenteeProfile], mentors: Sequence[MentorProfile], forbid: Forbidden, standing: Standing
) -> dict[str, Truths]:
    """What each hard rule bars. What is unknown never bars: a blank is not equal to another blank."""
    shape = (len(mentees), len(mentors))
    rules: dict[str, Truths] = {}
    if forbid.reporting_levels:
        rules["reporting_line"] = _reporting(mentees, mentors, forbid.reporting_levels, standing.manager_of)
    if forbid.same_team:
        rules["same_team"] = _same([one.manager for one in mentees], [(one.manager,) for one in mentors])
    veto = np.zeros(shape, dtype=bool)
    for row, column in _named(mentees, mentors, "veto"):
        veto[row, column] = True
    rules["veto"] = veto
    common = np.zeros(shape, dtype=bool)
    for language in {language for mentee in mentees for language in mentee.languages}:
        common |= _both([language in one.languages for one in mentees], [language in one.languages for one in mentors])
    rules["language"] = ~common & _both([one.languages for one in mentees], [one.languages for one in mentors])
    rules["forbidden"] = _listed(mentees, mentors, standing.forbidden)
    rules["last_round"] = _listed(mentees, mentors, standing.last_round)
    if forbid.other_site:
        sites = [mentee.site.casefold() for mentee in mentees], [mentor.site.casefold() for mentor in mentors]
        rules["other_site"] = ~_same(sites[0], [(site,) for site in sites[1]]) & _both(*sites)
    return rules


def _listed(
    mentees: Sequence[MenteeProfile], mentors: Sequence[MentorProfile], pairs: Collection[tuple[str, str]]
) -> Truths:
    found = np.zeros((len(mentees), len(mentors)), dtype=bool)
    rows = {mentee.id: row for row, mentee in enumerate(mentees)}
    columns = {mentor.id: column for column, mentor in enumerate(mentors)}
    for mentee, mentor in pairs:
        if mentee in rows and mentor in columns:
            found[rows[mentee], columns[mentor]] = True
    return found


def _reporting(
    mentees: Sequence[MenteeProfile], mentors: Sequence[MentorProfile], levels: int, manager_of: Mapping[str, str]
) -> Truths:
    """One is within so many steps above the other. An id that is not in the file ends the chain."""

    def above(person: str) -> tuple[str, ...]:
        chain: list[str] = []
        while len(chain) < levels and (person := manager_of.get(person, "")):
            chain.append(person)
        return tuple(chain)

    down = _same([mentee.id for mentee in mentees], [above(mentor.id) for mentor in mentors])
    up = _same([mentor.id for mentor in mentors], [above(mentee.id) for mentee in mentees]).T
    return down | up


# --- the best pairs ---


def assign(table: Table, locked: Collection[tuple[str, str]] = ()) -> Whole:
    """For each mentee the column of their mentor, or -1: most served, then the best total."""
    from scipy.optimize import linear_sum_assignment

    assigned = np.full(len(table.mentees), _NOBODY, dtype=np.int64)
    room = table.most.copy()
    for mentee, mentor in locked:
        row, column = table.mentees.index(mentee), table.mentors.index(mentor)
        assigned[row] = column
        room[column] -= 1
    free = np.flatnonzero(assigned == _NOBODY)
    places = np.repeat(np.arange(len(table.mentors)), np.maximum(0, np.minimum(room, len(free))))
    if not len(free) or not len(places):
        return assigned
    cost = _cost(table)[free][:, places]
    rows, columns = linear_sum_assignment(cost)
    allowed = cost[rows, columns] < 0
    assigned[free[rows[allowed]]] = places[columns[allowed]]
    return assigned


def _cost(table: Table) -> Numbers:
    """Whole numbers in floats: nought where a pair is barred, else so far below nought that serving one more always
    counts more than any score. An executive on a barred place is without a mentor: with nought for it, being parked
    there costs no more than being nowhere. Exact up to some 6 000 executives, where sums reach 2⁵³."""
    whole = np.round(table.score * MILLIONTHS)
    return np.where(table.barred, 0.0, -(_served_weight(table) + whole))


def _served_weight(table: Table) -> float:
    """More than twice what all scores together can be: from a change of the sum, both the number of executives served
    and the change of their total can then be told, whichever way the total goes."""
    return float(2 * (len(table.mentees) + 1) * 100 * MILLIONTHS)


def _alternatives(table: Table, assigned: Whole, locked: Collection[tuple[str, str]]) -> list[NextBest | None]:
    """For each executive with a mentor, the one whom it would cost least to take instead.

    Forcing a pair leaves one place too few at the new mentor and one too many at the old. People move on from one to
    the other, over free places and over being without a mentor too; what that costs is a shortest path among mentors
    in the residual network of the best pairs (Ahuja, Magnanti & Orlin 1993, ch. 9).
    """
    if not (assigned != _NOBODY).any():
        return [None] * len(assigned)
    cost = _cost(table)
    fixed = {table.mentees.index(mentee) for mentee, _ in locked}
    distance = _distances(table, cost, assigned, fixed)
    found: list[NextBest | None] = []
    for row, column in enumerate(assigned.tolist()):
        if column == _NOBODY or row in fixed or len(table.mentors) < 2:
            found.append(None)
            continue
        change = cost[row] - cost[row, column] + distance[:-1, column]
        change[(cost[row] == 0) | (np.arange(len(change)) == column)] = np.inf
        best = int(np.argmin(change))
        found.append(_next_best(table, row, best, float(change[best])) if np.isfinite(change[best]) else None)
    return found


def _next_best(table: Table, row: int, column: int, change: float) -> NextBest:
    unserved = round(change / _served_weight(table))
    loss = (change - unserved * _served_weight(table)) / MILLIONTHS
    return NextBest(table.mentors[column], float(table.score[row, column]), loss, unserved)


def _distances(table: Table, cost: Numbers, assigned: Whole, fixed: Collection[int]) -> Numbers:
    """Cheapest way to make room at one mentor by moving executives on, to each other mentor. Floyd and Warshall's
    method: the best pairs leave no way round that costs less than nought.

    The last row and column stand for both the free places and being without a mentor: whoever moves there ends a chain,
    and with a place or an executive less to find, another chain may begin at any mentor in use.
    """
    count = len(table.mentors)
    used = np.bincount(assigned[assigned != _NOBODY], minlength=count)
    step = np.full((count + 1, count + 1), np.inf)
    np.fill_diagonal(step, 0.0)
    step[count, :count][used > 0] = 0.0
    for row, column in enumerate(assigned.tolist()):
        if row in fixed:
            continue
        now = 0.0 if column == _NOBODY else cost[row, column]
        moved = np.append(np.where(cost[row] < 0, cost[row] - now, np.inf), -now)
        step[column] = np.minimum(step[column], moved)
    free = np.flatnonzero(used < table.most)
    step[:, count] = np.minimum(step[:, count], step[:, free].min(axis=1, initial=np.inf))
    # A mentor not in use leads nowhere but to the free places, and those ways are known by now.
    for middle in (*np.flatnonzero(used).tolist(), count):
        np.minimum(step, step[:, middle : middle + 1] + step[middle : middle + 1, :], out=step)
    return step


# --- those left without ---


def _unpaired(table: Table, assigned: Whole) -> Iterator[Unpaired]:
    barred = table.barred
    for row in np.flatnonzero(assigned == _NOBODY).tolist():
        reasons = [
            Reason(
                code,
                {"count": int(rule[row].sum()), "mentors": [table.mentors[one] for one in np.flatnonzero(rule[row])]},
            )
            for code, rule in table.rules.items()
            if rule[row].any()
        ]
        possible = np.flatnonzero(~barred[row])
        if len(possible) or not len(table.mentors):
            names = [table.mentors[one] for one in possible.tolist()]
            kind = "short" if names else "none"
            reasons.append(Reason("capacity", {"kind": kind, "count": len(names), "mentors": names}))
        yield Unpaired(table.mentees[row], tuple(reasons), tuple(_relaxations(table, row, len(possible) > 0)))


def _relaxations(table: Table, row: int, short_of_places: bool) -> Iterator[Reason]:
    """The single rules whose end would open a mentor to this executive; one more place, where places are short."""
    if short_of_places:
        yield Reason("one_more_place")
        return
    bars = np.sum([rule[row] for rule in table.rules.values()], axis=0)
    for code, rule in table.rules.items():
        opened = np.flatnonzero(rule[row] & (bars == 1) & (table.most > 0))
        if len(opened):
            yield Reason("relax_rule", {"rule": code, "mentor": table.mentors[int(opened[0])], "count": len(opened)})
