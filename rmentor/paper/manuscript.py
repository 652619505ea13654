"""A module as Markdown, for whoever reads or edits it elsewhere: everything that it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rmentor.kits import Exercise, Module, Origin, Question
from rmentor.words import Words

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])|^(\s*)([-+]|\d+[.)])(?=\s)", re.MULTILINE)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def escaped(text: str) -> str:
    """People's text on one line, verbatim in Markdown."""
    return _SPECIAL.sub(_with_backslash, " ".join(text.split()))


def _with_backslash(found: re.Match[str]) -> str:
    if found[1]:
        return "\\" + found[1]
    mark = found[3]
    return f"{found[2]}{mark[:-1]}\\{mark[-1]}"


def markdown(module: Module, words: Words) -> str:
    """The whole module; texts that are Markdown stand as they are."""
    return "\n".join(_lines(module, words)).rstrip("\n") + "\n"


def _lines(module: Module, words: Words) -> Iterator[str]:
    yield f"# {escaped(module.title)}\n"
    yield f"{words('doc.minutes', count=module.minutes)} · `{module.id}`\n"
    if module.objectives:
        yield f"{words('doc.aims')}\n"
        yield from _items(module.objectives)
    if module.idea:
        yield f"> **{words('doc.idea')}** — {escaped(module.idea)}\n"
    yield from _facts(module, words)
    for number, exercise in enumerate(module.exercises, 1):
        yield from _exercise(exercise, number, words)
    yield from _quiz(module, words)
    yield from _session(module, words)


def _facts(module: Module, words: Words) -> Iterator[str]:
    if module.key_figures:
        yield f"## {words('kit.figures')}\n"
        for figure in module.key_figures:
            number = "" if figure.value is None else words.number(figure.value)
            told = " ".join(part for part in (number, escaped(figure.unit or "")) if part)
            yield f"- {f'**{told}** — ' if number else ''}{escaped(figure.text)}{_source(figure)}"
            if figure.caution:
                yield f"  - *{escaped(figure.caution)}*"
        yield ""
    if module.state_of_the_art:
        yield f"## {words('kit.state_of_the_art')}\n\n{module.state_of_the_art.strip()}\n"
    for case in module.illustrations:
        yield f"## {words('kit.case', title=escaped(case.title))}\n\n{escaped(case.text)}{_source(case.source)}\n"
    if module.videos:
        yield f"## {words('kit.videos')}\n"
        for video in module.videos:
            beside = f" ({words('doc.minutes', count=video.minutes)})" if video.minutes else ""
            note = f" — {escaped(video.note)}" if video.note else ""
            yield f"- [{escaped(video.title)}](<{video.url}>){beside}{note}"
        yield ""


def _source(origin: Origin | None) -> str:
    if origin is None:
        return ""
    parts = [escaped(part) for part in (origin.origin, origin.publisher, origin.title, origin.date) if part]
    if origin.url:
        parts.append(f"<{origin.url}>")
    return f" ({', '.join(parts)})" if parts else ""


def _exercise(exercise: Exercise, number: int, words: Words) -> Iterator[str]:
    beside = [words("doc.minutes", count=exercise.minutes)] if exercise.minutes else []
    beside += [escaped(exercise.device)] if exercise.device else []
    yield f"## {words('doc.exercise_number', number=number)} · {escaped(exercise.title)}\n"
    if beside:
        yield " · ".join(beside) + "\n"
    if exercise.materials:
        yield f"{words('doc.bring')} : {', '.join(map(escaped, exercise.materials))}\n"
    yield from (f"{place}. {escaped(step)}" for place, step in enumerate(exercise.steps, 1))
    if exercise.success:
        yield f"\n{words('doc.success')}\n"
        yield from _items(exercise.success, "- [ ] ")
    if exercise.fallback:
        yield f"{words('doc.fallback')} : {escaped(exercise.fallback)}\n"


def _quiz(module: Module, words: Words) -> Iterator[str]:
    if not module.questionnaire:
        return
    yield f"## {words('doc.questions')}\n"
    for number, one in enumerate(module.questionnaire, 1):
        scale = f" ({one.scale[0]:g}–{one.scale[1]:g})" if one.scale else ""
        yield f"{number}. {escaped(one.question)}{scale}"
        yield from (f"   - {letter}) {escaped(choice)}" for letter, choice in zip(_LETTERS, one.choices, strict=False))
    yield ""
    if right := [_right(number, one, words) for number, one in enumerate(module.questionnaire, 1) if one.answer]:
        yield f"## {words('doc.answers')}\n"
        yield from (f"- {line}" for line in right)
        yield ""


def _right(number: int, question: Question, words: Words) -> str:
    letters = [_LETTERS[one - 1] for one in question.answer]
    told = words("doc.answer", number=number, letters=letters)
    return f"{told}{' — ' + escaped(question.why) if question.why else ''}"


def _session(module: Module, words: Words) -> Iterator[str]:
    if module.run_sheet:
        yield f"## {words('kit.run_sheet')}\n"
        yield f"| min | {words('doc.do')} | {words('doc.say')} |\n|---:|---|---|"
        for step in module.run_sheet:
            said = " ".join(escaped(part) for part in (step.say, step.ask) if part)
            yield f"| {step.minutes} | {escaped(step.do)} | {said} |"
        yield ""
    if module.teach_back:
        yield f"## {words('doc.teach_back')}\n\n{escaped(module.teach_back)}\n"
    if module.glossary:
        yield f"## {words('kit.glossary')}\n"
        yield from (f"- **{escaped(word)}** : {escaped(meaning)}" for word, meaning in module.glossary.items())
        yield ""
    if module.notes:
        yield f"## {words('doc.notes')}\n\n{module.notes.strip()}\n"


def _items(texts: tuple[str, ...], mark: str = "- ") -> Iterator[str]:
    yield from (f"{mark}{escaped(text)}" for text in texts)
    yield ""
