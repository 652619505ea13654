"""What rmentor decides, as plain data: for its files and for `--json`, and back again. Keys come in a fixed order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import yaml

from rmentor.cohort import Group, Shortfall
from rmentor.counterfactual import WayIn
from rmentor.errors import Problem, Reason
from rmentor.fairness import Audit
from rmentor.files import outputs
from rmentor.files.plain import Data, problem, reason, rounded
from rmentor.marks import Panel
from rmentor.outcomes import (
    Candidate,
    Decision,
    LeftOut,
    Levels,
    NextBest,
    Option,
    Pair,
    Pairs,
    Plan,
    PlannedModule,
    Selection,
    Session,
    Unpaired,
)
from rmentor.robustness import Robustness
from rmentor.words import Words

_DAYS = ("day", "from_day")


# --- selection ---


def selection_file(selection: Selection, set_aside: Iterable[Problem] = (), group: Group | None = None) -> Data:
    """The body of `selection.yaml`: the chosen, at most as many in reserve, and counts. Nobody else's score is kept.
    Rows of the roster that were left out for their errors stand there by line, and what the chosen lack together."""
    chosen = [selection.candidate(person) for person in selection.selected]
    reserve = [selection.candidate(person) for person in selection.reserve[: selection.places]]
    return {
        "mentors": [{"id": one.id, "rank": one.rank, "score": one.score, "by": one.by} for one in chosen],
        "reserve": [{"id": one.id, "rank": one.rank, "score": one.score} for one in reserve],
        "counts": {status: count for status, count in selection.counts.items() if count},
        **({"set_aside": lines} if (lines := sorted({one.line or 0 for one in set_aside})) else {}),
        **({"uncovered": [_shortfall(one) for one in group.shortfalls]} if group and group.shortfalls else {}),
    }


def _shortfall(one: Shortfall) -> Data:
    return {"code": one.code, "key": one.key, "need": one.need, "have": one.have}


def read_uncovered(content: bytes) -> list[Data]:
    """What the chosen lack together, from `selection.yaml`."""
    return list(_loaded(content).get("uncovered", ()))


def selection(
    found: Selection, words: Words, set_aside: Iterable[Problem] = (), group: Group | None = None,
    firmness: Robustness | None = None, raters: Sequence[Panel] = (),
) -> Data:  # fmt: skip
    """What `select --json` prints."""
    return {
        "version": 1,
        "roster": {
            "rows": found.roster.rows,
            "candidates": found.candidates,
            "duplicates": found.roster.duplicates,
        },
        "criteria": [{"key": key, "label": one.label, "weight": one.weight} for key, one in found.criteria.items()],
        "candidates": [candidate(found.candidate(person), words) for person in found.in_order()],
        "selected": [found.roster.ids[person] for person in found.selected],
        "robustness": None if firmness is None else robustness(found, firmness),
        "cover": None if group is None else cover(group),
        "raters": [
            {
                "criterion": one.criterion,
                "source": one.source,
                "raters": one.agreement.raters,
                "units": one.agreement.units,
                "alpha": rounded(one.agreement.alpha),
                "icc2k": rounded(one.agreement.icc),
                "verdict": one.agreement.verdict,
                "apart": [{"id": who, "low": low, "high": high} for who, low, high in one.apart],
            }
            for one in raters
        ],
        "set_aside": [problem(one, words) for one in set_aside],
    }


def robustness(found: Selection, drawn: Robustness) -> Data:
    """How firm the ranks are; with detail, how often each has each of the first ranks, and the weights under which they
    come first."""
    data: Data = {"samples": drawn.samples, "seed": drawn.seed, "spread": drawn.spread, "places": drawn.places,
                  "error": round(drawn.error, 3), "tied": round(drawn.tied, 3)}  # fmt: skip
    if drawn.detail is None:
        return data
    ranked = [person for person, rank in enumerate(found.rank.tolist()) if rank]
    shares, central = {}, {}
    for place, person in enumerate(ranked):
        weights = drawn.detail.central_weights(place)
        shares[found.roster.ids[person]] = [round(one, 3) for one in drawn.detail.rank_acceptability(place)]
        named = None if weights is None else zip(found.criteria, weights, strict=True)
        central[found.roster.ids[person]] = None if named is None else {key: round(one, 3) for key, one in named}
    return {**data, "rank_acceptability": shares, "central_weights": central}


def audit(found: Audit) -> Data:
    """What `audit --json` prints."""
    return {
        "version": 1,
        "groups": [
            {"attribute": one.attribute, "value": one.value, "candidates": one.candidates, "selected": one.selected,
             "rate": rounded(one.rate), "impact_ratio": rounded(one.impact_ratio), "flagged": one.flagged,
             "fisher_p": rounded(one.fisher_p), "flip": one.flip, "too_few": one.too_few, "reference": one.reference}
            for one in found.groups
        ],
        "hidden": {one.name: one.hidden for one in found.attributes},
        "unknown": {one.name: one.unknown for one in found.attributes},
        "verdict": found.verdict,
        "too_few": found.too_few,
    }  # fmt: skip


def way_in(way: WayIn) -> Data:
    """What would put somebody in: one weight, or one mark."""
    return {
        "weights": [{"criterion": one.criterion, "before": one.before, "after": one.after, "exact": rounded(one.exact)}
                    for one in way.weights],
        "marks": [{"column": one.column, "before": one.before, "after": one.after, "exact": rounded(one.exact)}
                  for one in way.marks],
    }  # fmt: skip


def decision(made: Decision | None) -> Data | None:
    """What a person decided about somebody: why, who and when."""
    return None if made is None else {"reason": made.reason or None, "by": made.by, "on": made.on.isoformat()}


def cover(group: Group) -> Data:
    """What the conditions on the group did: its total beside that of the first by score, and what is missing."""
    return {
        "total": rounded(group.total),
        "free": rounded(group.free),
        "proven": group.proven,
        "shortfalls": [{**_shortfall(one), "available": one.available} for one in group.shortfalls],
        "relax": [{"code": one.code, "key": one.key, "gain": rounded(one.total - group.total)}
                  for one in group.relaxations],
    }  # fmt: skip


def candidate(one: Candidate, words: Words) -> Data:
    """One candidate, as `select --json` prints it."""
    return {
        "id": one.id,
        "name": one.name,
        "rank": one.rank,
        "score": rounded(one.score),
        "low": rounded(one.low),
        "high": rounded(one.high),
        "status": one.status,
        "by": one.by,
        "reasons": [reason(why, words) for why in one.reasons],
        "parts": {
            key: {
                "value": rounded(part.value),
                "low": rounded(part.low),
                "high": rounded(part.high),
                "weight": part.weight,
                "points": rounded(part.points),
                "unseen": part.unseen,
                "evidence": [
                    {"column": piece.column, "raw": piece.raw, "value": rounded(piece.value), "source": piece.source}
                    for piece in part.evidence
                ],
            }
            for key, part in one.parts.items()
        },
        "acceptability": None if one.acceptability is None else round(one.acceptability, 3),
    }


# --- pairs ---


def pairs_file(pairs: Pairs) -> Data:
    """The body of `pairs.yaml`."""
    return {
        "pairs": [
            {"mentee": one.mentee, "mentor": one.mentor, "score": one.score, "locked": one.locked}
            for one in pairs.pairs
        ],
        "unpaired": [{"mentee": one.mentee, "codes": [why.code for why in one.reasons]} for one in pairs.unpaired],
    }


def pairs(found: Pairs, words: Words) -> Data:
    """What `pair --json` prints."""
    return {
        "version": 1,
        "total": rounded(found.total),
        "served": found.served,
        "optimal": found.optimal,
        "bound": rounded(found.bound),
        "floor": rounded(found.floor),
        "below_least": list(found.below_least),
        "moved": [{"mentee": mentee, "mentor": mentor} for mentee, mentor in found.moved],
        "pairs": [pair(one) for one in found.pairs],
        "unpaired": [unpaired(one, words) for one in found.unpaired],
    }


def pair(one: Pair) -> Data:
    """One pair, as `pair --json` prints it."""
    return {
        "mentee": one.mentee,
        "mentor": one.mentor,
        "score": rounded(one.score),
        "locked": one.locked,
        "parts": {
            key: {
                "value": rounded(part.value),
                "weight": part.weight,
                "points": rounded(part.points),
                "unknown": part.unknown,
            }
            for key, part in one.parts.items()
        },
        "next_best": cost(one.next_best),
    }


def cost(one: NextBest | None) -> Data | None:
    """What another mentor would cost."""
    if one is None:
        return None
    return {
        "mentor": one.mentor,
        "score": rounded(one.score),
        "loss": rounded(one.loss),
        "unserved": one.unserved,
        "moved": one.moved,
    }


def options(mentee: str, found: Iterable[Option]) -> Data:
    """What `pair --explain --json` prints."""
    return {
        "version": 1,
        "mentee": mentee,
        "options": [
            {
                "mentor": one.mentor,
                "score": rounded(one.score),
                "now": one.now,
                "rules": list(one.rules),
                "cost": cost(one.cost),
                "parts": {key: rounded(part.points) for key, part in one.parts.items()},
            }
            for one in found
        ],
    }


def unpaired(one: Unpaired, words: Words) -> Data:
    """One executive without a mentor, as `pair --json` prints it."""
    return {
        "mentee": one.mentee,
        "reasons": [reason(why, words) for why in one.reasons],
        "relax": [reason(why, words) for why in one.relax],
        "shortage": reason(one.shortage, words) if one.shortage else None,
    }


def read_pairs(content: bytes) -> dict[str, str]:
    """Each executive's mentor, from `pairs.yaml`."""
    return {one["mentee"]: one["mentor"] for one in _loaded(content)["pairs"]}


def read_mentors(content: bytes) -> tuple[str, ...]:
    """The chosen, in their order, from `selection.yaml`."""
    return tuple(one["id"] for one in _loaded(content)["mentors"])


# --- plans ---


def plan(one: Plan, words: Words | None = None) -> Data:
    """A plan: with words as `plan --json` prints it, without as the body of `plans/<mentee>.yaml`."""
    return {
        "mentee": one.mentee,
        "mentor": one.mentor,
        "proof": one.proof,
        "gap": rounded(one.gap),
        "gain": rounded(one.gain),
        "bound": rounded(one.bound),
        "fewest_themes": one.fewest_themes,
        "fewest_changes": one.fewest_changes,
        "minutes": one.minutes,
        "credit": one.credit,
        "sessions": [_session(session, words) for session in one.sessions],
        "left_out": [{"module": left.module, **reason(left.reason, words)} for left in one.left_out],
        "levels": {
            topic: [rounded(level.before), rounded(level.after), rounded(level.target)]
            for topic, level in one.levels.items()
        },
    }


def _session(one: Session, words: Words | None) -> Data:
    moved = {} if one.moved is None else {"moved": reason(one.moved, words)}
    return {
        "number": one.number,
        "date": one.start.date().isoformat() if one.start else None,
        "start": f"{one.start:%H:%M}" if one.start else None,
        "end": f"{one.end:%H:%M}" if one.end else None,
        **({"held": True} if one.held else {}),
        **moved,
        "modules": [{"id": module.id, "minutes": module.minutes} for module in one.modules],
    }


def plans(found: Iterable[Plan], words: Words) -> Data:
    """What `plan --json` prints."""
    return {"version": 1, "plans": [plan(one, words) for one in found]}


def read_plan(content: bytes) -> Plan:
    """A plan, from `plans/<mentee>.yaml`."""
    data = _loaded(content)
    return Plan(
        mentee=data["mentee"],
        mentor=data["mentor"],
        proof=data["proof"],
        gain=data["gain"],
        bound=data["bound"],
        gap=data["gap"],
        sessions=tuple(_read_session(session) for session in data["sessions"]),
        left_out=tuple(
            LeftOut(left["module"], _read_reason({key: value for key, value in left.items() if key != "module"}))
            for left in data["left_out"]
        ),
        levels={topic: Levels(*values) for topic, values in data["levels"].items()},
        credit=data["credit"],
        fewest_themes=data.get("fewest_themes", False),
        fewest_changes=data.get("fewest_changes"),
    )


def _read_session(data: Mapping[str, Any]) -> Session:
    def moment(time: str | None) -> dt.datetime | None:
        return dt.datetime.fromisoformat(f"{data['date']}T{time}") if time else None

    return Session(
        data["number"],
        moment(data["start"]),
        moment(data["end"]),
        tuple(PlannedModule(module["id"], module["minutes"]) for module in data["modules"]),
        _read_reason(data["moved"]) if "moved" in data else None,
        bool(data.get("held")),
    )


def _read_reason(data: Mapping[str, Any]) -> Reason:
    fields = {key: dt.date.fromisoformat(value) if key in _DAYS else value for key, value in data.items()}
    return Reason(str(fields.pop("code")), fields)


def _loaded(content: bytes) -> Data:
    data: Data = yaml.load(outputs.result(content), Loader=yaml.CSafeLoader)
    return data
