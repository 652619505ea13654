"""The fairness audit in words, for the terminal and for the page: groups, rates, and what may be concluded."""

from __future__ import annotations

from collections.abc import Iterator

from rmentor.fairness import SMALLEST_GROUP, Attribute, Group
from rmentor.words import Words


def headings(words: Words) -> tuple[str, ...]:
    """Above the groups of an attribute: all but the first and the last are amounts."""
    amounts = ("candidates", "selected", "rate", "ratio", "fisher")
    return words("audit.group"), *(words(f"audit.{one}") for one in amounts), words("audit.note")


def row(group: Group, words: Words) -> tuple[str, ...]:
    """One group."""
    rate = "–" if group.rate is None else words("percent", share=group.rate)
    ratio = "–" if group.impact_ratio is None else words.number(group.impact_ratio, 2)
    fisher = "–" if group.fisher_p is None else words.number(group.fisher_p, 3)
    amounts = (words.number(group.candidates), words.number(group.selected), rate, ratio, fisher)
    return group.value, *amounts, ", ".join(_notes(group, words))


def beside(attribute: Attribute, words: Words) -> Iterator[str]:
    """What stands under the groups: how many are of no known group, and how many groups are not shown."""
    if attribute.unknown:
        yield words("audit.unknown", count=attribute.unknown)
    if attribute.hidden:
        yield words("audit.hidden", count=attribute.hidden, fewest=SMALLEST_GROUP)


def _notes(group: Group, words: Words) -> Iterator[str]:
    if group.reference:
        yield words("audit.reference")
    if group.too_few:
        yield words("audit.too_few")
    elif group.flagged:
        yield words("audit.flagged")
    if group.flip:
        yield words("audit.flip")
