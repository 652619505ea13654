"""Adverse impact of a selection: groups compared by how many of their candidates were chosen.

A screening signal, with no legal force in Europe. The four-fifths rule is 29 CFR 1607.4 D; what one person more or less
changes is question 21 of the "Questions and Answers" to it (1979, 44 FR 11996).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from rmentor.outcomes import Truths

Verdict = Literal["signal", "no_signal", "too_few", "nothing_to_compare"]

FEWEST_PEOPLE = 26
"""With fewer candidates in two groups together, neither a signal nor its absence says anything (our own practice)."""

SMALLEST_GROUP = 5
"""Groups of fewer candidates are not told in reports that are shared."""

_UNKNOWN = ""
"""Stands among the groups for those of no known group: a value is never blank."""

_TIE = 1e-7
"""Tables this close to as likely as the one found count as as likely, as in R's fisher.test."""


@dataclass(frozen=True)
class Group:
    """One group of one attribute. `rate` is selected / candidates, None without candidates.

    The others compare with the group of the highest rate (`reference`; of several, the largest, then by name):
    `impact_ratio` is rate / highest rate, `flagged` where it is strictly below 4/5, `fisher_p` Fisher's exact
    two-sided p of the two groups, `flip` where choosing one person of this group in place of one of the other would
    turn the difference round, `too_few` where the two together have fewer than 26 candidates. The reference has ratio 1
    and no p. Nobody selected, or one group only: nothing to compare, no ratio and no p.
    """

    attribute: str
    value: str
    candidates: int
    selected: int
    rate: float | None
    impact_ratio: float | None = None
    flagged: bool = False
    fisher_p: float | None = None
    flip: bool = False
    too_few: bool = False
    reference: bool = False

    @property
    def compared(self) -> bool:
        """Whether this group was held against another."""
        return self.fisher_p is not None


@dataclass(frozen=True)
class Attribute:
    """One attribute: its groups by name; how many candidates, and selected, belong to no known group.

    In what is shared, `hidden` groups are left out: small ones, and those from which a small one could be computed;
    `unknown` is None where the people of no known group are left out with them."""

    name: str
    groups: tuple[Group, ...]
    unknown: int | None
    unknown_selected: int | None
    hidden: int = 0

    @property
    def verdict(self) -> Verdict:
        """What the comparisons of this attribute come to."""
        return _verdict(self.groups)


@dataclass(frozen=True)
class Audit:
    """Every attribute, in the order asked for."""

    attributes: tuple[Attribute, ...]

    @property
    def groups(self) -> tuple[Group, ...]:
        """Every group of every attribute."""
        return tuple(group for attribute in self.attributes for group in attribute.groups)

    @property
    def verdict(self) -> Verdict:
        """Of all comparisons: "signal" where one is flagged among enough people, "too_few" where one cannot be judged,
        else "no_signal"; "nothing_to_compare" where there is no comparison."""
        return _verdict(self.groups)

    @property
    def too_few(self) -> bool:
        """Whether some comparison has too few people to conclude."""
        return any(group.too_few for group in self.groups)

    def shared(self) -> Audit:
        """What a report that others read may hold: no group of fewer than five candidates, none from which such a
        group could be computed, and comparisons among those shown only."""
        return Audit(tuple(_shared(attribute) for attribute in self.attributes))


def audit(groups: Mapping[str, Sequence[str]], candidates: Truths, selected: Truths) -> Audit:
    """The selection rates of each attribute's groups, compared.

    `groups` says for each attribute what every person is, in one order with `candidates` (who meets the conditions) and
    `selected` (who was chosen in the end). Blanks count as unknown. Values that differ by case only are one group,
    under its most frequent spelling. Raises ValueError where somebody selected was no candidate.
    """
    if (selected & ~candidates).any():
        raise ValueError("somebody selected was no candidate")
    return Audit(tuple(_attribute(name, values, candidates, selected) for name, values in groups.items()))


def _attribute(name: str, values: Sequence[str], candidates: Truths, selected: Truths) -> Attribute:
    spellings: dict[str, Counter[str]] = {}
    people: Counter[str] = Counter()
    chosen: Counter[str] = Counter()
    for value, candidate, taken in zip(values, candidates.tolist(), selected.tolist(), strict=True):
        text = value.strip()
        key = text.casefold()
        spellings.setdefault(key, Counter())[text] += 1
        people[key] += candidate
        chosen[key] += taken
    counts = {
        min(written, key=lambda text: (-written[text], text)): (people[key], chosen[key])
        for key, written in spellings.items()
        if key
    }
    return Attribute(name, _compared(name, counts), people[""], chosen[""])


def _compared(attribute: str, counts: Mapping[str, tuple[int, int]]) -> tuple[Group, ...]:
    """The groups, by name, from their candidates and selected."""
    named = {value: counts[value] for value in sorted(counts)}
    reference = _reference(named)
    found = []
    for value, (candidates, selected) in named.items():
        rate = selected / candidates if candidates else None
        group = Group(attribute, value, candidates, selected, rate)
        if reference is not None and candidates:
            group = _against(group, *named[reference], reference=value == reference)
        found.append(group)
    return tuple(found)


def _reference(counts: Mapping[str, tuple[int, int]]) -> str | None:
    """The group of the highest rate; None where there is nothing to compare."""
    there = {value: (candidates, selected) for value, (candidates, selected) in counts.items() if candidates}
    if len(there) < 2 or not any(selected for _, selected in there.values()):
        return None
    best = next(iter(there))
    for value, (candidates, selected) in there.items():
        most, taken = there[best]
        # In whole numbers: 3/5 against 6/8 is four fifths exactly, and floating point says less.
        ahead = selected * most - taken * candidates
        if ahead > 0 or (ahead == 0 and candidates > most):
            best = value
    return best


def _against(group: Group, most: int, taken: int, *, reference: bool) -> Group:
    """A group held against the one of the highest rate, of which `taken` of `most` were selected."""
    candidates, selected = group.candidates, group.selected
    if reference:
        return Group(group.attribute, group.value, candidates, selected, group.rate, impact_ratio=1.0, reference=True)
    ahead = taken * candidates - selected * most
    after = (taken - 1) * candidates - (selected + 1) * most
    return Group(
        group.attribute,
        group.value,
        candidates,
        selected,
        group.rate,
        impact_ratio=(selected * most) / (taken * candidates),
        flagged=5 * selected * most < 4 * taken * candidates,
        fisher_p=fisher_exact(selected, candidates, taken, most),
        flip=ahead > 0 > after and selected < candidates,
        too_few=candidates + most < FEWEST_PEOPLE,
    )


def fisher_exact(selected: int, candidates: int, other_selected: int, other_candidates: int) -> float:
    """Fisher's exact p, two-sided: how likely a table as unlikely as this one is by chance, given its margins."""
    everybody = selected + other_selected
    least, most = max(0, everybody - other_candidates), min(everybody, candidates)
    number = np.arange(least, most, dtype=np.float64)
    up = (candidates - number) * (everybody - number)
    down = (number + 1) * (other_candidates - everybody + number + 1)
    likelihood = np.concatenate([[0.0], np.cumsum(np.log(up) - np.log(down))])
    likelihood = np.exp(likelihood - likelihood.max())
    as_unlikely = likelihood <= likelihood[selected - least] * (1 + _TIE)
    return float(likelihood[as_unlikely].sum() / likelihood.sum())


def _verdict(groups: Iterable[Group]) -> Verdict:
    compared = [group for group in groups if group.compared]
    if not compared:
        return "nothing_to_compare"
    if any(group.flagged and not group.too_few for group in compared):
        return "signal"
    return "too_few" if any(group.too_few for group in compared) else "no_signal"


def _shared(attribute: Attribute) -> Attribute:
    hidden = _hidden(attribute)
    shown = {one.value: (one.candidates, one.selected) for one in attribute.groups if one.value not in hidden}
    unknown = (None, None) if _UNKNOWN in hidden else (attribute.unknown, attribute.unknown_selected)
    return Attribute(
        attribute.name, _compared(attribute.name, shown), *unknown, hidden=len(attribute.groups) - len(shown)
    )


def _hidden(attribute: Attribute) -> set[str]:
    """The groups to hide: the small ones, and with them the next smallest, until they cannot be told apart.

    The number of candidates is known, so that one hidden group is the difference, and so are several that have fewer
    than five candidates together. Those of no known group hide another as well as a group does. A group without
    candidates is left out and hides nobody.
    """
    people = {group.value: group.candidates for group in attribute.groups} | {_UNKNOWN: attribute.unknown or 0}
    small = {value for value, number in people.items() if number < SMALLEST_GROUP and value != _UNKNOWN}
    hidden = {value for value in small if people[value]}
    for value in sorted(people, key=lambda one: (people[one], one)):
        if not hidden or (len(hidden) > 1 and sum(people[one] for one in hidden) >= SMALLEST_GROUP):
            break
        if people[value]:
            hidden.add(value)
    return hidden | small
