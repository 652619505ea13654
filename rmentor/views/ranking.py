"""A selection as files that people look at elsewhere: a page, a workbook, a CSV."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from rmentor import auditing
from rmentor.coverage import teaching_levels
from rmentor.errors import Problem, ProblemsFound, Reason
from rmentor.fairness import Audit
from rmentor.files.folder import unwritable, write_atomically
from rmentor.files.sheets import MOST_ROWS, save
from rmentor.outcomes import Selection
from rmentor.paper import ranking
from rmentor.paper.explained import Jury
from rmentor.paper.rankingsheets import sheets
from rmentor.papers import Papers
from rmentor.programme import Audit as Settings
from rmentor.selecting import Chosen, what_the_group_costs
from rmentor.steps import Programme
from rmentor.terminal import Terminal
from rmentor.words import LANGUAGES, words


@dataclass(frozen=True)
class Wanted:
    """Which files are asked for; None: not that one."""

    html: Path | None = None
    csv: Path | None = None
    xlsx: Path | None = None


def save_all(
    terminal: Terminal, wanted: Wanted, chosen: Chosen, jury: Jury, notes: Iterable[Reason],
    programme: Programme | None,
) -> None:  # fmt: skip
    """Writes the files asked for and says so; they hold names, so that whoever named them keeps them.

    Raises ProblemsFound where one cannot be written.
    """
    selection = chosen.selection
    for path in (wanted.csv, wanted.xlsx):
        if path is None:
            continue
        if path is wanted.xlsx and selection.roster.rows > MOST_ROWS:
            raise ProblemsFound([Problem(path.as_posix(), "too_many_for_a_sheet", {"most": MOST_ROWS})])
        french = terminal.words.language == "fr"
        save(path, sheets(selection, terminal.words, jury.decisions), delimiter=";" if french else ",", comma=french)
        terminal.note(terminal.words("page.saved", file=path.as_posix()))
    if wanted.html is not None:
        from rmentor.paper.rendering import Press

        shown = _page(terminal, chosen, jury, [terminal.words.printed.reason(one) for one in notes], programme)
        try:
            write_atomically(wanted.html, Press().page("ranking", ranking.data(shown)))
        except OSError as error:
            raise ProblemsFound([unwritable(error, wanted.html.as_posix())]) from None
        terminal.note(terminal.words("page.saved", file=wanted.html.as_posix()))


def _page(
    terminal: Terminal, chosen: Chosen, jury: Jury, notes: list[str], programme: Programme | None
) -> ranking.Page:  # fmt: skip
    said, selection = terminal.words.printed, chosen.selection
    title = terminal.words("page.title")
    if programme is None:
        beside = ranking.Beside(tuple(notes), firmness=chosen.firmness)
        return ranking.page(jury, said, ranking.plain_look(), title, selection.roster.path, beside)
    facts = programme.workspace.settings.programme
    head = " · ".join(filter(None, (facts.name, facts.client)))
    look = Papers(programme, {one: words(one) for one in LANGUAGES}).setting.look
    if chosen.group is not None:
        notes = [*notes, *(said.reason(one) for one in what_the_group_costs(chosen.group))]
    beside = ranking.Beside(
        tuple(notes), _cover(terminal, selection, programme), _audit(programme), chosen.firmness
    )  # fmt: skip
    return ranking.page(jury, said, look, title, head, beside)


def _audit(programme: Programme) -> Audit | None:
    """What may be shared of the audit, where there is a file for it. One that cannot be read is told, and the page is
    made without it."""
    settings = programme.workspace.settings.audit or Settings()
    if not programme.folder.has(settings.file):
        return None
    try:
        return auditing.audit(programme).shared()
    except ProblemsFound as stop:
        programme.warnings += [replace(one, severity="warning") for one in stop.problems]
        return None


def _cover(terminal: Terminal, selection: Selection, programme: Programme) -> ranking.Cover | None:
    """Who of the chosen can teach what; None where the roster tells no level of any topic."""
    known = {key: one for key, one in programme.workspace.topics.items() if one.column}
    needed = teaching_levels(known, list(programme.mentee_profiles.values()))
    topics = {key: known[key] for key in needed}
    asked = programme.workspace.settings.selection.cover
    if not (topics or asked.languages or asked.sites) or not selection.selected:
        return None
    chosen = [programme.mentor_profile(selection.roster.ids[person]) for person in selection.selected]
    labels = {key: one.label or key for key, one in topics.items()}
    return ranking.cover(chosen, labels, needed, asked, terminal.words.printed)
