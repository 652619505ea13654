"""Pages in a real Chromium: nothing that axe-core finds wrong, no network, no script, nothing wider than the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rmentor.paper import rendering
from rmentor.paper.family import ALONE
from rmentor.papers import KINDS, Papers, Wanted
from tests.browser.looking import quiet_and_narrow, violations
from tests.test_papers import papers_of


@pytest.fixture
def pages(aurore: Path, northwind: Path, tmp_path: Path) -> list[Path]:
    """One page of every kind of document, in French and in English, as files."""
    press = rendering.Press()
    written = []
    for folder in (aurore, northwind):
        found: dict[str, Any] = {}
        for job in _jobs(papers_of(folder)):
            found.setdefault(job.kind + str(job.large) + job.name.rpartition("-")[2], job)
        for number, job in enumerate(found.values()):
            path = tmp_path / f"{folder.name}-{number}-{job.kind}.html"
            path.write_bytes(press.make(job.write(), "html"))
            written.append(path)
        papers = papers_of(folder)
        papers.render(Wanted(people=[next(iter(papers.programme.workspace.mentees))]), lambda *_: None)
        written.append(folder / "out" / "index.html")
    return written


def _jobs(papers: Papers) -> list[Any]:
    people = next(iter(papers.programme.workspace.mentees))
    mine = list(papers.jobs(Wanted(kinds=KINDS, people=[people])))
    return [
        *mine,
        *(job for job in papers.jobs(Wanted(kinds=KINDS)) if job.kind in ("booklet", "sponsor_note", *ALONE)),
    ]


def test_axe_core_sees_what_is_wrong(chromium: Any) -> None:
    """The tests below could pass by seeing nothing."""
    page = chromium.new_page()
    page.set_content('<html><body><p style="color:#aaa">too pale to read</p><img src="data:,"></body></html>')
    found = set(violations(page))
    page.close()
    assert {"color-contrast", "image-alt", "html-has-lang"} <= found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_violation_of_axe_core(chromium: Any, pages: list[Path], scheme: str) -> None:
    context = chromium.new_context(color_scheme=scheme)
    page = context.new_page()
    wrong = {}
    for path in pages:
        page.goto(path.as_uri())
        if found := violations(page):
            wrong[path.name] = found
    context.close()
    assert wrong == {}


def test_pages_ask_for_nothing_run_nothing_and_fit_a_telephone(chromium: Any, pages: list[Path]) -> None:
    quiet_and_narrow(chromium, pages)


def test_a_page_prints(chromium: Any, pages: list[Path]) -> None:
    page = chromium.new_page()
    for path in pages[:6]:
        page.goto(path.as_uri())
        assert page.pdf(format="A4").startswith(b"%PDF")
    page.close()
