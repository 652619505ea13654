"""Every document there is: what it is about, who reads it, who writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from rmentor.kits import Kit
from rmentor.outcomes import Session
from rmentor.paper import (
    appropriation,
    asking,
    booklets,
    choosing,
    filling,
    following,
    guides,
    itinerary,
    letters,
    notices,
    options,
    pairs,
    sessions,
    verdicts,
)
from rmentor.paper import blocks as b
from rmentor.paper.documents import Document
from rmentor.paper.explained import Jury
from rmentor.paper.writer import PairPlan, Writer
from rmentor.profiles import MenteeProfile, MentorProfile
from rmentor.values import file_name

Side = Literal["mentee", "mentor"]
Blocks = Iterator[b.Block]

OF_SESSION: Mapping[str, tuple[Side, Callable[[Writer, PairPlan, Session], Blocks]]] = {
    "run_sheet": ("mentor", sessions.run_sheet),
    "handout": ("mentee", sessions.handout),
    "session_sheet": ("mentee", following.session_sheet),
    "action_card": ("mentee", following.action_card),
    "quiz": ("mentee", filling.quiz),
}
"""One a session, for the side that reads it."""

OF_PAIR: Mapping[str, Callable[[Writer, PairPlan], Blocks]] = {
    "programme": itinerary.programme,
    "options": options.options,
    "charter": letters.charter,
    "brief": guides.brief,
    "attestation_mentee": letters.attestation_mentee,
}
"""One a pair, in the executive's language."""

OF_SIDES: Mapping[str, Callable[[Writer, PairPlan, str], Blocks]] = {
    "fit_check": following.fit_check,
    "feedback": filling.feedback,
    "mid_term": following.mid_term,
    "closing": following.closing,
}
"""Two a pair: each side answers apart."""

OF_MENTOR: Mapping[str, Callable[[Writer, MentorProfile, Sequence[PairPlan]], Blocks]] = {
    "guide": guides.guide,
    "appropriation": appropriation.appropriation,
    "attestation_mentor": letters.attestation_mentor,
    "recognition": letters.recognition,
}
"""One a mentor, whoever they accompany."""

OF_CHOICE: Mapping[str, Callable[[Writer], Blocks]] = {
    "needs": asking.needs,
    "application": asking.application,
    "endorsement": choosing.endorsement,
    "interview_grid": choosing.interview_grid,
    "candidate_notice": notices.candidate_notice,
    "privacy_notice": notices.privacy_notice,
    "works_council_note": notices.works_council_note,
    "register_entry": notices.register_entry,
}
"""One a programme, for whoever chooses the mentors and asks people beforehand."""

OF_MATCH: Mapping[str, Callable[[Writer, pairs.Match], Blocks]] = {
    "consultation": pairs.consultation,
    "announcement_mentee": pairs.announcement_mentee,
}
"""One a pair as soon as it is made, in the executive's language; there need be no plan."""
MATCHED = (*OF_MATCH, "announcement_mentor", "pairs_proposal")
"""What tells of pairs and of no plan."""

OF_CANDIDATE: Mapping[str, Callable[[Writer, Jury, int], Blocks]] = {
    "explanation": verdicts.explanation,
    "reply": verdicts.reply,
    "interview_sheet": choosing.interview_sheet,
    "work_sample": choosing.work_sample,
}
"""One a candidate: the first for every one, the second for those not chosen, the others for the long list."""
OF_LONG_LIST = ("interview_sheet", "work_sample")
CANDIDATES = "candidates"
"""The folder of their documents."""

FORMS = (
    "needs", "application", "endorsement", "interview_grid", *OF_LONG_LIST, "fit_check", "session_sheet", "action_card",
    "feedback", "quiz", "mid_term", "closing", "appropriation", "consultation",
)  # fmt: skip
"""What can be filled in on screen."""
ALONE = ("call", *OF_CHOICE)
"""What can be made before there is anybody."""
BEFORE_PLANS = (*ALONE, *OF_CANDIDATE, *MATCHED)
"""What can be made before there are plans."""

USUAL = ("run_sheet", "handout", "programme")
"""What a run makes; the others are made when they are asked for, and kept up to date from then on."""
IN_BOOKLET = ("brief", "charter", "programme", "handout")
KINDS = (
    *OF_SESSION,
    *OF_PAIR,
    *OF_SIDES,
    *OF_MENTOR,
    "booklet",
    "call",
    "sponsor_note",
    *OF_CHOICE,
    *OF_CANDIDATE,
    *MATCHED,
    "pair_booklet",
)


@dataclass(frozen=True)
class Job:
    """A document that can be made: its name under `out/` without an ending, what makes it, and how an index calls it:
    whose it is, and its title."""

    kind: str
    name: str
    write: Callable[[], Document]
    group: str
    title: str
    session: int | None = None
    large: bool = False


def of_pair(writers: Mapping[Side, Writer], pair: PairPlan) -> Iterator[Job]:
    """The documents of one pair, each in the language of who reads it."""
    mentee = writers["mentee"]
    for kind, write in OF_PAIR.items():
        yield _pair_job(mentee, pair, kind, lambda write=write: write(mentee, pair))  # type: ignore[misc]
    for session in pair.plan.sessions:
        for kind, (side, compose) in OF_SESSION.items():
            if kind != "quiz" or filling.has_quiz(mentee, session):
                yield _session_job(writers[side], pair, session, kind, compose)
        yield _session_job(mentee, pair, session, "handout", sessions.large_handout, large=True)
    for kind, ask in OF_SIDES.items():
        for one in ("mentee", "mentor"):
            yield _side_job(writers[one], pair, kind, one, ask)
    yield _pair_job(mentee, pair, "pair_booklet", lambda: booklets.pair(mentee, pair, list(_bound(mentee, pair))))


def _bound(writer: Writer, pair: PairPlan) -> Iterator[Document]:
    """What a pair's booklet binds, in its order: nothing that is the mentor's alone."""
    jobs = [job for job in of_pair({"mentee": writer, "mentor": writer}, pair) if not job.large]
    for kind in IN_BOOKLET:
        yield from (job.write() for job in jobs if job.kind == kind)


def _pair_job(writer: Writer, pair: PairPlan, kind: str, write: Callable[[], Blocks]) -> Job:
    about = writer.set(pair.mentee.name)
    name = f"{file_name(pair.mentee.id)}/{writer.words(f'file.{kind}')}"
    return Job(kind, name, lambda: writer.document(kind, name, about, write()), about, writer.say(f"kind.{kind}"))


def _session_job(
    writer: Writer,
    pair: PairPlan,
    session: Session,
    kind: str,
    write: Callable[[Writer, PairPlan, Session], Blocks],
    *,
    large: bool = False,
) -> Job:
    about = writer.set(f"{pair.mentee.name} · {writer.say('session_title', number=session.number)}")
    name = f"{file_name(pair.mentee.id)}/{writer.words(f'file.{kind}', number=session.number)}"
    name += writer.words("file.large") if large else ""
    title = f"{writer.say('session_title', number=session.number)} · {writer.say(f'kind.{kind}')}"
    title += f" · {writer.say('large_print')}" if large else ""
    return Job(
        kind, name,
        lambda: writer.document(
            kind, name, about, write(writer, pair, session), large=large,
            asks=filling.asks(writer, kind, mentee=pair.mentee.id, person=pair.mentee.id, session=session.number),
        ),
        writer.set(pair.mentee.name), title, session.number, large,
    )  # fmt: skip


def _side_job(
    writer: Writer, pair: PairPlan, kind: str, side: Side, write: Callable[[Writer, PairPlan, str], Blocks]
) -> Job:
    person = pair.mentee if side == "mentee" else pair.mentor
    name = f"{file_name(pair.mentee.id)}/{writer.words(f'file.{kind}', side=writer.words(f'file.side.{side}'))}"
    about = writer.set(person.name)
    title = f"{writer.say(f'kind.{kind}')} · {about}"
    return Job(
        kind, name,
        lambda: writer.document(
            kind, name, about, write(writer, pair, side),
            asks=filling.asks(writer, kind, side, pair.mentee.id, person.id),
        ),
        writer.set(pair.mentee.name), title,
    )  # fmt: skip


def of_candidate(writer: Writer, jury: Jury, person: int) -> Iterator[Job]:
    """The documents of one candidate."""
    one = jury.selection.candidate(person)
    about = writer.set(one.name)
    for kind, write in OF_CANDIDATE.items():
        name = f"{CANDIDATES}/{file_name(one.id)}/{writer.words(f'file.{kind}')}"
        yield Job(
            kind, name,
            lambda kind=kind, name=name, write=write: writer.document(kind, name, about, write(writer, jury, person)),  # type: ignore[misc]
            about, writer.say(f"kind.{kind}"),
        )  # fmt: skip


def of_match(writer: Writer, mentee: MenteeProfile, found: Callable[[], pairs.Match]) -> Iterator[Job]:
    """What one executive is asked and told of their mentor; `found` gives the pair when something is written."""
    about = writer.set(mentee.name)
    for kind, write in OF_MATCH.items():
        name = f"{file_name(mentee.id)}/{writer.words(f'file.{kind}')}"
        yield _told(writer, kind, name, about, lambda write=write: write(writer, found()))  # type: ignore[misc]


def of_matches(writer: Writer, mentor: MentorProfile, found: Callable[[], Sequence[pairs.Match]]) -> Job:
    """What one mentor is told of whom they accompany."""
    kind, about = "announcement_mentor", writer.set(mentor.name)
    name = f"mentors/{file_name(mentor.id)}/{writer.words('file.announcement_mentor')}"
    return _told(writer, kind, name, about, lambda: pairs.announcement_mentor(writer, mentor, found()))


def of_proposal(writer: Writer, found: Callable[[], pairs.Proposal]) -> Job:
    """What the sponsor is asked to sign."""
    name, about = writer.words("file.pairs_proposal"), writer.set(writer.setting.programme)
    return _told(writer, "pairs_proposal", name, about, lambda: pairs.proposal(writer, found()))


def _told(writer: Writer, kind: str, name: str, about: str, write: Callable[[], Blocks]) -> Job:
    return Job(kind, name, lambda: writer.document(kind, name, about, write()), about, writer.say(f"kind.{kind}"))


def of_mentor(writer: Writer, mentor: MentorProfile, pairs: Sequence[PairPlan]) -> Iterator[Job]:
    """The documents of one mentor."""
    for kind, write in OF_MENTOR.items():
        yield _mentor_job(writer, mentor, kind, lambda write=write: write(writer, mentor, pairs))  # type: ignore[misc]

    seated = {one.id for pair in pairs for session in pair.plan.sessions for one in session.modules}
    catalogue = writer.setting.catalogue
    for kit in sorted({catalogue.kit_of[one] for one in seated}):
        yield of_kit(writer, catalogue.kits[kit], mentor)


def _mentor_job(writer: Writer, mentor: MentorProfile, kind: str, write: Callable[[], Blocks]) -> Job:
    name = f"mentors/{file_name(mentor.id)}/{writer.words(f'file.{kind}')}"
    about = writer.set(mentor.name)
    return Job(kind, name, lambda: writer.document(kind, name, about, write()), about, writer.say(f"kind.{kind}"))


def of_kit(writer: Writer, kit: Kit, mentor: MentorProfile | None = None) -> Job:
    """The booklet of one kit, or a mentor's own copy of it."""
    booklet, folder = writer.words("file.booklet"), file_name(kit.id)
    name = f"mentors/{file_name(mentor.id)}/{booklet}-{folder}" if mentor else f"kits/{folder}/{booklet}"
    about = writer.set(kit.title)
    title = f"{writer.say('kind.booklet')} · {about}"
    group = writer.set(mentor.name if mentor else writer.setting.programme)
    return Job(
        "booklet",
        name,
        lambda: writer.document("booklet", name, about, booklets.kit(writer, kit, mentor)),
        group,
        title,
    )


def of_programme(writer: Writer, pairs: Sequence[PairPlan]) -> Iterator[Job]:
    """The documents of the whole programme."""
    about, group = writer.set(writer.setting.house), writer.set(writer.setting.programme)
    call, note = writer.words("file.call"), writer.words("file.sponsor_note")
    yield Job(
        "call", call, lambda: writer.document("call", call, about, letters.call(writer)), group, writer.say("kind.call")
    )
    yield Job(
        "sponsor_note", note,
        lambda: writer.document("sponsor_note", note, about, letters.sponsor_note(writer, pairs)),
        group, writer.say("kind.sponsor_note"),
    )  # fmt: skip
    for kind, write in OF_CHOICE.items():
        yield _choice_job(writer, kind, write)


def _choice_job(writer: Writer, kind: str, write: Callable[[Writer], Blocks]) -> Job:
    name, about = writer.words(f"file.{kind}"), writer.set(writer.setting.house)
    group, title = writer.set(writer.setting.programme), writer.say(f"kind.{kind}")
    return Job(
        kind,
        name,
        lambda: writer.document(kind, name, about, write(writer), asks=filling.asks(writer, kind)),
        group,
        title,
    )
