"""Who somebody is: by id, by e-mail or by exact name, never by guess."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rmentor.errors import Fields
from rmentor.values import plain

_NOBODY = frozenset({"anonymous", "anonyme", "anonymousanonymous", "invite", "guest"})
"""What online forms write in the place of a name."""


@dataclass(frozen=True)
class Person:
    """Somebody, as the programme knows them."""

    id: str
    name: str = ""
    email: str = ""


@dataclass(frozen=True)
class Unmatched:
    """Why nobody was found: a problem's code, and its fields."""

    code: str
    fields: Fields


class Directory:
    """Everybody who may be meant."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.people: Mapping[str, Person] = {one.id: one for one in people}
        self._emails = _by((one.email.strip().casefold(), one.id) for one in self.people.values())
        self._names = _by((_name(one.name), one.id) for one in self.people.values())

    def find(self, identity: str = "", email: str = "", name: str = "") -> str | Unmatched:
        """The one person meant. Names are compared without case, accents and the order of their words. What is written
        and fits nobody is passed over only where something else fits; two that contradict each other fit nobody."""
        told = {"id": identity.strip(), "email": email.strip(), "name": name.strip()}
        if plain(told["name"]) in _NOBODY:
            told["name"] = ""
        if plain(told["email"]) in _NOBODY:
            told["email"] = ""
        found = {
            "id": (told["id"],) if told["id"] in self.people else (),
            "email": self._emails.get(told["email"].casefold(), ()) if told["email"] else (),
            "name": self._names.get(_name(told["name"]), ()) if told["name"] else (),
        }
        hits = {key: people for key, people in found.items() if people}
        certain = {people[0] for people in hits.values() if len(people) == 1}
        written = " · ".join(dict.fromkeys(text for text in told.values() if text))
        if len(certain) > 1:
            return Unmatched("person_contradicts", {"told": written, "people": sorted(certain)})
        if certain:
            return certain.pop()
        if hits:
            several = sorted({one for people in hits.values() for one in people})
            return Unmatched("person_ambiguous", {"told": written, "people": several})
        return Unmatched("person_not_found", {"told": written}) if written else Unmatched("person_not_told", {})


def _name(text: str) -> str:
    """A name without case, accents and the order of its words: `Dupont Jérôme` is `JEROME DUPONT`."""
    return " ".join(sorted(filter(None, (plain(word) for word in text.replace("-", " ").split()))))


def _by(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for key, person in pairs:
        if key:
            found.setdefault(key, []).append(person)
    return {key: tuple(people) for key, people in found.items()}
