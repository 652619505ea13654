"""Questionnaires in a real Chromium: filled in by keyboard alone, saved to a file, taken in; nothing else leaves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rmentor.paper import rendering
from rmentor.paper.filling import FILLED
from rmentor.papers import Wanted
from tests.browser.looking import quiet_and_narrow, violations
from tests.conftest import Run
from tests.test_papers import papers_of


def forms(folder: Path) -> Iterator[tuple[str, str, bytes]]:
    """One page of every questionnaire and side: kind, side, content."""
    press = rendering.Press()
    seen = set()
    for one in papers_of(folder).documents(Wanted(kinds=tuple(FILLED))):
        assert one.asks is not None
        who = one.asks.about["who"]
        if (one.kind, who) not in seen:
            seen.add((one.kind, who))
            yield one.kind, who, press.make(one, rendering.WEB)


def saved_as(folder: Path, room: Path) -> dict[tuple[str, str], Path]:
    found = {}
    for kind, who, content in forms(folder):
        path = room / f"{folder.name}-{kind}-{who}.form.html"
        path.write_bytes(content)
        found[kind, who] = path
    return found


@pytest.fixture
def pages(aurore: Path, northwind: Path, tmp_path: Path) -> list[Path]:
    return [path for folder in (aurore, northwind) for path in saved_as(folder, tmp_path).values()]


def test_there_is_a_page_for_each_questionnaire_and_side(pages: list[Path]) -> None:
    kinds = {path.name.split("-")[1] for path in pages}
    assert kinds == set(FILLED)
    assert sum("-mentor." in path.name for path in pages) == 8


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_form_has_a_violation_of_axe_core(chromium: Any, pages: list[Path], scheme: str) -> None:
    context = chromium.new_context(color_scheme=scheme)
    page = context.new_page()
    wrong = {}
    for path in pages:
        page.goto(path.as_uri())
        page.locator("input[type=radio]").first.check()
        if found := violations(page):
            wrong[path.name] = found
    context.close()
    assert wrong == {}


def test_forms_ask_for_nothing_say_nothing_and_fit_a_telephone(chromium: Any, pages: list[Path]) -> None:
    quiet_and_narrow(chromium, pages)
    page = chromium.new_page()
    for path in pages:
        page.goto(path.as_uri())
        assert page.pdf(format="A4").startswith(b"%PDF")
    page.close()


def typed(page: Any) -> None:
    """Fills a whole form in as somebody does who has no mouse: Tab to go on, arrows and the space bar to choose."""
    for _ in range(300):
        page.keyboard.press("Tab")
        what = page.evaluate(
            "(() => { const one = document.activeElement; return [one.tagName, one.type || '', one.id] })()"
        )
        if what[1] == "radio":
            page.keyboard.press("ArrowRight")
        elif what[1] == "checkbox":
            page.keyboard.press("Space")
        elif what[0] == "TEXTAREA":
            page.keyboard.type('Mot à mot : « ça » ; <b>"x"</b>')
        elif what[1] == "text" and what[2] != "person":
            page.keyboard.type("Kévin")
        elif what[2] == "person":
            page.keyboard.type("00112@aurore.example")
        elif what[1] == "submit":
            return
    raise AssertionError("the button was never reached")


@pytest.fixture
def tab(chromium: Any) -> Iterator[Any]:
    context = chromium.new_context(accept_downloads=True)
    yield context.new_page()
    context.close()


def download(page: Any, room: Path) -> Path:
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    path = room / str(waiting.value.suggested_filename)
    waiting.value.save_as(path)
    return path


@pytest.mark.parametrize(
    ("kind", "who", "expected"),
    [
        ("needs", "mentee", "form: before"),
        ("fit_check", "mentee", "fit: unsure, remarks: {what: "),
        ("fit_check", "mentor", "form: fit, on: "),
        ("feedback", "mentee", "form: session, on: "),
        ("feedback", "mentor", "session: 2, marks: {aims: 2, kept: 2, kit: 2}"),
        ("mid_term", "mentee", "credit: same"),
        ("mid_term", "mentor", "marks: {prepared: 2, confident: 2, respected: 2, supported: 2}"),
        ("closing", "mentee", "form: after, on: "),
        ("closing", "mentor", "recommend: 1"),
        ("quiz", "mentee", "form: quiz, on: "),
    ],
)
def test_a_form_filled_in_by_keyboard_is_saved_and_taken_in(
    tab: Any, aurore: Path, tmp_path: Path, rmentor: Run, kind: str, who: str, expected: str
) -> None:
    for command in ("select", "pair", "plan"):
        assert rmentor("-C", aurore, command, "-q").status in (0, 1)
    path = saved_as(aurore, tmp_path)[kind, who]
    tab.goto(path.as_uri())
    typed(tab)
    file = download(tab, tmp_path)
    told = json.loads(file.read_text(encoding="utf-8"))
    assert told["rmentor"] == 1
    assert told["who"] == who
    assert file.name in tab.locator("#status").inner_text()
    said = rmentor("-C", aurore, "import", "answers", file)
    assert said.status == 0, said.err
    mentee = told["mentee"] or "00112"
    text = (aurore / "answers" / f"{mentee}.yaml").read_text(encoding="utf-8")
    assert expected in text
    assert f"who: {who}" in text
    assert rmentor("-C", aurore, "check").status == 0
    again = rmentor("-C", aurore, "import", "answers", file)
    assert again.out.endswith("rien à changer\n")


def test_a_draft_outlives_the_window_and_is_gone_once_it_is_saved(tab: Any, aurore: Path, tmp_path: Path) -> None:
    path = saved_as(aurore, tmp_path)["fit_check", "mentee"]
    tab.goto(path.as_uri())
    tab.locator("textarea").first.fill("Plus court")
    tab.locator("input[name=fit_mentee_ease][value='4']").check()
    tab.reload()
    assert tab.locator("textarea").first.input_value() == "Plus court"
    assert tab.locator("input[name=fit_mentee_ease][value='4']").is_checked()
    tab.locator("button[type=submit]").focus()
    download(tab, tmp_path)
    assert "5" in tab.locator("#status").inner_text()
    tab.reload()
    assert tab.locator("textarea").first.input_value() == ""
    tab.locator("textarea").first.fill("Encore")
    tab.locator("#clear").click()
    tab.reload()
    assert tab.locator("textarea").first.input_value() == ""


def test_who_answers_must_be_said_and_something_answered(tab: Any, aurore: Path, tmp_path: Path) -> None:
    found = saved_as(aurore, tmp_path)
    tab.goto(found["needs", "mentee"].as_uri())
    tab.locator("button[type=submit]").click()
    assert tab.locator("#status").inner_text().startswith("Dites d")
    assert tab.evaluate("document.activeElement.id") == "person"
    tab.goto(found["closing", "mentor"].as_uri())
    tab.locator("button[type=submit]").click()
    assert tab.locator("#status").inner_text() == "Aucune réponse pour l’instant."
