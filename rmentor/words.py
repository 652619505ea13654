"""Codes and fields become sentences, in French or English; every word a person reads stands in `templates/words/`.

An entry is a sentence with `{fields}`, or a mapping of plural forms chosen by the field `count`. A field is written
by its kind: numbers and dates as the language writes them, lists as "a, b and c". `{field:1}` gives one decimal,
`{field:%}` a share as percent, `{field:day}` a date without its year, `{field:rule}` the words of a hard rule,
`{field:ground}` why something must not be scored, `{field:meaning}` what a meaning is called,
`{field:wanted}` a list of what is asked, `{field:plain}` a number without marks between thousands,
`{field:raw}` the text as it is, `{field:lines}` a list with a line each.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import string
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from rmentor import resources
from rmentor.errors import Problem, Reason
from rmentor.files import yamlfile

if TYPE_CHECKING:
    from babel import Locale

LANGUAGES = ("fr", "en")

_ONE_IN_WORDS = re.compile(r"\bune?\b", re.IGNORECASE)
_APOSTROPHE = re.compile(r"(?<=[^\W\d_}])'(?=[^\W_]|[{«\"])|(?<=})'(?=s\b)")
"""Between letters, or between a letter and a field; `'mark'` is a quotation, and stays."""

_SECTION = re.compile(rb"^\"?(\w+)\"?:.*\n(?:[ #].*\n?|\r?\n)*", re.MULTILINE)
"""A line that begins a section of a catalogue, with those that follow it up to the next."""

NARROW = "\u202f"
NO_BREAK = "\u00a0"


class Words:
    """One language's catalogue."""

    def __init__(self, language: str, entries: Mapping[str, str | Mapping[str, str]]) -> None:
        self.language = language
        self.entries = entries
        self._formatter = _Formatter(self)

    def __call__(self, key: str, /, **fields: Any) -> str:
        """The sentence of an entry; raises KeyError for an entry or a field that is not there."""
        entry = self.entries[key]
        if not isinstance(entry, str):
            entry = entry[self._form(entry, fields["count"])]
        return self._formatter.vformat(entry, (), fields)

    def __contains__(self, key: str) -> bool:
        return key in self.entries

    def problem(self, problem: Problem) -> str:
        """What is wrong, and why: the sentence without its place."""
        return self(f"problem.{problem.code}", **problem.fields)

    def hint(self, problem: Problem) -> str | None:
        """What to do next, or None where the problem says it all."""
        if problem.fields.get("near"):
            return self("hint.did_you_mean", near=problem.fields["near"])
        key = f"problem.{problem.code}.hint"
        return self(key, **problem.fields) if key in self else None

    def reason(self, reason: Reason) -> str:
        """A reason as a sentence; a field `kind` chooses among the sentences of one code."""
        kind = f".{reason.fields['kind']}" if "kind" in reason.fields else ""
        return self(f"reason.{reason.code}{kind}", **reason.fields)

    def number(self, value: float, decimals: int | None = None) -> str:
        """A number as the language writes it; without `decimals`, as many as it has, up to three."""
        text = f"{value:,.{3 if decimals is None else decimals}f}"
        if decimals is None and "." in text:
            text = text.rstrip("0").rstrip(".")
        if text.startswith("-"):
            text = "\u2212" + text[1:] if text.strip("-0.,") else text[1:]
        if self.language == "fr":
            text = text.replace(",", NARROW).replace(".", ",")
        return text

    def day(self, value: dt.date, pattern: str = "d MMMM y") -> str:
        """A date as the language writes it; the pattern is Unicode's (CLDR)."""
        from babel.dates import format_date

        text = format_date(value, pattern, locale=self._locale)
        if self.language == "fr" and value.day == 1 and pattern.startswith(("d ", "EEEE d ", "EEE d ")):
            return text.replace("1 ", "1er ", 1)
        return text

    def time(self, value: dt.time) -> str:
        """A time of day as the language writes it: 9 h 30 or 09:30."""
        if self.language == "fr":
            minutes = f"{NO_BREAK}{value.minute:02}" if value.minute else ""
            return f"{value.hour}{NO_BREAK}h{minutes}"
        return f"{value:%H:%M}"

    def several(self, items: Iterable[Any]) -> str:
        """A list in words: a, b and c."""
        texts = [self.text(item) for item in items]
        if len(texts) < 2:
            return "".join(texts)
        return self.entries["list.and"].format(first=", ".join(texts[:-1]), last=texts[-1])  # type: ignore[union-attr]

    def text(self, value: Any) -> str:
        """A field's value in the language."""
        if isinstance(value, str):
            return value
        if isinstance(value, bool):
            return self("yes" if value else "no")
        if isinstance(value, (int, float)):
            return self.number(value)
        if isinstance(value, dt.datetime):
            return f"{self.day(value.date())} {self.time(value.time())}"
        if isinstance(value, dt.date):
            return self.day(value)
        if isinstance(value, dt.time):
            return self.time(value)
        if isinstance(value, Reason):
            return self.reason(value)
        if isinstance(value, Sequence):
            return self.several(value)
        return str(value)

    @cached_property
    def printed(self) -> Words:
        """The catalogue for paper and pages: the typesetter's apostrophe in place of the typewriter's, which stays in a
        terminal, where people search and copy. What people wrote themselves is left as they wrote it."""
        return Words(self.language, {key: _with_apostrophes(entry) for key, entry in self.entries.items()})

    def _form(self, forms: Mapping[str, str], count: float) -> str:
        # CLDR: French says "0 séance", "1,5 séance"; English "0 sessions", "1.5 sessions". A sentence that says one in
        # words ("une séance") says it of one alone.
        one = abs(count) < 2 if self.language == "fr" else count == 1
        in_words = "{count" not in forms["one"] and _ONE_IN_WORDS.search(forms["one"])
        return "one" if one and (count == 1 or not in_words) else "other"

    @property
    def _locale(self) -> Locale:
        from babel import Locale

        return Locale("fr", "FR") if self.language == "fr" else Locale("en", "GB")


class _Formatter(string.Formatter):
    def __init__(self, words: Words) -> None:
        self._words = words

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> tuple[Any, str]:  # noqa: ARG002
        # No attributes, no items: a field is a plain name.
        return kwargs[field_name], field_name

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec == "lines":
            return "".join(f"\n  {self._words.text(one)}" for one in value)
        if format_spec == "plain":
            return f"{value:g}"
        if format_spec == "raw":
            return str(value)
        if format_spec in ("rule", "ground") and isinstance(value, (list, tuple)):
            return self._words.several([self._words(f"{format_spec}.{one}") for one in value])
        if format_spec in ("rule", "ground"):
            return self._words(f"{format_spec}.{value}")
        if format_spec == "meaning":
            return self._words(f"meaning.{value}") if f"meaning.{value}" in self._words else str(value)
        if format_spec == "wanted":
            # In a list of conditions yes and no are words of rmentor.yaml, whatever the language.
            return self._words.several(self._words(one) if one in ("yes", "no") else one for one in value)
        if format_spec == "%":
            return self._words.number(100 * value, 0)
        if format_spec == "day":
            return self._words.day(value, "EEE d MMM")
        if format_spec == "full":
            return self._words.day(value, "EEEE d MMMM y")
        if format_spec:
            return self._words.number(value, int(format_spec))
        return self._words.text(value)


@cache
def words(language: str) -> Words:
    """The catalogue of a language, `fr` or `en`."""
    path = resources.templates() / "words" / f"{language}.yaml"
    return Words(language, Catalogue(path.read_bytes(), path.name))


class Catalogue(Mapping[str, str | Mapping[str, str]]):
    """The entries of a file, each section read when a word of it is first asked for: of thirty a command needs few."""

    def __init__(self, content: bytes, name: str) -> None:
        self._name = name
        self._unread = {start[1].decode(): start for start in _SECTION.finditer(content)}
        self._entries: dict[str, str | Mapping[str, str]] = {}

    def __getitem__(self, key: str) -> str | Mapping[str, str]:
        self._read(key.partition(".")[0])
        return self._entries[key]

    def __iter__(self) -> Iterator[str]:
        for section in tuple(self._unread):
            self._read(section)
        return iter(self._entries)

    def __len__(self) -> int:
        return len(tuple(iter(self)))

    def _read(self, section: str) -> None:
        if (found := self._unread.pop(section, None)) is not None:
            self._entries |= _flat(yamlfile.parse(found[0], self._name).data, "")


def _with_apostrophes(entry: str | Mapping[str, str]) -> str | Mapping[str, str]:
    if isinstance(entry, str):
        return _APOSTROPHE.sub("’", entry)
    return {form: _APOSTROPHE.sub("’", text) for form, text in entry.items()}


def _flat(tree: Mapping[str, Any], prefix: str) -> Iterable[tuple[str, str | Mapping[str, str]]]:
    """`{problem: {blank: …}}` becomes `problem.blank`; plural forms stay together; `text` is its parent's own."""
    for key, value in tree.items():
        if isinstance(value, str) or set(value) == {"one", "other"}:
            yield (prefix[:-1] if key == "text" else prefix + key), value
        else:
            yield from _flat(value, f"{prefix}{key}.")


def language_of_locale() -> str:
    """French where the machine speaks French, else English."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "LANG"):
        if value := os.environ.get(variable):
            return "fr" if value.casefold().startswith("fr") else "en"
    import locale

    return "fr" if (locale.getlocale()[0] or "").casefold().startswith("fr") else "en"
