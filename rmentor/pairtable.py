"""Everybody against everybody: what each pair would be worth, and which rules keep whom apart."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from rmentor.errors import Reason
from rmentor.outcomes import Numbers, Truths

if TYPE_CHECKING:
    from rmentor.profiles import MenteeProfile, MentorProfile
    from rmentor.programme import Forbidden, PairingRules, Topic

Whole = NDArray[np.int64]
Couple = tuple[str, str]
"""Mentee and mentor, by id."""
NOBODY = -1
"""In place of a mentor's column."""


@dataclass(frozen=True)
class Standing:
    """What was decided or happened before: pairs locked and ruled out by people, pairs of the last round, pairs whose
    mentor is not ready for what the mentee needs (none where that is no rule), and each person's manager, by id."""

    locked: Collection[Couple] = ()
    forbidden: Collection[Couple] = ()
    last_round: Collection[Couple] = ()
    not_ready: Collection[Couple] = ()
    manager_of: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Table:
    """Everybody against everybody: rows are mentees, columns mentors, both sorted by id.

    `score` is 0–100; `parts` its parts, as values on 0–100; `unknown` where a part rests on nothing known; `rules` says
    for each hard rule which pairs it bars. A mentor takes none, or from `least` to `most`; `cross` are the pairs that
    are known to join two sites.
    """

    mentees: tuple[str, ...]
    mentors: tuple[str, ...]
    most: Whole
    score: Numbers
    parts: Mapping[str, Numbers]
    unknown: Mapping[str, Truths]
    weights: Mapping[str, float]
    rules: Mapping[str, Truths]
    least: Whole | None = None
    cross: Truths | None = None

    @property
    def barred(self) -> Truths:
        """Pairs that some rule bars."""
        found = np.zeros(self.score.shape, dtype=bool)
        for barred in self.rules.values():
            found |= barred
        return found


@dataclass(frozen=True, eq=False)
class ScoredPairs:
    """Scores of pairs, one after another: `rows` and `columns` are places among the ids, which are sorted; `values` are
    0–100, and `barred` says which pairs are forbidden all the same."""

    mentees: tuple[str, ...]
    mentors: tuple[str, ...]
    rows: Whole
    columns: Whole
    values: Numbers
    barred: Truths


@dataclass(frozen=True)
class LockRefused:
    """A locked pair that cannot be kept, and the rule that bars it."""

    mentee: str
    mentor: str
    reason: Reason


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
        np.array([one.capacity.min for one in mentors], dtype=np.int64),
        _other_site(mentees, mentors),
    )


def table_of_scores(scored: ScoredPairs, most: Mapping[str, int], usual: int = 1) -> Table:
    """A table from scores alone; a pair that has none is barred. Mentors not in `most` take `usual`."""
    score = np.zeros((len(scored.mentees), len(scored.mentors)))
    absent, shut = np.ones(score.shape, dtype=bool), np.zeros(score.shape, dtype=bool)
    score[scored.rows, scored.columns] = scored.values
    absent[scored.rows, scored.columns] = False
    shut[scored.rows, scored.columns] = scored.barred
    room = np.array([most.get(one, usual) for one in scored.mentors], dtype=np.int64)
    return Table(scored.mentees, scored.mentors, room, score, {}, {}, {}, {"forbidden": shut, "no_score": absent})


def narrowed(table: Table, without: Collection[str]) -> Table:
    """The same table without these people."""
    rows = np.array([one not in without for one in table.mentees], dtype=bool)
    columns = np.array([one not in without for one in table.mentors], dtype=bool)

    def cut(values: NDArray[Any]) -> NDArray[Any]:
        kept: NDArray[Any] = values[rows][:, columns]
        return kept

    return replace(
        table,
        mentees=tuple(one for one in table.mentees if one not in without),
        mentors=tuple(one for one in table.mentors if one not in without),
        most=table.most[columns],
        score=cut(table.score),
        parts={key: cut(values) for key, values in table.parts.items()},
        unknown={key: cut(values) for key, values in table.unknown.items()},
        rules={key: cut(values) for key, values in table.rules.items()},
        least=None if table.least is None else table.least[columns],
        cross=None if table.cross is None else cut(table.cross),
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
    from rmentor.slots import weekly_minutes

    windows = list(dict.fromkeys(mentor.window for mentor in mentors))
    place = {window: number for number, window in enumerate(windows)}
    column = [place[mentor.window] for mentor in mentors]
    shares = {}
    for credit in dict.fromkeys(mentee.time for mentee in mentees):
        own = weekly_minutes(credit)
        common = [100.0 * weekly_minutes(credit, window) / own if own else 100.0 for window in windows]
        shares[credit] = np.array(common)[column]
    return np.array([shares[mentee.time] for mentee in mentees]).reshape(len(mentees), len(mentors))


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
    if standing.not_ready:
        rules["not_ready"] = _listed(mentees, mentors, standing.not_ready)
    if forbid.other_site:
        rules["other_site"] = _other_site(mentees, mentors)
    return rules


def _other_site(mentees: Sequence[MenteeProfile], mentors: Sequence[MentorProfile]) -> Truths:
    """Both sites are known, and differ."""
    sites = [mentee.site.casefold() for mentee in mentees], [mentor.site.casefold() for mentor in mentors]
    return ~_same(sites[0], [(site,) for site in sites[1]]) & _both(*sites)


def _listed(mentees: Sequence[MenteeProfile], mentors: Sequence[MentorProfile], pairs: Collection[Couple]) -> Truths:
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
