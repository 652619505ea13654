"""Files that people name to save a result in: of a kind that fits, and never one that the programme is made from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rmentor.errors import Problem, ProblemsFound

if TYPE_CHECKING:
    from rmentor.steps import Programme

TABLES = (".csv", ".xlsx")
PAGES = (".html", ".htm")


@dataclass(frozen=True)
class Target:
    """A file that was named, if it was, and the endings that fit. `filled`: people fill it in, so that what is there is
    never written over."""

    path: Path | None
    endings: Sequence[str] = TABLES
    filled: bool = False


def check(targets: Sequence[Target], programme: Programme | None, roster: Path | None = None) -> None:
    """Raises ProblemsFound, for all of them at once, where one should not be written. `roster`: read beside the
    programme's files, or without a programme."""
    read = list(_kept(programme)) + ([roster] if roster is not None else [])
    problems = []
    for target in targets:
        path = target.path
        if path is None:
            continue
        if path.suffix.casefold() not in target.endings:
            problems.append(Problem(path.as_posix(), "ending_expected", {"wanted": list(target.endings)}))
        elif not path.is_file():
            continue
        elif any(one.is_file() and one.samefile(path) for one in read):
            problems.append(Problem(path.as_posix(), "own_file"))
        elif target.filled:
            problems.append(Problem(path.as_posix(), "filled_already"))
    if problems:
        raise ProblemsFound(problems)


def _kept(programme: Programme | None) -> Iterator[Path]:
    """What the programme is made from and what it keeps."""
    if programme is None:
        return
    from rmentor import graph

    audit = programme.workspace.settings.audit
    names = [*graph.inputs(programme), *graph.kept_outputs(programme), audit.file if audit else "audit.csv"]
    yield from map(programme.folder.at, names)
