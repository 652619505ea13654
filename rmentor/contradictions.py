"""What an executive and mentor settled that no plan can keep: each its own problem, at its line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rmentor.errors import Problem
from rmentor.files.workspace import Workspace
from rmentor.profiles import MenteeProfile
from rmentor.tasks import CLOSE, Task


def found(workspace: Workspace, mentee: MenteeProfile, asked: Task) -> Iterator[Problem]:
    """No time at all, and pins that cannot be kept whatever else is planned."""
    placed = workspace.mentees[mentee.id]
    if not mentee.time.sessions:
        at = [number for number, one in enumerate(placed.value.agreed) if one.time and one.time.sessions == 0]
        yield placed.source.problem(("agreed", at[-1], "time", "sessions") if at else ("time", "sessions"), "no_credit")
        return
    for module in asked.pins:
        where = (*_pinned_at(workspace, mentee.id, module), "module")
        if module in asked.done:
            yield placed.source.problem(where, "pin_on_done", module=module)
        elif refusals := _refusals(asked, module):
            fields = {"module": module, "refused": refusals, "count": len(refusals)}
            yield placed.source.problem(where, "pin_behind_refused", **fields)
        elif circle := _circle(asked, module):
            fields = {"module": module, "topic": asked.barred[module].fields["topic"], "modules": circle}
            yield placed.source.problem(where, "pin_in_circle", **fields)
        elif module in asked.barred:
            yield placed.source.problem(where, "pin_impossible", module=module, why=[asked.barred[module]])


def needs_in_circles(workspace: Workspace, mentee: MenteeProfile, asked: Task) -> Iterator[Problem]:
    """Needs that no module serves because those that would wait for each other's levels; the plan does without."""
    source = workspace.mentees[mentee.id].source
    for topic in sorted(asked.needs):
        teaching = [name for name, one in asked.modules.items() if one.teaches.get(topic, 0.0) > 0]
        if asked.gap(topic) <= CLOSE or any(name not in asked.barred for name in teaching):
            continue
        circle = next((found for name in sorted(teaching) if (found := _circle(asked, name))), None)
        if circle is not None:
            modules = sorted({*circle, *(name for name in teaching if _circle(asked, name))})
            fields = {"topic": topic, "level": asked.level(topic), "modules": modules}
            yield source.warning(("topics", topic), "need_in_circle", **fields)


def clashing(workspace: Workspace, mentee: str, given_up: tuple[str, ...]) -> Iterator[Problem]:
    """Pins that cannot be kept together: the smallest set to give up, at the line of each."""
    placed = workspace.mentees[mentee]
    for module in given_up:
        fields = {"module": module, "session": placed.value.pins[module], "count": len(given_up)}
        yield placed.source.problem(_pinned_at(workspace, mentee, module), "pins_clash", **fields)


def _refusals(asked: Task, module: str) -> list[str]:
    """The refused modules that alone keep a pinned one from being begun: one where one is enough, else all of them."""
    if module not in asked.barred or module in asked.refused:
        return []
    single = [
        one for one in sorted(asked.refused) if module not in replace(asked, refused=asked.refused - {one}).barred
    ]
    if single:
        return single[:1]
    return sorted(asked.refused) if module not in replace(asked, refused=frozenset()).barred else []


def _circle(asked: Task, module: str) -> list[str]:
    """The modules that teach what a pinned one asks for, where they would be enough and all wait for it in turn."""
    why = asked.barred.get(module)
    if why is None or why.code != "entry_level":
        return []
    topic, level = str(why.fields["topic"]), float(why.fields["level"])
    teaching = [
        name for name, one in sorted(asked.modules.items())
        if name != module and name not in asked.done and name not in asked.refused and one.teaches.get(topic, 0.0) > 0
    ]  # fmt: skip
    return teaching if asked.level(topic) + asked.brought(teaching).get(topic, 0.0) >= level - CLOSE else []


def _pinned_at(workspace: Workspace, mentee: str, module: str) -> tuple[str, int, str]:
    """Where the pin of a module that counts stands in the executive's file."""
    placed = workspace.mentees[mentee].value
    said = (module, placed.pins[module])
    at = [number for number, one in enumerate(placed.agreed) if one.pin and (one.pin.module, one.pin.session) == said]
    return ("agreed", at[-1], "pin")
