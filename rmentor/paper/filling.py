"""Questionnaires that are filled in on screen and saved to a file: what such a page must know of itself, and the two
that stand on no other sheet: feedback on a session, and the quiz of its modules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rmentor.outcomes import Session
from rmentor.paper import blocks as b
from rmentor.paper import parts
from rmentor.paper.documents import Asks
from rmentor.paper.parts import text
from rmentor.paper.writer import PairPlan, Writer
from rmentor.people import STATEMENTS

FILLED: Mapping[str, str] = {
    "needs": "needs", "fit_check": "fit", "feedback": "session", "quiz": "quiz", "mid_term": "mid-term",
    "closing": "closing",
}  # fmt: skip
"""Documents whose answers `import answers` takes in, and which form each is."""

SAYINGS = (
    "person", "person_hint", "save", "clear", "nothing", "who_missing", "blank", "draft", "no_script", "cleared",
)  # fmt: skip


def asks(
    writer: Writer, kind: str, who: str = "mentee", mentee: str = "", person: str = "", session: int | None = None
) -> Asks | None:
    """What a page must know to be filled in; None for documents that are not."""
    if kind not in FILLED:
        return None
    about = {"form": FILLED[kind], "who": who, "mentee": mentee, "person": person}
    if session is not None:
        about["session"] = str(session)
    # The script knows the file's name; it puts it where the braces stand.
    words = {"saved": writer.say("fill.saved", file="{file}")}
    return Asks(about, words | {key: writer.say(f"fill.{key}") for key in SAYINGS})


def feedback(writer: Writer, pair: PairPlan, side: str) -> Iterator[b.Block]:
    """After any session: was it of use, and what would make the next one better? Asked of each side apart."""
    person, other = (pair.mentee, pair.mentor) if side == "mentee" else (pair.mentor, pair.mentee)
    beside = writer.say("with_mentor" if side == "mentee" else "with_mentee", name=other.name)
    yield b.Title(writer.say("kind.feedback"), writer.set(person.name), (beside,))
    numbers = tuple(str(one.number) for one in pair.plan.sessions)
    if numbers:
        yield b.Questionnaire(
            (b.Question("", writer.say("feedback.which"), (), numbers, name="session", values=numbers),)
        )
    statements = tuple(
        f"feedback.{side}.{one}" for one in STATEMENTS["session", "mentee" if side == "mentee" else "mentor"]
    )
    yield parts.agreement(writer, statements)
    yield parts.lines(writer, "feedback.best", 2)
    yield parts.lines(writer, "feedback.better", 2)
    yield b.Note("", writer.say("forms.private"))


def has_quiz(writer: Writer, session: Session) -> bool:
    """Whether a module of the session has questions with a right answer."""
    return any(one.answer for module in parts.modules(writer, session) for one in module.questionnaire)


def quiz(writer: Writer, pair: PairPlan, session: Session) -> Iterator[b.Block]:
    """The questions of a session's modules, without their answers."""
    title = writer.say("session_title", number=session.number)
    yield b.Title(writer.say("kind.quiz"), writer.set(pair.mentee.name), (f"{title} · {writer.when(session)}",))
    yield text(writer.say("quiz.lead"))
    for module in parts.modules(writer, session):
        questions = [
            parts.question(writer, one, number, parts.field_name(f"quiz_{module.id}_{number}"))
            for number, one in enumerate(module.questionnaire, 1)
            if one.answer
        ]
        if questions:
            yield b.Heading(writer.set(module.title))
            yield b.Questionnaire(tuple(questions))
    yield b.Note("", writer.say("forms.private"))
