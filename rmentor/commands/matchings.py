"""Pairs that are only looked at: what a wish would cost, and anybody's scores. Nothing here writes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from rmentor.terminal import Terminal

if TYPE_CHECKING:
    from rmentor.steps import Programme


def what_if(
    terminal: Terminal,
    programme: Programme,
    explain: str | None,
    without: Sequence[str],
    locks: Sequence[str],
    *,
    no_keep: bool,
) -> None:
    """Wishes, told together with what they would change; or every mentor for one executive."""
    from rmentor.couples import Couples
    from rmentor.views import pairs as view

    name, couples = programme.workspace.name, programme.couples
    if explain is not None:
        if without or locks or no_keep:
            raise typer.BadParameter("--explain stands alone; --without, --lock and --no-keep can be combined.")
        view.show_options(terminal, explain, couples.options(explain), name)
        return
    wanted = [_couple(one) for one in locks]
    asked = Couples(programme.workspace, couples.mentors, keep=False) if no_keep else couples
    view.show_change(terminal, couples.best, asked.what_if(without, wanted), name)
    terminal.warnings([*programme.warnings, *couples.warnings])


def _couple(text: str) -> tuple[str, str]:
    one, mark, other = (part.strip() for part in text.partition("="))
    if not (one and mark and other):
        raise typer.BadParameter(f"expected MENTOR=MENTEE, not '{text}'.", param_hint="--lock")
    return one, other


def scores(terminal: Terminal, path: Path, capacity: str) -> None:
    """Anybody's scores, paired; status 1 where somebody is left without."""
    from rmentor.files.scores import capacities, read
    from rmentor.pairing import pair
    from rmentor.pairtable import table_of_scores
    from rmentor.views import pairs as view

    usual, own = (int(capacity), {}) if capacity.isdecimal() else (1, capacities(Path(capacity), Path(capacity).name))
    found = pair(table_of_scores(read(path, path.name), own, usual))
    view.show(terminal, found, str)
    if found.unpaired:
        raise typer.Exit(1)
