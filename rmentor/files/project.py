"""Lays down a new programme folder: from the templates, or as a copy of an example."""

from __future__ import annotations

from pathlib import Path

from rmentor import resources
from rmentor.errors import Problem, ProblemsFound
from rmentor.files.folder import Folder

_DOTTED = {"gitignore": ".gitignore", "gitattributes": ".gitattributes"}


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
            if path.is_file() and path.relative_to(source).parts[0] != "out"
        }
    else:
        source = resources.templates() / "project"
        files = {path.name: path for path in (source / language).iterdir()}
    files |= {name: resources.templates() / "project" / plain for plain, name in _DOTTED.items()}
    taken = [name for name in files if folder.has(name)]
    if taken:
        raise ProblemsFound([Problem(f"{target.as_posix()}/{name}", "would_overwrite") for name in taken])
    for name, path in sorted(files.items()):
        folder.write(name, path.read_bytes())
    if example is None:
        for empty in ("mentees", "kits"):
            folder.write(f"{empty}/.gitkeep", b"")
    return sorted(files)
