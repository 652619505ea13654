"""The pictures of README.md and LISEZMOI.md, made from the examples: `python docs/pictures.py` makes them anew,
`--check` says whether they are still true (exit status 1 where one is not).

SVG with letters as outlines: the same on every machine, sharp at any size, and text that git can compare.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import typst

from rmentor import cli, resources
from rmentor.files.folder import Folder
from rmentor.paper import rendering
from rmentor.papers import Papers, Wanted
from rmentor.steps import Programme
from rmentor.words import LANGUAGES, words

HERE = Path(__file__).resolve().parent
SVG = "http://www.w3.org/2000/svg"
HREF = "{http://www.w3.org/1999/xlink}href"
EDGE = "#d0d7de"
TOP = 8
"""How many of the ranking are shown."""


@dataclass(frozen=True)
class Page:
    """One page of a document of one pair."""

    picture: str
    kind: str
    number: int = 1
    session: int | None = None


@dataclass(frozen=True)
class Shown:
    """What one language shows: an example, and one of its executives."""

    language: str
    example: str
    mentee: str
    pages: tuple[Page, ...]


def _pages(session: int) -> tuple[Page, ...]:
    return (
        Page("handout-front", "handout", 1, session),
        Page("handout-back", "handout", 2, session),
        Page("run-sheet", "run_sheet", 1, session),
        Page("programme", "programme"),
        Page("time-credit", "options"),
    )


SHOWN = (Shown("en", "northwind", "NW-001", _pages(2)), Shown("fr", "aurore", "00112", _pages(4)))


def pictures() -> dict[str, bytes]:
    """Every picture by its name under docs/."""
    made = {}
    for shown in SHOWN:
        made[f"{shown.language}/ranking.svg"] = _ranking(shown)
        for picture, content in _of_documents(shown):
            made[f"{shown.language}/{picture}.svg"] = content
    return made


def _of_documents(shown: Shown) -> Iterator[tuple[str, bytes]]:
    programme = Programme(Folder(resources.examples() / shown.example, pretend=True), words)
    papers = Papers(programme, {one: words(one) for one in LANGUAGES})
    compiler = typst.Compiler(
        root=str(resources.templates() / "typst"), font_paths=[rendering.fonts()], ignore_system_fonts=True
    )
    main = (resources.templates() / "typst" / "document.typ").read_bytes()
    for kind in dict.fromkeys(page.kind for page in shown.pages):
        wanted = [page for page in shown.pages if page.kind == kind]
        sessions = [page.session for page in wanted if page.session]
        (document,) = papers.documents(Wanted(kinds=[kind], people=[shown.mentee], sessions=sessions))
        told = json.dumps(rendering.told(document), ensure_ascii=False)
        svg = compiler.compile(input=main, format="svg", sys_inputs={"document": told, "large": "no", "form": "no"})
        sheets = svg if isinstance(svg, list) else [svg]
        for page in wanted:
            yield page.picture, _small(sheets[page.number - 1], edge=True)


def _ranking(shown: Shown) -> bytes:
    """What `select` prints, in the example's folder."""
    folder = resources.examples() / shown.example
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()), contextlib.suppress(SystemExit):
        cli.main(["-C", str(folder), "--language", shown.language, "select", "--top", str(TOP), "--dry-run"])
    out.seek(0)
    heading, *rest = out.read().rstrip("\n").split("\n")
    command = f"$ rmentor -C examples/{shown.example} select --top {TOP}"
    told = json.dumps({"lines": [command, heading, *rest], "loud": [command, heading]}, ensure_ascii=False)
    svg = typst.Compiler(root=str(HERE), font_paths=[], ignore_system_fonts=True).compile(
        input=(HERE / "terminal.typ").read_bytes(), format="svg", sys_inputs={"shown": told}
    )
    assert isinstance(svg, bytes)
    return _small(svg)


# --- the same picture in a third of the bytes ---

USUAL = {
    ("fill-rule", "nonzero"), ("stroke-linecap", "butt"), ("stroke-linejoin", "miter"), ("stroke-miterlimit", "4"),
    ("stroke", "none"), ("overflow", "visible"),
}  # fmt: skip
"""What holds where nothing is said."""


def _small(svg: bytes, *, edge: bool = False) -> bytes:
    """Short names, two decimals, no links, a colour told once a run of letters. `edge` draws a line around it, so that
    white paper ends somewhere on a white page."""
    root = ET.fromstring(svg)
    shapes = {f"#{one.get('id')}": one[0].attrib["d"] for one in root.iter(f"{{{SVG}}}symbol")}
    wide, high = (_rounded(number) for number in root.attrib["viewBox"].split()[2:])
    names: dict[str, str] = {}
    drawn = [part for child in root if _tag(child) != "defs" for part in _drawn(child, names)]
    letters = [f'<path id="{name}" d="{_path(shapes[told])}"/>' for told, name in names.items()]
    frame = f'<path fill="none" stroke="{EDGE}" d="M.5.5H{float(wide) - 0.5:g}V{float(high) - 0.5:g}H.5z"/>'
    return "\n".join([
        f'<svg xmlns="{SVG}" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}">',
        "<defs>", *letters, "</defs>", *drawn, *([frame] if edge else []), "</svg>\n",
    ]).encode()  # fmt: skip


def _drawn(node: ET.Element, names: dict[str, str]) -> Iterator[str]:
    """The lines that draw one element; `names` collects the letters in use, each with a short name."""
    tag = _tag(node)
    if tag == "a" or node.get("fill") == "transparent":
        return
    if tag == "use":
        yield _letter(node, names)
        return
    said = {key.rpartition("}")[2]: value for key, value in node.attrib.items() if (key, value) not in USUAL}
    runs = {one.get("fill") for one in node}
    if tag == "g" and len(node) and {_tag(one) for one in node} == {"use"} and len(runs) == 1:
        said["fill"] = runs.pop() or "#000"
        yield f"<g{_said(said)}>{''.join(_letter(one, names) for one in node)}</g>"
    elif len(node):
        yield f"<{tag}{_said(said)}>"
        for one in node:
            yield from _drawn(one, names)
        yield f"</{tag}>"
    elif tag != "g":
        yield f"<{tag}{_said(said)}/>"


def _letter(use: ET.Element, names: dict[str, str]) -> str:
    name = names.setdefault(use.attrib[HREF], f"l{len(names)}")
    places = [f' {axis}="{_rounded(use.attrib[axis])}"' for axis in "xy" if float(use.get(axis, 0))]
    return f'<use href="#{name}"{"".join(places)}/>'


def _said(attributes: dict[str, str]) -> str:
    told = {key: _path(value) if key == "d" else _numbers(key, value) for key, value in attributes.items()}
    return "".join(f' {key}="{value}"' for key, value in told.items())


def _numbers(key: str, value: str) -> str:
    if key in ("href", "fill", "stroke"):
        return value
    return re.sub(r"-?[0-9]+\.[0-9]+", lambda found: _rounded(found[0]), value)


def _path(value: str) -> str:
    """A path with no space that it does not need."""
    return re.sub(r" ?(-|[a-zA-Z]) ?", r"\1", re.sub(r"-?[0-9.]+", lambda found: _rounded(found[0]), value)).strip()


def _rounded(number: str) -> str:
    """At most two decimals, and no nought before the point."""
    told = f"{float(number):.2f}".rstrip("0").rstrip(".")
    return re.sub(r"^(-?)0\.", r"\1.", "0" if told == "-0" else told)


def _tag(node: ET.Element) -> str:
    return node.tag.rpartition("}")[2]


def main(arguments: list[str]) -> int:
    """Writes what has changed, or with `--check` only says so."""
    stale = []
    for name, content in pictures().items():
        file = HERE / name
        if not file.is_file() or file.read_bytes() != content:
            stale.append(name)
            if "--check" not in arguments:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
    for name in stale:
        print(f"docs/{name}")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
