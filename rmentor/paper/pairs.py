"""Papers on who mentors whom, before any plan: the proposal to the sponsor, what each executive is asked, the news."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rmentor.errors import Reason
from rmentor.outcomes import NextBest, Pair, Pairs
from rmentor.paper import blocks as b
from rmentor.paper import parts
from rmentor.paper.parts import text
from rmentor.paper.writer import Writer
from rmentor.profiles import MenteeProfile, MentorProfile

_NAMED = 4
"""People named one by one where something holds of many."""


@dataclass(frozen=True)
class Match:
    """A pair with its people; `decided` is the reason of the person who locked it, where it may be shown."""

    pair: Pair
    mentee: MenteeProfile
    mentor: MentorProfile
    decided: str = ""


@dataclass(frozen=True)
class Proposal:
    """All pairs, and what they were made by: the rules that bar pairs, the weights of a score's parts (shares), the
    goal, the share that must join two sites (percent), and every name by id."""

    pairs: Pairs
    matches: tuple[Match, ...]
    rules: tuple[str, ...]
    weights: Mapping[str, float]
    goal: str
    cross_site: float | None
    names: Mapping[str, str]
    unused: tuple[str, ...]

    def name(self, identity: str) -> str:
        """Somebody's name, or the id."""
        return self.names.get(identity, identity)


# --- the sponsor ---


def proposal(writer: Writer, found: Proposal) -> Iterator[b.Block]:
    """Every pair with its reasons, who is left without and what would help, what is proven; a place to sign."""
    words, pairs = writer.words, found.pairs
    yield b.Title(writer.say("kind.pairs_proposal"), writer.set(writer.setting.programme), (writer.window(),))
    mentors = len({one.mentor.id for one in found.matches})
    yield b.Numbers((
        (words.number(pairs.served), writer.say("match.pairs", count=pairs.served)),
        (words.number(mentors), writer.say("match.mentors", count=mentors)),
        (words.number(len(pairs.unpaired)), writer.say("match.without", count=len(pairs.unpaired))),
    ))  # fmt: skip
    yield text(writer.say("match.lead"), lead=True)
    yield b.Heading(writer.say("match.list"))
    if found.matches:
        yield b.Table(
            writer.say("match.list"),
            (writer.say("match.executive"), writer.say("match.mentor"), writer.say("match.why"),
             writer.say("match.otherwise")),
            tuple(_row(writer, found, one) for one in found.matches),
            (0.19, 0.19, 0.42, 0.2),
            compact=True,
        )  # fmt: skip
        yield b.Items((writer.say("match.score_means"), writer.say("match.otherwise_means")), small=True)
    yield from _left_over(writer, found)
    yield b.Heading(writer.say("match.how"))
    yield b.Points(tuple(_how(writer, found)))
    yield b.Heading(writer.say("match.decide"))
    yield b.Lines(writer.say("match.changes"), 3, 3)
    yield b.Signatures(
        ((writer.set(writer.setting.house), writer.say("letter.sponsor")),), writer.say("date"), writer.say("signature")
    )


def _row(writer: Writer, found: Proposal, one: Match) -> tuple[str, str, str, str]:
    why = [writer.say("match.score", score=writer.words.number(one.pair.score, 1)), *_reasons(writer, one)]
    if one.pair.locked:
        told = writer.say("match.locked_because", reason=one.decided) if one.decided else writer.say("match.locked")
        why.insert(0, told)
    return (
        "\n".join(_who(writer, one.mentee)),
        "\n".join(_who(writer, one.mentor)),
        "\n".join(why),
        _otherwise(writer, found, one.pair),
    )


def _who(writer: Writer, person: MenteeProfile | MentorProfile) -> Iterator[str]:
    yield writer.set(person.name)
    if beside := " · ".join(one for one in (person.department, person.site) if one):
        yield writer.set(beside)


def _otherwise(writer: Writer, found: Proposal, pair: Pair) -> str:
    if pair.next_best is None:
        if pair.locked:
            return writer.say("match.decided")
        return writer.say("match.nobody_else") if found.pairs.explained else writer.say("match.not_looked_for")
    return f"{writer.set(found.name(pair.next_best.mentor))}\n{_cost(writer, pair.next_best)}"


def _cost(writer: Writer, cost: NextBest) -> str:
    """Somebody left without comes before people parted, and both before points."""
    if cost.unserved > 0:
        return writer.say("match.unserved", count=cost.unserved)
    if cost.moved > 0:
        return writer.say("match.moved", count=cost.moved)
    if round(cost.loss, 1) <= 0:
        return writer.say("match.as_good")
    return writer.say("match.loss", points=writer.words.number(cost.loss, 1))


def _reasons(writer: Writer, one: Match) -> Iterator[str]:
    """What speaks for a pair and what does not, in words: each part of the score, in the order of the catalogue."""
    values = {key: part.value for key, part in one.pair.parts.items() if not part.unknown}
    yield from _needs(writer, one)
    if shared := ", ".join(_shared(writer, one, values)):
        yield shared
    if (wish := values.get("preferences", 0)) > 0:
        yield writer.say("match.wished_both") if wish >= 100 else writer.say("match.wished")
    unknown = [writer.words(f"part.{key}") for key, part in one.pair.parts.items() if part.unknown and key != "needs"]
    if unknown:
        yield writer.say("match.unknown", list=unknown)


def _needs(writer: Writer, one: Match) -> Iterator[str]:
    able, partly, no, unknown = _topics(writer, one)
    if able:
        yield writer.say("match.teaches", topics=able)
    if partly:
        yield writer.say("match.partly", topics=partly)
    if no:
        yield writer.say("match.teaches_not", topics=no)
    if unknown:
        yield writer.say("match.level_unknown", topics=unknown)
    if not any((able, partly, no, unknown)):
        yield writer.say("match.no_needs")


def _topics(writer: Writer, one: Match) -> tuple[list[str], list[str], list[str], list[str]]:
    """The topics wanted: those that the mentor can teach (one level above the target, or the top of the scale), those
    in part, those not at all, and those where the mentor's level is unknown."""
    sorted_out: tuple[list[str], list[str], list[str], list[str]] = ([], [], [], [])
    wanted = [(topic, need) for topic, need in one.mentee.needs.items() if need.target > need.level]
    for topic, need in sorted(wanted, key=lambda item: -item[1].priority):
        level = one.mentor.levels.get(topic)
        enough = min(need.target + 1, writer.scale(topic)[1])
        place = 3 if level is None else 0 if level >= enough else 1 if level > 0 else 2
        sorted_out[place].append(writer.topic(topic))
    return sorted_out


def _shared(writer: Writer, one: Match, values: Mapping[str, float]) -> Iterator[str]:
    """Language, place, time and department."""
    if "language" in values:
        yield writer.say("match.first_language") if values["language"] >= 100 else writer.say("match.other_language")
    if "place" in values:
        here = values["place"] >= 100
        far = writer.say("match.remote") if values["place"] > 0 else writer.say("match.other_site")
        yield writer.say("match.same_site", site=one.mentee.site) if here else far
    if (free := values.get("availability", 100)) < 99.5:
        yield writer.say("match.available", share=free / 100)
    if "contrast" in values:
        apart = values["contrast"] >= 100
        yield writer.say("match.other_department") if apart else writer.say("match.same_department")


def _left_over(writer: Writer, found: Proposal) -> Iterator[b.Block]:
    """Executives without a mentor, people who were told of each other and are parted, mentors without an executive."""
    if found.pairs.unpaired:
        yield b.Heading(writer.say("match.left"))
    for left in found.pairs.unpaired:
        yield b.Heading(writer.set(found.name(left.mentee)), 3)
        why = [*left.reasons, *([left.shortage] if left.shortage else [])]
        yield b.Items(tuple(_why(writer, found, one) for one in why))
        if left.relax:
            helps = [_why(writer, found, one) for one in left.relax]
            yield b.Note(writer.say("match.would_help"), " ".join(f"{one[:1].upper()}{one[1:]}." for one in helps))
    if found.pairs.moved:
        yield b.Heading(writer.say("match.parted"))
        couples = [(found.name(mentee), found.name(mentor)) for mentee, mentor in found.pairs.moved]
        yield b.Items(tuple(writer.say("both", mentee=mentee, mentor=mentor) for mentee, mentor in couples))
    if found.unused:
        yield b.Heading(writer.say("match.unused"))
        yield text(writer.say("match.unused_text", names=[found.name(one) for one in found.unused]))


def _why(writer: Writer, found: Proposal, reason: Reason) -> str:
    """A reason with people's names, the first few where there are many."""
    fields = dict(reason.fields)
    for key in ("mentees", "mentors"):
        if key in fields:
            people = [found.name(one) for one in _listed(fields[key])]
            fields[key] = people if len(people) <= _NAMED else [*people[: _NAMED - 1], "…"]
    if "mentor" in fields:
        fields["mentor"] = found.name(str(fields["mentor"]))
    return writer.set(writer.words.reason(Reason(reason.code, fields)))


def _listed(value: object) -> Sequence[str]:
    return [str(one) for one in value] if isinstance(value, (list, tuple)) else [str(value)]


def _how(writer: Writer, found: Proposal) -> Iterator[tuple[str, str]]:
    """What is never done, what counts, what is aimed at, what is proven, and what it does not say."""
    rules = [writer.words(f"rule.{code}") for code in found.rules]
    if rules:
        yield writer.say("match.never"), writer.say("match.never_text", rules="; ".join(rules))
    shares = sorted(found.weights.items(), key=lambda item: -item[1])
    told = [writer.words("doc.match.weight", part=writer.words(f"part.{key}"), share=one) for key, one in shares if one]
    if told:
        yield writer.say("match.counts"), writer.say("match.counts_text", list=told)
    worst = found.goal == "no_one_left_behind"
    aims = [writer.say("match.aim_worst") if worst else writer.say("match.aim_total")]
    if found.cross_site is not None:
        aims.append(writer.say("match.aim_sites", share=found.cross_site / 100))
    yield writer.say("match.aim"), " ".join(aims)
    pairs, words = found.pairs, writer.words
    total = words.number(pairs.total, 2)
    if not pairs.optimal:
        proven = writer.say("match.within_text", total=total, bound=words.number(pairs.bound, 2))
    elif pairs.among:
        conditions = [words(f"among.{one}") for one in ("served", *pairs.among)]
        proven = writer.say("match.proven_among", conditions=conditions, total=total)
    else:
        proven = writer.say("match.proven_text", total=total)
    yield writer.say("match.proven"), proven
    yield writer.say("match.limits"), writer.say("match.limits_text")


# --- the executive, asked ---


def consultation(writer: Writer, one: Match) -> Iterator[b.Block]:
    """Whom an executive is proposed, why, and what they can answer; nothing that is the mentor's own: no level, no
    wish, no score."""
    yield b.Title(writer.say("kind.consultation"), writer.set(one.mentee.name), (writer.window(),))
    yield text(writer.say("consult.lead", client=writer.setting.house, mentor=one.mentor.name), lead=True)
    yield b.Points(tuple(_proposed(writer, one)))
    yield b.Questionnaire((
        b.Question(
            "",
            writer.say("consult.answer"),
            (writer.say("consult.agree"), writer.say("consult.other"), writer.say("consult.talk")),
            name="consult_answer",
            values=("agree", "other", "talk"),
        ),
    ))  # fmt: skip
    yield parts.lines(writer, "consult.wish", 3)
    yield parts.to_fill(writer, "consult.back_to", "consult.back_by")
    yield b.Note("", writer.say("consult.private"))


def _proposed(writer: Writer, one: Match) -> Iterator[tuple[str, str]]:
    mentor = one.mentor
    beside = ", ".join(part for part in (mentor.department, mentor.site) if part)
    yield writer.say("consult.who"), writer.set(f"{mentor.name}, {beside}" if beside else mentor.name)
    values = {key: part.value for key, part in one.pair.parts.items() if not part.unknown}
    able, *_ = _topics(writer, one)
    why = [writer.say("consult.teaches", topics=able)] if able else [writer.say("consult.open")]
    if values.get("language", 0) >= 100:
        why.append(writer.say("consult.language"))
    if values.get("place", 0) >= 100:
        why.append(writer.say("consult.site"))
    if values.get("contrast", 0) >= 100:
        why.append(writer.say("consult.department"))
    if mentor.id in one.mentee.prefer:
        why.append(writer.say("consult.wished"))
    yield writer.say("consult.why"), " ".join(why)
    yield writer.say("consult.frame"), writer.say("consult.frame_text")
    yield writer.say("consult.change"), writer.say("consult.change_text")


# --- the news ---


def announcement_mentee(writer: Writer, one: Match) -> Iterator[b.Block]:
    """Tells an executive who their mentor is and what comes next."""
    yield b.Title(writer.say("kind.announcement_mentee"), writer.set(one.mentee.name), (writer.window(),))
    yield text(writer.say("news.mentee", mentor=one.mentor.name, programme=writer.setting.programme), lead=True)
    able, *_ = _topics(writer, one)
    yield b.Points((
        (writer.say("news.mentor"), _reached(writer, one.mentor)),
        *(((writer.say("news.topics"), writer.set(writer.words.several(able))),) if able else ()),
        (writer.say("news.time"), _time(writer, one.mentee)),
        (writer.say("news.next"), writer.say("news.next_mentee")),
        (writer.say("news.frame"), writer.say("news.frame_text")),
        (writer.say("news.change"), writer.say("news.change_text")),
    ))  # fmt: skip
    yield from _signed(writer)


def announcement_mentor(writer: Writer, mentor: MentorProfile, theirs: Sequence[Match]) -> Iterator[b.Block]:
    """Tells a mentor whom they accompany, what these want to learn, and how to get ready."""
    yield b.Title(writer.say("kind.announcement_mentor"), writer.set(mentor.name), (writer.window(),))
    yield text(writer.say("news.accompany", count=len(theirs), programme=writer.setting.programme), lead=True)
    for one in theirs:
        needs = [topic for topic, need in one.mentee.needs.items() if need.target > need.level]
        topics = writer.words.several([writer.topic(topic) for topic in needs])
        yield b.Heading(writer.set(one.mentee.name))
        yield b.Points((
            (writer.say("news.executive"), _reached(writer, one.mentee)),
            *(((writer.say("news.wants"), writer.set(topics)),) if topics else ()),
            (writer.say("news.time"), _time(writer, one.mentee)),
        ))  # fmt: skip
    yield b.Heading(writer.say("news.ready"))
    yield b.Items(
        (
            writer.say("news.ready_read"),
            writer.say("news.ready_own"),
            writer.say("news.ready_rehearse"),
            writer.say("news.ready_call"),
        ),
        ordered=True,
    )
    yield b.Points((
        (writer.say("news.frame"), writer.say("news.frame_text")),
        (writer.say("news.change"), writer.say("news.change_text")),
    ))  # fmt: skip
    yield from _signed(writer)


def _reached(writer: Writer, person: MenteeProfile | MentorProfile) -> str:
    """Who somebody is and how to reach them."""
    return writer.set(", ".join(one for one in (person.name, person.department, person.site, person.email) if one))


def _time(writer: Writer, mentee: MenteeProfile) -> str:
    credit = mentee.time
    rhythm = writer.rhythm(credit.every)
    return writer.say("news.time_text", count=credit.sessions, minutes=credit.minutes, rhythm=rhythm)


def _signed(writer: Writer) -> Iterator[b.Block]:
    yield b.Signatures(
        ((writer.set(writer.setting.house), writer.say("news.leads")),), writer.say("date"), writer.say("signature")
    )
