"""What the chosen must have together: who can teach each topic, who speaks a language, who works on a site.

`selection.cover` asks for numbers of people; here they become conditions over the people offered, which `cohort`
weighs against the scores.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rmentor import values
from rmentor.cohort import Condition
from rmentor.outcomes import Numbers
from rmentor.programme import Cover, Topic
from rmentor.roster import Column, Roster
from rmentor.values import plain

if TYPE_CHECKING:
    from rmentor.people import MentorFile
    from rmentor.profiles import MenteeProfile

WITHOUT_EXECUTIVES = 0.8
"""Where nobody's target is known, somebody can teach from four fifths of the scale up: 4 of 5."""


@dataclass(frozen=True)
class Asked:
    """What is asked of the group, and of whom it is asked: the topics with their scales, the executives, and what
    mentors' own files say."""

    cover: Cover
    topics: Mapping[str, Topic]
    mentees: Sequence[MenteeProfile]
    files: Mapping[str, MentorFile]


def teaching_levels(topics: Mapping[str, Topic], mentees: Collection[MenteeProfile]) -> dict[str, float]:
    """From which level on somebody can teach each topic that some executive needs: one above the highest target, at
    most the top of the scale. Without executives, each topic, from four fifths of its scale."""
    found = {}
    for key, topic in topics.items():
        low, top = sorted(topic.scale)
        wanted = [one.needs[key].target for one in mentees if key in one.needs]
        if wanted:
            found[key] = min(max(wanted) + 1, top)
        elif not mentees:
            found[key] = low + WITHOUT_EXECUTIVES * (top - low)
    return found


def conditions(roster: Roster, people: Sequence[int], asked: Asked) -> tuple[Condition, ...]:
    """The conditions over those people (positions in the roster), topics first, then languages, then sites."""
    places = np.array(people, dtype=np.int64)
    return (*_topics(roster, places, asked), *_languages(roster, places, asked), *_sites(roster, places, asked))


def _topics(roster: Roster, people: np.ndarray[tuple[int], np.dtype[np.int64]], asked: Asked) -> Iterator[Condition]:
    wanted = asked.cover.topics
    if wanted is None or not wanted.n:
        return
    for key, usual in teaching_levels(asked.topics, asked.mentees).items():
        level = usual if wanted.level is None else wanted.level
        told = _levels(roster, asked.topics[key])[people]
        # What is unknown counts as nothing: nobody can be sure to be able to teach on it.
        yield Condition("topics", key, wanted.n, np.nan_to_num(told, nan=-np.inf) >= level)


def _levels(roster: Roster, topic: Topic) -> Numbers:
    if topic.column is None:
        return np.full(len(roster.lines), np.nan)
    return roster.column(topic.column).numbers(values.number)


def _languages(roster: Roster, people: np.ndarray[tuple[int], np.dtype[np.int64]], asked: Asked) -> Iterator[Condition]:
    if not asked.cover.languages:
        return
    spoken = _spoken(roster.meaning("languages"), len(roster.lines))
    for identity, file in asked.files.items():
        if file.languages and identity in roster.position:
            spoken[roster.position[identity]] = {code for one in file.languages for code in values.languages(one)}
    for language, need in asked.cover.languages.items():
        codes = set(values.languages(language))
        yield Condition("languages", language, need, np.array([bool(codes & spoken[one]) for one in people.tolist()]))


def _spoken(column: Column | None, people: int) -> list[set[str]]:
    if column is None:
        return [set() for _ in range(people)]
    found = [set(values.languages(cell)) for cell in column.cells]
    return [found[code] for code in column.codes.tolist()]


def _sites(roster: Roster, people: np.ndarray[tuple[int], np.dtype[np.int64]], asked: Asked) -> Iterator[Condition]:
    if not asked.cover.sites:
        return
    where = [plain(roster.text("site", one)) for one in people.tolist()]
    own = {identity: plain(file.site) for identity, file in asked.files.items() if file.site}
    where = [own.get(roster.ids[one], site) for one, site in zip(people.tolist(), where, strict=True)]
    for site in sorted({one.site for one in asked.mentees if one.site}, key=plain):
        yield Condition("sites", site, asked.cover.sites, np.array([one == plain(site) for one in where], dtype=bool))
