"""The documents of a programme: which there are, which are stale, making those."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

from rmentor import scheduling, timecredit
from rmentor.candidacies import Candidacies
from rmentor.errors import Problem, ProblemsFound
from rmentor.files import curves, media, results
from rmentor.files.folder import digest
from rmentor.files.kitfiles import ModuleRead, own_file
from rmentor.files.made import Made
from rmentor.files.validated import near
from rmentor.files.workspace import OUT, PLANS
from rmentor.kits import Catalogue
from rmentor.matched import Matched
from rmentor.outcomes import Plan
from rmentor.paper import colours, family, rendering
from rmentor.paper.documents import Document, Look
from rmentor.paper.explained import Jury
from rmentor.paper.family import FORMS, KINDS, USUAL, Job
from rmentor.paper.filling import FILLED
from rmentor.paper.writer import PairPlan, Setting, Writer
from rmentor.profiles import MenteeProfile, TimeCredit
from rmentor.steps import Programme, Progress, Written
from rmentor.tasks import Task
from rmentor.timecredit import Options
from rmentor.words import Words

ALL = "all"
FORM, WEB = "form", "form-html"
"""What pages to be filled in are asked for by."""
INDEX = f"{OUT}/index.html"


_MADE_OF: Mapping[str, Collection[str]] = {rendering.FORM: FORMS, rendering.WEB: tuple(FILLED)}
"""Formats that only some documents have."""


@dataclass(frozen=True)
class Wanted:
    """Which documents are asked for: kinds (none: the usual ones), people, sessions (none: all), formats; handouts in
    large print."""

    kinds: Collection[str] = ()
    people: Collection[str] = ()
    sessions: Collection[int] = ()
    formats: tuple[str, ...] = rendering.FORMATS
    large: bool = False
    again: bool = False
    """Only what was made before, and nothing more."""
    told: tuple[Problem, ...] = ()
    """What cannot be made as it was asked for, and is made otherwise."""

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        narrowed = self.kinds or self.people or self.sessions or self.large
        return not narrowed and set(self.formats) == set(rendering.FORMATS)

    @property
    def needs_plans(self) -> bool:
        """Whether any of it tells of pairs or plans; the papers of choosing people come before those."""
        return not self.again and not set(self.kinds or USUAL) <= set(family.BEFORE_PLANS)

    @property
    def needs_pairs(self) -> bool:
        """Whether any of it tells of pairs, with or without a plan."""
        return not self.again and (self.needs_plans or bool(set(self.kinds) & set(family.MATCHED)))

    @property
    def needs_people(self) -> bool:
        """Whether any of it tells of people; the others can be printed before there is a roster."""
        return not set(self.kinds or USUAL) <= set(family.ALONE)


class Papers:
    """The documents of one programme. `made` is what the last runs made: file → the document's key and its digest."""

    def __init__(self, programme: Programme, words: Mapping[str, Words]) -> None:
        self.programme = programme
        self.folder = programme.folder
        self._catalogues: dict[tuple[str, str], Catalogue] = {}
        self._words = {language: catalogue.printed for language, catalogue in words.items()}
        self._paired: list[PairPlan] | None = None
        self._curves: dict[str, dict[str, Any]] = {}
        self._used: set[str] = set()

    def render(self, wanted: Wanted, tell: Progress) -> list[Written]:
        """Makes the documents that are stale, and removes those that nobody needs any more when all are asked for."""
        made = Made.read(self.folder)
        self._curves = made.curves
        targets = list(self._targets(wanted, made))
        if not self.folder.pretend:
            self.folder.sweep({f"{OUT}/{document.name}".rpartition("/")[0] for document, _ in targets})
        if not targets and wanted.sessions:
            raise ProblemsFound([Problem(OUT, "no_such_session", {"sessions": sorted(wanted.sessions)})])
        todo = [(one, ending) for one, ending in targets if self._stale(one, ending, made)]
        self.programme.warnings += wanted.told
        press = rendering.Press()
        written = []
        for done, (document, ending) in enumerate(todo):
            name = f"{OUT}/{document.name}.{ending}"
            tell(name, done, len(todo))
            content = press.make(document, ending)
            written.append(Written(name, self.folder.write(name, content)))
            made.documents[name] = (rendering.key(document), digest(content, name))
        if wanted.everything:
            needed = {INDEX} | {f"{OUT}/{one.name}.{ending}" for one, ending in targets}
            for name in sorted(set(made.documents) - needed):
                self.folder.remove(name)
                del made.documents[name]
                written.append(Written(name, True))
            made.curves = {key: one for key, one in made.curves.items() if key in self._used}
        self._keep_index(press, made)
        made.keep(self.folder)
        self.programme.warnings += [
            Problem(f"{OUT}/{name}.pdf", "no_glyph", {"sign": sign, "code": f"U+{ord(sign):04X}"}, severity="warning")
            for sign, name in sorted(press.unshown.items())
        ]
        return written

    def _keep_index(self, press: rendering.Press, made: Made) -> None:
        """One page that leads to every document there is; it goes with them as the record does, and is not told."""
        writer = self._writer(None, None)
        groups: dict[str, list[tuple[str, list[tuple[str, str]]]]] = {}
        for job in self.jobs(Wanted(again=True), made.documents):
            links = [
                (f"{job.name}.{ending}", writer.format(ending))
                for ending in rendering.ENDINGS
                if f"{OUT}/{job.name}.{ending}" in made.documents
            ]
            if links:
                groups.setdefault(job.group, []).append((job.title, links))
        shown = writer.index(groups)
        key = rendering.digest(shown)
        if made.documents.get(INDEX) != (key, self.folder.digest(INDEX)):
            content = press.page("index", {**shown, "look": self.setting.look})
            self.folder.write(INDEX, content)
            made.documents[INDEX] = (key, digest(content, INDEX))

    def _targets(self, wanted: Wanted, made: Made) -> Iterator[tuple[Document, str]]:
        """Documents with the formats they are wanted in. When everything is asked for, that is the usual ones, and
        whatever was made before: a document that lies in `out/` is true."""
        for job in self.jobs(wanted, made.documents):
            usual = not wanted.again and job.kind in (wanted.kinds or USUAL) and job.large == wanted.large
            before = self._before(job, made) if wanted.everything else set()
            formats = [one for one in wanted.formats if job.kind in _MADE_OF.get(one, KINDS)] if usual else []
            endings = [one for one in rendering.ENDINGS if one in formats or one in before]
            document = job.write() if endings else None
            yield from ((document, ending) for ending in endings if document)

    def _before(self, job: Job, made: Made) -> set[str]:
        """The formats in which a document was made before. One whose package has gone since cannot be kept true: it is
        told, and the file goes."""
        found = {ending for ending in rendering.ENDINGS if f"{OUT}/{job.name}.{ending}" in made.documents}
        gone = sorted(ending for ending in found if not rendering.can_make(ending))
        for ending in gone:
            fields = {"what": ending, "extra": rendering.EXTRAS[ending][1]}
            problem = Problem(f"{OUT}/{job.name}.{ending}", "extra_missing", fields, severity="warning")
            self.programme.warnings.append(problem)
        return found - set(gone)

    def documents(self, wanted: Wanted) -> Iterator[Document]:
        """The documents asked for."""
        for job in self.jobs(wanted):
            if job.kind in (wanted.kinds or USUAL) and job.large == wanted.large:
                yield job.write()

    def require_people(self, wanted: Wanted) -> None:
        """Raises ProblemsFound for somebody asked for whom none of these documents can be about."""
        if not wanted.people:
            return
        programme = self.programme
        known = [*programme.workspace.mentees, *(programme.paired().values() if wanted.needs_pairs else ())]
        if set(wanted.kinds) & set(family.OF_CANDIDATE):
            known += programme.export.roster.ids
        unknown = [one for one in wanted.people if one not in known]
        if unknown:
            raise ProblemsFound(
                Problem("mentees", "unknown_person", {"id": one, "near": near(one, known)}) for one in unknown
            )

    def jobs(self, wanted: Wanted, made: Collection[str] = ()) -> Iterator[Job]:
        """Every document there can be of the people and sessions asked for: pairs first, then mentors, kits, the
        programme; then those of candidates, where they are asked for or among those `made` before."""
        pairs = self._pairs(wanted)
        for pair in pairs:
            if not wanted.people or {pair.mentee.id, pair.mentor.id} & set(wanted.people):
                to_mentee = self._writer(pair.mentor.id, pair.mentee.language)
                to_mentor = self._writer(pair.mentor.id, pair.mentor.language)
                for job in family.of_pair({"mentee": to_mentee, "mentor": to_mentor}, pair):
                    if not wanted.sessions or job.session in wanted.sessions:
                        yield job
        if wanted.sessions:
            return
        yield from self._matched.jobs(wanted.people, wanted.needs_pairs, wanted.again)
        for mentor in sorted({pair.mentor.id for pair in pairs}):
            if not wanted.people or mentor in wanted.people:
                profile = self.programme.mentor_profile(mentor)
                theirs = [pair for pair in pairs if pair.mentor.id == mentor]
                yield from family.of_mentor(self._writer(mentor, profile.language), profile, theirs)
        if not wanted.people:
            yield from (
                family.of_kit(self._writer(None, kit.language), kit) for kit in self.setting.catalogue.kits.values()
            )
            yield from family.of_programme(self._writer(None, None), pairs)
        kinds = () if wanted.again else wanted.kinds
        yield from self._candidacies.jobs(kinds, wanted.people, made)

    @property
    def jury(self) -> Jury:
        """What explains every candidate's result."""
        return self._candidacies.jury

    @cached_property
    def _candidacies(self) -> Candidacies:
        return Candidacies(self.programme, lambda language: self._writer(None, language))

    @cached_property
    def _matched(self) -> Matched:
        return Matched(self.programme, lambda language: self._writer(None, language))

    def _pairs(self, wanted: Wanted) -> list[PairPlan]:
        """The plans with their people: as they must be where documents tell of them, as they lie there where only the
        index does, none for the papers of choosing people."""
        if wanted.needs_plans and self._paired is None:
            self._paired = [self._with_people(plan) for plan in self.programme.kept_plans().values()]
        if self._paired is not None:
            return self._paired
        return list(self._plans_there()) if wanted.again else []

    def _with_people(self, plan: Plan) -> PairPlan:
        return self.pair(plan, self.programme.mentee_profiles[plan.mentee])

    def pair(self, plan: Plan, mentee: MenteeProfile) -> PairPlan:
        """A plan with the two people and what was asked."""
        mentor = self.programme.mentor_profile(plan.mentor)
        workspace = self.programme.workspace
        journal = workspace.journals.get(mentee.id)
        held = tuple(journal.value.held.values()) if journal else ()
        prepared = tuple(one.value for one in workspace.preparations if one.value.mentor == mentor.id)
        task = scheduling.task(workspace, mentee)
        return PairPlan(plan, mentee, mentor, task, held, prepared, partial(self._curve, task, mentee.time))

    def _curve(self, task: Task, credit: TimeCredit) -> Options:
        """What more or less time would buy one executive, from the record where nothing has changed since."""
        held = credit.sessions - len(task.rooms)
        key = curves.key(task, credit.minutes, held)
        if key not in self._curves:
            self._curves[key] = curves.kept(timecredit.options(task, credit.minutes, held))
        self._used.add(key)
        return curves.again(self._curves[key])

    def _plans_there(self) -> Iterator[PairPlan]:
        """The plans on disk whose people are known, true or stale: documents that lie there were made from them."""
        for name in self.folder.names(PLANS):
            try:
                self.programme.workspace.made_from(name)
                plan = results.read_plan(self.folder.read(name))
                if plan.mentee in self.programme.mentee_profiles:
                    yield self._with_people(plan)
            except ProblemsFound:
                continue

    def _writer(self, mentor: str | None, language: str | None) -> Writer:
        """Writes in a language (none: the programme's), with the kits in it and, for a mentor's pairs, in the mentor's
        own words."""
        workspace = self.programme.workspace
        told = language or workspace.settings.programme.language
        if mentor is None:
            return Writer(self.setting, self._said(told))
        if (mentor, told) not in self._catalogues:
            self._tell_of_other_language(mentor, told)
            wording = self.programme.wording
            reads = wording.reads_for(mentor, told)
            self._catalogues[mentor, told] = self._with_pictures(wording.catalogue_for(mentor, told), reads)
        return Writer(replace(self.setting, catalogue=self._catalogues[mentor, told]), self._said(told))

    def _tell_of_other_language(self, mentor: str, language: str) -> None:
        """What a mentor wrote in one language does not stand in documents of another: the kit's own words do."""
        wording = self.programme.wording
        for module in self.programme.workspace.own_words.get(mentor, {}):
            if module not in wording.own_words_in(mentor, language):
                fields = {"module": module, "language": language, "written": wording.language_of_mentor(mentor)}
                problem = Problem(own_file(mentor, module), "own_words_elsewhere", fields, severity="warning")
                self.programme.warnings.append(problem)

    def _with_pictures(self, catalogue: Catalogue, reads: Mapping[str, ModuleRead]) -> Catalogue:
        """The catalogue with the pictures that its modules show. One that cannot be shown stops no document: it is
        told, and its words stand in its place."""
        found = {}
        for module, read in reads.items():
            found[module], problems = media.of_module(read, self.programme.workspace.kit_files)
            told = [replace(one, severity="warning") for one in problems]
            self.programme.warnings += [one for one in told if one not in self.programme.warnings]
        return replace(catalogue, pictures=found)

    def _said(self, language: str) -> Words:
        """A language's words, with the client's own in their place."""
        usual = self._words[language]
        brand = self.programme.workspace.settings.brand
        own = next((given for told, given in brand.words.items() if told == language), {})
        changed = {f"doc.{key}": text for key, text in own.items()}
        return Words(usual.language, {**usual.entries, **changed}) if own else usual

    @cached_property
    def setting(self) -> Setting:
        """What all documents share."""
        workspace = self.programme.workspace
        settings = workspace.settings
        facts, brand = settings.programme, settings.brand
        colour = brand.colour
        field = colours.ground(colour)
        logo = self.folder.read(brand.logo) if brand.logo else None
        look = Look(
            colour=field,
            on_colour=colours.on(field),
            colour_on_white=colours.readable(colour),
            colour_on_dark=colours.readable(colour, "#16191d"),
            logo=logo,
            logo_kind=brand.logo.rpartition(".")[2].casefold() if brand.logo else "",
            logo_text=facts.client or facts.name,
            paper="us-letter" if brand.paper == "letter" else "a4",
            css=self.folder.read(brand.css).decode() if brand.css else "",
        )
        reads = {one: workspace.read_module(one) for one in workspace.catalogue.modules}
        catalogue = self._with_pictures(workspace.catalogue, reads)
        return Setting(settings, look, workspace.topics, catalogue)

    def _stale(self, document: Document, ending: str, made: Made) -> bool:
        name = f"{OUT}/{document.name}.{ending}"
        key, known = made.documents.get(name, ("", ""))
        return key != rendering.key(document) or self.folder.digest(name) != known


def wanted(
    kinds: Collection[str],
    people: Collection[str],
    sessions: Collection[int],
    formats: str,
    *,
    large: bool = False,
) -> Wanted:
    """What a command line asks for; raises ProblemsFound for a word that names nothing."""
    problems = []
    asked = [kind.replace("-", "_") for kind in kinds]
    choices = [*(one.replace("_", "-") for one in KINDS), ALL]
    for kind, named in zip(asked, kinds, strict=True):
        if kind not in (*KINDS, ALL):
            fields = {"value": named, "choices": choices, "near": near(named, choices)}
            problems.append(Problem("render", "no_such_document", fields))
    endings, told = _formats(formats, asked, problems)
    if problems:
        raise ProblemsFound(problems)
    if large and not asked:
        asked = ["handout"]
    elif not asked and endings and set(endings) <= set(_MADE_OF):
        asked = [kind for kind in KINDS if any(kind in _MADE_OF[ending] for ending in endings)]
    if told:
        endings = tuple(dict.fromkeys("pdf" if ending == rendering.FORM else ending for ending in endings))
    return Wanted(KINDS if ALL in asked else asked, people, sessions, endings, large, told=told)


def _formats(
    formats: str, kinds: Collection[str], problems: list[Problem]
) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """The endings asked for, and what is told of them: without its extra a form is printed instead."""
    named = [ending.strip() for ending in formats.split(",") if ending.strip()]
    choices = [*(ending for ending in rendering.ENDINGS if "." not in ending), FORM, WEB]
    for ending in named:
        if ending not in choices:
            problems.append(Problem("render", "no_such_format", {"value": ending, "choices": choices}))
        elif ending == "docx" and not rendering.can_make(ending):
            problems.append(Problem("render", "extra_missing", {"what": ending, "extra": "word"}))
    told: tuple[Problem, ...] = ()
    meant = {FORM: rendering.FORM, WEB: rendering.WEB}
    for ending in (one for one in named if one in meant):
        known = [kind.replace("_", "-") for kind in _MADE_OF[meant[ending]]]
        problems += [
            Problem("render", "no_form", {"value": kind.replace("_", "-"), "choices": known})
            for kind in kinds
            if kind in KINDS and kind not in _MADE_OF[meant[ending]]
        ]
    if FORM in named and not rendering.can_make(rendering.FORM):
        told = (Problem("render", "extra_missing_printed", {"extra": "forms"}, severity="warning"),)
    return tuple(meant.get(ending, ending) for ending in named), told
