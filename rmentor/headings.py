"""Which heading means what: the words that HR systems and forms use, in French and English."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rmentor.programme import MEANINGS, Meaning, Source
from rmentor.values import plain

CRITERIA = ("mastery", "transmission", "posture")
"""The brief's three criteria, in its order."""

_MEANINGS: Mapping[Meaning, tuple[str, ...]] = {
    "id": (
        "id", "matricule", "identifiant", "employee id", "person id", "staff id", "personnel number", "numéro",
        "numéro de matricule", "id salarié", "id collaborateur", "numéro salarié", "numéro employé",
    ),
    "name": (
        "name", "full name", "employee name", "nom complet", "nom et prénom", "nom prénom", "prénom nom",
        "prénom et nom", "collaborateur", "salarié",
    ),
    "email": (
        "email", "e-mail", "mail", "email address", "work email", "courriel", "adresse mail", "adresse e-mail",
        "adresse électronique", "adresse de messagerie", "email professionnel",
    ),
    "department": (
        "department", "dept", "business unit", "division", "direction", "département", "service", "entité", "pôle",
    ),
    "site": (
        "site", "location", "office", "city", "work location", "lieu", "lieu de travail", "ville", "établissement",
        "implantation",
    ),
    "manager": (
        "manager", "manager id", "line manager", "line manager id", "reports to", "supervisor", "supervisor id",
        "matricule n+1", "n+1", "id n+1", "matricule manager", "matricule du manager", "id manager",
        "responsable", "matricule responsable", "supérieur hiérarchique", "responsable hiérarchique",
    ),
    "languages": (
        "languages", "language", "spoken languages", "working languages", "langues", "langue", "langues parlées",
        "langues de travail",
    ),
    "volunteer": ("volunteer", "volunteers", "willing to mentor", "volontaire", "volontariat", "se porte volontaire"),
    "capacity": (
        "capacity", "max mentees", "number of mentees", "capacité", "binômes possibles", "nombre de binômes",
        "nombre de mentorés",
    ),
    "since": (
        "since", "hire date", "start date", "date of hire", "joined", "joined on", "date d'entrée", "date d'embauche",
        "date d'arrivée", "entré le",
    ),
    "remote": ("remote", "works remotely", "can meet remotely", "à distance", "télétravail", "distanciel"),
}  # fmt: skip

_FIRST_NAMES = ("prénom", "first name", "given name", "forename")
_LAST_NAMES = ("nom", "last name", "surname", "family name", "nom de famille", "nom d'usage")

_CRITERIA: Mapping[str, tuple[str, ...]] = {
    "mastery": ("mastery", "maîtrise"),
    "transmission": ("transmission", "pédagogie"),
    "posture": ("posture", "adaptabilité"),
}

_SOURCES: Mapping[str, Source] = {
    "self": "self", "auto": "self", "autoevaluation": "self",
    "manager": "manager", "avismanager": "manager",
    "peer": "peer", "peers": "peer", "pair": "peer", "pairs": "peer",
    "test": "test",
    "interview": "interview", "entretien": "interview",
    "worksample": "work sample", "atelier": "work sample", "miseensituation": "work sample",
}  # fmt: skip

_CLUES: Mapping[str, tuple[tuple[str, Source | None], ...]] = {
    "mastery": (
        ("pix", "test"), ("outils", "self"), ("tools", "self"), ("digital skill", "test"), ("maitrise", None),
        ("mastery", None), ("numerique", None), ("usages", None), ("autoevaluation", "self"),
        ("self assessment", "self"), ("avis manager", "manager"), ("manager rating", "manager"),
    ),
    "transmission": (
        ("transmission", None), ("pedagogie", None), ("atelier", "work sample"), ("animation", "work sample"),
        ("formateur", None), ("teaching", None), ("training", None), ("explain", None),
    ),
    "posture": (
        ("posture", None), ("adaptabilite", None), ("entretien", "interview"), ("interview", "interview"),
        ("savoir etre", None), ("comportement", None), ("soft skill", None), ("behaviour", None),
    ),
}  # fmt: skip

_PROTECTED: Mapping[str, tuple[str, ...]] = {
    "age": (
        "age", "âge", "tranche d'âge", "tranche age", "age group", "date de naissance", "naissance", "né le", "née le",
        "birth", "birthday", "birth date", "date of birth", "année de naissance", "year of birth", "dob", "génération",
        "generation",
    ),
    "sex": (
        "sexe", "sex", "genre", "gender", "civilité", "title mr mrs", "identité de genre", "gender identity",
        "orientation sexuelle", "sexual orientation",
    ),
    "origin": (
        "nationalité", "nationality", "origine", "origin", "origine ethnique", "ethnicity", "ethnic group",
        "ethnic origin", "race", "lieu de naissance", "place of birth", "pays de naissance", "country of birth",
        "citizenship", "citoyenneté",
    ),
    "belief": ("religion", "croyance", "opinions politiques", "political opinion", "convictions"),
    "health": (
        "handicap", "rqth", "disability", "disabled", "invalidité", "santé", "health", "arrêts maladie",
        "sick leave", "grossesse", "pregnancy", "maternité", "maternity", "congé maternité",
    ),
    "union": ("syndicat", "union", "union membership", "mandat syndical", "appartenance syndicale"),
    "family": (
        "situation familiale", "situation de famille", "family status", "marital status", "état civil", "enfants",
        "children", "nombre d'enfants", "number of children", "nom de jeune fille", "maiden name",
    ),
    "proxy": (
        "année de diplôme", "année du diplôme", "graduation year", "year of graduation", "photo", "photograph",
        "prénom", "first name", "given name", "forename", "nom", "last name", "surname",
        "ancienneté", "seniority", "date d'entrée", "date d'embauche", "hire date",
        "years of service", "years of experience", "années d'expérience", "adresse personnelle", "home address",
    ),
}  # fmt: skip

_ALWAYS = {
    "age", "birth", "naissance", "sexe", "gender", "civilite", "nationalite", "nationality", "handicap", "rqth",
    "disability",
}  # fmt: skip
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Recognised:
    """A heading read as evidence for a criterion; `source` where its ending tells."""

    heading: str
    criterion: str
    source: Source | None


def meanings(headings: Iterable[str]) -> dict[Meaning, tuple[str, ...]]:
    """What each recognised heading means. A first and a last name together are the name, before a single column."""
    by_plain: dict[str, str] = {}
    for heading in headings:
        by_plain.setdefault(plain(heading), heading)
    found: dict[Meaning, tuple[str, ...]] = {}
    for meaning in MEANINGS:
        words = [plain(word) for word in _MEANINGS[meaning]]
        if hit := next((by_plain[word] for word in words if word in by_plain), None):
            found[meaning] = (hit,)
    first = next((by_plain[plain(word)] for word in _FIRST_NAMES if plain(word) in by_plain), None)
    last = next((by_plain[plain(word)] for word in _LAST_NAMES if plain(word) in by_plain), None)
    if "name" not in found and last:
        found["name"] = (first, last) if first else (last,)
    return found


def meaning_guesses(headings: Iterable[str], taken: Iterable[str], missing: Iterable[Meaning]) -> dict[Meaning, str]:
    """For meanings that no heading bears by name, the closest heading that is still free; each heading once."""
    free = {plain(heading): heading for heading in headings if heading not in set(taken) and not protected(heading)}
    found: dict[Meaning, str] = {}
    for meaning in (one for one in MEANINGS if one in set(missing)):
        words = [plain(word) for word in (*_MEANINGS[meaning], *(_LAST_NAMES if meaning == "name" else ()))]
        merit = {
            heading: max(difflib.SequenceMatcher(None, word, heading).ratio() for word in words) for heading in free
        }
        best = max(merit, key=lambda heading: (merit[heading], heading), default=None)
        if best is not None and merit[best] >= 0.72:
            found[meaning] = free.pop(best)
    return found


def level_of(heading: str) -> str | None:
    """What a heading gives the level of, without case and accents: `Niveau IA` → `ia`; None where it gives none."""
    found = re.match(r"(?:niveaux?(?: en| de)?|levels?(?: of| in)?)\b[ :_-]*(.+)", heading.strip(), re.IGNORECASE)
    after = re.match(r"(.+?)[ :_-]+(?:niveau|level)$", heading.strip(), re.IGNORECASE)
    return plain((found or after)[1]) if found or after else None  # type: ignore[index]


def evidence(headings: Iterable[str], criterion: str) -> tuple[Recognised, ...]:
    """The headings recognised as evidence for a criterion, in the table's order: its own name, alone or with an ending
    such as `_self`, `_manager`, `_test`, `_interview` that tells who gave the mark."""
    names = [plain(name) for name in _CRITERIA.get(criterion, (criterion,))]
    found = []
    for heading in headings:
        word = plain(heading)
        for name in names:
            ending = word.removeprefix(name)
            if word == name or (word.startswith(name) and ending in _SOURCES):
                found.append(Recognised(heading, criterion, _SOURCES.get(ending)))
                break
    return tuple(found)


def guesses(headings: Iterable[str], taken: Iterable[str] = ()) -> tuple[Recognised, ...]:
    """The closest guess for each heading that may be evidence, in the table's order; never used by itself."""
    passed = {plain(heading) for heading in taken}
    found = []
    for heading in headings:
        spaced = " ".join(plain(word) for word in _WORD.findall(heading))
        if plain(heading) in passed or protected(heading):
            continue
        hits = [
            (len(clue), criterion, source)
            for criterion in CRITERIA
            for clue, source in _CLUES[criterion]
            if clue in spaced or clue.replace(" ", "") in plain(heading)
        ]
        # The criterion's own word says more than the kind of evidence: "Atelier transmission", "Entretien posture".
        if hits:
            own = [hit for hit in hits if any(plain(name) in plain(heading) for name in _CRITERIA[hit[1]])]
            _, criterion, _ = max(own or hits, key=lambda hit: hit[0])
            sources = [source for _, _, source in sorted(hits, reverse=True) if source]
            found.append(Recognised(heading, criterion, sources[0] if sources else None))
    return tuple(found)


def scale_in(heading: str) -> tuple[float, float] | None:
    """The scale a heading tells of itself: `Avis manager (1-5)`; None where it tells none."""
    told = re.search(r"(\d+)\s*(?:-|–|à|to|/)\s*(\d+)", heading)
    return (float(told[1]), float(told[2])) if told and float(told[1]) < float(told[2]) else None


def nearest(heading: str, headings: Iterable[str]) -> str | None:
    """The heading that was probably meant, or None."""
    by_plain = {plain(one): one for one in headings}
    close = difflib.get_close_matches(plain(heading), sorted(by_plain), n=1, cutoff=0.5)
    return by_plain[close[0]] if close else None


def protected(heading: str) -> str | None:
    """Which protected ground a heading names, or None: `age`, `sex`, `origin`, `belief`, `health`, `union`, `family`,
    or `proxy` for what stands in for one of them.

    Source: Directive 2000/78/EC, art. 1; Code du travail, art. L1132-1. A word anywhere in the heading is enough for
    the plainest of them ("Âge au 31/12"); the others must be the whole heading, digits and dates apart.
    """
    told = [plain(word) for word in _WORD.findall(heading)]
    whole = "".join(word for word in told if not word.isdecimal())
    grounds = {ground: frozenset(map(plain, names)) for ground, names in _PROTECTED.items()}
    # "Place of birth" tells of origin: the whole heading says more than a word in it.
    for ground, names in grounds.items():
        if whole in names or plain(heading) in names:
            return ground
    return next((ground for ground, names in grounds.items() if names & _ALWAYS.intersection(told)), None)
