"""`pair --scores` against mentor-match (PyPI) on the same people: whole processes from CSV to the list of pairs.

`python benchmarks/peer.py PEER_PYTHON [SIZE …]`: PEER_PYTHON is the Python of an environment of its own that holds
mentor-match; 500 and 1000 a side where nothing is said; `--once` takes one run of each.

Two comparisons, in both of which the two programs have the same score for each pair:
- `rules`: mentor-match reads its two files of people and scores each pair by five rules of the kind that its manual
  shows (other organisation, same profession, grade above, two more); we read those scores.
- `scores`: both read the same file of scores, which are hundredths of a point; mentor-match looks each up in a rule.
Which munkres stands in the environment decides: 1.1.4 is pure Python, as when mentor-match was written; 3.0.0, of 2026,
is compiled. Seconds of the processor are told beside those of the clock, since other work slows the clock.

mentor-match asks for munkres without a version, so pip installs 3.0.0 today.

Measured on two very busy cores, processor seconds of whole processes, November 2026; of 1.1.4 one run each. Twenty
times was hoped for at 500 and is not reached against the compiled munkres: starting Python, numpy, typer and pydantic
alone takes about half of our half second.

    munkres 3.0.0   500 rules 3.45 to 0.55 (6.3 ×)   500 scores 2.82 to 0.54 (5.2 ×)
                   1000 rules 15.4 to 0.85 (18 ×)   1000 scores 12.9 to 1.31 (9.8 ×)
    munkres 1.1.4   500 rules 5.93 to 0.51 (12 ×)    500 scores 29.6 to 0.53 (56 ×)
                   1000 rules 33.3 to 0.92 (36 ×)   1000 scores 149 to 1.15 (130 ×)
    memory         500: 113 to 191 MiB against 69; 1000: 399 to 713 MiB against 188
    totals         equal for `rules`; for `scores` mentor-match is 0.71 below at 500 (both versions), 0.02 at 1000
"""

from __future__ import annotations

import csv
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

POINTS = (30, 25, 20, 15, 10)

PEER = """
import csv, operator, sys
from pathlib import Path
from matching import process
from matching.rules.rule import Equivalent, Generic, Grade
room, kind = Path(sys.argv[1]), sys.argv[2]
a, b, c, d, e = (30, 25, 20, 15, 10)
if kind == "rules":
    rules = [
        Generic({True: a, False: 0}, lambda match: match.mentee.organisation != match.mentor.organisation),
        Equivalent("profession", {True: b, False: 0}),
        Grade(2, operator.gt, {True: c, False: 0}),
        Grade(6, operator.lt, {True: d, False: 0}),
        Equivalent("role", {True: 0, False: e}),
    ]
else:
    with open(room / "scores.csv", newline="") as stream:
        lines = csv.reader(stream)
        next(lines)
        known = {(mentee, mentor): round(float(score) * 100) for mentee, mentor, score in lines}
    class Known:
        def apply(self, match):
            return known[match.mentee.email, match.mentor.email]
    rules = [Known()]
mentors, mentees = process.conduct_matching_from_file(room, [rules])
process.create_mailing_list(mentors, room / "output")
process.create_mailing_list(mentees, room / "output")
"""


@dataclass(frozen=True)
class Ran:
    """One process: seconds of the clock, of the processor, and its largest memory in MiB."""

    clock: float
    processor: float
    memory: float


def people(room: Path, count: int) -> list[dict[str, list[str]]]:
    """Writes `mentors.csv` and `mentees.csv`, and gives them back."""
    dice, sides = random.Random(count), []
    headings = ["first name", "last name", "email", "role", "organisation", "grade", "profession"]
    for side in ("mentor", "mentee"):
        rows = [
            [f"First{one}", f"Last{one}", f"{side[:4]}{one:04}@aurore.example", dice.choice(("lead", "expert")),
             f"house {dice.randrange(20)}", str(dice.randrange(1, 11)), f"trade {dice.randrange(15)}"]
            for one in range(count)
        ]  # fmt: skip
        with (room / f"{side}s.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([headings, *rows])
        sides.append({row[2]: row for row in rows})
    return sides


def scores(room: Path, sides: list[dict[str, list[str]]], kind: str) -> dict[tuple[str, str], float]:
    """Writes `scores.csv`: what the five rules make of each pair, or hundredths drawn by chance."""
    mentors, mentees = sides
    dice, found = random.Random(len(mentors)), {}
    for mentee, theirs in mentees.items():
        for mentor, ours in mentors.items():
            above = int(ours[5]) - int(theirs[5])
            kept = (ours[4] != theirs[4], ours[6] == theirs[6], above > 2, above < 6, ours[3] != theirs[3])
            worth = sum(points for points, one in zip(POINTS, kept, strict=True) if one)
            found[mentee, mentor] = float(worth) if kind == "rules" else dice.randrange(10_001) / 100
    with (room / "scores.csv").open("w", encoding="utf-8", newline="") as stream:
        lines = csv.writer(stream)
        lines.writerow(["mentee", "mentor", "score"])
        lines.writerows([*pair, f"{score:g}"] for pair, score in found.items())
    return found


def timed(command: list[str]) -> Ran:
    """One run."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    clock = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command[0]} ended with {process.returncode}")
    return Ran(clock, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def totals(room: Path, ours: list[str], known: dict[tuple[str, str], float]) -> tuple[float, float, int]:
    """Our total, the peer's, and how many pairs the peer made."""
    mine = json.loads(subprocess.run([*ours, "--json"], check=True, capture_output=True).stdout)["total"]
    with (room / "output" / "mentees-list.csv").open(encoding="utf-8", newline="") as stream:
        made = [(row["email"], row["match 1 email"]) for row in csv.DictReader(stream) if row.get("match 1 email")]
    return mine, sum(known[pair] for pair in made), len(made)


def measure(peer: str, count: int, kind: str, runs: int) -> None:
    """Both programs in turn; prints ratios of medians."""
    with tempfile.TemporaryDirectory() as name:
        room = Path(name)
        known = scores(room, people(room, count), kind)
        ours = [str(Path(sys.executable).with_name("rmentor")), "pair", "--scores", str(room / "scores.csv")]
        commands = {"rmentor": ours, "mentor-match": [peer, "-c", PEER, str(room), kind]}
        found: dict[str, list[Ran]] = {one: [] for one in commands}
        for _ in range(runs):
            for one, command in commands.items():
                found[one].append(timed(command))
        mine, theirs, made = totals(room, ours, known)

    def middle(who: str, what: str) -> float:
        return statistics.median(getattr(one, what) for one in found[who])

    print(f"{count} a side, {kind}: ", end="")
    told = ((what, middle("mentor-match", what), middle("rmentor", what)) for what in ("clock", "processor"))
    print(", ".join(f"{what} {theirs:.2f} s to {ours:.2f} s = {theirs / ours:.1f} ×" for what, theirs, ours in told))
    print(f"  total {theirs:.2f} ({made} pairs) to {mine:.2f}: never worse is {mine >= theirs - 1e-6}")
    print(f"  memory {middle('mentor-match', 'memory'):.0f} MiB to {middle('rmentor', 'memory'):.0f} MiB")


def main(peer: str, *more: str) -> None:
    """Prints what is asked for."""
    versions = subprocess.run(
        [peer, "-c", "from importlib.metadata import version as v; print(v('mentor-match'), v('munkres'))"],
        check=True, capture_output=True, text=True,
    ).stdout.split()  # fmt: skip
    print(f"mentor-match {versions[0]} with munkres {versions[1]}")
    for count in [int(one) for one in more if one.isdecimal()] or (500, 1000):
        for kind in ("rules", "scores"):
            measure(peer, count, kind, 1 if "--once" in more else 3)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(*sys.argv[1:])
