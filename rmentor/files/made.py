"""What the last run made, and from what: `out/.made.json`. With it, a run with nothing to do ends before any model is
built. Losing it costs time, nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

from rmentor import __version__, resources
from rmentor.files.folder import Folder

MADE = "out/.made.json"
FOLDERS = ("mentees", "mentors", "journal", "plans")
_TOLD = ("path", "line", "column", "code", "fields")
_PARTS = ("numpy", "scipy", "typst", "pydantic", "holidays", "babel")


@dataclass
class Made:
    """The record. `documents`: file → the key of what it shows and its digest. `inputs` and `outputs`: file → digest,
    as the last whole run found and left them; `sizes`: document → its bytes, which spares reading thousands of them;
    `folders`: the files in them; `attention`: problems to tell again;
    `curves`: what more or less time would buy, by the digest of all that it depends on."""

    documents: dict[str, tuple[str, str]] = field(default_factory=dict)
    inputs: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)
    folders: dict[str, list[str]] = field(default_factory=dict)
    attention: list[dict[str, Any]] = field(default_factory=list)
    curves: dict[str, dict[str, Any]] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Folder) -> Made:
        """The record; an empty one where there is none, or where another rmentor or other packages made it."""
        if not folder.has(MADE):
            return cls()
        try:
            record = json.loads(folder.read(MADE))
            if record["by"] != made_by():
                return cls()
            documents = {name: (key, known) for name, (key, known) in record["documents"].items()}
            inputs, outputs, folders = (dict(record[part]) for part in ("inputs", "outputs", "folders"))
            attention = [{key: told[key] for key in _TOLD} for told in record["attention"]]
            return cls(documents, inputs, outputs, folders, attention, dict(record["curves"]), dict(record["sizes"]))
        except (ValueError, KeyError, TypeError, AttributeError):
            return cls()

    def keep(self, folder: Folder) -> None:
        """Writes the record."""
        record = {
            "version": 1,
            "by": made_by(),
            "documents": {name: list(made) for name, made in sorted(self.documents.items())},
            "inputs": dict(sorted(self.inputs.items())),
            "outputs": dict(sorted(self.outputs.items())),
            "sizes": dict(sorted(self.sizes.items())),
            "folders": dict(sorted(self.folders.items())),
            "attention": self.attention,
            "curves": dict(sorted(self.curves.items())),
        }
        folder.write(MADE, (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode())

    def whole_run(self, folder: Folder, inputs: Iterable[str], outputs: Iterable[str]) -> None:
        """Notes what a run that did everything read and left."""
        self.inputs = _digests(folder, inputs)
        self.outputs = {**_digests(folder, outputs), **{name: made[1] for name, made in self.documents.items()}}
        self.sizes = {name: stamp[0] for name in self.documents if (stamp := folder.stamp(name)) is not None}
        own = (f"{name}/modules" for name in folder.names("mentors", "") if folder.at(name).is_dir())
        self.folders = {name: _listed(folder, name) for name in (*FOLDERS, *own)}

    def still_true(self, folder: Folder) -> bool:
        """Whether nothing changed since the last whole run: no input, no output, no file more or less."""
        return (
            bool(self.inputs)
            and all(_listed(folder, name) == known for name, known in self.folders.items())
            and all((folder.digest(name) or "") == known for name, known in self.inputs.items())
            and self._as_left(folder)
        )

    def _as_left(self, folder: Folder) -> bool:
        """Whether outputs are what they were. A document of the same size that is older than the record, which is
        written last, was not written to since: it need not be read."""
        record = folder.stamp(MADE)
        for name, known in self.outputs.items():
            if record is not None and name in self.sizes:
                size, written = folder.stamp(name) or (None, record[1])
                if size == self.sizes[name] and written < record[1]:
                    continue
            if (folder.digest(name) or "") != known:
                return False
        return True


def _listed(folder: Folder, name: str) -> list[str]:
    """The files of a folder; of `mentors` also the folders, in which mentors' own words stand."""
    return list(folder.names(name, "" if name == "mentors" else ".yaml"))


def _digests(folder: Folder, names: Iterable[str]) -> dict[str, str]:
    """Digests by name; blank where there is no such file, so that one that appears is seen."""
    return {name: folder.digest(name) or "" for name in names}


def made_by() -> Mapping[str, str]:
    """What makes outputs: rmentor, the packages that shape them, and the templates as they are."""
    return {"rmentor": __version__, **{part: version(part) for part in _PARTS}, "templates": _templates()}


def _templates() -> str:
    state = hashlib.blake2b(digest_size=16)
    for path in sorted(resources.templates().rglob("*")):
        if path.is_file():
            state.update(path.name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n"))
    return state.hexdigest()
