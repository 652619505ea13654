"""A client's look, checked: logo, style sheet, colour, own words, order of blocks."""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from rmentor.errors import Problem, ProblemsFound
from rmentor.files import pictures
from rmentor.files.validated import near
from rmentor.files.workspace import Workspace
from rmentor.files.yamlfile import Where, YamlFile
from rmentor.paper import arrange, colours
from rmentor.paper.family import KINDS
from rmentor.programme import Brand
from rmentor.words import words

LARGEST_LOGO_KILOBYTES = 500
LARGEST_STYLE_KILOBYTES = 200
DOCUMENT_WORDS = "doc."


def problems(workspace: Workspace, brand: Brand, source: YamlFile) -> Iterator[Problem]:
    """Everything wrong with `brand:`."""
    if brand.logo is not None:
        yield from _logo(workspace, brand.logo, source)
    if brand.css is not None:
        yield from _style(workspace, brand.css, source)
    shade = colours.ground(brand.colour)
    paper = colours.readable(brand.colour)
    if shade != brand.colour or paper != brand.colour:
        ratio = round(colours.contrast(brand.colour, colours.WHITE), 1)
        fields = {"colour": brand.colour, "contrast": ratio, "least": colours.AA_TEXT, "shade": paper}
        yield source.warning(("brand", "colour"), "pale_colour", **fields)
    for language, own in brand.words.items():
        yield from _words(language, own, source)
    yield from _order(brand.order, source)


def _inside(workspace: Workspace, name: str) -> bool:
    path = PurePosixPath(name)
    within = workspace.folder.at(name).resolve().is_relative_to(workspace.folder.path.resolve())
    return within and not path.is_absolute() and ".." not in path.parts


def _logo(workspace: Workspace, logo: str, source: YamlFile) -> Iterator[Problem]:
    where: Where = ("brand", "logo")
    ending = PurePosixPath(logo).suffix.casefold()
    if not _inside(workspace, logo):
        yield source.problem(where, "logo_outside", file=logo)
    elif ending not in (".svg", ".png"):
        yield source.problem(where, "logo_kind", file=logo)
    elif not workspace.folder.has(logo):
        yield source.problem(where, "no_logo", file=logo)
    else:
        try:
            content = workspace.folder.read(logo)
        except ProblemsFound as stop:
            yield from stop.problems
        else:
            if len(content) > LARGEST_LOGO_KILOBYTES * 1000:
                yield source.problem(where, "logo_too_large", file=logo, kilobytes=LARGEST_LOGO_KILOBYTES)
            elif (kind := pictures.fault(content, ending[1:])) is not None:
                yield source.problem(where, f"logo_{kind}", file=logo)


def _style(workspace: Workspace, name: str, source: YamlFile) -> Iterator[Problem]:
    where: Where = ("brand", "css")
    if not _inside(workspace, name) or not name.casefold().endswith(".css") or not workspace.folder.has(name):
        yield source.problem(where, "no_style", file=name)
        return
    content = workspace.folder.read(name)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = "<"
    # `<` could end the style element; an address or an import could reach out where a page's policy is not heeded.
    if len(content) > LARGEST_STYLE_KILOBYTES * 1000 or any(one in text.casefold() for one in ("<", "url(", "@import")):
        yield source.problem(where, "style_reaches_out", file=name, kilobytes=LARGEST_STYLE_KILOBYTES)


def _words(language: str, own: Mapping[str, str], source: YamlFile) -> Iterator[Problem]:
    entries = words(language).entries
    known = [key.removeprefix(DOCUMENT_WORDS) for key in entries if key.startswith(DOCUMENT_WORDS)]
    for key, text in own.items():
        where: Where = ("brand", "words", language, key)
        if key not in known:
            yield source.problem(where, "no_such_word", value=key, near=near(key, known))
            continue
        usual = _usual(entries[DOCUMENT_WORDS + key])
        given = _fields(text)
        if given is None or not given <= usual:
            told = [f"{{{one}}}" for one in sorted(usual)] or ["–"]
            yield source.problem(where, "word_with_other_fields", value=key, known=told)


def _usual(entry: str | Mapping[str, str]) -> set[str]:
    """The fields that our own sentence takes."""
    forms = [entry] if isinstance(entry, str) else [*entry.values(), "{count}"]
    return {field for form in forms for field in _fields(form) or ()}


def _fields(text: str) -> set[str] | None:
    """The fields of a sentence; None where its braces do not close."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        return None


def _order(order: Mapping[str, tuple[str, ...]], source: YamlFile) -> Iterator[Problem]:
    kinds = [kind.replace("_", "-") for kind in KINDS]
    for kind, names in order.items():
        if kind.replace("_", "-") not in kinds:
            fields = {"value": kind, "choices": kinds, "near": near(kind, kinds)}
            yield source.problem(("brand", "order", kind), "no_such_document", **fields)
        for position, name in enumerate(names):
            if name not in arrange.BLOCKS:
                fields = {"value": name, "choices": sorted(arrange.BLOCKS), "near": near(name, arrange.BLOCKS)}
                yield source.problem(("brand", "order", kind, position), "no_such_block", **fields)
