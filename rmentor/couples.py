"""The programme's pairs: the table they are chosen from, what people decided and were told, what a wish would cost."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property

from rmentor import matching, pairing, pairtable, readiness, sharing, wishes
from rmentor.errors import Problem, ProblemsFound
from rmentor.files.lastround import last_round
from rmentor.files.validated import near
from rmentor.files.workspace import DECISIONS, SETTINGS, Workspace
from rmentor.outcomes import Option, Pairs
from rmentor.pairtable import Couple, LockRefused, Standing, Table
from rmentor.profiles import MenteeProfile, MentorProfile, mentee_profile, mentor_profile


class Couples:
    """Who may mentor whom among the chosen, by a programme's rules. Nothing is computed before it is asked for.

    `keep`: whether pairs that people were told of stay together where that is possible.
    """

    def __init__(self, workspace: Workspace, mentors: Iterable[str], *, keep: bool = True) -> None:
        self.workspace = workspace
        self.mentors = tuple(mentors)
        self.keep = keep
        self.warnings: list[Problem] = []

    @cached_property
    def best(self) -> Pairs:
        """The pairs; raises ProblemsFound for a lock that cannot be kept, or a share that locks put out of reach."""
        return self._paired(self.table, self.locked)

    @cached_property
    def table(self) -> Table:
        """Everybody against everybody."""
        people = mentee_profiles(self.workspace)
        profiles = [profile(self.workspace, one) for one in self.mentors]
        rules = self.workspace.settings.pairing
        return pairtable.table(list(people.values()), profiles, self.workspace.topics, rules, self.standing)

    @cached_property
    def standing(self) -> Standing:
        """What was decided and what happened before."""
        decided = [one.value for one in self.workspace.pair_decisions]
        return Standing(
            locked=frozenset((one.mentee, one.mentor) for one in decided if one.lock),
            forbidden=frozenset((one.mentee, one.mentor) for one in decided if one.forbid),
            last_round=last_round(self.workspace),
            not_ready=frozenset(self._not_ready()) if self.workspace.settings.pairing.require_ready else frozenset(),
            manager_of=managers(self.workspace),
        )

    @property
    def aims(self) -> matching.Aims:
        """What is aimed at, by `rmentor.yaml` and by what people were told."""
        rules = self.workspace.settings.pairing
        told = self.workspace.announced.pairs if self.keep else ()
        here = frozenset(self.table.mentees)
        keep = frozenset((one.mentee, one.mentor) for one in told if one.mentee in here)
        return matching.Aims(rules.goal, rules.at_least.cross_site, keep)

    @cached_property
    def locked(self) -> frozenset[Couple]:
        """The locks of `decisions.yaml`; raises ProblemsFound, at its line, for one that cannot be kept."""
        refused, overriding = pairtable.refused_locks(self.table, self.standing)
        problems: list[Problem] = []
        for one in self.workspace.pair_decisions:
            if not one.value.lock:
                continue
            fields = {"mentee": one.value.mentee, "mentor": one.value.mentor}
            if one.value.mentor not in self.mentors:
                problems.append(one.source.problem((*one.where, "mentor"), "lock_not_chosen", **fields))
            elif one.value.mentee not in self.table.mentees:
                problems.append(one.source.problem((*one.where, "mentee"), "lock_not_mentee", **fields))
            for lock in _of(refused, one.value.mentee, one.value.mentor):
                problems.append(one.source.problem(one.where, "lock_refused", **fields, rule=lock.reason.code))
            for lock in _of(overriding, one.value.mentee, one.value.mentor):
                self.warnings.append(one.source.warning(one.where, "lock_overrides", **fields, rule=lock.reason.code))
        if problems:
            raise ProblemsFound(problems)
        return frozenset(self.standing.locked)

    def _paired(self, table: Table, locked: Collection[Couple]) -> Pairs:
        try:
            return pairing.pair(table, locked, self.aims)
        except sharing.OutOfReach:
            share = self.workspace.settings.pairing.at_least.cross_site
            where = ("pairing", "at_least", "cross_site")
            source = self.workspace.sources[SETTINGS]
            raise ProblemsFound([source.problem(where, "share_out_of_reach", share=share)]) from None

    # --- what if ---

    def what_if(self, without: Collection[str] = (), locks: Collection[tuple[str, str]] = ()) -> Pairs:
        """The pairs if some people were not there and some pairs were locked, given in either order.

        Raises ProblemsFound for an id that nobody bears, and for pairs that cannot be locked.
        """
        known = (*self.table.mentees, *self.table.mentors)
        wrong = [one for one in without if one not in known]
        if wrong:
            raise ProblemsFound(_nobody(one, known) for one in wrong)
        table = pairtable.narrowed(self.table, without) if without else self.table
        wanted = frozenset(_couple(table, one, other) for one, other in locks)
        named = {mentee for mentee, _ in wanted}
        kept = frozenset(one for one in self.locked if not set(one) & set(without) and one[0] not in named)
        refused, _ = pairtable.refused_locks(table, Standing(locked=kept | wanted))
        problems = list(_locked_twice(wanted)) or [
            Problem(DECISIONS[0], "lock_refused", {"mentee": one.mentee, "mentor": one.mentor, "rule": one.reason.code})
            for one in refused
        ]
        if problems:
            raise ProblemsFound(problems)
        return self._paired(table, kept | wanted)

    def options(self, mentee: str) -> tuple[Option, ...]:
        """Every mentor for one executive, with what each would cost; raises ProblemsFound for an id nobody bears."""
        if mentee not in self.table.mentees:
            raise ProblemsFound([_nobody(mentee, self.table.mentees)])
        return wishes.options(self.table, self.locked, self.aims, self.best, mentee)

    # --- readiness, as a rule and as a warning ---

    def unready(self) -> Iterator[Problem]:
        """One warning that names the mentors who are not ready on what their executives need, where that is no rule."""
        couples = {(one.mentee, one.mentor) for one in self.best.pairs}
        names = sorted({self.workspace.name(mentor) for one, mentor in self._not_ready() if (one, mentor) in couples})
        if names and not self.workspace.settings.pairing.require_ready:
            fields = {"mentors": names if len(names) <= 4 else [*names[:3], "…"], "count": len(names)}
            yield Problem(DECISIONS[0], "paired_not_ready", fields, severity="warning")

    def _not_ready(self) -> Iterator[Couple]:
        """Pairs in which the mentor is not ready for any module on some topic that the executive needs. A topic that no
        module teaches asks for nothing."""
        catalogue = self.workspace.catalogue
        ready: dict[str, set[str]] = {mentor: set() for mentor in self.mentors}
        for (mentor, module), found in readiness_of(self.workspace, self.mentors).items():
            if found.ready:
                ready[mentor] |= set(catalogue.modules[module].teaches)
        taught = {topic for module in catalogue.modules.values() for topic in module.teaches}
        for mentee in mentee_profiles(self.workspace).values():
            needed = {topic for topic, need in mentee.needs.items() if need.target > need.level} & taught
            yield from ((mentee.id, mentor) for mentor in self.mentors if needed - ready[mentor])


def _of(locks: Iterable[LockRefused], mentee: str, mentor: str) -> Iterator[LockRefused]:
    return (one for one in locks if (one.mentee, one.mentor) == (mentee, mentor))


def _locked_twice(couples: Collection[Couple]) -> Iterator[Problem]:
    for mentee in sorted({mentee for mentee, _ in couples}):
        first, *more = sorted(mentor for one, mentor in couples if one == mentee)
        if more:
            yield Problem(DECISIONS[0], "locked_twice", {"mentee": mentee, "first": first, "second": more[0]})


def _couple(table: Table, one: str, other: str) -> Couple:
    mentee, mentor = (one, other) if one in table.mentees else (other, one)
    if mentee not in table.mentees:
        raise ProblemsFound([_nobody(mentee, table.mentees)])
    if mentor not in table.mentors:
        raise ProblemsFound([_nobody(mentor, table.mentors)])
    return mentee, mentor


def _nobody(identity: str, known: Collection[str]) -> Problem:
    return Problem("pairs.yaml", "unknown_person", {"id": identity, "near": near(identity, known)})


def mentee_profiles(workspace: Workspace) -> Mapping[str, MenteeProfile]:
    """Every executive, by id."""
    roster = workspace.export.roster if workspace.export else None
    defaults = workspace.settings.time
    return {identity: mentee_profile(one.value, roster, defaults) for identity, one in workspace.mentees.items()}


def profile(workspace: Workspace, identity: str) -> MentorProfile:
    """One mentor."""
    file = workspace.mentors.get(identity)
    roster = workspace.export.roster if workspace.export else None
    usual = workspace.settings.pairing.capacity
    return mentor_profile(identity, file.value if file else None, roster, workspace.topics, usual)


def managers(workspace: Workspace) -> dict[str, str]:
    """Everybody's manager, by id: from the executives' own files, else from the roster."""
    found = {one.id: one.manager for one in mentee_profiles(workspace).values() if one.manager}
    if workspace.export and (column := workspace.export.roster.meaning("manager")) is not None:
        told = zip(workspace.export.roster.ids, column.codes.tolist(), strict=True)
        found = {**{person: column.cells[code].strip() for person, code in told}, **found}
    return found


def readiness_of(workspace: Workspace, mentors: Iterable[str]) -> readiness.Matrix:
    """Where these mentors stand with every module of the programme."""
    own = {(mentor, module) for mentor, modules in workspace.own_words.items() for module in modules}
    on_file = [one.value for one in workspace.preparations]
    return readiness.matrix(mentors, workspace.catalogue.modules, on_file, own)
