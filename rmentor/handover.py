"""What a programme hands on: who took part, who in the executives' teams could mentor next, what the kits learnt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from rmentor import steering
from rmentor.couples import managers
from rmentor.courses import Course
from rmentor.files.sheets import Cell, Sheet, save
from rmentor.kits import Module
from rmentor.reporting import plans_on_disk
from rmentor.steering import Steering
from rmentor.steps import Programme
from rmentor.words import Words

LEVELS_BELOW = 2
"""How far below an executive a team reaches: those who report to them, and those who report to these."""


def save_all(path: Path, programme: Programme, found: Steering, words: Words) -> None:
    """Writes the sheets as a workbook; raises ProblemsFound where it cannot be written. It holds names."""
    save(path, [alumni(programme, found, words), teams(programme, words), lessons(programme, found, words),
                remarks(programme, found, words)])  # fmt: skip


def alumni(programme: Programme, found: Steering, words: Words) -> Sheet:
    """Everybody who took part: with whom, sessions, hours, topics; executives with what they reached."""
    headings = (
        words("handover.id"), words("handover.name"), words("handover.role"), words("handover.with"),
        words("handover.sessions"), words("handover.hours"), words("handover.topics"),
    )  # fmt: skip
    name = programme.workspace.name
    rows: list[tuple[Cell, ...]] = []
    for course in found.courses:
        reached = [
            words("handover.level", topic=_label(programme, topic), level=course.reached.get(topic, need.level))
            for topic, need in sorted(course.needs.items())
        ]
        rows.append((
            course.mentee, name(course.mentee), words("handover.executive"), name(course.mentor), len(course.held),
            round(course.held_minutes / 60, 1), words.several(reached),
        ))  # fmt: skip
    for one in found.mentorings:
        rows.append((
            one.mentor, name(one.mentor), words("handover.mentor"),
            words.several([name(who) for who in one.executives]),
            one.held, round(one.minutes / 60, 1), words.several([_label(programme, topic) for topic in one.topics]),
        ))  # fmt: skip
    return Sheet(words("handover.alumni"), headings, rows, (12, 26, 14, 30, 10, 10, 50))


def teams(programme: Programme, words: Words) -> Sheet:
    """People in the executives' teams who are in the ranking and took no part yet: next round's mentors, best first.
    Their mentor taught the executive to teach on; the team is where that is seen."""
    headings = (
        words("handover.id"), words("handover.name"), words("handover.executive"), words("handover.rank"),
        words("handover.score"), words("handover.status"),
    )  # fmt: skip
    workspace, ranking = programme.workspace, programme.selection
    above, mentees = managers(workspace), set(workspace.mentees)
    taking_part = mentees | {ranking.roster.ids[one] for one in ranking.selected}
    rows: list[tuple[Cell, ...]] = []
    for person in ranking.in_order():
        candidate = ranking.candidate(person)
        executive = _executive_above(candidate.id, above, mentees)
        if executive is None or candidate.id in taking_part or candidate.status not in ("reserve", "below_minimum"):
            continue
        score = None if candidate.score is None else round(float(candidate.score), 1)
        rows.append((
            candidate.id, candidate.name, workspace.name(executive), candidate.rank, score,
            words(f"status.{candidate.status}"),
        ))  # fmt: skip
    return Sheet(words("handover.teams"), headings, rows, (12, 26, 26, 8, 8, 18))


def _executive_above(person: str, above: Mapping[str, str], mentees: set[str]) -> str | None:
    """The nearest executive above somebody, within two levels."""
    at = person
    for _ in range(LEVELS_BELOW):
        at = above.get(at, "")
        if at in mentees:
            return at
    return None


def lessons(programme: Programme, found: Steering, words: Words) -> Sheet:
    """Per module, from the journals: how often it was planned, held, taken up again, planned for a session and not
    done there; in how many sessions that took longer than their credit it stood."""
    headings = (
        words("handover.module"), words("handover.title"), words("handover.planned"), words("handover.held"),
        words("handover.again"), words("handover.skipped"), words("handover.over"),
    )  # fmt: skip
    counts = _counted(programme, found)
    modules: Mapping[str, Module] = programme.workspace.catalogue.modules
    rows: list[tuple[Cell, ...]] = [
        (one, modules[one].title if one in modules else one,
         *(counts[part][one] for part in ("planned", "held", "again", "skipped", "over")))
        for one in sorted(counts["planned"].keys() | counts["held"].keys())
    ]  # fmt: skip
    return Sheet(words("handover.lessons"), headings, rows, (24, 40, 10, 10, 14, 16, 20))


def remarks(programme: Programme, found: Steering, words: Words) -> Sheet:
    """What was remarked on the kits in the journals, each with the modules of its session, by module: without whose
    session it was. What people answered in confidence is no part of it."""
    modules: Mapping[str, Module] = programme.workspace.catalogue.modules
    rows: list[tuple[Cell, ...]] = [
        (", ".join(one.modules), words.several([modules[part].title if part in modules else part
                                                for part in one.modules]), one.text)
        for one in steering.kit_remarks(found.courses)
    ]  # fmt: skip
    headings = (words("handover.module"), words("handover.title"), words("handover.remark"))
    return Sheet(words("handover.remarks"), headings, rows, (30, 40, 90))


def _counted(programme: Programme, found: Steering) -> Mapping[str, Counter[str]]:
    counts = {part: Counter[str]() for part in ("planned", "held", "again", "skipped", "over")}
    plans = plans_on_disk(programme)
    for course in found.courses:
        plan = plans.get(course.mentee)
        planned = {one.number: [part.id for part in one.modules] for one in plan.sessions} if plan else {}
        for seated in planned.values():
            counts["planned"].update(seated)
        for number, modules, over in _held(course):
            counts["held"].update(modules)
            counts["over"].update(modules if over else ())
            counts["skipped"].update(one for one in planned.get(number, ()) if one not in modules)
        times = Counter(one for _, modules, _ in _held(course) for one in modules)
        counts["again"].update(one for one, count in times.items() if count > 1)
    return counts


def _held(course: Course) -> Iterator[tuple[int, tuple[str, ...], bool]]:
    """Each held session: its number, its modules, and whether it took longer than the credit."""
    for one in course.held:
        yield one.session, one.modules, (one.minutes or course.minutes) > course.minutes


def _label(programme: Programme, topic: str) -> str:
    known = programme.workspace.topics
    return known[topic].label or topic if topic in known else topic
