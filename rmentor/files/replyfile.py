"""What a form saves that was filled in on screen: one person's answers, by the names of its fields."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rmentor.errors import Problem, ProblemsFound
from rmentor.files.folder import unreadable

LARGEST_KILOBYTES = 1000
MARK = "rmentor"
"""The key that tells whose file it is; its value is the version."""


@dataclass(frozen=True)
class Saved:
    """One form as it was saved: whose it is, as far as it says so, and each field's text; blank fields are not
    there."""

    shown: str
    form: str
    who: str = ""
    mentee: str = ""
    person: str = ""
    on: str = ""
    session: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


def read(path: Path) -> Saved:
    """Reads a saved form; raises ProblemsFound where it is none."""
    shown = path.name
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ProblemsFound([unreadable(error, shown)]) from None
    if len(content) > LARGEST_KILOBYTES * 1000:
        raise ProblemsFound([Problem(shown, "saved_form_too_large", {"kilobytes": LARGEST_KILOBYTES})])
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ProblemsFound([Problem(shown, "saved_form_broken", {}, getattr(error, "lineno", None))]) from None
    told = data.get("fields") if isinstance(data, dict) and data.get(MARK) == 1 else None
    if not isinstance(told, dict) or not isinstance(data.get("form"), str):
        raise ProblemsFound([Problem(shown, "not_a_saved_form")])
    fields = {str(key): _text(value) for key, value in told.items()}
    about = {key: _text(data.get(key)) for key in ("form", "who", "mentee", "person", "on", "session")}
    return Saved(shown, fields={key: text for key, text in fields.items() if text}, **about)


def _text(value: object) -> str:
    """A field's value as text; several ticks are joined."""
    if isinstance(value, list):
        return ";".join(str(one) for one in value if isinstance(one, (str, int, float)))
    return str(value).strip() if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""
