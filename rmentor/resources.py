"""Finds `templates/` and `examples/`: inside the package in a wheel, beside it in a checkout or an editable install."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _folder(name: str) -> Path:
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def templates() -> Path:
    """The folder of templates and word catalogues."""
    return _folder("templates")


def examples() -> Path:
    """The folder of example programmes."""
    return _folder("examples")
