"""Kits: what a mentor works with. A kit is a list of modules; a module is one thing an executive learns to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from rmentor.fields import (
    Every,
    Id,
    Ids,
    Input,
    Language,
    Number,
    PartialDate,
    Positive,
    Scale,
    Text,
    Texts,
    Url,
    Version,
    Whole,
    fault,
)
from rmentor.values import Rhythm

PROSE = frozenset({"idea", "state_of_the_art", "teach_back", "notes", "summary"})
"""Texts of paragraphs: an overlay may append to them."""

PLANNED_WITH = frozenset({"id", "minutes", "teaches", "entry", "requires", "theme"})
"""What plans are made from: a mentor's own words leave it as it is."""


class Origin(Input):
    """Where a fact was read: enough to find it again."""

    publisher: Text | None = None
    title: Text | None = None
    url: Url | None = None
    date: PartialDate | None = None
    origin: Text | None = None
    caution: Text | None = None
    fact: Text | None = None


def _blank_as_none(given: Any) -> Any:
    """`unit: ""` says, as `unit:` does, that a number has none."""
    return None if given == "" else given


class KeyFigure(Origin):
    """One number worth remembering, with its source and date."""

    text: Text
    value: Number | None = None
    unit: Annotated[Text | None, BeforeValidator(_blank_as_none)] = None


class Illustration(Input):
    """A concrete case."""

    title: Text
    text: Text
    source: Origin | None = None


class Video(Input):
    """Something to watch; only its address is kept."""

    title: Text
    url: Url
    minutes: Positive | None = None
    note: Text | None = None


class Exercise(Input):
    """Something the executive does on their own device."""

    title: Text
    minutes: Positive | None = None
    device: Text | None = None
    materials: Texts = ()
    steps: Texts = ()
    success: Texts = ()
    fallback: Text | None = None


def _answers(given: Any) -> Any:
    return given if isinstance(given, (list, tuple)) or given is None else [given]


class Question(Input):
    """One question: with choices and right answers (counted from 1), or with a scale for self-assessment."""

    question: Text
    choices: Texts = ()
    answer: Annotated[tuple[Annotated[Whole, Field(ge=1)], ...], BeforeValidator(_answers)] = ()
    why: Text | None = None
    scale: Scale | None = None

    @model_validator(mode="after")
    def _answers_stand_among_the_choices(self) -> Question:
        for answer in self.answer:
            if answer > len(self.choices):
                raise fault("answer_not_a_choice", answer=answer, choices=len(self.choices))
        return self


class Step(Input):
    """One line of a run-sheet."""

    minutes: Positive
    do: Text
    say: Text | None = None
    ask: Text | None = None


class Material(Input):
    """A thing to bring."""

    name: Text
    quantity: Positive = 1


class Module(Input):
    """One module: its minutes, what it teaches, what must come before it, and everything the mentor needs."""

    version: Version
    id: Id
    title: Text
    minutes: Positive
    theme: Text | None = None
    teaches: dict[Id, Annotated[Number, Field(ge=0)]]
    entry: dict[Id, Annotated[Number, Field(ge=0)]] = {}
    requires: Ids = ()
    objectives: Texts = ()
    idea: Text | None = None
    key_figures: tuple[KeyFigure, ...] = ()
    state_of_the_art: Text | None = None
    illustrations: tuple[Illustration, ...] = ()
    videos: tuple[Video, ...] = ()
    exercises: tuple[Exercise, ...] = ()
    questionnaire: tuple[Question, ...] = ()
    run_sheet: tuple[Step, ...] = ()
    teach_back: Text | None = None
    competences: Texts = ()
    materials: tuple[Material, ...] = ()
    glossary: dict[Text, Text] = {}
    notes: Text | None = None

    @property
    def cases_to_hand_out(self) -> tuple[Illustration, ...]:
        """The kit's first case, and the last: the one that a client or the mentor has added, where one has."""
        return tuple(dict.fromkeys((*self.illustrations[:1], *self.illustrations[-1:])))


class Kit(Input):
    """The whole of `kit.yaml`."""

    version: Version
    id: Id
    title: Text
    summary: Text | None = None
    language: Language | None = None
    translations: dict[Language, Text] = {}
    extends: Text | None = None
    modules: Ids = ()
    materials: tuple[Material, ...] = ()
    figures_age: Every = Rhythm(24, "month")


@dataclass(frozen=True)
class Picture:
    """A picture of a kit's media: what the file holds, `svg`, `png` or `jpeg`, width, height in its own units."""

    content: bytes
    kind: str
    width: float
    height: float


@dataclass(frozen=True)
class Catalogue:
    """Every module of the programme's kits, by id, and the kit each belongs to. Sorted by id. `pictures`: by module, by
    the address that its texts show them under; there only where documents are made."""

    kits: Mapping[str, Kit]
    modules: Mapping[str, Module]
    kit_of: Mapping[str, str]
    pictures: Mapping[str, Mapping[str, Picture]] = field(default_factory=dict)

    @property
    def topics(self) -> tuple[str, ...]:
        """What the modules teach, sorted."""
        return tuple(sorted({topic for module in self.modules.values() for topic in module.teaches}))


EMPTY = Catalogue({}, {}, {})


def cycles(requires: Mapping[str, Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    """The circles among prerequisites, each module before the one it waits for, the smallest id first; sorted.

    `requires` gives each module the modules before it; ids that are not keys are passed over. Circles that share a
    module are told one at a time: mending the first shows the next.
    """
    graph = {module: sorted(set(before) & set(requires)) for module, before in sorted(requires.items())}
    found: list[tuple[str, ...]] = []
    while True:
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            circle = error.args[1][:0:-1]  # graphlib tells each before the one that waits for it
            first = circle.index(min(circle))
            found.append((*circle[first:], *circle[:first]))
            graph = {module: before for module, before in graph.items() if module not in circle}
            graph = {module: [one for one in before if one in graph] for module, before in graph.items()}
        else:
            return tuple(sorted(found))
