"""How pages fill: over the whole library, on both papers, nothing spills a few lines onto a page of its own."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from rmentor.kits import Module
from rmentor.outcomes import PlannedModule, Session
from rmentor.paper import blocks, guides, itinerary, rendering, sessions
from rmentor.paper.documents import Document, Look
from rmentor.paper.writer import Writer
from rmentor.words import words
from tests import printed
from tests.conftest import AURORE, NORTHWIND, copied
from tests.test_papers import papers_of

# What is printed decides nothing: counting branches here costs half as much again, and tells nothing.
pytestmark = pytest.mark.no_cover

PAPERS = ("a4", "us-letter")
RUNS = [(AURORE, "fr"), (NORTHWIND, "en")]


class Case:
    """An example programme with its pages on one paper."""

    def __init__(self, example: Path, language: str, paper: str, place: Path) -> None:
        papers = papers_of(copied(example, place))
        look = dataclasses.replace(papers.setting.look, paper=paper)
        self.writer = Writer(dataclasses.replace(papers.setting, look=look), words(language))
        plan = next(iter(papers.programme.kept_plans().values()))
        self.pair = papers.pair(plan, papers.programme.mentee_profiles[plan.mentee])
        # On letter, a third of them says enough; which holds more depends on the text alone.
        self.modules = list(papers.setting.catalogue.modules.values())[:: 1 if paper == "a4" else 3]
        self.press = rendering.Press()

    def session(self, *modules: Module) -> Session:
        planned = tuple(PlannedModule(one.id, one.minutes) for one in modules)
        return dataclasses.replace(self.pair.plan.sessions[0], modules=planned)

    def pages(self, held: Iterator[blocks.Block], *, large: bool = False) -> int:
        document = self.writer.document("handout", "x", "y", held, large=large)
        return printed.pages(self.press.make(document, "pdf"))


@pytest.fixture(
    scope="module",
    params=[(*run, paper) for run in RUNS for paper in PAPERS],
    ids=lambda one: f"{one[1]}-{one[2]}",
)
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Case:
    example, language, paper = request.param
    return Case(example, language, paper, tmp_path_factory.mktemp(f"{language}-{paper}"))


def test_a_handout_is_one_sheet_and_two_in_large_print(case: Case) -> None:
    for module in case.modules:
        session = case.session(module)
        assert case.pages(sessions.handout(case.writer, case.pair, session)) == 2, module.id
        large = case.pages(sessions.large_handout(case.writer, case.pair, session), large=True)
        assert large == 4, module.id


def test_a_run_sheet_of_one_or_two_modules_fills_one_page(case: Case) -> None:
    room = case.pair.mentee.time.minutes - case.pair.mentee.time.opening - case.pair.mentee.time.closing
    two = [both for both in itertools.combinations(case.modules, 2) if sum(one.minutes for one in both) <= room]
    for modules in (*((one,) for one in case.modules), *two[::2]):
        sheet = sessions.run_sheet(case.writer, case.pair, case.session(*modules))
        first = itertools.takewhile(lambda block: not isinstance(block, blocks.NewPage), sheet)
        assert case.pages(first) == 1, [one.id for one in modules]


def test_what_is_called_one_page_is_one_and_a_programme_is_one_sheet(case: Case) -> None:
    assert case.pages(guides.brief(case.writer, case.pair)) == 1
    assert case.pages(itinerary.programme(case.writer, case.pair)) == 2


@pytest.mark.parametrize("lengths", [(9, 8), (6, 10), (8, 7, 6)])
def test_a_run_sheet_too_long_for_a_page_breaks_between_modules(lengths: tuple[int, ...]) -> None:
    rows = tuple(
        blocks.ClockRow(f"m{part}r{row:02}x", 0.1, "what to do " * 12, "what to say " * 9, begins=row == 0)
        for part, length in enumerate(lengths)
        for row in range(length)
    )
    look = Look("#0f6b5c", "#ffffff", "#0f6b5c", "#5fb3a5")
    held = (blocks.Title("", "Title"), blocks.RunSheet(("clock", "do", "say"), "ask", rows))
    document = Document("run_sheet", "x", "t", "en", "head", "foot", "", look, held)
    pages = printed.of_pdf(rendering.Press().make(document, "pdf"))
    clocks = [[row.clock for row in rows if row.clock in page] for page in pages]
    assert sorted(itertools.chain(*clocks)) == sorted(row.clock for row in rows)
    assert all(len(page) > 2 for page in clocks if page), "no row or two alone"
    assert clocks[1][0].endswith("r00x"), "the second page begins with a module"
