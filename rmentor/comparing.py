"""`plan --diff`: what changed against what people know, and what each thing that was settled costs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from rmentor import differences, scheduling, weighing
from rmentor.errors import Reason
from rmentor.files import results
from rmentor.outcomes import Plan
from rmentor.past import Past
from rmentor.people import Agreed, CreditWish, Mentee
from rmentor.steps import Programme
from rmentor.weighing import Price


@dataclass(frozen=True)
class Cost:
    """One thing that was settled, and what it costs; no price where there would be no plan without it."""

    settled: Reason
    price: Price | None


@dataclass(frozen=True)
class Difference:
    """One executive's plan beside what people know: `against` says which (`announced`, `plan`, `nothing`)."""

    mentee: str
    against: str
    changes: tuple[Reason, ...]
    costs: tuple[Cost, ...]


def difference(programme: Programme, mentee: str, now: Plan) -> Difference:
    """What changed for one executive, and what it cost."""
    against, before = _before(programme, mentee)
    changes = differences.changes(before, now) if before is not None else ()
    return Difference(mentee, against, changes, tuple(_costs(programme, mentee, now)))


def changed(programme: Programme, plan: Plan) -> tuple[Reason, ...]:
    """What changed against what was announced; nothing where nothing was."""
    against, before = _before(programme, plan.mentee)
    return differences.changes(before, plan) if before is not None and against == "announced" else ()


def _before(programme: Programme, mentee: str) -> tuple[str, differences.Before | None]:
    announced = programme.workspace.announced
    told = programme.workspace.told.get(mentee, ())
    if any(not one.cancelled for one in told):
        mentors = [one.mentor for one in announced.pairs if one.mentee == mentee]
        return "announced", differences.announced(told, mentors[-1] if mentors else None)
    name = programme.plan_file(mentee)
    if programme.folder.has(name):
        return "plan", differences.kept(results.read_plan(programme.folder.read(name)))
    return "nothing", None


# --- what each thing that was settled costs ---


def _costs(programme: Programme, mentee: str, now: Plan) -> Iterator[Cost]:
    """Each line of `agreed` that counts, and each module wanted or refused above it, left away on its own.

    What people were told of weighs on the dates of both plans alike: where the line is older than the announcement,
    which was made by it, both are as if nothing had been announced."""
    person = programme.workspace.mentees[mentee].value
    paired = programme.at_hand()
    sharing = {one: mentor for one, mentor in paired.items() if mentor == paired[mentee]}
    behind = scheduling.behind(programme.workspace, programme.frame, programme.mentee_profiles[mentee], now.mentor)
    announced = max((one.on or dt.date.max for one in behind.told.values()), default=None)
    unannounced: Plan | None = None
    for settled, on, without in _without(person, behind):
        keep = announced is None or (on is not None and on > announced)
        other = programme.as_if(_keepable(without, programme.as_if(without), behind))
        if not keep and unannounced is None:
            unannounced = programme.as_if(person).planned(sharing, keep=False).get(mentee)
        beside, base = other.planned(sharing, keep=keep).get(mentee), now if keep else unannounced
        wanted = set(person.settled_wishes[0]) - {settled.fields.get("module")}
        yield Cost(settled, weighing.price(base, beside, wanted) if beside and base else None)


def _without(person: Mentee, behind: Past) -> Iterator[tuple[Reason, dt.date | None, Mentee]]:
    """What was settled, on which day, and the file as it would be without it. What history has overtaken, and what a
    later line says otherwise, costs nobody anything and is passed over."""
    for key in ("wanted", "refused"):
        for module in getattr(person, key):
            if module not in behind.done:
                rest = tuple(one for one in getattr(person, key) if one != module)
                settled = Reason("settled", {"kind": key, "module": module})
                yield settled, None, person.model_copy(update={key: rest})
    for at, one in enumerate(person.agreed):
        if _counts(one, person, behind) and (settled_line := _settled(one)) is not None:
            rest_agreed = (*person.agreed[:at], *person.agreed[at + 1 :])
            yield settled_line, one.on, person.model_copy(update={"agreed": rest_agreed})


def _counts(one: Agreed, person: Mentee, behind: Past) -> bool:
    """Whether a line is the last that speaks of its matter, and nothing that happened has settled it."""
    if one.pin is not None:
        last = [other for other in person.settled if other.pin and other.pin.module == one.pin.module][-1]
        return last is one and one.pin.session not in behind.numbers and one.pin.module not in behind.done
    if one.move is not None:
        return behind.moves(person).get(one.move.session) == one.move.to
    if (module := one.want or one.refuse) is not None:
        last = [other for other in person.settled if module in (other.want, other.refuse)][-1]
        return last is one and module not in behind.done
    later = person.settled[[other is one for other in person.settled].index(True) + 1 :]
    told = {key for other in later if other.time for key in other.time.model_fields_set}
    return one.time is not None and not one.time.model_fields_set <= told


def _settled(one: Agreed) -> Reason | None:
    if one.pin is not None:
        return Reason("settled", {"kind": "pin", "module": one.pin.module, "session": one.pin.session})
    if one.move is not None:
        return Reason("settled", {"kind": "move", "session": one.move.session, "day": one.move.to})
    if one.want is not None:
        return Reason("settled", {"kind": "wanted", "module": one.want})
    if one.refuse is not None:
        return Reason("settled", {"kind": "refused", "module": one.refuse})
    return None if one.time is None else _credit(one.time)


def _credit(time: CreditWish) -> Reason | None:
    """A time credit that was settled; what it does not speak of is not told."""
    told = {key: getattr(time, key) for key in ("sessions", "minutes")}
    fields: dict[str, object] = {"count": told["sessions"], **told}
    size = "both" if None not in told.values() else next((key for key, one in told.items() if one is not None), None)
    if time.every is not None:
        every = Reason("rhythm", {"kind": time.every.unit, "count": time.every.count})
        kind = "every" if size is None else f"{size}_every"
        return Reason("settled", {"kind": kind, **fields, "every": every})
    return None if size is None else Reason("settled", {"kind": size, **fields})


def _keepable(person: Mentee, programme: Programme, behind: Past) -> Mentee:
    """Without pins and moves of sessions that a smaller credit does not have."""
    numbers = behind.to_come(programme.mentee_profiles[person.id].time.sessions)
    kept = tuple(
        one for one in person.agreed
        if (one.pin is None or one.pin.session in numbers) and (one.move is None or one.move.session in numbers)
    )  # fmt: skip
    return person.model_copy(update={"agreed": kept})
