"""Pairs in a terminal: who with whom, what it rests on, who is left without and why."""

from __future__ import annotations

from collections.abc import Callable

from rmentor.files import results
from rmentor.outcomes import Pairs
from rmentor.terminal import Terminal, grid


def show(terminal: Terminal, pairs: Pairs, name: Callable[[str], str]) -> None:
    """The pairs, then those without a mentor, then the proof."""
    words = terminal.words
    if terminal.json:
        terminal.data(results.pairs(pairs, words))
        return
    if pairs.pairs:
        headings = [
            (words("pair.mentee"), "left"),
            (words("pair.mentor"), "left"),
            (words("pair.score"), "right"),
            (words("pair.because"), "left"),
            (words("pair.next_best"), "left"),
            (words("pair.loss"), "right"),
        ]
        rows = []
        for one in pairs.pairs:
            best = one.next_best
            told = [words(f"part.{key}") for key, part in sorted(one.parts.items(), key=lambda item: -item[1].points)
                    if part.value >= 99.5 and not part.unknown][:3]  # fmt: skip
            rows.append([
                name(one.mentee),
                name(one.mentor) + (" *" if one.locked else ""),
                words.number(one.score, 1),
                ", ".join(told),
                name(best.mentor) if best else "–",
                words.number(-best.loss, 1) if best else "",
            ])  # fmt: skip
        terminal.table(grid(headings, rows))  # type: ignore[arg-type]
        terminal.result("")
    if any(one.locked for one in pairs.pairs):
        terminal.result(words("pair.locked"))
    for left in pairs.unpaired:
        terminal.result(words("pair.unpaired", name=name(left.mentee)))
        for reason in left.reasons:
            terminal.result("  – " + words.reason(reason))
        for change in left.relax:
            terminal.result("  → " + words.reason(change))
    terminal.result(words("pair.summary", count=pairs.served, total=words.number(pairs.total, 2)))
    if pairs.optimal and pairs.pairs:
        terminal.result(words("pair.proven"))
