"""Papers that go with choosing people: what they must say, what they must not leave out, and when they can be made."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rmentor.files.folder import Folder
from rmentor.paper import family
from rmentor.papers import Papers, Wanted
from rmentor.steps import Programme
from rmentor.words import LANGUAGES, words
from tests import printed
from tests.conftest import Run

OF_LAW = ("candidate_notice", "privacy_notice", "works_council_note", "register_entry")


def _papers(folder: Path) -> Papers:
    programme = Programme(Folder(folder), words)
    programme.require_sound_inputs(kits=True)
    return Papers(programme, {one: words(one) for one in LANGUAGES})


def _texts(folder: Path, kind: str) -> list[str]:
    (document,) = _papers(folder).documents(Wanted(kinds=[kind]))
    return [text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'") for text in printed.texts(document)]


def test_the_grid_has_a_question_and_five_anchors_for_each_criterion(aurore: Path) -> None:
    said = _texts(aurore, "interview_grid")
    for label in ("Maîtrise des outils et des usages", "Capacité à transmettre", "Adaptation de la posture"):
        assert label in said
    assert said.count("Question :") == 3
    assert [said.count(mark) for mark in "12345"] == [3] * 5


@pytest.mark.parametrize("kind", OF_LAW)
def test_what_the_law_touches_is_marked_to_be_checked_and_says_how_long_data_are_kept(aurore: Path, kind: str) -> None:
    said = " ".join(_texts(aurore, kind))
    assert "À vérifier par le conseil juridique du client :" in said
    assert "Non retenus : 3 mois après la date du jury" in said


@pytest.mark.parametrize("kind", ["candidate_notice", "works_council_note"])
def test_every_weight_is_told_and_where_marks_come_from(aurore: Path, kind: str) -> None:
    said = _texts(aurore, kind)
    assert {"40 %", "35 %", "25 %"} <= set(said)
    assert any("Score Pix" in text for text in said)


def test_staff_representatives_are_told_minimums_and_conditions(aurore: Path) -> None:
    said = _texts(aurore, "works_council_note")
    assert {"50", "40", "–"} <= set(said)
    assert any("Conditions posées d'avance : le volontariat (oui) et les langues (fr)." in text for text in said)


def test_the_privacy_notice_names_every_mark_and_every_right(aurore: Path) -> None:
    said = " ".join(_texts(aurore, "privacy_notice"))
    for one in ("Score Pix", "articles 13 et 14", "article 22", "rectification", "effacement", "opposition", "CNIL"):
        assert one in said


def test_a_manager_marks_only_what_the_programme_takes_a_managers_mark_for(aurore: Path) -> None:
    said = _texts(aurore, "endorsement")
    assert "Maîtrise des outils et des usages" in said
    assert "Capacité à transmettre" not in said
    assert "Note, de 1 à 5" in said


NEED_NOBODY = sorted(one.replace("_", "-") for one in family.ALONE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_papers_of_the_choice_are_made_before_there_is_a_roster(tmp_path: Path, rmentor: Run, language: str) -> None:
    assert rmentor("--language", language, "init", tmp_path / "new").status == 0
    said = rmentor("-C", tmp_path / "new", "render", *NEED_NOBODY, "--format", "html", "--json")
    assert said.status == 0, said.err
    assert len(json.loads(said.out)["written"]) == len(NEED_NOBODY) == 9


def test_papers_of_the_choice_are_made_before_anybody_is_paired(aurore: Path, rmentor: Run) -> None:
    for name in ("selection.yaml", "pairs.yaml"):
        (aurore / name).unlink()
    assert rmentor("-C", aurore, "render", "interview-grid", "--format", "html").status == 0
    said = rmentor("-C", aurore, "render")
    assert said.status == 1
    assert "rmentor pair" in said.err


def test_the_index_keeps_what_was_made_although_plans_are_stale(aurore: Path, rmentor: Run) -> None:
    assert rmentor("-C", aurore, "render", "programme", "--for", "00112", "--format", "html").status == 0
    settings = aurore / "rmentor.yaml"
    settings.write_text(settings.read_text().replace("sessions: 4", "sessions: 5"))
    assert rmentor("-C", aurore, "render", "call", "--format", "html").status == 0
    page = (aurore / "out" / "index.html").read_text()
    assert "00112/programme.html" in page
    assert "appel-a-mentors.html" in page
