"""Quiet sheets that people sign, send or keep: charter, attestations, letters, the call, the note to the sponsor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rmentor.paper import blocks as b
from rmentor.paper.parts import text
from rmentor.paper.writer import PairPlan, Writer
from rmentor.profiles import MentorProfile


def charter(writer: Writer, pair: PairPlan) -> Iterator[b.Block]:
    """What mentor and executive promise each other."""
    credit = pair.mentee.time
    rhythm = writer.rhythm(credit.every)
    topics = [writer.topic(key) for key in pair.plan.levels]
    yield b.Title(writer.say("kind.charter"), writer.both(pair), (writer.window(),))
    aim = (
        writer.say("charter.aim", topics=topics)
        if topics
        else writer.say("charter.aim_open")
    )  # fmt: skip
    count = len(pair.plan.sessions)
    yield b.Points((
        (writer.say("charter.aims"), aim),
        (writer.say("charter.rhythm"),
         writer.say("charter.rhythm_text", count=count, minutes=credit.minutes, rhythm=rhythm)),
        (writer.say("charter.place"), writer.say("charter.place_text")),
        (writer.say("charter.secret"), writer.say("charter.secret_text")),
        (writer.say("charter.prepare"), writer.say("charter.prepare_text")),
        (writer.say("charter.move"), writer.say("charter.move_text")),
        (writer.say("charter.stop"), writer.say("charter.stop_text")),
        (writer.say("charter.data"), writer.say("charter.data_text")),
    ))  # fmt: skip
    yield b.Heading(writer.say("charter.sign"))
    yield b.Signatures(
        (
            (writer.set(pair.mentee.name), writer.say("role.mentee")),
            (writer.set(pair.mentor.name), writer.say("role.mentor")),
        ),
        writer.say("date"),
        writer.say("signature"),
    )


def attestation_mentee(writer: Writer, pair: PairPlan) -> Iterator[b.Block]:
    """That an executive took part."""
    setting = writer.setting
    yield b.Title(writer.say("kind.attestation_mentee"), writer.set(pair.mentee.name), (writer.window(),))
    yield text(
        writer.say("attest.mentee", client=setting.house, name=pair.mentee.name, programme=setting.programme,
                   mentor=pair.mentor.name),
        lead=True,
    )  # fmt: skip
    yield from _worked_on(writer, [pair])
    yield from _attested(writer)


def attestation_mentor(writer: Writer, mentor: MentorProfile, pairs: Sequence[PairPlan]) -> Iterator[b.Block]:
    """That a mentor accompanied executives."""
    setting = writer.setting
    yield b.Title(writer.say("kind.attestation_mentor"), writer.set(mentor.name), (writer.window(),))
    yield text(
        writer.say("attest.mentor", client=setting.house, name=mentor.name, programme=setting.programme,
                   count=len(pairs)),
        lead=True,
    )  # fmt: skip
    yield from _worked_on(writer, pairs)
    yield from _attested(writer)


def _worked_on(writer: Writer, pairs: Sequence[PairPlan]) -> Iterator[b.Block]:
    """What was held, by the journals; where nothing was, what is planned, and that it is only planned."""
    held = [(pair, entry) for pair in pairs for entry in pair.held]
    if held:
        count, hours = _held(pairs)
        yield b.Numbers((
            (writer.words.number(count), writer.say("attest.sessions_held", count=count)),
            (writer.words.number(hours, 1), writer.say("attest.hours_held")),
        ))  # fmt: skip
        worked_on = [one for pair, entry in held for one in pair.modules_of(entry)]
        yield from _modules(writer, writer.say("attest.modules_held"), worked_on)
        return
    planned = [one.id for pair in pairs for session in pair.plan.sessions for one in session.modules]
    yield b.Note("", writer.say("attest.none_held"))
    yield from _modules(writer, writer.say("attest.modules"), planned)
    yield b.Fields((writer.say("attest.held"), writer.say("attest.hours")))


def _held(pairs: Sequence[PairPlan]) -> tuple[int, float]:
    """How many sessions took place, and their hours."""
    minutes = [pair.minutes_of(entry) for pair in pairs for entry in pair.held]
    return len(minutes), sum(minutes) / 60


def _modules(writer: Writer, heading: str, modules: Sequence[str]) -> Iterator[b.Block]:
    """Modules by their titles, each once, and the topics they teach."""
    if not modules:
        return
    known = writer.setting.catalogue.modules
    topics = dict.fromkeys(topic for one in modules if one in known for topic in known[one].teaches)
    if topics:
        told = writer.words.several([writer.topic(one) for one in topics])
        yield b.Note(writer.label("attest.topics"), writer.set(told))
    yield b.Heading(heading)
    yield b.Items(tuple(writer.set(writer.title(one)) for one in dict.fromkeys(modules)))


def _attested(writer: Writer) -> Iterator[b.Block]:
    yield text(writer.say("attest.nature"))
    yield b.Signatures(
        ((writer.set(writer.setting.house), writer.say("attest.function")),),
        writer.say("date"),
        writer.say("signature"),
    )


def recognition(writer: Writer, mentor: MentorProfile, pairs: Sequence[PairPlan]) -> Iterator[b.Block]:
    """A letter for the mentor's file, from the sponsor."""
    setting = writer.setting
    planned = sum(len(pair.plan.sessions) for pair in pairs)
    held, hours = _held(pairs)
    yield b.Title(writer.say("kind.recognition"), writer.set(mentor.name), (writer.set(setting.house),))
    yield b.Fields((writer.say("attest.place"), writer.say("date")))
    yield text(
        writer.say("letter.dear", name=mentor.name),
        writer.say("letter.did", programme=setting.programme, count=len(pairs))
        + " "
        + (
            writer.say("letter.held", count=held, hours=writer.words.number(hours, 1))
            if held
            else writer.say("letter.planned", count=planned)
        ),
        writer.say("letter.took"),
        writer.say("letter.asked"),
        writer.say("letter.thanks"),
    )
    criteria = [writer.set(one.label) for one in setting.facts.criteria.values() if one.label]
    if criteria:
        yield b.Heading(writer.say("letter.skills"))
        yield b.Items(tuple(criteria))
    yield b.Signatures(
        ((writer.set(setting.house), writer.say("letter.sponsor")),), writer.say("date"), writer.say("signature")
    )


def call(writer: Writer) -> Iterator[b.Block]:
    """The call for mentors: what it is, what it asks, how people are chosen."""
    setting = writer.setting
    facts = setting.facts
    credit, words = facts.time, writer.words
    yield b.Title(writer.say("kind.call"), writer.say("call.title"), (writer.window(),))
    yield text(writer.say("call.lead", client=setting.house), lead=True)
    yield b.Numbers((
        (words.number(facts.selection.mentors), writer.say("call.places", count=facts.selection.mentors)),
        (words.number(credit.sessions), writer.say("sessions", count=credit.sessions)),
        (words.number(credit.minutes), writer.say("minutes_each")),
        (writer.rhythm(credit.every), writer.say("rhythm")),
    ))  # fmt: skip
    topics = [writer.topic(key) for key in setting.topics]
    criteria = [(writer.set(one.label or key), one.weight) for key, one in facts.criteria.items()]
    total = sum(weight for _, weight in criteria)
    shares = [writer.say("call.criterion", label=label, share=weight / total) for label, weight in criteria]
    yield b.Points((
        *(((writer.say("call.topics"), writer.set(words.several(topics))),) if topics else ()),
        (writer.say("call.who"), writer.say("call.who_text")),
        (writer.say("call.asks"), writer.say("call.asks_text")),
        (writer.say("call.gives"), writer.say("call.gives_text")),
        (writer.say("call.chosen"), writer.say("call.chosen_text", list=shares)),
        (writer.say("call.decides"), writer.say("call.decides_text", day=facts.jury_day)),
        (writer.say("call.data"),
         writer.say("call.data_text", kept=writer.span(facts.retention.not_selected))),
    ))  # fmt: skip
    yield b.Heading(writer.say("call.apply"))
    yield b.Fields((writer.say("call.before"), writer.say("call.contact")))


MANY_TOPICS = 6
"""More of them stand closer together, so that the note stays on one page."""


def sponsor_note(writer: Writer, pairs: Sequence[PairPlan]) -> Iterator[b.Block]:
    """What the sponsor stands for: aims that can be tested, the calendar, what is asked of them."""
    setting = writer.setting
    words = writer.words
    sessions = [session for pair in pairs for session in pair.plan.sessions]
    hours = sum(len(pair.plan.sessions) * pair.mentee.time.minutes for pair in pairs) / 60
    yield b.Title(writer.say("kind.sponsor_note"), writer.set(setting.programme), (writer.window(),))
    yield b.Numbers((
        (words.number(len(pairs)), writer.say("note.pairs", count=len(pairs))),
        (words.number(len({pair.mentor.id for pair in pairs})), writer.say("note.mentors")),
        (words.number(len(sessions)), writer.say("sessions", count=len(sessions))),
        (words.number(hours, 0), writer.say("note.hours")),
    ))  # fmt: skip
    yield b.Heading(writer.say("note.aims"))
    yield text(writer.say("note.aims_text"))
    rows = tuple(_aims(writer, pairs))
    yield b.Table(
        writer.say("note.aims"),
        (writer.say("note.topic"), writer.say("note.people"), writer.say("before"), writer.say("after"),
         writer.say("target")),
        rows,
        (0.4, 0.18, 0.14, 0.14, 0.14),
        compact=len(rows) > MANY_TOPICS,
    )  # fmt: skip
    yield text(writer.say("note.mean"))
    yield b.Heading(writer.say("note.calendar"))
    days = sorted(session.start.date() for session in sessions if session.start)
    stations = [(writer.set(words.day(setting.facts.jury_day)), writer.say("note.jury"))]
    if days:
        stations += [
            (writer.set(words.day(days[0])), writer.say("note.first")),
            (writer.set(words.day(days[len(days) // 2])), writer.say("note.middle")),
            (writer.set(words.day(days[-1])), writer.say("note.last")),
        ]
    stations.append((writer.set(words.day(setting.facts.programme.end)), writer.say("note.end")))
    yield b.Points(tuple(stations))
    yield b.Heading(writer.say("note.asked"))
    yield b.Items(
        (
            writer.say("note.ask_time"),
            writer.say("note.ask_word"),
            writer.say("note.ask_frame"),
            writer.say("note.ask_mentors"),
        ),
        ordered=True,
    )
    yield b.Heading(writer.say("note.limits"))
    yield text(writer.say("note.limits_text"))


def _aims(writer: Writer, pairs: Sequence[PairPlan]) -> Iterator[tuple[str, ...]]:
    """Per topic: how many executives, and the mean level before, planned and wanted."""
    for key in sorted({key for pair in pairs for key in pair.plan.levels}):
        found = [pair.plan.levels[key] for pair in pairs if key in pair.plan.levels]
        means = [sum(getattr(one, end) for one in found) / len(found) for end in ("before", "after", "target")]
        yield (writer.topic(key), str(len(found)), *(writer.words.number(mean, 1) for mean in means))
