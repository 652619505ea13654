"""What changed in somebody's plan, and what each thing that was settled costs, in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rmentor.comparing import Cost, Difference
from rmentor.errors import Reason
from rmentor.files import plain
from rmentor.steps import Programme
from rmentor.terminal import Terminal
from rmentor.weighing import Price


def show(terminal: Terminal, programme: Programme, found: Iterable[Difference]) -> None:
    """Executive by executive: changes, then costs."""
    if terminal.json:
        told = [plain.problem(one, terminal.words) for one in programme.waiting]
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
    words, price = terminal.words, one.price
    settled = words.reason(Reason(one.settled.code, _named(programme, one.settled.fields)))
    if price is None:
        return words("diff.needed", settled=settled)
    lost, won = _lost(terminal, programme, price), _won(terminal, programme, price)
    kind = {(True, True): "both", (True, False): "costs", (False, True): "brings"}.get((bool(lost), bool(won)), "free")
    said = words(f"diff.{kind}", settled=settled, lost=lost, won=won)
    others = [number for number in price.moved if number != one.settled.fields.get("session")]
    return said + (words("diff.other_days", count=len(others), sessions=others) if others else "")


def _lost(terminal: Terminal, programme: Programme, price: Price) -> list[str]:
    found = [_levels(terminal, programme, topic, gap) for topic, gap in price.levels.items() if gap > 0]
    found += [_reached(terminal, programme, one) for one in price.lost]
    if price.days > 0:
        found.append(_end(terminal, price, "later"))
    if price.minutes > 0:
        found.append(terminal.words("diff.more_minutes", minutes=price.minutes))
    return found


def _won(terminal: Terminal, programme: Programme, price: Price) -> list[str]:
    found = [_levels(terminal, programme, topic, -gap) for topic, gap in price.levels.items() if gap < 0]
    found += [_reached(terminal, programme, one) for one in price.won]
    if price.days < 0:
        found.append(_end(terminal, price, "sooner"))
    if price.minutes < 0:
        found.append(terminal.words("diff.fewer_minutes", minutes=-price.minutes))
    return found


def _reached(terminal: Terminal, programme: Programme, one: Reason) -> str:
    fields = _named(programme, one.fields)
    if "topic" in fields:
        fields["topic"] = _label(programme, str(fields["topic"]))
    return terminal.words.reason(Reason(one.code, fields))


def _end(terminal: Terminal, price: Price, how: str) -> str:
    fields = {"last": price.last, "last_without": price.last_without}
    return terminal.words(f"diff.{how}", count=abs(price.days), **fields)


def _label(programme: Programme, topic: str) -> str:
    known = programme.workspace.topics.get(topic)
    return known.label if known and known.label else topic


def _levels(terminal: Terminal, programme: Programme, topic: str, gap: float) -> str:
    """`0.5 level of cyber`: up to one it is a level, whatever the language says of counting."""
    return terminal.words("diff.level", count=1 if gap <= 1 else 2, level=gap, topic=_label(programme, topic))


def _named(programme: Programme, fields: Mapping[str, Any]) -> dict[str, Any]:
    return {key: programme.title(value) if key == "module" else value for key, value in fields.items()}


def changes_data(terminal: Terminal, programme: Programme, changes: Iterable[Reason]) -> list[dict[str, Any]]:
    """Changes as data, each with its words."""
    return [{**plain.reason(one), "text": change(terminal, programme, one)} for one in changes]


def _data(terminal: Terminal, programme: Programme, one: Difference) -> dict[str, Any]:
    changes = changes_data(terminal, programme, one.changes)
    costs = [{**plain.reason(cost.settled), **_price(cost.price), "text": _cost(terminal, programme, cost)}
             for cost in one.costs]  # fmt: skip
    return {"mentee": one.mentee, "against": one.against, "changes": changes, "costs": costs}


def _price(one: Price | None) -> dict[str, Any]:
    """What a choice costs, as data: above nought it costs, below it brings; `possible`: whether a plan goes without."""
    if one is None:
        return {"possible": False}
    return {
        "possible": True,
        "levels": dict(one.levels),
        "gain": one.gain,
        "lost": [plain.reason(why) for why in one.lost],
        "won": [plain.reason(why) for why in one.won],
        "days": one.days,
        "diary_minutes": one.minutes,
        "last": one.last.isoformat() if one.last else None,
        "last_without": one.last_without.isoformat() if one.last_without else None,
        "other_days": list(one.moved),
    }
