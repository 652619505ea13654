"""One folder on disk: reading, saying whether something changed, and writing so that nothing is ever half done."""

from __future__ import annotations

import contextlib
import difflib
import errno
import hashlib
import os
import re
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from rmentor.errors import Problem, ProblemsFound

_TEXT = frozenset({".yaml", ".yml", ".csv", ".svg", ".css", ".md", ".txt", ".html", ".ics", ".json", ""})
_LEFT_OVER = re.compile(r"\..+\.[0-9a-f]{8}\.tmp")
"""What a process that was killed while it wrote leaves beside the file."""
_FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})
_TRIES, _PAUSE = 5, 0.2
"""Windows: a virus scanner or a backup holds a new file for a moment, and lets go."""


class Folder:
    """A programme's folder. Paths in and out are relative to it, with `/`, whatever the machine.

    With `pretend`, nothing is written: what would be is kept in `pretended`, and read back from there.
    """

    def __init__(self, path: Path, *, pretend: bool = False) -> None:
        self.path = path
        self.pretend = pretend
        self.pretended: dict[str, bytes | None] = {}
        self._read: dict[str, bytes] = {}
        self._digests: dict[str, str] = {}
        self._pinned: dict[str, str | None] = {}
        self._absent: set[str] = set()
        self._real: dict[Path, Path] = {}
        self._home = path.resolve()

    def at(self, name: str) -> Path:
        """Where a relative path stands on this machine."""
        return self.path / PurePosixPath(name)

    def has(self, name: str) -> bool:
        """Whether there is something of that name; a folder in a file's place counts, so that reading it says so."""
        if name in self.pretended:
            return self.pretended[name] is not None
        try:
            there = self.at(name).exists()
        except OSError:
            return True
        if not there:
            self._absent.add(name)
        return there

    def read(self, name: str) -> bytes:
        """The content of a file, read once; raises ProblemsFound where it cannot be read."""
        if name not in self._read:
            self.refuse_link(name)
            try:
                self._read[name] = self.at(name).read_bytes()
            except OSError as error:
                raise ProblemsFound([unreadable(error, name)]) from None
        return self._read[name]

    def refuse_link(self, name: str) -> None:
        """Raises ProblemsFound where a name inside the folder leads out of it by a symbolic link: a folder that
        somebody sends must not read this machine's files into documents, nor write elsewhere. Paths with `..` are the
        settings' own, and checked where they are read."""
        if ".." in PurePosixPath(name).parts:
            return
        path = self.at(name)
        try:
            if path.parent not in self._real:
                self._real[path.parent] = path.parent.resolve()
            real = path.resolve() if path.is_symlink() else self._real[path.parent] / path.name
        except (OSError, ValueError):
            # No file can have that name: whoever opens it says so.
            return
        if not real.is_relative_to(self._home):
            raise ProblemsFound([Problem(name, "link_out", {"to": real.as_posix()})])

    def names(self, folder: str, ending: str = ".yaml") -> tuple[str, ...]:
        """The files of a folder with that ending, sorted; none where there is no such folder. What is only pretended
        counts as if it were there."""
        try:
            found = {one.name for one in os.scandir(self.at(folder)) if one.name.endswith(ending)}
        except FileNotFoundError:
            found = set()
        except OSError as error:
            raise ProblemsFound([unreadable(error, folder)]) from None
        for name, content in self.pretended.items():
            inside, _, last = name.rpartition("/")
            if inside == folder and last.endswith(ending):
                found = found - {last} if content is None else found | {last}
        return tuple(f"{folder}/{name}" for name in sorted(found) if not name.startswith("."))

    def digest(self, name: str) -> str | None:
        """The digest of a file, or None where there is none. Big files are not kept in memory for it."""
        if name in self._read:
            # A kit's files stand in the digests of every plan.
            if name not in self._digests:
                self._digests[name] = digest(self._read[name], name)
            return self._digests[name]
        if name in self._pinned:
            return self._pinned[name]
        try:
            return _digest_of_file(self.at(name))
        except OSError:
            return None

    def stamp(self, name: str) -> tuple[int, int] | None:
        """Size and time of the last writing of a file, in nanoseconds; None where there is none."""
        try:
            found = self.at(name).stat()
        except OSError:
            return None
        return found.st_size, found.st_mtime_ns

    def pin(self, name: str) -> None:
        """Takes the digest of a big file before it is read: where it changes while it is read, what is made from it is
        stale at once, and not true of a file that nobody read."""
        self._pinned[name] = self.digest(name)

    def write(self, name: str, content: bytes) -> bool:
        """Writes a file whole or not at all; True if it changed. Raises ProblemsFound where it cannot, or where the
        file is no longer what was read here: an editor that saves meanwhile must not lose its work."""
        target = self.at(name)
        self.refuse_link(name)
        try:
            there = target.read_bytes() if target.is_file() else None
            if there == content:
                return False
            if not self.pretend and there != self._read.get(name, None if name in self._absent else there):
                raise ProblemsFound([Problem(name, "changed_meanwhile")])
            if self.pretend:
                self._digests.pop(name, None)
                self.pretended[name] = self._read[name] = content
                return True
            target.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(target, content)
        except OSError as error:
            raise ProblemsFound([unwritable(error, name)]) from None
        self._read[name] = content
        self._digests.pop(name, None)
        self._absent.discard(name)
        return True

    def sweep(self, folders: Iterable[str]) -> None:
        """Takes away what a killed process left half written, in these folders. For who holds the folder's lock."""
        for folder in folders:
            with contextlib.suppress(OSError):
                for one in os.scandir(self.at(folder)):
                    if _LEFT_OVER.fullmatch(one.name) and one.is_file(follow_symlinks=False):
                        Path(one.path).unlink()

    def remove(self, name: str) -> None:
        """Removes a file that rmentor wrote; one that is already gone is fine."""
        if self.pretend:
            self.pretended[name] = None
            return
        try:
            self.at(name).unlink(missing_ok=True)
        except OSError as error:
            raise ProblemsFound([unwritable(error, name)]) from None
        self._read.pop(name, None)
        self._digests.pop(name, None)
        self._absent.discard(name)


def digest(content: bytes, name: str) -> str:
    """A digest that does not see CR in text files: git on Windows turns LF into CRLF."""
    if PurePosixPath(name).suffix.casefold() in _TEXT:
        content = content.replace(b"\r\n", b"\n")
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def digest_of(parts: Mapping[str, str | None]) -> str:
    """One digest for several, by name."""
    lines = "".join(f"{name}\t{value}\n" for name, value in sorted(parts.items()))
    return hashlib.blake2b(lines.encode(), digest_size=16).hexdigest()


def _digest_of_file(path: Path) -> str:
    if path.suffix.casefold() not in _TEXT or path.stat().st_size < 1 << 24:
        return digest(path.read_bytes(), path.name)
    state = hashlib.blake2b(digest_size=16)
    held = b""
    with path.open("rb") as stream:
        while block := stream.read(1 << 22):
            block = held + block
            held = b"\r" if block.endswith(b"\r") else b""
            state.update(block.removesuffix(held).replace(b"\r\n", b"\n"))
    state.update(held)
    return state.hexdigest()


def unreadable(error: OSError, shown: str) -> Problem:
    """Why something could not be read, as a problem."""
    if isinstance(error, FileNotFoundError):
        return Problem(shown, "file_missing", _looked_for(Path(os.fsdecode(error.filename or shown))))
    # Windows says PermissionError of a folder that is opened as a file.
    if isinstance(error, IsADirectoryError) or (isinstance(error, PermissionError) and _is_folder(error.filename)):
        return Problem(shown, "is_a_folder")
    if isinstance(error, NotADirectoryError):
        return Problem(shown, "is_no_folder")
    if isinstance(error, PermissionError):
        return Problem(shown, "may_not_read")
    return Problem(shown, "unreadable", {"why": error.strerror or type(error).__name__})


def _looked_for(path: Path) -> dict[str, str | None]:
    """Where a file was looked for, and the one there that was probably meant."""
    home = path.absolute().parent
    there = sorted(one.name for one in home.iterdir()) if home.is_dir() else []
    close = difflib.get_close_matches(path.name, there, n=1, cutoff=0.7)
    return {"folder": home.as_posix(), "near": close[0] if close else None}


def _is_folder(name: object) -> bool:
    return isinstance(name, str) and Path(name).is_dir()


def unwritable(error: OSError, shown: str) -> Problem:
    """Why something could not be written, as a problem; what stood there before stands there still."""
    if error.errno in _FULL:
        return Problem(shown, "disk_full")
    if error.errno == errno.EROFS:
        return Problem(shown, "disk_read_only")
    if isinstance(error, PermissionError):
        return Problem(shown, "may_not_write")
    return Problem(shown, "unwritable", {"why": error.strerror or type(error).__name__})


def write_atomically(target: Path, content: bytes) -> None:
    """Puts the content beside the target, flushes it to disk, then swaps names: a reader sees the old or the new.

    The old file's mode is kept. `tempfile.mkstemp` would leave 0600 behind; a plain open applies the umask.
    """
    beside = target.with_name(f".{target.name[:80]}.{os.urandom(4).hex()}.tmp")
    try:
        with beside.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        with contextlib.suppress(FileNotFoundError):
            beside.chmod(target.stat().st_mode & 0o7777)
        _replace(beside, target)
    finally:
        beside.unlink(missing_ok=True)


def _replace(beside: Path, target: Path) -> None:
    for again in range(_TRIES - 1, -1, -1):
        try:
            beside.replace(target)
        except PermissionError:
            if again == 0 or sys.platform != "win32":
                raise
            time.sleep(_PAUSE)
        else:
            return
