"""What rmentor decides, as frozen values, each with its reasons and parts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from rmentor.errors import Reason

if TYPE_CHECKING:
    # What people write is models, which take a fifth of a second to import; scores alone need none of them.
    from rmentor.programme import Evidence
    from rmentor.roster import Column, Roster

Numbers = NDArray[np.float64]
Truths = NDArray[np.bool_]

Status = Literal["selected", "reserve", "below_minimum", "not_eligible", "refused"]
STATUSES: tuple[Status, ...] = ("selected", "reserve", "below_minimum", "not_eligible", "refused")
By = Literal["ranking", "cover", "decision"]


@dataclass(frozen=True)
class PieceOfEvidence:
    """One mark of one candidate: as written, and on 0–100 (None where it is missing); its weight, as written."""

    column: str
    raw: str
    value: float | None
    source: str | None
    weight: float = 1.0


@dataclass(frozen=True)
class Part:
    """One criterion of one candidate: value and bounds on 0–100, the criterion's share, points = share·value."""

    value: float
    low: float
    high: float
    weight: float
    points: float
    evidence: tuple[PieceOfEvidence, ...]

    @property
    def unseen(self) -> bool:
        """Whether nothing that counts is known: the value is then the middle of the scale, and says so."""
        return all(piece.value is None for piece in self.evidence if piece.weight)


@dataclass(frozen=True)
class Candidate:
    """One person of the roster, judged. Score and parts are None for those who are not eligible."""

    id: str
    name: str
    rank: int | None
    score: float | None
    low: float | None
    high: float | None
    status: Status
    by: By | None
    reasons: tuple[Reason, ...]
    parts: Mapping[str, Part]
    acceptability: float | None


@dataclass(frozen=True)
class Decision:
    """What a person decided about somebody. `reason` is blank where it stays private."""

    reason: str
    by: str
    on: dt.date


@dataclass(frozen=True, eq=False)
class Measured:
    """One criterion over everybody: value and bounds on 0–100, and the evidence they come from."""

    label: str
    weight: float
    value: Numbers
    low: Numbers
    high: Numbers
    evidence: tuple[tuple[Evidence, Column, Numbers], ...]


@dataclass(frozen=True, eq=False)
class Obstacle:
    """A condition and the people who do not meet it; `found` is the column that shows why, `values` the numbers."""

    code: str
    fields: Mapping[str, object]
    people: Truths
    found: Column | None = None
    values: Numbers | None = None

    def reason(self, person: int) -> Reason:
        """The reason, for one of those people."""
        cell = {} if self.found is None else {"found": self.found.text(person)}
        value = {} if self.values is None else {"value": float(self.values[person])}
        return Reason(self.code, {**self.fields, **cell, **value})


@dataclass(frozen=True, eq=False)
class Selection:
    """Everybody on the roster, judged: arrays over the roster's people, in its order.

    `status` holds positions in STATUSES; `rank` counts from 1 and is 0 where there is none; `score`, `low` and `high`
    are 0–100 and NaN for whoever is not eligible; `by` names those selected and how; `acceptability`, once drawn, is
    the share of weightings (0–1) under which each is among the chosen, NaN for whoever has no rank.
    """

    roster: Roster
    criteria: Mapping[str, Measured]
    obstacles: tuple[Obstacle, ...]
    status: NDArray[np.int8]
    rank: NDArray[np.int64]
    score: Numbers
    low: Numbers
    high: Numbers
    by: Mapping[int, By]
    places: int
    candidates: int
    acceptability: Numbers | None = None

    @cached_property
    def selected(self) -> tuple[int, ...]:
        """The chosen, by rank, then those whom a decision alone put in, by id."""
        ids = self.roster.ids
        chosen = np.flatnonzero(self.status == STATUSES.index("selected")).tolist()
        return tuple(sorted(chosen, key=lambda person: (not self.rank[person], self.rank[person], ids[person])))

    @cached_property
    def reserve(self) -> tuple[int, ...]:
        """Every eligible person not selected, by rank."""
        waiting = np.flatnonzero(self.status == STATUSES.index("reserve"))
        return tuple(waiting[np.argsort(self.rank[waiting], kind="stable")].tolist())

    @property
    def counts(self) -> dict[Status, int]:
        """How many people there are of each status."""
        return {status: int((self.status == code).sum()) for code, status in enumerate(STATUSES)}

    @cached_property
    def meets_conditions(self) -> Truths:
        """Who is a candidate: no executive of the programme, and with all that is required; minimums, evidence, room
        and decisions apart."""
        meets = np.ones(len(self.roster.ids), dtype=bool)
        for one in self.obstacles:
            if one.code in ("is_mentee", "require"):
                meets &= ~one.people
        return meets

    def in_order(self) -> tuple[int, ...]:
        """Everybody: the selected, the reserve, then the others by status and id."""
        ids = self.roster.ids
        others = np.flatnonzero(self.status >= 2).tolist()
        return (*self.selected, *self.reserve, *sorted(others, key=lambda one: (int(self.status[one]), ids[one])))

    def candidate(self, person: int) -> Candidate:
        """All that is known of one person, by position in the roster."""
        scored = not np.isnan(self.score[person])
        return Candidate(
            id=self.roster.ids[person],
            name=self.roster.name(person),
            rank=int(self.rank[person]) or None,
            score=float(self.score[person]) if scored else None,
            low=float(self.low[person]) if scored else None,
            high=float(self.high[person]) if scored else None,
            status=STATUSES[int(self.status[person])],
            by=self.by.get(person),
            reasons=self.reasons(person),
            parts={key: self._part(measured, person) for key, measured in self.criteria.items()} if scored else {},
            acceptability=self._firmness(person),
        )

    def reasons(self, person: int) -> tuple[Reason, ...]:
        """Why a person is not eligible, below a minimum or refused; nothing for the others."""
        return tuple(one.reason(person) for one in self.obstacles if one.people[person])

    def _firmness(self, person: int) -> float | None:
        if self.acceptability is None or np.isnan(self.acceptability[person]):
            return None
        return float(self.acceptability[person])

    def _part(self, measured: Measured, person: int) -> Part:
        value = float(measured.value[person])
        pieces = tuple(
            PieceOfEvidence(
                evidence.column,
                column.text(person),
                None if np.isnan(marks[person]) else float(marks[person]),
                evidence.source,
                evidence.weight,
            )
            for evidence, column, marks in measured.evidence
        )
        low, high = float(measured.low[person]), float(measured.high[person])
        return Part(value, low, high, measured.weight, measured.weight * value, pieces)


@dataclass(frozen=True)
class PairPart:
    """One part of a pair's score: value on 0–100, its share, points = share·value; `unknown`: nothing was known."""

    value: float
    weight: float
    points: float
    unknown: bool = False


@dataclass(frozen=True)
class NextBest:
    """The mentor whom it would cost least to take instead; `loss` is the exact drop of the total, `unserved` how many
    more executives would be without a mentor, `moved` how many more announced pairs would be parted."""

    mentor: str
    score: float
    loss: float
    unserved: int = 0
    moved: int = 0


@dataclass(frozen=True)
class Pair:
    """A mentor and an executive."""

    mentee: str
    mentor: str
    score: float
    parts: Mapping[str, PairPart]
    next_best: NextBest | None
    locked: bool = False


@dataclass(frozen=True)
class Option:
    """One mentor for one executive: the score and its parts, the rules that bar the pair, and what taking it would
    cost (None where it cannot be taken, or where nothing would change)."""

    mentor: str
    score: float
    parts: Mapping[str, PairPart]
    rules: tuple[str, ...]
    cost: NextBest | None
    now: bool


@dataclass(frozen=True)
class Unpaired:
    """An executive without a mentor: which rules bar whom, the smallest change that would help, and who shares too few
    places with them."""

    mentee: str
    reasons: tuple[Reason, ...]
    relax: tuple[Reason, ...]
    shortage: Reason | None = None


AMONG = ("kept", "worst", "together", "locked")
"""Announced pairs kept, the worst pair held as high, what pairs must reach together, locked pairs kept."""


@dataclass(frozen=True)
class Pairs:
    """Who mentors whom, sorted by mentee. `bound` is the best total that any pairing can reach; equal: proven.

    `below_least`: mentors with fewer executives than they asked for, since more are served so; `floor`: the worst
    score, locks aside; `moved`: announced pairs (mentee, mentor) that are no longer made; `explained`: whether the next
    bests were looked for; `among`: what every pairing is held to that the total is compared with, beside the rules and
    how many are served (of AMONG).
    """

    pairs: tuple[Pair, ...]
    unpaired: tuple[Unpaired, ...]
    total: float
    bound: float
    optimal: bool
    below_least: tuple[str, ...] = ()
    floor: float | None = None
    moved: tuple[tuple[str, str], ...] = ()
    explained: bool = True
    among: tuple[str, ...] = ()

    @property
    def served(self) -> int:
        """How many executives have a mentor."""
        return len(self.pairs)


@dataclass(frozen=True)
class PlannedModule:
    """A module in a session."""

    id: str
    minutes: int


@dataclass(frozen=True)
class Session:
    """One session: its number is its identity. Times are wall-clock times in the programme's time zone. One that was
    held is history: it stands as it was."""

    number: int
    start: dt.datetime | None
    end: dt.datetime | None
    modules: tuple[PlannedModule, ...]
    moved: Reason | None = None
    held: bool = False

    @property
    def minutes(self) -> int:
        """Minutes that its modules take."""
        return sum(module.minutes for module in self.modules)


@dataclass(frozen=True)
class LeftOut:
    """A module that is not in the plan, and why."""

    module: str
    reason: Reason


@dataclass(frozen=True)
class Levels:
    """One topic of one executive: where they stand, where the plan takes them, where they want to be."""

    before: float
    after: float
    target: float


@dataclass(frozen=True)
class Plan:
    """One executive's programme. `gain` is the sum of priority times levels gained towards the targets; `proof` is
    `optimal`, `within` (then `bound` and `gap` in percent say how far the best may be) or `none`. `fewest_themes`: no
    plan as good touches fewer themes, session by session; `fewest_changes`: none keeps more modules in the session that
    was announced, None where nothing was. False: sought, not proven."""

    mentee: str
    mentor: str
    proof: Literal["optimal", "within", "none"]
    gain: float
    bound: float | None
    gap: float | None
    sessions: tuple[Session, ...]
    left_out: tuple[LeftOut, ...]
    levels: Mapping[str, Levels]
    credit: int
    fewest_themes: bool = False
    fewest_changes: bool | None = None

    @property
    def minutes(self) -> int:
        """Minutes that the modules take, all sessions together."""
        return sum(session.minutes for session in self.sessions)
