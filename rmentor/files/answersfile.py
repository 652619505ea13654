"""`answers/<mentee>.yaml`, grown by what people answered: a line an answer, by hand or by us in the same shape."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rmentor.files.edits import Edit, Recorded, is_plain
from rmentor.files.folder import Folder
from rmentor.files.workspace import ANSWERS
from rmentor.people import Answer
from rmentor.values import file_name

_APART = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
"""What JSON leaves as it is and YAML would not take in quotes."""


def path(mentee: str) -> str:
    """Where an executive's answers stand."""
    return f"{ANSWERS}/{file_name(mentee)}.yaml"


def grow(folder: Folder, mentee: str, answers: Sequence[Answer]) -> Recorded:
    """Adds answers at the end of the list; comments, order and blank lines stay."""
    name = path(mentee)
    if not folder.has(name):
        lines = [f"  - {line(one)}\n" for one in answers]
        changed = folder.write(name, ("version: 1\nanswers:\n" + "".join(lines)).encode())
        return Recorded(name, 1, 2 + len(lines), changed)
    edit = Edit(folder, name)
    if (indent := _indent_at_the_end(edit.text)) is not None:
        # The list is the last thing in the file: what is there stays byte for byte, and new lines come behind it.
        first = edit.text.count("\n") + 1
        edit.text += "".join(f"{indent}- {line(one)}\n" for one in answers)
        return edit.write(first, first + len(answers) - 1)
    for one in answers:
        edit.append(("answers",), told(one))
    return edit.save()


def _indent_at_the_end(text: str) -> str | None:
    """How far the items of `answers:` are set in, where that list ends the file; None where anything follows it."""
    found = re.search(r"(?m)^answers:[ \t]*$", text)
    if not found or not text.endswith("\n"):
        return None
    rest = text[found.end() + 1 :].splitlines()
    indents = {len(one) - len(one.lstrip()) for one in rest if one.lstrip().startswith("- ")}
    if len(indents) != 1:
        return None
    indent = indents.pop()
    inside = all(one.startswith((" " * indent + "- ", " " * (indent + 1))) for one in rest)
    return " " * indent if inside else None


def told(answer: Answer) -> dict[str, Any]:
    """An answer as the file has it: what says nothing is left out."""
    return dict(_told(answer))


def _told(answer: Answer) -> Iterator[tuple[str, Any]]:
    for key in Answer.model_fields:
        value = getattr(answer, key)
        if value is None or value == {}:
            continue
        yield key, {one: _number(two) for one, two in value.items()} if isinstance(value, Mapping) else _number(value)


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def line(answer: Answer) -> str:
    """One answer on one line, as YAML in flow style."""
    return _flow(told(answer))


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(key)}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, str):
        return value if is_plain(value) else quoted(value)
    return str(value)


def _key(text: str) -> str:
    """A key: `on` stands as it is, as everywhere in our files."""
    return text if text.isidentifier() else _flow(text)


def quoted(text: str) -> str:
    """Text in double quotes, as YAML reads it back to the letter."""
    return _APART.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(text, ensure_ascii=False))
