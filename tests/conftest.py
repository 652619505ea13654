"""What tests share: the command line in process, copies of programmes, and no network at all."""

from __future__ import annotations

import io
import shutil
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import hypothesis
import pytest

from rmentor import cli

# A busy machine is no fault: no property has a deadline.
hypothesis.settings.register_profile("rmentor", deadline=None)
hypothesis.settings.load_profile("rmentor")

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(__file__).resolve().parent / "data"
AURORE = ROOT / "examples" / "aurore"
NORTHWIND = ROOT / "examples" / "northwind"
LIBRARY = ROOT / "examples" / "library"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="Write expected texts anew instead of comparing.")


@dataclass(frozen=True)
class Said:
    """What a command said, and its exit status."""

    out: str
    err: str
    status: int


class _Pipe(io.TextIOWrapper):
    """A stream as a pipe is: no terminal, UTF-8."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", newline="\n", write_through=True)

    def text(self) -> str:
        self.flush()
        return self.buffer.getvalue().decode("utf-8")  # type: ignore[attr-defined]


Run = Callable[..., Said]


@pytest.fixture
def rmentor(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command line in this process: `rmentor("-C", folder, "select")`."""

    def run(*arguments: object) -> Said:
        out, err = _Pipe(), _Pipe()
        with monkeypatch.context() as streams:
            streams.setattr(sys, "stdout", out)
            streams.setattr(sys, "stderr", err)
            streams.setattr(sys, "stdin", io.StringIO())
            try:
                cli.main([str(one) for one in arguments])
            except SystemExit as end:
                status = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
            else:
                status = 0
        return Said(out.text(), err.text(), status)

    return run


def _calm(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "NO_COLOR", "COLUMNS", "TERM"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("something tried to use the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture(autouse=True)
def calm(monkeypatch: pytest.MonkeyPatch) -> None:
    """English, no colours, eighty columns, no network: the same on every machine."""
    _calm(monkeypatch)


def copied(example: Path, room: Path) -> Path:
    """A copy of an example without its documents, and the library beside it, as in `examples/`."""
    library = room / "library"
    if not library.exists():
        shutil.copytree(LIBRARY, library)
    return Path(shutil.copytree(example, room / example.name, ignore=shutil.ignore_patterns("out")))


@pytest.fixture
def aurore(tmp_path: Path) -> Path:
    """A copy of the French example, without its documents, the library beside it."""
    return copied(AURORE, tmp_path)


@pytest.fixture
def northwind(tmp_path: Path) -> Path:
    """A copy of the tiny English programme."""
    return Path(shutil.copytree(DATA / "northwind", tmp_path / "northwind", ignore=shutil.ignore_patterns("out")))
