"""What the law asks to be said of choosing people at work: to candidates, to staff representatives, in the register.

Every one of these is a draft: it says that the client's counsel checks it first.
"""

from __future__ import annotations

from collections.abc import Iterator

from rmentor.paper import blocks as b
from rmentor.paper.parts import text
from rmentor.paper.writer import Writer


def candidate_notice(writer: Writer) -> Iterator[b.Block]:
    """What candidates are told before: what is used, how it counts, who decides, what one may ask for."""
    facts = writer.setting.facts
    yield b.Title(writer.say("kind.candidate_notice"), writer.say("notice.title"), (writer.window(),))
    yield _to_be_checked(writer)
    yield text(writer.say("notice.lead", client=writer.setting.house), lead=True)
    yield b.Heading(writer.say("notice.used"))
    yield b.Table(
        writer.say("notice.used"),
        (writer.say("notice.criterion"), writer.say("notice.weight"), writer.say("notice.evidence")),
        tuple((label, share, columns) for label, share, columns, _ in _criteria(writer)),
        (0.34, 0.16, 0.5),
    )
    yield b.Points((
        (writer.say("notice.never"), writer.say("notice.never_text")),
        (writer.say("notice.decides"), writer.say("notice.decides_text", day=facts.jury_day)),
        (writer.say("notice.machine"), writer.say("notice.machine_text")),
        (writer.say("notice.rights"), writer.say("notice.rights_text")),
        _kept(writer),
    ))  # fmt: skip
    yield b.Fields((writer.say("notice.controller"), writer.say("notice.officer")))


def privacy_notice(writer: Writer) -> Iterator[b.Block]:
    """What candidates are told of their data (GDPR, articles 13 and 14)."""
    house = writer.setting.house
    columns = dict.fromkeys(piece.column for one in writer.setting.facts.criteria.values() for piece in one.evidence)
    used = list(columns) or [one.label or key for key, one in writer.setting.facts.criteria.items()]
    yield b.Title(writer.say("kind.privacy_notice"), writer.say("privacy.title"), (writer.window(),))
    yield _to_be_checked(writer)
    yield text(writer.say("privacy.lead", client=house), lead=True)
    yield b.Points((
        (writer.say("privacy.purpose"), writer.say("privacy.purpose_text")),
        (writer.say("privacy.data"), writer.say("privacy.data_text", list=used)),
        (writer.say("privacy.from"), writer.say("privacy.from_text", client=house)),
        (writer.say("privacy.optional"), writer.say("privacy.optional_text")),
        (writer.say("privacy.readers"), writer.say("privacy.readers_text")),
        (writer.say("privacy.abroad"), writer.say("privacy.abroad_text")),
        _kept(writer),
        (writer.say("privacy.machine"), writer.say("privacy.machine_text")),
        (writer.say("privacy.rights"), writer.say("privacy.rights_text")),
    ))  # fmt: skip
    yield b.Lines(writer.say("privacy.basis"), 2)
    yield b.Fields((writer.say("notice.controller"), writer.say("notice.officer"), writer.say("privacy.ask")))


def works_council_note(writer: Writer) -> Iterator[b.Block]:
    """What staff representatives are told of the method, before it is used."""
    setting, facts = writer.setting, writer.setting.facts
    places = facts.selection.mentors
    yield b.Title(writer.say("kind.works_council_note"), writer.say("council.title"), (writer.window(),))
    yield _to_be_checked(writer)
    lead = writer.say("council.lead", client=setting.house, count=places, programme=setting.programme)
    yield text(lead, lead=True)
    yield b.Points((
        (writer.say("council.law"), writer.say("council.law_text")),
        (writer.say("council.who"), f"{writer.say('council.who_text')} {_conditions(writer)}"),
    ))  # fmt: skip
    yield b.Heading(writer.say("council.steps"))
    steps = ("call", "marks", "rank", "jury", "explain")
    yield b.Items(
        tuple(writer.say(f"council.steps_list.{one}", day=facts.jury_day) for one in steps), ordered=True
    )  # fmt: skip
    yield b.Heading(writer.say("council.counts"))
    yield b.Table(
        writer.say("council.counts"),
        (writer.say("notice.criterion"), writer.say("notice.weight"), writer.say("council.minimum"),
         writer.say("notice.evidence")),
        tuple((label, share, least, columns) for label, share, columns, least in _criteria(writer)),
        (0.32, 0.12, 0.14, 0.42),
    )  # fmt: skip
    yield b.Points((
        (writer.say("notice.never"), writer.say("notice.never_text")),
        (writer.say("council.machine"), writer.say("notice.machine_text")),
        (writer.say("council.ai"), writer.say("council.ai_text")),
        (writer.say("council.firm"), writer.say("council.firm_text", samples=facts.robustness.samples)),
        _kept(writer),
        (writer.say("council.limits"), writer.say("council.limits_text")),
    ))  # fmt: skip
    yield b.Lines(writer.say("council.asked"), 4)
    yield b.Fields((writer.say("council.received"), writer.say("council.by"), writer.say("signature")))


def register_entry(writer: Writer) -> Iterator[b.Block]:
    """The entry in the register of processing activities (GDPR, article 30), with what only the client knows left to be
    filled in."""
    yield b.Title(writer.say("kind.register_entry"), writer.set(writer.setting.programme), (writer.window(),))
    yield _to_be_checked(writer)
    yield b.Points((
        (writer.say("register.purpose"), writer.say("register.purpose_text", client=writer.setting.house)),
        (writer.say("register.people"), writer.say("register.people_text")),
        (writer.say("register.data"), writer.say("register.data_text")),
        (writer.say("register.source"), writer.say("register.source_text")),
        (writer.say("register.readers"), writer.say("register.readers_text")),
        (writer.say("register.abroad"), writer.say("register.abroad_text")),
        _kept(writer),
        (writer.say("register.safety"), writer.say("register.safety_text")),
    ))  # fmt: skip
    yield b.Lines(writer.say("register.basis"), 2)
    yield b.Fields((writer.say("notice.controller"), writer.say("notice.officer"), writer.say("date")))


def _to_be_checked(writer: Writer) -> b.Note:
    return b.Note(writer.label("notice.check"), writer.say("notice.check_text"))


def _kept(writer: Writer) -> tuple[str, str]:
    kept = writer.setting.facts.retention
    refused, chosen = writer.span(kept.not_selected), writer.span(kept.selected)
    return writer.say("notice.kept"), writer.say("notice.kept_text", refused=refused, chosen=chosen)


def _criteria(writer: Writer) -> Iterator[tuple[str, str, str, str]]:
    """Each criterion: label, share of the score, the columns it is read from, and its minimum."""
    criteria = writer.setting.facts.criteria
    total = sum(one.weight for one in criteria.values())
    for key, one in criteria.items():
        share = writer.set(writer.words("percent", share=one.weight / total))
        least = "–" if one.minimum is None else writer.words.number(one.minimum)
        yield (
            writer.set(one.label or key), share, writer.set(" · ".join(piece.column for piece in one.evidence)), least
        )  # fmt: skip


def _conditions(writer: Writer) -> str:
    require = writer.setting.facts.selection.require
    if not require:
        return writer.say("council.no_conditions")
    words = writer.words
    told = []
    for key, values in require.items():
        field = words(f"meaning.{key}") if f"meaning.{key}" in words else key
        said = [words(one) if one in ("yes", "no") else one for one in values]
        told.append(words("doc.council.condition", field=field, values=said))
    return writer.say("council.conditions", list=told)
