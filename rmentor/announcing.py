"""What people are now told: pairs and session dates, recorded in `announced.yaml`.

From then on pairs that were announced stay together where they can, and calendars move what has moved.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rmentor.agenda import Meeting, meetings
from rmentor.files.edits import Edit
from rmentor.files.workspace import ANNOUNCED
from rmentor.people import AnnouncedSession
from rmentor.steps import Programme


@dataclass(frozen=True)
class News:
    """How many pairs and sessions are told for the first time, moved or called off; nothing new, nothing written."""

    pairs: int
    sessions: int


def announce(programme: Programme, on: dt.date) -> News:
    """Records the pairs and sessions that stand on disk as told; what was told already and still holds keeps its date.

    Raises ProblemsFound where pairs or plans are missing or no longer true.
    """
    programme.require_sound_inputs(kits=True)
    edit = Edit(programme.folder, ANNOUNCED)
    news = News(_pairs(programme, edit, on), _sessions(programme, edit, on))
    if news.pairs or news.sessions:
        edit.save()
    return news


def _pairs(programme: Programme, edit: Edit, on: dt.date) -> int:
    told = programme.workspace.announced.pairs
    mentor_of = programme.paired()
    known = {one.mentee: at for at, one in enumerate(told)}
    gone = [at for at, one in enumerate(told) if one.mentee not in mentor_of]
    changed = len(gone)
    for mentee, mentor in sorted(mentor_of.items()):
        if mentee not in known:
            edit.append(("pairs",), {"mentee": mentee, "mentor": mentor, "on": _day(on)})
        elif told[known[mentee]].mentor != mentor:
            edit.put(("pairs", known[mentee], "mentor"), mentor)
            edit.put(("pairs", known[mentee], "on"), _day(on))
        else:
            continue
        changed += 1
    for at in reversed(gone):
        edit.take(("pairs", at))
    return changed


def _sessions(programme: Programme, edit: Edit, on: dt.date) -> int:
    told = programme.workspace.announced.sessions
    place = {(one.mentee, one.mentor, one.session): at for at, one in enumerate(told)}
    changed = 0
    for meeting in _meetings(programme, told, on):
        item: dict[str, Any] = {
            "mentee": meeting.mentee,
            "mentor": meeting.mentor,
            "session": meeting.session,
            "start": meeting.start,
            "minutes": meeting.minutes,
            "modules": list(meeting.modules),
            "sequence": meeting.sequence,
            "on": _day(on),
        }
        if meeting.cancelled:
            item["cancelled"] = True
        at = place.get((meeting.mentee, meeting.mentor, meeting.session))
        if at is None:
            edit.append(("sessions",), item)
        elif _same(told[at], meeting):
            continue
        else:
            for key, value in item.items():
                edit.put(("sessions", at, key), value)
            if told[at].cancelled and not meeting.cancelled:
                edit.take(("sessions", at, "cancelled"))
        changed += 1
    return changed


def _meetings(programme: Programme, told: tuple[AnnouncedSession, ...], on: dt.date) -> Iterator[Meeting]:
    """Every session as it stands now, and those of people who no longer have a plan, called off."""
    plans = programme.kept_plans()
    for mentee in sorted(plans):
        yield from meetings(plans[mentee], [one for one in told if one.mentee == mentee], on)
    for one in told:
        if one.mentee not in plans:
            sequence = one.sequence + (not one.cancelled)
            yield Meeting(one.mentee, one.mentor, one.session, one.start, one.minutes, one.modules, sequence, True, on)


def _same(told: AnnouncedSession, now: Meeting) -> bool:
    return (told.start, told.minutes, tuple(told.modules), told.sequence, told.cancelled) == (
        now.start, now.minutes, now.modules, now.sequence, now.cancelled,
    )  # fmt: skip


def _day(on: dt.date) -> dt.date:
    """A date of its own for each line: one that is shared would be written once, and referred to from the others."""
    return dt.date.fromordinal(on.toordinal())
