"""A fillable PDF that somebody filled in and saved: the same as a form saved on screen, by the same names of fields.

Which form it is, who answers and whose programme it is about stands in a hidden field of its own, as no viewer loses a
field. Needs pypdf (extra `forms`).
"""

from __future__ import annotations

import datetime as dt
import importlib.util
import io
import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rmentor.errors import Problem, ProblemsFound
from rmentor.files.folder import unreadable
from rmentor.files.replyfile import MARK, Saved

ENDING = ".pdf"
LARGEST_MEGABYTES = 20
_MOST_FIELDS = 5000
_PACKAGE = "pypdf"
_TICKED = frozenset({"yes", "on", "true", "1"})
"""What viewers write for a box that is ticked; ours is `yes`."""


def read(path: Path) -> Saved:
    """Reads a form that was filled in; raises ProblemsFound where it is none, or where pypdf is not there. `on` is the
    day on which a viewer says to have saved it, blank where none does."""
    shown = path.name
    if importlib.util.find_spec(_PACKAGE) is None:
        raise ProblemsFound([Problem(shown, "extra_missing_to_read", {"extra": "forms"})])
    try:
        if path.stat().st_size > LARGEST_MEGABYTES * 1_000_000:
            raise ProblemsFound([Problem(shown, "file_too_large", {"megabytes": LARGEST_MEGABYTES})])
        content = path.read_bytes()
    except OSError as error:
        raise ProblemsFound([unreadable(error, shown)]) from None
    fields, on = _fields(content, shown)
    about = _about(fields.pop(MARK, ""), shown)
    return Saved(shown, on=on, fields={key: text for key, text in fields.items() if text}, **about)


def _fields(content: bytes, shown: str) -> tuple[dict[str, str], str]:
    """The text of each field, and the day of saving. A PDF comes from anywhere: whatever pypdf stumbles over, it is no
    whole PDF."""
    import pypdf

    logging.getLogger(_PACKAGE).setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise ProblemsFound([Problem(shown, "pdf_locked")])
        found: Mapping[str, Any] = reader.get_fields() or {}
        if len(found) > _MOST_FIELDS:
            raise ProblemsFound([Problem(shown, "not_a_form_of_ours")])
        return _told(found), _saved_on(reader)
    except ProblemsFound:
        raise
    except Exception:
        raise ProblemsFound([Problem(shown, "pdf_broken")]) from None


def _told(found: Mapping[str, Any]) -> dict[str, str]:
    """Fields by name; boxes of one question, each a field below it, as one: those that are ticked, joined."""
    told: dict[str, str] = {}
    for name, field in found.items():
        head, _, box = name.partition(".")
        text = _text(field.get("/V"))
        if field.get("/FT") == "/Btn":
            text = "" if text == "/Off" else text.removeprefix("/")
        if box:
            if text.casefold() in _TICKED:
                told[head] = f"{told[head]};{box}" if told.get(head) else box
        elif field.get("/FT") is not None:
            told[head] = text
    return told


def _text(value: object) -> str:
    """A field's value: text as it was typed, or the name of what was chosen."""
    return "" if value is None else str(value).replace("\r\n", "\n").replace("\r", "\n").strip()


def _about(text: str, shown: str) -> dict[str, str]:
    try:
        about = json.loads(text)
    except (ValueError, RecursionError):
        about = None
    if not isinstance(about, dict) or not isinstance(about.get("form"), str):
        raise ProblemsFound([Problem(shown, "not_a_form_of_ours")])
    told = {key: about.get(key) for key in ("form", "who", "mentee", "person", "session")}
    return {key: value if isinstance(value, str) else "" for key, value in told.items()}


def _saved_on(reader: Any) -> str:
    """The day of the last change, where a viewer wrote one; we write none."""
    changed = reader.metadata.modification_date if reader.metadata else None
    made = reader.metadata.creation_date if reader.metadata else None
    return changed.date().isoformat() if isinstance(changed, dt.datetime) and changed != made else ""
