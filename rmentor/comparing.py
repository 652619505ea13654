"""`plan --diff`: what changed against what people know, and what each thing that was settled costs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rmentor import differences, planning, scheduling
from rmentor.errors import Reason
from rmentor.files import results
from rmentor.outcomes import Plan
from rmentor.past import Past
from rmentor.people import Agreed, Mentee
from rmentor.profiles import mentee_profile
from rmentor.steps import Programme
from rmentor.tasks import CLOSE, Task, levels


@dataclass(frozen=True)
class Cost:
    """One thing that was settled, and the levels towards the targets that the plan would have more without it, by
    topic: below nought where it brings some."""

    settled: Reason
    levels: Mapping[str, float]


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
    return Difference(mentee, against, changes, tuple(_costs(programme, mentee)))


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


def _costs(programme: Programme, mentee: str) -> Iterator[Cost]:
    """Each line of `agreed`, and each module wanted or refused above it, left away on its own."""
    person = programme.workspace.mentees[mentee].value
    behind = scheduling.behind(programme.workspace, programme.frame, programme.mentee_profiles[mentee], "")
    with_all = _reached(_task(programme, person, behind))
    for settled, without in _without(person):
        reached = _reached(_task(programme, without, behind))
        gaps = {topic: round(reached[topic] - with_all[topic], 6) for topic in with_all}
        yield Cost(settled, {topic: gap for topic, gap in gaps.items() if abs(gap) > CLOSE})


def _without(person: Mentee) -> Iterator[tuple[Reason, Mentee]]:
    """What was settled about modules and time, each with the file as it would be without."""
    for key in ("wanted", "refused"):
        for module in getattr(person, key):
            rest = tuple(one for one in getattr(person, key) if one != module)
            yield Reason("settled", {"kind": key, "module": module}), person.model_copy(update={key: rest})
    for at, one in enumerate(person.agreed):
        settled = _settled(one)
        if settled is not None:
            rest_agreed = (*person.agreed[:at], *person.agreed[at + 1 :])
            yield settled, person.model_copy(update={"agreed": rest_agreed})


def _settled(one: Agreed) -> Reason | None:
    if one.pin is not None:
        return Reason("settled", {"kind": "pin", "module": one.pin.module, "session": one.pin.session})
    if one.want is not None:
        return Reason("settled", {"kind": "wanted", "module": one.want})
    if one.refuse is not None:
        return Reason("settled", {"kind": "refused", "module": one.refuse})
    if one.time is not None:
        told = {key: getattr(one.time, key) for key in ("sessions", "minutes")}
        kind = "both" if all(told.values()) else next((key for key, value in told.items() if value is not None), None)
        return None if kind is None else Reason("settled", {"kind": kind, "count": told["sessions"], **told})
    return None


def _task(programme: Programme, person: Mentee, behind: Past) -> Task:
    workspace = programme.workspace
    roster = workspace.export.roster if workspace.export else None
    profile = mentee_profile(person, roster, workspace.settings.time)
    return scheduling.task(workspace, profile, behind, person.pins)


def _reached(task: Task) -> dict[str, float]:
    """The level on each needed topic, up to its target, at the end of the best plan."""
    reached = levels(task, planning.compose(task).sessions)
    return {topic: min(level.target, level.after) for topic, level in reached.items()}
