"""The sheet on which an assistant notes what became of sessions: laid out from the plans, read back by `import`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from rmentor import words as catalogues
from rmentor.files.sheets import Sheet
from rmentor.happenings import JOURNAL_COLUMNS
from rmentor.words import LANGUAGES, Words

HEADINGS = (
    "id", "name", "mentor", "session", "planned", "held", "cancelled", "moved", "minutes", "modules", "by", "next_step",
    "kit",
)  # fmt: skip
_WIDTHS = (10, 26, 26, 8, 18, 13, 13, 18, 9, 34, 16, 30, 34)
_LONGEST = 600


@dataclass(frozen=True)
class Planned:
    """One session as the sheet shows it: who, when it is planned, its modules, and what is known of it already."""

    mentee: str
    name: str
    mentor: str
    session: int
    start: dt.datetime | None
    modules: tuple[str, ...]
    held: dt.date | None = None
    cancelled: dt.date | None = None
    minutes: int | None = None


def vocabulary() -> dict[str, tuple[str, ...]]:
    """The headings that tell each thing: our own sheet's in every language, and those that people use."""
    own = [catalogues.words(language) for language in LANGUAGES]
    return {
        key: (*(words(f"journal.heading.{key}") for words in own), *names) for key, names in JOURNAL_COLUMNS.items()
    }


def sheets(planned: Sequence[Planned], words: Words) -> list[Sheet]:
    """A row a session, and how to fill it in. Days are real days in a workbook."""
    headings = tuple(words(f"journal.heading.{key}") for key in HEADINGS)
    rows = [
        (
            one.mentee, one.name, one.mentor, one.session, f"{one.start:%Y-%m-%d %H:%M}" if one.start else "", one.held,
            one.cancelled, None, one.minutes, ", ".join(one.modules), None, None, None,
        )
        for one in planned
    ]  # fmt: skip
    advice = [(words(f"journal.advice.{key}"),) for key in ("held", "cancelled", "moved", "modules", "private", "kit")]
    return [
        Sheet(words("journal.sheet"), headings, rows, _WIDTHS, {HEADINGS.index("minutes"): (1, _LONGEST)}),
        Sheet(words("journal.how"), (words("journal.how"),), advice, (100,)),
    ]
