"""The steering report in a terminal, with the names that its paper leaves out."""

from __future__ import annotations

from collections.abc import Sequence

from rmentor import steering
from rmentor.courses import Alert
from rmentor.evaluation import FEWEST_SHOWN, Progress
from rmentor.files.workspace import OUT
from rmentor.reporting import told
from rmentor.steering import Steering
from rmentor.steps import Programme
from rmentor.terminal import Terminal

MOST_WRITTEN = 6


def show(terminal: Terminal, programme: Programme, found: Steering | None, written: Sequence[str]) -> None:
    """Sessions, hours, progress, alerts; then the files. Without the figures, the files alone."""
    if found is not None:
        words, totals = terminal.words, found.totals
        told = {"held": totals.held, "credit": totals.credit, "cancelled": totals.cancelled, "moved": totals.moved}
        terminal.result(words("report.line_sessions", **told))
        terminal.result(words("report.line_hours", held=totals.minutes / 60, credit=totals.credit_minutes / 60))
        for topic in found.topics:
            fields = _topic(programme, topic)
            few = topic.n < FEWEST_SHOWN
            terminal.result(words("report.line_few", **fields) if few else words("report.line_topic", **fields))
        for topic in found.midway.topics:
            if topic.n >= FEWEST_SHOWN:
                terminal.result(words("report.line_midway", **_topic(programme, topic)))
        if remarks := steering.kit_remarks(found.courses):
            terminal.result(words("report.line_kits", count=len(remarks)))
        alerts(terminal, programme, found.alerts)
    for name in written[:MOST_WRITTEN]:
        terminal.result(name)
    if len(written) > MOST_WRITTEN:
        where = programme.folder.at(OUT).as_posix() + "/"
        terminal.result(terminal.words("run.documents", count=len(written), where=where))


def alerts(terminal: Terminal, programme: Programme, found: Sequence[Alert], most: int | None = None) -> None:
    """A line an alert, with the names that no paper has; beyond `most`, how many there are."""
    for alert in found[:most]:
        name = programme.workspace.name(alert.mentee)
        who = alert.mentee if name == alert.mentee else f"{name} ({alert.mentee})"
        terminal.result(terminal.words("report.line_alert", who=who, text=told(alert, programme, terminal.words)))
    if most is not None and len(found) > most:
        terminal.result(terminal.words("report.more_alerts", count=len(found) - most))


def _topic(programme: Programme, one: Progress) -> dict[str, object]:
    known = programme.workspace.topics.get(one.topic)
    return {
        "topic": known.label if known and known.label else one.topic,
        "before": one.before or 0.0, "after": one.after or 0.0, "target": one.target or 0.0,
        "improved": one.improved, "same": one.same, "worse": one.worse, "n": one.n,
    }  # fmt: skip
