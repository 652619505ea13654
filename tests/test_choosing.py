"""Papers that go with choosing people: what they must say, and what they must not leave out."""

from __future__ import annotations

from pathlib import Path

import pytest

from rmentor.files.folder import Folder
from rmentor.paper import blocks
from rmentor.papers import Papers, Wanted
from rmentor.steps import Programme
from rmentor.words import LANGUAGES, words


def _texts(folder: Path, kind: str) -> list[str]:
    programme = Programme(Folder(folder), words)
    programme.require_sound_inputs(kits=True)
    papers = Papers(programme, {one: words(one) for one in LANGUAGES})
    (document,) = papers.documents(Wanted(kinds=[kind]))
    return list(blocks.texts(document))


def test_the_grid_has_a_question_and_five_anchors_for_each_criterion(aurore: Path) -> None:
    said = _texts(aurore, "interview_grid")
    for label in ("Maîtrise des outils et des usages", "Capacité à transmettre", "Adaptation de la posture"):
        assert label in said
    assert said.count("Question") == 3
    assert [said.count(mark) for mark in "12345"] == [3] * 5


@pytest.mark.parametrize("kind", ["candidate_notice", "register_entry"])
def test_what_the_law_touches_is_marked_to_be_checked_and_says_how_long_data_are_kept(aurore: Path, kind: str) -> None:
    said = " ".join(_texts(aurore, kind)).replace("\u00a0", " ").replace("\u202f", " ")
    assert "À vérifier" in said
    assert "Non retenus : 3 mois après la date du jury" in said


def test_candidates_are_told_every_weight_and_where_marks_come_from(aurore: Path) -> None:
    said = [text.replace("\u00a0", " ").replace("\u202f", " ") for text in _texts(aurore, "candidate_notice")]
    assert {"40 %", "35 %", "25 %"} <= set(said)
    assert any("Score Pix" in text for text in said)
