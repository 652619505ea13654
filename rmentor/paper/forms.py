"""Forms that are filled in on screen: the printed page with a field at each place that Typst marked as one.

Typst knows no form fields. It sets a link around each place instead (`rmentor-field:`, with the field's name, kind,
value and what a screen reader says): a link has its rectangle, its page and its turn in the tagged reading order. Here
each such link becomes a widget, and its element in the structure tree a form element, as PDF/UA-1 (ISO 14289-1, 7.18)
asks.
Needs pypdf (extra `forms`).
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdf import PdfWriter

MARK = "rmentor-field:"
PACKAGE = "pypdf"
ABOUT = "rmentor"
"""The hidden field that tells which form it is and about whom, so that it can be read back."""
_MULTILINE, _RADIO, _PRINTED, _HIDDEN, _READ_ONLY = 1 << 12, 1 << 15, 4, 2, 1
_TEXT = b"/Tx BMC EMC"
_CROSS = "q 0.106 0.122 0.141 RG 1.4 w {a:.2f} {a:.2f} m {z:.2f} {z:.2f} l {a:.2f} {z:.2f} m {z:.2f} {a:.2f} l S Q"
"""A cross from corner to corner, from a to z in points."""
_LETTERING = "/Helv 10.5 Tf 0.106 0.122 0.141 rg"


def fillable(content: bytes, about: Mapping[str, str] | None = None) -> bytes:
    """The same pages, with fields in place of the marks; the same bytes for the same page. `about` is what a form that
    is read back must know of itself."""
    from pypdf import PdfWriter
    from pypdf.generic import ArrayObject, BooleanObject, DictionaryObject, NameObject, TextStringObject

    writer = PdfWriter(clone_from=io.BytesIO(content))
    elements = _elements(writer)
    groups: dict[str, DictionaryObject] = {}
    fields = ArrayObject()
    for annotation, told in _marked(writer):
        elements[annotation["/StructParent"]][NameObject("/S")] = NameObject("/Form")
        for key in ("/A", "/Border", "/Contents"):
            annotation.pop(key, None)
        annotation[NameObject("/Subtype")] = NameObject("/Widget")
        if told["kind"] in ("text", "area"):
            _text(writer, annotation, told)
            fields.append(annotation.indirect_reference)
        else:
            new = told["name"] not in groups
            group = groups[told["name"]] if not new else _group(writer, told)
            groups[told["name"]] = group
            _choice(writer, annotation, told, group)
            if new:
                fields.append(group.indirect_reference)
    if about is not None:
        fields.append(_hidden(writer, about))
    lettering = writer._add_object(DictionaryObject({
        NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
        NameObject("/BaseFont"): NameObject("/Helvetica"), NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
    }))  # fmt: skip
    faces = DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/Helv"): lettering})})
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject({
        NameObject("/Fields"): fields, NameObject("/DR"): faces, NameObject("/DA"): TextStringObject(_LETTERING),
        NameObject("/NeedAppearances"): BooleanObject(False),
    })  # fmt: skip
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def _marked(writer: PdfWriter) -> Iterator[tuple[Any, dict[str, str]]]:
    """The links that mark a field, page by page in reading order, with what they tell."""
    for page in writer.pages:
        for one in page.get("/Annots", ()):
            annotation = one.get_object()
            told = str(annotation.get("/Contents", ""))
            if annotation.get("/Subtype") == "/Link" and told.startswith(MARK):
                yield annotation, json.loads(told.removeprefix(MARK))


def _elements(writer: PdfWriter) -> dict[int, Any]:
    """The structure element of each annotation, by the number that the annotation bears."""
    found: dict[int, Any] = {}
    tree: Any = writer.root_object["/StructTreeRoot"]
    ways = [tree["/ParentTree"]]
    while ways:
        node = ways.pop().get_object()
        ways += node.get("/Kids", ())
        numbers = list(node.get("/Nums", ()))
        found |= {int(key): one.get_object() for key, one in zip(numbers[::2], numbers[1::2], strict=True)}
    return found


def _text(writer: PdfWriter, annotation: Any, told: dict[str, str]) -> None:
    from pypdf.generic import DictionaryObject, NameObject, NumberObject, TextStringObject

    annotation.update({
        NameObject("/FT"): NameObject("/Tx"), NameObject("/T"): TextStringObject(told["name"]),
        NameObject("/TU"): TextStringObject(told["tip"]), NameObject("/F"): NumberObject(_PRINTED),
        NameObject("/Ff"): NumberObject(_MULTILINE if told["kind"] == "area" else 0),
        NameObject("/DA"): TextStringObject(_LETTERING), NameObject("/V"): TextStringObject(""),
        NameObject("/AP"): DictionaryObject({NameObject("/N"): _drawn(writer, annotation, _TEXT)}),
    })  # fmt: skip


def _hidden(writer: PdfWriter, about: Mapping[str, str]) -> Any:
    """A field that nobody sees, prints or changes. It is a widget like any other: some viewers drop a field that has
    none when they save."""
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

    page = writer.pages[0]
    told = json.dumps(dict(about), sort_keys=True)
    widget = writer._add_object(DictionaryObject({
        NameObject("/Type"): NameObject("/Annot"), NameObject("/Subtype"): NameObject("/Widget"),
        NameObject("/FT"): NameObject("/Tx"), NameObject("/T"): TextStringObject(ABOUT),
        NameObject("/TU"): TextStringObject(ABOUT), NameObject("/V"): TextStringObject(told),
        NameObject("/F"): NumberObject(_HIDDEN), NameObject("/Ff"): NumberObject(_READ_ONLY),
        NameObject("/DA"): TextStringObject(_LETTERING), NameObject("/P"): page.indirect_reference,
        NameObject("/Rect"): ArrayObject([NumberObject(0)] * 4),
    }))  # fmt: skip
    if "/Annots" not in page:
        page[NameObject("/Annots")] = ArrayObject()
    page["/Annots"].append(widget)  # type: ignore[attr-defined]
    return widget


def _group(writer: PdfWriter, told: dict[str, str]) -> Any:
    """What the boxes of one question have in common: one answer (a radio button), or several (each box its own)."""
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

    group = DictionaryObject({
        NameObject("/T"): TextStringObject(told["name"]), NameObject("/TU"): TextStringObject(told["of"]),
        NameObject("/Kids"): ArrayObject(),
    })  # fmt: skip
    if told["kind"] == "choice":
        group.update({
            NameObject("/FT"): NameObject("/Btn"), NameObject("/Ff"): NumberObject(_RADIO),
            NameObject("/V"): NameObject("/Off"),
        })  # fmt: skip
    writer._add_object(group)
    return group


def _choice(writer: PdfWriter, annotation: Any, told: dict[str, str], group: Any) -> None:
    from pypdf.generic import DictionaryObject, NameObject, NumberObject, TextStringObject

    width = float(annotation["/Rect"][2] - annotation["/Rect"][0])
    cross = _CROSS.format(a=0.22 * width, z=0.78 * width).encode()
    on = NameObject("/" + (told["value"] if told["kind"] == "choice" else "yes"))
    states = {on: _drawn(writer, annotation, cross), NameObject("/Off"): _drawn(writer, annotation, b"")}
    annotation.update({
        NameObject("/Parent"): group.indirect_reference, NameObject("/F"): NumberObject(_PRINTED),
        NameObject("/AS"): NameObject("/Off"), NameObject("/TU"): TextStringObject(told["tip"]),
        NameObject("/AP"): DictionaryObject({NameObject("/N"): DictionaryObject(states)}),
    })  # fmt: skip
    if told["kind"] == "check":
        annotation.update({
            NameObject("/FT"): NameObject("/Btn"), NameObject("/T"): TextStringObject(told["value"]),
            NameObject("/V"): NameObject("/Off"),
        })  # fmt: skip
    group["/Kids"].append(annotation.indirect_reference)


def _drawn(writer: PdfWriter, annotation: Any, content: bytes) -> Any:
    """A picture of a field in one state, as large as the field."""
    from pypdf.generic import ArrayObject, DecodedStreamObject, FloatObject, NameObject

    left, bottom, right, top = (float(one) for one in annotation["/Rect"])
    stream = DecodedStreamObject()
    stream.set_data(content)
    stream.update({
        NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Form"),
        NameObject("/BBox"): ArrayObject([FloatObject(0), FloatObject(0), FloatObject(round(right - left, 3)),
                                          FloatObject(round(top - bottom, 3))]),
    })  # fmt: skip
    return writer._add_object(stream)
