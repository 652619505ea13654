"""The kinds of field in the input files: what each takes, and what it says of anything else."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel, create_model

from rmentor import fields
from rmentor.errors import Problem
from rmentor.fields import Input
from rmentor.files import yamlfile
from rmentor.files.validated import validated
from rmentor.files.yamlfile import YamlFile
from rmentor.kits import Kit, Module
from rmentor.people import Announced, Decisions, Journal, Mentee, MentorFile
from rmentor.programme import Settings
from rmentor.values import Rhythm, Span
from rmentor.words import LANGUAGES, words

DAY = dt.date(2027, 1, 31)


def read(kind: str, given: Any) -> tuple[Any, list[Problem]]:
    """A value read as one kind of field."""
    model = create_model("Probe", __base__=Input, key=(getattr(fields, kind), ...))
    found, problems = validated(model, YamlFile("probe.yaml", {"key": given}))
    return (found.key if found else None), problems  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("kind", "given", "expected"),
    [
        ("Text", " as it is ", " as it is "),
        ("Id", "00417", "00417"),
        ("Id", "é" * 64, "é" * 64),
        ("Id", "two words", "two words"),
        ("Url", "https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("Url", "http://example.org", "http://example.org"),
        ("YesNo", "oui", True),
        ("YesNo", "False", False),
        ("Number", "2,5", 2.5),
        ("Whole", "40", 40),
        ("Whole", " -3 ", -3),
        ("Whole", "+3", 3),
        ("Day", "2027-01-31", DAY),
        ("PartialDate", "2026", "2026"),
        ("PartialDate", "2026-05", "2026-05"),
        ("PartialDate", "2026-05-31", "2026-05-31"),
        ("Moment", "2027-01-31T09:00", dt.datetime(2027, 1, 31, 9)),
        ("Moment", "2027-01-31 9h30", dt.datetime(2027, 1, 31, 9, 30)),
        ("Moment", "2027-01-31T09:30:00", dt.datetime(2027, 1, 31, 9, 30)),
        ("Every", "2 weeks", Rhythm(2, "week")),
        ("Absence", "2027-01-31..2027-02-01", Span(DAY, dt.date(2027, 2, 1))),
        ("Scale", ["1", "5"], (1.0, 5.0)),
        ("Scale", ["5", "1"], (5.0, 1.0)),
        ("Scale", ["0,5", "1024"], (0.5, 1024.0)),
        ("Hours", ["09:00", "18h00"], (dt.time(9), dt.time(18))),
        ("Weekday", "mon", "mon"),
        ("Language", "fr", "fr"),
        ("Texts", ["a", "b"], ("a", "b")),
        ("Texts", "one value stands for a list of one", ("one value stands for a list of one",)),
        ("Ids", "00417", ("00417",)),
        ("Count", "0", 0),
        ("Positive", "1", 1),
        ("Share", "100", 100.0),
        ("Share", "0", 0.0),
        ("Weight", "0", 0.0),
        ("Version", "1", 1),
    ],
)
def test_a_field_takes_what_people_write(kind: str, given: Any, expected: Any) -> None:
    assert read(kind, given) == (expected, [])


@pytest.mark.parametrize(
    ("kind", "given", "code"),
    [
        ("Text", "  ", "blank"),
        ("Text", ["a"], "expected_text"),
        ("Text", None, "nothing_given"),
        ("Id", "", "expected_id"),
        ("Id", "x" * 65, "expected_id"),
        ("Id", " x", "expected_id"),
        ("Id", "a\tb", "expected_id"),
        ("Id", ["a"], "expected_id"),
        ("Url", "example.org", "expected_url"),
        ("Url", "ftp://example.org", "expected_url"),
        ("Url", "javascript:alert(1)", "expected_url"),
        ("Url", "https://", "expected_url"),
        ("Url", "https://[::1", "expected_url"),
        ("Url", "https://example.org/a b", "expected_url"),
        ("Url", "https://example.org/\u202e", "expected_url"),
        ("Url", None, "nothing_given"),
        ("YesNo", "", "expected_yes_no"),
        ("YesNo", "maybe", "expected_yes_no"),
        ("YesNo", None, "nothing_given"),
        ("Number", "forty", "expected_number"),
        ("Number", "9" * 400, "expected_number"),
        ("Number", None, "nothing_given"),
        ("Whole", "2.5", "expected_whole_number"),
        ("Whole", "+-5", "expected_whole_number"),
        ("Whole", "1 000", "expected_whole_number"),
        ("Whole", "9" * 16, "expected_whole_number"),
        ("Whole", "", "expected_whole_number"),
        ("Day", "31/01/2027", "expected_day"),
        ("Day", "2027-02-30", "expected_day"),
        ("PartialDate", "26", "expected_partial_date"),
        ("PartialDate", "2026-13", "expected_partial_date"),
        ("PartialDate", "2026-02-30", "expected_partial_date"),
        ("PartialDate", ["2026"], "expected_partial_date"),
        ("Moment", "2027-01-31", "expected_moment"),
        ("Moment", "2027-01-31T09:00:30", "expected_moment"),
        ("Moment", "09:00", "expected_moment"),
        ("Every", "often", "expected_rhythm"),
        ("Every", "9" * 5000 + " days", "expected_rhythm"),
        ("Absence", "2027-02-01..2027-01-31", "expected_span"),
        ("Scale", ["1", "1"], "expected_scale"),
        ("Scale", ["1"], "expected_scale"),
        ("Scale", ["1", "five"], "expected_scale"),
        ("Scale", ["1", None], "expected_scale"),
        ("Scale", "1-5", "expected_scale"),
        ("Hours", ["18:00", "09:00"], "expected_hours"),
        ("Hours", ["09:00", "09:00"], "expected_hours"),
        ("Hours", ["09:00"], "expected_hours"),
        ("Hours", ["09:00", None], "expected_hours"),
        ("Weekday", "lundi", "expected_one_of"),
        ("Weekday", "Mon", "expected_one_of"),
        ("Weekday", ["mon"], "expected_one_of"),
        ("Language", "de", "expected_one_of"),
        ("Texts", {"a": "b"}, "expected_list"),
        ("Texts", None, "nothing_given"),
        ("Texts", ["a", ""], "blank"),
        ("Count", "-1", "below_least"),
        ("Positive", "0", "below_least"),
        ("Share", "101", "above_most"),
        ("Weight", "-0,5", "below_least"),
        ("Version", "2", "expected_version"),
        ("Version", "1.0", "expected_version"),
    ],
)
def test_a_field_says_what_it_expects(kind: str, given: Any, code: str) -> None:
    found, problems = read(kind, given)
    assert found is None
    assert [problem.code for problem in problems] == [code]
    assert problems[0].fields["field"] in ("key", "key[2]")


@pytest.mark.parametrize("kind", ["Number", "Whole", "YesNo", "Day", "Scale", "Hours", "Every", "Absence"])
def test_a_value_that_is_one_already_passes(kind: str) -> None:
    of_its_kind = {
        "Number": 2.5, "Whole": 3, "YesNo": True, "Day": DAY, "Scale": (1, 5), "Hours": (dt.time(9), dt.time(18)),
        "Every": Rhythm(1, "week"), "Absence": Span(DAY, DAY),
    }  # fmt: skip
    assert read(kind, of_its_kind[kind]) == (of_its_kind[kind], [])


@pytest.mark.parametrize("kind", ["Number", "Whole"])
def test_yes_is_no_number(kind: str) -> None:
    assert [problem.code for problem in read(kind, True)[1]] != []


# --- whole files ---

WHOLE: dict[type[BaseModel], str] = {
    Settings: """version: 1
programme: {name: N, client: C, language: fr, start: 2027-01-11, end: 2027-07-09, timezone: Europe/Paris,
            fictional: yes}
brand: {logo: a.svg, colour: "#0f6b5c"}
roster: {file: roster.csv, columns: {id: Matricule, name: [Prénom, Nom]}}
topics: {ia: {label: IA, column: Niveau, scale: [0, 5], competences: ["3.1"]}}
criteria:
  mastery:
    label: L
    weight: 40
    minimum: 50
    missing: interval
    evidence: [{column: Pix, scale: [0, 1024], source: test, weight: 3}]
selection:
  mentors: 12
  on: 2026-12-01
  require: {volunteer: yes, languages: [fr, en]}
  cover: {topics: {n: 2, level: 4}, languages: {en: 3}, sites: 1}
robustness: {spread: 30, samples: 10000, seed: 1}
audit: {file: audit.csv, attributes: [sexe]}
pairing:
  goal: best_total
  weights: {needs: 60, language: 15, place: 10, availability: 5, contrast: 5, preferences: 5}
  capacity: {min: 0, max: 2}
  require_ready: false
  last_round: ../x.yaml
  forbid: {reporting_levels: 2, same_team: true, other_site: false}
  at_least: {cross_site: 60}
time:
  sessions: 6
  minutes: 60
  every: 2 weeks
  weekdays: [tue, wed]
  hours: ["09:00", "18:00"]
  ritual: {opening: 5, closing: 5}
  holidays: {country: FR, region: "57"}
kits: [kits/a]
retention: {not_selected: 3 months, selected: 12 months}
imports: {needs: {mentee: Matricule}}
""",
    Mentee: """version: 1
id: "00417"
name: N
email: a@b.example
topics: {ia: {level: 1, target: 3, priority: 3, on: 2027-02-01}}
mastered: [a]
wanted: [b]
refused: [c]
time: {sessions: 5, minutes: 60, every: month, weekdays: [wed], hours: ["08:30", "10:30"], absent: [2027-04-02]}
languages: [fr]
site: Lyon
department: RH
manager: "00001"
language: fr
remote: true
prefer: ["00388"]
veto: ["00233"]
agreed:
  - {pin: {module: a, session: 2}, on: 2026-12-04, by: both, reason: R}
  - {move: {session: 3, to: 2027-02-10T09:00}, on: 2027-01-20, by: assistant}
""",
    MentorFile: """version: 1
id: "00388"
time: {weekdays: [tue], hours: ["08:30", "18:00"], absent: [2027-03-01..2027-03-12]}
languages: [fr, en]
site: Lyon
language: en
remote: true
capacity: {min: 1, max: 2}
prefer: ["00417"]
veto: []
""",
    Decisions: """version: 1
mentors: [{id: "1", choose: true, reason: R, by: jury, on: 2026-12-01}]
pairs: [{mentor: "1", mentee: "2", lock: true, reason: R, by: sponsor, on: 2026-12-02}]
readiness:
  - {mentor: "1", module: a, read: 2026-12-05, own_example: E, quiz: 90,
     rehearsal: {on: 2026-12-09, mark: 4}, signed_by: S}
""",
    Announced: """version: 1
pairs: [{mentee: "2", mentor: "1", on: 2026-12-03}]
sessions:
  - {mentee: "2", mentor: "1", session: 1, start: 2027-01-20T09:00, minutes: 60, modules: [a], sequence: 0,
     on: 2026-12-03, cancelled: no}
""",
    Journal: """version: 1
sessions:
  - {session: 1, held: 2027-01-20, minutes: 55, modules: [a]}
  - {session: 2, cancelled: 2027-02-03, by: mentee}
""",
    Kit: """version: 1
id: kit
title: T
summary: S
language: fr
translations: {en: ../en}
extends: ../base
modules: [a]
materials: [{name: M, quantity: 2}]
figures_age: 24 months
""",
    Module: """version: 1
id: a
title: T
minutes: 30
theme: ia
teaches: {ia: 0.5}
entry: {ia: 1}
requires: [b]
objectives: [O]
idea: I
key_figures:
  - {text: T, value: 88, unit: "%", date: 2025-11, publisher: P, title: T, url: "https://example.org",
     origin: O, caution: C}
state_of_the_art: S
illustrations: [{title: T, text: X, source: {publisher: P}}]
videos: [{title: T, url: "https://example.org", minutes: 4, note: N}]
exercises: [{title: T, minutes: 15, device: D, materials: [M], steps: [S], success: [S], fallback: F}]
questionnaire: [{question: Q, choices: [A, B], answer: [1, 2], why: W}, {question: Q, scale: [1, 5]}]
run_sheet: [{minutes: 5, do: D, say: S, ask: A}]
teach_back: T
competences: ["3.1"]
materials: [{name: M}]
glossary: {prompt: G}
notes: N
""",
}


def parsed(model: type[BaseModel]) -> YamlFile:
    return yamlfile.parse(WHOLE[model].encode(), "file.yaml")


def ways(data: Any, where: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value of a file, the file itself first."""
    yield where
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in inside:
        yield from ways(value, (*where, key))


def replaced(data: Any, where: tuple[Any, ...], value: Any) -> Any:
    """The same with another value there."""
    if not where:
        return value
    changed = copy.deepcopy(data)
    inside = changed
    for key in where[:-1]:
        inside = inside[key]
    inside[where[-1]] = value
    return changed


@pytest.mark.parametrize("model", WHOLE, ids=lambda model: model.__name__)
def test_a_whole_file_is_read_with_every_key(model: type[BaseModel]) -> None:
    file = parsed(model)
    assert set(file.data) == set(model.model_fields), "the sample names every key"
    found, problems = validated(model, file)
    assert problems == []
    assert found is not None


ODD = (
    None, "", " ", "x", "no", "-1", "0", "+-5", "1e400", "9" * 5000, "nan", "2027-13-45", "😀", "a\u0000b",
    [], [None], [[]], ["x", "x"], {}, {"x": "y"}, {"": None}, [{"x": ["y"]}],
)  # fmt: skip


@pytest.mark.parametrize("model", WHOLE, ids=lambda model: model.__name__)
def test_whatever_stands_in_place_of_any_value_is_read_or_told_in_words(model: type[BaseModel]) -> None:
    """A slip of the pen anywhere in a file must never look like a bug of ours."""
    file = parsed(model)
    for where in ways(file.data):
        for odd in ODD:
            _, problems = validated(model, YamlFile(file.path, replaced(file.data, where, odd), file.places))
            for problem in problems:
                for language in LANGUAGES:
                    catalogue = words(language)
                    assert catalogue.problem(problem)
                    catalogue.hint(problem)


@pytest.mark.parametrize("model", WHOLE, ids=lambda model: model.__name__)
def test_an_unknown_key_anywhere_is_named_with_its_line(model: type[BaseModel]) -> None:
    file = parsed(model)
    for where in ways(file.data):
        inside = file.data
        for key in where:
            inside = inside[key]
        if not isinstance(inside, dict) or where[-1:] in (("columns",), ("require",), ("topics",), ("criteria",)):
            continue
        if where[-1:] in (("languages",), ("teaches",), ("entry",), ("glossary",), ("translations",)):
            continue
        if where[:1] == ("imports",) and len(where) == 2:
            continue
        changed = replaced(file.data, (*where, "zzz"), "1")
        _, problems = validated(model, YamlFile(file.path, changed, file.places))
        told = [problem for problem in problems if problem.code == "unknown_key"]
        assert [problem.fields["field"].rpartition(".")[2] for problem in told] == ["zzz"], where
        assert told[0].line == file.place(where)[0]


def test_a_near_miss_gets_the_key_that_was_meant() -> None:
    text = WHOLE[Settings].replace("minimum: 50", "minimun: 50")
    _, problems = validated(Settings, yamlfile.parse(text.encode(), "rmentor.yaml"))
    assert [(one.code, one.fields["near"], one.fields["field"], one.line) for one in problems] == [
        ("unknown_key", "minimum", "criteria.mastery.minimun", 11)
    ]


def test_every_fault_of_a_file_is_told_at_its_line() -> None:
    text = (
        WHOLE[Settings]
        .replace("weight: 40", "weight: forty")
        .replace("mentors: 12", "mentors: 0")
        .replace("scale: [0, 1024]", "scale: [0]")
        .replace("every: 2 weeks", "every: often")
    )
    _, problems = validated(Settings, yamlfile.parse(text.encode(), "rmentor.yaml"))
    assert sorted((one.line, one.fields["field"], one.code) for one in problems) == [
        (10, "criteria.mastery.weight", "expected_number"),
        (13, "criteria.mastery.evidence[1].scale", "expected_scale"),
        (15, "selection.mentors", "below_least"),
        (32, "time.every", "expected_rhythm"),
    ]


def test_a_missing_key_is_named_where_it_should_stand() -> None:
    text = WHOLE[Settings].replace(", language: fr", "")
    _, problems = validated(Settings, yamlfile.parse(text.encode(), "rmentor.yaml"))
    assert [(one.code, one.fields["field"], one.line) for one in problems] == [("missing_key", "programme.language", 2)]


@pytest.mark.parametrize(
    ("model", "old", "new", "code"),
    [
        (Settings, "end: 2027-07-09", "end: 2027-01-10", "end_before_start"),
        (Settings, "weight: 40", "weight: 0", "criteria_weigh_nothing"),
        (Settings, "source: test, weight: 3", "source: test, weight: 0", "weights_all_zero"),
        (Settings, "capacity: {min: 0, max: 2}", "capacity: {min: 3, max: 2}", "min_above_max"),
        (
            Settings,
            "{needs: 60, language: 15, place: 10, availability: 5, contrast: 5, preferences: 5}",
            "{needs: 0, language: 0, place: 0, availability: 0, contrast: 0, preferences: 0}",
            "weights_all_zero",
        ),
        (Settings, '"#0f6b5c"', '"#0f6b5"', "expected_colour"),
        (Settings, '"#0f6b5c"', '"#zzzzzz"', "expected_colour"),
        (Settings, "spread: 30", "spread: 101", "expected_spread"),
        (Settings, "spread: 30", "spread: wide", "expected_spread"),
        (Settings, "columns: {id:", "columns: {identity:", "unknown_key"),
        (Mentee, "{pin: {module: a, session: 2}, on: 2026-12-04", "{on: 2026-12-04", "agreed_one_thing"),
        (Mentee, "priority: 3", "priority: 4", "above_most"),
        (Decisions, "lock: true,", "", "lock_or_forbid"),
        (Decisions, "lock: true,", "lock: true, forbid: true,", "lock_or_forbid"),
        (Decisions, "mark: 4", "mark: 6", "above_most"),
        (Journal, "held: 2027-01-20,", "", "held_or_cancelled"),
        (Module, "answer: [1, 2]", "answer: [1, 3]", "answer_not_a_choice"),
        (Module, "teaches: {ia: 0.5}", "teaches: {ia: -1}", "below_least"),
    ],
)
def test_what_contradicts_itself_is_told(model: type[BaseModel], old: str, new: str, code: str) -> None:
    assert old in WHOLE[model]
    _, problems = validated(model, yamlfile.parse(WHOLE[model].replace(old, new).encode(), "file.yaml"))
    assert [one.code for one in problems] == [code]
    assert problems[0].line is not None
