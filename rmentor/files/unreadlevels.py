"""Levels that the roster gives and nobody reads: without them needs count for nothing when people are paired."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping

from rmentor import headings as known
from rmentor.errors import Problem
from rmentor.files import imports
from rmentor.files.tables import Table
from rmentor.files.workspace import SETTINGS, Workspace
from rmentor.values import plain

_ALIKE = 0.6
"""How much of its letters a heading's topic must share with one of the programme's."""


def unread(workspace: Workspace) -> Iterator[Problem]:
    """A warning where executives need topics whose levels the roster seems to have under headings that are not named,
    with the lines that would name them."""
    settings, export = workspace.read_settings, workspace.export
    if settings is None or export is None or not settings.pairing.weights.needs:
        return
    needed = {topic for mentee in workspace.mentees.values() for topic in mentee.value.topics}
    named = [topic.column for topic in workspace.topics.values()]
    named += [piece.column for one in export.criteria.values() for piece in one.evidence]
    taken = {plain(one) for one in named if one is not None}
    free = {heading: level for heading in export.table.headings
            if plain(heading) not in taken and (level := known.level_of(heading)) is not None}  # fmt: skip
    found = {topic: heading for topic, one in workspace.topics.items()
             if one.column is None and (heading := _nearest(workspace, topic, free)) is not None}  # fmt: skip
    if not needed & set(found):
        return
    whole = settings.topics is None
    lines = [
        _line(workspace, topic, found.get(topic), export.table) for topic in (workspace.topics if whole else found)
    ]
    fields = {
        "topics": [workspace.topics[one].label or one for one in found if one in needed], "roster": export.table.shown,
        "headings": list(found.values()), "lines": "\n".join(["topics:", *lines]),
    }  # fmt: skip
    yield workspace.sources[SETTINGS].warning(() if whole else ("topics",), "levels_unread", **fields)


def _nearest(workspace: Workspace, topic: str, free: Mapping[str, str]) -> str | None:
    """The heading whose levels are probably those of a topic: by its key or its label."""
    names = {plain(topic), plain(workspace.topics[topic].label or topic)}
    merit = {heading: max(_alike(name, level) for name in names) for heading, level in free.items()}
    best = max(merit, key=lambda heading: merit[heading], default=None)
    return best if best is not None and merit[best] >= _ALIKE else None


def _alike(name: str, level: str) -> float:
    begins = min(len(name), len(level)) >= 3 and (name.startswith(level) or level.startswith(name))
    return 0.9 if begins and name != level else difflib.SequenceMatcher(None, name, level).ratio()


def _line(workspace: Workspace, topic: str, heading: str | None, table: Table) -> str:
    """A topic as it may stand under `topics:`, its label kept."""
    if heading is None:
        return f"  {topic}: {{}}"
    low, high = imports.scale_of(table, heading)
    scale = f", scale: [{low:g}, {high:g}]" if high > 5 else ""
    label = workspace.topics[topic].label
    told = f"label: {json.dumps(label, ensure_ascii=False)}, " if label else ""
    return f"  {topic}: {{{told}column: {json.dumps(heading, ensure_ascii=False)}{scale}}}"
