"""Kits laid over kits, and mentors' own words over both."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from rmentor.files import overlays, yamlfile
from rmentor.files.folder import Folder
from rmentor.files.kitfiles import MODULE
from rmentor.files.overlays import overlaid
from rmentor.files.workspace import Workspace
from rmentor.files.yamlfile import YamlFile
from tests.conftest import Run

WORD = st.text("abcdefg é:#'\"", min_size=1, max_size=8).filter(lambda text: text.strip())
LISTS = st.lists(WORD, max_size=3)
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "title": WORD, "objectives": LISTS, "competences": LISTS, "glossary": st.dictionaries(WORD, WORD, max_size=3),
        "notes": WORD, "exercises": st.lists(st.fixed_dictionaries({"title": WORD, "steps": LISTS}), max_size=2),
    },
)  # fmt: skip


def written(data: dict[str, Any], path: str) -> YamlFile:
    return yamlfile.parse(yaml.safe_dump(data, allow_unicode=True, default_style='"').encode(), path)


def laid(*layers: dict[str, Any]) -> dict[str, Any]:
    file, problems = overlaid([written(one, f"{place}.yaml") for place, one in enumerate(layers)], MODULE)
    assert problems == []
    return dict(file.data)


def grown(data: dict[str, Any]) -> dict[str, Any]:
    return {f"+{key}": value for key, value in data.items() if key in MODULE.growth}


@given(FIELDS, FIELDS)
@settings(deadline=None)
def test_what_is_given_above_replaces_and_the_rest_stays(below: dict[str, Any], above: dict[str, Any]) -> None:
    assert laid(below, above) == {**below, **above}


@given(FIELDS, FIELDS, FIELDS)
@settings(deadline=None)
def test_replacing_forgets_what_was_appended(
    below: dict[str, Any], more: dict[str, Any], above: dict[str, Any]
) -> None:
    appended = laid(below, grown(more), above)
    assert {key: appended[key] for key in above} == above


@given(LISTS, LISTS, LISTS)
@settings(deadline=None)
def test_appending_twice_is_appending_both(below: list[str], first: list[str], second: list[str]) -> None:
    twice = laid({"objectives": below}, {"+objectives": first}, {"+objectives": second})
    assert twice == laid({"objectives": below}, {"+objectives": first + second})
    assert twice["objectives"] == below + first + second


@given(st.dictionaries(WORD, WORD), st.dictionaries(WORD, WORD))
@settings(deadline=None)
def test_keys_appended_to_a_mapping_stand_beside_or_replace(below: dict[str, str], more: dict[str, str]) -> None:
    assert laid({"glossary": below}, {"+glossary": more}) == {"glossary": {**below, **more}}


@given(st.lists(FIELDS, min_size=2, max_size=4), st.booleans())
@settings(deadline=None)
def test_every_value_is_said_to_stand_where_it_was_written(layers: list[dict[str, Any]], append: bool) -> None:
    files = [
        written(one if place == 0 or not append else grown(one), f"{place}.yaml") for place, one in enumerate(layers)
    ]
    merged, problems = overlaid(files, MODULE)
    assert problems == []
    by_path = {file.path: file for file in files}
    for where in merged.places:
        if where == ():
            continue
        value: Any = merged.data
        for step in where:
            value = value[step]
        there = by_path[merged.file_of(where)]
        if isinstance(value, str) and where != ("notes",):
            theirs = [one for one, place in there.places.items() if place == merged.place(where)]
            assert any(_at(there.data, one) == value for one in theirs)


def _at(data: Any, where: tuple[str | int, ...]) -> Any:
    for step in where:
        data = data[step]
    return data


def test_appended_prose_is_a_paragraph_of_its_own() -> None:
    assert laid({"notes": "One.\n"}, {"+notes": "Two."}) == {"notes": "One.\n\nTwo."}


def test_one_text_stands_for_a_list_of_one_when_something_is_appended() -> None:
    assert laid({"requires": "a"}, {"+requires": "b"}) == {"requires": ["a", "b"]}


# --- on disk ---


@pytest.fixture
def client(northwind: Path) -> Path:
    """Northwind's kit lies two folders deep over one outside the programme."""
    base = northwind.parent / "library" / "security"
    base.parent.mkdir()
    (northwind / "kits" / "security-basics").rename(base)
    sector = northwind.parent / "sector"
    for folder, below in ((sector, "../library/security"), (northwind / "kits" / "ours", "../../../sector")):
        (folder / "modules").mkdir(parents=True)
        (folder / "kit.yaml").write_text(f"version: 1\nextends: {below}\n", "utf-8")
    (sector / "modules" / "locks.yaml").write_text("+objectives: [Tell freight from bait]\n", "utf-8")
    (northwind / "kits" / "ours" / "kit.yaml").write_text(
        "version: 1\nid: ours\nextends: ../../../sector\n+materials: [{name: Our pass}]\n", "utf-8"
    )
    (northwind / "kits" / "ours" / "modules" / "locks.yaml").write_text(
        "version: 1\ntitle: One Northwind lock\n+objectives: [Call 4242]\n", "utf-8"
    )
    settings = northwind / "rmentor.yaml"
    settings.write_text(settings.read_text("utf-8").replace("kits/security-basics", "kits/ours"), "utf-8")
    return northwind


def test_kit_over_kits_of_any_depth_reads_as_one(client: Path) -> None:
    workspace = Workspace(Folder(client))
    catalogue = workspace.catalogue
    assert workspace.problems == []
    assert catalogue.kits["ours"].title == "Security habits for leaders"
    assert [one.name for one in catalogue.kits["ours"].materials] == ["The executive's phone", "Our pass"]
    locks = catalogue.modules["locks"]
    assert (locks.title, locks.minutes) == ("One Northwind lock", 30)
    assert locks.objectives[-2:] == ("Tell freight from bait", "Call 4242")
    origins = overlays.origins(workspace.module_source("locks"))
    base, sector, ours = (
        "../library/security/modules/locks.yaml",
        "../sector/modules/locks.yaml",
        "kits/ours/modules/locks.yaml",
    )
    assert origins["minutes"] == (base,)
    assert origins["title"] == (ours,)
    assert origins["objectives"] == (base, sector, ours)


def test_a_change_below_makes_what_lies_above_stale(client: Path, rmentor: Run) -> None:
    assert rmentor("-C", client, "run").status == 0
    assert rmentor("-C", client, "run", "--check").status == 0
    base = client.parent / "library" / "security" / "modules" / "locks.yaml"
    base.write_text(base.read_text("utf-8").replace("minutes: 30", "minutes: 25"), "utf-8")
    assert rmentor("-C", client, "plan", "--check").status == 1
    assert rmentor("-C", client, "run").status == 0
    assert "minutes: 25" in "".join(one.read_text("utf-8") for one in (client / "plans").iterdir())


def test_a_layer_that_appears_makes_plans_stale(client: Path, rmentor: Run) -> None:
    assert rmentor("-C", client, "run").status == 0
    (client / "kits" / "ours" / "modules" / "lures.yaml").write_text("minutes: 30\n", "utf-8")
    assert rmentor("-C", client, "run", "--check").status == 1


def test_fault_in_a_file_below_is_told_once_at_that_file(client: Path, rmentor: Run) -> None:
    base = client.parent / "library" / "security" / "modules" / "lures.yaml"
    base.write_text(base.read_text("utf-8").replace("minutes: 35", "minutes: some"), "utf-8")
    problems = json.loads(rmentor("-C", client, "check", "--json").out)["problems"]
    places = [(one["path"], one["line"], one["code"]) for one in problems]
    assert places == [("../library/security/modules/lures.yaml", 4, "expected_whole_number")]


# --- a mentor's own words ---


def own_words(programme: Path, rmentor: Run) -> tuple[str, str]:
    """A mentor who teaches `locks` first, and their executive."""
    assert rmentor("-C", programme, "run").status == 0
    pairs = yaml.safe_load((programme / "pairs.yaml").read_text("utf-8"))["pairs"]
    plans = {pair["mentee"]: (programme / "plans" / f"{pair['mentee']}.yaml").read_text("utf-8") for pair in pairs}
    pair = next(pair for pair in pairs if "locks" in plans[pair["mentee"]])
    modules = programme / "mentors" / pair["mentor"] / "modules"
    modules.mkdir(parents=True)
    (modules / "locks.yaml").write_text(
        "version: 1\nillustrations: [{title: My own Friday, text: I lost mine in Leeds.}]\n+notes: Mind the tunnel.\n",
        "utf-8",
    )
    return pair["mentor"], pair["mentee"]


def test_mentors_own_words_stand_in_their_papers_and_in_nobody_elses(northwind: Path, rmentor: Run) -> None:
    _, mentee = own_words(northwind, rmentor)
    plans = {one.name: one.read_bytes() for one in (northwind / "plans").iterdir()}
    assert rmentor("-C", northwind, "run", "--check").status == 1
    assert rmentor("-C", northwind, "run").status == 0
    assert {one.name: one.read_bytes() for one in (northwind / "plans").iterdir()} == plans
    told = {
        page.relative_to(northwind / "out").parts[0]
        for page in (northwind / "out").rglob("*.html")
        if "My own Friday" in page.read_text("utf-8")
    }
    assert told == {mentee}
    mine = "".join(page.read_text("utf-8") for page in (northwind / "out" / mentee).glob("*.html"))
    assert "Mind the tunnel." in mine
    assert "Never ask to see a code." in mine
    assert "The locked-out director" not in mine


def test_executive_reads_a_translated_kit_in_their_own_language(northwind: Path, rmentor: Run) -> None:
    _, mentee = own_words(northwind, rmentor)
    other = northwind / "kits" / "securite"
    (other / "modules").mkdir(parents=True)
    (other / "kit.yaml").write_text(
        "version: 1\nid: securite\ntitle: Sécurité\nlanguage: fr\nmodules: [locks]\n", "utf-8"
    )
    (other / "modules" / "locks.yaml").write_text(
        "version: 1\nid: locks\ntitle: Un bon verrou\nminutes: 99\nteaches: {security: 4}\n", "utf-8"
    )
    kit = northwind / "kits" / "security-basics" / "kit.yaml"
    kit.write_text(kit.read_text("utf-8") + "translations: {fr: ../securite}\n", "utf-8")
    file = northwind / "mentees" / f"{mentee}.yaml"
    file.write_text(file.read_text("utf-8") + "language: fr\n", "utf-8")
    said = rmentor("-C", northwind, "run")
    assert said.status == 0
    assert "modules/locks.yaml: warning: what this mentor wrote of the module 'locks' is in en" in said.err
    pages = [page.read_text("utf-8") for page in (northwind / "out" / mentee).glob("*.html")]
    french = [page for page in pages if '<html lang="fr"' in page]
    assert any("Un bon verrou" in page for page in french)
    assert not any("I lost mine in Leeds." in page for page in french), "words in two languages in one document"
    assert not any("One strong lock" in page for page in french)
    assert any("One strong lock" in page and "Mind the tunnel." in page for page in pages)  # the mentor's own sheet
    assert not any("99" in page for page in french)


@pytest.mark.parametrize("where", ["library", "library/fr", "."])
def test_a_translation_is_found_wherever_the_command_is_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """The way climbs above the programme's folder: it must not be reckoned from where the process stands."""
    from rmentor.files import kitfiles

    (tmp_path / "library" / "fr").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / where)
    assert kitfiles._between("kits/ia", "../library/en/ai") == "../../../library/en/ai"
    assert kitfiles._between("../library/fr/ia", "../library/en/ai") == "../../en/ai"
    assert kitfiles._between("../../fr/ia", "../../../en/ai") == "../../../en/ai"
