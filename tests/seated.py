"""Commands that ask, as somebody sits before them: a pseudo-terminal of eighty columns in which lines are typed."""

from __future__ import annotations

import os
import re
import signal
import struct
import subprocess
import sys
from pathlib import Path

import pytest


def typed(folder: Path, arguments: tuple[str, ...], *lines: str) -> tuple[str, int]:
    """What a command shows in a terminal in which those lines are typed, each where a question waits, and its exit
    status. Skips on Windows, which has no such terminals."""
    pty = pytest.importorskip("pty")
    import fcntl
    import termios

    main, other = pty.openpty()
    fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    command = [sys.executable, "-m", "rmentor", "-C", str(folder), *arguments]
    calm = {**os.environ, "TERM": "xterm", "NO_COLOR": "1"}

    def sit_down() -> None:
        # Whoever runs the tests in the background has switched Ctrl-C off.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    with subprocess.Popen(
        command, stdin=other, stdout=other, stderr=other, env=calm, start_new_session=True, preexec_fn=sit_down
    ) as process:
        os.close(other)
        shown = b""
        answers = iter(lines)
        while True:
            try:
                shown += os.read(main, 4096)
            except OSError:
                break
            # Every question ends so, and waits.
            if shown.rstrip(b" \xc2\xa0").endswith((b"?:", b"]:", b"? :", b"] :")):
                shown += b"\n"
                os.write(main, f"{next(answers)}\n".encode())
    os.close(main)
    return re.sub(r"\x1b\[[0-9;]*m", "", shown.decode()).replace("\r\n", "\n"), process.returncode
