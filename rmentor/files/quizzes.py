"""A module's questions for a learning platform: Moodle's GIFT, and a table for online forms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rmentor.files.sheets import Sheet, as_csv
from rmentor.kits import Module, Question

_SPECIAL = re.compile(r"[\\:#={}~]")
_ROOT = "rmentor"
HEADINGS = ("module", "number", "kind", "question", "answer", "why", "scale_low", "scale_high")


def escaped(text: str) -> str:
    """Text as GIFT keeps it verbatim (Moodle, question/format/gift): `\\ : # = { } ~` and line ends."""
    told = _SPECIAL.sub(lambda sign: "\\" + sign[0], text.replace("\r\n", "\n").replace("\r", "\n"))
    return told.replace("\n", "\\n")


def gift(modules: Sequence[Module]) -> str:
    """The questions of several modules, a category each.

    One right answer: tick one; several: tick all, and a wrong tick costs all. A scale, or choices without a right
    answer, is an open question with what may be answered in its text.
    """
    parts = []
    for module in modules:
        parts.append(f"$CATEGORY: {_ROOT}/{module.id.replace('/', '//')}\n")
        for number, question in enumerate(module.questionnaire, 1):
            parts.append(
                f"::{escaped(f'{module.id} {number}')}::[plain]{escaped(_asked(question))}{_answers(question)}\n"
            )
    return "\n".join(parts)


def _asked(question: Question) -> str:
    """The question, with what may be answered where no answer is right."""
    if question.scale:
        low, high = question.scale
        return f"{question.question} ({low:g}–{high:g})"
    if not question.answer and question.choices:
        return "\n".join([question.question, *(f"- {choice}" for choice in question.choices)])
    return question.question


def _answers(question: Question) -> str:
    why = f"\n####{_plain(question.why)}" if question.why else ""
    if question.scale or not question.answer:
        return f" {{{why}{chr(10) if why else ''}}}"
    right = set(question.answer)
    yes, no = ("=", "~") if len(right) == 1 else (f"~%{_share(len(right))}%", "~%-100%")
    lines = [(yes if number in right else no) + _plain(one) for number, one in enumerate(question.choices, 1)]
    return " {\n" + "\n".join(lines) + why + "\n}"


def _plain(text: str) -> str:
    """An answer; one that begins as a format or a weight does is told to be plain text."""
    told = escaped(text)
    return f"[plain]{told}" if told.lstrip().startswith(("[", "%")) else told


def _share(count: int) -> str:
    """What one of several right ticks is worth; Moodle knows five decimals."""
    return f"{100 / count:.5f}".rstrip("0").rstrip(".")


def table(modules: Sequence[Module]) -> bytes:
    """One line a question, for import into online forms: choices a column each, right answers as their numbers."""
    most = max((len(one.choices) for module in modules for one in module.questionnaire), default=0)
    choices = tuple(f"choice_{number}" for number in range(1, most + 1))
    return as_csv(Sheet("questions", HEADINGS + choices, list(_rows(modules, most))))


def _rows(modules: Sequence[Module], most: int) -> Iterator[tuple[str | int | float | None, ...]]:
    for module in modules:
        for number, one in enumerate(module.questionnaire, 1):
            kind = "scale" if one.scale else "open" if not one.answer else "one" if len(one.answer) == 1 else "several"
            low, high = one.scale or (None, None)
            right = " ".join(map(str, one.answer))
            choices = (*one.choices, *("",) * (most - len(one.choices)))
            yield (module.id, number, kind, one.question, right, one.why, low, high, *choices)
