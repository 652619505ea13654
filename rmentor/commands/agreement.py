"""What mentor and mentee settle together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from rmentor.terminal import Terminal

if TYPE_CHECKING:
    from rmentor.steps import Programme
    from rmentor.values import Rhythm

K = TypeVar("K")
V = TypeVar("V")
T = TypeVar("T")


def agree(
    ctx: typer.Context,
    mentee: Annotated[str, typer.Argument(metavar="MENTEE", help="Whose programme it is.")],
    want: Annotated[list[str] | None, typer.Option("--want", metavar="M", help="A module asked for.")] = None,
    refuse: Annotated[list[str] | None, typer.Option("--refuse", metavar="M", help="A module not wanted.")] = None,
    pin: Annotated[list[str] | None, typer.Option("--pin", metavar="M=N", help="Module M in session N.")] = None,
    move: Annotated[
        list[str] | None, typer.Option("--move", metavar="N=WHEN", help="Session N at 2027-02-10T09:00.")
    ] = None,
    sessions: Annotated[int | None, typer.Option("--sessions", min=0, help="How many sessions.")] = None,
    minutes: Annotated[int | None, typer.Option("--minutes", min=0, help="How long each is.")] = None,
    every: Annotated[str | None, typer.Option("--every", metavar="RHYTHM", help="Such as '2 weeks', month.")] = None,
    by: Annotated[str, typer.Option("--by", help="Who settled it.")] = "",
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="When (default: today).")] = None,
) -> None:
    """Record what mentor and mentee settled together.

    Modules, sequence, dates and time credit are written into the executive's file;
    what could not hold is refused. Alone in a terminal, asks for each.
    """
    from rmentor.agreeing import Settled, record
    from rmentor.commands.opening import opened
    from rmentor.commands.recording import asked, day, told

    terminal = ctx.ensure_object(Terminal)
    programme = opened(terminal)
    programme.require_mentees([mentee])
    texts = {"want": want or [], "refuse": refuse or [], "pin": pin or [], "move": move or []}
    credit = {"sessions": sessions, "minutes": minutes, "every": every}
    if not any(texts.values()) and all(one is None for one in credit.values()) and terminal.interactive:
        texts, credit = _walked(terminal, programme, mentee)
    if not any(texts.values()) and all(one is None for one in credit.values()):
        raise typer.BadParameter("at least one of --want, --refuse, --pin, --move, --sessions, --minutes, --every.")
    settled = Settled(
        by=asked(terminal, "by", by, "--by"),
        on=day(on),
        want=tuple(texts["want"]),
        refuse=tuple(texts["refuse"]),
        pins=_pins(texts["pin"]),
        moves=_moves(texts["move"]),
        sessions=_whole(credit["sessions"], 0, "--sessions"),
        minutes=_whole(credit["minutes"], 0, "--minutes"),
        every=_rhythm(credit["every"]),
    )
    told(terminal, record(programme, mentee, settled))
    terminal.next(f"plan {mentee} --diff")


def _walked(
    terminal: Terminal, programme: Programme, mentee: str
) -> tuple[dict[str, list[str]], dict[str, int | str | None]]:
    """Shows where things stand, then asks for each; an answer that is none is asked for again, an empty one leaves it
    as it was."""
    from rmentor.views import agreement as view

    view.show(terminal, programme, mentee)
    known = programme.workspace.catalogue.modules

    def modules(given: list[str]) -> object:
        wrong = [one for one in given if one not in known]
        if wrong:
            raise typer.BadParameter(terminal.words("agree.no_such_module", modules=wrong))
        return given

    def several(key: str, right: Callable[[list[str]], object]) -> list[str]:
        return _asked(terminal, key, lambda text: (given := text.replace(",", " ").split(), right(given))[0])

    def one(key: str, right: Callable[[str], object]) -> str | None:
        return _asked(terminal, key, lambda text: (text, right(text))[0]) or None

    texts = {
        "want": several("want", modules),
        "refuse": several("refuse", modules),
        "pin": several("pin", lambda given: modules(list(_pins(given)))),
        "move": several("move", _moves),
    }
    credit: dict[str, int | str | None] = {
        "sessions": one("sessions", lambda text: _whole(text or None, 1, "--sessions")),
        "minutes": one("minutes", lambda text: _whole(text or None, 1, "--minutes")),
        "every": one("every", lambda text: _rhythm(text or None)),
    }
    return texts, credit


def _asked(terminal: Terminal, key: str, read: Callable[[str], T]) -> T:
    """One answer, asked for until it can be read."""
    while True:
        text = str(typer.prompt(terminal.words(f"agree.{key}"), default="", show_default=False, err=True)).strip()
        try:
            return read(text)
        except typer.BadParameter as wrong:
            terminal.note("  " + wrong.message)


def _pins(texts: Iterable[str]) -> dict[str, int]:
    return _pairs(texts, str, _positive, "--pin", "MODULE=SESSION, such as prompts=2")


def _moves(texts: Iterable[str]) -> dict[int, dt.datetime]:
    return _pairs(texts, _positive, _moment, "--move", "SESSION=WHEN, such as 3=2027-02-10T09:00")


def _pairs(
    texts: Iterable[str], key: Callable[[str], K | None], value: Callable[[str], V | None], option: str, shape: str
) -> dict[K, V]:
    found: dict[K, V] = {}
    for text in texts:
        name, _, what = text.partition("=")
        left, right = key(name.strip()), value(what.strip())
        if left is None or right is None or left == "":
            raise typer.BadParameter(f"expected {shape}, not '{text}'.", param_hint=option)
        found[left] = right
    return found


def _positive(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and int(text) else None


def _moment(text: str) -> dt.datetime | None:
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is None and ":" in text else None


def _whole(given: int | str | None, least: int, option: str) -> int | None:
    if given is None or isinstance(given, int):
        return given
    if not (given.isascii() and given.isdigit() and int(given) >= least):
        raise typer.BadParameter(f"expected a whole number, not '{given}'.", param_hint=option)
    return int(given)


def _rhythm(given: int | str | None) -> Rhythm | None:
    from rmentor.values import Rhythm

    if given is None:
        return None
    found = Rhythm.parse(str(given))
    if found is None:
        raise typer.BadParameter(f"expected such as '2 weeks' or month, not '{given}'.", param_hint="--every")
    return found
