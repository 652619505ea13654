"""Phase 2: the kits, and who is ready to carry them."""

from __future__ import annotations

import datetime as dt
import posixpath
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rmentor.commands.options import AsJson
from rmentor.terminal import Terminal

if TYPE_CHECKING:
    from rmentor.steps import Programme

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


def _day(value: str | None) -> str | None:
    from rmentor.values import iso_day

    if value is not None and iso_day(value) is None:
        raise typer.BadParameter(f"'{value}' is no day, such as 2027-01-31.")
    return value


Today = Annotated[
    str | None,
    typer.Option("--today", metavar="DATE", callback=_day, help="The day from which age is counted (default: today)."),
]


@app.command("check")
def check(
    ctx: typer.Context,
    kits: Annotated[
        list[Path] | None, typer.Argument(metavar="[KIT]...", help="Folders of kits outside any programme.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count as errors.")] = False,
    today: Today = None,
    json: AsJson = False,
) -> None:
    """Say what is stale, missing or out of reach in the programme's kits, with file and line.

    Figures older than figures_age, sources, minutes that do not add up, circles, entry levels that nothing reaches,
    quizzes without a right answer, exercises without success, media, translations, texts too long for their page. Exit
    status: 0 without errors, 1 with errors (or warnings, with --strict).
    """
    from rmentor import shelf
    from rmentor.commands.opening import opened
    from rmentor.errors import errors_of
    from rmentor.files.folder import Folder

    terminal = ctx.ensure_object(Terminal)
    day = dt.date.fromisoformat(today) if today else dt.date.today()
    if kits:
        found = shelf.looked_over_alone(Folder(Path()), [kit.as_posix() for kit in kits], day)
    else:
        programme = opened(terminal)
        found = shelf.looked_over(programme, day)
        if not found and not programme.workspace.catalogue.kits and not json:
            terminal.result(terminal.words("kit.no_kits"))
            return
    terminal.problems(found)
    wrong = len(errors_of(found))
    if not json:
        terminal.result(terminal.counted(wrong, len(found) - wrong) if found else terminal.words("kit.nothing_wrong"))
    if wrong or (strict and found):
        raise typer.Exit(1)


@app.command("list")
def list_(
    ctx: typer.Context,
    needs: Annotated[
        bool, typer.Option("--needs", help="Which modules are in demand, what none can close, what to write first.")
    ] = False,
    json: AsJson = False,  # noqa: ARG001
) -> None:
    """List kits and modules, and topics by levels: where the catalogue has holes for what the executives need."""
    from rmentor import shelf
    from rmentor.commands.opening import closed, opened
    from rmentor.views import kits as view

    terminal = ctx.ensure_object(Terminal)
    programme = opened(terminal)
    programme.require_sound_inputs(kits=True)
    view.show_list(terminal, programme, shelf.listed(programme), needs=needs)
    closed(terminal, programme, [])


@app.command("show")
def show(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="MODULE|KIT", help="The id of a module or of a kit.")],
    origin: Annotated[bool, typer.Option("--origin", help="Say which file and line each field came from.")] = False,
    mentor: Annotated[str | None, typer.Option("--mentor", metavar="ID", help="In that mentor's own words.")] = None,
    json: AsJson = False,  # noqa: ARG001
) -> None:
    """Show a module or a kit as its layers say together: own files over those they extend."""
    from rmentor import shelf
    from rmentor.commands.opening import opened
    from rmentor.views import kits as view

    terminal = ctx.ensure_object(Terminal)
    programme = opened(terminal)
    programme.require_sound_inputs(kits=True)
    found = shelf.found(programme, name, mentor)
    view.show_one(terminal, found, shelf.origins(found), origin=origin)


@app.command("new")
def new(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID", help="The kit's id, which is also its folder under kits/.")],
    title: Annotated[str | None, typer.Option("--title", help="Its title (asked at a terminal).")] = None,
    module: Annotated[
        list[str] | None, typer.Option("--module", metavar="ID", help="A module to lay down; as often as needed.")
    ] = None,
    topic: Annotated[
        str | None, typer.Option("--topic", metavar="KEY", help="The topic that its modules teach.")
    ] = None,
    extends: Annotated[
        str | None, typer.Option("--extends", metavar="DIR", help="The kit below, from the new kit's folder.")
    ] = None,
) -> None:
    """Lay down a new kit: every key there with what it is for, listed in rmentor.yaml. Asks at a terminal."""
    from rmentor.commands.opening import opened
    from rmentor.files import scaffold
    from rmentor.views import kits as view

    terminal = ctx.ensure_object(Terminal)
    programme = opened(terminal)
    _require_sound(programme, name, module or [], topic, extends)
    kit = view.asked(terminal, programme, name, title, module or [], topic, extends)
    for written in scaffold.lay_down(programme.folder, kit):
        terminal.result(written)
    terminal.next("kit check")


def _require_sound(
    programme: Programme, name: str, modules: Sequence[str], topic: str | None, extends: str | None
) -> None:
    """Raises BadParameter for a kit that the programme could not be read with."""
    _require_file_name(name, "ID")
    for one in modules:
        _require_file_name(one, "--module")
        if one in programme.workspace.catalogue.modules:
            raise typer.BadParameter(f"there is a module '{one}' already.", param_hint="--module")
    topics = programme.workspace.settings.topics
    if topic is not None and topics is not None and topic not in topics:
        raise typer.BadParameter(f"'{topic}' is not one of {', '.join(topics)}.", param_hint="--topic")
    if extends is not None:
        if modules or topic is not None:
            raise typer.BadParameter("modules and topics are those of the kit below.", param_hint="--extends")
        below = posixpath.normpath(f"kits/{name}/{extends}")
        if not programme.folder.has(f"{below}/kit.yaml"):
            raise typer.BadParameter(f"there is no kit in {below}.", param_hint="--extends")


def _require_file_name(name: str, option: str) -> None:
    from rmentor.values import file_name, plain

    if not name or file_name(name) != name:
        better = "-".join(map(plain, re.findall(r"[^\W_]+", name)))
        better = better if better.isascii() and better else "my-kit"
        raise typer.BadParameter(f"'{name}' cannot be a file's name; '{better}' can.", param_hint=option)


_FORMATS = {"gift": (".gift", ".txt"), "csv": (".csv",), "md": (".md", ".txt")}
"""What is written, and how a file for it may end."""


@app.command("export")
def export(
    ctx: typer.Context,
    kind: Annotated[
        str, typer.Argument(metavar="gift|csv|md", help="Quizzes for Moodle or online forms; whole modules.")
    ],
    names: Annotated[list[str] | None, typer.Argument(metavar="[MODULE|KIT]...", help="What (default: all).")] = None,
    to: Annotated[Path | None, typer.Option("--to", metavar="FILE", help="Into a file (default: stdout).")] = None,
    mentor: Annotated[str | None, typer.Option("--mentor", metavar="ID", help="In that mentor's own words.")] = None,
) -> None:
    """Write quizzes as Moodle GIFT or as a table for online forms (csv), or modules as Markdown (md)."""
    from rmentor import shelf
    from rmentor.commands import saving
    from rmentor.commands.opening import opened
    from rmentor.views import kits as view

    terminal = ctx.ensure_object(Terminal)
    if kind not in _FORMATS:
        raise typer.BadParameter(f"'{kind}' is not one of {', '.join(_FORMATS)}.", param_hint="gift|csv|md")
    programme = opened(terminal)
    programme.require_sound_inputs(kits=True)
    if not programme.workspace.catalogue.kits:
        terminal.note(terminal.words("kit.no_kits"))
        return
    saving.check([saving.Target(to, _FORMATS[kind])], programme)
    view.exported(terminal, shelf.exported(programme, kind, names or [], mentor, terminal.words), to)


def schema(
    ctx: typer.Context,
    file: Annotated[str | None, typer.Argument(metavar="[FILE]", help="rmentor.yaml, mentee, kit, module …")] = None,
) -> None:
    """Print the JSON Schema of an input file, for editors: keys, meanings, defaults. Without FILE: of all, by file."""
    from rmentor.files import schemas

    terminal = ctx.ensure_object(Terminal)
    if file is None:
        terminal.data({pattern: schemas.schema(pattern) for pattern in schemas.FILES})
        return
    if (pattern := schemas.named(file)) is None:
        raise typer.BadParameter(f"'{file}' is not one of {', '.join(schemas.FILES)}.", param_hint="FILE")
    terminal.data(schemas.schema(pattern))
