"""The steering report as each may see it: documents, data, a workbook."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from rmentor import steering
from rmentor.courses import Alert, Course
from rmentor.errors import Problem, ProblemsFound, Reason
from rmentor.evaluation import FEWEST_SHOWN, Agreement, Progress
from rmentor.files import plain
from rmentor.files.sheets import Cell, Sheet, save
from rmentor.files.validated import near
from rmentor.files.workspace import OUT
from rmentor.paper import steering as paper
from rmentor.paper.documents import Document
from rmentor.paper.rendering import FORMATS, Press
from rmentor.paper.writer import Writer
from rmentor.papers import Papers
from rmentor.reporting import told
from rmentor.steering import FROM_ANSWERS, Audience, Coverage, Mentoring, Steering
from rmentor.steps import Programme
from rmentor.values import file_name
from rmentor.words import Words

Data = dict[str, object]


def people(found: Steering, audience: Audience, only: str | None) -> tuple[str, ...]:
    """Whose own reports are asked for: one person's, or everybody's; none for sponsors and human resources. Raises
    ProblemsFound for an id that is no such person."""
    if audience not in ("mentor", "mentee"):
        return ()
    known = [one.mentor for one in found.mentorings] if audience == "mentor" else [one.mentee for one in found.courses]
    if only is not None and only not in known:
        where = "pairs.yaml" if audience == "mentor" else "mentees"
        raise ProblemsFound([Problem(where, "unknown_person", {"id": only, "near": near(only, known)})])
    return tuple(one for one in known if only in (None, one))


# --- on paper ---


def keep(
    programme: Programme, words: Mapping[str, Words], found: Steering, audience: Audience, who: Collection[str]
) -> list[str]:
    """Writes the documents for an audience under `out/`, as PDF and page; the names of the files."""
    press, names = Press(), []
    for document in documents(programme, words, found, audience, who):
        for ending in FORMATS:
            names.append(f"{OUT}/{document.name}.{ending}")
            programme.folder.write(names[-1], press.make(document, ending))
    return names


def documents(
    programme: Programme, words: Mapping[str, Words], found: Steering, audience: Audience, who: Collection[str]
) -> Iterator[Document]:
    """The documents for an audience: one, or one a person in their own language."""
    words = {language: catalogue.printed for language, catalogue in words.items()}
    setting = Papers(programme, words).setting
    usual = programme.workspace.settings.programme.language
    named = programme.workspace.name
    titles = {one: programme.title(one) for one in programme.workspace.catalogue.modules}
    writer = Writer(setting, words[usual])
    about = writer.set(setting.programme)
    if audience == "sponsor":
        yield writer.document("report", writer.words("file.report"), about, paper.programme(writer, found))
    elif audience == "hr":
        yield writer.document("report_hr", writer.words("file.report_hr"), about,
                              paper.programme(writer, found, named))  # fmt: skip
    for mine in found.mentorings if audience == "mentor" else ():
        if mine.mentor in who:
            theirs = Writer(setting, words[programme.mentor_profile(mine.mentor).language or usual])
            name = f"mentors/{file_name(mine.mentor)}/{theirs.words('file.report_own')}"
            blocks = paper.of_mentor(theirs, found, mine, named, titles)
            yield theirs.document("report_mentor", name, theirs.set(named(mine.mentor)), blocks)
    for course in found.courses if audience == "mentee" else ():
        if course.mentee in who:
            own = Writer(setting, words[programme.mentee_profiles[course.mentee].language or usual])
            name = f"{file_name(course.mentee)}/{own.words('file.report_own')}"
            blocks = paper.of_mentee(own, found, course, named, titles)
            yield own.document("report_mentee", name, own.set(named(course.mentee)), blocks)


# --- as data ---


def data(found: Steering, programme: Programme, audience: Audience | None, who: Collection[str]) -> Data:
    """The report as an audience may see it. Without one, as whoever leads the programme does: people by id."""
    if audience in ("mentor", "mentee"):
        return {"version": 1, "on": found.on.isoformat(), "for": audience, "people": list(_own(found, audience, who))}
    shown: Data = {
        "version": 1,
        "on": found.on.isoformat(),
        "for": audience,
        "pairs": found.totals.pairs,
        "sessions": {
            "credit": found.totals.credit, "due": found.due, "held": found.totals.held,
            "cancelled": found.totals.cancelled, "moved": found.totals.moved,
        },
        "months": [{"month": f"{month:%Y-%m}", "held": held, "cancelled": off} for month, held, off in found.months],
        "minutes": {"credit": found.totals.credit_minutes, "held": found.totals.minutes},
        "topics": [_topic(one) for one in found.topics],
        "control": _topic(found.control) if found.control else None,
        "mid_term": [_topic(one) for one in found.midway.topics],
        "mid_term_control": _topic(found.midway.control) if found.midway.control else None,
        "retrospective": [
            {"topic": one.topic, "n": one.n, "then": plain.rounded(one.then), "now": plain.rounded(one.now)}
            for one in found.remembered if one.n >= FEWEST_SHOWN
        ],
        "agreement": [_agreement(one) for one in found.agreement],
        "recommend": {who: _marks(marks) for who, marks in found.recommend.items()},
        "coverage": [_covered(one) for one in found.coverage],
        "readiness": dict(zip(("seated", "ready"), found.ready, strict=True)),
        "cost_minutes": {
            "executives": found.cost.executives, "mentors": found.cost.mentors, "preparation": found.cost.preparation
        },
        "alert_counts": found.counted(answers=audience is None or found.fits_told >= FEWEST_SHOWN),
    }  # fmt: skip
    if audience != "sponsor":
        shown["mentors"] = [_mentoring(one) for one in found.mentorings]
        shown["alerts"] = alert_data(_for(found, audience), programme)
    if audience is None:
        shown["courses"] = [_course(one) for one in found.courses]
        shown["kit_remarks"] = [
            {"modules": list(one.modules), "text": one.text} for one in steering.kit_remarks(found.courses)
        ]
    return shown


def _for(found: Steering, audience: Audience | None) -> list[Alert]:
    """The alerts that an audience may see with a name."""
    return [one for one in found.alerts if audience is None or one.code not in FROM_ANSWERS]


def alert_data(found: Sequence[Alert], programme: Programme) -> list[Data]:
    """Alerts as data: who by id, the code, its fields, and the sentence."""
    return [{"mentee": one.mentee, **plain.reason(Reason(one.code, one.fields)),
             "text": told(one, programme, programme.words)} for one in found]  # fmt: skip


def _topic(one: Progress) -> Data:
    """A topic's figures; with fewer than five answers only how many there are."""
    if one.n < FEWEST_SHOWN:
        return {"topic": one.topic, "n": one.n, "missing": one.missing, "too_few": True}
    delta = one.delta
    return {
        "topic": one.topic, "n": one.n, "missing": one.missing, "too_few": False,
        "before": plain.rounded(one.before), "after": plain.rounded(one.after),
        "target": plain.rounded(one.target),
        "improved": one.improved, "same": one.same, "worse": one.worse, "median_change": one.median_change,
        "delta": None if delta is None else [round(value, 4) for value in (delta.value, delta.low, delta.high)],
        "p": plain.rounded(one.p),
    }  # fmt: skip


def _agreement(one: Agreement) -> Data:
    known: Data = {"form": one.form, "who": one.who, "statement": one.statement, "n": one.n, "missing": one.missing}
    if one.n < FEWEST_SHOWN:
        return {**known, "too_few": True}
    return {**known, "too_few": False, "marks": _marks(one.marks, least=0), "median": one.median}


def _marks(marks: Sequence[tuple[int, int]], least: int = FEWEST_SHOWN) -> Data | None:
    """How many gave each mark; nothing where fewer than five answered."""
    return {str(mark): count for mark, count in marks} if sum(count for _, count in marks) >= max(1, least) else None


def _covered(one: Coverage) -> Data:
    if one.people < FEWEST_SHOWN:
        return {"topic": one.topic, "people": one.people, "too_few": True}
    levels = {"needed": one.needed, "taught": one.taught, "planned": one.planned, "open": one.open}
    return {"topic": one.topic, "people": one.people, "too_few": False,
            **{key: plain.rounded(value) for key, value in levels.items()}}  # fmt: skip


def _mentoring(one: Mentoring) -> Data:
    return {"mentor": one.mentor, "executives": list(one.executives), "held": one.held, "minutes": one.minutes,
            "topics": list(one.topics), "seated": one.seated, "ready": one.ready}  # fmt: skip


def _course(one: Course) -> Data:
    off = sum(entry.cancelled is not None for entry in one.journal)
    return {"mentee": one.mentee, "mentor": one.mentor or None, "credit": one.sessions, "held": len(one.held),
            "cancelled": off, "moved": one.moved, "minutes": one.held_minutes}  # fmt: skip


def _own(found: Steering, audience: str, who: Collection[str]) -> Iterator[Data]:
    if audience == "mentor":
        for mine in found.mentorings:
            if mine.mentor in who:
                courses = [_course(one) for one in found.courses if one.mentee in mine.executives]
                yield {**_mentoring(mine), "courses": courses}
        return
    for course in found.courses:
        if course.mentee in who:
            levels = {
                topic: [need.level, plain.rounded(course.reached.get(topic, need.level)), need.target]
                for topic, need in sorted(course.needs.items())
            }
            yield {**_course(course), "levels": levels}


# --- as a workbook ---


def workbook(
    path: Path, found: Steering, programme: Programme, words: Words, audience: Audience | None, who: Collection[str]
) -> None:
    """Writes the same as a workbook, for those who reckon on; raises ProblemsFound where it cannot be written."""
    shown = data(found, programme, audience, who)
    save(path, list(_sheets(shown, programme, words)))


def _sheets(shown: Data, programme: Programme, words: Words) -> Iterator[Sheet]:
    """A sheet a part of the report: what stands in lists as rows, single figures together on the first."""
    flat: list[tuple[Cell, ...]] = [(f"{key}.{part}" if part else key, value) for key, part, value in _single(shown)]
    yield Sheet(words("report.sheet"), (words("report.figure"), words("report.value")), flat, (34, 18))
    for key, rows in shown.items():
        if isinstance(rows, list) and rows:
            table = [_flat(row) for row in rows]
            heads = tuple(dict.fromkeys(head for row in table for head in row))
            named = [{**row, **_name(row, programme)} for row in table]
            heads = (*heads, *dict.fromkeys(head for row in named for head in row if head not in heads))
            cells = [tuple(row.get(head) for head in heads) for row in named]
            yield Sheet(key, heads, cells, (22,) * len(heads))


def _single(shown: Data) -> Iterator[tuple[str, str, Cell]]:
    for key, value in shown.items():
        if isinstance(value, dict):
            yield from ((key, part, cell) for part, cell in _flat(value).items())
        elif value is None or isinstance(value, (str, int, float)):
            yield key, "", value


def _flat(row: Data, before: str = "") -> dict[str, Cell]:
    """One row: what is nested gets a heading with a point, lists become text."""
    found: dict[str, Cell] = {}
    for key, value in row.items():
        name = f"{before}{key}"
        if isinstance(value, dict):
            found |= _flat(value, f"{name}.")
        elif isinstance(value, (list, tuple)):
            found[name] = ", ".join(map(str, value))
        elif isinstance(value, bool):
            found[name] = "yes" if value else "no"
        else:
            found[name] = value if isinstance(value, (str, int, float)) else None
    return found


def _name(row: Mapping[str, Cell], programme: Programme) -> dict[str, Cell]:
    """Who the ids are, where a row has some."""
    return {f"{key}_name": programme.workspace.name(str(row[key])) for key in ("mentee", "mentor") if row.get(key)}
