"""What is wrong between what a programme's course left in files (agreed, held, answered, announced) and the rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from rmentor.errors import Problem
from rmentor.files import mentions
from rmentor.files.workspace import ANNOUNCED, Workspace
from rmentor.files.yamlfile import Where, YamlFile
from rmentor.people import Agreed, JournalEntry, Mentee


def agreed(workspace: Workspace, mentee: Mentee, agreed: Agreed, source: YamlFile, where: Where) -> Iterator[Problem]:
    """What was agreed, against the kits, the time credit, the programme's days and what was already held."""
    for key in ("want", "refuse"):
        if (module := getattr(agreed, key)) is not None:
            yield from mentions.module(workspace, module, source, (*where, key))
    if agreed.pin is not None:
        at = (*where, "pin", "module")
        yield from mentions.module(workspace, agreed.pin.module, source, at)
        if agreed.pin.module in mentee.settled_wishes[1]:
            yield source.problem(at, "pinned_and_refused", module=agreed.pin.module)
    if (settings := workspace.read_settings) is None:
        return
    about = agreed.pin or agreed.move
    most = mentee.settled_time.sessions
    most = settings.time.sessions if most is None else most
    key = "pin" if agreed.pin else "move"
    if about is not None and about.session > most:
        fields = {"session": about.session, "sessions": most}
        yield source.problem((*where, key, "session"), "session_beyond_credit", **fields)
    facts = settings.programme
    if agreed.move is not None and not facts.start <= agreed.move.to.date() <= facts.end:
        days: dict[str, object] = {"day": agreed.move.to.date(), "first": facts.start, "last": facts.end}
        yield source.problem((*where, "move", "to"), "moved_outside", session=agreed.move.session, **days)
    yield from _on_held(workspace, mentee, agreed, source, where)


def _on_held(workspace: Workspace, mentee: Mentee, agreed: Agreed, source: YamlFile, where: Where) -> Iterator[Problem]:
    """What was agreed about a session after it was held: history cannot be settled anew."""
    about = agreed.pin or agreed.move
    if about is None or mentee.id not in workspace.journals:
        return
    journal = workspace.journals[mentee.id].value
    entry = journal.held.get(about.session)
    elsewhere = [one.session for one in journal.held.values() if agreed.pin and agreed.pin.module in one.modules]
    if agreed.pin is not None and elsewhere and about.session not in elsewhere:
        fields = {"module": agreed.pin.module, "session": about.session, "held": elsewhere[0]}
        yield source.warning(where, "pin_done_elsewhere", **fields)
        return
    if entry is None or entry.held is None:
        return
    if agreed.pin is not None and agreed.pin.module in entry.modules:
        return
    if agreed.move is not None and agreed.move.to.date() == entry.held:
        return
    if agreed.on is not None and agreed.on <= entry.held:
        if agreed.pin is not None:
            fields = {"module": agreed.pin.module, "session": about.session, "day": entry.held}
            yield source.warning(where, "pin_overtaken", **fields)
        return
    yield source.problem(where, "agreed_on_held", session=about.session, day=entry.held)


def pinned_twice(mentee: Mentee, source: YamlFile) -> Iterator[Problem]:
    """Two pins of one module on the same day: neither is the later one."""
    first: dict[tuple[str, object], int] = {}
    for position, agreed in enumerate(mentee.agreed):
        if (pin := agreed.pin) is None:
            continue
        if (other := first.setdefault((pin.module, agreed.on), pin.session)) != pin.session:
            fields = {"module": pin.module, "first": other, "second": pin.session}
            yield source.problem(("agreed", position, "pin", "session"), "pinned_twice", **fields)


def moves_cross(mentee: Mentee, source: YamlFile) -> Iterator[Problem]:
    """A session moved to the day of an earlier number, or before it: modules build on one another in that order."""
    counts: dict[int, int] = {}
    for position, agreed in sorted(enumerate(mentee.agreed), key=lambda one: one[1].on or dt.date.min):
        if agreed.move is not None:
            counts[agreed.move.session] = position
    for (first, one), (second, other) in pairwise(sorted(mentee.moves.items())):
        if other.date() <= one.date():
            where = ("agreed", counts[second], "move", "to")
            yield source.problem(where, "moves_cross", session=second, before=first)


def journals(workspace: Workspace) -> Iterator[Problem]:
    """Journals of nobody, sessions held twice or passed over, modules that are nowhere."""
    for mentee, placed in workspace.journals.items():
        source = placed.source
        yield from mentions.of_nobody(workspace, mentee, source)
        held: set[int] = set()
        noted = {entry.session for entry in placed.value.sessions}
        for number in sorted(set(range(1, max(placed.value.held, default=1))) - noted):
            passed: dict[str, object] = {"session": number, "last": max(placed.value.held)}
            yield source.warning(("sessions",), "session_passed_over", **passed)
        for position, entry in enumerate(placed.value.sessions):
            if entry.held and "modules" not in entry.model_fields_set:
                yield source.warning(("sessions", position), "held_without_modules", session=entry.session)
            if entry.held and entry.session in held:
                yield source.problem(("sessions", position), "held_twice", session=entry.session)
            if entry.held:
                held.add(entry.session)
            yield from _in_window(workspace, entry, source, ("sessions", position))
            for at, module in enumerate(entry.modules):
                yield from mentions.module(workspace, module, source, ("sessions", position, "modules", at))


def _in_window(workspace: Workspace, entry: JournalEntry, source: YamlFile, where: Where) -> Iterator[Problem]:
    """A session was held or called off while the programme ran: most often the year is last year's."""
    if (settings := workspace.read_settings) is None:
        return
    facts = settings.programme
    what = "held" if entry.held else "cancelled"
    day = entry.held or entry.cancelled
    # Somebody may call off the first session before the first day.
    if day is not None and (day > facts.end or (entry.held and day < facts.start)):
        fields = {"day": day, "first": facts.start, "last": facts.end}
        yield source.warning((*where, what), "outside_the_programme", session=entry.session, **fields)


def answers(workspace: Workspace) -> Iterator[Problem]:
    """Answers of nobody, about topics that nobody teaches, off their scale, on modules and sessions there are not."""
    for mentee, placed in workspace.answers.items():
        source = placed.source
        yield from mentions.of_nobody(workspace, mentee, source)
        for position, answer in enumerate(placed.value.answers):
            where: Where = ("answers", position)
            for key, levels in (("levels", answer.levels), ("then", answer.then)):
                for topic, level in levels.items():
                    yield from mentions.topic(workspace, topic, source, (*where, key, topic))
                    yield from mentions.on_scale(workspace.topics.get(topic), level, source, (*where, key, topic))
            if answer.module is not None:
                yield from mentions.module(workspace, answer.module, source, (*where, "module"))


def announced(workspace: Workspace) -> Iterator[Problem]:
    """Sessions and pairs that were announced twice."""
    told = workspace.announced
    if ANNOUNCED not in workspace.sources:
        return
    source = workspace.sources[ANNOUNCED]
    sessions: set[tuple[str, str, int]] = set()
    for position, one in enumerate(told.sessions):
        key = (one.mentee, one.mentor, one.session)
        if key in sessions:
            fields = {"session": one.session, "mentee": one.mentee}
            yield source.problem(("sessions", position), "announced_session_twice", **fields)
        sessions.add(key)
    pairs: set[tuple[str, str]] = set()
    for position, pair in enumerate(told.pairs):
        if (pair.mentee, pair.mentor) in pairs:
            yield source.problem(("pairs", position), "announced_pair_twice", mentee=pair.mentee, mentor=pair.mentor)
        pairs.add((pair.mentee, pair.mentor))
