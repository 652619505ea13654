"""The steering report in a real Chromium: for each reader, in light and dark, wide and narrow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser.looking import quiet_and_narrow, violations
from tests.conftest import Run


@pytest.fixture
def pages(followed: Path, rmentor: Run) -> list[Path]:
    """The report for each reader as pages: the programme's two, one mentor's, one executive's."""
    for reader in (("sponsor",), ("hr",), ("mentor", "--person", "00263"), ("mentee", "--person", "00112")):
        assert rmentor("-C", followed, "report", "--for", *reader, "--today", "2027-04-21").status == 0
    return sorted((followed / "out").rglob("*.html"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_report_has_a_violation_of_axe_core(chromium: Any, pages: list[Path], scheme: str) -> None:
    assert len(pages) == 4
    context = chromium.new_context(color_scheme=scheme)
    page = context.new_page()
    wrong = {}
    for path in pages:
        page.goto(path.as_uri())
        if found := violations(page):
            wrong[path.name] = found
    context.close()
    assert wrong == {}


def test_a_report_fits_a_telephone_and_asks_for_nothing(chromium: Any, pages: list[Path]) -> None:
    quiet_and_narrow(chromium, pages)


def test_the_parts_of_a_bar_are_told_apart_without_colour(chromium: Any, pages: list[Path]) -> None:
    """In black and white: full, hatched, hollow; and the numbers stand as text for whoever sees no chart."""
    page = chromium.new_page()
    page.goto(next(one for one in pages if one.name == "rapport.html").as_uri())
    fills = page.evaluate("[1, 2, 3].map(n => getComputedStyle(document.querySelector(`.bars .part-${n}`)).fill)")
    assert fills[0] != fills[1] == fills[2]
    assert page.evaluate("document.querySelectorAll('.bars .hatch').length") > 0
    rows = page.evaluate("[...document.querySelectorAll('.bars tr')].map(r => r.cells[2].textContent.trim())")
    assert rows
    assert all(rows)
    page.close()
