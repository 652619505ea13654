"""Time-credit curves are worked out once, and again only where something that they depend on has changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmentor import timecredit
from rmentor.files import curves
from rmentor.tasks import Task
from tests.conftest import Run
from tests.test_planning import module, task


@settings(deadline=None, max_examples=10, derandomize=True)
@given(st.integers(0, 3), st.sampled_from((0.5, 1.0)), st.booleans())
def test_a_curve_comes_back_as_it_was_put_away(rooms: int, taught: float, wanted: bool) -> None:
    asked = task(
        module("a", teaches={"ia": taught}), module("b"), needs={"ia": (0, 2, 2), "x": (0, 1, 1)},
        rooms=(40,) * rooms, wanted=["b"] if wanted else [],
    )  # fmt: skip
    found = timecredit.options(asked, 50, 1)
    again = curves.again(json.loads(json.dumps(curves.kept(found))))
    assert again == found
    for one, other in zip(
        (*found.by_sessions, *found.by_minutes), (*again.by_sessions, *again.by_minutes), strict=True
    ):
        assert (one is found.agreed) == (other is again.agreed)


def test_whatever_a_curve_depends_on_has_another_key() -> None:
    asked = task(module("a"), module("b"), needs={"ia": (0, 2, 2)}, rooms=(40, 40))
    others = [
        task(module("a"), module("b"), needs={"ia": (0, 3, 2)}, rooms=(40, 40)),
        task(module("a"), module("b", 25), needs={"ia": (0, 2, 2)}, rooms=(40, 40)),
        task(module("a"), module("b"), needs={"ia": (0, 2, 2)}, rooms=(40,)),
        task(module("a"), module("b"), needs={"ia": (0, 2, 2)}, rooms=(40, 40), refused=["a"]),
        task(module("a"), module("b"), needs={"ia": (0, 2, 2)}, rooms=(40, 40), wanted=["a"]),
    ]
    keys = [curves.key(one, 50, 0) for one in (asked, *others)] + [curves.key(asked, 60, 0), curves.key(asked, 50, 1)]
    assert len(set(keys)) == len(keys)
    assert curves.key(asked, 50, 0) == keys[0]


def test_a_stale_run_works_out_no_curve_again_that_is_still_true(
    northwind: Path, rmentor: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Task] = []
    real = timecredit.options

    def counted(one: Task, minutes: int, held: int = 0) -> timecredit.Options:
        asked.append(one)
        return real(one, minutes, held)

    monkeypatch.setattr(timecredit, "options", counted)
    assert rmentor("-C", northwind, "run").status == 0
    assert rmentor("-C", northwind, "render", "options", "--format", "html").status == 0
    assert len(asked) == 2
    sheets = sorted((northwind / "out").rglob("choosing-the-time.html"))
    before = [one.read_bytes() for one in sheets]
    assert len(before) == 2
    settings = northwind / "rmentor.yaml"
    settings.write_text(
        settings.read_text("utf-8").replace("Reverse mentoring pilot", "Pilot of 2027"), encoding="utf-8"
    )
    assert rmentor("-C", northwind, "run").status == 0
    assert len(asked) == 2
    one = northwind / "mentees/n1.yaml"
    one.write_text(one.read_text("utf-8") + "refused: [lures]\n", encoding="utf-8")
    assert rmentor("-C", northwind, "run").status == 0
    assert len(asked) == 3
    assert [one.read_bytes() for one in sheets] != before
