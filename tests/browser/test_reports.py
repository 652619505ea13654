"""The steering report in a real Chromium: for each reader, in light and dark, wide and narrow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run


@pytest.fixture
def pages(followed: Path, rmentor: Run) -> list[Path]:
    """The report for each reader as pages: the programme's two, one mentor's, one executive's."""
    for reader in (("sponsor",), ("hr",), ("mentor", "--person", "00263"), ("mentee", "--person", "00112")):
        assert rmentor("-C", followed, "report", "--for", *reader, "--today", "2027-04-21").status == 0
    return sorted((followed / "out").rglob("*.html"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_report_has_a_violation_of_axe_core(chromium: Any, pages: list[Path], scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    assert len(pages) == 4
    context = chromium.new_context(color_scheme=scheme)
    page = context.new_page()
    wrong = {}
    for path in pages:
        page.goto(path.as_uri())
        for one in Axe().run(page).response["violations"]:
            wrong[path.name, one["id"]] = [node["html"][:200] for node in one["nodes"][:3]]
    context.close()
    assert wrong == {}


def test_a_report_fits_a_telephone_and_asks_for_nothing(chromium: Any, pages: list[Path]) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    too_wide = []
    for path in pages:
        page.goto(path.as_uri())
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            too_wide.append(path.name)
    context.close()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert too_wide == []


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
