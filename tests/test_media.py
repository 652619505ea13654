"""Pictures of a kit: printed where a module shows them, with their words; none from outside, none that acts."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import Any

import pypdf
import pytest
import yaml

from rmentor.files import pictures
from rmentor.paper import blocks, markdown, rendering
from rmentor.paper.documents import Document
from rmentor.papers import Wanted
from tests import pictured, printed
from tests.conftest import Run
from tests.test_papers import papers_of

MODULE = Path("kits", "security-basics", "modules", "locks.yaml")
ALTERNATIVE = "A key on a red ring"


def shows(folder: Path, address: str, content: bytes | None = None, *, also: str = "") -> Path:
    """The programme with a picture in a case and in the prose of a module; `content` is put where the address says."""
    path = folder / MODULE
    if content is not None:
        file = path.parent.parent / address
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    told["illustrations"][0]["text"] += f' ![{ALTERNATIVE}]({address} "Photo: us")'
    told["state_of_the_art"] += f"\nSee it here: ![{ALTERNATIVE}]({address}) on the ring.\n{also}"
    path.write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    return folder


def documents(folder: Path) -> dict[str, Document]:
    """The kit's booklet, and the handout and run-sheet of the module's session."""
    papers = papers_of(folder)
    made = {"booklet": next(papers.documents(Wanted(kinds=["booklet"])))}
    for kind in ("handout", "run_sheet"):
        found = papers.documents(Wanted(kinds=[kind], people=["n1"]))
        made[kind] = next(one for one in found if "One strong lock, one spare key" in printed.texts(one))
    return made


def alternatives(content: bytes) -> list[str]:
    """The alternative texts of the figures in a PDF's structure."""
    found: list[str] = []

    def walk(element: Any) -> None:
        element = element.get_object() if hasattr(element, "get_object") else element
        if isinstance(element, list):
            for one in element:
                walk(one)
        elif isinstance(element, dict):
            found.extend([str(element["/Alt"])] if element.get("/S") == "/Figure" and "/Alt" in element else [])
            walk(element.get("/K", []))

    root: Any = pypdf.PdfReader(io.BytesIO(content)).trailer["/Root"]
    walk(root["/StructTreeRoot"])
    return found


@pytest.mark.parametrize(
    ("name", "content"),
    [("media/key.png", pictured.PNG), ("media/key.jpg", pictured.JPEG), ("media/key.svg", pictured.SVG)],
)
def test_pictures_stand_in_booklet_and_handout_with_their_words(northwind: Path, name: str, content: bytes) -> None:
    made = documents(shows(northwind, name, content))
    press = rendering.Press()
    for kind, times in (("booklet", 2), ("handout", 1)):
        shown = [block for block in made[kind].blocks if isinstance(block, blocks.Picture)]
        assert [one.alternative for one in shown] == [ALTERNATIVE] * times
        paper = press.make(made[kind], "pdf")
        assert alternatives(paper).count(ALTERNATIVE) == times
        page = press.make(made[kind], "html").decode()
        assert page.count(f'alt="{ALTERNATIVE}"') == times
        assert page.count("data:image/") >= times
        assert "![" not in page
        assert "![" not in "".join(printed.of_pdf(paper))
        for ending in ("md", "docx"):
            assert press.make(made[kind], ending)
    assert "See it here: on the ring." in " ".join(printed.of_html(press.make(made["booklet"], "html")).split())
    assert "Photo: us" in printed.of_html(press.make(made["handout"], "html"))
    assert len(printed.of_pdf(press.make(made["handout"], "pdf"))) % 2 == 0


@pytest.mark.parametrize(
    ("address", "content", "code"),
    [
        ("../../rmentor.yaml", None, "media_outside"),
        ("/etc/hostname", None, "media_outside"),
        ("C:\\key.png", None, "media_outside"),
        ("https://example.org/key.png", None, "media_outside"),
        ("file:///etc/hostname", None, "media_outside"),
        ("media/gone.png", None, "media_not_found"),
        ("media/key.gif", b"GIF89a", "media_kind"),
        ("media/key.png", b"not a picture", "media_not_a_picture"),
        ("media/key.jpg", b"\xff\xd8\xff no", "media_not_a_picture"),
        ("media/key.svg", pictured.SVG.replace(b"<rect", b"<script/><rect"), "media_active"),
        ("media/key.svg", pictured.SVG.replace(b"<rect", b"<image href='file:///x'/><rect"), "media_reaches_out"),
        ("media/key.svg", b"<html/>", "media_not_a_picture"),
        ("media/key.png", pictured.PNG + b"\0" * 2_000_001, "media_too_large"),
    ],
)  # fmt: skip
def test_what_is_no_picture_of_the_kit_is_refused_and_told(
    northwind: Path, rmentor: Run, address: str, content: bytes | None, code: str
) -> None:
    shows(northwind, address, content)
    made = documents(northwind)
    press = rendering.Press()
    for kind in ("booklet", "handout"):
        assert not any(isinstance(block, blocks.Picture) for block in made[kind].blocks)
        page = press.make(made[kind], "html").decode()
        assert f"[Picture not shown: {ALTERNATIVE}]" in page
        assert "GIF89a" not in page
        assert "<script" not in page
    problems = json.loads(rmentor("-C", northwind, "kit", "check", "--json").out)["problems"]
    assert code in {one["code"] for one in problems if one["severity"] == "error"}
    said = rmentor("-C", northwind, "run")
    assert said.status == 0
    assert "locks.yaml" in said.err


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows: a link out of the kit was NOT tried")
def test_a_link_out_of_the_kit_is_not_followed(northwind: Path) -> None:
    (northwind / "secret.png").write_bytes(pictured.PNG)
    media = northwind / MODULE.parent.parent / "media"
    media.mkdir()
    (media / "key.png").symlink_to(northwind / "secret.png")
    made = documents(shows(northwind, "media/key.png"))
    assert not any(isinstance(block, blocks.Picture) for block in made["booklet"].blocks)


def test_another_picture_makes_what_shows_it_anew_and_nothing_else(northwind: Path, rmentor: Run) -> None:
    shows(northwind, "media/key.png", pictured.PNG)
    assert rmentor("-C", northwind, "run").status == 0
    assert rmentor("-C", northwind, "run").out == "nothing to change\n"
    (northwind / MODULE.parent.parent / "media" / "key.png").write_bytes(pictured.PNG + b"\0")
    said = rmentor("-C", northwind, "run", "--json")
    written = json.loads(said.out)["written"]
    assert written
    assert all("handout" in one for one in written), written


def test_a_mentors_own_picture_stands_beside_the_mentors_own_words(northwind: Path, rmentor: Run) -> None:
    assert rmentor("-C", northwind, "run").status == 0
    mentor = yaml.safe_load((northwind / "pairs.yaml").read_text())["pairs"][0]["mentor"]
    own = northwind / "mentors" / mentor
    (own / "modules").mkdir(parents=True)
    (own / "media").mkdir()
    (own / "media" / "mine.png").write_bytes(pictured.PNG)
    (own / "modules" / "locks.yaml").write_text(
        'version: 1\nillustrations: [{title: Mine, text: "My own key. ![My key](media/mine.png)"}]\n'
    )
    shown = [block for block in documents(northwind)["handout"].blocks if isinstance(block, blocks.Picture)]
    assert [one.alternative for one in shown] == ["My key"]


@pytest.mark.parametrize(
    ("content", "kind", "size"),
    [
        (pictured.PNG, "png", (8, 4)),
        (pictured.JPEG, "jpeg", (12, 8)),
        (pictured.SVG, "svg", (100, 50)),
        (b'<svg xmlns="http://www.w3.org/2000/svg" width="30mm" height="10mm"/>', "svg", (30, 10)),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "svg", (3, 2)),
    ],
)
def test_a_picture_has_its_size(content: bytes, kind: str, size: tuple[int, int]) -> None:
    assert pictures.fault(content, kind) is None
    assert pictures.size(content, kind) == size


def test_pictures_are_read_from_markdown_and_from_plain_text() -> None:
    told = markdown.pieces('A ![one](a.png) b.\n\n![two](<b c.png> "Note")\n')
    assert [one.address for one in told if isinstance(one, markdown.Image)] == ["a.png", "b c.png"]
    assert told[-1] == markdown.Image("two", "b c.png", "Note")
    left, found = markdown.without_images('Text. ![alt](media/x.svg "From us") More.')
    assert left == "Text.  More."
    assert found == (markdown.Image("alt", "media/x.svg", "From us"),)
