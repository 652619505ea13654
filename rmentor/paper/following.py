"""The sheets on which a programme is followed, session by session and at its stations: filled in by hand."""

from __future__ import annotations

from collections.abc import Iterator

from rmentor.outcomes import Session
from rmentor.paper import blocks as b
from rmentor.paper import parts
from rmentor.paper.parts import text
from rmentor.paper.writer import PairPlan, Writer

_ELEVEN = tuple(str(mark) for mark in range(11))


# --- one session ---


def session_sheet(writer: Writer, pair: PairPlan, session: Session) -> Iterator[b.Block]:
    """What both write down together at the end of a session."""
    yield b.Title(
        writer.say("kind.session_sheet"),
        writer.say("session_title", number=session.number),
        (writer.both(pair), writer.when(session)),
    )
    yield parts.to_fill(writer, "sheet.held_on", "sheet.from_to", "sheet.place")
    if session.modules:
        yield b.Ratings(
            writer.say("sheet.modules"),
            writer.say("sheet.modules"),
            tuple(
                f"{writer.set(writer.title(one.id))} ({writer.say('minutes', count=one.minutes)})"
                for one in session.modules
            ),
            (writer.say("sheet.done"), writer.say("sheet.again")),
            (writer.say("sheet.done_means"), writer.say("sheet.again_means")),
            tuple(parts.field_name(f"module_{one.id}") for one in session.modules),
            ("done", "again"),
        )
    yield parts.lines(writer, "sheet.since", 2)
    yield parts.lines(writer, "sheet.keep", 3)
    yield parts.lines(writer, "sheet.step", 2)
    following = pair.after(session)
    yield b.Note(writer.label("sheet.next"), writer.when(following) if following else writer.say("sheet.last"))
    yield b.Note("", writer.say("sheet.private"))


def action_card(writer: Writer, pair: PairPlan, session: Session) -> Iterator[b.Block]:
    """A card the executive keeps until the next session: one step, and how to know that it is done."""
    following = pair.after(session)
    by = writer.when(following) if following and following.start else writer.say("card.in_two_weeks")
    modules = parts.modules(writer, session)
    yield b.Title(
        writer.say("kind.action_card"),
        writer.set(pair.mentee.name),
        (writer.say("session_title", number=session.number) + " · " + writer.when(session),),
    )
    for number, module in enumerate(modules, 1):
        marks = [one for exercise in module.exercises[:1] for one in writer.all(exercise.success)]
        rows = [
            (writer.say("card.step"), "", 2),
            (writer.say("card.before"), by, 0),
            (writer.say("card.success"), " ".join(marks[:2]), 0 if marks else 1),
        ]
        if module.teach_back:
            rows.append((writer.say("card.teach"), writer.set(module.teach_back), 0))
        yield b.Card(writer.say("card.label"), writer.set(module.title), tuple(rows), f"step_{number}")


# --- the stations ---


def fit_check(writer: Writer, pair: PairPlan, side: str) -> Iterator[b.Block]:
    """After the first session: is the pair well made? Asked of each side apart."""
    yield _asked(writer, pair, side, "fit_check")
    yield text(writer.say("fit.why"))
    statements = (
        ("fit.mentee.ease", "fit.mentee.clear", "fit.mentee.pace", "fit.mentee.time", "fit.mentee.use")
        if side == "mentee"
        else ("fit.mentor.ease", "fit.mentor.lead", "fit.mentor.pace", "fit.mentor.time", "fit.mentor.ready")
    )
    yield parts.agreement(writer, statements)
    yield _choice(writer, "fit.verdict", "fit.good", "fit.adjust", "fit.change")
    yield parts.lines(writer, "fit.what", 3)
    yield b.Note("", writer.say("fit.private"))


def mid_term(writer: Writer, pair: PairPlan, side: str) -> Iterator[b.Block]:
    """Half-way: where each stands, what to change for the rest."""
    yield _asked(writer, pair, side, "mid_term")
    if side == "mentee":
        yield from _levels(writer, pair)
    else:
        yield parts.agreement(
            writer, ("mid.mentor.prepared", "mid.mentor.confident", "mid.mentor.respected", "mid.mentor.supported")
        )
    yield parts.lines(writer, "mid.works", 3)
    yield parts.lines(writer, "mid.change", 3)
    if side == "mentee":
        yield _choice(writer, "mid.credit", "mid.fewer", "mid.same", "mid.more")
    yield b.Note("", writer.say("forms.private"))


def closing(writer: Writer, pair: PairPlan, side: str) -> Iterator[b.Block]:
    """At the end: levels again, what it changed, whether one would recommend it."""
    yield _asked(writer, pair, side, "closing")
    if side == "mentee":
        yield from _levels(writer, pair)
        yield parts.lines(writer, "end.mentee.changed", 3)
        yield parts.lines(writer, "end.mentee.taught", 2)
    else:
        yield parts.agreement(
            writer, ("end.mentor.learnt", "end.mentor.voice", "end.mentor.recognised", "end.mentor.again")
        )
        yield parts.lines(writer, "end.mentor.gained", 3)
        yield parts.lines(writer, "end.mentor.kit", 3)
    yield b.Questionnaire(
        (b.Question("", writer.say("end.recommend"), (), _ELEVEN, name="end_recommend", values=_ELEVEN),)
    )
    yield parts.lines(writer, "end.advice", 2)
    yield b.Note("", writer.say("forms.private"))


def _asked(writer: Writer, pair: PairPlan, side: str, kind: str) -> b.Title:
    person, other = (pair.mentee, pair.mentor) if side == "mentee" else (pair.mentor, pair.mentee)
    beside = (
        writer.say("with_mentor", name=other.name) if side == "mentee" else writer.say("with_mentee", name=other.name)
    )
    return b.Title(writer.say(f"kind.{kind}"), writer.set(person.name), (beside,))


def _choice(writer: Writer, key: str, *choices: str) -> b.Questionnaire:
    """One question, one answer; the answers' values are the last words of their keys."""
    told = tuple(writer.say(one) for one in choices)
    values = tuple(one.rpartition(".")[2] for one in choices)
    return b.Questionnaire((b.Question("", writer.say(key), told, name=parts.field_name(key), values=values),))


def _levels(writer: Writer, pair: PairPlan) -> Iterator[b.Block]:
    """Each topic of the plan on its own scale, and one thing that the programme does not teach."""
    if not pair.plan.levels:
        return
    low, high = writer.marks(pair.plan.levels)
    marks = tuple(str(mark) for mark in range(low, high + 1))
    rows = [
        writer.say("forms.topic", topic=writer.topic(key), before=level.before, target=level.target)
        for key, level in pair.plan.levels.items()
    ]
    yield b.Heading(writer.say("forms.levels"))
    yield b.Ratings(
        writer.say("forms.levels"),
        writer.say("forms.today"),
        (*rows, writer.say("forms.control")),
        marks,
        (writer.say("forms.lowest", mark=marks[0]), writer.say("forms.highest", mark=marks[-1])),
        (*(parts.field_name(f"level_{key}") for key in pair.plan.levels), "control"),
    )
