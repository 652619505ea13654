"""What is no longer as people know it: a plan beside what was announced, or beside the plan that was kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rmentor.errors import Reason
from rmentor.outcomes import Plan
from rmentor.people import AnnouncedSession


@dataclass(frozen=True)
class Known:
    """What people know of one session: when, and which modules."""

    start: dt.datetime | None
    modules: tuple[str, ...]


@dataclass(frozen=True)
class Before:
    """What people know of one executive's sessions, by number; the mentor, where one was named."""

    sessions: Mapping[int, Known]
    mentor: str | None = None


def announced(told: Iterable[AnnouncedSession], mentor: str | None) -> Before:
    """What was announced, called off sessions apart; of two with one number that of the later day of telling."""
    found = {}
    for one in sorted(told, key=lambda one: (one.on or dt.date.min, one.start)):
        if not one.cancelled:
            found[one.session] = Known(one.start, one.modules)
    return Before(found, mentor)


def kept(plan: Plan) -> Before:
    """What an earlier plan said."""
    sessions = {one.number: Known(one.start, tuple(module.id for module in one.modules)) for one in plan.sessions}
    return Before(sessions, plan.mentor)


def changes(before: Before, now: Plan) -> tuple[Reason, ...]:
    """What changed, in the order mentor, sessions, modules; sessions that were held are history, and no change."""
    return (*_mentor(before, now), *_dates(before, now), *_modules(before, now))


def _mentor(before: Before, now: Plan) -> Iterator[Reason]:
    if before.mentor is not None and before.mentor != now.mentor:
        yield Reason("change", {"kind": "mentor", "before": before.mentor, "now": now.mentor})


def _dates(before: Before, now: Plan) -> Iterator[Reason]:
    held = {one.number for one in now.sessions if one.held}
    stands = {one.number: one for one in now.sessions if not one.held}
    for number in sorted((before.sessions.keys() | stands.keys()) - held):
        known, session = before.sessions.get(number), stands.get(number)
        if session is None and known is not None:
            yield Reason("change", {"kind": "off", "session": number, "day": known.start})
        elif session is not None and known is None:
            yield Reason("change", {"kind": "added", "session": number, "day": session.start})
        elif session is not None and known is not None and known.start != session.start:
            yield Reason("change", {"kind": "moved", "session": number, "before": known.start, "day": session.start})


def _modules(before: Before, now: Plan) -> Iterator[Reason]:
    held = {one.number for one in now.sessions if one.held}
    done = {module.id for one in now.sessions if one.held for module in one.modules}
    was = {
        name: number for number, one in sorted(before.sessions.items()) if number not in held for name in one.modules
    }
    lost = {name: number for number, one in sorted(before.sessions.items()) if number in held for name in one.modules}
    now_in = {module.id: one.number for one in now.sessions if not one.held for module in one.modules}
    why = {one.module: one.reason for one in now.left_out}
    for name in sorted({**lost, **was}.keys() | now_in.keys()):
        first, second = was.get(name, lost.get(name)), now_in.get(name)
        if first is None and second is not None:
            yield Reason("change", {"kind": "module_in", "module": name, "session": second})
        elif second is None and name in why:
            yield Reason("change", {"kind": "module_out", "module": name, "session": first, "why": why[name]})
        elif second is None and name in done and name in was:
            yield Reason("change", {"kind": "module_done", "module": name, "session": first})
        elif second is not None and first != second:
            fields = {"module": name, "before": first, "session": second}
            yield Reason("change", {"kind": "module_moved", **fields})
