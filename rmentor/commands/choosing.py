"""`select`, once its options are read: with a programme, or with a roster alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rmentor.commands import saving
from rmentor.commands.saving import Target
from rmentor.errors import Reason
from rmentor.paper.explained import Jury
from rmentor.programme import Criterion, Robustness
from rmentor.selecting import Chosen, firm, jury, rank_alone
from rmentor.terminal import Terminal
from rmentor.views import selection as view

if TYPE_CHECKING:
    from rmentor.steps import Programme


@dataclass(frozen=True)
class Asked:
    """What is to be shown of a selection, and saved."""

    explain: str | None
    top: int
    firmness: Any
    marks_sheet: Path | None
    html: Path | None
    csv: Path | None
    xlsx: Path | None

    @property
    def files(self) -> tuple[Target, ...]:
        """The files to be written."""
        return (
            Target(self.marks_sheet, filled=True), Target(self.csv), Target(self.xlsx), Target(self.html, saving.PAGES),
        )  # fmt: skip


def without_programme(settings: Path) -> bool:
    """Whether there is none; also where `select ROSTER > rmentor.yaml` has just begun: a shell makes the file first."""
    return not settings.is_file() or settings.stat().st_size == 0


def alone(terminal: Terminal, asked: Asked, roster: Path, mentors: int) -> None:
    """Ranks a roster without a programme; nothing is written but the files that are named."""
    saving.check(asked.files, None, roster)
    found, criteria, notes, warnings = rank_alone(roster, mentors)
    settings = Robustness()
    chosen = firm(Chosen(found), settings, asked.firmness)
    judged = Jury(chosen.selection, criteria, settings.spread, {})
    if asked.explain is not None:
        view.explain(terminal, judged, asked.explain)
    else:
        view.show(terminal, chosen, notes, asked.top, settings.spread)
    _save(terminal, asked, chosen, judged, notes, None)
    _lay_out(terminal, asked, chosen, criteria)
    terminal.warnings(warnings)


def in_programme(
    terminal: Terminal, asked: Asked, roster: Path | None, *, dry_run: bool, check: bool, force: bool, set_aside: bool
) -> None:
    """Ranks a programme's roster and writes `selection.yaml`, unless one person or another roster is asked for.

    Ends with status 1 where the chosen lack something that is asked of them together.
    """
    from rmentor.commands.opening import closed, follow, opened
    from rmentor.marks import panels

    programme = opened(terminal, pretend=dry_run or check, force=force, set_aside=set_aside)
    programme.use_roster(roster)
    programme.require_sound_inputs(settled=False)
    saving.check(asked.files, programme, roster)
    looking = roster is not None or asked.explain is not None
    written = [] if looking else [programme.keep_selection()]
    export, settings = programme.export, programme.workspace.settings.robustness
    chosen = firm(programme.choice, settings, asked.firmness)
    judged = jury(programme.workspace, export, chosen.selection)
    if asked.explain is not None:
        view.explain(terminal, judged, asked.explain)
    else:
        raters = panels(programme.workspace.marks)
        view.show(
            terminal, chosen, export.notes, asked.top, settings.spread, export.set_aside, raters, judged.decisions
        )
    _save(terminal, asked, chosen, judged, export.notes, programme)
    _lay_out(terminal, asked, chosen, programme.workspace.settings.criteria)
    closed(terminal, programme, written, dry_run=dry_run, check=check)
    if not looking:
        terminal.wait_for(programme.uncovered())
    if written and not terminal.json:
        if programme.workspace.mentees:
            terminal.next("pair")
        else:
            follow(terminal, programme, "pair")


def _save(
    terminal: Terminal,
    asked: Asked,
    chosen: Chosen,
    judged: Jury,
    notes: tuple[Reason, ...],
    programme: Programme | None,
) -> None:
    if asked.html or asked.csv or asked.xlsx:
        from rmentor.views import ranking

        wanted = ranking.Wanted(asked.html, asked.csv, asked.xlsx)
        ranking.save_all(terminal, wanted, chosen, judged, notes, programme)


def _lay_out(terminal: Terminal, asked: Asked, chosen: Chosen, criteria: Mapping[str, Criterion]) -> None:
    if asked.marks_sheet is not None:
        from rmentor import marking

        count = marking.lay_out(asked.marks_sheet, chosen.selection, criteria, terminal.words)
        terminal.note(terminal.words("marks.laid_out", count=count, file=asked.marks_sheet.as_posix()))
