"""Keeps what compiled code prints away from whoever reads our output.

HiGHS now and then prints a line of its own ("HighsMipSolverData::transformNewIntegerFeasibleSolution …") straight to
the process's stdout, past Python and whatever its options say. Behind `--json` that line would spoil the answer.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

STDOUT = 1


@contextmanager
def quiet() -> Iterator[None]:
    """Nothing that compiled code prints in the meantime reaches stdout. What Python prints elsewhere is not touched."""
    try:
        kept = os.dup(STDOUT)
    except OSError:  # there is no stdout
        yield
        return
    try:
        _pushed_out()
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, STDOUT)
        os.close(nothing)
        yield
    finally:
        _pushed_out()
        os.dup2(kept, STDOUT)
        os.close(kept)


def _pushed_out() -> None:
    """C keeps lines back while stdout is a pipe or a file: they go where stdout goes now, not where it goes later."""
    if (library := _library()) is not None:
        library.fflush(None)


@cache
def _library() -> Any:
    """The C library of this process, as far as it can be had."""
    import ctypes

    try:
        return ctypes.CDLL("ucrtbase" if os.name == "nt" else None)
    except OSError:
        return None
