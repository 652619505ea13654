"""Calendar files: read back by a reader of calendars, the same name for ever, moved and called off as it happened."""

from __future__ import annotations

import datetime as dt
import json
import zoneinfo
from pathlib import Path

import icalendar
import pypdf
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from rmentor import agenda
from rmentor.agenda import Entry, Meeting
from rmentor.outcomes import Levels, Plan, PlannedModule, Session
from rmentor.people import AnnouncedSession
from rmentor.words import words
from tests.conftest import Run

DAY = dt.date(2026, 12, 1)
ZONE = "Europe/Paris"


def _plan(*starts: str, mentor: str = "m", minutes: int = 60) -> Plan:
    sessions = []
    for number, text in enumerate(starts, 1):
        start = dt.datetime.fromisoformat(text)
        end = start + dt.timedelta(minutes=minutes)
        sessions.append(Session(number, start, end, (PlannedModule("a", 30),)))
    return Plan("e", mentor, "none", 1.0, None, None, tuple(sessions), (), {"t": Levels(0, 1, 1)}, 100)


def _told(session: int, start: str, mentor: str = "m", **more: object) -> AnnouncedSession:
    return AnnouncedSession.model_validate(
        {"mentee": "e", "mentor": mentor, "session": session, "start": start, "minutes": 60, **more}
    )


def _meeting(start: str = "2027-01-13T08:30", **more: object) -> Meeting:
    given = {"mentee": "e", "mentor": "m", "session": 1, "start": dt.datetime.fromisoformat(start), "minutes": 60,
             "modules": ("a",), "sequence": 0, "cancelled": False, "stamp": DAY}  # fmt: skip
    return Meeting(**{**given, **more})  # type: ignore[arg-type]


def _read(content: bytes) -> icalendar.Calendar:
    made = icalendar.Calendar.from_ical(content)
    assert isinstance(made, icalendar.Calendar)
    return made


def _calendar(meeting: Meeting, entry: Entry | None = None) -> bytes:
    return agenda.calendar("p", ZONE, "p", [(meeting, entry or Entry("s", "d"))], "fr")


# --- names and versions ---


def test_what_nobody_was_told_has_version_0_and_what_is_as_told_keeps_its_version() -> None:
    plan = _plan("2027-01-13T08:30", "2027-01-27T08:30")
    found = agenda.meetings(plan, [_told(1, "2027-01-13T08:30", sequence=2)], DAY)
    assert [(one.session, one.sequence, one.cancelled) for one in found] == [(1, 2, False), (2, 0, False)]


@pytest.mark.parametrize(
    ("start", "more"),
    [("2027-01-14T08:30", {}), ("2027-01-13T08:30", {"minutes": 45}), ("2027-01-13T08:30", {"cancelled": True})],
)
def test_what_changed_since_it_was_told_has_the_next_version(start: str, more: dict[str, object]) -> None:
    found = agenda.meetings(_plan("2027-01-13T08:30"), [_told(1, start, sequence=2, **more)], DAY)
    assert [(one.sequence, one.cancelled) for one in found] == [(3, False)]


def test_what_is_no_longer_held_is_called_off_once() -> None:
    told = [_told(1, "2027-01-13T08:30"), _told(2, "2027-01-27T08:30", sequence=1),
            _told(3, "2027-02-10T08:30", sequence=4, cancelled=True)]  # fmt: skip
    found = agenda.meetings(_plan("2027-01-13T08:30"), told, DAY)
    assert [(one.session, one.sequence, one.cancelled) for one in found] == [(1, 0, False), (2, 2, True), (3, 4, True)]


def test_with_another_mentor_the_first_ones_session_is_called_off_and_the_new_one_is_new() -> None:
    found = agenda.meetings(_plan("2027-01-13T08:30", mentor="n"), [_told(1, "2027-01-13T08:30", sequence=1)], DAY)
    assert [(one.mentor, one.sequence, one.cancelled) for one in found] == [("m", 2, True), ("n", 0, False)]
    assert len({agenda.uid("p", one) for one in found}) == 2


def test_a_name_depends_on_programme_pair_and_number_alone() -> None:
    name = agenda.uid("p", _meeting())
    assert name == agenda.uid("p", _meeting("2028-01-01T10:00", sequence=7, minutes=30, cancelled=True))
    assert name.endswith("@rmentor")
    others = [agenda.uid("q", _meeting()), *(agenda.uid("p", _meeting(**{key: value})) for key, value in
              (("mentee", "f"), ("mentor", "n"), ("session", 2)))]  # fmt: skip
    assert len({name, *others}) == 5


# --- times ---


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        ("2027-03-24T09:00", "2027-03-24T08:00"),  # before the clocks go forward
        ("2027-03-31T09:00", "2027-03-31T07:00"),  # after: still nine on the wall
        ("2027-10-27T09:00", "2027-10-27T07:00"),
        ("2027-11-03T09:00", "2027-11-03T08:00"),
        ("2028-02-29T09:00", "2028-02-29T08:00"),
        ("2027-10-31T02:30", "2027-10-31T00:30"),  # shown twice: the first
        ("2027-03-28T02:30", "2027-03-28T01:30"),  # skipped: an hour later on the wall
    ],
)
def test_wall_clock_time_is_kept_over_changes_of_daylight_saving(local: str, utc: str) -> None:
    event = _read(_calendar(_meeting(local))).walk("VEVENT")[0]
    expected = dt.datetime.fromisoformat(utc).replace(tzinfo=dt.UTC)
    assert event["DTSTART"].dt == expected
    assert event["DTEND"].dt == expected + dt.timedelta(minutes=60)


# --- the bytes ---

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=300)


@settings(deadline=None, max_examples=150)
@given(TEXT, TEXT, TEXT)
def test_any_text_is_read_back_and_no_line_is_longer_than_75_octets(summary: str, description: str, place: str) -> None:
    content = _calendar(_meeting(), Entry(summary, description, place))
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    content.decode()
    for line in content.split(b"\r\n"):
        line.decode()  # folded between characters, never within one
    event = _read(content).walk("VEVENT")[0]
    assert str(event["SUMMARY"]) == summary
    assert str(event["DESCRIPTION"]) == description
    assert str(event.get("LOCATION", "")) == place


def test_signs_that_mean_something_in_a_calendar_are_written_as_rfc_5545_says() -> None:
    content = _calendar(_meeting(), Entry("a,b;c\\d\ne", "x"))
    assert b"SUMMARY:a\\,b\\;c\\\\d\\ne\r\n" in content


def test_a_file_of_called_off_entries_cancels_and_another_publishes() -> None:
    assert _read(_calendar(_meeting()))["METHOD"] == "PUBLISH"
    called_off = _read(_calendar(_meeting(cancelled=True, sequence=3)))
    assert called_off["METHOD"] == "CANCEL"
    event = called_off.walk("VEVENT")[0]
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 3)


# --- the command ---


@pytest.fixture
def dated(northwind: Path, rmentor: Run) -> Path:
    for step in ("select", "pair", "plan"):
        assert rmentor("-C", northwind, step).status == 0
    return northwind


def test_agenda_writes_every_session_for_both_sides_and_a_bundle(dated: Path, rmentor: Run) -> None:
    said = rmentor("-C", dated, "agenda", "--json")
    assert said.status == 0, said.err
    written = json.loads(said.out)["written"]
    for file in sorted((dated / "plans").glob("*.yaml")):
        plan = yaml.safe_load(file.read_text(encoding="utf-8"))
        folder = dated / "out" / plan["mentee"] / "agenda"
        for side in ("executive", "mentor"):
            bundle = _read((folder / f"{side}.ics").read_bytes()).walk("VEVENT")
            alone = [_read((folder / f"{side}-session-{one['number']}.ics").read_bytes()).walk("VEVENT")[0]
                     for one in plan["sessions"]]  # fmt: skip
            assert [one["UID"] for one in bundle] == [one["UID"] for one in alone]
            zone = zoneinfo.ZoneInfo("Europe/London")
            starts = [one["DTSTART"].dt.astimezone(zone).strftime("%Y-%m-%dT%H:%M") for one in bundle]
            assert starts == [f"{one['date']}T{one['start']}" for one in plan["sessions"]]
    assert {"out/agenda-README.txt", "out/agenda-months.html", "out/dates.pdf", "out/dates.html"} <= set(written)
    assert rmentor("-C", dated, "agenda").out == "nothing to change\n"


def test_the_executives_diary_names_no_note_of_the_mentor(dated: Path, rmentor: Run) -> None:
    rmentor("-C", dated, "agenda")
    for file in (dated / "out").glob("n*/agenda/executive*.ics"):
        event = _read(file.read_bytes()).walk("VEVENT")[0]
        assert words("en")("agenda.ritual_mentor") not in str(event["DESCRIPTION"])
        assert "To bring" not in str(event["DESCRIPTION"])


def test_a_session_that_moved_since_it_was_announced_has_the_next_version(dated: Path, rmentor: Run) -> None:
    rmentor("-C", dated, "agenda")
    plan = yaml.safe_load(next(iter(sorted((dated / "plans").glob("*.yaml")))).read_text(encoding="utf-8"))
    first = plan["sessions"][0]
    pair = {"mentee": plan["mentee"], "mentor": plan["mentor"], "minutes": 60}
    (dated / "announced.yaml").write_text(
        yaml.safe_dump({
            "version": 1,
            "sessions": [
                {**pair, "session": first["number"], "start": "2027-01-01T09:00", "sequence": 4},
                {**pair, "session": 90, "start": "2027-01-02T09:00"},
            ],
        }),
        encoding="utf-8",
    )  # fmt: skip
    assert rmentor("-C", dated, "plan").status == 0
    assert rmentor("-C", dated, "agenda").status == 0
    folder = dated / "out" / plan["mentee"] / "agenda"
    moved = _read((folder / f"mentor-session-{first['number']}.ics").read_bytes()).walk("VEVENT")[0]
    assert (moved["SEQUENCE"], moved["STATUS"]) == (5, "CONFIRMED")
    gone = _read((folder / "mentor-session-90.ics").read_bytes())
    assert gone["METHOD"] == "CANCEL"
    assert gone.walk("VEVENT")[0]["SEQUENCE"] == 1
    (dated / "announced.yaml").unlink()
    assert rmentor("-C", dated, "plan").status == 0
    rmentor("-C", dated, "agenda")
    assert not (folder / "mentor-session-90.ics").exists()


def test_the_table_and_the_months_name_every_session(dated: Path, rmentor: Run) -> None:
    rmentor("-C", dated, "agenda")
    paper = " ".join(
        " ".join(page.extract_text() for page in pypdf.PdfReader(dated / "out" / "dates.pdf").pages).split()
    )
    page = (dated / "out" / "agenda-months.html").read_text(encoding="utf-8")
    count = 0
    for file in (dated / "plans").glob("*.yaml"):
        for session in yaml.safe_load(file.read_text(encoding="utf-8"))["sessions"]:
            count += 1
            day = words("en").day(dt.date.fromisoformat(session["date"]), "EEE d MMM")
            assert day in paper
    assert page.count('class="meeting"') == count
    assert "<script" not in page.replace("<script></script>", "")


def test_agenda_asks_for_the_plans_first(northwind: Path, rmentor: Run) -> None:
    said = rmentor("-C", northwind, "agenda")
    assert said.status == 1
    assert "rmentor pair" in said.err
