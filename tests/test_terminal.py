"""What a terminal shows: tables within its width, signs that it has."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from rmentor import terminal
from rmentor.terminal import grid


def test_words_of_a_table_are_cut_only_where_they_do_not_fit_side_by_side() -> None:
    rows = [["Jérôme Dupont-Aignan", "12", "cyber 1→3\nia 0→2"], ["Solène d'Alembert", "9", "réseaux 2→3,5"]]
    table = grid([("dirigeant", "left"), ("n°", "right"), ("niveaux", "left")], rows)
    for width in range(34, 60):
        console = Console(width=width)
        with console.capture() as captured:
            console.print(table.drawn(width))
        told = captured.get()
        assert "…" not in told, width
        assert "Dupont-Aignan" in told
        assert max(map(len, told.splitlines())) <= width


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "Hélène Œrsted · 10\u202f000 → « été » … ✓ ▎"),
        ("cp1252", "Hélène Œrsted · 10\u00a0000 -> « été » … ok ?"),
        ("ascii", 'Helene OErsted . 10 000 -> " ete " ... ok ?'),
    ],
)
def test_a_sign_that_cannot_be_shown_is_spelled(encoding: str, told: str) -> None:
    written = io.BytesIO()
    stream = io.TextIOWrapper(written, encoding=encoding)
    terminal._write(stream, "Hélène Œrsted · 10\u202f000 → « été » … ✓ ▎")
    stream.flush()
    assert written.getvalue().decode(encoding) == told
