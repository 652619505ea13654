"""What each document says, as blocks: run-sheet, handout, individual programme."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rmentor.errors import Reason
from rmentor.kits import Catalogue, Exercise, KeyFigure, Module, Origin, Question, Video
from rmentor.outcomes import Plan, Session
from rmentor.paper import blocks as b
from rmentor.paper import markdown
from rmentor.paper.typography import typeset
from rmentor.profiles import MenteeProfile, MentorProfile
from rmentor.programme import Topic
from rmentor.values import file_name
from rmentor.words import NARROW, NO_BREAK, Words

_BLANKS = re.compile(r"[ \t\r\n]+")
"""Not \\s: a no-break space is there on purpose."""
_JOINER = "\u2060"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Setting:
    """What all documents of a programme share."""

    programme: str
    client: str
    start: dt.date
    end: dt.date
    look: b.Look
    topics: Mapping[str, Topic]
    catalogue: Catalogue


@dataclass(frozen=True)
class PairPlan:
    """An executive's plan with the two people."""

    plan: Plan
    mentee: MenteeProfile
    mentor: MentorProfile


class Writer:
    """Says things in one language, typeset."""

    def __init__(self, setting: Setting, words: Words) -> None:
        self.setting = setting
        self.words = words

    def say(self, key: str, **fields: object) -> str:
        """A catalogue entry, typeset."""
        return self.set(self.words(f"doc.{key}", **fields))

    def set(self, text: str | None) -> str:
        """A person's text, typeset; blank for nothing."""
        return typeset(_BLANKS.sub(" ", text).strip(" "), self.words.language) if text else ""

    def all(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        """Several texts, typeset."""
        return tuple(self.set(text) for text in texts)

    def label(self, key: str) -> str:
        """A catalogue entry before what it announces, with its colon."""
        return self.set(self.words("doc.label", text=self.words(f"doc.{key}")))

    def topic(self, key: str) -> str:
        """A topic's label, or its key."""
        topic = self.setting.topics.get(key)
        return self.set(topic.label if topic and topic.label else key)

    def title(self, module: str) -> str:
        """A module's title, or its id where there is none."""
        known = self.setting.catalogue.modules
        return known[module].title if module in known else module

    def why(self, reason: Reason) -> str:
        """A reason, with modules by their titles and topics by their labels."""
        fields = dict(reason.fields)
        if "before" in fields:
            fields["before"] = self.title(str(fields["before"]))
        if "topic" in fields:
            fields["topic"] = self.topic(str(fields["topic"]))
        return self.words.reason(Reason(reason.code, fields))

    def when(self, session: Session) -> str:
        """A session's day and hours."""
        if session.start is None or session.end is None:
            return self.say("no_date")
        day = self.words("doc.full_day", day=session.start.date())
        start, end = (self.words.time(one.time()) for one in (session.start, session.end))
        return self.set(f"{day}, {start}{_JOINER}–{_JOINER}{end}")

    def document(self, kind: str, name: str, title: str, about: str, blocks: Iterator[b.Block]) -> b.Document:
        """A document of the programme: client and programme at the head, what it is and whose at the foot."""
        setting = self.setting
        head = " · ".join(part for part in (self.set(setting.programme), self.set(setting.client)) if part)
        foot = f"{self.say(f'kind.{kind}')} · {about}"
        return b.Document(
            kind, name, title, self.words.language, head, foot, self.say("page_of"), setting.look, tuple(blocks)
        )


# --- run-sheet: the mentor's copy of one session ---


def run_sheet(writer: Writer, pair: PairPlan, session: Session) -> b.Document:
    """The mentor's sheet for one session: clock, what to do and say, then exercises, answers, cautions and notes."""
    title = writer.say("session_title", number=session.number)
    about = writer.set(f"{pair.mentee.name} · {title}")
    name = f"{file_name(pair.mentee.id)}/{writer.words('file.run_sheet', number=session.number)}"
    return writer.document("run_sheet", name, f"{writer.say('kind.run_sheet')} · {about}", about,
                           _run_sheet(writer, pair, session))  # fmt: skip


def _run_sheet(writer: Writer, pair: PairPlan, session: Session) -> Iterator[b.Block]:
    modules = _modules(writer, session)
    yield b.Title(
        writer.say("kind.run_sheet"),
        writer.say("session_title", number=session.number),
        (writer.say("with_mentee", name=pair.mentee.name), writer.when(session)),
    )
    materials = tuple(dict.fromkeys(item for module in modules for item in _materials(writer, module)))
    if materials:
        yield b.Note(writer.label("bring"), ", ".join(materials))
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
        yield from _exercises(writer, module, 3)
        yield from _answers(writer, module)
        if module.key_figures:
            yield b.Heading(writer.say("figures"), 3)
            yield b.KeyFigures(tuple(_figure(writer, figure, caution=True) for figure in module.key_figures))
        if module.teach_back:
            yield b.Note(writer.label("teach_back"), writer.set(module.teach_back))
        if module.notes:
            yield b.Heading(writer.say("notes"), 3)
            yield _prose(writer, module.notes)


def _modules(writer: Writer, session: Session) -> list[Module]:
    return [writer.setting.catalogue.modules[planned.id] for planned in session.modules]


def _clock(writer: Writer, pair: PairPlan, session: Session, modules: list[Module]) -> Iterator[b.ClockRow]:
    """The ritual at both ends, the modules' own lines between; whatever is left of the time is said."""
    credit = pair.mentee.time
    at = 0

    def row(minutes: int, do: str, say: str = "", ask: str = "", *, ritual: bool = False) -> b.ClockRow:
        nonlocal at
        clock = writer.words("doc.from_to", first=at, last=at + minutes)
        at += minutes
        return b.ClockRow(clock, minutes / credit.minutes, do, say, ask, ritual)

    if credit.opening:
        before = _last_before(pair.plan, session)
        do = writer.say("open_again", title=writer.title(before)) if before else writer.say("open_first")
        say = writer.say("open_again_say") if before else writer.say("open_first_say")
        yield row(credit.opening, do, say, ritual=True)
    for module in modules:
        steps = module.run_sheet
        if not steps:
            yield row(module.minutes, writer.set(module.title))
        for position, step in enumerate(steps):
            do = writer.set(step.do)
            if position == 0 and len(modules) > 1:
                do = f"{writer.set(module.title)} — {do}"
            yield row(step.minutes, do, writer.set(step.say), writer.set(step.ask))
    spare = credit.minutes - credit.closing - at
    if spare > 0:
        yield row(spare, writer.say("spare"))
    if credit.closing:
        yield row(credit.closing, writer.say("close"), writer.say("close_say"), ritual=True)


def _last_before(plan: Plan, session: Session) -> str | None:
    """The last module of the session before."""
    earlier = [one for one in plan.sessions if one.number < session.number and one.modules]
    return earlier[-1].modules[-1].id if earlier else None


def _materials(writer: Writer, module: Module) -> Iterator[str]:
    kit = writer.setting.catalogue.kits[writer.setting.catalogue.kit_of[module.id]]
    for material in (*kit.materials, *module.materials):
        yield writer.set(material.name if material.quantity == 1 else f"{material.quantity} × {material.name}")
    for exercise in module.exercises:
        yield from writer.all(exercise.materials)


def _exercises(writer: Writer, module: Module, level: int) -> Iterator[b.Exercise]:
    for position, exercise in enumerate(module.exercises, 1):
        number = position if len(module.exercises) > 1 else None
        yield _exercise(writer, exercise, number, level)


def _exercise(writer: Writer, exercise: Exercise, number: int | None, level: int) -> b.Exercise:
    label = writer.say("exercise") if number is None else writer.say("exercise_number", number=number)
    beside = [writer.say("minutes", count=exercise.minutes)] if exercise.minutes else []
    beside += [writer.set(exercise.device)] if exercise.device else []
    return b.Exercise(
        label=label,
        title=writer.set(exercise.title),
        beside=" · ".join(beside),
        bring=", ".join(writer.all(exercise.materials)),
        steps=writer.all(exercise.steps),
        success_label=writer.say("success"),
        success=writer.all(exercise.success),
        fallback_label=writer.label("fallback"),
        fallback=writer.set(exercise.fallback),
        level=level,
    )


def _answers(writer: Writer, module: Module) -> Iterator[b.Block]:
    if not module.questionnaire:
        return
    yield b.Heading(writer.say("questions"), 3)
    yield b.Questionnaire(tuple(_question(writer, one, number) for number, one in enumerate(module.questionnaire, 1)))
    right = [
        (
            writer.words("doc.answer", number=number, letters=[_LETTERS[one - 1] for one in question.answer]),
            writer.set(question.why),
        )
        for number, question in enumerate(module.questionnaire, 1)
        if question.answer
    ]
    if right:
        yield b.Heading(writer.say("answers"), 3)
        yield b.Answers(tuple(right))


def _question(writer: Writer, question: Question, number: int) -> b.Question:
    scale: tuple[str, ...] = ()
    if question.scale:
        low, high = (int(end) for end in question.scale)
        scale = tuple(str(mark) for mark in range(low, high + 1))
    choices = tuple(
        f"{_LETTERS[place]}) {writer.set(choice)}" for place, choice in enumerate(question.choices[: len(_LETTERS)])
    )
    return b.Question(f"{number}.", writer.set(question.question), choices, scale)


def _figure(writer: Writer, figure: KeyFigure, *, caution: bool = False) -> b.Figure:
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
        _source(writer, figure),
        writer.set(figure.caution) if caution else "",
    )


def _source(writer: Writer, origin: Origin) -> b.Source:
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


def _prose(writer: Writer, text: str, *, lead: bool = False) -> b.Prose:
    """Markdown, typeset."""
    return b.Prose(
        tuple(
            b.Paragraph(
                tuple(
                    b.Run(
                        one.text if one.code else typeset(one.text, writer.words.language),
                        one.strong, one.emphasis, one.code, one.link,
                    )
                    for one in paragraph.runs
                ),
                paragraph.mark,
                paragraph.depth,
            )
            for paragraph in markdown.paragraphs(text)
        ),
        lead,
    )  # fmt: skip


# --- handout: the executive's copy of one session ---


def handout(writer: Writer, pair: PairPlan, session: Session) -> b.Document:
    """The executive's sheet: for each module a front (aims, figures, idea, case) and a back (exercise, next step)."""
    title = writer.say("session_title", number=session.number)
    about = writer.set(f"{pair.mentee.name} · {title}")
    name = f"{file_name(pair.mentee.id)}/{writer.words('file.handout', number=session.number)}"
    return writer.document("handout", name, f"{writer.say('kind.handout')} · {about}", about,
                           _handout(writer, session))  # fmt: skip


def _handout(writer: Writer, session: Session) -> Iterator[b.Block]:
    for position, module in enumerate(_modules(writer, session)):
        if position:
            yield b.NewPage()
        under = (writer.say("session_title", number=session.number) + " · " + writer.when(session),)
        yield b.Title(writer.say("kind.handout"), writer.set(module.title), under)
        if module.objectives:
            yield b.Aims(writer.say("aims"), writer.all(module.objectives[:3]))
        if module.key_figures:
            yield b.KeyFigures(tuple(_figure(writer, figure) for figure in module.key_figures[:2]))
        if module.idea:
            yield b.Idea(writer.say("idea"), writer.set(module.idea))
        for case in module.illustrations[:1]:
            source = _source(writer, case.source) if case.source else None
            yield b.Illustration(writer.set(case.title), writer.set(case.text), source)
        yield b.NewPage()
        yield from _handout_back(writer, module)


def _handout_back(writer: Writer, module: Module) -> Iterator[b.Block]:
    yield from list(_exercises(writer, module, 2))[:1]
    yield b.Lines(writer.say("next_step"), 3)
    if module.teach_back:
        yield b.Note(writer.label("teach_back_mentee"), writer.set(module.teach_back))
    for video in module.videos[:1]:
        yield _video(writer, video)


def _video(writer: Writer, video: Video) -> b.Video:
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


# --- the individual programme ---


def programme(writer: Writer, pair: PairPlan) -> b.Document:
    """One executive's programme: timeline, levels and hours; then sessions, what was left out, signatures."""
    name = f"{file_name(pair.mentee.id)}/{writer.words('file.programme')}"
    about = writer.set(pair.mentee.name)
    return writer.document("programme", name, f"{writer.say('kind.programme')} · {about}", about,
                           _programme(writer, pair))  # fmt: skip


def _programme(writer: Writer, pair: PairPlan) -> Iterator[b.Block]:
    plan, words = pair.plan, writer.words
    yield b.Title(writer.say("kind.programme"), writer.set(pair.mentee.name),
                  (writer.say("with_mentor", name=pair.mentor.name),))  # fmt: skip
    credit = pair.mentee.time
    yield b.Numbers((
        (words.number(len(plan.sessions)), writer.say("sessions", count=len(plan.sessions))),
        (words.number(credit.minutes), writer.say("minutes_each")),
        (writer.say(f"every_{credit.every.unit}", count=credit.every.count), writer.say("rhythm")),
        (words.number(plan.minutes), writer.say("minutes_of", count=plan.minutes, credit=plan.credit)),
    ))  # fmt: skip
    dated = [session for session in plan.sessions if session.start]
    if dated:
        yield b.Heading(writer.say("timeline"))
        yield _timeline(writer, dated)
    if plan.levels:
        yield b.Heading(writer.say("levels"))
        yield _levels(writer, plan)
    yield b.NewPage()
    yield b.Heading(writer.say("your_sessions"))
    if plan.sessions:
        yield b.Table(
            writer.say("your_sessions"),
            (writer.say("number"), writer.say("day"), writer.say("modules")),
            tuple(_session_row(writer, session) for session in plan.sessions),
            (0.08, 0.34, 0.58),
        )
    else:
        yield b.Note("", writer.say("no_sessions"))
    spare = credit.sessions - len(plan.sessions)
    if spare > 0 and plan.sessions:
        yield b.Note("", writer.say("spare_sessions", count=spare))
    moved = [session for session in plan.sessions if session.moved]
    if moved:
        yield b.Items(
            tuple(writer.say("moved", number=one.number, why=writer.why(one.moved)) for one in moved if one.moved),
            small=True,
        )
    if plan.left_out:
        yield b.Heading(writer.say("left_out"), 3)
        yield b.Items(
            tuple(
                writer.say("left_out_item", title=writer.title(left.module), why=writer.why(left.reason))
                for left in plan.left_out
            ),
            small=True,
        )
    yield b.Heading(writer.say("agreed"), 3)
    people = (
        (writer.set(pair.mentee.name), writer.say("role.mentee")),
        (writer.set(pair.mentor.name), writer.say("role.mentor")),
    )
    yield b.Signatures(people, writer.say("date"), writer.say("signature"))


def _session_row(writer: Writer, session: Session) -> tuple[str, str, str]:
    titles = [
        f"{writer.set(writer.title(module.id))} ({writer.say('minutes', count=module.minutes)})"
        for module in session.modules
    ]
    return (str(session.number), writer.when(session), "\n".join(titles))


def _timeline(writer: Writer, sessions: list[Session]) -> b.Timeline:
    """The strip runs over whole months, from that of the first session to that of the last."""
    days = [session.start.date() for session in sessions if session.start]
    first = days[0].replace(day=1)
    months = [first]
    while (following := _next_month(months[-1])) <= days[-1]:
        months.append(following)
    whole = (_next_month(months[-1]) - first).days
    stops = tuple(
        b.Stop(
            (day - first).days / whole,
            str(session.number),
            writer.set(writer.words.day(day, "d MMM")),
            writer.say("stop", number=session.number, day=day),
        )
        for session, day in zip(sessions, days, strict=True)
    )
    names = tuple(((month - first).days / whole, writer.words.day(month, "LLL")) for month in months)
    return b.Timeline(names, stops, writer.say("timeline_text", list=[stop.alternative for stop in stops]))


def _next_month(day: dt.date) -> dt.date:
    return (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1)


def _levels(writer: Writer, plan: Plan) -> b.Levels:
    rows = []
    ends: set[tuple[float, float]] = set()
    for key, level in plan.levels.items():
        topic = writer.setting.topics.get(key)
        low, high = (min(topic.scale), max(topic.scale)) if topic else (0.0, 5.0)
        ends.add((low, high))
        width = high - low
        share = [max(0.0, min(1.0, (one - low) / width)) for one in (level.before, level.after, level.target)]
        text = writer.say("level", before=level.before, after=level.after, target=level.target)
        rows.append(b.Level(writer.topic(key), share[0], share[1], share[2], text))
    low, high = min(ends)
    return b.Levels(
        tuple(rows),
        (writer.words.number(low), writer.words.number(high)),
        (writer.say("before"), writer.say("after"), writer.say("target")),
    )
