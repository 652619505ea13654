"""A programme's kits as they are worded: in each language, and for each mentor in their own words."""

from __future__ import annotations

from collections.abc import Mapping

from rmentor.files.kitfiles import KitRead, ModuleRead, Translated
from rmentor.files.workspace import Workspace
from rmentor.kits import PLANNED_WITH, Catalogue, Module


class Wording:
    """What stands in a programme's kits in other languages, read once; what is wrong is added to the workspace's
    problems."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._translated: dict[str, Translated] = {}

    def translated(self, language: str) -> Translated:
        """The kits that are written in another language, and have a translation into this one."""
        if language not in self._translated:
            files, catalogue = self._workspace.kit_files, self._workspace.catalogue
            settings = self._workspace.read_settings
            usual = settings.programme.language if settings else None
            kits: dict[str, KitRead] = {}
            modules: dict[str, ModuleRead] = {}
            for kit, read in sorted(self._workspace.kits_read.items()):
                if (read.kit.language or usual) != language and language in read.kit.translations:
                    other = files.translation(read, language)
                    if other is not None:
                        kits[kit] = other
                        mine = [one for one in catalogue.modules if catalogue.kit_of[one] == kit]
                        modules |= files.modules(other, mine)
            self._translated[language] = Translated(kits, modules)
        return self._translated[language]

    def reads_for(self, mentor: str | None, language: str) -> Mapping[str, ModuleRead]:
        """The modules in that language, as far as they are translated, with what a mentor wrote of those that are in
        the mentor's own language: words in two languages never stand in one document."""
        reads = {**self._workspace.modules_read, **self.translated(language).modules}
        if mentor is None:
            return reads
        files = self._workspace.kit_files
        own = {one: files.own(reads[one], mentor) for one in self.own_words_in(mentor, language)}
        return {**reads, **{one: read for one, read in own.items() if read is not None}}

    def own_words_in(self, mentor: str, language: str) -> tuple[str, ...]:
        """The modules whose words, in documents of that language, are in the language that the mentor writes in."""
        there, written = self.translated(language).modules, self.language_of_mentor(mentor)
        own = self._workspace.own_words.get(mentor, {})
        told = {one: language if one in there else self._language_of(one) for one in own}
        return tuple(one for one, spoken in told.items() if spoken == written)

    def language_of_mentor(self, mentor: str) -> str:
        """The language that a mentor writes in: their own, else the programme's."""
        mentors = self._workspace.mentors
        told = mentors[mentor].value.language if mentor in mentors else None
        return told or self._workspace.settings.programme.language

    def _language_of(self, module: str) -> str:
        """The language that a module is written in: its kit's, else the programme's."""
        read = self._workspace.kits_read[self._workspace.catalogue.kit_of[module]]
        return read.kit.language or self._workspace.settings.programme.language

    def catalogue_for(self, mentor: str, language: str) -> Catalogue:
        """The catalogue in that language, as far as it is translated, with what that mentor wrote of it. Plans are made
        from the workspace's, so what they count with is the same in each."""
        usual, there = self._workspace.catalogue, self.translated(language)
        same = PLANNED_WITH & set(Module.model_fields)
        modules = {
            one: read.module.model_copy(update={key: getattr(usual.modules[one], key) for key in same})
            for one, read in sorted(self.reads_for(mentor, language).items())
        }
        kits = {one: there.kits[one].kit if one in there.kits else kit for one, kit in usual.kits.items()}
        return Catalogue(kits, modules, usual.kit_of)
