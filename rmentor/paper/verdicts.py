"""What candidates are told once the choice is made: their own result explained; a kind reply to those not chosen."""

from __future__ import annotations

from collections.abc import Iterator

from rmentor.outcomes import Candidate
from rmentor.paper import blocks as b
from rmentor.paper.explained import Explained, Jury, explained
from rmentor.paper.parts import text
from rmentor.paper.writer import Writer

GOOD = 50.0
"""Half of a criterion's scale: a value from here on is named as somebody's best."""


def explanation(writer: Writer, jury: Jury, person: int) -> Iterator[b.Block]:
    """A candidate's own result: their data alone, what was measured, how it counts, how firm it is, what would change
    it, how to contest it. The same sentences as `select --explain`."""
    one = jury.selection.candidate(person)
    said = explained(jury, person, writer.words, jury.way_in(person))
    under = writer.say("result.under", id=one.id, window=writer.window())
    applied = jury.selection.meets_conditions[person]
    yield b.Title(writer.say("kind.explanation"), writer.set(one.name), (under,))
    yield text(
        writer.say("result.lead" if applied else "result.lead_other", client=writer.setting.house), lead=True
    )  # fmt: skip
    result = writer.all((*said.result, *said.reasons, *(() if said.measures else said.totals)))
    yield b.Points(((writer.say("result.result"), " · ".join(result)),))
    if said.measures:
        yield from _measured(writer, one, said)
    facts = writer.setting.facts
    if one.status == "selected":
        kept = writer.say("result.own_chosen", kept=writer.span(facts.retention.selected), day=facts.programme.end)
    else:
        kept = writer.say("result.own", kept=writer.span(facts.retention.not_selected), day=facts.jury_day)
    firm = f"{writer.set(said.firm)} {writer.say('result.firm_not')}" if said.firm else ""
    told = (
        (writer.say("result.firm"), firm),
        (writer.say("result.changes"), " ".join(writer.all(said.changes))),
        (writer.say("result.contest"), " ".join((*writer.all(said.contest), writer.say("result.rights")))),
        (writer.say("result.data"), kept),
    )
    yield b.Points(tuple((name, body) for name, body in told if body))
    yield b.Fields((writer.say("result.to"), writer.say("result.before")))


def _measured(writer: Writer, one: Candidate, said: Explained) -> Iterator[b.Block]:
    words = writer.words
    yield b.Heading(writer.say("result.measured"))
    shown = [
        ("label", "explain.criterion", 0.42),
        ("value", "explain.value", 0.14),
        *([("between", "doc.result.between", 0.2)] if any(one.between for one in said.measures) else []),
        ("weight", "explain.weight", 0.14),
        ("points", "explain.points", 0.14),
    ]
    whole = sum(share for _, _, share in shown)
    yield b.Table(
        writer.say("result.measured"),
        tuple(writer.set(words(key)) for _, key, _ in shown),
        tuple(
            tuple(writer.set(getattr(measure, part)) or "–" for part, _, _ in shown) for measure in said.measures
        ),
        tuple(share / whole for _, _, share in shown),
    )  # fmt: skip
    yield b.Heading(writer.say("result.marks"), 3)
    yield b.Table(
        writer.say("result.marks"),
        (writer.say("result.mark"), writer.say("result.from"), writer.say("result.written"),
         writer.set(words("explain.value"))),
        tuple(
            (*writer.all((column,)), _source(writer, piece.source), *writer.all((written, value)))
            for measure, part in zip(said.measures, one.parts.values(), strict=True)
            for (column, value, written), piece in zip(measure.marks, part.evidence, strict=True)
        ),
        (0.32, 0.26, 0.28, 0.14),
    )  # fmt: skip
    yield text(" ".join((*writer.all(said.totals), writer.say("result.scale"))))


def _source(writer: Writer, source: str | None) -> str:
    """Who gave a mark."""
    return writer.say(f"result.source.{source.replace(' ', '_')}") if source else "–"


def reply(writer: Writer, jury: Jury, person: int) -> Iterator[b.Block]:
    """A letter to somebody who was not chosen: true, short, with what was good, what comes next and whom to ask."""
    setting, selection = writer.setting, jury.selection
    one = selection.candidate(person)
    waits = person in selection.reserve[: selection.places]
    best = max(one.parts, key=lambda key: one.parts[key].value, default=None)
    good = best is not None and one.parts[best].value >= GOOD and not one.parts[best].unseen
    yield b.Title(writer.say("kind.reply"), writer.set(one.name), (writer.set(setting.house),))
    yield b.Fields((writer.say("attest.place"), writer.say("date")))
    fields = {"client": setting.house, "programme": setting.programme}
    chosen = writer.say("reply.not_chosen", count=selection.candidates, places=selection.places)
    yield text(
        writer.say("letter.dear", name=one.name),
        writer.say("reply.thanks", **fields),
        chosen if one.status != "refused" else writer.say("reply.decided"),
        *((writer.say("reply.waits"),) if waits else ()),
        *((writer.say("reply.good", label=selection.criteria[best].label),) if good and best else ()),
        writer.say("reply.sheet"),
        writer.say("reply.nothing_follows"),
        writer.say("reply.again"),
    )
    yield b.Fields((writer.say("reply.ask"),))
    facts = setting.facts
    yield text(writer.say("reply.kept", kept=writer.span(facts.retention.not_selected), day=facts.jury_day))
    yield b.Signatures(
        ((writer.set(setting.house), writer.say("letter.sponsor")),), writer.say("date"), writer.say("signature")
    )
