"""A programme's kits as those who write and carry them see them: what is on the shelf, and who is ready for what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from rmentor import needs
from rmentor.errors import Problem, ProblemsFound
from rmentor.files import checks, kitchecks, overlays, quizzes
from rmentor.files.folder import Folder
from rmentor.files.kitfiles import KitFiles, KitRead, ModuleRead
from rmentor.files.validated import near
from rmentor.files.workspace import SELECTION
from rmentor.kits import Module
from rmentor.paper import manuscript
from rmentor.profiles import MenteeProfile
from rmentor.readiness import Matrix
from rmentor.steps import Programme
from rmentor.words import Words


@dataclass(frozen=True)
class Ready:
    """Mentors × modules. `seated`: the modules of each mentor's sessions, where there are plans; without any, None."""

    mentors: tuple[str, ...]
    modules: tuple[str, ...]
    matrix: Matrix
    seated: Mapping[str, frozenset[str]] | None

    def wanted(self, mentor: str, module: str) -> bool:
        """Whether that mentor will need that module; without plans, nobody knows, so all count."""
        return self.seated is None or module in self.seated.get(mentor, ())


def ready(programme: Programme, mentors: Collection[str]) -> Ready:
    """Where these mentors stand, or all chosen ones; raises ProblemsFound for an id that nobody bears."""
    workspace = programme.workspace
    known = _mentors(programme)
    if unknown := [one for one in mentors if one not in known]:
        raise ProblemsFound(
            Problem("mentors", "unknown_person", {"id": one, "near": near(one, known)}) for one in unknown
        )
    chosen = tuple(mentor for mentor in known if mentor in mentors or not mentors)
    seated = _seated(programme)
    matrix = programme.readiness_of(chosen)
    touched = {
        module for mentor, module in matrix if seated is None or module in seated.get(mentor, ())
    } | {one.value.module for one in workspace.preparations if one.value.mentor in chosen}  # fmt: skip
    return Ready(chosen, tuple(one for one in workspace.catalogue.modules if one in touched), matrix, seated)


def _mentors(programme: Programme) -> tuple[str, ...]:
    """The chosen mentors; before there is a selection, those who have anything on file. Sorted."""
    on_file = {one.value.mentor for one in programme.workspace.preparations} | set(programme.workspace.own_words)
    chosen = set(programme.chosen()) if programme.folder.has(SELECTION) else set()
    return tuple(sorted(on_file | chosen))


def _seated(programme: Programme) -> dict[str, frozenset[str]] | None:
    """The modules of each mentor's sessions, from the plans on disk; None where there are none that still hold."""
    try:
        plans = programme.kept_plans()
    except ProblemsFound:
        return None
    found: dict[str, set[str]] = {}
    for plan in plans.values():
        modules = found.setdefault(plan.mentor, set())
        modules.update(module.id for session in plan.sessions for module in session.modules)
    return {mentor: frozenset(modules) for mentor, modules in found.items()}


def looked_over(programme: Programme, today: dt.date) -> list[Problem]:
    """Everything to be looked at in a programme's kits, sorted by file and line: what `check` says of them, and what is
    stale, missing or out of reach."""
    workspace = programme.workspace
    _ = workspace.catalogue, workspace.own_words
    own = tuple(read for modules in workspace.own_words.values() for read in modules.values())
    modules = {module: workspace.read_module(module) for module in workspace.catalogue.modules}
    shelf = kitchecks.Shelf(workspace.kits_read, modules, workspace.catalogue.kit_of, own)
    found = [*kitchecks.problems(shelf, workspace.kit_files, today), *checks.catalogue(workspace)]
    return _sorted([*found, *workspace.problems])


def looked_over_alone(folder: Folder, paths: Sequence[str], today: dt.date) -> list[Problem]:
    """The same for kits in folders of their own, with no programme around them."""
    files = KitFiles(folder, {}, [])
    for path in paths:
        if not files.has(f"{path}/kit.yaml"):
            files.problems.append(Problem(path, "no_such_kit", {"kit": path, "file": f"{path}/kit.yaml"}))
    there = [path for path in paths if files.has(f"{path}/kit.yaml")]
    shelf = kitchecks.shelf_of(files, there)
    return _sorted([*kitchecks.problems(shelf, files, today), *files.problems])


def _sorted(problems: Sequence[Problem]) -> list[Problem]:
    alone: list[Problem] = []
    for one in sorted(problems, key=lambda problem: problem.order):
        if one not in alone[-20:]:
            alone.append(one)
    return alone


@dataclass(frozen=True)
class Listed:
    """The catalogue against the needs."""

    bands: tuple[needs.Band, ...]
    demand: tuple[needs.Demand, ...]
    shortfalls: tuple[needs.Shortfall, ...]
    writing: tuple[needs.Writing, ...]


def listed(programme: Programme) -> Listed:
    """What there is, topic by topic and level by level, against what the executives need."""
    workspace = programme.workspace
    people: list[MenteeProfile] = list(programme.mentee_profiles.values())
    modules: Mapping[str, Module] = workspace.catalogue.modules
    missing = needs.shortfalls(people, modules)
    scales = {key: topic.scale for key, topic in workspace.topics.items()}
    return Listed(
        needs.bands(scales, people, modules),
        needs.demand(people, modules),
        missing,
        needs.writing(missing, modules),
    )


def found(programme: Programme, name: str, mentor: str | None) -> KitRead | ModuleRead:
    """A kit or a module by its id, in a mentor's own words where one is named. Raises ProblemsFound for an id that is
    nobody's."""
    workspace = programme.workspace
    if name in workspace.catalogue.modules:
        read = workspace.read_module(name)
        own = workspace.own_words.get(mentor, {}).get(name) if mentor else None
        return own or read
    if name in workspace.kits_read:
        return workspace.kits_read[name]
    known = (*workspace.catalogue.modules, *workspace.kits_read)
    raise ProblemsFound([Problem("kits", "no_such_kit_or_module", {"name": name, "near": near(name, known)})])


def origins(read: KitRead | ModuleRead) -> dict[str, list[str]]:
    """For each field the places that it comes from, the lowest first: `file:line`."""
    source = read.source
    told = overlays.origins(source)
    lines: dict[str, dict[str, int]] = {field: {} for field in told}
    for where, (line, _) in source.places.items():
        if where and str(where[0]) in lines:
            file = source.file_of(where)
            lines[str(where[0])][file] = min(line, lines[str(where[0])].get(file, line))
    return {
        field: [f"{file}:{lines[field][file]}" if file in lines[field] else file for file in files]
        for field, files in told.items()
    }


def exported(programme: Programme, kind: str, names: Sequence[str], mentor: str | None, words: Words) -> bytes:
    """Modules as `gift`, `csv` or `md`: those named, those of the kits named, or all; each once, in the kits' order."""
    workspace = programme.workspace
    chosen: dict[str, Module] = {}
    for name in names or workspace.catalogue.kits:
        read = found(programme, name, mentor)
        ids = [name] if isinstance(read, ModuleRead) else list(read.kit.modules)
        for one in ids:
            told = found(programme, one, mentor)
            if isinstance(told, ModuleRead):
                chosen[one] = told.module
    modules = list(chosen.values())
    if kind == "csv":
        return quizzes.table(modules)
    if kind == "gift":
        return quizzes.gift(modules).encode()
    return "\n".join(manuscript.markdown(module, words) for module in modules).encode()
