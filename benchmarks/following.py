"""How fast a running programme is looked at: `status --json` and `report --json` against reading the same YAML files,
executives, journals and answers, with PyYAML's C loader.

`python benchmarks/following.py` makes 2,000 executives with eight sessions each. Selection, pairs and plans are not
part of it: nobody is on the roster but the executives.
"""

from __future__ import annotations

import csv
import datetime as dt
import random
import sys
import tempfile
from pathlib import Path

from sidebyside import tell, together

EXECUTIVES, SESSIONS = 2000, 8
TOPICS = ("ia", "cyber", "donnees", "reseaux")

READ = """
import sys, yaml
from pathlib import Path
for path in sorted(Path(sys.argv[1]).rglob("*.yaml")):
    yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
"""


def programme(room: Path) -> None:
    """A programme of so many executives, half-way through."""
    dice = random.Random(1)
    for folder in ("mentees", "journal", "answers"):
        (room / folder).mkdir()
    topics = "\n".join(f"  {topic}: {{label: {topic}}}" for topic in TOPICS)
    (room / "rmentor.yaml").write_text(
        "version: 1\nprogramme: {name: P, language: en, start: 2027-01-11, end: 2027-12-17}\n"
        "roster: {file: roster.csv}\ncriteria: {mastery: {evidence: [{column: mastery, scale: [1, 5]}]}}\n"
        f"selection: {{mentors: 5}}\ntime: {{sessions: {SESSIONS}}}\ntopics:\n{topics}\n"
    )
    with (room / "roster.csv").open("w", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["id", "name", "mastery"])
        for number in range(EXECUTIVES):
            person = f"{number:05}"
            rows.writerow([person, f"Person {number}", ""])
            needs = ", ".join(
                f"{topic}: {{level: {dice.randint(0, 2)}, target: {dice.randint(3, 5)}}}" for topic in TOPICS
            )
            head = f'version: 1\nid: "{person}"\n'
            (room / "mentees" / f"{person}.yaml").write_text(f"{head}topics: {{{needs}}}\n")
            held, told = [], []
            for session in range(1, SESSIONS + 1):
                day = dt.date(2027, 1, 18) + dt.timedelta(days=21 * (session - 1) + number % 5)
                held.append(f"  - {{session: {session}, held: {day}, minutes: {dice.randint(40, 70)}, modules: []}}\n")
                marks = f"{{useful: {dice.randint(1, 5)}, understood: {dice.randint(1, 5)}}}"
                told.append(f"  - {{form: session, on: {day}, who: mentee, session: {session}, marks: {marks}}}\n")
            (room / "journal" / f"{person}.yaml").write_text(f"version: 1\nsessions:\n{''.join(held)}")
            (room / "answers" / f"{person}.yaml").write_text(f"version: 1\nanswers:\n{''.join(told)}")


def main() -> None:
    """Prints both ratios."""
    with tempfile.TemporaryDirectory() as name:
        room = Path(name)
        programme(room)
        rmentor = str(Path(sys.executable).with_name("rmentor"))
        day = ["--today", "2027-09-01"]
        found = together(
            {
                "reading with the C loader": [sys.executable, "-c", READ, name],
                "status": [rmentor, "-C", name, "status", "--json", *day],
                "report": [rmentor, "-C", name, "report", "--json", *day],
            },
            3,
        )
        for command in ("status", "report"):
            tell(
                f"{command} --json, {EXECUTIVES:,} × {SESSIONS}", found[command], found["reading with the C loader"], 3
            )


if __name__ == "__main__":
    main()
