"""Every module that a plan leaves out, and why: in the order in which the reasons are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rmentor.chains import chain_to, placed_in
from rmentor.errors import Reason
from rmentor.outcomes import LeftOut
from rmentor.tasks import CLOSE, Sessions, Task, flat, holds


def left_out(task: Task, sessions: Sessions) -> tuple[LeftOut, ...]:
    """Every module that is neither planned nor done, with the reason; sorted by id.

    Barred (refused, a prerequisite, an entry level, longer than a session), not needed, then: it would bring more and
    there is no room. `less_gain` where something planned could make way and brings as much; `does_not_fit` where
    nothing alone is long enough to. Both say how many minutes longer sessions would have to be to hold it as well.
    """
    room = _Room(task, sessions)
    return tuple(LeftOut(name, _why(task, room, name)) for name in sorted(set(task.modules) - room.planned - task.done))


def _why(task: Task, room: _Room, name: str) -> Reason:
    if name in task.barred:
        return task.barred[name]
    if not any(task.gap(topic) > 0 and level > 0 for topic, level in task.modules[name].teaches.items()):
        return Reason("not_needed", {"kind": "no_such_need"})
    gain = task.gain((*room.order, name)) - room.gain
    if gain <= CLOSE:
        return Reason("not_needed", {"kind": "need_met"})
    chain = chain_to(task, name, room.order)
    short = room.short(chain)
    if room.exchanged(chain):
        minutes = sum(task.modules[one].minutes for one in chain)
        return Reason("less_gain", {"minutes": minutes, "gain": round(gain, 9), "short": short})
    return Reason("does_not_fit", {"kind": "room", "minutes": short})


class _Room:
    """What is free in a plan, and what could make way."""

    def __init__(self, task: Task, sessions: Sessions) -> None:
        self.task = task
        self.sessions = (*sessions, *(() for _ in range(len(task.rooms) - len(sessions))))
        self.order = flat(sessions)
        self.planned = set(self.order)
        self.gain = task.gain(self.order)
        self.left = [
            room - sum(task.modules[one].minutes for one in session)
            for room, session in zip(task.rooms, self.sessions, strict=True)
        ]
        self.spare = {name: place for place, name in self._spare()}

    def _spare(self) -> Iterator[tuple[int, str]]:
        """Modules that are not pinned and that no other needs in order to begin."""
        required = {before for name in self.order for before in self.task.modules[name].requires}
        asked = {topic for name in self.order for topic in self.task.modules[name].entry}
        for place, session in enumerate(self.sessions):
            for name in session:
                if name in self.task.places or name in required:
                    continue
                if asked.isdisjoint(self.task.modules[name].teaches) or holds(self.task, self._without(name)):
                    yield place, name

    def _without(self, name: str) -> Sessions:
        return tuple(tuple(one for one in session if one != name) for session in self.sessions)

    def short(self, chain: list[str]) -> int:
        """By how many minutes sessions would have to be longer, for all of a chain to be held besides."""
        low, high = 0, sum(self.task.modules[one].minutes for one in chain)
        while high - low > 1:
            middle = (low + high) // 2
            longer = replace(self.task, rooms=tuple(room + middle for room in self.task.rooms))
            low, high = (low, middle) if placed_in(longer, self.sessions, chain) else (middle, high)
        return high

    def exchanged(self, chain: list[str]) -> bool:
        """Whether the chain finds room once one planned module is taken out."""
        lengths = [self.task.modules[one].minutes for one in chain]
        total, longest, widest = sum(lengths) - sum(self.left), max(lengths), max(self.left)
        for name, place in self.spare.items():
            minutes = self.task.modules[name].minutes
            if minutes < total or max(widest, self.left[place] + minutes) < longest:
                continue
            if placed_in(self.task, self._without(name), chain) is not None:
                return True
        return False
