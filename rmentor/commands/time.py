"""Phase 3: each executive's programme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rmentor.commands.options import AsJson, Check, DryRun, Force, SetAside
from rmentor.terminal import Terminal

if TYPE_CHECKING:
    from rmentor.steps import Programme


def plan(
    ctx: typer.Context,
    mentees: Annotated[list[str] | None, typer.Argument(metavar="[MENTEE]...", help="Whose plan to show.")] = None,
    options: Annotated[
        bool, typer.Option("--options", help="What more or less time would buy one executive; writes nothing.")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="What changed against what was announced, and what it costs; writes nothing.")
    ] = False,
    no_keep: Annotated[
        bool, typer.Option("--no-keep", help="As if nothing had been announced; writes nothing.")
    ] = False,
    json: AsJson = False,  # noqa: ARG001
    dry_run: DryRun = False,
    check: Check = False,
    force: Force = False,
    set_aside: SetAside = False,
) -> None:
    """Compose each executive's programme within their time credit.

    Writes plans/. Somebody whose sessions find no date: the other plans are written, and the exit status is 1.
    """
    from rmentor.commands.opening import closed, follow, opened
    from rmentor.views import plans as view

    terminal = ctx.ensure_object(Terminal)
    programme = opened(terminal, pretend=dry_run or check, force=force, set_aside=set_aside)
    programme.require_sound_inputs(kits=True, settled=False)
    programme.require_mentees(mentees or [])
    if options:
        from rmentor.views import options as curve

        if len(mentees or []) != 1:
            raise typer.BadParameter("name one executive: rmentor plan ID --options")
        curve.show(terminal, programme, (mentees or [])[0])
        return
    if diff or no_keep:
        _what_if(terminal, programme, mentees or [], diff=diff, keep=not no_keep)
        return
    with terminal.progress() as programme.tell:
        programme.warn_of_unready(programme.plans)
    written = programme.keep_plans()
    view.show(terminal, programme, programme.plans_of(mentees or []))
    closed(terminal, programme, written, dry_run=dry_run, check=check)
    terminal.wait_for(programme.waiting)
    follow(terminal, programme, "render")


def _what_if(terminal: Terminal, programme: Programme, mentees: list[str], *, diff: bool, keep: bool) -> None:
    """Shows the plans as they would be, or what would change in them."""
    from rmentor.comparing import difference
    from rmentor.views import comparison
    from rmentor.views import plans as view

    plans = programme.planned(programme.at_hand(), keep=keep)
    asked = {one: plan for one, plan in plans.items() if one in mentees or not mentees}
    if diff:
        comparison.show(terminal, programme, [difference(programme, one, plan) for one, plan in asked.items()])
    else:
        view.show(terminal, programme, asked)
    terminal.warnings(programme.warnings)
    terminal.wait_for(programme.waiting)


def agenda(ctx: typer.Context, json: AsJson = False, set_aside: SetAside = False) -> None:  # noqa: ARG001
    """Make calendar files, a table of dates and a month view.

    One .ics a session and a bundle a person, for executives and for mentors, under out/. A session keeps its name in
    every calendar; what was announced and has moved is moved there, what is no longer held is called off.
    """
    from rmentor.commands.opening import closed, opened
    from rmentor.diaries import Diaries
    from rmentor.papers import Papers
    from rmentor.views import status as view
    from rmentor.words import LANGUAGES, words

    terminal = ctx.ensure_object(Terminal)
    programme = opened(terminal, set_aside=set_aside)
    programme.require_sound_inputs(kits=True)
    catalogues = {one: words(one) for one in LANGUAGES}
    written = Diaries(programme, catalogues, Papers(programme, catalogues).setting).write()
    view.dated(terminal, programme, written)
    closed(terminal, programme, [])
