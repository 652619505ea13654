"""A process that is killed at a moment of one's choosing. Run by `tests/test_killed.py`, in a process of its own.

Reads lines of JSON: {"arguments": […], "at": n | null}. For each it forks; the child runs the command line and, before
its n-th step that changes the disk (a file flushed, swapped, removed, a folder made), kills itself as SIGKILL does.
Answers a line of JSON: how the child ended, and how many steps it had come to.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

STEPS = ((os, "fsync"), (Path, "replace"), (Path, "unlink"), (Path, "rmdir"), (Path, "mkdir"))


def _counted(file: int, at: int | None) -> None:
    """Every step counts; before the n-th this process ends."""
    done = 0

    def wrapped(step: Callable[..., Any]) -> Callable[..., Any]:
        def counting(*given: Any, **named: Any) -> Any:
            nonlocal done
            done += 1
            os.pwrite(file, f"{done}\n".encode(), 0)
            if done == at:
                os.kill(os.getpid(), signal.SIGKILL)
            return step(*given, **named)

        return counting

    for home, name in STEPS:
        setattr(home, name, wrapped(getattr(home, name)))


def _child(arguments: list[str], at: int | None, file: int) -> int:
    from rmentor import cli

    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    _counted(file, at)
    try:
        cli.main(arguments)
    except SystemExit as end:
        return int(end.code or 0) if isinstance(end.code, int) or end.code is None else 1
    return 0


def main() -> None:
    import tempfile

    from rmentor import cli, graph, journaling, papers, purging  # noqa: F401

    for line in sys.stdin:
        asked = json.loads(line)
        with tempfile.TemporaryFile() as counter:
            child = os.fork()
            if child == 0:
                status = 3
                with contextlib.suppress(BaseException):
                    status = _child(asked["arguments"], asked["at"], counter.fileno())
                os._exit(status)
            _, ended = os.waitpid(child, 0)
            steps = int(os.pread(counter.fileno(), 20, 0).split(b"\n")[0] or 0)
        killed = os.WIFSIGNALED(ended)
        told = {"killed": killed, "status": None if killed else os.WEXITSTATUS(ended), "steps": steps}
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
