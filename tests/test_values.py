"""The kinds of value people write."""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmentor import values
from rmentor.values import Rhythm, Span

LAW = settings(deadline=None, max_examples=200, derandomize=True)

day = dt.date.fromisoformat


@pytest.mark.parametrize("text", ["yes", "Y", "oui", "O", "TRUE", "vrai", "1", "x", " X "])
def test_yes_in_french_and_english(text: str) -> None:
    assert values.truth(text) is True


@pytest.mark.parametrize("text", ["no", "N", "non", "False", "FAUX", "0", "", "  "])
def test_no_in_french_and_english_and_blank(text: str) -> None:
    assert values.truth(text) is False


@pytest.mark.parametrize("text", ["peut-être", "2", "ja", "-", "oui non"])
def test_other_text_is_neither_yes_nor_no(text: str) -> None:
    assert values.truth(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("40", 40), ("2,5", 2.5), ("2.5", 2.5), (" 3 ", 3), ("-1", -1), ("+1", 1), ("−1,5", -1.5), (",5", 0.5),
        ("1\u202f024", 1024), ("1\u00a0024,5", 1024.5), ("007", 7), ("0", 0),
    ],
)  # fmt: skip
def test_numbers_have_a_comma_or_a_point(text: str, expected: float) -> None:
    assert values.number(text) == expected


@pytest.mark.parametrize(
    "text", ["", " ", "quarante", "1,5,0", "1.5.0", "1e3", "nan", "inf", "0x10", "1_000", "5 %", "3-4", "9" * 400]
)
def test_other_text_is_no_number(text: str) -> None:
    assert values.number(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2027-01-31", "2027-01-31"), ("31/01/2027", "2027-01-31"), ("31.01.2027", "2027-01-31"),
        ("1/2/2027", "2027-02-01"), (" 2028-02-29 ", "2028-02-29"),
    ],
)  # fmt: skip
def test_days_are_iso_or_day_first(text: str, expected: str) -> None:
    assert values.day(text) == day(expected)


@pytest.mark.parametrize(
    "text", ["", "31/02/2027", "2027-02-29", "2027-13-01", "0000-01-01", "27-01-31", "1/2/27", "2027/01/31", "demain"]
)
def test_days_that_are_not_in_the_calendar_are_no_days(text: str) -> None:
    assert values.day(text) is None


def test_only_iso_days_stand_in_yaml() -> None:
    assert values.iso_day(" 2027-01-31") == day("2027-01-31")
    assert values.iso_day("31/01/2027") is None
    assert values.iso_day("2027-02-30") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [("08:30", (8, 30)), ("8h30", (8, 30)), ("8:30", (8, 30)), ("23:59", (23, 59)), ("00:00", (0, 0))],
)
def test_hours_have_a_colon_or_an_h(text: str, expected: tuple[int, int]) -> None:
    assert values.hour(text) == dt.time(*expected)


@pytest.mark.parametrize("text", ["", "24:00", "12:60", "8", "8h", "08:30:00", "8.30", "830"])
def test_other_text_is_no_hour(text: str) -> None:
    assert values.hour(text) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Auto-évaluation outils (1-5)", "auto evaluation OUTILS 1 5"),
        ("Matricule\u00a0N+1", "matricule n1"),
        ("Œuvre", "oeuvre"),
        ("Prénom", "Pre\u0301nom"),
        ("STRASSE", "straße"),
    ],
)
def test_headings_compare_without_case_accents_spaces_and_signs(one: str, other: str) -> None:
    assert values.plain(one) == values.plain(other) != ""


# --- file names ---

IDS = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=64)


@LAW
@given(IDS)
def test_two_ids_never_share_a_file_name(identity: str) -> None:
    assert unquote(values.file_name(identity)) == identity


@LAW
@given(st.one_of(IDS, st.from_regex(r"(?i)\.{0,2}(con|prn|aux|nul|com1|lpt9)(\.txt)?\.{0,2}", fullmatch=True)))
def test_a_file_name_is_good_on_every_system(identity: str) -> None:
    name = values.file_name(identity)
    assert re.fullmatch(r"[A-Za-z0-9_.%-]+", name)
    assert not name.startswith(".")
    assert not name.endswith(".")
    assert not re.fullmatch(r"(?i)(con|prn|aux|nul|com[1-9]|lpt[1-9])(\..*)?", name)


@pytest.mark.parametrize(
    ("identity", "name"),
    [
        ("00417", "00417"), ("a_b-c.d", "a_b-c.d"), ("é", "%C3%A9"), ("a/b", "a%2Fb"), (".", "%2E"), ("..", "%2E%2E"),
        (".a.", "%2Ea%2E"), ("CON", "%43ON"), ("nul.x", "%6Eul.x"), ("com0", "com0"), ("100%", "100%25"),
    ],
)  # fmt: skip
def test_what_is_not_plain_in_an_id_is_written_in_percent(identity: str, name: str) -> None:
    assert values.file_name(identity) == name


# --- languages ---


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("fr", ("fr",)), ("fr, en", ("fr", "en")), ("Français | Anglais", ("fr", "en")),
        ("French/English", ("fr", "en")), ("FR;EN", ("fr", "en")),
        ("en,fr,en", ("en", "fr")), ("allemand", ("de",)), ("", ()), (" , ", ()),
        ("Klingonisch", ("klingonisch",)),
    ],
)  # fmt: skip
def test_languages_are_codes_or_words_in_their_order(text: str, codes: tuple[str, ...]) -> None:
    assert values.languages(text) == codes


# --- spans ---


def test_a_span_holds_both_its_ends() -> None:
    span = Span.parse("2027-02-15..2027-02-26")
    assert span == Span(day("2027-02-15"), day("2027-02-26"))
    assert [day(f"2027-02-{one}") in span for one in ("14", "15", "26", "27")] == [False, True, True, False]


def test_one_day_is_a_span_of_itself() -> None:
    assert Span.parse("2027-04-02") == Span(day("2027-04-02"), day("2027-04-02"))
    assert Span.parse("2027-04-02..2027-04-02") == Span(day("2027-04-02"), day("2027-04-02"))


@pytest.mark.parametrize("text", ["", "..", "2027-04-02..", "..2027-04-02", "2027-04-03..2027-04-02", "avril"])
def test_other_text_is_no_span(text: str) -> None:
    assert Span.parse(text) is None


# --- rhythms ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("week", (1, "week")), ("weeks", (1, "week")), ("2 weeks", (2, "week")), ("2 Week", (2, "week")),
        ("10 days", (10, "day")), ("1 day", (1, "day")), ("month", (1, "month")), (" 3   months ", (3, "month")),
        ("1000 days", (1000, "day")),
    ],
)  # fmt: skip
def test_a_rhythm_is_a_number_of_days_weeks_or_months(text: str, expected: tuple[int, str]) -> None:
    found = Rhythm.parse(text)
    assert found is not None
    assert (found.count, found.unit) == expected
    assert Rhythm.parse(str(found)) == found


@pytest.mark.parametrize(
    "text",
    ["", "0 weeks", "1001 days", "-1 week", "1.5 weeks", "2", "2weeks", "année", "2 years", "9" * 5000 + " days"],
)
def test_other_text_is_no_rhythm(text: str) -> None:
    assert Rhythm.parse(text) is None


def test_days_and_weeks_are_counted_from_the_start() -> None:
    assert Rhythm(10, "day").after(day("2027-01-25"), 2) == day("2027-02-14")
    assert Rhythm(2, "week").after(day("2027-01-25"), 3) == day("2027-03-08")
    assert Rhythm(1, "month").after(day("9998-12-31"), 12) == day("9999-12-31")


def test_months_are_counted_from_the_start_and_cut_to_the_last_day() -> None:
    month = Rhythm(1, "month")
    assert [month.after(day("2027-01-31"), times).isoformat() for times in range(5)] == [
        "2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31",
    ]  # fmt: skip
    assert month.after(day("2027-12-31"), 2) == day("2028-02-29")
    assert Rhythm(13, "month").after(day("2027-01-15"), 1) == day("2028-02-15")


@pytest.mark.parametrize("every", [Rhythm(1000, "day"), Rhythm(1000, "week"), Rhythm(1000, "month")])
def test_a_rhythm_past_the_calendar_says_so(every: Rhythm) -> None:
    with pytest.raises(OverflowError):
        every.after(day("9999-06-01"), 5)


@LAW
@given(
    st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)),
    st.builds(Rhythm, st.integers(1, 36), st.sampled_from(("day", "week", "month"))),
    st.integers(0, 50),
)
def test_each_turn_of_a_rhythm_is_later_than_the_one_before(first: dt.date, every: Rhythm, times: int) -> None:
    assert every.after(first, 0) == first
    assert every.after(first, times) < every.after(first, times + 1)
