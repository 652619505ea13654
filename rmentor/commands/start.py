"""Where a programme begins and stands, and all of it in one go."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rmentor.commands.options import AsJson, Check, DryRun, Force, SetAside
from rmentor.terminal import Terminal


def init(
    ctx: typer.Context,
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make.")],
    example: Annotated[str | None, typer.Option("--example", metavar="NAME", help="Copy an example.")] = None,
    after: Annotated[
        Path | None, typer.Option("--after", metavar="FOLDER", help="The next round of that programme.")
    ] = None,
) -> None:
    """Lay down a new programme folder.

    The documents' language is that of `--language`, else the machine's. With --after: criteria, rules, calendar and
    look of the programme before, a year later; its kits by their paths, its pairs not made again; nobody's data.
    """
    from rmentor.files import project
    from rmentor.graph import TAKE_IN

    terminal = ctx.ensure_object(Terminal)
    if after is not None:
        if example is not None:
            raise typer.BadParameter("either --example or --after.", param_hint="--after")
        _follow(terminal, directory, after)
        return
    if example is not None and example not in project.examples():
        raise typer.BadParameter(f"'{example}' is not one of {', '.join(project.examples())}.", param_hint="--example")
    written = project.lay_down(terminal.directory / directory, terminal.words.language, example)
    for name in dict.fromkeys(_shortly(name) for name in written):
        terminal.result(f"{directory.as_posix()}/{name}")
    terminal.directory = terminal.directory / directory
    terminal.next("run" if example else TAKE_IN)


def _follow(terminal: Terminal, directory: Path, after: Path) -> None:
    """The next round: what was laid down, and what still has to be looked at."""
    from rmentor.files import successor
    from rmentor.graph import TAKE_IN

    made = successor.lay_down(terminal.directory / directory, terminal.directory / after, after.as_posix())
    terminal.directory = terminal.directory / directory
    for name in made.files:
        terminal.result(f"{directory.as_posix()}/{name}")
    terminal.note(terminal.words("follow.days", start=made.start, end=made.end))
    terminal.note(terminal.words("follow.pairs", file=made.pairs) if made.pairs else terminal.words("follow.no_pairs"))
    terminal.next(TAKE_IN)


def _shortly(name: str) -> str:
    """The library is one line, not a hundred."""
    return "library/" if name.startswith("library/") else name


def check(
    ctx: typer.Context,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count as errors.")] = False,
    json: AsJson = False,
) -> None:
    """Say every problem in every input, with its file and line.

    Exit status: 0 without errors, 1 with errors (or warnings, with --strict).
    """
    from rmentor.commands.opening import opened
    from rmentor.errors import errors_of
    from rmentor.graph import TAKE_IN

    terminal = ctx.ensure_object(Terminal)
    programme = opened(terminal)
    found = programme.check()
    wrong = len(found) if strict else len(errors_of(found))
    terminal.problems(found)
    if not json:
        terminal.result(terminal.counted(len(errors_of(found)), len(found) - len(errors_of(found))))
    if wrong:
        raise typer.Exit(1)
    terminal.next(TAKE_IN if programme.workspace.export is None else "run")


def status(
    ctx: typer.Context,
    today: Annotated[str | None, typer.Option("--today", metavar="DATE", help="As if it were that day.")] = None,
    alerts: Annotated[bool, typer.Option("--alerts", help="Only what somebody should look into; 1 if any.")] = False,
    json: AsJson = False,  # noqa: ARG001
) -> None:
    """Say where the programme stands, what is stale, what to look into and what comes next.

    Exit status: 0; with --alerts 1 while there is something to look into, for a job that runs every morning.
    """
    if alerts:
        show_alerts(ctx.ensure_object(Terminal), today)
    else:
        show_status(ctx.ensure_object(Terminal), today)


def show_alerts(terminal: Terminal, today: str | None) -> None:
    """What somebody should look into; ends with status 1 where there is anything."""
    from rmentor import reporting
    from rmentor.commands.opening import opened
    from rmentor.commands.recording import day
    from rmentor.views import status as view

    now, programme = day(today, "--today"), opened(terminal)
    programme.require_sound_inputs(kits=True)
    found = reporting.alerts(programme, now)
    view.alone(terminal, programme, found, now)
    if found:
        raise typer.Exit(1)


def show_status(terminal: Terminal, today: str | None = None) -> None:
    """The status of the programme in the terminal's directory."""
    from rmentor import graph, purging, reporting
    from rmentor.commands.opening import opened
    from rmentor.commands.recording import day
    from rmentor.views import status as view

    now = day(today, "--today")
    programme = opened(terminal)
    errors, warnings = graph.problems(programme)
    view.show(
        terminal,
        programme,
        [] if errors else list(graph.stages(programme)),
        errors,
        warnings,
        0 if errors else len(purging.expired(programme, now)),
        () if errors else reporting.alerts(programme, now),
    )


def run(
    ctx: typer.Context,
    json: AsJson = False,  # noqa: ARG001
    dry_run: DryRun = False,
    check: Check = False,
    force: Force = False,
    set_aside: SetAside = False,
) -> None:
    """Select, pair, plan and render, only what is stale.

    Exit status 1 as long as somebody is without a mentor or without dates; all else is made.
    """
    from rmentor.files.folder import Folder
    from rmentor.files.made import Made

    terminal = ctx.ensure_object(Terminal)
    folder = Folder(terminal.directory)
    made = Made.read(folder)
    if not force and made.still_true(folder):
        terminal.nothing_to_change(made.attention)
        return
    _run(terminal, dry_run=dry_run, check=check, force=force, set_aside=set_aside)


def _run(terminal: Terminal, *, dry_run: bool, check: bool, force: bool, set_aside: bool) -> None:
    from rmentor import graph
    from rmentor.commands.opening import closed, opened
    from rmentor.views import status as view
    from rmentor.words import LANGUAGES, words

    programme = opened(terminal, pretend=dry_run or check, force=force, set_aside=set_aside)
    with terminal.progress() as tell:
        programme.tell = tell
        ran = graph.run(programme, {language: words(language) for language in LANGUAGES}, tell)
    view.ran(terminal, programme, ran)
    closed(terminal, programme, ran.written if dry_run or check else (), dry_run=dry_run, check=check)
    terminal.wait_for(ran.attention)
