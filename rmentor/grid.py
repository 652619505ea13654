"""The rows of an integer programme in which every module may stand in every session: room, order, gain and wishes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rmentor import packing
from rmentor.relaxation import Rows
from rmentor.tasks import CLOSE, Sessions, Task


class Grid:
    """Columns: module by module, in which session it stands (`at` has the first of each); the levels gained, a topic
    each; then those that come on top, from `free`."""

    def __init__(self, task: Task, names: Sequence[str], more: int = 0) -> None:
        self.task, self.names = task, names
        self.places = len(task.rooms)
        self.at = {name: number * self.places for number, name in enumerate(names)}
        self.topics = [topic for topic in sorted(task.needs) if task.gap(topic) > CLOSE]
        self.first_topic = len(names) * self.places
        self.free = self.first_topic + len(self.topics)
        self.rows = Rows(self.free + more)
        self.top, self.whole = np.ones(self.rows.columns), np.ones(self.rows.columns)
        self.top[self.first_topic : self.free] = [task.gap(topic) for topic in self.topics]
        self.whole[self.first_topic : self.free] = 0
        for name in names:
            self.rows.add(self.by(name, self.places - 1), high=1.0)
            if name in task.places:
                self.rows.add({self.at[name] + task.places[name]: 1.0}, low=1.0)
            for place in range(self.places):
                self._order(name, place)

    def by(self, name: str, place: int, factor: float = 1.0) -> dict[int, float]:
        """Whether a module is done by the end of a session."""
        return {self.at[name] + one: factor for one in range(place + 1)}

    def _order(self, name: str, place: int) -> None:
        """By the end of a session a module comes with its prerequisites, and with what teaches it entry levels."""
        task, module = self.task, self.task.modules[name]
        for before in sorted(module.requires):
            if before not in task.done:
                earlier = self.by(before, place, -1.0) if before in self.at else {}
                self.rows.add({**self.by(name, place), **earlier}, high=0.0)
        for topic, level in sorted(module.entry.items()):
            if (missing := level - task.level(topic)) > CLOSE:
                row = self.by(name, place, missing)
                for other in self.at:
                    if other != name and (taught := task.modules[other].teaches.get(topic, 0.0)) > 0:
                        row |= self.by(other, place, -taught)
                self.rows.add(row, high=CLOSE)

    def within_rooms(self) -> None:
        """The minutes of each session are enough."""
        for place, room in enumerate(self.task.rooms):
            minutes = {self.at[name] + place: float(self.task.modules[name].minutes) for name in self.names}
            self.rows.add(minutes, high=room)

    def worth(self, gain: float, wishes: int) -> None:
        """At least so much gain, and so many wishes."""
        last, task = self.places - 1, self.task
        gained: dict[int, float] = {}
        for number, topic in enumerate(self.topics, self.first_topic):
            row = {number: 1.0}
            for name in self.names:
                if (taught := task.modules[name].teaches.get(topic, 0.0)) > 0:
                    row |= self.by(name, last, -taught)
            self.rows.add(row, high=0.0)
            gained[number] = float(task.needs[topic].priority)
        self.rows.add(gained, low=gain)
        wished = [name for name in self.names if name in task.wanted]
        self.rows.add({key: one for name in wished for key, one in self.by(name, last).items()}, low=wishes)

    def sessions(self, found: NDArray[np.float64]) -> Sessions | None:
        """What stands in each session, in an order in which it can be begun."""
        cells = found[: self.first_topic].reshape(len(self.names), self.places)
        stands = {name: int(np.argmax(row)) for name, row in zip(self.names, cells, strict=True) if row.max() > 0.5}
        return packing.arranged(self.task, stands)
