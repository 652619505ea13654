"""What people answered on a form, as text, becomes what it means; what cannot be understood is told, cell by cell."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Literal

from rmentor import values
from rmentor.errors import Fields
from rmentor.values import WEEKDAYS, plain

Fault = tuple[str, Fields]
"""A problem's code and fields."""
Order = Literal["day", "month"]
"""What comes first in a date such as 11/12/2026."""

_DATE = re.compile(
    r"(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2}))"
    r"(?:[T ,]+(?:à |at )?\d{1,2}[:h]\d{2}(?:[:.]\d+)*Z?(?: ?[ap]\.?m\.?)?(?: ?(?:UTC|GMT).*| ?[+-]\d{2}:?\d{2})?)?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_SHARE = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:/|sur|out of|of)\s*(\d+(?:[.,]\d+)?)")
_PERCENT = re.compile(r"(\d+(?:[.,]\d+)?)\s*%")
_DAYS = {
    "lun": "mon", "mar": "tue", "mer": "wed", "jeu": "thu", "ven": "fri", "sam": "sat", "dim": "sun",
    **{day: day for day in WEEKDAYS},
}  # fmt: skip
_WHOLE_DAYS = (
    "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip
_WEEKDAYS = _DAYS | {f"{name}{end}": _DAYS[name[:3]] for name in _WHOLE_DAYS for end in ("", "s")}
"""Every way to write a day: whole, as several, or by its first three letters."""
_AGREEMENT = {
    "pasdutoutdaccord": 1.0, "plutotpasdaccord": 2.0, "pasdaccord": 2.0, "nidaccordnipasdaccord": 3.0, "neutre": 3.0,
    "plutotdaccord": 4.0, "daccord": 4.0, "toutafaitdaccord": 5.0,
    "stronglydisagree": 1.0, "disagree": 2.0, "neitheragreenordisagree": 3.0, "neutral": 3.0, "agree": 4.0,
    "stronglyagree": 5.0,
}  # fmt: skip
_FIT = {
    **dict.fromkeys(("good", "bon", "bonne", "bien", "oui", "yes", "right"), "good"),
    **dict.fromkeys(("unsure", "adjust", "moyen", "passur", "aajuster", "maybe", "peutetre"), "unsure"),
    **dict.fromkeys(("notgood", "change", "non", "no", "bad", "mauvais", "achanger"), "not good"),
}
_CREDIT = {
    **dict.fromkeys(("fewer", "less", "moins"), "fewer"),
    **dict.fromkeys(("same", "pareil", "inchange"), "same"),
    **dict.fromkeys(("more", "plus", "davantage"), "more"),
}


@dataclass(frozen=True)
class Asked:
    """What a form may be answered with: topics (label and scale), sentences that stand for a choice, by kind, and how
    many questions each module's quiz has."""

    topics: Mapping[str, tuple[str, float, float]]
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    quizzes: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """What each topic is called."""
        return {key: label for key, (label, _, _) in self.topics.items()}

    @cached_property
    def named(self) -> Mapping[str, str]:
        """Each topic by its label or key, without case and accents."""
        return {plain(name): key for key, label in self.labels.items() for name in (label, key)}


@dataclass(frozen=True)
class Reply:
    """One person's answers on one form; what was left blank is not there."""

    session: int | None = None
    module: str | None = None
    levels: Mapping[str, float] = field(default_factory=dict)
    then: Mapping[str, float] = field(default_factory=dict)
    targets: Mapping[str, float] = field(default_factory=dict)
    priorities: Mapping[str, int] = field(default_factory=dict)
    control: float | None = None
    marks: Mapping[str, float] = field(default_factory=dict)
    quiz: float | None = None
    fit: str | None = None
    credit: str | None = None
    recommend: float | None = None
    remarks: Mapping[str, str] = field(default_factory=dict)
    weekdays: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    sessions: int | None = None
    minutes: int | None = None

    @property
    def blank(self) -> bool:
        """Whether nothing was answered at all."""
        return self == Reply(self.session, self.module)


class _Cells:
    """One row being understood; faults are collected on the way."""

    def __init__(self, cells: Mapping[str, str], asked: Asked) -> None:
        self.cells = cells
        self.asked = asked
        self.faults: list[Fault] = []

    def one(self, key: str, read: Callable[[str], float | None], code: str, **fields: object) -> float | None:
        text = self.cells.get(key)
        if not text:
            return None
        found = read(text)
        if found is None:
            self.faults.append((code, {"value": text, **fields}))
        return found

    def levels(self, prefix: str) -> dict[str, float]:
        """Levels by topic, each on its scale."""
        found = {}
        for key, text in self.cells.items():
            head, _, topic = key.partition(".")
            if head == prefix and text:
                label, low, high = self.asked.topics[topic]
                level = leading(text)
                if level is None or not low <= level <= high:
                    self.faults.append(
                        ("level_not_on_scale", {"topic": label, "value": text, "low": low, "high": high})
                    )
                else:
                    found[topic] = level
        return found

    def marks(self) -> dict[str, float]:
        found = {}
        for key, text in self.cells.items():
            head, _, statement = key.partition(".")
            if head == "mark" and text:
                mark = _AGREEMENT.get(plain(text), leading(text))
                if mark is None or not 1 <= mark <= 5:
                    self.faults.append(("mark_out_of_five", {"value": text}))
                else:
                    found[statement] = mark
        return found

    def choice(self, key: str, known: Mapping[str, str]) -> str | None:
        text = self.cells.get(key)
        if not text:
            return None
        found = self.asked.choices.get(key, {}).get(plain(text)) or known.get(plain(text))
        if found is None:
            self.faults.append(("choice_expected", {"value": text, "choices": list(dict.fromkeys(known.values()))}))
        return found

    def several(self, key: str, known: Mapping[str, str], code: str, called: Mapping[str, str]) -> tuple[str, ...]:
        """What was ticked among several: joined by `;` (Microsoft) or `,` (Google). `called`: how each is called."""
        text = self.cells.get(key, "")
        found = []
        for word in ([text] if plain(text) in known else re.split(r"[;,|\n]", text)) if text else []:
            if plain(word) in known:
                found.append(known[plain(word)])
            elif plain(word):
                close = difflib.get_close_matches(plain(word), sorted(known), n=1, cutoff=0.6)
                near = called.get(known[close[0]], close[0]) if close else None
                fields = {"value": word.strip(), "near": near, "known": list(called.values())}
                self.faults.append((code, fields))
        return tuple(dict.fromkeys(found))

    def quiz(self, module: str | None) -> float | None:
        """The share of right answers, in percent: 8 / 10, 80 %, or points of the module's own questions."""
        text = self.cells.get("quiz")
        if not text:
            return None
        share, percent, points = _SHARE.search(text), _PERCENT.search(text), values.number(text)
        most = self.asked.quizzes.get(module or "", 0)
        if share:
            right, out_of = (float(one.replace(",", ".")) for one in share.groups())
        elif percent:
            right, out_of = float(percent[1].replace(",", ".")), 100.0
        else:
            right, out_of = (points, float(most)) if points is not None and most else (1.0, 0.0)
        if out_of <= 0 or not 0 <= right <= out_of:
            self.faults.append(("quiz_expected", {"value": text}))
            return None
        return round(100 * right / out_of, 1)


def reply(cells: Mapping[str, str], asked: Asked) -> tuple[Reply, list[Fault]]:
    """What one row answers, and all that is wrong with it. `cells`: key → text, blank where nothing was answered."""
    row = _Cells(cells, asked)
    module = cells.get("module") or None
    targets = row.levels("target")
    chosen = row.several("priorities", asked.named, "topic_not_taught", asked.labels)
    priorities = dict.fromkeys(targets, 2) | dict.fromkeys(chosen, 3) if chosen else {}
    for key in cells:
        head, _, topic = key.partition(".")
        if head == "priority" and (given := row.one(key, _priority, "priority_expected")) is not None:
            priorities[topic] = int(given)
    session, sessions = row.one("session", _whole, "session_expected"), row.one("sessions", _whole, "count_expected")
    minutes = row.one("minutes", _whole, "minutes_expected")
    weekdays = row.several("weekdays", _WEEKDAYS, "weekday_expected", {})
    found = Reply(
        session=None if session is None else int(session),
        module=module,
        levels=row.levels("level"),
        then=row.levels("then"),
        targets=targets,
        priorities=priorities,
        control=row.one("control", leading, "number_expected"),
        marks=row.marks(),
        quiz=row.quiz(module),
        fit=row.choice("fit", _FIT),
        credit=row.choice("credit", _CREDIT),
        recommend=row.one("recommend", _of_ten, "recommend_expected"),
        remarks={key[7:]: text for key, text in cells.items() if key.startswith("remark.") and text},
        weekdays=tuple(day for day in WEEKDAYS if day in weekdays),
        languages=values.languages(cells.get("languages", "")) if cells.get("languages") else (),
        sessions=None if sessions is None else int(sessions),
        minutes=None if minutes is None else int(minutes),
    )
    return found, row.faults


@lru_cache(4096)
def leading(text: str) -> float | None:
    """The number that an answer such as `2 - je consulte`, `8 maximum`, `Niveau 3` gives; None where it gives none, or
    several."""
    told = text.strip()
    if (whole := values.number(told)) is not None:
        return whole
    first = _NUMBER.match(told)
    numbers = _NUMBER.findall(told)
    if first is None and len(numbers) != 1:
        return None
    return values.number(first[0] if first else numbers[0])


def _whole(text: str) -> float | None:
    found = leading(text)
    return found if found is not None and found >= 1 and found.is_integer() else None


def _priority(text: str) -> float | None:
    found = leading(text)
    return found if found in (1.0, 2.0, 3.0) else None


def _of_ten(text: str) -> float | None:
    found = leading(text)
    return found if found is not None and 0 <= found <= 10 else None


# --- dates ---


@lru_cache(4096)
def day(text: str, order: Order = "day") -> dt.date | None:
    """The day of a form's timestamp; None for any other text. `order`: how 11/12/2026 is meant."""
    found = _DATE.fullmatch(text.strip())
    if not found:
        return None
    if found[1]:
        year, month, number = int(found[1]), int(found[2]), int(found[3])
    else:
        first, second, year = int(found[4]), int(found[5]), int(found[6])
        number, month = (first, second) if order == "day" else (second, first)
        year += 2000 if year < 100 else 0
    try:
        return dt.date(year, month, number)
    except ValueError:
        return None


def order_of(texts: Iterable[str]) -> Order | None:
    """Whether days or months come first in a column of dates, by those that can be only one; None where none tells, or
    where they contradict each other."""
    told = {_order(text) for text in texts}
    return (
        "day" if "day" in told and "month" not in told else "month" if "month" in told and "day" not in told else None
    )


def ambiguous(texts: Iterable[str]) -> bool:
    """Whether the order makes any difference."""
    return any(day(text, "day") != day(text, "month") for text in texts)


def _order(text: str) -> Order | None:
    found = _DATE.fullmatch(text.strip())
    if not found or found[1]:
        return None
    first, second = int(found[4]), int(found[5])
    return "day" if first > 12 >= second else "month" if second > 12 >= first else None
