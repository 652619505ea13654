"""Lays down a new kit: a file for it, a file a module, every key there with what it is for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from rmentor import resources
from rmentor.errors import Problem, ProblemsFound
from rmentor.files.edits import Edit
from rmentor.files.folder import Folder
from rmentor.files.yamlfile import parse
from rmentor.values import file_name


@dataclass(frozen=True)
class NewKit:
    """What is asked for: id, title, language of the kit, ids of modules, the topic that they teach, and the kit that it
    extends, if any (from the new kit's own folder)."""

    id: str
    title: str
    language: str
    modules: Sequence[str] = ()
    topic: str = "topic"
    extends: str | None = None


def lay_down(folder: Folder, kit: NewKit) -> list[str]:
    """Writes the kit under `kits/` and lists it in `rmentor.yaml`; the files that changed. Raises ProblemsFound where
    one is there already."""
    home = f"kits/{file_name(kit.id)}"
    files = {f"{home}/kit.yaml": _filled("overlay" if kit.extends else "kit", kit)}
    if not kit.extends:
        files |= {f"{home}/modules/{file_name(one)}.yaml": _filled("module", kit, one) for one in kit.modules}
    if taken := [name for name in files if folder.has(name)]:
        raise ProblemsFound([Problem(name, "would_overwrite") for name in taken])
    edit = Edit(folder, "rmentor.yaml")
    listed = parse(edit.text.encode(), "rmentor.yaml").data.get("kits") or []
    edit.put(("kits",), [*([listed] if isinstance(listed, str) else listed), home])
    for name, content in files.items():
        folder.write(name, content.encode())
    edit.save()
    return [*sorted(files), "rmentor.yaml"]


def _filled(name: str, kit: NewKit, module: str = "") -> str:
    template = (resources.templates() / "kit" / kit.language / f"{name}.yaml").read_text(encoding="utf-8")
    values = {
        "KIT_ID": _yaml(kit.id), "KIT_TITLE": _yaml(kit.title), "EXTENDS": _yaml(kit.extends or ""),
        "MODULES": "[" + ", ".join(map(_yaml, kit.modules)) + "]", "MODULE_ID": _yaml(module),
        "TOPIC": _yaml(kit.topic),
    }  # fmt: skip
    for key, value in values.items():
        template = template.replace(key, value)
    return template


def _yaml(text: str) -> str:
    """Text as YAML reads it back: plain where it can be, else as JSON writes it."""
    plain = text.replace("-", "").replace("_", "").isalnum() and text[0].isalpha() and text.isascii()
    words = {"yes", "no", "on", "off", "true", "false", "null", "y", "n"}
    return text if plain and text.casefold() not in words else json.dumps(text, ensure_ascii=False)
