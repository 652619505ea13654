"""The pictures that a kit's modules show: read from the kit that names them, and from nowhere else."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from rmentor import upkeep
from rmentor.errors import Problem
from rmentor.files import pictures
from rmentor.files.kitfiles import KitFiles, ModuleRead
from rmentor.files.yamlfile import Where
from rmentor.kits import Picture

LARGEST_KILOBYTES = 2000


def of_module(read: ModuleRead, files: KitFiles) -> tuple[dict[str, Picture], list[Problem]]:
    """A module's pictures by the address under which it shows them, and what is wrong with the others (and with a
    picture that says nothing to who cannot see it)."""
    found: dict[str, Picture] = {}
    problems: list[Problem] = []
    for where, alternative, address in upkeep.images(read.module):
        if not alternative.strip():
            problems.append(read.source.warning(where, "image_without_alt", file=address))
        picture = _picture(read, files, where, address)
        if isinstance(picture, Problem):
            problems.append(picture)
        else:
            found[address] = picture
    return found, problems


def _picture(read: ModuleRead, files: KitFiles, where: Where, address: str) -> Picture | Problem:
    home = posixpath.dirname(posixpath.dirname(read.source.file_of(where)))
    name = next(_inside(files, home, address), None)
    if name is None:
        return read.source.problem(where, "media_outside", file=address)
    if not files.has(name) or not files.folder.at(name).is_file():
        return read.source.problem(where, "media_not_found", file=address)
    kind = pictures.kind(name)
    if kind is None:
        return read.source.problem(where, "media_kind", file=address)
    if files.folder.at(name).stat().st_size > LARGEST_KILOBYTES * 1000:
        return read.source.problem(where, "media_too_large", file=address, kilobytes=LARGEST_KILOBYTES)
    content = files.folder.read(name)
    if (fault := pictures.fault(content, kind)) is not None:
        return read.source.problem(where, f"media_{fault}", file=address)
    return Picture(content, kind, *pictures.size(content, kind))


def _inside(files: KitFiles, home: str, address: str) -> Iterator[str]:
    """The file, from the programme's folder, where it stands in the kit (or among a mentor's own words), also by way of
    links."""
    file = KitFiles.beside(home, address)
    if "://" in address or file is None or posixpath.relpath(file, home).startswith(".."):
        return
    if files.folder.at(file).resolve().is_relative_to(files.folder.at(home).resolve()):
        yield file
