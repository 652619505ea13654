"""How to take back what was written into people's files."""

from __future__ import annotations

from rmentor.files.edits import Recorded
from rmentor.words import Words


def undo_lines(words: Words, done: Recorded) -> str:
    """Which lines to take out again, or which remark was added to."""
    if done.within:
        return words("recorded.undo_remark", line=done.first, file=done.name)
    fields = {"first": done.first, "last": done.last, "file": done.name}
    return words("recorded.undo_lines", count=done.last - done.first + 1, **fields)
