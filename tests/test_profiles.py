"""What is known of each person: their own file first, then the roster, then the defaults."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from rmentor.people import Mentee, MentorFile, Need
from rmentor.profiles import TimeCredit, Window, mentee_profile, mentor_profile, time_credit
from rmentor.programme import Capacity, Ritual, TimeDefaults, TimeWish, Topic
from rmentor.roster import Roster
from rmentor.values import Rhythm, Span
from tests.staff import roster

ABSENT = (Span(dt.date(2027, 2, 15), dt.date(2027, 2, 26)),)


@pytest.fixture
def people() -> Roster:
    """One person with every meaning, one with blanks."""
    return roster(
        {
            "id": ["a", "b"],
            "Prénom": ["Ada", ""],
            "Nom": ["Byron", ""],
            "email": ["ada@x.example", ""],
            "department": ["Research", ""],
            "site": ["Lyon", ""],
            "manager": ["boss ", ""],
            "languages": ["English, french", ""],
            "remote": ["oui", ""],
            "capacity": ["2", ""],
            "Niveau IA": ["3,5", "n/a"],
        }
    )


def executive(**given: Any) -> Mentee:
    return Mentee(version=1, id=given.pop("id", "a"), **given)


def test_an_executive_is_known_from_the_roster(people: Roster) -> None:
    found = mentee_profile(executive(), people, TimeDefaults())
    assert (found.name, found.email, found.site, found.department) == ("Ada Byron", "ada@x.example", "Lyon", "Research")
    assert (found.manager, found.languages, found.remote) == ("boss", ("en", "fr"), True)


def test_what_the_executives_file_says_comes_first(people: Roster) -> None:
    own = executive(
        name="A. B.", email="x@y.example", site="Paris", department="Board", manager="chair", languages=("de",),
        remote=False, language="en", prefer=("m",), veto=("n",), mastered=("x",), wanted=("y",), refused=("z",),
        topics={"ia": Need(target=3)},
    )  # fmt: skip
    found = mentee_profile(own, people, TimeDefaults())
    assert (found.name, found.email, found.site, found.department) == ("A. B.", "x@y.example", "Paris", "Board")
    assert (found.manager, found.languages, found.remote, found.language) == ("chair", ("de",), False, "en")
    assert (found.prefer, found.veto, found.mastered, found.wanted, found.refused) == (
        ("m",), ("n",), ("x",), ("y",), ("z",),
    )  # fmt: skip
    assert found.needs["ia"].target == 3


@pytest.mark.parametrize("identity", ["b", "nobody"])
def test_what_nobody_says_is_unknown_and_the_id_stands_for_the_name(people: Roster, identity: str) -> None:
    for known in (people, None):
        found = mentee_profile(executive(id=identity), known, TimeDefaults())
        assert (found.name, found.email, found.site, found.department, found.manager) == (identity, "", "", "", "")
        assert (found.languages, found.remote) == ((), None)
        mentor = mentor_profile(identity, None, known, {"ia": Topic(column="Niveau IA")}, Capacity(max=3))
        assert (mentor.name, mentor.languages, mentor.remote) == (identity, (), None)
        assert mentor.levels == {"ia": None}
        assert mentor.capacity == Capacity(max=3)


def test_a_mentor_is_known_from_the_roster_and_from_an_own_file_before_it(people: Roster) -> None:
    topics = {"ia": Topic(column="niveau ia"), "cyber": Topic()}
    plain = mentor_profile("a", None, people, topics, Capacity(max=1))
    assert plain.levels == {"ia": 3.5, "cyber": None}
    assert (plain.capacity, plain.languages, plain.site, plain.remote) == (Capacity(max=2), ("en", "fr"), "Lyon", True)
    assert plain.window == Window(None, None, ())
    wish = TimeWish(weekdays=("tue",), hours=(dt.time(9), dt.time(12)), absent=ABSENT)
    own = MentorFile(
        version=1, id="a", time=wish, languages=("français",), site="Paris", language="en", remote=False,
        capacity=Capacity(min=1, max=4), prefer=("e",), veto=("f",),
    )  # fmt: skip
    found = mentor_profile("a", own, people, topics, Capacity(max=1))
    assert (found.capacity, found.languages, found.site) == (Capacity(min=1, max=4), ("fr",), "Paris")
    assert (found.remote, found.language, found.prefer, found.veto) == (False, "en", ("e",), ("f",))
    assert found.window == Window(("tue",), (dt.time(9), dt.time(12)), ABSENT)
    assert (found.name, found.department, found.manager) == ("Ada Byron", "Research", "boss")


def test_a_capacity_in_the_roster_lowers_the_usual_least(people: Roster) -> None:
    assert mentor_profile("a", None, people, {}, Capacity(min=3, max=5)).capacity == Capacity(min=2, max=2)
    assert mentor_profile("b", None, people, {}, Capacity(min=3, max=5)).capacity == Capacity(min=3, max=5)


def test_the_time_credit_is_the_default_where_nothing_is_said() -> None:
    assert time_credit(TimeWish(), TimeDefaults()) == TimeCredit(
        sessions=6, minutes=60, every=Rhythm(2, "week"), weekdays=("mon", "tue", "wed", "thu", "fri"),
        hours=(dt.time(9), dt.time(18)), absent=(), opening=5, closing=5,
    )  # fmt: skip


def test_each_key_of_a_persons_time_replaces_its_default_alone() -> None:
    usual = time_credit(TimeWish(), TimeDefaults())
    wishes: dict[str, Any] = {
        "sessions": 3, "minutes": 45, "every": Rhythm(1, "month"), "weekdays": ("wed",),
        "hours": (dt.time(8), dt.time(10)), "absent": ABSENT,
    }  # fmt: skip
    for key, wish in wishes.items():
        found = time_credit(TimeWish(**{key: wish}), TimeDefaults())
        assert getattr(found, key) == wish
        assert [one for one in usual.__dataclass_fields__ if getattr(found, one) != getattr(usual, one)] == [key]


def test_no_sessions_at_all_can_be_given() -> None:
    assert time_credit(TimeWish(sessions=0), TimeDefaults()).sessions == 0


@pytest.mark.parametrize(("minutes", "ritual", "usable"), [(60, (5, 5), 50), (60, (0, 0), 60), (10, (10, 5), 0)])
def test_the_ritual_is_taken_from_each_session(minutes: int, ritual: tuple[int, int], usable: int) -> None:
    defaults = TimeDefaults(minutes=minutes, ritual=Ritual(opening=ritual[0], closing=ritual[1]))
    assert time_credit(TimeWish(), defaults).usable == usable
