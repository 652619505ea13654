"""Kits looked over: each thing to look at is told at its line, and only there."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmentor import upkeep
from rmentor.kits import Exercise, Illustration, KeyFigure, Module, Question, Step, Video
from rmentor.values import Rhythm
from tests import pictured
from tests.conftest import ROOT, Run

TODAY = dt.date(2026, 11, 25)
AGE = Rhythm(24, "month")
FIGURE = KeyFigure(text="One in ten.", value=10.0, publisher="An agency", title="Panorama", date="2026-01")
WHOLE = Module(
    version=1,
    id="locks",
    title="One strong lock",
    minutes=30,
    teaches={"security": 1.0},
    objectives=("Turn on a second factor",),
    key_figures=(FIGURE,),
    state_of_the_art="A lock.",
    illustrations=(Illustration(title="A case", text="It was a Friday."),),
    videos=(Video(title="A film", url="https://example.org/film"),),
    exercises=(Exercise(title="Do it", minutes=15, success=("It asks twice",)),),
    questionnaire=(Question(question="Which first?", choices=("a", "b"), answer=(1,)),),
    run_sheet=(Step(minutes=10, do="Say why"), Step(minutes=20, do="Do it")),
    teach_back="Tell your team.",
)


def found(**changed: Any) -> list[tuple[tuple[str | int, ...], str]]:
    module = WHOLE.model_copy(update=changed)
    return [(one.where, one.code) for one in upkeep.of_module(module, TODAY, AGE)]


def figure(**changed: Any) -> dict[str, Any]:
    return {"key_figures": (FIGURE, FIGURE.model_copy(update=changed))}


def test_a_whole_module_has_nothing_to_look_at() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("changed", "where", "code"),
    [
        ({"illustrations": ()}, (), "module_lacks"),
        (figure(date="2024-11-24"), ("key_figures", 1, "date"), "figure_stale"),
        (figure(date="2024-10"), ("key_figures", 1, "date"), "figure_stale"),
        (figure(date="2023"), ("key_figures", 1, "date"), "figure_stale"),
        (figure(date="2026-12"), ("key_figures", 1, "date"), "figure_to_come"),
        (figure(date=None), ("key_figures", 1), "figure_undated"),
        (figure(publisher=None, title=None), ("key_figures", 1), "source_missing"),
        (figure(publisher=None), ("key_figures", 1), "source_incomplete"),
        (figure(title=None), ("key_figures", 1), "source_incomplete"),
        ({"exercises": (Exercise(title="Do it"),)}, ("exercises", 0), "exercise_without_success"),
        ({"questionnaire": (Question(question="?", choices=("a",)),)}, ("questionnaire", 0), "question_without_answer"),
        ({"run_sheet": (Step(minutes=29, do="It"),)}, ("run_sheet",), "run_sheet_minutes"),
        (
            {"exercises": (Exercise(title="Do it", minutes=31, success=("so",)),)},
            ("exercises",),
            "exercises_minutes",
        ),
        ({"objectives": ("short", "x" * 161)}, ("objectives", 1), "text_too_long"),
        ({"title": "x" * 81}, ("title",), "text_too_long"),
        ({"illustrations": (Illustration(title="A case", text="x" * 3000),)}, (), "front_too_long"),
        (
            {"illustrations": tuple(Illustration(title=f"Case {one}", text="x" * 1500) for one in (1, 2))},
            (),
            "front_too_long",
        ),
        ({"exercises": (Exercise(title="It", steps=("x" * 2500,), success=("so",)),)}, (), "back_too_long"),
    ],
)
def test_each_thing_to_look_at_is_found_where_it_stands(
    changed: dict[str, Any], where: tuple[str | int, ...], code: str
) -> None:
    assert found(**changed) == [(where, code)]


def test_videos_are_lacking_only_where_the_module_does_not_say_that_there_are_none() -> None:
    told = WHOLE.model_dump(exclude={"videos"})
    assert [one.code for one in upkeep.of_module(Module(**told), TODAY, AGE)] == ["module_lacks"]
    assert list(upkeep.of_module(Module(**told, videos=()), TODAY, AGE)) == []


@pytest.mark.parametrize("date", ["2024", "2024-11", "2024-11-25", "2026-11-25", "2026"])
def test_a_figure_that_may_still_be_young_enough_is_not_called_stale(date: str) -> None:
    assert found(**figure(date=date)) == []


@given(st.integers(0, 3000))
@settings(deadline=None)
def test_a_figure_is_stale_from_one_day_on_and_stays_so(days: int) -> None:
    day = dt.date(2020, 3, 31) + dt.timedelta(days)
    codes = [
        one.code
        for one in upkeep.of_module(
            WHOLE.model_copy(update={"key_figures": (FIGURE.model_copy(update={"date": "2020-03-31"}),)}), day, AGE
        )
    ]
    assert codes == (["figure_stale"] if day > dt.date(2022, 3, 31) else [])


def module(name: str, teaches: float, entry: float = 0.0, requires: tuple[str, ...] = ()) -> Module:
    entries = {"ia": entry} if entry else {}
    return Module(version=1, id=name, title=name, minutes=30, teaches={"ia": teaches}, entry=entries, requires=requires)


def out_of_reach(*modules: Module) -> list[tuple[str, str]]:
    return [(name, one.code) for name, one in upkeep.unreachable({one.id: one for one in modules})]


def test_a_chain_that_begins_at_nought_is_within_reach() -> None:
    assert out_of_reach(module("a", 1), module("b", 1, 1), module("c", 1, 2, ("b",))) == []


def test_an_entry_level_beyond_all_that_is_taught_is_told() -> None:
    assert out_of_reach(module("a", 1), module("b", 1, 3)) == [("b", "entry_never_reached")]


def test_entry_levels_that_hold_each_other_up_are_told_for_each() -> None:
    assert out_of_reach(module("a", 2, 1), module("b", 2, 1)) == [("a", "entry_in_circle"), ("b", "entry_in_circle")]


@given(st.lists(st.tuples(st.integers(1, 2), st.integers(0, 4)), min_size=1, max_size=5))
@settings(deadline=None)
def test_a_module_is_out_of_reach_exactly_when_no_order_of_all_reaches_it(told: list[tuple[int, int]]) -> None:
    import itertools

    modules = [module(str(place), teaches, entry) for place, (teaches, entry) in enumerate(told)]
    reached: set[str] = set()
    for order in itertools.permutations(modules):
        level = 0.0
        for one in order:
            if level < one.entry.get("ia", 0.0):
                break
            reached.add(one.id)
            level += one.teaches["ia"]
    assert {name for name, _ in out_of_reach(*modules)} == {one.id for one in modules} - reached


def test_images_are_found_with_their_text() -> None:
    text = "See ![A lock](media/lock.png) and ![](<media/key.png> 'Key')."
    assert [(alt, file) for _, alt, file in upkeep.images(WHOLE.model_copy(update={"state_of_the_art": text}))] == [
        ("A lock", "media/lock.png"),
        ("", "media/key.png"),
    ]


# --- through the command line ---


def told(rmentor: Run, *arguments: object) -> list[tuple[str, int | None, str, str]]:
    said = rmentor(*arguments, "--json")
    return [(one["path"], one["line"], one["code"], one["severity"]) for one in json.loads(said.out)["problems"]]


def test_media_stand_in_their_kit_and_have_a_text(northwind: Path, rmentor: Run) -> None:
    file = northwind / "kits" / "security-basics" / "modules" / "lures.yaml"
    (file.parent.parent / "media").mkdir()
    (file.parent.parent / "media" / "here.png").write_bytes(pictured.PNG)
    file.write_text(
        file.read_text("utf-8")
        + "notes: |\n  ![](media/here.png) ![far](https://example.org/x.png) ![out](../../rmentor.yaml)"
        + " ![gone](media/gone.png) ![good](media/here.png)\n",
        "utf-8",
    )
    place = ("kits/security-basics/modules/lures.yaml", file.read_text("utf-8").count("\n") - 1)
    problems = told(rmentor, "-C", northwind, "kit", "check", "--today", "2026-11-25")
    assert [one[2:] for one in problems if one[:2] == place] == [
        ("image_without_alt", "warning"), ("media_not_found", "error"), ("media_outside", "error"),
        ("media_outside", "error"),
    ]  # fmt: skip


def test_warnings_alone_are_0_and_1_when_strict(northwind: Path, rmentor: Run) -> None:
    command = ("-C", northwind, "kit", "check", "--today", "2026-11-25")
    assert rmentor(*command).status == 0
    assert rmentor(*command, "--strict").status == 1
    assert "has no objectives" in rmentor(*command).err


def test_age_counts_from_the_day_that_is_given(rmentor: Run) -> None:
    kit = ROOT / "examples" / "library" / "fr" / "donnees"
    early = [one for one in told(rmentor, "kit", "check", kit, "--today", "2020-01-01") if one[2] == "figure_stale"]
    late = [one for one in told(rmentor, "kit", "check", kit, "--today", "2040-01-01") if one[2] == "figure_stale"]
    assert len(early) < len(late)
    assert rmentor("kit", "check", kit, "--today", "tomorrow").status == 2


def test_a_module_that_a_translation_lacks_or_counts_otherwise_is_told(northwind: Path, rmentor: Run) -> None:
    other = northwind / "kits" / "securite"
    (other / "modules").mkdir(parents=True)
    (other / "kit.yaml").write_text("version: 1\nid: securite\ntitle: S\nlanguage: fr\nmodules: [locks]\n", "utf-8")
    (other / "modules" / "locks.yaml").write_text(
        "version: 1\nid: locks\ntitle: Verrou\nminutes: 40\nteaches: {security: 1}\n", "utf-8"
    )
    kit = northwind / "kits" / "security-basics" / "kit.yaml"
    kit.write_text(kit.read_text("utf-8") + "translations: {fr: ../securite}\n", "utf-8")
    problems = told(rmentor, "-C", northwind, "kit", "check", "--today", "2026-11-25")
    assert ("kits/security-basics/kit.yaml", 7, "module_not_translated", "warning") in problems
    assert ("kits/securite/modules/locks.yaml", 4, "translation_differs", "warning") in problems


def test_a_fault_below_is_told_at_the_file_below(northwind: Path, rmentor: Run) -> None:
    ours = northwind / "kits" / "ours"
    ours.mkdir()
    (ours / "kit.yaml").write_text("id: ours\nextends: ../security-basics\n", "utf-8")
    settings_file = northwind / "rmentor.yaml"
    settings_file.write_text(settings_file.read_text("utf-8").replace("kits/security-basics", "kits/ours"), "utf-8")
    problems = told(rmentor, "-C", northwind, "kit", "check", "--today", "2026-11-25")
    assert {path for path, *_ in problems} <= {
        "kits/security-basics/modules/locks.yaml", "kits/security-basics/modules/lures.yaml",
    }  # fmt: skip
    assert problems
