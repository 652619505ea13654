"""The fairness audit of a programme's selection, from a file of its own."""

from __future__ import annotations

from rmentor import fairness
from rmentor.errors import Problem, ProblemsFound
from rmentor.fairness import Audit
from rmentor.files import auditfile
from rmentor.outcomes import STATUSES
from rmentor.programme import Audit as Settings
from rmentor.steps import Programme


def audit(programme: Programme) -> Audit:
    """Every attribute's groups compared: candidates are those who meet `require`, before minimums and decisions; the
    selected those after decisions. Warnings stay with the programme.

    Raises ProblemsFound where there is no file, or it cannot be used.
    """
    settings = programme.workspace.settings.audit or Settings()
    if not programme.folder.has(settings.file):
        raise ProblemsFound([Problem(settings.file, "no_audit_file")])
    selection = programme.selection
    roster = selection.roster
    groups, warnings = auditfile.read(
        programme.folder.at(settings.file), settings.file, settings.attributes, roster.ids, roster.meanings["id"][0]
    )
    programme.warnings += warnings
    return fairness.audit(groups, selection.meets_conditions, selection.status == STATUSES.index("selected"))
