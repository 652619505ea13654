"""Whose data are to go, and when: retention counted from the jury's day and from the programme's end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote

from rmentor.errors import Problem, ProblemsFound
from rmentor.files import forgetting, purge, results
from rmentor.files.forgetting import Remains
from rmentor.files.marksfile import MARKS
from rmentor.files.purge import Purged
from rmentor.files.validated import near
from rmentor.files.workspace import ANSWERS, DECISIONS, JOURNAL, MEANT, OUT, PAIRS, PLANS, SELECTION, Workspace
from rmentor.programme import Settings
from rmentor.steps import Programme


@dataclass(frozen=True)
class Retention:
    """The last days on which data are kept: of those not selected, and of everybody."""

    not_selected: dt.date
    selected: dt.date


@dataclass(frozen=True)
class Removal:
    """Who was removed, from where, and what git's history still holds of them, if anything."""

    people: tuple[str, ...]
    files: Purged
    history: Remains | None


def retention(settings: Settings) -> Retention:
    """Until when people's data are kept."""
    kept = settings.retention
    return Retention(
        kept.not_selected.after(settings.jury_day, 1), kept.selected.after(settings.programme.end, 1)
    )  # fmt: skip


def require_readable(programme: Programme) -> None:
    """Raises ProblemsFound where settings or roster cannot be read. Faults between files stop no removal: a purge that
    was interrupted leaves a journal of nobody, and the next one takes it away."""
    _ = programme.workspace.settings
    if programme.workspace.export is None:
        raise ProblemsFound(programme.workspace.problems)


def expired(programme: Programme, today: dt.date) -> tuple[str, ...]:
    """The ids whose retention is over, sorted: those neither chosen nor executives first, later everybody."""
    workspace = programme.workspace
    until = retention(workspace.settings)
    if today <= min(until.not_selected, until.selected):
        return ()
    rows = set(workspace.export.roster.ids) if workspace.export else set()
    taking_part = set(workspace.mentees) | set(workspace.mentors)
    if programme.folder.has(SELECTION):
        taking_part |= set(results.read_mentors(programme.folder.read(SELECTION)))
    elif today <= until.selected:
        # Nobody knows who was chosen: nobody goes.
        return ()
    taking_part |= set(_paired(programme).values())
    over = rows - taking_part if today > until.not_selected else set()
    return tuple(sorted(over | (rows | taking_part if today > until.selected else set())))


def remove(programme: Programme, people: Collection[str]) -> Removal:
    """Removes those people; raises ProblemsFound for an id that nobody bears anywhere in the folder."""
    workspace, folder = programme.workspace, programme.folder
    roster = workspace.export.roster if workspace.export else None
    alone = [PurePosixPath(name).stem for place in (JOURNAL, ANSWERS, PLANS) for name in folder.names(place)]
    known = {*(roster.ids if roster else ()), *workspace.mentees, *workspace.mentors, *map(unquote, alone)}
    known |= set(_paired(programme).values())
    unknown = [one for one in people if one not in known]
    if unknown:
        raise ProblemsFound(
            Problem(workspace.settings.roster.file, "unknown_person", {"id": one, "near": near(one, known)})
            for one in unknown
        )
    called = {one: [word for word in (*_names(programme, one), _address(programme, one)) if word and word != one]
              for one in people}  # fmt: skip
    held = forgetting.remains(folder.path, called, _private(workspace))
    if held is not None and not folder.pretend:
        # While their names are still known: a purge that is interrupted must not leave a history nobody can clear.
        forgetting.lay(held)
    done = purge.purge(workspace, people, called)
    return Removal(tuple(sorted(people)), done, held)


def _private(workspace: Workspace) -> tuple[str, ...]:
    """What git should never have been given: tables of people, and documents."""
    settings = workspace.settings
    audit = settings.audit.file if settings.audit else "audit.csv"
    return (settings.roster.file, audit, MARKS, DECISIONS[1], MEANT, f"{OUT}/")


def _paired(programme: Programme) -> dict[str, str]:
    """The pairs on file, also where they are no longer what would be made today."""
    return results.read_pairs(programme.folder.read(PAIRS)) if programme.folder.has(PAIRS) else {}


def _names(programme: Programme, person: str) -> list[str]:
    """What somebody may be called in a text: first name and surname in either order."""
    roster = programme.workspace.export.roster if programme.workspace.export else None
    found = [programme.workspace.name(person)]
    if roster and person in roster.position:
        place = roster.position[person]
        parts = [roster.columns[heading].text(place).strip() for heading in roster.meanings.get("name", ())]
        found += [" ".join(parts), " ".join(reversed(parts))]
    return found


def _address(programme: Programme, person: str) -> str:
    """The e-mail address of somebody, or nothing."""
    workspace = programme.workspace
    if person in workspace.mentees and (told := workspace.mentees[person].value.email):
        return told
    roster = workspace.export.roster if workspace.export else None
    return roster.text("email", roster.position[person]) if roster and person in roster.position else ""
