"""What a git history still holds of people: removing somebody from a folder does not remove them from there."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

_SECONDS = 120
_LARGEST = 5_000_000
"""Bytes: larger files are no text of a programme."""
_COMMITS = ("--all", "--reflog")
"""What branches, tags and stashes lead to, and what they led to lately."""


@dataclass(frozen=True)
class Place:
    """Where a folder stands in its repository: the top, git's own folder, and the way from the top to the folder
    (blank, or a path that ends in `/`)."""

    top: Path
    own: Path
    prefix: str


def place(folder: Path) -> Place | None:
    """Where the folder's history stands; None without git, or without any commit."""
    told = _git(folder, "rev-parse", "-q", "--verify", "HEAD^{commit}")
    lines = _git(folder, "rev-parse", "--show-toplevel", "--absolute-git-dir", "--show-prefix").split("\n")
    return Place(Path(lines[0]), Path(lines[1]), lines[2]) if told and len(lines) > 2 else None


def versions(folder: Path) -> Mapping[str, tuple[str, ...]]:
    """Every file below the folder that any commit holds, with the objects that were its content."""
    told = _git(folder, "-c", "log.showRoot=true", "log", *_COMMITS, "--format=", "--raw", "-z", "-m", "--no-renames",
                "--no-abbrev", "--relative", "--no-ext-diff", "--", ".")  # fmt: skip
    found: dict[str, dict[str, None]] = {}
    parts = iter(told.split("\0"))
    for meta in parts:
        if meta.lstrip("\n").startswith(":"):
            contents = found.setdefault(next(parts, ""), {})
            contents |= {one: None for one in meta.split()[2:4] if one.strip("0")}
    return {name: tuple(contents) for name, contents in sorted(found.items())}


def holding(folder: Path, files: Mapping[str, Collection[str]], pattern: re.Pattern[bytes]) -> frozenset[str]:
    """Those of the files of which some version holds what the pattern looks for."""
    asked = sorted({one for contents in files.values() for one in contents})
    there = {name for name, content in _contents(folder, asked) if pattern.search(content)}
    return frozenset(name for name, contents in files.items() if not there.isdisjoint(contents))


def messages(folder: Path) -> tuple[str, ...]:
    """The texts that go with commits and tags."""
    commits = _git(folder, "log", *_COMMITS, "-z", "--format=%B").split("\0")
    return (*commits, _git(folder, "for-each-ref", "refs/tags", "--format=%(contents)"))


def writers(folder: Path) -> frozenset[str]:
    """Who made commits and tags, as `Name <address>`, as they stand there."""
    commits = _git(folder, "log", *_COMMITS, "--no-use-mailmap", "--format=%an <%ae>%n%cn <%ce>")
    tags = _git(folder, "for-each-ref", "refs/tags", "--format=%(taggername) %(taggeremail)")
    return frozenset(line for line in (*commits.split("\n"), *tags.split("\n")) if line.strip())


def tracked(folder: Path) -> frozenset[str]:
    """The files of the folder that git tracks; nothing without git."""
    return frozenset(_git(folder, "ls-files", "-z").split("\0")) - {""}


def _contents(folder: Path, objects: Collection[str]) -> Iterator[tuple[str, bytes]]:
    """The content of each object that is not too large."""
    wanted = "\n".join(objects) + "\n"
    sizes = [line.split() for line in _git(folder, "cat-file", "--batch-check", given=wanted).split("\n")]
    near = [one[0] for one in sizes if len(one) == 3 and one[1] == "blob" and int(one[2]) <= _LARGEST]
    for first in range(0, len(near), 200):
        told = _run(folder, "cat-file", "--batch", given="\n".join(near[first : first + 200]) + "\n")
        at = 0
        while (end := told.find(b"\n", at)) >= 0:
            name, _, size = told[at:end].decode().split(" ")
            yield name, told[end + 1 : end + 1 + int(size)]
            at = end + 2 + int(size)


def _git(folder: Path, *arguments: str, given: str = "") -> str:
    return _run(folder, *arguments, given=given).decode("utf-8", "replace")


def _run(folder: Path, *arguments: str, given: str = "") -> bytes:
    """What git says. A folder from elsewhere may carry settings that run programs: those are switched off."""
    command = ["git", "--literal-pathspecs", "-c", "core.fsmonitor=false", "-C", str(folder), *arguments]
    # The only variables that git needs; none of the machine's that would point it to another repository.
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=_SECONDS, check=False, input=given.encode(),
            env={**kept, "GIT_OPTIONAL_LOCKS": "0"},
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return done.stdout if done.returncode == 0 else b""


def stands_in(name: str, files: Collection[str]) -> bool:
    """Whether a path, or a folder above it, has one of those names, endings left out."""
    path = PurePosixPath(name)
    return path.stem in files or not {one.name for one in path.parents}.isdisjoint(files)
