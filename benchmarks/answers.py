"""How fast answers come in: `import answers` against reading the same export with csv.reader and writing the same
answers as YAML, in the same files, with PyYAML's C emitter.

`python benchmarks/answers.py` takes in 100,000 answers of 2,000 executives.
"""

from __future__ import annotations

import csv
import datetime as dt
import random
import sys
import tempfile
from pathlib import Path

from sidebyside import tell, together

EXECUTIVES, ANSWERS = 2000, 100_000
TOPICS = ("ia", "cyber", "donnees", "reseaux")
HEADINGS = ("Completion time", "Email", "form", "session", *(f"level.{topic}" for topic in TOPICS), "mark.useful",
            "mark.understood", "mark.step")  # fmt: skip

OURS = """
import shutil, sys
from rmentor import cli
shutil.rmtree(sys.argv[1] + "/answers", ignore_errors=True)
cli.main(["-C", sys.argv[1], "import", "answers", sys.argv[2], "--quiet"])
"""

PEER = """
import csv, shutil, sys, yaml
from pathlib import Path
out = Path(sys.argv[2]); shutil.rmtree(out, ignore_errors=True); out.mkdir()
found = {}
with open(sys.argv[1], encoding="utf-8", newline="") as stream:
    rows = csv.reader(stream)
    head = next(rows)
    for day, email, form, session, *rest in rows:
        levels = {key[6:]: int(cell) for key, cell in zip(head[4:8], rest) if cell}
        marks = {key[5:]: int(cell) for key, cell in zip(head[8:], rest[4:]) if cell}
        one = {"form": form, "on": day[:10], "who": "mentee", "session": int(session), "levels": levels, "marks": marks}
        found.setdefault(email.partition("@")[0], []).append(one)
for person, answers in found.items():
    with (out / f"{person}.yaml").open("w", encoding="utf-8") as stream:
        yaml.dump({"version": 1, "answers": answers}, stream, Dumper=yaml.CSafeDumper, sort_keys=False,
                  allow_unicode=True, default_flow_style=None)
"""


def programme(room: Path) -> None:
    """A programme of so many executives, and nobody else."""
    (room / "mentees").mkdir(parents=True)
    topics = "\n".join(f"  {topic}: {{label: {topic}}}" for topic in TOPICS)
    (room / "rmentor.yaml").write_text(
        "version: 1\nprogramme: {name: P, language: en, start: 2027-01-11, end: 2028-12-29}\n"
        "roster: {file: roster.csv}\ncriteria: {mastery: {evidence: [{column: mastery, scale: [1, 5]}]}}\n"
        f"selection: {{mentors: 5}}\ntime: {{sessions: 50}}\ntopics:\n{topics}\n"
    )
    with (room / "roster.csv").open("w", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["id", "name", "email", "mastery"])
        for number in range(EXECUTIVES):
            person = f"{number:05}"
            rows.writerow([person, f"Person {number}", f"{person}@x.example", ""])
            (room / "mentees" / f"{person}.yaml").write_text(f'version: 1\nid: "{person}"\n')


def export(path: Path) -> None:
    """Feedback on sessions, one row an answer, in no order."""
    dice = random.Random(1)
    each = ANSWERS // EXECUTIVES
    rows = []
    for number in range(EXECUTIVES):
        for session in range(1, each + 1):
            day = dt.date(2027, 1, 11) + dt.timedelta(days=14 * session)
            rows.append([f"{day} 09:30", f"{number:05}@x.example", "session", session,
                         *(dice.randint(0, 5) for _ in TOPICS), *(dice.randint(1, 5) for _ in range(3))])  # fmt: skip
    dice.shuffle(rows)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADINGS)
        writer.writerows(rows)


def main(runs: int = 3) -> None:
    """Prints one ratio, of whole processes, in turn."""
    with tempfile.TemporaryDirectory() as told:
        room = Path(told)
        folder, table, other = room / "programme", room / "export.csv", room / "peer"
        programme(folder)
        export(table)
        ours = [sys.executable, "-c", OURS, str(folder), str(table)]
        peer = [sys.executable, "-c", PEER, str(table), str(other)]
        found = together({"csv.reader + CSafeDumper": peer, "ours": ours}, runs)
        written = sum(one.read_text().count("form:") for one in (folder / "answers").iterdir())
        assert written == ANSWERS, written
        tell(f"import of {ANSWERS:,} answers", found["ours"], found["csv.reader + CSafeDumper"], 3)


if __name__ == "__main__":
    main()
