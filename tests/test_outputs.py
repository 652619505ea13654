"""The files that rmentor writes: digests, hand edits, the same bytes for the same result."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from rmentor.errors import ProblemsFound, Reason
from rmentor.files import outputs, results, yamlfile
from rmentor.outcomes import LeftOut, Levels, Pair, Pairs, Plan, PlannedModule, Session

LAW = settings(deadline=None, max_examples=150, derandomize=True)

HEADING = "Written by `rmentor select`.\nChange the inputs."
INPUTS = {"roster.csv": "a" * 32, "rmentor.yaml": "0" * 32}
BODY: dict[str, Any] = {"mentors": [{"id": "00388", "rank": 1, "score": 81.23456, "by": "ranking"}], "counts": {}}
TEXTS = ["00388", "1e3", "2027-01-20", "+1", ".5", "abc"]


def test_an_output_begins_with_who_wrote_it_then_inputs_then_the_body() -> None:
    content = outputs.written(HEADING, INPUTS, BODY).decode()
    lines = content.splitlines()
    assert lines[:2] == ["# Written by `rmentor select`.", "# Change the inputs."]
    assert lines[2].startswith("# digest: ")
    assert lines[3:8] == [
        "version: 1",
        "inputs:",
        f'  rmentor.yaml: "{"0" * 32}"',
        f"  roster.csv: {'a' * 32}",
        "mentors:",
    ]
    keys = [line.strip(" -").partition(":")[0] for line in lines[8:]]
    assert keys == ["id", "rank", "score", "by", "counts"], "keys in the order they were given"


def test_the_order_of_inputs_changes_no_byte() -> None:
    other = dict(reversed(list(INPUTS.items())))
    assert outputs.written(HEADING, INPUTS, BODY) == outputs.written(HEADING, other, BODY)


def test_an_output_without_inputs_can_be_read() -> None:
    content = outputs.written(HEADING, {}, BODY)
    assert outputs.made_from(content, "selection.yaml") == {}


def test_what_was_written_is_read_back() -> None:
    content = outputs.written(HEADING, INPUTS, BODY)
    assert outputs.made_from(content, "selection.yaml") == INPUTS
    assert outputs.made_from(content.replace(b"\n", b"\r\n"), "selection.yaml") == INPUTS
    assert yamlfile.parse(content, "selection.yaml").data["mentors"][0]["id"] == "00388"


# --- hand edits ---


def test_an_output_as_written_counts_as_unchanged_also_with_windows_line_ends() -> None:
    content = outputs.written(HEADING, INPUTS, BODY)
    assert outputs.unchanged_by_hand(content)
    assert outputs.unchanged_by_hand(content.replace(b"\n", b"\r\n"))


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"00388", b"00389"), (b"rank: 1", b"rank: 2"), (b"a" * 32, b"b" * 32), (b"counts", b"# a note\ncounts")],
)
def test_a_change_by_hand_is_noticed(old: bytes, new: bytes) -> None:
    content = outputs.written(HEADING, INPUTS, BODY).replace(old, new)
    assert not outputs.unchanged_by_hand(content)
    with pytest.raises(ProblemsFound) as stop:
        outputs.made_from(content, "selection.yaml")
    assert [(one.path, one.code, one.line) for one in stop.value.problems] == [("selection.yaml", "edited_output", 1)]


def test_lines_added_at_the_end_or_a_digest_taken_away_are_noticed() -> None:
    content = outputs.written(HEADING, INPUTS, BODY)
    assert not outputs.unchanged_by_hand(content + b"extra: 1\n")
    assert not outputs.unchanged_by_hand(content.partition(b"\n# digest")[0])
    assert not outputs.unchanged_by_hand(b"version: 1\n")
    assert not outputs.unchanged_by_hand(b"")


# --- the digest of the result ---


def test_the_digest_of_a_result_is_blind_to_inputs_headings_and_line_ends() -> None:
    one = outputs.written(HEADING, INPUTS, BODY)
    digest = outputs.result_digest(one)
    for inputs in ({}, {"roster.csv": "c" * 32}, {**INPUTS, "mentees/x: y.yaml": "d" * 32}):
        assert outputs.result_digest(outputs.written("Autre langue.", inputs, BODY)) == digest
    assert outputs.result_digest(one.replace(b"\n", b"\r\n")) == digest


def test_the_digest_of_a_result_sees_the_result() -> None:
    other = {**BODY, "mentors": [{**BODY["mentors"][0], "rank": 2}]}
    digests = {outputs.result_digest(outputs.written(HEADING, INPUTS, body)) for body in (BODY, other)}
    assert len(digests) == 2


def test_a_result_with_a_key_called_inputs_is_seen_whole() -> None:
    bodies = [{"a": {"inputs": one}} for one in ({"x": "1"}, {"x": "2"})]
    digests = {outputs.result_digest(outputs.written(HEADING, INPUTS, body)) for body in bodies}
    assert len(digests) == 2


# --- ids and names of all kinds ---

IDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")), min_size=1, max_size=64).filter(
    lambda text: text.isprintable() and text == text.strip()
)
ODD = st.sampled_from(
    ["no", "yes", "null", "~", "007", "1e3", "0x1", "2027-01-31", "10:30", "- a", "a: b", "#", "{}", "'"]
)


@LAW
@given(st.lists(st.one_of(IDS, ODD), min_size=1, max_size=4, unique=True))
def test_any_id_stays_text_in_an_output(ids: list[str]) -> None:
    body = {"mentors": [{"id": one, "rank": None} for one in ids]}
    content = outputs.written(HEADING, {f"mentees/{one}.yaml": "1" * 32 for one in ids}, body)
    assert results.read_mentors(content) == tuple(ids)
    file = yamlfile.parse(content, "selection.yaml")
    assert [one["id"] for one in file.data["mentors"]] == ids
    assert set(outputs.made_from(content, "selection.yaml")) == {f"mentees/{one}.yaml" for one in ids}


def test_text_that_looks_like_a_number_or_a_date_is_quoted_for_every_reader_of_yaml() -> None:
    content = outputs.written(HEADING, {}, {"a": TEXTS})
    assert all(f'"{text}"'.encode() in content for text in TEXTS[:-1])
    assert b'"abc"' not in content
    assert yaml.safe_load(content)["a"] == TEXTS


def test_floats_have_four_decimals() -> None:
    assert yaml.safe_load(outputs.written(HEADING, {}, {"x": [1 / 3, 50.0, -0.00001]}))["x"] == [0.3333, 50.0, 0.0]


# --- results, there and back ---


def a_plan() -> Plan:
    moved = Reason("moved", {"day": dt.date(2027, 1, 6), "name": "Fête: « x »", "kind": "holiday",
                             "from_day": dt.date(2027, 1, 6)})  # fmt: skip
    sessions = (
        Session(1, dt.datetime(2027, 1, 7, 8, 30), dt.datetime(2027, 1, 7, 9, 30), (PlannedModule("ia-1", 30),), moved),
        Session(3, None, None, ()),
    )
    left = (
        LeftOut("a", Reason("entry_level", {"topic": "ia", "level": 2.5})),
        LeftOut("b", Reason("not_needed", {"kind": "need_met"})),
    )
    return Plan("00417", "00388", "none", 4.5, None, None, sessions, left, {"ia": Levels(0, 1.5, 3)}, 300)


def test_a_plan_is_read_back_as_it_was() -> None:
    content = outputs.written(HEADING, INPUTS, results.plan(a_plan()))
    assert results.read_plan(content) == a_plan()
    assert results.read_plan(content.replace(b"\n", b"\r\n")) == a_plan()


def test_pairs_are_read_back_by_executive() -> None:
    pairs = Pairs(
        (Pair("00417", "00388", 70.0, {}, None), Pair("no", "yes", 1.5, {}, None, True)), (), 71.5, 71.5, True
    )
    content = outputs.written(HEADING, INPUTS, results.pairs_file(pairs))
    assert results.read_pairs(content) == {"00417": "00388", "no": "yes"}
