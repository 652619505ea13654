"""Options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

from rmentor.terminal import Terminal


def _json(ctx: typer.Context, value: bool) -> bool:
    ctx.find_root().ensure_object(Terminal).json |= value
    return value


AsJson = Annotated[bool, typer.Option("--json", callback=_json, help="Print the result as one JSON object.")]
Force = Annotated[bool, typer.Option("--force", help="Overwrite outputs that were changed by hand.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would change, and write nothing.")]
Check = Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 if anything would change.")]
SetAside = Annotated[bool, typer.Option("--set-aside", help="Leave out roster rows with errors, and list them.")]
