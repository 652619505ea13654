"""Names that a file mentions and that must be somewhere: topics and their levels, modules, executives."""

from __future__ import annotations

from collections.abc import Iterator

from rmentor.errors import Problem
from rmentor.files.validated import near, spelled
from rmentor.files.workspace import Workspace
from rmentor.files.yamlfile import Where, YamlFile
from rmentor.programme import Topic


def topic(workspace: Workspace, topic: str, source: YamlFile, where: Where) -> Iterator[Problem]:
    if workspace.read_settings is None or topic in workspace.topics:
        return
    if workspace.read_settings.topics is not None:
        fields = {"topic": topic, "near": near(topic, workspace.topics), "known": list(workspace.topics) or ["–"]}
        yield source.problem(where, "unknown_topic", **fields)
    elif workspace.catalogue.modules and not (workspace.unread_kits or workspace.unread_modules):
        yield source.warning(where, "topic_without_module", topic=topic, near=near(topic, workspace.topics))


def on_scale(topic: Topic | None, level: float, source: YamlFile, where: Where) -> Iterator[Problem]:
    low, high = topic.scale if topic else (0.0, 5.0)
    if not min(low, high) <= level <= max(low, high):
        fields = {"field": spelled(where), "value": level, "low": min(low, high), "high": max(low, high)}
        yield source.problem(where, "level_out_of_scale", **fields)


def module(workspace: Workspace, module: str, source: YamlFile, where: Where) -> Iterator[Problem]:
    known = workspace.catalogue.modules
    if module in workspace.unread_modules or workspace.unread_kits:
        return
    if module not in known and known:
        yield source.problem(where, "unknown_module", module=module, near=near(module, known))
    elif module not in known and workspace.read_settings and not workspace.read_settings.kits:
        yield source.warning(where, "module_without_kit", module=module)


def of_nobody(workspace: Workspace, mentee: str, source: YamlFile) -> Iterator[Problem]:
    """A file about somebody who is no executive of the programme."""
    if mentee not in workspace.mentees and mentee not in workspace.unread_people:
        fields = {"id": mentee, "near": near(mentee, workspace.mentees)}
        yield Problem(source.path, "journal_of_nobody", fields, 1)
