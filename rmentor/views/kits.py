"""Kits in a terminal: the shelf, one module with its origins, and who is ready for what."""

from __future__ import annotations

from rmentor.readiness import STEPS
from rmentor.shelf import Ready
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
