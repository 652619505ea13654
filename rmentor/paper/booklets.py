"""Booklets: a whole kit for the mentor, and everything of one pair in one file."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from rmentor.kits import Kit, Module
from rmentor.paper import blocks as b
from rmentor.paper import parts
from rmentor.paper.documents import Document
from rmentor.paper.writer import PairPlan, Writer
from rmentor.profiles import MentorProfile


def kit(writer: Writer, given: Kit, mentor: MentorProfile | None = None) -> Iterator[b.Block]:
    """A kit for the mentor (whose copy says so): cover, contents, then each module with every block, answers, cautions
    and notes."""
    whose = writer.setting.house if mentor is None else mentor.name
    known = writer.setting.catalogue.modules
    modules = [known[one] for one in given.modules if one in known]
    minutes = sum(module.minutes for module in modules)
    yield b.Cover(
        writer.say("kind.booklet"),
        writer.set(given.title),
        (writer.say("booklet.under", count=len(modules), minutes=minutes), writer.set(whose)),
    )
    yield b.Contents(
        writer.say("contents"),
        tuple(
            b.Entry(writer.set(module.title), writer.say("minutes", count=module.minutes), number)
            for number, module in enumerate(modules, 1)
        ),
    )
    if given.summary:
        yield from parts.prose(writer, given.summary, lead=True)
    if given.materials:
        yield b.Note(writer.label("bring"), parts.APART.join(parts.material(writer, one) for one in given.materials))
    for number, module in enumerate(modules, 1):
        yield b.NewPage()
        yield from _module(writer, given, module, number)


def _module(writer: Writer, given: Kit, module: Module, number: int) -> Iterator[b.Block]:
    gains = [
        writer.say("booklet.gain", count=gain, topic=writer.topic(topic)) for topic, gain in module.teaches.items()
    ]
    facts = [writer.say("minutes", count=module.minutes), *gains]
    if module.requires:
        before = [writer.title(one) for one in module.requires]
        facts.append(writer.say("booklet.after", list=before))
    yield b.Title(writer.set(given.title), writer.set(module.title), (" · ".join(facts),), number)
    if module.objectives:
        yield b.Aims(writer.say("aims"), writer.all(module.objectives))
    if module.idea:
        yield b.Idea(writer.say("idea"), writer.set(module.idea))
    if module.key_figures:
        yield b.Heading(writer.say("figures"))
        yield b.KeyFigures(tuple(parts.figure(writer, figure, caution=True) for figure in module.key_figures))
    if module.state_of_the_art:
        yield b.NewPage()
        yield b.Heading(writer.say("booklet.art"))
        yield from parts.prose(writer, module.state_of_the_art, module.id, lead=True)
    if module.illustrations:
        yield b.Heading(writer.say("booklet.cases"))
        for case in module.illustrations:
            yield from parts.illustration(writer, module, case)
    if module.run_sheet:
        yield b.NewPage()
        yield b.Heading(writer.say("kind.run_sheet"))
        yield _run_sheet(writer, module)
    if module.exercises:
        yield b.Heading(writer.say("booklet.exercises"))
        yield from parts.exercises(writer, module, 3)
    yield from parts.answers(writer, module, 2)
    yield from _end(writer, module)


def _end(writer: Writer, module: Module) -> Iterator[b.Block]:
    if module.teach_back:
        yield b.Note(writer.label("teach_back"), writer.set(module.teach_back))
    for video in module.videos:
        yield parts.video(writer, video)
    if module.glossary:
        yield b.Heading(writer.say("booklet.glossary"))
        yield b.Points(tuple((writer.set(term), writer.set(meaning)) for term, meaning in module.glossary.items()))
    if module.notes:
        yield b.Heading(writer.say("notes"))
        yield from parts.prose(writer, module.notes, module.id)
    yield b.Lines(writer.say("booklet.mine"), 6)


def _run_sheet(writer: Writer, module: Module) -> b.RunSheet:
    at = 0
    rows = []
    for step in module.run_sheet:
        clock = writer.words("doc.from_to", first=at, last=at + step.minutes)
        at += step.minutes
        rows.append(
            b.ClockRow(
                clock, step.minutes / module.minutes, writer.set(step.do), writer.set(step.say), writer.set(step.ask)
            )
        )
    return b.RunSheet((writer.say("clock"), writer.say("do"), writer.say("say")), writer.say("ask"), tuple(rows))


def pair(writer: Writer, given: PairPlan, documents: Sequence[Document]) -> Iterator[b.Block]:
    """The documents of one pair, bound: cover, contents, each from a new page."""
    yield b.Cover(
        writer.say("kind.pair_booklet"),
        writer.set(given.mentee.name),
        (writer.say("with_mentor", name=given.mentor.name), writer.set(writer.setting.house)),
    )
    entries = []
    for number, one in enumerate(documents, 1):
        title = next(block for block in one.blocks if isinstance(block, b.Title))
        beside = title.title if title.title not in (writer.set(given.mentee.name), writer.both(given)) else ""
        entries.append(b.Entry(" · ".join(part for part in (title.over, beside) if part), "", number))
    yield b.Contents(writer.say("contents"), tuple(entries))
    for number, one in enumerate(documents, 1):
        yield b.NewPage()
        pointed = False
        for block in one.blocks:
            if isinstance(block, b.Title) and not pointed:
                block, pointed = dataclasses.replace(block, anchor=number), True
            yield block
