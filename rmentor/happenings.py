"""What became of sessions, as somebody wrote it down: a line of a sheet becomes outcomes, or problems at its line."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from rmentor import values
from rmentor.columns import Vocabulary
from rmentor.errors import Fields
from rmentor.people import Journal
from rmentor.values import plain

JOURNAL_COLUMNS: Vocabulary = {
    "id": ("id", "matricule", "identifiant", "matricule du dirigeant", "executive id", "mentee id", "mentee"),
    "email": ("email", "e-mail", "courriel", "adresse de messagerie", "adresse e-mail", "mail"),
    "name": ("dirigeant", "dirigeante", "nom", "nom du dirigeant", "mentoré", "executive", "name", "executive's name"),
    "session": (
        "séance", "n°", "no", "numéro", "numéro de séance", "n° de séance", "séance n°", "session", "session number",
        "session no", "number",
    ),
    "planned": ("prévue le", "prévue", "date prévue", "planned", "planned for", "planned on"),
    "mentor": ("mentor", "mentore", "nom du mentor"),
    "held": (
        "tenue le", "tenue", "date de tenue", "réalisée le", "réalisée", "date réelle", "a eu lieu le", "held",
        "held on", "took place on", "done on",
    ),
    "cancelled": (
        "annulée le", "annulée", "date d'annulation", "cancelled", "cancelled on", "canceled on", "called off",
    ),
    "moved": (
        "reportée au", "déplacée au", "reportée", "déplacée", "nouvelle date", "moved to", "moved", "new date",
        "rescheduled to", "postponed to",
    ),
    "state": ("état", "statut", "status", "state", "outcome"),
    "on": ("date", "le", "jour", "day", "date de la séance", "date of session"),
    "hour": ("heure", "horaire", "time", "hour", "start time"),
    "minutes": ("minutes", "durée", "durée en minutes", "duration", "length", "how long"),
    "modules": ("modules", "modules traités", "modules vus", "modules done", "contenu", "content"),
    "by": ("par", "par qui", "annulée par", "by", "cancelled by", "who"),
    "next_step": ("prochain pas", "prochaine étape", "next step"),
    "kit": (
        "kit", "sur le kit", "remarque sur le kit", "remarques sur le kit", "remark on the kit", "remarks on the kit",
    ),
}  # fmt: skip
"""What a line of a journal sheet can say, and how headings say it."""

_STATES: Mapping[str, tuple[str, ...]] = {
    "held": ("tenue", "faite", "realisee", "oui", "held", "done", "tookplace", "yes", "ok", "effectuee"),
    "cancelled": ("annulee", "annule", "cancelled", "canceled", "calledoff", "non", "no"),
    "moved": ("reportee", "deplacee", "reporte", "moved", "postponed", "rescheduled"),
    "": ("prevue", "planifiee", "avenir", "planned", "tobe", "tocome", ""),
}
_MOMENT = re.compile(r"(\d[\d/.-]+\d)(?:T|\s+(?:à\s+|at\s+)?)(\d{1,2})\s*[hH:]\s*(\d{2})?(?::\d{2})?")
_LASTING = re.compile(r"(?:(\d{1,2})\s*h\s*)?(\d{1,3})?\s*(?:min|mn|minutes?)?\.?")


@dataclass(frozen=True)
class Outcome:
    """What became of one session. Exactly one of `held`, `cancelled`, `moved`; `modules` None: as planned."""

    session: int
    held: dt.date | None = None
    cancelled: dt.date | None = None
    moved: dt.datetime | None = None
    minutes: int | None = None
    modules: tuple[str, ...] | None = None
    by: str = ""
    next_step: str = ""
    kit: str = ""

    @property
    def what(self) -> str:
        """Which of the three it is."""
        return "held" if self.held else "cancelled" if self.cancelled else "moved"

    @property
    def day(self) -> dt.date:
        """The day it was held, called off, or moved to."""
        day = self.held or self.cancelled or (self.moved.date() if self.moved else None)
        assert day is not None
        return day


Standing = Literal["new", "late", "there", "otherwise"]
Fault = tuple[str, Fields]
"""A problem's code and fields."""


def outcomes(cells: Mapping[str, str], modules: Mapping[str, str]) -> tuple[list[Outcome], list[Fault]]:
    """What one line says, and all that is wrong with it. `cells`: key → text; `modules`: plain id or title → id.

    A line that tells of no outcome gives nothing: a sheet lists sessions that are still to come. One that was called
    off and then held gives both; one that was moved and then held was held.
    """
    told = {key: text.strip() for key, text in cells.items()}
    faults: list[Fault] = []
    days, moved = _days(told, faults)
    if told.get("kit") and "held" not in days:
        faults.append(("kit_remark_not_held", {}))
    if not days and moved is None and not faults:
        return [], []
    session = values.number(told.get("session", ""))
    if session is None or not session.is_integer() or session < 1:
        faults.append(("session_expected", {"value": told.get("session", "")}))
    held, cancelled = days.get("held"), days.get("cancelled")
    minutes = _minutes(told.get("minutes", ""), faults) if held else None
    done = _modules(told.get("modules", ""), modules, faults) if held else None
    if faults or session is None:
        return [], faults
    number, by = int(session), told.get("by", "")
    found = []
    if cancelled:
        found.append(Outcome(number, cancelled=cancelled, by=by))
    if held:
        step = told.get("next_step", "")
        found.append(Outcome(number, held=held, minutes=minutes, modules=done, next_step=step, kit=told.get("kit", "")))
    elif moved:
        found.append(Outcome(number, moved=moved, by=by))
    return found, []


def against(outcome: Outcome, journal: Journal, moves: Mapping[int, dt.datetime]) -> Standing:
    """How an outcome stands to what is written down: new; `late`, a cancellation told after the session was held;
    there already (also a move that the session has left behind); or otherwise than what is written."""
    held = journal.held.get(outcome.session)
    if outcome.held is not None:
        if held is None:
            return "new"
        minutes, modules = outcome.minutes in (None, held.minutes), outcome.modules in (None, held.modules)
        return "there" if held.held == outcome.held and minutes and modules else "otherwise"
    same = (outcome.session, outcome.cancelled)
    if outcome.cancelled is not None and any((one.session, one.cancelled) == same for one in journal.sessions):
        return "there"
    if outcome.moved is not None and moves.get(outcome.session) == outcome.moved:
        return "there"
    if held is None or held.held is None:
        return "new"
    if outcome.day > held.held:
        return "otherwise"
    return "late" if outcome.cancelled else "there"


def _days(told: Mapping[str, str], faults: list[Fault]) -> tuple[dict[str, dt.date], dt.datetime | None]:
    """The days held and called off, and where it moved to: from a column each, or from a state beside one date."""
    given = {what: told[what] for what in ("held", "cancelled", "moved") if told.get(what)}
    if not given and (state := told.get("state")):
        what = next((one for one, names in _STATES.items() if plain(state) in names), None)
        if what is None:
            faults.append(("state_expected", {"value": state}))
        elif what:
            given = {what: told.get("on") or told.get("planned", "") * (what == "held")}
    moved = given.pop("moved", None)
    when = None
    if moved is not None:
        when = moment(moved) or moment(f"{moved} {told.get('hour', '')}")
        if when is None:
            faults.append(("moment_in_a_cell", {"value": moved}))
    days = {}
    for what, text in given.items():
        if (day := day_in(text)) is None:
            faults.append(("day_expected", {"value": text}))
        else:
            days[what] = day
    return days, when


def day_in(text: str) -> dt.date | None:
    """A day, also with an hour behind it: 20/01/2027 or 2027-01-20 09:00."""
    first = re.split(r"[ T]", text.strip(), maxsplit=1)[0]
    return values.day(first)


def moment(text: str) -> dt.datetime | None:
    """A day and hour: 10/02/2027 9h00, 10/02/2027 à 9 h, 2027-02-10T09:00; None for any other text."""
    found = _MOMENT.fullmatch(text.strip())
    day = values.day(found[1]) if found else None
    hour = values.hour(f"{found[2]}:{found[3] or '00'}") if found else None
    return dt.datetime.combine(day, hour) if day and hour else None


def _minutes(text: str, faults: list[Fault]) -> int | None:
    """55, 55 min, 1 h 05; None where nothing is said."""
    if not text:
        return None
    found = _LASTING.fullmatch(text.casefold())
    minutes = int(found[1] or 0) * 60 + int(found[2] or 0) if found else 0
    if not minutes:
        faults.append(("minutes_expected", {"value": text}))
        return None
    return minutes


def _modules(text: str, known: Mapping[str, str], faults: list[Fault]) -> tuple[str, ...] | None:
    """Modules by id or title; None where nothing is said."""
    if not text:
        return None
    if plain(text) in known:
        return (known[plain(text)],)
    named = [one.strip() for one in re.split(r"[,;|\n]", text) if one.strip()]
    for one in named:
        if plain(one) not in known:
            close = difflib.get_close_matches(plain(one), sorted(known), n=1, cutoff=0.6)
            faults.append(("unknown_module", {"module": one, "near": known[close[0]] if close else None}))
    return tuple(dict.fromkeys(known[plain(one)] for one in named if plain(one) in known))
