"""Exports of online forms and forms saved on screen, read into rows that say what each cell tells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rmentor import questions, replies
from rmentor.columns import Column
from rmentor.errors import Problem, ProblemsFound
from rmentor.files import pdfreply, replyfile, tables
from rmentor.files.filled import Filled
from rmentor.files.replyfile import Saved
from rmentor.files.workspace import SETTINGS, Workspace
from rmentor.kits import Question
from rmentor.paper.parts import LETTERS, field_name
from rmentor.people import STATEMENTS
from rmentor.programme import FORMS
from rmentor.replies import Order
from rmentor.values import plain
from rmentor.words import LANGUAGES, words

SAVED = (".json", pdfreply.ENDING)
"""How a form ends that was filled in and saved: our page's file, our PDF."""
_OF_TOPICS = ("needs", "before")
"""Forms that ask for little else than levels."""
_PEOPLE = ("id", "email", "name")

Row = tuple[str, int | None, dict[str, str]]
"""Where a row stands (file, line) and what it tells, by key."""


@dataclass(frozen=True)
class Sheet:
    """An export and what its columns are taken for; `form`: which form it is of, None where that cannot be told."""

    filled: Filled
    form: str | None


@dataclass(frozen=True)
class Settled:
    """What the command line says of every row: the form, which side, the day, the order in dates."""

    form: str | None = None
    who: str | None = None
    on: dt.date | None = None
    order: Order | None = None


def sheet(workspace: Workspace, path: Path, form: str | None) -> Sheet:
    """An export, and what its headings ask; raises ProblemsFound where there is no table in it."""
    table = tables.open_table(path, path.name)
    there = {plain(heading) for heading in table.headings}
    settled = workspace.settings.imports
    kinds = [form] if form else [one for one in FORMS if one in settled]
    fitting = [one for one in kinds if all(plain(heading) in there for heading in settled.get(one, {}).values())]
    form = form or (fitting[0] if len(fitting) == 1 else None)
    labels = {key: one.label or key for key, one in workspace.topics.items()}
    vocabulary = questions.vocabulary([words(language) for language in LANGUAGES])
    columns = questions.read(table.headings, labels, vocabulary, settled.get(form or "", {}))
    form = form or questions.form_of([one.key for one in columns])
    if form in _OF_TOPICS and not workspace.topics:
        raise ProblemsFound([workspace.sources[SETTINGS].problem((), "no_topics")])
    return Sheet(Filled(table, columns, tables.samples(table)), form)


def rows(sheet: Sheet, accepted: Collection[Column], settled: Settled) -> tuple[list[Row], list[Problem]]:
    """The rows of an export, each with its form and its day, and warnings about dates."""
    shown = sheet.filled.table.shown
    form = settled.form or sheet.form or ""
    found: list[Row] = []
    for line, cells in sheet.filled.rows(accepted):
        cells["form"] = cells.get("form") or form
        found.append((shown, line, cells))
    dates = [cells["on"] for _, _, cells in found if cells.get("on")]
    order = settled.order or replies.order_of(dates)
    for _, _, cells in found:
        if cells.get("on") and (day := replies.day(cells["on"], order or "day")):
            cells["on"] = day.isoformat()
    if order is None and replies.ambiguous(dates):
        return found, [Problem(shown, "dates_day_first", {"value": dates[0]}, 1, severity="warning")]
    return found, []


def missing(accepted: Iterable[Column], settled: Settled) -> tuple[str, ...]:
    """What an export must tell and these columns do not."""
    there = {one.key for one in accepted}
    lacking = [] if there & set(_PEOPLE) else ["email"]
    return (*lacking, *([] if "on" in there or settled.on else ["on"]))


def saved(workspace: Workspace, path: Path, settled: Settled) -> tuple[list[Row], list[Problem]]:
    """The rows of a form that was filled in and saved, as a page or as a PDF: one, or one for each module of a quiz;
    and a warning where its day is a guess. Raises ProblemsFound where it is no such form."""
    if path.suffix.casefold() != pdfreply.ENDING:
        return _rows_of(workspace, replyfile.read(path)), []
    read = pdfreply.read(path)
    found = _rows_of(workspace, read)
    written = replies.day(read.fields.get("date", ""), settled.order or "day")
    day = written or settled.on or (dt.date.fromisoformat(read.on) if read.on else None)
    if day is None and found and "date" not in read.fields:
        raise ProblemsFound([Problem(read.shown, "form_without_day")])
    guessed = day is not None and not written and settled.on is None
    warnings = [Problem(read.shown, "day_of_saving", {"day": day}, severity="warning")] if guessed and found else []
    on = {"on": day.isoformat()} if day else {}
    return [(shown, line, {**cells, **on}) for shown, line, cells in found], warnings


def _rows_of(workspace: Workspace, one: Saved) -> list[Row]:
    cells = {"form": one.form, "who": one.who, "mentee": one.mentee, "on": one.on, "session": one.session}
    known = fields(workspace.topics)
    cells |= {known[name]: text for name, text in one.fields.items() if name in known}
    if one.person:
        cells |= dict.fromkeys(_PEOPLE, one.person)
    elif one.who != "mentor":
        cells["id"] = one.mentee
    if one.form != "quiz":
        return [(one.shown, None, cells)]
    modules = workspace.catalogue.modules.values()
    return [(one.shown, None, {**cells, **_quiz(one, module.id, module.questionnaire)}) for module in modules
            if any(name in one.fields for name in _quiz_fields(module.id, module.questionnaire))]  # fmt: skip


def fields(topics: Iterable[str]) -> dict[str, str]:
    """What each field of our own forms tells."""
    found = {one: one for one in ("control", "session", "sessions", "weekdays", "languages", "minutes")}
    found |= {"date": "on", "needs_name": "name"}
    for key, entries in questions.SENTENCES.items():
        found |= {field_name(entry.removeprefix("doc.")): key for entry in entries}
    for (form, who), asked in STATEMENTS.items():
        for one in asked:
            found[field_name(questions.statement_entry(form, who, one).removeprefix("doc."))] = f"mark.{one}"
    heads = ("level", "target", "priority", "then")
    return found | {field_name(f"{head}_{topic}"): f"{head}.{topic}" for topic in topics for head in heads}


def quiz_field(module: str, number: int) -> str:
    """The field of a module's question; questions count from 1."""
    return field_name(f"quiz_{module}_{number}")


def _quiz_fields(module: str, asked: Sequence[Question]) -> dict[str, set[str]]:
    """The fields of a module's questions that have right answers, with the letters of those answers."""
    return {
        quiz_field(module, number): {LETTERS[answer - 1] for answer in one.answer if answer <= len(LETTERS)}
        for number, one in enumerate(asked, 1)
        if one.answer
    }


def _quiz(one: Saved, module: str, asked: Sequence[Question]) -> dict[str, str]:
    """Right answers out of all; what was left blank is wrong."""
    right = _quiz_fields(module, asked)
    count = sum(set(one.fields.get(name, "").split(";")) == answer for name, answer in right.items())
    return {"module": module, "quiz": f"{count}/{len(right)}"}
