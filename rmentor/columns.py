"""Which column of a sheet or of an online form holds what: by its heading, and never in silence by a guess."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rmentor.values import plain

CLOSE = 0.74
"""How alike a heading and a known one must be to be proposed."""

Vocabulary = Mapping[str, Sequence[str]]
"""What can be told, and the headings that tell it, in French and English."""


@dataclass(frozen=True)
class Column:
    """One column, what it is taken for, and whether that is sure: recognised by name, or settled before."""

    heading: str
    key: str
    sure: bool


def understood(headings: Sequence[str], vocabulary: Vocabulary, remembered: Mapping[str, str]) -> tuple[Column, ...]:
    """What each heading is taken for, in the table's order: as `remembered` says (key → heading), else by name, else
    the closest. A key stands once, and so does a heading."""
    free = {plain(heading): heading for heading in reversed(headings) if plain(heading)}
    found: dict[str, Column] = {}
    for key, heading in remembered.items():
        if (there := free.pop(plain(heading), None)) is not None:
            found[key] = Column(there, key, True)
    for sure in (True, False):
        merits = sorted(
            (-merit, place, key)
            for key, names in vocabulary.items()
            if key not in found
            for place, heading in enumerate(headings)
            if plain(heading) in free and (merit := _merit(heading, names, sure=sure))
        )
        for _, place, key in merits:
            if key not in found and plain(headings[place]) in free:
                found[key] = Column(free.pop(plain(headings[place])), key, sure)
    order = {heading: place for place, heading in enumerate(headings)}
    return tuple(sorted(found.values(), key=lambda one: order[one.heading]))


def _merit(heading: str, names: Sequence[str], *, sure: bool) -> float:
    """How well a heading tells one of the names; 0 where it does not. What stands in brackets is a remark."""
    told = {plain(heading), plain(re.sub(r"\s*[(\[].*?[)\]]", "", heading))} - {""}
    if sure:
        return float(any(plain(name) in told for name in names))
    best = max((difflib.SequenceMatcher(None, plain(name), one).ratio() for name in names for one in told), default=0.0)
    return best if best >= CLOSE else 0.0
