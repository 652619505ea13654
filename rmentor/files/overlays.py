"""One file laid over another: a field given above replaces, `+field` appends; each value keeps the place it came from.

A client's kit lies over the kit that it extends, a mentor's own words over both. Nothing is copied, so what changes
below shows above.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import BaseModel

from rmentor.errors import Problem
from rmentor.files.yamlfile import Where, YamlFile

Growth = Literal["list", "mapping", "prose"]
"""How a field grows: by entries, by keys (one given again is replaced), by a paragraph."""


@dataclass(frozen=True)
class Shape:
    """The fields that a file may hold, and how those grow that can."""

    names: frozenset[str]
    growth: Mapping[str, Growth]


def shape(model: type[BaseModel], prose: Collection[str] = ()) -> Shape:
    """What `+field` may append to: lists, mappings, and the texts named in `prose`."""
    growth: dict[str, Growth] = {}
    for name, told in model.model_fields.items():
        origin = typing.get_origin(_inside(told.annotation))
        if origin in (tuple, dict):
            growth[name] = "list" if origin is tuple else "mapping"
        elif name in prose:
            growth[name] = "prose"
    return Shape(frozenset(model.model_fields), growth)


def _inside(kind: Any) -> Any:
    while typing.get_origin(kind) in (Annotated, typing.Union, types.UnionType):
        kind = next(one for one in typing.get_args(kind) if one is not type(None))
    return kind


@dataclass(frozen=True)
class Overlaid(YamlFile):
    """Several files as one; `path` is the uppermost. `files`: where the values of each place stand. `origins`: the
    files that each field at the top comes from, the lowest first."""

    files: Mapping[Where, str] = field(default_factory=dict)
    origins: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def file_of(self, where: Where) -> str:
        for length in range(len(where), -1, -1):
            if where[:length] in self.places:
                return self.files.get(where[:length], self.path)
        return self.path


def origins(file: YamlFile) -> Mapping[str, tuple[str, ...]]:
    """The files that each field at the top of a file comes from, the lowest first."""
    if isinstance(file, Overlaid):
        return file.origins
    return {str(key): (file.path,) for key in file.data} if isinstance(file.data, dict) else {}


def overlaid(layers: Sequence[YamlFile], known: Shape) -> tuple[YamlFile, list[Problem]]:
    """The layers as one file, the lowest first; and `+fields` that cannot be appended, each at its line."""
    odd = [file for file in layers if not isinstance(file.data, dict)]
    if odd:
        return odd[0], []
    problems = [problem for file in layers for problem in _faults(file, known)]
    for key in _grown(layers[0], known):
        problems.append(layers[0].problem((f"+{key}",), "nothing_to_append_to", field=key))
    if problems or len(layers) == 1:
        return layers[-1], problems
    merged = layers[0]
    for above in layers[1:]:
        merged = _Laying(merged, above, known).done()
    return merged, []


def _grown(file: YamlFile, known: Shape) -> list[str]:
    return [key[1:] for key in file.data if str(key).startswith("+") and key[1:] in known.growth]


def _faults(file: YamlFile, known: Shape) -> Iterator[Problem]:
    """`+fields` of something that is one value, or beside the field itself."""
    for key in file.data:
        name = str(key)[1:]
        if not str(key).startswith("+") or name not in known.names:
            continue
        if name not in known.growth:
            yield file.problem((key,), "cannot_append", field=name, known=[f"+{one}" for one in sorted(known.growth)])
        elif name in file.data:
            yield file.problem((key,), "replaced_and_appended", field=name)


class _Laying:
    """One file being laid over another."""

    def __init__(self, below: YamlFile, above: YamlFile, known: Shape) -> None:
        self.above = above
        self.data: dict[str, Any] = dict(below.data)
        self.places: dict[Where, tuple[int, int]] = dict(below.places)
        self.files: dict[Where, str] = {where: below.file_of(where) for where in below.places}
        self.origins = dict(origins(below))
        self._growth = known.growth

    def done(self) -> Overlaid:
        """Both as one."""
        self._take((), ())
        for key, value in self.above.data.items():
            name = key[1:] if key.startswith("+") else ""
            if name in self._growth and self.data.get(name) is not None:
                grow: Callable[[str, Any], bool] = getattr(self, f"_{self._growth[name]}")
                if grow(name, value):
                    self.origins[name] = tuple(dict.fromkeys((*self.origins[name], self.above.path)))
                    continue
            self._replace(name if name in self._growth else key, key, value)
        return Overlaid(self.above.path, self.data, self.places, self.files, self.origins)

    def _replace(self, name: str, key: str, value: Any) -> None:
        self.data[name] = value
        self._forget((name,))
        self._bring((key,), (name,))
        self.origins[name] = (self.above.path,)

    def _list(self, name: str, added: Any) -> bool:
        """Entries after those below; whatever is no list is left to those who say so."""
        below = [self.data[name]] if isinstance(self.data[name], str) else self.data[name]
        more = [added] if isinstance(added, str) else added
        if not isinstance(below, list) or not isinstance(more, list):
            return False
        if isinstance(self.data[name], str):
            self.places[(name, 0)], self.files[(name, 0)] = self.places[(name,)], self.files[(name,)]
        self.data[name] = [*below, *more]
        for position in range(len(more)):
            start: Where = (f"+{name}",) if isinstance(added, str) else (f"+{name}", position)
            self._bring(start, (name, len(below) + position))
        return True

    def _mapping(self, name: str, added: Any) -> bool:
        """Keys beside those below; one that is given again is replaced."""
        if not isinstance(self.data[name], dict) or not isinstance(added, dict):
            return False
        self.data[name] = {**self.data[name], **added}
        for key in added:
            self._forget((name, key))
            self._bring((f"+{name}", key), (name, key))
        return True

    def _prose(self, name: str, added: Any) -> bool:
        """A paragraph more."""
        if not isinstance(self.data[name], str) or not isinstance(added, str):
            return False
        self.data[name] = f"{self.data[name].rstrip()}\n\n{added.lstrip()}"
        return True

    def _forget(self, start: Where) -> None:
        for where in [one for one in self.places if one[: len(start)] == start]:
            del self.places[where], self.files[where]

    def _bring(self, start: Where, to: Where) -> None:
        """The places below `start` in the file above, under another name."""
        for where in self.above.places:
            if where[: len(start)] == start:
                self._take(where, to + where[len(start) :])

    def _take(self, where: Where, to: Where) -> None:
        if where in self.above.places:
            self.places[to], self.files[to] = self.above.places[where], self.above.path
