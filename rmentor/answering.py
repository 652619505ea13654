"""What people answered, taken in: exports of online forms and forms that were saved, matched to people and written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from pydantic import ValidationError

from rmentor import harvest, replies
from rmentor.directory import Directory, Person, Unmatched
from rmentor.errors import Problem, ProblemsFound, errors_of
from rmentor.files import answersfile, filled, results
from rmentor.files.edits import Edit, Recorded
from rmentor.files.validated import near
from rmentor.files.workspace import PAIRS
from rmentor.formreading import Row, Settled
from rmentor.harvest import NEEDS, Batch, Change, Given, Key
from rmentor.people import Answer, Mentee
from rmentor.programme import FORMS
from rmentor.steps import Programme
from rmentor.values import file_name, plain
from rmentor.words import LANGUAGES, words

_PEOPLE = ("id", "email", "name")
_SIDES = {
    **dict.fromkeys(("mentee", "dirigeant", "dirigeante", "executive"), "mentee"),
    **dict.fromkeys(("mentor", "mentore"), "mentor"),
}

WhoIs = Callable[[str, int | None, str], str | None]
"""Asks who somebody is that nobody is found for: file, line, what is written. None: nobody can be asked; blank: the
row is to be left out."""


class Answering:
    """Takes answers into one programme."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.workspace = programme.workspace
        self._says = [words(language) for language in LANGUAGES]
        self._found: dict[tuple[str, ...], str | Unmatched] = {}
        self._meant = {one.told.casefold(): one.id or "" for one in self.workspace.meant}
        self._said: dict[str, str] = {}
        self.used_meant: dict[str, str] = {}
        """Who was meant by what these rows hold and nobody is found by, said now or earlier; blank: left out."""
        self._grouped: dict[str, Mapping[Key, list[Answer]]] = {}

    # --- understanding ---

    @cached_property
    def directory(self) -> Directory:
        """Everybody who may have answered."""
        roster = self.workspace.export.roster if self.workspace.export else None
        found = {}
        if roster is not None:
            texts = [roster.meaning("email")]
            for place, one in enumerate(roster.ids):
                email = texts[0].text(place) if texts[0] else ""
                found[one] = Person(one, roster.name(place), email)
        for one, profile in self.programme.mentee_profiles.items():
            found[one] = Person(one, profile.name, profile.email)
        return Directory(found.values())

    @cached_property
    def _mentees_of(self) -> Mapping[str, tuple[str, ...]]:
        """The executives of each mentor, from `pairs.yaml` and from what was announced."""
        folder = self.programme.folder
        pairs = list(results.read_pairs(folder.read(PAIRS)).items()) if folder.has(PAIRS) else []
        pairs += [(one.mentee, one.mentor) for one in self.workspace.announced.pairs]
        found: dict[str, dict[str, None]] = {}
        for mentee, mentor in pairs:
            found.setdefault(mentor, {})[mentee] = None
        return {mentor: tuple(mentees) for mentor, mentees in found.items()}

    @cached_property
    def _asked(self) -> replies.Asked:
        topics = {}
        for key, one in self.workspace.topics.items():
            topics[key] = (one.label or key, min(one.scale), max(one.scale))
        choices: dict[str, dict[str, str]] = {"fit": {}, "credit": {}}
        for say in self._says:
            choices["fit"] |= {plain(say(f"doc.fit.{entry}")): value for entry, value in
                               (("good", "good"), ("adjust", "unsure"), ("change", "not good"))}  # fmt: skip
            choices["credit"] |= {plain(say(f"doc.mid.{one}")): one for one in ("fewer", "same", "more")}
        modules = self.workspace.catalogue.modules.values()
        quizzes = {one.id: sum(bool(question.answer) for question in one.questionnaire) for one in modules}
        return replies.Asked(topics, choices, quizzes)

    def batch(self, rows: Iterable[Row], settled: Settled, who_is: WhoIs) -> Batch:
        """What the rows give that is new. Raises ProblemsFound with every fault of every row."""
        problems: list[Problem] = []
        given: list[Given] = []
        blank = left = 0
        for shown, line, cells in rows:
            found = self._one(shown, line, cells, settled, who_is)
            if isinstance(found, Given):
                if found.answers or found.needs:
                    given.append(found)
                else:
                    blank += 1
            elif found is None:
                left += 1
            else:
                problems += found
        last, again = harvest.last_of_each(given)
        problems += again
        if errors_of(problems):
            raise ProblemsFound(problems)
        fresh = [one for one in map(self._fresh, last) if one is not None]
        levels = [one for one in last if self._new_levels(one)]
        return Batch(tuple(fresh), len(last) - len(fresh), blank, left, tuple(levels), tuple(problems))

    def _one(
        self, shown: str, line: int | None, cells: Mapping[str, str], settled: Settled, who_is: WhoIs
    ) -> Given | list[Problem] | None:
        """One row; its problems; or None where it is to be left out."""
        problems: list[Problem] = []

        def wrong(code: str, **fields: object) -> None:
            problems.append(Problem(shown, code, fields, line))

        form = cells.get("form", "")
        if form not in FORMS:
            wrong("form_expected", value=form, choices=list(FORMS), near=near(form, FORMS))
            return problems
        day = replies.day(cells["on"]) if cells.get("on") else settled.on
        if day is None:
            wrong("day_expected", value=cells.get("on", ""))
        if form in (NEEDS, "before"):
            cells = {f"level.{key[5:]}" if key.startswith("then.") else key: text for key, text in cells.items()}
        reply, faults = replies.reply(self._by_id(cells), self._asked)
        problems += [Problem(shown, code, fields, line) for code, fields in faults]
        found = self._about(shown, line, form, cells, settled, who_is)
        if found is None:
            return None
        if isinstance(found, Problem):
            problems.append(found)
        if problems or isinstance(found, Problem) or day is None:
            return problems
        mentee, who = found
        profile = self.programme.mentee_profiles.get(mentee)
        if reply.module is not None and reply.module not in self.workspace.catalogue.modules:
            known = self.workspace.catalogue.modules
            wrong("unknown_module", module=reply.module, near=near(reply.module, known))
        if profile and reply.session is not None and reply.session > profile.time.sessions:
            wrong("session_beyond_credit", session=reply.session, sessions=profile.time.sessions)
        if problems:
            return problems
        base = Given(shown, line, mentee, who, day, form)
        if reply.blank:
            return base
        try:
            answers = tuple(harvest.answers(form, who, day, reply))
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                context = dict(detail.get("ctx") or {})
                statement = str(context.get("statement", detail["loc"][-1] if detail["loc"] else ""))
                wrong("not_asked_there", form=form, who=who, statement=statement)
            return problems
        return replace(base, answers=answers, needs=reply if form == NEEDS else None)

    def _by_id(self, cells: Mapping[str, str]) -> Mapping[str, str]:
        """A module named by its title is named by its id."""
        if cells.get("module") and (found := self._modules.get(plain(cells["module"]))):
            return {**cells, "module": found}
        return cells

    @cached_property
    def _modules(self) -> Mapping[str, str]:
        return {plain(name): key for key, one in self.workspace.catalogue.modules.items() for name in (one.title, key)}

    def _about(
        self, shown: str, line: int | None, form: str, cells: Mapping[str, str], settled: Settled, who_is: WhoIs
    ) -> tuple[str, str] | Problem | None:
        """Whose programme a row is about and which side answers; None where the row is to be left out."""
        written = tuple(cells.get(key, "") for key in _PEOPLE)
        if written not in self._found:
            self._found[written] = self.directory.find(*written)
        person = self._found[written]
        if isinstance(person, Unmatched):
            told = str(person.fields.get("told", ""))
            answer = self._who_was_meant(told, lambda: who_is(shown, line, told or "–"))
            if answer is None:
                if person.code != "person_not_found":
                    return Problem(shown, person.code, person.fields, line)
                close = near(told, self.directory.people)
                return Problem(shown, "answers_of_unknown", {**person.fields, "near": close}, line)
            if not answer:
                return None
            person = answer
        side = _SIDES.get(plain(cells.get("who", "")), settled.who)
        mine = self._mentees_of.get(person, ())
        if side is None:
            side = "mentee" if form == NEEDS or person in self.workspace.mentees or not mine else "mentor"
        if side == "mentee":
            if form != NEEDS and person not in self.workspace.mentees:
                return Problem(shown, "answers_of_no_mentee", {"id": person}, line)
            return person, side
        named = cells.get("mentee", "")
        about = self.directory.find(named, "", named) if named else mine[0] if len(mine) == 1 else ""
        if isinstance(about, Unmatched) or about not in self.workspace.mentees:
            return Problem(shown, "whose_mentor", {"id": person, "told": named, "people": list(mine) or ["–"]}, line)
        return about, side

    def say_meant(self, told: str, identity: str) -> None:
        """Who is meant by what is written, said beforehand; blank: such rows are left out. Raises ProblemsFound for an
        id that nobody bears."""
        if identity and identity not in self.directory.people:
            fields = {"id": identity, "near": near(identity, self.directory.people)}
            raise ProblemsFound([Problem("--person", "unknown_person", fields)])
        if self._meant.get(told.casefold()) != identity:
            self._meant[told.casefold()] = self._said[told] = identity

    @property
    def to_remember(self) -> Mapping[str, str]:
        """What somebody said now of what these rows hold."""
        said = {told.casefold() for told in self._said}
        return {told: identity for told, identity in self.used_meant.items() if told.casefold() in said}

    def said_of_nobody(self) -> Iterator[Problem]:
        """Warnings of what was said beforehand and stands in no row."""
        used = {told.casefold() for told in self.used_meant}
        for told in self._said:
            if told.casefold() not in used:
                yield Problem("--person", "person_in_no_row", {"told": told}, severity="warning")

    def _who_was_meant(self, told: str, ask: Callable[[], str | None]) -> str | None:
        """Who was meant: as said earlier, unless nobody bears that id any more, else as said now; None where nobody
        says. A row on which nothing is written says nothing about the next one."""
        answer = self._meant.get(told.casefold()) if told else None
        if answer is None or (answer and answer not in self.directory.people):
            answer = ask()
            if told and answer is not None:
                self._meant[told.casefold()] = self._said[told] = answer
        if told and answer is not None:
            self.used_meant[told] = answer
        return answer

    # --- what is new ---

    def _fresh(self, given: Given) -> Given | None:
        """What of a row was not taken in before; None where that is nothing. Needs were taken in with their answer:
        whatever people changed in the executive's file since then stays."""
        known = self._known(given.mentee)
        new = tuple(one for one in given.answers if one not in known.get(harvest.key(one), ()))
        needs = given.needs if new or (not given.answers and self._changes(given)) else None
        return replace(given, answers=new, needs=needs) if new or needs else None

    def _known(self, mentee: str) -> Mapping[Key, list[Answer]]:
        if mentee not in self._grouped:
            placed = self.workspace.answers.get(mentee)
            found: dict[Key, list[Answer]] = {}
            for one in placed.value.answers if placed else ():
                found.setdefault(harvest.key(one), []).append(one)
            self._grouped[mentee] = found
        return self._grouped[mentee]

    def _mentee(self, mentee: str) -> Mentee:
        placed = self.workspace.mentees.get(mentee)
        return placed.value if placed else Mentee(version=1, id=mentee)

    def _changes(self, given: Given) -> list[Change]:
        if given.needs is None:
            return []
        start = self.workspace.settings.programme.start
        return list(harvest.changes(self._mentee(given.mentee), given.needs, given.on, start))

    def _new_levels(self, given: Given) -> list[Change]:
        return list(harvest.new_levels(self._mentee(given.mentee).topics, given))

    # --- writing ---

    def into_mentees(self, programme: Programme, batch: Batch, *, needs: bool, levels: bool) -> list[Recorded]:
        """Writes needs and new levels into the executives' files of a programme (this one, or one on trial)."""
        changes: dict[str, list[Change]] = {}
        for one in batch.new if needs else ():
            if one.needs is not None:
                changes.setdefault(one.mentee, []).extend(self._changes(one))
        for one in batch.levels if levels else ():
            changes.setdefault(one.mentee, []).extend(self._new_levels(one))
        done = []
        for mentee, found in sorted(changes.items()):
            if found:
                edit = Edit(programme.folder, f"mentees/{file_name(mentee)}.yaml")
                if edit.get(("id",)) is None:
                    edit.put(("id",), mentee)
                for where, value in found:
                    edit.put(where, value)
                done.append(edit.save())
        return done

    def tried(self, batch: Batch, *, needs: bool, levels: bool) -> tuple[Programme, list[Recorded]]:
        """The executives' files as they would be; raises ProblemsFound where an input would be wrong then."""
        trial = self.programme.on_trial()
        done = self.into_mentees(trial, batch, needs=needs, levels=levels)
        if done:
            trial.require_sound_inputs(kits=True)
        return trial, done

    def into_memory(self) -> Recorded | None:
        """Writes down who was meant, so that the next export asks nothing."""
        return filled.remember_people(self.programme.folder, self.to_remember)

    def into_answers(self, batch: Batch, *, needs: bool) -> list[Recorded]:
        """Writes answers, and with needs that were not wanted not those that came with them."""
        found: dict[str, list[Answer]] = {}
        for one in batch.new:
            if one.answers and (needs or one.needs is None):
                found.setdefault(one.mentee, []).extend(one.answers)
        return [answersfile.grow(self.programme.folder, mentee, new) for mentee, new in sorted(found.items())]
