"""The documents of candidates: whose they are, in which language, and which of them there are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import cached_property
from urllib.parse import unquote

from rmentor.files.workspace import OUT
from rmentor.paper import family
from rmentor.paper.explained import Jury
from rmentor.paper.family import Job
from rmentor.paper.writer import Writer
from rmentor.selecting import firm, jury
from rmentor.steps import Programme
from rmentor.words import LANGUAGES

_HERE = f"{OUT}/{family.CANDIDATES}/"


class Candidacies:
    """The candidates of one programme. `writer` writes in a language, None for the programme's."""

    def __init__(self, programme: Programme, writer: Callable[[str | None], Writer]) -> None:
        self.programme = programme
        self._writer = writer

    def jobs(self, kinds: Collection[str], people: Collection[str], made: Collection[str]) -> Iterator[Job]:
        """The documents of these kinds: for these people, else for whoever they are made for; and those `made` before.

        Everybody who meets the conditions has an explanation, and a reply unless chosen; the long list, which is the
        chosen and as many of the reserve, has an interview grid and a work sample. Whoever is named has all of them.
        Raises ProblemsFound where there is no selection, or one that is no longer true.
        """
        wanted = set(kinds) & set(family.OF_CANDIDATE)
        before = {unquote(name.removeprefix(_HERE).partition("/")[0]) for name in made if name.startswith(_HERE)}
        if wanted:
            self.programme.chosen()
        elif not before:
            return
        selection = self.jury.selection
        listed = {*selection.selected, *selection.reserve[: selection.places]}
        for person in self._whose(set(people) if people else None, before, every=bool(wanted)):
            identity = selection.roster.ids[person]
            chosen, named = person in selection.selected, identity in people
            for job in family.of_candidate(self._writer(self._language(identity)), self.jury, person):
                theirs = named or person in listed or job.kind not in family.OF_LONG_LIST
                known = any(one.startswith(f"{OUT}/{job.name}.") for one in made) if identity in before else False
                if (theirs or known) and not (chosen and job.kind == "reply"):
                    yield job

    def _whose(self, named: Collection[str] | None, before: Collection[str], *, every: bool) -> Iterator[int]:
        """People of the roster, by id: those named, else all candidates and those who have documents already. The
        programme's executives are not candidates."""
        roster, mentees = self.jury.selection.roster, self.programme.workspace.mentees
        candidates = self._candidates if every and named is None else frozenset()
        wanted = candidates | (set(before) if named is None else set(named))
        for identity in sorted(wanted):
            if identity in roster.position and identity not in mentees:
                yield roster.position[identity]

    @cached_property
    def _candidates(self) -> frozenset[str]:
        """The ids of those who meet the conditions, before minimums and decisions."""
        selection = self.jury.selection
        barred = selection.meets_conditions
        return frozenset(one for one, meets in zip(selection.roster.ids, barred.tolist(), strict=True) if meets)

    def _language(self, identity: str) -> str | None:
        """The language of somebody's own file, else the programme's; where they do not speak that, one that they do."""
        profile = self.programme.mentor_profile(identity)
        usual = self.programme.workspace.settings.programme.language
        if profile.language or not profile.languages or usual in profile.languages:
            return profile.language
        return next((one for one in profile.languages if one in LANGUAGES), None)

    @cached_property
    def jury(self) -> Jury:
        """What explains every result, with how firm each is."""
        programme = self.programme
        chosen = firm(programme.choice, programme.workspace.settings.robustness, None)
        return jury(programme.workspace, programme.export, chosen.selection)
