"""Where a programme stands, and what a run wrote, in a terminal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from rmentor import disclosing, purging
from rmentor.courses import Alert
from rmentor.files import plain
from rmentor.files.workspace import OUT
from rmentor.graph import Ran, Stage
from rmentor.steps import Programme, Written
from rmentor.terminal import Terminal, grid
from rmentor.views import report

MOST_ALERTS = 10
"""Alerts that `status` tells one by one; `status --alerts` tells all."""


def show(
    terminal: Terminal, programme: Programme, stages: Sequence[Stage], errors: int, warnings: int, overdue: int = 0,
    alerts: Sequence[Alert] = (),
) -> None:  # fmt: skip
    """Each step and its state, what somebody should look into; then the one command that comes next."""
    words = terminal.words
    following = "check" if errors else next((stage.command for stage in stages if stage.state != "done"), None)
    if terminal.json:
        terminal.data({
            "version": 1,
            "errors": errors,
            "warnings": warnings,
            "steps": [{"step": one.name, "state": one.state, "count": one.count} for one in stages],
            "retention": _kept(programme, overdue),
            "alerts": disclosing.alert_data(alerts, programme) if alerts else [],
            "next": following or None,
        })  # fmt: skip
        return
    if programme.workspace.read_settings is not None:
        facts = programme.workspace.settings.programme
        title = facts.name if facts.client is None else f"{facts.name} · {facts.client}"
        terminal.result(title)
        terminal.result(words("status_of.window", start=facts.start, end=facts.end))
        _retention(terminal, programme, overdue)
    rows = [[words(f"step.{one.name}"), words(f"state.{one.state}"), words(f"step_count.{one.name}", count=one.count)]
            for one in stages]  # fmt: skip
    if rows:
        terminal.table(grid([("", "left"), ("", "left"), ("", "left")], rows))
    if alerts:
        terminal.result(words("status_of.alerts", count=len(alerts)))
        report.alerts(terminal, programme, alerts, MOST_ALERTS)
    if errors or warnings:
        terminal.result(terminal.counted(errors, warnings))
    edited = [stage for stage in stages if stage.state == "edited"]
    if edited:
        terminal.note(words("status_of.edited"))
    elif following:
        terminal.next(following)
    elif stages and stages[-1].state == "missing":
        terminal.note(words(f"missing.{stages[-1].name}"))


def alone(terminal: Terminal, programme: Programme, found: Sequence[Alert], on: dt.date) -> None:
    """The alerts of a day alone, for a job that looks every morning."""
    if terminal.json:
        terminal.data({"version": 1, "on": on.isoformat(), "alerts": disclosing.alert_data(found, programme)})
    elif found:
        report.alerts(terminal, programme, found)
    else:
        terminal.result(terminal.words("status_of.no_alerts"))


def _kept(programme: Programme, overdue: int) -> dict[str, object] | None:
    if programme.workspace.read_settings is None:
        return None
    until = purging.retention(programme.workspace.settings)
    return {"not_selected": until.not_selected.isoformat(), "selected": until.selected.isoformat(), "overdue": overdue}


def _retention(terminal: Terminal, programme: Programme, overdue: int) -> None:
    """Until when data are kept, and whether some are kept too long."""
    until = purging.retention(programme.workspace.settings)
    terminal.result(terminal.words("status_of.kept_until", not_selected=until.not_selected, selected=until.selected))
    if overdue:
        terminal.result(terminal.words("status_of.purge_due", count=overdue))


def ran(terminal: Terminal, programme: Programme, result: Ran) -> None:
    """What a run wrote and where; or what people have to write before it can go on."""
    words = terminal.words
    changed = [one.name for one in result.written if one.changed]
    if terminal.json:
        terminal.data({
            "version": 1,
            "written": changed,
            "attention": [plain.problem(one, words) for one in result.attention],
            "next": result.next,
        })  # fmt: skip
        return
    _written(terminal, programme, changed)
    if result.next is not None:
        terminal.note(words(f"missing.{result.next.removeprefix('no_')}"))


def rendered(terminal: Terminal, programme: Programme, written: Collection[Written]) -> None:
    """What was printed, and where."""
    changed = [one.name for one in written if one.changed]
    if terminal.json:
        terminal.data({"version": 1, "written": changed})
    else:
        _written(terminal, programme, changed)


def dated(terminal: Terminal, programme: Programme, written: Collection[Written]) -> None:
    """Which calendar files and dates were written, and where."""
    changed = [one.name for one in written if one.changed]
    if terminal.json:
        terminal.data({"version": 1, "written": changed})
    elif changed:
        where = programme.folder.at(OUT).as_posix() + "/"
        terminal.result(terminal.words("agenda.written", count=len(changed), where=where))
    else:
        terminal.result(terminal.words("run.nothing"))


def _written(terminal: Terminal, programme: Programme, changed: Sequence[str]) -> None:
    words = terminal.words
    papers = [name for name in changed if name.startswith(f"{OUT}/")]
    for name in changed:
        if name not in papers:
            terminal.result(name)
    if papers:
        where = programme.folder.at(OUT).as_posix() + "/"
        terminal.result(words("run.documents", count=len(papers), where=where))
    elif not changed:
        terminal.result(words("run.nothing"))
