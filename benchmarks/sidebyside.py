"""Times whole processes side by side: A B A B …, and prints the ratio of their medians, by the clock and by the
processor's time, which a busy machine disturbs less; and the most memory that each held."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_PER_MEBIBYTE = 1024**2 if sys.platform == "darwin" else 1024
"""Units of `ru_maxrss`."""


@dataclass(frozen=True)
class Timed:
    """Wall-clock seconds of each counted run of one command, the processor's, and the most mebibytes it held."""

    name: str
    seconds: tuple[float, ...]
    cpu: tuple[float, ...]
    memory: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle run."""
        return statistics.median(self.seconds)


def together(commands: dict[str, Sequence[str]], runs: int = 9) -> dict[str, Timed]:
    """Each command `runs` times after one run that does not count, in turn."""
    found: dict[str, list[tuple[float, float, float]]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            start = time.perf_counter()
            with tempfile.TemporaryFile() as said:
                process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said, cwd=ROOT)
                # wait4 tells what this one process used; the children's sum would only ever tell the largest memory.
                _, status, used = os.wait4(process.pid, 0)
                process.returncode = os.waitstatus_to_exitcode(status)
                said.seek(0)
                if process.returncode:
                    sys.exit(f"{name} ended with {process.returncode}: {said.read().decode()[-500:]}")
            if turn:
                seconds = time.perf_counter() - start
                found[name].append((seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / _PER_MEBIBYTE))
    return {name: Timed(name, *zip(*rows, strict=True)) for name, rows in found.items()}


def tell(title: str, ours: Timed, peer: Timed, bound: float | None = None) -> None:
    """One line: the ratio, and what it is held against."""
    ratio = ours.median / peer.median
    held = "" if bound is None else f", claimed at most {bound:g}"
    busy = statistics.median(ours.cpu) / statistics.median(peer.cpu)
    clock = f"{ours.median * 1000:.0f} ms to {peer.median * 1000:.0f} ms; processor time {busy:.2f} x"
    print(f"{title}: {ratio:.2f} x {peer.name}{held}  ({clock})")


def weigh(title: str, ours: Timed, peer: Timed) -> None:
    """One line: the most memory of both."""
    print(f"{title}: {max(ours.memory):.0f} MiB to {max(peer.memory):.0f} MiB of {peer.name}")
