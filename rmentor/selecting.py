"""The choice of mentors in a programme: the ranking, what decisions and the group as a whole make of it, how firm it is
and what would change it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from rmentor import coverage, robustness, selection
from rmentor.cohort import Group, best_group
from rmentor.errors import Problem, ProblemsFound, Reason, errors_of
from rmentor.files.export import Export, bare
from rmentor.outcomes import STATUSES, By, Decision, Selection
from rmentor.paper.explained import Jury
from rmentor.programme import Criterion
from rmentor.programme import Robustness as Settings

if TYPE_CHECKING:
    from rmentor.files.workspace import Workspace

Firmness = Literal["no", "yes", "full"]

MOST_DRAWN = 20_000
"""More eligible people than that are drawn only when asked for: it takes a while, and says the same of the first."""


@dataclass(frozen=True, eq=False)
class Chosen:
    """A selection; the best group where something is asked of the chosen together; how firm the ranks are, if drawn."""

    selection: Selection
    group: Group | None = None
    firmness: robustness.Robustness | None = None


def rank_alone(
    path: Path, mentors: int
) -> tuple[Selection, Mapping[str, Criterion], tuple[Reason, ...], list[Problem]]:
    """A roster ranked without a programme: the selection, its criteria, what was assumed, and warnings.

    Raises ProblemsFound where the roster cannot be ranked as it is.
    """
    export, rules = bare(path, path.name, mentors)
    if errors_of(export.problems):
        raise ProblemsFound(export.problems)
    found = selection.select(export.roster, export.criteria, rules, selection.Standing())
    return found, export.criteria, export.notes, list(export.problems)


def choose(workspace: Workspace, export: Export) -> Chosen:
    """Everybody on a roster judged by the programme's rules, and the best group that has what is asked of it.

    Raises ProblemsFound where somebody is chosen who is not eligible.
    """
    settings = workspace.settings
    standing = selection.Standing(
        mentees=frozenset(workspace.mentees),
        chosen={one.value.id: one.value.choose for one in workspace.choices},
        capacity={
            identity: one.value.capacity.max for identity, one in workspace.mentors.items() if one.value.capacity
        },
        usual_capacity=settings.pairing.capacity.max,
    )
    found = selection.select(export.roster, export.criteria, settings.selection, standing)
    problems = list(_chosen_in_vain(workspace, found))
    if problems:
        raise ProblemsFound(problems)
    if not settings.selection.cover.asked:
        return Chosen(found)
    return Chosen(*_as_a_group(workspace, found))


def _chosen_in_vain(workspace: Workspace, found: Selection) -> Iterator[Problem]:
    for choice in workspace.choices:
        person = found.roster.position.get(choice.value.id)
        if not choice.value.choose:
            continue
        if person is None:
            yield choice.source.problem((*choice.where, "id"), "chosen_set_aside", id=choice.value.id)
            continue
        candidate = found.candidate(person)
        if candidate.status == "not_eligible":
            fields = {"id": candidate.id, "reasons": list(candidate.reasons)}
            yield choice.source.problem((*choice.where, "choose"), "chosen_not_eligible", **fields)


def asked_of_the_group(workspace: Workspace, found: Selection) -> coverage.Asked:
    """What is asked of the chosen together, and of whom."""
    from rmentor.profiles import mentee_profile

    settings = workspace.settings
    mentees = [mentee_profile(one.value, found.roster, settings.time) for one in workspace.mentees.values()]
    files = {identity: one.value for identity, one in workspace.mentors.items()}
    return coverage.Asked(settings.selection.cover, workspace.topics, mentees, files)


def _as_a_group(workspace: Workspace, found: Selection) -> tuple[Selection, Group]:
    """The selection with the best group in place of the first by score. Ranks stay those of the scores."""
    decided = [person for person, by in found.by.items() if by == "decision"]
    offered = np.flatnonzero((found.rank > 0) | np.isin(np.arange(len(found.rank)), decided)).tolist()
    place = {person: number for number, person in enumerate(offered)}
    group = best_group(
        found.score[offered],
        [found.roster.ids[one] for one in offered],
        coverage.conditions(found.roster, offered, asked_of_the_group(workspace, found)),
        found.places,
        [place[person] for person in decided],
    )
    brought = {offered[one] for one in group.brought_in}
    by: dict[int, By] = {}
    for one in group.chosen:
        person = offered[one]
        by[person] = "decision" if person in decided else "cover" if person in brought else "ranking"
    status = found.status.copy()
    status[offered] = STATUSES.index("reserve")
    status[list(by)] = STATUSES.index("selected")
    return replace(found, status=status, by=by), group


def firm(chosen: Chosen, settings: Settings, wanted: Firmness | None) -> Chosen:
    """The same with how firm each rank is: drawn as a matter of course, unless there are very many people.

    Drawn are those whom the ranking ranks, for the places that it fills; whoever a decision alone put in has no share.
    """
    found = chosen.selection
    ranked = np.flatnonzero(found.rank > 0)
    if wanted == "no" or (wanted is None and len(ranked) > MOST_DRAWN):
        return chosen
    table = {
        bound: np.array([getattr(one, bound)[ranked] for one in found.criteria.values()]).T
        for bound in ("value", "low", "high")
    }
    by_decision = sum(1 for person, by in found.by.items() if by == "decision" and not found.rank[person])
    drawn = robustness.smaa(
        table["value"], table["low"], table["high"], [one.weight for one in found.criteria.values()],
        max(0, found.places - by_decision), settings.spread, settings.samples, settings.seed,
        ids=[found.roster.ids[one] for one in ranked.tolist()], detail=wanted == "full",
    )  # fmt: skip
    acceptability = np.full(len(found.rank), np.nan)
    acceptability[ranked] = drawn.acceptability
    return replace(chosen, selection=replace(found, acceptability=acceptability), firmness=drawn)


def jury(workspace: Workspace, export: Export, found: Selection) -> Jury:
    """What explains each result: the selection, its criteria, and what people decided."""
    from rmentor.files.workspace import DECISIONS

    decisions = {
        one.value.id: Decision("" if one.source.path == DECISIONS[1] else one.value.reason, one.value.by, one.value.on)
        for one in workspace.choices
    }
    return Jury(found, export.criteria, workspace.settings.robustness.spread, decisions)


def what_the_group_costs(group: Group) -> list[Reason]:
    """What the conditions on the group did, and what is missing: sentences for whoever decides."""
    reasons = []
    if group.brought_in:
        reasons.append(Reason("cover_cost", {"count": len(group.brought_in), "points": group.free - group.total}))
    reasons += [
        Reason("cover_short", {"kind": one.code, "key": one.key, "need": one.need, "have": one.have,
                               "available": one.available})
        for one in group.shortfalls
    ]  # fmt: skip
    reasons += [
        Reason("cover_relax", {"kind": one.code, "key": one.key, "total": one.total, "now": group.total})
        for one in group.relaxations
    ]
    if group.shortfalls and not group.relaxations:
        reasons.append(Reason("cover_relax", {"kind": "several"}))
    if not group.proven:
        reasons.append(Reason("cover_not_proven", {}))
    return reasons


def uncovered(workspace: Workspace, shortfalls: list[dict[str, object]]) -> list[Problem]:
    """What the group lacks, as problems at the line that asks for it. `shortfalls`: code, key, need, have."""
    from rmentor.files.workspace import SETTINGS

    source = workspace.sources[SETTINGS]
    where = ("selection", "cover")
    return [
        source.problem(
            (*where, str(one["code"])), f"{one['code']}_short", key=one["key"], need=one["need"], have=one["have"]
        )
        for one in shortfalls
    ]
