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


def validated(model: type[M], file: YamlFile) -> tuple[M | None, list[Problem]]:
    """The file as that model, or None and everything that is wrong with it."""
    try:
        return model.model_validate(file.data), []
    except ValidationError as error:
        return None, [_problem(model, file, detail) for detail in error.errors(include_url=False)]


def near(word: str, known: typing.Iterable[str]) -> str | None:
    """The known word that was probably meant, or None."""
    found = difflib.get_close_matches(word.casefold(), sorted(known), n=1, cutoff=0.6)
    return found[0] if found else None


def _problem(model: type[BaseModel], file: YamlFile, detail: ErrorDetails) -> Problem:
    where: Where = tuple(step for step in detail["loc"] if step != "[key]")
    field = _spelled(where)
    context = dict(detail.get("ctx") or {})
    kind = detail["type"]
    if kind == "missing":
        return file.problem(where, "missing_key", field=field, key=str(where[-1]))
    if kind == "extra_forbidden":
        known = _keys(model, where[:-1])
        return file.problem(where, "unknown_key", field=field, key=str(where[-1]), near=near(str(where[-1]), known))
    if kind in _SHAPES:
        return file.problem(where, _SHAPES[kind], field=field, value=_shown(detail["input"]))
    if kind in _LIMITS:
        code, name, as_field = _LIMITS[kind]
        return file.problem(where, code, field=field, value=_shown(detail["input"]), **{as_field: context[name]})
    if "code" not in context:
        raise AssertionError(f"no words for {kind}")
    code = context.pop("code")
    if code == "expected_one_of":
        context["near"] = near(str(detail["input"]), context["choices"])
    return file.problem(where, code, field=field, value=_shown(detail["input"]), **context)


def _spelled(where: Where) -> str:
    """`criteria.mastery.evidence[2].scale`: positions count from 1, as people count."""
    text = ""
    for step in where:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def _shown(value: Any) -> str:
    """A value as it was written, short enough for one line."""
    if isinstance(value, dict):
        text = "{" + ", ".join(map(str, value)) + "}"
    elif isinstance(value, (list, tuple)):
        text = "[" + ", ".join(map(_shown, value)) + "]"
    else:
        text = "" if value is None else " ".join(str(value).split())
    return text if len(text) <= 60 else text[:57] + "…"


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
