"""What is stale, missing or out of reach in kits: for whoever keeps them up. Nothing here stops a programme."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from rmentor.errors import Fields
from rmentor.kits import KeyFigure, Module
from rmentor.values import Rhythm

Where = tuple[str | int, ...]
_CLOSE = 1e-9
_IMAGE = re.compile(r"!\[([^\]]*)\]\(\s*<?([^)>\s\"]*)[^)]*\)")
"""An image in Markdown: its alternative text, its address."""

BLOCKS = (
    "objectives", "key_figures", "state_of_the_art", "illustrations", "videos", "exercises", "questionnaire",
    "run_sheet", "teach_back",
)  # fmt: skip
"""What a whole module holds. `videos: []`, written out, says that there are none on purpose."""

LONGEST = {"title": 80, "objectives": 160, "idea": 300, "teach_back": 400}
"""Characters that a text may have in its place on the handout."""

FRONT = 2700
BACK = 1950
"""Characters that the front and the back of a handout hold. Measured on A4 with three aims, two figures with sources,
an idea and a case on the front (2 748 still fit), and one exercise on the back (1 938 still fit, 2 238 do not)."""
PICTURE = 900
"""What a picture takes of the front, as characters."""
VIDEO = 400
"""What a video's code takes of the back, as characters."""


@dataclass(frozen=True)
class Finding:
    """One thing to look at: where in the module's file, and what."""

    where: Where
    code: str
    fields: Fields = field(default_factory=dict)


def of_module(module: Module, today: dt.date, figures_age: Rhythm) -> Iterator[Finding]:
    """What is to be looked at in one module, in the order of its fields."""
    none_on_purpose = {"videos"} & module.model_fields_set
    if lacking := [name for name in BLOCKS if not getattr(module, name) and name not in none_on_purpose]:
        yield Finding((), "module_lacks", {"fields": lacking})
    for position, figure in enumerate(module.key_figures):
        yield from _figure(figure, ("key_figures", position), today, figures_age)
    for position, exercise in enumerate(module.exercises):
        if not exercise.success:
            yield Finding(("exercises", position), "exercise_without_success", {"title": exercise.title})
    for position, question in enumerate(module.questionnaire):
        if question.choices and not question.answer:
            yield Finding(("questionnaire", position), "question_without_answer", {"question": question.question})
    yield from _minutes(module)
    yield from _lengths(module)


def _figure(figure: KeyFigure, where: Where, today: dt.date, figures_age: Rhythm) -> Iterator[Finding]:
    if not (figure.publisher or figure.title or figure.url or figure.origin):
        yield Finding(where, "source_missing")
    elif missing := [
        name
        for name, there in (("publisher", figure.publisher or figure.origin), ("url", figure.title or figure.url))
        if not there
    ]:
        yield Finding(where, "source_incomplete", {"fields": missing})
    if figure.date is None:
        yield Finding(where, "figure_undated")
        return
    first, last = period(figure.date)
    if first > today:
        yield Finding((*where, "date"), "figure_to_come", {"date": figure.date})
    elif figures_age.after(last, 1) < today:
        yield Finding((*where, "date"), "figure_stale", {"date": figure.date, "age": str(figures_age)})


def period(date: str) -> tuple[dt.date, dt.date]:
    """The first and last day that a year, a month or a day stands for."""
    if len(date) == 4:
        return dt.date(int(date), 1, 1), dt.date(int(date), 12, 31)
    if len(date) == 7:
        first = dt.date.fromisoformat(date + "-01")
        return first, (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
    day = dt.date.fromisoformat(date)
    return day, day


def _minutes(module: Module) -> Iterator[Finding]:
    told = sum(step.minutes for step in module.run_sheet)
    if module.run_sheet and told != module.minutes:
        yield Finding(("run_sheet",), "run_sheet_minutes", {"sum": told, "minutes": module.minutes})
    practised = sum(exercise.minutes or 0 for exercise in module.exercises)
    if practised > module.minutes:
        yield Finding(("exercises",), "exercises_minutes", {"sum": practised, "minutes": module.minutes})


def _lengths(module: Module) -> Iterator[Finding]:
    for name, most in LONGEST.items():
        told = getattr(module, name)
        for position, text in enumerate((told,) if isinstance(told, str) else told or ()):
            if len(text) > most:
                where: Where = (name,) if isinstance(told, str) else (name, position)
                yield Finding(where, "text_too_long", {"length": len(text), "most": most})
    if (length := _front(module)) > FRONT:
        yield Finding((), "front_too_long", {"length": length, "most": FRONT})
    if (length := _back(module)) > BACK:
        yield Finding((), "back_too_long", {"length": length, "most": BACK})


def _front(module: Module) -> int:
    """Characters on the front of a module's handout: what `paper` puts there."""
    texts = [module.title, *module.objectives[:3], module.idea or ""]
    for figure in module.key_figures[:2]:
        texts += [figure.text, figure.origin or figure.publisher or "", figure.title or ""]
    shown = 0
    for case in module.cases_to_hand_out:
        texts += [case.title, _IMAGE.sub("", case.text)]
        shown += len(_IMAGE.findall(case.text))
    return sum(map(len, texts)) + PICTURE * shown


def _back(module: Module) -> int:
    texts = [module.teach_back or ""]
    for exercise in module.exercises[:1]:
        texts += [exercise.title, *exercise.materials, *exercise.steps, *exercise.success, exercise.fallback or ""]
    for video in module.videos[:1]:
        texts += [video.title, video.note or ""]
    return sum(map(len, texts)) + VIDEO * bool(module.videos)


def images(module: Module) -> Iterator[tuple[Where, str, str]]:
    """The images that a module's Markdown shows: where, alternative text, address."""
    for name in ("state_of_the_art", "notes"):
        for alternative, address in _IMAGE.findall(getattr(module, name) or ""):
            yield (name,), alternative, address
    for position, case in enumerate(module.illustrations):
        for alternative, address in _IMAGE.findall(case.text):
            yield ("illustrations", position, "text"), alternative, address


def unreachable(modules: Mapping[str, Module]) -> Iterator[tuple[str, Finding]]:
    """Entry levels that nobody who begins at nought comes to: modules, sorted, and why.

    Every module is taken as soon as its entry levels and prerequisites are there, until nothing more can be; what is
    left asks for more than all others teach, or waits for modules that wait themselves.
    """
    levels, taken = _all_that_can_be_taken(modules)
    for name, module in sorted(modules.items()):
        for topic, level in sorted(module.entry.items()) if name not in taken else ():
            if levels.get(topic, 0.0) >= level - _CLOSE:
                continue
            others = {one: other.teaches.get(topic, 0.0) for one, other in modules.items() if one != name}
            most = sum(others.values())
            if most < level - _CLOSE:
                yield (
                    name,
                    Finding(("entry", topic), "entry_never_reached", {"topic": topic, "level": level, "most": most}),
                )
            else:
                waiting = sorted(one for one, taught in others.items() if taught and one not in taken)
                fields = {"topic": topic, "level": level, "modules": waiting}
                yield name, Finding(("entry", topic), "entry_in_circle", fields)


def _all_that_can_be_taken(modules: Mapping[str, Module]) -> tuple[dict[str, float], set[str]]:
    levels: dict[str, float] = {}
    taken: set[str] = set()
    more = True
    while more:
        more = False
        for name, module in sorted(modules.items()):
            before = set(module.requires) & set(modules)
            reached = all(levels.get(topic, 0.0) >= level - _CLOSE for topic, level in module.entry.items())
            if name not in taken and reached and before <= taken:
                taken.add(name)
                more = True
                for topic, level in module.teaches.items():
                    levels[topic] = levels.get(topic, 0.0) + level
    return levels, taken
