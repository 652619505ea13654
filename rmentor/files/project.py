"""Lays down a new programme folder: from the templates, or as a copy of an example with the kits it uses."""

from __future__ import annotations

from pathlib import Path

from rmentor import resources
from rmentor.errors import Problem, ProblemsFound
from rmentor.files.folder import Folder

LIBRARY = "library"
"""The folder of kits beside the examples, and inside a programme that has its own copy."""

_MADE = frozenset({"out", "plans", "selection.yaml", "pairs.yaml"})
"""What rmentor writes: a copy makes its own."""

DOTTED = {"gitignore": ".gitignore", "gitattributes": ".gitattributes"}
"""Files of a new programme that stand in the templates without their dot."""


def examples() -> tuple[str, ...]:
    """The example programmes that can be copied."""
    return tuple(sorted(one.parent.name for one in resources.examples().glob("*/rmentor.yaml")))


def lay_down(target: Path, language: str, example: str | None) -> list[str]:
    """Writes a new programme; what was written, sorted. Raises ProblemsFound where the folder holds one already."""
    folder = Folder(target)
    if folder.has("rmentor.yaml"):
        raise ProblemsFound([Problem(target.as_posix(), "already_a_programme")])
    if example is not None:
        source = resources.examples() / example
        files = {
            path.relative_to(source).as_posix(): path
            for path in source.rglob("*")
            if path.is_file() and path.relative_to(source).parts[0] not in _MADE
        }
        files |= library()
    else:
        source = resources.templates() / "project"
        files = {path.name: path for path in (source / language).iterdir()}
    files |= {name: resources.templates() / "project" / plain for plain, name in DOTTED.items()}
    taken = [name for name in files if folder.has(name)]
    if taken:
        raise ProblemsFound([Problem(f"{target.as_posix()}/{name}", "would_overwrite") for name in taken])
    for name, path in sorted(files.items()):
        folder.write(name, _with_its_own_library(name, path.read_bytes()))
    if example is None:
        for empty in ("mentees", "kits"):
            folder.write(f"{empty}/.gitkeep", b"")
    return sorted(files)


def library() -> dict[str, Path]:
    """The kits of the library: where each file stands in a programme's folder, and where it is read."""
    source = resources.examples() / LIBRARY
    return {f"{LIBRARY}/{path.relative_to(source).as_posix()}": path for path in source.rglob("*") if path.is_file()}


def _with_its_own_library(name: str, content: bytes) -> bytes:
    """An example's file as it stands in a copy: the library, beside the examples here, is inside the copy."""
    ends = ("rmentor.yaml", "/kit.yaml")
    if name.startswith(f"{LIBRARY}/") or not name.endswith(ends):
        return content
    return content.replace(f"../{LIBRARY}/".encode(), f"{LIBRARY}/".encode())
