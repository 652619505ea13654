"""Sessions that are alike, and the fullest ways to fill one: what a layout chooses from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from rmentor.tasks import Task

Slot = tuple[int, int]
"""A theme, by its place in the sorted list of themes, and the minutes that there are for one module of it."""
Pattern = tuple[Slot, ...]


@dataclass(frozen=True)
class Kind:
    """Sessions that are alike: the places where they stand, the minutes that pinned modules leave in each, and the
    themes that those touch already (numbers, as in a slot)."""

    places: tuple[int, ...]
    room: int
    touched: frozenset[int]

    def touches(self, pattern: Pattern) -> frozenset[int]:
        """The themes that a filling touches beside those of the pinned modules."""
        return frozenset(theme for theme, _ in pattern) - self.touched


@dataclass(frozen=True)
class Fillings:
    """All kinds of sessions with their patterns. `most`: how many themes a pattern has at most; sessions of a kind that
    is `mixed` could hold more, and must be counted in another way."""

    themes: tuple[str, ...]
    durations: tuple[tuple[int, ...], ...]
    kinds: tuple[tuple[Kind, tuple[Pattern, ...]], ...]
    most: int
    mixed: tuple[bool, ...]

    @property
    def count(self) -> int:
        """Patterns of all kinds together."""
        return sum(len(patterns) for _, patterns in self.kinds)


def fillings(task: Task, names: Sequence[str], limit: int, *, whole: bool = False) -> Fillings | None:
    """The patterns for those modules: of any number of themes where there are no more than `limit`, else of up to
    three, else of two, unless the `whole` is asked for; None if there are too many even so."""
    themes = tuple(sorted({task.theme(name) for name in names}))
    durations = _durations(task, names, themes)
    kinds = _kinds(task, themes)
    less = () if whole else (one for one in (3, 2) if one < len(themes))
    for most in (len(themes), *less):
        found: list[tuple[Kind, tuple[Pattern, ...]]] = []
        for kind in kinds:
            patterns = _patterns(kind.room, durations, most, limit - sum(len(own) for _, own in found))
            if patterns is None:
                break
            found.append((kind, patterns))
        else:
            mixed = tuple(_could_mix(kind.room, durations, most) for kind in kinds)
            return Fillings(themes, durations, tuple(found), most, mixed)
    return None


def _durations(task: Task, names: Sequence[str], themes: Sequence[str]) -> tuple[tuple[int, ...], ...]:
    """The lengths of each theme's modules that are not pinned, the longest first."""
    found: dict[str, set[int]] = {theme: set() for theme in themes}
    for name in names:
        if name not in task.places:
            found[task.theme(name)].add(task.modules[name].minutes)
    return tuple(tuple(sorted(found[theme], reverse=True)) for theme in themes)


def _kinds(task: Task, themes: Sequence[str]) -> list[Kind]:
    number = {theme: place for place, theme in enumerate(themes)}
    touched: dict[int, set[int]] = {}
    left = list(task.rooms)
    for name, place in task.places.items():
        left[place] -= task.modules[name].minutes
        if task.theme(name) in number:
            touched.setdefault(place, set()).add(number[task.theme(name)])
    alike: dict[tuple[int, frozenset[int]], list[int]] = {}
    for place, room in enumerate(left):
        alike.setdefault((max(0, room), frozenset(touched.get(place, ()))), []).append(place)
    return [Kind(tuple(places), room, themes) for (room, themes), places in alike.items()]


def _could_mix(room: int, durations: Sequence[Sequence[int]], most: int) -> bool:
    """Whether one module each of more themes fits."""
    shortest = sorted(min(one) for one in durations if one)
    return len(shortest) > most and sum(shortest[: most + 1]) <= room


def _patterns(room: int, durations: Sequence[Sequence[int]], most: int, limit: int) -> tuple[Pattern, ...] | None:
    """The fullest ways to fill a session, for every set of so many themes; None if there are too many."""
    found: list[Pattern] = []
    lengths = [[one for one in mine if one <= room] for mine in durations]
    filled = [theme for theme, mine in enumerate(lengths) if mine]
    for count in range(1, min(most, len(filled)) + 1):
        for themes in combinations(filled, count):
            if sum(lengths[theme][-1] for theme in themes) <= room:
                found += _filled(room, [(theme, lengths[theme]) for theme in themes])
                if len(found) > limit:
                    return None
    return tuple(found)


def _filled(room: int, themes: Sequence[tuple[int, Sequence[int]]]) -> Iterator[Pattern]:
    """Every multiset of slots that has all those themes, leaves no room for one more, and none for a longer one."""
    slots = [(theme, minutes) for theme, lengths in themes for minutes in lengths]
    order = [place for place, (_, lengths) in enumerate(themes) for _ in lengths]
    more = [min((one - minutes for one in lengths if one > minutes), default=room + 1) for _, lengths in themes
            for minutes in lengths]  # fmt: skip
    least = min(minutes for _, minutes in slots)

    def fill(left: int, start: int, chosen: Pattern, seen: int, longer: int) -> Iterator[Pattern]:
        if left < least:
            if seen == len(themes) and longer > left:
                yield chosen
            return
        for index in range(start, len(slots)):
            if order[index] > seen:
                return
            if (minutes := slots[index][1]) <= left:
                touched = max(seen, order[index] + 1)
                yield from fill(left - minutes, index, (*chosen, slots[index]), touched, min(longer, more[index]))

    yield from fill(room, 0, (), 0, room + 1)
