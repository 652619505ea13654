"""Who takes part and who is with whom, as mentoring platforms take it in.

Platforms ask for one line a person with first name, last name, e-mail and role, and for one line a pair with both
e-mails, in UTF-8 and with commas: Chronus by these very headings ("Add Users from CSV", "Import Connections via CSV"),
others by a mapping of headings (Everwise, Mentorly; read November 2026).
"""

from __future__ import annotations

from collections.abc import Iterator

from rmentor.errors import Problem
from rmentor.files.sheets import Sheet, as_csv
from rmentor.files.workspace import OUT
from rmentor.profiles import MenteeProfile, MentorProfile
from rmentor.steps import Programme, Written
from rmentor.values import plain

FOLDER = f"{OUT}/platform"
MEMBERS = (
    "First Name", "Last Name", "Email", "Role", "Employee ID", "Department", "Location", "Languages", "Maximum Mentees",
)  # fmt: skip
MATCHES = ("Mentor Email Address", "Mentee Email Address", "Mentoring Connection Name")

_FIRST_NAMES = frozenset({"prenom", "prenoms", "firstname", "firstnames", "givenname", "forename"})


def write(programme: Programme) -> list[Written]:
    """Writes `members.csv` and `matches.csv` of the pairs; who has no e-mail is told: platforms know people by it."""
    pairs = programme.pairs.pairs
    mentors = [programme.mentor_profile(one) for one in sorted({one.mentor for one in pairs})]
    mentees = [programme.mentee_profiles[one.mentee] for one in pairs]
    everybody: list[MenteeProfile | MentorProfile] = [*mentors, *mentees]
    address = {one.id: one.email for one in everybody}
    members = Sheet("members", MEMBERS, [list(_member(programme, one)) for one in everybody])
    rows = [
        (address[one.mentor], address[one.mentee],
         f"{programme.workspace.name(one.mentor)} & {programme.workspace.name(one.mentee)}")
        for one in pairs
    ]  # fmt: skip
    without = [one.name for one in everybody if not one.email]
    if without:
        fields = {"names": without if len(without) <= 4 else [*without[:3], "…"], "count": len(without)}
        programme.warnings.append(Problem(f"{FOLDER}/members.csv", "without_email", fields, severity="warning"))
    sheets = {"members": members, "matches": Sheet("matches", MATCHES, rows)}
    folder = programme.folder
    files = ((f"{FOLDER}/{name}.csv", as_csv(sheet)) for name, sheet in sheets.items())
    return [Written(name, folder.write(name, content)) for name, content in files]


def _member(programme: Programme, person: MenteeProfile | MentorProfile) -> Iterator[str | int]:
    yield from _names(programme, person)
    yield person.email
    yield "mentor" if isinstance(person, MentorProfile) else "mentee"
    yield person.id
    yield person.department
    yield person.site
    yield ", ".join(person.languages)
    yield person.capacity.max if isinstance(person, MentorProfile) else ""


def _names(programme: Programme, person: MenteeProfile | MentorProfile) -> tuple[str, str]:
    """First and last name: from the two headings that the roster has for them, else cut after the first word."""
    roster = programme.export.roster
    headings = roster.meanings.get("name", ())
    at = roster.position.get(person.id)
    if at is not None and len(headings) == 2 and person.name == roster.name(at):
        told = {plain(heading) in _FIRST_NAMES: roster.column(heading).text(at).strip() for heading in headings}
        if len(told) == 2:
            return told[True], told[False]
    first, _, last = person.name.partition(" ")
    return (first, last) if last else ("", first)
