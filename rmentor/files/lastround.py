"""The pairs of the round before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rmentor.errors import Problem, ProblemsFound
from rmentor.files import yamlfile
from rmentor.files.workspace import SETTINGS, Workspace

Couple = tuple[str, str]


def last_round(workspace: Workspace) -> frozenset[Couple]:
    """The pairs of the round before, from the `pairs.yaml` (or `announced.yaml`) that `rmentor.yaml` names; raises
    ProblemsFound where there is none, or it lists no pairs."""
    name = workspace.settings.pairing.last_round
    if name is None:
        return frozenset()
    source, where = workspace.sources[SETTINGS], ("pairing", "last_round")
    if not workspace.folder.at(name).is_file():
        raise ProblemsFound([source.problem(where, "last_round_missing", file=name)])
    data = yamlfile.parse(workspace.folder.read(name), name).data
    listed = data.get("pairs") if isinstance(data, Mapping) else None
    try:
        return frozenset((str(one["mentee"]), str(one["mentor"])) for one in listed or ())
    except (TypeError, KeyError):
        raise ProblemsFound([source.problem(where, "last_round_without_pairs", file=name)]) from None


def problems(workspace: Workspace) -> Iterator[Problem]:
    """What stands in the way of reading them."""
    try:
        last_round(workspace)
    except ProblemsFound as stop:
        yield from stop.problems
