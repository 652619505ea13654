"""What `import answers` does, step by step: read, ask, show, write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import typer

from rmentor import formreading
from rmentor.answering import Answering
from rmentor.commands.opening import closed, opened
from rmentor.commands.recording import day
from rmentor.errors import Problem, ProblemsFound
from rmentor.files import filled
from rmentor.formreading import SAVED, Row, Settled
from rmentor.harvest import Batch
from rmentor.programme import FORMS
from rmentor.replies import Order
from rmentor.steps import Programme, Written
from rmentor.terminal import Terminal
from rmentor.views import answers as view
from rmentor.views import filled as columns
from rmentor.views.answers import Read

_TABLES = (".csv", ".xlsx")


@dataclass(frozen=True)
class Asked:
    """The options of `import answers`, as typed."""

    form: str | None
    who: str | None
    on: str | None
    dates: str | None
    yes: bool
    sure: bool
    dry_run: bool
    people: tuple[str, ...] = ()


def take(terminal: Terminal, files: Sequence[Path], asked: Asked) -> None:
    """Reads all files, then writes what is new in them."""
    if asked.form is not None and asked.form not in FORMS:
        raise typer.BadParameter(f"'{asked.form}' is not one of {', '.join(FORMS)}.", param_hint="--form")
    settled = Settled(asked.form, asked.who, day(asked.on) if asked.on else None, cast("Order | None", asked.dates))
    programme = opened(terminal, pretend=asked.dry_run)
    programme.require_sound_inputs(kits=True)
    desk = Answering(programme)
    for written_down, identity in map(_meant, asked.people):
        desk.say_meant(written_down, identity)
    read, rows = _gathered(terminal, programme, list(_files(files)), settled, columns.Guesses(asked.yes, asked.sure))
    batch = desk.batch(rows, settled, view.asker(terminal, desk))
    needs, levels = _wanted(terminal, desk, batch, asked)
    done = desk.into_mentees(programme, batch, needs=needs, levels=levels)
    done += desk.into_answers(batch, needs=needs)
    for one in read:
        if one.sheet is not None and (kept := filled.remember(programme.folder, one.form, one.accepted)):
            done.append(kept)
    if kept := desk.into_memory():
        done.append(kept)
    written = [Written(one.name, one.changed) for one in done]
    programme.warnings += [
        *(problem for one in read for problem in one.warnings),
        *batch.warnings,
        *desk.said_of_nobody(),
    ]
    told = view.Told(read, batch, [one.name for one in written if one.changed], needs=needs, levels=levels,
                     meant=desk.used_meant, newly=desk.to_remember)  # fmt: skip
    view.show(terminal, programme, told, dry_run=asked.dry_run)
    closed(terminal, programme, [] if terminal.json else written, dry_run=asked.dry_run and not terminal.json)


def _meant(given: str) -> tuple[str, str]:
    """Who is meant, as typed: what is written, `=`, an id or nothing. What is written may hold `=` itself."""
    told, sign, identity = given.rpartition("=")
    if not sign or not told.strip():
        raise typer.BadParameter(f"'{given}' is not WRITTEN=ID.", param_hint="--person")
    return told.strip(), identity.strip()


def _files(given: Sequence[Path]) -> Iterator[Path]:
    """The files named, and those in the folders named."""
    for path in given:
        if path.is_dir():
            yield from sorted(one for one in path.iterdir() if one.suffix.casefold() in (*SAVED, *_TABLES))
        else:
            yield path


def _gathered(
    terminal: Terminal, programme: Programme, files: Sequence[Path], settled: Settled, guesses: columns.Guesses
) -> tuple[list[Read], list[Row]]:
    """The rows of all files; raises ProblemsFound with what is wrong with any of them."""
    read: list[Read] = []
    rows: list[Row] = []
    problems: list[Problem] = []
    for path in files:
        try:
            if path.suffix.casefold() in SAVED:
                found, warnings = formreading.saved(programme.workspace, path, settled)
                read.append(Read(path.name, "", warnings=tuple(warnings)))
                rows += found
                continue
            one, found = _sheet(terminal, programme, path, settled, guesses)
            read.append(one)
            rows += found
        except ProblemsFound as stop:
            problems += stop.problems
    if problems:
        raise ProblemsFound(problems)
    return read, rows


def _sheet(
    terminal: Terminal, programme: Programme, path: Path, settled: Settled, guesses: columns.Guesses
) -> tuple[Read, list[Row]]:
    sheet = formreading.sheet(programme.workspace, path, settled.form)
    keys = {one.key for one in sheet.filled.columns}
    form = sheet.form or ("" if "form" in keys else view.ask_form(terminal, path.name))
    if form is None:
        raise ProblemsFound([Problem(path.name, "form_unclear", {"choices": list(FORMS)}, 1)])
    if form and form != sheet.form:
        sheet = formreading.sheet(programme.workspace, path, form)
    names = view.names(terminal, programme)
    accepted = columns.accepted(
        terminal, sheet.filled, form or "needs", guesses, lambda taken: formreading.missing(taken, settled), names
    )
    rows, warnings = formreading.rows(sheet, accepted, settled)
    return Read(path.name, form or "needs", sheet, accepted, tuple(warnings)), rows


def _wanted(terminal: Terminal, desk: Answering, batch: Batch, asked: Asked) -> tuple[bool, bool]:
    """Whether needs and new levels are to be written: needs, unless somebody at a terminal says no; new levels only
    where somebody says yes."""
    wanted = {}
    for what in ("needs", "levels"):
        trial, edits = desk.tried(batch, needs=what == "needs", levels=what == "levels")
        if not edits or asked.dry_run:
            wanted[what] = what == "needs" or asked.yes
            continue
        view.difference(terminal, trial.folder, [one.name for one in edits])
        wanted[what] = view.confirmed(terminal, what, len(edits), yes=asked.yes)
    return wanted["needs"], wanted["levels"]
