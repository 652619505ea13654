"""What would leave this machine with git: private files that it tracks, names in reasons and remarks that it keeps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from rmentor.errors import Problem
from rmentor.files import history
from rmentor.files.forgetting import HOME as LISTS
from rmentor.files.marksfile import MARKS
from rmentor.files.workspace import ANSWERS, DECISIONS, MEANT, OUT, Workspace
from rmentor.files.yamlfile import Where, YamlFile
from rmentor.roster import Roster
from rmentor.values import plain

_ADDRESS = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.\w+")
_TABLES = (".csv", ".xlsx", ".xlsm", ".xls", ".ods")
"""What sheets and exports are kept as: rows about people, wherever they lie but in kits."""
_OURS, _SENT = ("kits", "library"), ("exports", "inbox")
_FEWEST_WORDS = 2
"""A first name alone, or a surname, is also a word: `Claire`, `Martin`."""


def problems(workspace: Workspace) -> Iterator[Problem]:
    """Warnings about what git tracks and should not, and about names where git keeps the text."""
    yield from _tracked(workspace)
    yield from _lists(workspace)
    yield from _named(workspace)


# --- files ---


def _tracked(workspace: Workspace) -> Iterator[Problem]:
    """One warning a file or folder that is private and tracked. An example's people are made up: nothing is said."""
    settings = workspace.read_settings
    if settings is None or settings.programme.fictional:
        return
    audit = settings.audit.file if settings.audit else "audit.csv"
    files = {settings.roster.file, audit, MARKS, DECISIONS[1], MEANT}
    counts: dict[str, int] = {}
    for name in history.tracked(workspace.folder.path):
        home = name.split("/", 1)[0]
        if "/" in name and home in (ANSWERS, OUT, *_SENT):
            counts[f"{home}/"] = counts.get(f"{home}/", 0) + 1
        elif name in files or home.startswith("roster.") or (name.endswith(_TABLES) and home not in _OURS):
            counts[name] = 1
    for name, count in sorted(counts.items()):
        yield Problem(name, "private_tracked", {"file": name, "count": count}, severity="warning")


def _lists(workspace: Workspace) -> Iterator[Problem]:
    """What a purge laid beside the history, with names, and nobody took away since."""
    home = workspace.folder.path.resolve()
    for one in (home, *home.parents):
        if (one / ".git").is_dir():
            if (one / ".git" / LISTS).is_dir():
                there = (one / ".git" / LISTS).as_posix()
                yield Problem(there, "purge_lists_there", severity="warning")
            return


# --- names ---


def _named(workspace: Workspace) -> Iterator[Problem]:
    texts = [(source, where, text) for source, where, text in (*_reasons(workspace), *_remarks(workspace)) if text]
    if not texts:
        return
    roster = workspace.export.roster if workspace.export else None
    called = list(_called(roster, {word for _, _, text in texts for word in _spelled(text)})) if roster else []
    for source, where, text in texts:
        of_kit = where[0] == "sessions"
        if address := _ADDRESS.search(text):
            yield source.warning(where, "remark_has_address" if of_kit else "reason_has_address", address=address[0])
        words = _spelled(text)
        for identity, names in called:
            if any(_within(name, words) for name in names):
                yield source.warning(where, "remark_has_name" if of_kit else "reason_has_name", id=identity)


def _remarks(workspace: Workspace) -> Iterator[tuple[YamlFile, Where, str | None]]:
    """Every remark on a kit: git keeps it, and it is handed on."""
    for placed in workspace.journals.values():
        for position, entry in enumerate(placed.value.sessions):
            for at, text in enumerate(entry.kit):
                yield placed.source, ("sessions", position, "kit", at), text


def _reasons(workspace: Workspace) -> Iterator[tuple[YamlFile, Where, str | None]]:
    """Every reason that git keeps: of decisions that are not private, and of what was agreed."""
    decided: Iterable[tuple[YamlFile, Where, str | None]] = (
        *((one.source, (*one.where, "reason"), one.value.reason) for one in workspace.choices),
        *((one.source, (*one.where, "reason"), one.value.reason) for one in workspace.pair_decisions),
        *((one.source, (*one.where, "own_example"), one.value.own_example) for one in workspace.preparations),
    )
    yield from (one for one in decided if one[0].path == DECISIONS[0])
    for placed in workspace.mentees.values():
        for position, agreed in enumerate(placed.value.agreed):
            yield placed.source, ("agreed", position, "reason"), agreed.reason


def _spelled(text: str) -> list[str]:
    """The words of a text, without case, accents and signs; both halves of a double name are words."""
    return [word for part in re.split(r"[\W_]+", text) if (word := plain(part))]


def _called(roster: Roster, words: set[str]) -> Iterator[tuple[str, tuple[list[str], ...]]]:
    """Those people all of whose names are among the words, with their names in both orders. Asked column by column: a
    roster of a hundred thousand people has few first names."""
    headings = roster.meanings.get("name", ())
    if not headings:
        return
    known: Mapping[str, bool]
    there = None
    for heading in headings:
        column = roster.columns[heading]
        known = {cell: set(_spelled(cell)) <= words for cell in column.cells}
        mine = column.each(known.__getitem__)
        there = mine if there is None else there & mine
    for person in there.nonzero()[0].tolist() if there is not None else ():
        parts = [_spelled(roster.columns[heading].text(person)) for heading in headings]
        name = [word for part in parts for word in part]
        if len(name) >= _FEWEST_WORDS:
            other = [word for part in reversed(parts) for word in part] if len(parts) > 1 else name[-1:] + name[:-1]
            yield roster.ids[person], (name, other)


def _within(name: list[str], words: list[str]) -> bool:
    """Whether those words stand next to each other, in that order."""
    return any(words[at : at + len(name)] == name for at in range(len(words) - len(name) + 1))
