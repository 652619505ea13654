"""What is printed: the same text on paper and on screen, no text ever interpreted, the same bytes every time."""

from __future__ import annotations

import dataclasses
import io
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pypdf
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rmentor import resources
from rmentor.files.folder import Folder
from rmentor.matched import Matched
from rmentor.paper import arrange, blocks, colours, family, parts, rendering
from rmentor.paper.documents import Document, Look
from rmentor.paper.family import KINDS, USUAL, Job
from rmentor.paper.typography import typeset
from rmentor.paper.writer import Writer
from rmentor.papers import Papers, Wanted
from rmentor.steps import Programme
from rmentor.words import LANGUAGES, words
from tests import printed
from tests.conftest import AURORE, DATA, LIBRARY, ROOT, Run, copied

# What is printed decides nothing: counting branches here costs half as much again, and tells nothing.
pytestmark = pytest.mark.no_cover

HOSTILE = (
    '1. #read("/etc/passwd") *x* _y_ [b] {{ y }} {% z %} <script>alert(1)</script> $a$ `c` @ref <l> \\u{41} // no &amp;'
)


def papers_of(folder: Path) -> Papers:
    programme = Programme(Folder(folder), words)
    programme.require_sound_inputs(kits=True)
    programme.keep_selection()
    programme.keep_pairs()
    programme.keep_plans()
    return Papers(programme, {language: words(language) for language in LANGUAGES})


@pytest.fixture(scope="module")
def aurore_papers(tmp_path_factory: pytest.TempPathFactory) -> list[Document]:
    folder = copied(AURORE, tmp_path_factory.mktemp("papers"))
    return list(papers_of(folder).documents(Wanted()))


def test_every_pair_and_session_has_its_documents(aurore_papers: list[Document], aurore: Path) -> None:
    plans = [yaml.safe_load(path.read_text()) for path in sorted((aurore / "plans").glob("*.yaml"))]
    expected = sum(1 + 2 * len(plan["sessions"]) for plan in plans)
    assert len({one.name for one in aurore_papers}) == len(aurore_papers) == expected
    assert {one.kind for one in aurore_papers} == {"programme", "run_sheet", "handout"}


def _one_of_each(papers: Papers, person: str) -> list[Document]:
    """One document of every kind: of one pair, its mentor, a kit, the programme; the first of each session's."""
    found: dict[str, Document] = {}
    for job in papers.jobs(Wanted(kinds=KINDS)):
        theirs = person in job.name or not job.name[0].isdigit()
        if job.kind not in found and not job.large and theirs and (job.kind, job.name[:8]) != ("booklet", "mentors/"):
            found[job.kind] = job.write()
    return list(found.values())


def test_paper_and_screen_say_the_same(aurore_papers: list[Document], aurore: Path) -> None:
    papers = papers_of(aurore)
    press = rendering.Press()
    for document in (*aurore_papers[:6], *_one_of_each(papers, "00112"), *_large(papers)):
        _say_the_same(document, press)


def _large(papers: Papers) -> list[Document]:
    return list(papers.documents(Wanted(kinds=["handout"], people=["00112"], sessions=[1], large=True)))


def _say_the_same(document: Document, press: rendering.Press) -> None:
    pages = [printed.squeezed(page) for page in printed.of_pdf(press.make(document, "pdf"))]
    count = len(pages)
    first = 1 if isinstance(document.blocks[0], blocks.Cover) else 0  # a cover has neither head nor foot
    for number, page in enumerate(pages[first:], first):
        of = document.page_of.replace("{page}", str(number + 1)).replace("{pages}", str(count))
        for text in (document.head, document.foot, of):
            assert printed.squeezed(text) in page, (document.name, number)
            page = page.replace(printed.squeezed(text), "", 1)
        pages[number] = page
    paper = "".join(pages)
    screen = printed.squeezed(printed.of_html(press.make(document, "html")))
    for text in visible(document):
        assert printed.squeezed(text) in screen, (document.name, text)
        assert printed.squeezed(text) in paper, (document.name, text)


def visible(document: Document) -> list[str]:
    """Every text a reader sees; a timeline, a bar and a QR code are seen as pictures, levels' legend on paper only."""
    found = []
    for block in document.blocks:
        if isinstance(block, blocks.Timeline):
            found += [stop.day for stop in block.stops]
        elif isinstance(block, blocks.Chart):
            found += printed.texts(dataclasses.replace(block, alternative=""))
        elif isinstance(block, blocks.Video):
            found += [block.title, block.beside, block.url, block.note]
        elif isinstance(block, blocks.Levels):
            found += [text for level in block.levels for text in (level.topic, level.text)]
        elif isinstance(block, blocks.KeyFigures):
            found += printed.texts([dataclasses.replace(one, alternative="") for one in block.figures])
        elif isinstance(block, (blocks.Table, blocks.Ratings)):
            found += printed.texts(dataclasses.replace(block, caption=""))
        else:
            found += printed.texts(block)
    return [line for text in found for line in text.split("\n") if line and not line.startswith("http")]


def test_hostile_text_comes_out_verbatim_everywhere(northwind: Path) -> None:
    _poison(northwind)
    press = rendering.Press()
    for document in papers_of(northwind).documents(Wanted(kinds=KINDS, people=["n1"])):
        paper = printed.squeezed("".join(printed.of_pdf(press.make(document, "pdf"))))
        page = press.make(document, "html")
        assert printed.squeezed(HOSTILE) in paper, document.name
        assert printed.squeezed(HOSTILE) in printed.squeezed(printed.of_html(page)), document.name
        assert b"<script" not in page
        assert b"root:" not in page
        assert "root:x" not in paper


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    text=st.text(
        st.sampled_from("#$*_`<>&{}[]\\\"'@~|=+-/%;:.!?()éœÿŒÿ·—1aB "), min_size=6, max_size=40
    ).filter(lambda text: len(text.strip()) > 5 and " ".join(text.split()) == text)
)  # fmt: skip
def test_any_hostile_text_comes_out_verbatim_in_every_kind(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = Path(shutil.copytree(DATA / "northwind", tmp_path_factory.mktemp("hostile") / "northwind"))
    _poison(folder, text)
    wanted = printed.squeezed(typeset(text, "en"))
    press = rendering.Press()
    seen = set()
    for document in papers_of(folder).documents(Wanted(kinds=KINDS, people=["n1"])):
        page = press.make(document, "html")
        assert wanted in printed.squeezed(printed.of_html(page)), document.name
        assert b"<script" not in page
        if document.kind not in seen:
            seen.add(document.kind)
            paper = printed.squeezed("".join(printed.of_pdf(press.make(document, "pdf"))))
            assert wanted in paper, document.name


def _poison(folder: Path, hostile: str = HOSTILE) -> None:
    """Puts hostile text into every text field of a module that may hold any."""
    path = folder / "kits" / "security-basics" / "modules" / "locks.yaml"
    module = yaml.safe_load(path.read_text())

    def poisoned(value: object, key: str = "") -> object:
        if isinstance(value, dict):
            return {name: poisoned(one, name) for name, one in value.items()}
        if isinstance(value, list):
            return [poisoned(one, key) for one in value]
        if isinstance(value, str) and key not in ("id", "url", "theme", "state_of_the_art", "notes", "version"):
            return hostile
        return value

    path.write_text(yaml.safe_dump(poisoned(module), allow_unicode=True))
    settings_path = folder / "rmentor.yaml"
    told = yaml.safe_load(settings_path.read_text())
    told["programme"].update(name=hostile, client=hostile, start="2027-01-11", end="2027-04-30")
    told["topics"]["security"]["label"] = hostile
    settings_path.write_text(yaml.safe_dump(told, allow_unicode=True))
    mentee = folder / "mentees" / "n1.yaml"
    mentee.write_text(mentee.read_text() + f"name: {yaml.safe_dump(hostile, width=1000).strip()}\n")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.text(st.characters(codec="cp1252", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]), min_size=1, max_size=40)
)
def test_any_text_comes_out_verbatim(text: str) -> None:
    look = Look("#0f6b5c", "#ffffff", "#0f6b5c", "#5fb3a5")
    document = Document(
        "handout", "x", text, "fr", text, text, "page {page} sur {pages}", look,
        (blocks.Title(text, text, (text,)), blocks.Aims(text, (text, text)), blocks.Idea(text, text),
         blocks.Illustration(text, text, blocks.Source(text)), blocks.Note(text, text), blocks.Items((text,)),
         blocks.Table(text, (text,), ((text,),), (1.0,))),
    )  # fmt: skip
    press = rendering.Press()
    assert printed.squeezed(text) in printed.squeezed(printed.of_html(press.make(document, "html")))
    assert printed.squeezed(text) in printed.squeezed("".join(printed.of_pdf(press.make(document, "pdf"))))


def test_two_renderings_are_the_same_bytes(northwind: Path, rmentor: Run) -> None:
    assert rmentor("-C", northwind, "run").status == 0
    first = {path.relative_to(northwind): path.read_bytes() for path in sorted((northwind / "out").rglob("*.*"))}
    import shutil

    shutil.rmtree(northwind / "out")
    assert rmentor("-C", northwind, "run").status == 0
    second = {path.relative_to(northwind): path.read_bytes() for path in sorted((northwind / "out").rglob("*.*"))}
    assert first == second
    assert len(first) == 18


def test_pdf_is_tagged_with_language_and_title(aurore_papers: list[Document]) -> None:
    for document in aurore_papers[:3]:
        reader = pypdf.PdfReader(io.BytesIO(rendering.Press().make(document, "pdf")))
        catalogue = reader.trailer["/Root"]
        assert catalogue["/MarkInfo"]["/Marked"]
        assert str(catalogue["/Lang"]).startswith("fr")
        assert reader.metadata is not None
        assert reader.metadata.title == document.title
        assert b"pdfuaid:part" in catalogue["/Metadata"].get_data()


def test_html_stands_alone(aurore_papers: list[Document]) -> None:
    press = rendering.Press()
    for document in aurore_papers:
        page = press.make(document, "html").decode()
        assert "default-src 'none'" in page
        for word in ("<script", 'src="http', "@import", "url(", "<link", "onload"):
            assert word not in page, (document.name, word)


def test_golden_text(request: pytest.FixtureRequest, aurore: Path, northwind: Path) -> None:
    update = request.config.getoption("--update-golden")
    press = rendering.Press()
    for folder, mentee in ((aurore, "00112"), (northwind, "n1")):
        papers = papers_of(folder)
        usual = {one.name: one for one in papers.documents(Wanted(people=[mentee]))}
        each = {one.name: one for one in _one_of_each(papers, mentee)}
        for document in {**usual, **each}.values():
            text = printed.of_html(press.make(document, "html"))
            path = ROOT / "tests" / "golden" / folder.name / f"{document.name}.txt"
            if update:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8", newline="\n")
            assert path.read_text(encoding="utf-8") == text, document.name


def _two_of_each(jobs: list[Job]) -> Iterator[Job]:
    """The first two of each kind, large print apart."""
    seen: Counter[tuple[str, bool]] = Counter()
    for job in jobs:
        seen[job.kind, job.large] += 1
        if seen[job.kind, job.large] <= 2:
            yield job


def test_every_document_is_made_in_both_languages_from_the_fullest_and_the_emptiest_input(
    aurore: Path, northwind: Path
) -> None:
    for folder in (aurore, northwind):
        papers = papers_of(folder)
        programme = papers.programme
        press = rendering.Press()
        for language in LANGUAGES:
            writer = Writer(papers.setting, words(language))
            plan = next(iter(programme.kept_plans().values()))
            pair = papers.pair(plan, programme.mentee_profiles[plan.mentee])
            empty = dataclasses.replace(pair, plan=dataclasses.replace(plan, sessions=(), levels={}, left_out=()))
            both = {"mentee": writer, "mentor": writer}
            inputs = [
                [*family.of_pair(both, pair), *family.of_mentor(writer, pair.mentor, [pair])],
                [*family.of_pair(both, empty), *family.of_mentor(writer, pair.mentor, [])],
                [*family.of_programme(writer, [pair]), *family.of_candidate(writer, papers.jury, 0)],
                [*family.of_programme(writer, []), *family.of_candidate(writer, papers.jury, 1)],
                [*family.of_candidate(writer, papers.jury, 2)],
                [*Matched(programme, lambda _, writer=writer: writer).jobs((), True, False)],  # type: ignore[misc]
                [family.of_kit(writer, kit) for kit in papers.setting.catalogue.kits.values()],
            ]
            assert {job.kind for jobs in inputs for job in jobs} == set(KINDS)
            # Of sessions and executives the first two of each kind: what is printed of the others differs by its words.
            for job in (job for jobs in inputs for job in _two_of_each(jobs)):
                document = job.write()
                assert document.language == language
                assert press.make(document, "pdf").startswith(b"%PDF"), job.kind
        assert press.unshown == {}


def test_a_document_asked_for_once_is_kept_up_to_date_and_goes_with_its_person(northwind: Path, rmentor: Run) -> None:
    assert rmentor("-C", northwind, "run").status == 0
    assert rmentor("-C", northwind, "render", "charter", "--for", "n1", "--format", "html").status == 0
    charter = northwind / "out" / "n1" / "charter.html"
    before = charter.read_text()
    path = northwind / "rmentor.yaml"
    path.write_text(path.read_text().replace("name: Reverse mentoring pilot", "name: The Great Exchange"))
    assert rmentor("-C", northwind, "run").status == 0
    assert "The Great Exchange" in charter.read_text() != before
    assert not charter.with_suffix(".pdf").exists()
    (northwind / "mentees" / "n1.yaml").unlink()
    assert rmentor("-C", northwind, "run").status == 0
    assert not charter.exists()


def test_render_chooses_by_mentor_and_in_large_print(northwind: Path, rmentor: Run) -> None:
    assert rmentor("-C", northwind, "run").status == 0
    mentor = yaml.safe_load((northwind / "pairs.yaml").read_text())["pairs"][0]["mentor"]
    made = json.loads(rmentor("-C", northwind, "render", "guide", "--for", mentor, "--json").out)["written"]
    assert made == [f"out/mentors/{mentor}/mentor-guide.pdf", f"out/mentors/{mentor}/mentor-guide.html"]
    made = json.loads(
        rmentor("-C", northwind, "render", "--large-print", "--for", "n1", "--session", "1", "--json").out
    )["written"]
    assert made == [f"out/n1/session-1-handout-large-print.{ending}" for ending in ("pdf", "html")]


def test_a_client_has_its_own_paper_words_order_and_style(northwind: Path) -> None:
    path = northwind / "rmentor.yaml"
    (northwind / "own.css").write_text(".card{border:2px solid}")
    told = yaml.safe_load(path.read_text())
    told["programme"].update(start="2027-01-11", end="2027-04-30")
    told["brand"] |= {"paper": "letter", "css": "own.css", "order": {"handout": ["idea", "aims"]},
                      "words": {"en": {"aims": "By the end, you can", "role.mentee": "sponsor"}}}  # fmt: skip
    path.write_text(yaml.safe_dump(told))
    papers = papers_of(northwind)
    handout = next(papers.documents(Wanted(kinds=["handout"], people=["n1"])))
    kinds = [type(block) for block in handout.blocks]
    assert kinds[0] is blocks.Title
    assert kinds.index(blocks.Idea) < kinds.index(blocks.Aims)
    press = rendering.Press()
    page = press.make(handout, "html").decode()
    assert "By the end, you can" in page
    assert ".card{border:2px solid}" in page
    box = pypdf.PdfReader(io.BytesIO(press.make(handout, "pdf"))).pages[0].mediabox
    assert (box.width, box.height) == (612, 792)
    programme = next(papers.documents(Wanted(kinds=["programme"], people=["n1"])))
    assert "sponsor" in printed.texts(programme)


@given(st.lists(st.sampled_from(["aims", "idea", "note", "items", "lines"]), unique=True), st.data())
@settings(deadline=None, max_examples=60)
def test_blocks_in_another_order_are_the_same_blocks(order: list[str], data: st.DataObject) -> None:
    one = st.sampled_from([
        blocks.Title("", "t"), blocks.NewPage(), blocks.Heading("h"), blocks.Aims("a", ()), blocks.Idea("i", "i"),
        blocks.Note("n", "n"), blocks.Items(("x",)), blocks.Lines("l", 1),
    ])  # fmt: skip
    given_blocks = data.draw(st.lists(one, max_size=12))
    made = arrange.arranged(given_blocks, order)
    assert sorted(map(repr, made)) == sorted(map(repr, given_blocks))
    fixed = (blocks.Title, blocks.NewPage)
    assert [one for one in made if isinstance(one, fixed)] == [one for one in given_blocks if isinstance(one, fixed)]
    assert arrange.arranged(made, order) == made
    assert arrange.arranged(given_blocks, []) == tuple(given_blocks)


@given(st.integers(0, 0xFFFFFF))
@settings(deadline=None, max_examples=300)
def test_text_on_any_clients_colour_can_be_read(number: int) -> None:
    field = colours.ground(f"#{number:06x}")
    assert colours.contrast(colours.on(field), field) >= colours.AA_TEXT


def test_word_and_markdown_say_what_paper_says(aurore: Path) -> None:
    docx = pytest.importorskip("docx", reason="python-docx is not installed: .docx files were NOT checked")
    press = rendering.Press()
    for document in _one_of_each(papers_of(aurore), "00112"):
        content = press.make(document, "docx")
        assert content == rendering.Press().make(document, "docx"), "the same bytes every time"
        whole = docx.Document(io.BytesIO(content))
        parts = [whole.sections[0].header, whole.sections[0].footer, whole]
        word = printed.squeezed("".join(one.text or "" for part in parts for one in part._element.iter()
                                        if one.tag.endswith("}t")))  # fmt: skip
        mark = press.make(document, "md").decode().replace("<br>", "\n")
        plain = printed.squeezed(re.sub(r"\\(.)", r"\1", mark).replace("&amp;", "&").replace("*", "").replace("`", ""))
        days = [
            text for block in document.blocks if isinstance(block, blocks.Timeline) for text in printed.texts(block)
        ]
        for text in visible(document):
            if text not in (*days, "•"):
                assert printed.squeezed(text) in word, (document.name, text)
                assert printed.squeezed(text).replace("*", "").replace("`", "") in plain, (document.name, text)


@pytest.mark.parametrize(
    "text", [HOSTILE, "# a", "1. b", "- c", "+ d", "===", "| e | f |", "<b>", "![x](http://y)", "&amp;", "~~g~~"]
)
def test_markdown_keeps_hostile_text_as_text(text: str) -> None:
    from markdown_it import MarkdownIt

    look = Look("#0f6b5c", "#ffffff", "#0f6b5c", "#5fb3a5")
    document = Document("note", "n", text, "en", "h", "f", "", look, (blocks.Note("", text),))
    read = MarkdownIt("commonmark").parse(rendering.Press().make(document, "md").decode())
    assert [token.type for token in read] == ["paragraph_open", "inline", "paragraph_close"] * 2
    assert "".join(child.content for child in read[4].children or ()) == text


def test_word_is_an_extra_and_its_absence_is_told(
    northwind: Path, rmentor: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from importlib import util

    assert rmentor("-C", northwind, "run").status == 0
    known = util.find_spec
    monkeypatch.setattr(util, "find_spec", lambda name, *more: None if name == "docx" else known(name, *more))
    said = rmentor("-C", northwind, "render", "handout", "--format", "docx")
    assert said.status == 1
    assert "the format docx needs a package that is not installed" in said.err
    assert "pip install 'rmentor[word]'" in said.err
    assert not list((northwind / "out").rglob("*.docx"))


def test_one_page_leads_to_every_document(northwind: Path, rmentor: Run) -> None:
    assert rmentor("-C", northwind, "run").status == 0
    assert rmentor("-C", northwind, "render", "charter", "call", "--format", "pdf,md").status == 0
    out = northwind / "out"
    page = (out / "index.html").read_text()
    there = {path.relative_to(out).as_posix() for path in out.rglob("*.*") if path.is_file()}
    assert set(re.findall(r'href="([^"]+)"', page)) == there - {"index.html", ".made.json"}
    assert rmentor("-C", northwind, "run").out == "nothing to change\n"


def test_large_print_is_large(aurore: Path) -> None:
    usual, large = (
        rendering.Press().make(next(papers_of(aurore).documents(Wanted(kinds=["handout"], large=one))), "pdf")
        for one in (False, True)
    )
    smallest = [min(_sizes(content)) for content in (usual, large)]
    assert smallest[0] == pytest.approx(8.5, abs=0.1)
    assert smallest[1] >= 13.9


def _sizes(content: bytes) -> set[float]:
    found: set[float] = set()

    def visit(text: str, matrix: list[float], place: list[float], _font: object, size: float) -> None:
        if text.strip():
            found.add(round(size * abs(place[3]) * abs(matrix[3]), 1))

    for page in pypdf.PdfReader(io.BytesIO(content)).pages:
        page.extract_text(visitor_text=visit)
    return found


def test_a_booklet_points_at_its_pages(aurore: Path) -> None:
    booklet = next(papers_of(aurore).documents(Wanted(kinds=["pair_booklet"], people=["00112"])))
    pages = printed.of_pdf(rendering.Press().make(booklet, "pdf"))
    contents = next(block for block in booklet.blocks if isinstance(block, blocks.Contents))
    titles = [block.title for block in booklet.blocks if isinstance(block, blocks.Title) and block.anchor]
    assert len(titles) == len(contents.entries) == 8
    lines = [line.split() for line in pages[1].splitlines()]
    told = [int(line[-1]) for line in lines if len(line) > 1 and line[-1].isdigit()][: len(titles)]
    assert told == sorted(told)
    for title, page in zip(titles, told, strict=False):
        assert printed.squeezed(title) in printed.squeezed(pages[page - 1])


def test_the_one_page_brief_says_what_each_level_means_and_stays_one_page(aurore: Path) -> None:
    briefs = list(papers_of(aurore).documents(Wanted(kinds=["brief"])))
    assert len(briefs) == 12
    for brief in briefs:
        [page] = printed.of_pdf(rendering.Press().make(brief, "pdf"))
        for anchor in ("rien encore", "avec de l’aide", "je guide les autres", "aujourd’hui"):
            assert printed.squeezed(anchor) in printed.squeezed(page)


def test_levels_on_another_scale_are_not_given_the_anchors_of_this_one(aurore: Path) -> None:
    settings = aurore / "rmentor.yaml"
    written = settings.read_text("utf-8")
    settings.write_text(
        written.replace("column: Niveau IA, scale: [0, 5]", "column: Niveau IA, scale: [0, 10]"), "utf-8"
    )
    [brief] = papers_of(aurore).documents(Wanted(kinds=["brief"], people=["00112"]))
    assert "rien encore" not in printed.of_html(rendering.Press().make(brief, "html"))


def test_a_case_that_the_client_adds_reaches_the_executives_sheet_beside_the_kits_first(aurore: Path) -> None:
    handouts = papers_of(aurore).documents(Wanted(kinds=["handout"]))
    cases = [[one.title for one in sheet.blocks if isinstance(one, blocks.Illustration)] for sheet in handouts]
    told = [titles for titles in cases if any("Chez Aurore" in title for title in titles)]
    assert told
    assert any("Chez Aurore" not in title for titles in told for title in titles)


def test_a_thing_that_an_exercise_asks_for_is_not_asked_for_again_by_its_kit(aurore: Path) -> None:
    wanted = Wanted(kinds=["run_sheet"], people=["00112"], sessions=[1])
    [sheet] = papers_of(aurore).documents(wanted)
    bring = next(block.text for block in sheet.blocks if isinstance(block, blocks.Note))
    assert "Le téléphone du dirigeant, chargé" in bring
    assert "Téléphone du dirigeant" not in bring  # the kit's own word for it
    assert "Ordinateur du dirigeant" in bring  # nothing in the exercises names it


def test_each_person_reads_their_own_language(aurore: Path) -> None:
    mentee = aurore / "mentees" / "00112.yaml"
    mentee.write_text(mentee.read_text() + "language: en\n")
    found = {one.kind: one for one in papers_of(aurore).documents(Wanted(people=["00112"], sessions=[1]))}
    assert found["handout"].language == "en"
    assert found["run_sheet"].language == "fr"


def test_a_run_sheet_fills_the_session_to_the_minute(aurore_papers: list[Document]) -> None:
    for document in aurore_papers:
        for block in document.blocks:
            if isinstance(block, blocks.RunSheet):
                ends = [row.clock.replace("–", " ").split() for row in block.rows]
                assert ends[0][0] == "0"
                assert all(before[1] == after[0] for before, after in pairwise(ends))
                assert sum(row.share for row in block.rows) == pytest.approx(1)


def test_cautions_and_answers_stay_with_the_mentor(aurore_papers: list[Document]) -> None:
    cautions = {
        figure["caution"]
        for path in (LIBRARY / "fr").rglob("modules/*.yaml")
        for figure in yaml.safe_load(path.read_text(encoding="utf-8")).get("key_figures", [])
        if figure.get("caution")
    }
    assert len(cautions) > 5
    handouts = [one for one in aurore_papers if one.kind == "handout"]
    sheets = " ".join(text for one in aurore_papers if one.kind == "run_sheet" for text in printed.texts(one))
    for caution in cautions:
        assert not any(typeset(" ".join(caution.split()), "fr") in printed.texts(one) for one in handouts)
    assert any(typeset(" ".join(caution.split()), "fr") in sheets for caution in cautions)
    assert not any(isinstance(block, blocks.Answers) for one in handouts for block in one.blocks)


def test_every_block_has_a_macro_and_a_function() -> None:
    names = {one.__name__ for one in blocks.Block.__subclasses__()}
    html = (resources.templates() / "html" / "blocks.html").read_text()
    typst = (resources.templates() / "typst" / "blocks.typ").read_text()
    for name in names:
        assert f"macro {name}(b)" in html
        assert f"#let {name}(b, look)" in typst
        assert f"{name}: {name}" in typst


def test_emptiest_module_is_printed(northwind: Path) -> None:
    papers = papers_of(northwind)
    programme = papers.programme
    plan = programme.kept_plans()["n1"]
    session = next(one for one in plan.sessions if one.modules[0].id == "lures")
    pair = papers.pair(plan, programme.mentee_profiles["n1"])
    writer = Writer(papers.setting, words("en"))
    jobs = family.of_pair({"mentee": writer, "mentor": writer}, pair)
    for document in (job.write() for job in jobs if job.session == session.number and job.kind in USUAL):
        assert rendering.Press().make(document, "pdf").startswith(b"%PDF")
        assert b"Lures, false orders &amp; &lt;odd&gt; letters" in rendering.Press().make(document, "html")


def test_key_changes_with_anything_shown(aurore_papers: list[Document]) -> None:
    document = aurore_papers[0]
    assert rendering.key(document) == rendering.key(dataclasses.replace(document))
    assert rendering.key(document) != rendering.key(dataclasses.replace(document, foot="x"))
    other = dataclasses.replace(document.look, colour="#000000")
    assert rendering.key(document) != rendering.key(dataclasses.replace(document, look=other))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Quoi ? 63 % !", "Quoi\u202f? 63\u202f%\u202f!"),
        ("« gens » : 440 000 h", "«\xa0gens\u202f»\xa0: 440\u202f000\xa0h"),
        ("https://a.b/c?d=e;f", "https://a.b/c?d=e;f"),
        ("à 9:30", "à 9:30"),
        ("5 min", "5\xa0min"),
    ],
)
def test_french_spacing(text: str, expected: str) -> None:
    assert typeset(text, "fr") == expected


def test_english_keeps_its_spaces() -> None:
    assert typeset("What ? 63 % in 5 min", "en") == "What ? 63\xa0% in 5\xa0min"


def test_a_sign_without_a_glyph_is_told_and_does_not_stop_the_press(northwind: Path, rmentor: Run) -> None:
    mentee = northwind / "mentees" / "n1.yaml"
    mentee.write_text(mentee.read_text() + 'name: "Ада Ñ 漢 Ƒ"\n')
    said = rmentor("-C", northwind, "run")
    assert said.status == 0
    assert "the sign 漢 (U+6F22) stands in no face" in said.err
    assert "Ƒ" not in said.err
    paper = "".join(printed.of_pdf((northwind / "out" / "n1" / "programme.pdf").read_bytes()))
    assert "Ада Ñ \ufffd Ƒ" in paper
    assert "Ада Ñ 漢 Ƒ" in (northwind / "out" / "n1" / "programme.html").read_text()


def test_accents_that_came_apart_are_one_again() -> None:
    assert typeset("Be\u0301ne\u0301dicte", "fr") == "Bénédicte"


def test_colours_can_be_read() -> None:
    assert colours.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert colours.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert colours.on("#ffe000") == colours.INK
    assert colours.on("#0f6b5c") == colours.WHITE
    for colour in ("#ffe000", "#ffffff", "#0f6b5c", "#000000"):
        assert colours.contrast(colours.readable(colour), "#ffffff") >= 4.5
        assert colours.contrast(colours.readable(colour, "#16191d"), "#16191d") >= 4.5
    assert colours.readable("#0f6b5c") == "#0f6b5c"


def test_logo_stands_in_both(aurore_papers: list[Document]) -> None:
    page = rendering.Press().make(aurore_papers[0], "html").decode()
    assert 'src="data:image/svg+xml;base64,' in page
    assert 'alt="Groupe Aurore"' in page


def test_a_png_logo_is_printed(northwind: Path) -> None:
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    row = b"\0" + b"\x7a\x1f\x5c" * 8
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 4, 8, 2, 0, 0, 0))
    png += chunk(b"IDAT", zlib.compress(row * 4)) + chunk(b"IEND", b"")
    (northwind / "logo.png").write_bytes(png)
    path = northwind / "rmentor.yaml"
    path.write_text(path.read_text().replace('colour: "#7a1f5c"', 'colour: "#7a1f5c", logo: logo.png'))
    document = next(papers_of(northwind).documents(Wanted()))
    reader = pypdf.PdfReader(io.BytesIO(rendering.Press().make(document, "pdf")))
    assert len(reader.pages[0].images) == 1
    assert b"data:image/png;base64," in rendering.Press().make(document, "html")


def test_qr_code_reads_as_svg_with_a_quiet_zone() -> None:
    code = parts.qr("https://example.org/film?a=1&b=2")
    assert code.startswith("<svg xmlns=")
    assert 'viewBox="0 0' in code
