"""What a kit's module holds, as blocks: exercises, questions, figures with their sources, prose, videos."""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import re
from collections.abc import Iterable, Iterator

from rmentor.kits import Exercise, Illustration, KeyFigure, Material, Module, Origin, Picture, Question, Video
from rmentor.outcomes import Session
from rmentor.paper import blocks as b
from rmentor.paper import markdown
from rmentor.paper.typography import typeset
from rmentor.paper.writer import Writer
from rmentor.values import file_name
from rmentor.words import NARROW, NO_BREAK

LETTERS = "abcdefghijklmnopqrstuvwxyz"


APART = " · "
"""Between things to bring: some have commas of their own."""


def materials(writer: Writer, module: Module) -> Iterator[str]:
    """What to bring: what the exercises ask for, then what the module and its kit add to that."""
    kit = writer.setting.catalogue.kits[writer.setting.catalogue.kit_of[module.id]]
    asked = [item for exercise in module.exercises for item in exercise.materials]
    yield from writer.all(tuple(asked))
    for one in (*module.materials, *kit.materials):
        if not _told(one.name, asked):
            yield material(writer, one)


def _told(name: str, items: Iterable[str]) -> bool:
    """Whether the words of a thing, articles left out, all stand in one of the items."""

    def content(text: str) -> set[str]:
        return {word for word in re.findall(r"\w+", text.casefold()) if len(word) > 3}

    return any(content(name) <= content(item) for item in items)


def material(writer: Writer, given: Material) -> str:
    """A thing to bring, with how many of it."""
    return writer.set(given.name if given.quantity == 1 else f"{given.quantity} × {given.name}")


def modules(writer: Writer, session: Session) -> list[Module]:
    """The modules of a session, in order."""
    return [writer.setting.catalogue.modules[planned.id] for planned in session.modules]


def exercises(writer: Writer, module: Module, level: int) -> Iterator[b.Exercise]:
    """A module's exercises, numbered where there are several."""
    for position, one in enumerate(module.exercises, 1):
        number = position if len(module.exercises) > 1 else None
        yield exercise(writer, one, number, level)


def exercise(writer: Writer, given: Exercise, number: int | None, level: int) -> b.Exercise:
    """One exercise."""
    label = writer.say("exercise") if number is None else writer.say("exercise_number", number=number)
    beside = [writer.say("minutes", count=given.minutes)] if given.minutes else []
    beside += [writer.set(given.device)] if given.device else []
    return b.Exercise(
        label=label,
        title=writer.set(given.title),
        beside=" · ".join(beside),
        bring=APART.join(writer.all(given.materials)),
        steps=writer.all(given.steps),
        success_label=writer.say("success"),
        success=writer.all(given.success),
        fallback_label=writer.label("fallback"),
        fallback=writer.set(given.fallback),
        level=level,
    )


def answers(writer: Writer, module: Module, level: int = 3) -> Iterator[b.Block]:
    """The questions, then the right answers and why; for the mentor."""
    if not module.questionnaire:
        return
    yield b.Heading(writer.say("questions"), level)
    yield b.Questionnaire(tuple(question(writer, one, number) for number, one in enumerate(module.questionnaire, 1)))
    right = [
        (
            writer.words("doc.answer", number=number, letters=[LETTERS[one - 1] for one in question.answer]),
            writer.set(question.why),
        )
        for number, question in enumerate(module.questionnaire, 1)
        if question.answer
    ]
    if right:
        yield b.Heading(writer.say("answers"), level)
        yield b.Answers(tuple(right))


def question(writer: Writer, question: Question, number: int, name: str = "") -> b.Question:
    """One question, its choices lettered or its scale written out. `name`: of the field, where it is filled in."""
    scale: tuple[str, ...] = ()
    if question.scale:
        low, high = (int(end) for end in question.scale)
        scale = tuple(str(mark) for mark in range(low, high + 1))
    choices = tuple(
        f"{LETTERS[place]}) {writer.set(choice)}" for place, choice in enumerate(question.choices[: len(LETTERS)])
    )
    several = len(question.answer) > 1
    values = scale or tuple(LETTERS[: len(choices)])
    return b.Question(f"{number}.", writer.set(question.question), choices, scale, several, name, values)


def figure(writer: Writer, figure: KeyFigure, *, caution: bool = False) -> b.Figure:
    """A number as printed; `caution` on the mentor's copy only."""
    number = "" if figure.value is None else writer.words.number(figure.value)
    unit = writer.set(figure.unit)
    if unit == "×":
        number, unit = f"×{NARROW}{number}", ""
    elif unit == "%":
        unit = f"{NARROW}%" if writer.words.language == "fr" else "%"
    elif unit:
        unit = NO_BREAK + unit
    return b.Figure(
        number,
        unit,
        writer.set(figure.text),
        source(writer, figure),
        writer.set(figure.caution) if caution else "",
        *_bar(writer, figure),
    )


def _bar(writer: Writer, figure: KeyFigure) -> tuple[float | None, str]:
    """A share of a whole as a bar, with the same in words; nothing for any other number."""
    if figure.unit is None or figure.unit.strip() != "%" or figure.value is None or not 0 <= figure.value <= 100:
        return None, ""
    return figure.value / 100, writer.say("bar", value=figure.value)


def source(writer: Writer, origin: Origin) -> b.Source:
    """`Publisher, Title (date)`, with who made the fact where the publisher only reports it."""
    own = bool(origin.origin and origin.publisher and origin.origin.startswith(origin.publisher))
    parts = [writer.set(part) for part in (origin.origin if own else origin.publisher, origin.title) if part]
    text = ", ".join(parts)
    if origin.date:
        text += f" ({_partial_date(writer, origin.date)})"
    if origin.origin and not own:
        text = writer.say("as_reported", origin=origin.origin, by=text) if text else writer.set(origin.origin)
    return b.Source(text, origin.url)


def _partial_date(writer: Writer, date: str) -> str:
    if len(date) == 4:
        return date
    if len(date) == 7:
        return writer.set(writer.words.day(dt.date.fromisoformat(date + "-01"), "MMMM y"))
    return writer.set(writer.words.day(dt.date.fromisoformat(date)))


def lines(writer: Writer, key: str, count: int, level: int = 2, *, name: str = "") -> b.Lines:
    """Room for so many lines under an entry of the catalogue; what it is called when it is filled in on screen."""
    return b.Lines(writer.say(key), count, level, name or field_name(key))


def field_name(key: str) -> str:
    """A field's name: the same in every language, for as long as the entry is called so."""
    return file_name(key).replace(".", "_").replace("%", "_")


def to_fill(writer: Writer, *keys: str) -> b.Fields:
    """A line each to be filled in."""
    return b.Fields(tuple(writer.say(key) for key in keys), tuple(field_name(key) for key in keys))


def text(*paragraphs: str, lead: bool = False) -> b.Prose:
    """Plain paragraphs."""
    return b.Prose(tuple(b.Paragraph((b.Run(one),)) for one in paragraphs), lead)


def prose(writer: Writer, text: str, module: str = "", *, lead: bool = False, whole: bool = False) -> Iterator[b.Block]:
    """Markdown, typeset, with the pictures that `module` shows in it."""
    held: list[b.Paragraph] = []
    for one in markdown.pieces(text):
        if isinstance(one, b.Paragraph):
            held.append(_typeset(writer, one))
            continue
        if held:
            yield b.Prose(tuple(held), lead, whole)
        held, lead = [], False
        yield picture(writer, module, one)
    if held:
        yield b.Prose(tuple(held), lead, whole)


def _typeset(writer: Writer, paragraph: b.Paragraph) -> b.Paragraph:
    language = writer.words.language
    runs = (
        dataclasses.replace(one, text=one.text if one.code else typeset(one.text, language)) for one in paragraph.runs
    )
    return dataclasses.replace(paragraph, runs=tuple(runs))


HEIGHT, HEIGHT_ON_HANDOUT = 80.0, 45.0
"""Millimetres that a picture may be high in a booklet, and where a page must hold it with all else."""


def illustration(writer: Writer, module: Module, case: Illustration, height: float = HEIGHT) -> Iterator[b.Block]:
    """A case, then the pictures that its text shows."""
    told, images = markdown.without_images(case.text)
    origin = source(writer, case.source) if case.source else None
    yield b.Illustration(writer.set(case.title), writer.set(told), origin)
    yield from (picture(writer, module.id, one, height) for one in images)


def picture(writer: Writer, module: str, image: markdown.Image, height: float = HEIGHT) -> b.Block:
    """A picture of the module's media; its words alone where it cannot be shown."""
    alternative = writer.set(image.alternative) or writer.say("picture_without_words", file=image.address)
    found = writer.setting.catalogue.pictures.get(module, {}).get(image.address)
    if found is None:
        return b.Note("", writer.say("picture_not_shown", words=alternative))
    address = f"data:image/{'svg+xml' if found.kind == 'svg' else found.kind};base64,"
    address += base64.b64encode(found.content).decode()
    svg = found.content.decode("utf-8", "replace") if found.kind == "svg" else _in_svg(found, address)
    return b.Picture(alternative, found.width / found.height, height, writer.set(image.note), svg, address)


def _in_svg(found: Picture, address: str) -> str:
    """A PNG or a JPEG wrapped in an SVG of its size, so that all kinds go the same way into Typst."""
    size = f'width="{found.width:g}" height="{found.height:g}"'
    box = f'viewBox="0 0 {found.width:g} {found.height:g}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {box}><image {size} href="{address}"/></svg>'


def video(writer: Writer, video: Video) -> b.Video:
    beside = writer.say("minutes", count=video.minutes) if video.minutes else ""
    title = writer.set(video.title)
    return b.Video(title, beside, video.url, qr(video.url), writer.say("qr", title=title), writer.set(video.note))


def qr(address: str) -> str:
    """An address as a QR code, SVG with a quiet zone of four modules."""
    import io

    import segno

    stream = io.BytesIO()
    segno.make(address, error="m").save(
        stream, kind="svg", border=4, omitsize=True, svgns=True, xmldecl=False, nl=False
    )
    return stream.getvalue().decode()


def agreement(writer: Writer, statements: tuple[str, ...]) -> b.Ratings:
    """How far one agrees with each statement, from 1 to 5; statements are keys of the catalogue."""
    return b.Ratings(
        writer.say("forms.statements"),
        writer.say("forms.statements"),
        tuple(writer.say(key) for key in statements),
        ("1", "2", "3", "4", "5"),
        (writer.say("forms.not_at_all"), writer.say("forms.entirely")),
        tuple(field_name(key) for key in statements),
    )
