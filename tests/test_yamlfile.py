"""YAML as people mean it: text stays as written, and every value knows its line."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from rmentor.errors import Problem, ProblemsFound, errors_of
from rmentor.files import yamlfile
from rmentor.files.yamlfile import DEEPEST, LARGEST_FILE_MEGABYTES, MOST_ALIASES
from rmentor.words import LANGUAGES, words

LAW = settings(deadline=None, max_examples=150, derandomize=True)


def data(text: str) -> Any:
    return yamlfile.parse(text.encode(), "file.yaml").data


def refused(content: str | bytes) -> tuple[Problem, ...]:
    with pytest.raises(ProblemsFound) as stop:
        yamlfile.parse(content.encode() if isinstance(content, str) else content, "file.yaml")
    assert all(problem.path == "file.yaml" for problem in stop.value.problems)
    return stop.value.problems


# --- values as written ---


@pytest.mark.parametrize(
    "text",
    [
        "10:30",
        "no",
        "yes",
        "on",
        "007",
        "0x1F",
        "1_000",
        "1e3",
        "2027-01-31",
        "true",
        "12.50",
        "0o17",
        ".inf",
        "=",
        "60",
    ],
)
def test_a_plain_value_stays_as_written(text: str) -> None:
    assert data(f"key: {text}") == {"key": text}
    assert data(f'key: "{text}"') == {"key": text}


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL"])
def test_nothing_is_nothing_unless_it_is_quoted(text: str) -> None:
    assert data(f"key: {text}\n") == {"key": None}
    assert data(f"key: '{text}'\n") == {"key": text}


def test_keys_stay_as_written_too() -> None:
    assert data("no: a\n007: b\n10:30: c\n2027-01-31: d") == {"no": "a", "007": "b", "10:30": "c", "2027-01-31": "d"}


def test_blocks_and_flows_are_read_alike() -> None:
    assert data("a: [1, {b: c}]") == data("a:\n  - 1\n  - b: c\n") == {"a": ["1", {"b": "c"}]}


def test_long_text_keeps_its_lines() -> None:
    assert data("a: |\n  one\n  two\nb: >\n  one\n  two\n") == {"a": "one\ntwo\n", "b": "one two\n"}


@pytest.mark.parametrize("text", ["", "# only a comment\n", "\n\n", "\ufeff"])
def test_an_empty_file_is_an_empty_mapping(text: str) -> None:
    assert data(text) == {}


def test_a_byte_order_mark_is_not_part_of_the_first_key() -> None:
    assert data("\ufeffa: 1") == {"a": "1"}


def test_windows_line_ends_are_read_like_any_other() -> None:
    file = yamlfile.parse(b"a: 1\r\nb:\r\n  - c\r\n", "file.yaml")
    assert file.data == {"a": "1", "b": ["c"]}
    assert file.place(("b", 0)) == (3, 5)


PLAIN = st.recursive(
    st.none() | st.text(st.characters(min_codepoint=32, exclude_categories=("C", "Z")), max_size=12),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text("abcé _", min_size=1), inside, max_size=3),
    max_leaves=10,
)


@LAW
@given(st.dictionaries(st.text("abcé", min_size=1, max_size=5), PLAIN, max_size=4))
def test_what_is_written_as_yaml_is_read_back(tree: dict[str, Any]) -> None:
    for flow in (True, False, None):
        text = yaml.safe_dump(tree, default_flow_style=flow, allow_unicode=True)
        assert data(text) == tree


# --- places ---


def test_every_value_knows_its_line_and_column() -> None:
    file = yamlfile.parse(b"# first\na: 1\nb:\n  c: [x, y]\n  d:\n    - e: f\n", "file.yaml")
    assert {where: file.place(where) for where in file.places} == {
        (): (2, 1),
        ("a",): (2, 1),
        ("b",): (3, 1),
        ("b", "c"): (4, 3),
        ("b", "c", 0): (4, 7),
        ("b", "c", 1): (4, 10),
        ("b", "d"): (5, 3),
        ("b", "d", 0): (6, 7),
        ("b", "d", 0, "e"): (6, 7),
    }


def test_what_is_not_there_stands_at_the_nearest_thing_around_it() -> None:
    file = yamlfile.parse(b"\na:\n  b: 1\n", "file.yaml")
    assert file.place(("a", "x", "y")) == file.place(("a",)) == (2, 1)
    assert file.place(("z",)) == file.place(()) == (2, 1)
    assert yamlfile.YamlFile("made.yaml", {}).place(("z",)) == (None, None)


def test_problems_and_warnings_stand_at_their_value() -> None:
    file = yamlfile.parse(b"a: 1\nb: 2\n", "file.yaml")
    assert file.problem(("b",), "some_code", x=1) == Problem("file.yaml", "some_code", {"x": 1}, 2, 1)
    assert file.warning(("b",), "some_code") == Problem("file.yaml", "some_code", {}, 2, 1, "warning")


def test_problems_are_told_by_file_line_and_column_whatever_their_order() -> None:
    told = [
        Problem("a.yaml", "x"),
        Problem("a.yaml", "x", {}, 2, 1),
        Problem("a.yaml", "x", {}, 2, 9, "warning"),
        Problem("a.yaml", "y", {}, 10, 1),
        Problem("b.yaml", "a", {"id": "1"}, 1, 1),
        Problem("b.yaml", "a", {"id": "2"}, 1, 1),
    ]
    assert ProblemsFound(reversed(told)).problems == tuple(told)
    assert errors_of(told) == tuple(one for one in told if one is not told[2])


# --- what is refused ---


def test_every_doubled_key_is_told_at_its_line_with_the_first() -> None:
    assert refused("a: 1\nb:\n  c: 1\n  c: 2\n  c: 3\na: 4\n") == (
        Problem("file.yaml", "doubled_key", {"key": "c", "first": 3}, 4, 3),
        Problem("file.yaml", "doubled_key", {"key": "c", "first": 3}, 5, 3),
        Problem("file.yaml", "doubled_key", {"key": "a", "first": 1}, 6, 1),
    )


def test_the_same_key_in_two_places_is_no_double() -> None:
    assert data("a: {c: 1}\nb: {c: 2}\n") == {"a": {"c": "1"}, "b": {"c": "2"}}


@pytest.mark.parametrize("text", ["? [a, b]\n: c\n", "{[a]: b}", "? {a: b}\n: c\n"])
def test_a_key_must_be_a_word(text: str) -> None:
    (problem,) = refused(text)
    assert (problem.code, problem.line) == ("key_not_text", 1)


@pytest.mark.parametrize(
    ("text", "line"),
    [("a: [1, 2\nb: 3\n", 2), ("a:\n\tb: 1\n", 2), ("a: 1\n b: 2\n", 2), ("a: 'x\n", 1), ("a: *x\n", 1)],
)
def test_a_fault_of_syntax_is_told_with_its_line(text: str, line: int) -> None:
    (problem,) = refused(text)
    assert problem.line == line


def test_control_signs_are_refused() -> None:
    assert len(refused("a: \u0001\n")) == 1


def test_two_documents_in_one_file_are_refused() -> None:
    (problem,) = refused("a: 1\n---\nb: 2\n")
    assert problem.line == 2


def test_what_is_not_utf8_is_told_with_its_line() -> None:
    (problem,) = refused("a: 1\nb: é\n".encode("latin-1"))
    assert (problem.code, problem.line) == ("not_utf8", 2)


def test_a_file_too_large_is_refused_before_it_is_read() -> None:
    most = LARGEST_FILE_MEGABYTES * 1_000_000
    (problem,) = refused(b"#" * (most + 1))
    assert (problem.code, problem.fields) == ("file_too_large", {"megabytes": LARGEST_FILE_MEGABYTES})


SIGNS = st.text(st.sampled_from("ab:-?#&*!|>'\"%@`{}[], \n\r\t\\\x85\u2028\ufeff\x00é😀"), max_size=25)


@settings(LAW, max_examples=600)
@given(st.one_of(SIGNS.map(str.encode), st.binary(max_size=25)))
def test_any_bytes_at_all_are_read_or_refused_with_a_line(content: bytes) -> None:
    try:
        yamlfile.parse(content, "file.yaml")
    except ProblemsFound as stop:
        for problem in stop.problems:
            lines = content.decode("utf-8", "replace").splitlines()
            assert problem.line is None or 1 <= problem.line <= len(lines) + 1
            for language in LANGUAGES:
                assert words(language).problem(problem)
                words(language).hint(problem)


# --- aliases and depth ---


def test_a_few_aliases_are_read() -> None:
    assert data("a: &x {b: 1}\nc: *x\nd: [*x, *x]") == {"a": {"b": "1"}, "c": {"b": "1"}, "d": [{"b": "1"}] * 2}


def test_as_many_aliases_as_are_allowed_are_read_and_one_more_is_refused() -> None:
    text = "a: &x [1]\nb:\n" + "  - *x\n" * MOST_ALIASES
    assert len(data(text)["b"]) == MOST_ALIASES
    (problem,) = refused(text + "  - *x\n")
    assert (problem.code, problem.fields) == ("too_many_aliases", {"most": MOST_ALIASES})


def test_aliases_of_aliases_are_counted_each_time() -> None:
    bomb = "a: &a [x,x]\n" + "".join(
        f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    (problem,) = refused(bomb)
    assert problem.code == "too_many_aliases"


def test_a_thing_that_holds_itself_is_refused() -> None:
    (problem,) = refused("a: &x [*x]\n")
    assert problem.code in ("too_deep", "too_many_aliases")


def test_nesting_is_read_up_to_its_limit() -> None:
    """The mapping at the top is the first level; the limit is the same in a file whose long lines make it look deep."""
    for long in ("", f"long: {'x' * 3_000}\n"):
        assert data(f"{long}a: {'[' * (DEEPEST - 1)}{']' * (DEEPEST - 1)}")
        (problem,) = refused(f"{long}a: {'[' * DEEPEST}{']' * DEEPEST}")
        assert (problem.code, problem.fields) == ("too_deep", {"most": DEEPEST})


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, "{a: " * 50_000, "- " * 50_000 + "x", "? " * 50_000, "a: [" + "[" * 2_000 + "]" * 2_001],
    ids=["brackets", "braces", "dashes", "questions", "closed"],
)
def test_extreme_nesting_is_refused_and_does_not_end_the_process(text: str) -> None:
    (problem,) = refused(text)
    assert problem.code == "too_deep"
    assert problem.line == 1


def test_long_lines_alone_are_not_deep() -> None:
    long = "x" * 10_000
    assert data(f"a: {long}\nb: [{', '.join(['1'] * 3_000)}]")["a"] == long
