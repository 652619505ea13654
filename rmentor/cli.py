"""`rmentor`: the app, its gate, and the table of commands, each imported only when it is called."""

from __future__ import annotations

import errno
import importlib
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from rmentor import __version__
from rmentor.errors import ProblemsFound
from rmentor.terminal import Terminal, Waiting, speak_utf8
from rmentor.words import LANGUAGES

COMMANDS: dict[str, tuple[str, str, str]] = {
    "init": ("start", "init", "Lay down a new programme folder."),
    "status": ("start", "status", "Say where the programme stands, what is stale and what comes next."),
    "check": ("start", "check", "Say every problem in every input, with its file and line."),
    "import": ("imports", "app", "Take in what other systems and people fill in: rosters, marks, answers, journals."),
    "run": ("start", "run", "Select, pair, plan and render, only what is stale."),
    "select": ("people", "select", "Rank candidates and choose mentors; explain every number."),
    "audit": ("people", "audit", "Compare how groups fare in the selection, from audit.csv, which is never scored."),
    "decide": ("people", "decide", "Record a choice that people make, with reason, name and date."),
    "pair": ("people", "pair", "Pair mentors and executives, proven best, with reasons."),
    "kit": ("kits", "app", "Kits: what there is, where it comes from, what is stale, who is ready."),
    "schema": ("kits", "schema", "Print the JSON Schema of an input file, for editors: keys, meanings, defaults."),
    "plan": ("time", "plan", "Compose each executive's programme within their time credit."),
    "announce": ("people", "announce", "Record what is now told to people: pairs and session dates."),
    "agree": ("agreement", "agree", "Record what mentor and mentee settled together."),
    "agenda": ("time", "agenda", "Make calendar files, a table of dates and a month view."),
    "render": ("papers", "render", "Make the documents; only those that are stale."),
    "log": ("keeping", "log", "Write down what became of a session: held, cancelled, moved."),
    "report": ("keeping", "report", "Make the steering report: sessions, hours, progress, alerts."),
    "purge": ("keeping", "purge", "Remove people, or whoever's retention is over, from every file."),
}
"""Name → module in `rmentor.commands`, function (or group) in it, one line of help."""


def _directory(ctx: typer.Context, value: Path | None) -> None:
    if value is not None:
        ctx.find_root().ensure_object(Terminal).directory = value


def _language(ctx: typer.Context, value: str | None) -> None:
    if value is not None:
        if value not in LANGUAGES:
            raise typer.BadParameter(f"'{value}' is not one of {', '.join(LANGUAGES)}.")
        ctx.find_root().ensure_object(Terminal).language = value


def _quiet(ctx: typer.Context, value: bool) -> None:
    ctx.find_root().ensure_object(Terminal).quiet |= value


def _no_input(ctx: typer.Context, value: bool) -> None:
    ctx.find_root().ensure_object(Terminal).no_input |= value


def _debug(ctx: typer.Context, value: bool) -> None:
    ctx.find_root().ensure_object(Terminal).debug |= value


def _everywhere(
    everywhere_directory: Annotated[
        Path | None,
        typer.Option(
            "-C", "--directory", metavar="DIR", callback=_directory, expose_value=False, rich_help_panel="Everywhere",
            help="The programme's folder (default: the current one).",
        ),
    ] = None,
    everywhere_language: Annotated[
        str | None,
        typer.Option(
            "--language", metavar="fr|en", callback=_language, expose_value=False, rich_help_panel="Everywhere",
            help="Language of what is said (default: the programme's).",
        ),
    ] = None,
    everywhere_quiet: Annotated[
        bool,
        typer.Option(
            "--quiet", "-q", callback=_quiet, expose_value=False, rich_help_panel="Everywhere",
            help="Results and problems only.",
        ),
    ] = False,
    everywhere_no_input: Annotated[
        bool,
        typer.Option(
            "--no-input", callback=_no_input, expose_value=False, rich_help_panel="Everywhere",
            help="Never ask anything.",
        ),
    ] = False,
    everywhere_debug: Annotated[
        bool,
        typer.Option(
            "--debug", callback=_debug, expose_value=False, rich_help_panel="Everywhere",
            help="Show the traceback of a bug.",
        ),
    ] = False,
) -> None:  # fmt: skip
    """The options that stand before or after any command. Their names are their own: a command's argument of the same
    name would share its value with them."""


class Gate(TyperGroup):
    """Imports a command when it is called, and turns whatever it raises into words and an exit status."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """A line of help while the table is shown; the command itself when it is called."""
        if cmd_name not in COMMANDS:
            return None
        module, name, summary = COMMANDS[cmd_name]
        if not getattr(ctx, "_calls", False):
            return TyperCommand(name=cmd_name, help=summary, params=[])
        return _with_everywhere(_built(getattr(importlib.import_module(f"rmentor.commands.{module}"), name), cmd_name))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        ctx._calls = True
        return super().resolve_command(ctx, args)

    def answer(self, args: list[str] | None) -> int:
        """Runs a command line to its exit status; a wrong use is one plain line that can be searched, not a box."""
        try:
            status = self.main(args, prog_name="rmentor", standalone_mode=False)
        except Exception as error:
            if not hasattr(error, "format_message"):
                raise
            context = getattr(error, "ctx", None)
            path = context.command_path if context is not None else "rmentor"
            typer.echo(f"{error.format_message()}{_meant(error)}\n  try: {path} --help", err=True)
            return int(getattr(error, "exit_code", 2))
        return status if isinstance(status, int) else 0

    def invoke(self, ctx: Any) -> Any:
        terminal = ctx.find_root().ensure_object(Terminal)
        try:
            with terminal.holding:
                return super().invoke(ctx)
        except ProblemsFound as stop:
            terminal.stopped(stop)
            raise typer.Exit(1) from None
        except Waiting:
            raise typer.Exit(1) from None
        except (KeyboardInterrupt, typer.Abort):
            # At a question, Ctrl-C and an end of input are an Abort.
            terminal.note(terminal.words("terminal.interrupted"))
            raise typer.Exit(130) from None
        except Exception as error:
            # Typer's own usage errors and exits carry a status; a closed pipe (`| head`) is nobody's bug.
            if hasattr(error, "exit_code") or (isinstance(error, OSError) and error.errno == errno.EPIPE):
                raise
            terminal.bug(error)
            raise typer.Exit(3) from None


def _meant(error: Exception) -> str:
    """The command that a mistyped one is nearest to, as a question; nothing where none is near, or for other errors."""
    from difflib import get_close_matches

    context, typed = getattr(error, "ctx", None), re.fullmatch(r"No such command '(.+)'\.", str(error))
    if context is None or typed is None:
        return ""
    near = get_close_matches(typed[1], context.command.list_commands(context), 1)
    return f" Did you mean '{near[0]}'?" if near else ""


def _built(made: Any, name: str) -> Any:
    """A function or a group of commands, as Typer runs it."""
    if not isinstance(made, typer.Typer):
        holder = typer.Typer(add_completion=False)
        holder.command(name)(made)
        made = holder
    command = typer.main.get_command(made)
    command.name = name
    return command


def _with_everywhere(command: Any) -> Any:
    """The options that stand before or after any command, added to it and to those inside it."""
    # Typer breaks the lines of help where the docstring does, and again where the terminal ends.
    command.help = re.sub(r"(?<!\n)\n(?!\n) *", " ", command.help or "")
    known = {option for param in command.params for option in param.opts}
    command.params += [one for one in _built(_everywhere, "everywhere").params if not known & set(one.opts)]
    for inner in getattr(command, "commands", {}).values():
        _with_everywhere(inner)
    return command


app = typer.Typer(
    cls=Gate,
    name="rmentor",
    no_args_is_help=False,
    invoke_without_command=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"rmentor {__version__}")
        raise typer.Exit


@app.callback()
def root(
    ctx: typer.Context,
    version: Annotated[  # noqa: ARG001
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """From an HR export to a running reverse-mentoring programme: choose mentors, pair them with executives, plan
    each executive's sessions, print the papers. Nothing leaves this machine."""
    terminal = ctx.ensure_object(Terminal)
    if ctx.invoked_subcommand is not None:
        return
    if (terminal.directory / "rmentor.yaml").is_file():
        from rmentor.commands.start import show_status

        show_status(terminal)
    else:
        typer.echo(ctx.get_help())


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line; ends the process with its exit status."""
    speak_utf8()
    group = typer.main.get_command(app)
    assert isinstance(group, Gate)
    group.params += _built(_everywhere, "everywhere").params
    sys.exit(group.answer(list(arguments) if arguments is not None else None))
