"""The documents that tell of pairs as soon as these are made: to the sponsor, to executives and mentors."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cached_property, partial

from rmentor.errors import ProblemsFound
from rmentor.files import results
from rmentor.files.workspace import DECISIONS, PAIRS
from rmentor.paper import family
from rmentor.paper.family import Job
from rmentor.paper.pairs import Match, Proposal
from rmentor.paper.writer import Writer
from rmentor.steps import Programme


class Matched:
    """The documents that tell of pairs before there are plans. Names need `pairs.yaml` alone; what is written rests on
    the pairs with their reasons, worked out when the first of them is."""

    def __init__(self, programme: Programme, writer: Callable[[str | None], Writer]) -> None:
        self.programme = programme
        self._writer = writer

    def jobs(self, people: Collection[str], wanted: bool, again: bool) -> Iterator[Job]:
        """Those of the people asked for; the proposal where nobody is named. With `wanted` the pairs on disk must be
        true; `again` takes them as they lie there."""
        mentor_of = self._mentor_of(wanted, again)
        for mentee, mentor in sorted(mentor_of.items()):
            if not people or {mentee, mentor} & set(people):
                person = self.programme.mentee_profiles[mentee]
                writer = self._writer(person.language)
                yield from family.of_match(writer, person, partial(self._of_mentee, mentee))
        for mentor in sorted(set(mentor_of.values())):
            if not people or mentor in people:
                profile = self.programme.mentor_profile(mentor)
                writer = self._writer(profile.language)
                yield family.of_matches(writer, profile, partial(self._of_mentor, mentor))
        if mentor_of and not people:
            yield family.of_proposal(self._writer(None), lambda: self.proposal)

    def _mentor_of(self, wanted: bool, again: bool) -> Mapping[str, str]:
        """Each executive's mentor: as it must be where documents tell of it, as it lies there where only the index
        does, nobody's for the papers that come before."""
        programme = self.programme
        if wanted:
            return programme.paired()
        if not again or not programme.folder.has(PAIRS):
            return {}
        try:
            programme.workspace.made_from(PAIRS)
            found = results.read_pairs(programme.folder.read(PAIRS))
        except ProblemsFound:
            return {}
        return {one: mentor for one, mentor in found.items() if one in programme.mentee_profiles}

    def _of_mentee(self, mentee: str) -> Match:
        return next(one for one in self.proposal.matches if one.mentee.id == mentee)

    def _of_mentor(self, mentor: str) -> list[Match]:
        return [one for one in self.proposal.matches if one.mentor.id == mentor]

    @cached_property
    def proposal(self) -> Proposal:
        """All pairs, with what they were made by."""
        programme = self.programme
        found, table, aims = programme.pairs, programme.couples.table, programme.couples.aims
        decided = self._decided()
        matches = tuple(
            Match(
                one, programme.mentee_profiles[one.mentee], programme.mentor_profile(one.mentor),
                decided.get((one.mentee, one.mentor), ""),
            )
            for one in found.pairs
        )  # fmt: skip
        used = {one.mentor.id for one in matches}
        people = (*table.mentees, *table.mentors)
        return Proposal(
            found, matches, tuple(table.rules), table.weights, aims.goal, aims.cross_site,
            {one: programme.workspace.name(one) for one in people},
            tuple(one for one in table.mentors if one not in used),
        )  # fmt: skip

    def _decided(self) -> Mapping[tuple[str, str], str]:
        """The reasons of locks, but for those that must stay private."""
        open_to_read = [one for one in self.programme.workspace.pair_decisions if one.source.path == DECISIONS[0]]
        return {(one.value.mentee, one.value.mentor): one.value.reason for one in open_to_read if one.value.lock}
