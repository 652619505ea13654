"""The steering report on paper: the programme's for its sponsor and for human resources, each person's own course."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace

from rmentor.courses import Course
from rmentor.evaluation import FEWEST_SHOWN, Agreement, Progress
from rmentor.paper import blocks as b
from rmentor.paper.parts import text
from rmentor.paper.writer import Writer
from rmentor.steering import FROM_ANSWERS, Mentoring, Steering

Name = Callable[[str], str]
"""What somebody is called, by id."""


def programme(writer: Writer, found: Steering, named: Name | None = None) -> Iterator[b.Block]:
    """The whole programme. With `named`, mentors and alerts from the journal by name: for human resources."""
    kind = "report" if named is None else "report_hr"
    yield b.Title(writer.say(f"kind.{kind}"), writer.set(writer.setting.programme), (_on(writer, found.on),))
    yield _totals(writer, found)
    yield from _sessions(writer, found)
    yield from _coverage(writer, found)
    yield from _progress(writer, found)
    yield from _remembered(writer, found)
    yield from _experience(writer, found)
    yield from _recommended(writer, found)
    yield from _ready(writer, found)
    yield from _cost(writer, found)
    if named is not None:
        yield from _mentors(writer, found, named)
    yield from _alerts(writer, found, named)
    yield b.Heading(writer.say("report.limits"))
    yield b.Items((
        writer.say("report.limit.self"), writer.say("report.limit.few", least=FEWEST_SHOWN),
        writer.say("report.limit.cause"), writer.say("report.limit.missing"), writer.say("report.limit.money"),
        writer.say("report.limit.rules"),
    ))  # fmt: skip


def _on(writer: Writer, day: dt.date) -> str:
    return writer.say("report.on", day=day)


def _totals(writer: Writer, found: Steering) -> b.Numbers:
    totals = found.totals
    return b.Numbers((
        (writer.words.number(totals.pairs), writer.say("report.executives", count=totals.pairs)),
        (writer.say("report.of", part=totals.held, whole=totals.credit), writer.say("report.sessions")),
        (writer.words.number(totals.cancelled), writer.say("report.cancelled", count=totals.cancelled)),
        (writer.words.number(totals.moved), writer.say("report.moved", count=totals.moved)),
        (writer.say("report.of", part=round(totals.minutes / 60, 1), whole=round(totals.credit_minutes / 60, 1)),
         writer.say("report.hours")),
    ))  # fmt: skip


def _sessions(writer: Writer, found: Steering) -> Iterator[b.Block]:
    if found.due is not None:
        yield text(writer.say("report.against_plan", due=found.due, held=found.totals.held))
    if not found.months:
        return
    most = max(held + cancelled for _, held, cancelled in found.months)
    yield b.Bars(
        writer.say("report.months"),
        tuple(
            b.Bar(_month(writer, month), (held / most, cancelled / most),
                  writer.say("report.month", held=held, cancelled=cancelled))
            for month, held, cancelled in found.months
        ),
        (writer.say("report.held_word"), writer.say("report.cancelled_words")),
    )  # fmt: skip


def _month(writer: Writer, month: dt.date) -> str:
    return writer.set(writer.words.day(month, "LLLL y"))


def _coverage(writer: Writer, found: Steering) -> Iterator[b.Block]:
    shown = [one for one in found.coverage if one.people >= FEWEST_SHOWN]
    if not found.coverage:
        return
    yield b.Heading(writer.say("report.coverage"))
    if shown:
        yield b.Bars(
            writer.say("report.coverage_caption"),
            tuple(
                b.Bar(
                    writer.topic(one.topic),
                    (one.taught / one.needed, one.planned / one.needed, one.open / one.needed),
                    writer.say("report.covered", taught=one.taught, planned=one.planned, open=one.open,
                               people=one.people),
                )
                for one in shown
            ),
            (writer.say("report.taught"), writer.say("report.planned"), writer.say("report.open")),
        )  # fmt: skip
    yield from _hidden(writer, [one.topic for one in found.coverage if one not in shown])


def _hidden(writer: Writer, topics: Collection[str]) -> Iterator[b.Block]:
    if topics:
        yield b.Note("", writer.say("report.hidden", least=FEWEST_SHOWN, topics=[writer.topic(one) for one in topics]))


def _progress(writer: Writer, found: Steering) -> Iterator[b.Block]:
    yield b.Heading(writer.say("report.progress"))
    if not found.topics:
        yield b.Items((writer.say("report.nothing_answered"),))
        return
    yield from _figures(writer, found.topics, found.control, writer.say("report.progress"), writer.say("after"))
    if found.control is not None:
        yield b.Note("", writer.say("report.control_note"))
    if found.midway.topics:
        yield b.Heading(writer.say("report.midway"), 3)
        yield text(writer.say("report.midway_note", least=FEWEST_SHOWN))
        told = (found.midway.topics, found.midway.control)
        yield from _figures(writer, *told, writer.say("report.midway"), writer.say("report.midway_word"))


def _figures(
    writer: Writer, topics: Collection[Progress], control: Progress | None, caption: str, later: str
) -> Iterator[b.Block]:
    """Levels before, later and aimed at, of the topics that may be broken down; then the counts of all."""
    told = [one for one in topics if one.n >= FEWEST_SHOWN]
    if told:
        ends = writer.scale(told[0].topic)
        yield b.Levels(
            tuple(_level(writer, one, later) for one in told),
            (writer.words.number(ends[0]), writer.words.number(ends[1])),
            (writer.say("before"), later, writer.say("target")),
        )
    headings = (
        writer.say("report.topic"), writer.say("report.answers"), writer.say("report.missing"),
        writer.say("report.better_same_worse"), writer.say("report.median"), writer.say("report.effect"),
    )  # fmt: skip
    rows = [_row(writer, one, writer.topic(one.topic)) for one in topics]
    if control is not None:
        rows.append(_row(writer, control, writer.say("report.control")))
    yield b.Table(caption, headings, tuple(rows), (0.28, 0.12, 0.13, 0.17, 0.1, 0.2))


def _level(writer: Writer, one: Progress, later: str) -> b.Level:
    low, high = writer.scale(one.topic)

    def share(value: float | None) -> float:
        return 0.0 if value is None or high == low else max(0.0, min(1.0, (value - low) / (high - low)))

    figures = {"before": one.before or 0.0, "after": one.after or 0.0, "target": one.target or 0.0}
    told = writer.say("report.level", later=later, **figures)
    return b.Level(writer.topic(one.topic), share(one.before), share(one.after), share(one.target), told)


def _row(writer: Writer, one: Progress, label: str) -> tuple[str, ...]:
    number = writer.words.number
    first = (label, number(one.n), number(one.missing))
    if one.n < FEWEST_SHOWN or one.delta is None:
        return (*first, writer.say("report.too_few", least=FEWEST_SHOWN), "", "")
    delta = writer.say("report.delta", value=one.delta.value, low=one.delta.low, high=one.delta.high)
    counts = f"{one.improved} / {one.same} / {one.worse}"
    return (*first, counts, writer.say("report.change", value=one.median_change or 0.0), delta)


def _remembered(writer: Writer, found: Steering) -> Iterator[b.Block]:
    """Apart from progress, and said to flatter."""
    shown = [one for one in found.remembered if one.n >= FEWEST_SHOWN]
    if not shown:
        return
    yield b.Heading(writer.say("report.remembered"), 3)
    yield b.Table(
        writer.say("report.remembered"),
        (writer.say("report.topic"), writer.say("report.answers"), writer.say("report.then"), writer.say("report.now")),
        tuple(
            (writer.topic(one.topic), str(one.n), writer.words.number(one.then, 1), writer.words.number(one.now, 1))
            for one in shown
        ),
        (0.4, 0.2, 0.2, 0.2),
    )
    yield b.Note("", writer.say("report.remembered_note"))


_FORMS = {"fit": "fit", "session": "feedback", "mid-term": "mid", "closing": "end"}
"""Where the sentences of a form stand."""


def _experience(writer: Writer, found: Steering) -> Iterator[b.Block]:
    """How far each side agrees with the statements of the forms, as distributions."""
    if not found.agreement:
        return
    yield b.Heading(writer.say("report.experience"))
    for who in ("mentee", "mentor"):
        told = [one for one in found.agreement if one.who == who]
        shown = [one for one in told if one.n >= FEWEST_SHOWN]
        if shown:
            yield b.Bars(
                writer.say("report.of_mentees") if who == "mentee" else writer.say("report.of_mentors"),
                tuple(_agreed(writer, one) for one in shown),
                (writer.say("report.agree"), writer.say("report.neither"), writer.say("report.disagree")),
            )
        if len(shown) < len(told):
            yield b.Note("", writer.say("report.few_statements", count=len(told) - len(shown), least=FEWEST_SHOWN))


def _agreed(writer: Writer, one: Agreement) -> b.Bar:
    by = dict(one.marks)
    agree, neither, disagree = by[4] + by[5], by[3], by[1] + by[2]
    sentence = writer.say(f"{_FORMS[one.form]}.{one.who}.{one.statement}")
    counts = " · ".join(f"{mark}: {count}" for mark, count in one.marks)
    return b.Bar(
        sentence,
        (agree / one.n, neither / one.n, disagree / one.n),
        writer.say("report.marks", counts=counts, n=one.n, missing=one.missing, median=one.median or 0.0),
    )


def _recommended(writer: Writer, found: Steering) -> Iterator[b.Block]:
    if not any(found.recommend.values()):
        return
    yield b.Heading(writer.say("report.recommend"))
    for who, marks in found.recommend.items():
        label = writer.say("report.of_mentees") if who == "mentee" else writer.say("report.of_mentors")
        n, most = sum(count for _, count in marks), max((count for _, count in marks), default=0)
        if n >= FEWEST_SHOWN:
            bars = tuple(
                b.Bar(str(mark), (count / most,), writer.say("report.people", count=count)) for mark, count in marks
            )
            yield b.Bars(writer.say("report.recommend_caption", who=label, n=n), bars)
        elif n:
            yield b.Note("", writer.say("report.few_recommend", who=label, least=FEWEST_SHOWN))
    yield b.Note("", writer.say("report.no_net"))


def _ready(writer: Writer, found: Steering) -> Iterator[b.Block]:
    seated, ready = found.ready
    if not seated:
        return
    yield b.Heading(writer.say("report.readiness"))
    alternative = writer.say("report.of", part=ready, whole=seated)
    yield b.Bars(
        writer.say("report.ready_caption"), (b.Bar(writer.say("report.ready"), (ready / seated,), alternative),)
    )


def _cost(writer: Writer, found: Steering) -> Iterator[b.Block]:
    cost = found.cost
    rows = (
        (writer.say("report.cost_mentees"), cost.executives), (writer.say("report.cost_mentors"), cost.mentors),
        (writer.say("report.cost_preparation"), cost.preparation),
        (writer.say("report.cost_whole"), cost.executives + cost.mentors + cost.preparation),
    )  # fmt: skip
    yield b.Heading(writer.say("report.cost"))
    yield b.Table(
        writer.say("report.cost"), (writer.say("report.whose"), writer.say("report.hours_word")),
        tuple((label, writer.words.number(minutes / 60, 1)) for label, minutes in rows), (0.75, 0.25),
    )  # fmt: skip


def _mentors(writer: Writer, found: Steering, named: Name) -> Iterator[b.Block]:
    """Who gave what, to thank them for it."""
    if not found.mentorings:
        return
    yield b.Heading(writer.say("report.mentors"))
    headings = (
        writer.say("report.mentor"), writer.say("report.accompanied"), writer.say("report.held_heading"),
        writer.say("report.hours_word"), writer.say("report.topics"), writer.say("report.ready"),
    )  # fmt: skip
    rows = tuple(_mentor(writer, one, named) for one in found.mentorings)
    yield b.Table(writer.say("report.mentors"), headings, rows, (0.23, 0.13, 0.14, 0.11, 0.24, 0.15))


def _mentor(writer: Writer, one: Mentoring, named: Name) -> tuple[str, ...]:
    number = writer.words.number
    topics = writer.words.several([writer.topic(topic) for topic in one.topics])
    ready = writer.say("report.of", part=one.ready, whole=one.seated)
    return (
        writer.set(named(one.mentor)), number(len(one.executives)), number(one.held), number(one.minutes / 60, 1),
        writer.set(topics), ready,
    )  # fmt: skip


def _alerts(writer: Writer, found: Steering, named: Name | None) -> Iterator[b.Block]:
    yield b.Heading(writer.say("report.alerts"))
    counts = found.counted(answers=found.fits_told >= FEWEST_SHOWN)
    if 0 < found.fits_told < FEWEST_SHOWN:
        # Said whether or not somebody doubts: otherwise the note would tell.
        yield b.Note("", writer.say("report.few_fits", least=FEWEST_SHOWN))
    if not counts:
        yield b.Items((writer.say("report.no_alerts"),))
        return
    yield b.Table(
        writer.say("report.alerts"), (writer.say("report.alert_word"), writer.say("report.alert_people")),
        tuple((writer.say(f"report.alert.{code}"), writer.words.number(count)) for code, count in counts.items()),
        (0.75, 0.25),
    )  # fmt: skip
    if named is not None:
        told = [one for one in found.alerts if one.code not in FROM_ANSWERS]
        lines = tuple(
            writer.say("report.who", name=named(one.mentee), text=writer.say(f"report.alert.{one.code}"))
            for one in told
        )
        if lines:
            yield b.Items(lines)


# --- one person's own course ---


def of_mentor(
    writer: Writer, found: Steering, mine: Mentoring, named: Name, titles: Mapping[str, str]
) -> Iterator[b.Block]:
    """What one mentor gave, executive by executive; nothing that an executive answered."""
    yield b.Title(writer.say("kind.report_mentor"), writer.set(named(mine.mentor)), (_on(writer, found.on),))
    yield b.Numbers((
        (writer.words.number(len(mine.executives)), writer.say("report.executives", count=len(mine.executives))),
        (writer.words.number(mine.held), writer.say("report.held_sessions", count=mine.held)),
        (writer.words.number(mine.minutes / 60, 1), writer.say("report.given_hours")),
        (writer.say("report.of", part=mine.ready, whole=mine.seated), writer.say("report.ready_short")),
    ))  # fmt: skip
    for course in found.courses:
        if course.mentee in mine.executives:
            yield b.Heading(writer.set(named(course.mentee)))
            yield from _course(writer, course, titles, found.on)
    if mine.topics:
        yield b.Heading(writer.say("report.topics"))
        yield b.Items(tuple(writer.topic(topic) for topic in mine.topics))
    yield b.Note("", writer.say("report.mentor_sees"))


def of_mentee(
    writer: Writer, found: Steering, course: Course, named: Name, titles: Mapping[str, str]
) -> Iterator[b.Block]:
    """One executive's course: sessions, hours, levels."""
    held = course.held
    yield b.Title(writer.say("kind.report_mentee"), writer.set(named(course.mentee)), (_on(writer, found.on),))
    yield b.Numbers((
        (writer.say("report.of", part=len(held), whole=course.sessions), writer.say("report.sessions")),
        (writer.say("report.of", part=round(course.held_minutes / 60, 1),
                    whole=round(course.sessions * course.minutes / 60, 1)), writer.say("report.hours")),
    ))  # fmt: skip
    yield from _course(writer, course, titles, found.on)
    if course.needs:
        yield b.Heading(writer.say("levels"))
        yield b.Levels(
            tuple(_own_level(writer, course, topic) for topic in sorted(course.needs)),
            tuple(writer.words.number(end) for end in writer.scale(min(course.needs))),  # type: ignore[arg-type]
            (writer.say("report.start_word"), writer.say("report.taught_to"), writer.say("target")),
        )
    yield b.Note("", writer.say("report.mentee_sees"))


def _own_level(writer: Writer, course: Course, topic: str) -> b.Level:
    need = course.needs[topic]
    reached = course.reached.get(topic, need.level)
    told = writer.say("report.own_level", before=need.level, after=reached, target=need.target)
    return replace(_level(writer, Progress(topic, 1, 0, need.level, reached, need.target), ""), text=told)


def _course(writer: Writer, course: Course, titles: Mapping[str, str], today: dt.date) -> Iterator[b.Block]:
    """The sessions by number: what was held or called off, what is to come."""
    rows: list[tuple[int, dt.date, str, str]] = []
    for one in course.journal:
        if one.held:
            what = writer.words.several([titles.get(module, module) for module in one.modules])
            rows.append((one.session, one.held, writer.say("minutes", count=one.minutes or course.minutes), what))
        elif one.cancelled:
            rows.append((one.session, one.cancelled, writer.say("report.cancelled_word"), ""))
    done = {one.session for one in course.held}
    for number, day in course.dates.items():
        if number not in done:
            state = writer.say("report.to_come") if day >= today else writer.say("report.not_held")
            rows.append((number, day, state, ""))
    if rows:
        headings = (writer.say("number"), writer.say("date"), writer.say("report.state"), writer.say("modules"))
        shown = tuple((str(number), writer.set(writer.words.day(day)), state, writer.set(what))
                      for number, day, state, what in sorted(dict.fromkeys(rows)))  # fmt: skip
        yield b.Table(writer.say("your_sessions"), headings, shown, (0.08, 0.27, 0.2, 0.45))
    else:
        yield b.Items((writer.say("report.nothing_yet"),))
