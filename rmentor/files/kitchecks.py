"""Kits looked over, file by file: what is stale, missing or out of reach, each at the file and line it stands in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rmentor import kits, upkeep
from rmentor.errors import Problem
from rmentor.files import media
from rmentor.files.kitfiles import KitFiles, KitRead, ModuleRead
from rmentor.upkeep import Finding
from rmentor.values import Rhythm

_TRANSLATED_ALIKE = ("minutes", "teaches", "entry", "requires")


@dataclass(frozen=True)
class Shelf:
    """The kits to be looked over, by id, their modules by id, the kit of each, and modules in mentors' own words."""

    kits: Mapping[str, KitRead]
    modules: Mapping[str, ModuleRead]
    kit_of: Mapping[str, str]
    own: tuple[ModuleRead, ...] = ()


def shelf_of(files: KitFiles, paths: Iterable[str]) -> Shelf:
    """The kits in these folders, with no programme around them. What cannot be read is told in `files.problems`."""
    found: dict[str, KitRead] = {}
    modules: dict[str, ModuleRead] = {}
    kit_of: dict[str, str] = {}
    for path in paths:
        if (kit := files.kit(path)) is None:
            continue
        found[kit.kit.id] = kit
        for position, module in enumerate(kit.kit.modules):
            if not files.has_module(kit, module):
                fields = {"module": module, "file": f"{kit.folder}/modules/{module}.yaml"}
                files.problems.append(kit.source.problem(("modules", position), "no_such_module", **fields))
            elif (read := files.module(kit, module)) is not None:
                modules[module], kit_of[module] = read, kit.kit.id
    return Shelf(found, dict(sorted(modules.items())), kit_of)


def problems(shelf: Shelf, files: KitFiles, today: dt.date) -> Iterator[Problem]:
    """Everything to be looked at, in no order; a fault of a file that several kits extend is told once for each."""
    for module, read in shelf.modules.items():
        yield from _module(read, files, today, shelf.kits[shelf.kit_of[module]].kit.figures_age)
    for read in shelf.own:
        age = shelf.kits[shelf.kit_of[read.module.id]].kit.figures_age
        yield from _module(read, files, today, age)
    known = {module: read.module for module, read in shelf.modules.items()}
    for module, finding in upkeep.unreachable(known):
        yield _told(shelf.modules[module], finding)
    for circle in kits.cycles({module: one.requires for module, one in known.items()}):
        way = " → ".join((*circle, circle[0]))
        yield shelf.modules[circle[0]].source.problem(("requires",), "circle_of_modules", way=way)
    for kit in shelf.kits.values():
        for language in kit.kit.translations:
            mine = {one: read for one, read in shelf.modules.items() if shelf.kit_of[one] == kit.kit.id}
            yield from _translation(kit, language, mine, files, today)


def _told(read: ModuleRead, finding: Finding) -> Problem:
    return read.source.warning(finding.where, finding.code, **finding.fields)


def _module(read: ModuleRead, files: KitFiles, today: dt.date, age: Rhythm) -> Iterator[Problem]:
    for finding in upkeep.of_module(read.module, today, age):
        yield _told(read, finding)
    yield from media.of_module(read, files)[1]


def _translation(
    kit: KitRead, language: str, mine: Mapping[str, ModuleRead], files: KitFiles, today: dt.date
) -> Iterator[Problem]:
    """Modules that a translation lacks, or counts otherwise, and what is to be looked at in those it has."""
    other = files.translation(kit, language)
    if other is None:
        return
    there = files.modules(other, mine)
    for module, read in mine.items():
        if module not in there:
            fields = {"module": module, "language": language}
            yield kit.source.warning(("translations", language), "module_not_translated", **fields)
            continue
        for key in _TRANSLATED_ALIKE:
            told, wanted = getattr(there[module].module, key), getattr(read.module, key)
            if told != wanted:
                yield there[module].source.warning((key,), "translation_differs", field=key, file=read.source.path)
        yield from _module(there[module], files, today, other.kit.figures_age)
