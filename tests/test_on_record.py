"""Papers that say what is on record: attestations and letters from journals, the appropriation path from decisions."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from rmentor.papers import Wanted
from tests import printed
from tests.test_papers import papers_of

KINDS = ("attestation_mentee", "attestation_mentor", "recognition")


def said(folder: Path, kind: str) -> str:
    """What the paper of the first executive, or of their mentor, says."""
    papers = papers_of(folder)
    person = "n1" if kind == "attestation_mentee" else next(iter(papers.programme.kept_plans().values())).mentor
    (document,) = papers.documents(Wanted(kinds=[kind], people=[person]))
    return " ".join(printed.texts(document.blocks)).replace("\u00a0", " ").replace("\u202f", " ")


def held(folder: Path) -> None:
    (folder / "journal").mkdir()
    entries = [
        {"session": 1, "held": "2027-01-20", "minutes": 90, "modules": ["locks"]},
        {"session": 2, "cancelled": "2027-02-03", "by": "mentee"},
    ]
    (folder / "journal" / "n1.yaml").write_text(yaml.safe_dump({"version": 1, "sessions": entries}))


@pytest.mark.parametrize("kind", KINDS)
def test_hours_and_sessions_come_from_the_journal(northwind: Path, kind: str) -> None:
    held(northwind)
    told = said(northwind, kind)
    if kind == "recognition":
        assert "You led 1 session, 1.5 hours in all." in told
        assert "planned with you" not in told
        return
    assert "1 session held" in told
    assert "1.5 hours in session" in told
    assert "Modules worked on" in told
    assert "One strong lock, one spare key" in told
    assert "Security habits" in told, "the topic"
    assert "Lures" not in told, "planned, and not held"
    assert "No session is in the journal" not in told


@pytest.mark.parametrize("kind", KINDS)
def test_without_a_session_held_what_is_planned_is_said_to_be_planned(northwind: Path, kind: str) -> None:
    told = said(northwind, kind)
    if kind == "recognition":
        assert "Sessions planned with you: 2." in told
        return
    assert "No session is in the journal yet: what follows is planned" in told
    assert "Modules in the programme" in told
    assert "Lures" in told


def test_the_path_shows_what_is_on_file_already(northwind: Path) -> None:
    papers = papers_of(northwind)
    mentor = next(iter(papers.programme.kept_plans().values())).mentor
    before = said(northwind, "appropriation")
    assert "On file already" not in before
    ready = [
        {"mentor": mentor, "module": "locks", "read": "2026-12-05", "quiz": 60},
        {"mentor": mentor, "module": "locks", "own_example": "The night shift's code", "quiz": 90,
         "rehearsal": {"on": "2026-12-09", "mark": 4}, "signed_by": "R. Patel"},
    ]  # fmt: skip
    (northwind / "decisions.yaml").write_text(yaml.safe_dump({"version": 1, "readiness": ready}))
    told = said(northwind, "appropriation")
    assert "read on 5 December 2026 · quiz at 90% · rehearsed on 9 December 2026, marked 4" in told
    assert "signed off by R. Patel · all is there: ready" in told
    assert "The night shift's code" in told
