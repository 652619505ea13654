"""How long a million candidates take under ten thousand weightings, and how much memory: two spreads, three criteria.

python benchmarks/robustness.py [PEOPLE] [SAMPLES]
"""

from __future__ import annotations

import resource
import sys
import time

import numpy as np

from rmentor.robustness import Spread, smaa

PLACES = 12
SHARES = (0.40, 0.35, 0.25)
SPREADS: tuple[Spread, ...] = (30.0, "uniform")


def main(people: int = 1_000_000, samples: int = 10_000) -> None:
    """Prints seconds and the most memory that the process ever held, for marks of a bell shape, one in a hundred with
    a criterion of which nothing is known."""
    chance = np.random.default_rng(1)
    value = np.clip(chance.normal(55.0, 15.0, (people, len(SHARES))), 0.0, 100.0)
    unknown = chance.random(people) < 0.01
    value[unknown, 2] = 50.0
    low, high = value.copy(), value.copy()
    low[unknown, 2], high[unknown, 2] = 0.0, 100.0
    ids = [f"{number:07d}" for number in range(people)]
    print(f"made-up people: {_memory():.0f} MiB")
    for spread in SPREADS:
        for detail in (False, True):
            start = time.perf_counter()
            found = smaa(value, low, high, SHARES, PLACES, spread, samples, 1, ids=ids, detail=detail)
            seconds = time.perf_counter() - start
            ever = int((found.acceptability > 0).sum())
            told = f"{people} people x {samples} draws, spread {spread}{', detail' if detail else ''}"
            print(f"{told}: {seconds:.1f} s, at most {_memory():.0f} MiB, {ever} people ever among the {PLACES}")


def _memory() -> float:
    """The most memory ever held, in MiB (Linux counts in KiB, macOS in bytes)."""
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held / (1 << 20 if sys.platform == "darwin" else 1 << 10)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
