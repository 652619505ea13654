"""Who mentors whom: hard rules, most executives served, best total, and what each pair would lose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_bipartite_matching

from rmentor import pairing, pairtable
from rmentor.errors import Reason
from rmentor.matching import Aims
from rmentor.outcomes import Pair, Pairs
from rmentor.pairtable import Standing, Table, refused_locks
from rmentor.profiles import MenteeProfile, MentorProfile, Window
from rmentor.programme import Forbidden, PairingRules, PairingWeights, Topic
from tests.staff import ANY_TIME, credit, mentee, mentor

LAW = settings(deadline=None, max_examples=60, derandomize=True)

NOTHING = Forbidden(reporting_levels=0, same_team=False)
Lock = tuple[str, str]


def table_of(
    mentees: list[MenteeProfile],
    mentors: list[MentorProfile],
    forbid: Forbidden = NOTHING,
    topics: Mapping[str, Topic] | None = None,
    weights: PairingWeights | None = None,
    **standing: Any,
) -> Table:
    rules = PairingRules(forbid=forbid, weights=weights or PairingWeights())
    return pairtable.table(mentees, mentors, topics or {}, rules, Standing(**standing))


def only_pair(executive: MenteeProfile, junior: MentorProfile, **given: Any) -> Pair:
    """The pair of the only two there are."""
    (one,) = pairing.pair(table_of([executive], [junior], **given)).pairs
    return one


def bars(executive: MenteeProfile, junior: MentorProfile, **given: Any) -> list[str]:
    """The rules that keep two people apart; checks that they are indeed not paired."""
    found = pairing.pair(table_of([executive], [junior], **given))
    assert len(found.pairs) + len(found.unpaired) == 1
    return [reason.code for left in found.unpaired for reason in left.reasons]


def drawn(
    scores: list[list[float]], barred: list[list[bool]] | None = None, most: list[int] | None = None, rule: str = "veto"
) -> Table:
    """A table with these scores; executives are e0, e1 …, mentors m0, m1 …"""
    score = np.array(scores, dtype=float)
    rows, columns = score.shape
    return Table(
        tuple(f"e{row}" for row in range(rows)),
        tuple(f"m{column}" for column in range(columns)),
        np.array([1] * columns if most is None else most, dtype=np.int64),
        score,
        {"needs": score},
        {"needs": np.zeros(score.shape, dtype=bool)},
        {"needs": 1.0},
        {rule: np.zeros(score.shape, dtype=bool) if barred is None else np.array(barred, dtype=bool)},
    )


# --- brute force ---


def every_way(table: Table, locked: Collection[Lock]) -> Iterator[tuple[int | None, ...]]:
    """Every way to give executives mentors within rules, places and locks; None: without a mentor."""
    rows, columns = table.score.shape
    lock = {table.mentees.index(one): table.mentors.index(other) for one, other in locked}
    room = table.most.tolist()
    for column in lock.values():
        room[column] -= 1
    barred = table.barred
    ways: list[tuple[list[int | None], list[int]]] = [([], room)]
    for row in range(rows):
        following = []
        for way, left in ways:
            if row in lock:
                following.append(([*way, lock[row]], left))
                continue
            following.append(([*way, None], left))
            for column in range(columns):
                if left[column] > 0 and not barred[row, column]:
                    fewer = [*left]
                    fewer[column] -= 1
                    following.append(([*way, column], fewer))
        ways = following
    return (tuple(way) for way, _ in ways)


Worth = tuple[int, int]


def judged(table: Table, locked: Collection[Lock]) -> tuple[Worth, dict[tuple[int, int], Worth]]:
    """Served and total (in millionths of a point) of the best way, and of the best way that has a given pair."""
    whole = np.round(table.score * 1_000_000).astype(int)
    best: Worth = (0, 0)
    with_pair: dict[tuple[int, int], Worth] = {}
    for way in every_way(table, locked):
        made = [(row, column) for row, column in enumerate(way) if column is not None]
        worth = (len(made), int(sum(whole[one] for one in made)))
        best = max(best, worth)
        for one in made:
            with_pair[one] = max(with_pair.get(one, (0, 0)), worth)
    return best, with_pair


@st.composite
def small_tables(draw: st.DrawFn, mentees: int = 6, mentors: int = 4) -> tuple[Table, frozenset[Lock]]:
    rows, columns = draw(st.integers(1, mentees)), draw(st.integers(1, mentors))

    def matrix(cell: st.SearchStrategy[Any]) -> list[list[Any]]:
        return draw(
            st.lists(st.lists(cell, min_size=columns, max_size=columns), min_size=rows, max_size=rows), label="matrix"
        )

    close = st.sampled_from((0.0, 100 / 3, 200 / 3, 50.0, 99.999999, 100.0))
    scores = matrix(st.one_of(close, st.integers(0, 100).map(float)))
    barred = matrix(st.sampled_from((False, False, True)))
    most = draw(st.lists(st.integers(0, 3), min_size=columns, max_size=columns))
    table = drawn(scores, barred, most)
    room = [*most]
    locked = set()
    for row, column in draw(st.dictionaries(st.integers(0, rows - 1), st.integers(0, columns - 1), max_size=2)).items():
        if room[column] > 0:
            room[column] -= 1
            locked.add((f"e{row}", f"m{column}"))
    return table, frozenset(locked)


def check_against_brute_force(table: Table, locked: Collection[Lock]) -> None:
    best, with_pair = judged(table, locked)
    found = pairing.pair(table, locked)
    made = {table.mentees.index(one.mentee): table.mentors.index(one.mentor) for one in found.pairs}
    whole = np.round(table.score * 1_000_000).astype(int)
    assert (found.served, int(sum(whole[one] for one in made.items()))) == best
    assert found.total == pytest.approx(best[1] / 1_000_000, abs=1e-4)
    assert (found.optimal, found.bound) == (True, found.total)
    locks = {(table.mentees.index(one), table.mentors.index(other)) for one, other in locked}
    assert locks <= set(made.items())
    used = [list(made.values()).count(column) for column in range(len(table.mentors))]
    assert all(used <= table.most)
    assert not any(table.barred[one] for one in made.items() if one not in locks)
    for one in found.pairs:
        row, column = table.mentees.index(one.mentee), table.mentors.index(one.mentor)
        assert one.locked == ((row, column) in locks)
        others = {
            other: (best[0] - worth[0], best[1] - worth[1])
            for (someone, other), worth in with_pair.items()
            if someone == row and other != column and not one.locked
        }
        if one.next_best is None:
            assert not others
            continue
        told = one.next_best
        least = min(others.values())
        assert (told.unserved, round(told.loss * 1_000_000)) == least
        assert told.mentor == table.mentors[min(other for other, loss in others.items() if loss == least)]
        assert told.score == table.score[row, table.mentors.index(told.mentor)]


@settings(LAW, max_examples=150)
@given(small_tables())
def test_the_optimum_and_each_next_best_equal_brute_force(case: tuple[Table, frozenset[Lock]]) -> None:
    check_against_brute_force(*case)


def test_next_best_counts_somebody_unserved_who_gets_the_place_that_is_left() -> None:
    """e0 with m1 would push out e1; the best then is to leave e1 out and serve e2, who was without a mentor."""
    table = drawn([[100, 90], [10, 100], [95, 0]])
    found = pairing.pair(table)
    assert [(one.mentee, one.mentor) for one in found.pairs] == [("e0", "m0"), ("e1", "m1")]
    told = found.pairs[0].next_best
    assert told is not None
    assert (told.mentor, told.loss, told.unserved) == ("m1", pytest.approx(15), 0)
    check_against_brute_force(table, ())


def test_next_best_counts_somebody_who_gains_by_the_place_that_is_left() -> None:
    """m0 has one place, m1 two. e1 would rather be with m0, where e0 is: with e0 on m1, e1 takes that place. The
    total falls from 100 + 40 to 80 + 45 only."""
    table = drawn([[100, 80], [45, 40]], most=[1, 2])
    told = pairing.pair(table).pairs[0].next_best
    assert told is not None
    assert (told.mentor, told.loss, told.unserved) == ("m1", pytest.approx(15), 0)
    check_against_brute_force(table, ())


def test_a_great_loss_is_not_taken_for_somebody_unserved() -> None:
    """Forcing either executive on the other's mentor costs all 200 points and leaves nobody out."""
    table = drawn([[100, 0], [0, 100]])
    told = pairing.pair(table).pairs[0].next_best
    assert told is not None
    assert (told.loss, told.unserved) == (pytest.approx(200), 0)
    check_against_brute_force(table, ())


def test_the_total_may_rise_where_somebody_is_left_without_a_mentor() -> None:
    """Serving both is worth 20 points; with e0 on m1, worth 100, e1 has no mentor left: one unserved, 80 gained."""
    table = drawn([[10, 100], [0, 10]], [[False, False], [True, False]])
    found = pairing.pair(table)
    assert found.total == pytest.approx(20)
    told = found.pairs[0].next_best
    assert told is not None
    assert (told.mentor, told.loss, told.unserved) == ("m1", pytest.approx(-80), 1)
    check_against_brute_force(table, ())


@LAW
@given(
    st.integers(1, 12).flatmap(
        lambda columns: st.lists(
            st.lists(st.floats(0, 100, width=32), min_size=columns, max_size=columns), min_size=1, max_size=columns
        )
    )
)
def test_the_total_equals_scipys_on_the_same_matrix(scores: list[list[float]]) -> None:
    rows, columns = linear_sum_assignment(np.array(scores), maximize=True)
    assert pairing.pair(drawn(scores)).total == pytest.approx(np.array(scores)[rows, columns].sum(), abs=1e-4)


def test_more_executives_than_places_serves_as_many_as_there_are_places() -> None:
    found = pairing.pair(drawn([[80, 10], [70, 20], [90, 30], [60, 99]], most=[2, 1]))
    assert [(one.mentee, one.mentor) for one in found.pairs] == [("e0", "m0"), ("e2", "m0"), ("e3", "m1")]
    assert [left.mentee for left in found.unpaired] == ["e1"]


def test_serving_one_more_beats_any_score() -> None:
    """The best single pair is worth 100; two pairs are possible only at 0 points each."""
    found = pairing.pair(drawn([[100, 0], [0, 50]], [[False, False], [False, True]]))
    assert found.served == 2
    assert found.total == 0


@pytest.mark.parametrize("seed", range(5))
def test_at_97_percent_forbidden_no_forbidden_pair_is_made_and_everybody_else_has_reasons(seed: int) -> None:
    random = np.random.default_rng(seed)
    barred = random.random((40, 40)) < 0.97
    table = drawn((random.random((40, 40)) * 100).tolist(), barred.tolist(), rule="forbidden")
    found = pairing.pair(table)
    assert not any(barred[table.mentees.index(one.mentee), table.mentors.index(one.mentor)] for one in found.pairs)
    most = int((maximum_bipartite_matching(csr_matrix(~barred)) >= 0).sum())
    assert found.served == most
    assert 0 < most < 40
    assert {one.mentee for one in found.pairs} | {one.mentee for one in found.unpaired} == set(table.mentees)
    for left in found.unpaired:
        row = table.mentees.index(left.mentee)
        told = {reason.code: reason for reason in left.reasons}
        assert told["forbidden"].fields["count"] == barred[row].sum()
        assert told["forbidden"].fields["mentors"] == [f"m{one}" for one in np.flatnonzero(barred[row])]
        assert ("capacity" in told) == bool((~barred[row]).any())


@LAW
@given(small_tables())
def test_whoever_has_no_mentor_is_told_why(case: tuple[Table, frozenset[Lock]]) -> None:
    table, locked = case
    for left in pairing.pair(table, locked).unpaired:
        row = table.mentees.index(left.mentee)
        told = {reason.code: reason.fields for reason in left.reasons}
        possible = [table.mentors[one] for one in np.flatnonzero(~table.barred[row])]
        assert set(told) == ({"veto"} if table.barred[row].any() else set()) | ({"capacity"} if possible else set())
        if possible:
            assert told["capacity"] == {"kind": "short", "count": len(possible), "mentors": possible}
            assert left.relax == (Reason("one_more_place"),)


# --- order ---


def somebody(draw: st.DrawFn, make: Any, identity: str, others: list[str]) -> Any:
    some = st.lists(st.sampled_from(others), max_size=2).map(tuple)
    given = {
        "site": draw(st.sampled_from(("", "Lyon", "Paris"))),
        "department": draw(st.sampled_from(("", "RH", "IT"))),
        "languages": draw(st.sampled_from(((), ("fr",), ("en", "fr")))),
        "manager": draw(st.sampled_from(("", "x", "y"))),
        "remote": draw(st.sampled_from((None, True, False))),
        "prefer": draw(some),
        "veto": draw(some),
    }
    if make is mentee:
        given["needs"] = {"ia": (draw(st.integers(0, 3)), draw(st.integers(0, 5)), draw(st.integers(1, 3)))}
    else:
        given["levels"] = {"ia": draw(st.sampled_from((None, 0.0, 2.0, 3.0, 5.0)))}
        given["capacity"] = draw(st.integers(0, 2))
    return make(identity, **given)


@st.composite
def groups(draw: st.DrawFn) -> tuple[list[MenteeProfile], list[MentorProfile]]:
    seniors = [f"e{number}" for number in range(draw(st.integers(1, 5)))]
    juniors = [f"m{number}" for number in range(draw(st.integers(1, 4)))]
    return (
        [somebody(draw, mentee, one, juniors) for one in seniors],
        [somebody(draw, mentor, one, seniors) for one in juniors],
    )


@pytest.mark.parametrize(
    "aims",
    [Aims(), Aims("no_one_left_behind"), Aims("no_one_left_behind", 50, frozenset({("e1", "m1"), ("e2", "m0")}))],
)
@LAW
@given(groups(), st.randoms(use_true_random=False))
def test_the_order_of_people_changes_nothing(aims: Aims, groups: Any, random: Any) -> None:
    seniors, juniors = groups
    forbid = Forbidden(reporting_levels=2, same_team=True, other_site=True)
    first = pairing.pair(table_of(seniors, juniors, forbid), (), aims)
    random.shuffle(seniors)
    random.shuffle(juniors)
    assert pairing.pair(table_of(seniors, juniors, forbid), (), aims) == first
    assert [one.mentee for one in first.pairs] == sorted(one.mentee for one in first.pairs)


@LAW
@given(groups())
def test_the_points_of_a_pairs_parts_add_up_to_its_score_and_the_scores_to_the_total(groups: Any) -> None:
    found = pairing.pair(table_of(*groups))
    for one in found.pairs:
        assert sum(part.points for part in one.parts.values()) == pytest.approx(one.score, abs=1e-9)
        assert sum(part.weight for part in one.parts.values()) == pytest.approx(1)
        assert all(0 <= part.value <= 100 for part in one.parts.values())
    assert sum(one.score for one in found.pairs) == pytest.approx(found.total, abs=1e-9)


@LAW
@given(groups())
def test_optimum_and_next_best_equal_brute_force_for_people_with_rules(groups: Any) -> None:
    seniors, juniors = groups
    forbid = Forbidden(reporting_levels=2, same_team=True, other_site=True)
    managers = {one.id: one.manager for one in (*seniors, *juniors)}
    check_against_brute_force(table_of(seniors, juniors, forbid, manager_of=managers), ())


# --- each hard rule alone ---

CHAIN = {"e": "boss", "boss": "top", "top": "chair"}


@pytest.mark.parametrize(("levels", "barred"), [(0, False), (1, False), (2, True), (3, True)])
def test_a_mentor_two_steps_above_the_executive_is_barred_from_two_levels_on(levels: int, barred: bool) -> None:
    given = {"forbid": Forbidden(reporting_levels=levels, same_team=False), "manager_of": CHAIN}
    assert bars(mentee("e"), mentor("top"), **given) == (["reporting_line"] if barred else [])


@pytest.mark.parametrize(("levels", "barred"), [(0, False), (2, False), (3, True), (4, True)])
def test_a_mentor_three_steps_below_the_executive_is_barred_from_three_levels_on(levels: int, barred: bool) -> None:
    given = {"forbid": Forbidden(reporting_levels=levels, same_team=False), "manager_of": CHAIN}
    assert bars(mentee("chair"), mentor("e"), **given) == (["reporting_line"] if barred else [])


def test_a_direct_manager_is_barred_at_one_level() -> None:
    given = {"forbid": Forbidden(reporting_levels=1, same_team=False), "manager_of": CHAIN}
    assert bars(mentee("e"), mentor("boss"), **given) == ["reporting_line"]
    assert bars(mentee("boss"), mentor("e"), **given) == ["reporting_line"]


def test_colleagues_under_the_same_chain_are_not_in_one_line() -> None:
    given = {"forbid": Forbidden(reporting_levels=9, same_team=False), "manager_of": {"e": "boss", "m": "boss"}}
    assert bars(mentee("e"), mentor("m"), **given) == []


def test_a_manager_who_is_not_in_the_file_ends_the_chain() -> None:
    """e's manager 99999 is nobody's entry: what stands above is unknown, and bars nobody."""
    given = {"forbid": Forbidden(reporting_levels=9, same_team=False), "manager_of": {"e": "99999", "m": "88888"}}
    assert bars(mentee("e"), mentor("m"), **given) == []
    assert bars(mentee("99999"), mentor("e"), **given) == ["reporting_line"]


def test_managers_in_a_circle_end_like_any_chain() -> None:
    circle = {"e": "m", "m": "x", "x": "e", "self": "self"}
    given = {"forbid": Forbidden(reporting_levels=50, same_team=False), "manager_of": circle}
    assert bars(mentee("e"), mentor("m"), **given) == ["reporting_line"]
    assert bars(mentee("self"), mentor("m"), **given) == []


def test_the_same_manager_bars_and_two_blanks_do_not() -> None:
    same = Forbidden(reporting_levels=0, same_team=True)
    assert bars(mentee("e", manager="x"), mentor("m", manager="x"), forbid=same) == ["same_team"]
    assert bars(mentee("e", manager="x"), mentor("m", manager="y"), forbid=same) == []
    assert bars(mentee("e"), mentor("m"), forbid=same) == []
    assert bars(mentee("e", manager="x"), mentor("m", manager="x")) == []


def test_a_veto_of_either_side_bars() -> None:
    assert bars(mentee("e", veto=("m",)), mentor("m")) == ["veto"]
    assert bars(mentee("e"), mentor("m", veto=("e",))) == ["veto"]
    assert bars(mentee("e", veto=("x",)), mentor("m", veto=("y",))) == []


def test_no_common_language_bars_and_an_unknown_one_does_not() -> None:
    assert bars(mentee("e", languages=("fr",)), mentor("m", languages=("en", "de"))) == ["language"]
    assert bars(mentee("e", languages=("fr", "de")), mentor("m", languages=("en", "de"))) == []
    assert bars(mentee("e", languages=("fr",)), mentor("m")) == []
    assert bars(mentee("e"), mentor("m", languages=("fr",))) == []


def test_another_site_bars_only_where_that_is_asked_and_known() -> None:
    other = Forbidden(reporting_levels=0, same_team=False, other_site=True)
    assert bars(mentee("e", site="Lyon"), mentor("m", site="Paris"), forbid=other) == ["other_site"]
    assert bars(mentee("e", site="Lyon"), mentor("m", site="LYON"), forbid=other) == []
    assert bars(mentee("e", site="Lyon"), mentor("m"), forbid=other) == []
    assert bars(mentee("e"), mentor("m"), forbid=other) == []
    assert bars(mentee("e", site="Lyon"), mentor("m", site="Paris")) == []


@pytest.mark.parametrize("key", ["forbidden", "last_round"])
def test_decisions_and_last_rounds_pairs_bar_that_pair_alone(key: str) -> None:
    assert bars(mentee("e"), mentor("m"), **{key: [("e", "m"), ("x", "y")]}) == [key]
    assert bars(mentee("e"), mentor("m"), **{key: [("e", "n"), ("f", "m"), ("m", "e")]}) == []


def test_every_rule_that_bars_is_told() -> None:
    everything = Forbidden(reporting_levels=2, same_team=True, other_site=True)
    senior = mentee("e", manager="m", veto=("m",), languages=("fr",), site="Lyon")
    junior = mentor("m", manager="m", languages=("en",), site="Paris")
    given = {"forbid": everything, "manager_of": {"e": "m"}, "forbidden": [("e", "m")], "last_round": [("e", "m")]}
    assert bars(senior, junior, **given) == [
        "reporting_line", "same_team", "veto", "language", "forbidden", "last_round", "other_site",
    ]  # fmt: skip


def test_what_is_unknown_never_bars() -> None:
    everything = Forbidden(reporting_levels=9, same_team=True, other_site=True)
    assert bars(mentee("e"), mentor("m"), forbid=everything, manager_of={"e": "", "m": ""}) == []


# --- each part by hand ---


def value(part: str, executive: MenteeProfile, junior: MentorProfile, **given: Any) -> tuple[float, bool]:
    found = only_pair(executive, junior, **given).parts[part]
    return found.value, found.unknown


def test_needs_weigh_priority_and_gap_against_one_level_above_the_target() -> None:
    """ia: p 3, from 1 to 3, so g 2, c 4; mentor 3 → 3/4. cyber: p 1, from 2 to 5, g 3, c 5 (the top); mentor 4 → 4/5.
    100 · (6 · 0.75 + 3 · 0.8) / 9 = 100 · 6.9 / 9."""
    senior = mentee("e", needs={"ia": (1, 3, 3), "cyber": (2, 5, 1)})
    found, unknown = value("needs", senior, mentor("m", levels={"ia": 3.0, "cyber": 4.0}))
    assert found == pytest.approx(690 / 9)
    assert not unknown


def test_needs_are_full_where_the_mentor_stands_above_or_nothing_is_wanted() -> None:
    assert value("needs", mentee("e", needs={"ia": (1, 3, 2)}), mentor("m", levels={"ia": 5.0})) == (100, False)
    assert value("needs", mentee("e"), mentor("m")) == (100, False)
    reached = mentee("e", needs={"ia": (4, 3, 2)})
    assert value("needs", reached, mentor("m", levels={"ia": None})) == (100, False)


def test_half_a_level_is_a_need() -> None:
    assert value("needs", mentee("e", needs={"ia": (0, 0.5, 1)}), mentor("m", levels={"ia": 0.0})) == (0, False)


def test_an_unknown_level_counts_nought_and_is_said() -> None:
    senior = mentee("e", needs={"ia": (0, 2, 1), "cyber": (0, 2, 1)})
    assert value("needs", senior, mentor("m", levels={"ia": 3.0, "cyber": None})) == (50, True)
    assert value("needs", senior, mentor("m")) == (0, True)


def test_needs_stop_at_the_top_of_a_topics_own_scale() -> None:
    senior = mentee("e", needs={"ia": (0, 9, 1)})
    found, _ = value("needs", senior, mentor("m", levels={"ia": 8.0}), topics={"ia": Topic(scale=(0, 10))})
    assert found == 80
    assert value("needs", mentee("e", needs={"ia": (0, 5, 1)}), mentor("m", levels={"ia": 5.0}))[0] == 100


@pytest.mark.parametrize(
    ("wanted", "spoken", "expected"),
    [
        (("fr", "en"), ("de", "fr"), (100, False)),
        (("fr", "en"), ("en",), (50, False)),
        (("fr",), (), (50, True)),
        ((), ("fr",), (50, True)),
        ((), (), (50, True)),
    ],
)
def test_language_counts_the_executives_first(wanted: Any, spoken: Any, expected: Any) -> None:
    assert value("language", mentee("e", languages=wanted), mentor("m", languages=spoken)) == expected


@pytest.mark.parametrize(
    ("senior", "junior", "expected"),
    [
        (("Lyon", None), ("LYON", None), (100, False)),
        (("Lyon", True), ("Paris", True), (50, False)),
        (("Lyon", True), ("Paris", False), (0, False)),
        (("Lyon", True), ("Paris", None), (0, False)),
        (("Lyon", False), ("", False), (50, True)),
        (("", None), ("", None), (50, True)),
    ],
)
def test_place_counts_the_same_site_then_a_meeting_at_a_distance(senior: Any, junior: Any, expected: Any) -> None:
    one, other = mentee("e", site=senior[0], remote=senior[1]), mentor("m", site=junior[0], remote=junior[1])
    assert value("place", one, other) == expected


@pytest.mark.parametrize(
    ("senior", "junior", "expected"),
    [("RH", "IT", (100, False)), ("RH", "rh", (0, False)), ("RH", "", (50, True)), ("", "", (50, True))],
)
def test_contrast_counts_another_department(senior: str, junior: str, expected: Any) -> None:
    assert value("contrast", mentee("e", department=senior), mentor("m", department=junior)) == expected


@pytest.mark.parametrize(
    ("senior", "junior", "expected"),
    [(("m",), ("e",), 100), (("m",), (), 50), ((), ("e",), 50), (("x",), ("y",), 0), (("m", "m"), (), 50)],
)
def test_preferences_count_fifty_a_side(senior: Any, junior: Any, expected: float) -> None:
    assert value("preferences", mentee("e", prefer=senior), mentor("m", prefer=junior)) == (expected, False)


def test_availability_is_the_common_share_of_the_executives_week() -> None:
    """Tuesday and Wednesday, 9 to 12, are 360 minutes; with Wednesday to Friday, 10 to 18, in common: one day, two
    hours."""
    senior = mentee("e", time=credit(weekdays=("tue", "wed"), hours=(dt.time(9), dt.time(12))))
    window = Window(("wed", "thu", "fri"), (dt.time(10), dt.time(18)), ())
    found, unknown = value("availability", senior, mentor("m", window=window))
    assert found == pytest.approx(100 * 120 / 360)
    assert not unknown
    assert value("availability", senior, mentor("m"))[0] == 100
    assert value("availability", senior, mentor("m", window=Window(("mon",), None, ())))[0] == 0
    late = Window(None, (dt.time(14), dt.time(18)), ())
    assert value("availability", senior, mentor("m", window=late))[0] == 0
    no_day = mentee("e", time=credit(weekdays=()))
    assert value("availability", no_day, mentor("m"))[0] == 100


def test_the_score_of_a_pair_by_hand() -> None:
    """needs 75, language 50, place 100, availability 100, contrast 0, preferences 50, weighed 60 15 10 5 5 5:
    45 + 7.5 + 10 + 5 + 0 + 2.5 = 70."""
    senior = mentee(
        "e", needs={"ia": (1, 3, 2)}, languages=("fr", "en"), site="Lyon", department="RH", prefer=("m",)
    )  # fmt: skip
    junior = mentor("m", levels={"ia": 3.0}, languages=("en",), site="Lyon", department="RH", window=ANY_TIME)
    found = only_pair(senior, junior)
    assert found.score == pytest.approx(70)
    assert {key: part.points for key, part in found.parts.items()} == pytest.approx(
        {"needs": 45, "language": 7.5, "place": 10, "availability": 5, "contrast": 0, "preferences": 2.5}
    )


def test_weights_are_shares_of_their_sum() -> None:
    weights = PairingWeights(needs=0, language=0, place=3, availability=0, contrast=1, preferences=0)
    senior, junior = mentee("e", site="Lyon", department="RH"), mentor("m", site="Lyon", department="RH")
    assert only_pair(senior, junior, weights=weights).score == pytest.approx(75)


# --- locks ---


def locks(table: Table, **standing: Any) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Locks refused and locks that override a rule: mentee and code."""
    refused, overriding = refused_locks(table, Standing(**standing))
    return [(one.mentee, one.reason.code) for one in refused], [(one.mentee, one.reason.code) for one in overriding]


def test_a_lock_overrides_the_rules_of_the_programme_and_says_so() -> None:
    forbid = Forbidden(reporting_levels=2, same_team=True, other_site=True)
    senior = mentee("e", manager="m", site="Lyon")
    junior = mentor("m", manager="m", site="Paris")
    given: dict[str, Any] = {"manager_of": {"e": "m"}, "locked": [("e", "m")]}
    table = table_of([senior], [junior], forbid, **given)
    assert locks(table, **given) == ([], [("e", "reporting_line"), ("e", "same_team"), ("e", "other_site")])
    (one,) = pairing.pair(table, given["locked"]).pairs
    assert (one.mentor, one.locked, one.next_best) == ("m", True, None)


@pytest.mark.parametrize(
    ("senior", "junior", "standing", "code"),
    [
        ({"veto": ("m",)}, {}, {}, "veto"),
        ({}, {"veto": ("e",)}, {}, "veto"),
        ({"languages": ("fr",)}, {"languages": ("en",)}, {}, "language"),
        ({}, {}, {"forbidden": [("e", "m")]}, "forbidden"),
        ({}, {}, {"last_round": [("e", "m")]}, "last_round"),
    ],
)
def test_a_lock_never_overrides_a_person_or_a_decision(senior: Any, junior: Any, standing: Any, code: str) -> None:
    given = {**standing, "locked": [("e", "m")]}
    table = table_of([mentee("e", **senior)], [mentor("m", **junior)], **given)
    assert locks(table, **given) == ([("e", code)], [])


def test_more_locks_than_a_mentor_has_places_are_refused_from_the_last_id_on() -> None:
    seniors = [mentee(one) for one in "abc"]
    given = {"locked": [("c", "m"), ("a", "m"), ("b", "m")]}
    assert locks(table_of(seniors, [mentor("m", capacity=2)]), **given) == ([("c", "capacity")], [])


def test_a_lock_with_somebody_who_is_not_there_is_passed_over() -> None:
    table = table_of([mentee("e")], [mentor("m")])
    assert locks(table, locked=[("e", "x"), ("x", "m")]) == ([], [])


def test_a_locked_pair_is_kept_whatever_it_costs() -> None:
    found = pairing.pair(drawn([[100, 0], [0, 100]]), [("e0", "m1")])
    assert [(one.mentee, one.mentor, one.locked) for one in found.pairs] == [("e0", "m1", True), ("e1", "m0", False)]
    assert found.total == 0


# --- those left without ---


EVERYTHING: dict[str, Any] = {
    "languages": ("fr",), "site": "Lyon", "department": "RH", "manager": "x", "remote": True, "prefer": ("z",),
    "veto": ("z",),
}  # fmt: skip


def test_without_any_mentor_that_is_the_reason() -> None:
    everything = Forbidden(reporting_levels=2, same_team=True, other_site=True)
    senior = mentee("e", needs={"ia": (0, 3, 1)}, **EVERYTHING)
    found = pairing.pair(table_of([senior], [], everything, locked=[("e", "m")], forbidden=[("e", "m")]))
    (left,) = found.unpaired
    assert left.reasons == (Reason("capacity", {"kind": "none", "count": 0, "mentors": []}),)
    assert (found.served, found.total) == (0, 0)


def test_without_any_executive_there_is_nothing_to_do() -> None:
    everything = Forbidden(reporting_levels=2, same_team=True, other_site=True)
    found = pairing.pair(table_of([], [mentor("m", levels={"ia": 3.0}, **EVERYTHING)], everything))
    assert (found.pairs, found.unpaired, found.total) == ((), (), 0)


def test_a_mentor_without_places_is_told_as_short_of_places() -> None:
    found = pairing.pair(table_of([mentee("e")], [mentor("m", capacity=0)]))
    (left,) = found.unpaired
    assert left.reasons == (Reason("capacity", {"kind": "short", "count": 1, "mentors": ["m"]}),)
    assert left.relax == (Reason("one_more_place"),)


def test_the_one_rule_that_stands_in_the_way_is_named_with_whom_it_bars() -> None:
    """m1 is barred by the team alone, m2 by the team and a veto: only the end of the team rule would open one."""
    senior = mentee("e", manager="x", veto=("m2",))
    juniors = [mentor("m1", manager="x"), mentor("m2", manager="x")]
    found = pairing.pair(table_of([senior], juniors, Forbidden(reporting_levels=0, same_team=True)))
    (left,) = found.unpaired
    assert {reason.code: reason.fields["mentors"] for reason in left.reasons} == {
        "same_team": ["m1", "m2"],
        "veto": ["m2"],
    }
    assert left.relax == (Reason("relax_rule", {"rule": "same_team", "mentor": "m1", "count": 1}),)


def test_where_two_rules_bar_everybody_both_are_offered_together() -> None:
    senior = mentee("e", manager="x", veto=("m",))
    found = pairing.pair(table_of([senior], [mentor("m", manager="x")], Forbidden(reporting_levels=0)))
    assert found.unpaired[0].relax == (Reason("relax_rules", {"rules": ["same_team", "veto"], "mentor": "m"}),)


def as_mentors(found: Pairs) -> dict[str, str]:
    return {one.mentee: one.mentor for one in found.pairs}


def test_a_mentor_takes_as_many_as_there_are_places_and_no_more() -> None:
    table = table_of([mentee(one) for one in "abcd"], [mentor("m", capacity=3)])
    found = pairing.pair(table)
    assert as_mentors(found) == {"a": "m", "b": "m", "c": "m"}
    assert [left.mentee for left in found.unpaired] == ["d"]
    assert all(one.next_best is None for one in found.pairs)
