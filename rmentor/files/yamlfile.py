"""Reads YAML as people mean it: text stays as written, and every value knows its line.

YAML 1.1 turns `10:30` into 630, `no` into False and `007` into 7, and keeps the last of two equal keys without a word.
Here only null is resolved; numbers, dates and yes/no are made later, by those who know what is expected.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from rmentor.errors import Problem, ProblemsFound

Where = tuple[str | int, ...]
"""The way to a value: keys and list positions from the top of the file."""

LARGEST_FILE_MEGABYTES = 20
MOST_ALIASES = 200
DEEPEST = 60
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no YAML file may hold (YAML 1.1, 5.1)."""
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")

_SYNTAX: tuple[tuple[str, str, bool], ...] = (
    ("tab character", "yaml_tab", False),
    ("mapping values are not allowed", "yaml_colon", False),
    ("expected ',' or", "yaml_bracket", False),
    ("quoted scalar found unexpected end", "yaml_quote", True),
    ("unknown escape character", "yaml_backslash", False),
    ("could not find expected ':'", "yaml_key", True),
    ("did not find expected key", "yaml_indentation", False),
    ("did not find expected '-'", "yaml_indentation", False),
    ("cannot start any token", "yaml_sign", False),
    ("expected node content", "yaml_sign", False),
    ("undefined alias", "yaml_sign", False),
    ("while scanning an alias", "yaml_sign", True),
    ("while scanning an anchor", "yaml_sign", True),
    ("while scanning a block scalar", "yaml_sign", True),
    ("another document", "yaml_second_document", False),
)
"""What the parser says in its own words, what it means to people, and whether the fault began where its context did."""


@dataclass(frozen=True)
class YamlFile:
    """One file, read: dicts, lists, text and None, and where each of them stands."""

    path: str
    data: Any
    places: Mapping[Where, tuple[int, int]] = field(default_factory=dict)

    def place(self, where: Where) -> tuple[int | None, int | None]:
        """Line and column of a value or, where there is none, of the nearest thing around it."""
        for length in range(len(where), -1, -1):
            if where[:length] in self.places:
                return self.places[where[:length]]
        return (None, None)

    def file_of(self, where: Where) -> str:  # noqa: ARG002
        """The file that a value stands in: this one, unless it is laid over others."""
        return self.path

    def problem(self, where: Where, code: str, /, **fields: Any) -> Problem:
        """An error at that value."""
        line, column = self.place(where)
        return Problem(self.file_of(where), code, fields, line, column)

    def warning(self, where: Where, code: str, /, **fields: Any) -> Problem:
        """A warning at that value."""
        line, column = self.place(where)
        return Problem(self.file_of(where), code, fields, line, column, "warning")


def parse(content: bytes, path: str) -> YamlFile:
    """Reads one YAML document; raises ProblemsFound with every doubled key, or the one fault that stops reading."""
    if len(content) > LARGEST_FILE_MEGABYTES * 1_000_000:
        raise ProblemsFound([Problem(path, "file_too_large", {"megabytes": LARGEST_FILE_MEGABYTES})])
    root = _composed(_decoded(content, path), path)
    if root is None:
        return YamlFile(path, {}, {(): (1, 1)})
    reader = _Walk(path)
    data = reader.value(root, ())
    if reader.problems:
        raise ProblemsFound(reader.problems)
    return YamlFile(path, data, reader.places)


def _decoded(content: bytes, path: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ProblemsFound([Problem(path, "not_utf8", {}, line)]) from None


def _composed(text: str, path: str) -> yaml.Node | None:
    """The tree of nodes."""
    if (control := _CONTROL.search(text)) is not None:
        line = text.count("\n", 0, control.start()) + 1
        raise ProblemsFound([Problem(path, "control_character", {"sign": f"U+{ord(control[0]):04X}"}, line)])
    try:
        if _may_be_deep(text):
            _refuse_depth(text, path)
        node: yaml.Node | None = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        raise ProblemsFound([_syntax(error, text, path)]) from None
    except yaml.YAMLError as error:
        raise ProblemsFound([Problem(path, "yaml_syntax", {"what": " ".join(str(error).split())})]) from None
    return node


def _syntax(error: yaml.MarkedYAMLError, text: str, path: str) -> Problem:
    """What stops the parser, in words that people know; the parser's own where there are none."""
    what = " ".join(part for part in (error.context, error.problem) if part)
    code, at_context = next(((code, early) for words, code, early in _SYNTAX if words in what), ("yaml_syntax", False))
    mark = (error.context_mark if at_context else None) or error.problem_mark or error.context_mark
    if mark is None:
        return Problem(path, code, {"what": what})
    lines = [*_BREAK.split(text), ""]
    before, sign = lines[mark.line][: mark.column], lines[mark.line][mark.column : mark.column + 1]
    if sign == "\t":
        code = "yaml_tab"
    elif {"yaml_indentation": before.strip(" -"), "yaml_bracket": before.endswith(("'", '"'))}.get(code):
        code = "yaml_after_quote"
    opened = error.context_mark.line + 1 if error.context_mark else mark.line + 1
    return Problem(path, code, {"what": what, "sign": sign, "opened": opened}, mark.line + 1, mark.column + 1)


def _may_be_deep(text: str) -> bool:
    """Whether the nesting could exceed 2 000: every level costs a bracket or a column.

    The C composer recurses on the C stack and ends the process at some tens of thousands of levels.
    """
    brackets = text.count("[") + text.count("{")
    return brackets + max(map(len, text.splitlines()), default=0) > 2_000


def _refuse_depth(text: str, path: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                line = event.start_mark.line + 1 if event.start_mark else None
                raise ProblemsFound([Problem(path, "too_deep", {"most": DEEPEST}, line)])
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


class _Walk:
    """Turns nodes into plain values, noting places, doubled keys and too many aliases."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.places: dict[Where, tuple[int, int]] = {}
        self.problems: list[Problem] = []
        self._seen: set[int] = set()
        self._aliases = 0

    def value(self, node: yaml.Node, where: Where) -> Any:
        mark = (node.start_mark.line + 1, node.start_mark.column + 1)
        self.places.setdefault(where, mark)
        if isinstance(node, yaml.ScalarNode):
            return None if not node.style and node.value in _NULLS else node.value
        if len(where) >= DEEPEST:
            raise ProblemsFound([Problem(self.path, "too_deep", {"most": DEEPEST}, *mark)])
        if id(node) in self._seen:
            self._aliases += 1
            if self._aliases > MOST_ALIASES:
                raise ProblemsFound([Problem(self.path, "too_many_aliases", {"most": MOST_ALIASES}, *mark)])
        self._seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*where, position)) for position, item in enumerate(node.value)]
        return dict(self._pairs(node, where))

    def _pairs(self, node: yaml.Node, where: Where) -> Iterator[tuple[str, Any]]:
        first: dict[str, int] = {}
        for key, item in node.value:
            line, column = key.start_mark.line + 1, key.start_mark.column + 1
            if not isinstance(key, yaml.ScalarNode):
                self.problems.append(Problem(self.path, "key_not_text", {}, line, column))
                continue
            if key.value in first:
                fields = {"key": key.value, "first": first[key.value]}
                self.problems.append(Problem(self.path, "doubled_key", fields, line, column))
                continue
            first[key.value] = line
            self.places[(*where, key.value)] = (line, column)
            yield key.value, self.value(item, (*where, key.value))
