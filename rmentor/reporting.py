"""What happened, gathered from plans, journals and answers; and a session's outcome written down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from rmentor import courses as following
from rmentor import evaluation, steering
from rmentor.courses import Alert, Course
from rmentor.files import results
from rmentor.files.workspace import PAIRS
from rmentor.kits import Module
from rmentor.outcomes import Plan
from rmentor.paper.appropriation import reading_minutes
from rmentor.people import Journal
from rmentor.readiness import Matrix
from rmentor.steering import Cost, Mentoring, Steering
from rmentor.steps import Programme
from rmentor.words import Words


def courses(programme: Programme, plans: Mapping[str, Plan]) -> list[Course]:
    """Every executive's course, by id: what is written down, with what these plans have for the rest."""
    workspace = programme.workspace
    modules = workspace.catalogue.modules
    mentor_of = results.read_pairs(programme.folder.read(PAIRS)) if programme.folder.has(PAIRS) else {}
    facts = workspace.settings.programme
    found = []
    for mentee, profile in sorted(programme.mentee_profiles.items()):
        journal = workspace.journals[mentee].value if mentee in workspace.journals else Journal(version=1)
        answers = workspace.answers[mentee].value.answers if mentee in workspace.answers else ()
        person = workspace.mentees[mentee].value
        plan = plans.get(mentee)
        reached = {
            topic: need.level + _taught(journal, modules, topic, need.on or facts.start)
            for topic, need in person.topics.items()
        }
        found.append(
            Course(
                mentee, profile.time.sessions, profile.time.minutes, profile.time.every, facts.start,
                journal.sessions, answers, person.topics, reached, facts.end, len(person.moves),
                mentor_of.get(mentee, ""),
                {one.number: one.start.date() for one in plan.sessions if one.start} if plan else {},
                {topic: levels.after for topic, levels in plan.levels.items()} if plan else {},
            )
        )  # fmt: skip
    return found


def plans_on_disk(programme: Programme) -> Mapping[str, Plan]:
    """The executives' plans as they were last written: what happened is reported also where plans are to be made
    anew."""
    names = {mentee: programme.plan_file(mentee) for mentee in programme.mentee_profiles}
    return {mentee: results.read_plan(programme.folder.read(name)) for mentee, name in names.items()
            if programme.folder.has(name)}  # fmt: skip


def _taught(journal: Journal, modules: Mapping[str, Module], topic: str, since: dt.date) -> float:
    """What the sessions held since a day taught of a topic."""
    done = {one for entry in journal.held.values() if entry.held and entry.held >= since for one in entry.modules}
    return sum(modules[one].teaches.get(topic, 0.0) for one in sorted(done) if one in modules)


def steer(programme: Programme, today: dt.date) -> Steering:
    """The figures as they are on a day."""
    plans = plans_on_disk(programme)
    found = courses(programme, plans)
    mentorings, cost = _mentorings(programme, found, plans)
    topics = evaluation.by_topic(found)
    return Steering(
        today, following.totals(found), steering.due(found, today), steering.months(found),
        topics, evaluation.control(found), evaluation.midway(found, topics), evaluation.remembered(found),
        evaluation.agreement(found),
        {"mentee": evaluation.recommend(found, "mentee"), "mentor": evaluation.recommend(found, "mentor")},
        steering.coverage(found), mentorings, cost, following.alerts(found, today), tuple(found),
    )  # fmt: skip


def _mentorings(
    programme: Programme, found: Iterable[Course], plans: Mapping[str, Plan]
) -> tuple[tuple[Mentoring, ...], Cost]:
    """What each mentor gave, by id, and what the programme took."""
    theirs: dict[str, list[Course]] = {}
    for course in found:
        if course.mentor:
            theirs.setdefault(course.mentor, []).append(course)
    ready = programme.readiness_of(sorted(theirs))
    mentorings = tuple(_mentoring(programme, mentor, mine, ready, plans) for mentor, mine in sorted(theirs.items()))
    minutes = sum(course.held_minutes for course in found)
    return mentorings, Cost(minutes, minutes, _preparation(programme, ready))


def _mentoring(
    programme: Programme, mentor: str, mine: Sequence[Course], ready: Matrix, plans: Mapping[str, Plan]
) -> Mentoring:
    modules = programme.workspace.catalogue.modules
    held = [one for course in mine for entry in course.held for one in entry.modules if one in modules]
    theirs = [plans[course.mentee] for course in mine if course.mentee in plans]
    seated = {part.id for plan in theirs for session in plan.sessions for part in session.modules} | set(held)
    known = [ready[mentor, module] for module in sorted(seated) if (mentor, module) in ready]
    return Mentoring(
        mentor, tuple(course.mentee for course in mine), sum(len(course.held) for course in mine),
        sum(course.held_minutes for course in mine),
        tuple(sorted({topic for module in held for topic in modules[module].teaches})),
        len(known), sum(one.ready for one in known),
    )  # fmt: skip


def _preparation(programme: Programme, ready: Matrix) -> int:
    """Minutes that mentors took to make modules their own, estimated from the steps on file: reading and exercises
    where a module was read, its own length where it was rehearsed."""
    modules = programme.workspace.catalogue.modules
    minutes = 0
    for (_, module), found in ready.items():
        one = modules[module]
        if found.steps["read"] is None:
            minutes += reading_minutes(one)
            minutes += sum(part.minutes or 0 for part in one.exercises) + sum(part.minutes or 0 for part in one.videos)
        if found.steps["rehearsal"] is None:
            minutes += one.minutes
    return minutes


def alerts(programme: Programme, today: dt.date) -> tuple[Alert, ...]:
    """What somebody should look into, on a day; no plan is read for it."""
    return following.alerts(courses(programme, {}), today)


def told(one: Alert, programme: Programme, words: Words) -> str:
    """An alert as a sentence, topics by their labels."""
    known = programme.workspace.topics

    def label(topic: str) -> str:
        return known[topic].label or topic if topic in known else topic

    fields = {key: [label(topic) for topic in value] if key == "topics" else value for key, value in one.fields.items()}
    return words(f"alert.{one.code}", **fields)
