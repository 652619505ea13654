"""What is known of each person for pairing and planning: their own file first, then the roster, then the defaults."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from rmentor import values
from rmentor.people import Mentee, MentorFile, Need
from rmentor.programme import Capacity, Meaning, TimeDefaults, TimeWish, Topic
from rmentor.roster import Roster
from rmentor.values import Rhythm, Span


@dataclass(frozen=True)
class TimeCredit:
    """The time an executive gives: how many sessions, how long, how often, when. `opening` and `closing` minutes of
    each session are kept for the ritual; `moves` are sessions whose day and hour were agreed, by number."""

    sessions: int
    minutes: int
    every: Rhythm
    weekdays: tuple[str, ...]
    hours: tuple[dt.time, dt.time]
    absent: tuple[Span, ...]
    opening: int
    closing: int
    moves: tuple[tuple[int, dt.datetime], ...] = ()

    @property
    def usable(self) -> int:
        """Minutes of a session that modules can fill."""
        return max(0, self.minutes - self.opening - self.closing)


@dataclass(frozen=True)
class Window:
    """When a mentor is free, where a file of theirs says so; None stands for whenever the mentee is."""

    weekdays: tuple[str, ...] | None
    hours: tuple[dt.time, dt.time] | None
    absent: tuple[Span, ...]


@dataclass(frozen=True)
class Profile:
    """One person. Blank text and empty languages mean unknown; `remote` is None where nobody said."""

    id: str
    name: str
    email: str
    languages: tuple[str, ...]
    site: str
    department: str
    manager: str
    remote: bool | None
    prefer: tuple[str, ...]
    veto: tuple[str, ...]
    language: str | None


@dataclass(frozen=True)
class MenteeProfile(Profile):
    """An executive: needs by topic, wishes for modules, time credit."""

    needs: Mapping[str, Need]
    mastered: tuple[str, ...]
    wanted: tuple[str, ...]
    refused: tuple[str, ...]
    time: TimeCredit


@dataclass(frozen=True)
class MentorProfile(Profile):
    """A mentor: level by topic (None: unknown), room, free time."""

    levels: Mapping[str, float | None]
    capacity: Capacity
    window: Window


def time_credit(wish: TimeWish, defaults: TimeDefaults) -> TimeCredit:
    """The defaults with what a person says put in their place."""
    return TimeCredit(
        sessions=defaults.sessions if wish.sessions is None else wish.sessions,
        minutes=defaults.minutes if wish.minutes is None else wish.minutes,
        every=wish.every or defaults.every,
        weekdays=wish.weekdays or defaults.weekdays,
        hours=wish.hours or defaults.hours,
        absent=wish.absent,
        opening=defaults.ritual.opening,
        closing=defaults.ritual.closing,
    )


def mentee_profile(mentee: Mentee, roster: Roster | None, defaults: TimeDefaults) -> MenteeProfile:
    """An executive, from their file and, for what it does not say, from the roster."""
    told = _Told(roster, mentee.id)
    wanted, refused = mentee.settled_wishes
    return MenteeProfile(
        id=mentee.id,
        name=mentee.name or told("name") or mentee.id,
        email=mentee.email or told("email"),
        languages=_languages(mentee.languages) or values.languages(told("languages")),
        site=mentee.site or told("site"),
        department=mentee.department or told("department"),
        manager=mentee.manager or told("manager"),
        remote=mentee.remote if mentee.remote is not None else _truth(told("remote")),
        prefer=mentee.prefer,
        veto=mentee.veto,
        language=mentee.language,
        needs=mentee.topics,
        mastered=mentee.mastered,
        wanted=wanted,
        refused=refused,
        time=replace(time_credit(mentee.settled_time, defaults), moves=tuple(sorted(mentee.moves.items()))),
    )


def mentor_profile(
    identity: str,
    file: MentorFile | None,
    roster: Roster | None,
    topics: Mapping[str, Topic],
    usual: Capacity,
) -> MentorProfile:
    """A mentor, from the roster and, before it, from a file of their own where there is one."""
    told = _Told(roster, identity)
    own = file or MentorFile(version=1, id=identity)
    return MentorProfile(
        id=identity,
        name=told("name") or identity,
        email=told("email"),
        languages=_languages(own.languages) or values.languages(told("languages")),
        site=own.site or told("site"),
        department=told("department"),
        manager=told("manager"),
        remote=own.remote if own.remote is not None else _truth(told("remote")),
        prefer=own.prefer,
        veto=own.veto,
        language=own.language,
        levels={key: told.number(topic.column) for key, topic in topics.items()},
        capacity=own.capacity or _capacity(told("capacity"), usual),
        window=Window(own.time.weekdays, own.time.hours, own.time.absent),
    )


class _Told:
    """What the roster says of one person, blank where it says nothing."""

    def __init__(self, roster: Roster | None, identity: str) -> None:
        self.roster = roster
        self.person = roster.position.get(identity) if roster else None

    def __call__(self, meaning: Meaning) -> str:
        return self.roster.text(meaning, self.person) if self.roster and self.person is not None else ""

    def number(self, heading: str | None) -> float | None:
        if heading is None or self.roster is None or self.person is None:
            return None
        return values.number(self.roster.column(heading).text(self.person))


def _languages(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for text in texts for code in values.languages(text)))


def _truth(text: str) -> bool | None:
    return values.truth(text) if text else None


def _capacity(text: str, usual: Capacity) -> Capacity:
    told = values.number(text) if text else None
    if told is None:
        return usual
    return Capacity(min=min(usual.min, int(told)), max=int(told))
