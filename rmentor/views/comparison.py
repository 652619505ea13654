"""What changed in somebody's plan, and what each thing that was settled costs, in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rmentor.comparing import Cost, Difference
from rmentor.errors import Reason
from rmentor.files import results
from rmentor.steps import Programme
from rmentor.terminal import Terminal


def show(terminal: Terminal, programme: Programme, found: Iterable[Difference]) -> None:
    """Executive by executive: changes, then costs."""
    if terminal.json:
        told = [results.problem(one, terminal.words) for one in programme.waiting]
        data = [_data(terminal, programme, one) for one in found]
        terminal.data({"version": 1, "differences": data, "problems": told})
        return
    words = terminal.words
    for one in found:
        terminal.result(words(f"diff.against.{one.against}", name=programme.workspace.name(one.mentee)))
        if not one.changes and one.against != "nothing":
            terminal.result("  " + words("diff.no_change"))
        for changed in one.changes:
            terminal.result("  " + change(terminal, programme, changed))
        for cost in one.costs:
            terminal.result("  " + _cost(terminal, programme, cost))


def change(terminal: Terminal, programme: Programme, one: Reason) -> str:
    """A change in words, with names and titles for ids."""
    fields = _named(programme, one.fields)
    if one.fields["kind"] == "mentor":
        fields |= {key: programme.workspace.name(str(one.fields[key])) for key in ("before", "now")}
    return terminal.words.reason(Reason(one.code, fields))


def _cost(terminal: Terminal, programme: Programme, one: Cost) -> str:
    words = terminal.words
    settled = words.reason(Reason(one.settled.code, _named(programme, one.settled.fields)))
    lost = [_levels(terminal, programme, topic, gap) for topic, gap in one.levels.items() if gap > 0]
    won = [_levels(terminal, programme, topic, -gap) for topic, gap in one.levels.items() if gap < 0]
    kind = {(True, True): "both", (True, False): "costs", (False, True): "brings"}.get((bool(lost), bool(won)), "free")
    return words(f"diff.{kind}", settled=settled, lost=lost, won=won)


def _levels(terminal: Terminal, programme: Programme, topic: str, gap: float) -> str:
    """`0.5 level of cyber`: up to one it is a level, whatever the language says of counting."""
    known = programme.workspace.topics.get(topic)
    label = known.label if known and known.label else topic
    return terminal.words("diff.level", count=1 if gap <= 1 else 2, level=gap, topic=label)


def _named(programme: Programme, fields: Mapping[str, Any]) -> dict[str, Any]:
    return {key: programme.title(value) if key == "module" else value for key, value in fields.items()}


def changes_data(terminal: Terminal, programme: Programme, changes: Iterable[Reason]) -> list[dict[str, Any]]:
    """Changes as data, each with its words."""
    return [{**results.reason(one), "text": change(terminal, programme, one)} for one in changes]


def _data(terminal: Terminal, programme: Programme, one: Difference) -> dict[str, Any]:
    changes = changes_data(terminal, programme, one.changes)
    costs = [
        {**results.reason(cost.settled), "levels": dict(cost.levels), "text": _cost(terminal, programme, cost)}
        for cost in one.costs
    ]
    return {"mentee": one.mentee, "against": one.against, "changes": changes, "costs": costs}
