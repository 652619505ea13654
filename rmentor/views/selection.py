"""The ranking, and one person's sheet, in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from rmentor.errors import Problem, ProblemsFound, Reason
from rmentor.files import results
from rmentor.files.validated import near
from rmentor.marks import Panel
from rmentor.outcomes import Candidate, Decision, Part, Selection
from rmentor.paper.explained import Jury, around, decided, explained
from rmentor.robustness import Spread
from rmentor.selecting import MOST_DRAWN, Chosen, what_the_group_costs
from rmentor.terminal import Terminal, bar, grid
from rmentor.views import marks

_NAME = 24


def show(
    terminal: Terminal,
    chosen: Chosen,
    notes: Iterable[Reason],
    top: int,
    spread: Spread,
    set_aside: Sequence[Problem] = (),
    raters: Sequence[Panel] = (),
    decisions: Mapping[str, Decision] | None = None,
) -> None:
    """The ranking, and what people decided; as JSON where that is asked for. `spread` is how far the weights moved."""
    if terminal.json:
        found = results.selection(chosen.selection, terminal.words, set_aside, chosen.group, chosen.firmness, raters)
        made = {one: results.decision(decision) for one, decision in sorted((decisions or {}).items())}
        terminal.data({**found, "decisions": made})
    else:
        _ranking(terminal, chosen.selection, top)
        for identity, decision in sorted((decisions or {}).items()):
            if (person := chosen.selection.roster.position.get(identity)) is not None:
                name = chosen.selection.roster.name(person)
                told = decided(decision, terminal.words)
                terminal.note(terminal.words("select.decided", name=name, id=identity, told=told))
        for line in _about_the_group(terminal, chosen):
            terminal.result(line)
        for line in _about_firmness(terminal, chosen, spread):
            terminal.note(line)
        for one in raters:
            for line in marks.about_raters(terminal, chosen.selection, one):
                terminal.result(line)
        if chosen.firmness is not None and chosen.firmness.detail is not None:
            _detail(terminal, chosen, top)
        for note in notes:
            terminal.note(terminal.words.reason(note))
        if set_aside:
            lines = len({one.line for one in set_aside})
            terminal.result(terminal.words("select.set_aside", count=lines))
            terminal.problems(set_aside)


def _person(selection: Selection, identity: str) -> int:
    """A person's place in the roster; raises ProblemsFound where nobody bears the id."""
    if identity not in selection.roster.position:
        fields = {"id": identity, "near": near(identity, selection.roster.ids)}
        raise ProblemsFound([Problem(selection.roster.path, "unknown_person", fields)])
    return selection.roster.position[identity]


def _ranking(terminal: Terminal, selection: Selection, top: int) -> None:
    """The answer first: who is chosen; then the reserve up to `top`; then what needs a human."""
    words = terminal.words
    chosen = [selection.candidate(person) for person in selection.selected]
    shown = [*selection.selected, *selection.reserve][: max(top, 0)]
    headings = [
        (words("select.rank"), "right"),
        (words("select.id"), "left"),
        (words("select.name"), "left"),
        (words("select.score"), "left"),
        (words("select.parts"), "left"),
        *([(words("select.firm"), "right")] if selection.acceptability is not None else []),
        (words("select.status"), "left"),
    ]
    rows = [_row(terminal, selection.candidate(person), selection) for person in shown]
    terminal.table(grid(headings, rows))  # type: ignore[arg-type]
    hidden = len(selection.selected) + len(selection.reserve) - len(shown)
    if hidden > 0:
        terminal.result(words("select.more", count=hidden, all=hidden + len(shown)))
    terminal.result("")
    terminal.result(
        words("select.summary", count=len(chosen), places=selection.places, candidates=selection.candidates,
              rows=selection.roster.rows)
    )  # fmt: skip
    counts = selection.counts
    others = [words(f"select.count.{key}", count=counts[key]) for key in ("below_minimum", "not_eligible", "refused")
              if counts[key]]  # fmt: skip
    if others:
        terminal.result(words("select.others", list=others))
    for line in _needs_a_human(terminal, selection):
        terminal.note(line)


def _row(terminal: Terminal, one: Candidate, selection: Selection) -> list[str]:
    words = terminal.words
    assert one.score is not None
    assert one.low is not None
    assert one.high is not None
    spread = "" if one.high - one.low < 0.05 else f" {words.number(one.low, 1)}–{words.number(one.high, 1)}"
    strip = " ".join(_bar(terminal, part) for part in one.parts.values())
    state = words(f"status.{one.status}")
    if one.by == "decision":
        state = words("select.by_decision", status=state)
    elif one.by == "cover":
        state = words("select.by_cover", status=state)
    rank = "–" if one.rank is None else str(one.rank)
    score = f"{words.number(one.score, 1):>5}{spread}"
    firm = [] if selection.acceptability is None else [_firm(terminal, one)]
    return [rank, one.id, _short(one.name), score, strip, *firm, state]


def _firm(terminal: Terminal, one: Candidate) -> str:
    return "–" if one.acceptability is None else terminal.words("percent", share=one.acceptability)


def _about_the_group(terminal: Terminal, chosen: Chosen) -> Iterator[str]:
    """What is asked of the chosen together: that they have it and what it cost, or what is missing."""
    if chosen.group is None:
        return
    if not chosen.group.shortfalls:
        yield terminal.words("select.covered")
    for reason in what_the_group_costs(chosen.group):
        yield terminal.words.reason(reason)


def _about_firmness(terminal: Terminal, chosen: Chosen, spread: Spread) -> Iterator[str]:
    words, drawn = terminal.words, chosen.firmness
    if drawn is None:
        if int((chosen.selection.rank > 0).sum()) > MOST_DRAWN:
            yield words("select.not_drawn", most=MOST_DRAWN)
        return
    yield words("select.firmness", samples=drawn.samples, seed=drawn.seed, error=drawn.error * 100,
                around=around(words, spread))  # fmt: skip


def _detail(terminal: Terminal, chosen: Chosen, top: int) -> None:
    """How often each has the first ranks, and the weights under which they come first."""
    words, selection, drawn = terminal.words, chosen.selection, chosen.firmness
    assert drawn is not None
    assert drawn.detail is not None
    ranked = [person for person, rank in enumerate(selection.rank.tolist()) if rank]
    place = {person: number for number, person in enumerate(ranked)}
    shown = [one for one in (*selection.selected, *selection.reserve) if one in place][: max(top, 0)]
    rows = []
    for person in shown:
        shares = drawn.detail.rank_acceptability(place[person])
        best = sorted(range(len(shares)), key=lambda one: (-shares[one], one))[:3]
        told = [words("select.rank_share", rank=one + 1, share=shares[one]) for one in sorted(best) if shares[one]]
        central = drawn.detail.central_weights(place[person])
        weights = "–" if central is None else " / ".join(words("percent", share=one) for one in central)
        rows.append([_short(selection.candidate(person).name), ", ".join(told), weights])
    terminal.result("")
    headings = [(words("select.name"), "left"), (words("select.ranks"), "left"), (words("select.central"), "left")]
    terminal.table(grid(headings, rows))  # type: ignore[arg-type]


def _bar(terminal: Terminal, part: Part) -> str:
    return bar(part.value / 100, 4, blocks=terminal.blocks).ljust(4, "·")


def _short(name: str) -> str:
    return name if len(name) <= _NAME else name[: _NAME - 1] + "…"


def _needs_a_human(terminal: Terminal, selection: Selection) -> Iterator[str]:
    words = terminal.words
    if len(selection.selected) < selection.places:
        yield words("select.too_few", count=len(selection.selected), places=selection.places)
    unseen = [
        one.name
        for person in selection.selected
        for one in [selection.candidate(person)]
        if any(part.unseen for part in one.parts.values())
    ]
    if unseen:
        yield words("select.unseen", names=unseen, count=len(unseen))
    uncertain = _overlapping(selection)
    if uncertain:
        yield words("select.overlap", count=uncertain)


def _overlapping(selection: Selection) -> int:
    """How many of the reserve could stand above the last chosen, were their missing evidence known."""
    ranked = [person for person in selection.selected if selection.rank[person]]
    if not ranked:
        return 0
    last = min(float(selection.low[person]) for person in ranked)
    waiting = np.array(selection.reserve, dtype=np.int64)
    high, low = selection.high[waiting], selection.low[waiting]
    return int(((high > last) & (high > low)).sum())


def explain(terminal: Terminal, jury: Jury, identity: str) -> None:
    """One person's sheet: own data only, what was measured, on which scale, with which weight, the result, how firm it
    is, what would change it and who decided. Raises ProblemsFound where nobody bears the id."""
    words = terminal.words
    person = _person(jury.selection, identity)
    one, way = jury.selection.candidate(person), jury.way_in(person)
    if terminal.json:
        told = None if way is None else results.way_in(way)
        decision = results.decision(jury.decisions.get(identity))
        terminal.data({"version": 1, "candidate": results.candidate(one, words), "way_in": told, "decision": decision})
        return
    said = explained(jury, person, words, way)
    terminal.result(f"{one.name} ({one.id})")
    for line in (*said.result, *("  – " + reason for reason in said.reasons)):
        terminal.result(line)
    if not said.measures:
        for line in said.totals:
            terminal.result(line)
        return
    terminal.result("")
    rows = []
    for measure in said.measures:
        rows.append([measure.label, measure.value, measure.between, measure.weight, measure.points])
        rows += [[f"  {column}", value, written, "", ""] for column, value, written in measure.marks]
    headings = [
        (words("explain.criterion"), "left"),
        (words("explain.value"), "right"),
        (words("explain.between"), "left"),
        (words("explain.weight"), "right"),
        (words("explain.points"), "right"),
    ]
    terminal.table(grid(headings, rows))  # type: ignore[arg-type]
    terminal.result("")
    for line in (*said.totals, said.firm, *said.changes, *said.contest):
        if line:
            terminal.result(line)
