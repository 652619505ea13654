"""Records what people decide in the files they write: comments, order, quotes and blank lines stay as they are."""

from __future__ import annotations

import datetime as dt
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
    """Where something was written down: taking those lines out again undoes it. Lines count from 1."""

    name: str
    first: int
    last: int
    changed: bool = True


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
        self._list(where).append(_made(item, flow=flow))

    def put(self, where: Where, value: Any) -> None:
        """Sets one value; keys on the way there are made where they are missing."""
        inside = self._inside(where[:-1])
        inside[where[-1]] = _made(value, flow=True)

    def take(self, where: Where) -> None:
        """Takes a key or list item out; nothing where it is not there."""
        inside = self.get(where[:-1])
        if inside is not None and self.get(where) is not None:
            del inside[where[-1]]

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
        stream = io.StringIO()
        self._yaml().dump(self.data, stream)
        text = stream.getvalue()
        first, last = _changed_lines(self.text, text)
        content = text.replace("\n", "\r\n") if self._crlf else text
        changed = self.folder.write(self.name, content.encode())
        return Recorded(self.name, first, last, changed)

    def _list(self, where: Where) -> Any:
        inside = self._inside(where[:-1])
        found = inside.get(where[-1]) if isinstance(inside, dict) else inside[where[-1]]
        if found is None:
            from ruamel.yaml.comments import CommentedSeq

            found = inside[where[-1]] = CommentedSeq()
        elif found.fa.flow_style() and not found:
            # An empty `[]` grows line by line from here on.
            found.fa.set_block_style()
        return found

    def _inside(self, where: Where) -> Any:
        from ruamel.yaml.comments import CommentedMap

        inside: Any = self.data
        for step in where:
            if isinstance(inside, dict) and inside.get(step) is None:
                inside[step] = CommentedMap()
            inside = inside[step]
        return inside


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
    if isinstance(value, Span):
        days = dict.fromkeys((value.first.isoformat(), value.last.isoformat()))
        return PlainScalarString("..".join(days))
    if isinstance(value, Rhythm):
        return PlainScalarString(str(value))
    if isinstance(value, str) and (not _PLAIN.fullmatch(value) or value.casefold() in _WORDS_OF_YAML):
        return DoubleQuotedScalarString(value)
    return value


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
