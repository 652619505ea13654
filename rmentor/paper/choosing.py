"""Papers with which mentors are looked for: how candidates are heard and marked, what their manager says."""

from __future__ import annotations

from collections.abc import Iterator

from rmentor.paper import blocks as b
from rmentor.paper import parts
from rmentor.paper.explained import Jury
from rmentor.paper.parts import text
from rmentor.paper.writer import Writer

MARKS = ("1", "2", "3", "4", "5")


def interview_grid(writer: Writer) -> Iterator[b.Block]:
    """What every candidate is asked and how answers are marked: the same questions, anchored marks, a work sample."""
    yield b.Title(writer.say("kind.interview_grid"), writer.say("grid.title"), (writer.window(),))
    yield parts.to_fill(writer, "grid.candidate", "grid.rater", "date")
    yield text(writer.say("grid.lead"), lead=True)
    yield b.Heading(writer.say("grid.sample"))
    yield text(writer.say("grid.sample_text"))
    yield parts.lines(writer, "grid.seen", 4, 3)
    yield from _marked(writer, tuple(writer.setting.facts.criteria), asked=True)
    yield text(writer.say("grid.limits"))


def interview_sheet(writer: Writer, jury: Jury, person: int) -> Iterator[b.Block]:
    """The grid for one candidate of the long list; the work sample has a sheet of its own."""
    yield _whose(writer, "interview_sheet", jury, person)
    yield parts.to_fill(writer, "grid.rater", "date")
    yield text(writer.say("grid.lead"), lead=True)
    sampled = _sampled(writer)
    asked = tuple(key for key in writer.setting.facts.criteria if key not in sampled)
    yield from _marked(writer, asked or tuple(writer.setting.facts.criteria), asked=True, noted=True)
    yield parts.lines(writer, "sample.again", 2)
    yield b.Note("", writer.say("sample.back"))
    yield text(writer.say("grid.limits"))


def work_sample(writer: Writer, jury: Jury, person: int) -> Iterator[b.Block]:
    """Ten minutes of one candidate: the clock, what was seen, the criteria that are marked on it, anchored."""
    yield _whose(writer, "work_sample", jury, person)
    yield text(writer.say("sample.lead"), lead=True)
    yield parts.to_fill(writer, "grid.rater", "sample.learner", "date")
    yield b.Heading(writer.say("sample.gesture"))
    yield b.Items(tuple(writer.say(f"sample.gestures.{one}") for one in ("share", "check", "ask")))
    yield parts.lines(writer, "sample.chosen", 1, 3)
    yield b.RunSheet(
        (writer.say("clock"), writer.say("do"), writer.say("say")),
        "",
        tuple(
            b.ClockRow(
                writer.say("from_to", first=first, last=last), (last - first) / 10,
                writer.say(f"sample.do.{step}"), writer.say(f"sample.say.{step}"),
            )
            for step, first, last in (("prepare", 0, 2), ("teach", 2, 8), ("redo", 8, 10))
        ),
    )  # fmt: skip
    yield parts.lines(writer, "sample.seen", 6)
    yield b.NewPage()
    yield from _marked(writer, _sampled(writer) or tuple(writer.setting.facts.criteria), asked=False)
    yield parts.lines(writer, "sample.again", 2)
    yield b.Note("", writer.say("sample.back"))


def _whose(writer: Writer, kind: str, jury: Jury, person: int) -> b.Title:
    one = jury.selection.candidate(person)
    return b.Title(
        writer.say(f"kind.{kind}"),
        writer.set(one.name),
        (writer.say("result.under", id=one.id, window=writer.window()),),
    )


def _sampled(writer: Writer) -> tuple[str, ...]:
    """The criteria that are marked on the work sample: those that say so, else how somebody transmits."""
    criteria = writer.setting.facts.criteria
    told = [key for key, one in criteria.items() if any(piece.source == "work sample" for piece in one.evidence)]
    return tuple(told) or tuple(key for key in criteria if key == "transmission")


def _marked(writer: Writer, keys: tuple[str, ...], *, asked: bool, noted: bool = False) -> Iterator[b.Block]:
    """Criteria to be marked: each with its question, its anchors, room for notes, for the mark and a fact."""
    criteria = writer.setting.facts.criteria
    for key in keys:
        yield b.Heading(writer.set(criteria[key].label or key))
        if asked and f"doc.grid.ask.{key}" in writer.words:
            yield b.Note(writer.label("grid.question"), writer.say(f"grid.ask.{key}"))
        yield from _anchors(writer, key)
        if noted:
            yield parts.lines(writer, "grid.seen", 3, 3, name=parts.field_name(f"seen_{key}"))
        names = (parts.field_name(f"mark_{key}"), parts.field_name(f"because_{key}"))
        yield b.Fields((writer.say("grid.mark"), writer.say("grid.because")), names)


def endorsement(writer: Writer) -> Iterator[b.Block]:
    """What a candidate's manager says: whether the time can be given, and one fact; a mark where one is asked for."""
    facts, words = writer.setting.facts, writer.words
    credit = facts.time
    yield b.Title(writer.say("kind.endorsement"), writer.say("endorse.title"), (writer.window(),))
    yield text(writer.say("endorse.lead"), lead=True)
    yield parts.to_fill(writer, "grid.candidate", "endorse.manager", "date")
    yield b.Numbers((
        (words.number(credit.sessions), writer.say("sessions", count=credit.sessions)),
        (words.number(credit.minutes), writer.say("minutes_each")),
        (words.number(credit.sessions * credit.minutes / 60), writer.say("endorse.hours")),
    ))  # fmt: skip
    window = {"rhythm": writer.rhythm(credit.every), "start": facts.programme.start, "end": facts.programme.end}
    yield b.Points((
        (writer.say("endorse.asks"), writer.say("endorse.asks_text", **window)),
        (writer.say("endorse.gives"), writer.say("endorse.gives_text")),
        (writer.say("endorse.choice"), writer.say("endorse.choice_text", day=facts.jury_day)),
        (writer.say("endorse.secret"), writer.say("endorse.secret_text")),
    ))  # fmt: skip
    choices = (writer.say("endorse.yes"), writer.say("endorse.later"), writer.say("endorse.no"))
    free = b.Question("", writer.say("endorse.free"), choices, name="time", values=("yes", "later", "no"))
    yield b.Questionnaire((free,))
    yield parts.lines(writer, "endorse.why", 1)
    yield from _managers_marks(writer)
    yield parts.lines(writer, "endorse.seen", 3)
    yield b.Note("", writer.say("endorse.reads"))
    yield b.Signatures(
        (("", writer.say("endorse.manager")),), writer.say("date"), writer.say("signature"), "signed"
    )  # fmt: skip


def _managers_marks(writer: Writer) -> Iterator[b.Block]:
    """The criteria for which a manager's mark is evidence, with anchors where the scale is that of the anchors."""
    asked = [
        (key, one, piece)
        for key, one in writer.setting.facts.criteria.items()
        for piece in one.evidence
        if piece.source == "manager"
    ]
    if asked:
        yield b.Heading(writer.say("endorse.mark"))
    for number, (key, criterion, piece) in enumerate(asked, 1):
        low, high = piece.scale
        yield b.Heading(writer.set(criterion.label or key), 3)
        if piece.scale == (1.0, 5.0):
            yield from _anchors(writer, key)
        names = (parts.field_name(f"mark_{key}_{number}"), parts.field_name(f"because_{key}_{number}"))
        yield b.Fields((writer.say("endorse.mark_of", low=low, high=high), writer.say("grid.because")), names)


def _anchors(writer: Writer, key: str) -> Iterator[b.Block]:
    """What each of the five marks looks like, for a criterion that has anchors."""
    if f"anchor.{key}.1" in writer.words:
        yield b.Points(tuple((mark, writer.set(writer.words(f"anchor.{key}.{mark}"))) for mark in MARKS))
