"""How often a plan is proven the best, how long that takes, and what greed would lose.

python -m benchmarks.planning [rounds]      # 90 made-up tasks a round, 20 to 80 modules
"""

from __future__ import annotations

import statistics
import sys
import time

from benchmarks.instances import instances
from rmentor import planning, themes, timecredit
from rmentor.tasks import Task, flat, holds


def greedy(task: Task) -> float:
    """The gain of a plan that takes, again and again, what brings most a minute and fits somewhere; pins left aside."""
    sessions: list[list[str]] = [[] for _ in task.rooms]
    while True:
        planned = flat(sessions)
        best: tuple[float, str, int] | None = None
        for name, module in sorted(task.modules.items()):
            more = task.gain((*planned, name)) - task.gain(planned)
            if name in planned or name in task.done or name in task.barred or more <= 0:
                continue
            for place, session in enumerate(sessions):
                before = flat(sessions[: place + 1])
                left = task.rooms[place] - sum(task.modules[one].minutes for one in session)
                known = task.done | set(before)
                if module.minutes <= left and known.issuperset(module.requires) and task.reached(module, before):
                    best = max(best or (0.0, "", 0), (more / module.minutes, name, place))
                    break
        if best is None:
            return task.gain(planned)
        sessions[best[2]].append(best[1])


def main(rounds: int) -> None:
    """Prints the figures that README and CONTRIBUTING claim."""
    planning.compose(next(instances()).task)  # imports are not what is measured
    times, losses, proven, seated, curves = [], [], 0, 0, []
    for number, made in enumerate(instances(rounds)):
        began = time.perf_counter()
        found = planning.compose(made.task)
        times.append(time.perf_counter() - began)
        if found.clash:
            print(f"{made.name}: pins that clash, {found.clash}")
            continue
        assert holds(made.task, found.sessions), made.name
        gain = made.task.gain(flat(found.sessions))
        proven += found.proof == "optimal"
        seated += themes.changes(made.task, found.sessions) == themes.least_changes(made.task, found.sessions)
        if not made.task.pins and gain:
            losses.append(1 - greedy(made.task) / gain)
        if found.proof != "optimal":
            print(f"{made.name}: gain {gain:g}, at most {found.bound:g}")
        if number % 9 == 0:
            began = time.perf_counter()
            timecredit.options(made.task, made.task.rooms[0] + 10)
            curves.append(time.perf_counter() - began)
    times.sort()
    print(f"{len(times)} tasks: {proven / len(times):.1%} proven best for gain and wishes")
    print(f"seconds a plan: median {statistics.median(times):.3f}, 95th percentile {times[int(0.95 * len(times))]:.3f}")
    print(f"theme changes at their simple bound: {seated / len(times):.1%}")
    print(f"greed loses {statistics.mean(losses):.1%} of the gain on average, {max(losses):.1%} at worst")
    print(f"a curve of 7 numbers of sessions and 5 lengths: median {statistics.median(curves):.2f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2)
