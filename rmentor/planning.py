"""Phase 3: which modules an executive takes, in which session, within the time they give; proven best where it can be.

A relaxation chooses modules and bounds every plan (`relaxation`); what it chooses is put into sessions (`packing`). If
that works the plan is proven; if it surely does not, a cut forbids that choice and the next best is tried. Then modules
are seated by theme and priority (`themes`), and what brings nothing is given back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal

from rmentor import fewest, packing, relaxation, themes
from rmentor.chains import chain_to, placed_in
from rmentor.relaxation import Choice, Cut
from rmentor.tasks import CLOSE, Sessions, Task, flat, holds

ROUNDS = 12
"""Choices tried before the best plan found is taken as it is."""
THRIFT = (1.0, 0.5, 0.0)
"""How much minutes count against gain, from most to not at all: each gives an order to try."""


@dataclass(frozen=True)
class Composition:
    """The modules of each session, in order. `proof`: no plan has more gain nor, with that gain, more wishes
    (`optimal`), or no plan has more gain than `bound` (`within`). `fewest_themes`: no plan with that gain and those
    wishes has fewer pairs of a session and a theme. `clash`: the fewest pins to give up, where they cannot all be kept;
    then there are no sessions."""

    sessions: Sessions
    proof: Literal["optimal", "within", "none"]
    bound: float
    clash: tuple[str, ...] = ()
    fewest_themes: bool = False


def compose(task: Task, *, tidy: bool = True) -> Composition:
    """The best plan: most gain, then most wishes, then few themes a session, what matters most early, few minutes.

    Unless it shall be `tidy`, modules stay where they were packed first: gain and wishes are as good, and sooner known.
    """
    names = relaxation.candidates(task)
    if any(name not in names for name in task.places):
        return Composition((), "none", 0.0, tuple(name for name in task.places if name not in names))
    cuts: list[Cut] = []
    found, last, proven = _searched(task, names, cuts)
    if found is None:
        return Composition((), "none", 0.0, _clash(task)) if task.places else Composition((), "optimal", 0.0)
    found, few = without_spare(task, found), False
    if proven and tidy:
        found, few = fewest.fewest(task, names, found, cuts)
    if tidy:
        found = themes.seated(task, _shorter(task, names, without_spare(task, found)))
    found = _closed(task, found)
    gain = task.gain(flat(found))
    if proven:
        return Composition(found, "optimal", gain, fewest_themes=few)
    return Composition(found, "within", max(gain, last.gain))


def _searched(task: Task, names: tuple[str, ...], cuts: list[Cut]) -> tuple[Sessions | None, Choice, bool]:
    """The best plan found, the last choice of the relaxation, and whether nothing can be better. Cuts are added."""
    best: Sessions | None = None
    choice = Choice(frozenset(), task.gain(names), 0)
    for _ in range(ROUNDS):
        tighter = relaxation.choose(task, names, cuts)
        if (chosen := tighter.modules) is None:
            break
        choice = tighter
        if circles := relaxation.stuck(task, names, chosen):
            cuts += circles
            continue
        packed = packing.pack(task, chosen)
        if packed.sessions is None and best is None:
            best = _nearly(task, chosen)
        best = max(best, packed.sessions, key=lambda one: _worth(task, one))
        if best is not None and _worth(task, best) >= (round(choice.gain, 6), choice.wishes):
            return best, choice, True
        if packed.sessions is not None or packed.cut is None:
            break
        cuts.append(packing.core(task, chosen, packed.cut))
    return best if best is not None else _nearly(task, choice.modules or frozenset()), choice, False


def _nearly(task: Task, chosen: frozenset[str]) -> Sessions | None:
    """A good plan where the best choice cannot be packed: what of it can be, or what the pins ask for, filled up."""
    pinned = relaxation.choose(replace(task, needs={}, wanted=frozenset()), relaxation.candidates(task)).modules
    starts = [packing.repaired(task, chosen), packing.pack(task, pinned).sessions if pinned is not None else None]
    found = [
        filled(task, thrift, start) for start in starts if start is not None and holds(task, start) for thrift in THRIFT
    ]
    return max(found, key=lambda one: _worth(task, one), default=None)


def _worth(task: Task, sessions: Sessions | None) -> tuple[float, int]:
    if sessions is None:
        return (-1.0, 0)
    modules = flat(sessions)
    return round(task.gain(modules), 6), task.wishes(modules)


def _clash(task: Task) -> tuple[str, ...]:
    """The smallest set of pins without which the others can be kept."""
    pins = sorted(task.pins)
    for size in range(1, len(pins) + 1):
        for given_up in combinations(pins, size):
            less = replace(task, pins={name: task.pins[name] for name in pins if name not in given_up})
            if _searched(less, relaxation.candidates(less), [])[0] is not None:
                return given_up
    return tuple(pins)


def _closed(task: Task, sessions: Sessions) -> Sessions:
    """Without sessions that stay empty, where the others fit into the places before them; else without the last."""
    closed = tuple(session for session in sessions if session)
    if holds(task, closed):
        return closed
    while sessions and not sessions[-1]:
        sessions = sessions[:-1]
    return sessions


def filled(task: Task, thrift: float, start: Sessions) -> Sessions:
    """Places the chain with the most gain / minutes^thrift again and again until nothing more fits or helps."""
    sessions: list[list[str]] = [list(session) for session in start]
    while True:
        placed = flat(sessions)
        best: tuple[tuple[float, float], str, list[list[str]]] | None = None
        for name in sorted(task.modules):
            if name in placed or name in task.done or name in task.barred:
                continue
            chain = chain_to(task, name, placed)
            gain = task.gain((*placed, *chain)) - task.gain(placed)
            if gain <= CLOSE or (tried := placed_in(task, sessions, chain)) is None:
                continue
            merit = (gain / sum(task.modules[one].minutes for one in chain) ** thrift, gain)
            if best is None or merit > best[0]:
                best = (merit, name, tried)
        if best is None:
            return tuple(map(tuple, sessions))
        sessions = best[2]


def _shorter(task: Task, names: tuple[str, ...], sessions: Sessions) -> Sessions:
    """The same with a shorter module of a theme instead of a longer one, wherever nothing is lost by it."""
    themes = {name: task.theme(name) for name in names}
    for name in flat(sessions):
        modules = frozenset(flat(sessions))
        if name in task.places:
            continue
        other = [
            one
            for one in names
            if one not in modules
            and themes[one] == themes[name]
            and task.modules[one].minutes < task.modules[name].minutes
        ]
        least = task.gain(modules) - CLOSE if other else 0.0
        for one in sorted(other, key=lambda one: (task.modules[one].minutes, one)):
            tried = modules - {name} | {one}
            if task.gain(tried) >= least and task.wishes(tried) >= task.wishes(modules):
                changed = tuple(tuple(one if two == name else two for two in session) for session in sessions)
                if holds(task, changed):
                    sessions = changed
                    break
    return sessions


def without_spare(task: Task, sessions: Sessions) -> Sessions:
    """The same without modules that bring nothing, neither levels nor a wish nor a way to others."""
    for name in reversed(flat(sessions)):
        fewer = tuple(tuple(one for one in session if one != name) for session in sessions)
        if (
            name not in task.wanted
            and task.gain(flat(fewer)) >= task.gain(flat(sessions)) - CLOSE
            and holds(task, fewer)
        ):
            sessions = fewer
    return sessions
