"""The next programme of the same client: laid down from the one before, which is only read."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from rmentor import resources
from rmentor.errors import Problem, ProblemsFound
from rmentor.files import yamlfile
from rmentor.files.edits import Edit
from rmentor.files.folder import Folder
from rmentor.files.project import DOTTED
from rmentor.files.validated import validated
from rmentor.programme import Settings
from rmentor.values import Rhythm

SETTINGS = "rmentor.yaml"
_YEAR = Rhythm(12, "month")


@dataclass(frozen=True)
class Succession:
    """What was laid down: the files, sorted; the file whose pairs are not made again, if there is one; the days of the
    new programme, a year after those before."""

    files: tuple[str, ...]
    pairs: str | None
    start: dt.date
    end: dt.date


def lay_down(target: Path, before: Path, shown: str) -> Succession:
    """Writes the next programme: criteria, rules, calendar and look as they were, a year later, kits and pairs of the
    one before by their paths. Nobody is copied: no roster, no executive, no decision.

    Raises ProblemsFound where there is no sound programme before, or where one stands already.
    """
    old, new = Folder(before), Folder(target)
    settings = _settings(old, shown)
    if new.has(SETTINGS):
        raise ProblemsFound([Problem(target.as_posix(), "already_a_programme")])
    files = dict(_beside(old, settings))
    if taken := [name for name in (SETTINGS, *files) if new.has(name)]:
        raise ProblemsFound([Problem(f"{target.as_posix()}/{name}", "would_overwrite") for name in taken])
    for name, content in files.items():
        new.write(name, content)
    pairs = _pairs(old)
    new.write(SETTINGS, old.read(SETTINGS))
    start, end = _YEAR.after(settings.programme.start, 1), _YEAR.after(settings.programme.end, 1)
    _turn_the_page(new, settings, _way(target, before), pairs, (start, end))
    listed = tuple(sorted((SETTINGS, *files)))
    return Succession(listed, f"{_way(target, before)}/{pairs}" if pairs else None, start, end)


def _settings(old: Folder, shown: str) -> Settings:
    if not old.has(SETTINGS):
        raise ProblemsFound([Problem(shown, "no_programme_before", {"folder": shown})])
    settings, problems = validated(Settings, yamlfile.parse(old.read(SETTINGS), f"{shown}/{SETTINGS}"))
    if settings is None:
        raise ProblemsFound(problems)
    return settings


def _beside(old: Folder, settings: Settings) -> Iterator[tuple[str, bytes]]:
    """What goes along: the client's look, which must stand inside, and what every new programme has."""
    home = resources.templates() / "project"
    yield from ((name, (home / plain).read_bytes()) for plain, name in DOTTED.items())
    yield "README.md", (home / settings.programme.language / "README.md").read_bytes()
    yield "mentees/.gitkeep", b""
    for name in (settings.brand.logo, settings.brand.css):
        if name and old.has(name) and not PurePosixPath(name).is_absolute() and ".." not in PurePosixPath(name).parts:
            yield name, old.read(name)


def _pairs(old: Folder) -> str | None:
    """Who was with whom: as people were told, else as it was worked out."""
    for name in ("announced.yaml", "pairs.yaml"):
        if old.has(name):
            data = yamlfile.parse(old.read(name), name).data
            if isinstance(data, dict) and data.get("pairs"):
                return name
    return None


def _way(target: Path, before: Path) -> str:
    """The path from the new folder to the old one, with `/`."""
    return PurePosixPath(os.path.relpath(before.resolve(), target.resolve()).replace(os.sep, "/")).as_posix()


def _turn_the_page(
    new: Folder, settings: Settings, way: str, pairs: str | None, days: tuple[dt.date, dt.date]
) -> None:  # fmt: skip
    """Changes in the copied settings what belongs to the old round; comments stay."""
    edit = Edit(new, SETTINGS)
    edit.put(("programme", "name"), _name(settings))
    edit.put(("programme", "start"), days[0])
    edit.put(("programme", "end"), days[1])
    if settings.selection.on is not None:
        edit.put(("selection", "on"), _YEAR.after(settings.selection.on, 1))
    for position, kit in enumerate(settings.kits):
        edit.put(("kits", position) if _is_list(edit) else ("kits",), _moved(kit, way))
    if pairs is not None:
        edit.put(("pairing", "last_round"), f"{way}/{pairs}")
    else:
        edit.take(("pairing", "last_round"))
    edit.save()


def _is_list(edit: Edit) -> bool:
    return not isinstance(edit.get(("kits",)), str)


def _moved(path: str, way: str) -> str:
    """A kit's path as it is from the new folder."""
    return path if PurePosixPath(path).is_absolute() else os.path.normpath(f"{way}/{path}").replace(os.sep, "/")


def _name(settings: Settings) -> str:
    """The programme's name, the years in it a year later."""
    years: dict[str, Any] = {
        str(day.year): str(day.year + 1) for day in (settings.programme.start, settings.programme.end)
    }
    name = settings.programme.name
    return re.sub("|".join(years), lambda found: years[found[0]], name)
