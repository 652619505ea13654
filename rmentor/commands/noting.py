"""What `log` and `import journal` share: one session's outcome from options, sheets for assistants."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import typer

from rmentor.commands import saving
from rmentor.commands.opening import closed, opened
from rmentor.commands.recording import day, moment, told
from rmentor.commands.saving import Target
from rmentor.terminal import Terminal


@dataclass(frozen=True)
class Told:
    """The options of `log`, as typed."""

    held: str | None
    cancelled: str | None
    moved: str | None
    minutes: int | None
    modules: str | None
    by: str
    on: str | None
    next_step: str
    kit: str


def log(terminal: Terminal, mentee: str | None, session: int | None, given: Told) -> None:
    """Writes one outcome down, and says how to take it back."""
    from rmentor import journaling
    from rmentor.happenings import Outcome

    if mentee is None or session is None:
        raise typer.BadParameter("MENTEE and SESSION are needed, or --sheet.")
    kit = given.kit.strip()
    if kit and not any((given.held, given.cancelled, given.moved, given.minutes, given.modules, given.by, given.on,
                        given.next_step)):  # fmt: skip
        for done in journaling.remark(opened(terminal), mentee, session, kit):
            told(terminal, done)
        terminal.next("status")
        return
    if sum(one is not None for one in (given.held, given.cancelled, given.moved)) != 1:
        raise typer.BadParameter("exactly one of --held, --cancelled, --moved is needed.")
    if given.held is None and (given.minutes is not None or given.modules is not None or kit):
        raise typer.BadParameter("--minutes, --modules and --kit go with --held.")
    if given.moved is None and given.on is not None:
        raise typer.BadParameter("--on goes with --moved; --held and --cancelled take their own date.")
    modules = None
    if given.modules is not None:
        modules = tuple(one.strip() for one in given.modules.split(",") if one.strip())
    outcome = Outcome(
        session,
        day(given.held, "--held") if given.held else None,
        day(given.cancelled, "--cancelled") if given.cancelled else None,
        moment(given.moved, "--moved") if given.moved else None,
        given.minutes,
        modules,
        given.by.strip(),
        given.next_step.strip(),
        kit,
    )
    for done in journaling.log(opened(terminal), mentee, outcome, day(given.on)):
        told(terminal, done)
    terminal.next("run" if given.moved else "status")


def lay_out(terminal: Terminal, path: Path, mentee: str | None, session: int | None, given: Told) -> None:
    """Writes the sheet that an assistant fills in."""
    from rmentor import journaling

    if session is not None or any((given.held, given.cancelled, given.moved, given.minutes, given.modules, given.on,
                                  given.kit)):  # fmt: skip
        raise typer.BadParameter("--sheet goes with an executive's id at most.")
    programme = opened(terminal)
    programme.require_sound_inputs(kits=True)
    saving.check([Target(path, filled=True)], programme)
    count = journaling.lay_out(programme, path, [mentee] if mentee else [])
    terminal.result(terminal.words("journal.laid_out", file=path.as_posix(), count=count))
    terminal.next(f"import journal {path.as_posix()}")
    closed(terminal, programme, [])
