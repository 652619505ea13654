"""How a table was understood, in a terminal: heading by heading, with samples."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rmentor.importing import Line, Understood
from rmentor.terminal import Terminal, Waiting, grid


def asker(terminal: Terminal, *, yes: bool) -> Callable[[Line], bool]:
    """Says yes to a guess: to all, or to those that somebody at a terminal says yes to."""

    def ask(line: Line) -> bool:
        if yes or not terminal.interactive:
            return yes
        heading = " + ".join(line.headings)
        question = terminal.words("import.ask", heading=heading, what=_what(terminal, line), samples=list(line.samples))
        return terminal.agreed(question)

    return ask


def show(
    terminal: Terminal, mapping: Understood, accepted: Sequence[Line], changed: Sequence[str], missing: Sequence[str]
) -> None:
    """What each heading is taken for; what is still unclear; what was written. Ends with status 1 where candidates
    cannot be ranked yet."""
    words = terminal.words
    if terminal.json:
        terminal.data({
            "version": 1,
            "lines": [{"kind": line.kind, "key": line.key, "headings": list(line.headings), "sure": line.sure,
                       "accepted": line in accepted, "samples": list(line.samples),
                       "scale": list(line.scale) if line.scale else None, "source": line.source}
                      for line in mapping.lines],
            "unused": list(mapping.unused), "missing": list(missing), "written": list(changed),
        })  # fmt: skip
    else:
        headings = (words("import.heading"), words("import.meaning"), words("import.samples"))
        rows = [
            [" + ".join(line.headings), _what(terminal, line) + ("" if line in accepted else " ?"),
             " · ".join(line.samples)]
            for line in mapping.lines
        ]  # fmt: skip
        terminal.table(grid([(text, "left") for text in headings], rows))
        if mapping.unused:
            terminal.result(words("import.unused", headings=list(mapping.unused)))
        if any(line not in accepted for line in mapping.lines):
            terminal.note(words("import.unclear"))
        if changed:
            terminal.note(words("terminal.written", files=list(changed), count=len(changed)))
        if missing:
            terminal.note(words("import.missing", keys=list(missing)))
        terminal.next("check")
    if missing:
        raise Waiting


def _what(terminal: Terminal, line: Line) -> str:
    if line.kind == "meaning":
        return terminal.words(f"meaning.{line.key}")
    if line.scale is None:
        return terminal.words("import.require")
    low, high = line.scale
    return terminal.words(f"import.{line.kind}", key=line.key, low=low, high=high)
