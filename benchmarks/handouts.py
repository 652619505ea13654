"""500 handouts of eight pages or more: rmentor (blocks to data, key, setting, writing) against typst alone on the same
sources, and against WeasyPrint on the same blocks (HTML with print CSS).

`python benchmarks/handouts.py [COUNT]`; WeasyPrint (`pip install weasyprint`) is left out, and said, where it is not
installed.
"""

from __future__ import annotations

import json
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

from rmentor import resources
from rmentor.files.folder import Folder
from rmentor.paper import blocks as b
from rmentor.paper import rendering
from rmentor.paper.documents import Document, Look
from rmentor.paper.documents import data as as_data
from rmentor.papers import Papers, Wanted
from rmentor.steps import Programme
from rmentor.words import LANGUAGES, words

COUNT = 500
PAGES = 8
AGAINST_WEASYPRINT = 20
CLAIM_TYPST, CLAIM_WEASYPRINT, CLAIM_MEGABYTES = 1.3, 8.0, 300


def handouts(count: int) -> list[Document]:
    """Handouts of four modules each (two sides a module), all different."""
    room = Path(tempfile.mkdtemp())
    shutil.copytree(resources.examples() / "library", room / "library")
    folder = room / "aurore"
    shutil.copytree(resources.examples() / "aurore", folder, ignore=shutil.ignore_patterns("out"))
    programme = Programme(Folder(folder), words)
    programme.require_sound_inputs(kits=True)
    found = Papers(programme, {one: words(one) for one in LANGUAGES}).documents(Wanted(kinds=["handout"]))
    sheets = [one.blocks for one in found]
    made = []
    for number in range(count):
        held: list[b.Block] = []
        position = number
        while sum(isinstance(one, b.NewPage) for one in held) < PAGES - 1:
            held += [*([b.NewPage()] if held else []), *sheets[position % len(sheets)]]
            position += 1
        made.append(_document(tuple(held), number))
    return made


def _document(held: tuple[b.Block, ...], number: int) -> Document:
    look = Look("#0f6b5c", "#ffffff", "#0f6b5c", "#5fb3a5")
    title = f"Fiche {number}"
    return Document("handout", f"{number}", title, "fr", "Mentorat", title, "page {page} sur {pages}", look, held)


def pages_of(content: bytes) -> int:
    """How many pages a PDF has."""
    import io

    import pypdf

    return len(pypdf.PdfReader(io.BytesIO(content)).pages)


def cpu() -> float:
    """Seconds of processor time so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Prints the three figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    documents = handouts(count)
    ours, typst_alone, sizes = _side_by_side(documents)
    print(f"{count} handouts of {min(sizes)} to {max(sizes)} pages in one call, a block of each in turn with the other")
    print(
        f"typst alone: {ours / typst_alone:.2f} x, claimed at most {CLAIM_TYPST}  ({ours:.1f} s to {typst_alone:.1f} s)"
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory: {peak:.0f} MB at the highest, both together, claimed at most {CLAIM_MEGABYTES} MB")
    _weasyprint(documents[:AGAINST_WEASYPRINT])


def _side_by_side(documents: list[Document]) -> tuple[float, float, list[int]]:
    """Processor seconds of our press and of one typst compiler given the same data, document by document in turn."""
    import typst

    press = rendering.Press()
    sources = resources.templates() / "typst"
    compiler = typst.Compiler(root=str(sources), font_paths=[rendering.fonts()], ignore_system_fonts=True)
    main_source = (sources / "document.typ").read_bytes()
    ours = alone = 0.0
    sizes = []
    out = Path(tempfile.mkdtemp())
    for number, document in enumerate(documents):
        data = json.dumps({**as_data(document), "look": rendering.look_data(document.look)}, ensure_ascii=False)
        inputs = {"document": data, "large": "no", "form": "no"}
        for turn in (number % 2, 1 - number % 2):
            begin = cpu()
            if turn:
                rendering.key(document)
                made = press.make(document, "pdf")
                (out / f"{number}.pdf").write_bytes(made)
                ours += cpu() - begin
            else:
                compiler.compile(input=main_source, format="pdf", sys_inputs=inputs, pdf_standards=["ua-1"])
                alone += cpu() - begin
        if number < 40:
            sizes.append(pages_of(made))
    return ours, alone, sizes


def _weasyprint(documents: list[Document]) -> None:
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        print(f"WeasyPrint: not here ({error}); left out")
        return
    press = rendering.Press()
    ours = peer = 0.0
    for document in documents:
        page = press.make(document, "html").decode()
        begin = cpu()
        weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/ua-1")
        peer += cpu() - begin
        begin = cpu()
        press.make(document, "pdf")
        ours += cpu() - begin
    print(
        f"WeasyPrint takes {peer / ours:.1f} x our processor time a document, claimed at least {CLAIM_WEASYPRINT:g}"
        f"  ({1000 * peer / len(documents):.0f} ms to {1000 * ours / len(documents):.0f} ms)"
    )


if __name__ == "__main__":
    start = time.perf_counter()
    main()
    print(f"(measured in {time.perf_counter() - start:.0f} s)")
