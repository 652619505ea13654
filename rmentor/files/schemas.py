"""JSON Schema of each input file, for editors: the keys that may stand there, what they mean, their defaults."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from rmentor.files.kitfiles import KIT, MODULE
from rmentor.kits import Kit, Module
from rmentor.people import Announced, Answers, Decisions, Journal, MeantPeople, Mentee, MentorFile
from rmentor.programme import Settings

FILES: Mapping[str, type[BaseModel]] = {
    "rmentor.yaml": Settings,
    "mentees/ID.yaml": Mentee,
    "mentors/ID.yaml": MentorFile,
    "decisions.yaml": Decisions,
    "kits/KIT/kit.yaml": Kit,
    "kits/KIT/modules/MODULE.yaml": Module,
    "announced.yaml": Announced,
    "journal/ID.yaml": Journal,
    "answers/ID.yaml": Answers,
    "imports.private.yaml": MeantPeople,
}
"""Every input file that is YAML, as a pattern, and what it holds."""

_LIMITS = {"ge": "minimum", "le": "maximum", "gt": "exclusiveMinimum", "lt": "exclusiveMaximum"}
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def named(file: str) -> str | None:
    """The pattern that a file's name falls under, or None: `mentees/00417.yaml`, `kit.yaml`, `mentee`, `module` …"""
    parts = file.replace("\\", "/").removesuffix(".yaml").split("/")
    if file in FILES:
        return file
    if "modules" in parts or parts[-1] in ("module", "modules"):
        return "kits/KIT/modules/MODULE.yaml"
    words = {
        "rmentor": "rmentor.yaml", "kit": "kits/KIT/kit.yaml", "decisions": "decisions.yaml",
        "decisions.private": "decisions.yaml", "announced": "announced.yaml", "mentee": "mentees/ID.yaml",
        "mentees": "mentees/ID.yaml", "mentor": "mentors/ID.yaml", "mentors": "mentors/ID.yaml",
        "journal": "journal/ID.yaml", "answers": "answers/ID.yaml", "imports.private": "imports.private.yaml",
    }  # fmt: skip
    return words.get(parts[-1]) or (words.get(parts[-2]) if len(parts) > 1 else None)


def schema(pattern: str) -> dict[str, Any]:
    """The schema of one file. A kit's and a module's say nothing of required keys, and take `+field`: those may come
    from a file below."""
    model = FILES[pattern]
    found = model.model_json_schema(schema_generator=_Written, mode="validation")
    found = {"$schema": _DIALECT, "$comment": pattern, **_limits(found)}
    for one, shape in ((Kit, KIT), (Module, MODULE)):
        if model is one:
            found.pop("required", None)
            fields = found["properties"]
            fields |= {f"+{name}": {**fields[name], "title": f"+{name}"} for name in sorted(shape.growth)}
    return found


def _limits(found: Any) -> Any:
    """Limits by the names that JSON Schema has for them."""
    if isinstance(found, dict):
        return {
            _LIMITS.get(key, key) if not isinstance(one, (dict, list)) else key: _limits(one)
            for key, one in found.items()
        }
    return [_limits(one) for one in found] if isinstance(found, list) else found


class _Written(GenerateJsonSchema):
    """Schemas of what stands in the file: our own kinds are text there, and a few may be written in two ways."""

    def is_instance_schema(self, schema: Any) -> JsonSchemaValue:  # noqa: ARG002
        return {"type": "string"}

    def dataclass_schema(self, schema: Any) -> JsonSchemaValue:  # noqa: ARG002
        return {"type": "string"}

    def str_schema(self, schema: Any) -> JsonSchemaValue:  # noqa: ARG002
        return {"type": ["string", "number"]}

    def bool_schema(self, schema: Any) -> JsonSchemaValue:  # noqa: ARG002
        return {"anyOf": [{"type": "boolean"}, {"enum": ["yes", "no", "oui", "non", "vrai", "faux"]}]}

    def time_schema(self, schema: Any) -> JsonSchemaValue:  # noqa: ARG002
        return {"type": "string", "pattern": r"^\d{1,2}([:hH]\d{0,2})?$"}

    def datetime_schema(self, schema: Any) -> JsonSchemaValue:  # noqa: ARG002
        return {"type": "string"}

    def function_before_schema(self, schema: Any) -> JsonSchemaValue:
        inner = super().function_before_schema(schema)
        kind = schema["schema"].get("type")
        if kind in ("tuple", "list") and "prefixItems" not in inner:
            return {"anyOf": [inner, inner.get("items", {"type": "string"})]}
        if "$ref" in inner:
            return {"anyOf": [inner, {"type": ["string", "number", "null"]}]}
        return inner

    def encode_default(self, dft: Any) -> Any:
        return _plain(dft)


def _plain(value: Any) -> Any:
    """A default as the file would have it."""
    if isinstance(value, BaseModel):
        return {key: _plain(one) for key, one in value if one is not None}
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(one) for one in value]
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    return value if isinstance(value, (str, int, float, bool)) or value is None else str(value)
