"""Time-credit curves that were worked out before, kept in the record of documents: a run in which nothing that a curve
depends on has changed takes it from there. Losing them costs time, nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from rmentor import planning
from rmentor.kits import PLANNED_WITH
from rmentor.outcomes import Levels
from rmentor.tasks import Task
from rmentor.timecredit import Credit, Options

Data = dict[str, Any]


def key(task: Task, minutes: int, held: int) -> str:
    """What a curve depends on, as a digest: all that is asked, and the program that answers. Nobody's name or id."""
    asked = [
        {name: module.model_dump(mode="json", include=set(PLANNED_WITH)) for name, module in task.modules.items()},
        {topic: need.model_dump(mode="json") for topic, need in task.needs.items()},
        [sorted(names) for names in (task.done, task.refused, task.wanted)],
        [task.rooms, task.numbers, dict(task.tops), dict(task.taught), dict(task.pins), minutes, held],
    ]
    text = json.dumps(asked, sort_keys=True) + _program()
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


@cache
def _program() -> str:
    """What decides, as a digest of its own files: a record made by another state of it counts for nothing."""
    state = hashlib.blake2b(digest_size=16)
    for path in sorted(Path(planning.__file__).parent.glob("*.py")):
        state.update(path.name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n"))
    return state.hexdigest()


def kept(found: Options) -> Data:
    """A curve as data."""
    return asdict(found)


def again(data: Mapping[str, Any]) -> Options:
    """The curve that `kept` put away; the credit that is agreed is the same object wherever it stands."""
    agreed = _credit(data["agreed"])

    def one(credit: Mapping[str, Any]) -> Credit:
        return agreed if (found := _credit(credit)) == agreed else found

    return Options(
        agreed=agreed,
        by_sessions=tuple(map(one, data["by_sessions"])),
        by_minutes=tuple(map(one, data["by_minutes"])),
        short=one(data["short"]) if data["short"] else None,
        deep=one(data["deep"]) if data["deep"] else None,
        topics=data["topics"],
        most=data["most"],
    )


def _credit(data: Mapping[str, Any]) -> Credit:
    return Credit(
        **{
            **data,
            "closed": tuple(data["closed"]),
            "levels": {topic: Levels(**level) for topic, level in data["levels"].items()},
            "planned": tuple(tuple(session) for session in data["planned"]),
            "numbers": tuple(data["numbers"]),
        }
    )
