"""Pairs at size: the public function against bare scipy on the same matrix, each in a process of its own, with memory.

What is measured is the search alone, on scores in memory: our table with its proof and ties by id where it is small
enough, and no next bests beyond a thousand mentors. Whole processes from a file to the list, against another program on
the same people, are in `peer.py`.

`python benchmarks/pairing.py [MENTEES MENTORS]`; 2000 and 10000 where nothing is said.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent


def measured(kind: str, rows: int, columns: int) -> None:
    """One run: seconds, total and peak memory as a JSON line."""
    score = np.random.default_rng(1).random((rows, columns)) * 100
    start = time.perf_counter()
    if kind == "scipy":
        from scipy.optimize import linear_sum_assignment

        chosen = linear_sum_assignment(score, maximize=True)
        total = float(score[chosen].sum())
    else:
        from rmentor.pairing import pair
        from rmentor.pairtable import Table

        mentees = tuple(f"e{one:05}" for one in range(rows))
        mentors = tuple(f"m{one:05}" for one in range(columns))
        room = np.ones(columns, dtype=np.int64)
        total = pair(Table(mentees, mentors, room, score, {}, {}, {}, {})).total
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(json.dumps({"seconds": seconds, "total": total, "gib": peak}))


def main(rows: int, columns: int) -> None:
    """Three runs of each, in turn."""
    runs: dict[str, list[dict[str, float]]] = {"rmentor": [], "scipy": []}
    for _ in range(3):
        for kind, found in runs.items():
            command = [sys.executable, __file__, "--one", kind, str(rows), str(columns)]
            found.append(json.loads(subprocess.run(command, check=True, capture_output=True, cwd=ROOT).stdout))
    ours, bare = (sorted(found, key=lambda one: one["seconds"])[1] for found in runs.values())
    print(f"{rows} x {columns}: {ours['seconds'] / bare['seconds']:.2f} x bare scipy, claimed at most 2")
    print(f"  {ours['seconds']:.2f} s to {bare['seconds']:.2f} s; {ours['gib']:.2f} GiB to {bare['gib']:.2f} GiB")
    print(f"  totals differ by {abs(ours['total'] - bare['total']):.6f} points")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        measured(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    else:
        main(*(map(int, sys.argv[1:3]) if len(sys.argv) == 3 else (2000, 10_000)))
