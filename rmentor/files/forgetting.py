"""How people are taken out of a git history: what it still holds of them, and the lists that `git filter-repo` reads.

The lists stand in git's own folder, beside what they are about: they are never committed, and no name has to go through
a shell, which would take its signs for its own. What is to be replaced is told in ASCII: files may be in any encoding.
"""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from rmentor.errors import ProblemsFound
from rmentor.files import history
from rmentor.files.folder import unwritable, write_atomically
from rmentor.files.history import Place
from rmentor.values import file_name, plain, searchable

HOME = "rmentor"
PATHS, UNTRACKED, WORDS, WRITERS = "paths.txt", "untracked.txt", "words.txt", "writers.txt"
"""Files to be removed whole; those of them that stay on disk and leave git first; what is replaced by `-` in all
others, and in messages; commits' authors."""

_BOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
"""Nobody can look into old versions of these: they go whole."""
_CODECS = ("utf-8", "cp1252")
_SPACE = r"(?:\s|\xc2?\xa0|\xe2\x80\xaf)"
_APOSTROPHE = r"(?:'|\xe2\x80\x99|\x92)"
_VARIANTS = {"'": _APOSTROPHE, "’": _APOSTROPHE, "-": rf"(?:-|\xe2\x80[\x90\x91]|{_SPACE})"}
_FEWEST_WORDS = 2
"""A first name alone, or a surname, is other people's too."""
_KEYS = ("id", "mentee", "mentor", "manager")
_NOBODY = "removed <removed@localhost>"


@dataclass(frozen=True)
class Remains:
    """What a history still holds. `files`: relative to the programme, of which some version names somebody or is about
    them; `whole`: those that are to go whole; `staying`: those of them that stay on disk; `messages`: how many texts of
    commits; `writers`: those who made commits themselves."""

    place: Place
    files: tuple[str, ...]
    whole: tuple[str, ...]
    staying: tuple[str, ...]
    messages: int
    writers: tuple[str, ...]
    words: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.files or self.messages or self.writers)

    @property
    def lists(self) -> str:
        """Where the lists stand, seen from the top."""
        own, top = self.place.own, self.place.top
        home = own.relative_to(top) if own.is_relative_to(top) else own
        return (home / HOME).as_posix()


def remains(folder: Path, people: Mapping[str, Collection[str]], private: Collection[str]) -> Remains | None:
    """What the history of the folder holds of people: id → names and addresses. `private`: tables that are about
    people, and folders of documents, ending in `/`. None where there is no history, or it holds nothing."""
    where = history.place(folder)
    if where is None:
        return None
    words = tuple(_expressions(people))
    pattern = re.compile("|".join(words).encode())
    files = history.versions(folder)
    ids = {file_name(person) for person in people}
    own = {name for name in files if history.stands_in(name, ids)}
    naming = history.holding(folder, files, pattern)
    closed = {name for name in files if name.endswith(_BOOKS) or name.startswith(tuple(_folders(private)))}
    tables = {name for name in naming if name in private or name.endswith(".csv")}
    whole = own | closed | tables
    staying = (closed | tables) & history.tracked(folder) - own
    said = sum(1 for one in history.messages(folder) if pattern.search(one.encode()))
    writers = tuple(sorted(one for one in history.writers(folder) if pattern.search(one.encode())))
    found = Remains(
        where, tuple(sorted(whole | naming)), tuple(sorted(whole)), tuple(sorted(staying)), said, writers, words
    )
    return found if found else None


def _folders(private: Collection[str]) -> Iterator[str]:
    return (one for one in private if one.endswith("/"))


def lay(found: Remains) -> None:
    """Writes the lists, beside what an earlier purge laid there; raises ProblemsFound where that cannot be."""
    prefix = found.place.prefix
    lists = {
        PATHS: [f"literal:{prefix}{one}" for one in found.whole],
        UNTRACKED: [prefix + one for one in found.staying],
        WORDS: [f"regex:{one}==>-" for one in found.words],
        WRITERS: [f"{_NOBODY} {one}" for one in found.writers],
    }
    home = found.place.own / HOME
    try:
        home.mkdir(exist_ok=True)
        for name, lines in lists.items():
            path = home / name
            old = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
            write_atomically(path, "".join(f"{one}\n" for one in dict.fromkeys([*old, *lines])).encode())
    except OSError as error:
        raise ProblemsFound([unwritable(error, home.as_posix())]) from None


def commands(found: Remains) -> Iterator[str]:
    """What is typed at the top of the repository, in any shell: nothing of people stands in it."""
    at = found.lists
    quoted = f'"{at}' if " " in at else at
    end = '"' if " " in at else ""
    if found.staying:
        yield f"git rm -r -q --cached --ignore-unmatch --pathspec-from-file {quoted}/{UNTRACKED}{end}"
    yield "git commit -a -q -m purge"
    parts = ["git filter-repo --force"]
    if found.whole:
        parts.append(f"--invert-paths --paths-from-file {quoted}/{PATHS}{end}")
    parts += [f"--replace-text {quoted}/{WORDS}{end}", f"--replace-message {quoted}/{WORDS}{end}"]
    if found.writers:
        parts.append(f"--mailmap {quoted}/{WRITERS}{end}")
    yield " ".join(parts)


# --- how somebody may be spelled ---


def naming(people: Mapping[str, Collection[str]]) -> re.Pattern[bytes] | None:
    """Where a text names somebody: id → names and addresses. None where there is nothing to look for."""
    found = [*_called(people), *(_bounded(_spelled(one)) for one in sorted(people) if searchable(one))]
    return re.compile("|".join(found).encode()) if found else None


def _expressions(people: Mapping[str, Collection[str]]) -> Iterator[str]:
    """Expressions in ASCII, over bytes: names and addresses, the longest first, then ids."""
    yield from _called(people)
    for person in sorted(people):
        if searchable(person):
            yield _bounded(_spelled(person))
        else:
            yield from _where_told(re.escape(person))


def _called(people: Mapping[str, Collection[str]]) -> list[str]:
    words = {one for called in people.values() for one in called if "@" in one or len(one.split()) >= _FEWEST_WORDS}
    return [_bounded(_spelled(word)) for word in sorted(words, key=lambda one: (-len(one), one))]


def _where_told(person: str) -> Iterator[str]:
    """`5` stands everywhere: only where a file says whom it is about."""
    yield rf"(?<=[{{\s,])(?:{'|'.join(_KEYS)}): *[\"']?{person}[\"']?(?=\s*[,}}\r\n])"
    yield rf"(?:prefer|veto): *\[[^\]\r\n]*?(?<![A-Za-z0-9]){person}(?![A-Za-z0-9])"
    yield rf"(?:mentees|mentors|journal|answers|plans)/{person}(?=/|\.yaml)"


def _bounded(expression: str) -> str:
    """Not within a longer word: a letter before or after counts, a quotation mark or a narrow space does not."""
    return rf"(?<![A-Za-z0-9])(?<![\xc3-\xdf][\x80-\xbf]){expression}(?![A-Za-z0-9\xc3-\xdf])"


def _spelled(word: str) -> str:
    """A name in every case and encoding in which a file may hold it, composed or not, with accents or without, its
    words apart by any space."""
    return rf"(?:{_SPACE}|,)+".join("".join(map(_letter, part)) for part in word.replace(",", " ").split())


def _letter(letter: str) -> str:
    if letter in _VARIANTS:
        return _VARIANTS[letter]
    if letter.isascii():
        return f"[{letter.upper()}{letter.lower()}]" if letter.isalpha() else re.escape(letter)
    ways = {way for case in (letter, letter.lower(), letter.upper()) for way in _ways(case)}
    return f"(?:{'|'.join(sorted(ways, key=lambda one: (-len(one), one)))})"


def _ways(letter: str) -> Iterator[str]:
    if len(letter) == 1 and ord(letter) < 1 << 16:
        yield rf"\\u{ord(letter):04x}"
    if bare := plain(letter):
        yield "".join(f"[{one.upper()}{one}]" if one.isascii() else _bytes(one, "utf-8") for one in bare)
    for text in {letter, unicodedata.normalize("NFD", letter)}:
        for codec in _CODECS:
            with contextlib.suppress(UnicodeEncodeError):
                yield _bytes(text, codec)


def _bytes(text: str, codec: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in text.encode(codec))
