"""The papers of one session: run-sheet, handout."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from rmentor.kits import Module
from rmentor.outcomes import Session
from rmentor.paper import blocks as b
from rmentor.paper import parts
from rmentor.paper.writer import PairPlan, Writer
from rmentor.spacing import reviews

# --- run-sheet: the mentor's copy of one session ---


def run_sheet(writer: Writer, pair: PairPlan, session: Session) -> Iterator[b.Block]:
    """The mentor's sheet for one session: clock, what to do and say, then exercises, answers, cautions and notes."""
    modules = parts.modules(writer, session)
    yield b.Title(
        writer.say("kind.run_sheet"),
        writer.say("session_title", number=session.number),
        (writer.say("with_mentee", name=pair.mentee.name), writer.when(session)),
    )
    materials = tuple(dict.fromkeys(item for module in modules for item in parts.materials(writer, module)))
    if materials:
        yield b.Note(writer.label("bring"), parts.APART.join(materials))
    yield b.RunSheet(
        (writer.say("clock"), writer.say("do"), writer.say("say")),
        writer.say("ask"),
        tuple(_clock(writer, pair, session, modules)),
    )
    for module in modules:
        yield b.NewPage()
        yield b.Heading(writer.set(module.title), 2, writer.say("minutes", count=module.minutes))
        if module.objectives:
            yield b.Aims(writer.say("aims"), writer.all(module.objectives))
        yield from parts.exercises(writer, module, 3)
        yield from parts.answers(writer, module)
        if module.key_figures:
            yield b.Heading(writer.say("figures"), 3)
            yield b.KeyFigures(tuple(parts.figure(writer, figure, caution=True) for figure in module.key_figures))
        if module.teach_back:
            yield b.Note(writer.label("teach_back"), writer.set(module.teach_back))
        if module.notes:
            yield b.Heading(writer.say("notes"), 3)
            yield from parts.prose(writer, module.notes, module.id, whole=True)


def _clock(writer: Writer, pair: PairPlan, session: Session, modules: list[Module]) -> Iterator[b.ClockRow]:
    """The ritual at both ends, the modules' own lines between; whatever is left of the time is said."""
    credit = pair.mentee.time
    at = 0

    def row(
        minutes: int, do: str, say: str = "", ask: str = "", *, ritual: bool = False, begins: bool = False
    ) -> b.ClockRow:
        nonlocal at
        clock = writer.words("doc.from_to", first=at, last=at + minutes)
        at += minutes
        return b.ClockRow(clock, minutes / credit.minutes, do, say, ask, ritual, begins)

    if credit.opening:
        again = reviews(pair.plan, session.number)
        do = writer.say("open_again", title=writer.title(again[0].module)) if again else writer.say("open_first")
        for one in again[1:]:
            do += " " + writer.say("open_further_back", title=writer.title(one.module), number=one.session)
        say = writer.say("open_again_say") if again else writer.say("open_first_say")
        yield row(credit.opening, do, say, ritual=True)
    for module in modules:
        steps = module.run_sheet
        if not steps:
            yield row(module.minutes, writer.set(module.title), begins=True)
        for position, step in enumerate(steps):
            do = writer.set(step.do)
            if position == 0 and len(modules) > 1:
                do = f"{writer.set(module.title)} — {do}"
            yield row(step.minutes, do, writer.set(step.say), writer.set(step.ask), begins=position == 0)
    spare = credit.minutes - credit.closing - at
    if spare > 0:
        yield row(spare, writer.say("spare"))
    if credit.closing:
        yield row(credit.closing, writer.say("close"), writer.say("close_say"), ritual=True)


# --- handout: the executive's copy of one session ---


def handout(writer: Writer, _: PairPlan, session: Session) -> Iterator[b.Block]:
    """The executive's sheet: for each module a front (aims, figures, idea, cases) and a back (exercise, next step)."""
    for position, module in enumerate(parts.modules(writer, session)):
        if position:
            yield b.NewPage()
        yield from _aims_and_figures(writer, module, session)
        yield from _idea_and_cases(writer, module)
        yield b.NewPage()
        yield from list(parts.exercises(writer, module, 2))[:1]
        yield from _next_step(writer, module, 5)


def large_handout(writer: Writer, _: PairPlan, session: Session) -> Iterator[b.Block]:
    """The same in large print: two sheets a module. Aims and figures; idea and cases; exercise; next
    step, after what helps where the exercise does not work."""
    for position, module in enumerate(parts.modules(writer, session)):
        if position:
            yield b.NewPage()
        yield from _aims_and_figures(writer, module, session)
        yield b.NewPage()
        yield from _idea_and_cases(writer, module)
        yield b.NewPage()
        first = list(parts.exercises(writer, module, 2))[:1]
        yield from (dataclasses.replace(one, fallback="") for one in first)
        yield b.NewPage()
        yield from (b.Note(one.fallback_label, one.fallback) for one in first if one.fallback)
        yield from _next_step(writer, module, 6)


def _aims_and_figures(writer: Writer, module: Module, session: Session) -> Iterator[b.Block]:
    under = (writer.say("session_title", number=session.number) + " · " + writer.when(session),)
    yield b.Title(writer.say("kind.handout"), writer.set(module.title), under)
    if module.objectives:
        yield b.Aims(writer.say("aims"), writer.all(module.objectives[:3]))
    if module.key_figures:
        yield b.KeyFigures(tuple(parts.figure(writer, figure) for figure in module.key_figures[:2]))


def _idea_and_cases(writer: Writer, module: Module) -> Iterator[b.Block]:
    """The idea, and the cases that are handed out."""
    if module.idea:
        yield b.Idea(writer.say("idea"), writer.set(module.idea))
    for case in module.cases_to_hand_out:
        yield from parts.illustration(writer, module, case, parts.HEIGHT_ON_HANDOUT)


def _next_step(writer: Writer, module: Module, lines: int) -> Iterator[b.Block]:
    yield b.Lines(writer.say("next_step"), lines)
    if module.teach_back:
        yield b.Note(writer.label("teach_back_mentee"), writer.set(module.teach_back))
    for video in module.videos[:1]:
        yield parts.video(writer, video)
