"""What mentor and mentee settled: on record in the executive's file, refused where it cannot hold, seen in the plan."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.conftest import Run
from tests.seated import typed

FILE = "mentees/00101.yaml"


def _agreed(folder: Path) -> list[dict[str, object]]:
    text = (folder / FILE).read_text(encoding="utf-8")
    return list(yaml.load(text, Loader=yaml.BaseLoader)["agreed"])


def _agree(rmentor: Run, folder: Path, *options: str):  # type: ignore[no-untyped-def]
    return rmentor("-C", folder, "agree", "00101", *options, "--by", "mentor et mentoré", "--on", "2026-12-04")


def test_what_was_settled_stands_at_the_end_and_the_rest_stays_as_it_was(aurore: Path, rmentor: Run) -> None:
    file = aurore / FILE
    file.write_text("# une remarque\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    before = file.read_text(encoding="utf-8")
    said = _agree(rmentor, aurore, "--move", "2=2027-02-10T09:00", "--sessions", "5", "--every", "month")
    assert said.status == 0
    assert file.read_text(encoding="utf-8").startswith(before.rstrip("\n"))
    assert said.out == f"{FILE}:{len(before.splitlines()) + 1}\n"
    assert [sorted(one) for one in _agreed(aurore)] == [["by", "on", "time"], ["by", "move", "on"]]
    assert "&" not in file.read_text(encoding="utf-8")
    assert _agreed(aurore)[0]["time"] == {"sessions": "5", "every": "month"}


def test_the_next_plan_keeps_what_was_agreed(aurore: Path, rmentor: Run) -> None:
    assert _agree(rmentor, aurore, "--move", "2=2027-02-11T11:00").status == 0
    assert [rmentor("-C", aurore, one).status for one in ("select", "pair")] == [0, 0]
    said = rmentor("-C", aurore, "plan", "00101")
    assert said.status == 0
    assert "comme convenu" in said.out
    plan = yaml.safe_load((aurore / "plans/00101.yaml").read_text(encoding="utf-8"))
    second = plan["sessions"][1]
    assert (str(second["date"]), second["start"], second["end"]) == ("2027-02-11", "11:00", "12:00")


@pytest.mark.parametrize(
    "options",
    [
        ("--want", "nulle-part"),
        ("--move", "9=2027-02-10T09:00"),
        ("--move", "2=2029-02-10T09:00"),
        ("--move", "2=2027-02-10T09:00", "--move", "3=2027-02-10T14:00"),
    ],
)
def test_what_cannot_hold_is_refused_and_nothing_is_written(
    aurore: Path, rmentor: Run, options: tuple[str, ...]
) -> None:
    before = (aurore / FILE).read_bytes()
    said = _agree(rmentor, aurore, *options)
    assert said.status == 1
    assert f"{FILE}:" in said.err
    assert (aurore / FILE).read_bytes() == before


@pytest.mark.parametrize(
    "options", [(), ("--pin", "x"), ("--move", "3=tomorrow"), ("--every", "often"), ("--move", "0=2027-02-10T09:00")]
)
def test_what_is_no_agreement_is_wrong_use(aurore: Path, rmentor: Run, options: tuple[str, ...]) -> None:
    assert _agree(rmentor, aurore, *options).status == 2


def test_nobody_is_told_with_the_nearest_id(aurore: Path, rmentor: Run) -> None:
    said = rmentor("-C", aurore, "agree", "0101", "--sessions", "3", "--by", "x")
    assert said.status == 1
    assert "00101" in said.err


# --- in a terminal ---


def test_alone_in_a_terminal_it_shows_the_plan_and_asks_for_each(aurore: Path) -> None:
    call = ("--language", "en", "agree", "00101", "--on", "2026-12-04")
    shown, status = typed(
        aurore, call, "nowhere", "ia-prompts", "", "ia-decouverte", "ia-decouverte=2", "2=tomorrow",
        "2=2027-02-10T09:00", "many", "5", "", "2 weeks", "both of them",
    )  # fmt: skip
    assert status == 0, shown
    assert "1. Wed 13 Jan 2027: " in shown
    assert "no such module: nowhere" in shown
    assert "expected MODULE=SESSION, such as prompts=2, not 'ia-decouverte'." in shown
    assert "expected SESSION=WHEN" in shown
    assert "expected a whole number, not 'many'." in shown
    assert [{key: value for key, value in one.items() if key not in ("on", "by")} for one in _agreed(aurore)] == [
        {"time": {"sessions": "5", "every": "2 weeks"}},
        {"want": "ia-prompts"},
        {"pin": {"module": "ia-decouverte", "session": "2"}},
        {"move": {"session": "2", "to": "2027-02-10T09:00"}},
    ]
    assert {one["by"] for one in _agreed(aurore)} == {"both of them"}


def test_what_was_settled_is_refused_where_no_plan_could_keep_it(aurore: Path, rmentor: Run) -> None:
    before = (aurore / FILE).read_bytes()
    for options in (
        ("--sessions", "0"),
        ("--pin", "ia-prompts=1"),
        ("--refuse", "ia-decouverte", "--pin", "ia-prompts=3"),
    ):
        said = _agree(rmentor, aurore, *options)
        assert said.status == 1
        assert f"{FILE}:" in said.err
        assert (aurore / FILE).read_bytes() == before
