"""Codes and fields become sentences: nothing is missing, nothing is left over, in French as in English."""

from __future__ import annotations

import ast
import datetime as dt
import functools
import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmentor import resources
from rmentor.errors import Problem, Reason
from rmentor.files import yamlfile
from rmentor.files.marksfile import KEYS
from rmentor.happenings import JOURNAL_COLUMNS
from rmentor.headings import protected
from rmentor.outcomes import AMONG, STATUSES
from rmentor.paper.family import (
    KINDS,
    OF_CANDIDATE,
    OF_CHOICE,
    OF_LONG_LIST,
    OF_MATCH,
    OF_MENTOR,
    OF_PAIR,
    OF_SESSION,
    OF_SIDES,
)
from rmentor.paper.filling import SAYINGS
from rmentor.people import FORMS as ANSWERED
from rmentor.people import STATEMENTS
from rmentor.programme import MEANINGS, SOURCES, PairingWeights
from rmentor.questions import TOLD
from rmentor.words import LANGUAGES, Catalogue, Words, _flat, language_of_locale, words
from tests.conftest import ROOT

LAW = settings(deadline=None, max_examples=100, derandomize=True)

FR, EN = words("fr"), words("en")
NARROW, NO_BREAK = "\u202f", "\u00a0"

# --- every entry in both languages ---


def fields_of(entry: str | Mapping[str, str]) -> set[str]:
    """The fields a sentence needs; plural forms need `count`."""
    if isinstance(entry, str):
        return {name for _, name, _, _ in string.Formatter().parse(entry) if name is not None}
    return {"count"}.union(*map(fields_of, entry.values()))


def test_both_languages_have_the_same_entries() -> None:
    assert set(FR.entries) == set(EN.entries)


def test_an_entry_needs_the_same_fields_in_both_languages() -> None:
    other = {key: (fields_of(FR.entries[key]), fields_of(entry)) for key, entry in EN.entries.items()}
    assert {key: both for key, both in other.items() if both[0] != both[1]} == {}


def test_an_entry_has_plural_forms_in_both_languages_or_in_none() -> None:
    assert [
        key for key, entry in EN.entries.items() if isinstance(entry, str) != isinstance(FR.entries[key], str)
    ] == []


def test_no_entry_is_blank_but_those_that_count_nothing() -> None:
    for language in (FR, EN):
        blank = [key for key, entry in language.entries.items() if isinstance(entry, str) and not entry.strip()]
        assert blank == ["step_count.mentees", "step_count.kits"]


# --- every key that the program asks for is there, and every entry is asked for ---

LOOKUPS = {"words", "_words"}
"""Names under which the program holds a catalogue: a call of one looks a key up."""


@dataclass(frozen=True)
class Asked:
    """A key that a line of the program asks for, and the fields it passes, where they can be told."""

    key: str
    place: str
    fields: frozenset[str] | None


@dataclass(frozen=True)
class Built:
    """A key that is built while the program runs."""

    file: str
    expression: str


def parsed() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted((ROOT / "rmentor").rglob("*.py")):
        yield path.relative_to(ROOT / "rmentor").as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def constants(file: str, *prefixes: str) -> set[str]:
    """The texts in a file of the program that begin like that."""
    tree = ast.parse((ROOT / "rmentor" / file).read_text(encoding="utf-8"))
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {text for text in texts if text.startswith(prefixes) and text.isidentifier()}


def dict_fields(node: ast.expr | None) -> frozenset[str] | None:
    """The keys of a dict that is written out; None where they cannot be told."""
    if node is None:
        return frozenset()
    if not isinstance(node, ast.Dict) or not all(isinstance(key, ast.Constant) for key in node.keys):
        return None
    return frozenset(key.value for key in node.keys if isinstance(key, ast.Constant))


def keyword_fields(call: ast.Call) -> frozenset[str] | None:
    names = [keyword.arg for keyword in call.keywords]
    return None if None in names else frozenset(name for name in names if name)


def argument(call: ast.Call, position: int, name: str) -> ast.expr | None:
    if len(call.args) > position:
        return call.args[position]
    return next((keyword.value for keyword in call.keywords if keyword.arg == name), None)


def asked_by(call: ast.Call) -> tuple[str, ast.expr, frozenset[str] | None] | None:
    """Prefix, key and fields of a call that names an entry."""
    function = call.func
    name = (
        function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
    )
    if isinstance(function, ast.Name) and name in ("Problem", "Reason", "Obstacle"):
        position = 1 if name == "Problem" else 0
        code = argument(call, position, "code")
        fields = dict_fields(argument(call, position + 1, "fields"))
        # An obstacle adds what it found in each person's cell, as `found`, or its number, as `value`.
        added = {"found", "value"} if name == "Obstacle" else set()
        prefix = "problem." if name == "Problem" else "reason."
        return (prefix, code, None if fields is None else fields | added) if code else None
    if isinstance(function, ast.Name) and name in ("fault", "_read"):
        position = 0 if name == "fault" else 1
        fields = keyword_fields(call)
        return "problem.", call.args[position], None if fields is None else fields | {"field", "value"}
    if isinstance(function, ast.Attribute) and name in ("problem", "warning") and len(call.args) > 1:
        # plain.problem(problem, words) makes data, not a problem.
        return None if ast.unparse(function.value) == "plain" else ("problem.", call.args[1], keyword_fields(call))
    if (name in LOOKUPS or (isinstance(function, ast.Name) and name == "self")) and call.args:
        return "", call.args[0], keyword_fields(call)
    if isinstance(function, ast.Attribute) and name in ("say", "label") and call.args:
        return "doc.", call.args[0], keyword_fields(call)
    return None


def kinds_of(call: ast.Call) -> list[ast.expr]:
    """What a reason written out says under `kind`."""
    fields = call.args[1] if len(call.args) > 1 else None
    if not isinstance(fields, ast.Dict):
        return []
    pairs = zip(fields.keys, fields.values, strict=True)
    return [value for key, value in pairs if isinstance(key, ast.Constant) and key.value == "kind"]


@functools.cache
def scanned() -> tuple[list[Asked], set[Built]]:
    """Every key the program names, and every expression that builds one."""
    asked: list[Asked] = []
    built: set[Built] = set()

    def note(prefix: str, key: ast.expr, file: str, fields: frozenset[str] | None) -> None:
        if isinstance(key, ast.IfExp):
            note(prefix, key.body, file, fields)
            note(prefix, key.orelse, file, fields)
        elif isinstance(key, ast.Constant) and isinstance(key.value, str):
            asked.append(Asked(prefix + key.value, f"{file}:{key.lineno}", fields))
        else:
            built.add(Built(file, prefix + ast.unparse(key)))

    for file, tree in parsed():
        for node in ast.walk(tree):
            if isinstance(node, ast.Tuple) and len(node.elts) == 2 and isinstance(node.elts[1], ast.Dict):
                # ("cell_not_number", {"low": …}): what a rule says of a cell; `heading` and `value` are added to it.
                code, fields = node.elts[0], dict_fields(node.elts[1])
                if isinstance(code, ast.Constant):
                    note("problem.", code, file, None if fields is None else fields | {"heading", "value"})
            if isinstance(node, ast.Subscript) and ast.unparse(node).startswith("self.entries['"):
                note("", node.slice, file, None)
            if isinstance(node, ast.Call) and (found := asked_by(node)) is not None:
                prefix, key, fields = found
                kinds = kinds_of(node) if prefix == "reason." else []
                if not kinds:
                    note(prefix, key, file, fields)
                for kind in kinds:
                    if isinstance(key, ast.Constant):
                        note(f"reason.{key.value}.", kind, file, fields)
    return asked, built


def under(prefix: str, *names: str) -> set[str]:
    return {f"{prefix}.{name}" for name in names}


RULES = {
    "no_score",
    "reporting_line", "same_team", "veto", "language", "forbidden", "last_round", "not_ready", "other_site", "capacity",
}  # fmt: skip
NOT_FREE = {
    "holiday", "mentee_weekday", "mentee_absent", "mentor_weekday", "mentor_absent", "no_common_hours", "mentor_taken",
}  # fmt: skip

ALERTS = ("two_cancelled", "no_session_since", "credit_nearly_used", "fit_not_good", "mid_term_due")
UNMATCHED = ("person_not_told", "person_not_found", "person_ambiguous", "person_contradicts")


def asked_on_forms(*files: str) -> set[str]:
    """Texts in files that read like keys of what a form asks: `fit.what`, `needs.today`."""
    found = {"date"}
    for file in files:
        tree = ast.parse((ROOT / "rmentor" / file).read_text(encoding="utf-8"))
        texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
        found |= {
            one
            for one in texts
            if isinstance(one, str)
            and re.fullmatch(r"(fit|mid|end|sheet|needs|apply|grid|path|endorse|sample|consult|feedback)(\.\w+)+", one)
        }
    return under("doc", *found)


BUILT: dict[Built, set[str]] = {
    # the language of a catalogue, not a key of it
    Built("commands/papers.py", "one"): set(),
    Built("files/brand.py", "language"): set(),
    Built("commands/start.py", "language"): set(),
    Built("steps.py", "self.workspace.settings.programme.language"): set(),
    Built("terminal.py", "self.language or self._programme_language() or language_of_locale()"): set(),
    Built("disclosing.py", "reason.one.code"): set(),
    Built("handover.py", "f'status.{candidate.status}'"): under("status", *STATUSES),
    Built("commands/keeping.py", "one"): set(),
    Built("reporting.py", "f'alert.{one.code}'"): under("alert", *ALERTS),
    Built("journaling.py", "problem.code"): set(),
    Built("journaling.py", "problem.mentee.code"): under("problem", *UNMATCHED),
    Built("files/journalsheet.py", "f'journal.heading.{key}'"): under("journal.heading", *JOURNAL_COLUMNS),
    Built("files/journalsheet.py", "language"): set(),
    Built("files/journalsheet.py", "f'journal.advice.{key}'"): under(
        "journal.advice", "held", "cancelled", "moved", "modules", "private", "kit"
    ),
    Built("answering.py", "language"): set(),
    # of cells: named where each is read (replies.py); of rows (answering.py)
    Built("answering.py", "problem.code"): under(
        "problem",
        "count_expected",
        "weekday_expected",
        "topic_not_taught",
        "priority_expected",
        "number_expected",
        "recommend_expected",
        "form_expected",
        "not_asked_there",
    ),
    Built("answering.py", "problem.person.code"): under("problem", *UNMATCHED),
    Built("formreading.py", "language"): set(),
    Built("paper/filling.py", "doc.f'fill.{key}'"): under("doc.fill", *SAYINGS),
    Built("views/answers.py", "f'answers.by_topic.{head}'"): under(
        "answers.by_topic", "level", "target", "priority", "then"
    ),
    Built("views/answers.py", "f'answers.confirm_{what}'"): {"answers.confirm_needs", "answers.confirm_levels"},
    Built("views/answers.py", "f'answers.form.{form}'"): under("answers.form", *ANSWERED),
    Built("views/answers.py", "f'answers.heading.{key}'"): under("answers.heading", *TOLD),
    Built("views/answers.py", "f'answers.who.{who}'"): under("answers.who", "mentee", "mentor"),
    Built("views/answers.py", "SENTENCES[key][0]"): set(),
    Built("views/answers.py", "_entry_of(what)"): set(),
    Built("views/journal.py", "f'journal.heading.{key}'"): under("journal.heading", *JOURNAL_COLUMNS),
    Built("views/filled.py", "f'import.{one}'"): under("import", "heading", "meaning", "samples"),
    Built("views/journal.py", "f'journal.told.{key}'"): under("journal.told", "line", "name", "session", "what"),
    Built("views/journal.py", "f'journal.what.{one.what}'"): under("journal.what", "held", "cancelled"),
    Built("paper/steering.py", "doc.f'kind.{kind}'"): under("doc.kind", "report", "report_hr"),
    Built("paper/steering.py", "doc.f'report.alert.{code}'"): under("doc.report.alert", *ALERTS),
    Built("paper/steering.py", "doc.f'report.alert.{one.code}'"): under("doc.report.alert", *ALERTS),
    Built("paper/steering.py", "doc.f'{_FORMS[one.form]}.{one.who}.{one.statement}'"): {
        f"doc.{prefix}.{who}.{statement}"
        for (form, who), statements in STATEMENTS.items()
        for prefix in ({"fit": "fit", "session": "feedback", "mid-term": "mid", "closing": "end"}[form],)
        for statement in statements
    },
    Built("views/purge.py", "f'purge.{code}'"): under(
        "purge", "removed", "changed", "left", "history", "writers", "staying"
    ),
    # codes that were named elsewhere, passed on
    Built("fields.py", "problem.code"): set(),
    Built("files/checks.py", "problem.problem.code"): set(),
    Built("files/plain.py", "problem.data['code']"): set(),
    Built("files/results.py", "reason.str(fields.pop('code'))"): set(),
    Built("files/plain.py", "reason.value['reason']"): set(),
    Built("files/roster.py", "problem.code"): set(),
    Built("outcomes.py", "reason.self.code"): set(),
    Built("paper/writer.py", "reason.reason.code"): set(),
    Built("words.py", "f'problem.{problem.code}'"): set(),
    Built("words.py", "f'reason.{reason.code}{kind}'"): set(),
    Built("words.py", "key"): set(),
    # codes from a table in the same file
    Built("files/checks.py", "problem.code"): under(
        "problem", "country_without_regions", "no_such_country", "no_such_region"
    ),
    Built("files/brand.py", "problem.f'logo_{kind}'"): under(
        "problem", "logo_active", "logo_not_a_picture", "logo_reaches_out"
    ),
    Built("files/tables.py", "problem.code"): under("problem", *constants("files/tables.py", "csv_")),
    Built("files/validated.py", "problem._SHAPES[kind]"): under("problem", "expected_mapping", "expected_list"),
    Built("files/validated.py", "problem.code"): under("problem", "below_least", "above_most"),
    Built("files/yamlfile.py", "problem.code"): under("problem", *constants("files/yamlfile.py", "yaml_")),
    # families of keys
    Built("files/kitchecks.py", "problem.finding.code"): under(
        "problem",
        "module_lacks",
        "figure_stale",
        "figure_to_come",
        "figure_undated",
        "source_missing",
        "source_incomplete",
        "run_sheet_minutes",
        "exercises_minutes",
        "exercise_without_success",
        "question_without_answer",
        "text_too_long",
        "front_too_long",
        "back_too_long",
        "entry_never_reached",
        "entry_in_circle",
    ),
    Built("files/media.py", "problem.f'media_{fault}'"): under(
        "problem", "media_active", "media_not_a_picture", "media_reaches_out"
    ),
    Built("pairing.py", "reason.code"): under("reason", *RULES - {"capacity"}),
    Built("pairtable.py", "reason.code"): set(),
    Built("views/pairs.py", "reason.reason.code"): set(),
    Built("views/pairs.py", "f'among.{one}'"): under("among", "served", *AMONG),
    Built("paper/pairs.py", "f'among.{one}'"): under("among", "served", *AMONG),
    Built("views/pairs.py", "f'rule.{code}'"): under("rule", *RULES),
    Built("pairing.py", "reason.capacity.kind"): under("reason.capacity", "short", "none"),
    Built("commands/agreement.py", "f'agree.{key}'"): under(
        "agree", "want", "refuse", "pin", "move", "sessions", "minutes", "every"
    ),
    Built("views/comparison.py", "reason.one.code"): set(),
    Built("views/comparison.py", "reason.one.settled.code"): set(),
    Built("views/comparison.py", "f'diff.{kind}'"): under("diff", "both", "costs", "brings", "free"),
    Built("views/comparison.py", "f'diff.{how}'"): under("diff", "later", "sooner"),
    Built("views/comparison.py", "f'diff.against.{one.against}'"): under(
        "diff.against", "announced", "plan", "nothing"
    ),
    Built("comparing.py", "reason.settled.key"): under("reason.settled", "wanted", "refused"),
    Built("comparing.py", "reason.settled.size"): under("reason.settled", "sessions", "minutes", "both"),
    Built("comparing.py", "reason.settled.kind"): under(
        "reason.settled", "every", "sessions_every", "minutes_every", "both_every"
    ),
    Built("comparing.py", "reason.rhythm.time.every.unit"): under("reason.rhythm", "day", "week", "month"),
    Built("dating.py", "reason.moved.kind"): under(
        "reason.moved", *NOT_FREE, "session_order", "over", "announced", "spaced"
    ),
    Built("dating.py", "reason.freeing.kind"): under("reason.freeing", *NOT_FREE, "session_order"),
    Built("slots.py", "reason.moved.f'agreed_{why.code}'"): under(
        "reason.moved", "agreed_holiday", "agreed_mentee_absent", "agreed_mentor_absent"
    ),
    Built("paper/writer.py", "doc.f'every_{every.unit}'"): under("doc", "every_day", "every_week", "every_month"),
    Built("paper/writer.py", "doc.f'span_{length.unit}'"): under("doc", "span_day", "span_week", "span_month"),
    Built("paper/following.py", "doc.f'kind.{kind}'"): under("doc.kind", *OF_SIDES),
    Built("paper/family.py", "f'file.{kind}'"): under(
        "file",
        *OF_PAIR,
        *OF_SESSION,
        *OF_SIDES,
        *OF_MENTOR,
        *OF_MATCH,
        "pair_booklet",
        *OF_CHOICE,
        *OF_CANDIDATE,
    ),
    # what is asked on forms: keys passed on, each once with its field
    Built("paper/parts.py", "doc.key"): asked_on_forms(
        "paper/following.py",
        "paper/asking.py",
        "paper/choosing.py",
        "paper/appropriation.py",
        "paper/pairs.py",
        "paper/filling.py",
    ),
    Built("paper/following.py", "doc.key"): asked_on_forms("paper/following.py"),
    Built("paper/following.py", "doc.one"): set(),
    Built("paper/asking.py", "doc.key"): asked_on_forms("paper/asking.py"),
    # what candidates are told and heard by
    Built("paper/choosing.py", "doc.f'kind.{kind}'"): under("doc.kind", *OF_LONG_LIST),
    Built("paper/choosing.py", "doc.f'sample.gestures.{one}'"): under("doc.sample.gestures", "share", "check", "ask"),
    Built("paper/choosing.py", "doc.f'sample.do.{step}'"): under("doc.sample.do", "prepare", "teach", "redo"),
    Built("paper/choosing.py", "doc.f'sample.say.{step}'"): under("doc.sample.say", "prepare", "teach", "redo"),
    Built("paper/explained.py", "f'explain.by.{one.by}'"): under("explain.by", "ranking", "cover", "decision"),
    Built("paper/explained.py", "f'status.{one.status}'"): under("status", *STATUSES),
    Built("paper/verdicts.py", "key"): {
        "doc.result.between",
        *under("explain", "criterion", "value", "weight", "points"),
    },
    Built("paper/verdicts.py", """doc.f"result.source.{source.replace(' ', '_')}\""""): under(
        "doc.result.source", *(one.replace(" ", "_") for one in SOURCES)
    ),
    Built("paper/notices.py", "doc.f'council.steps_list.{one}'"): under(
        "doc.council.steps_list", "call", "marks", "rank", "jury", "explain"
    ),
    Built("paper/notices.py", "f'meaning.{key}'"): under("meaning", *MEANINGS),
    Built("paper/notices.py", "one"): {"yes", "no"},
    Built("paper/pairs.py", "f'part.{key}'"): under("part", *PairingWeights.model_fields),
    Built("paper/pairs.py", "f'rule.{code}'"): under("rule", *RULES),
    Built("paper/pairs.py", "reason.reason.code"): set(),
    Built("paper/itinerary.py", "doc.f'spacing.{one}'"): under("doc.spacing", "topic", "sessions", "days", "reviewed"),
    Built("views/options.py", "f'options.no_{kind}'"): under("options", "no_short", "no_deep"),
    Built("paper/options.py", "doc.f'options.{kind}'"): under("doc.options", "short", "agreed", "deep"),
    Built("paper/options.py", "doc.f'options.no_{kind}'"): under("doc.options", "no_short", "no_deep"),
    Built("paper/options.py", "doc.f'options.by_{axis}'"): under("doc.options", "by_sessions", "by_minutes"),
    Built("paper/options.py", "doc.f'options.{one}'"): under(
        "doc.options", "sessions_heading", "minutes_heading", "share_heading", "reached_heading", "used_heading"
    ),
    Built("paper/options.py", "doc.f'options.{one}_field'"): under(
        "doc.options", "sessions_field", "minutes_field", "rhythm_field"
    ),
    Built("paper/choosing.py", "doc.f'grid.ask.{key}'"): under("doc.grid.ask", "mastery", "transmission", "posture"),
    Built("paper/guides.py", "doc.f'brief.anchor.{mark}'"): under("doc.brief.anchor", *map(str, range(6))),
    Built("paper/choosing.py", "f'anchor.{key}.{mark}'"): {
        f"anchor.{key}.{number}" for key in ("mastery", "transmission", "posture") for number in range(1, 6)
    },
    Built("paper/guides.py", "doc.f'guide.posture.mark_{mark}'"): under(
        "doc.guide.posture", *(f"mark_{mark}" for mark in range(1, 6))
    ),
    Built("paper/family.py", "doc.f'kind.{kind}'"): under("doc.kind", *OF_PAIR, *OF_SESSION, *OF_SIDES, *OF_MENTOR),
    Built("paper/family.py", "f'file.side.{side}'"): under("file.side", "mentee", "mentor"),
    Built("paper/writer.py", "doc.f'kind.{kind}'"): under(
        "doc.kind", *KINDS, "dates", "report", "report_hr", "report_mentor", "report_mentee"
    ),
    Built("paper/writer.py", "f'doc.{key}'"): set(),  # say() and label() themselves
    Built("steps.py", "f'output.{command}'"): under("output", "select", "pair", "plan"),
    Built("views/options.py", "f'options.{axis}'"): under("options", "sessions", "minutes"),
    Built("views/options.py", "f'options.{kind}'"): under("options", "short", "agreed", "deep"),
    Built("views/pairs.py", "f'part.{key}'"): under("part", *PairingWeights.model_fields),
    Built("views/plans.py", "f'plan.proof.{plan.proof}'"): under("plan.proof", "none", "within", "optimal"),
    Built("views/selection.py", "f'select.count.{key}'"): under("select.count", *STATUSES[2:]),
    Built("views/selection.py", "f'status.{one.status}'"): under("status", *STATUSES),
    Built("commands/opening.py", "f\"missing.{missing.removeprefix('no_')}\""): under("missing", "mentees", "kits"),
    Built("commands/people.py", "f'announce.{what}'"): under("announce", "pairs", "sessions"),
    Built("views/status.py", "f\"missing.{result.next.removeprefix('no_')}\""): under("missing", "mentees", "kits"),
    Built("views/status.py", "f'missing.{stages[-1].name}'"): under("missing", "mentees", "kits"),
    Built("views/status.py", "f'state.{one.state}'"): under("state", "done", "stale", "missing", "edited"),
    Built("views/status.py", "f'step.{one.name}'"): under(
        "step", "select", "pair", "plan", "render", "mentees", "kits"
    ),
    Built("views/status.py", "f'step_count.{one.name}'"): under(
        "step_count", "select", "pair", "plan", "render", "mentees", "kits"
    ),
    Built("words.py", "f'meaning.{value}'"): under("meaning", *MEANINGS),
    Built("words.py", "one"): {"yes", "no"},
    Built("paper/explained.py", "key"): under(
        "explain", "way_mark", "way_mark_alone", "way_missing", "way_missing_alone"
    ),
    Built("words.py", "f'{format_spec}.{one}'"): set(),
    Built("words.py", "f'{format_spec}.{value}'"): {
        *under("rule", *RULES),
        *under("ground", "age", "sex", "origin", "belief", "health", "union", "family", "proxy"),
    },
    # the ranking as a page and as sheets
    Built("views/ranking.py", "one"): set(),
    Built("paper/ranking.py", "f'page.{key}'"): under(
        "page",
        "hidden",
        "able_from",
        "able_of",
        "speaks",
        "spoken_of",
        "site",
        "sites",
        "filter",
        "everybody",
        "find",
        "ranking",
        "out",
        "why",
        "cover",
        "cover_note",
        "able",
        "firm",
        "firm_note",
        "advice",
        "bars",
        "more",
        "ranks",
        "ranks_note",
        "confidence",
        "audit",
    ),
    Built("paper/ranking.py", "f'audit.verdict.{found.verdict}'"): under(
        "audit.verdict", "signal", "no_signal", "too_few", "nothing_to_compare"
    ),
    Built("paper/ranking.py", "f'select.{one}'"): under(
        "select", "rank", "id", "name", "score", "range", "parts", "status"
    ),
    Built("paper/ranking.py", "f'select.count.{key}'"): under("select.count", *STATUSES[2:]),
    Built("paper/ranking.py", "f'status.{one}'"): under("status", *STATUSES),
    Built("paper/ranking.py", "f'status.{one.status}'"): under("status", *STATUSES),
    Built("paper/rankingsheets.py", "f'explain.{part}'"): under("explain", "value", "points"),
    Built("paper/rankingsheets.py", "f'select.{one}'"): under("select", "rank", "id", "name", "status", "score"),
    Built("paper/rankingsheets.py", "f'status.{one}'"): under("status", *STATUSES),
    # marks
    Built("files/marksfile.py", "language"): set(),
    Built("files/marksfile.py", "f'marks.heading.{key}'"): under("marks.heading", "id", "name", *KEYS[1:]),
    Built("files/marksfile.py", "f'anchor.{key}.{mark}'"): {
        f"anchor.{key}.{number}" for key in ("mastery", "transmission", "posture") for number in range(1, 6)
    },
    Built("views/marks.py", "f'marks.verdict.{told.verdict}'"): under(
        "marks.verdict", "firm", "tentative", "weak", "undefined", "too_few"
    ),
    # the audit, and the group as a whole
    Built("views/audit.py", "f'audit.verdict.{found.verdict}'"): under(
        "audit.verdict", "signal", "no_signal", "too_few", "nothing_to_compare"
    ),
    Built("paper/audited.py", "f'audit.{one}'"): under("audit", "candidates", "selected", "rate", "ratio", "fisher"),
    Built("selecting.py", "problem.f\"{one['code']}_short\""): under(
        "problem", "topics_short", "languages_short", "sites_short"
    ),
    Built("selecting.py", "reason.cover_short.one.code"): under("reason.cover_short", "topics", "languages", "sites"),
    Built("selecting.py", "reason.cover_relax.one.code"): under("reason.cover_relax", "topics", "languages", "sites"),
    # diaries
    Built("commands/time.py", "one"): set(),
    Built("diaries.py", "key"): under("agenda", "summary", "summary_off"),
    Built("diaries.py", "f'agenda.side.{side}'"): under("agenda.side", "mentee", "mentor"),
    Built("diaries.py", "f'agenda.ritual_{side}'"): under("agenda", "ritual_mentee", "ritual_mentor"),
    Built("diaries.py", "f'agenda.heading.{one}'"): under(
        "agenda.heading", "day", "time", "mentee", "mentor", "session"
    ),
    # what is asked, imported and decided
    Built("commands/recording.py", "f'ask.{key}'"): under("ask", "by", "reason"),
    Built("deciding.py", "problem.code"): under("problem", "reason_needed", "reason_needed_for_pair"),
    Built("views/imports.py", "f'import.{line.kind}'"): under("import", "evidence", "topic"),
    Built("views/imports.py", "f'meaning.{line.key}'"): under("meaning", *MEANINGS),
}
"""Every key that is built while the program runs: where, and which entries it can name."""


def asked_keys() -> set[str]:
    asked, _ = scanned()
    return {one.key for one in asked}.union(*BUILT.values())


def test_every_expression_that_builds_a_key_is_listed_and_every_listed_one_is_there() -> None:
    _, built = scanned()
    assert built == set(BUILT)


def test_every_code_and_key_the_program_names_has_its_words() -> None:
    asked, _ = scanned()
    assert [one for one in asked if one.key not in EN.entries] == []
    assert asked_keys() - set(EN.entries) == set()


def test_every_entry_is_used() -> None:
    hints = {f"{key}.hint" for key in asked_keys() if key.startswith("problem.")}
    assert set(EN.entries) - asked_keys() - hints == set()


def test_a_call_that_writes_its_fields_out_passes_all_that_the_sentence_needs() -> None:
    asked, _ = scanned()
    short = {
        (one.place, one.key): missing
        for one in asked
        if one.fields is not None and one.key in EN.entries
        for hint in (EN.entries.get(f"{one.key}.hint", ""),)
        if (missing := (fields_of(EN.entries[one.key]) | fields_of(hint)) - one.fields)
    }
    assert short == {}


def test_the_scan_sees_what_it_should() -> None:
    """The tests above could pass by seeing nothing: these stand for each way of naming an entry."""
    asked, _ = scanned()
    keys = {one.key for one in asked}
    assert {
        "problem.file_missing", "problem.expected_number", "problem.expected_version", "problem.unknown_person",
        "problem.mentee_not_in_roster", "problem.cell_not_number", "problem.bad_id", "problem.blank_id",
        "reason.is_mentee", "reason.below_minimum", "reason.not_needed.need_met", "reason.refused.module",
        "doc.aims", "doc.teach_back", "pair.mentee", "yes", "list.and", "terminal.next", "file.call",
    } <= keys  # fmt: skip
    told = {one.key: one.fields for one in asked}
    assert told["reason.missing_evidence"] is None
    assert told["doc.session_title"] == {"number"}
    assert told["problem.file_too_large"] == {"megabytes"}


@pytest.mark.parametrize("ground", sorted({"age", "sex", "origin", "belief", "health", "union", "family", "proxy"}))
def test_every_protected_ground_has_its_words(ground: str) -> None:
    named = {"age": "Âge", "sex": "Sexe", "origin": "Origine", "belief": "Religion", "health": "Handicap",
             "union": "Syndicat", "family": "Enfants", "proxy": "Photo"}  # fmt: skip
    assert protected(named[ground]) == ground
    for language in (FR, EN):
        problem = Problem("rmentor.yaml", "protected_column", {"value": named[ground], "ground": ground})
        assert "L1132-1" in language.problem(problem), "the law is named, not our code for it"


# --- sentences ---


def told(language: Words, code: str, **fields: Any) -> str:
    return language.problem(Problem("x", code, fields))


def made(entry: str | dict[str, str], language: str = "en") -> Words:
    """A catalogue with that one entry beside what every catalogue has."""
    return Words(language, {**words(language).entries, "entry": entry})


@pytest.mark.parametrize(("one", "said"), [("mentor", "mentor"), ("une séance", "séances"), ("Aucune", "Aucune")])
def test_none_is_singular_in_french_but_where_one_is_said_in_words(one: str, said: str) -> None:
    assert made({"one": one, "other": "séances"}, "fr")("entry", count=0) == said
    assert made({"one": one, "other": "séances"}, "en")("entry", count=0) == "séances"


def test_a_hint_is_the_near_name_before_anything_else() -> None:
    near = Problem("x", "unknown_person", {"id": "1", "near": "2"})
    assert EN.hint(near) == "did you mean 2?"
    assert FR.hint(near) == "vouliez-vous dire 2 ?"
    assert str(EN.hint(Problem("x", "unknown_person", {"id": "1", "near": None}))).startswith("ids stand in")
    assert EN.hint(Problem("x", "mentee_not_in_roster", {"id": "1"})) is None
    assert EN.hint(Problem("x", "not_utf8")) is not None


def test_a_missing_entry_or_field_is_our_fault_and_raises() -> None:
    with pytest.raises(KeyError):
        EN("no.such.entry")
    with pytest.raises(KeyError):
        told(EN, "unknown_person")
    assert "no.such.entry" not in EN
    assert "yes" in EN


@pytest.mark.parametrize(
    ("language", "count", "form"),
    [
        ("en", 0, "other"), ("en", 1, "one"), ("en", 2, "other"), ("en", 1.5, "other"), ("en", 1.0, "one"),
        ("fr", 0, "one"), ("fr", 1, "one"), ("fr", 1.5, "one"), ("fr", 2, "other"), ("fr", -1, "one"),
    ],
)  # fmt: skip
def test_plural_forms_follow_the_language(language: str, count: float, form: str) -> None:
    entry = made({"one": "one: {count}", "other": "other: {count}"}, language)("entry", count=count)
    assert entry.partition(":")[0] == form


def test_a_sentence_that_says_one_in_words_is_not_said_of_none() -> None:
    french = made({"one": "une erreur", "other": "{count} erreurs"}, "fr")
    assert [french("entry", count=count) for count in (0, 1, 2)] == ["0 erreurs", "une erreur", "2 erreurs"]


def test_a_reason_takes_the_sentence_of_its_kind() -> None:
    assert EN.reason(Reason("not_needed", {"kind": "need_met"})) == EN("reason.not_needed.need_met")
    assert EN.reason(Reason("refused")) == "refused by decision"
    assert EN.reason(Reason("refused", {"kind": "module"})) == EN("reason.refused.module")


def test_text_of_people_is_never_a_pattern() -> None:
    for text in ("{id}", "{0}", "{", "}", "%s", "{id.__class__}", "{{x}}"):
        assert told(EN, "unknown_person", id=text) == f"nobody has the id {text}"
        assert EN.several([text, text]) == f"{text} and {text}"


def test_a_sentence_cannot_reach_into_a_value() -> None:
    with pytest.raises(KeyError):
        made("{value.real}")("entry", value=1)
    with pytest.raises(KeyError):
        made("{value[0]}")("entry", value="abc")


# --- numbers ---


@pytest.mark.parametrize(
    ("value", "decimals", "french", "english"),
    [
        (0, None, "0", "0"),
        (-0.0, None, "0", "0"),
        (1234567, None, f"1{NARROW}234{NARROW}567", "1,234,567"),
        (2.5, None, "2,5", "2.5"),
        (2.50, 2, "2,50", "2.50"),
        (1234.5, 1, f"1{NARROW}234,5", "1,234.5"),
        (1 / 3, None, "0,333", "0.333"),
        (100.0, None, "100", "100"),
        (1000, 0, f"1{NARROW}000", "1,000"),
        (-3.25, None, "−3,25", "−3.25"),
        (-0.0001, None, "0", "0"),
        (-0.04, 1, "0,0", "0.0"),
        (2.0004, None, "2", "2"),
    ],
)
def test_numbers_are_written_as_the_language_writes_them(
    value: float, decimals: int | None, french: str, english: str
) -> None:
    assert FR.number(value, decimals) == french
    assert EN.number(value, decimals) == english


@LAW
@given(st.floats(-1e9, 1e9), st.sampled_from([None, 0, 1, 2, 4]))
def test_a_number_as_written_is_the_number(value: float, decimals: int | None) -> None:
    for language, comma in ((FR, ","), (EN, ".")):
        text = language.number(value, decimals)
        plain = text.replace("−", "-").replace(NARROW, "")
        plain = plain.replace(",", ".") if comma == "," else plain.replace(",", "")
        assert float(plain) == pytest.approx(value, abs=0.51 * 10 ** -(3 if decimals is None else decimals))
        if decimals is not None:
            assert len(text.partition(comma)[2]) == decimals


# --- dates and times ---


def test_dates_are_written_as_the_language_writes_them() -> None:
    day = dt.date(2027, 2, 10)
    assert FR.day(day) == "10 février 2027"
    assert EN.day(day) == "10 February 2027"
    assert FR.day(day, "EEE d MMM") == "mer. 10 févr."
    assert EN.day(day, "EEE d MMM") == "Wed 10 Feb"


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("d MMMM y", "1er février 2027"), ("EEEE d MMMM y", "lundi 1er février 2027"), ("EEE d MMM", "lun. 1er févr."),
        ("MMMM y", "février 2027"), ("LLL", "févr."),
    ],
)  # fmt: skip
def test_the_first_of_a_month_is_the_first_in_french(pattern: str, expected: str) -> None:
    assert FR.day(dt.date(2027, 2, 1), pattern) == expected
    assert FR.day(dt.date(2027, 2, 11)) == "11 février 2027"
    assert FR.day(dt.date(2027, 2, 21)) == "21 février 2027"
    assert EN.day(dt.date(2027, 2, 1)) == "1 February 2027"


def test_times_of_day_are_written_as_the_language_writes_them() -> None:
    assert FR.time(dt.time(9, 5)) == f"9{NO_BREAK}h{NO_BREAK}05"
    assert FR.time(dt.time(14)) == f"14{NO_BREAK}h"
    assert EN.time(dt.time(9, 5)) == "09:05"


# --- values in a sentence ---


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        ("text", "text", "text"),
        (True, "oui", "yes"),
        (False, "non", "no"),
        (1.5, "1,5", "1.5"),
        (dt.date(2027, 2, 1), "1er février 2027", "1 February 2027"),
        (dt.datetime(2027, 2, 10, 9, 30), f"10 février 2027 9{NO_BREAK}h{NO_BREAK}30", "10 February 2027 09:30"),
        (dt.time(9, 30), f"9{NO_BREAK}h{NO_BREAK}30", "09:30"),
        (Reason("is_mentee"), "est un dirigeant du programme", "is an executive of the programme"),
        ([], "", ""),
        (["a"], "a", "a"),
        (["a", "b"], "a et b", "a and b"),
        (("a", 2.5, "c"), "a, 2,5 et c", "a, 2.5 and c"),
        ([Reason("is_mentee"), "x"], "est un dirigeant du programme et x", "is an executive of the programme and x"),
        (None, "None", "None"),
    ],
)
def test_a_value_is_written_by_its_kind(value: Any, french: str, english: str) -> None:
    assert FR.text(value) == french
    assert EN.text(value) == english


@pytest.mark.parametrize(
    ("field", "value", "french", "english"),
    [
        ("{x}", 1234, f"1{NARROW}234", "1,234"),
        ("{x:raw}", 1234, "1234", "1234"),
        ("{x:1}", 62.25, "62,2", "62.2"),
        ("{x:2}", 3, "3,00", "3.00"),
        ("{x:%}", 0.934, "93", "93"),
        ("{x:day}", dt.date(2027, 2, 1), "lun. 1er févr.", "Mon 1 Feb"),
        ("{x:full}", dt.date(2027, 2, 1), "lundi 1er février 2027", "Monday 1 February 2027"),
        ("{x:lines}", ["a", "b"], "\n  a\n  b", "\n  a\n  b"),
        ("{x:lines}", [], "", ""),
        ("{x:rule}", "same_team", "les deux ont le même responsable", "both have the same manager"),
        ("{{x}}", 1, "{x}", "{x}"),
    ],
)
def test_a_field_may_say_how_it_is_written(field: str, value: Any, french: str, english: str) -> None:
    assert made(field, "fr")("entry", x=value) == french
    assert made(field, "en")("entry", x=value) == english


def test_a_rule_that_bars_is_told_in_words_not_by_its_code() -> None:
    for code, fields in {
        "lock_refused": {"mentee": "e", "mentor": "m"},
        "lock_overrides": {"mentee": "e", "mentor": "m"},
    }.items():
        assert told(EN, code, **fields, rule="same_team").endswith("both have the same manager")
        assert "même responsable" in told(FR, code, **fields, rule="same_team")
    relaxed = Reason("relax_rule", {"rule": "same_team", "mentor": "m", "count": 1})
    assert "both have the same manager" in EN.reason(relaxed)


# --- the machine's language ---


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_ALL": "fr_CA", "LANG": "en_GB"}, "fr"),
        ({"LC_ALL": "", "LC_MESSAGES": "FR", "LANG": "en_GB"}, "fr"),
        ({"LANGUAGE": "fr:en", "LANG": "en_GB"}, "fr"),
        ({"LC_ALL": "C", "LANG": "fr_FR"}, "en"),
    ],
)
def test_the_machine_speaks_french_or_english(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], language: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert language_of_locale() == language


def test_without_any_variable_one_of_the_languages_is_spoken(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "LANG"):
        monkeypatch.delenv(name, raising=False)
    assert language_of_locale() in LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_paper_has_the_typesetters_apostrophe_and_a_terminal_the_typewriters(language: str) -> None:
    catalogue = words(language)
    assert any("'" in str(entry) for entry in catalogue.entries.values())
    text = " ".join(str(entry) for entry in catalogue.printed.entries.values())
    assert not re.search(r"[a-zà-ÿ]'[a-zà-ÿ]", text)
    assert "’" in text


def test_what_people_wrote_is_printed_as_they_wrote_it() -> None:
    catalogue = Words("fr", {"entry": "l'idée d'{name}, '{name}' et qu'{name} 'ainsi'"}).printed
    assert catalogue("entry", name="N'Diaye") == "l’idée d’N'Diaye, 'N'Diaye' et qu’N'Diaye 'ainsi'"
    assert Words("en", {"entry": "{name}'s kit, {name}'"}).printed("entry", name="Ada") == "Ada’s kit, Ada'"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_catalogue_read_by_its_sections_is_the_catalogue_read_whole(language: str, end: bytes) -> None:
    content = (resources.templates() / "words" / f"{language}.yaml").read_bytes().replace(b"\n", end)
    whole = dict(_flat(yamlfile.parse(content, language).data, ""))
    assert list(Catalogue(content, language).items()) == list(whole.items())
    by_key = Catalogue(content, language)
    assert all(by_key[key] == whole[key] for key in sorted(whole, reverse=True))
    assert "pair.nothing_of_the_kind" not in by_key
