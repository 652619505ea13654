"""How long 500 executives take: planned, dated and written, as whole processes: clock, processor time and memory.

`python benchmarks/many.py [executives [--run]]` makes a programme with a seeded generator: a catalogue of 40 modules on
eight topics, executives with needs, wishes, pins, credits, rhythms, hours and absences of their own, mentors with two
of them each and days of their own; then `select`, `pair` and `plan`. `--run` makes every document too, and times a
`run` with nothing stale against `import typer`.
"""

from __future__ import annotations

import csv
import datetime as dt
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TOPICS = ("ia", "cyber", "donnees", "reseaux", "video", "collab", "achats", "web")
MINUTES = (15, 20, 25, 25, 30, 30, 35, 40)
DAYS = ("mon", "tue", "wed", "thu", "fri")
START, END = dt.date(2027, 1, 11), dt.date(2027, 12, 17)


def kit(room: Path, dice: random.Random) -> dict[str, tuple[str, int, bool]]:
    """Forty modules: each with its topic, minutes, and whether it can be begun at once."""
    modules: dict[str, tuple[str, int, bool]] = {}
    (room / "kits/all/modules").mkdir(parents=True)
    for number in range(40):
        topic = TOPICS[number % len(TOPICS)]
        name, minutes = f"{topic}-{number:02}", dice.choice(MINUTES)
        earlier = [one for one, (other, _, _) in modules.items() if other == topic]
        lines = [f"version: 1\nid: {name}\ntitle: {name}\nminutes: {minutes}\ntheme: {topic}\n"]
        teaches = {topic: dice.choice((0.5, 0.5, 1))}
        if dice.random() < 0.2:
            teaches.setdefault(dice.choice(TOPICS), 0.5)
        lines.append("teaches: {" + ", ".join(f"{one}: {level}" for one, level in teaches.items()) + "}\n")
        waits = [dice.choice(earlier)] if earlier and dice.random() < 0.45 else []
        entry = bool(earlier) and dice.random() < 0.2
        lines += [f"requires: [{waits[0]}]\n"] if waits else []
        lines += [f"entry: {{{topic}: {dice.choice((0.5, 1))}}}\n"] if entry else []
        (room / f"kits/all/modules/{name}.yaml").write_text("".join(lines))
        modules[name] = (topic, minutes, not waits and not entry)
    (room / "kits/all/kit.yaml").write_text(f"version: 1\nid: all\ntitle: All\nmodules: [{', '.join(modules)}]\n")
    return modules


def _absences(dice: random.Random, most: int) -> str:
    spans = []
    for _ in range(dice.randint(0, most)):
        first = START + dt.timedelta(days=dice.randrange(300))
        spans.append(f"{first}..{first + dt.timedelta(days=dice.randint(1, 15))}")
    return f"absent: [{', '.join(spans)}]"


def executive(dice: random.Random, person: str, modules: dict[str, tuple[str, int, bool]]) -> str:
    """One executive's file."""
    topics = []
    for topic in dice.sample(TOPICS, dice.randint(1, 5)):
        level = dice.choice((0, 0, 0, 0.5, 1, 1, 2))
        target = min(5, level + dice.choice((0.5, 1, 1.5, 2, 3)))
        topics.append(f"  {topic}: {{level: {level}, target: {target}, priority: {dice.choice((1, 2, 2, 3))}}}\n")
    minutes = dice.choice((45, 60, 60, 60, 75, 90))
    credit = [f"sessions: {dice.randint(2, 9)}", f"minutes: {minutes}", _absences(dice, 3)]
    credit.append(f"every: {dice.choice(('week', '2 weeks', '2 weeks', '3 weeks', 'month', '10 days'))}")
    credit.append(f"weekdays: [{', '.join(dice.sample(DAYS, dice.randint(3, 5)))}]")
    hour = dice.choice((8, 9, 12, 14))
    credit.append(f'hours: ["{hour:02}:00", "{hour + 4:02}:00"]')
    names = sorted(modules)
    lines = [f'version: 1\nid: "{person}"\ntopics:\n{"".join(topics)}time: {{{", ".join(credit)}}}\n']
    if dice.random() < 0.3:
        lines.append(f"mastered: [{', '.join(dice.sample(names, 2))}]\n")
    if dice.random() < 0.3:
        lines.append(f"refused: [{dice.choice(names)}]\n")
    if dice.random() < 0.2:
        free = [
            name
            for name, (_, long, at_once) in modules.items()
            if at_once and long <= 25 and name not in "".join(lines)
        ]
        lines.append(f"agreed:\n  - {{pin: {{module: {dice.choice(free)}, session: {dice.randint(1, 2)}}}}}\n")
    elif dice.random() < 0.3:
        lines.append(f"wanted: [{', '.join(dice.sample([one for one in names if one not in ''.join(lines)], 2))}]\n")
    return "".join(lines)


def programme(room: Path, executives: int) -> None:
    """A programme of so many executives; half as many mentors with two places each, and some to choose from."""
    dice = random.Random(7)
    modules = kit(room, dice)
    mentors = (executives + 1) // 2 + executives // 20
    topics = "\n".join(f"  {topic}: {{label: {topic}, column: {topic}, scale: [0, 5]}}" for topic in TOPICS)
    (room / "rmentor.yaml").write_text(
        f"version: 1\nprogramme: {{name: Many, language: en, start: {START}, end: {END}}}\n"
        "roster: {file: roster.csv}\n"
        "criteria: {mastery: {evidence: [{column: mastery, scale: [1, 5]}]}}\n"
        f"selection: {{mentors: {mentors}}}\ntime: {{holidays: {{country: FR}}}}\nkits: [kits/all]\ntopics:\n{topics}\n"
    )
    (room / "mentees").mkdir()
    (room / "mentors").mkdir()
    with (room / "roster.csv").open("w", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["id", "name", "capacity", "mastery", *TOPICS])
        for number in range(executives):
            person = f"E{number:04}"
            rows.writerow([person, f"Executive {number}", "", "", *[""] * len(TOPICS)])
            (room / f"mentees/{person}.yaml").write_text(executive(dice, person, modules))
        for number in range(mentors + executives // 10):
            person = f"M{number:04}"
            levels = [dice.randint(0, 5) for _ in TOPICS]
            rows.writerow([person, f"Mentor {number}", 2, dice.randint(1, 5), *levels])
            if number % 3 == 0:
                days = ", ".join(dice.sample(DAYS, 4))
                text = f'version: 1\nid: "{person}"\ntime: {{weekdays: [{days}], {_absences(dice, 3)}}}\n'
                (room / f"mentors/{person}.yaml").write_text(text)


def timed(*command: str) -> None:
    """Runs one command; says how long it took and how much memory it had at most."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True)
    used, clock = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - began
    spent = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    # The most of any child so far: each command here needs more than those before it.
    memory = f"at most {used.ru_maxrss / 1024:.0f} MB"
    print(f"rmentor {' '.join(command[3:])}: {clock:.1f} s, processor {spent:.1f} s, {memory}, exit {done.returncode}")
    for line in [one for one in done.stderr.splitlines() if "Many" in one or "error" in one][-3:]:
        print(f"  {line}")
    for line in done.stdout.splitlines()[-2:]:
        print(f"  {line}")


def beside(one: list[str], other: list[str], runs: int = 7) -> tuple[float, float]:
    """Median seconds of two commands that take turns, after one round that does not count. Status 1 is no fault here:
    whoever has no plan is told at every run."""
    spent: tuple[list[float], list[float]] = ([], [])
    for _ in range(runs + 1):
        for command, times in zip((one, other), spent, strict=True):
            began = time.perf_counter()
            subprocess.run(command, capture_output=True)
            times.append(time.perf_counter() - began)
    return statistics.median(spent[0][1:]), statistics.median(spent[1][1:])


def main(executives: int, whole: bool) -> None:
    """Prints the figures."""
    with tempfile.TemporaryDirectory() as name:
        room = Path(name)
        programme(room, executives)
        rmentor = [str(Path(sys.executable).with_name("rmentor")), "-C", name]
        for command in ("select", "pair", "plan"):
            timed(*rmentor, command)
        print(f"{len(list((room / 'plans').glob('*.yaml')))} plans of {executives}")
        if whole:
            timed(*rmentor, "run")
            ours, typer = beside([*rmentor, "run"], [sys.executable, "-c", "import typer"])
            print(f"run, nothing stale, {executives}: {ours / typer:.2f} x import typer, claimed at most 6")


if __name__ == "__main__":
    numbers = [int(one) for one in sys.argv[1:] if one.isdigit()]
    main(numbers[0] if numbers else 500, "--run" in sys.argv)
