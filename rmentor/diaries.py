"""The diaries of a programme: a calendar file for each session and side, a bundle for each person, a table of dates,
and the months at a glance."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rmentor import agenda
from rmentor.agenda import SIDES, Entry, Meeting, Side
from rmentor.files.workspace import OUT
from rmentor.paper import blocks as b
from rmentor.paper.documents import Document
from rmentor.paper.rendering import Press
from rmentor.paper.typography import typeset
from rmentor.paper.writer import Setting, Writer
from rmentor.profiles import MenteeProfile, MentorProfile
from rmentor.steps import Programme, Written
from rmentor.values import file_name
from rmentor.words import Words


@dataclass(frozen=True)
class Line:
    """One meeting as the tables and the month view show it."""

    meeting: Meeting
    mentee: str
    mentor: str
    modules: tuple[str, ...]


class Diaries:
    """The calendar files of one programme."""

    def __init__(self, programme: Programme, words: Mapping[str, Words], setting: Setting) -> None:
        self.programme = programme
        self.folder = programme.folder
        self.setting = setting
        self._all_words = {language: catalogue.printed for language, catalogue in words.items()}
        self.usual = programme.workspace.settings.programme.language

    def write(self) -> list[Written]:
        """Writes everything under `out/`, and takes away calendar files that nothing stands behind any more."""
        lines = list(self.lines())
        made: dict[str, bytes] = {}
        for mentee in {one.meeting.mentee: None for one in lines}:
            made |= self._of_executive([one for one in lines if one.meeting.mentee == mentee])
        for mentor in {one.meeting.mentor: None for one in lines}:
            mine = [one for one in lines if one.meeting.mentor == mentor]
            words = self._words_of(mine[0], "mentor")
            made[f"{OUT}/{words('agenda.folder')}/{file_name(mentor)}.ics"] = self._bundle(mine, "mentor")
        words = self._all_words[self.usual]
        made[f"{OUT}/{words('agenda.readme_file')}"] = words("agenda.readme").encode() + b"\n"
        press = Press()
        table = self.table(lines)
        made |= {f"{OUT}/{table.name}.{ending}": press.make(table, ending) for ending in ("pdf", "html")}
        made[f"{OUT}/{words('agenda.month_file')}.html"] = press.page("months", self.months(lines))
        written = [Written(name, self.folder.write(name, content)) for name, content in sorted(made.items())]
        for name in self._there():
            if name not in made:
                self.folder.remove(name)
                written.append(Written(name, True))
        return written

    def _there(self) -> Iterator[str]:
        """Calendar files of earlier calls."""
        root = self.folder.at(OUT)
        if root.is_dir():
            yield from (f"{OUT}/{one.relative_to(root).as_posix()}" for one in sorted(root.glob("*/**/*.ics")))

    def lines(self) -> Iterator[Line]:
        """Every meeting, executive by executive, with names and titles."""
        programme = self.programme
        settings = programme.workspace.settings
        told = programme.workspace.announced
        for mentee, plan in programme.kept_plans().items():
            own = [one for one in told.sessions if one.mentee == mentee]
            for meeting in agenda.meetings(plan, own, settings.jury_day):
                titles = tuple(programme.title(one) for one in meeting.modules)
                yield Line(meeting, programme.mentee_profiles[mentee].name, self._mentor(meeting).name, titles)

    def _mentor(self, meeting: Meeting) -> MentorProfile:
        return self.programme.mentor_profile(meeting.mentor)

    def _mentee(self, meeting: Meeting) -> MenteeProfile:
        return self.programme.mentee_profiles[meeting.mentee]

    def _words_of(self, line: Line, side: Side) -> Words:
        """The words of whoever reads the entry."""
        person = self._mentee(line.meeting) if side == "mentee" else self._mentor(line.meeting)
        return self._all_words[person.language or self.usual]

    def _of_executive(self, lines: list[Line]) -> dict[str, bytes]:
        """A file a session and a bundle, for the executive and for the mentor."""
        made = {}
        for side in SIDES:
            words = self._words_of(lines[-1], side)
            folder = f"{OUT}/{file_name(lines[0].meeting.mentee)}/{words('agenda.folder')}"
            who = words(f"agenda.side.{side}")
            for line in lines:
                # A session that another mentor was to hold is called off in a file of its own.
                other = "" if line.meeting.mentor == lines[-1].meeting.mentor else f"-{file_name(line.meeting.mentor)}"
                name = words("agenda.session_file", side=who, number=line.meeting.session)
                made[f"{folder}/{name}{other}.ics"] = self._calendar([line], side, words)
            made[f"{folder}/{who}.ics"] = self._bundle(lines, side)
        return made

    def _bundle(self, lines: list[Line], side: Side) -> bytes:
        return self._calendar(lines, side, self._words_of(lines[-1], side))

    def _calendar(self, lines: list[Line], side: Side, words: Words) -> bytes:
        settings = self.programme.workspace.settings
        entries = [(one.meeting, self._entry(one, side, words)) for one in lines]
        name = settings.programme.name
        return agenda.calendar(name, settings.timezone, name, entries, words.language)

    def _entry(self, line: Line, side: Side, words: Words) -> Entry:
        """What a diary says; the executive's holds nothing of the mentor's own notes."""
        meeting, other = line.meeting, line.mentor if side == "mentee" else line.mentee
        settings = self.programme.workspace.settings
        key = "agenda.summary_off" if meeting.cancelled else "agenda.summary"
        parts = [words("agenda.with", name=other)]
        if line.modules:
            parts.append(words("agenda.modules", modules=list(line.modules)))
        if not meeting.cancelled and (bring := self._to_bring(meeting, side)):
            parts.append(words("agenda.bring", things=bring))
        if not meeting.cancelled and meeting.session > 1:
            parts.append(words(f"agenda.ritual_{side}"))
        mentee, mentor = self._mentee(meeting), self._mentor(meeting)
        place = mentee.site if mentee.site == mentor.site else ""
        summary = words(key, programme=settings.programme.name, number=meeting.session, name=other)
        return Entry(summary, "\n".join(parts), place)

    def _to_bring(self, meeting: Meeting, side: Side) -> list[str]:
        """What the session's modules ask for; the mentor's diary alone, who prepares."""
        if side == "mentee":
            return []
        known = self.programme.workspace.catalogue.modules
        things = [thing.name for one in meeting.modules if one in known for thing in known[one].materials]
        return list(dict.fromkeys(things))

    def table(self, lines: list[Line]) -> Document:
        """All dates of the programme on paper, month by month: for assistants and for whoever books the rooms."""
        writer = Writer(self.setting, self._all_words[self.usual])
        words = writer.words
        title = writer.set(words("agenda.table_title"))
        return writer.document("dates", words("agenda.table_file"), writer.set(self.setting.programme),
                               self._table_blocks(writer, lines, title))  # fmt: skip

    def _table_blocks(self, writer: Writer, lines: list[Line], title: str) -> Iterator[b.Block]:
        words = writer.words
        months = agenda.by_month(one.meeting for one in lines)
        line_of = {id(one.meeting): one for one in lines}
        count = sum(not one.meeting.cancelled for one in lines)
        yield b.Title(title, writer.set(self.setting.programme), (writer.set(words("agenda.count", count=count)),))
        headings = tuple(
            writer.set(words(f"agenda.heading.{one}")) for one in ("day", "time", "mentee", "mentor", "session")
        )
        for (year, month), found in months.items():
            name = writer.set(words.day(dt.date(year, month, 1), "LLLL y"))
            yield b.Heading(name[:1].upper() + name[1:])
            rows = tuple(self._table_row(writer, line_of[id(one)]) for one in found)
            yield b.Table(name, headings, rows, (0.2, 0.17, 0.23, 0.23, 0.17))

    def _table_row(self, writer: Writer, line: Line) -> tuple[str, ...]:
        words, meeting = writer.words, line.meeting
        end = meeting.start + dt.timedelta(minutes=meeting.minutes)
        number = words.number(meeting.session)
        session = words("agenda.off", number=meeting.session) if meeting.cancelled else number
        return (
            writer.set(words.day(meeting.start.date(), "EEE d MMM")),
            f"{words.time(meeting.start.time())}–{words.time(end.time())}",
            writer.set(line.mentee),
            writer.set(line.mentor),
            writer.set(session),
        )

    def months(self, lines: list[Line]) -> dict[str, Any]:
        """The month view, as its template takes it: weeks of seven days, Monday first."""
        words = self._all_words[self.usual]

        def say(text: str) -> str:
            return typeset(text, words.language)

        held = [one for one in lines if not one.meeting.cancelled]
        line_of = {id(one.meeting): one for one in held}
        months = []
        for (year, month), found in agenda.by_month(one.meeting for one in held).items():
            title = words.day(dt.date(year, month, 1), "LLLL y")
            weeks = [
                [
                    {
                        "number": day.day if day.month == month else None,
                        "label": words.day(day, "EEEE d MMMM"),
                        "off": self.programme.frame.holidays.get(day, "") if day.month == month else "",
                        "meetings": [_shown(line_of[id(one)], words) for one in found if one.start.date() == day],
                    }
                    for day in week
                ]
                for week in calendar.Calendar().monthdatescalendar(year, month)
            ]
            months.append({"title": say(title[:1].upper() + title[1:]), "weeks": weeks})
        monday = dt.date(2024, 1, 1)
        return {
            "language": words.language,
            "title": say(words("agenda.month_title")),
            "head": say(" · ".join(filter(None, (self.setting.programme, self.setting.facts.programme.client)))),
            "look": self.setting.look,
            "count": say(words("agenda.count", count=len(held))),
            "weekdays": [words.day(monday + dt.timedelta(days=one), "EEE") for one in range(7)],
            "months": months,
        }


def _shown(line: Line, words: Words) -> dict[str, str]:
    meeting = line.meeting
    return {
        "time": words.time(meeting.start.time()),
        "pair": typeset(words("agenda.pair", mentee=line.mentee, mentor=line.mentor), words.language),
        "session": typeset(words("agenda.session", number=meeting.session), words.language),
    }
