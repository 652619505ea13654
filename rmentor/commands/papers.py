"""Phase 2: what is printed."""

from __future__ import annotations

from typing import Annotated

import typer

from rmentor.commands.options import AsJson, SetAside
from rmentor.terminal import Terminal


def render(
    ctx: typer.Context,
    what: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WHAT]...", help="Documents by name (default: run-sheet handout programme); all for every one."
        ),
    ] = None,
    mentee: Annotated[
        list[str] | None, typer.Option("--for", metavar="ID", help="Only for this executive or mentor.")
    ] = None,
    session: Annotated[list[int] | None, typer.Option("--session", metavar="N", help="Only this session.")] = None,
    formats: Annotated[
        str, typer.Option("--format", metavar="LIST", help="Among pdf, html, docx, md, form, form-html.")
    ] = "pdf,html",
    large: Annotated[
        bool, typer.Option("--large-print", help="Handouts in large print, beside the usual ones.")
    ] = False,
    json: AsJson = False,  # noqa: ARG001
    set_aside: SetAside = False,
) -> None:
    """Make the documents; only those that are stale.

    Of a session: run-sheet, handout, session-sheet, action-card, quiz. Of a pair: programme, options, charter, brief,
    fit-check, feedback, mid-term, closing, attestation-mentee, pair-booklet. Of a mentor: guide, appropriation,
    attestation-mentor, recognition.
    Of a kit: booklet. Of the programme: call, sponsor-note; before there is even a roster: needs, application,
    endorsement, interview-grid, candidate-notice, privacy-notice, works-council-note, register-entry. Of a candidate,
    after select: explanation, reply; of the long list: interview-sheet, work-sample. As soon as there are pairs:
    pairs-proposal, consultation, announcement-mentee, announcement-mentor.

    The format form is a PDF to be filled in on screen, of what asks something: needs, application, endorsement,
    interview-grid, interview-sheet, work-sample, fit-check, session-sheet, action-card, feedback, quiz, mid-term,
    closing, appropriation, consultation. The format form-html is a page that saves what is answered to a file, which
    `import answers` takes in: needs, fit-check, feedback, quiz, mid-term, closing.
    """
    from rmentor.commands.opening import closed, opened
    from rmentor.papers import Papers, wanted
    from rmentor.views import status as view
    from rmentor.words import LANGUAGES, words

    terminal = ctx.ensure_object(Terminal)
    asked = wanted(what or [], mentee or [], session or [], formats, large=large)
    programme = opened(terminal, set_aside=set_aside)
    if asked.needs_people:
        programme.require_sound_inputs(kits=True)
    else:
        programme.require_settings()
    papers = Papers(programme, {one: words(one) for one in LANGUAGES})
    papers.require_people(asked)
    with terminal.progress() as tell:
        written = papers.render(asked, tell)
    view.rendered(terminal, programme, written)
    closed(terminal, programme, [])
