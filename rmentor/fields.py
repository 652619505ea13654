"""The kinds of field in the input files, and how each is read from text.

Every scalar arrives as text (`files/yamlfile.py`), so each kind says itself what it expects; a fault is a code with
its fields, and the words are made where it is shown.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from rmentor import values
from rmentor.values import WEEKDAYS, Rhythm, Span

T = TypeVar("T")

_WHOLE = re.compile(r"[+-]?\d{1,15}")

_WEEKDAYS_MEANT = {
    "lu": "mon", "ma": "tue", "me": "wed", "je": "thu", "ve": "fri", "di": "sun",
    "mo": "mon", "tu": "tue", "we": "wed", "th": "thu", "fr": "fri", "sa": "sat", "su": "sun",
}  # fmt: skip
"""Days by their first two letters, in French and English: who counts letters finds "lun" nearer to "sun" than "mon"."""


class Input(BaseModel):
    """What people write: unknown keys are errors, and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, arbitrary_types_allowed=True)


def fault(code: str, **fields: Any) -> PydanticCustomError:
    """A fault in one value; `code` stands in the catalogue under `problem`."""
    return PydanticCustomError(code, "{code}", {"code": code, **fields})


def _read(parse: Callable[[str], T | None], code: str, *kinds: type, **fields: Any) -> BeforeValidator:
    """Reads text by `parse`; whatever already has one of the kinds passes (a default, or a value from a program)."""

    def validate(given: Any) -> Any:
        if kinds and isinstance(given, kinds) and not isinstance(given, bool):
            return given
        found = parse(given) if isinstance(given, str) else None
        if found is None:
            raise fault(code, **fields)
        return found

    return BeforeValidator(validate)


def _text(given: Any) -> Any:
    if not isinstance(given, str):
        raise fault("expected_text")
    if not given.strip():
        raise fault("blank")
    return given


def _id(given: Any) -> Any:
    if not isinstance(given, str) or not 1 <= len(given) <= 64 or not given.isprintable() or given != given.strip():
        raise fault("expected_id")
    return given


def _yes_no(given: Any) -> Any:
    found = given if isinstance(given, bool) else values.truth(given) if isinstance(given, str) and given else None
    if found is None:
        raise fault("expected_yes_no")
    return found


def _whole(text: str) -> int | None:
    return int(text) if _WHOLE.fullmatch(text.strip()) else None


def _url(given: Any) -> Any:
    if not isinstance(given, str):
        raise fault("expected_url")
    try:
        parts = urlsplit(given)
    except ValueError:
        raise fault("expected_url") from None
    if parts.scheme not in ("http", "https") or not parts.netloc or not given.isprintable() or " " in given:
        raise fault("expected_url")
    return given


def _partial_date(given: Any) -> Any:
    """YYYY, YYYY-MM or YYYY-MM-DD, kept as text: the precision is part of what is known."""
    if isinstance(given, str):
        padded = given + "-01-01"[: 10 - len(given)] if len(given) == 4 else given + "-01" if len(given) == 7 else given
        if len(given) in (4, 7, 10) and values.iso_day(padded):
            return given
    raise fault("expected_partial_date")


def _moment(text: str) -> dt.datetime | None:
    date, _, time = text.strip().replace("T", " ").partition(" ")
    day, hour = values.iso_day(date), values.hour(time.removesuffix(":00") if time.count(":") == 2 else time)
    return dt.datetime.combine(day, hour) if day and hour else None


def _as_list(given: Any) -> Any:
    """One value stands for a list of one."""
    return [given] if isinstance(given, str) else given


def _scale(given: Any) -> Any:
    if isinstance(given, (list, tuple)) and len(given) == 2:
        low, high = (values.number(end) if isinstance(end, str) else end for end in given)
        if isinstance(low, (int, float)) and isinstance(high, (int, float)) and low != high:
            return (float(low), float(high))
    raise fault("expected_scale")


def _hours(given: Any) -> Any:
    if isinstance(given, (list, tuple)) and len(given) == 2:
        first, last = (values.hour(end) if isinstance(end, str) else end for end in given)
        if isinstance(first, dt.time) and isinstance(last, dt.time) and first < last:
            return (first, last)
    raise fault("expected_hours")


def _day(given: Any) -> Any:
    if isinstance(given, dt.date):
        return given
    found = values.iso_day(given) if isinstance(given, str) else None
    if found is None:
        meant = values.day(given) if isinstance(given, str) else None
        raise fault("expected_day", near=meant.isoformat() if meant else None)
    return found


def one_of(*words: str, meant: Mapping[str, str] | None = None) -> BeforeValidator:
    """One of a few words; case counts, because they are keys. `meant`: what other words mean, by two first letters."""

    def validate(given: Any) -> Any:
        if given not in words:
            near = {"near": meant.get(str(given).casefold()[:2])} if meant else {}
            raise fault("expected_one_of", choices=list(words), **near)
        return given

    return BeforeValidator(validate)


def mapping_or(key: str) -> BeforeValidator:
    """A single value stands for a mapping with that one key: `capacity: 2` is `capacity: {max: 2}`."""

    def validate(given: Any) -> Any:
        return {key: given} if isinstance(given, (str, int, float)) else given

    return BeforeValidator(validate)


Text = Annotated[str, BeforeValidator(_text)]
Id = Annotated[str, BeforeValidator(_id)]
Url = Annotated[str, BeforeValidator(_url)]
YesNo = Annotated[bool, BeforeValidator(_yes_no)]
Number = Annotated[float, _read(values.number, "expected_number", int, float)]
Whole = Annotated[int, _read(_whole, "expected_whole_number", int)]
Day = Annotated[dt.date, BeforeValidator(_day)]
PartialDate = Annotated[str, BeforeValidator(_partial_date)]
Moment = Annotated[dt.datetime, _read(_moment, "expected_moment", dt.datetime)]
Every = Annotated[Rhythm, _read(Rhythm.parse, "expected_rhythm", Rhythm)]
Absence = Annotated[Span, _read(Span.parse, "expected_span", Span)]
Scale = Annotated[tuple[float, float], BeforeValidator(_scale)]
Hours = Annotated[tuple[dt.time, dt.time], BeforeValidator(_hours)]
Weekday = Annotated[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], one_of(*WEEKDAYS, meant=_WEEKDAYS_MEANT)]
Language = Annotated[Literal["fr", "en"], one_of("fr", "en")]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_as_list)]
Ids = Annotated[tuple[Id, ...], BeforeValidator(_as_list)]

Count = Annotated[Whole, Field(ge=0)]
Positive = Annotated[Whole, Field(ge=1)]
Share = Annotated[Number, Field(ge=0, le=100)]
Weight = Annotated[Number, Field(ge=0)]
Version = Annotated[Literal[1], _read(lambda text: 1 if text == "1" else None, "expected_version", int)]


def nothing_as_empty(given: Any) -> Any:
    """`key:` with nothing after it is an empty mapping, as whoever wrote it means."""
    return {} if given is None else given
