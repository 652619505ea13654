"""What a choice costs: one plan beside the plan that would be without it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from rmentor.errors import Reason
from rmentor.outcomes import Plan
from rmentor.tasks import CLOSE


@dataclass(frozen=True)
class Price:
    """What a plan has less than the one without the choice, above nought, or more, below nought.

    `levels` towards the targets, by topic; `gain` with their priorities; `days` by which the last session is later;
    `minutes` that sessions to come take in the diary. `lost` and `won`: topics that no longer get to their target and
    those that do now, modules that were asked for and are no longer in and those that are now. `moved`: sessions on
    another day than without it.
    """

    levels: Mapping[str, float]
    gain: float
    lost: tuple[Reason, ...]
    won: tuple[Reason, ...]
    days: int
    minutes: int
    last: dt.date | None
    last_without: dt.date | None
    moved: tuple[int, ...]

    @property
    def free(self) -> bool:
        """Whether nothing is lost by it and nothing won; days may be others."""
        return not (self.levels or self.lost or self.won or self.days or self.minutes)


def price(now: Plan, without: Plan, wanted: Collection[str]) -> Price:
    """What a choice costs: the plan with it beside the plan without it. `wanted`: modules asked for otherwise."""
    gaps = {topic: round(_kept(without, topic) - _kept(now, topic), 6) for topic in sorted(now.levels)}
    last, last_without = _last(now), _last(without)
    return Price(
        levels={topic: gap for topic, gap in gaps.items() if abs(gap) > CLOSE},
        gain=round(without.gain - now.gain, 6),
        lost=tuple(_more(without, now, wanted)),
        won=tuple(_more(now, without, wanted)),
        days=(last - last_without).days if last and last_without else 0,
        minutes=_in_diary(now) - _in_diary(without),
        last=last,
        last_without=last_without,
        moved=tuple(_moved(now, without)),
    )


def _kept(plan: Plan, topic: str) -> float:
    """The level at the end, up to the target: what is above was not asked for."""
    return min(plan.levels[topic].target, plan.levels[topic].after)


def _more(one: Plan, other: Plan, wanted: Collection[str]) -> Iterator[Reason]:
    """Targets reached and wishes kept in one plan and not in the other."""
    for topic, level in sorted(one.levels.items()):
        if level.after >= level.target - CLOSE and other.levels[topic].after < level.target - CLOSE:
            yield Reason("priced", {"kind": "target", "topic": topic})
    for module in sorted((_modules(one) - _modules(other)) & set(wanted)):
        yield Reason("priced", {"kind": "wish", "module": module})


def _modules(plan: Plan) -> set[str]:
    return {module.id for session in plan.sessions for module in session.modules}


def _last(plan: Plan) -> dt.date | None:
    return max((one.start.date() for one in plan.sessions if one.start), default=None)


def _in_diary(plan: Plan) -> int:
    spans = [one.end - one.start for one in plan.sessions if one.start and one.end and not one.held]
    return round(sum(spans, dt.timedelta()).total_seconds()) // 60


def _moved(now: Plan, without: Plan) -> Iterator[int]:
    starts = {one.number: one.start for one in without.sessions if not one.held}
    for one in now.sessions:
        if not one.held and starts.get(one.number) not in (None, one.start):
            yield one.number
