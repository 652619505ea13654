"""What is wrong between files: names that nobody bears, modules that are nowhere, choices that contradict."""

from __future__ import annotations

import zoneinfo
from collections.abc import Collection, Iterable, Iterator
from pathlib import PurePosixPath

from rmentor import kits
from rmentor.errors import Problem
from rmentor.files.daysoff import NoSuchPlace, public_holidays
from rmentor.files.validated import near
from rmentor.files.workspace import SETTINGS, Workspace
from rmentor.files.yamlfile import Where, YamlFile
from rmentor.kits import Module
from rmentor.people import Mentee, MentorFile
from rmentor.programme import Settings, Topic

LARGEST_LOGO_KILOBYTES = 500

_LATER: tuple[Where, ...] = (
    ("robustness",),
    ("audit",),
    ("selection", "cover"),
    ("pairing", "at_least"),
    ("pairing", "require_ready"),
    ("pairing", "last_round"),
    ("pairing", "capacity", "min"),
)
"""Keys of `rmentor.yaml` that are read and checked, and do nothing yet."""


def everything(workspace: Workspace) -> list[Problem]:
    """Every problem of every input, sorted by file and line. A roster that is not there yet is only a warning."""
    export = workspace.export
    workspace.problems[:] = [_milder(problem) for problem in workspace.problems]
    found = [*inputs(workspace)]
    if export is not None or workspace.read_settings is None:
        found += people(workspace)
    return sorted([*workspace.problems, *found], key=lambda problem: problem.order)


def _milder(problem: Problem) -> Problem:
    if problem.code != "no_roster":
        return problem
    return Problem(problem.path, problem.code, problem.fields, problem.line, problem.column, "warning")


def inputs(workspace: Workspace) -> Iterator[Problem]:
    """What is wrong between files, the roster apart."""
    if (settings := workspace.read_settings) is not None:
        yield from _settings(workspace, settings)
    yield from _catalogue(workspace)
    for placed in workspace.mentees.values():
        yield from _mentee(workspace, placed.value, placed.source)
    for mentor in workspace.mentors.values():
        yield from _time(mentor.value, mentor.source)
    yield from decisions(workspace)


def people(workspace: Workspace) -> Iterator[Problem]:
    """Ids that nobody in the roster or in `mentees/` bears."""
    ids = frozenset(workspace.export.roster.ids) if workspace.export else frozenset()
    everybody = ids | frozenset(workspace.mentees)
    for identity, placed in workspace.mentees.items():
        mentee, source = placed.value, placed.source
        if ids and identity not in ids:
            if mentee.name is None:
                yield source.problem(("id",), "unknown_person", id=identity, near=near(identity, ids))
            else:
                yield source.warning(("id",), "mentee_not_in_roster", id=identity)
        yield from _wishes(mentee, source, everybody)
    for identity, mentor in workspace.mentors.items():
        if ids and identity not in ids:
            yield mentor.source.problem(("id",), "unknown_person", id=identity, near=near(identity, ids))
        yield from _wishes(mentor.value, mentor.source, everybody)
    for choice in workspace.choices:
        yield from _known(choice.value.id, choice.source, (*choice.where, "id"), everybody)
    for pair in workspace.pair_decisions:
        yield from _known(pair.value.mentor, pair.source, (*pair.where, "mentor"), everybody)
        yield from _known(pair.value.mentee, pair.source, (*pair.where, "mentee"), everybody)
    for ready in workspace.preparations:
        yield from _known(ready.value.mentor, ready.source, (*ready.where, "mentor"), everybody)


def _known(person: str, source: YamlFile, where: Where, everybody: Collection[str]) -> Iterator[Problem]:
    if everybody and person not in everybody:
        yield source.problem(where, "unknown_person", id=person, near=near(person, everybody))


def _wishes(person: Mentee | MentorFile, source: YamlFile, everybody: Collection[str]) -> Iterator[Problem]:
    for key in ("prefer", "veto"):
        for position, other in enumerate(getattr(person, key)):
            yield from _known(other, source, (key, position), everybody)
    for position, other in enumerate(person.prefer):
        if other in person.veto:
            yield source.problem(("prefer", position), "preferred_and_vetoed", id=other)


def _settings(workspace: Workspace, settings: Settings) -> Iterator[Problem]:
    source = workspace.sources[SETTINGS]
    for where in _LATER:
        if where in source.places:
            yield source.warning(where, "not_yet", key=".".join(map(str, where)))
    if settings.pairing.goal != "best_total":
        yield source.warning(("pairing", "goal"), "not_yet", key="pairing.goal")
    if settings.timezone not in zoneinfo.available_timezones():
        nearest = near(settings.timezone, zoneinfo.available_timezones())
        yield source.problem(("programme", "timezone"), "no_such_timezone", value=settings.timezone, near=nearest)
    place = settings.time.holidays
    try:
        public_holidays(place.country, place.region, "en", settings.programme.start.year, settings.programme.end.year)
    except NoSuchPlace as error:
        where = ("time", "holidays", error.key)
        yield source.problem(where, f"no_such_{error.key}", value=error.value, near=error.nearest)
    if settings.brand.logo is not None:
        yield from _logo(workspace, settings.brand.logo, source)


def _logo(workspace: Workspace, logo: str, source: YamlFile) -> Iterator[Problem]:
    where: Where = ("brand", "logo")
    path = PurePosixPath(logo)
    inside = workspace.folder.at(logo).resolve().is_relative_to(workspace.folder.path.resolve())
    if path.is_absolute() or ".." in path.parts or not inside:
        yield source.problem(where, "logo_outside", file=logo)
    elif path.suffix.casefold() not in (".svg", ".png"):
        yield source.problem(where, "logo_kind", file=logo)
    elif not workspace.folder.has(logo):
        yield source.problem(where, "no_logo", file=logo)
    elif len(workspace.folder.read(logo)) > LARGEST_LOGO_KILOBYTES * 1000:
        yield source.problem(where, "logo_too_large", file=logo, kilobytes=LARGEST_LOGO_KILOBYTES)


def _topic(workspace: Workspace, topic: str, source: YamlFile, where: Where) -> Iterator[Problem]:
    if workspace.read_settings is None or topic in workspace.topics:
        return
    if workspace.read_settings.topics is not None:
        yield source.problem(where, "unknown_topic", topic=topic, near=near(topic, workspace.topics))
    elif workspace.catalogue.modules:
        yield source.warning(where, "topic_without_module", topic=topic, near=near(topic, workspace.topics))


def _on_scale(topic: Topic | None, level: float, source: YamlFile, where: Where) -> Iterator[Problem]:
    low, high = topic.scale if topic else (0.0, 5.0)
    if not min(low, high) <= level <= max(low, high):
        yield source.problem(where, "level_out_of_scale", value=level, low=low, high=high)


def _mentee(workspace: Workspace, mentee: Mentee, source: YamlFile) -> Iterator[Problem]:
    for topic, need in mentee.topics.items():
        yield from _topic(workspace, topic, source, ("topics", topic))
        yield from _on_scale(workspace.topics.get(topic), need.level, source, ("topics", topic, "level"))
        yield from _on_scale(workspace.topics.get(topic), need.target, source, ("topics", topic, "target"))
    for key in ("mastered", "wanted", "refused"):
        for position, module in enumerate(getattr(mentee, key)):
            yield from _module(workspace, module, source, (key, position))
    for position, module in enumerate(mentee.wanted):
        if module in mentee.refused:
            yield source.problem(("wanted", position), "wanted_and_refused", module=module)
    for position, agreed in enumerate(mentee.agreed):
        if agreed.pin is not None:
            yield from _module(workspace, agreed.pin.module, source, ("agreed", position, "pin", "module"))
    if mentee.agreed:
        yield source.warning(("agreed",), "not_yet", key="agreed")
    yield from _time(mentee, source)


def _time(person: Mentee | MentorFile, source: YamlFile) -> Iterator[Problem]:
    if person.time.weekdays is not None and not person.time.weekdays:
        yield source.problem(("time", "weekdays"), "no_weekdays")


def _module(workspace: Workspace, module: str, source: YamlFile, where: Where) -> Iterator[Problem]:
    known = workspace.catalogue.modules
    if module not in known and known:
        yield source.problem(where, "unknown_module", module=module, near=near(module, known))
    elif module not in known and workspace.read_settings and not workspace.read_settings.kits:
        yield source.warning(where, "module_without_kit", module=module)


def _catalogue(workspace: Workspace) -> Iterator[Problem]:
    catalogue = workspace.catalogue
    for module in catalogue.modules.values():
        yield from _module_file(workspace, module, workspace.module_source(module.id))
    requires = {module.id: module.requires for module in catalogue.modules.values()}
    for circle in kits.cycles(requires):
        way = " → ".join((*circle, circle[0]))
        yield workspace.module_source(circle[0]).problem(("requires",), "circle_of_modules", way=way)
    for path in workspace.read_settings.kits if workspace.read_settings else ():
        yield from _unlisted(workspace, path.rstrip("/"))


def _unlisted(workspace: Workspace, path: str) -> Iterator[Problem]:
    """Files in `modules/` that no kit lists, and keys of a kit that do nothing yet."""
    source = workspace.sources.get(f"{path}/kit.yaml")
    if source is None:
        return
    for key in ("extends", "translations"):
        if (key,) in source.places:
            yield source.warning((key,), "not_yet", key=key)
    for name in workspace.folder.names(f"{path}/modules"):
        if name not in workspace.sources:
            yield source.warning(("modules",), "module_not_listed", file=name)


def _module_file(workspace: Workspace, module: Module, source: YamlFile) -> Iterator[Problem]:
    for key in ("teaches", "entry"):
        for topic, level in getattr(module, key).items():
            yield from _topic(workspace, topic, source, (key, topic))
            if key == "entry":
                yield from _on_scale(workspace.topics.get(topic), level, source, (key, topic))
    known = workspace.catalogue.modules
    for position, before in enumerate(module.requires):
        if before not in known:
            where: Where = ("requires", position)
            yield source.problem(where, "unknown_module", module=before, near=near(before, known))


def decisions(workspace: Workspace) -> Iterator[Problem]:
    """Choices that contradict each other, or want more places than there are."""
    yield from _opposite(((one.value.id,), one.value.choose, one.source, one.where) for one in workspace.choices)
    yield from _opposite(
        ((one.value.mentor, one.value.mentee), one.value.lock, one.source, one.where)
        for one in workspace.pair_decisions
    )
    if workspace.read_settings is not None:
        places = workspace.read_settings.selection.mentors
        chosen = [one for one in workspace.choices if one.value.choose]
        if len({one.value.id for one in chosen}) > places:
            last = chosen[-1]
            fields = {"count": len({one.value.id for one in chosen}), "places": places}
            yield last.source.problem(last.where, "more_chosen_than_places", **fields)
    locks: dict[str, str] = {}
    for pair in workspace.pair_decisions:
        if pair.value.lock and locks.setdefault(pair.value.mentee, pair.value.mentor) != pair.value.mentor:
            fields_of = {"mentee": pair.value.mentee, "first": locks[pair.value.mentee], "second": pair.value.mentor}
            yield pair.source.problem(pair.where, "locked_twice", **fields_of)


def _opposite(choices: Iterable[tuple[tuple[str, ...], bool, YamlFile, Where]]) -> Iterator[Problem]:
    """Two opposite decisions on one thing are an error at both lines."""
    first: dict[tuple[str, ...], tuple[bool, YamlFile, Where]] = {}
    for who, yes, source, where in choices:
        if first.setdefault(who, (yes, source, where))[0] != yes:
            _, other, other_where = first[who]
            for here, here_where, there, there_where in (
                (source, where, other, other_where),
                (other, other_where, source, where),
            ):
                line = there.place(there_where)[0]
                yield here.problem(here_where, "opposite_decisions", who=" + ".join(who), file=there.path, line=line)
