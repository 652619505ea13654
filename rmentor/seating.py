"""Chosen modules put into sessions that were laid out: which session comes when, which module takes which slot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from zlib import crc32

from rmentor.layouts import Laid, Slots
from rmentor.packing import arranged, followers
from rmentor.tasks import Sessions, Task

MOST_FILLED = 4000
"""Sessions filled on the way before the search is given up."""


def seat(task: Task, modules: frozenset[str], sessions: tuple[Laid, ...]) -> Sessions | None:
    """The modules in those sessions, in an order in which all can be begun; None if none was found."""
    stands = _Search(task, modules).seated(sessions)
    return None if stands is None else arranged(task, stands)


class _Search:
    """Session after session: any of the sessions still to come is filled, in several ways, with what can be begun."""

    def __init__(self, task: Task, modules: frozenset[str]) -> None:
        self.task = task
        self.modules = modules
        self.filled = 0
        waiting = followers(task, modules)
        late = {name: task.places.get(name, len(task.rooms)) for name in modules}
        keys = (
            lambda name: (late[name], -waiting[name], -task.modules[name].minutes, name),
            lambda name: (late[name], -task.modules[name].minutes, -waiting[name], name),
            lambda name: (late[name], crc32(name.encode()), 0, name),
            lambda name: (late[name], task.modules[name].minutes, -waiting[name], name),
        )
        self.orders = [sorted(modules, key=key) for key in keys]
        self.theme = {name: task.theme(name) for name in modules}

    def seated(self, sessions: tuple[Laid, ...]) -> dict[str, int] | None:
        """Where each module stands."""
        left = Counter(sessions)
        return self._from(0, left, (), {}) if self._enough(left, frozenset()) else None

    def _enough(self, left: Counter[Laid], done: frozenset[str]) -> bool:
        """Whether the slots that are left suffice, theme by theme, for the modules that are: for the longest one, for
        the two longest, and so on."""
        slots: dict[str, list[int]] = {}
        for (_, session), count in left.items():
            for theme, minutes in session:
                slots.setdefault(theme, []).extend([minutes] * count)
        asked: dict[str, list[int]] = {}
        for name in self.modules - done - self.task.places.keys():
            asked.setdefault(self.theme[name], []).append(self.task.modules[name].minutes)
        for theme, lengths in asked.items():
            there = sorted(slots.get(theme, []), reverse=True)
            if len(there) < len(lengths):
                return False
            if any(one > slot for one, slot in zip(sorted(lengths, reverse=True), there, strict=False)):
                return False
        return True

    def _from(
        self, place: int, left: Counter[Laid], done: tuple[str, ...], stands: dict[str, int]
    ) -> dict[str, int] | None:
        if len(stands) == len(self.modules):
            return stands
        if place == len(self.task.rooms):
            return None
        for rest, here in self._ways(place, left, done):
            found = self._from(place + 1, rest, (*done, *here), {**stands, **dict.fromkeys(here, place)})
            if found is not None:
                return found
            if self.filled > MOST_FILLED:
                return None
        return None

    def _ways(
        self, place: int, left: Counter[Laid], done: tuple[str, ...]
    ) -> Iterator[tuple[Counter[Laid], tuple[str, ...]]]:
        """Ways to fill this session, with the sessions that are left then: those that teach what matters most first;
        pinned modules alone where there is time left."""
        found = []
        pinned = {name for name, at in self.task.places.items() if at == place and name in self.modules}
        for laid in sorted(one for one in left if place in one[0]):
            seen = set()
            rest = left - Counter([laid])
            for order in self.orders:
                self.filled += 1
                here = self._filled(laid[1], place, done, order)
                new = here and frozenset(here) not in seen and pinned <= set(here)
                seen.add(frozenset(here))
                if new and self._enough(rest, frozenset((*done, *here))):
                    found.append((-sum(self.task.weight(name) for name in here), laid, here, rest))
        for _, _, here, rest in sorted(found, key=lambda one: one[:3]):
            yield rest, here
        alone = self._filled((), place, done, self.orders[0])
        if pinned <= set(alone) and self._spare(place, left):
            yield left, alone

    def _spare(self, place: int, left: Counter[Laid]) -> bool:
        """Whether the sessions that are left have places enough without this one."""
        alike = next((places for places, _ in left if place in places), ())
        there = sum(count for (places, _), count in left.items() if places == alike)
        return there <= sum(one > place for one in alike)

    def _filled(self, slots: Slots, place: int, done: tuple[str, ...], order: list[str]) -> tuple[str, ...]:
        """What goes into the slots of a session, and what is pinned to it, in an order in which it can be begun."""
        task = self.task
        open_slots = sorted(slots, key=lambda one: one[1])
        themes = {theme for theme, _ in slots}
        known = task.done | set(done)
        able = [
            name
            for name in order
            if name not in known and (task.places[name] == place if name in task.places else self.theme[name] in themes)
        ]
        here: list[str] = []
        more = True
        while more:
            more = False
            for name in able:
                module = task.modules[name]
                if name in here or not known.issuperset(module.requires):
                    continue
                slot = None
                if name not in task.places:
                    theme = self.theme[name]
                    slot = next((one for one in open_slots if one[0] == theme and one[1] >= module.minutes), None)
                    if slot is None:
                        continue
                if module.entry and not task.reached(module, (*done, *here)):
                    continue
                here.append(name)
                known = known | {name}
                if slot is not None:
                    open_slots.remove(slot)
                more = True
                break
        return tuple(here)
