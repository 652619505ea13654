"""How long a plan takes to be made again after people were told of one, how much of it stays, how often that is proven.

python -m benchmarks.replanning [rounds]   # every size of `instances`, with five things that happen in mid-course
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

from benchmarks.instances import instances
from rmentor import planning, replanning
from rmentor.people import Need
from rmentor.tasks import Sessions, Task, flat, holds


@dataclass(frozen=True)
class Again:
    """A task after something happened, and what was announced before."""

    name: str
    task: Task
    told: dict[str, int]


def happened(name: str, task: Task, sessions: Sessions) -> Iterator[Again]:
    """What can come between: a module refused, a need more or another level, a credit cut short, a session held."""
    chance = random.Random(name)
    told = {module: task.number(place) for place, session in enumerate(sessions) for module in session}
    free = [module for module in sorted(told) if module not in task.pins]
    if not free:
        return
    refused = replace(task, refused=task.refused | {chance.choice(free)})
    yield Again(f"{name} refused", refused, told)
    topics = sorted({topic for one in task.modules.values() for topic in one.teaches})
    topic = chance.choice(topics)
    new = Need(level=0, target=3, priority=3)
    yield Again(f"{name} need", replace(task, needs={**task.needs, topic: new}), told)
    other = chance.choice(sorted(task.needs))
    lower = task.needs[other].model_copy(update={"target": max(0.0, task.needs[other].target - 1.5)})
    yield Again(f"{name} less", replace(task, needs={**task.needs, other: lower}), told)
    pins = {one: at for one, at in task.pins.items() if at != task.number(len(task.rooms) - 1)}
    yield Again(f"{name} shorter", replace(task, rooms=task.rooms[:-1], pins=pins), told)
    first = sessions[0] if sessions else ()
    left = {module: at for module, at in told.items() if module not in first}
    brought = dict(task.taught)
    for topic, level in task.brought(first).items():
        brought[topic] = brought.get(topic, 0.0) + level
    held = replace(
        refused,
        done=task.done | set(first),
        taught=brought,
        rooms=task.rooms[1:],
        numbers=tuple(task.number(place) for place in range(1, len(task.rooms))),
        pins={one: at for one, at in task.pins.items() if one not in first},
    )
    yield Again(f"{name} held", held, left)


def main(rounds: int) -> None:
    """Prints the figures, in CPU seconds: the machine may be shared."""
    alone, again, shares, proven = [], [], [], 0
    planning.compose(next(instances()).task)
    for made in instances(rounds):
        for one in happened(made.name, made.task, planning.compose(made.task).sessions):
            began = time.process_time()
            best = planning.compose(one.task)
            alone.append(time.process_time() - began)
            began = time.process_time()
            found = replanning.compose(one.task, one.told)
            again.append(time.process_time() - began)
            if found.clash:
                continue
            assert holds(one.task, found.sessions), one.name
            assert one.task.gain(flat(found.sessions)) >= one.task.gain(flat(best.sessions)) - 1e-6, one.name
            kept = sum(one.told.get(module) == one.task.number(place)
                       for place, session in enumerate(found.sessions) for module in session)  # fmt: skip
            shares.append(kept / len(one.told) if one.told else 1.0)
            proven += bool(getattr(found, "fewest_changes", None))
            if len(sys.argv) > 2:
                print(
                    f"{one.name:55} {alone[-1]:6.2f} {again[-1]:6.2f} {kept:3}/{len(one.told):3}"
                    f" {getattr(found, 'fewest_changes', None)}",
                    flush=True,
                )
    spent = sorted(again)
    print(
        f"{len(again)} plans made again, load {os.getloadavg()[0]:.1f}; stays where announced: "
        f"{statistics.mean(shares):.1%} of modules; fewest changes proven: {proven / len(shares):.1%}"
    )
    print(
        f"CPU seconds: median {statistics.median(again):.3f}, 95th percentile {spent[int(0.95 * len(spent))]:.3f}, "
        f"worst {spent[-1]:.2f}; a plan from nothing: median {statistics.median(alone):.3f}, worst {max(alone):.2f}"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
