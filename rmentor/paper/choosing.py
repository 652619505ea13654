"""Papers that go with choosing people at work: the interview grid, what candidates are told, the register's entry."""

from __future__ import annotations

from collections.abc import Iterator

from rmentor.paper import blocks as b
from rmentor.paper import parts
from rmentor.paper.parts import text
from rmentor.paper.writer import Writer

MARKS = ("1", "2", "3", "4", "5")


def interview_grid(writer: Writer) -> Iterator[b.Block]:
    """What every candidate is asked and how answers are marked: the same questions, anchored marks, a work sample."""
    criteria = writer.setting.facts.criteria
    yield b.Title(writer.say("kind.interview_grid"), writer.say("grid.title"), (writer.window(),))
    yield parts.to_fill(writer, "grid.candidate", "grid.rater", "date")
    yield text(writer.say("grid.lead"), lead=True)
    yield b.Heading(writer.say("grid.sample"))
    yield text(writer.say("grid.sample_text"))
    yield parts.lines(writer, "grid.seen", 4, 3)
    for key, criterion in criteria.items():
        yield b.Heading(writer.set(criterion.label or key))
        if f"doc.grid.ask.{key}" in writer.words:
            yield b.Note(writer.say("grid.question"), writer.say(f"grid.ask.{key}"))
        if f"anchor.{key}.1" in writer.words:
            yield b.Points(tuple((mark, writer.set(writer.words(f"anchor.{key}.{mark}"))) for mark in MARKS))
        names = (parts.field_name(f"mark_{key}"), parts.field_name(f"because_{key}"))
        yield b.Fields((writer.say("grid.mark"), writer.say("grid.because")), names)
    yield text(writer.say("grid.limits"))


def candidate_notice(writer: Writer) -> Iterator[b.Block]:
    """What candidates and the works council are told before: what is used, how it counts, who decides, what one may
    ask for."""
    facts = writer.setting.facts
    total = sum(one.weight for one in facts.criteria.values())
    yield b.Title(writer.say("kind.candidate_notice"), writer.say("notice.title"), (writer.window(),))
    yield b.Note(writer.say("notice.check"), writer.say("notice.check_text"))
    yield text(writer.say("notice.lead", client=writer.setting.house), lead=True)
    yield b.Heading(writer.say("notice.used"))
    yield b.Table(
        writer.say("notice.used"),
        (writer.say("notice.criterion"), writer.say("notice.weight"), writer.say("notice.evidence")),
        tuple(
            (
                writer.set(one.label or key),
                writer.set(writer.words("percent", share=one.weight / total)),
                writer.set(" · ".join(piece.column for piece in one.evidence)),
            )
            for key, one in facts.criteria.items()
        ),
        (0.34, 0.16, 0.5),
    )
    yield b.Points((
        (writer.say("notice.never"), writer.say("notice.never_text")),
        (writer.say("notice.decides"), writer.say("notice.decides_text", day=facts.jury_day)),
        (writer.say("notice.machine"), writer.say("notice.machine_text")),
        (writer.say("notice.rights"), writer.say("notice.rights_text")),
        (writer.say("notice.kept"),
         writer.say("notice.kept_text", refused=writer.span(facts.retention.not_selected),
                    chosen=writer.span(facts.retention.selected))),
    ))  # fmt: skip
    yield b.Fields((writer.say("notice.controller"), writer.say("notice.officer")))


def register_entry(writer: Writer) -> Iterator[b.Block]:
    """The entry in the register of processing activities (GDPR, article 30), with what only the client knows left to be
    filled in."""
    facts = writer.setting.facts
    yield b.Title(writer.say("kind.register_entry"), writer.set(writer.setting.programme), (writer.window(),))
    yield b.Note(writer.say("notice.check"), writer.say("notice.check_text"))
    yield b.Points((
        (writer.say("register.purpose"), writer.say("register.purpose_text", client=writer.setting.house)),
        (writer.say("register.people"), writer.say("register.people_text")),
        (writer.say("register.data"), writer.say("register.data_text")),
        (writer.say("register.source"), writer.say("register.source_text")),
        (writer.say("register.readers"), writer.say("register.readers_text")),
        (writer.say("register.abroad"), writer.say("register.abroad_text")),
        (writer.say("notice.kept"),
         writer.say("notice.kept_text", refused=writer.span(facts.retention.not_selected),
                    chosen=writer.span(facts.retention.selected))),
        (writer.say("register.safety"), writer.say("register.safety_text")),
    ))  # fmt: skip
    yield b.Lines(writer.say("register.basis"), 2)
    yield b.Fields((writer.say("notice.controller"), writer.say("notice.officer"), writer.say("date")))
