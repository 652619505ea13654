"""Following a programme and its people's data: what is to go."""

from __future__ import annotations

from typing import Annotated

import typer

from rmentor.commands.options import AsJson
from rmentor.terminal import Terminal

Today = Annotated[str | None, typer.Option("--today", metavar="DATE", help="As if it were that day.")]


def purge(
    ctx: typer.Context,
    people: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Who is to be removed.")] = None,
    expired: Annotated[bool, typer.Option("--expired", help="Whoever's retention is over.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List what would go, and change nothing.")] = False,
    today: Today = None,
    json: AsJson = False,  # noqa: ARG001
) -> None:
    """Remove people from every input and output, and say what is left.

    Documents are removed whole: render makes them anew. What git's history still holds is listed, with the way to
    remove it. Exit status: 1 while a file still names somebody.
    """
    from rmentor import purging
    from rmentor.commands.opening import opened
    from rmentor.commands.recording import day
    from rmentor.views import purge as view

    terminal = ctx.ensure_object(Terminal)
    if bool(people) == expired:
        raise typer.BadParameter("either ids or --expired is needed.")
    programme = opened(terminal, pretend=dry_run)
    programme.require_sound_inputs()
    gone = purging.expired(programme, day(today, "--today")) if expired else tuple(people or ())
    removal = purging.remove(programme, gone) if gone else None
    view.show(terminal, programme, removal, dry_run=dry_run)
    if removal is not None and removal.files.left:
        raise typer.Exit(1)
