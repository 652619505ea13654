"""Records what people decide in the files they write: comments, order, quotes and blank lines stay as they are."""

from __future__ import annotations

import datetime as dt
import difflib
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rmentor.files import yamlfile
from rmentor.files.folder import Folder
from rmentor.files.yamlfile import Where
from rmentor.values import Rhythm, Span

_PLAIN = re.compile(r"[^\W\d_](?:[\w .'’-]*[\w.'’])?")
"""Text that every YAML reader takes as it stands, without quotes."""

_WORDS_OF_YAML = frozenset({"yes", "no", "on", "off", "true", "false", "null", "~", "y", "n"})
"""Words that some YAML reader takes for something else than text."""

_INDENTED_LIST = re.compile(r"^( *)[^\s#-][^\n]*:[ ]*(?:#[^\n]*)?\n(?:[ ]*#[^\n]*\n|[ ]*\n)*( *)- ", re.MULTILINE)


@dataclass(frozen=True)
class Recorded:
    """Where something was written down: taking those lines out again undoes it. Lines count from 1. `within`: it stands
    within lines that say more, which must stay."""

    name: str
    first: int
    last: int
    changed: bool = True
    within: bool = False


class Edit:
    """One YAML file that people write, opened for a change. `save` writes it whole or not at all."""

    def __init__(self, folder: Folder, name: str) -> None:
        self.folder = folder
        self.name = name
        self.text = folder.read(name).decode("utf-8-sig").replace("\r\n", "\n") if folder.has(name) else ""
        self._crlf = folder.has(name) and b"\r\n" in folder.read(name)
        # What cannot be read must not be rewritten: this raises ProblemsFound with the fault and its line.
        yamlfile.parse(self.text.encode(), name)
        self.data = self._loaded()

    def _loaded(self) -> Any:
        return self._yaml().load(self.text or "version: 1\n")

    def _yaml(self) -> Any:
        from ruamel.yaml import YAML

        yaml = YAML(typ="rt")
        yaml.preserve_quotes = True
        yaml.width = 4096
        yaml.allow_unicode = True
        offset = self._offset()
        yaml.indent(mapping=2, sequence=2 + offset, offset=offset)
        return yaml

    def _offset(self) -> int:
        """How far the file's lists are set in under their keys; two where it has none."""
        found = _INDENTED_LIST.search(self.text)
        return max(0, len(found[2]) - len(found[1])) if found else 2

    def append(self, where: Where, item: Mapping[str, Any], *, flow: bool = True) -> None:
        """Adds an item at the end of a list; keys on the way there are made where they are missing."""
        items = self.get(where)
        if items is None:
            from ruamel.yaml.comments import CommentedSeq

            self._plant(where, CommentedSeq([_made(item, flow=flow)]))
            return
        if items.fa.flow_style() and not items:
            # An empty `[]` grows line by line from here on.
            items.fa.set_block_style()
        behind = _lines_behind(items, len(items) - 1) if items else None
        items.append(_made(item, flow=flow))
        _put_behind(items, len(items) - 1, behind)

    def put(self, where: Where, value: Any) -> None:
        """Sets one value; keys on the way there are made where they are missing."""
        self._plant(where, _made(value, flow=True))

    def _plant(self, where: Where, made: Any) -> None:
        """Sets what was made; keys on the way that are missing are set with it, whole: what followed the last key then
        follows all of it."""
        from ruamel.yaml.comments import CommentedMap

        inside: Any = self.data
        for place, step in enumerate(where[:-1]):
            if isinstance(inside, dict) and inside.get(step) is None:
                for key in reversed(where[place + 1 :]):
                    made = CommentedMap({key: made})
                self._set(inside, step, made)
                return
            inside = inside[step]
        self._set(inside, where[-1], made)

    def _set(self, inside: Any, key: Any, value: Any) -> None:
        """Sets a value; a new key stands right below the last one, before blank lines and comments that follow it."""
        last = next(reversed(inside), None) if isinstance(inside, dict) and key not in inside else None
        behind = None if last is None else _lines_behind(inside, last)
        inside[key] = value
        _put_behind(inside, key, behind)

    def take(self, where: Where) -> None:
        """Takes a key or list item out, and a list that is empty then; nothing where it is not there."""
        inside = self.get(where[:-1])
        if inside is not None and self.get(where) is not None:
            del inside[where[-1]]
            # ruamel would write `[]` below the list's comments, at the margin: no YAML any more.
            if len(where) > 1 and isinstance(inside, list) and not inside and not _in_flow(inside):
                del self.get(where[:-2])[where[-2]]

    def get(self, where: Where) -> Any:
        """What stands at a place, or None."""
        inside: Any = self.data
        for step in where:
            try:
                inside = inside[step]
            except (KeyError, IndexError, TypeError):
                return None
        return inside

    def save(self) -> Recorded:
        """Writes the file; where the change stands in it. Raises ProblemsFound where it cannot be written."""
        text = _merged(self.text, self._dumped(self._loaded()), self._dumped(self.data))
        first, last = _changed_lines(self.text, text)
        content = text.replace("\n", "\r\n") if self._crlf else text
        changed = self.folder.write(self.name, content.encode())
        return Recorded(self.name, first, last, changed)

    def write(self, first: int, last: int) -> Recorded:
        """Writes the text as it stands, where the caller has changed it and knows which lines are new."""
        content = self.text.replace("\n", "\r\n") if self._crlf else self.text
        return Recorded(self.name, first, last, self.folder.write(self.name, content.encode()))

    def _dumped(self, data: Any) -> str:
        stream = io.StringIO()
        self._yaml().dump(data, stream)
        return stream.getvalue()


def _leaf(inside: Any, key: Any) -> tuple[Any, Any]:
    """The last thing written below a key: where ruamel keeps the blank lines and comments that follow it."""
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    value = inside[key]
    while isinstance(value, (CommentedMap, CommentedSeq)) and value and not value.fa.flow_style():
        inside, key = value, (len(value) - 1 if isinstance(value, CommentedSeq) else next(reversed(value)))
        value = inside[key]
    return inside, key


def _in_flow(items: Any) -> bool:
    """Whether a list stands on one line, in brackets."""
    return bool(items.fa.flow_style())


def _slot(inside: Any) -> int:
    return 2 if isinstance(inside, dict) else 0


def _lines_behind(inside: Any, key: Any) -> Any:
    """Takes away the lines that follow a value (not the remark on its own line), to be put behind what comes next."""
    inside, key = _leaf(inside, key)
    entry = inside.ca.items.get(key)
    token = entry[_slot(inside)] if entry else None
    if token is None:
        return None
    remark, _, lines = token.value.partition("\n")
    if not lines:
        return None
    if remark.strip():
        token.value = remark + "\n"
    else:
        entry[_slot(inside)] = None
    return type(token)("\n" + lines, token.start_mark, None)


def _put_behind(inside: Any, key: Any, token: Any) -> None:
    """Puts lines behind a value that was just written."""
    if token is not None:
        inside, key = _leaf(inside, key)
        entry = inside.ca.items.setdefault(key, [None, None, None, None])
        entry[_slot(inside)] = token


def _made(value: Any, *, flow: bool) -> Any:
    """A plain value as ruamel writes it: text that could be read as something else in double quotes."""
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    if isinstance(value, Mapping):
        made = CommentedMap((key, _made(one, flow=flow)) for key, one in value.items())
        if flow:
            made.fa.set_flow_style()
        return made
    if isinstance(value, (list, tuple)):
        items = CommentedSeq(_made(one, flow=flow) for one in value)
        if flow:
            items.fa.set_flow_style()
        return items
    return _scalar(value)


def _scalar(value: Any) -> Any:
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString, PlainScalarString

    if isinstance(value, dt.datetime):
        return PlainScalarString(f"{value:%Y-%m-%dT%H:%M}")
    if isinstance(value, dt.date):
        # A value of its own: ruamel would write one day that stands twice as an anchor and an alias.
        return value.replace()
    if isinstance(value, Span):
        days = dict.fromkeys((value.first.isoformat(), value.last.isoformat()))
        return PlainScalarString("..".join(days))
    if isinstance(value, Rhythm):
        return PlainScalarString(str(value))
    if isinstance(value, str) and not is_plain(value):
        return DoubleQuotedScalarString(value)
    return value


def is_plain(text: str) -> bool:
    """Whether every YAML reader takes a text as it stands, without quotes."""
    return bool(_PLAIN.fullmatch(text)) and text.casefold() not in _WORDS_OF_YAML


def _merged(own: str, plain: str, changed: str) -> str:
    """The change from `plain` to `changed`, made in a file's own text.

    ruamel writes every list with one indent and every remark at one column: `plain` is the file as it would write it
    unchanged. Lines that the change leaves alone come from the file itself, and new ones are set in as their neighbours
    are. Where ruamel moved line ends, its own text is taken.
    """
    lines, before, after = own.splitlines(), plain.splitlines(), changed.splitlines()
    if len(lines) != len(before):
        return changed
    merged: list[str] = []
    for kind, first, last, from_, to in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            merged += lines[first:last]
        else:
            merged += [_set_in(line, lines, before, first) for line in after[from_:to]]
    return "\n".join(merged) + "\n"


def _set_in(line: str, lines: list[str], before: list[str], place: int) -> str:
    """A new line with the indent that the file has where ruamel has this one."""
    indent = len(line) - len(line.lstrip())
    for near in (*range(place - 1, -1, -1), *range(place, len(before))):
        if before[near].strip() and len(before[near]) - len(before[near].lstrip()) == indent:
            return " " * (len(lines[near]) - len(lines[near].lstrip())) + line.lstrip()
    return line


def _changed_lines(before: str, after: str) -> tuple[int, int]:
    """The first and last line of the new text that the old one has not; the whole file where it is new."""
    old, new = before.splitlines(), after.splitlines()
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return start + 1, max(start + 1, len(new) - end)
