"""Spaces as a careful typesetter sets them, the same in PDF and HTML."""

from __future__ import annotations

import re
import unicodedata

from rmentor.words import NARROW, NO_BREAK

_UNITS = "%|€|\\$|£|°C|min|h|ans?|mois|jours?|km|m|cm|kg|Go|Mo|ko|kB|MB|GB|points?"
_RULES_FR = (
    (re.compile(r"[ \u00a0]([;!?»%])"), NARROW + r"\1"),
    (re.compile(r"(?<=\S)[ \u202f](:)(?=\s|$)"), NO_BREAK + r"\1"),
    (re.compile(r"«[ \u202f]"), "«" + NO_BREAK),
)
_RULES = (
    (re.compile(r"(?<=\d) (?=\d{3}(?!\d))"), NARROW),
    (re.compile(rf"(?<=\d) (?=(?:{_UNITS})(?!\w))"), NO_BREAK),
    (re.compile(r"\b([nN]°) "), r"\1" + NO_BREAK),
)


def typeset(text: str, language: str) -> str:
    """The same text with no-break spaces where a line must not break; nothing but spaces changes
    (and letters whose accent came apart, as macOS writes them, are one again).

    In French: narrow before ; ! ? » and %, full before : and after «. In both: between a number and its unit, and
    between thousands. Source: Imprimerie nationale, Lexique des règles typographiques.
    """
    text = unicodedata.normalize("NFC", text)
    for rule, with_space in (*(_RULES_FR if language == "fr" else ()), *_RULES):
        text = rule.sub(with_space, text)
    return text
