"""Raters and their marks in a terminal: what came in, and how far they agree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rmentor.marks import Panel
from rmentor.outcomes import Selection
from rmentor.terminal import Terminal

if TYPE_CHECKING:
    from rmentor.marking import Taken


def taken(terminal: Terminal, found: Taken) -> None:
    """What came in from raters' sheets."""
    words = terminal.words
    if terminal.json:
        terminal.data({"version": 1, "added": found.added, "changed": found.changed, "blank": found.blank})
        return
    if found.written:
        terminal.result(
            words("marks.taken", added=found.added, changed=found.changed, count=found.added + found.changed)
        )
    else:
        terminal.result(words("run.nothing"))
    if found.blank:
        terminal.note(words("marks.blank", count=found.blank))
    terminal.next("select")


def about_raters(terminal: Terminal, selection: Selection, panel: Panel) -> Iterator[str]:
    """How far raters agree on one criterion, and on whom they differ by two marks or more."""
    words, told = terminal.words, panel.agreement
    label = selection.criteria[panel.criterion].label if panel.criterion in selection.criteria else panel.criterion
    alpha = "–" if told.alpha is None else words.number(told.alpha, 3)
    icc = "–" if told.icc is None else words.number(told.icc, 3)
    yield words("marks.agreement", label=label, raters=told.raters, units=told.units, alpha=alpha, icc=icc,
                verdict=words(f"marks.verdict.{told.verdict}"))  # fmt: skip
    if panel.apart:
        yield words("marks.together")
    for identity, low, high in panel.apart:
        person = selection.roster.position.get(identity)
        name = identity if person is None else selection.roster.name(person)
        yield words("marks.apart", name=name, id=identity, low=low, high=high)
