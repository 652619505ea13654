"""Times whole processes side by side: A B A B …, and prints the ratio of their medians, by the clock and by the
processor's time, which a busy machine disturbs less."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Timed:
    """Wall-clock seconds of each counted run of one command, and the processor's."""

    name: str
    seconds: tuple[float, ...]
    cpu: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle run."""
        return statistics.median(self.seconds)


def together(commands: dict[str, Sequence[str]], runs: int = 9) -> dict[str, Timed]:
    """Each command `runs` times after one run that does not count, in turn."""
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    cpu: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            start, before = time.perf_counter(), _children()
            done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=ROOT)
            if turn:
                seconds[name].append(time.perf_counter() - start)
                cpu[name].append(_children() - before)
            if done.returncode:
                sys.exit(f"{name} ended with {done.returncode}: {done.stderr.decode()[-500:]}")
    return {name: Timed(name, tuple(found), tuple(cpu[name])) for name, found in seconds.items()}


def _children() -> float:
    """Processor seconds of the children of this process so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def tell(title: str, ours: Timed, peer: Timed, bound: float | None = None) -> None:
    """One line: the ratio, and what it is held against."""
    ratio = ours.median / peer.median
    held = "" if bound is None else f", claimed at most {bound:g}"
    busy = statistics.median(ours.cpu) / statistics.median(peer.cpu)
    clock = f"{ours.median * 1000:.0f} ms to {peer.median * 1000:.0f} ms; processor time {busy:.2f} x"
    print(f"{title}: {ratio:.2f} x {peer.name}{held}  ({clock})")
