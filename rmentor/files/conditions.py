"""Conditions of `selection.require` that nobody in the roster meets: a slip of the pen that would choose nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial

from rmentor.errors import Problem
from rmentor.files.validated import near
from rmentor.files.workspace import SETTINGS, Workspace
from rmentor.selection import meets, required_column

_MOST_TOLD = 6
"""Values of the roster that are told, those of most people first."""


def of_nobody(workspace: Workspace) -> Iterator[Problem]:
    """A warning for each condition that nobody meets, with what the roster has instead."""
    settings, export = workspace.read_settings, workspace.export
    if settings is None or export is None or not export.roster.ids:
        return
    roster = export.roster
    for name, wanted in settings.selection.require.items():
        try:
            column = required_column(roster, name)
        except KeyError:
            continue  # that heading is told where the roster is read
        languages = column is roster.meaning("languages")
        if column.each(partial(meets, wanted=wanted, languages=languages)).any():
            continue
        people = Counter(column.cells[int(code)].strip() for code in column.codes)
        there = [value for value, _ in people.most_common() if value][:_MOST_TOLD]
        fields = {"heading": column.heading, "wanted": list(wanted), "there": there, "near": near(wanted[0], there)}
        yield workspace.sources[SETTINGS].warning(("selection", "require", name), "condition_of_nobody", **fields)
