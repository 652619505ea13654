"""`audit.csv`: which groups people belong to. For the audit alone: nothing in it is ever scored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from rmentor.errors import Problem, ProblemsFound, errors_of
from rmentor.files.tables import Table, open_table
from rmentor.files.validated import near
from rmentor.values import plain


def read(
    path: Path, shown: str, attributes: Sequence[str], ids: Sequence[str], id_heading: str
) -> tuple[dict[str, list[str]], list[Problem]]:
    """For each attribute what every person is, in the order of `ids`, blank where the file says nothing; and warnings
    for people who are not in the roster. Without `attributes`, every heading but the id is one.

    The id stands under `id` or under the roster's own heading. Raises ProblemsFound, all at once, for headings that are
    not there, and for a person named twice.
    """
    table = open_table(path, shown)
    problems: list[Problem] = []
    where = {plain(heading): place for place, heading in reversed(list(enumerate(table.headings)))}
    column = _place(table, where, ("id", id_heading), problems)
    wanted = attributes or [one for place, one in enumerate(table.headings) if place != column]
    places = {one: _place(table, where, (one,), problems) for one in wanted}
    if problems:
        raise ProblemsFound(problems)
    people = _people(table, column, ids, problems)
    if errors_of(problems):
        raise ProblemsFound(problems)
    found = {one: ["" if row is None else _cell(table, row, place) for row in people] for one, place in places.items()}
    return found, problems


def _place(table: Table, where: Mapping[str, int], names: Sequence[str], problems: list[Problem]) -> int:
    for name in names:
        if plain(name) in where:
            return where[plain(name)]
    fields = {"heading": names[0], "near": near(names[0], table.headings), "headings": list(table.headings)}
    problems.append(Problem(table.shown, "audit_heading_not_there", fields, 1))
    return -1


def _people(table: Table, column: int, ids: Sequence[str], problems: list[Problem]) -> list[list[object] | None]:
    """Each person's row, in the order of `ids`; None for somebody who is not in the file."""
    position = {identity: place for place, identity in enumerate(ids)}
    rows: list[list[object] | None] = [None] * len(ids)
    first: dict[str, int] = {}
    for line, row in table.rows():
        identity = _cell(table, row, column)
        if identity in first:
            problems.append(Problem(table.shown, "audit_twice", {"id": identity, "first": first[identity]}, line))
        elif identity not in position:
            fields = {"id": identity}
            problems.append(Problem(table.shown, "audit_unknown_person", fields, line, severity="warning"))
        else:
            rows[position[identity]] = row
        first.setdefault(identity, line)
    return rows


def _cell(table: Table, row: Sequence[object], place: int) -> str:
    return table.text(row[place]).strip() if place < len(row) else ""
