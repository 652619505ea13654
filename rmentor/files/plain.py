"""Numbers, reasons and problems as plain data, as `--json` prints them; and back again, where a run puts them away.

Every reason is `{code, …fields}`; with words, also its `text`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from rmentor.errors import Problem, Reason
from rmentor.words import Words

DECIMALS = 9

Data = dict[str, Any]


def rounded(value: float | None) -> float | None:
    """A number as `--json` prints it: no rounding that matters, and no noise of the last bit."""
    return None if value is None else round(value, DECIMALS)


def reason(one: Reason, words: Words | None = None) -> Data:
    """A reason as data."""
    fields = {
        key: value.isoformat() if isinstance(value, dt.date) else reason(value) if isinstance(value, Reason) else value
        for key, value in one.fields.items()
    }
    text = {} if words is None else {"text": words.reason(one)}
    return {"code": one.code, **text, **fields}


def problem(one: Problem, words: Words) -> Data:
    """A problem as data, as `check --json` prints it."""
    return {
        "path": one.path,
        "line": one.line,
        "column": one.column,
        "code": one.code,
        "message": words.problem(one),
        "hint": words.hint(one),
        "severity": one.severity,
    }


def kept(one: Problem) -> Data:
    """A problem as data from which `again` makes it anew, dates and reasons included."""
    return {"path": one.path, "line": one.line, "column": one.column, "code": one.code,
            "fields": {key: _frozen(value) for key, value in one.fields.items()}}  # fmt: skip


def again(data: Mapping[str, Any]) -> Problem:
    """The problem that `kept` put away."""
    fields = {key: _thawed(value) for key, value in data["fields"].items()}
    return Problem(data["path"], data["code"], fields, data["line"], data["column"])


def _frozen(value: Any) -> Any:
    if isinstance(value, dt.date):
        return {"day": value.isoformat()}
    if isinstance(value, Reason):
        return {"reason": value.code, "fields": {key: _frozen(one) for key, one in value.fields.items()}}
    return [_frozen(one) for one in value] if isinstance(value, (list, tuple)) else value


def _thawed(value: Any) -> Any:
    if isinstance(value, dict):
        if "day" in value:
            return dt.date.fromisoformat(value["day"])
        return Reason(value["reason"], {key: _thawed(one) for key, one in value["fields"].items()})
    return [_thawed(one) for one in value] if isinstance(value, list) else value
