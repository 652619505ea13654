"""The library of kits: every figure against the list of facts, every module complete, both languages alike."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import DATA, ROOT, Run

LIBRARY = ROOT / "examples" / "library"
FACTS: dict[str, dict[str, Any]] = json.loads((DATA / "facts.json").read_text(encoding="utf-8"))
CODES = frozenset(json.loads((LIBRARY / "competences.json").read_text(encoding="utf-8"))["competences"])
LANGUAGES = ("fr", "en")
BASE = "posture"
"""The kit that mentors work with before their first session: sources allow it fewer figures."""

LINK = re.compile(r"\]\(((?:[^()\s]|\([^()\s]*\))+)\)")
NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
SELLERS = re.compile(r"\b(Microsoft|LinkedIn|Otter\.ai|Qlik|Oracle|DataCamp|Atlassian|Brunswick|Edelman|Google)\b")
SAID_TO_SELL = re.compile(
    r"vend(?:or|ent|eur|s?\b)|sell|promeut|promot|éditeur|fournisseur|prestataire|intérêt|interest|cabinet|consult|agence"
    r"|supplier|publisher of|it own|its own|elle-même|lui-même|itself|own data|own business",
    re.IGNORECASE,
)
NEVER = re.compile(r"\bIBM\b[^.]{0,160}\b60\s?%|\b60\s?%[^.]{0,160}\bIBM\b")

CORRECTED = {"ac-s8": "ac-p7", "ec-s6": "ec-p14", "ai-kf4": "ai-p14", "da-c1": "da-p4", "da-c2": "da-p5"}
WHOLE_EXERCISE = ("title", "minutes", "device", "materials", "steps", "success", "fallback")


def _read(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


@cache
def _modules(language: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for path in sorted((LIBRARY / language).glob("*/modules/*.yaml")):
        found[path.stem] = {**_read(path), "kit": path.parent.parent.name}
    return found


MODULES = [(language, module) for language in LANGUAGES for module in _modules(language)]
each_module = pytest.mark.parametrize(("language", "module"), MODULES, ids=["-".join(one) for one in MODULES])


def _numbers(*texts: object) -> set[str]:
    """The numbers in texts, written one way: no grouping of thousands, a point for decimals, addresses left out."""
    found: set[str] = set()
    for text in texts:
        plain = LINK.sub("]", str(text))
        plain = re.sub(r"(?<=\d)[\u202f\u00a0 ,](?=\d{3}(?!\d))", "", plain)
        found |= {one.replace(",", ".") for one in NUMBER.findall(plain)}
    return found


def _of_fact(fact: str) -> set[str]:
    told = FACTS[fact]
    keys = ("claim", "value", "unit", "date", "title", "origin", "caution", "publisher", "doi")
    return _numbers(*(told.get(key, "") for key in keys))


def _kin(fact: str) -> Iterator[str]:
    """The fact, those of the same page or paper, and those it corrects, replaces or supports, or the reverse."""
    for other, told in FACTS.items():
        linked = any(
            there in re.split(r",\s*", FACTS[here].get(how, ""))
            for here, there in ((fact, other), (other, fact))
            for how in ("corrects", "replaces", "supports")
        )
        same = any(key in told and told[key] == FACTS[fact].get(key) for key in ("url", "doi"))
        if other == fact or same or linked:
            yield other


def _cited(module: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each figure and case of a module: what it says, and where it was read."""
    for figure in module["key_figures"]:
        yield figure["text"], figure
    for case in module["illustrations"]:
        if "source" in case:
            yield f"{case['title']} {case['text']}", case["source"]


# --- facts ---


@each_module
def test_every_figure_and_case_names_a_fact_and_agrees_with_it(language: str, module: str) -> None:
    for text, source in _cited(_modules(language)[module]):
        fact = FACTS[source["fact"]]
        known = {number for kin in _kin(source["fact"]) for number in _of_fact(kin)}
        assert _numbers(text) <= known, (source["fact"], text)
        assert source.get("value", fact["value"]) == fact["value"], source["fact"]
        assert source.get("url", fact["url"]) == fact["url"], source["fact"]
        assert source["publisher"], source["fact"]


@each_module
def test_every_key_figure_has_a_value_a_date_and_a_source(language: str, module: str) -> None:
    figures = _modules(language)[module]["key_figures"]
    assert len(figures) >= (1 if module.startswith(BASE) else 2)
    for figure in figures:
        assert figure["value"] == FACTS[figure["fact"]]["value"]
        assert all(figure.get(key) for key in ("text", "date", "publisher", "title"))


@each_module
def test_what_is_reported_by_another_names_who_made_it(language: str, module: str) -> None:
    for _, source in _cited(_modules(language)[module]):
        if FACTS[source["fact"]]["level"] == "secondary":
            assert source.get("origin"), source["fact"]


@each_module
def test_the_limits_of_a_fact_reach_the_mentor(language: str, module: str) -> None:
    for _, source in _cited(_modules(language)[module]):
        if FACTS[source["fact"]].get("caution"):
            assert source.get("caution"), source["fact"]


@each_module
def test_a_fact_with_a_correction_is_not_told_without_it(language: str, module: str) -> None:
    told = _modules(language)[module]
    used = {source["fact"] for _, source in _cited(told)}
    for corrected, by in CORRECTED.items():
        shown = by in used or FACTS[by]["url"] in told["state_of_the_art"]
        assert corrected not in used or shown, corrected
        assert FACTS[corrected]["url"] not in LINK.findall(told["state_of_the_art"]) or shown, corrected


@each_module
def test_prose_links_known_pages_and_states_only_numbers_of_facts(language: str, module: str) -> None:
    told = _modules(language)[module]
    pages: dict[str, list[str]] = {}
    for fact, one in FACTS.items():
        pages.setdefault(one["url"], []).append(fact)
    used = [source["fact"] for _, source in _cited(told)]
    links = LINK.findall(told["state_of_the_art"])
    assert set(links) <= set(pages)
    facts = used + [fact for link in links for fact in pages[link]]
    topics = {fact.split("-")[0] for fact in facts}
    known = {number for fact in FACTS if fact.split("-")[0] in topics for number in _of_fact(fact)}
    near = {number for fact in facts for kin in _kin(fact) for number in _of_fact(kin)}
    for paragraph in told["state_of_the_art"].split("\n\n"):
        cited = "(" in paragraph  # a source in brackets, or a link
        assert _numbers(paragraph) <= (near | known if cited else near), paragraph


@each_module
def test_sellers_who_measure_are_called_sellers(language: str, module: str) -> None:
    told = _modules(language)[module]
    for text, source in _cited(told):
        made_by = f"{source.get('origin') or ''} {source['publisher']}"
        if "value" in source and SELLERS.search(made_by):
            assert SAID_TO_SELL.search(f"{text} {source.get('caution', '')}"), (source["fact"], source.get("caution"))


def test_what_could_not_be_confirmed_stays_out() -> None:
    for path in (ROOT / "examples").rglob("*.yaml"):
        assert not NEVER.search(path.read_text(encoding="utf-8")), path.name


# --- whole modules ---


@each_module
def test_a_module_has_everything_a_colleague_needs_to_lead_it(language: str, module: str) -> None:
    told = _modules(language)[module]
    for block in ("objectives", "idea", "state_of_the_art", "teach_back", "glossary", "notes", "competences"):
        assert told.get(block), block
    assert len(told["illustrations"]) >= 2
    assert 180 <= len(told["state_of_the_art"].split()) <= 420
    for exercise in told["exercises"]:
        assert all(exercise.get(key) for key in WHOLE_EXERCISE)
    assert told["exercises"]
    choices = [one for one in told["questionnaire"] if "choices" in one]
    assert len(choices) >= 3
    for question in choices:
        assert question["why"]
        assert 1 <= question["answer"] <= len(question["choices"])
    assert any("scale" in one for one in told["questionnaire"])


@each_module
def test_a_run_sheet_fills_its_minutes_and_says_what_to_do_say_and_ask(language: str, module: str) -> None:
    told = _modules(language)[module]
    assert sum(line["minutes"] for line in told["run_sheet"]) == told["minutes"]
    assert all(line["do"] for line in told["run_sheet"])
    assert sum("say" in line for line in told["run_sheet"]) >= 2
    assert sum("ask" in line for line in told["run_sheet"]) >= 2
    assert sum(one["minutes"] for one in told["exercises"]) <= told["minutes"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_kit_check_is_strictly_clean(language: str, rmentor: Run) -> None:
    kits = [path.parent for path in sorted((LIBRARY / language).glob("*/kit.yaml"))]
    said = rmentor("kit", "check", *kits, "--strict", "--today", "2026-11-25")
    assert (said.status, said.err) == (0, "")


@each_module
def test_competences_are_codes_of_digcomp(language: str, module: str) -> None:
    assert set(_modules(language)[module]["competences"]) <= CODES


def test_both_languages_hold_the_same_modules_for_planning() -> None:
    french, english = (_modules(language) for language in LANGUAGES)
    assert french.keys() == english.keys()
    assert len([one for one in french if not one.startswith(BASE)]) >= 24
    keys = ("minutes", "theme", "teaches", "entry", "requires", "competences")
    for module, told in french.items():
        assert [told.get(key) for key in keys] == [english[module].get(key) for key in keys], module
        for block in ("key_figures", "illustrations", "exercises", "questionnaire", "run_sheet", "objectives"):
            assert len(told[block]) == len(english[module][block]), (module, block)
        cited, other = ([source["fact"] for _, source in _cited(one)] for one in (told, english[module]))
        assert cited == other, module


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_kit_lists_its_modules_and_names_its_translation(language: str) -> None:
    other = next(one for one in LANGUAGES if one != language)
    kits = sorted((LIBRARY / language).glob("*/kit.yaml"))
    assert len(kits) == 9
    for path in kits:
        kit = _read(path)
        assert kit["id"] == path.parent.name
        assert set(kit["modules"]) == {one.stem for one in path.parent.glob("modules/*.yaml")}
        assert len(kit["modules"]) >= 3
        back = path.parent / kit["translations"][other] / "kit.yaml"
        assert (back.parent / _read(back)["translations"][language]).resolve() == path.parent


@pytest.mark.parametrize("language", LANGUAGES)
def test_prerequisites_and_entry_levels_can_be_reached_within_the_library(language: str) -> None:
    modules = _modules(language)
    for module, told in modules.items():
        assert set(told.get("requires", ())) <= modules.keys()
        for topic, level in told.get("entry", {}).items():
            taught = sum(one["teaches"].get(topic, 0) for name, one in modules.items() if name != module)
            assert taught >= level, (module, topic)


# --- typography ---


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, one in value.items():
            quoted = key in ("url", "fact") or (key == "title" and "publisher" in value)  # a page's own title
            if not quoted:
                yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


@each_module
def test_quotation_marks_and_apostrophes_are_those_of_the_language(language: str, module: str) -> None:
    for text in _texts(_modules(language)[module]):
        plain = LINK.sub("]", text)
        assert "'" not in plain, plain
        assert '"' not in plain, plain
        if language == "fr":
            assert "“" not in plain, plain
            assert not re.search(r"\w[;!?»]|«\w|\d%", plain), plain
        else:
            assert "«" not in plain, plain


# --- the guide ---


def test_the_guide_leads_from_a_blank_page_to_a_printed_handout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rmentor: Run
) -> None:
    guide = (ROOT / "examples" / "README.md").read_text(encoding="utf-8")
    files = re.findall(r"^```(?:yaml|csv)\n# (\S+)\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL)
    commands = re.findall(r"^    rmentor (.*)$", guide, re.MULTILINE)
    assert (len(files), len(commands)) == (5, 4)
    monkeypatch.chdir(tmp_path)
    for command in commands:
        said = rmentor(*command.split())
        assert said.status == 0, (command, said.err)
        for name, content in files if command.startswith("init") else ():
            (tmp_path / "trial" / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "trial" / name).write_text(content, encoding="utf-8")
    assert (tmp_path / "trial" / "out" / "e1" / "session-1-handout.pdf").stat().st_size > 10_000
