"""The ranking in a real Chromium: nothing that axe-core finds wrong, the keyboard alone, no network, on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rmentor.words import words
from tests.browser.looking import violations
from tests.conftest import Run


def audit_file(folder: Path) -> None:
    """An audit file for Aurore, made up: two groups, and one too small to be shown."""
    lines = (folder / "roster.csv").read_bytes().decode("cp1252").splitlines()[1:]
    ids = [line.split(";")[0] for line in lines if ";" in line]
    groups = [f"{one},{'N' if place < 3 else 'AB'[place % 2]}" for place, one in enumerate(ids)]
    (folder / "audit.csv").write_text("id,groupe\n" + "\n".join(groups) + "\n", encoding="utf-8")


@pytest.fixture
def ranking(aurore: Path, tmp_path: Path, rmentor: Run) -> Path:
    """The whole page: audit, ranks, coverage, who decided, what would put somebody in."""
    audit_file(aurore)
    path = tmp_path / "ranking.html"
    said = rmentor("-C", aurore, "select", "--robustness", "full", "--html", path)
    assert said.status == 0, said.err
    return path


@pytest.mark.parametrize("width", [1200, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_has_no_violation_of_axe_core(chromium: Any, ranking: Path, scheme: str, width: int) -> None:
    context = chromium.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(ranking.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    wrong = violations(page)
    fits = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()
    assert wrong == {}
    assert fits


def _shown(page: Any) -> list[str]:
    found = page.evaluate(
        "Array.from(document.querySelectorAll('tr[data-status]')).filter(one => !one.hidden)"
        ".map(one => one.querySelector('[data-name]').textContent)"
    )
    return list(found)


def test_the_filter_works_with_the_keyboard_alone(chromium: Any, ranking: Path) -> None:
    page = chromium.new_page()
    page.goto(ranking.as_uri())
    everybody = _shown(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "find"
    page.keyboard.type("œrsted")
    named = _shown(page)
    assert 0 < len(named) < len(everybody)
    assert all("Œrsted" in one for one in named)
    assert page.inner_text("#count") == f"{len(named)} / {len(everybody)}"
    for _ in "œrsted":
        page.keyboard.press("Backspace")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "state"
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.value") == "selected"
    assert len(_shown(page)) == 12
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "region", "the table scrolls by keys"
    page.close()


def test_details_open_with_the_keyboard_and_on_paper(chromium: Any, ranking: Path) -> None:
    page = chromium.new_page()
    page.goto(ranking.as_uri())
    first = page.locator("details").first
    first.locator("summary").focus()
    page.keyboard.press("Enter")
    assert first.evaluate("one => one.open")
    assert first.locator("li").first.is_visible()
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate("Array.from(document.querySelectorAll('details')).every(one => one.open)")
    assert page.pdf(format="A4", landscape=True).startswith(b"%PDF")
    page.close()


def test_a_screen_reader_hears_what_each_button_and_table_is_about(chromium: Any, ranking: Path) -> None:
    page = chromium.new_page()
    page.goto(ranking.as_uri())
    summaries = page.evaluate("Array.from(document.querySelectorAll('summary')).map(one => one.textContent)")
    assert len(set(summaries)) == len(summaries) > 12
    assert page.evaluate("Array.from(document.querySelectorAll('table')).every(one => one.caption.textContent.trim())")
    assert page.get_by_role("status").count() == 1
    for key in ("ranking", "ranks", "cover", "audit", "out"):
        assert page.get_by_role("heading", name=words("fr")(f"page.{key}"), exact=True).count() == 1, key
    page.close()


def test_the_page_asks_the_network_for_nothing(chromium: Any, ranking: Path) -> None:
    page = chromium.new_page()
    asked: list[str] = []
    told: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: told.append(message.text))
    page.goto(ranking.as_uri())
    page.fill("#find", "a")
    page.close()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert told == []
