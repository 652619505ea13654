"""What the commands that write into people's files share: who, when, asking where a terminal is there, undoing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, cast

import typer

from rmentor.commands.opening import opened
from rmentor.deciding import Kind, Wish, needs_reason, record
from rmentor.files.edits import Recorded
from rmentor.terminal import Terminal
from rmentor.values import iso_day
from rmentor.views.recorded import undo_lines


def day(text: str | None, option: str = "--on") -> dt.date:
    """The day an act is recorded for: as written, else today."""
    if text is None:
        return dt.date.today()
    found = iso_day(text)
    if found is None:
        raise typer.BadParameter(f"'{text}' is no date: expected one such as 2026-12-01.", param_hint=option)
    return found


def moment(text: str, option: str) -> dt.datetime:
    """A day and hour, as 2027-02-10T09:00."""
    try:
        return dt.datetime.strptime(text.strip().replace(" ", "T"), "%Y-%m-%dT%H:%M")
    except ValueError:
        raise typer.BadParameter(
            f"'{text}' is no day and hour: expected one such as 2027-02-10T09:00.", param_hint=option
        ) from None


def asked(terminal: Terminal, key: str, given: str, option: str) -> str:
    """A text that must be given: asked for in a terminal, else wrong use."""
    if given.strip():
        return given.strip()
    if not terminal.interactive:
        raise typer.BadParameter("a text is needed.", param_hint=option)
    answer = str(typer.prompt(terminal.words(f"ask.{key}"), err=True)).strip()
    return answer or asked(terminal, key, "", option)


def told(terminal: Terminal, done: Recorded, undo: str | None = None) -> None:
    """Where it was written, and how to take it back; or that it stood there already."""
    if not done.changed:
        terminal.result(terminal.words("recorded.already", file=done.name))
        return
    terminal.result(f"{done.name}:{done.first}")
    if undo is None or done.within:
        terminal.note(undo_lines(terminal.words, done))
    else:
        terminal.note(terminal.words("recorded.undo", command=undo))


def decide(terminal: Terminal, wishes: Mapping[str, str | None], **given: Any) -> None:
    """Records one of the five kinds of wish."""
    named = {kind: who for kind, who in wishes.items() if who is not None}
    if len(named) != 1:
        raise typer.BadParameter("exactly one of --choose, --refuse, --lock, --forbid, --withdraw is needed.")
    kind, who = named.popitem()
    people = tuple(one.strip() for one in who.split("=", 1)) if kind != "choose" and "=" in who else (who,)
    if (kind in ("lock", "forbid")) != (len(people) == 2) and kind != "withdraw":
        raise typer.BadParameter(f"expected MENTOR=MENTEE, not '{who}'.", param_hint=f"--{kind}")
    programme = opened(terminal)
    by = given["by"] if kind == "withdraw" else asked(terminal, "by", given["by"], "--by")
    wish = Wish(cast(Kind, kind), people, given["reason"].strip(), by, day(given["on"]), given["private"])
    if not wish.reason and terminal.interactive:
        programme.require_sound_inputs()
        if needs_reason(programme, wish):
            reason = asked(terminal, "reason", "", "--reason")
            wish = Wish(wish.kind, wish.who, reason, wish.by, wish.on, wish.private)
    done = record(programme, wish)
    if kind == "withdraw":
        terminal.result(terminal.words("recorded.withdrawn", file=done.name))
    else:
        told(terminal, done, f"rmentor decide --withdraw {who}")
    terminal.next("select" if len(people) == 1 else "pair")
