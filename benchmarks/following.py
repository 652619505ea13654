"""How fast a running programme is looked at: `status --json` and `report --json` against reading the same YAML files,
executives, journals, answers, selection, pairs and plans, with PyYAML's C loader.

`python benchmarks/following.py [FOLDER]` makes 2,000 executives with eight sessions each, half of them held, and as
many mentors; rmentor itself selects, pairs and plans, which takes some minutes. With FOLDER the programme is made
there, and used again the next time.
"""

from __future__ import annotations

import csv
import datetime as dt
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from sidebyside import tell, together, weigh

EXECUTIVES, SESSIONS, HELD = 2000, 8, 4
TOPICS = ("ia", "cyber", "donnees", "reseaux")
MODULES = 5
"""Modules of each topic."""
RMENTOR = str(Path(sys.executable).with_name("rmentor"))

READ = """
import sys, yaml
from pathlib import Path
for path in sorted(Path(sys.argv[1]).rglob("*.yaml")):
    yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
"""


def programme(room: Path) -> None:
    """A programme of so many executives, half-way through, with everything that rmentor makes of it before paper."""
    room.mkdir(exist_ok=True)
    topics = "\n".join(f"  {topic}: {{label: {topic}}}" for topic in TOPICS)
    (room / "rmentor.yaml").write_text(
        "version: 1\nprogramme: {name: P, language: en, start: 2027-01-11, end: 2027-12-17}\n"
        "roster: {file: roster.csv}\ncriteria: {mastery: {evidence: [{column: mastery, scale: [1, 5]}]}}\n"
        f"selection: {{mentors: {EXECUTIVES}}}\ntime: {{sessions: {SESSIONS}, every: 4 weeks}}\ntopics:\n{topics}\n"
        "kits: [kits/all]\n"
    )
    kits(room / "kits" / "all")
    people(room)
    for command in ("select", "pair", "plan"):
        subprocess.run([RMENTOR, "-C", str(room), command, "--quiet"], check=True, stdout=subprocess.DEVNULL)


def kits(home: Path) -> None:
    """One kit: of each topic a row of modules that build on one another."""
    (home / "modules").mkdir(parents=True)
    names = [f"{topic}-{number}" for topic in TOPICS for number in range(1, MODULES + 1)]
    (home / "kit.yaml").write_text(f"version: 1\nid: all\ntitle: All\nmodules: [{', '.join(names)}]\n")
    for topic in TOPICS:
        for number in range(1, MODULES + 1):
            name, before = f"{topic}-{number}", f"{topic}-{number - 1}"
            requires = f"requires: [{before}]\n" if number > 1 else ""
            (home / "modules" / f"{name}.yaml").write_text(
                f"version: 1\nid: {name}\ntitle: {name}\nminutes: {20 + 5 * (number % 3)}\ntheme: {topic}\n"
                f"teaches: {{{topic}: 1}}\n{requires}"
            )


def people(room: Path) -> None:
    """Executives with needs, held sessions and answers; as many mentors, on the roster alone."""
    dice = random.Random(1)
    for folder in ("mentees", "journal", "answers"):
        (room / folder).mkdir()
    with (room / "roster.csv").open("w", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["id", "name", "mastery"])
        for number in range(EXECUTIVES):
            person = f"{number:05}"
            rows.writerow([person, f"Person {number}", ""])
            rows.writerow([f"m{person}", f"Mentor {number}", dice.randint(1, 5)])
            needs = ", ".join(
                f"{topic}: {{level: {dice.randint(0, 2)}, target: {dice.randint(3, 5)}, "
                f"priority: {dice.randint(1, 3)}}}"
                for topic in TOPICS
            )
            head = f'version: 1\nid: "{person}"\n'
            (room / "mentees" / f"{person}.yaml").write_text(f"{head}topics: {{{needs}}}\n")
            held, told = [], []
            for session in range(1, HELD + 1):
                day = dt.date(2027, 1, 18) + dt.timedelta(days=28 * (session - 1) + number % 5)
                took = f"minutes: {dice.randint(40, 70)}, modules: [{TOPICS[session - 1]}-1]"
                held.append(f"  - {{session: {session}, held: {day}, {took}}}\n")
                marks = f"{{useful: {dice.randint(1, 5)}, understood: {dice.randint(1, 5)}}}"
                told.append(f"  - {{form: session, on: {day}, who: mentee, session: {session}, marks: {marks}}}\n")
            (room / "journal" / f"{person}.yaml").write_text(f"version: 1\nsessions:\n{''.join(held)}")
            (room / "answers" / f"{person}.yaml").write_text(f"version: 1\nanswers:\n{''.join(told)}")


def main() -> None:
    """Prints both ratios, and the memory."""
    with tempfile.TemporaryDirectory() as name:
        room = Path(sys.argv[1] if len(sys.argv) > 1 else name)
        if not (room / "plans").is_dir():
            programme(room)
        day = ["--today", "2027-06-01"]
        found = together(
            {
                "reading with the C loader": [sys.executable, "-c", READ, str(room)],
                "status": [RMENTOR, "-C", str(room), "status", "--json", *day],
                "report": [RMENTOR, "-C", str(room), "report", "--json", *day],
            },
            3,
        )
        peer = found["reading with the C loader"]
        for command in ("status", "report"):
            tell(f"{command} --json, {EXECUTIVES:,} × {SESSIONS}", found[command], peer, 3)
            weigh(f"{command} --json, {EXECUTIVES:,} × {SESSIONS}", found[command], peer)


if __name__ == "__main__":
    main()
