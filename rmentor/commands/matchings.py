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
    lock: str | None,
    *,
    no_keep: bool,
) -> None:
    """Exactly one wish, told with what it would change."""
    from rmentor.couples import Couples
    from rmentor.views import pairs as view

    if sum(map(bool, (explain, without, lock, no_keep))) != 1:
        raise typer.BadParameter("only one of --explain, --without, --lock, --no-keep at a time.")
    name, couples = programme.workspace.name, programme.couples
    if explain is not None:
        view.show_options(terminal, explain, couples.options(explain), name)
        return
    if lock is not None:
        people = [one.strip() for one in lock.split("=", 1)]
        if len(people) != 2:
            raise typer.BadParameter(f"expected MENTOR=MENTEE, not '{lock}'.", param_hint="--lock")
        after = couples.with_lock(people[0], people[1])
    elif without:
        after = couples.without(without)
    else:
        after = Couples(programme.workspace, couples.mentors, keep=False).best
    view.show_change(terminal, couples.best, after, name)
    terminal.warnings([*programme.warnings, *couples.warnings])


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
