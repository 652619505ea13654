"""From a YAML file to the frozen values it stands for; every fault at its line, with the nearest name."""

from __future__ import annotations

import difflib
import types
import typing
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from rmentor.errors import Problem
from rmentor.files.yamlfile import Where, YamlFile

M = TypeVar("M", bound=BaseModel)

MOST_GUESSED_AMONG = 100_000
"""A guess among a million ids would take seconds, and so would the next."""

_LIMITS = {
    "greater_than_equal": ("below_least", "ge", "least"),
    "less_than_equal": ("above_most", "le", "most"),
}
_SHAPES = {
    "model_type": "expected_mapping",
    "dict_type": "expected_mapping",
    "tuple_type": "expected_list",
    "list_type": "expected_list",
}
_NO_BREAK = "\u00a0\u202f"
_TELLING: typing.Mapping[str, Where] = {
    "end_before_start": ("end",),
    "min_above_max": ("min",),
    "criteria_weigh_nothing": ("criteria",),
    "no_criteria": ("criteria",),
}
"""Where below its place a fault of several values is best told."""


def validated(model: type[M], file: YamlFile) -> tuple[M | None, list[Problem]]:
    """The file as that model, or None and everything that is wrong with it."""
    try:
        return model.model_validate(file.data), []
    except ValidationError as error:
        return None, [_problem(model, file, detail) for detail in error.errors(include_url=False)]


def near(word: str, known: typing.Iterable[str]) -> str | None:
    """The known word that was probably meant, whatever its case, or None; among very many, no guess is made."""
    known = known if isinstance(known, typing.Collection) else tuple(known)
    if len(known) > MOST_GUESSED_AMONG:
        return None
    folded = {one.casefold(): one for one in sorted(known, reverse=True)}
    found = difflib.get_close_matches(word.casefold(), sorted(folded), n=1, cutoff=0.6)
    return folded[found[0]] if found else None


def _problem(model: type[BaseModel], file: YamlFile, detail: ErrorDetails) -> Problem:
    where: Where = tuple(step for step in detail["loc"] if step != "[key]")
    field = spelled(where)
    context = dict(detail.get("ctx") or {})
    kind, given = detail["type"], detail["input"]
    code = context.pop("code", None)
    if kind == "missing":
        return file.problem(where, "missing_version" if where == ("version",) else "missing_key", field=field)
    if kind == "extra_forbidden" and given is None and str(where[-1]).isdecimal():
        # {level: 1,5}: the comma began another key.
        return file.problem(where, "decimal_comma", field=spelled(where[:-1]), value=str(where[-1]))
    if kind == "extra_forbidden":
        return _unknown_key(file, where, _keys(model, where[:-1]))
    if code == "expected_one_of" and detail["loc"][-1] == "[key]":
        return _unknown_key(file, where, context["choices"])
    if kind in _SHAPES and not where:
        return file.problem(where, "expected_keys")
    if given is None:
        return file.problem(where, "nothing_given", field=field)
    if kind in _SHAPES:
        return _shape(model, file, where, kind, given)
    if kind in _LIMITS:
        code, name, as_field = _LIMITS[kind]
        return file.problem(where, code, field=field, value=shown(given), **{as_field: context[name]})
    if code is None:
        raise AssertionError(f"no words for {kind}")
    if code == "expected_one_of":
        context.setdefault("near", near(str(given), context["choices"]))
    return file.problem((*where, *_TELLING.get(code, ())), code, field=field, value=shown(given), **context)


def _unknown_key(file: YamlFile, where: Where, known: typing.Collection[str]) -> Problem:
    nearest = near(str(where[-1]), known)
    return file.problem(where, "unknown_key", field=spelled(where), near=nearest, known=list(known))


def _shape(model: type[BaseModel], file: YamlFile, where: Where, kind: str, given: Any) -> Problem:
    """Keys, or a list, where something else stands; `instead` is how it could be written."""
    told = {"field": spelled(where), "value": shown(given)}
    if _SHAPES[kind] == "expected_list" and _keys(model, (*where, 0)):
        return file.problem(where, "expected_entries", **told)
    instead = f"[{told['value']}]" if isinstance(given, str) else "[a, b]"
    return file.problem(where, _SHAPES[kind], **told, instead=instead)


def spelled(where: Where) -> str:
    """`criteria.mastery.evidence[2].scale`: positions count from 1, as people count."""
    text = ""
    for step in where:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def shown(value: Any) -> str:
    """A value as it was written, short enough for one line; what nobody would see is told as \\x07, \\xa0."""
    if isinstance(value, dict):
        text = "{" + ", ".join(map(str, value)) + "}"
    elif isinstance(value, (list, tuple)):
        text = "[" + ", ".join(map(shown, value)) + "]"
    else:
        text = "" if value is None else str(value).rstrip("\n")
    text = text if len(text) <= 60 else text[:57] + "…"
    first, last = len(text) - len(text.lstrip()), len(text.rstrip())
    return "".join(
        sign if sign.isprintable() or (sign in _NO_BREAK and first < place < last) else _escaped(sign)
        for place, sign in enumerate(text)
    )


def _escaped(sign: str) -> str:
    return sign.encode("unicode_escape").decode()


def _keys(model: type[BaseModel], where: Where) -> tuple[str, ...]:
    """The keys that may stand at a place of a model."""
    kind: Any = model
    for step in where:
        kind = _inside(kind)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            kind = kind.model_fields[str(step)].annotation
        else:
            kind = typing.get_args(kind)[-1 if typing.get_origin(kind) is dict else 0]
    kind = _inside(kind)
    return tuple(kind.model_fields) if isinstance(kind, type) and issubclass(kind, BaseModel) else ()


def _inside(kind: Any) -> Any:
    """A type without `Annotated` and `| None` around it."""
    while True:
        origin = typing.get_origin(kind)
        if origin is Annotated:
            kind = typing.get_args(kind)[0]
        elif origin in (typing.Union, types.UnionType):
            kind = next(one for one in typing.get_args(kind) if one is not type(None))
        else:
            return kind
