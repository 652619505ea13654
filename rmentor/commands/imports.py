"""What other systems export, taken into the programme."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rmentor.commands.options import AsJson, DryRun
from rmentor.terminal import Terminal

Yes = Annotated[bool, typer.Option("--yes", help="Accept every guess about headings without asking.")]
Sure = Annotated[bool, typer.Option("--sure", help="Leave out headings that would be guesses.")]

app = typer.Typer(add_completion=False, no_args_is_help=True)


@app.callback()
def group() -> None:
    """Take in what other systems and people fill in: rosters, marks, answers, journals."""


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


@app.command("journal")
def journal(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="A sheet of sessions: CSV or .xlsx.")],
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="When moves were settled (default: today).")
    ] = None,
    yes: Yes = False,
    sure: Sure = False,
    json: AsJson = False,  # noqa: ARG001
    dry_run: DryRun = False,
) -> None:
    """Take in what became of sessions, from a sheet that an assistant filled in (`log --sheet` lays one out).

    Held and cancelled sessions go to journal/, moved ones under agreed in the executive's file. All faults are told at
    once, at their lines, and then nothing is written; the same sheet twice changes nothing.
    """
    from rmentor import journaling
    from rmentor.commands.opening import closed, opened
    from rmentor.commands.recording import day
    from rmentor.steps import Written
    from rmentor.views import filled as columns
    from rmentor.views import journal as view

    terminal = ctx.ensure_object(Terminal)
    programme = opened(terminal, pretend=dry_run)
    sheet = journaling.opened(programme, file)
    guesses = columns.Guesses(yes, sure)
    accepted = columns.accepted(terminal, sheet, journaling.KIND, guesses, journaling.missing, view.names(terminal))
    found = journaling.take(programme, sheet, accepted, day(on))
    view.taken(terminal, programme, sheet, accepted, found, dry_run=dry_run)
    closed(terminal, programme, [Written(one.name, one.changed) for one in found.recorded], dry_run=dry_run)


def _dates(value: str | None) -> str | None:
    if value not in (None, "day", "month"):
        raise typer.BadParameter(f"'{value}' is not one of day, month.")
    return value


def _who(value: str | None) -> str | None:
    if value not in (None, "mentee", "mentor"):
        raise typer.BadParameter(f"'{value}' is not one of mentee, mentor.")
    return value


@app.command("answers")
def answers(
    ctx: typer.Context,
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...", help="Exports of online forms (CSV, .xlsx), saved forms (.json, .pdf), folders."
        ),
    ],
    form: Annotated[
        str | None,
        typer.Option("--form", metavar="NAME", help="needs, before, fit, session, quiz, mid-term, after or closing."),
    ] = None,
    who: Annotated[
        str | None, typer.Option("--who", metavar="mentee|mentor", callback=_who, help="Which side answered.")
    ] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="Their day, where the file has none.")] = None,
    dates: Annotated[
        str | None,
        typer.Option("--dates", metavar="day|month", callback=_dates, help="What comes first in 11/12/2026."),
    ] = None,
    person: Annotated[
        list[str] | None,
        typer.Option("--person", metavar="WRITTEN=ID", help="Who is meant by what is written; without id: leave out."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Accept guesses and new levels without asking.")] = False,
    sure: Sure = False,
    json: AsJson = False,  # noqa: ARG001
    dry_run: DryRun = False,
) -> None:
    """Take in what people answered: exports of online forms, and our own pages and PDF forms, filled in and saved.

    Which heading asks what is proposed with samples, asked where it is unclear, and remembered. People are matched by
    id, e-mail or exact name; who else is meant is asked, or said with --person, and remembered in imports.private.yaml
    (to undo: take the line out). Needs go to mentees/, shown as a difference first, all else to answers/. All faults
    are told at once, and then nothing is written; the same file twice changes nothing.
    """
    from rmentor.commands import collecting

    asked = collecting.Asked(form, who, on, dates, yes=yes, sure=sure, dry_run=dry_run, people=tuple(person or ()))
    collecting.take(ctx.ensure_object(Terminal), files, asked)
