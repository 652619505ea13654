"""What people are asked before there are pairs: the executive's needs, the candidate's application.

Blank sheets, one for everybody: what they ask for is what `mentees/<id>.yaml` and the roster take.
"""

from __future__ import annotations

from collections.abc import Iterator

from rmentor.paper import blocks as b
from rmentor.paper import parts
from rmentor.paper.parts import text
from rmentor.paper.writer import Writer

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
        yield _by_topic(writer, topics, "needs.today", "level", marks, ends)
        yield _by_topic(writer, topics, "needs.wanted", "target", marks, ends)
        ends = (writer.say("needs.least"), writer.say("needs.most"))
        yield _by_topic(writer, topics, "needs.priority", "priority", _PRIORITY, ends)
    yield parts.lines(writer, "needs.task", 2)
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
    writer: Writer, topics: list[str], key: str, name: str, marks: tuple[str, ...], ends: tuple[str, str]
) -> b.Ratings:
    """One question asked of each topic."""
    asked = writer.say(key)
    names = tuple(parts.field_name(f"{name}_{topic}") for topic in topics)
    return b.Ratings(asked, asked, tuple(writer.topic(topic) for topic in topics), marks, ends, names)
