"""The programme as people write it in `rmentor.yaml`: client, criteria, rules, calendar. Defaults live here, once."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator, Field, model_validator

from rmentor import values
from rmentor.fields import (
    Absence,
    Count,
    Day,
    Every,
    Hours,
    Id,
    Input,
    Language,
    Number,
    Positive,
    Scale,
    Share,
    Text,
    Texts,
    Version,
    Weekday,
    Weight,
    Whole,
    YesNo,
    fault,
    mapping_or,
    nothing_as_empty,
    one_of,
)
from rmentor.values import Rhythm

Meaning = Literal[
    "id", "name", "email", "department", "site", "manager", "languages", "volunteer", "capacity", "since", "remote"
]
MEANINGS: tuple[Meaning, ...] = get_args(Meaning)

Source = Literal["self", "manager", "peer", "test", "interview", "work sample"]
SOURCES: tuple[Source, ...] = get_args(Source)

DEFAULT_COLOUR = "#0f4c5c"


class ProgrammeFacts(Input):
    """What the programme is called, for whom, and when."""

    name: Text
    client: Text | None = None
    language: Language
    start: Day
    end: Day
    timezone: Text | None = None
    fictional: YesNo = False

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> ProgrammeFacts:
        if self.end < self.start:
            raise fault("end_before_start", start=self.start, end=self.end)
        return self


def _colour(given: object) -> object:
    if isinstance(given, str) and len(given) == 7 and given[0] == "#":
        try:
            int(given[1:], 16)
        except ValueError:
            pass
        else:
            return given.lower()
    raise fault("expected_colour")


class Brand(Input):
    """The client's look: logo, colour, paper, a style sheet for the pages; its own words in documents, by language and
    entry (`role.mentee: "parrainé"`); the order of blocks, by document."""

    logo: Text | None = None
    colour: Annotated[str, BeforeValidator(_colour)] = DEFAULT_COLOUR
    paper: Annotated[Literal["A4", "letter"], one_of("A4", "letter")] = "A4"
    css: Text | None = None
    words: dict[Language, dict[Text, Text]] = {}
    order: dict[Text, Texts] = {}


class RosterFile(Input):
    """Where the HR export stands, and which of its headings mean what. `set_aside`: rows with errors are left out."""

    file: Text
    set_aside: YesNo = False
    columns: dict[Annotated[Meaning, one_of(*MEANINGS)], Texts] = {}


class Topic(Input):
    """What can be taught, and the roster's column with each person's level."""

    label: Text | None = None
    column: Text | None = None
    scale: Scale = (0.0, 5.0)
    competences: Texts = ()


class Evidence(Input):
    """One piece of evidence for a criterion: a column of the roster, on its declared scale."""

    column: Text
    scale: Scale
    source: Annotated[Source, one_of(*SOURCES)] | None = None
    weight: Weight = 1.0


class Criterion(Input):
    """What candidates are compared on. Without `evidence`, the recognised headings of its key are read."""

    label: Text | None = None
    weight: Weight = 1.0
    minimum: Share | None = None
    missing: Annotated[Literal["interval", "exclude", "neutral"], one_of("interval", "exclude", "neutral")] = "interval"
    evidence: tuple[Evidence, ...] = ()

    @model_validator(mode="after")
    def _some_weight(self) -> Criterion:
        if self.evidence and not any(piece.weight for piece in self.evidence):
            raise fault("weights_all_zero")
        return self


class TopicCover(Input):
    """How many of the chosen must be able to teach each topic, and from which level on."""

    n: Count
    level: Number | None = None


class Cover(Input):
    """What the chosen must have together."""

    topics: Annotated[TopicCover, mapping_or("n")] | None = None
    languages: dict[Text, Count] = {}
    sites: Count | None = None

    @property
    def asked(self) -> bool:
        """Whether anything is asked of the group at all."""
        return bool(self.topics or self.languages or self.sites)


class SelectionRules(Input):
    """How many to choose, and what a candidate must have before any score counts."""

    mentors: Positive
    on: Day | None = None
    require: dict[Text, Texts] = {}
    cover: Cover = Cover()


def _spread(given: object) -> object:
    percent = values.number(given) if isinstance(given, str) else given
    if given in ("uniform", "ordinal") or (isinstance(percent, (int, float)) and 0 <= percent <= 100):
        return given if given in ("uniform", "ordinal") else float(percent)  # type: ignore[arg-type]
    raise fault("expected_spread")


class Robustness(Input):
    """How far the weights move when the ranking is tried out (SMAA-2)."""

    spread: Annotated[Literal["uniform", "ordinal"] | float, BeforeValidator(_spread)] = 30.0
    samples: Annotated[Whole, Field(ge=1, le=1_000_000)] = 10_000
    seed: Count = 1


class Audit(Input):
    """Group data for the fairness audit, never scored."""

    file: Text = "audit.csv"
    attributes: Texts = ()


class PairingWeights(Input):
    """What makes a good pair, and how much each part counts."""

    needs: Weight = 60.0
    language: Weight = 15.0
    place: Weight = 10.0
    availability: Weight = 5.0
    contrast: Weight = 5.0
    preferences: Weight = 5.0

    @model_validator(mode="after")
    def _some_weight(self) -> PairingWeights:
        if not any(weight for _, weight in self):
            raise fault("weights_all_zero")
        return self


class Capacity(Input):
    """How many executives a mentor takes: none or at least `min`, never more than `max`."""

    min: Count = 0
    max: Count = 1

    @model_validator(mode="after")
    def _in_order(self) -> Capacity:
        if self.min > self.max:
            raise fault("min_above_max", min=self.min, max=self.max)
        return self


class Forbidden(Input):
    """Which pairs must never be made."""

    reporting_levels: Count = 2
    same_team: YesNo = True
    other_site: YesNo = False


class AtLeast(Input):
    """Shares, in percent, that the pairs must reach together."""

    cross_site: Share | None = None


class PairingRules(Input):
    """Who may mentor whom, and what is aimed at."""

    goal: Annotated[Literal["best_total", "no_one_left_behind"], one_of("best_total", "no_one_left_behind")] = (
        "best_total"
    )
    weights: PairingWeights = PairingWeights()
    capacity: Annotated[Capacity, mapping_or("max")] = Capacity()
    require_ready: YesNo = False
    last_round: Text | None = None
    forbid: Forbidden = Forbidden()
    at_least: AtLeast = AtLeast()


class Ritual(Input):
    """Minutes at both ends of each session: redoing last time's gesture, settling the next step."""

    opening: Count = 5
    closing: Count = 5


class Holidays(Input):
    """Whose public holidays count."""

    country: Text | None = None
    region: Text | None = None


class TimeDefaults(Input):
    """The time credit of whoever says nothing else."""

    sessions: Count = 6
    minutes: Positive = 60
    every: Every = Rhythm(2, "week")
    weekdays: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri")
    hours: Hours = Field(default=("09:00", "18:00"), validate_default=True)
    ritual: Ritual = Ritual()
    holidays: Holidays = Holidays()


class TimeWish(Input):
    """What one person says of their own time; what is not said comes from `rmentor.yaml`."""

    sessions: Count | None = None
    minutes: Count | None = None
    every: Every | None = None
    weekdays: tuple[Weekday, ...] | None = None
    hours: Hours | None = None
    absent: tuple[Absence, ...] = ()


class Retention(Input):
    """How long people's data are kept after the jury's date, or after the programme's end."""

    not_selected: Every = Rhythm(3, "month")
    selected: Every = Rhythm(12, "month")


FORMS = ("needs", "before", "fit", "session", "quiz", "mid-term", "after", "closing")
"""What people fill in, in the order of a programme."""
FILLED_IN = ("journal", *FORMS)
"""What `rmentor import` takes in besides rosters and marks: the sheet of sessions, and the forms."""


class Settings(Input):
    """The whole of `rmentor.yaml`. `imports`: for each kind of sheet or form, which heading tells what, where we do not
    recognise it ourselves."""

    version: Version
    programme: ProgrammeFacts
    brand: Brand = Brand()
    roster: RosterFile
    topics: dict[Id, Annotated[Topic, BeforeValidator(nothing_as_empty)]] | None = None
    criteria: dict[Id, Annotated[Criterion, BeforeValidator(nothing_as_empty)]]
    selection: SelectionRules
    robustness: Robustness = Robustness()
    audit: Audit | None = None
    pairing: PairingRules = PairingRules()
    time: TimeDefaults = TimeDefaults()
    kits: Texts = ()
    retention: Retention = Retention()
    imports: dict[Annotated[str, one_of(*FILLED_IN)], dict[Id, Text]] = {}

    @model_validator(mode="after")
    def _criteria_weigh_something(self) -> Settings:
        if not any(criterion.weight for criterion in self.criteria.values()):
            raise fault("criteria_weigh_nothing" if self.criteria else "no_criteria")
        return self

    @property
    def timezone(self) -> str:
        """The programme's time zone: as written, else that of the holidays' country, else Europe/Paris."""
        return self.programme.timezone or _ZONE_OF.get((self.time.holidays.country or "").upper(), "Europe/Paris")

    @property
    def jury_day(self) -> Day:
        """The day of the choice, from which retention counts."""
        return self.selection.on or self.programme.start


_ZONE_OF = {
    "FR": "Europe/Paris",
    "BE": "Europe/Brussels",
    "CH": "Europe/Zurich",
    "LU": "Europe/Luxembourg",
    "MC": "Europe/Monaco",
    "DE": "Europe/Berlin",
    "ES": "Europe/Madrid",
    "IT": "Europe/Rome",
    "NL": "Europe/Amsterdam",
    "PT": "Europe/Lisbon",
    "IE": "Europe/Dublin",
    "GB": "Europe/London",
    "UK": "Europe/London",
    "MA": "Africa/Casablanca",
    "TN": "Africa/Tunis",
    "SN": "Africa/Dakar",
    "CI": "Africa/Abidjan",
}
