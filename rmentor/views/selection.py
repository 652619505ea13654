"""The ranking, and one person's sheet, in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rmentor.errors import Problem, ProblemsFound, Reason
from rmentor.files import results
from rmentor.files.validated import near
from rmentor.outcomes import Candidate, Part, Selection
from rmentor.terminal import Terminal, bar, grid

_NAME = 24


def show(
    terminal: Terminal,
    selection: Selection,
    notes: Iterable[Reason],
    explained: str | None,
    top: int,
    set_aside: Sequence[Problem] = (),
) -> None:
    """The ranking or, with an id, that person's sheet; as JSON where that is asked for."""
    if explained is not None:
        _explain(terminal, selection, _person(selection, explained))
    elif terminal.json:
        terminal.data(results.selection(selection, terminal.words, set_aside))
    else:
        _ranking(terminal, selection, top)
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
        (words("select.score"), "right"),
        (words("select.range"), "right"),
        (words("select.parts"), "left"),
        (words("select.status"), "left"),
    ]
    rows = [_row(terminal, selection.candidate(person)) for person in shown]
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


def _row(terminal: Terminal, one: Candidate) -> list[str]:
    words = terminal.words
    assert one.score is not None
    assert one.low is not None
    assert one.high is not None
    spread = "" if one.high - one.low < 0.05 else f"{words.number(one.low, 1)}–{words.number(one.high, 1)}"
    strip = " ".join(_bar(terminal, part) for part in one.parts.values())
    state = words(f"status.{one.status}")
    if one.by == "decision":
        state = words("select.by_decision", status=state)
    rank = "–" if one.rank is None else str(one.rank)
    return [rank, one.id, _short(one.name), words.number(one.score, 1), spread, strip, state]


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
    return sum(float(selection.high[person]) > last and selection.high[person] > selection.low[person]
               for person in selection.reserve)  # fmt: skip


def _explain(terminal: Terminal, selection: Selection, person: int) -> None:
    """One person's sheet: own data only, what was measured, on which scale, with which weight, and the result."""
    words = terminal.words
    one = selection.candidate(person)
    if terminal.json:
        terminal.data({"version": 1, "candidate": results.candidate(one, words)})
        return
    terminal.result(f"{one.name} ({one.id})")
    terminal.result(words("explain.status", status=words(f"status.{one.status}")))
    if one.rank is not None:
        terminal.result(words("explain.rank", rank=one.rank, count=int((selection.rank > 0).sum())))
    if one.by is not None:
        terminal.result(words(f"explain.by.{one.by}"))
    for reason in one.reasons:
        terminal.result("  – " + words.reason(reason))
    if one.score is None:
        terminal.result(words("explain.no_score"))
        return
    terminal.result("")
    rows = []
    for key, part in one.parts.items():
        rows.append([selection.criteria[key].label, words.number(part.value, 1), _span(terminal, part),
                     words("percent", share=part.weight), words.number(part.points, 2)])  # fmt: skip
        for measured, piece in zip(selection.criteria[key].evidence, part.evidence, strict=True):
            low, high = measured[0].scale
            value = words("explain.missing") if piece.value is None else words.number(piece.value, 1)
            raw = piece.raw.strip() or "–"
            scale = words("explain.scale", raw=raw, low=low, high=high, weight=measured[0].weight)
            rows.append([f"  {piece.column}", value, scale, "", ""])
    headings = [
        (words("explain.criterion"), "left"),
        (words("explain.value"), "right"),
        (words("explain.between"), "left"),
        (words("explain.weight"), "right"),
        (words("explain.points"), "right"),
    ]
    terminal.table(grid(headings, rows))  # type: ignore[arg-type]
    terminal.result("")
    terminal.result(words("explain.total", score=words.number(one.score, 2)))
    if one.high is not None and one.low is not None and one.high - one.low > 0.005:
        terminal.result(words("explain.interval", low=words.number(one.low, 1), high=words.number(one.high, 1)))
    terminal.result(words("explain.people_decide"))


def _span(terminal: Terminal, part: Part) -> str:
    if part.high - part.low < 0.05:
        return terminal.words("explain.unseen") if part.unseen else ""
    return f"{terminal.words.number(part.low, 1)}–{terminal.words.number(part.high, 1)}"
