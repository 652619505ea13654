"""Pairs in a terminal: who with whom, what it rests on, who is left without and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from rmentor.errors import Reason
from rmentor.outcomes import NextBest, Option, PairPart, Pairs
from rmentor.terminal import Terminal, grid


def show(terminal: Terminal, pairs: Pairs, name: Callable[[str], str]) -> None:
    """The pairs, then those without a mentor, then the proof."""
    words = terminal.words
    if terminal.json:
        from rmentor.files import results

        terminal.data(results.pairs(pairs, words))
        return
    if pairs.pairs:
        _table(terminal, pairs, name)
        terminal.result("")
    if any(one.next_best is not None and one.next_best.moved > 0 for one in pairs.pairs):
        terminal.result(words("pair.parting"))
    if any(one.locked for one in pairs.pairs):
        terminal.result(words("pair.locked"))
    for left in pairs.unpaired:
        terminal.result(words("pair.unpaired", name=name(left.mentee)))
        for reason in left.reasons:
            terminal.result("  – " + words.reason(_named(reason, name)))
        if left.shortage is not None:
            terminal.result("  – " + words.reason(_named(left.shortage, name)))
        for change in left.relax:
            terminal.result("  → " + words.reason(_named(change, name)))
    for mentee, mentor in pairs.moved:
        terminal.result(words("pair.parted", mentee=name(mentee), mentor=name(mentor)))
    if pairs.below_least:
        terminal.result(words("pair.below_least", mentors=[name(one) for one in pairs.below_least]))
    terminal.result(words("pair.summary", count=pairs.served, total=words.number(pairs.total, 2)))
    if pairs.pairs and pairs.optimal and pairs.among:
        conditions = [words(f"among.{one}") for one in ("served", *pairs.among)]
        terminal.result(words("pair.proven_among", conditions=conditions))
    elif pairs.pairs and pairs.optimal:
        terminal.result(words("pair.proven"))
    elif pairs.pairs:
        terminal.result(words("pair.within", bound=words.number(pairs.bound, 2)))


def _table(terminal: Terminal, pairs: Pairs, name: Callable[[str], str]) -> None:
    """Scores alone have no parts, and then no column for them."""
    words = terminal.words
    parts = any(one.parts for one in pairs.pairs)
    headings = [
        (words("pair.mentee"), "left"),
        (words("pair.mentor"), "left"),
        (words("pair.score"), "right"),
        *([(words("pair.because"), "left")] if parts else []),
        (words("pair.next_best"), "left"),
        (words("pair.loss"), "right"),
    ]
    rows = []
    for one in pairs.pairs:
        best = one.next_best
        rows.append([
            name(one.mentee),
            name(one.mentor) + (" *" if one.locked else ""),
            words.number(one.score, 1),
            *([_because(terminal, one.parts)] if parts else []),
            name(best.mentor) if best else "–",
            _cost(terminal, best),
        ])  # fmt: skip
    terminal.table(grid(headings, rows))  # type: ignore[arg-type]


def _because(terminal: Terminal, parts: Mapping[str, PairPart]) -> str:
    """The parts that are as good as can be, those that count most first."""
    best = sorted(parts.items(), key=lambda item: -item[1].points)
    told = [terminal.words(f"part.{key}") for key, part in best if part.value >= 99.5 and not part.unknown]
    return ", ".join(told[:3])


def _named(reason: Reason, name: Callable[[str], str]) -> Reason:
    """A reason with people's names in place of their ids."""
    told = dict(reason.fields)
    for key in ("mentees", "mentors"):
        if key in told:
            told[key] = [name(one) for one in told[key]]
    if "mentor" in told:
        told["mentor"] = name(told["mentor"])
    return Reason(reason.code, told)


def _cost(terminal: Terminal, cost: NextBest | None) -> str:
    """What another mentor would cost: somebody left without, then people told of each other, come before any points."""
    if cost is None:
        return ""
    if cost.unserved > 0:
        return terminal.words("pair.unserved")
    if cost.moved > 0:
        return terminal.words("pair.parts_announced", count=cost.moved)
    return terminal.words.number(-cost.loss, 1)


def show_change(terminal: Terminal, before: Pairs, after: Pairs, name: Callable[[str], str]) -> None:
    """What a wish would change: the difference of the total, and whoever would have another mentor."""
    words = terminal.words
    if terminal.json:
        from rmentor.files import plain, results

        changed = {"total": plain.rounded(after.total - before.total), "served": after.served - before.served}
        terminal.data({**results.pairs(after, words), "difference": changed})
        return
    old = {one.mentee: one.mentor for one in before.pairs}
    new = {one.mentee: one.mentor for one in after.pairs}
    gone = set(old) - set(new) - {one.mentee for one in after.unpaired}
    moved = [one for one in sorted({*old, *new} - gone) if old.get(one) != new.get(one)]
    for one in moved:
        told = [name(mentor) if mentor else words("pair.nobody") for mentor in (old.get(one), new.get(one))]
        terminal.result(words("pair.changes", name=name(one), before=told[0], after=told[1]))
    if not moved:
        terminal.result(words("pair.no_change"))
    total, served = after.total - before.total, after.served - before.served
    terminal.result(words("pair.difference", total=_signed(terminal, total, 2), served=_signed(terminal, served, 0)))
    terminal.note(words("pair.what_if"))


def _signed(terminal: Terminal, value: float, decimals: int) -> str:
    told = terminal.words.number(value, decimals)
    return f"+{told}" if value > 0 else told


def show_options(terminal: Terminal, mentee: str, found: Iterable[Option], name: Callable[[str], str]) -> None:
    """Every mentor for one executive, and what each would cost."""
    words = terminal.words
    if terminal.json:
        from rmentor.files import results

        terminal.data(results.options(mentee, found))
        return
    found = tuple(found)
    terminal.result(words("pair.options", name=name(mentee)))
    headings = [
        (words("pair.mentor"), "left"),
        (words("pair.score"), "right"),
        (words("pair.loss"), "right"),
        (words("pair.because"), "left"),
    ]
    rows = []
    for one in found:
        barred = "; ".join(words(f"rule.{code}") for code in one.rules)
        state = (
            words("pair.now") if one.now else words("pair.barred") if one.cost is None else _cost(terminal, one.cost)
        )
        rows.append([name(one.mentor), words.number(one.score, 1), state, barred or _because(terminal, one.parts)])
    terminal.table(grid(headings, rows))  # type: ignore[arg-type]
    if any(one.cost is not None and one.cost.moved > 0 for one in found):
        terminal.result("")
        terminal.result(words("pair.parting"))
