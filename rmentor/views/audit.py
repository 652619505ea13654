"""The fairness audit in a terminal: groups, rates, and what may be concluded."""

from __future__ import annotations

from rmentor.fairness import Audit
from rmentor.files import results
from rmentor.paper import audited
from rmentor.terminal import Terminal, grid


def show(terminal: Terminal, found: Audit) -> None:
    """The verdict first, then the groups of each attribute."""
    words = terminal.words
    if terminal.json:
        terminal.data(results.audit(found))
        return
    terminal.result(words(f"audit.verdict.{found.verdict}"))
    for attribute in found.attributes:
        terminal.result("")
        terminal.result(attribute.name)
        first, *amounts, last = audited.headings(words)
        headings = [(first, "left"), *((one, "right") for one in amounts), (last, "left")]
        rows = [list(audited.row(group, words)) for group in attribute.groups]
        if rows:
            terminal.table(grid(headings, rows))  # type: ignore[arg-type]
        for line in audited.beside(attribute, words):
            terminal.result(line)
    terminal.note(words("audit.europe"))
