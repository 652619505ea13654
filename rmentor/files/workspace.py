"""A programme's folder, opened: every input read once, as frozen values; what is wrong is collected on the way."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Generic, TypeVar
from urllib.parse import unquote

from pydantic import BaseModel

from rmentor.errors import Problem, ProblemsFound, errors_of
from rmentor.files import export, marksfile, outputs, yamlfile
from rmentor.files.export import Asked, Export
from rmentor.files.folder import Folder
from rmentor.files.kitfiles import KitFiles, KitRead, ModuleRead
from rmentor.files.marksfile import MARKS
from rmentor.files.validated import near, validated
from rmentor.files.yamlfile import Where, YamlFile
from rmentor.kits import EMPTY, Catalogue, Kit, Module
from rmentor.marks import Mark, as_evidence
from rmentor.people import (
    Announced,
    AnnouncedSession,
    Answers,
    Choice,
    Decisions,
    Journal,
    Meant,
    MeantPeople,
    Mentee,
    MentorFile,
    PairDecision,
    Preparation,
)
from rmentor.programme import Settings, Topic
from rmentor.values import file_name

M = TypeVar("M", bound=BaseModel)
P = TypeVar("P")

SETTINGS = "rmentor.yaml"
ANNOUNCED = "announced.yaml"
DECISIONS = ("decisions.yaml", "decisions.private.yaml")
MEANT = "imports.private.yaml"
JOURNAL, ANSWERS = "journal", "answers"
SELECTION, PAIRS, PLANS, OUT = "selection.yaml", "pairs.yaml", "plans", "out"


@dataclass(frozen=True)
class Placed(Generic[P]):
    """A value and where it stands, so that what is wrong with it can be said at its line."""

    value: P
    source: YamlFile
    where: Where


class Workspace:
    """The inputs of one programme.

    Each property reads what it names the first time it is asked for, and adds what is wrong to `problems`; what could
    not be read is left out. `stop_on_errors` then says everything at once.

    `unread_people`, `unread_modules` and `unread_kits` are what stands in files that have errors of their own: nobody
    is to be told that it does not exist.
    """

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.sources: dict[str, YamlFile] = {}
        self.other_roster: Path | None = None
        self.set_aside = False
        self._marks_read: tuple[Mark, ...] = ()
        self.unread_people: set[str] = set()
        self.unread_modules: set[str] = set()
        self.unread_kits = False
        self.kit_files = KitFiles(folder, self.sources, self.problems)
        self.kits_read: dict[str, KitRead] = {}
        self._modules_read: dict[str, ModuleRead] = {}

    def as_if(self, person: Mentee) -> Workspace:
        """The same, were one executive's file to say this; nothing is read again."""
        placed = self.mentees[person.id]
        found = copy(self)
        found.mentees = {**self.mentees, person.id: replace(placed, value=person)}
        return found

    def stop_on_errors(self) -> None:
        """Raises ProblemsFound if anything read so far is wrong."""
        if errors_of(self.problems):
            raise ProblemsFound(self.problems)

    @cached_property
    def read_settings(self) -> Settings | None:
        """`rmentor.yaml`, or None where it has errors."""
        if not self.folder.has(SETTINGS):
            self.problems.append(Problem(SETTINGS, "no_programme"))
            return None
        return self._read(SETTINGS, Settings)

    @property
    def settings(self) -> Settings:
        """`rmentor.yaml`; raises ProblemsFound where it has errors."""
        if self.read_settings is None:
            raise ProblemsFound(self.problems)
        return self.read_settings

    @cached_property
    def mentees(self) -> Mapping[str, Placed[Mentee]]:
        """The executives, by id, sorted."""
        return self._people("mentees", Mentee)

    @cached_property
    def mentors(self) -> Mapping[str, Placed[MentorFile]]:
        """Mentors who have a file of their own, by id, sorted."""
        return self._people("mentors", MentorFile)

    @cached_property
    def _decisions(self) -> tuple[tuple[YamlFile, Decisions], ...]:
        found = []
        for name in DECISIONS:
            if self.folder.has(name) and (read := self._read(name, Decisions)) is not None:
                found.append((self.sources[name], read))
        return tuple(found)

    @cached_property
    def choices(self) -> tuple[Placed[Choice], ...]:
        """Who was chosen or refused by a person, in the files' order."""
        return tuple(
            Placed(choice, source, ("mentors", position))
            for source, decisions in self._decisions
            for position, choice in enumerate(decisions.mentors)
        )

    @cached_property
    def pair_decisions(self) -> tuple[Placed[PairDecision], ...]:
        """Which pairs a person locked or ruled out, in the files' order."""
        return tuple(
            Placed(one, source, ("pairs", position))
            for source, decisions in self._decisions
            for position, one in enumerate(decisions.pairs)
        )

    @cached_property
    def preparations(self) -> tuple[Placed[Preparation], ...]:
        """What mentors did to make modules their own, in the files' order."""
        return tuple(
            Placed(one, source, ("readiness", position))
            for source, decisions in self._decisions
            for position, one in enumerate(decisions.readiness)
        )

    @cached_property
    def announced(self) -> Announced:
        """What people were told; nothing where there is no file, or where it has errors."""
        read = self._read(ANNOUNCED, Announced) if self.folder.has(ANNOUNCED) else None
        return read or Announced(version=1)

    @cached_property
    def told(self) -> Mapping[str, tuple[AnnouncedSession, ...]]:
        """The sessions that were announced, by executive, in the file's order."""
        found: dict[str, list[AnnouncedSession]] = {}
        for one in self.announced.sessions:
            found.setdefault(one.mentee, []).append(one)
        return {mentee: tuple(sessions) for mentee, sessions in found.items()}

    @cached_property
    def journals(self) -> Mapping[str, Placed[Journal]]:
        """What was held and cancelled, by executive, sorted: `journal/<mentee>.yaml`."""
        found: dict[str, Placed[Journal]] = {}
        for name in self.names(JOURNAL):
            if (read := self._read(name, Journal)) is not None:
                found[unquote(PurePosixPath(name).stem)] = Placed(read, self.sources[name], ())
        return dict(sorted(found.items()))

    @cached_property
    def answers(self) -> Mapping[str, Placed[Answers]]:
        """What people answered, by executive, sorted: `answers/<mentee>.yaml`."""
        found: dict[str, Placed[Answers]] = {}
        for name in self.names(ANSWERS):
            if (read := self._read(name, Answers)) is not None:
                found[unquote(PurePosixPath(name).stem)] = Placed(read, self.sources[name], ())
        return dict(sorted(found.items()))

    @cached_property
    def meant(self) -> tuple[Meant, ...]:
        """Who was meant in earlier imports, in the file's order."""
        read = self._read(MEANT, MeantPeople) if self.folder.has(MEANT) else None
        return read.people if read else ()

    @cached_property
    def catalogue(self) -> Catalogue:
        """Every module of the kits that `rmentor.yaml` lists."""
        if self.read_settings is None:
            return EMPTY
        kits: dict[str, Kit] = {}
        modules: dict[str, Module] = {}
        kit_of: dict[str, str] = {}
        for position, path in enumerate(self.read_settings.kits):
            if (kit := self._kit(path, ("kits", position), kits)) is not None:
                for at, module in enumerate(kit.kit.modules):
                    self._module(kit, module, at, modules, kit_of)
        return Catalogue(dict(sorted(kits.items())), dict(sorted(modules.items())), kit_of)

    @property
    def modules_read(self) -> Mapping[str, ModuleRead]:
        """The modules of the catalogue, with where each of their values stands."""
        _ = self.catalogue
        return self._modules_read

    @property
    def kit_names(self) -> tuple[str, ...]:
        """The files that the catalogue is made from, sorted."""
        _ = self.catalogue
        reads: tuple[KitRead | ModuleRead, ...] = (*self.kits_read.values(), *self._modules_read.values())
        return tuple(sorted({name for read in reads for name in read.files}))

    @cached_property
    def own_words(self) -> Mapping[str, Mapping[str, ModuleRead]]:
        """Modules that mentors made their own, by mentor and module, sorted: `mentors/<id>/modules/<module>.yaml`."""
        found: dict[str, dict[str, ModuleRead]] = {}
        known = {f"{file_name(module)}.yaml": module for module in self.catalogue.modules}
        for home in self.names("mentors", ""):
            mentor = unquote(PurePosixPath(home).name)
            for name in self.names(f"{home}/modules") if self.folder.at(home).is_dir() else ():
                if (module := known.get(PurePosixPath(name).name)) is None:
                    self._own_words_for_nothing(name, known)
                elif (read := self.kit_files.own(self._modules_read[module], mentor)) is not None:
                    found.setdefault(mentor, {})[module] = read
        return found

    def _own_words_for_nothing(self, name: str, known: Mapping[str, str]) -> None:
        module = unquote(PurePosixPath(name).stem)
        if module not in self.unread_modules and not self.unread_kits:
            fields = {"module": module, "near": near(module, known.values())}
            self.problems.append(Problem(name, "unknown_module", fields, 1))

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages in which documents are made, sorted."""
        told = [one.value.language for one in self.mentees.values()]
        told += [one.value.language for one in self.mentors.values()]
        usual = self.read_settings.programme.language if self.read_settings else None
        return tuple(sorted({one for one in (usual, *told) if one}))

    @cached_property
    def topics(self) -> Mapping[str, Topic]:
        """What can be taught: as `rmentor.yaml` says, else what the modules teach, each on 0–5."""
        if self.read_settings is None:
            return {}
        if self.read_settings.topics is not None:
            return self.read_settings.topics
        return {topic: Topic() for topic in self.catalogue.topics}

    @cached_property
    def export(self) -> Export | None:
        """The roster, or None where it cannot be read."""
        if self.read_settings is None:
            return None
        name, path = self.read_settings.roster.file, self.folder.at(self.read_settings.roster.file)
        if self.other_roster is not None:
            name, path = self.other_roster.name, self.other_roster
        elif not self.folder.has(name):
            self.problems.append(self.sources[SETTINGS].problem(("roster", "file"), "no_roster", file=name))
            return None
        try:
            if self.other_roster is None:
                self.folder.refuse_link(name)
            asked = Asked.by(self.read_settings, self.sources[SETTINGS])
            aside = self.set_aside or self.read_settings.roster.set_aside
            self.folder.pin(name)
            found = export.read(path, name, asked, set_aside=aside)
        except ProblemsFound as stop:
            self.problems.extend(stop.problems)
            return None
        self.problems.extend(found.problems)
        marks = self._marks(found)
        if not marks:
            return found
        roster, criteria = as_evidence(found.roster, found.criteria, marks, MARKS)
        return replace(found, roster=roster, criteria=criteria)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What raters gave, from `marks.csv`."""
        _ = self.export
        return self._marks_read

    def _marks(self, found: Export) -> tuple[Mark, ...]:
        if self.folder.has(MARKS) and self.read_settings is not None:
            labels = {key: one.label or key for key, one in self.read_settings.criteria.items()}
            people = frozenset(found.roster.ids) | found.refused
            self.folder.pin(MARKS)
            try:
                read = marksfile.read(self.folder.at(MARKS), MARKS, people, labels)
            except ProblemsFound as stop:
                self.problems.extend(stop.problems)
            else:
                self.problems.extend(read.warnings)
                self._marks_read = read.marks
        return self._marks_read

    def made_from(self, name: str) -> Mapping[str, str] | None:
        """The inputs that an output of rmentor says to be made from, or None where there is none; raises ProblemsFound
        where a hand changed it."""
        return outputs.made_from(self.folder.read(name), name) if self.folder.has(name) else None

    def name(self, person: str) -> str:
        """A person's name: from the executive's own file, else the roster, else the id."""
        if person in self.mentees and (told := self.mentees[person].value.name):
            return told
        if self.export and person in self.export.roster.position:
            return self.export.roster.name(self.export.roster.position[person])
        return person

    def _read(self, name: str, model: type[M]) -> M | None:
        try:
            file = yamlfile.parse(self.folder.read(name), name)
        except ProblemsFound as stop:
            self.problems.extend(stop.problems)
            return None
        self.sources[name] = file
        value, problems = validated(model, file)
        self.problems.extend(problems)
        return value

    def names(self, folder: str, ending: str = ".yaml") -> tuple[str, ...]:
        """The files of a folder with that ending, sorted; none where it cannot be read, and that is told once."""
        try:
            return self.folder.names(folder, ending)
        except ProblemsFound as stop:
            self.problems.extend(problem for problem in stop.problems if problem not in self.problems)
            return ()

    def _people(self, folder: str, model: type[M]) -> Mapping[str, Placed[M]]:
        """One file a person, named after the id."""
        found: dict[str, Placed[M]] = {}
        for name in self.names(folder):
            person = self._read(name, model)
            if person is None:
                self.unread_people.add(unquote(PurePosixPath(name).stem))
                continue
            source, identity = self.sources[name], str(person.id)  # type: ignore[attr-defined]
            expected = f"{folder}/{file_name(identity)}.yaml"
            if name != expected:
                self.problems.append(source.problem(("id",), "file_name_is_not_id", id=identity, expected=expected))
            found.setdefault(identity, Placed(person, source, ()))
        return dict(sorted(found.items()))

    def _kit(self, path: str, where: Where, kits: dict[str, Kit]) -> KitRead | None:
        listing = self.sources[SETTINGS]
        read = None
        if (folder := self.kit_files.beside("", path)) is None:
            self.problems.append(listing.problem(where, "path_is_absolute", file=path))
        elif not self.kit_files.has(name := f"{folder}/kit.yaml"):
            self.problems.append(listing.problem(where, "no_such_kit", kit=path, file=name))
        else:
            read = self.kit_files.kit(folder)
        if read is None:
            self.unread_kits = True
        elif read.kit.id in kits:
            self.problems.append(listing.problem(where, "doubled_kit", id=read.kit.id))
            return None
        else:
            kits[read.kit.id] = read.kit
            self.kits_read[read.kit.id] = read
        return read

    def _module(
        self, kit: KitRead, module: str, position: int, modules: dict[str, Module], kit_of: dict[str, str]
    ) -> None:
        listing, where = kit.source, ("modules", position)
        if not self.kit_files.has_module(kit, module):
            fields = {"module": module, "file": f"{kit.folder}/modules/{file_name(module)}.yaml"}
            self.problems.append(listing.problem(where, "no_such_module", **fields))
            self.unread_modules.add(module)
            return
        if kit_of.get(module) == kit.kit.id:
            self.problems.append(listing.problem(where, "module_listed_twice", id=module))
            return
        read = self.kit_files.module(kit, module)
        if read is None:
            self.unread_modules.add(module)
        elif read.module.id != module:
            self.unread_modules.update((module, read.module.id))
            fields = {"id": read.module.id, "expected": module}
            self.problems.append(read.source.problem(("id",), "module_id_is_not_listed", **fields))
        elif module in modules:
            self.problems.append(listing.problem(where, "doubled_module", id=module, kit=kit_of[module]))
        else:
            modules[module], kit_of[module], self._modules_read[module] = read.module, kit.kit.id, read

    def module_source(self, module: str) -> YamlFile:
        """The file that a module of the catalogue was read from, with those that it lies over."""
        return self._modules_read[module].source

    def read_module(self, module: str) -> ModuleRead:
        """A module of the catalogue, with where each of its values stands."""
        return self._modules_read[module]
