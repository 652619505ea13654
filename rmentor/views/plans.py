"""Plans in a terminal: one line an executive, or one whole."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from rmentor import comparing
from rmentor.files import plain, results
from rmentor.outcomes import Plan
from rmentor.steps import Programme
from rmentor.terminal import ONE_LINE_A_ROW_ABOVE, Terminal, grid
from rmentor.views import comparison
from rmentor.words import Words

Name = Callable[[str], str]


def show(terminal: Terminal, programme: Programme, plans: Mapping[str, Plan]) -> None:
    """Every plan in a line; a single one whole."""
    name = programme.workspace.name
    if terminal.json:
        told = [plain.problem(one, terminal.words) for one in programme.waiting]
        data = results.plans(plans.values(), terminal.words)
        for one, plan in zip(data["plans"], plans.values(), strict=True):
            one["changes"] = comparison.changes_data(terminal, programme, comparing.changed(programme, plan))
        terminal.data({**data, "problems": told})
        return
    if len(plans) == 1:
        for plan in plans.values():
            whole(terminal, plan, name, programme.title)
            _changed(terminal, programme, plan)
        return
    if not plans:
        terminal.result(terminal.words("plan.none"))
        return
    words = terminal.words
    headings = [
        (words("plan.mentee"), "left"),
        (words("plan.mentor"), "left"),
        (words("plan.sessions"), "right"),
        (words("plan.first"), "left"),
        (words("plan.last"), "left"),
        (words("plan.minutes"), "right"),
        (words("plan.levels"), "left"),
    ]
    rows = []
    # A topic a line, as long as somebody may read them all: broken at the width, a level parts from its topic.
    between = "\n" if len(plans) <= ONE_LINE_A_ROW_ABOVE else " "
    for plan in plans.values():
        days = [session.start.date() for session in plan.sessions if session.start]
        rows.append([
            name(plan.mentee),
            name(plan.mentor),
            str(len(plan.sessions)),
            words.day(days[0], "d MMM") if days else "–",
            words.day(days[-1], "d MMM") if days else "–",
            f"{plan.minutes}/{plan.credit}",
            between.join(f"{topic} {_level(terminal, one.before)}→{_level(terminal, one.after)}"
                     for topic, one in plan.levels.items()),
        ])  # fmt: skip
    terminal.table(grid(headings, rows))  # type: ignore[arg-type]
    terminal.result(_proven(words, plans.values()))
    others = [name(plan.mentee) for plan in plans.values() if comparing.changed(programme, plan)]
    if others:
        terminal.result(words("plan.changed_for", names=others))


def _proven(words: Words, plans: Collection[Plan]) -> str:
    """How many plans are proven: best, with the fewest themes, with the fewest changes to what was announced."""
    again = [plan for plan in plans if plan.fewest_changes is not None]
    said = words("plan.proven", best=sum(plan.proof == "optimal" for plan in plans), count=len(plans),
                 themes=sum(plan.fewest_themes for plan in plans))  # fmt: skip
    if again:
        said += words("plan.proven_again", changes=sum(plan.fewest_changes is True for plan in again), again=len(again))
    return said + "."


def _changed(terminal: Terminal, programme: Programme, plan: Plan) -> None:
    """What is no longer as it was announced."""
    changes = comparing.changed(programme, plan)
    if changes:
        terminal.result("")
        terminal.result(terminal.words("plan.changed"))
    for one in changes:
        terminal.result("  " + comparison.change(terminal, programme, one))


def whole(terminal: Terminal, plan: Plan, name: Name, title: Name) -> None:
    """One plan: its sessions with dates and modules, levels, and what was left out."""
    words = terminal.words
    terminal.result(words("plan.title", mentee=name(plan.mentee), mentor=name(plan.mentor)))
    rows = []
    for session in plan.sessions:
        when = words.day(session.start.date(), "EEE d MMM y") if session.start else "–"
        hours = (
            f"{words.time(session.start.time())}–{words.time(session.end.time())}"
            if session.start and session.end
            else ""
        )
        if session.held:
            hours = words("plan.held")
        modules = " + ".join(f"{title(one.id)} ({one.minutes} min)" for one in session.modules)
        rows.append([str(session.number), when, hours, modules])
    headings = [
        (words("plan.number"), "right"),
        (words("plan.day"), "left"),
        (words("plan.hours"), "left"),
        (words("plan.modules"), "left"),
    ]
    terminal.table(grid(headings, rows))  # type: ignore[arg-type]
    for session in plan.sessions:
        if session.moved is not None:
            terminal.result(words("plan.moved", number=session.number, why=words.reason(session.moved)))
    terminal.result("")
    for topic, level in plan.levels.items():
        terminal.result(words("plan.level", topic=topic, before=level.before, after=level.after, target=level.target))
    terminal.result(words("plan.used", count=plan.minutes, credit=plan.credit))
    for left in plan.left_out:
        terminal.result(words("plan.left_out", title=title(left.module), why=words.reason(left.reason)))
    terminal.result(words(f"plan.proof.{plan.proof}", gap=words.number(round(plan.gap or 0.0, 1))))
    terminal.result(words("plan.fewest_themes" if plan.fewest_themes else "plan.few_themes"))
    if plan.fewest_changes is not None:
        terminal.result(words("plan.fewest_changes" if plan.fewest_changes else "plan.few_changes"))


def _level(terminal: Terminal, level: float) -> str:
    return terminal.words.number(level)
