"""What a git history still holds of files: removing a person from a folder does not remove them from there."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

_SECONDS = 60
_MOST = 2000
"""File names given to one call of git: command lines are bounded."""


def still_held(folder: Path, names: Iterable[str]) -> tuple[str, ...]:
    """Those of the files, relative to the folder, of which some commit holds a version; sorted. Nothing without git."""
    asked = sorted(set(names))
    held: set[str] = set()
    for first in range(0, len(asked), _MOST):
        told = _git(folder, "log", "--all", "--format=", "--name-only", "--relative", "-z", "--no-renames",
                    "--no-ext-diff", "--no-textconv", "--", *asked[first : first + _MOST])  # fmt: skip
        held.update(name.strip("\n") for name in told.split("\0"))
    return tuple(sorted(held & set(asked)))


def prefix(folder: Path) -> str:
    """Where the folder stands in its repository: blank, or a path that ends in `/`."""
    return _git(folder, "rev-parse", "--show-prefix").strip()


def tracked(folder: Path) -> frozenset[str]:
    """The files of the folder that git tracks; nothing without git."""
    return frozenset(_git(folder, "ls-files", "-z").split("\0")) - {""}


def _git(folder: Path, *arguments: str) -> str:
    """What git says. A folder from elsewhere may carry settings that run programs: those are switched off."""
    command = ["git", "--literal-pathspecs", "-c", "core.fsmonitor=false", "-C", str(folder), *arguments]
    # The only variables that git needs; none of the machine's that would point it to another repository.
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=_SECONDS, check=False, stdin=subprocess.DEVNULL,
            env={**kept, "GIT_OPTIONAL_LOCKS": "0"},
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""
