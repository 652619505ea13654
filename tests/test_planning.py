"""Phase 3: which modules an executive takes, in which session, within the time they give.

The planner may be good or best: what is tested holds for either.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmentor import packing, planning
from rmentor.errors import Reason
from rmentor.kits import Module
from rmentor.omissions import left_out
from rmentor.people import Need
from rmentor.tasks import Sessions, Task, holds, levels
from rmentor.themes import changes

LAW = settings(deadline=None, max_examples=120, derandomize=True)


def module(identity: str, minutes: int = 20, **given: Any) -> Module:
    return Module(version=1, id=identity, title=identity, minutes=minutes, **{"teaches": {"ia": 1}, **given})


def task(*modules: Module, rooms: tuple[int, ...] = (50, 50), **given: Any) -> Task:
    """Asked: ia from 0 to 3, priority 1, unless `needs` says otherwise (level, target, priority by topic)."""
    needs: Mapping[str, tuple[float, float, int]] = given.pop("needs", {"ia": (0, 3, 1)})
    return Task(
        modules={one.id: one for one in modules},
        needs={key: Need(level=one[0], target=one[1], priority=one[2]) for key, one in needs.items()},
        done=frozenset(given.pop("done", ())),
        refused=frozenset(given.pop("refused", ())),
        rooms=rooms,
        tops=given.pop("tops", {}),
        wanted=frozenset(given.pop("wanted", ())),
        pins=given.pop("pins", {}),
    )


def compose(asked: Task) -> Sessions:
    return planning.compose(asked).sessions


def planned(asked: Task) -> list[str]:
    return [one for session in compose(asked) for one in session]


def why(asked: Task) -> dict[str, Reason]:
    return {one.module: one.reason for one in left_out(asked, compose(asked))}


@st.composite
def tasks(draw: st.DrawFn) -> Task:
    """Up to nine modules on two topics, with prerequisites and entry levels, some refused or done."""
    names = [f"m{number}" for number in range(draw(st.integers(0, 9)))]
    levels = st.sampled_from((0.5, 1.0, 2.0))
    topics = st.sampled_from(("ia", "cyber"))
    modules = [
        module(
            name,
            draw(st.sampled_from((10, 15, 20, 25, 30, 45, 60))),
            teaches=draw(st.dictionaries(topics, levels, max_size=2)),
            entry=draw(st.dictionaries(topics, levels, max_size=1)),
            requires=tuple(draw(st.lists(st.sampled_from(names[:place]), max_size=2, unique=True)) if place else ()),
        )
        for place, name in enumerate(names)
    ]
    some = st.lists(st.sampled_from(names), max_size=2).map(frozenset) if names else st.just(frozenset())
    need = st.tuples(st.integers(0, 3), st.integers(0, 5), st.integers(1, 3))
    return task(
        *modules,
        needs=draw(st.dictionaries(topics, need, max_size=2)),
        rooms=tuple(draw(st.lists(st.sampled_from((0, 20, 30, 50)), max_size=5))),
        done=draw(some),
        refused=draw(some),
        tops={"ia": 5.0, "cyber": 5.0},
    )


def faults(asked: Task, sessions: Sessions) -> list[str]:
    """A checker of its own: capacity, order, entry levels, refusals, repeats, useless modules."""
    found = []
    known = set(asked.done)
    level = {topic: need.level for topic, need in asked.needs.items()}
    if len(sessions) > len(asked.rooms):
        found.append("too many sessions")
    for room, session in zip(asked.rooms, sessions, strict=False):
        if sum(asked.modules[one].minutes for one in session) > room:
            found.append("over-full")
        for one in session:
            here = asked.modules[one]
            if one in known:
                found.append(f"{one} again")
            if one in asked.refused:
                found.append(f"{one} refused")
            if not set(here.requires) <= known:
                found.append(f"{one} too early")
            if any(level.get(topic, 0) < wanted - 1e-9 for topic, wanted in here.entry.items()):
                found.append(f"{one} too hard")
            known.add(one)
            for topic, taught in here.teaches.items():
                level[topic] = level.get(topic, 0) + taught
    return found


# --- laws ---


@LAW
@given(tasks())
def test_a_plan_keeps_room_order_entry_levels_and_refusals(asked: Task) -> None:
    sessions = compose(asked)
    assert faults(asked, sessions) == []
    assert holds(asked, sessions)


@LAW
@given(tasks())
def test_nothing_useless_is_kept(asked: Task) -> None:
    sessions = compose(asked)
    flat = [one for session in sessions for one in session]
    for name in flat:
        fewer = tuple(tuple(one for one in session if one != name) for session in sessions)
        brings = asked.gain(flat) - asked.gain([one for one in flat if one != name])
        assert brings > 1e-9 or not holds(asked, fewer), name


@LAW
@given(tasks())
def test_every_module_not_planned_is_told_once_and_only_those(asked: Task) -> None:
    sessions = compose(asked)
    flat = [one for session in sessions for one in session]
    told = [one.module for one in left_out(asked, sessions)]
    assert told == sorted(set(asked.modules) - set(flat) - asked.done)


@LAW
@given(tasks())
def test_the_reason_for_leaving_a_module_out_is_true(asked: Task) -> None:
    sessions = compose(asked)
    flat = [one for session in sessions for one in session]
    longest = max(asked.rooms, default=0)
    for one in left_out(asked, sessions):
        here, reason = asked.modules[one.module], one.reason
        more = asked.gain([*flat, here.id]) - asked.gain(flat)
        match reason.code:
            case "refused":
                assert here.id in asked.refused
            case "does_not_fit":
                if "kind" not in reason.fields:
                    assert reason.fields["minutes"] == here.minutes - longest > 0
                else:
                    assert more > 0
                    assert not exchanges(asked, sessions, here.id)
                    assert_short(asked, sessions, here, int(reason.fields["minutes"]))
            case "prerequisite":
                assert reason.fields["before"] in here.requires
                assert reason.fields["before"] not in {*flat, *asked.done}
            case "entry_level":
                assert here.entry[reason.fields["topic"]] == reason.fields["level"]
                assert asked.level(reason.fields["topic"]) < reason.fields["level"]
            case "not_needed":
                assert more == pytest.approx(0)
                needed = any(asked.gap(topic) > 0 and level > 0 for topic, level in here.teaches.items())
                assert reason.fields["kind"] == ("need_met" if needed else "no_such_need")
            case other:
                assert other == "less_gain"
                assert reason.fields["gain"] == pytest.approx(more)
                assert more > 0
                assert_short(asked, sessions, here, int(reason.fields["short"]))
                if reason.fields["minutes"] == here.minutes:
                    assert exchanges(asked, sessions, here.id)


def with_one_more(asked: Task, sessions: Sessions, name: str) -> list[Sessions]:
    """The plan with a module at the end of each session in turn, where all hold."""
    whole = (*sessions, *(() for _ in range(len(asked.rooms) - len(sessions))))
    added = [(*whole[:place], (*whole[place], name), *whole[place + 1 :]) for place in range(len(whole))]
    return [one for one in added if holds(asked, one)]


def exchanges(asked: Task, sessions: Sessions, name: str) -> list[str]:
    """The planned modules of which each alone could make way for another."""
    planned = [one for session in sessions for one in session]
    without = {out: tuple(tuple(one for one in session if one != out) for session in sessions) for out in planned}
    return [out for out in planned if with_one_more(asked, without[out], name)]


def assert_short(asked: Task, sessions: Sessions, here: Module, minutes: int) -> None:
    """So many minutes more a session would hold the module as well; one less would not. (A module that waits for others
    needs them too: then it is only sure that minutes are short.)"""
    assert minutes > 0
    if asked.done.union(*sessions).issuperset(here.requires) and not here.entry:
        longer, nearly = (
            replace(asked, rooms=tuple(room + more for room in asked.rooms)) for more in (minutes, minutes - 1)
        )
        assert with_one_more(longer, sessions, here.id)
        assert not with_one_more(nearly, sessions, here.id)


@LAW
@given(tasks(), st.randoms(use_true_random=False))
def test_the_order_of_modules_changes_nothing(asked: Task, random: Any) -> None:
    names = list(asked.modules)
    random.shuffle(names)
    other = Task(
        {name: asked.modules[name] for name in names}, dict(reversed(list(asked.needs.items()))),
        asked.done, asked.refused, asked.rooms, asked.tops,
    )  # fmt: skip
    assert compose(other) == compose(asked)
    assert left_out(other, compose(other)) == left_out(asked, compose(asked))
    assert levels(other, compose(other)) == levels(asked, compose(asked))


@LAW
@given(tasks())
def test_no_session_is_empty(asked: Task) -> None:
    """Where all sessions are alike, as they are in a programme, an empty one would be a date for nothing."""
    alike = Task(asked.modules, asked.needs, asked.done, asked.refused, (50,) * len(asked.rooms), asked.tops)
    assert all(compose(alike))


# --- by hand ---


def test_gain_is_priority_times_levels_up_to_the_target() -> None:
    """ia: p 3, gap 2, taught 1.5 → 4.5. cyber: p 1, gap 1, taught 3 → 1. donnees is no need → 0."""
    asked = task(
        module("a", teaches={"ia": 1, "cyber": 3, "donnees": 2}),
        module("b", teaches={"ia": 0.5}),
        needs={"ia": (1, 3, 3), "cyber": (4, 5, 1), "reached": (4, 2, 3)},
    )
    assert asked.gain(["a", "b"]) == 5.5
    assert asked.gain([]) == 0


def test_prerequisites_come_first_even_where_they_teach_nothing() -> None:
    first, second = module("z-first", teaches={"other": 1}), module("a-second", requires=("z-first",))
    assert planned(task(first, second)) == ["z-first", "a-second"]


def test_an_entry_level_is_reached_before_the_module_begins() -> None:
    basic, hard = module("z-basic"), module("a-hard", entry={"ia": 1})
    assert planned(task(basic, hard)) == ["z-basic", "a-hard"]
    assert planned(task(hard, needs={"ia": (1, 3, 1)})) == ["a-hard"]


def test_what_opens_a_module_is_planned_although_it_serves_no_need_itself() -> None:
    """a asks for a level of x, which nobody needs for its own sake; h teaches it, so does g, which was refused."""
    asked = task(
        module("a", entry={"x": 1}), module("h", teaches={"x": 1}), module("g", 10, teaches={"x": 1}), module("k"),
        needs={"ia": (0, 2, 1)}, rooms=(60,), refused=["g"],
    )  # fmt: skip
    assert sorted(planned(asked)) == ["a", "h", "k"]
    assert why(asked) == {"g": Reason("refused", {"kind": "module"})}


def test_a_session_is_filled_to_the_minute_and_not_beyond() -> None:
    exact = [module("a", 30), module("b", 20), module("c", 50)]
    assert sorted(map(len, compose(task(*exact, rooms=(50, 50))))) == [1, 2]
    assert len(planned(task(*exact, rooms=(49, 49)))) == 2


def test_what_is_done_is_not_planned_again_and_opens_what_follows() -> None:
    first, second = module("a"), module("b", requires=("a",))
    asked = task(first, second, done=["a"])
    assert planned(asked) == ["b"]
    assert why(asked) == {}


def test_what_is_refused_stays_out_and_bars_what_follows() -> None:
    asked = task(module("a"), module("b", requires=("a",)), module("c", requires=("b",)), refused=["a"])
    assert planned(asked) == []
    assert why(asked) == {
        "a": Reason("refused", {"kind": "module"}),
        "b": Reason("prerequisite", {"before": "a"}),
        "c": Reason("prerequisite", {"before": "b"}),
    }


def test_a_prerequisite_that_is_done_does_not_bar_although_it_is_refused() -> None:
    assert planned(task(module("a"), module("b", requires=("a",)), refused=["a"], done=["a"])) == ["b"]


def test_a_module_longer_than_any_session_is_told_with_the_minutes_too_many() -> None:
    assert why(task(module("a", 65), rooms=(50, 60))) == {"a": Reason("does_not_fit", {"minutes": 5})}


def test_an_entry_level_out_of_reach_is_told() -> None:
    asked = task(module("a", entry={"ia": 2.5}, teaches={"ia": 3}), module("b"))
    assert why(asked) == {"a": Reason("entry_level", {"topic": "ia", "level": 2.5})}
    asked = task(module("a", entry={"x": 1}), needs={"ia": (0, 3, 1)})
    assert why(asked) == {"a": Reason("entry_level", {"topic": "x", "level": 1.0})}


def test_a_prerequisite_that_is_nowhere_is_told() -> None:
    assert why(task(module("a", requires=("ghost",)))) == {"a": Reason("prerequisite", {"before": "ghost"})}


def test_modules_that_wait_for_each_other_are_never_planned() -> None:
    circle = task(module("a", requires=("b",)), module("b", requires=("a",)))
    assert planned(circle) == []
    assert why(circle) == {"a": Reason("prerequisite", {"before": "b"}), "b": Reason("prerequisite", {"before": "a"})}
    entry = task(module("c", entry={"ia": 1}), module("d", entry={"ia": 1}))
    assert planned(entry) == []
    assert {one.code for one in why(entry).values()} == {"entry_level"}


def test_the_first_missing_prerequisite_is_named_whatever_the_order_of_modules() -> None:
    """x waits for b and a; b waits for a, which is refused: b is found barred before x, and is named first."""
    modules = [module("a"), module("b", requires=("a",)), module("x", requires=("b", "a"))]
    for order in (modules, modules[::-1]):
        assert why(task(*order, refused=["a"]))["x"] == Reason("prerequisite", {"before": "b"})


def test_what_serves_no_need_or_a_need_that_is_met_is_told_apart() -> None:
    asked = task(
        module("a"), module("b"), module("c", teaches={"x": 1}), module("d", teaches={}), needs={"ia": (2, 3, 1)}
    )
    assert planned(asked) == ["a"]
    assert why(asked) == {
        "b": Reason("not_needed", {"kind": "need_met"}),
        "c": Reason("not_needed", {"kind": "no_such_need"}),
        "d": Reason("not_needed", {"kind": "no_such_need"}),
    }


def test_what_would_help_but_finds_no_time_is_told_with_what_it_would_bring() -> None:
    asked = task(module("a", 50, teaches={"ia": 2}), module("b", 50), rooms=(50,), needs={"ia": (0, 5, 3)})
    assert planned(asked) == ["a"]
    assert why(asked) == {"b": Reason("less_gain", {"minutes": 50, "gain": 3.0, "short": 50})}


def test_what_nothing_alone_can_make_way_for_is_told_with_the_minutes_short() -> None:
    """Three of 15 leave 5 minutes free; c takes 30: two of them would have to go, or 25 minutes be added."""
    short = [module(name, 15, teaches={"ia": 1}) for name in ("a1", "a2", "a3")]
    asked = task(*short, module("c", 30), rooms=(50,), needs={"ia": (0, 5, 3)})
    assert why(asked) == {"c": Reason("does_not_fit", {"kind": "room", "minutes": 25})}


def test_what_a_module_waits_for_counts_among_its_minutes() -> None:
    """b waits for a, which brings nothing: 40 minutes for both, where 10 are free."""
    asked = task(
        module("a", 20, teaches={}), module("b", 20, requires=("a",)), module("c", 40, teaches={"ia": 2}), rooms=(50,),
        needs={"ia": (0, 3, 1)},
    )  # fmt: skip
    assert why(asked) == {
        "a": Reason("not_needed", {"kind": "no_such_need"}),
        "b": Reason("less_gain", {"minutes": 40, "gain": 1.0, "short": 30}),
    }


def test_what_matters_most_comes_before_what_matters_less() -> None:
    asked = task(
        module("a", 50, teaches={"cyber": 1}),
        module("b", 50, teaches={"ia": 1}),
        rooms=(50,),
        needs={"ia": (0, 1, 3), "cyber": (0, 1, 1)},
    )
    assert planned(asked) == ["b"]


def test_the_shorter_of_two_ways_to_the_same_gain_is_taken() -> None:
    asked = task(module("a", 45), module("b", 20), needs={"ia": (0, 1, 1)})
    assert planned(asked) == ["b"]


def test_sessions_that_are_not_needed_are_given_back() -> None:
    asked = task(module("a"), module("b"), rooms=(50,) * 6, needs={"ia": (0, 2, 1)})
    assert compose(asked) == (("a", "b"),)


def test_a_session_whose_modules_became_useless_leaves_no_gap() -> None:
    """a looks best at first; b and c, needed for their own topics, then make it useless. Its session goes with it."""
    asked = task(
        module("a", 25, teaches={"x": 1}),
        module("b", 30, teaches={"x": 0.5, "y": 0.5}),
        module("c", 30, teaches={"x": 0.5, "z": 0.5}),
        rooms=(30, 30, 30),
        needs={"x": (0, 1, 1), "y": (0, 0.5, 1), "z": (0, 0.5, 1)},
    )
    assert sorted(compose(asked)) == [("b",), ("c",)]


def test_without_time_or_needs_or_modules_nothing_is_planned() -> None:
    assert compose(task(module("a"), rooms=())) == ()
    assert compose(task(module("a"), needs={})) == ()
    assert compose(task()) == ()
    assert why(task(module("a", 20), rooms=())) == {"a": Reason("does_not_fit", {"minutes": 20})}


def test_levels_stop_at_the_top_of_the_scale() -> None:
    asked = task(
        module("a", teaches={"ia": 2, "x": 0.5}), needs={"ia": (4, 5, 1), "x": (0, 1, 1), "y": (1, 2, 1)},
        tops={"ia": 5.0},
    )  # fmt: skip
    found = levels(asked, compose(asked))
    assert {key: (one.before, one.after, one.target) for key, one in found.items()} == {
        "ia": (4, 5, 5),
        "x": (0, 0.5, 1),
        "y": (1, 1, 2),
    }


@pytest.mark.parametrize(
    ("sessions", "good"),
    [
        ((("a",), ("b",)), True),
        ((("a", "b"),), True),
        ((("b",), ("a",)), False),
        ((("b", "a"),), False),
        ((("b",),), False),
        (((), ("a", "b")), True),
        ((("a", "c"),), False),
        ((("c",), ("a",)), False),
        ((("a",), ("c",)), True),
    ],
)
def test_holds_says_whether_a_plan_can_be_held(sessions: Sessions, good: bool) -> None:
    """b waits for a; c takes 40 of 50 minutes and asks for level 1."""
    asked = task(module("a"), module("b", requires=("a",)), module("c", 40, entry={"ia": 1}), rooms=(50, 50))
    assert holds(asked, sessions) == good


# --- the best there is ---


Worth = tuple[float, int, int]


def best_by_hand(asked: Task) -> Worth:
    """The most gain, then the most wishes, then the fewest pairs of a session and a theme (told as a negative number),
    over every way of seating every set of modules with every pin kept: all plans, one by one."""
    names = sorted(name for name in asked.modules if name not in asked.done | asked.refused)
    best = (-1.0, 0, 0)
    start = (0, 0, frozenset[str](), frozenset[str](), 0)
    seen = {start}
    waiting = [start]
    while waiting:
        place, used, done, here, pairs = waiting.pop()
        if set(asked.places) <= done:
            best = max(best, (round(asked.gain(sorted(done)), 6), asked.wishes(done), -pairs))
        if place == len(asked.rooms):
            continue
        following = [(place + 1, 0, done, frozenset[str](), pairs)]
        for name in names:
            one = asked.modules[name]
            if (
                name not in done
                and asked.places.get(name, place) == place
                and used + one.minutes <= asked.rooms[place]
                and (asked.done | done).issuperset(one.requires)
                and asked.reached(one, sorted(done))
            ):
                more = asked.theme(name) not in here
                following.append((place, used + one.minutes, done | {name}, here | {asked.theme(name)}, pairs + more))
        waiting += [one for one in following if one not in seen]
        seen |= set(following)
    return best


@st.composite
def themed(draw: st.DrawFn) -> Task:
    """A small task with themes, wishes and pins."""
    asked = draw(tasks())
    names = [name for name in sorted(asked.modules) if name not in asked.refused | asked.done][:6]
    few = [name for name in sorted(asked.modules) if name in asked.done | asked.refused]
    modules = {
        name: asked.modules[name].model_copy(update={"theme": draw(st.sampled_from(("x", "y", "z", None)))})
        for name in (*names, *few)
    }
    wanted = draw(st.lists(st.sampled_from(names), max_size=2)) if names else []
    pins = draw(st.dictionaries(st.sampled_from(names), st.integers(1, 3), max_size=2)) if names else {}
    return replace(asked, modules=modules, rooms=asked.rooms[:3], wanted=frozenset(wanted), pins=pins)


def held_against_all_plans(asked: Task) -> None:
    """What is called the best is the best of all plans, and what is called the fewest themes the fewest; where no proof
    is claimed, the bound is above the best; where pins clash, no plan keeps them."""
    found = planning.compose(asked)
    best = best_by_hand(asked)
    if found.clash:
        assert best[0] < 0
        return
    modules = [one for session in found.sessions for one in session]
    reached = (round(asked.gain(modules), 6), asked.wishes(modules), -changes(asked, found.sessions))
    assert faults(asked, found.sessions) == []
    assert holds(asked, found.sessions)
    assert reached <= best
    assert found.bound >= best[0] - 1e-6
    if found.proof == "optimal":
        assert reached[:2] == best[:2]
    if found.fewest_themes:
        assert found.proof == "optimal"
        assert reached == best


@settings(LAW, max_examples=200)
@given(themed())
def test_no_plan_at_all_is_better(asked: Task) -> None:
    held_against_all_plans(asked)


LIMITS = {
    "counted, then chosen alone": {"fewest.QUICK_PATTERNS": 0},
    "counted, then seated one by one": {"fewest.QUICK_PATTERNS": 0, "fewest.OWN_PATTERNS": 0},
    "counted alone": {"fewest.QUICK_PATTERNS": 0, "fewest.MOST_PATTERNS": 0},
    "full sessions counted": {"fewest.QUICK_PATTERNS": 0, "fewest.OWN_PATTERNS": 4, "fewest.MOST_PATTERNS": 8},
    "asked at once": {"fewest.TURNS": 0},
    "nothing seated": {"seating.MOST_FILLED": 0},
}  # fmt: skip


@pytest.mark.parametrize("limits", LIMITS.values(), ids=LIMITS)
@settings(LAW, max_examples=60)
@given(asked=themed())
def test_no_way_of_searching_claims_too_much(limits: dict[str, int], asked: Task) -> None:
    """Each way is taken by small tasks too, where the limits between them are set lower."""
    with pytest.MonkeyPatch.context() as patch:
        for name, limit in limits.items():
            patch.setattr(f"rmentor.{name}", limit)
        held_against_all_plans(asked)


def test_what_cannot_be_packed_is_forbidden_by_its_smallest_part() -> None:
    """Three of 30 minutes do not fit into two sessions of 50, whatever shorter ones come along."""
    asked = task(*(module(name, 30) for name in "abc"), *(module(name, 10) for name in "de"), rooms=(50, 50))
    chosen = frozenset("abcde")
    packed = packing.pack(asked, chosen)
    assert packed.cut is not None
    assert packing.core(asked, chosen, packed.cut) == ({"a": 1.0, "b": 1.0, "c": 1.0}, 2.0)


def test_fewest_themes_is_claimed_and_kept_where_other_modules_bring_the_same() -> None:
    """Two of x, or two of y, or one of each: the same gain, and two themes fewer in one session of one theme."""
    modules = [module(f"{theme}{number}", 25, theme=theme) for number in (1, 2) for theme in ("x", "y")]
    found = planning.compose(task(*modules, rooms=(50,), needs={"ia": (0, 2, 1)}))
    assert found.fewest_themes
    assert sorted(found.sessions[0]) in (["x1", "x2"], ["y1", "y2"])


def test_a_plan_stopped_by_a_limit_claims_no_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    """With no choice of modules to try at all, a plan is still made, and nothing is claimed of it."""
    asked = task(module("a", 30), module("b", 25), module("c", 25), module("d", 20), needs={"ia": (0, 4, 1)})
    assert planning.compose(asked).proof == "optimal"
    monkeypatch.setattr(planning, "ROUNDS", 0)
    found = planning.compose(asked)
    assert (found.proof, found.fewest_themes) == ("within", False)
    assert found.bound == 4


def test_a_tight_fit_is_found_that_greed_misses() -> None:
    """30 + 20 and 25 + 25 fill both sessions; the longest first would leave one of 25 out."""
    asked = task(module("a", 30), module("b", 25), module("c", 25), module("d", 20), needs={"ia": (0, 4, 1)})
    found = planning.compose(asked)
    assert (found.proof, sorted(map(sorted, found.sessions))) == ("optimal", [["a", "d"], ["b", "c"]])


def test_a_wish_decides_between_equals_and_is_planned_although_it_serves_no_need() -> None:
    equals = task(module("a", 50), module("b", 50), rooms=(50,), needs={"ia": (0, 1, 1)}, wanted=["b"])
    assert planned(equals) == ["b"]
    extra = task(module("a", 20), module("z", 20, teaches={"x": 1}), needs={"ia": (0, 1, 1)}, wanted=["z"])
    assert sorted(planned(extra)) == ["a", "z"]


def test_a_need_comes_before_any_number_of_wishes() -> None:
    asked = task(
        module("a", 50, teaches={"ia": 0.5}), module("y", 25, teaches={}), module("z", 25, teaches={}),
        rooms=(50,), wanted=["y", "z"],
    )  # fmt: skip
    assert planned(asked) == ["a"]


def test_a_pin_is_kept_and_what_it_needs_comes_before() -> None:
    asked = task(module("a", 30), module("b", 30, requires=("a",)), module("c", 30), rooms=(50, 50, 50), pins={"b": 2})
    sessions = compose(asked)
    assert "b" in sessions[1]
    assert "a" in sessions[0]


def test_a_module_that_serves_no_need_is_planned_where_it_is_pinned() -> None:
    asked = task(module("a", teaches={}), rooms=(50, 50), needs={}, pins={"a": 2})
    assert compose(asked) == ((), ("a",))


def test_pins_that_cannot_be_kept_together_are_named_with_the_fewest_to_give_up() -> None:
    asked = task(module("a", 30), module("b", 30), module("c", 20), rooms=(50, 50), pins={"a": 1, "b": 1, "c": 1})
    assert planning.compose(asked).clash in (("a",), ("b",))
    late = task(module("a", 30), module("b", 30, requires=("a",)), rooms=(50, 50), pins={"a": 2, "b": 1})
    assert len(planning.compose(late).clash) == 1


def test_levels_taught_in_a_circle_are_no_way_in() -> None:
    """c and d open each other, and promise more than a: the relaxation takes them, no plan can."""
    circle = [module("c", 20, entry={"ia": 1}, teaches={"ia": 2}), module("d", 20, entry={"ia": 1}, teaches={"ia": 2})]
    found = planning.compose(task(module("a", 40, teaches={"x": 1}), *circle, needs={"ia": (0, 4, 3), "x": (0, 1, 1)}))
    assert (found.sessions, found.proof) == ((("a",),), "optimal")


def test_sessions_keep_to_one_theme_where_they_can() -> None:
    modules = [module(f"{theme}{number}", 25, theme=theme) for number in (1, 2) for theme in ("x", "y")]
    sessions = compose(task(*modules, needs={"ia": (0, 4, 1)}))
    assert sorted(sorted(one) for one in sessions) == [["x1", "x2"], ["y1", "y2"]]


def test_what_matters_most_comes_first_where_nothing_else_decides() -> None:
    asked = task(module("a", 50, teaches={"x": 1}), module("b", 50), needs={"x": (0, 1, 1), "ia": (0, 1, 3)})
    assert compose(asked) == (("b",), ("a",))


def test_what_was_taught_in_held_sessions_counts() -> None:
    asked = task(module("a"), module("b"), needs={"ia": (0, 2, 1)}, done=["a"])
    asked = replace(asked, taught={"ia": 1.0}, numbers=(2, 3))
    assert planned(asked) == ["b"]
    assert levels(asked, compose(asked))["ia"].after == 2
    assert asked.number(0) == 2
