"""What replies amount to: answers to be kept, changes of an executive's needs, the last of several."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rmentor.errors import Problem
from rmentor.people import Answer, Mentee, Need
from rmentor.replies import Reply

NEEDS, NEW_LEVELS = "needs", "mid-term"
"""The form that says what is needed, and the one whose levels an executive's file may take over."""
Change = tuple[tuple[str, ...], object]
"""A place in an executive's file, and its new value."""
Key = tuple[object, ...]


@dataclass(frozen=True)
class Given:
    """One row understood: whose programme it is about, the answers it gives, and the needs."""

    shown: str
    line: int | None
    mentee: str
    who: str
    on: dt.date
    form: str
    answers: tuple[Answer, ...] = ()
    needs: Reply | None = None


@dataclass(frozen=True)
class Batch:
    """All that was read: what is new, how much was there before, how many rows were left out or blank."""

    new: tuple[Given, ...]
    there: int = 0
    blank: int = 0
    left: int = 0
    levels: tuple[Given, ...] = ()
    warnings: tuple[Problem, ...] = field(default=())


def answers(form: str, who: str, day: dt.date, reply: Reply) -> Iterator[Answer]:
    """The answers that a reply stands for: levels of the needs form are the state before, those of the closing form the
    state after."""
    rest = {
        "session": reply.session, "module": reply.module, "marks": reply.marks, "quiz": reply.quiz, "fit": reply.fit,
        "credit": reply.credit, "recommend": reply.recommend, "remarks": reply.remarks,
    }  # fmt: skip
    levels: dict[str, object] = {"levels": reply.levels, "then": reply.then, "control": reply.control}
    if form == NEEDS:
        levels["remarks"] = reply.remarks
    level_form = {NEEDS: "before", "closing": "after"}.get(form)
    if level_form is None:
        yield Answer.model_validate({"form": form, "on": day, "who": who, **rest, **levels})
        return
    if any(map(_says, levels.values())):
        yield Answer.model_validate({"form": level_form, "on": day, "who": who, **levels})
    if form != NEEDS and any(map(_says, rest.values())):
        yield Answer.model_validate({"form": form, "on": day, "who": who, **rest})


def _says(value: object) -> bool:
    return value is not None and value != {}


def key(one: Answer) -> Key:
    """What an answer is about: two of one key and the same content are one answer."""
    return one.form, one.on, one.who, one.session, one.module


def last_of_each(given: Sequence[Given]) -> tuple[list[Given], list[Problem]]:
    """Of several answers by one person to one form the last counts, and the others are told."""
    last: dict[Key, Given] = {}
    again = []
    for one in given:
        parts = tuple((answer.session, answer.module) for answer in one.answers)
        key = (one.mentee, one.who, one.form, parts)
        before = last.get(key)
        if before is not None:
            early, late = sorted((before, one), key=lambda each: each.on)
            place = late.line if late.line is not None else late.shown
            fields = {"id": one.mentee, "later": place}
            again.append(Problem(early.shown, "answered_again", fields, early.line, severity="warning"))
            one = late
        last[key] = one
    return list(last.values()), again


def changes(mentee: Mentee, needs: Reply, day: dt.date, start: dt.date) -> Iterator[Change]:
    """The places of an executive's file that needs answered on a day change, with their new values.

    Once the programme has begun a level holds since its day: what was taught since then is added to it. One that the
    file says later stays.
    """
    since = {"on": day} if day >= start else {}
    for topic in dict.fromkeys((*needs.levels, *needs.targets)):
        old = mentee.topics.get(topic)
        level, target = needs.levels.get(topic), needs.targets.get(topic)
        priority = needs.priorities.get(topic)
        if old is None:
            if target is not None:
                told = {"level": _number(level or 0.0), "target": _number(target)}
                yield ("topics", topic), told | ({"priority": priority} if priority else {}) | since
            continue
        if level is not None and level != old.level and (old.on is None or old.on <= day):
            yield ("topics", topic, "level"), _number(level)
            if since:
                yield ("topics", topic, "on"), day
        if target is not None and target != old.target:
            yield ("topics", topic, "target"), _number(target)
        if priority is not None and priority != old.priority:
            yield ("topics", topic, "priority"), priority
    for key in ("sessions", "minutes"):
        if (count := getattr(needs, key)) is not None and count != getattr(mentee.time, key):
            yield ("time", key), count
    if needs.weekdays and needs.weekdays != mentee.time.weekdays:
        yield ("time", "weekdays"), list(needs.weekdays)
    if needs.languages and needs.languages != mentee.languages:
        yield ("languages",), list(needs.languages)


def new_levels(needs: Mapping[str, Need], given: Given) -> Iterator[Change]:
    """Where an executive says to stand elsewhere on a need than the file says, later than the file says it."""
    if given.form != NEW_LEVELS or given.who != "mentee":
        return
    for answer in given.answers:
        for topic, level in answer.levels.items():
            need = needs.get(topic)
            if need is not None and (need.on is None or need.on < given.on) and need.level != level:
                yield ("topics", topic, "level"), _number(level)
                yield ("topics", topic, "on"), given.on


def _number(value: float) -> int | float:
    return int(value) if value == int(value) else value
