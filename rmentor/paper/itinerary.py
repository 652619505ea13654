"""One executive's programme: when, what, and how far it takes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from rmentor.outcomes import Plan, Session
from rmentor.paper import blocks as b
from rmentor.paper.writer import PairPlan, Writer
from rmentor.spacing import spacing


def programme(writer: Writer, pair: PairPlan) -> Iterator[b.Block]:
    """One executive's programme: timeline, levels and hours; then sessions, what was left out, signatures."""
    plan, words = pair.plan, writer.words
    yield b.Title(writer.say("kind.programme"), writer.set(pair.mentee.name),
                  (writer.say("with_mentor", name=pair.mentor.name),))  # fmt: skip
    credit = pair.mentee.time
    yield b.Numbers((
        (words.number(len(plan.sessions)), writer.say("sessions", count=len(plan.sessions))),
        (words.number(credit.minutes), writer.say("minutes_each")),
        (writer.rhythm(credit.every), writer.say("rhythm")),
        (words.number(plan.minutes), writer.say("minutes_of", count=plan.minutes, credit=plan.credit)),
    ))  # fmt: skip
    dated = [session for session in plan.sessions if session.start]
    if dated:
        yield b.Heading(writer.say("timeline"))
        yield _timeline(writer, dated)
    if plan.levels:
        yield b.Heading(writer.say("levels"))
        yield _levels(writer, plan)
    yield from _spacing(writer, plan)
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


def _spacing(writer: Writer, plan: Plan) -> Iterator[b.Block]:
    """When each topic comes back, and that it does so on purpose."""
    found = spacing(plan, writer.setting.catalogue.modules)
    if not found:
        return
    yield b.Heading(writer.say("spacing.title"), 3)
    yield b.Table(
        writer.say("spacing.title"),
        tuple(writer.say(f"spacing.{one}") for one in ("topic", "sessions", "days", "reviewed")),
        tuple(
            (
                writer.topic(one.topic),
                writer.set(", ".join(map(str, one.sessions))),
                writer.set(", ".join("–" if days is None else str(days) for days in one.days) or "–"),
                writer.set(", ".join(map(str, one.reviewed)) or "–"),
            )
            for one in found
        ),
        (0.34, 0.2, 0.2, 0.26),
        compact=True,
    )
    yield b.Note("", writer.say("spacing.why"))


def _session_row(writer: Writer, session: Session) -> tuple[str, str, str]:
    when = writer.when(session) + (f" · {writer.say('held')}" if session.held else "")
    return (str(session.number), when, "\n".join(_lines(writer, session)))


def _lines(writer: Writer, session: Session) -> Iterator[str]:
    """Each module with its minutes, and under it the first thing it aims at."""
    known = writer.setting.catalogue.modules
    for module in session.modules:
        yield f"{writer.set(writer.title(module.id))} ({writer.say('minutes', count=module.minutes)})"
        if module.id in known and known[module.id].objectives:
            yield f"→ {writer.set(known[module.id].objectives[0])}"


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
