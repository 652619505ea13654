"""Replays every plan of a programme from its files alone, written apart from the planner: plain YAML, no rmentor.

`faults(folder)` reads `rmentor.yaml`, people, kits, journal and announcements with PyYAML and says, in plain English,
whatever a plan under `plans/` does that it must not.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import holidays
import yaml

Data = dict[str, Any]
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
TIME: Data = {
    "sessions": 6, "minutes": 60, "every": "2 weeks", "weekdays": list(DAYS[:5]), "hours": ["09:00", "18:00"],
    "absent": [],
}  # fmt: skip


def load(path: Path) -> Data:
    return dict(yaml.load(path.read_text("utf-8"), yaml.BaseLoader) or {}) if path.is_file() else {}


def faults(folder: Path) -> list[str]:
    """What is wrong with the plans of a programme; nothing if all is well."""
    settings = load(folder / "rmentor.yaml")
    modules = _modules(folder, settings)
    plans = {path.stem: load(path) for path in sorted((folder / "plans").glob("*.yaml"))}
    found = [f"{mentee}: {what}" for mentee, plan in plans.items()
             for what in _Plan(folder, settings, modules, mentee, plan).faults()]  # fmt: skip
    return [*found, *_mentors_in_two_places(plans)]


def _modules(folder: Path, settings: Data) -> dict[str, Data]:
    found: dict[str, Data] = {}
    for listed in settings.get("kits", []):
        for name, read in _kit(folder / listed).items():
            found[name] = read
    return found


def _kit(home: Path) -> dict[str, Data]:
    kit = load(home / "kit.yaml")
    below = _kit(home / kit["extends"]) if kit.get("extends") else {}
    names = kit.get("modules") or [*below, *kit.get("+modules", [])]
    return {name: {**below.get(name, {}), **load(home / "modules" / f"{name}.yaml")} for name in names}


def _mentors_in_two_places(plans: dict[str, Data]) -> Iterator[str]:
    seen: dict[tuple[str, str], str] = {}
    for mentee, plan in plans.items():
        for session in plan["sessions"]:
            at = (plan["mentor"], session["date"])
            if session.get("held") != "true" and seen.setdefault(at, mentee) != mentee:
                yield f"{mentee}: mentor {at[0]} is with {seen[at]} too on {at[1]}"


def _on(text: str) -> dt.date:
    return dt.date.fromisoformat(text[:10])


def _spans(listed: list[str]) -> list[tuple[dt.date, dt.date]]:
    return [(_on(one.split("..")[0]), _on(one.split("..")[-1])) for one in listed]


def _after(start: dt.date, every: str, times: int) -> dt.date:
    number, unit = re.fullmatch(r"(?:(\d+) )?(day|week|month)s?", every).groups()  # type: ignore[union-attr]
    count = int(number or 1) * times
    if unit != "month":
        return start + dt.timedelta(days=count * (7 if unit == "week" else 1))
    months = start.year * 12 + start.month - 1 + count
    last = calendar.monthrange(months // 12, months % 12 + 1)[1]
    return dt.date(months // 12, months % 12 + 1, min(start.day, last))


class _Plan:
    def __init__(self, folder: Path, settings: Data, modules: dict[str, Data], mentee: str, plan: Data) -> None:
        self.plan, self.modules, self.facts = plan, modules, settings["programme"]
        self.first, self.last = _on(self.facts["start"]), _on(self.facts["end"])
        self.me = load(folder / "mentees" / f"{mentee}.yaml")
        self.mentor = load(folder / "mentors" / f"{plan['mentor']}.yaml").get("time", {})
        self.journal = load(folder / "journal" / f"{mentee}.yaml").get("sessions", [])
        self.agreed = sorted(self.me.get("agreed", []), key=lambda one: one.get("on", ""))
        self.time = {**TIME, **settings.get("time", {}), **(self.me.get("time") or {})}
        for one in self.agreed:
            self.time |= one.get("time", {})
        ritual = settings.get("time", {}).get("ritual", {})
        self.room = int(self.time["minutes"]) - int(ritual.get("opening", 5)) - int(ritual.get("closing", 5))
        place = settings.get("time", {}).get("holidays") or {}
        years = range(self.first.year, self.last.year + 1)
        region = place.get("region") if place.get("region") not in (None, "null", "") else None
        self.off = holidays.country_holidays(place["country"], subdiv=region, years=years) if place else {}
        self.told = [one for one in load(folder / "announced.yaml").get("sessions", [])
                     if one["mentee"] == mentee and one.get("cancelled") != "true"]  # fmt: skip

    def faults(self) -> Iterator[str]:
        yield from self._history()
        yield from self._contents()
        yield from self._settled()
        yield from self._days()

    @property
    def to_come(self) -> list[Data]:
        return [one for one in self.plan["sessions"] if one.get("held") != "true"]

    def _history(self) -> Iterator[str]:
        held = {int(one["session"]): one for one in self.journal if "held" in one}
        shown = {int(one["number"]): one for one in self.plan["sessions"] if one.get("held") == "true"}
        if set(held) != set(shown):
            yield f"held are {sorted(held)}, the plan has {sorted(shown)}"
        for number in set(held) & set(shown):
            if held[number]["held"] != shown[number]["date"]:
                yield f"session {number} was held on {held[number]['held']}, the plan says {shown[number]['date']}"
            names = [one["id"] for one in shown[number]["modules"]]
            if "modules" in held[number] and held[number]["modules"] != names:
                yield f"session {number} held {held[number]['modules']}, the plan says {names}"
        if self.to_come and len(held) + len(self.to_come) > int(self.time["sessions"]):
            yield "more sessions than the credit has"
        last = max((one["held"] for one in held.values()), default="")
        if any(one["date"] <= last for one in self.to_come):
            yield "a session to come lies before one that was held"
        for one in self.journal:
            again = [two for two in self.to_come if two["number"] == one["session"]]
            if "cancelled" in one and again and again[0]["date"] <= one["cancelled"]:
                yield f"session {one['session']}, called off on {one['cancelled']}, is on {again[0]['date']}"

    def _contents(self) -> Iterator[str]:
        needs = self.me.get("topics", {})
        level = {topic: float(need.get("level", 0)) for topic, need in needs.items()}
        known = set(self.me.get("mastered", []))
        counted: set[tuple[str, str]] = set()
        for session in sorted(self.plan["sessions"], key=lambda one: one["date"]):
            held = session.get("held") == "true"
            used = 0
            for one in session["modules"]:
                module = self.modules[one["id"]]
                used += int(module["minutes"])
                if not held:
                    yield from self._begun(one["id"], module, known, level)
                for topic, taught in module["teaches"].items():
                    since = needs.get(topic, {}).get("on", self.facts["start"])
                    if (one["id"], topic) not in counted and (not held or session["date"] >= since):
                        level[topic] = level.get(topic, 0.0) + float(taught)
                        counted.add((one["id"], topic))
                known.add(one["id"])
            if not held and used > self.room:
                yield f"session {session['number']} holds {used} of {self.room} minutes"
        gain = 0.0
        for topic, need in needs.items():
            before, target = float(need.get("level", 0)), float(need["target"])
            gain += (
                int(need.get("priority", 2)) * max(0.0, min(level[topic], target) - before) if target > before else 0
            )
            said = [float(one) for one in self.plan["levels"][topic]]
            if abs(said[1] - min(5.0, level[topic])) > 1e-6 or said[0] != before:
                yield f"{topic} goes from {before} to {level[topic]}, the plan says {said}"
        if abs(gain - float(self.plan["gain"])) > 1e-3:
            yield f"the gain is {gain}, the plan says {self.plan['gain']}"
        out = {one["module"] for one in self.plan["left_out"]}
        if out != set(self.modules) - known:
            yield f"left out are {sorted(set(self.modules) - known)}, the plan says {sorted(out)}"

    def _begun(self, name: str, module: Data, known: set[str], level: dict[str, float]) -> Iterator[str]:
        if name in known:
            yield f"{name} stands twice"
        if not set(module.get("requires", [])) <= known:
            yield f"{name} comes before {module['requires']}"
        for topic, least in module.get("entry", {}).items():
            if level.get(topic, 0.0) < float(least) - 1e-9:
                yield f"{name} begins at {topic} {level.get(topic, 0.0)}, needs {least}"

    def _settled(self) -> Iterator[str]:
        refused = set(self.me.get("refused", []))
        pins: dict[str, int] = {}
        for one in self.agreed:
            refused |= {one["refuse"]} if "refuse" in one else set()
            refused -= {one.get("want")}
            if "pin" in one:
                pins[one["pin"]["module"]] = int(one["pin"]["session"])
        held = {int(one["number"]) for one in self.plan["sessions"] if one.get("held") == "true"}
        done = {module["id"] for one in self.plan["sessions"] if one.get("held") == "true" for module in one["modules"]}
        stands = {module["id"]: int(one["number"]) for one in self.to_come for module in one["modules"]}
        yield from (f"{name} was refused" for name in sorted(refused & set(stands)))
        for name, number in pins.items():
            if name not in done and number not in held and stands.get(name) != number:
                yield f"{name} is pinned to {number}, stands in {stands.get(name)}"

    def _moves(self) -> dict[int, str]:
        """Agreed days of sessions to come; what was called off later, or lies before what was held, is overtaken."""
        last = max((one["held"] for one in self.journal if "held" in one), default="")
        moves: dict[int, str] = {}
        for one in self.agreed:
            if "move" in one:
                number, to = int(one["move"]["session"]), one["move"]["to"].replace(" ", "T")[:16]
                off = [two["cancelled"] for two in self.journal if "cancelled" in two and int(two["session"]) == number]
                moves.pop(number, None)
                if to[:10] > last and not any(one.get("on", "") < day and to[:10] <= day for day in off):
                    moves[number] = to
        return moves

    def _days(self) -> Iterator[str]:
        days = [one["date"] for one in self.to_come]
        numbers = [int(one["number"]) for one in self.to_come]
        if days != sorted(set(days)) or numbers != sorted(set(numbers)):
            yield f"sessions {numbers} on {days} are out of order"
        moves = self._moves()
        for one in self.to_come:
            number, start = int(one["number"]), f"{one['date']}T{one['start']}"
            length = dt.datetime.fromisoformat(f"{one['date']}T{one['end']}") - dt.datetime.fromisoformat(start)
            if length != dt.timedelta(minutes=int(self.time["minutes"])):
                yield f"session {number} lasts {length}"
            if number in moves:
                if start != moves[number]:
                    yield f"session {number} is at {start}, agreed was {moves[number]}"
                continue
            if why := self._blocked(_on(one["date"]), one["start"], one["end"]):
                yield f"session {number} on {start}: {why}"
            yield from self._period(number, one, moves)

    def _blocked(self, day: dt.date, start: str, end: str) -> str | None:
        weekday = DAYS[day.weekday()]
        opens, closes = self._hours()
        if not self.first <= day <= self.last:
            return "outside the programme"
        if day in self.off:
            return "a holiday"
        if weekday not in self.time["weekdays"] or weekday not in self.mentor.get("weekdays", DAYS):
            return "not one of their weekdays"
        absences = [*_spans(self.time["absent"]), *_spans(self.mentor.get("absent", []))]
        if any(first <= day <= last for first, last in absences):
            return "somebody is away"
        return None if opens <= start and end <= closes else "outside their hours"

    def _hours(self) -> tuple[str, str]:
        mine, theirs = self.time["hours"], self.mentor.get("hours", ["00:00", "24:00"])
        return max(f"{mine[0]:0>5}", f"{theirs[0]:0>5}"), min(f"{mine[1]:0>5}", f"{theirs[1]:0>5}")

    def _ahead(self) -> int:
        """How many more sessions were held than a rhythm agreed in mid-course would have had by then."""
        held = [one for one in self.journal if "held" in one]
        if not held or not any("every" in one.get("time", {}) for one in self.agreed):
            return 0
        day, turns = _on(max(one["held"] for one in held)), 0
        while _after(self.first, self.time["every"], turns) <= day:
            turns += 1
        return max(0, max(int(one["session"]) for one in held) - turns)

    def _period(self, number: int, session: Data, moves: dict[int, str]) -> Iterator[str]:
        """In its own period, unless something behind it made it late; on its first weekday, unless that is said."""
        turn = number - self._ahead()
        first = _after(self.first, self.time["every"], max(0, turn - 1))
        last = _after(self.first, self.time["every"], max(1, turn)) - dt.timedelta(days=1)
        day = _on(session["date"])
        over = any(one.get("held", one.get("cancelled", "")) for one in self.journal)
        if not first <= day <= last and (not over or day < first):
            yield f"session {number} on {day} is not between {first} and {last}"
        span = [first + dt.timedelta(days=step) for step in range((last - first).days + 1)]
        nominal = next((one for one in span if DAYS[one.weekday()] in self.time["weekdays"]), first)
        if (day != nominal) != ("moved" in session):
            yield f"session {number} on {day}, nominal {nominal}, moved: {session.get('moved')}"
        if moves or self.journal or self.told or "moved" not in session:
            return
        away = abs((day - nominal).days)
        free = [one for one in span if abs((one - nominal).days) < away
                and not self._blocked(one, session["start"], session["end"])]  # fmt: skip
        if free and session["moved"]["kind"] != "mentor_taken":
            yield f"session {number} on {day}, though {free[0]} is nearer to {nominal} and free"
