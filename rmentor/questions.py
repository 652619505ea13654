"""Which question a column of an online form asks: by our own sentences, by the words that forms use, by topic."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence

from rmentor.columns import Column, Vocabulary, understood
from rmentor.people import STATEMENTS
from rmentor.values import plain

Say = Callable[[str], str]
"""A sentence of a catalogue by its entry, one for each language."""

TOLD: Vocabulary = {
    "id": ("id", "matricule", "identifiant", "votre matricule", "employee id", "your id", "person id", "staff id"),
    "email": (
        "adresse de messagerie", "adresse e-mail", "adresse mail", "courriel", "votre e-mail", "votre adresse e-mail",
        "mél", "email", "e-mail", "email address", "your email", "username",
        "nom d'utilisateur",
    ),
    "name": ("nom", "votre nom", "nom et prénom", "vos nom et prénom", "name", "your name", "full name"),
    "on": (
        "heure de fin", "horodateur", "date de fin", "date d'envoi", "date de réponse", "date", "completion time",
        "timestamp", "submitted at", "submitted on", "submit date", "end date", "date submitted",
    ),
    "began": (
        "heure de début", "date de début", "start time", "start date", "started at", "last modified time",
        "heure de la dernière modification",
    ),
    "form": ("form", "formulaire"),
    "who": ("who", "qui", "rôle", "vous êtes", "role", "you are"),
    "mentee": (
        "mentee", "dirigeant", "dirigeant accompagné", "matricule du dirigeant", "la personne que vous accompagnez",
        "executive", "executive's id", "the person you accompany",
    ),
    "session": ("session", "séance", "numéro de séance", "quelle séance", "session number", "which session"),
    "module": ("module", "quel module", "which module"),
    "weekdays": (
        "jours possibles", "jours", "vos jours possibles", "weekdays", "days", "possible days", "which days suit you",
    ),
    "languages": ("langues de travail", "langues", "vos langues", "languages", "working languages"),
    "sessions": (
        "combien de séances au plus", "nombre de séances", "combien de séances", "sessions", "number of sessions",
        "how many sessions at most", "how many sessions",
    ),
    "minutes": ("durée d'une séance", "minutes", "minutes par séance", "session length", "minutes per session"),
    "priorities": (
        "ce qui compte le plus pour vous", "ce qui compte le plus", "vos priorités", "priorités", "priorities",
        "what matters most to you", "what matters most", "your priorities",
    ),
    "control": ("control", "témoin"),
    "fit": (
        "fit", "accord", "le binôme vous convient-il", "ce binôme vous convient-il", "does the pair work",
        "is the pair right",
    ),
    "credit": ("credit", "crédit-temps", "time credit"),
    "recommend": ("recommend", "recommanderiez-vous ce programme", "would you recommend this programme"),
    "quiz": ("quiz", "score", "note", "résultat", "nombre total de points", "total points", "result"),
}  # fmt: skip
"""What any form may tell besides levels and statements."""

SENTENCES: Mapping[str, tuple[str, ...]] = {
    "fit": ("doc.fit.verdict",),
    "credit": ("doc.mid.credit",),
    "recommend": ("doc.end.recommend",),
    "control": ("doc.forms.control",),
    "remark.what": ("doc.fit.what",),
    "remark.works": ("doc.mid.works",),
    "remark.change": ("doc.mid.change",),
    "remark.changed": ("doc.end.mentee.changed",),
    "remark.taught": ("doc.end.mentee.taught",),
    "remark.gained": ("doc.end.mentor.gained",),
    "remark.kit": ("doc.end.mentor.kit",),
    "remark.best": ("doc.feedback.best",),
    "remark.better": ("doc.feedback.better",),
    "remark.advice": ("doc.end.advice",),
    "remark.task": ("doc.needs.task",),
    "remark.when": ("doc.needs.when",),
    "remark.people": ("doc.needs.people",),
}
"""Questions of our own sheets: whoever copies them into an online form is understood."""

_ENTRY = {"fit": "fit", "session": "feedback", "mid-term": "mid", "closing": "end"}
ASPECTS: Mapping[str, tuple[str, ...]] = {
    "target": ("vise", "cible", "souhait", "voul", "target", "want", "objectif", "goal", "aim"),
    "priority": ("priorit", "importan"),
    "then": ("avant", "debut", "before", "beginning"),
    "level": ("niveau", "level", "aujourd", "today", "actuel", "current", "now", "maitris"),
}
"""What is asked of a topic, by how a word of the heading begins; the first that is found counts."""


def statement_entry(form: str, who: str, statement: str) -> str:
    """The catalogue's entry of a statement's sentence."""
    return f"doc.{_ENTRY[form]}.{who}.{statement}"


_TELLING = {"quiz": "quiz", "fit": "fit", "recommend": "closing", "credit": "mid-term", "then": "after"}
"""What only one form asks."""


def vocabulary(says: Sequence[Say]) -> dict[str, tuple[str, ...]]:
    """Everything a form can tell that is not about a topic, with the headings that tell it."""
    found = {key: tuple(names) for key, names in TOLD.items()}
    for key, entries in SENTENCES.items():
        found[key] = (*found.get(key, ()), key, *(say(entry) for entry in entries for say in says))
    for (form, who), statements in STATEMENTS.items():
        for one in statements:
            sentences = (say(statement_entry(form, who, one)) for say in says)
            found[f"mark.{one}"] = (*found.get(f"mark.{one}", (f"mark.{one}",)), *sentences)
    return found


def read(
    headings: Sequence[str], topics: Mapping[str, str], words: Vocabulary, remembered: Mapping[str, str]
) -> tuple[Column, ...]:
    """What each heading asks, in the table's order. `topics`: key → label. Levels by topic are sure where the heading
    names the topic whole and says what is asked of it; `remembered` comes before all."""
    own = {plain(heading) for heading in remembered.values()}
    by_topic = [one for one in _by_topic(headings, topics, remembered) if plain(one.heading) not in own]
    taken = {one.heading for one in by_topic} | set(_numbers_of_answers(headings))
    rest = [heading for heading in headings if heading not in taken]
    others = understood(rest, words, remembered)
    order = {heading: place for place, heading in enumerate(headings)}
    return tuple(sorted((*by_topic, *others), key=lambda one: order[one.heading]))


def _numbers_of_answers(headings: Sequence[str]) -> Iterator[str]:
    """Microsoft's `ID`, beside a start time, counts answers: it is no id of a person."""
    began = {plain(one) for one in TOLD["began"]}
    if any(plain(heading) in began for heading in headings):
        yield from (heading for heading in headings if plain(heading) == "id")


def _by_topic(headings: Sequence[str], topics: Mapping[str, str], remembered: Mapping[str, str]) -> Iterator[Column]:
    names = [(key, tokens) for key, label in topics.items() for name in (label, key) if (tokens := _tokens(name))]
    names.sort(key=lambda one: -len(one[1]))
    seen = {key for key in remembered if key.partition(".")[0] in ASPECTS}
    for heading in headings:
        if "." in heading and heading.partition(".")[0] in ASPECTS and heading.partition(".")[2] in topics:
            yield Column(heading, heading, True)
            continue
        words = _tokens(heading)
        topic = next((key for key, name in names if _holds(words, name)), None)
        if topic is None:
            continue
        aspect = next((one for one, starts in ASPECTS.items() if any(word.startswith(starts) for word in words)), None)
        key = f"{aspect or 'level'}.{topic}"
        if key not in seen:
            seen.add(key)
            yield Column(heading, key, aspect is not None)


def _tokens(text: str) -> tuple[str, ...]:
    spread = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe"))
    return tuple(re.findall(r"[a-z0-9]+", "".join(one for one in spread if not unicodedata.combining(one))))


def _holds(words: tuple[str, ...], name: tuple[str, ...]) -> bool:
    return any(words[at : at + len(name)] == name for at in range(len(words) - len(name) + 1))


def form_of(keys: Sequence[str]) -> str | None:
    """The form that these keys can only belong to; None where it may be several."""
    heads = {key.partition(".")[0] for key in keys}
    if "target" in heads or "priorities" in heads:
        return "needs"
    for key, form in (
        ("quiz", "quiz"),
        ("fit", "fit"),
        ("recommend", "closing"),
        ("credit", "mid-term"),
        ("then", "after"),
    ):
        if key in heads:
            return form
    marks = {key[5:] for key in keys if key.startswith("mark.")}
    fitting = {form for (form, _), asked in STATEMENTS.items() if marks and marks <= set(asked)}
    if "session" in heads and "session" in fitting:
        return "session"
    return fitting.pop() if len(fitting) == 1 else None
