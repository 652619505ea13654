"""Recording in people's files: everything else in the file stays byte for byte."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmentor.errors import ProblemsFound
from rmentor.files import yamlfile
from rmentor.files.edits import Edit
from rmentor.files.folder import Folder
from rmentor.values import Rhythm, Span

Change = Callable[[Edit], None]

DECISIONS = """# Ce que des personnes ont décidé.
version: 1

mentors:
  - {id: "00221", choose: false, reason: "N'a pas pu passer l'entretien", by: jury, on: 2026-12-01}   # vu

  # à revoir en juin
  - {id: '00254', choose: true, reason: Anime l'atelier, by: jury, on: 2026-12-01}
pairs: []
"""


def _edit(tmp_path: Path, text: str) -> Edit:
    (tmp_path / "f.yaml").write_text(text, encoding="utf-8", newline="")
    return Edit(Folder(tmp_path), "f.yaml")


def test_an_appended_choice_changes_no_other_line(tmp_path: Path) -> None:
    edit = _edit(tmp_path, DECISIONS)
    edit.append(
        ("mentors",), {"id": "00388", "choose": True, "reason": "no", "by": "Œuvre", "on": dt.date(2026, 12, 2)}
    )
    done = edit.save()
    lines = (tmp_path / "f.yaml").read_text(encoding="utf-8").splitlines()
    assert lines[8] == '  - {id: "00388", choose: true, reason: "no", by: Œuvre, on: 2026-12-02}'
    assert (done.first, done.last) == (9, 9)
    del lines[8]
    assert lines == DECISIONS.splitlines()


def test_undoing_is_taking_the_told_lines_out(tmp_path: Path) -> None:
    edit = _edit(tmp_path, DECISIONS)
    edit.append(("mentors",), {"id": "9", "choose": True}, flow=False)
    done = edit.save()
    lines = (tmp_path / "f.yaml").read_text(encoding="utf-8").splitlines()
    del lines[done.first - 1 : done.last]
    assert lines == DECISIONS.splitlines()


def test_a_missing_file_and_missing_keys_are_made(tmp_path: Path) -> None:
    edit = Edit(Folder(tmp_path), "mentees/00417.yaml")
    edit.put(("time", "every"), Rhythm(2, "week"))
    edit.append(("agreed",), {"move": {"session": 3, "to": dt.datetime(2027, 2, 10, 9, 0)}})
    edit.put(
        ("time", "absent"),
        [Span(dt.date(2027, 2, 15), dt.date(2027, 2, 26)), Span(dt.date(2027, 4, 2), dt.date(2027, 4, 2))],
    )
    edit.save()
    text = (tmp_path / "mentees" / "00417.yaml").read_text()
    read = yamlfile.parse(text.encode(), "x").data
    assert read["version"] == "1"
    assert read["time"] == {"every": "2 weeks", "absent": ["2027-02-15..2027-02-26", "2027-04-02"]}
    assert read["agreed"] == [{"move": {"session": "3", "to": "2027-02-10T09:00"}}]


@pytest.mark.parametrize("indent", ["", "  ", "    "])
def test_the_lists_keep_their_indent(tmp_path: Path, indent: str) -> None:
    text = f"version: 1\nmentors:\n{indent}- a: 1\n{indent}  b: 2\n"
    edit = _edit(tmp_path, text)
    edit.append(("mentors",), {"a": 3}, flow=False)
    edit.save()
    assert (tmp_path / "f.yaml").read_text() == text + f"{indent}- a: 3\n"


def test_windows_line_ends_stay(tmp_path: Path) -> None:
    edit = _edit(tmp_path, DECISIONS.replace("\n", "\r\n"))
    edit.append(("mentors",), {"id": "x"})
    edit.save()
    content = (tmp_path / "f.yaml").read_bytes()
    assert content.count(b"\r\n") == content.count(b"\n") == 10


def test_an_empty_list_grows_line_by_line(tmp_path: Path) -> None:
    edit = _edit(tmp_path, DECISIONS)
    edit.append(("pairs",), {"mentor": "a", "mentee": "b"})
    edit.append(("pairs",), {"mentor": "c", "mentee": "d"})
    edit.save()
    text = (tmp_path / "f.yaml").read_text(encoding="utf-8")
    assert text.endswith("pairs:\n  - {mentor: a, mentee: b}\n  - {mentor: c, mentee: d}\n")
    assert text.startswith(DECISIONS.removesuffix("pairs: []\n"))


def test_a_value_is_replaced_and_its_comment_kept(tmp_path: Path) -> None:
    edit = _edit(tmp_path, "version: 1\ntime: {sessions: 5, minutes: 60}  # convenu\nwanted: [a]\n")
    edit.put(("time", "sessions"), 4)
    edit.put(("time", "every"), Rhythm(1, "month"))
    edit.save()
    assert (tmp_path / "f.yaml").read_text() == (
        "version: 1\ntime: {sessions: 4, minutes: 60, every: month} # convenu\nwanted: [a]\n"
    )


BLOCKS = """version: 1
# les règles
selection:
  mentors: 10      # combien
  # require: {}

  # à décider avec le jury

pairing:
  forbid:
    same_team: true
    site: x        # deux sites


mentors:
  - {id: a}        # vu
  # suite

  - id: b
    reason: |
      long
      texte

# fin de la liste

pairs:
- {mentor: m}

# la fin
"""


@pytest.mark.parametrize(
    ("change", "after", "line"),
    [
        (
            lambda edit: edit.put(("selection", "on"), dt.date(2027, 1, 1)),
            "  mentors: 10      # combien",
            "  on: 2027-01-01",
        ),
        (lambda edit: edit.put(("pairing", "forbid", "levels"), 2), "    site: x        # deux sites", "    levels: 2"),
        (lambda edit: edit.append(("pairs",), {"mentor": "other"}), "- {mentor: m}", "- {mentor: other}"),
        (lambda edit: edit.put(("pairing", "goal"), "best"), "    site: x        # deux sites", "  goal: best"),
    ],
)
def test_what_is_added_stands_right_below_what_was_last(tmp_path: Path, change: Change, after: str, line: str) -> None:
    if "pairs" in line or line.startswith("-"):
        text = BLOCKS[: BLOCKS.index("mentors:\n")] + BLOCKS[BLOCKS.index("pairs:") :]
    else:
        text = BLOCKS
    edit = _edit(tmp_path, text)
    change(edit)
    edit.save()
    lines = (tmp_path / "f.yaml").read_text(encoding="utf-8").splitlines()
    assert line in lines
    assert lines[lines.index(line) - 1] == after
    lines.remove(line)
    assert lines == text.splitlines()


def test_an_item_added_after_a_long_text_keeps_the_comments_that_follow(tmp_path: Path) -> None:
    edit = _edit(tmp_path, BLOCKS.replace("pairs:\n- {mentor: m}\n", ""))
    edit.append(("mentors",), {"id": "c"})
    edit.save()
    text = (tmp_path / "f.yaml").read_text(encoding="utf-8")
    assert "      texte\n" in text
    assert "  - {id: c}\n" in text
    assert "# fin de la liste" in text
    assert text.index("texte") < text.index("{id: c}")


def test_keys_that_are_made_on_the_way_stay_with_what_they_hold(tmp_path: Path) -> None:
    """Blank lines and comments that followed the last key follow all that is new."""
    edit = _edit(tmp_path, "version: 1\na:\n  b: 1   # one\n  # c: 2\n\nd: 3\n")
    edit.put(("a", "e", "f"), "g")
    edit.append(("a", "l"), {"m": 1})
    edit.append(("a", "l"), {"m": 2})
    edit.save()
    assert (tmp_path / "f.yaml").read_text() == (
        "version: 1\na:\n  b: 1   # one\n  e:\n    f: g\n  l:\n    - {m: 1}\n    - {m: 2}\n  # c: 2\n\nd: 3\n"
    )


def test_taking_a_key_out(tmp_path: Path) -> None:
    edit = _edit(tmp_path, "version: 1\na: {b: 1, c: 2}\nl: [1, 2]\n")
    edit.take(("a", "b"))
    edit.take(("a", "nothing"))
    edit.take(("nowhere", "x"))
    edit.take(("l", 0))
    edit.save()
    assert (tmp_path / "f.yaml").read_text() == "version: 1\na: {c: 2}\nl: [2]\n"
    assert edit.get(("a", "c")) == 2
    assert edit.get(("a", "z", "y")) is None


def test_a_file_that_cannot_be_read_is_not_rewritten(tmp_path: Path) -> None:
    broken = "version: 1\nversion: 1\n"
    with pytest.raises(ProblemsFound):
        _edit(tmp_path, broken)
    assert (tmp_path / "f.yaml").read_text() == broken


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30))
def test_any_text_is_read_back_as_written(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("edit")
    edit = Edit(Folder(folder), "f.yaml")
    edit.append(("mentors",), {"id": text, "reason": text})
    edit.save()
    read = yamlfile.parse((folder / "f.yaml").read_bytes(), "f.yaml").data
    assert read["mentors"] == [{"id": text, "reason": text}]
