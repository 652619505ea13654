"""Choices that people make, written into `decisions.yaml` with reason, name and date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rmentor.errors import Problem, ProblemsFound
from rmentor.files.edits import Edit, Recorded
from rmentor.files.validated import near
from rmentor.files.workspace import DECISIONS, Placed
from rmentor.people import Choice, PairDecision
from rmentor.steps import Programme

Kind = Literal["choose", "refuse", "lock", "forbid", "withdraw"]


@dataclass(frozen=True)
class Wish:
    """What somebody wants on record. `who` is a candidate, or mentor and executive in either order; `reason` may be
    blank where the choice only follows the ranking."""

    kind: Kind
    who: tuple[str, ...]
    reason: str
    by: str
    on: dt.date
    private: bool = False


def record(programme: Programme, wish: Wish) -> Recorded:
    """Writes a wish down; where it stands. Raises ProblemsFound where nobody bears the id, the opposite is on record
    already, the person is not eligible, or a choice that departs from the ranking has no reason."""
    programme.require_sound_inputs()
    pair = _pair(programme, wish) if len(wish.who) == 2 else None
    if wish.kind == "withdraw":
        return _withdraw(programme, wish, pair)
    if pair is not None:
        mentor, mentee = pair
        item: dict[str, object] = {"mentor": mentor, "mentee": mentee, wish.kind: True}
        where = "pairs"
    else:
        item = {"id": _candidate(programme, wish), "choose": wish.kind == "choose"}
        where = "mentors"
    _refuse_twice(programme, wish, pair)
    reason = wish.reason or _reason_of_ranking(programme, wish)
    edit = Edit(programme.folder, DECISIONS[1] if wish.private else DECISIONS[0])
    edit.append((where,), {**item, "reason": reason, "by": wish.by, "on": wish.on})
    return edit.save()


def needs_reason(programme: Programme, wish: Wish) -> bool:
    """Whether a wish departs from what the ranking says, or is about a pair: then it needs a reason."""
    if len(wish.who) == 2:
        return wish.kind != "withdraw"
    if wish.kind == "withdraw":
        return False
    person = programme.selection.roster.position.get(wish.who[0])
    chosen = person is not None and programme.selection.candidate(person).status == "selected"
    return chosen != (wish.kind == "choose")


def _reason_of_ranking(programme: Programme, wish: Wish) -> str:
    if needs_reason(programme, wish):
        code = "reason_needed_for_pair" if len(wish.who) == 2 else "reason_needed"
        raise ProblemsFound([Problem(DECISIONS[0], code, {"who": " + ".join(wish.who)})])
    return programme.words("decide.follows_ranking")


def _candidate(programme: Programme, wish: Wish) -> str:
    """The id, of somebody who is in the roster and, to be chosen, eligible."""
    (identity,) = wish.who
    found = programme.selection
    if identity not in found.roster.position:
        nobody = {"id": identity, "near": near(identity, found.roster.ids)}
        raise ProblemsFound([Problem(found.roster.path, "unknown_person", nobody)])
    candidate = found.candidate(found.roster.position[identity])
    if wish.kind == "choose" and candidate.status == "not_eligible":
        fields = {"id": identity, "reasons": list(candidate.reasons)}
        raise ProblemsFound([Problem(DECISIONS[0], "chosen_not_eligible", fields)])
    return identity


def _pair(programme: Programme, wish: Wish) -> tuple[str, str]:
    """Mentor and executive: the one with a file in `mentees/` is the executive."""
    first, second = wish.who
    mentees = programme.workspace.mentees
    mentor, mentee = (second, first) if first in mentees else (first, second)
    people = programme.export.roster.position
    problems = []
    if mentee not in mentees:
        problems.append(Problem("mentees", "unknown_person", {"id": mentee, "near": near(mentee, mentees)}))
    if mentor not in people:
        fields = {"id": mentor, "near": near(mentor, people)}
        problems.append(Problem(programme.export.roster.path, "unknown_person", fields))
    if problems:
        raise ProblemsFound(problems)
    return mentor, mentee


def _on_record(
    programme: Programme, wish: Wish, pair: tuple[str, str] | None
) -> Iterator[Placed[Choice] | Placed[PairDecision]]:
    """Decisions about the same person or pair."""
    workspace = programme.workspace
    if pair is not None:
        yield from (one for one in workspace.pair_decisions if (one.value.mentor, one.value.mentee) == pair)
    else:
        yield from (one for one in workspace.choices if one.value.id == wish.who[0])


def _refuse_twice(programme: Programme, wish: Wish, pair: tuple[str, str] | None) -> None:
    for placed in _on_record(programme, wish, pair):
        fields = {"who": " + ".join(wish.who), "command": f"rmentor decide --withdraw {'='.join(wish.who)}"}
        raise ProblemsFound([placed.source.problem(placed.where, "decided_already", **fields)])


def _withdraw(programme: Programme, wish: Wish, pair: tuple[str, str] | None) -> Recorded:
    """Takes every decision about the person or pair out, last first so that places stay right."""
    there = list(_on_record(programme, wish, pair))
    if not there:
        raise ProblemsFound([Problem(DECISIONS[0], "nothing_decided", {"who": " + ".join(wish.who)})])
    recorded = None
    for name in DECISIONS:
        places = [placed.where for placed in there if placed.source.path == name]
        if places:
            edit = Edit(programme.folder, name)
            for where in reversed(places):
                edit.take(where)
            recorded = edit.save()
    assert recorded is not None
    return recorded
