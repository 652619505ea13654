"""How often a plan is proven the best, how long that takes, and what greed would lose.

python -m benchmarks.planning [rounds [seconds]]   # 90 made-up tasks a round, 20 to 80 modules; CP-SAT beside each
"""

from __future__ import annotations

import os
import statistics
import sys
import time

from benchmarks.instances import Instance, instances
from rmentor import planning, themes, timecredit
from rmentor.planning import Composition
from rmentor.tasks import Sessions, Task, flat, holds


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


def beside(made: Instance, found: Composition, seconds: float) -> tuple[bool, bool, float]:
    """Whether one CP-SAT model finishes in time, whether its plan is better than ours, and how long it took (CPU).

    It has the seconds for gain and wishes, and as many again for few themes."""
    from benchmarks.monolithic import Model

    began = time.process_time()
    answer = Model(made.task).best(seconds, themes=True)
    took = time.process_time() - began
    real = answer.sessions is not None and holds(made.task, answer.sessions)
    better = answer.sessions is not None and worth(made.task, answer.sessions) > worth(made.task, found.sessions)
    return answer.finished, real and better, took


def worth(task: Task, sessions: Sessions) -> tuple[float, int, int]:
    """What plans are compared by: gain, wishes, few pairs of a session and a theme."""
    return round(task.gain(flat(sessions)), 6), task.wishes(flat(sessions)), -themes.changes(task, sessions)


def main(rounds: int, seconds: float) -> None:
    """Prints the figures; `seconds` above 0 sets one CP-SAT model (from `ortools`) beside each plan."""
    planning.compose(next(instances()).task)  # imports are not what is measured
    times, losses, proven, few, curves, peers = [], [], 0, 0, [], []
    for number, made in enumerate(instances(rounds)):
        began = time.process_time()
        found = planning.compose(made.task)
        times.append(time.process_time() - began)
        if found.clash:
            print(f"{made.name}: pins that clash, {found.clash}")
            continue
        assert holds(made.task, found.sessions), made.name
        gain = made.task.gain(flat(found.sessions))
        proven += found.proof == "optimal"
        few += found.fewest_themes
        if not made.task.pins and gain:
            losses.append(1 - greedy(made.task) / gain)
        if found.proof != "optimal":
            print(f"{made.name}: gain {gain:g}, at most {found.bound:g}")
        if seconds:
            peers.append((*beside(made, found, seconds), times[-1]))
        if number % 9 == 0:
            began = time.process_time()
            timecredit.sketch(made.task)
            first = time.process_time() - began
            timecredit.options(made.task, made.task.rooms[0] + 10)
            curves.append((first, time.process_time() - began))
    tell(times, losses, proven, few, curves)
    if peers:
        done = sum(finished for finished, _, _, _ in peers)
        worse = sum(finished and better for finished, better, _, _ in peers)
        ratio = statistics.median(peer / ours for _, _, peer, ours in peers)
        print(f"one CP-SAT model, {seconds:g} s twice: finishes {done}/{len(peers)}, better where it does: {worse}")
        print(f"CP-SAT takes {ratio:.1f} x our CPU time (median of ratios)")


def tell(times: list[float], losses: list[float], proven: int, few: int, curves: list[tuple[float, float]]) -> None:
    """The figures, in CPU seconds: the machine may be shared."""
    times.sort()
    print(f"{len(times)} tasks, load {os.getloadavg()[0]:.1f}")
    print(
        f"{proven / len(times):.1%} proven best for gain and wishes, {few / len(times):.1%} with the fewest themes too"
    )
    slow = times[int(0.95 * len(times))]
    print(f"CPU seconds a plan: median {statistics.median(times):.3f}, 95th percentile {slow:.3f}")
    print(f"greed loses {statistics.mean(losses):.1%} of the gain on average, {max(losses):.1%} at worst")
    first, whole = (statistics.median(one[part] for one in curves) for part in (0, 1))
    print(f"time-credit curve, CPU seconds: first picture {first:.2f}, proven {whole:.2f} (medians)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1, float(sys.argv[2]) if len(sys.argv) > 2 else 0.0)
