"""Is this mentor ready for this module, and what is missing: computed from what is on file, never typed in.

The five steps of making a module one's own: read it, write an example of one's own, pass the module's own quiz,
rehearse it before somebody, have it signed off. A module without right answers to give has no quiz to pass.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from rmentor.errors import Reason
from rmentor.kits import Module
from rmentor.people import Preparation

LEAST_QUIZ = 80.0
"""Percent of right answers."""
LEAST_MARK = 3.0
"""On the posture grid, 1 to 5."""
STEPS = ("read", "own_example", "quiz", "rehearsal", "signed")


@dataclass(frozen=True)
class Readiness:
    """Where a mentor stands with a module: for each step that the module asks for, None where it is done, else what is
    missing (codes `ready_*`)."""

    mentor: str
    module: str
    steps: Mapping[str, Reason | None]

    @property
    def missing(self) -> tuple[Reason, ...]:
        """What is still to be done, in the order of the steps."""
        return tuple(reason for reason in self.steps.values() if reason is not None)

    @property
    def ready(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


Matrix = Mapping[tuple[str, str], Readiness]
"""Mentor and module → where they stand."""


def readiness(
    mentor: str, module: Module, preparations: Iterable[Preparation], *, own_words: bool = False
) -> Readiness:
    """Where one mentor stands with one module.

    `preparations` are theirs for that module, oldest first: of two that say something, the later counts. `own_words`:
    whether the mentor wrote examples or figures of their own over the module.
    """
    known: dict[str, object] = {}
    for one in preparations:
        known |= {key: value for key in Preparation.model_fields if (value := getattr(one, key)) is not None}
    steps = {
        "read": None if "read" in known else Reason("ready_read"),
        "own_example": None if own_words or "own_example" in known else Reason("ready_own_example"),
        "quiz": _quiz(known.get("quiz")),
        "rehearsal": _rehearsal(getattr(known.get("rehearsal"), "mark", None)),
        "signed": None if "signed_by" in known else Reason("ready_signed"),
    }
    if not any(question.answer for question in module.questionnaire):
        del steps["quiz"]
    return Readiness(mentor, module.id, steps)


def _quiz(share: object) -> Reason | None:
    if not isinstance(share, (int, float)):
        return Reason("ready_quiz")
    return None if share >= LEAST_QUIZ else Reason("ready_quiz_below", {"value": share, "least": LEAST_QUIZ})


def _rehearsal(mark: object) -> Reason | None:
    if not isinstance(mark, (int, float)):
        return Reason("ready_rehearsal")
    return None if mark >= LEAST_MARK else Reason("ready_rehearsal_below", {"value": mark, "least": LEAST_MARK})


def matrix(
    mentors: Iterable[str],
    modules: Mapping[str, Module],
    preparations: Iterable[Preparation],
    own_words: Collection[tuple[str, str]] = (),
) -> Matrix:
    """Every mentor × every module, mentors in the order given, modules by id. `own_words`: (mentor, module)."""
    theirs: dict[tuple[str, str], list[Preparation]] = {}
    for one in preparations:
        theirs.setdefault((one.mentor, one.module), []).append(one)
    return {
        (mentor, key): readiness(mentor, module, theirs.get((mentor, key), ()), own_words=(mentor, key) in own_words)
        for mentor in mentors
        for key, module in sorted(modules.items())
    }


def unready(known: Matrix, mentor: str, modules: Iterable[str]) -> Iterator[Readiness]:
    """Those of the modules, in their order, that the mentor may not yet be seated with."""
    for module in modules:
        found = known.get((mentor, module))
        if found is not None and not found.ready:
            yield found
