"""Forms that are filled in on screen: fields that keep their names, read back as they were filled in, tagged."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest

from rmentor.paper import blocks, rendering
from rmentor.paper.documents import Document, Look
from rmentor.paper.family import FORMS
from rmentor.papers import Wanted
from tests import printed
from tests.conftest import Run
from tests.test_papers import papers_of, visible

# What is printed decides nothing: counting branches here costs half as much again, and tells nothing.
pytestmark = pytest.mark.no_cover

LOOK = Look("#0f6b5c", "#ffffff", "#0f6b5c", "#5fb3a5")


def read(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


def document(*held: blocks.Block) -> Document:
    return Document("needs", "x", "Title", "en", "head", "foot", "", LOOK, (blocks.Title("", "Title"), *held))


def of_each_kind(folder: Path) -> Iterator[Document]:
    """The first document of every kind that can be filled in, both sides of those that are asked of each apart."""
    seen = set()
    for one in papers_of(folder).documents(Wanted(kinds=FORMS)):
        side = one.name.rpartition("-")[2] if one.kind in ("fit_check", "mid_term", "closing") else ""
        if (one.kind, side) not in seen:
            seen.add((one.kind, side))
            yield one


def widgets(reader: pypdf.PdfReader) -> list[Any]:
    return [one.get_object() for page in reader.pages for one in page.get("/Annots", ())
            if one.get_object()["/Subtype"] == "/Widget"]  # fmt: skip


def test_every_form_has_fields_with_a_name_and_words_for_a_screen_reader(aurore: Path, northwind: Path) -> None:
    press = rendering.Press()
    names: dict[str, dict[str, set[str]]] = {}
    for folder in (aurore, northwind):
        for one in of_each_kind(folder):
            content = press.make(one, rendering.FORM)
            reader = read(content)
            fields = reader.get_fields() or {}
            assert fields, one.name
            for name, field in fields.items():
                assert name.isascii()
                assert field["/TU"].strip(), (one.name, name)
            assert all(widget["/TU"].strip() for widget in widgets(reader))
            assert b"rmentor-field" not in content, "no mark is left"
            assert content == rendering.Press().make(one, rendering.FORM), "the same bytes every time"
            names.setdefault(one.kind, {}).setdefault(one.language, set()).update(fields)
    assert set(names) == set(FORMS)
    assert names["fit_check"]["fr"] == names["fit_check"]["en"], "names do not hang on the language"
    assert {"fit_verdict", "fit_what", "fit_mentee_ease", "fit_mentor_ease"} <= names["fit_check"]["fr"]


def test_a_form_says_what_the_printed_page_says(aurore: Path) -> None:
    press = rendering.Press()
    for one in of_each_kind(aurore):
        form = printed.squeezed("".join(printed.of_pdf(press.make(one, rendering.FORM))))
        for text in visible(one):
            assert printed.squeezed(text) in form, (one.name, text)


def test_what_is_filled_in_is_read_back() -> None:
    held = (
        blocks.Fields(("Name", "Date"), ("name", "date")),
        blocks.Ratings("How", "How", ("pace", "time"), ("1", "2", "3"), ("low", "high"), ("pace", "time")),
        blocks.Questionnaire((
            blocks.Question("", "Go on?", ("yes", "no"), name="verdict", values=("good", "change")),
            blocks.Question("", "Which?", ("a", "b", "c"), several=True, name="which", values=("a", "b", "c")),
        )),
        blocks.Lines("Remarks", 3, name="remarks"),
    )  # fmt: skip
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(rendering.Press().make(document(*held), rendering.FORM)))
    filled = {
        "name": "Anaïs Lœwe-Ÿ", "pace": "/3", "verdict": "/change", "which.b": "/yes", "remarks": "first line\nsecond",
    }  # fmt: skip
    for page in writer.pages:
        writer.update_page_form_field_values(page, filled, auto_regenerate=False)
    stream = io.BytesIO()
    writer.write(stream)
    fields = read(stream.getvalue()).get_fields() or {}
    told = {name: field.get("/V") for name, field in fields.items() if "/Kids" not in field or name in ("pace", "time")}
    assert told["name"] == "Anaïs Lœwe-Ÿ"
    assert told["date"] == ""
    assert told["remarks"] == "first line\nsecond"
    assert (told["pace"], told["time"]) == ("/3", "/Off")
    assert fields["verdict"]["/V"] == "/change"
    assert [fields[f"which.{one}"].get("/V") for one in "abc"] == ["/Off", "/yes", "/Off"]


def test_fields_stand_in_the_tagged_reading_order() -> None:
    held = (blocks.Lines("First", 2, name="first"), blocks.Fields(("Second",), ("second",)))
    content = rendering.Press().make(document(*held), rendering.FORM)
    reader = read(content)
    found: list[str] = []

    def walk(element: Any, kind: str = "") -> None:
        element = element.get_object() if hasattr(element, "get_object") else element
        if isinstance(element, list):
            for one in element:
                walk(one, kind)
        elif isinstance(element, dict):
            if element.get("/Type") == "/OBJR":
                found.append(f"{kind} {element['/Obj'].get_object()['/T']}")
            walk(element.get("/K", []), element.get("/S", kind))

    root: Any = reader.trailer["/Root"]
    walk(root["/StructTreeRoot"])
    assert found == ["/Form first", "/Form second"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert all(page["/Tabs"] == "/S" for page in reader.pages)
    assert all("/StructParent" in one and one["/F"] == 4 for one in widgets(reader))


def test_without_the_form_no_link_is_set() -> None:
    content = rendering.Press().make(document(blocks.Lines("First", 2, name="first")), "pdf")
    assert "/Annots" not in read(content).pages[0]


@pytest.mark.parametrize("text", ["rmentor-field:{}", '"}, {"x": "', "\\", "é\u202fœ", "a" * 900])
def test_hostile_text_in_a_label_stays_text(text: str) -> None:
    fields = read(rendering.Press().make(document(blocks.Lines(text, 1, name="one")), rendering.FORM)).get_fields()
    assert fields is not None
    assert set(fields) == {"one"}
    assert fields["one"]["/TU"] == text[:300]


def test_forms_are_made_beside_the_printed_pages(northwind: Path, rmentor: Run) -> None:
    assert rmentor("-C", northwind, "run").status == 0
    said = rmentor("-C", northwind, "render", "--for", "n1", "--format", "form")
    assert said.status == 0
    out = northwind / "out"
    assert (out / "n1" / "after-the-first-session-executive.form.pdf").is_file()
    assert not list(out.rglob("programme.form.pdf"))
    assert "fillable PDF" in (out / "index.html").read_text()
    assert rmentor("-C", northwind, "run").out == "nothing to change\n"


def test_what_asks_nothing_has_no_form(northwind: Path, rmentor: Run) -> None:
    assert rmentor("-C", northwind, "run").status == 0
    said = rmentor("-C", northwind, "render", "handout", "--format", "form")
    assert said.status == 1
    assert "'handout' has no fields to fill in" in said.err


def test_without_the_extra_the_page_to_print_is_made_and_that_is_told(
    northwind: Path, rmentor: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert rmentor("-C", northwind, "run").status == 0
    assert rmentor("-C", northwind, "render", "mid-term", "--for", "n1", "--format", "form").status == 0
    monkeypatch.setitem(rendering.EXTRAS, rendering.FORM, ("a_package_that_nobody_has", "forms"))
    said = rmentor("-C", northwind, "render", "fit-check", "--for", "n1", "--format", "form")
    assert said.status == 0
    assert "the page to print is made instead" in said.err
    assert "pip install 'rmentor[forms]'" in said.err
    names = {path.name for path in (northwind / "out" / "n1").iterdir()}
    assert "after-the-first-session-executive.pdf" in names
    assert not any(name.startswith("after") and name.endswith(".form.pdf") for name in names)
    said = rmentor("-C", northwind, "run")
    assert said.status == 0
    assert "mid-term-review-executive.form.pdf: warning: the format form.pdf needs a package" in said.err
    assert not list((northwind / "out").rglob("*.form.pdf"))


def test_what_comes_before_pairs_needs_no_pairs(tmp_path: Path, rmentor: Run) -> None:
    assert rmentor("init", tmp_path / "new", "--language", "en").status == 0
    said = rmentor("-C", tmp_path / "new", "render", "needs", "application", "--format", "form,pdf")
    assert said.status == 0, said.err
    out = tmp_path / "new" / "out"
    assert {path.name for path in out.glob("*.pdf")} == {
        "needs-questionnaire.pdf", "needs-questionnaire.form.pdf", "application-form.pdf", "application-form.form.pdf",
    }  # fmt: skip
    assert "needs-questionnaire.form.pdf" in (out / "index.html").read_text()


def test_the_index_tells_the_page_to_fill_in_from_the_pdf(aurore: Path, rmentor: Run) -> None:
    assert rmentor("-C", aurore, "render", "needs", "--format", "html,form-html").status == 0
    index = (aurore / "out" / "index.html").read_text(encoding="utf-8")
    assert ">page à remplir</a>" in index
    assert 'href="questionnaire-de-besoins.form.html"' in index
