"""The fairness audit in a terminal: groups, rates, and what may be concluded."""

from __future__ import annotations

from collections.abc import Iterator

from rmentor.fairness import SMALLEST_GROUP, Attribute, Audit, Group
from rmentor.files import results
from rmentor.terminal import Terminal, grid


def show(terminal: Terminal, found: Audit) -> None:
    """The verdict first, then the groups of each attribute."""
    words = terminal.words
    if terminal.json:
        terminal.data(results.audit(found))
        return
    terminal.result(words(f"audit.verdict.{found.verdict}"))
    for attribute in found.attributes:
        terminal.result("")
        terminal.result(attribute.name)
        headings = [(words("audit.group"), "left"), *((words(f"audit.{one}"), "right") for one in
                    ("candidates", "selected", "rate", "ratio", "fisher")), (words("audit.note"), "left")]  # fmt: skip
        terminal.table(grid(headings, [_row(terminal, group) for group in attribute.groups]))  # type: ignore[arg-type]
        for line in _beside(terminal, attribute):
            terminal.result(line)
    terminal.note(words("audit.europe"))


def _row(terminal: Terminal, group: Group) -> list[str]:
    words = terminal.words
    rate = "–" if group.rate is None else words("percent", share=group.rate)
    ratio = "–" if group.impact_ratio is None else words.number(group.impact_ratio, 2)
    fisher = "–" if group.fisher_p is None else words.number(group.fisher_p, 3)
    return [group.value, words.number(group.candidates), words.number(group.selected), rate, ratio, fisher,
            ", ".join(_notes(terminal, group))]  # fmt: skip


def _notes(terminal: Terminal, group: Group) -> Iterator[str]:
    words = terminal.words
    if group.reference:
        yield words("audit.reference")
    if group.too_few:
        yield words("audit.too_few")
    elif group.flagged:
        yield words("audit.flagged")
    if group.flip:
        yield words("audit.flip")


def _beside(terminal: Terminal, attribute: Attribute) -> Iterator[str]:
    words = terminal.words
    if attribute.unknown:
        yield words("audit.unknown", count=attribute.unknown)
    if attribute.hidden:
        yield words("audit.hidden", count=attribute.hidden, fewest=SMALLEST_GROUP)
