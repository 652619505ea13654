"""The kinds of value people write: yes and no, days, hours, rhythms, ranges of dates, numbers with a comma."""

from __future__ import annotations

import calendar
import datetime as dt
import math
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Literal

YES = frozenset({"yes", "y", "oui", "o", "true", "vrai", "1", "x"})
NO = frozenset({"no", "n", "non", "false", "faux", "0", ""})

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_FRENCH_DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_HOUR = re.compile(r"(\d{1,2})[:h](\d{2})")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d+)?|[.,]\d+)")
_RHYTHM = re.compile(r"(?:(\d{1,4})\s+)?(day|week|month)s?")


def truth(text: str) -> bool | None:
    """Yes or no, in French or English; None for any other text. A blank is no."""
    word = text.strip().casefold()
    if word in YES:
        return True
    return False if word in NO else None


def number(text: str) -> float | None:
    """A number with a decimal comma or point, no-break spaces allowed between thousands; None for any other text."""
    plain = text.strip().replace("\u202f", "").replace("\u00a0", "").replace("\u2212", "-")
    found = float(plain.replace(",", ".")) if _NUMBER.fullmatch(plain) else math.inf
    return found if math.isfinite(found) else None


def day(text: str) -> dt.date | None:
    """A date written 2027-01-31, 31/01/2027 or 31.01.2027; None for any other text, also 31/02/2027."""
    plain = text.strip()
    if iso := _ISO_DAY.fullmatch(plain):
        year, month, number_of_day = map(int, iso.groups())
    elif french := _FRENCH_DAY.fullmatch(plain):
        number_of_day, month, year = map(int, french.groups())
    else:
        return None
    try:
        return dt.date(year, month, number_of_day)
    except ValueError:
        return None


def iso_day(text: str) -> dt.date | None:
    """A date written 2027-01-31 only, as the YAML files want it."""
    return day(text) if _ISO_DAY.fullmatch(text.strip()) else None


def hour(text: str) -> dt.time | None:
    """A time of day written 08:30 or 8h30; None for any other text."""
    found = _HOUR.fullmatch(text.strip())
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return dt.time(int(found[1]), int(found[2]))


def plain(text: str) -> str:
    """Text without case, accents, spaces and signs: how headings and names are compared.

    `Auto-évaluation outils (1-5)` and `auto evaluation OUTILS 1 5` are the same heading.
    """
    spread = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(letter for letter in spread if letter.isalnum())


_SAFE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[1-9]|lpt[1-9])(?:\..*)?", re.IGNORECASE)


def searchable(person: str) -> bool:
    """Whether an id can be looked for in any text: `5` would be found in every file."""
    return len(person) >= 4 or not person.isdigit()


def file_name(identity: str) -> str:
    """An id as a file name that is good everywhere: what is not plain ASCII becomes %XX, byte by byte.

    A leading or final dot and the first letter of a name that Windows keeps for itself (CON, NUL …) are %XX too.
    """

    def escaped(letter: str) -> str:
        return "".join(f"%{byte:02X}" for byte in letter.encode())

    name = "".join(letter if letter in _SAFE else escaped(letter) for letter in identity)
    if name.startswith("."):
        name = "%2E" + name[1:]
    if name.endswith("."):
        name = name[:-1] + "%2E"
    return escaped(name[0]) + name[1:] if _RESERVED.fullmatch(name) else name


@cache
def languages(text: str) -> tuple[str, ...]:
    """The languages in a cell, as codes, in their order: `fr, en`, `français | anglais`, `French/English`.

    A word that names no language is kept as it is, without case: it can still equal itself.
    """
    words = (word.strip().casefold() for word in re.split(r"[,;|/]", text))
    return tuple(dict.fromkeys(_language(word) for word in words if word))


def _language(word: str) -> str:
    """A word's language: a code, also with a country (`fr-FR`), or a name, also with a remark (`anglais (courant)`)."""
    code = re.match(r"([a-z]{2})(?:[-_][a-z]{2,4})?$", word)
    if code:
        return code[1]
    name = re.split(r"\s*[(:]", word)[0]
    known = _language_codes()
    return known.get(name) or known.get(name.split(" ")[0]) or word


@cache
def _language_codes() -> dict[str, str]:
    from babel import Locale

    return {
        name.casefold(): code
        for spoken in ("en", "fr")
        for code, name in Locale(spoken).languages.items()
        if "_" not in code
    }


@dataclass(frozen=True)
class Span:
    """A range of days, both ends included."""

    first: dt.date
    last: dt.date

    def __contains__(self, other: dt.date) -> bool:
        return self.first <= other <= self.last

    @classmethod
    def parse(cls, text: str) -> Span | None:
        """`2027-02-15..2027-02-26` or a single day; None for any other text, also when the end is before the start."""
        first, dots, last = text.partition("..")
        start = iso_day(first)
        end = iso_day(last) if dots else start
        if start is None or end is None or end < start:
            return None
        return cls(start, end)


@dataclass(frozen=True)
class Rhythm:
    """Every N days, weeks or months."""

    count: int
    unit: Literal["day", "week", "month"]

    @classmethod
    def parse(cls, text: str) -> Rhythm | None:
        """`week`, `2 weeks`, `10 days`, `1 month`; None for any other text, also for nought."""
        found = _RHYTHM.fullmatch(" ".join(text.casefold().split()))
        if not found:
            return None
        count = int(found[1] or 1)
        units: dict[str, Literal["day", "week", "month"]] = {"day": "day", "week": "week", "month": "month"}
        return cls(count, units[found[2]]) if 1 <= count <= 1000 else None

    def after(self, start: dt.date, times: int) -> dt.date:
        """The day `times` rhythms after `start`. Months are counted from `start`: a month that is too short gives its
        last day, and the next one is not shortened for it (dateutil's rrule would skip the short month).

        Raises OverflowError past the year 9999.
        """
        if self.unit == "month":
            months = start.month - 1 + self.count * times
            year, month = start.year + months // 12, months % 12 + 1
            if year > dt.MAXYEAR:
                raise OverflowError("past the last year of the calendar")
            return dt.date(year, month, min(start.day, calendar.monthrange(year, month)[1]))
        return start + dt.timedelta(days=self.count * times * (7 if self.unit == "week" else 1))

    def __str__(self) -> str:
        return self.unit if self.count == 1 else f"{self.count} {self.unit}s"
