"""The people and what is known of them: executives, mentors, choices on record, what was told, what was held."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from rmentor.fields import (
    Count,
    Day,
    Every,
    Id,
    Ids,
    Input,
    Language,
    Moment,
    Number,
    Positive,
    Share,
    Text,
    Texts,
    Version,
    YesNo,
    fault,
    mapping_or,
    nothing_as_empty,
    one_of,
)
from rmentor.programme import Capacity, TimeWish
from rmentor.values import Span


class Need(Input):
    """Where an executive stands on a topic, where they want to be, and how much it matters (3 matters most)."""

    level: Number = 0.0
    target: Number
    priority: Annotated[Positive, Field(le=3)] = 2
    on: Day | None = None


class Pin(Input):
    """A module that must stand in a session."""

    module: Id
    session: Positive


class Move(Input):
    """A session that must stand on a day and hour."""

    session: Positive
    to: Moment


class CreditWish(Input):
    """A time credit, settled anew: what is not named stays as it was."""

    sessions: Count | None = None
    minutes: Count | None = None
    every: Every | None = None


class Agreed(Input):
    """One thing that mentor and mentee settled: a module's session, a session's day, a module wanted or refused, or the
    time credit. Of two that speak of the same the latest `on` counts, the later line on a tie."""

    pin: Pin | None = None
    move: Move | None = None
    want: Id | None = None
    refuse: Id | None = None
    time: CreditWish | None = None
    on: Day | None = None
    by: Text | None = None
    reason: Text | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> Agreed:
        told = (self.pin, self.move, self.want, self.refuse, self.time)
        if sum(one is not None for one in told) != 1:
            raise fault("agreed_one_thing")
        return self


class Mentee(Input):
    """An executive, as `mentees/<id>.yaml` says: needs, wishes, time credit, absences, what was agreed."""

    version: Version
    id: Id
    name: Text | None = None
    email: Text | None = None
    topics: dict[Id, Need] = {}
    mastered: Ids = ()
    wanted: Ids = ()
    refused: Ids = ()
    time: Annotated[TimeWish, BeforeValidator(nothing_as_empty)] = TimeWish()
    languages: Texts = ()
    site: Text | None = None
    department: Text | None = None
    manager: Id | None = None
    language: Language | None = None
    remote: YesNo | None = None
    prefer: Ids = ()
    veto: Ids = ()
    agreed: tuple[Agreed, ...] = ()

    @property
    def settled(self) -> tuple[Agreed, ...]:
        """What was agreed, the earliest first: of two about the same thing the last counts."""
        return tuple(sorted(self.agreed, key=lambda one: one.on or dt.date.min))

    @property
    def pins(self) -> Mapping[str, int]:
        """The session of each pinned module."""
        return {one.pin.module: one.pin.session for one in self.settled if one.pin}

    @property
    def moves(self) -> Mapping[int, dt.datetime]:
        """The day and hour of each session that was moved."""
        return {one.move.session: one.move.to for one in self.settled if one.move}

    @property
    def settled_wishes(self) -> tuple[Ids, Ids]:
        """The modules wanted and those refused, with what was agreed about them."""
        wanted, refused = dict.fromkeys(self.wanted), dict.fromkeys(self.refused)
        for one in self.settled:
            if one.want is not None:
                refused.pop(one.want, None)
                wanted[one.want] = None
            if one.refuse is not None:
                wanted.pop(one.refuse, None)
                refused[one.refuse] = None
        return tuple(wanted), tuple(refused)

    @property
    def settled_time(self) -> TimeWish:
        """The time credit, with what was agreed about it."""
        told: dict[str, object] = {}
        for one in self.settled:
            if one.time:
                told |= {key: getattr(one.time, key) for key in one.time.model_fields_set}
        return self.time.model_copy(update=told)


class MentorFile(Input):
    """What a mentor says of their own time and wishes, as `mentors/<id>.yaml` has it."""

    version: Version
    id: Id
    time: Annotated[TimeWish, BeforeValidator(nothing_as_empty)] = TimeWish()
    languages: Texts = ()
    site: Text | None = None
    language: Language | None = None
    remote: YesNo | None = None
    capacity: Annotated[Capacity, mapping_or("max")] | None = None
    prefer: Ids = ()
    veto: Ids = ()


class Choice(Input):
    """Somebody chosen, or refused, by a person, with the reason."""

    id: Id
    choose: YesNo
    reason: Text
    by: Text
    on: Day


class PairDecision(Input):
    """A pair that a person wants, or rules out, with the reason."""

    mentor: Id
    mentee: Id
    lock: YesNo = False
    forbid: YesNo = False
    reason: Text
    by: Text
    on: Day

    @model_validator(mode="after")
    def _locks_or_forbids(self) -> PairDecision:
        if self.lock == self.forbid:
            raise fault("lock_or_forbid")
        return self


class Rehearsal(Input):
    """A teach-back, held and marked on the posture grid."""

    on: Day
    mark: Annotated[Number, Field(ge=1, le=5)]


class Preparation(Input):
    """What a mentor has done to make a module their own."""

    mentor: Id
    module: Id
    read: Day | None = None
    own_example: Text | None = None
    quiz: Share | None = None
    rehearsal: Rehearsal | None = None
    signed_by: Text | None = None


class Decisions(Input):
    """The whole of `decisions.yaml` (or of `decisions.private.yaml`)."""

    version: Version
    mentors: tuple[Choice, ...] = ()
    pairs: tuple[PairDecision, ...] = ()
    readiness: tuple[Preparation, ...] = ()


class AnnouncedPair(Input):
    """A pair that both were told of."""

    mentee: Id
    mentor: Id
    on: Day | None = None


class AnnouncedSession(Input):
    """A session that people have in their diaries."""

    mentee: Id
    mentor: Id
    session: Positive
    start: Moment
    minutes: Positive
    modules: Ids = ()
    sequence: Count = 0
    on: Day | None = None
    cancelled: YesNo = False


class Announced(Input):
    """The whole of `announced.yaml`."""

    version: Version
    pairs: tuple[AnnouncedPair, ...] = ()
    sessions: tuple[AnnouncedSession, ...] = ()


class JournalEntry(Input):
    """One session that was held or cancelled. `kit`: remarks on the modules that were done, for whoever writes the
    kits; about no person, since git keeps them and they are handed on."""

    session: Positive
    held: Day | None = None
    cancelled: Day | None = None
    minutes: Positive | None = None
    modules: Ids = ()
    by: Text | None = None
    kit: Texts = ()

    @model_validator(mode="after")
    def _held_or_cancelled(self) -> JournalEntry:
        if (self.held is None) == (self.cancelled is None):
            raise fault("held_or_cancelled")
        return self


class Journal(Input):
    """The whole of `journal/<mentee>.yaml`."""

    version: Version
    sessions: tuple[JournalEntry, ...] = ()

    @property
    def held(self) -> Mapping[int, JournalEntry]:
        """The sessions that were held, by number, in their order."""
        return {one.session: one for one in sorted(self.sessions, key=lambda one: one.session) if one.held}

    @property
    def cancelled(self) -> tuple[int, ...]:
        """The numbers of sessions that were cancelled and are yet to be held, each once, in order."""
        return tuple(sorted({one.session for one in self.sessions if one.cancelled} - set(self.held)))


FORMS = ("before", "fit", "session", "quiz", "mid-term", "after", "closing")
"""What can be answered, in the order of a programme."""


Side = Literal["mentee", "mentor"]

STATEMENTS: Mapping[tuple[str, Side], tuple[str, ...]] = {
    ("fit", "mentee"): ("ease", "clear", "pace", "time", "use"),
    ("fit", "mentor"): ("ease", "lead", "pace", "time", "ready"),
    ("session", "mentee"): ("useful", "understood", "step"),
    ("session", "mentor"): ("aims", "kept", "kit"),
    ("mid-term", "mentor"): ("prepared", "confident", "respected", "supported"),
    ("closing", "mentor"): ("learnt", "voice", "recognised", "again"),
}
"""What each side is asked to agree with on a form, from 1 to 5; the sentences stand in the catalogues."""


class Answer(Input):
    """What somebody answered on a form: levels by topic, the control item that nobody teaches, how the pair fits, how
    far they agree with the form's statements (`marks`, 1–5). `then`: levels before, as remembered afterwards.

    `session`: which one was spoken of. `module` and `quiz`: whose questions, and the share of right answers. `credit`:
    what is wished of the time that is left. `remarks`: in people's own words, by what was asked; in no report.
    """

    form: Annotated[Literal["before", "fit", "session", "quiz", "mid-term", "after", "closing"], one_of(*FORMS)]
    on: Day
    who: Annotated[Side, one_of("mentee", "mentor")]
    session: Positive | None = None
    module: Id | None = None
    levels: dict[Id, Number] = {}
    then: dict[Id, Number] = {}
    control: Number | None = None
    marks: dict[Id, Annotated[Number, Field(ge=1, le=5)]] = {}
    quiz: Share | None = None
    fit: Annotated[Literal["good", "unsure", "not good"], one_of("good", "unsure", "not good")] | None = None
    credit: Annotated[Literal["fewer", "same", "more"], one_of("fewer", "same", "more")] | None = None
    recommend: Annotated[Number, Field(ge=0, le=10)] | None = None
    remarks: dict[Id, Text] = {}

    @model_validator(mode="after")
    def _statements_of_the_form(self) -> Answer:
        asked = STATEMENTS.get((self.form, self.who), ())
        for key in self.marks:
            if key not in asked:
                raise fault("unknown_statement", statement=key, form=self.form, known=list(asked) or ["–"])
        return self


class SessionNote(Input):
    """What was settled at the end of a session; it leaves this file for no report."""

    session: Positive
    next_step: Text


class Answers(Input):
    """The whole of `answers/<mentee>.yaml`, which git ignores."""

    version: Version
    answers: tuple[Answer, ...] = ()
    notes: tuple[SessionNote, ...] = ()


class Meant(Input):
    """Who was meant by what a form or an export says of somebody whom nobody is found for; without `id` such a row is
    left out."""

    told: Text
    id: Id | None = None


class MeantPeople(Input):
    """The whole of `imports.private.yaml`, which git ignores: it holds what people wrote of themselves. Of two entries
    about the same the later counts."""

    version: Version
    people: tuple[Meant, ...] = ()


def absent_on(day: dt.date, absences: tuple[Span, ...]) -> bool:
    """Whether a day falls in one of the absences."""
    return any(day in span for span in absences)
