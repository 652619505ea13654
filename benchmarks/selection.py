"""How fast a roster is ranked, and in how much memory: against draining the same file with csv.reader.

`python benchmarks/selection.py` ranks 100,000 people × 20 columns; `--million` a million as well (minutes, 300 MB of
disk). A million is drawn for robustness only if asked (`--drawn`).
"""

from __future__ import annotations

import csv
import random
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from sidebyside import tell, together

DRAIN = "import csv,sys\nfor row in csv.reader(open(sys.argv[1], encoding='utf-8', newline='')): pass"


def roster(path: Path, people: int) -> None:
    """Writes so many people: id, name, three marks, and fifteen columns that nothing is made of."""
    dice = random.Random(1)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["id", "name", "mastery", "transmission", "posture", *(f"other {n}" for n in range(15))])
        for number in range(people):
            marks = [dice.randint(1, 5) for _ in range(3)]
            writer.writerow([f"{number:07}", f"Person {number}", *marks, *(f"text {dice.randint(0, 99)}",) * 15])


def peak(command: list[str]) -> float:
    """The largest memory, in MiB, that the children of this process had so far, after one more."""
    subprocess.run(command, check=True, capture_output=True)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def measure(people: int, bound: float, runs: int, *more: str) -> None:
    """Prints one ratio and one peak."""
    with tempfile.TemporaryDirectory() as room:
        path = Path(room) / "roster.csv"
        roster(path, people)
        drain = [sys.executable, "-c", DRAIN, str(path)]
        rank = [str(Path(sys.executable).with_name("rmentor")), "select", str(path), *more]
        found = together({"csv.reader": drain, "select": rank}, runs)
        tell(f"select, {people:,} × 20 {' '.join(more)}".rstrip(), found["select"], found["csv.reader"], bound)
        print(f"  peak memory {peak(rank):.0f} MiB")


def main() -> None:
    """Prints what is asked for."""
    measure(100_000, 8, 5)
    if "--million" in sys.argv:
        measure(1_000_000, 5, 1)
    if "--drawn" in sys.argv:
        measure(1_000_000, 100, 1, "--robustness", "yes")


if __name__ == "__main__":
    main()
