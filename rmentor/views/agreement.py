"""Where an executive's programme stands, before mentor and mentee settle more: beside the questions, on stderr."""

from __future__ import annotations

from rmentor.errors import ProblemsFound
from rmentor.files import results
from rmentor.outcomes import Plan
from rmentor.steps import Programme
from rmentor.terminal import Terminal


def show(terminal: Terminal, programme: Programme, mentee: str) -> None:
    """The plan on disk, with the ids that answers are given in; what is not in it; the time credit."""
    words = terminal.words
    credit = programme.mentee_profiles[mentee].time
    fields = {"count": credit.sessions, "minutes": credit.minutes, "every": str(credit.every)}
    terminal.note(words("agree.credit", name=programme.workspace.name(mentee), **fields))
    planned = _planned(programme, mentee)
    for session in planned.sessions if planned else ():
        when = words.day(session.start.date(), "EEE d MMM y") if session.start else "–"
        terminal.note(f"  {session.number}. {when}: " + ", ".join(one.id for one in session.modules))
    seated = {one.id for session in planned.sessions for one in session.modules} if planned else set()
    others = [one for one in programme.workspace.catalogue.modules if one not in seated]
    if others:
        terminal.note(words("agree.others", modules=others))


def _planned(programme: Programme, mentee: str) -> Plan | None:
    """The plan on disk, true or not; None where there is none that can be read."""
    name = programme.plan_file(mentee)
    try:
        return results.read_plan(programme.folder.read(name)) if programme.folder.has(name) else None
    except (ProblemsFound, KeyError, TypeError, ValueError):
        return None
