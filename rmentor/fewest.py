"""As few themes a session as can be, in a plan whose gain and wishes are the best: found, and proven where possible.

A bound comes from modules counted or laid out without an order in time (`layouts`); what reaches it is put into an
order (`seating`). What surely cannot be is cut, until nothing is left that might; then the fewest is one more.
"""

from __future__ import annotations

from dataclasses import replace

from rmentor import fillings, layouts, packing, relaxation, seating, themes, timelines
from rmentor.fillings import Fillings
from rmentor.layouts import Aim, Layout
from rmentor.relaxation import Cut
from rmentor.tasks import Sessions, Task, flat

MOST_PATTERNS = 2500
OWN_PATTERNS = 1000
"""Patterns of one choice of modules alone: more are many because sessions are long, and then seating is easy."""
QUICK_PATTERNS = 100
"""Up to so many, sessions are laid out without a tally first."""
TURNS = 4
"""Choices laid out, each another than those before."""
LARGE = 300
TURNS_WHERE_LARGE = 2
"""Beyond so many patterns each choice takes long."""
ALWAYS = 10**6
"""What a cut holds for that no plan at all can go beyond."""
ROUNDS = 8
"""Layouts made, or choices counted, at most."""


class _Search:
    """The best plan so far, the fewest pairs that any can have, and what was found out about that number."""

    def __init__(self, task: Task, names: tuple[str, ...], best: Sessions, cuts: tuple[Cut, ...]) -> None:
        self.task, self.names = task, names
        self.best, self.seated = best, False
        self.aim = Aim(task.gain(flat(best)), task.wishes(flat(best)), cuts)
        self.least = 0
        self.more: list[tuple[Cut, int]] = []

    @property
    def proven(self) -> bool:
        return themes.changes(self.task, self.best) <= self.least

    @property
    def asked(self) -> Aim:
        """What a plan with the fewest pairs must have."""
        return replace(self.aim, cuts=(*self.aim.cuts, *(cut for cut, _ in self.more)))

    def bounded(self, layout: Layout) -> bool:
        """Whether a layout bounds all plans higher than before. It bounds those that keep to the cuts; plans that need
        not are above what the cuts hold for."""
        least = min((holds for _, holds in self.more), default=ALWAYS) + 1
        if not layout.none:
            least = min(least, layout.least)
        if not self.least < least < ALWAYS:
            return False
        self.least = least
        self.more = [(cut, holds) for cut, holds in self.more if holds >= least]
        return True

    def take(self, sessions: Sessions | None) -> None:
        """A plan that was found, if it is better; else the best one, once, is made better by exchanges."""
        if sessions is None and not self.seated:
            self.seated = True
            sessions = themes.seated(self.task, self.best)
        if sessions is not None and themes.changes(self.task, sessions) < themes.changes(self.task, self.best):
            self.best = sessions

    def count(self, rounds: int) -> None:
        """Counts sessions by their minutes, and looks at the modules that are chosen so."""
        for _ in range(rounds):
            counted = layouts.tally(self.task, self.names, self.asked)
            self.bounded(counted)
            if self.proven or counted.modules is None:
                return
            if not self.stuck(counted.modules) and (not self.chosen(counted.modules) or self.proven):
                return

    def lay_out(self, filled: Fillings) -> None:
        """Lays sessions out, and puts them into time; where that fails, asks all plans at once."""
        others: list[Cut] = []
        left = TURNS if filled.count <= LARGE else TURNS_WHERE_LARGE
        for _ in range(ROUNDS):
            asked = replace(self.asked, cuts=(*self.asked.cuts, *others))
            layout = layouts.lay_out(self.task, self.names, asked, filled)
            if not others:
                self.bounded(layout)
            if self.proven:
                return
            if layout.modules is None or layout.least > self.least:
                break
            if self.stuck(layout.modules):
                continue
            self.seat(layout)
            left -= 1
            if self.proven or not left:
                break
            others.append((dict.fromkeys(sorted(layout.modules), 1.0), len(layout.modules) - 1.0))
        if not self.proven and timelines.small(self.task, self.names, filled):
            found = timelines.fewest(self.task, self.names, self.aim, filled)
            self.take(found.sessions)
            self.least = max(self.least, found.least)

    def stuck(self, modules: frozenset[str]) -> bool:
        """Whether modules of a choice wait for each other's levels in a circle; no plan has those alone."""
        circles = relaxation.stuck(self.task, self.names, modules)
        self.aim = replace(self.aim, cuts=(*self.aim.cuts, *circles))
        return bool(circles)

    def seat(self, layout: Layout) -> None:
        """What was laid out, in time."""
        if layout.modules is not None and layout.sessions is not None:
            self.take(seating.seat(self.task, layout.modules, layout.sessions))

    def chosen(self, modules: frozenset[str]) -> bool:
        """Looks at one choice of modules alone, with less; whether something was found out: that it can be seated with
        the fewest pairs, or that it cannot."""
        own = tuple(sorted(modules))
        filled = fillings.fillings(self.task, own, OWN_PATTERNS)
        if filled is None:
            return self.packed(modules)
        layout = layouts.lay_out(self.task, own, self.aim, filled)
        self.seat(layout)
        if self.proven:
            return True
        if layout.none or layout.least > self.least:
            others = {name: -1.0 for name in self.names if name not in modules}
            self.more.append(((others, -1.0), ALWAYS if layout.none else layout.least - 1))
            return True
        return False

    def packed(self, modules: frozenset[str]) -> bool:
        """The same by seating the modules one by one."""
        found = packing.pack_few(self.task, modules, self.least)
        self.take(found.sessions)
        if found.cut is not None:
            self.more.append((found.cut, self.least))
        return found.sessions is not None or found.cut is not None


def fewest(task: Task, names: tuple[str, ...], best: Sessions, cuts: list[Cut]) -> tuple[Sessions, bool]:
    """A plan with the gain and the wishes of the best and as few pairs of a session and a theme as can be found, and
    whether none can have fewer. `names` are the modules that a plan may have; `cuts` hold for every plan."""
    search = _Search(task, names, best, tuple(cuts))
    full = fillings.fillings(task, names, QUICK_PATTERNS, whole=True)
    if full is None:
        search.count(1)
        full = None if search.proven else fillings.fillings(task, names, MOST_PATTERNS)
    if search.proven:
        return search.best, True
    if full is None:
        search.count(ROUNDS)
    else:
        search.lay_out(full)
    return search.best, search.proven
