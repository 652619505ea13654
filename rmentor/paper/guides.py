"""What a mentor and an executive are told before they begin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rmentor.paper import blocks as b
from rmentor.paper.parts import text
from rmentor.paper.writer import PairPlan, Writer
from rmentor.profiles import MentorProfile

ANCHORED = (0.0, 5.0)
"""The scale of a topic unless a programme says otherwise: what the anchors of levels are written for."""


def brief(writer: Writer, pair: PairPlan) -> Iterator[b.Block]:
    """One page for the executive: what this is, what it asks, what it gives, where it ends."""
    credit = pair.mentee.time
    sessions = pair.plan.sessions
    yield b.Title(
        writer.say("kind.brief"), writer.set(pair.mentee.name), (writer.say("with_mentor", name=pair.mentor.name),)
    )
    yield text(writer.say("brief.lead", mentor=pair.mentor.name), lead=True)
    yield b.Points((
        (writer.say("brief.time"),
         writer.say("charter.rhythm_text", count=len(sessions), minutes=credit.minutes,
                    rhythm=writer.rhythm(credit.every))),
        *(((writer.say("brief.first"), writer.when(sessions[0])),) if sessions else ()),
        (writer.say("brief.session"),
         writer.say("brief.session_text", opening=credit.opening, closing=credit.closing)),
        (writer.say("brief.bring"), writer.say("brief.bring_text")),
        (writer.say("brief.asks"), writer.say("brief.asks_text")),
        (writer.say("brief.expect"), writer.say("brief.expect_text")),
        (writer.say("brief.frame"), writer.say("brief.frame_text")),
        (writer.say("brief.change"), writer.say("brief.change_text")),
        (writer.say("brief.kept"), writer.say("brief.kept_text")),
    ))  # fmt: skip
    yield from _anchored_levels(writer, pair)
    yield b.Lines(writer.say("brief.want"), 2)


def _anchored_levels(writer: Writer, pair: PairPlan) -> Iterator[b.Block]:
    """What each level means, as things done alone, and from which level to which the programme leads.

    Only where every topic is on the scale that the anchors are written for.
    """
    levels = pair.plan.levels
    scales = {topic.scale for key in levels if (topic := writer.setting.topics.get(key))}
    if not levels or scales - {ANCHORED}:
        return
    yield b.Heading(writer.say("brief.levels"))
    told = (
        writer.say("brief.from_to", topic=writer.topic(key), before=level.before, target=level.target)
        for key, level in levels.items()
    )
    yield text(" · ".join(told))
    low, high = ANCHORED
    marks = range(int(low), int(high) + 1)
    yield b.Points(tuple((writer.words.number(mark), writer.say(f"brief.anchor.{mark}")) for mark in marks))


def guide(writer: Writer, mentor: MentorProfile, pairs: Sequence[PairPlan]) -> Iterator[b.Block]:
    """The mentor's guide: role, before, during, after, hard moments, posture; and whom they accompany."""
    yield b.Title(writer.say("kind.guide"), writer.set(mentor.name), (writer.window(),))
    yield text(writer.say("guide.lead"), lead=True)
    if pairs:
        yield b.Heading(writer.say("guide.yours"))
        yield b.Table(
            writer.say("guide.yours"),
            (writer.say("guide.executive"), writer.say("guide.first"), writer.say("guide.count")),
            tuple(
                (
                    writer.set(pair.mentee.name),
                    writer.when(pair.plan.sessions[0]) if pair.plan.sessions else writer.say("no_date"),
                    writer.words.number(len(pair.plan.sessions)),
                )
                for pair in pairs
            ),
            (0.38, 0.47, 0.15),
        )
    yield b.Heading(writer.say("guide.role"))
    yield b.Points((
        (writer.say("guide.is"), writer.say("guide.is_text")),
        (writer.say("guide.is_not"), writer.say("guide.is_not_text")),
        (writer.say("guide.secret"), writer.say("guide.secret_text")),
    ))  # fmt: skip
    yield b.Heading(writer.say("guide.before"))
    yield b.Items(
        (writer.say("guide.before.read"), writer.say("guide.before.example"), writer.say("guide.before.rehearse"),
                                          writer.say("guide.before.room")),
        ordered=True,
    )  # fmt: skip
    yield b.Heading(writer.say("guide.during"))
    yield b.Items(
        (writer.say("guide.during.open"), writer.say("guide.during.hands"), writer.say("guide.during.words"),
                                          writer.say("guide.during.wait"), writer.say("guide.during.close")),
        ordered=True,
    )  # fmt: skip
    yield b.Heading(writer.say("guide.after"))
    yield b.Items(
        (writer.say("guide.after.note"), writer.say("guide.after.log"), writer.say("guide.after.kit")), ordered=True
    )
    yield b.Heading(writer.say("guide.hard"))
    yield b.Points((
        (writer.say("guide.hard.cancels"), writer.say("guide.hard.cancels_text")),
        (writer.say("guide.hard.hotline"), writer.say("guide.hard.hotline_text")),
        (writer.say("guide.hard.knows"), writer.say("guide.hard.knows_text")),
        (writer.say("guide.hard.boss"), writer.say("guide.hard.boss_text")),
        (writer.say("guide.hard.stuck"), writer.say("guide.hard.stuck_text")),
        (writer.say("guide.hard.secret"), writer.say("guide.hard.secret_text")),
    ))  # fmt: skip
    yield b.Heading(writer.say("guide.posture"))
    yield text(writer.say("guide.posture_text"))
    yield b.Points(tuple((str(mark), writer.say(f"guide.posture.mark_{mark}")) for mark in range(1, 6)))
    yield b.Lines(writer.say("guide.mine"), 3)
