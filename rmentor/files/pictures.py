"""Pictures that others made: a client's logo is read as data, and refused where it could do anything."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

_PNG = b"\x89PNG\r\n\x1a\n"
_ACTIVE = frozenset(
    {"script", "foreignobject", "iframe", "object", "embed", "audio", "video", "handler", "set", "animate"}
)
_DECLARED = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_FAR = re.compile(r"(?:https?:|file:|ftp:|javascript:|@import|url\(\s*['\"]?(?!#))", re.IGNORECASE)


def fault(content: bytes, ending: str) -> str | None:
    """What is wrong with a picture: `not_a_picture`, `active` (script, animation, a declaration that could grow) or
    `reaches_out` (an address outside itself); None where it is good."""
    if ending == "png":
        return None if content.startswith(_PNG) and len(content) > 33 else "not_a_picture"
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
