"""What other systems export, taken into the programme."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rmentor.commands.options import AsJson
from rmentor.terminal import Terminal

app = typer.Typer(add_completion=False, no_args_is_help=True)


@app.callback()
def group() -> None:
    """Take in what other systems and people fill in: rosters, marks."""


@app.command("roster")
def roster(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="The HR export: CSV, .xlsx or YAML.")],
    yes: Annotated[bool, typer.Option("--yes", help="Accept every guess without asking.")] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Take the place of another roster.")] = False,
    json: AsJson = False,  # noqa: ARG001
) -> None:
    """Take in an HR export: which heading means what is proposed with samples, asked where it is unclear, remembered.

    Without a terminal nothing is asked: what is unclear is listed, and `--yes` accepts it.
    """
    from rmentor import importing
    from rmentor.commands.opening import opened
    from rmentor.views import imports as view

    terminal = ctx.ensure_object(Terminal)
    programme = opened(terminal)
    mapping = importing.understood(programme, file)
    accepted = importing.accepted(mapping, view.asker(terminal, yes=yes))
    criteria = importing.criteria_of(programme.workspace.settings)
    changed = importing.take_roster(programme, mapping, accepted, replace=replace)
    view.show(terminal, mapping, accepted, changed, mapping.missing(accepted, criteria))


@app.command("marks")
def marks(
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Sheets that raters filled in.")],
    json: AsJson = False,  # noqa: ARG001
) -> None:
    """Take in raters' marks from sheets that `select --marks-sheet` laid out, into marks.csv.

    A mark of the same rater for the same person and criterion takes the place of the one before; the same sheet twice
    changes nothing. To undo: delete the lines in marks.csv.
    """
    from rmentor import marking
    from rmentor.commands.opening import closed, opened
    from rmentor.views import marks as view

    terminal = ctx.ensure_object(Terminal)
    programme = opened(terminal)
    programme.require_sound_inputs()
    view.taken(terminal, marking.take(programme, files))
    closed(terminal, programme, [])
