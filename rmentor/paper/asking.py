"""What people are asked before there are pairs: the executive's needs, the candidate's application.

Blank sheets, one for everybody: what they ask for is what `mentees/<id>.yaml` and the roster take.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from rmentor.paper import blocks as b
from rmentor.paper import parts
from rmentor.paper.parts import text
from rmentor.paper.writer import Writer
from rmentor.values import WEEKDAYS

_PRIORITY = ("1", "2", "3")


def needs(writer: Writer) -> Iterator[b.Block]:
    """What an executive can do alone today, wants to be able to do, and what matters most; when they can meet."""
    yield b.Title(writer.say("kind.needs"), writer.say("needs.title"), (writer.window(),))
    yield text(writer.say("needs.lead"), lead=True)
    yield parts.to_fill(writer, "needs.name", "needs.role", "date")
    topics = list(writer.setting.topics)
    if topics:
        low, high = writer.marks(topics)
        marks = tuple(str(mark) for mark in range(low, high + 1))
        ends = (writer.say("forms.lowest", mark=low), writer.say("forms.highest", mark=high))
        yield _by_topic(writer, topics, "needs.today", "level", marks, ends, "control")
        yield _by_topic(writer, topics, "needs.wanted", "target", marks, ends)
        ends = (writer.say("needs.least"), writer.say("needs.most"))
        yield _by_topic(writer, topics, "needs.priority", "priority", _PRIORITY, ends)
    yield parts.lines(writer, "needs.task", 2)
    yield b.Questionnaire((_weekdays(writer), _sessions(writer)))
    yield parts.lines(writer, "needs.when", 2)
    yield parts.lines(writer, "needs.people", 1)
    yield b.Note("", writer.say("needs.private"))


def application(writer: Writer) -> Iterator[b.Block]:
    """A candidate's application: who, what they could teach, what they have done and taught, when they may."""
    facts = writer.setting.facts
    yield b.Title(writer.say("kind.application"), writer.say("apply.title"), (writer.window(),))
    yield text(writer.say("apply.lead"), lead=True)
    yield parts.to_fill(
        writer, "apply.name", "apply.id", "apply.department", "apply.site", "apply.languages", "apply.manager"
    )
    topics = list(writer.setting.topics)
    if topics:
        low, high = writer.marks(topics)
        marks = tuple(str(mark) for mark in range(low, high + 1))
        ends = (writer.say("forms.lowest", mark=low), writer.say("forms.highest", mark=high))
        yield _by_topic(writer, topics, "apply.level", "level", marks, ends)
    yield parts.lines(writer, "apply.done", 3)
    yield parts.lines(writer, "apply.taught", 3)
    yield parts.lines(writer, "apply.said", 3)
    yield parts.lines(writer, "apply.why", 2)
    yield b.Note(
        writer.label("call.data"), writer.say("call.data_text", kept=writer.span(facts.retention.not_selected))
    )
    yield b.Signatures(
        ((writer.say("apply.candidate"), writer.say("apply.free")),
         (writer.say("apply.manager"), writer.say("apply.time"))),
        writer.say("date"), writer.say("signature"), "signed",
    )  # fmt: skip


def _by_topic(
    writer: Writer,
    topics: list[str],
    key: str,
    name: str,
    marks: tuple[str, ...],
    ends: tuple[str, str],
    more: str = "",
) -> b.Ratings:
    """One question asked of each topic; `more` names the field that asks it of what nobody teaches."""
    asked = writer.say(key)
    rows = [(writer.topic(topic), parts.field_name(f"{name}_{topic}")) for topic in topics]
    rows += [(writer.say("forms.control"), more)] if more else []
    return b.Ratings(asked, asked, tuple(row for row, _ in rows), marks, ends, tuple(name for _, name in rows))


def _weekdays(writer: Writer) -> b.Question:
    """The days on which somebody can meet; several may be ticked."""
    monday = dt.date(2024, 1, 1)
    names = tuple(writer.words.day(monday + dt.timedelta(days=one), "EEEE") for one in range(5))
    return b.Question("", writer.say("needs.days"), names, several=True, name="weekdays", values=WEEKDAYS[:5])


def _sessions(writer: Writer) -> b.Question:
    """How many sessions somebody gives at most."""
    numbers = tuple(str(one) for one in range(2, 9))
    return b.Question("", writer.say("needs.sessions"), (), numbers, name="sessions", values=numbers)
