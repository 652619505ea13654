"""Phase 2: what is printed."""

from __future__ import annotations

from typing import Annotated

import typer

from rmentor.commands.options import AsJson, SetAside
from rmentor.terminal import Terminal


def render(
    ctx: typer.Context,
    what: Annotated[
        list[str] | None, typer.Argument(metavar="[WHAT]...", help="run-sheet, handout, programme (default: all).")
    ] = None,
    mentee: Annotated[list[str] | None, typer.Option("--for", metavar="ID", help="Only for this executive.")] = None,
    session: Annotated[list[int] | None, typer.Option("--session", metavar="N", help="Only this session.")] = None,
    formats: Annotated[str, typer.Option("--format", metavar="LIST", help="pdf, html or both.")] = "pdf,html",
    json: AsJson = False,  # noqa: ARG001
    set_aside: SetAside = False,
) -> None:
    """Make the documents: run-sheets, handouts, programmes; only those that are stale."""
    from rmentor.commands.opening import closed, opened
    from rmentor.papers import Papers, wanted
    from rmentor.views import status as view
    from rmentor.words import LANGUAGES, words

    terminal = ctx.ensure_object(Terminal)
    programme = opened(terminal, set_aside=set_aside)
    programme.require_sound_inputs(kits=True)
    asked = wanted(what or [], mentee or [], session or [], formats, programme.workspace.mentees)
    with terminal.progress() as tell:
        written = Papers(programme, {one: words(one) for one in LANGUAGES}).render(asked, tell)
    view.rendered(terminal, programme, written)
    closed(terminal, programme, [])
