"""Phase 1: who may mentor, and whom."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rmentor.commands.options import AsJson, Check, DryRun, Force, SetAside
from rmentor.terminal import Terminal

TOP = 20


def select(
    ctx: typer.Context,
    roster: Annotated[
        Path | None, typer.Argument(help="A roster to rank without writing anything; works without a project.")
    ] = None,
    explain: Annotated[str | None, typer.Option("--explain", metavar="ID", help="One person's sheet.")] = None,
    top: Annotated[int, typer.Option("--top", min=0, metavar="N", help="Show the first N.")] = TOP,
    mentors: Annotated[
        int, typer.Option("--mentors", min=1, metavar="N", help="How many to choose, without a project.")
    ] = 10,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="The ranking as a page.")] = None,
    csv: Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="The ranking as CSV.")] = None,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", metavar="FILE", help="The ranking as a workbook.")] = None,
    json: AsJson = False,  # noqa: ARG001
    dry_run: DryRun = False,
    check: Check = False,
    force: Force = False,
    set_aside: SetAside = False,
) -> None:
    """Rank candidates and choose mentors; explain every number.

    Writes selection.yaml in a project. With a ROSTER, that file is ranked for this call and nothing is written.
    """
    from rmentor.commands.opening import closed, opened
    from rmentor.steps import rank_alone
    from rmentor.views import ranking
    from rmentor.views import selection as view

    terminal = ctx.ensure_object(Terminal)
    files = ranking.Wanted(html, csv, xlsx)
    if roster is not None and not (terminal.directory / "rmentor.yaml").is_file():
        found, notes, warnings = rank_alone(roster, mentors)
        view.show(terminal, found, notes, explain, top)
        ranking.save_all(terminal, files, found, notes, None)
        terminal.warnings(warnings)
        return
    programme = opened(terminal, pretend=dry_run or check, force=force, set_aside=set_aside)
    programme.use_roster(roster)
    programme.require_sound_inputs()
    written = [] if roster is not None or explain is not None else [programme.keep_selection()]
    export = programme.export
    view.show(terminal, programme.selection, export.notes, explain, top, export.set_aside)
    ranking.save_all(terminal, files, programme.selection, export.notes, programme)
    closed(terminal, programme, written, dry_run=dry_run, check=check)
    if written and not terminal.json:
        terminal.next("pair" if programme.workspace.mentees else "check")


def pair(
    ctx: typer.Context,
    json: AsJson = False,  # noqa: ARG001
    dry_run: DryRun = False,
    check: Check = False,
    force: Force = False,
    set_aside: SetAside = False,
) -> None:
    """Pair mentors and executives, proven best, with reasons.

    Writes pairs.yaml. Somebody without a mentor: the file is written, they are named, and the exit status is 1.
    """
    from rmentor.commands.opening import closed, opened
    from rmentor.views import pairs as view

    terminal = ctx.ensure_object(Terminal)
    programme = opened(terminal, pretend=dry_run or check, force=force, set_aside=set_aside)
    programme.require_sound_inputs()
    written = [programme.keep_pairs()]
    view.show(terminal, programme.pairs, programme.workspace.name)
    closed(terminal, programme, written, dry_run=dry_run, check=check)
    if programme.pairs.unpaired:
        raise typer.Exit(1)
    terminal.next("plan")


def decide(
    ctx: typer.Context,
    choose: Annotated[str | None, typer.Option("--choose", metavar="ID", help="Choose this candidate.")] = None,
    refuse: Annotated[str | None, typer.Option("--refuse", metavar="ID", help="Refuse this candidate.")] = None,
    lock: Annotated[str | None, typer.Option("--lock", metavar="M=N", help="Lock this pair.")] = None,
    forbid: Annotated[str | None, typer.Option("--forbid", metavar="M=N", help="Rule this pair out.")] = None,
    withdraw: Annotated[
        str | None, typer.Option("--withdraw", metavar="ID|M=N", help="Take back what was decided.")
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="Why; needed where it departs from the ranking.")] = "",
    by: Annotated[str, typer.Option("--by", help="Who decides.")] = "",
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="When (default: today).")] = None,
    private: Annotated[bool, typer.Option("--private", help="Into decisions.private.yaml, which git ignores.")] = False,
) -> None:
    """Record a choice that people make, with reason, name and date.

    The ranking advises, people decide. Exactly one of --choose, --refuse, --lock, --forbid, --withdraw.
    """
    from rmentor.commands import recording

    wishes = {"choose": choose, "refuse": refuse, "lock": lock, "forbid": forbid, "withdraw": withdraw}
    recording.decide(ctx.ensure_object(Terminal), wishes, reason=reason, by=by, on=on, private=private)
