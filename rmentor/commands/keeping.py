"""Following a programme and its people's data: what is to go."""

from __future__ import annotations

from pathlib import Path
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
    purging.require_readable(programme)
    gone = purging.expired(programme, day(today, "--today")) if expired else tuple(people or ())
    removal = purging.remove(programme, gone) if gone else None
    view.show(terminal, programme, removal, dry_run=dry_run)
    if removal is not None and removal.files.left:
        raise typer.Exit(1)


def log(
    ctx: typer.Context,
    mentee: Annotated[str | None, typer.Argument(metavar="MENTEE", help="The executive's id.")] = None,
    session: Annotated[int | None, typer.Argument(metavar="SESSION", min=1, help="The session's number.")] = None,
    held: Annotated[str | None, typer.Option("--held", metavar="DATE", help="It took place on that day.")] = None,
    cancelled: Annotated[str | None, typer.Option("--cancelled", metavar="DATE", help="It was called off.")] = None,
    moved: Annotated[
        str | None, typer.Option("--moved", metavar="DATETIME", help="It moves: 2027-02-10T09:00.")
    ] = None,
    minutes: Annotated[int | None, typer.Option("--minutes", min=1, help="How long it took.")] = None,
    modules: Annotated[
        str | None, typer.Option("--modules", metavar="A,B", help="What was done (default: as planned).")
    ] = None,
    by: Annotated[str, typer.Option("--by", help="Who called it off, or moved it.")] = "",
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="With --moved: when that was settled (default: today).")
    ] = None,
    next_step: Annotated[str, typer.Option("--next-step", help="What was settled; kept in answers/, private.")] = "",
    sheet: Annotated[
        Path | None,
        typer.Option(
            "--sheet", metavar="FILE", help="Lay out a sheet of all sessions for an assistant (.xlsx or CSV)."
        ),
    ] = None,
) -> None:
    """Write down what became of a session: held, cancelled or moved.

    Into journal/, or, moved, under agreed in the executive's file. Exactly one of --held, --cancelled, --moved. With
    --sheet, a sheet of every session to come, to be filled in by hand and read back by `import journal`.
    """
    from rmentor.commands import noting

    terminal = ctx.ensure_object(Terminal)
    told = noting.Told(held, cancelled, moved, minutes, modules, by, on, next_step)
    if sheet is not None:
        noting.lay_out(terminal, sheet, mentee, session, told)
    else:
        noting.log(terminal, mentee, session, told)


def report(ctx: typer.Context, today: Today = None, json: AsJson = False) -> None:  # noqa: ARG001
    """Make the steering report: sessions and hours against the credit, progress, alerts.

    Writes a PDF and an HTML page under out/, in which nobody is named; alerts with names are shown here alone.
    """
    from rmentor import reporting
    from rmentor.commands.opening import opened
    from rmentor.commands.recording import day
    from rmentor.views import report as view

    terminal = ctx.ensure_object(Terminal)
    programme = opened(terminal, pretend=terminal.json)
    programme.require_sound_inputs(kits=True)
    found = reporting.report(programme, day(today, "--today"))
    if terminal.json:
        terminal.data(reporting.data(found, programme))
    else:
        view.show(terminal, programme, found, reporting.keep(programme, found))
