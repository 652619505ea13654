"""How a sheet's columns were understood: shown with samples, asked where that is not sure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from rmentor.columns import Column
from rmentor.errors import Problem, ProblemsFound
from rmentor.files.filled import Filled
from rmentor.terminal import Terminal, grid


@dataclass(frozen=True)
class Guesses:
    """What was said about guesses beforehand: accept all, or leave all out."""

    accept: bool = False
    leave: bool = False


Names = Callable[[str], str]
"""What a column tells, in words, by its key."""


def accepted(
    terminal: Terminal,
    sheet: Filled,
    kind: str,
    said: Guesses,
    missing: Callable[[Collection[Column]], Sequence[str]],
    names: Names,
) -> tuple[Column, ...]:
    """The columns that hold: the sure ones, and of the guesses those that people say yes to.

    Raises ProblemsFound where guesses are left and nobody can be asked, or where the columns do not tell enough.
    """
    guesses = [one for one in sheet.columns if not one.sure]
    taken = [one for one in sheet.columns if one.sure]
    told = [f"{one.key} ← {one.heading}" for one in guesses]
    fields: dict[str, object] = {"headings": list(sheet.table.headings), "guesses": told or ["–"], "kind": kind}
    if said.accept:
        taken += guesses
    elif guesses and not said.leave:
        if not terminal.interactive:
            raise ProblemsFound([Problem(sheet.table.shown, "columns_unclear", fields, 1)])
        taken += [one for one in guesses if _asked(terminal, sheet, one, names)]
    if lacking := missing(taken):
        fields["missing"] = [names(key) for key in lacking]
        raise ProblemsFound([Problem(sheet.table.shown, "columns_missing", fields, 1)])
    return tuple(one for one in sheet.columns if one in taken)


def _asked(terminal: Terminal, sheet: Filled, one: Column, names: Names) -> bool:
    what = terminal.words("import.column", name=names(one.key))
    samples = list(sheet.samples.get(one.heading, ())) or ["–"]
    question = terminal.words("import.ask", heading=one.heading, what=what, samples=samples)
    return terminal.agreed(question)


def data(sheet: Filled, accepted: Collection[Column]) -> dict[str, object]:
    """The columns as data."""
    return {
        "columns": [
            {"key": one.key, "heading": one.heading, "sure": one.sure, "accepted": one in accepted,
             "samples": list(sheet.samples.get(one.heading, ()))}
            for one in sheet.columns
        ],
        "unused": list(sheet.unused),
    }  # fmt: skip


def show(terminal: Terminal, sheet: Filled, accepted: Collection[Column], names: Names) -> None:
    """The columns as a table, where one of them is a guess; and what is not used."""
    words = terminal.words
    if any(not one.sure for one in sheet.columns):
        headings = [(words(f"import.{one}"), "left") for one in ("heading", "meaning", "samples")]
        rows = [
            [one.heading, names(one.key) + ("" if one in accepted else " ?"),
             " · ".join(sheet.samples.get(one.heading, ()))]
            for one in sheet.columns
        ]  # fmt: skip
        terminal.table(grid(headings, rows))  # type: ignore[arg-type]
    if sheet.unused:
        terminal.note(words("import.unused", headings=list(sheet.unused)))
