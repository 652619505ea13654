"""What every page is held to in a browser: nothing that axe-core finds wrong, no request, no word, no page too wide."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any


def violations(page: Any) -> dict[str, list[str]]:
    """What axe-core finds wrong on the page that is open, with the first elements of each rule."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return {one["id"]: [node["html"][:200] for node in one["nodes"][:3]] for one in found}


def quiet_and_narrow(chromium: Any, pages: Iterable[Path]) -> None:
    """Asserts that pages ask for nothing, say nothing in the console and fit a telephone."""
    context = chromium.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    asked: list[str] = []
    told: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: told.append(message.text))
    too_wide = []
    for path in pages:
        page.goto(path.as_uri())
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            too_wide.append(path.name)
    context.close()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert told == []
    assert too_wide == []
