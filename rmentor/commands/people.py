"""Phase 1: who may mentor, and whom."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rmentor.commands.options import AsJson, Check, DryRun, Force, SetAside
from rmentor.terminal import Terminal

TOP = 20


def _firmness(value: str | None) -> str | None:
    if value not in (None, "no", "yes", "full"):
        raise typer.BadParameter(f"'{value}' is not one of no, yes, full.")
    return value


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
    robustness: Annotated[
        str | None,
        typer.Option(
            "--robustness",
            metavar="no|yes|full",
            callback=_firmness,
            help="Try the ranking out under other weights (default: yes, up to 20,000 people).",
        ),
    ] = None,
    marks_sheet: Annotated[
        Path | None, typer.Option("--marks-sheet", metavar="FILE", help="Lay out a sheet for a rater (.xlsx or CSV).")
    ] = None,
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
    from rmentor.commands import choosing

    asked = choosing.Asked(explain, top, robustness, marks_sheet, html, csv, xlsx)
    terminal = ctx.ensure_object(Terminal)
    if roster is not None and choosing.without_programme(terminal.directory / "rmentor.yaml"):
        choosing.alone(terminal, asked, roster, mentors)
    else:
        choosing.in_programme(terminal, asked, roster, dry_run=dry_run, check=check, force=force, set_aside=set_aside)


def audit(
    ctx: typer.Context,
    everything: Annotated[
        bool, typer.Option("--all", help="Groups of fewer than five people, too: not to share.")
    ] = False,
    json: AsJson = False,  # noqa: ARG001
    set_aside: SetAside = False,
) -> None:
    """Compare how groups fare in the selection, from audit.csv, which is never scored.

    Impact ratios (four fifths, in whole numbers), Fisher's exact test, what one person more would change. A signal to
    look closer at, never a proof; with fewer than 26 people in two groups, counts alone.
    """
    from rmentor import auditing
    from rmentor.commands.opening import closed, opened
    from rmentor.views import audit as view

    terminal = ctx.ensure_object(Terminal)
    programme = opened(terminal, set_aside=set_aside)
    programme.require_sound_inputs(settled=False)
    found = auditing.audit(programme)
    view.show(terminal, found if everything else found.shared())
    closed(terminal, programme, [])


def pair(
    ctx: typer.Context,
    explain: Annotated[
        str | None, typer.Option("--explain", metavar="MENTEE", help="Every mentor for one executive, and the cost.")
    ] = None,
    without: Annotated[
        list[str] | None, typer.Option("--without", metavar="ID", help="What if this person were not there.")
    ] = None,
    lock: Annotated[
        list[str] | None, typer.Option("--lock", metavar="M=N", help="What it costs to keep these two together.")
    ] = None,
    no_keep: Annotated[
        bool, typer.Option("--no-keep", help="What if announced pairs did not have to stay together.")
    ] = False,
    scores: Annotated[
        Path | None, typer.Option("--scores", metavar="FILE", help="Pair anybody's scores; works without a project.")
    ] = None,
    capacity: Annotated[
        str, typer.Option("--capacity", metavar="N|FILE", help="With --scores: places per mentor.")
    ] = "1",
    platform: Annotated[
        bool, typer.Option("--platform", help="Also write out/platform/: people and pairs, for a mentoring platform.")
    ] = False,
    json: AsJson = False,  # noqa: ARG001
    dry_run: DryRun = False,
    check: Check = False,
    force: Force = False,
    set_aside: SetAside = False,
) -> None:
    """Pair mentors and executives, proven best, with reasons.

    Writes pairs.yaml. Somebody without a mentor: the file is written, they are named, and the exit status is 1.
    --explain, --without, --lock, --no-keep and --scores only show, and write nothing; --without, --lock and --no-keep
    can be given together, and more than once.
    """
    import os

    from rmentor.commands import matchings

    # Pairing has no linear algebra: threads that numpy makes ready for it would take longer to make than they save.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    terminal = ctx.ensure_object(Terminal)
    if scores is not None:
        matchings.scores(terminal, scores, capacity)
        return
    from rmentor.commands.opening import closed, follow, opened
    from rmentor.views import pairs as view

    programme = opened(terminal, pretend=dry_run or check, force=force, set_aside=set_aside)
    programme.require_sound_inputs(kits=programme.workspace.settings.pairing.require_ready, settled=False)
    if explain or without or lock or no_keep:
        matchings.what_if(terminal, programme, explain, without or [], lock or [], no_keep=no_keep)
        return
    written = [programme.keep_pairs()]
    programme.warnings += programme.couples.unready()
    if platform:
        from rmentor import platforms

        written += platforms.write(programme)
    view.show(terminal, programme.pairs, programme.workspace.name)
    closed(terminal, programme, written, dry_run=dry_run, check=check)
    if programme.pairs.unpaired:
        raise typer.Exit(1)
    follow(terminal, programme, "plan")


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


def announce(
    ctx: typer.Context,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="When people are told (default: today).")
    ] = None,
) -> None:
    """Record what is now told to people: pairs and session dates.

    Writes announced.yaml. From then on announced pairs stay together where they can, and calendars move what has moved.
    """
    from rmentor.announcing import announce as record
    from rmentor.commands.opening import follow, opened
    from rmentor.commands.recording import day
    from rmentor.steps import Programme
    from rmentor.words import words

    terminal = ctx.ensure_object(Terminal)
    programme = opened(terminal)
    news = record(programme, day(on))
    terminal.warnings(programme.warnings)
    if not news.pairs and not news.sessions:
        before = programme.workspace.announced
        terminal.result(terminal.words("announce.nothing" if before.pairs or before.sessions else "announce.no_pairs"))
        if not before.pairs:
            follow(terminal, programme, "status")
        return
    told = {what: terminal.words(f"announce.{what}", count=getattr(news, what)) for what in ("pairs", "sessions")}
    terminal.result(terminal.words("announce.told", **told))
    again = Programme(programme.folder, words)
    again.require_sound_inputs(kits=True)
    again.keep_pairs()
    again.keep_plans()
    terminal.note(terminal.words("announce.undo"))
    terminal.next("agenda")
