"""What people answered, in a terminal: how headings were understood, differences before they are made, the count."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import typer

from rmentor.answering import Answering, WhoIs
from rmentor.columns import Column
from rmentor.errors import Problem
from rmentor.files.folder import Folder
from rmentor.files.workspace import MEANT
from rmentor.formreading import Sheet
from rmentor.harvest import Batch, Given
from rmentor.people import STATEMENTS
from rmentor.programme import FORMS
from rmentor.questions import SENTENCES, statement_entry
from rmentor.steps import Programme
from rmentor.terminal import Terminal, grid
from rmentor.views import filled

MOST_SHOWN = 20
"""Differences of more files are counted; `--dry-run` shows all."""


@dataclass(frozen=True)
class Read:
    """One file that was read: its form, and how its columns were understood (None: a saved form)."""

    shown: str
    form: str
    sheet: Sheet | None = None
    accepted: tuple[Column, ...] = ()
    warnings: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Told:
    """What there is to tell: the files, what they gave, what was written."""

    read: Sequence[Read]
    batch: Batch
    written: Sequence[str]
    needs: bool
    levels: bool
    meant: Mapping[str, str] = field(default_factory=dict)
    """Who was meant by what is written, where nobody was found by it; blank: left out."""
    newly: Collection[str] = ()
    """What of it was said now, and is remembered."""


def names(terminal: Terminal, programme: Programme) -> filled.Names:
    """What each column of a form tells."""
    topics = programme.workspace.topics
    words = terminal.words

    def name(key: str) -> str:
        head, _, what = key.partition(".")
        if head in ("level", "target", "priority", "then"):
            label = topics[what].label or what if what in topics else what
            return words(f"answers.by_topic.{head}", topic=label)
        if head == "mark":
            return words(_entry_of(what))
        if key in SENTENCES and head == "remark":
            return words(SENTENCES[key][0])
        return what if head == "remark" else words(f"answers.heading.{key}")

    return name


def _entry_of(statement: str) -> str:
    return next(statement_entry(form, who, one) for (form, who), asked in STATEMENTS.items() for one in asked
                if one == statement)  # fmt: skip


def ask_form(terminal: Terminal, shown: str) -> str | None:
    """Which form a file is of, asked at a terminal; None where nobody can be asked."""
    if not terminal.interactive:
        return None
    while True:
        answer = str(
            typer.prompt(terminal.words("answers.ask_form", file=shown, choices=list(FORMS)), err=True)
        ).strip()
        if answer in FORMS:
            return answer


def asker(terminal: Terminal, desk: Answering) -> WhoIs:
    """Asks at a terminal who somebody is; nobody can be asked elsewhere."""

    def ask(shown: str, line: int | None, told: str) -> str | None:
        if not terminal.interactive:
            return None
        question = terminal.words("answers.ask_who", told=told, place=shown if line is None else f"{shown}:{line}")
        while True:
            answer = str(typer.prompt(question, default="", show_default=False, err=True)).strip()
            if not answer or answer in desk.directory.people:
                return answer

    return ask


def difference(terminal: Terminal, folder: Folder, files: Sequence[str]) -> None:
    """What would change in people's files, before it does."""
    if terminal.json:
        return
    for name in files[:MOST_SHOWN]:
        path = folder.at(name)
        old = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
        new = (folder.pretended.get(name) or b"").decode().splitlines()
        for line in difflib.unified_diff(old, new, name, name, lineterm="", n=1):
            terminal.result(line)
    if len(files) > MOST_SHOWN:
        terminal.note(terminal.words("answers.more_files", count=len(files) - MOST_SHOWN))


def confirmed(terminal: Terminal, what: str, count: int, *, yes: bool) -> bool:
    """Whether differences are to be made. Without a terminal needs are, new levels only with `--yes`."""
    if yes or not terminal.interactive:
        return yes or what == "needs"
    return terminal.agreed(terminal.words(f"answers.confirm_{what}", count=count))


def show(terminal: Terminal, programme: Programme, told: Told, *, dry_run: bool) -> None:
    """The answers by form and side, and what was left."""
    words, batch = terminal.words, told.batch
    if terminal.json:
        terminal.data(_data(told))
        return
    for one in told.read:
        if one.sheet is not None:
            filled.show(terminal, one.sheet.filled, one.accepted, names(terminal, programme))
    counted = Counter((answer.form, answer.who) for one in batch.new for answer in one.answers)
    if counted:
        headings = [
            (words("answers.told.form"), "left"),
            (words("answers.told.who"), "left"),
            (words("answers.told.count"), "right"),
        ]
        rows = [[words(f"answers.form.{form}"), words(f"answers.who.{who}"), words.number(counted[form, who])]
                for form, who in sorted(counted, key=lambda one: (FORMS.index(one[0]), one[1]))]  # fmt: skip
        terminal.table(grid(headings, rows))  # type: ignore[arg-type]
    elif not told.written:
        terminal.result(words("run.nothing"))
    needs = sum(one.needs is not None for one in batch.new)
    _meant(terminal, programme, told, dry_run=dry_run)
    fields = {"new": len(batch.new), "there": batch.there, "blank": batch.blank, "left": batch.left}
    terminal.note(words("answers.counted", **fields))
    if needs and not told.needs:
        terminal.note(words("answers.needs_not_wanted", count=needs))
    if batch.levels and not told.levels:
        terminal.note(words("answers.levels_offered", count=len(batch.levels)))
    if told.written and not dry_run:
        terminal.note(words("answers.undo"))
        terminal.next("run" if any(name.startswith("mentees/") for name in told.written) else "report")


def _meant(terminal: Terminal, programme: Programme, told: Told, *, dry_run: bool) -> None:
    """Whom rows were taken for that name nobody; nothing of it goes without saying."""
    for written, identity in told.meant.items():
        if identity:
            name = programme.workspace.name(identity)
            terminal.note(terminal.words("answers.meant", told=written, name=name, id=identity))
        else:
            terminal.note(terminal.words("answers.meant_nobody", told=written))
    if told.newly and not dry_run:
        terminal.note(terminal.words("answers.meant_kept", file=MEANT, count=len(told.newly)))


def _data(told: Told) -> dict[str, object]:
    batch = told.batch
    return {
        "version": 1,
        "files": [
            {"file": one.shown, "form": one.form or None,
             **(filled.data(one.sheet.filled, one.accepted) if one.sheet else {"columns": [], "unused": []})}
            for one in told.read
        ],
        "answers": [_given(one) for one in batch.new],
        "needs": sorted(one.mentee for one in batch.new if one.needs is not None),
        "people": [{"told": written, "id": identity or None, "new": written in told.newly}
                   for written, identity in told.meant.items()],
        "levels": sorted({one.mentee for one in batch.levels}),
        "there": batch.there, "blank": batch.blank, "left": batch.left, "written": list(told.written),
    }  # fmt: skip


def _given(one: Given) -> dict[str, object]:
    """One row that gave something new, without what was answered."""
    return {"file": one.shown, "line": one.line, "mentee": one.mentee, "who": one.who, "on": one.on.isoformat(),
            "forms": [answer.form for answer in one.answers]}  # fmt: skip
