"""Plans as calendar files (iCalendar, RFC 5545) that Outlook, Google and Apple read.

Times stand in UTC, so that a file needs no table of time zones; a session keeps its wall-clock time over a change of
daylight saving because its own day's offset is used. A session's UID is the same for ever; its SEQUENCE rises when what
people were told (`announced.yaml`) is no longer true, so that a calendar moves the entry instead of adding another.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import zoneinfo
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rmentor.outcomes import Plan, Session
from rmentor.people import AnnouncedSession

if TYPE_CHECKING:
    from icalendar import Event

Side = Literal["mentee", "mentor"]
SIDES: tuple[Side, ...] = ("mentee", "mentor")


@dataclass(frozen=True)
class Meeting:
    """One session in a diary: when (wall-clock time of the programme), how often its entry was changed, whether it is
    called off; `stamp` is the day of which the entry speaks."""

    mentee: str
    mentor: str
    session: int
    start: dt.datetime
    minutes: int
    modules: tuple[str, ...]
    sequence: int
    cancelled: bool
    stamp: dt.date


@dataclass(frozen=True)
class Entry:
    """What a diary shows of a meeting, in words."""

    summary: str
    description: str
    place: str = ""


def meetings(plan: Plan, told: Iterable[AnnouncedSession], usual_stamp: dt.date) -> tuple[Meeting, ...]:
    """The dated sessions of a plan, and those that were announced and are no longer held, in the order of their start.

    `told` are all announced sessions of that executive; with another mentor than the plan's they are called off, since
    both have other people in their diaries, but for those that were held: history stands as it was told. An entry
    nobody was told of has sequence 0.
    """
    known = {(one.mentor, one.session): one for one in told}
    found = []
    for session in plan.sessions:
        if session.start is None or session.end is None:
            continue
        mentor = (_who_held(known, session) if session.held else None) or plan.mentor
        before = known.pop((mentor, session.number), None)
        length = int((session.end - session.start).total_seconds() // 60)
        if session.held and before is not None:
            length = before.minutes
        same = before is not None and not before.cancelled and (before.start, before.minutes) == (session.start, length)
        sequence = 0 if before is None else before.sequence + (not same)
        stamp = (before.on if before else None) or usual_stamp
        modules = tuple(one.id for one in session.modules)
        found.append(Meeting(plan.mentee, mentor, session.number, session.start, length, modules, sequence, False,
                             stamp))  # fmt: skip
    found += [
        Meeting(one.mentee, one.mentor, one.session, one.start, one.minutes, one.modules,
                one.sequence + (not one.cancelled), True, one.on or usual_stamp)
        for one in known.values()
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.start, one.session, one.mentor)))


def _who_held(known: Mapping[tuple[str, int], AnnouncedSession], session: Session) -> str | None:
    """The mentor with whom a session that was held stands in diaries, that day's entry first; None where nobody's."""
    entries = [one for (_, number), one in sorted(known.items()) if number == session.number and not one.cancelled]
    day = session.start.date() if session.start else None
    entries.sort(key=lambda one: one.start.date() != day)
    return entries[0].mentor if entries else None


def uid(programme: str, meeting: Meeting) -> str:
    """The entry's name in every calendar, for ever: of the programme, the pair and the session's number."""
    said = "\0".join((programme, meeting.mentee, meeting.mentor, str(meeting.session)))
    return f"{hashlib.blake2b(said.encode(), digest_size=16).hexdigest()}@rmentor"


def calendar(programme: str, zone: str, name: str, entries: Iterable[tuple[Meeting, Entry]], language: str) -> bytes:
    """A calendar file of these entries: CRLF, lines folded at 75 octets between characters, times in UTC.

    One whose entries are all called off asks the calendar to take them away (METHOD:CANCEL).
    """
    from icalendar import Calendar

    listed = list(entries)
    made = Calendar()
    made.add("prodid", f"-//rmentor//rmentor//{language.upper()}")
    made.add("version", "2.0")
    made.add("method", "CANCEL" if listed and all(one.cancelled for one, _ in listed) else "PUBLISH")
    made.add("x-wr-calname", name)
    for meeting, entry in listed:
        made.add_component(_event(programme, zone, meeting, entry))
    content: bytes = made.to_ical()
    return content


def _event(programme: str, zone: str, meeting: Meeting, entry: Entry) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", uid(programme, meeting))
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", dt.datetime.combine(meeting.stamp, dt.time(), dt.UTC))
    start = in_utc(meeting.start, zone)
    event.add("dtstart", start)
    event.add("dtend", start + dt.timedelta(minutes=meeting.minutes))
    event.add("summary", entry.summary)
    event.add("description", entry.description)
    if entry.place:
        event.add("location", entry.place)
    event.add("status", "CANCELLED" if meeting.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if meeting.cancelled else "OPAQUE")
    return event


def in_utc(moment: dt.datetime, zone: str) -> dt.datetime:
    """A wall-clock time of a zone, in UTC. A time that the clock skips in spring is the one an hour later; of one that
    it shows twice in autumn the first is meant."""
    return moment.replace(tzinfo=zoneinfo.ZoneInfo(zone), fold=0).astimezone(dt.UTC)


def by_month(meetings: Iterable[Meeting]) -> Mapping[tuple[int, int], tuple[Meeting, ...]]:
    """Meetings by (year, month), in order."""
    found: dict[tuple[int, int], list[Meeting]] = {}
    for one in sorted(meetings, key=lambda one: (one.start, one.mentee, one.session)):
        found.setdefault((one.start.year, one.start.month), []).append(one)
    return {month: tuple(listed) for month, listed in found.items()}
