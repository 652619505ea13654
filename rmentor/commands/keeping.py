"""Following a programme and its people's data: what is to go."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rmentor.commands.options import AsJson
from rmentor.terminal import Terminal

if TYPE_CHECKING:
    from rmentor.steering import Audience

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
    kit: Annotated[
        str, typer.Option("--kit", help="A remark on the kit, about nobody; alone: on a session held earlier.")
    ] = "",
    sheet: Annotated[
        Path | None,
        typer.Option(
            "--sheet", metavar="FILE", help="Lay out a sheet of all sessions for an assistant (.xlsx or CSV)."
        ),
    ] = None,
) -> None:
    """Write down what became of a session: held, cancelled or moved.

    Into journal/, or, moved, under agreed in the executive's file. Exactly one of --held, --cancelled, --moved. Remarks
    on the kit are collected by `report --handover`. With --sheet, a sheet of every session to come, to be filled in by
    hand and read back by `import journal`.
    """
    from rmentor.commands import noting

    terminal = ctx.ensure_object(Terminal)
    told = noting.Told(held, cancelled, moved, minutes, modules, by, on, next_step, kit)
    if sheet is not None:
        noting.lay_out(terminal, sheet, mentee, session, told)
    else:
        noting.log(terminal, mentee, session, told)


def report(
    ctx: typer.Context,
    audience: Annotated[
        str | None, typer.Option("--for", metavar="mentor|mentee|sponsor|hr", help="As they may see it.")
    ] = None,
    person: Annotated[str | None, typer.Option("--person", metavar="ID", help="One mentor or executive alone.")] = None,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", metavar="FILE", help="The same as a workbook.")] = None,
    handover: Annotated[
        Path | None,
        typer.Option("--handover", metavar="FILE", help="Who took part, who could mentor next, what kits learnt."),
    ] = None,
    today: Today = None,
    json: AsJson = False,  # noqa: ARG001
) -> None:
    """Make the steering report: sessions and hours against the credit, progress, experience, coverage, cost, alerts.

    Writes PDF and page under out/, for the sponsor unless said otherwise: nobody is named in it. --for hr names mentors
    and what the journal says, never what somebody answered; --for mentor and --for mentee make one a person, of their
    own course alone. The terminal, and --json or --xlsx without --for, are for whoever leads the programme.
    """
    from rmentor import disclosing, reporting
    from rmentor.commands import saving
    from rmentor.commands.opening import opened
    from rmentor.commands.recording import day
    from rmentor.commands.saving import Target
    from rmentor.views import report as view
    from rmentor.words import LANGUAGES, words

    terminal = ctx.ensure_object(Terminal)
    reader = _audience(audience, person)
    programme = opened(terminal, pretend=terminal.json or xlsx is not None or handover is not None)
    programme.require_sound_inputs(kits=True)
    saving.check([Target(xlsx), Target(handover)], programme)
    found = reporting.steer(programme, day(today, "--today"))
    who = disclosing.people(found, reader, person) if reader else ()
    if xlsx is not None:
        disclosing.workbook(xlsx, found, programme, terminal.words, reader, who)
        terminal.note(terminal.words("page.saved", file=xlsx.as_posix()))
    if handover is not None:
        from rmentor import handover as handing

        handing.save_all(handover, programme, found, terminal.words)
        terminal.note(terminal.words("page.saved", file=handover.as_posix()))
    if terminal.json:
        terminal.data(disclosing.data(found, programme, reader, who))
    elif xlsx is None and handover is None:
        catalogues = {one: words(one) for one in LANGUAGES}
        written = disclosing.keep(programme, catalogues, found, reader or "sponsor", who)
        view.show(terminal, programme, None if reader else found, written)


def _audience(given: str | None, person: str | None) -> Audience | None:
    """Whom the report is for; raises BadParameter for a word that names no reader."""
    from rmentor.steering import AUDIENCES

    found = next((one for one in AUDIENCES if one == given), None)
    if given is not None and found is None:
        raise typer.BadParameter(f"'{given}' is not one of {', '.join(AUDIENCES)}.", param_hint="--for")
    if person is not None and found not in ("mentor", "mentee"):
        raise typer.BadParameter("goes with --for mentor or --for mentee.", param_hint="--person")
    return found
