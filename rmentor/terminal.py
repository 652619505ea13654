"""What a command says: results on stdout, all else on stderr, problems as plain lines that can be searched."""

from __future__ import annotations

import json
import os
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from rmentor.errors import Problem, ProblemsFound, RmentorError, errors_of
from rmentor.files import yamlfile
from rmentor.values import plain
from rmentor.words import LANGUAGES, Words, language_of_locale, words

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

PLAIN_WIDTH = 80
ONE_LINE_A_ROW_ABOVE = 200
"""Rows of a table up to which long cells are broken over several lines, where nobody watches."""
_BETWEEN = "  "
_PLAINER = {
    "\u202f": "\u00a0", "→": "->", "←": "<-", "–": "-", "—": "-", "−": "-", "’": "'", "‘": "'", "“": '"', "”": '"',
    "«": '"', "»": '"', "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L",
    "·": ".", "•": "*", "✓": "ok",
}  # fmt: skip
"""What stands for a sign that a terminal cannot show."""
_MARKS = frozenset("–—…→−’‘“”•·✓█▏▎▍▌▋▊▉\u00a0\u202f")
_YES, _NO = frozenset({"y", "yes", "o", "oui"}), frozenset({"n", "no", "non"})
MOST_ALIKE = 20
"""The same problem more often than this is counted, not repeated."""


@dataclass
class Terminal:
    """How this call speaks. `language` is what `--language` said, if anything."""

    directory: Path = Path()
    language: str | None = None
    quiet: bool = False
    no_input: bool = False
    json: bool = False
    debug: bool = False
    holding: ExitStack = field(default_factory=ExitStack)
    """What this call holds until it ends: a folder's lock."""

    @cached_property
    def words(self) -> Words:
        """The catalogue: of `--language`, else of the programme, else of the machine."""
        return words(self.language or self._programme_language() or language_of_locale())

    def _programme_language(self) -> str | None:
        """The programme's language, also where the rest of `rmentor.yaml` is wrong."""
        try:
            content = (self.directory / "rmentor.yaml").read_bytes()
            data = yamlfile.parse(content, "").data
        except OSError:
            return None
        except ProblemsFound:
            told = re.search(rb"\blanguage:\s*[\"']?(fr|en)\b", content)
            return told[1].decode() if told else None
        programme = data.get("programme") if isinstance(data, dict) else None
        language = programme.get("language") if isinstance(programme, dict) else None
        return language if language in LANGUAGES else None

    @property
    def interactive(self) -> bool:
        """Whether a question can be asked."""
        return not self.no_input and sys.stdin.isatty() and sys.stderr.isatty()

    # --- speaking ---

    def result(self, text: str) -> None:
        """A line of the result, on stdout."""
        _write(sys.stdout, text + "\n")

    def note(self, text: str) -> None:
        """A line beside the result, on stderr; `--quiet` silences it."""
        if not self.quiet:
            _write(sys.stderr, text + "\n")

    def agreed(self, question: str) -> bool:
        """A yes or a no from whoever sits there, in French or English; nothing typed is a yes. Asks again until it is
        one of them."""
        import typer

        while True:
            shown = f"{question} [{self.words('ask.yes_no')}]"
            told = str(typer.prompt(shown, default="", show_default=False, err=True)).strip()
            if not told or plain(told) in _YES | _NO:
                return not told or plain(told) in _YES
            self.note(self.words("ask.yes_or_no"))

    def data(self, value: Mapping[str, Any]) -> None:
        """The result as one JSON object on stdout."""
        _write(sys.stdout, json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n")

    def next(self, command: str) -> None:
        """What to do next, on stderr."""
        where = "" if self.directory == Path() else f"-C {_shell(str(self.directory))} "
        self.note(self.words("terminal.next", command=f"rmentor {where}{command}"))

    def table(self, table: Grid) -> None:
        """A table of the result, on stdout."""
        lines = None if sys.stdout.isatty() else table.plainly(self._width or PLAIN_WIDTH)
        if lines is None:
            console = self._console
            with console.capture() as captured:
                console.print(table.drawn(console.width))
            lines = captured.get().splitlines()
        _write(sys.stdout, "".join(f"{line.rstrip()}\n" for line in lines))

    @property
    def _width(self) -> int:
        return int(os.environ.get("COLUMNS", "0") or 0)

    @cached_property
    def _console(self) -> Console:
        from rich.console import Console

        width = self._width or (None if sys.stdout.isatty() else PLAIN_WIDTH)
        return Console(width=width, highlight=False, markup=False, emoji=False, soft_wrap=False)

    @property
    def blocks(self) -> bool:
        """Whether block characters can be drawn."""
        try:
            "█▏".encode(sys.stdout.encoding or "ascii")
        except UnicodeEncodeError:
            return False
        return True

    # --- problems ---

    def problems(self, problems: Iterable[Problem]) -> None:
        """Problems as lines: place, what, why, then a hint. In JSON, the object that `check --json` prints."""
        ordered = sorted(problems, key=lambda problem: problem.order)
        if self.json:
            from rmentor.files import plain

            self.data({"version": 1, "problems": [plain.problem(one, self.words) for one in ordered]})
            return
        for line in self.problem_lines(ordered):
            _write(sys.stderr, line + "\n")

    def warnings(self, warnings: Iterable[Problem]) -> None:
        """Warnings beside a result, on stderr; in JSON the result stands alone."""
        if not self.json and not self.quiet:
            self.problems(warnings)

    def problem_lines(self, problems: Sequence[Problem]) -> Iterator[str]:
        """The lines that tell problems; one code more than 20 times in one file: 20 told, the rest counted."""
        times = Counter((problem.path, problem.code) for problem in problems)
        told: Counter[tuple[str, str]] = Counter()
        for problem in problems:
            kind = (problem.path, problem.code)
            told[kind] += 1
            if told[kind] <= MOST_ALIKE:
                yield from self._lines_of(problem)
            if told[kind] == MOST_ALIKE < times[kind]:
                more = self.words("terminal.more_alike", count=times[kind] - MOST_ALIKE)
                yield f"{problem.path}: {self._severity(problem)}{more}"

    def _lines_of(self, problem: Problem) -> Iterator[str]:
        place = problem.path if problem.line is None else f"{problem.path}:{problem.line}"
        first, *rest = self.words.problem(problem).split("\n")
        yield f"{place}: {self._severity(problem)}{first}"
        yield from (f"  {line}".rstrip() for line in rest)
        if hint := self.words.hint(problem):
            label = self.words("terminal.hint")
            first, *rest = hint.split("\n")
            yield f"  {label} {first}"
            yield from (f"    {line}".rstrip() for line in rest)

    def _severity(self, problem: Problem) -> str:
        return self.words("terminal.warning") + " " if problem.severity == "warning" else ""

    def counted(self, errors: int, warnings: int) -> str:
        """`2 errors, 1 warning`."""
        words = self.words
        told = {"errors": words("check.errors", count=errors), "warnings": words("check.warnings", count=warnings)}
        return words("check.found", **told)

    def stopped(self, stop: ProblemsFound) -> None:
        """Problems that stopped a command, with their number."""
        self.problems(stop.problems)
        count = len(errors_of(stop.problems))
        if not self.json and count > 1:
            self.note(self.words("terminal.errors", count=count))
        if not self.json and stop.offer:
            self.result(stop.offer.rstrip("\n"))

    def bug(self, error: BaseException) -> None:
        """Our own fault: where it happened, and no value of anybody's data."""
        import traceback

        if self.debug:
            traceback.print_exception(error)
        frames = traceback.extract_tb(error.__traceback__)
        ours = [frame for frame in frames if "rmentor" in frame.filename] or list(frames)
        place = f"{Path(ours[-1].filename).name}:{ours[-1].lineno} ({ours[-1].name})" if ours else "?"
        _write(sys.stderr, self.words("terminal.bug", kind=type(error).__name__, place=place) + "\n")

    def nothing_to_change(self, attention: Sequence[Mapping[str, Any]]) -> None:
        """That all is as it should be; with the problems that still wait for somebody, and then status 1."""
        waiting = []
        if attention:
            from rmentor.files import plain

            waiting = [plain.again(one) for one in attention]
        if self.json:
            told = [plain.problem(one, self.words) for one in waiting]
            self.data({"version": 1, "written": [], "attention": told, "next": None})
        else:
            self.result(self.words("run.nothing"))
        self.wait_for(waiting)

    def wait_for(self, problems: Sequence[Problem]) -> None:
        """Tells what somebody has to look at, and ends with status 1; nothing where there is nothing. In JSON the
        problems stand in the result."""
        if problems:
            if not self.json:
                self.problems(problems)
                if len(problems) > 1:
                    self.note(self.words("terminal.errors", count=len(problems)))
            raise Waiting

    # --- long work ---

    @contextmanager
    def progress(self) -> Iterator[Any]:
        """A progress bar on stderr where it is a terminal; yields a function (what, done, of how many)."""
        if self.quiet or self.json or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
            yield _silent
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        console = Console(stderr=True, highlight=False, markup=False)
        columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, console=console, transient=True) as bar:
            task = bar.add_task("", total=None)

            def tell(what: str, done: int, total: int) -> None:
                bar.update(task, description=what, completed=done, total=total)

            yield tell


class Waiting(RmentorError):
    """All is made, but somebody still has to look at something: exit status 1, nothing more to say."""


def speak_utf8() -> None:
    """Pipes and files get UTF-8 whatever the machine: on Windows they would be cp1252."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure") and not stream.isatty():
            stream.reconfigure(encoding="utf-8")


def _silent(what: str, done: int, total: int) -> None:
    """Tells nothing."""


def _write(stream: Any, text: str) -> None:
    """Text as far as the stream can show it: a terminal in cp1252 has no narrow space."""
    try:
        stream.write(text)
    except UnicodeEncodeError:
        encoding = stream.encoding or "ascii"
        stream.write("".join(_spelled(sign, encoding) for sign in text))


def _spelled(sign: str, encoding: str) -> str:
    """A sign, or what a reader takes for it: "é" becomes "e" and "→" "->" where there is nothing better."""
    for told in (sign, _PLAINER.get(sign, ""), unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode()):
        try:
            if told and told.encode(encoding):
                return told
        except UnicodeEncodeError:
            continue
    return "?"


def _shell(text: str) -> str:
    return f'"{text}"' if " " in text else text


Align = Literal["left", "right"]


@dataclass(frozen=True)
class Grid:
    """A plain table; user text is text, never markup. `even`: columns share the whole width."""

    headings: tuple[tuple[str, Align], ...]
    rows: tuple[tuple[str, ...], ...]
    even: bool = False

    def plainly(self, width: int) -> list[str] | None:
        """The lines, where every cell fits into the width as it is, or where there are so many that each row has one
        line and what is too long is cut; None for a table that rich should lay out, or where a letter may not be one
        column wide. A thousand rows take rich a second."""
        lines = (tuple(heading for heading, _ in self.headings), *self.rows)
        if self.even or not all(_narrow(cell) for line in lines for cell in line):
            return None
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        over = sum(widths) + len(_BETWEEN) * (len(widths) - 1) - width
        if over > 0:
            if len(self.rows) <= ONE_LINE_A_ROW_ABOVE:
                return None
            self._narrowed(widths, over)
            lines = tuple(tuple(_cut(cell, wide) for cell, wide in zip(line, widths, strict=True)) for line in lines)
        put = [str.rjust if align == "right" else str.ljust for _, align in self.headings]
        return [
            _BETWEEN.join(to(cell, wide) for to, cell, wide in zip(put, line, widths, strict=True)) for line in lines
        ]

    def _narrowed(self, widths: list[int], over: int) -> None:
        """Takes what is over from the widest columns of text, evenly."""
        texts = [at for at, (_, align) in enumerate(self.headings) if align == "left"]
        for _ in range(over):
            widest = max(texts, key=lambda at: (widths[at], at))
            widths[widest] = max(1, widths[widest] - 1)

    @property
    def _columns(self) -> Iterator[tuple[str, ...]]:
        return zip(*(tuple(heading for heading, _ in self.headings), *self.rows), strict=True)

    def drawn(self, width: int) -> Table:
        """The same, as rich draws it: cells that are too long for the width are broken between words, and cut only
        where the longest words do not fit side by side."""
        from rich.cells import cell_len
        from rich.table import Table
        from rich.text import Text

        padding = (0, len(_BETWEEN), 0, 0)
        table = Table(box=None, pad_edge=False, padding=padding, header_style="bold", expand=self.even)
        least = [
            max(cell_len(part) for cell in column for part in ([cell] if align == "right" else cell.split() or [""]))
            for column, (_, align) in zip(self._columns, self.headings, strict=True)
        ]
        fits = sum(least) + len(_BETWEEN) * len(least) <= width
        for (heading, align), narrowest in zip(self.headings, least, strict=True):
            ratio = 1 if self.even else None
            table.add_column(
                Text(heading), justify=align, overflow="ellipsis", no_wrap=align == "right", ratio=ratio,
                min_width=narrowest if fits and not self.even else None,
            )  # fmt: skip
        for row in self.rows:
            table.add_row(*[Text(cell) for cell in row])
        return table


def _cut(cell: str, width: int) -> str:
    return cell if len(cell) <= width else cell[: width - 1] + "…"


def _narrow(cell: str) -> bool:
    """Whether each sign of it surely takes one column: Latin letters and the marks we print ourselves."""
    if cell.isascii():
        return cell.isprintable()
    return all(
        " " <= sign <= "~" or ("\u00a1" <= sign <= "\u024f" and sign != "\u00ad") or sign in _MARKS for sign in cell
    )


def grid(headings: Iterable[tuple[str, Align]], rows: Iterable[Sequence[str]], *, even: bool = False) -> Grid:
    """A table to be shown."""
    return Grid(tuple(headings), tuple(map(tuple, rows)), even)


def bar(share: float, width: int, *, blocks: bool) -> str:
    """A bar for a share between 0 and 1; `#` where block characters cannot be drawn."""
    eighths = round(max(0.0, min(1.0, share)) * width * 8)
    if not blocks:
        return "#" * round(eighths / 8)
    return "█" * (eighths // 8) + ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")[eighths % 8]
