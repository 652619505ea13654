"""Made-up planning tasks, seeded: catalogues of 20 to 80 modules, and what one executive asks of them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from rmentor.kits import Module
from rmentor.people import Need
from rmentor.tasks import Task

SIZES = ((20, 6), (30, 8), (40, 6), (60, 10), (80, 12))
"""Modules in the catalogue, sessions in the time credit."""

DURATIONS: Mapping[str, tuple[tuple[int, ...], tuple[int, ...]]] = {
    "well": ((10, 15, 20, 25, 30), (50, 80)),
    "badly": ((15, 20, 25, 35, 40), (50, 65)),
    "odd": ((12, 17, 21, 26, 33, 38), (50, 62)),
}
"""How modules pack: their minutes, and the usable minutes of a session."""

TWISTS = ("plain", "pins", "refusals", "held", "entries", "everything")


@dataclass(frozen=True)
class Instance:
    """One task, and how it was made."""

    name: str
    modules: int
    sessions: int
    task: Task


def instances(rounds: int = 2, seed: int = 1) -> Iterator[Instance]:
    """Every size with every way of packing and every twist, `rounds` times: 90 instances a round."""
    for turn in range(rounds):
        for modules, sessions in SIZES:
            for packing in DURATIONS:
                for twist in TWISTS:
                    yield instance(modules, sessions, packing, twist, seed * 1000 + turn)


def instance(modules: int, sessions: int, packing: str, twist: str, seed: int) -> Instance:
    """One instance; the same arguments always give the same one."""
    name = f"{modules}/{sessions} {packing} {twist} {seed}"
    chance = random.Random(name)
    topics = [f"topic-{number}" for number in range(max(4, modules // 9))]
    catalogue = _catalogue(chance, topics, modules, DURATIONS[packing][0], twist in ("entries", "everything"))
    room = chance.choice(DURATIONS[packing][1])
    task = Task(
        modules=catalogue,
        needs=_needs(chance, topics),
        done=frozenset(chance.sample(sorted(catalogue), modules // 20)),
        refused=frozenset(),
        rooms=(room,) * sessions,
        tops=dict.fromkeys(topics, 5.0),
        wanted=frozenset(chance.sample(sorted(catalogue), modules // 12)),
    )
    return Instance(name, modules, sessions, _twisted(chance, task, twist))


def _needs(chance: random.Random, topics: list[str]) -> dict[str, Need]:
    needs = {}
    for topic in topics:
        level = chance.choice((0, 0, 0.5, 1, 1, 2))
        target = min(5, level + chance.choice((1.5, 2, 3, 4)))
        needs[topic] = Need(level=level, target=target, priority=chance.choice((1, 2, 2, 3)))
    return needs


def _catalogue(
    chance: random.Random, topics: list[str], number: int, durations: tuple[int, ...], entries: bool
) -> dict[str, Module]:
    made: dict[str, Module] = {}
    for count in range(number):
        topic = topics[count % len(topics)]
        earlier = [one.id for one in made.values() if one.theme == topic]
        requires = [chance.choice(earlier)] if earlier and chance.random() < 0.4 else []
        if made and chance.random() < 0.08:
            requires.append(chance.choice(sorted(made)))
        teaches: dict[str, float] = {topic: chance.choice((0.5, 0.5, 0.5, 1))}
        if chance.random() < 0.15:
            teaches.setdefault(chance.choice(topics), 0.5)
        entry = {topic: chance.choice((1, 1, 1.5, 2, 3))} if entries and earlier and chance.random() < 0.4 else {}
        name = f"module-{chance.randrange(10**6):06d}-{count}"
        made[name] = Module(
            version=1,
            id=name,
            title=name,
            minutes=chance.choice(durations),
            theme=topic,
            teaches=teaches,
            entry=entry,
            requires=tuple(sorted(set(requires))),
        )
    return dict(sorted(made.items()))


def _twisted(chance: random.Random, task: Task, twist: str) -> Task:
    if twist in ("refusals", "everything"):
        task = replace(task, refused=frozenset(chance.sample(sorted(task.modules), len(task.modules) // 8)))
    if twist in ("held", "everything"):
        held = chance.randint(1, 2)
        once = [name for name in sorted(task.modules) if not task.modules[name].requires][: 2 * held]
        taught = _taught(task, once)
        task = replace(
            task,
            rooms=task.rooms[held:],
            numbers=tuple(range(held + 1, len(task.rooms) + 1)),
            done=task.done | frozenset(once),
            taught=taught,
        )
    if twist in ("pins", "everything"):
        free = [
            name
            for name, module in task.modules.items()
            if not module.requires and not module.entry and name not in task.done | task.refused
        ]
        numbers = task.numbers or tuple(range(1, len(task.rooms) + 1))
        pinned = chance.sample(free, min(3, len(free)))
        task = replace(task, pins=dict(zip(pinned, chance.sample(numbers, len(pinned)), strict=True)))
    return task


def _taught(task: Task, modules: list[str]) -> dict[str, float]:
    taught: dict[str, float] = {}
    for name in modules:
        for topic, level in task.modules[name].teaches.items():
            taught[topic] = taught.get(topic, 0.0) + level
    return taught
