"""The sheets on which a programme is followed, session by session and at its stations: filled in by hand."""

from __future__ import annotations

from collections.abc import Iterator

from rmentor.outcomes import Session
from rmentor.paper import blocks as b
from rmentor.paper import parts
from rmentor.paper.parts import text
from rmentor.paper.writer import PairPlan, Writer

_FIVE = ("1", "2", "3", "4", "5")
_ELEVEN = tuple(str(mark) for mark in range(11))


# --- one session ---


def session_sheet(writer: Writer, pair: PairPlan, session: Session) -> Iterator[b.Block]:
    """What both write down together at the end of a session."""
    yield b.Title(
        writer.say("kind.session_sheet"),
        writer.say("session_title", number=session.number),
        (writer.both(pair), writer.when(session)),
    )
    yield b.Fields((writer.say("sheet.held_on"), writer.say("sheet.from_to"), writer.say("sheet.place")))
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
        )
    yield b.Lines(writer.say("sheet.since"), 2)
    yield b.Lines(writer.say("sheet.keep"), 3)
    yield b.Lines(writer.say("sheet.step"), 2)
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
    for module in modules:
        marks = [one for exercise in module.exercises[:1] for one in writer.all(exercise.success)]
        rows = [
            (writer.say("card.step"), "", 2),
            (writer.say("card.before"), by, 0),
            (writer.say("card.success"), " ".join(marks[:2]), 0 if marks else 1),
        ]
        if module.teach_back:
            rows.append((writer.say("card.teach"), writer.set(module.teach_back), 0))
        yield b.Card(writer.say("card.label"), writer.set(module.title), tuple(rows))


# --- the stations ---


def fit_check(writer: Writer, pair: PairPlan, side: str) -> Iterator[b.Block]:
    """After the first session: is the pair well made? Asked of each side apart."""
    yield _asked(writer, pair, side, "fit_check")
    yield text(writer.say("fit.why"))
    statements = (
        (
            writer.say("fit.mentee.ease"),
            writer.say("fit.mentee.clear"),
            writer.say("fit.mentee.pace"),
            writer.say("fit.mentee.time"),
            writer.say("fit.mentee.use"),
        )
        if side == "mentee"
        else (
            writer.say("fit.mentor.ease"),
            writer.say("fit.mentor.lead"),
            writer.say("fit.mentor.pace"),
            writer.say("fit.mentor.time"),
            writer.say("fit.mentor.ready"),
        )
    )
    yield _agreement(writer, statements)
    verdicts = (writer.say("fit.good"), writer.say("fit.adjust"), writer.say("fit.change"))
    yield b.Questionnaire((b.Question("", writer.say("fit.verdict"), verdicts),))
    yield b.Lines(writer.say("fit.what"), 3)
    yield b.Note("", writer.say("fit.private"))


def mid_term(writer: Writer, pair: PairPlan, side: str) -> Iterator[b.Block]:
    """Half-way: where each stands, what to change for the rest."""
    yield _asked(writer, pair, side, "mid_term")
    if side == "mentee":
        yield from _levels(writer, pair)
    else:
        yield _agreement(
            writer,
            (
                writer.say("mid.mentor.prepared"),
                writer.say("mid.mentor.confident"),
                writer.say("mid.mentor.respected"),
                writer.say("mid.mentor.supported"),
            ),
        )
    yield b.Lines(writer.say("mid.works"), 3)
    yield b.Lines(writer.say("mid.change"), 3)
    if side == "mentee":
        choices = (writer.say("mid.fewer"), writer.say("mid.same"), writer.say("mid.more"))
        yield b.Questionnaire((b.Question("", writer.say("mid.credit"), choices),))
    yield b.Note("", writer.say("forms.private"))


def closing(writer: Writer, pair: PairPlan, side: str) -> Iterator[b.Block]:
    """At the end: levels again, what it changed, whether one would recommend it."""
    yield _asked(writer, pair, side, "closing")
    if side == "mentee":
        yield from _levels(writer, pair)
        yield b.Lines(writer.say("end.mentee.changed"), 3)
        yield b.Lines(writer.say("end.mentee.taught"), 2)
    else:
        yield _agreement(
            writer,
            (
                writer.say("end.mentor.learnt"),
                writer.say("end.mentor.voice"),
                writer.say("end.mentor.recognised"),
                writer.say("end.mentor.again"),
            ),
        )
        yield b.Lines(writer.say("end.mentor.gained"), 3)
        yield b.Lines(writer.say("end.mentor.kit"), 3)
    yield b.Questionnaire((b.Question("", writer.say("end.recommend"), (), _ELEVEN),))
    yield b.Lines(writer.say("end.advice"), 2)
    yield b.Note("", writer.say("forms.private"))


def _asked(writer: Writer, pair: PairPlan, side: str, kind: str) -> b.Title:
    person, other = (pair.mentee, pair.mentor) if side == "mentee" else (pair.mentor, pair.mentee)
    beside = (
        writer.say("with_mentor", name=other.name) if side == "mentee" else writer.say("with_mentee", name=other.name)
    )
    return b.Title(writer.say(f"kind.{kind}"), writer.set(person.name), (beside,))


def _agreement(writer: Writer, statements: tuple[str, ...]) -> b.Ratings:
    return b.Ratings(
        writer.say("forms.statements"),
        writer.say("forms.statements"),
        statements,
        _FIVE,
        (writer.say("forms.not_at_all"), writer.say("forms.entirely")),
    )


def _levels(writer: Writer, pair: PairPlan) -> Iterator[b.Block]:
    """Each topic of the plan on its own scale, and one thing that the programme does not teach."""
    if not pair.plan.levels:
        return
    scales = [writer.scale(topic) for topic in pair.plan.levels]
    low, high = min(one[0] for one in scales), max(one[1] for one in scales)
    marks = tuple(str(mark) for mark in range(int(low), int(high) + 1))
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
    )
