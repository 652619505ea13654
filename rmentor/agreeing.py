"""What mentor and mentee settled together, written into the executive's own file with who said so and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rmentor import scheduling
from rmentor.errors import ProblemsFound
from rmentor.files.edits import Edit, Recorded
from rmentor.files.folder import Folder
from rmentor.people import Agreed
from rmentor.steps import Programme
from rmentor.values import Rhythm, file_name


@dataclass(frozen=True)
class Settled:
    """One thing or several, settled on one day: modules wanted and refused, the session of modules, the day and hour of
    sessions, the time credit (None: as it was)."""

    by: str
    on: dt.date
    want: tuple[str, ...] = ()
    refuse: tuple[str, ...] = ()
    pins: Mapping[str, int] | None = None
    moves: Mapping[int, dt.datetime] | None = None
    sessions: int | None = None
    minutes: int | None = None
    every: Rhythm | None = None

    def items(self) -> Iterator[dict[str, object]]:
        """The lines of `agreed`, in a fixed order."""
        signed = {"on": self.on, "by": self.by}
        credit = {"sessions": self.sessions, "minutes": self.minutes, "every": self.every}
        told = {key: value for key, value in credit.items() if value is not None}
        if told:
            yield {"time": told, **signed}
        yield from ({"want": module, **signed} for module in self.want)
        yield from ({"refuse": module, **signed} for module in self.refuse)
        for module, session in (self.pins or {}).items():
            yield {"pin": {"module": module, "session": session}, **signed}
        for number, to in (self.moves or {}).items():
            yield {"move": {"session": number, "to": to}, **signed}


def record(programme: Programme, mentee: str, settled: Settled) -> Recorded:
    """Writes it down; where it stands. What stands there word for word is not written twice. Raises ProblemsFound, and
    writes nothing, where it could not hold."""
    programme.require_mentees([mentee])
    there = [one.model_dump() for one in programme.workspace.mentees[mentee].value.agreed]
    items = [item for item in settled.items() if Agreed.model_validate(item).model_dump() not in there]
    trial = programme.on_trial()
    _write(trial.folder, mentee, items)
    trial.require_sound_inputs(kits=True)
    if problems := scheduling.unkept(trial.workspace, trial.mentee_profiles[mentee]):
        raise ProblemsFound(problems)
    return _write(programme.folder, mentee, items)


def _write(folder: Folder, mentee: str, items: Iterable[dict[str, object]]) -> Recorded:
    edit = Edit(folder, f"mentees/{file_name(mentee)}.yaml")
    for item in items:
        edit.append(("agreed",), item)
    return edit.save()
