"""Somebody is found by id, e-mail or exact name, and never by guess."""

from __future__ import annotations

import pytest

from rmentor.directory import Directory, Person, Unmatched

PEOPLE = Directory([
    Person("007", "Jérôme Dupont-Aignan", "jerome@aurore.example"),
    Person("008", "Anne Martin", "anne@aurore.example"),
    Person("009", "Anne Martin", ""),
    Person("010", "", "010@aurore.example"),
])  # fmt: skip


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"identity": "007"}, "007"),
        ({"email": " Jerome@Aurore.Example "}, "007"),
        ({"name": "DUPONT AIGNAN Jerome"}, "007"),
        ({"identity": "1", "email": "anne@aurore.example", "name": "anonymous"}, "008"),
        ({"identity": "009", "name": "Anne Martin"}, "009"),
        ({"email": "anonyme", "name": "Jérôme Dupont-Aignan"}, "007"),
    ],
)
def test_one_person_is_found(told: dict[str, str], expected: str) -> None:
    assert PEOPLE.find(**told) == expected


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"name": "Anne Martin"}, "person_ambiguous"),
        ({"identity": "007", "email": "anne@aurore.example"}, "person_contradicts"),
        ({"name": "Jérôme Dupont"}, "person_not_found"),
        ({"identity": "7"}, "person_not_found"),
        ({}, "person_not_told"),
        ({"name": "Anonyme"}, "person_not_told"),
    ],
)
def test_anybody_else_is_not(told: dict[str, str], code: str) -> None:
    found = PEOPLE.find(**told)
    assert isinstance(found, Unmatched)
    assert found.code == code
