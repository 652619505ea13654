"""A real Chromium for pages: where there is none, the tests say so; with RMENTOR_BROWSER=required they fail instead."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

NEEDED = ("playwright", "axe_playwright_python")
SWITCHES = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def _missing() -> str | None:
    """What is not there, in words; None where everything is."""
    if shutil.which("chromium") is None and shutil.which("google-chrome") is None:
        return "no Chromium on this machine (Debian: apt-get install chromium): pages were NOT checked in a browser"
    absent = [one for one in NEEDED if importlib.util.find_spec(one) is None]
    if absent:
        return f"not installed: {', '.join(absent)} (pip install '.[browser]'): pages were NOT checked in a browser"
    return None


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    missing = _missing()
    if missing and os.environ.get("RMENTOR_BROWSER") == "required":
        pytest.fail(missing)
    if missing:
        pytest.skip(missing)
    from playwright.sync_api import sync_playwright

    where = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=where, args=list(SWITCHES))
        yield browser
        browser.close()
