"""Kits on disk: each with what it extends below it, in other languages beside it, and mentors' own words above."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any, TypeVar

from pydantic import BaseModel

from rmentor.errors import Problem, ProblemsFound
from rmentor.files import overlays, yamlfile
from rmentor.files.folder import Folder
from rmentor.files.overlays import Overlaid
from rmentor.files.validated import validated
from rmentor.files.yamlfile import Where, YamlFile
from rmentor.kits import PLANNED_WITH, PROSE, Kit, Module
from rmentor.values import file_name

M = TypeVar("M", bound=BaseModel)

KIT = overlays.shape(Kit, PROSE)
MODULE = overlays.shape(Module, PROSE)


@dataclass(frozen=True)
class KitRead:
    """One kit: its own folder first, then those it extends, the nearest first; its file over theirs."""

    folders: tuple[str, ...]
    kit: Kit
    source: YamlFile

    @property
    def folder(self) -> str:
        """Its own folder."""
        return self.folders[0]

    @property
    def files(self) -> tuple[str, ...]:
        """The layers of its `kit.yaml`, lowest first."""
        return tuple(_kit_file(one) for one in reversed(self.folders))


@dataclass(frozen=True)
class ModuleRead:
    """One module as its layers say together, and where each of its values stands; `files`: the layers, lowest first."""

    module: Module
    source: YamlFile
    files: tuple[str, ...]


@dataclass(frozen=True)
class Translated:
    """What is there in one language: kits and modules, each by the id of the one that it translates."""

    kits: Mapping[str, KitRead]
    modules: Mapping[str, ModuleRead]


class KitFiles:
    """Reads kits and modules, each file once. `sources` and `problems` are the workspace's: both grow.

    `looked_for` names every file that was asked for, there or not: one that appears later makes outputs stale.
    """

    def __init__(self, folder: Folder, sources: dict[str, YamlFile], problems: list[Problem]) -> None:
        self.folder = folder
        self.sources = sources
        self.problems = problems
        self.looked_for: set[str] = set()
        self._parsed: dict[str, YamlFile | None] = {}

    def has(self, name: str) -> bool:
        """Whether there is such a file."""
        self.looked_for.add(name)
        return self.folder.has(name)

    def kit(self, path: str) -> KitRead | None:
        """The kit in a folder; None where it cannot be read, and then it is told why."""
        folders = self._folders(posixpath.normpath(path))
        if folders is None:
            return None
        layers = [self.sources[_kit_file(one)] for one in folders]
        merged, problems = overlays.overlaid([_relative_to(folders[0], one) for one in reversed(layers)], KIT)
        kit = self._validated(Kit, merged, problems)
        return None if kit is None else KitRead(folders, kit, merged)

    def has_module(self, kit: KitRead, module: str) -> bool:
        """Whether a layer of the kit has a file for that module."""
        return any(self.has(name) for name in self._module_names(kit, module))

    def module(self, kit: KitRead, module: str) -> ModuleRead | None:
        """A module of a kit, laid over those of the same id that the kit extends; None where it cannot be read."""
        layers = [self._read(name) for name in self._module_names(kit, module) if self.has(name)]
        there = [one for one in layers if one is not None]
        return self._module(there[::-1]) if there and len(there) == len(layers) else None

    def modules(self, kit: KitRead, wanted: Iterable[str]) -> dict[str, ModuleRead]:
        """Those of the modules that the kit has and that can be read."""
        there = {one: self.module(kit, one) for one in wanted if one in kit.kit.modules}
        return {one: read for one, read in there.items() if read is not None}

    def translation(self, kit: KitRead, language: str) -> KitRead | None:
        """A kit in another language; a warning where it names a folder that is not there."""
        where: Where = ("translations", language)
        path = kit.kit.translations[language]  # type: ignore[index]
        folder = self.beside(kit.folder, path)
        if folder is None:
            self._tell([kit.source.problem(where, "path_is_absolute", file=path)])
            return None
        if not self.has(_kit_file(folder)):
            self._tell([kit.source.warning(where, "no_translation", kit=path, file=_kit_file(folder))])
            return None
        return self.kit(folder)

    def own(self, below: ModuleRead, mentor: str) -> ModuleRead | None:
        """A module with what a mentor wrote of it; the module itself where that is nothing, None where it is wrong."""
        name = own_file(mentor, below.module.id)
        if not self.has(name):
            return below
        above = self._read(name)
        if above is None:
            return None
        keys = above.data if isinstance(above.data, dict) else {}
        if fixed := [key for key in keys if key.removeprefix("+") in PLANNED_WITH and key != "id"]:
            self._tell(above.problem((key,), "planned_with", field=key.removeprefix("+")) for key in fixed)
            return None
        read = self._module([below.source, above])
        if read is not None and read.module.id != below.module.id:
            fields = {"id": read.module.id, "expected": below.module.id}
            self._tell([above.problem(("id",), "module_id_is_not_listed", **fields)])
            return None
        return None if read is None else ModuleRead(read.module, read.source, (*below.files, name))

    def _module(self, layers: list[YamlFile]) -> ModuleRead | None:
        merged, problems = overlays.overlaid(layers, MODULE)
        read = self._validated(Module, merged, problems)
        return None if read is None else ModuleRead(read, merged, tuple(one.path for one in layers))

    def _module_names(self, kit: KitRead, module: str) -> Iterator[str]:
        return (f"{folder}/modules/{file_name(module)}.yaml" for folder in kit.folders)

    def _folders(self, path: str) -> tuple[str, ...] | None:
        """A kit's folder and those it extends; None where one is missing, cannot be read, or comes round again."""
        found: dict[object, str] = {}
        while True:
            found[self.folder.at(path).resolve()] = path
            source = self._read(_kit_file(path))
            if source is None:
                return None
            below = source.data.get("extends") if isinstance(source.data, dict) else None
            if not isinstance(below, str) or not below.strip():
                return tuple(found.values())
            following = self.beside(path, below)
            if following is None:
                self._tell([source.problem(("extends",), "path_is_absolute", file=below)])
                return None
            if self.folder.at(following).resolve() in found:
                way = " → ".join((*found.values(), following))
                self._tell([source.problem(("extends",), "extends_in_circle", way=way)])
                return None
            if not self.has(_kit_file(following)):
                fields = {"kit": below, "file": _kit_file(following)}
                self._tell([source.problem(("extends",), "no_such_kit", **fields)])
                return None
            path = following

    @staticmethod
    def beside(folder: str, path: str) -> str | None:
        """A path that a kit's file names, from the programme's folder; None where it is absolute."""
        if PurePosixPath(path).is_absolute() or PureWindowsPath(path).drive or path.startswith("\\"):
            return None
        return posixpath.normpath(posixpath.join(folder, path))

    def _read(self, name: str) -> YamlFile | None:
        if name not in self._parsed:
            self.looked_for.add(name)
            try:
                self._parsed[name] = self.sources[name] = yamlfile.parse(self.folder.read(name), name)
            except ProblemsFound as stop:
                self._parsed[name] = None
                self._tell(stop.problems)
        return self._parsed[name]

    def _validated(self, model: type[M], file: YamlFile, problems: list[Problem]) -> M | None:
        value = None
        if not problems:
            value, problems = validated(model, file)
        self._tell(problems)
        return value

    def _tell(self, problems: Any) -> None:
        """What is wrong in a file that several kits extend is told once."""
        self.problems.extend(problem for problem in problems if problem not in self.problems)


def own_file(mentor: str, module: str) -> str:
    """Where a mentor's own words for a module stand."""
    return f"mentors/{file_name(mentor)}/modules/{file_name(module)}.yaml"


def _kit_file(folder: str) -> str:
    return f"{folder}/kit.yaml"


def _relative_to(folder: str, file: YamlFile) -> YamlFile:
    """A kit's file with its `translations` as they read from the folder of the kit that extends it."""
    home = posixpath.dirname(file.path)
    told = file.data.get("translations") if isinstance(file.data, dict) else None
    if home == folder or not isinstance(told, dict):
        return file
    moved = {
        language: _between(folder, beside)
        if isinstance(path, str) and (beside := KitFiles.beside(home, path)) is not None
        else path
        for language, path in told.items()
    }
    return Overlaid(file.path, {**file.data, "translations": moved}, file.places, {}, overlays.origins(file))


def _between(folder: str, other: str) -> str:
    """The way from one folder to another, both relative to the programme's folder and free to climb above it.

    A made-up root stands far above both: `relpath` would ask where the process stands, and answer accordingly.
    """
    root = "/" + "·/" * 64
    return posixpath.relpath(root + other, root + folder)
