"""The sheet on which mentor and executive settle the time credit: what more or less of it would bring."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rmentor.paper import blocks as b
from rmentor.paper import parts
from rmentor.paper.writer import PairPlan, Writer
from rmentor.timecredit import Credit, Options, first_closed


def options(writer: Writer, pair: PairPlan) -> Iterator[b.Block]:
    """First page: the curve against sessions and against minutes; second: three plans side by side, and signatures."""
    credit = pair.mentee.time
    found = pair.curve()
    yield b.Title(writer.say("kind.options"), writer.set(pair.mentee.name),
                  (writer.say("with_mentor", name=pair.mentor.name),))  # fmt: skip
    yield parts.text(writer.say("options.lead"))
    yield b.Heading(writer.say("options.by_sessions"), 2, writer.say("options.of_minutes", minutes=credit.minutes))
    yield from _curve(writer, found, found.by_sessions, "sessions")
    said = tuple(_said(writer, found))
    if said:
        yield b.Items(said)
    yield b.Heading(writer.say("options.by_minutes"), 2, writer.say("options.of_sessions", count=credit.sessions))
    yield from _curve(writer, found, found.by_minutes, "minutes")
    yield b.Items((writer.say("options.gain_means"), *_unproven(writer, found)), small=True)
    yield b.NewPage()
    yield b.Heading(writer.say("options.three"))
    three = (("short", found.short), ("agreed", found.agreed), ("deep", found.deep))
    yield b.Choices(tuple(_choice(writer, found, kind, one) for kind, one in three))
    yield b.Heading(writer.say("options.settled"))
    yield b.Fields(tuple(writer.say(f"options.{one}_field") for one in ("sessions", "minutes", "rhythm")))
    yield b.Fields((writer.say("options.wishes_field"),))
    people = (
        (writer.set(pair.mentee.name), writer.say("role.mentee")),
        (writer.set(pair.mentor.name), writer.say("role.mentor")),
    )
    yield b.Signatures(people, writer.say("date"), writer.say("signature"))


def _curve(writer: Writer, found: Options, credits: tuple[Credit, ...], axis: str) -> Iterator[b.Block]:
    """One axis as a chart, then as a table."""
    at = _at_sessions if axis == "sessions" else _at_minutes
    points = [
        writer.words(
            "doc.options.point",
            at=at(writer, one), share=_share(found, one), reached=one.reached, topics=found.topics,
        )
        for one in credits
    ]  # fmt: skip
    columns = tuple(
        b.Column(
            _part(found, one),
            _percent(writer, found, one),
            writer.words.number(one.sessions if axis == "sessions" else one.minutes),
            writer.say("options.now") if one is found.agreed else "",
            one is found.agreed,
        )
        for one in credits
    )
    yield b.Chart(columns, writer.say("options.chart", list=points))
    headings = (f"{axis}_heading", "share_heading", "reached_heading", "used_heading")
    yield b.Table(
        writer.say(f"options.by_{axis}"),
        tuple(writer.say(f"options.{one}") for one in headings),
        tuple(_rows(writer, found, credits, at)),
        (0.26, 0.15, 0.41, 0.18),
        compact=True,
    )


def _rows(
    writer: Writer, found: Options, credits: tuple[Credit, ...], at: Callable[[Writer, Credit], str]
) -> Iterator[tuple[str, ...]]:
    for one, closed in zip(credits, first_closed(credits), strict=True):
        fields = {"reached": one.reached, "topics": found.topics, "list": [writer.topic(topic) for topic in closed]}
        reached = writer.say("options.first" if closed else "options.reached", **fields)
        name = at(writer, one) + (f" · {writer.say('options.now')}" if one is found.agreed else "")
        yield (name, _percent(writer, found, one), reached, writer.words.number(one.used))


def _at_sessions(writer: Writer, one: Credit) -> str:
    return writer.say("options.at_sessions", count=one.sessions)


def _at_minutes(writer: Writer, one: Credit) -> str:
    return writer.say("options.at_minutes", minutes=one.minutes)


def _part(found: Options, one: Credit) -> float:
    """The share (0–1) of all that was asked for."""
    return min(1.0, one.gain / found.most) if found.most else 0.0


def _share(found: Options, one: Credit) -> int:
    """The same in whole percent; 100 only where nothing is missing."""
    share = _part(found, one)
    return 100 if share > 1 - 1e-9 else min(99, round(100 * share))


def _percent(writer: Writer, found: Options, one: Credit) -> str:
    return writer.say("options.share", share=_share(found, one)) + ("" if one.optimal else " *")


def _said(writer: Writer, found: Options) -> Iterator[str]:
    """What one session fewer or more would change; which are spare."""
    now = _share(found, found.agreed)
    if found.spare:
        yield writer.say("options.spare", count=found.spare)
    elif (less := found.beside(-1)) is not None:
        yield writer.say("options.fewer", share=_share(found, less), now=now)
    if (more := found.beside(1)) is not None:
        better = more.gain > found.agreed.gain + 1e-9
        yield writer.say("options.more" if better else "options.more_nothing", share=_share(found, more), now=now)


def _unproven(writer: Writer, found: Options) -> Iterator[str]:
    if not all(one.optimal for one in (*found.by_sessions, *found.by_minutes)):
        yield writer.say("options.not_proven")


def _choice(writer: Writer, found: Options, kind: str, credit: Credit | None) -> b.Choice:
    """One of the three plans."""
    name = writer.say(f"options.{kind}")
    if credit is None:
        return b.Choice(name, "", note=writer.say(f"options.no_{kind}"))
    size = writer.say("options.size", count=credit.sessions, minutes=credit.minutes)
    facts = [f"{writer.say('options.share_heading')} {_percent(writer, found, credit)}"]
    facts += [
        writer.say("options.level", topic=writer.topic(topic), before=one.before, after=one.after, target=one.target)
        for topic, one in credit.levels.items()
    ]
    steps = tuple(
        (writer.say("options.session", number=number), "\n".join(writer.set(writer.title(one)) for one in modules))
        for number, modules in zip(credit.numbers, credit.planned, strict=True)
        if modules
    )
    return b.Choice(name, size, tuple(facts), steps)
