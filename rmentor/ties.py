"""Among all pairs that cost as little, those that come first by id; prices tell which moves cost nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from rmentor.outcomes import Numbers, Truths
from rmentor.pairtable import NOBODY, Whole


@dataclass(frozen=True, eq=False)
class Priced:
    """Prices of the places of the best pairs (potentials), under which nobody gains by moving.

    `price` has one more place at its end: being without a mentor, or a free place. `extra` is what each place costs an
    executive more than the own one, never below nought; it stays the same along moves that cost nothing, and is
    infinite where a rule bars the pair and for whoever is locked.
    """

    price: Numbers
    extra: Numbers


def priced(cost: Numbers, most: Whole, assigned: Whole, fixed: Collection[int]) -> Priced:
    """Prices of an assignment of least cost; `fixed` rows stay where they are."""
    now = places(assigned, cost.shape[1])
    own = np.append(cost, np.zeros((len(cost), 1)), axis=1)
    own[:, :-1][cost == 0] = np.inf
    for row in fixed:
        own[row] = np.inf
        own[row, now[row]] = 0.0
    price = _prices(own, most, now)
    rest = own[np.arange(len(own)), now] - price[now]
    own -= price[None, :]
    own -= rest[:, None]
    return Priced(price, own)


def places(assigned: Whole, nowhere: int) -> Whole:
    """Each row's place, the one after the last for those without a mentor."""
    return np.where(assigned == NOBODY, nowhere, assigned)


def _prices(own: Numbers, most: Whole, now: Whole) -> Numbers:
    """Prices under which no move costs less than nought, by Bellman and Ford's method."""
    nowhere = len(most)
    used = np.bincount(now, minlength=nowhere + 1)[:nowhere]
    price = np.zeros(nowhere + 1)
    here = own[np.arange(len(own)), now]
    moved = np.empty_like(own)
    while True:
        before = price.copy()
        np.add(own, (price[now] - here)[:, None], out=moved)
        price = np.minimum(price, moved.min(axis=0, initial=np.inf))
        price[nowhere] = min(price[nowhere], price[:nowhere][used < most].min(initial=np.inf))
        price[:nowhere] = np.where(used > 0, np.minimum(price[:nowhere], price[nowhere]), price[:nowhere])
        if (price == before).all():
            return before


def first_by_id(found: Priced, most: Whole, assigned: Whole, fixed: Collection[int]) -> Whole:
    """Of all assignments that cost as little, the one that gives the first executive the first mentor by id, then the
    second, and so on; being without a mentor comes last."""
    nowhere = len(most)
    moves = _Moves(found, most, places(assigned, nowhere), fixed)
    for row in range(len(assigned)):
        if row not in fixed:
            moves.settle(row)
    return np.where(moves.now == nowhere, NOBODY, moves.now)


class _Moves:
    """Executives who may still move at no cost, and where they are; the last place is being without a mentor.

    Sets of rows and of places are whole numbers, bit by bit: a thousand of them are looked through at once.
    """

    def __init__(self, found: Priced, most: Whole, now: Whole, fixed: Collection[int]) -> None:
        self.now = now.copy()
        self.nowhere = len(most)
        self.most = most.tolist()
        self.used = np.bincount(now, minlength=self.nowhere + 1).tolist()
        self.like_nowhere = (found.price == found.price[-1]).tolist()
        self.places_of = bits(found.extra == 0)
        self.fluid_at = [0] * (self.nowhere + 1)
        for row, place in enumerate(now.tolist()):
            if row not in fixed:
                self.fluid_at[place] |= 1 << row
        self.free, self.taken = 0, 0
        for place in range(self.nowhere):
            self._note(place)

    def settle(self, row: int) -> None:
        """Gives this row the first place it can have at no cost, and lets it be."""
        end = int(self.now[row])
        self.fluid_at[end] &= ~(1 << row)
        wanted = self.places_of[row] & ((1 << end) - 1)
        while wanted:
            place = (wanted & -wanted).bit_length() - 1
            seen = self._freed(place, end)
            if not seen:
                self._move(row, place)
                return
            wanted &= ~seen

    def _freed(self, start: int, end: int) -> int:
        """Makes room at one place by moving people on until somebody takes the place `end`, and returns nought; where
        that is not possible, the set of all places from which it is not."""
        trail: list[tuple[int, int, int]] = []
        seen = waiting = 1 << start
        while waiting:
            place = (waiting & -waiting).bit_length() - 1
            waiting &= waiting - 1
            for mover, there in self._onwards(place):
                new = there & ~seen
                if not new:
                    continue
                trail.append((place, mover, new))
                if new >> end & 1:
                    self._follow(trail, end)
                    return 0
                seen |= new
                waiting |= new
        return seen

    def _onwards(self, place: int) -> list[tuple[int, int]]:
        """Who can move on from a place, and the set of places where to; nobody has to where a place is free."""
        found = []
        rows = self.fluid_at[place]
        while rows:
            row = (rows & -rows).bit_length() - 1
            rows &= rows - 1
            found.append((row, self.places_of[row]))
        if place == self.nowhere:
            found.append((NOBODY, self.taken))
        elif self.free >> place & 1:
            found.append((NOBODY, 1 << self.nowhere))
        return found

    def _follow(self, trail: list[tuple[int, int, int]], end: int) -> None:
        """Moves everybody on along the way that was found, from its end backwards."""
        for place, mover, new in reversed(trail):
            if new >> end & 1:
                if mover != NOBODY:
                    self.fluid_at[place] &= ~(1 << mover)
                    self.fluid_at[end] |= 1 << mover
                    self._move(mover, end)
                end = place

    def _move(self, row: int, place: int) -> None:
        old = int(self.now[row])
        self.now[row] = place
        self.used[old] -= 1
        self.used[place] += 1
        self._note(old)
        self._note(place)

    def _note(self, place: int) -> None:
        """Whether a place that is worth as much as none is free, and whether somebody is there."""
        if place == self.nowhere or not self.like_nowhere[place]:
            return
        bit = 1 << place
        self.free = self.free | bit if self.used[place] < self.most[place] else self.free & ~bit
        self.taken = self.taken | bit if self.used[place] else self.taken & ~bit


def bits(table: Truths) -> list[int]:
    """Each row as a whole number, its first column the lowest bit."""
    packed = np.packbits(table, axis=1, bitorder="little")
    return [int.from_bytes(row.tobytes(), "little") for row in packed]
