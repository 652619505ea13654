"""Whether a colour can be read: contrast as WCAG 2.2 computes it, and the nearest shade that passes."""

from __future__ import annotations

AA_TEXT = 4.5
"""Least contrast of ordinary text (WCAG 2.2, success criterion 1.4.3)."""

WHITE, INK = "#ffffff", "#1b1f24"


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour `#rrggbb`, 0–1."""
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in _channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1–21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def on(colour: str) -> str:
    """White or ink, whichever is read better on a colour."""
    return max((WHITE, INK), key=lambda text: contrast(text, colour))


def ground(colour: str) -> str:
    """The colour itself where white or ink can be read on it, else the nearest darker shade on which white can: on some
    middle tones neither reaches AA."""
    return colour if contrast(on(colour), colour) >= AA_TEXT else readable(colour)


def readable(colour: str, ground: str = WHITE, least: float = AA_TEXT) -> str:
    """The colour itself where it can be read on the ground, else the nearest darker or lighter shade that can."""
    target = (0.0, 0.0, 0.0) if luminance(ground) > 0.18 else (1.0, 1.0, 1.0)
    channels = _channels(colour)
    for step in range(101):
        share = step / 100
        mixed = [round(255 * (one + (end - one) * share)) for one, end in zip(channels, target, strict=True)]
        shade = "#{:02x}{:02x}{:02x}".format(*mixed)
        if contrast(shade, ground) >= least:
            return shade
    raise AssertionError("black on a light ground and white on a dark one can always be read")
