"""Which question a column asks: by topic, by our own sentences, by the words forms use, never in silence by a guess."""

from __future__ import annotations

import pytest

from rmentor.questions import form_of, read, vocabulary
from rmentor.words import words

TOPICS = {"ia": "IA générative", "cyber": "Cybersécurité", "reseaux": "Réseaux sociaux"}
KNOWN = vocabulary([words("fr"), words("en")])


def asked(*headings: str, remembered: dict[str, str] | None = None) -> dict[str, tuple[str, bool]]:
    return {one.heading: (one.key, one.sure) for one in read(headings, TOPICS, KNOWN, remembered or {})}


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Votre niveau aujourd'hui : IA générative", "level.ia"),
        ("Votre niveau visé : réseaux sociaux", "target.reseaux"),
        ("Your current level [Cybersécurité]", "level.cyber"),
        ("Niveau souhaité.IA", "target.ia"),
        ("Votre niveau avant le programme : IA générative", "then.ia"),
        ("Importance : cyber", "priority.cyber"),
        ("Ce binôme :", "fit"),
        ("Je me sens libre de dire que je ne sais pas.", "mark.ease"),
        ("I feel free to correct or contradict.", "mark.ease"),
        ("Would you recommend this programme to a colleague? (0: no, 10: without hesitating)", "recommend"),
        ("Horodateur", "on"),
        ("Adresse de messagerie", "email"),
        ("Combien de séances au plus ?", "sessions"),
        ("mark.lead", "mark.lead"),
        ("target.ia", "target.ia"),
    ],
)
def test_a_question_is_recognised(heading: str, key: str) -> None:
    assert asked(heading) == {heading: (key, True)}


@pytest.mark.parametrize(("heading", "key"), [("IA générative", "level.ia"), ("Adresse messagerie pro", "email")])
def test_what_is_only_likely_is_a_guess(heading: str, key: str) -> None:
    assert asked(heading) == {heading: (key, False)}


def test_a_topic_is_found_by_whole_words_alone() -> None:
    assert asked("Votre niveau initial en diagnostic") == {}


def test_microsofts_number_of_answers_is_nobodys_id() -> None:
    assert "ID" not in asked("ID", "Heure de début", "Heure de fin", "Matricule")
    assert asked("ID", "Heure de début", "Matricule")["Matricule"] == ("id", True)
    assert asked("id", "Date")["id"] == ("id", True)


def test_what_people_settled_comes_before_what_we_recognise() -> None:
    found = asked("Date", "Quand", "IA générative", remembered={"on": "Quand", "remark.idea": "IA générative"})
    assert found["Quand"] == ("on", True)
    assert found["IA générative"] == ("remark.idea", True)


@pytest.mark.parametrize(
    ("keys", "form"),
    [
        (["email", "level.ia", "target.ia"], "needs"),
        (["fit", "mark.ease"], "fit"),
        (["recommend", "mark.again"], "closing"),
        (["mark.prepared", "mark.confident"], "mid-term"),
        (["session", "mark.useful", "mark.step"], "session"),
        (["module", "quiz"], "quiz"),
        (["email", "level.ia"], None),
        (["mark.pace"], "fit"),
        (["email", "on"], None),
    ],
)
def test_the_form_is_told_where_only_one_asks_that(keys: list[str], form: str | None) -> None:
    assert form_of(keys) == form
