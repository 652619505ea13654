"""Which heading means what, in French and English, and which must never be scored."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmentor import headings
from rmentor.headings import CRITERIA, Recognised
from rmentor.programme import MEANINGS

LAW = settings(deadline=None, max_examples=100, derandomize=True)


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [
        ("Matricule", "id"), ("Employee ID", "id"), ("Nom complet", "name"), ("Adresse e-mail", "email"),
        ("Direction", "department"), ("Business Unit", "department"), ("Lieu de travail", "site"),
        ("Matricule N+1", "manager"), ("Line manager", "manager"), ("Langues parlées", "languages"),
        ("Volontaire ", "volunteer"), ("Binômes possibles", "capacity"), ("Date d'entrée", "since"),
        ("Date d’embauche", "since"), ("Hire date", "since"), ("Télétravail", "remote"),
    ],
)  # fmt: skip
def test_a_usual_heading_is_recognised(heading: str, meaning: str) -> None:
    assert headings.meanings([heading]) == {meaning: (heading,)}


@pytest.mark.parametrize("heading", ["", "Notes", "Matricule bis", "N+2", "Pix"])
def test_any_other_heading_means_nothing(heading: str) -> None:
    assert headings.meanings([heading]) == {}


def test_headings_compare_without_case_accents_and_signs() -> None:
    assert headings.meanings(["MATRICULE", "departement", "E_MAIL"]) == {
        "id": ("MATRICULE",),
        "department": ("departement",),
        "email": ("E_MAIL",),
    }


def test_first_and_last_name_together_are_the_name() -> None:
    assert headings.meanings(["Nom", "Prénom"])["name"] == ("Prénom", "Nom")
    assert headings.meanings(["Last name", "First name"])["name"] == ("First name", "Last name")
    assert headings.meanings(["Nom"])["name"] == ("Nom",)
    assert "name" not in headings.meanings(["Prénom"])
    assert headings.meanings(["Nom", "Prénom", "Nom complet"])["name"] == ("Nom complet",)


def test_the_first_of_two_like_headings_counts() -> None:
    assert headings.meanings(["Ville", "ville"]) == {"site": ("Ville",)}


def test_every_meaning_has_headings() -> None:
    known = headings.meanings([
        "id", "name", "email", "department", "site", "manager", "languages", "volunteer", "capacity", "since", "remote",
    ])  # fmt: skip
    assert tuple(known) == MEANINGS


# --- evidence ---


def test_a_criterions_own_name_is_its_evidence_with_or_without_who_gave_the_mark() -> None:
    table = ["id", "Maîtrise", "mastery_self", "mastery_manager", "Mastery (test)", "maîtrise entretien", "masterpiece"]
    assert headings.evidence(table, "mastery") == (
        Recognised("Maîtrise", "mastery", None),
        Recognised("mastery_self", "mastery", "self"),
        Recognised("mastery_manager", "mastery", "manager"),
        Recognised("Mastery (test)", "mastery", "test"),
        Recognised("maîtrise entretien", "mastery", "interview"),
    )


@pytest.mark.parametrize(
    ("heading", "criterion"),
    [("pédagogie", "transmission"), ("adaptabilité", "posture"), ("posture_interview", "posture")],
)
def test_the_other_criteria_are_recognised_in_both_languages(heading: str, criterion: str) -> None:
    assert [one.heading for one in headings.evidence([heading], criterion)] == [heading]
    for other in CRITERIA:
        if other != criterion:
            assert headings.evidence([heading], other) == ()


def test_a_criterion_of_ones_own_is_recognised_by_its_key() -> None:
    assert headings.evidence(["Courage", "courage_test", "courageux"], "courage") == (
        Recognised("Courage", "courage", None),
        Recognised("courage_test", "courage", "test"),
    )


# --- guesses ---


def test_guesses_name_the_closest_criterion_and_who_gave_the_mark() -> None:
    table = ["Score Pix", "Atelier transmission (1-5)", "Entretien posture (1-5)", "Avis manager (1-5)", "Ville"]
    assert headings.guesses(table) == (
        Recognised("Score Pix", "mastery", "test"),
        Recognised("Atelier transmission (1-5)", "transmission", "work sample"),
        Recognised("Entretien posture (1-5)", "posture", "interview"),
        Recognised("Avis manager (1-5)", "mastery", "manager"),
    )


@pytest.mark.parametrize(
    ("heading", "criterion", "source"),
    [
        ("Entretien transmission", "transmission", "interview"),
        ("Auto-évaluation posture", "posture", "self"),
        ("Auto-évaluation animation", "mastery", "self"),
        ("AvisManager", "mastery", "manager"),
        ("Savoir-être", "posture", None),
    ],
)
def test_the_criterions_own_word_counts_more_than_the_kind_of_evidence_then_the_longest_clue(
    heading: str, criterion: str, source: str | None
) -> None:
    assert headings.guesses([heading]) == (Recognised(heading, criterion, source),)


def test_what_is_taken_or_protected_is_never_guessed() -> None:
    assert headings.guesses(["Score Pix", "Âge entretien"], taken=["score PIX"]) == ()


@pytest.mark.parametrize(
    ("heading", "scale"),
    [
        ("Avis manager (1-5)", (1, 5)), ("Note de 0 à 20", (0, 20)), ("Rating 1 to 10", (1, 10)),
        ("Note 0/20", (0, 20)), ("Note 1–5", (1, 5)), ("Avis manager", None), ("Note (5-1)", None), ("Note 3-3", None),
        ("N+1", None),
    ],
)  # fmt: skip
def test_a_heading_may_tell_its_scale(heading: str, scale: tuple[float, float] | None) -> None:
    assert headings.scale_in(heading) == scale


def test_the_nearest_heading_is_offered_in_the_tables_spelling() -> None:
    assert headings.nearest("Auto-evaluation", ["Matricule", "Auto-évaluation outils"]) == "Auto-évaluation outils"
    assert headings.nearest("zzz", ["Matricule"]) is None
    assert headings.nearest("x", []) is None


# --- protected ---


@pytest.mark.parametrize(
    ("heading", "ground"),
    [
        ("Âge", "age"), ("Âge au 31/12/2026", "age"), ("Tranche d'âge", "age"), ("Date de naissance", "age"),
        ("Naissance", "age"), ("Date naissance", "age"), ("Birth date", "age"), ("Year of birth", "age"),
        ("Génération", "age"), ("Sexe (H/F)", "sex"), ("Genre", "sex"), ("Civilité", "sex"), ("Gender", "sex"),
        ("Orientation sexuelle", "sex"), ("Nationalité", "origin"), ("Lieu de naissance", "origin"),
        ("Place of birth", "origin"), ("Country of birth", "origin"), ("Pays de naissance", "origin"),
        ("Religion", "belief"), ("Opinions politiques", "belief"), ("RQTH", "health"), ("Handicap (oui/non)", "health"),
        ("Arrêts maladie 2026", "health"), ("Grossesse", "health"), ("Mandat syndical", "union"),
        ("Union membership", "union"), ("Situation familiale", "family"), ("Nombre d'enfants", "family"),
        ("Nom de jeune fille", "family"), ("Année de diplôme", "proxy"), ("Photo", "proxy"), ("Prénom", "proxy"),
        ("Ancienneté", "proxy"), ("Hire date", "proxy"), ("Years of experience", "proxy"),
    ],
)  # fmt: skip
def test_a_protected_heading_is_named_by_its_ground(heading: str, ground: str) -> None:
    assert headings.protected(heading) == ground
    assert headings.protected(heading.upper()) == ground


@pytest.mark.parametrize(
    "heading",
    [
        "Score Pix", "Auto-évaluation outils (1-5)", "Atelier transmission", "Niveau IA", "Engagement", "Management",
        "Partage", "Avis manager", "Courage", "Langues", "Site", "Usage", "Reunion", "Sante du projet", "Photographie",
        "Communication", "", "2026",
    ],
)  # fmt: skip
def test_an_ordinary_heading_is_not_protected(heading: str) -> None:
    assert headings.protected(heading) is None


@LAW
@given(st.text(max_size=30))
def test_any_text_can_be_asked_about(heading: str) -> None:
    assert headings.protected(heading) in (
        None, "age", "sex", "origin", "belief", "health", "union", "family", "proxy",
    )  # fmt: skip
    assert set(headings.meanings([heading])) <= set(MEANINGS)
    assert len(headings.guesses([heading])) <= 1
    headings.scale_in(heading)
