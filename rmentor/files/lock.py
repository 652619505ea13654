"""One rmentor at a time in a folder: what is read is still true when it is written."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from rmentor.errors import Problem, ProblemsFound

LONGEST_WAIT = 60.0
"""Seconds that a second process waits for the first."""

_PAUSE = 0.1


@contextlib.contextmanager
def held(path: Path, waiting: Callable[[], None], longest: float = LONGEST_WAIT) -> Iterator[None]:
    """Holds the folder for this process; `waiting` is called once where another holds it.

    The system lets go when a process ends, however it ends: nothing is left to clean up after SIGKILL. Where a file
    system knows no locks, work goes on without. Raises ProblemsFound after `longest` seconds.
    """
    handle = _handle(path)
    if handle is None:
        yield
        return
    try:
        _acquire(handle, path, waiting, longest)
        yield
    finally:
        os.close(handle)


def _acquire(handle: int, path: Path, waiting: Callable[[], None], longest: float) -> None:
    until, told = time.monotonic() + longest, False
    while not _taken(handle):
        if not told:
            waiting()
            told = True
        if time.monotonic() >= until:
            raise ProblemsFound([Problem(path.as_posix(), "folder_busy", {"seconds": round(longest)})])
        time.sleep(_PAUSE)


if sys.platform == "win32":
    import msvcrt

    def _handle(path: Path) -> int | None:
        """Windows locks no folders: a file beside the machine's temporary ones stands for it."""
        name = hashlib.blake2b(str(path.resolve()).casefold().encode(), digest_size=12).hexdigest()
        try:
            return os.open(Path(tempfile.gettempdir()) / f"rmentor-{name}.lock", os.O_RDWR | os.O_CREAT)
        except OSError:
            return None

    def _taken(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _handle(path: Path) -> int | None:
        """The folder itself is locked: no file more, and a folder that may only be read can be locked too."""
        try:
            return os.open(path, os.O_RDONLY)
        except OSError:
            return None

    def _taken(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True
        return True
