"""Select, pair, plan as one graph: what each step reads and writes, and whether what stands on disk is still true."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from rmentor import readiness, scheduling, selecting
from rmentor.couples import Couples, mentee_profiles, profile, readiness_of
from rmentor.errors import Problem, ProblemsFound, errors_of
from rmentor.files import checks, outputs, results
from rmentor.files.daysoff import public_holidays
from rmentor.files.export import Export
from rmentor.files.folder import Folder, digest_of
from rmentor.files.marksfile import MARKS
from rmentor.files.validated import near
from rmentor.files.wording import Wording
from rmentor.files.workspace import ANNOUNCED, DECISIONS, JOURNAL, PAIRS, PLANS, SELECTION, SETTINGS, Workspace
from rmentor.outcomes import Pairs, Plan, Selection
from rmentor.people import Mentee
from rmentor.profiles import MenteeProfile, MentorProfile
from rmentor.selecting import Chosen
from rmentor.slots import Frame
from rmentor.values import file_name
from rmentor.words import LANGUAGES, Words

Inputs = dict[str, str]
Progress = Callable[[str, int, int], None]
"""Called as work goes on: what is being done, how much is done, of how much."""


@dataclass(frozen=True)
class Written:
    """One file that a step made: its name, and whether its bytes changed."""

    name: str
    changed: bool


class Programme:
    """One programme, from inputs to results. Nothing is computed before it is asked for, and nothing twice."""

    def __init__(
        self, folder: Folder, words: Callable[[str], Words], *, force: bool = False, set_aside: bool = False
    ) -> None:
        self.folder = folder
        self.force = force
        self.workspace = Workspace(folder)
        self.workspace.set_aside = set_aside
        self.warnings: list[Problem] = []
        self.unplannable: list[Problem] = []
        self.unsettled: list[Problem] = []
        self._words = words
        self.tell: Progress = _in_silence

    def on_trial(self) -> Programme:
        """The same programme, for changes that are tried and not written."""
        return Programme(Folder(self.folder.path, pretend=True), self._words)

    def as_if(self, person: Mentee) -> Programme:
        """The same programme, were one executive's file to say this: for what-ifs. Nothing is read again or written."""
        other = self.on_trial()
        other.workspace, other.frame = self.workspace.as_if(person), self.frame
        mine = self.workspace.mentees[person.id].source.path
        other.unsettled = [one for one in self.unsettled if one.path != mine]
        return other

    # --- inputs ---

    def use_roster(self, path: Path | None) -> None:
        """Reads another roster than the programme's, for this call."""
        self.workspace.other_roster = path

    def check(self) -> list[Problem]:
        """Every problem of every input."""
        _ = [self.wording.translated(language) for language in LANGUAGES]
        return checks.everything(self.workspace)

    def require_settings(self) -> None:
        """Raises ProblemsFound if `rmentor.yaml` or a kit that it lists is wrong: for what nobody's data go into."""
        _ = self.workspace.settings, self.workspace.catalogue
        found = list(checks.settings(self.workspace))
        wrong = errors_of([*self.workspace.problems, *found])
        if wrong:
            raise ProblemsFound(wrong)
        self.warnings = [one for one in (*self.workspace.problems, *found) if one.severity == "warning"]

    def require_sound_inputs(self, *, kits: bool = False, settled: bool = True) -> None:
        """Raises ProblemsFound if an input that a step reads is wrong; warnings stay in `warnings`. Without `settled`,
        what cannot hold for one executive, and modules that wait for one another, stop those plans alone."""
        workspace = self.workspace
        _ = workspace.read_settings, workspace.export, workspace.mentees, workspace.mentors, workspace.choices
        if kits:
            _ = workspace.catalogue, workspace.own_words
            _ = [self.wording.translated(language) for language in workspace.languages]
        found = [*checks.inputs(workspace), *(checks.people(workspace) if workspace.export else ())]
        self.warnings = [one for one in (*workspace.problems, *found) if one.severity == "warning"]
        wrong = errors_of([*workspace.problems, *found])
        if not settled:
            self.unsettled = [one for one in wrong if checks.stops_one_alone(one)]
            wrong = tuple(one for one in wrong if not checks.stops_one_alone(one))
        if wrong:
            raise ProblemsFound([*wrong, *self.warnings])

    @property
    def export(self) -> Export:
        """The roster; raises ProblemsFound where it cannot be read."""
        if self.workspace.export is None:
            raise ProblemsFound(self.workspace.problems)
        return self.workspace.export

    @property
    def words(self) -> Words:
        """The catalogue of the programme's language."""
        return self._words(self.workspace.settings.programme.language)

    def digests(self, names: Iterable[str]) -> Inputs:
        """The digests of those inputs that exist, by name; an output counts by its result."""
        found: Inputs = {}
        for name in names:
            if name in (SELECTION, PAIRS):
                if self.folder.has(name):
                    found[name] = outputs.result_digest(self.folder.read(name))
            elif (told := self.folder.digest(name)) is not None:
                found[name] = told
        return found

    # --- select ---

    @cached_property
    def wording(self) -> Wording:
        """The kits in each language, and in each mentor's own words."""
        return Wording(self.workspace)

    @cached_property
    def choice(self) -> Chosen:
        """Everybody judged and chosen, from the roster in `rmentor.yaml`, or from the one used for this call."""
        return selecting.choose(self.workspace, self.export)

    @property
    def selection(self) -> Selection:
        """Everybody judged."""
        return self.choice.selection

    def selection_inputs(self) -> Inputs:
        """What the selection is made from."""
        settings = self.workspace.settings
        kits = self._kit_files() if settings.selection.cover.topics and settings.topics is None else ()
        return self.digests([
            SETTINGS,
            settings.roster.file,
            MARKS,
            *DECISIONS,
            *self.folder.names("mentees"),
            *self.folder.names("mentors"),
            *kits,
        ])  # fmt: skip

    def keep_selection(self) -> Written:
        """Writes `selection.yaml`."""
        body = results.selection_file(self.selection, self.export.set_aside, self.choice.group)
        return self._keep(SELECTION, "select", self.selection_inputs(), body)

    def uncovered(self) -> list[Problem]:
        """What the chosen lack together, as `selection.yaml` says."""
        if not self.folder.has(SELECTION):
            return []
        return selecting.uncovered(self.workspace, results.read_uncovered(self.folder.read(SELECTION)))

    # --- pair ---

    @cached_property
    def mentee_profiles(self) -> Mapping[str, MenteeProfile]:
        """Every executive, by id."""
        return mentee_profiles(self.workspace)

    def mentor_profile(self, identity: str) -> MentorProfile:
        """One mentor."""
        return profile(self.workspace, identity)

    def chosen(self) -> tuple[str, ...]:
        """The mentors of `selection.yaml`; raises ProblemsFound where it is missing or no longer true."""
        self._require(SELECTION, "select", self.selection_inputs())
        return results.read_mentors(self.folder.read(SELECTION))

    @cached_property
    def couples(self) -> Couples:
        """Who may mentor whom, among the mentors of `selection.yaml`."""
        return Couples(self.workspace, self.chosen())

    @cached_property
    def pairs(self) -> Pairs:
        """Who mentors whom."""
        found = self.couples.best
        self.warnings += self.couples.warnings
        return found

    def pairs_inputs(self) -> Inputs:
        """What the pairs are made from."""
        settings = self.workspace.settings
        rules = settings.pairing
        kits = self._kit_files() if settings.topics is None or rules.require_ready else ()
        homes = [one for one in self.folder.names("mentors", "") if self.folder.at(one).is_dir()]
        own = [name for one in homes for name in self.folder.names(f"{one}/modules")] if rules.require_ready else []
        return {
            **self.digests([
                SETTINGS,
                settings.roster.file,
                SELECTION,
                *DECISIONS,
                *self.folder.names("mentees"),
                *self.folder.names("mentors"),
                *kits,
                *own,
                *([rules.last_round] if rules.last_round else ()),
            ]),
            **self._told_pairs(),
        }  # fmt: skip

    def _told_pairs(self) -> Inputs:
        """The digest of the announced pairs: sessions that are announced do not change who is with whom."""
        told = sorted((one.mentee, one.mentor) for one in self.workspace.announced.pairs)
        return {ANNOUNCED: digest_of({f"{mentee}\t{mentor}": None for mentee, mentor in told})} if told else {}

    def _kit_files(self) -> tuple[str, ...]:
        """The files of the programme's kits."""
        return self.workspace.kit_names

    def keep_pairs(self) -> Written:
        """Writes `pairs.yaml`."""
        return self._keep(PAIRS, "pair", self.pairs_inputs(), results.pairs_file(self.pairs))

    # --- plan ---

    def paired(self) -> dict[str, str]:
        """Each executive's mentor, from `pairs.yaml`; raises ProblemsFound where it is missing or no longer true."""
        self._require(PAIRS, "pair", self.pairs_inputs())
        return results.read_pairs(self.folder.read(PAIRS))

    @cached_property
    def frame(self) -> Frame:
        """The programme's days."""
        settings = self.workspace.settings
        facts, place = settings.programme, settings.time.holidays
        days = public_holidays(place.country, place.region, facts.language, facts.start.year, facts.end.year)
        return Frame(facts.start, facts.end, days)

    @cached_property
    def plans(self) -> Mapping[str, Plan]:
        """Every executive's plan, by id; those that cannot be dated are in `unplannable` instead."""
        return self.planned(self.paired())

    def planned(self, mentor_of: Mapping[str, str], *, keep: bool = True) -> dict[str, Plan]:
        """The plans of these pairs; without `keep`, as if nothing had been announced."""
        workspace, profiles = self.workspace, self.mentee_profiles
        behind = {
            mentee: scheduling.behind(workspace, self.frame, profiles[mentee], mentor)
            for mentee, mentor in mentor_of.items()
        }
        if not keep:
            behind = {mentee: replace(one, told={}) for mentee, one in behind.items()}
        sharing = _of_each_mentor(mentor_of)
        taken: dict[str, set[dt.date]] = {}
        found: dict[str, Plan] = {}
        for done, mentee in enumerate(sorted(mentor_of)):
            self.tell(workspace.name(mentee), done, len(mentor_of))
            mentor = self.mentor_profile(mentor_of[mentee])
            days = taken.setdefault(mentor.id, set())
            later = [one for one in sharing[mentor.id] if one > mentee]
            others = scheduling.others(workspace, behind, later, days)
            if any(one.path == workspace.mentees[mentee].source.path for one in self.unsettled):
                continue
            plan, problems = scheduling.plan(workspace, self.frame, profiles[mentee], mentor, behind[mentee], others)
            self.unplannable += errors_of(problems)
            self.warnings += [one for one in problems if one.severity == "warning"]
            if plan is not None and not self._refused_unready(plan):
                found[mentee] = plan
                days.update(session.start.date() for session in plan.sessions if session.start)
        return found

    @property
    def waiting(self) -> list[Problem]:
        """What keeps somebody from a plan."""
        return [*self.unsettled, *self.unplannable]

    def at_hand(self) -> dict[str, str]:
        """Each executive's mentor as `pairs.yaml` has it, true or not: for what-ifs, right after something changed."""
        if not self.folder.has(PAIRS):
            raise ProblemsFound([Problem(PAIRS, "missing_output", {"command": "pair"})])
        listed = results.read_pairs(self.folder.read(PAIRS))
        return {mentee: mentor for mentee, mentor in listed.items() if mentee in self.workspace.mentees}

    def plans_of(self, mentees: Collection[str]) -> Mapping[str, Plan]:
        """The plans of these executives, or of all where none is named; raises ProblemsFound for an id nobody bears."""
        self.require_mentees(mentees)
        return {one: plan for one, plan in self.plans.items() if one in mentees or not mentees}

    def require_mentees(self, mentees: Collection[str]) -> None:
        """Raises ProblemsFound for an id that no executive bears."""
        known = self.workspace.mentees
        unknown = [one for one in mentees if one not in known]
        if unknown:
            raise ProblemsFound(
                Problem("mentees", "unknown_person", {"id": one, "near": near(one, known)}) for one in unknown
            )

    def title(self, module: str) -> str:
        """A module's title, or its id where there is none."""
        known = self.workspace.catalogue.modules
        return known[module].title if module in known else module

    # --- readiness ---

    def readiness_of(self, mentors: Iterable[str]) -> readiness.Matrix:
        """Where these mentors stand with every module of the programme."""
        return readiness_of(self.workspace, mentors)

    def unready(self, plan: Plan) -> tuple[readiness.Readiness, ...]:
        """The modules that a plan seats its mentor with before they are ready, in the order of the sessions."""
        seated = [module.id for session in plan.sessions for module in session.modules]
        return tuple(readiness.unready(self.readiness_of([plan.mentor]), plan.mentor, seated))

    def _refused_unready(self, plan: Plan) -> bool:
        """With `require_ready`, a plan whose mentor is not ready is told and not made."""
        if not self.workspace.settings.pairing.require_ready or not (missing := self.unready(plan)):
            return False
        fields = {"mentor": self.workspace.name(plan.mentor), "modules": [self.title(one.module) for one in missing]}
        self.unplannable.append(self.workspace.mentees[plan.mentee].source.problem((), "mentor_not_ready", **fields))
        return True

    def warn_of_unready(self, plans: Mapping[str, Plan]) -> None:
        """One warning that names the mentors whom these plans seat before they are ready."""
        names = dict.fromkeys(self.workspace.name(plan.mentor) for plan in plans.values() if self.unready(plan))
        if names:
            fields = {"mentors": _few(list(names)), "count": len(names)}
            self.warnings.append(Problem(DECISIONS[0], "mentors_not_ready", fields, severity="warning"))

    def plan_inputs(self, mentor_of: Mapping[str, str]) -> dict[str, Inputs]:
        """What each plan of these pairs is made from. Executives of the same mentor share its days: what they agreed
        on, were told of and have behind them counts too."""
        for_all = self.digests([SETTINGS, PAIRS, *self._kit_files()])
        found: dict[str, Inputs] = {}
        for mentor, sharing in _of_each_mentor(mentor_of).items():
            own = self.digests([
                *(f"mentees/{file_name(one)}.yaml" for one in sharing),
                *(f"{JOURNAL}/{file_name(one)}.yaml" for one in sharing),
                f"mentors/{file_name(mentor)}.yaml",
                *(self._readiness_files(mentor) if self.workspace.settings.pairing.require_ready else ()),
            ])  # fmt: skip
            own |= {**for_all, **self._told_sessions(sharing)}
            found |= dict.fromkeys(sharing, own)
        return found

    def _told_sessions(self, mentees: Collection[str]) -> Inputs:
        """The digest of what was announced to these executives."""
        lines = {one.model_dump_json(): None for who in mentees for one in self.workspace.told.get(who, ())}
        return {ANNOUNCED: digest_of(lines)} if lines else {}

    def _readiness_files(self, mentor: str) -> Iterator[str]:
        yield from DECISIONS
        yield from self.folder.names(f"mentors/{file_name(mentor)}/modules")

    def keep_plans(self) -> list[Written]:
        """Writes `plans/`, and removes the plans of those who no longer have one."""
        inputs = self.plan_inputs(self.paired())
        written = []
        for mentee, plan in self.plans.items():
            name = self.plan_file(mentee)
            written.append(self._keep(name, "plan", inputs[mentee], results.plan(plan)))
        for name in self.folder.names(PLANS):
            if name not in {one.name for one in written}:
                self._refuse_edited(name)
                self.folder.remove(name)
                written.append(Written(name, True))
        return written

    @staticmethod
    def plan_file(mentee: str) -> str:
        """Where an executive's plan stands."""
        return f"{PLANS}/{file_name(mentee)}.yaml"

    def plans_stale(self) -> bool:
        """Whether a plan is missing, no longer true, or nobody's."""
        inputs = {self.plan_file(mentee): found for mentee, found in self.plan_inputs(self.paired()).items()}
        return bool(set(self.folder.names(PLANS)) - set(inputs)) or any(
            self.stale(name, found) for name, found in inputs.items()
        )

    def kept_plans(self) -> dict[str, Plan]:
        """The plans on disk, by id; raises ProblemsFound where one is no longer true, or where there is none at all.
        One that is missing, because its sessions find no dates, is told and passed over."""
        inputs = self.plan_inputs(self.paired())
        names = {mentee: self.plan_file(mentee) for mentee in sorted(inputs)}
        there = {mentee: name for mentee, name in names.items() if self.folder.has(name)}
        for mentee, name in (there or names).items():
            self._require(name, "plan", inputs[mentee])
        told = {problem.path for problem in self.unplannable}
        for mentee in names.keys() - there.keys():
            if self.workspace.mentees[mentee].source.path not in told:
                fields = {"name": self.workspace.name(mentee)}
                self.warnings.append(Problem(names[mentee], "without_plan", fields, severity="warning"))
        return {mentee: results.read_plan(self.folder.read(name)) for mentee, name in there.items()}

    # --- what stands on disk ---

    def stale(self, name: str, inputs: Inputs) -> bool:
        """Whether an output is missing, or was made from something else than these inputs; one that a hand changed is
        stale with `force`, and otherwise raises ProblemsFound."""
        if self.force and self.folder.has(name) and not outputs.unchanged_by_hand(self.folder.read(name)):
            return True
        made_from = self.workspace.made_from(name)
        return made_from is None or made_from != inputs

    def _require(self, name: str, command: str, inputs: Inputs) -> None:
        if not self.folder.has(name):
            raise ProblemsFound([Problem(name, "missing_output", {"command": command})])
        if self.stale(name, inputs):
            raise ProblemsFound([self._stale_because(name, command, inputs)])

    def _stale_because(self, name: str, command: str, inputs: Inputs) -> Problem:
        made_from = self.workspace.made_from(name) or {}
        changed = sorted(one for one in {*made_from, *inputs} if made_from.get(one) != inputs.get(one))
        shown: object = changed if len(changed) <= 3 else ", ".join(changed[:3]) + " …"
        return Problem(name, "stale_output", {"command": command, "changed": shown})

    def _refuse_edited(self, name: str) -> None:
        if self.folder.has(name) and not self.force and not outputs.unchanged_by_hand(self.folder.read(name)):
            raise ProblemsFound([outputs.edited(name)])

    def _keep(self, name: str, command: str, inputs: Inputs, body: Mapping[str, object]) -> Written:
        self._refuse_edited(name)
        heading = self.words(f"output.{command}")
        return Written(name, self.folder.write(name, outputs.written(heading, inputs, body)))


def _of_each_mentor(mentor_of: Mapping[str, str]) -> dict[str, list[str]]:
    """The executives of each mentor, sorted."""
    found: dict[str, list[str]] = {}
    for mentee in sorted(mentor_of):
        found.setdefault(mentor_of[mentee], []).append(mentee)
    return found


def _in_silence(what: str, done: int, total: int) -> None:
    """Tells nothing."""


def _few(names: list[str]) -> list[str]:
    return names if len(names) <= 4 else [*names[:3], "…"]
