"""Made-up people: a roster from a few columns, executives, mentors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from rmentor import headings
from rmentor.people import Need
from rmentor.profiles import MenteeProfile, MentorProfile, TimeCredit, Window
from rmentor.programme import Capacity
from rmentor.roster import Column, Roster
from rmentor.values import Rhythm

ANY_TIME = Window(None, None, ())


def roster(columns: Mapping[str, Sequence[str]]) -> Roster:
    """A roster of those columns, with what their headings mean; person i stands on line i + 2."""
    made = {}
    for heading, cells in columns.items():
        distinct = tuple(dict.fromkeys(cells))
        made[heading] = Column(heading, distinct, np.array([distinct.index(cell) for cell in cells], np.int32))
    rows = len(next(iter(columns.values())))
    return Roster("roster.csv", rows, 0, np.arange(2, rows + 2), made, headings.meanings(columns), tuple(columns))


def credit(**given: Any) -> TimeCredit:
    """Six hours, every week, on any working day, without a ritual."""
    usual: dict[str, Any] = {
        "sessions": 6,
        "minutes": 60,
        "every": Rhythm(1, "week"),
        "weekdays": ("mon", "tue", "wed", "thu", "fri"),
        "hours": (dt.time(9), dt.time(18)),
        "absent": (),
        "opening": 0,
        "closing": 0,
    }
    return TimeCredit(**{**usual, **given})


def _person(identity: str, given: Mapping[str, Any]) -> dict[str, Any]:
    unknown: dict[str, Any] = {
        "name": identity, "email": "", "languages": (), "site": "", "department": "", "manager": "", "remote": None,
        "prefer": (), "veto": (), "language": None,
    }  # fmt: skip
    return {"id": identity, **unknown, **given}


def mentee(identity: str, **given: Any) -> MenteeProfile:
    """An executive of whom nothing is known but what is given. Needs are level, target, priority by topic."""
    needs = {topic: Need(level=one[0], target=one[1], priority=one[2]) for topic, one in given.pop("needs", {}).items()}
    own = {"mastered": (), "wanted": (), "refused": (), "time": credit(), "needs": needs}
    return MenteeProfile(**{**own, **_person(identity, given)})


def mentor(identity: str, capacity: int = 1, **given: Any) -> MentorProfile:
    """A mentor of whom nothing is known but what is given."""
    own = {"levels": {}, "capacity": Capacity(max=capacity), "window": ANY_TIME}
    return MentorProfile(**{**own, **_person(identity, given)})
