"""What is behind one executive: sessions that were held or called off, and what people were told of those to come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from rmentor.kits import Module
from rmentor.people import AnnouncedSession, Journal, JournalEntry, Mentee, Need


@dataclass(frozen=True)
class Held:
    """A session that took place. `start` is the hour that was announced or agreed for that day, where one was;
    `minutes` is None where nobody wrote them down."""

    number: int
    day: dt.date
    modules: tuple[str, ...]
    minutes: int | None = None
    start: dt.datetime | None = None


@dataclass(frozen=True)
class Past:
    """Sessions held, in the order of their days; for each number called off and not yet held, the day it was called off
    for or on, whichever is later; `told`: what people have in their diaries of sessions still to come, by number."""

    held: tuple[Held, ...] = ()
    cancelled: Mapping[int, dt.date] = field(default_factory=dict)
    told: Mapping[int, AnnouncedSession] = field(default_factory=dict)

    @cached_property
    def numbers(self) -> frozenset[int]:
        """The numbers of the sessions that were held."""
        return frozenset(one.number for one in self.held)

    @cached_property
    def done(self) -> frozenset[str]:
        """The modules that were taught."""
        return frozenset(module for one in self.held for module in one.modules)

    @property
    def last(self) -> dt.date | None:
        """The day of the last session held."""
        return self.held[-1].day if self.held else None

    def to_come(self, sessions: int) -> tuple[int, ...]:
        """The numbers of the sessions that a credit still has: a number is never used twice, and one that was called
        off uses no credit."""
        left = max(0, sessions - len(self.held))
        return tuple(number for number in range(1, sessions + len(self.held) + 1) if number not in self.numbers)[:left]

    def since(self, number: int) -> dt.date | None:
        """The last day on which a session to come can no longer be: what was held or called off lies before it."""
        return max((day for day in (self.last, self.cancelled.get(number)) if day is not None), default=None)

    def moves(self, mentee: Mentee) -> Mapping[int, dt.datetime]:
        """The agreed day and hour of sessions to come; what was held, or called off after that, is overtaken."""
        found: dict[int, dt.datetime] = {}
        for one in mentee.settled:
            if one.move is not None:
                found.pop(one.move.session, None)
                if not self.overtaken(one.move.session, one.move.to.date(), one.on):
                    found[one.move.session] = one.move.to
        return found

    def overtaken(self, number: int, day: dt.date, on: dt.date | None) -> bool:
        """Whether what was agreed on a day about a session's date no longer counts."""
        if number in self.numbers or (self.last is not None and day <= self.last):
            return True
        off = self.cancelled.get(number)
        return off is not None and day <= off and (on is None or on < off)

    def taught(self, modules: Mapping[str, Module], needs: Mapping[str, Need], start: dt.date) -> dict[str, float]:
        """Levels that the sessions held brought, by topic, counted from the day that a need's level is of; else from
        the programme's start. A module that was taught twice counts once."""
        found: dict[str, float] = {}
        for topic in sorted({topic for one in self.done if one in modules for topic in modules[one].teaches}):
            since = (needs[topic].on if topic in needs else None) or start
            names = {name for one in self.held if one.day >= since for name in one.modules if name in modules}
            found[topic] = sum(modules[name].teaches.get(topic, 0.0) for name in sorted(names))
        return found


def past(
    mentee: Mentee,
    mentor: str,
    journal: Journal | None,
    announced: Iterable[AnnouncedSession],
    nominal: Mapping[int, dt.date],
) -> Past:
    """What is behind one executive, by their journal and what was announced to them. What another mentor was to hold
    counts where this one was told of nothing.

    `nominal` is the day on which each session would have been by the rhythm: one that was called off is not held on the
    day that it was announced for, moved to, or else would have had.
    """
    entries = journal.sessions if journal else ()
    known: dict[int, AnnouncedSession] = {}
    for one in sorted(announced, key=lambda one: (one.mentor == mentor, one.on or dt.date.min, one.start)):
        if not one.cancelled:
            known[one.session] = one
    held = tuple(
        _held(one, one.held, known.get(one.session), mentee)
        for one in sorted(entries, key=lambda one: (one.held or dt.date.min, one.session))
        if one.held
    )
    numbers = {one.number for one in held}
    cancelled: dict[int, dt.date] = {}
    told = {number: one for number, one in known.items() if number not in numbers}
    for entry in entries:
        if entry.cancelled is None or entry.session in numbers:
            continue
        number, before = entry.session, told.get(entry.session)
        was = _moved_before(mentee, number, entry.cancelled) or nominal.get(number)
        if before is not None and (before.on is None or before.on < entry.cancelled):
            was = told.pop(number).start.date()
        cancelled[number] = max(day for day in (entry.cancelled, cancelled.get(number), was) if day is not None)
    told = {number: one for number, one in told.items() if one.start.date() > cancelled.get(number, dt.date.min)}
    return Past(held, cancelled, told)


def _moved_before(mentee: Mentee, number: int, day: dt.date) -> dt.date | None:
    """The day that a session had been moved to when it was called off."""
    moves = [one.move.to.date() for one in mentee.settled if one.move and one.move.session == number
             and (one.on is None or one.on < day)]  # fmt: skip
    return moves[-1] if moves else None


def _held(entry: JournalEntry, day: dt.date, told: AnnouncedSession | None, mentee: Mentee) -> Held:
    """What was done: as the journal says; where it says nothing, as was announced."""
    said = "modules" in entry.model_fields_set or told is None
    hours = [told.start] if told else []
    hours += [one.move.to for one in mentee.settled if one.move and one.move.session == entry.session]
    start = next((one for one in reversed(hours) if one.date() == day), None)
    modules = entry.modules if said or told is None else told.modules
    return Held(entry.session, day, modules, entry.minutes, start)
