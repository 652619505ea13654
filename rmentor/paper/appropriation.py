"""The appropriation path: what a mentor does, module by module, to make a kit their own, until it is signed off."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from rmentor.kits import Module
from rmentor.paper import blocks as b
from rmentor.paper import parts
from rmentor.paper.parts import question, text
from rmentor.paper.writer import PairPlan, Writer
from rmentor.people import Preparation
from rmentor.profiles import MentorProfile
from rmentor.readiness import LEAST_MARK, LEAST_QUIZ, readiness

WORDS_A_MINUTE = 200
"""Reading slowly, with a pencil: silent reading of such texts runs at about 240 (Brysbaert, 2019)."""
_MARKS = ("1", "2", "3", "4", "5")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def appropriation(writer: Writer, mentor: MentorProfile, pairs: Sequence[PairPlan]) -> Iterator[b.Block]:
    """The reading plan, then for each module of the mentor's sessions: own example, quiz, rehearsal, sign-off."""
    modules = _modules(writer, pairs)
    yield b.Title(writer.say("kind.appropriation"), writer.set(mentor.name), (writer.window(),))
    yield text(writer.say("path.lead"), lead=True)
    if not modules:
        yield b.Note("", writer.say("path.none"))
        return
    yield b.Heading(writer.say("path.plan"))
    done = {module.id: known(mentor.id, module, pairs) for module in modules}
    yield _plan(writer, modules, done)
    yield text(writer.say("path.ready", quiz=LEAST_QUIZ, mark=LEAST_MARK))
    for number, module in enumerate(modules, 1):
        yield b.NewPage()
        yield from _module(writer, mentor, module, number, done[module.id])
    yield from _answers(writer, modules)


def _modules(writer: Writer, pairs: Sequence[PairPlan]) -> list[Module]:
    """The modules of the mentor's sessions, in the order in which they come up."""
    known = writer.setting.catalogue.modules
    sessions = [session for pair in pairs for session in pair.plan.sessions]
    sessions.sort(key=lambda session: (session.start is None, session.start.isoformat() if session.start else ""))
    return [known[one] for one in dict.fromkeys(part.id for session in sessions for part in session.modules)]


def known(mentor: str, module: Module, pairs: Sequence[PairPlan]) -> Preparation:
    """What is on file of a mentor's preparation of a module, the later of two counting; blank where nothing is."""
    told: dict[str, object] = {}
    for one in pairs[0].prepared if pairs else ():
        if one.module == module.id:
            told |= {key: value for key, value in one if value is not None}
    return Preparation.model_construct(**{"mentor": mentor, "module": module.id, **told})  # type: ignore[arg-type]


def _on_file(writer: Writer, module: Module, done: Preparation) -> Iterator[str]:
    """Each step that is on file, in words."""
    if done.read:
        yield writer.say("path.file_read", day=done.read)
    if done.quiz is not None:
        yield writer.say("path.file_quiz", quiz=done.quiz)
    if done.rehearsal:
        yield writer.say("path.file_rehearsal", day=done.rehearsal.on, mark=done.rehearsal.mark)
    if done.signed_by:
        yield writer.say("path.file_signed", name=done.signed_by)
    if readiness(done.mentor, module, [done]).ready:
        yield writer.say("path.file_ready")


def reading_minutes(module: Module) -> int:
    """Minutes to read a module through, in steps of five."""
    told = [module.idea, module.state_of_the_art, module.teach_back, module.notes]
    told += [one for figure in module.key_figures for one in (figure.text, figure.caution)]
    told += [one.text for one in module.illustrations]
    told += [line for step in module.run_sheet for line in (step.do, step.say, step.ask)]
    told += [line for one in module.exercises for line in (*one.steps, *one.success, one.fallback)]
    words = sum(len(one.split()) for one in told if one)
    return max(5, math.ceil(words / WORDS_A_MINUTE / 5) * 5)


def _plan(writer: Writer, modules: Sequence[Module], done: Mapping[str, Preparation]) -> b.Table:
    rows = []
    whole = 0
    for module in modules:
        read = reading_minutes(module)
        practice = sum(one.minutes or 0 for one in module.exercises) + sum(one.minutes or 0 for one in module.videos)
        whole += read + practice + module.minutes
        minutes = [writer.say("minutes", count=count) for count in (read, practice, module.minutes)]
        read_on = done[module.id].read
        rows.append((writer.set(module.title), *minutes, writer.set(writer.words.day(read_on)) if read_on else ""))
    rows.append((writer.say("path.whole"), "", "", writer.say("minutes", count=whole), ""))
    headings = (
        writer.say("path.module"),
        writer.say("path.read"),
        writer.say("path.try"),
        writer.say("path.rehearse"),
        writer.say("path.done_on"),
    )
    return b.Table(writer.say("path.plan"), headings, tuple(rows), (0.4, 0.14, 0.14, 0.16, 0.16))


def _module(writer: Writer, mentor: MentorProfile, module: Module, place: int, done: Preparation) -> Iterator[b.Block]:
    """One sheet a module: on its front the mentor's own words and the quiz, on its back rehearsal and sign-off."""
    yield b.Heading(writer.set(module.title), 2, writer.say("minutes", count=module.minutes))
    if told := list(_on_file(writer, module, done)):
        yield b.Note(writer.label("path.file"), " · ".join(told))
    if done.own_example:
        yield b.Note(writer.label("path.example"), writer.set(done.own_example))
    else:
        yield parts.lines(writer, "path.example", 3, 3, name=f"example_{place}")
    yield parts.lines(writer, "path.demo", 2, 3, name=f"demo_{place}")
    yield parts.lines(writer, "path.limits", 2, 3, name=f"limits_{place}")
    quiz = [(number, one) for number, one in enumerate(module.questionnaire, 1) if one.answer]
    if quiz:
        yield b.Heading(
            writer.say("path.quiz"), 3, writer.say("path.quiz_least", least=_least(len(quiz)), of=len(quiz))
        )
        yield b.Questionnaire(tuple(question(writer, one, number, f"quiz_{place}_{number}") for number, one in quiz))
    yield b.NewPage()
    yield b.Heading(writer.say("path.rehearsal"), 2, writer.set(module.title))
    yield b.Ratings(
        writer.say("path.grid"),
        writer.say("path.grid"),
        (
            writer.say("path.posture_hands"),
            writer.say("path.posture_words"),
            writer.say("path.posture_silence"),
            writer.say("path.posture_clock"),
            writer.say("path.posture_teach_back"),
        ),
        _MARKS,
        (writer.say("path.not_yet"), writer.say("path.entirely")),
        tuple(f"posture_{place}_{one}" for one in ("hands", "words", "silence", "clock", "teach_back")),
    )
    yield b.Fields(
        (writer.say("path.rehearsed_on"), writer.say("path.before_whom"), writer.say("path.mean_mark")),
        (f"rehearsed_on_{place}", f"before_whom_{place}", f"mean_mark_{place}"),
    )
    yield parts.lines(writer, "path.remarks", 5, 3, name=f"remarks_{place}")
    people = ((writer.set(mentor.name), writer.say("role.mentor")), ("", writer.say("path.signer")))
    yield b.Signatures(people, writer.say("date"), writer.say("signature"), f"signed_{place}")


def _least(count: int) -> int:
    """Right answers that a quiz of so many questions asks for."""
    return math.ceil(count * LEAST_QUIZ / 100)


def _answers(writer: Writer, modules: Sequence[Module]) -> Iterator[b.Block]:
    told = [module for module in modules if any(one.answer for one in module.questionnaire)]
    if not told:
        return
    yield b.NewPage()
    yield b.Heading(writer.say("path.answers"))
    for module in told:
        yield b.Heading(writer.set(module.title), 3)
        yield b.Answers(
            tuple(
                (
                    writer.words("doc.answer", number=number, letters=[_LETTERS[place - 1] for place in one.answer]),
                    writer.set(one.why),
                )
                for number, one in enumerate(module.questionnaire, 1)
                if one.answer
            )
        )
