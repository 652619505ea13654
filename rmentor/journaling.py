"""What became of sessions, written down: one at a time, or from a sheet that an assistant filled in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from rmentor import happenings
from rmentor.columns import Column
from rmentor.directory import Directory, Person, Unmatched
from rmentor.errors import Problem, ProblemsFound
from rmentor.files import filled, journalsheet, results, sheets
from rmentor.files.edits import Edit, Recorded
from rmentor.files.filled import Filled
from rmentor.files.folder import Folder
from rmentor.files.journalsheet import Planned
from rmentor.files.validated import near
from rmentor.files.workspace import ANSWERS, JOURNAL
from rmentor.happenings import Outcome
from rmentor.people import Journal, JournalEntry
from rmentor.profiles import MenteeProfile
from rmentor.steps import Programme
from rmentor.values import file_name, plain

KIND = "journal"
_PEOPLE, _OUTCOMES = ("id", "email", "name"), ("held", "cancelled", "moved", "state")


@dataclass(frozen=True)
class Noted:
    """One outcome that a sheet tells, with its line; `new`: not written down before."""

    line: int
    mentee: str
    outcome: Outcome
    new: bool


@dataclass(frozen=True)
class Taken:
    """What a sheet told: outcomes, lines without any, and where the new ones were written."""

    noted: tuple[Noted, ...]
    blank: int
    recorded: tuple[Recorded, ...]


# --- one session ---


def log(programme: Programme, mentee: str, outcome: Outcome, on: dt.date) -> list[Recorded]:
    """Writes a session's outcome down: in the journal, or, moved, under `agreed` as settled on that day; the next step
    in `answers/`.

    Raises ProblemsFound, and writes nothing, where nobody bears the id, the session is beyond the credit or was held
    already, or where a moved one could not hold.
    """
    programme.require_sound_inputs(kits=True)
    profile = _executive(programme, mentee)
    path = f"{JOURNAL}/{file_name(mentee)}.yaml"
    if problems := list(_refused(programme, profile, outcome, path, None)):
        raise ProblemsFound(problems)
    return _tried(programme, {mentee: [outcome]}, on)


def remark(programme: Programme, mentee: str, session: int, text: str) -> list[Recorded]:
    """Writes a remark on the kit down, beside a session that was held. Raises ProblemsFound where nobody bears the id
    or the session was not held."""
    programme.require_sound_inputs(kits=True)
    _executive(programme, mentee)
    journal, _ = _known(programme, mentee)
    entry = journal.held.get(session)
    if entry is None:
        path = f"{JOURNAL}/{file_name(mentee)}.yaml"
        raise ProblemsFound([Problem(path, "kit_remark_not_held", {"session": session})])
    return _tried(programme, {mentee: [Outcome(session, held=entry.held, kit=text)]}, dt.date.min)


def _executive(programme: Programme, mentee: str) -> MenteeProfile:
    known = programme.mentee_profiles
    if mentee not in known:
        raise ProblemsFound([Problem("mentees", "unknown_person", {"id": mentee, "near": near(mentee, known)})])
    return known[mentee]


def _refused(
    programme: Programme, profile: MenteeProfile, outcome: Outcome, path: str, line: int | None
) -> Iterator[Problem]:
    """Why an outcome cannot be written down, at the place that told it."""
    if outcome.session > profile.time.sessions:
        fields = {"session": outcome.session, "sessions": profile.time.sessions}
        yield Problem(path, "session_beyond_credit", fields, line)
    placed = programme.workspace.journals.get(profile.id)
    if placed is not None and outcome.session in placed.value.held:
        yield Problem(path, "held_already", {"session": outcome.session}, line)
    known = programme.workspace.catalogue.modules
    for module in outcome.modules or ():
        if module not in known:
            yield Problem(path, "unknown_module", {"module": module, "near": near(module, known)}, line)


def _tried(programme: Programme, told: Mapping[str, list[Outcome]], on: dt.date) -> list[Recorded]:
    """Writes outcomes by executive, once it is sure that all inputs stay sound with them."""
    trial = programme.on_trial()
    list(_written(programme, trial.folder, told, on))
    trial.require_sound_inputs(kits=True)
    return list(_written(programme, programme.folder, told, on))


def _written(programme: Programme, into: Folder, told: Mapping[str, list[Outcome]], on: dt.date) -> Iterator[Recorded]:
    """Writes outcomes into a folder: the programme's, or one on trial, which is read only once it is written."""
    for mentee, found in told.items():
        name = f"{file_name(mentee)}.yaml"
        planned = cache(lambda session, mentee=mentee: _planned(programme, mentee, session))
        # The journal comes last: where this is interrupted, the same again does the rest, and notes nothing twice.
        steps = list(_new_steps(programme, mentee, found))
        if steps:
            edit = Edit(into, f"{ANSWERS}/{name}")
            for step in steps:
                edit.append(("notes",), step)
            yield edit.save()
        moved = [one for one in found if one.moved is not None]
        if moved:
            edit = Edit(into, f"mentees/{name}")
            for one in moved:
                by = {"by": one.by} if one.by else {}
                edit.append(("agreed",), {"move": {"session": one.session, "to": one.moved}, "on": on, **by})
            yield edit.save()
        there = _known(programme, mentee)[0]
        journal = [one for one in found if one.moved is None]
        remarked = [(entry, one.kit) for one in journal if one.held and (entry := there.held.get(one.session))]
        if remarked:
            # Written down earlier: only the remark on the kit is new.
            edit = Edit(into, f"{JOURNAL}/{name}")
            for entry, text in remarked:
                edit.put(("sessions", there.sessions.index(entry), "kit"), list(dict.fromkeys((*entry.kit, text))))
            yield replace(edit.save(), within=True)
        if new := [one for one in journal if not one.held or one.session not in there.held]:
            edit = Edit(into, f"{JOURNAL}/{name}")
            for one in new:
                edit.append(("sessions",), _entry(one, planned(one.session)))
            yield edit.save()


def _new_steps(programme: Programme, mentee: str, found: Iterable[Outcome]) -> Iterator[dict[str, object]]:
    """The next steps that are not on file yet."""
    placed = programme.workspace.answers.get(mentee)
    there = {(one.session, one.next_step) for one in placed.value.notes} if placed else set()
    for one in found:
        if one.next_step and (one.session, one.next_step) not in there:
            yield {"session": one.session, "next_step": one.next_step}


def _entry(one: Outcome, planned: tuple[str, ...]) -> dict[str, object]:
    by = {"by": one.by} if one.by else {}
    if one.cancelled is not None:
        return {"session": one.session, "cancelled": one.cancelled, **by}
    minutes = {} if one.minutes is None else {"minutes": one.minutes}
    modules = one.modules if one.modules is not None else planned
    kit = {"kit": [one.kit]} if one.kit else {}
    return {"session": one.session, "held": one.held, **minutes, "modules": list(modules), **by, **kit}


def _says_more(one: Outcome, entry: JournalEntry) -> bool:
    """Whether an outcome has a remark on the kit that is not written down."""
    return bool(one.kit) and one.kit not in entry.kit


def _planned(programme: Programme, mentee: str, session: int) -> tuple[str, ...]:
    """The modules that the plan on disk has in a session."""
    name = programme.plan_file(mentee)
    if not programme.folder.has(name):
        return ()
    plan = results.read_plan(programme.folder.read(name))
    return tuple(module.id for one in plan.sessions if one.number == session for module in one.modules)


# --- a sheet ---


def lay_out(programme: Programme, path: Path, people: Collection[str]) -> int:
    """Writes the sheet for an assistant (`.xlsx`, else CSV), of these executives or of all; how many sessions stand on
    it. Raises ProblemsFound where plans are missing or stale, or the file cannot be written."""
    programme.require_mentees(people)
    planned = list(_to_note(programme, people))
    words = programme.words
    french = words.language == "fr"
    sheets.save(path, journalsheet.sheets(planned, words), delimiter=";" if french else ",", comma=french)
    return len(planned)


def _to_note(programme: Programme, people: Collection[str]) -> Iterator[Planned]:
    for mentee, plan in programme.kept_plans().items():
        if people and mentee not in people:
            continue
        journal, _ = _known(programme, mentee)
        mentor = programme.mentor_profile(plan.mentor).name
        for session in plan.sessions:
            held = journal.held.get(session.number)
            off = [one.cancelled for one in journal.sessions if one.session == session.number and one.cancelled]
            modules = held.modules if held else tuple(one.id for one in session.modules)
            yield Planned(
                mentee, programme.mentee_profiles[mentee].name, mentor, session.number, session.start, modules,
                held.held if held else None, off[-1] if off else None, held.minutes if held else None,
            )  # fmt: skip


def opened(programme: Programme, path: Path) -> Filled:
    """A sheet, and what its columns are taken for."""
    remembered = programme.workspace.settings.imports.get(KIND, {})
    return filled.opened(path, journalsheet.vocabulary(), remembered)


def missing(accepted: Iterable[Column]) -> tuple[str, ...]:
    """What a sheet must tell and these columns do not."""
    there = {one.key for one in accepted}
    lacking = [] if there & set(_PEOPLE) else ["id"]
    lacking += [] if "session" in there else ["session"]
    return (*lacking, *([] if there & set(_OUTCOMES) else ["held"]))


def take(programme: Programme, sheet: Filled, accepted: Collection[Column], on: dt.date) -> Taken:
    """Writes down what a sheet tells that was not written down before; the same sheet twice changes nothing. Raises
    ProblemsFound, for all lines at once, and writes nothing, where a line cannot be understood, or contradicts the
    journal."""
    programme.require_sound_inputs(kits=True)
    noted, blank = _noted(programme, sheet, accepted)
    told: dict[str, list[Outcome]] = {}
    for one in noted:
        if one.new:
            told.setdefault(one.mentee, []).append(one.outcome)
    recorded = _tried(programme, dict(sorted(told.items())), on)
    settled = filled.remember(programme.folder, KIND, accepted)
    return Taken(tuple(noted), blank, (*recorded, *([settled] if settled else ())))


def _noted(programme: Programme, sheet: Filled, accepted: Collection[Column]) -> tuple[list[Noted], int]:
    shown = sheet.table.shown
    profiles = programme.mentee_profiles
    directory = Directory(Person(one.id, one.name, one.email) for one in profiles.values())
    modules = {
        plain(name): key for key, one in programme.workspace.catalogue.modules.items() for name in (one.title, key)
    }
    problems: list[Problem] = []
    noted: list[Noted] = []
    first: dict[tuple[str, int, str], tuple[Outcome, int]] = {}
    blank = 0
    for line, cells in sheet.rows(accepted):
        found, faults = happenings.outcomes(cells, modules)
        problems += [Problem(shown, code, fields, line) for code, fields in faults]
        if not found and not faults:
            blank += 1
            continue
        mentee = directory.find(*(cells.get(key, "") for key in _PEOPLE))
        if isinstance(mentee, Unmatched):
            named = cells.get("id") or cells.get("name", "")
            guess = near(named, [*profiles, *(one.name for one in profiles.values())])
            fields = {**mentee.fields, "near": guess if mentee.code == "person_not_found" else None}
            problems.append(Problem(shown, mentee.code, fields, line))
            continue
        for outcome in found:
            key = (mentee, outcome.session, outcome.what)
            before = first.setdefault(key, (outcome, line))
            if before[1] != line and outcome.what == "held":
                fields = {"session": outcome.session, "first": before[1]}
                problems.append(Problem(shown, "held_twice_here", fields, line))
            journal, moves = _known(programme, mentee)
            stands = happenings.against(outcome, journal, moves)
            if stands == "otherwise":
                fields = {"session": outcome.session, "day": journal.held[outcome.session].held,
                          "file": f"{JOURNAL}/{file_name(mentee)}.yaml"}  # fmt: skip
                problems.append(Problem(shown, "journal_says_otherwise", fields, line))
            elif stands == "new":
                problems += _refused(programme, profiles[mentee], outcome, shown, line)
            entry = journal.held.get(outcome.session)
            more = stands == "there" and entry is not None and outcome.held is not None and _says_more(outcome, entry)
            noted.append(Noted(line, mentee, outcome, more or stands in ("new", "late")))
    if problems:
        raise ProblemsFound(problems)
    return noted, blank


def _known(programme: Programme, mentee: str) -> tuple[Journal, Mapping[int, dt.datetime]]:
    """What is written down of an executive's sessions: the journal, and where sessions were moved to."""
    placed = programme.workspace.journals.get(mentee)
    return placed.value if placed else Journal(version=1), programme.workspace.mentees[mentee].value.moves
