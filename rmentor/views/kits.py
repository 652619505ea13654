"""Kits in a terminal: the shelf, one module with its origins, and who is ready for what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import typer

from rmentor.errors import ProblemsFound
from rmentor.files.kitfiles import KitRead, ModuleRead
from rmentor.files.scaffold import NewKit
from rmentor.needs import Band
from rmentor.readiness import STEPS
from rmentor.shelf import Listed, Ready
from rmentor.steps import Programme
from rmentor.terminal import Terminal, grid


def show_ready(terminal: Terminal, programme: Programme, found: Ready) -> None:
    """The matrix, then, mentor by mentor, what is missing for the modules of their sessions."""
    if terminal.json:
        terminal.data(_ready_data(terminal, found))
        return
    words, name = terminal.words, programme.workspace.name
    if not found.mentors or not found.modules:
        terminal.result(words("kit.nobody"))
        return
    numbers = {module: str(number) for number, module in enumerate(found.modules, 1)}
    rows = [
        [mentor, name(mentor), *(_cell(terminal, found, mentor, module) for module in found.modules)]
        for mentor in found.mentors
    ]
    headings = [("id", "left"), (words("kit.mentor"), "left"), *((number, "right") for number in numbers.values())]
    terminal.table(grid(headings, rows))  # type: ignore[arg-type]
    terminal.result("")
    for module, number in numbers.items():
        terminal.result(f"{number} {module} · {programme.title(module)}")
    terminal.result(words("kit.legend"))
    _missing(terminal, programme, found)


def _cell(terminal: Terminal, found: Ready, mentor: str, module: str) -> str:
    """Done of all steps, a tick when ready; a dot where the module stands in no session of theirs."""
    stands = found.matrix[mentor, module]
    done = len(stands.steps) - len(stands.missing)
    if not found.wanted(mentor, module) and not done:
        return "·"
    return ("✓" if terminal.blocks else "ok") if stands.ready else f"{done}/{len(stands.steps)}"


def _missing(terminal: Terminal, programme: Programme, found: Ready) -> None:
    words = terminal.words
    for mentor in found.mentors:
        waiting = [found.matrix[mentor, one] for one in found.modules if found.wanted(mentor, one)]
        begun = [one for one in waiting if not one.ready and len(one.missing) < len(one.steps)]
        untouched = [one.module for one in waiting if len(one.missing) == len(one.steps)]
        if not begun and not untouched:
            continue
        terminal.result("")
        terminal.result(f"{programme.workspace.name(mentor)} ({mentor})")
        for one in begun:
            reasons = [words.reason(reason) for reason in one.missing]
            terminal.result("  " + words("kit.missing", module=one.module, reasons=reasons))
        if untouched:
            terminal.result("  " + words("kit.untouched", modules=untouched))


def _ready_data(terminal: Terminal, found: Ready) -> dict[str, object]:
    return {
        "version": 1,
        "steps": list(STEPS),
        "mentors": [
            {
                "id": mentor,
                "modules": [
                    {
                        "id": module,
                        "ready": found.matrix[mentor, module].ready,
                        "seated": None if found.seated is None else found.wanted(mentor, module),
                        "missing": [
                            {"code": reason.code, "text": terminal.words.reason(reason), **reason.fields}
                            for reason in found.matrix[mentor, module].missing
                        ],
                    }
                    for module in found.modules
                ],
            }
            for mentor in found.mentors
        ],
    }


# --- list ---


def show_list(terminal: Terminal, programme: Programme, found: Listed, *, needs: bool) -> None:
    """Kits and modules, then topics × levels; with `needs`, what is in demand and what to write first."""
    if terminal.json:
        terminal.data(_list_data(programme, found))
        return
    words, catalogue = terminal.words, programme.workspace.catalogue
    if not catalogue.kits:
        terminal.result(words("kit.no_kits"))
        return
    if needs:
        _needs(terminal, programme, found)
        return
    for kit in catalogue.kits.values():
        terminal.result(f"{kit.id} · {kit.title}")
        rows = []
        for one in kit.modules:
            if one in catalogue.modules and catalogue.kit_of[one] == kit.id:
                module = catalogue.modules[one]
                rows.append([one, str(module.minutes), _levels(terminal, module.entry, module.teaches), module.title])
        headings = ((words("kit.module"), "left"), ("min", "right"), (words("kit.levels"), "left"), ("", "left"))
        terminal.table(grid(list(headings), rows))  # type: ignore[arg-type]
        terminal.result("")
    _coverage(terminal, programme, found.bands)


def _levels(terminal: Terminal, entry: Any, teaches: Any) -> str:
    """`ia 1 → 2`: what is needed to begin, and what it brings to."""
    number = terminal.words.number
    return ", ".join(
        f"{topic} {number(entry.get(topic, 0.0))} → {number(entry.get(topic, 0.0) + level)}"
        for topic, level in teaches.items()
    )


def _coverage(terminal: Terminal, programme: Programme, bands: Iterable[Band]) -> None:
    words = terminal.words
    by_topic: dict[str, list[Band]] = {}
    for one in bands:
        by_topic.setdefault(one.topic, []).append(one)
    lows = sorted({one.low for told in by_topic.values() for one in told})
    rows = []
    for topic, told in by_topic.items():
        at = {one.low: one for one in told}
        rows.append([_label(programme, topic), *(_band(at.get(low)) for low in lows)])
    headings = [(words("kit.topic"), "left"), *((f"{low}→{low + 1}", "right") for low in lows)]
    terminal.table(grid(headings, rows))  # type: ignore[arg-type]
    terminal.result(words("kit.bands"))
    holes = [one for told in by_topic.values() for one in told if one.short]
    for one in holes:
        fields = {"topic": _label(programme, one.topic), "low": one.low, "high": one.low + 1, "count": len(one.short)}
        terminal.result(words("kit.hole", **fields))
    if programme.workspace.mentees and not holes:
        terminal.result(words("kit.no_hole"))


def _band(band: Band | None) -> str:
    if band is None:
        return ""
    people = f" · {len(band.people)}" if band.people else ""
    return f"{len(band.modules) or '–'}{people}{' !' if band.short else ''}"


def _label(programme: Programme, topic: str) -> str:
    known = programme.workspace.topics.get(topic)
    return known.label if known and known.label else topic


def _needs(terminal: Terminal, programme: Programme, found: Listed) -> None:
    words = terminal.words
    headings = ((words("kit.module"), "left"), (words("kit.needed"), "right"), (words("kit.wanted"), "right"),
                ("min", "right"), ("", "left"))  # fmt: skip
    modules = programme.workspace.catalogue.modules
    rows = [
        [one.module, str(len(one.mentees)), str(len(one.wanted)), str(modules[one.module].minutes),
         modules[one.module].title]
        for one in found.demand
    ]  # fmt: skip
    terminal.table(grid(list(headings), rows))  # type: ignore[arg-type]
    terminal.result("")
    if not found.shortfalls:
        terminal.result(words("kit.no_hole"))
        return
    for one in found.shortfalls:
        name = programme.workspace.name(one.mentee)
        fields = {"name": name, "topic": _label(programme, one.topic), "reached": one.reached, "target": one.target}
        terminal.result(words("kit.short", **fields))
    terminal.result("")
    terminal.result(words("kit.write_first"))
    for writing in found.writing:
        fields = {"topic": _label(programme, writing.topic), "minutes": writing.minutes, "low": writing.low,
                  "high": writing.high, "count": len(writing.closes)}  # fmt: skip
        terminal.result("  " + words("kit.writing", **fields))


def _list_data(programme: Programme, found: Listed) -> dict[str, Any]:
    catalogue = programme.workspace.catalogue
    return {
        "version": 1,
        "kits": [
            {
                "id": kit.id,
                "title": kit.title,
                "modules": [
                    {"id": one, "title": module.title, "minutes": module.minutes, "teaches": dict(module.teaches),
                     "entry": dict(module.entry), "requires": list(module.requires)}
                    for one in kit.modules
                    if (module := catalogue.modules.get(one)) is not None
                ],
            }
            for kit in catalogue.kits.values()
        ],
        "levels": [
            {"topic": one.topic, "from": one.low, "to": one.low + 1, "modules": list(one.modules),
             "mentees": list(one.people), "short": list(one.short)}
            for one in found.bands
        ],
        "demand": [
            {"module": one.module, "mentees": list(one.mentees), "wanted": list(one.wanted)} for one in found.demand
        ],
        "not_closed": [
            {"mentee": one.mentee, "topic": one.topic, "reached": one.reached, "target": one.target}
            for one in found.shortfalls
        ],
        "writing": [
            {"topic": one.topic, "from": one.low, "to": one.high, "minutes": one.minutes, "closes": list(one.closes)}
            for one in found.writing
        ],
    }  # fmt: skip


# --- show ---


def show_one(terminal: Terminal, read: KitRead | ModuleRead, origins: dict[str, list[str]], *, origin: bool) -> None:
    """Every field of a kit or a module, with the files and lines it comes from where that is asked for."""
    value = read.kit if isinstance(read, KitRead) else read.module
    fields = value.model_dump(mode="python", exclude_none=True)
    if terminal.json:
        kind = "kit" if isinstance(read, KitRead) else "module"
        told = {key: _plain(one) for key, one in fields.items()}
        terminal.data({"version": 1, kind: told, "origins": origins, "files": list(read.files)})
        return
    for key, one in fields.items():
        if one in ((), {}) or key == "version":
            continue
        if origin:
            terminal.result(f"# {', '.join(origins.get(key, [terminal.words('kit.default')]))}")
        for line in _lines(key, _plain(one)):
            terminal.result(line)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items() if one is not None and one not in ((), [], {})}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value if isinstance(value, (str, int, float, bool)) or value is None else str(value)


def _lines(key: str, value: Any) -> Iterable[str]:
    """A field as YAML writes it."""
    import yaml

    text = yaml.safe_dump({key: value}, allow_unicode=True, sort_keys=False, width=78)
    return str(text).rstrip("\n").split("\n")


# --- new, export ---


def asked(
    terminal: Terminal,
    programme: Programme,
    name: str,
    title: str | None,
    modules: Sequence[str],
    topic: str | None,
    extends: str | None,
) -> NewKit:
    """What a new kit is to hold: as the options say, and at a terminal as somebody answers."""
    words = terminal.words
    topics = list(programme.workspace.topics)
    if terminal.interactive and title is None:
        title = typer.prompt(words("kit.ask_title"), default=name, err=True)
    if terminal.interactive and not modules and extends is None:
        told = typer.prompt(words("kit.ask_modules"), default="", show_default=False, err=True)
        modules = [one.strip() for one in told.split(",") if one.strip()]
    if terminal.interactive and topic is None and modules and topics:
        topic = typer.prompt(words("kit.ask_topic", topics=topics), default=topics[0], err=True)
    topic = topic or (topics[0] if topics else "topic")
    language = programme.workspace.settings.programme.language
    return NewKit(name, title or name, language, modules or ([] if extends else [f"{name}-1"]), topic, extends)


def exported(terminal: Terminal, content: bytes, to: Path | None) -> None:
    """To a file, or to stdout as it is."""
    if to is None:
        terminal.result(content.decode("utf-8-sig").replace("\r\n", "\n").rstrip("\n"))
        return
    from rmentor.files.folder import unwritable, write_atomically

    try:
        write_atomically(to, content)
    except OSError as error:
        raise ProblemsFound([unwritable(error, to.as_posix())]) from None
    terminal.note(terminal.words("terminal.written", files=[to.as_posix()], count=1))
