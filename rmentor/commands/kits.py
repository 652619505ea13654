"""Phase 2: the kits, and who is ready to carry them."""

from __future__ import annotations

from typing import Annotated

import typer

from rmentor.commands.options import AsJson
from rmentor.terminal import Terminal

app = typer.Typer(add_completion=False, no_args_is_help=True)


@app.callback()
def group() -> None:
    """Kits: what there is, where it comes from, what is stale, who is ready."""


@app.command("ready")
def ready(
    ctx: typer.Context,
    mentors: Annotated[list[str] | None, typer.Argument(metavar="[MENTOR]...", help="Whom to show.")] = None,
    json: AsJson = False,  # noqa: ARG001
) -> None:
    """Show which mentor is ready for which module, and what is missing: read, own example, quiz, rehearsal, signed.

    Computed from `readiness:` in decisions.yaml and from mentors' own words (mentors/ID/modules/).
    """
    from rmentor import shelf
    from rmentor.commands.opening import closed, opened
    from rmentor.views import kits as view

    terminal = ctx.ensure_object(Terminal)
    programme = opened(terminal)
    programme.require_sound_inputs(kits=True)
    view.show_ready(terminal, programme, shelf.ready(programme, mentors or []))
    closed(terminal, programme, [])
