"""What other systems export, taken into a programme: the mapping is proposed, confirmed by people, and remembered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rmentor import headings as known
from rmentor.errors import Problem, ProblemsFound
from rmentor.files import imports, tables
from rmentor.files.edits import Edit
from rmentor.files.folder import unreadable
from rmentor.files.tables import Table
from rmentor.files.workspace import SETTINGS
from rmentor.headings import CRITERIA
from rmentor.programme import MEANINGS, Settings
from rmentor.steps import Programme
from rmentor.values import plain


@dataclass(frozen=True)
class Line:
    """One heading (or two, for a name) and what it probably is. `sure`: recognised by name, so nothing is asked;
    `samples`: what stands in it."""

    kind: Literal["meaning", "evidence", "topic", "require"]
    key: str
    headings: tuple[str, ...]
    sure: bool
    samples: tuple[str, ...]
    scale: tuple[float, float] | None = None
    source: str | None = None


@dataclass(frozen=True)
class Understood:
    """A table and how it is understood: lines in the table's order, headings that nothing is made of, and what is
    still missing before candidates can be ranked."""

    table: Table
    lines: tuple[Line, ...]
    unused: tuple[str, ...]

    def missing(self, accepted: Sequence[Line], criteria: Sequence[str]) -> tuple[str, ...]:
        """What the accepted lines leave without a column: `id`, and criteria without evidence."""
        there = {line.key for line in accepted}
        return tuple(key for key in ("id", *criteria) if key not in there)


def understood(programme: Programme, path: Path) -> Understood:
    """How a roster is probably meant, by the names that HR systems use, the programme's own words, and its cells."""
    settings = programme.workspace.settings
    table = tables.open_table(path, path.name)
    samples = tables.samples(table)
    lines = [*_meanings(table, settings, samples), *_evidence(table, settings, samples)]
    taken = {heading for line in lines for heading in line.headings}
    lines += _topics(programme, table, taken, samples)
    taken = {heading for line in lines for heading in line.headings}
    if not settings.selection.require:
        lines += [
            Line("require", "volunteer", line.headings, False, line.samples)
            for line in lines
            if line.kind == "meaning" and line.key == "volunteer" and line.sure
        ]
    place = {heading: number for number, heading in enumerate(table.headings)}
    lines.sort(key=lambda line: place[line.headings[0]])
    return Understood(table, tuple(lines), tuple(heading for heading in table.headings if heading not in taken))


def _meanings(table: Table, settings: Settings, samples: Mapping[str, tuple[str, ...]]) -> Iterator[Line]:
    found = known.meanings(table.headings)
    for meaning, named in settings.roster.columns.items():
        there = tuple(heading for one in named for heading in table.headings if plain(heading) == plain(one))
        if there:
            found[meaning] = there
    for meaning, headings in found.items():
        yield Line("meaning", meaning, headings, True, samples[headings[0]])
    taken = {heading for headings in found.values() for heading in headings}
    for meaning, heading in known.meaning_guesses(table.headings, taken, set(MEANINGS) - set(found)).items():
        yield Line("meaning", meaning, (heading,), False, samples[heading])


def _evidence(table: Table, settings: Settings, samples: Mapping[str, tuple[str, ...]]) -> Iterator[Line]:
    named = {
        plain(piece.column): (key, piece.scale, piece.source)
        for key, criterion in settings.criteria.items()
        for piece in criterion.evidence
    }
    sure = {one.heading for key in settings.criteria for one in known.evidence(table.headings, key)}
    guessed = {one.heading: one for one in imports.guesses(table)}
    for heading in table.headings:
        if plain(heading) in named:
            key, scale, source = named[plain(heading)]
            yield Line("evidence", key, (heading,), True, samples[heading], scale, source)
        elif heading in guessed and guessed[heading].criterion in settings.criteria:
            one = guessed[heading]
            scale = imports.scale_of(table, heading)
            yield Line("evidence", one.criterion, (heading,), heading in sure, samples[heading], scale, one.source)


def _topics(
    programme: Programme, table: Table, taken: set[str], samples: Mapping[str, tuple[str, ...]]
) -> Iterator[Line]:
    """Levels by topic: `Niveau IA` for the topic `ia`, by its key or label."""
    for key, topic in programme.workspace.topics.items():
        names = {plain(key), plain(topic.label or key)}
        for heading in table.headings:
            if topic.column is not None and plain(topic.column) == plain(heading):
                yield Line("topic", key, (heading,), True, samples[heading], topic.scale)
                break
            rest = known.level_of(heading)
            if topic.column is None and heading not in taken and rest is not None and rest in names:
                yield Line("topic", key, (heading,), False, samples[heading], topic.scale)
                break


def take_roster(programme: Programme, mapping: Understood, accepted: Sequence[Line], *, replace: bool) -> list[str]:
    """Puts the roster into the programme's folder and remembers the accepted lines in `rmentor.yaml`, its comments
    kept; the names of the files that changed. Raises ProblemsFound where another roster stands there already."""
    if not any(line.key == "id" for line in mapping.lines):
        fields = {"headings": [one for one in mapping.table.headings if one]}
        raise ProblemsFound([Problem(mapping.table.shown, "no_ids_in_export", fields, 1)])
    changed = _put_roster(programme, mapping.table, replace=replace)
    edit = Edit(programme.folder, SETTINGS)
    settings = programme.workspace.settings
    name = _roster_name(programme, mapping.table)
    if settings.roster.file != name:
        edit.put(("roster", "file"), name)
    for line in accepted:
        if line.kind == "meaning" and not line.sure:
            edit.put(("roster", "columns", line.key), line.headings[0])
        elif line.kind == "require":
            edit.put(("selection", "require", line.key), "yes")
        elif line.kind == "topic" and not line.sure:
            edit.put(("topics", line.key, "column"), line.headings[0])
    for key, criterion in settings.criteria.items():
        lines = [line for line in accepted if line.kind == "evidence" and line.key == key]
        if not criterion.evidence and any(not line.sure for line in lines):
            for line in lines:
                edit.append(("criteria", key, "evidence"), _piece(line))
    if edit.save().changed:
        changed.append(SETTINGS)
    return changed


def _piece(line: Line) -> dict[str, object]:
    low, high = line.scale or (1.0, 5.0)
    scale = [int(end) if end == int(end) else end for end in (low, high)]
    return {"column": line.headings[0], "scale": scale, **({"source": line.source} if line.source else {})}


def _roster_name(programme: Programme, table: Table) -> str:
    """Where the roster stands: the programme's own file where the kind is the same, else `roster` with its ending."""
    own = programme.workspace.settings.roster.file
    ending = table.path.suffix.casefold() or ".csv"
    return own if own.casefold().endswith(ending) else f"roster{ending}"


def _put_roster(programme: Programme, table: Table, *, replace: bool) -> list[str]:
    name = _roster_name(programme, table)
    try:
        content = table.path.read_bytes()
    except OSError as error:
        raise ProblemsFound([unreadable(error, table.shown)]) from None
    if programme.folder.has(name) and programme.folder.read(name) != content and not replace:
        raise ProblemsFound([Problem(name, "another_roster_there")])
    return [name] if programme.folder.write(name, content) else []


Ask = Callable[[Line], bool]


def accepted(mapping: Understood, ask: Ask) -> tuple[Line, ...]:
    """The lines that hold: the sure ones, and of the others those that `ask` says yes to."""
    return tuple(line for line in mapping.lines if line.sure or ask(line))


def criteria_of(settings: Settings) -> tuple[str, ...]:
    """The programme's criteria, the brief's three first."""
    own = [key for key in settings.criteria if key not in CRITERIA]
    return (*(key for key in CRITERIA if key in settings.criteria), *own)
