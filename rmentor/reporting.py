"""What happened, gathered from plans, journals and answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rmentor import courses as following
from rmentor import evaluation
from rmentor.courses import Alert, Course, Totals
from rmentor.errors import Reason
from rmentor.evaluation import Progress
from rmentor.files import results
from rmentor.files.workspace import OUT
from rmentor.kits import Module
from rmentor.paper import blocks as b
from rmentor.paper.rendering import FORMATS, Press
from rmentor.paper.writer import Writer
from rmentor.papers import Papers
from rmentor.people import Journal
from rmentor.steps import Programme
from rmentor.words import Words


@dataclass(frozen=True)
class Report:
    """The figures of a programme on a day."""

    on: dt.date
    totals: Totals
    topics: tuple[Progress, ...]
    recommend: tuple[tuple[int, int], ...]
    alerts: tuple[Alert, ...]


def courses(programme: Programme) -> list[Course]:
    """Every executive's course, by id."""
    workspace = programme.workspace
    modules = workspace.catalogue.modules
    found = []
    for mentee, profile in sorted(programme.mentee_profiles.items()):
        journal = workspace.journals[mentee].value if mentee in workspace.journals else Journal(version=1)
        answers = workspace.answers[mentee].value.answers if mentee in workspace.answers else ()
        needs = workspace.mentees[mentee].value.topics
        start = workspace.settings.programme.start
        reached = {
            topic: need.level + _taught(journal, modules, topic, need.on or start) for topic, need in needs.items()
        }
        time = profile.time
        found.append(
            Course(mentee, time.sessions, time.minutes, time.every, start, journal.sessions, answers, needs, reached,
                   workspace.settings.programme.end, len(workspace.mentees[mentee].value.moves))
        )  # fmt: skip
    return found


def _taught(journal: Journal, modules: Mapping[str, Module], topic: str, since: dt.date) -> float:
    """What the sessions held since a day taught of a topic."""
    done = {one for entry in journal.held.values() if entry.held and entry.held >= since for one in entry.modules}
    return sum(modules[one].teaches.get(topic, 0.0) for one in sorted(done) if one in modules)


def report(programme: Programme, today: dt.date) -> Report:
    """The figures as they are on a day."""
    found = courses(programme)
    marks = [one.recommend for course in found for one in course.answers if one.recommend is not None]
    return Report(
        today, following.totals(found), evaluation.by_topic(found),
        evaluation.distribution(marks, range(11)) if marks else (), following.alerts(found, today),
    )  # fmt: skip


def data(found: Report, programme: Programme) -> dict[str, object]:
    """The report as data: alerts name people by id, all else is about the whole programme."""
    shown = {topic.topic: topic.n >= evaluation.FEWEST_SHOWN for topic in found.topics}
    return {
        "version": 1,
        "on": found.on.isoformat(),
        "pairs": found.totals.pairs,
        "sessions": {"credit": found.totals.credit, "held": found.totals.held, "cancelled": found.totals.cancelled},
        "minutes": {"credit": found.totals.credit_minutes, "held": found.totals.minutes},
        "topics": [_topic(one, shown=shown[one.topic]) for one in found.topics],
        "recommend": {str(mark): count for mark, count in found.recommend}
        if sum(count for _, count in found.recommend) >= evaluation.FEWEST_SHOWN
        else None,
        "alerts": alert_data(found.alerts, programme),
    }


def alerts(programme: Programme, today: dt.date) -> tuple[Alert, ...]:
    """What somebody should look into, on a day."""
    return following.alerts(courses(programme), today)


def alert_data(found: Sequence[Alert], programme: Programme) -> list[dict[str, object]]:
    """Alerts as data: who by id, the code, its fields, and the sentence."""
    return [{"mentee": one.mentee, **results.reason(Reason(one.code, _named(one, programme)), None),
             "text": told(one, programme, programme.words)} for one in found]  # fmt: skip


def told(one: Alert, programme: Programme, words: Words) -> str:
    """An alert as a sentence."""
    return words(f"alert.{one.code}", **_named(one, programme))


def _named(one: Alert, programme: Programme) -> dict[str, object]:
    """The fields of an alert, topics by their labels."""
    known = programme.workspace.topics

    def label(topic: str) -> str:
        return known[topic].label or topic if topic in known else topic

    return {key: [label(topic) for topic in value] if key == "topics" else value for key, value in one.fields.items()}


def _topic(one: Progress, *, shown: bool) -> dict[str, object]:
    """A topic's figures; with fewer than five answers only how many there are."""
    if not shown:
        return {"topic": one.topic, "n": one.n, "missing": one.missing, "too_few": True}
    delta = one.delta
    return {
        "topic": one.topic, "n": one.n, "missing": one.missing, "too_few": False,
        "before": results.rounded(one.before), "after": results.rounded(one.after),
        "target": results.rounded(one.target),
        "improved": one.improved, "same": one.same, "worse": one.worse, "median_change": one.median_change,
        "delta": None if delta is None else [round(value, 4) for value in (delta.value, delta.low, delta.high)],
        "p": results.rounded(one.p),
    }  # fmt: skip


# --- on paper ---


def keep(programme: Programme, found: Report) -> list[str]:
    """Writes the report under `out/`, as PDF and page; the names of the files."""
    setting = Papers(programme, {programme.words.language: programme.words}).setting
    paper, press = document(found, Writer(setting, programme.words)), Press()
    names = []
    for ending in FORMATS:
        names.append(f"{OUT}/{paper.name}.{ending}")
        programme.folder.write(names[-1], press.make(paper, ending))
    return names


def document(found: Report, writer: Writer) -> b.Document:
    """The report on paper: nobody is named in it."""
    name = writer.words("report.file")
    return writer.document("report", name, writer.set(writer.setting.programme), _blocks(found, writer))


def _blocks(found: Report, writer: Writer) -> Iterator[b.Block]:
    def say(key: str, **fields: object) -> str:
        return writer.set(writer.words(f"report.{key}", **fields))

    totals = found.totals
    yield b.Title(say("title"), writer.set(writer.setting.programme), (say("on", day=found.on),))
    yield b.Numbers((
        (writer.words.number(totals.pairs), say("pairs", count=totals.pairs)),
        (f"{totals.held} / {totals.credit}", say("sessions")),
        (writer.words.number(totals.cancelled), say("cancelled")),
        (say("hours_of", held=totals.minutes / 60, credit=totals.credit_minutes / 60), say("hours")),
    ))  # fmt: skip
    yield b.Heading(say("progress"))
    told = [one for one in found.topics if one.n >= evaluation.FEWEST_SHOWN]
    if told:
        yield b.Levels(
            tuple(_level(one, writer) for one in told),
            tuple(writer.words.number(end) for end in writer.scale(told[0].topic)),  # type: ignore[arg-type]
            (say("before"), say("after"), say("target")),
        )
    headings = ("topic", "answers", "missing", "better_same_worse", "effect")
    rows = tuple(_row(one, writer) for one in found.topics)
    if rows:
        yield b.Table(
            say("progress"), tuple(say(f"heading.{one}") for one in headings), rows, (0.3, 0.13, 0.13, 0.2, 0.24)
        )
    yield b.Heading(say("alerts"))
    counts = {one.code: sum(other.code == one.code for other in found.alerts) for one in found.alerts}
    if counts:
        yield b.Table(say("alerts"), (say("heading.alert"), say("heading.people")),
                      tuple((writer.set(writer.words(f"report.alert.{code}")), writer.words.number(count))
                            for code, count in sorted(counts.items())), (0.8, 0.2))  # fmt: skip
    else:
        yield b.Items((say("no_alerts"),))
    yield b.Heading(say("limits"))
    yield b.Items(tuple(say(f"limit.{one}") for one in ("self", "few", "cause", "missing", "money")))


def _level(one: Progress, writer: Writer) -> b.Level:
    low, high = writer.scale(one.topic)

    def share(value: float | None) -> float:
        return 0.0 if value is None or high == low else max(0.0, min(1.0, (value - low) / (high - low)))

    text = writer.words("report.level", before=one.before or 0.0, after=one.after or 0.0, target=one.target or 0.0)
    return b.Level(writer.topic(one.topic), share(one.before), share(one.after), share(one.target), writer.set(text))


def _row(one: Progress, writer: Writer) -> tuple[str, ...]:
    number = writer.words.number
    first = (writer.topic(one.topic), number(one.n), number(one.missing))
    if one.n < evaluation.FEWEST_SHOWN or one.delta is None:
        return (*first, writer.set(writer.words("report.too_few")), "")
    delta = writer.words("report.delta", value=one.delta.value, low=one.delta.low, high=one.delta.high)
    return (*first, f"{one.improved} / {one.same} / {one.worse}", writer.set(delta))
