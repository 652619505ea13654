"""Pictures that others made: a client's logo is read as data, and refused where it could do anything."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_KINDS = {".svg": "svg", ".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg"}
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
"""Markers of a JPEG that are followed by its size."""
_NUMBER = re.compile(r"\s*([0-9.]+)")
_ACTIVE = frozenset(
    {"script", "foreignobject", "iframe", "object", "embed", "audio", "video", "handler", "set", "animate"}
)
_DECLARED = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_FAR = re.compile(r"(?:https?:|file:|ftp:|javascript:|@import|url\(\s*['\"]?(?!#))", re.IGNORECASE)


def kind(name: str) -> str | None:
    """`svg`, `png` or `jpeg`, by a file's ending; None for any other."""
    return next((told for ending, told in _KINDS.items() if name.casefold().endswith(ending)), None)


def size(content: bytes, ending: str) -> tuple[float, float]:
    """Width and height of a picture without fault, in its own units; 3 to 2 where it does not say."""
    if ending == "png":
        return float(int.from_bytes(content[16:20])), float(int.from_bytes(content[20:24]))
    if ending == "jpeg":
        return _jpeg_size(content) or (3.0, 2.0)
    root = ET.fromstring(content)
    box = [float(one) for one in re.findall(r"-?[0-9.]+", root.get("viewBox", ""))]
    told = [_NUMBER.match(root.get(side, "")) for side in ("width", "height")]
    if len(box) == 4 and box[2] > 0 and box[3] > 0:
        return box[2], box[3]
    if told[0] and told[1]:
        return max(1.0, float(told[0][1])), max(1.0, float(told[1][1]))
    return 3.0, 2.0


def _jpeg_size(content: bytes) -> tuple[float, float] | None:
    """What the frame header says (ITU-T T.81, B.2.2): height, then width, after a length and a precision."""
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker in _FRAMES:
            height, width = int.from_bytes(content[at + 5 : at + 7]), int.from_bytes(content[at + 7 : at + 9])
            return (float(width), float(height)) if width and height else None
        at += 2 + int.from_bytes(content[at + 2 : at + 4])
    return None


def fault(content: bytes, ending: str) -> str | None:
    """What is wrong with a picture: `not_a_picture`, `active` (script, animation, a declaration that could grow) or
    `reaches_out` (an address outside itself); None where it is good."""
    if ending == "png":
        whole = content.startswith(_PNG) and len(content) > 33 and all(size(content, ending))
        return None if whole else "not_a_picture"
    if ending == "jpeg":
        return None if content.startswith(_JPEG) and _jpeg_size(content) else "not_a_picture"
    if _DECLARED.search(content):
        return "active"
    try:
        root = ET.fromstring(content)
    except (ET.ParseError, ValueError, LookupError):
        return "not_a_picture"
    if _local(root.tag) != "svg":
        return "not_a_picture"
    return next((found for one in root.iter() if (found := _of_element(one)) is not None), None)


def _of_element(element: ET.Element) -> str | None:
    if not isinstance(element.tag, str) or _local(element.tag) in _ACTIVE:
        return "active"
    if _local(element.tag) == "style" and _FAR.search(element.text or ""):
        return "reaches_out"
    for name, value in element.attrib.items():
        local = _local(name)
        if local.startswith("on"):
            return "active"
        if local in ("href", "src") and not value.startswith(("#", "data:image/png", "data:image/jpeg")):
            return "reaches_out"
        if local not in ("href", "src") and _FAR.search(value):
            return "reaches_out"
    return None


def _local(name: str) -> str:
    return name.rpartition("}")[2].casefold()
