"""How fast a roster is ranked, and in how much memory: against draining the same file with csv.reader.

`python benchmarks/selection.py` ranks 100,000 people × 20 columns; `--million` a million as well (minutes, 300 MB of
disk), `--largest` 2.3 million; `--drawn` draws a million for robustness, with plain marks and with decimals and blanks;
`--xlsx` reads 100,000 from a workbook, against python-calamine alone; `--peers PYTHON` sets "read, rank, write" beside
pandas with scikit-criteria and with pymcdm, of that interpreter's environment.
"""

from __future__ import annotations

import csv
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from sidebyside import tell, together

DRAIN = "import csv,sys\nfor row in csv.reader(open(sys.argv[1], encoding='utf-8', newline='')): pass"


CALAMINE = """import sys
from python_calamine import CalamineWorkbook as Book
for row in Book.from_path(sys.argv[1]).get_sheet_by_index(0).to_python(): pass"""


def roster(path: Path, people: int, *, fine: bool = False) -> None:
    """Writes so many people: id, name, three marks, and fifteen columns that nothing is made of. `fine`: marks with two
    decimals, and one in ten missing."""
    dice = random.Random(1)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["id", "name", "mastery", "transmission", "posture", *(f"other {n}" for n in range(15))])
        for number in range(people):
            marks: list[object] = [dice.randint(1, 5) for _ in range(3)]
            if fine:
                marks = ["" if dice.random() < 0.1 else round(dice.uniform(1, 5), 2) for _ in range(3)]
            writer.writerow([f"{number:07}", f"Person {number}", *marks, *(f"text {dice.randint(0, 99)}",) * 15])


def peak(command: list[str]) -> float:
    """The most memory, in MiB, that one command holds."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        _, _, used = os.wait4(running.pid, 0)
        running.returncode = 0
    return used.ru_maxrss / 1024


def rmentor(*arguments: object) -> list[str]:
    """The command line."""
    return [str(Path(sys.executable).with_name("rmentor")), *map(str, arguments)]


def measure(people: int, bound: float, runs: int, *more: str, fine: bool = False) -> None:
    """Prints one ratio and one peak."""
    with tempfile.TemporaryDirectory() as room:
        path = Path(room) / "roster.csv"
        roster(path, people, fine=fine)
        drain = [sys.executable, "-c", DRAIN, str(path)]
        rank = rmentor("select", path, *more)
        found = together({"csv.reader": drain, "select": rank}, runs)
        title = f"select, {people:,} × 20 {'fine ' if fine else ''}{' '.join(more)}".rstrip()
        tell(title, found["select"], found["csv.reader"], bound)
        print(f"  peak memory {peak(rank):.0f} MiB")


def measure_workbook(people: int, runs: int) -> None:
    """Prints how a workbook fares against its reader alone."""
    import xlsxwriter

    with tempfile.TemporaryDirectory() as room:
        plain, path = Path(room) / "roster.csv", Path(room) / "roster.xlsx"
        roster(plain, people)
        with xlsxwriter.Workbook(path, {"constant_memory": True}) as book, plain.open(encoding="utf-8") as stream:
            sheet = book.add_worksheet()
            for number, row in enumerate(csv.reader(stream)):
                for column, cell in enumerate(row):
                    sheet.write(number, column, int(cell) if number and 2 <= column <= 4 else cell)
        alone = [sys.executable, "-c", CALAMINE, str(path)]
        found = together({"python-calamine": alone, "select": rmentor("select", path)}, runs)
        tell(f"select, {people:,} × 20 .xlsx", found["select"], found["python-calamine"], 2)


def measure_peers(python: str, people: int, runs: int) -> None:
    """Prints how reading, ranking and writing fares against pandas with a library of decision analysis."""
    script = Path(__file__).with_name("ranking_peers.py")
    with tempfile.TemporaryDirectory() as room:
        path, ranking = Path(room) / "roster.csv", Path(room) / "ranking.csv"
        roster(path, people)
        commands = {
            peer: [python, str(script), peer, str(path), str(ranking)] for peer in ("scikit-criteria", "pymcdm")
        }
        found = together({**commands, "select": rmentor("select", path, "--csv", ranking)}, runs)
        for peer in commands:
            tell(f"read, rank, write, {people:,}", found["select"], found[peer], 1)


def main() -> None:
    """Prints what is asked for."""
    measure(100_000, 8, 5)
    if "--million" in sys.argv:
        measure(1_000_000, 5, 3)
    if "--largest" in sys.argv:
        measure(2_300_000, 5, 1)
    if "--drawn" in sys.argv:
        measure(1_000_000, 100, 1, "--robustness", "yes")
        measure(1_000_000, 100, 1, "--robustness", "yes", fine=True)
    if "--xlsx" in sys.argv:
        measure_workbook(100_000, 3)
    if "--peers" in sys.argv:
        python = sys.argv[sys.argv.index("--peers") + 1]
        measure_peers(python, 100_000, 3)
        measure_peers(python, 1_000_000, 2)


if __name__ == "__main__":
    main()
