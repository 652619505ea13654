"""What can be wrong, as values: a code and its fields. The words stand in `templates/words/`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Severity = Literal["error", "warning"]
Fields = Mapping[str, Any]
"""What a sentence needs: text, numbers, dates, or lists of text."""


@dataclass(frozen=True)
class Problem:
    """One fault in what people wrote: place, what, why; `words` adds the sentence and what to do next.

    `path` is relative to the programme's folder, with `/`; `line` and `column` count from 1; both are None where the
    fault is a whole file or folder.
    """

    path: str
    code: str
    fields: Fields = field(default_factory=dict)
    line: int | None = None
    column: int | None = None
    severity: Severity = "error"

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """Sorts by file, then line, then column; then by code and fields, so that the order never depends on chance."""
        return (self.path, self.line or 0, self.column or 0, self.code, repr(sorted(self.fields.items(), key=str)))


@dataclass(frozen=True)
class Reason:
    """Why something is as it is: a candidate not eligible, a pair not possible, a module left out."""

    code: str
    fields: Fields = field(default_factory=dict)


class RmentorError(Exception):
    """Whatever a user can cause; the terminal turns it into words and an exit status."""


class ProblemsFound(RmentorError):
    """The files need a change before the command can go on. Carries every problem, errors and warnings, sorted.

    `offer` is text that would mend it, for stdout: `rmentor select ROSTER > rmentor.yaml`.
    """

    def __init__(self, problems: Iterable[Problem], offer: str | None = None) -> None:
        self.offer = offer
        self.problems = tuple(sorted(problems, key=lambda problem: problem.order))
        super().__init__(f"{len(self.problems)} problems")


def errors_of(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Those problems that stop a command."""
    return tuple(problem for problem in problems if problem.severity == "error")
