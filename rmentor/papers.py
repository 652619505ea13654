"""The documents of a programme: which there are, which are stale, making those."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from rmentor.errors import Problem, ProblemsFound
from rmentor.files.folder import digest
from rmentor.files.made import Made
from rmentor.files.validated import near
from rmentor.files.workspace import OUT
from rmentor.outcomes import Plan
from rmentor.paper import blocks, colours, itinerary, rendering, sessions
from rmentor.paper.writer import PairPlan, Setting, Writer
from rmentor.steps import Programme, Progress, Written
from rmentor.words import Words

KINDS = ("run_sheet", "handout", "programme")


@dataclass(frozen=True)
class Wanted:
    """Which documents are asked for: kinds, executives, sessions (empty: all), and formats."""

    kinds: Collection[str] = ()
    mentees: Collection[str] = ()
    sessions: Collection[int] = ()
    formats: tuple[str, ...] = rendering.FORMATS

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return not (self.kinds or self.mentees or self.sessions) and set(self.formats) == set(rendering.FORMATS)


class Papers:
    """The documents of one programme. `made` is what the last runs made: file → the document's key and its digest."""

    def __init__(self, programme: Programme, words: Mapping[str, Words]) -> None:
        self.programme = programme
        self.folder = programme.folder
        self._words = words

    def render(self, wanted: Wanted, tell: Progress) -> list[Written]:
        """Makes the documents that are stale, and removes those that nobody needs any more when all are asked for."""
        found = list(self.documents(wanted))
        if not found and wanted.sessions:
            raise ProblemsFound([Problem(OUT, "no_such_session", {"sessions": sorted(wanted.sessions)})])
        made = Made.read(self.folder)
        todo = [(one, ending) for one in found for ending in wanted.formats if self._stale(one, ending, made)]
        press = rendering.Press()
        written = []
        for done, (document, ending) in enumerate(todo):
            name = f"{OUT}/{document.name}.{ending}"
            tell(name, done, len(todo))
            content = press.make(document, ending)
            written.append(Written(name, self.folder.write(name, content)))
            made.documents[name] = (rendering.key(document), digest(content, name))
        if wanted.everything:
            needed = {f"{OUT}/{one.name}.{ending}" for one in found for ending in wanted.formats}
            for name in sorted(set(made.documents) - needed):
                self.folder.remove(name)
                del made.documents[name]
                written.append(Written(name, True))
        made.keep(self.folder)
        self.programme.warnings += [
            Problem(f"{OUT}/{name}.pdf", "no_glyph", {"sign": sign, "code": f"U+{ord(sign):04X}"}, severity="warning")
            for sign, name in sorted(press.unshown.items())
        ]
        return written

    def documents(self, wanted: Wanted) -> Iterator[blocks.Document]:
        """The documents asked for, executive by executive."""
        for mentee, plan in self.programme.kept_plans().items():
            if wanted.mentees and mentee not in wanted.mentees:
                continue
            yield from self._of(plan, wanted)

    def _of(self, plan: Plan, wanted: Wanted) -> Iterator[blocks.Document]:
        programme = self.programme
        mentee, mentor = programme.mentee_profiles[plan.mentee], programme.mentor_profile(plan.mentor)
        pair = PairPlan(plan, mentee, mentor)
        usual = programme.workspace.settings.programme.language
        to_mentee = self._writer(plan.mentor, mentee.language or usual)
        to_mentor = self._writer(plan.mentor, mentor.language or usual)
        kinds = wanted.kinds or KINDS
        if "programme" in kinds and not wanted.sessions:
            yield itinerary.programme(to_mentee, pair)
        for session in plan.sessions:
            if wanted.sessions and session.number not in wanted.sessions:
                continue
            if "run_sheet" in kinds:
                yield sessions.run_sheet(to_mentor, pair, session)
            if "handout" in kinds:
                yield sessions.handout(to_mentee, pair, session)

    def _writer(self, mentor: str, language: str) -> Writer:
        """Writes for a mentor's pair, with the kits in that language and in the mentor's own words."""
        catalogue = self.programme.workspace.catalogue_for(mentor, language)
        return Writer(replace(self.setting, catalogue=catalogue), self._words[language])

    @cached_property
    def setting(self) -> Setting:
        """What all documents share."""
        workspace = self.programme.workspace
        settings = workspace.settings
        facts, brand = settings.programme, settings.brand
        colour = brand.colour
        logo = self.folder.read(brand.logo) if brand.logo else None
        look = blocks.Look(
            colour=colour,
            on_colour=colours.on(colour),
            colour_on_white=colours.readable(colour),
            colour_on_dark=colours.readable(colour, "#16191d"),
            logo=logo,
            logo_kind=brand.logo.rpartition(".")[2].casefold() if brand.logo else "",
            logo_text=facts.client or facts.name,
        )
        return Setting(
            facts.name, facts.client or "", facts.start, facts.end, look, workspace.topics, workspace.catalogue
        )

    def _stale(self, document: blocks.Document, ending: str, made: Made) -> bool:
        name = f"{OUT}/{document.name}.{ending}"
        key, known = made.documents.get(name, ("", ""))
        return key != rendering.key(document) or self.folder.digest(name) != known


def wanted(
    kinds: Collection[str],
    mentees: Collection[str],
    sessions: Collection[int],
    formats: str,
    known: Collection[str],
) -> Wanted:
    """What a command line asks for; raises ProblemsFound for a word that names nothing."""
    problems = []
    asked = [kind.replace("-", "_") for kind in kinds]
    for kind, named in zip(asked, kinds, strict=True):
        if kind not in KINDS:
            fields = {"value": named, "choices": [one.replace("_", "-") for one in KINDS]}
            problems.append(Problem("render", "no_such_document", {**fields, "near": near(named, fields["choices"])}))
    for mentee in mentees:
        if mentee not in known:
            problems.append(Problem("mentees", "unknown_person", {"id": mentee, "near": near(mentee, known)}))
    endings = tuple(ending.strip() for ending in formats.split(",") if ending.strip())
    for ending in endings:
        if ending not in rendering.FORMATS:
            problems.append(Problem("render", "no_such_format", {"value": ending, "choices": list(rendering.FORMATS)}))
    if problems:
        raise ProblemsFound(problems)
    return Wanted(asked, mentees, sessions, endings)
