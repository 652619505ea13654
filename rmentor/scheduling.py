"""One executive's plan: what they ask, composed, dated, and played again before anybody sees it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Set

from rmentor import omissions, planning, replay, slots
from rmentor.errors import Problem
from rmentor.files.workspace import Workspace
from rmentor.outcomes import Plan, PlannedModule, Session
from rmentor.profiles import MenteeProfile, MentorProfile
from rmentor.slots import Frame
from rmentor.tasks import Sessions, Task, flat, levels


def task(workspace: Workspace, mentee: MenteeProfile) -> Task:
    """What one executive asks."""
    return Task(
        modules=workspace.catalogue.modules,
        needs=mentee.needs,
        done=frozenset(mentee.mastered),
        refused=frozenset(mentee.refused),
        rooms=(mentee.time.usable,) * mentee.time.sessions,
        tops={key: max(topic.scale) for key, topic in workspace.topics.items()},
        wanted=frozenset(mentee.wanted),
        pins=workspace.mentees[mentee.id].value.pins,
    )


def plan(
    workspace: Workspace, frame: Frame, mentee: MenteeProfile, mentor: MentorProfile, taken: Set[dt.date]
) -> tuple[Plan | None, list[Problem]]:
    """One executive's plan, or the problems that stop it. `taken` are days on which the mentor meets somebody else."""
    asked = task(workspace, mentee)
    if problems := list(_impossible(workspace, mentee, asked)):
        return None, problems
    found = planning.compose(asked)
    if found.clash:
        return None, list(_clashing(workspace, mentee, found.clash))
    composed, gain = found.sessions, asked.gain(flat(found.sessions))
    sessions, problem = _dated(workspace, frame, mentee, mentor, asked, composed, taken)
    if problem is not None:
        return None, [problem]
    made = Plan(
        mentee=mentee.id,
        mentor=mentor.id,
        proof=found.proof,
        gain=gain,
        bound=found.bound,
        gap=100 * (found.bound - gain) / found.bound if found.bound > 0 else 0.0,
        sessions=sessions,
        left_out=omissions.left_out(asked, composed),
        levels=levels(asked, composed),
        credit=mentee.time.sessions * mentee.time.usable,
    )
    wrong = list(replay.faults(made, mentee, mentor, workspace.catalogue, frame, taken, asked.pins))
    if wrong:
        raise AssertionError(f"the plan does not hold: {wrong[0]}")
    return made, []


def _impossible(workspace: Workspace, mentee: MenteeProfile, asked: Task) -> Iterator[Problem]:
    """Pins that cannot be kept whatever else is planned, each at its line."""
    source = workspace.mentees[mentee.id].source
    for module in asked.pins:
        where = (*_pinned_at(workspace, mentee.id, module), "module")
        if module in asked.done:
            yield source.problem(where, "pin_on_done", module=module)
        elif module in asked.barred:
            yield source.problem(where, "pin_impossible", module=module, why=[asked.barred[module]])


def _clashing(workspace: Workspace, mentee: MenteeProfile, given_up: tuple[str, ...]) -> Iterator[Problem]:
    """Pins that cannot be kept together: the smallest set to give up, at the line of each."""
    placed = workspace.mentees[mentee.id]
    for module in given_up:
        fields = {"module": module, "session": placed.value.pins[module], "count": len(given_up)}
        yield placed.source.problem(_pinned_at(workspace, mentee.id, module), "pins_clash", **fields)


def _pinned_at(workspace: Workspace, mentee: str, module: str) -> tuple[str, int, str]:
    """Where the pin of a module that counts stands in the executive's file."""
    placed = workspace.mentees[mentee].value
    said = (module, placed.pins[module])
    at = [number for number, one in enumerate(placed.agreed) if one.pin and (one.pin.module, one.pin.session) == said]
    return ("agreed", at[-1], "pin")


def _dated(
    workspace: Workspace,
    frame: Frame,
    mentee: MenteeProfile,
    mentor: MentorProfile,
    asked: Task,
    composed: Sessions,
    taken: Set[dt.date],
) -> tuple[tuple[Session, ...], Problem | None]:
    """The sessions with their dates, or the problem that stops them. A session without modules is not held."""
    source = workspace.mentees[mentee.id].source
    known = {period.number: period for period in slots.periods(mentee.time, frame)}
    dated: list[Session] = []
    own: set[dt.date] = set()
    for place, modules in enumerate(composed):
        if not modules:
            continue
        number = asked.number(place)
        if number not in known:
            fields = {"sessions": len(composed), "periods": len(known), "every": str(mentee.time.every)}
            return (), source.problem(("time",), "window_too_short", **fields)
        busy = taken | own
        slot = slots.find(known[number], mentee.time, mentor.window, frame, busy)
        if slot is None:
            period = known[number]
            why = slots.obstacles(period, mentee.time, mentor.window, frame, busy)
            fields = {"session": number, "first": period.first, "last": period.last, "why": list(why)}
            return (), source.problem(("time",), "no_free_slot", **fields)
        own.add(slot.start.date())
        planned = tuple(PlannedModule(one, workspace.catalogue.modules[one].minutes) for one in modules)
        dated.append(Session(number, slot.start, slot.end, planned, slot.moved))
    return tuple(dated), None
