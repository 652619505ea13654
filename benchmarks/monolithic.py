"""The same task as one CP-SAT model: what the planner is measured against. Needs `ortools`, which rmentor does not.

Every module in every session is a yes or no; gain first, then wishes, then few themes a session. Modules of one session
may open each other in a circle here, which no real plan can: what it finds is then an upper bound (`holds` is asked).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rmentor.packing import arranged
from rmentor.tasks import CLOSE, Sessions, Task

_GRAIN = 1000


@dataclass(frozen=True)
class Answer:
    """What the model found: the sessions (None if nothing), the bound on the gain, whether it finished."""

    sessions: Sessions | None
    gain: float
    wishes: int
    changes: int
    gain_bound: float
    finished: bool


class Model:
    """The whole task."""

    def __init__(self, task: Task) -> None:
        from ortools.sat.python import cp_model

        self.cp = cp_model
        self.task = task
        self.model = cp_model.CpModel()
        free = [one for one in sorted(task.modules) if one not in task.done and one not in task.barred]
        self.names, self.places = free, range(len(task.rooms))
        self.at = {(name, place): self.model.new_bool_var(f"{name}@{place}") for name in free for place in self.places}
        self.taken = {name: sum(self.at[name, place] for place in self.places) for name in free}
        self._rules()
        self.gain, self.wishes, self.changes = self._gain(), self._wishes(), self._changes()

    def _rules(self) -> None:
        task, model = self.task, self.model
        for name in self.names:
            model.add(self.taken[name] <= 1)
            module = task.modules[name]
            for place in self.places:
                by_then = sum(self.at[name, one] for one in range(place + 1))
                for before in module.requires:
                    if before not in task.done:
                        model.add(by_then <= sum(self.at[before, one] for one in range(place + 1)))
                for topic, level in module.entry.items():
                    missing = level - task.level(topic)
                    if missing > CLOSE:
                        others = sum(
                            round(_GRAIN * taught) * self.at[other, one]
                            for other in self.names
                            if other != name and (taught := task.modules[other].teaches.get(topic, 0.0)) > 0
                            for one in range(place + 1)
                        )
                        model.add(others >= round(_GRAIN * missing) * by_then)
        for place, room in enumerate(task.rooms):
            model.add(sum(task.modules[name].minutes * self.at[name, place] for name in self.names) <= room)
        for name, place in task.places.items():
            if name in self.taken:
                model.add(self.at[name, place] == 1)

    def _gain(self) -> Any:
        total = 0
        for topic, need in sorted(self.task.needs.items()):
            gap = round(_GRAIN * self.task.gap(topic))
            reached = self.model.new_int_var(0, max(0, gap), topic)
            teaches = {name: round(_GRAIN * self.task.modules[name].teaches.get(topic, 0.0)) for name in self.names}
            self.model.add(reached <= sum(teaches[name] * self.taken[name] for name in self.names))
            total = total + int(need.priority) * reached
        return total

    def _wishes(self) -> Any:
        return sum(self.taken[name] for name in self.names if name in self.task.wanted)

    def _changes(self) -> Any:
        themes: dict[str, list[str]] = {}
        for name in self.names:
            themes.setdefault(self.task.modules[name].theme or name, []).append(name)
        total = 0
        for theme, names in sorted(themes.items()):
            for place in self.places:
                there = self.model.new_bool_var(f"{theme}@{place}")
                for name in names:
                    self.model.add_implication(self.at[name, place], there)
                total = total + there
        return total

    def best(self, seconds: float, *, themes: bool = False) -> Answer:
        """The best found in so many seconds: gain, then wishes; then, if asked, few themes in as many seconds more."""
        cp, solver = self.cp, self.cp.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.linearization_level = 2
        solver.parameters.random_seed = 1
        solver.parameters.max_time_in_seconds = seconds
        many = len(self.task.wanted) + 1
        self.model.maximize(many * self.gain + self.wishes)
        status = solver.solve(self.model)
        if status not in (cp.OPTIMAL, cp.FEASIBLE):
            return Answer(None, 0.0, 0, 0, 0.0, status == cp.INFEASIBLE)
        bound = solver.best_objective_bound // many / _GRAIN
        finished = status == cp.OPTIMAL
        if themes:
            self.model.add(many * self.gain + self.wishes >= round(solver.objective_value))
            self.model.minimize(self.changes)
            status = solver.solve(self.model)
            finished = finished and status == cp.OPTIMAL
        stands = {name: place for (name, place), one in self.at.items() if solver.boolean_value(one)}
        value: Mapping[str, int] = {key: int(solver.value(getattr(self, key))) for key in ("gain", "wishes", "changes")}
        return Answer(
            arranged(self.task, stands), value["gain"] / _GRAIN, value["wishes"], value["changes"], bound, finished
        )
