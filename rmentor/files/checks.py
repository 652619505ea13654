"""What is wrong between files: names that nobody bears, modules that are nowhere, choices that contradict."""

from __future__ import annotations

import zoneinfo
from collections.abc import Collection, Iterable, Iterator

from rmentor import kits
from rmentor.errors import Problem
from rmentor.files import brand, conditions, coursechecks, lastround, mentions, privacy, unreadlevels
from rmentor.files.daysoff import NoSuchPlace, public_holidays
from rmentor.files.kitfiles import KitRead
from rmentor.files.validated import near
from rmentor.files.workspace import MEANT, SETTINGS, Placed, Workspace
from rmentor.files.yamlfile import Where, YamlFile
from rmentor.happenings import JOURNAL_COLUMNS
from rmentor.kits import Module
from rmentor.people import Choice, Mentee, MentorFile
from rmentor.programme import Ritual, Settings
from rmentor.questions import ASPECTS, vocabulary
from rmentor.values import file_name

MOST_REGIONS = 60
"""More are not told: the most that a country has."""

_ONE_EXECUTIVES = frozenset({
    "agreed_on_held", "moved_outside", "moves_cross", "no_minutes", "no_weekdays", "pinned_and_refused", "pinned_twice",
    "ritual_fills_session", "session_beyond_credit", "wanted_and_refused",
})  # fmt: skip

_OTHER_ENDINGS = (".yml", ".YML", ".YAML", ".yaml.txt")


def stops_one_alone(problem: Problem) -> bool:
    """Whether a fault stops one executive's plan and nobody else's; modules that wait for one another stop nobody's,
    since plans do without them."""
    own = problem.code in _ONE_EXECUTIVES and problem.path.startswith("mentees/")
    return own or problem.code == "circle_of_modules"


def everything(workspace: Workspace) -> list[Problem]:
    """Every problem of every input, sorted by file and line. A roster that is not there yet is only a warning."""
    found = [*inputs(workspace), *people(workspace), *privacy.problems(workspace)]
    if workspace.read_settings is not None:
        found += lastround.problems(workspace)
    _ = workspace.own_words
    return sorted([*map(_milder, workspace.problems), *found], key=lambda problem: problem.order)


def _milder(problem: Problem) -> Problem:
    if problem.code != "no_roster":
        return problem
    return Problem(problem.path, problem.code, problem.fields, problem.line, problem.column, "warning")


def inputs(workspace: Workspace) -> Iterator[Problem]:
    """What is wrong between files, the roster apart."""
    yield from settings(workspace)
    for folder in ("mentees", "mentors"):
        yield from _other_ending(workspace, folder)
    yield from catalogue(workspace)
    for placed in workspace.mentees.values():
        yield from _mentee(workspace, placed.value, placed.source)
    for mentor in workspace.mentors.values():
        yield from _time(mentor.value, mentor.source)
    yield from decisions(workspace)
    yield from coursechecks.journals(workspace)
    yield from coursechecks.answers(workspace)
    yield from coursechecks.announced(workspace)


def settings(workspace: Workspace) -> Iterator[Problem]:
    """What is wrong between `rmentor.yaml` and what it names, people and kits apart."""
    if workspace.read_settings is not None:
        yield from _settings(workspace, workspace.read_settings)


def people(workspace: Workspace) -> Iterator[Problem]:
    """Ids that nobody in the roster or in `mentees/` bears. Without a roster that can be read, nobody is unknown."""
    for mentees_file in workspace.mentees.values():
        yield from _torn(mentees_file.value, mentees_file.source)
    for mentors_file in workspace.mentors.values():
        yield from _torn(mentors_file.value, mentors_file.source)
    if workspace.export is None:
        return
    ids = frozenset(workspace.export.roster.ids) | workspace.export.refused
    everybody = ids | frozenset(workspace.mentees) | workspace.unread_people
    for identity, placed in workspace.mentees.items():
        mentee, source = placed.value, placed.source
        if identity not in ids:
            if mentee.name is None:
                yield source.problem(("id",), "unknown_person", id=identity, near=near(identity, ids))
            else:
                yield source.warning(("id",), "mentee_not_in_roster", id=identity)
        yield from _wishes(mentee, source, everybody)
    for identity, mentor in workspace.mentors.items():
        if identity not in ids:
            yield mentor.source.problem(("id",), "unknown_person", id=identity, near=near(identity, ids))
        yield from _wishes(mentor.value, mentor.source, everybody)
    for choice in workspace.choices:
        yield from _known(choice.value.id, choice.source, (*choice.where, "id"), everybody)
    for pair in workspace.pair_decisions:
        yield from _known(pair.value.mentor, pair.source, (*pair.where, "mentor"), everybody)
        yield from _known(pair.value.mentee, pair.source, (*pair.where, "mentee"), everybody)
    for ready in workspace.preparations:
        yield from _known(ready.value.mentor, ready.source, (*ready.where, "mentor"), everybody)
        yield from mentions.module(workspace, ready.value.module, ready.source, (*ready.where, "module"))
    for position, meant in enumerate(workspace.meant):
        if meant.id is not None and meant.id not in everybody:
            # Who has left is asked about anew: no reason to stop anything.
            fields = {"id": meant.id, "near": near(meant.id, everybody)}
            yield workspace.sources[MEANT].warning(("people", position, "id"), "unknown_person", **fields)
    yield from unreadlevels.unread(workspace)
    yield from conditions.of_nobody(workspace)


def _known(person: str, source: YamlFile, where: Where, everybody: Collection[str]) -> Iterator[Problem]:
    if person not in everybody:
        yield source.problem(where, "unknown_person", id=person, near=near(person, everybody))


def _wishes(person: Mentee | MentorFile, source: YamlFile, everybody: Collection[str]) -> Iterator[Problem]:
    for key in ("prefer", "veto"):
        for position, other in enumerate(getattr(person, key)):
            yield from _known(other, source, (key, position), everybody)


def _torn(person: Mentee | MentorFile, source: YamlFile) -> Iterator[Problem]:
    for position, other in enumerate(person.prefer):
        if other in person.veto:
            yield source.problem(("prefer", position), "preferred_and_vetoed", id=other)


def _settings(workspace: Workspace, settings: Settings) -> Iterator[Problem]:
    source = workspace.sources[SETTINGS]
    yield from _ritual(settings.time.minutes, settings.time.ritual, source, ("time", "minutes"))
    if settings.timezone not in zoneinfo.available_timezones():
        nearest = near(settings.timezone, zoneinfo.available_timezones())
        yield source.problem(("programme", "timezone"), "no_such_timezone", value=settings.timezone, near=nearest)
    place = settings.time.holidays
    if place.region is not None and place.country is None:
        yield source.problem(("time", "holidays", "region"), "region_without_country", value=place.region)
    try:
        public_holidays(place.country, place.region, "en", settings.programme.start.year, settings.programme.end.year)
    except NoSuchPlace as error:
        where = ("time", "holidays", error.key)
        fields = {"value": error.value, "near": error.nearest, "known": error.known[:MOST_REGIONS]}
        code = "country_without_regions" if not error.known else f"no_such_{error.key}"
        yield source.problem(where, code, **fields)
    yield from brand.problems(workspace, settings.brand, source)
    yield from _imports(workspace, settings, source)


def _imports(workspace: Workspace, settings: Settings, source: YamlFile) -> Iterator[Problem]:
    """What is remembered of sheets and forms tells something that they can tell."""
    about = [f"{head}.{topic}" for head in ASPECTS for topic in workspace.topics]
    forms = [*vocabulary([]), *about]
    for kind, told in settings.imports.items():
        known = list(JOURNAL_COLUMNS) if kind == "journal" else forms
        for key in told:
            if key not in known and not (key.startswith("remark.") and kind != "journal"):
                fields = {"kind": kind, "key": key, "near": near(key, known), "known": known[:4]}
                yield source.problem(("imports", kind, key), "unknown_import", **fields)


def _mentee(workspace: Workspace, mentee: Mentee, source: YamlFile) -> Iterator[Problem]:
    for topic, need in mentee.topics.items():
        yield from mentions.topic(workspace, topic, source, ("topics", topic))
        yield from mentions.on_scale(workspace.topics.get(topic), need.level, source, ("topics", topic, "level"))
        yield from mentions.on_scale(workspace.topics.get(topic), need.target, source, ("topics", topic, "target"))
    for key in ("mastered", "wanted", "refused"):
        for position, module in enumerate(getattr(mentee, key)):
            yield from mentions.module(workspace, module, source, (key, position))
    for position, module in enumerate(mentee.wanted):
        if module in mentee.refused:
            yield source.problem(("wanted", position), "wanted_and_refused", module=module)
    for position, agreed in enumerate(mentee.agreed):
        yield from coursechecks.agreed(workspace, mentee, agreed, source, ("agreed", position))
    yield from coursechecks.pinned_twice(mentee, source)
    yield from coursechecks.moves_cross(mentee, source)
    yield from _time(mentee, source)
    if (minutes := mentee.settled_time.minutes) is not None and workspace.read_settings is not None:
        ritual = workspace.read_settings.time.ritual
        at = [number for number, one in enumerate(mentee.agreed) if one.time and one.time.minutes == minutes]
        yield from _ritual(
            minutes, ritual, source, ("agreed", at[-1], "time", "minutes") if at else ("time", "minutes")
        )


def _ritual(minutes: int, ritual: Ritual, source: YamlFile, where: Where) -> Iterator[Problem]:
    """A session that the ritual fills has no room for anything else, and one of no minutes none at all."""
    both = ritual.opening + ritual.closing
    if not minutes:
        yield source.problem(where, "no_minutes")
    elif minutes <= both:
        yield source.problem(where, "ritual_fills_session", minutes=minutes, ritual=both)


def _time(person: Mentee | MentorFile, source: YamlFile) -> Iterator[Problem]:
    if person.time.weekdays is not None and not person.time.weekdays:
        yield source.problem(("time", "weekdays"), "no_weekdays")


def catalogue(workspace: Workspace) -> Iterator[Problem]:
    """What is wrong between modules and kits."""
    modules = workspace.catalogue.modules
    for module in modules.values():
        yield from _module_file(workspace, module, workspace.module_source(module.id))
    requires = {module.id: module.requires for module in modules.values()}
    for circle in kits.cycles(requires):
        way = " → ".join((*circle, circle[0]))
        yield workspace.module_source(circle[0]).problem(("requires",), "circle_of_modules", way=way)
    for kit in workspace.kits_read.values():
        yield from _unlisted(workspace, kit)


def _unlisted(workspace: Workspace, kit: KitRead) -> Iterator[Problem]:
    """Files in the kit's own `modules/` that it does not list."""
    files = {f"{kit.folder}/modules/{file_name(one)}.yaml" for one in kit.kit.modules}
    for name in workspace.names(f"{kit.folder}/modules"):
        if name not in files:
            yield kit.source.warning(("modules",), "module_not_listed", file=name)
    yield from _other_ending(workspace, f"{kit.folder}/modules")


def _other_ending(workspace: Workspace, folder: str) -> Iterator[Problem]:
    """Files that would be read if only they ended in .yaml."""
    for ending in _OTHER_ENDINGS:
        for name in workspace.names(folder, ending):
            expected = name.removesuffix(ending) + ".yaml"
            yield Problem(name, "other_ending", {"expected": expected}, severity="warning")


def _module_file(workspace: Workspace, module: Module, source: YamlFile) -> Iterator[Problem]:
    for key in ("teaches", "entry"):
        for topic, level in getattr(module, key).items():
            yield from mentions.topic(workspace, topic, source, (key, topic))
            if key == "entry":
                yield from mentions.on_scale(workspace.topics.get(topic), level, source, (key, topic))
    for position, before in enumerate(module.requires):
        yield from mentions.module(workspace, before, source, ("requires", position))


def decisions(workspace: Workspace) -> Iterator[Problem]:
    """Choices that contradict each other, or want more places than there are."""
    yield from _opposite(((one.value.id,), one.value.choose, one.source, one.where) for one in workspace.choices)
    yield from _opposite(
        ((one.value.mentor, one.value.mentee), one.value.lock, one.source, one.where)
        for one in workspace.pair_decisions
    )
    if workspace.read_settings is not None:
        places = workspace.read_settings.selection.mentors
        chosen: dict[str, Placed[Choice]] = {}
        for choice in workspace.choices:
            if choice.value.choose:
                chosen.setdefault(choice.value.id, choice)
        for beyond in list(chosen.values())[places : places + 1]:
            fields = {"chosen": len(chosen), "places": places}
            yield beyond.source.problem(beyond.where, "more_chosen_than_places", **fields)
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
