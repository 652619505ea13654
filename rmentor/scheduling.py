"""One executive's plan: what they ask, composed, dated, and played again before anybody sees it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Set
from dataclasses import dataclass, replace

from rmentor import contradictions, omissions, planning, replanning, replay, slots
from rmentor.dating import Blocked, Dating, Diary
from rmentor.errors import Problem, Reason
from rmentor.files.workspace import Workspace
from rmentor.outcomes import Plan, PlannedModule, Session
from rmentor.past import Held, Past, past
from rmentor.profiles import MenteeProfile, MentorProfile
from rmentor.slots import Frame, Period, Slot
from rmentor.tasks import Task, flat, levels

MOST_FREEING = 3
"""Changes told that would free a day."""


@dataclass(frozen=True)
class Others:
    """The days on which a mentor meets other executives: `taken` for good, `agreed` for somebody who is dated later,
    `promised` to somebody who is dated later."""

    taken: Set[dt.date] = frozenset()
    agreed: Set[dt.date] = frozenset()
    promised: Set[dt.date] = frozenset()


def behind(workspace: Workspace, frame: Frame, mentee: MenteeProfile, mentor: str) -> Past:
    """What is behind one executive: the journal, and what was announced."""
    journal = workspace.journals.get(mentee.id)
    days = {period.number: slots.nominal(period, mentee.time) for period in slots.periods(mentee.time, frame)}
    return past(
        workspace.mentees[mentee.id].value,
        mentor,
        journal.value if journal else None,
        workspace.told.get(mentee.id, ()),
        {number: day for number, day in days.items() if day is not None},
    )


def others(workspace: Workspace, behind: Mapping[str, Past], later: Collection[str], taken: Set[dt.date]) -> Others:
    """The days that a mentor's other executives have, those who are dated later included."""
    moves = {one: behind[one].moves(workspace.mentees[one].value) for one in later}
    return Others(
        taken,
        frozenset(start.date() for found in moves.values() for start in found.values()),
        frozenset(
            told.start.date() for one in later for number, told in behind[one].told.items() if number not in moves[one]
        ),
    )


def task(
    workspace: Workspace, mentee: MenteeProfile, behind: Past | None = None, pins: Mapping[str, int] | None = None
) -> Task:
    """What one executive asks of the sessions to come; with other pins than their file's, where some are given."""
    behind = behind or _journal_alone(workspace, mentee)
    numbers = behind.to_come(mentee.time.sessions)
    pins = workspace.mentees[mentee.id].value.pins if pins is None else pins
    return Task(
        modules=workspace.catalogue.modules,
        needs=mentee.needs,
        done=frozenset(mentee.mastered) | behind.done,
        refused=frozenset(mentee.refused),
        rooms=(mentee.time.usable,) * len(numbers),
        tops={key: max(topic.scale) for key, topic in workspace.topics.items()},
        wanted=frozenset(mentee.wanted),
        numbers=numbers,
        taught=behind.taught(workspace.catalogue.modules, mentee.needs, workspace.settings.programme.start),
        # History has the last word: what was pinned to a session that was held, or is done, is settled.
        pins={one: at for one, at in pins.items() if at not in behind.numbers and one not in behind.done},
    )


def _journal_alone(workspace: Workspace, mentee: MenteeProfile) -> Past:
    journal = workspace.journals.get(mentee.id)
    return past(workspace.mentees[mentee.id].value, "", journal.value if journal else None, (), {})


def unkept(workspace: Workspace, mentee: MenteeProfile) -> list[Problem]:
    """What was settled with one executive that no plan can keep, dates apart."""
    asked = task(workspace, mentee)
    if problems := list(contradictions.found(workspace, mentee, asked)):
        return problems
    clash = planning.compose(asked).clash if asked.pins else ()
    return list(contradictions.clashing(workspace, mentee.id, clash))


def plan(
    workspace: Workspace, frame: Frame, mentee: MenteeProfile, mentor: MentorProfile, behind: Past, others: Others
) -> tuple[Plan | None, list[Problem]]:
    """One executive's plan, or the problems that stop it; warnings come with a plan."""
    asked = task(workspace, mentee, behind)
    mentee = replace(
        mentee, time=replace(mentee.time, moves=tuple(sorted(behind.moves(workspace.mentees[mentee.id].value).items())))
    )
    if problems := list(contradictions.found(workspace, mentee, asked)):
        return None, problems
    found = replanning.compose(asked, {name: at for at, one in behind.told.items() for name in one.modules})
    if found.clash:
        return None, list(contradictions.clashing(workspace, mentee.id, found.clash))
    composed = found.sessions
    gain, bound = asked.gained + asked.gain(flat(composed)), asked.gained + found.bound
    filled = {asked.number(place): modules for place, modules in enumerate(composed) if modules}
    dates = _dates(workspace, frame, mentee, mentor, filled, behind, others)
    if isinstance(dates, Problem):
        return None, [dates]
    made = Plan(
        mentee=mentee.id,
        mentor=mentor.id,
        proof=found.proof,
        gain=gain,
        bound=bound,
        gap=100 * (bound - gain) / bound if bound > 0 else 0.0,
        sessions=(*_held(workspace, mentee, mentor, behind), *_to_come(workspace, filled, dates)),
        left_out=omissions.left_out(asked, composed),
        levels=levels(asked, composed),
        credit=mentee.time.sessions * mentee.time.usable,
        fewest_themes=found.fewest_themes or not flat(composed),
        fewest_changes=found.fewest_changes,
    )
    wrong = list(replay.faults(made, mentee, mentor, workspace.catalogue, frame, others.taken, asked.pins))
    if wrong:
        raise AssertionError(f"the plan does not hold: {wrong[0]}")
    unserved = contradictions.needs_in_circles(workspace, mentee, asked)
    return made, [*_moves_without_effect(workspace, mentee, behind, filled), *unserved]


def _moves_without_effect(
    workspace: Workspace, mentee: MenteeProfile, behind: Past, filled: Mapping[int, object]
) -> Iterator[Problem]:
    """Agreed days on which nothing is held: the plan does not need the session, or what happened since has overtaken
    them; that is said at their line."""
    placed = workspace.mentees[mentee.id]
    for number, start in sorted(placed.value.moves.items()):
        said = [at for at, one in enumerate(placed.value.agreed) if one.move and one.move.session == number]
        fields = {"session": number, "day": start.date(), "sessions": len(filled)}
        if number in behind.numbers:
            continue
        if number not in dict(mentee.time.moves):
            yield placed.source.warning(("agreed", said[-1], "move"), "move_overtaken", **fields)
        elif number not in filled:
            yield placed.source.warning(("agreed", said[-1], "move"), "move_of_nothing", **fields)


def _dates(
    workspace: Workspace,
    frame: Frame,
    mentee: MenteeProfile,
    mentor: MentorProfile,
    filled: Mapping[int, object],
    behind: Past,
    others: Others,
) -> Mapping[int, Slot] | Problem:
    """The slot of each session that has modules, or the problem that stops them."""
    source = workspace.mentees[mentee.id].source
    known = _periods(workspace, mentee, behind, frame)
    if any(number not in known for number in filled):
        fields = {"sessions": len(filled), "periods": len(known), "every": str(mentee.time.every)}
        return source.problem(("time",), "window_too_short", **fields)
    since = {number: day for number in filled if (day := behind.since(number)) is not None}
    told = {number: one.start for number, one in behind.told.items()}
    diary = Diary(since, told, others.taken, others.agreed, others.promised)
    found = Dating(mentee.time, mentor.window, frame, diary).dates(tuple(sorted(filled)), known)
    if isinstance(found, Blocked):
        freeing = found.freeing[:MOST_FREEING] or (Reason("freeing", {"kind": "nothing"}),)
        span = {"first": found.period.first, "last": found.period.last}
        fields = {"session": found.number, **span, "why": list(found.why), "freeing": list(freeing)}
        return source.problem(("time",), "no_free_slot", **fields)
    return found


def _periods(
    workspace: Workspace, mentee: MenteeProfile, behind: Past, frame: Frame
) -> Mapping[int, Period]:  # fmt: skip
    """The period of each session. Where a slower rhythm was agreed in mid-course, the next session stands in the period
    after the last one held, not months later because more were held than the new rhythm would have had."""
    known = {period.number: period for period in slots.periods(mentee.time, frame)}
    slower = any(one.time and one.time.every for one in workspace.mentees[mentee.id].value.agreed)
    if not slower or behind.last is None or not known:
        return known
    reached = next((one.number for one in known.values() if one.first <= behind.last <= one.last), 0)
    ahead = max(0, max(behind.numbers) - reached)
    shifted = {number + ahead: replace(one, number=number + ahead) for number, one in known.items()}
    return {**{number: replace(known[1], number=number) for number in range(1, ahead + 1)}, **shifted}


def _to_come(
    workspace: Workspace, filled: Mapping[int, Collection[str]], dates: Mapping[int, Slot]
) -> Iterator[Session]:
    modules = workspace.catalogue.modules
    for number, names in sorted(filled.items()):
        slot = dates[number]
        planned = tuple(PlannedModule(one, modules[one].minutes) for one in names)
        yield Session(number, slot.start, slot.end, planned, slot.moved)


def _held(workspace: Workspace, mentee: MenteeProfile, mentor: MentorProfile, behind: Past) -> Iterator[Session]:
    """The sessions held, as they were; the hour is the usual one where nobody wrote another down."""
    modules = workspace.catalogue.modules

    def hour(one: Held) -> dt.datetime:
        return one.start or slots.first_hour(one.day, mentee.time, mentor.window)

    for one in behind.held:
        length = dt.timedelta(minutes=one.minutes or mentee.time.minutes)
        planned = tuple(PlannedModule(name, modules[name].minutes) for name in one.modules if name in modules)
        yield Session(one.number, hour(one), hour(one) + length, planned, held=True)
