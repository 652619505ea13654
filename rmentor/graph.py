"""Everything in order, only what is stale; and where a programme stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from rmentor.errors import Problem, ProblemsFound, errors_of
from rmentor.files import plain
from rmentor.files.made import Made
from rmentor.files.marksfile import MARKS
from rmentor.files.workspace import ANNOUNCED, DECISIONS, PAIRS, PLANS, SELECTION, SETTINGS
from rmentor.papers import Papers, Wanted
from rmentor.steps import Programme, Progress, Written
from rmentor.words import Words

TAKE_IN = "import roster EXPORT.csv"
"""What comes next where there is no roster yet."""
State = Literal["done", "stale", "missing", "edited", "nothing"]


@dataclass(frozen=True)
class Ran:
    """What a run did: files written, problems that somebody must look at, and what comes next, if anything."""

    written: tuple[Written, ...]
    attention: tuple[Problem, ...]
    next: str | None


@dataclass(frozen=True)
class Stage:
    """One step: where it stands, how many there are of what it makes, and the command that makes them."""

    name: str
    state: State
    count: int
    command: str


def run(programme: Programme, words: Mapping[str, Words], tell: Progress) -> Ran:
    """Selects, pairs, plans and renders, in order. Outputs that are still true are not computed again.

    Raises ProblemsFound, before anything is written, where an input is wrong.
    """
    programme.require_sound_inputs(kits=True, settled=False)
    written = list(_outputs(programme, tell))
    attention = [*programme.uncovered(), *programme.waiting, *_without_mentor(programme)]
    following = missing_inputs(programme)
    made = None
    if programme.waiting and not programme.folder.names(PLANS):
        return Ran(tuple(written), tuple(attention), following)
    if following is not None:
        if Made.read(programme.folder).documents:
            written += Papers(programme, words).render(Wanted(again=True), tell)
    else:
        written += Papers(programme, words).render(Wanted(), tell)
        made = Made.read(programme.folder)
        made.attention = [plain.kept(problem) for problem in attention]
        made.whole_run(programme.folder, inputs(programme), kept_outputs(programme))
        made.keep(programme.folder)
    return Ran(tuple(written), tuple(attention), following)


def _outputs(programme: Programme, tell: Progress) -> Iterator[Written]:
    steps = 3 if programme.workspace.mentees else 1
    tell("select", 0, steps)
    if programme.stale(SELECTION, programme.selection_inputs()):
        yield programme.keep_selection()
    if not programme.workspace.mentees:
        return
    tell("pair", 1, steps)
    if programme.stale(PAIRS, programme.pairs_inputs()):
        yield programme.keep_pairs()
    if not programme.workspace.catalogue.modules:
        return
    tell("plan", 2, steps)
    if programme.plans_stale():
        yield from programme.keep_plans()


def missing_inputs(programme: Programme) -> str | None:
    """What people still have to write before there is anything to print."""
    if not programme.workspace.mentees:
        return "no_mentees"
    return None if programme.workspace.catalogue.modules else "no_kits"


def _without_mentor(programme: Programme) -> Iterator[Problem]:
    if programme.workspace.mentees:
        paired = programme.paired()
        for mentee, placed in programme.workspace.mentees.items():
            if mentee not in paired:
                yield placed.source.problem((), "without_mentor", name=programme.workspace.name(mentee))


def inputs(programme: Programme) -> list[str]:
    """Every file that a programme is made from, there or not."""
    settings = programme.workspace.settings
    names = {
        SETTINGS,
        settings.roster.file,
        MARKS,
        *DECISIONS,
        ANNOUNCED,
        *programme.workspace.sources,
        *programme.workspace.kit_files.looked_for,
    }
    names.update(one for one in (settings.brand.logo, settings.brand.css) if one)
    return sorted(names)


def kept_outputs(programme: Programme) -> list[str]:
    """What rmentor writes and git keeps."""
    return [SELECTION, PAIRS, *programme.folder.names(PLANS)]


def stages(programme: Programme) -> Iterator[Stage]:
    """Where each step stands, in order; the first that is not done is what comes next."""
    workspace = programme.workspace
    after = "select" if workspace.export is not None else TAKE_IN
    yield Stage("select", _state(programme, SELECTION, programme.selection_inputs()),
                workspace.settings.selection.mentors, after)  # fmt: skip
    if not workspace.mentees:
        yield Stage("mentees", "missing", 0, "")
        return
    pairs = _state(programme, PAIRS, programme.pairs_inputs())
    yield Stage("pair", pairs, len(workspace.mentees), "pair")
    if not workspace.catalogue.modules:
        yield Stage("kits", "missing", 0, "")
        return
    if pairs == "done":
        state: State = "stale" if programme.plans_stale() else "done"
        yield Stage("plan", state, len(programme.paired()), "plan")
        if state == "done":
            yield _rendered(programme)


def _rendered(programme: Programme) -> Stage:
    made = Made.read(programme.folder)
    if not made.documents:
        return Stage("render", "missing", 0, "render")
    return Stage("render", "done" if made.still_true(programme.folder) else "stale", len(made.documents), "render")


def _state(programme: Programme, name: str, inputs: dict[str, str]) -> State:
    if not programme.folder.has(name):
        return "missing"
    try:
        return "stale" if programme.stale(name, inputs) else "done"
    except ProblemsFound:
        return "edited"


def problems(programme: Programme) -> tuple[int, int]:
    """How many errors and warnings the inputs have."""
    found = programme.check()
    wrong = len(errors_of(found))
    return wrong, len(found) - wrong
