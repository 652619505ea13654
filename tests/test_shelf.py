"""New kits, schemas for editors, and what leaves a kit for other tools."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from rmentor.files import quizzes, schemas
from rmentor.kits import Module, Question
from rmentor.paper import manuscript
from rmentor.words import words
from tests.conftest import AURORE, DATA, ROOT, Run

VECTORS = json.loads((DATA / "vectors" / "gift_escape.json").read_text("utf-8"))
TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp"))
    | st.sampled_from("\\:#={}~%[]/*_`|<>!\n"),
    min_size=1,
    max_size=30,
).filter(lambda text: text.strip() == text)


# --- GIFT ---


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["in"])
def test_text_is_escaped_as_moodle_reads_it(case: dict[str, str]) -> None:
    assert quizzes.escaped(case["in"]) == case["out"]


def unescaped(text: str) -> str:
    """As Moodle does (question/format/gift, escapedchar_post)."""
    return re.sub(r"\\([\\:#={}~n])", lambda found: "\n" if found[1] == "n" else found[1], text)


def plain(text: str) -> str:
    return unescaped(text.removeprefix("[plain]"))


def read_gift(text: str) -> list[dict[str, Any]]:
    """A small reader of GIFT: questions apart by blank lines, signs without a backslash before them count."""
    found = []
    for block in re.split(r"\n[ \t]*\n", text):
        if not block.strip() or block.startswith("$CATEGORY"):
            continue
        head = re.match(
            r"::((?:\\.|[^\\:])*)::\[plain\]((?:\\.|[^\\{}])*) \{((?:\\.|[^\\{}])*)\}\s*$", block, re.DOTALL
        )
        assert head, block
        body, _, why = re.match(r"((?:\\.|[^\\#])*)(####)?(.*)$", head[3], re.DOTALL).groups()  # type: ignore[union-attr]
        answers = re.findall(r"([=~])((?:\\.|[^\\=~])*?)\s*(?=(?:\n[=~])|\n?$)", body.strip("\n"), re.DOTALL)
        weighed = []
        for sign, told in answers:
            weight = re.match(r"%(-?[\d.]+)%", told)
            share = float(weight[1]) if weight else 100.0 if sign == "=" else 0.0
            weighed.append((share, plain(told[weight.end() :] if weight else told)))
        found.append({"title": unescaped(head[1]), "text": unescaped(head[2]), "answers": weighed,
                      "why": plain(why.strip("\n")) or None})  # fmt: skip
    return found


QUESTIONS = st.lists(TEXT, min_size=2, max_size=5).flatmap(
    lambda choices: st.builds(
        Question,
        question=TEXT,
        choices=st.just(tuple(choices)),
        answer=st.sets(st.integers(1, len(choices)), min_size=1).map(lambda one: tuple(sorted(one))),
        why=st.none() | TEXT,
    )
)


@given(st.lists(QUESTIONS, min_size=1, max_size=3))
@settings(deadline=None)
def test_questions_come_back_from_gift_as_they_went(questions: list[Question]) -> None:
    module = Module(version=1, id="m:1", title="M", minutes=30, teaches={}, questionnaire=tuple(questions))
    back = read_gift(quizzes.gift([module]))
    assert [one["title"] for one in back] == [f"m:1 {number}" for number in range(1, len(questions) + 1)]
    for told, question in zip(back, questions, strict=True):
        assert told["text"] == question.question
        assert [text for _, text in told["answers"]] == list(question.choices)
        right = [share for share, _ in told["answers"] if share > 0]
        assert {number for number, (share, _) in enumerate(told["answers"], 1) if share > 0} == set(question.answer)
        assert sum(right) == pytest.approx(100, abs=0.001)
        assert told["why"] == question.why


def test_a_scale_and_choices_without_an_answer_are_open_questions() -> None:
    questions = (Question(question="How sure?", scale=(1.0, 5.0)), Question(question="Which?", choices=("a", "b")))
    module = Module(version=1, id="m", title="M", minutes=30, teaches={}, questionnaire=questions)
    assert "::m 1::[plain]How sure? (1–5) {}" in quizzes.gift([module])
    assert "::m 2::[plain]Which?\\n- a\\n- b {}" in quizzes.gift([module])


# --- CSV, Markdown ---


def test_table_for_forms_holds_every_question_and_no_formula(aurore: Path, rmentor: Run) -> None:
    said = rmentor("-C", aurore, "kit", "export", "csv", "ia-generative")
    rows = list(csv.DictReader(io.StringIO(said.out)))
    asked = sum(
        len(yaml.safe_load(file.read_text("utf-8")).get("questionnaire") or [])
        for file in (aurore.parent / "library" / "fr" / "ia-generative" / "modules").iterdir()
    )
    assert len(rows) == asked
    assert all(1 <= int(one) <= 10 and row[f"choice_{one}"] for row in rows for one in row["answer"].split())
    risky = Module(
        version=1, id="m", title="M", minutes=30, teaches={},
        questionnaire=(Question(question="=1+1", choices=("+1", "-5"), answer=(1,)),),
    )  # fmt: skip
    assert '"\'=1+1"' in quizzes.table([risky]).decode("utf-8-sig")


def test_export_writes_a_file_where_it_is_told_to(aurore: Path, rmentor: Run, tmp_path: Path) -> None:
    file = tmp_path / "quiz.gift"
    assert rmentor("-C", aurore, "kit", "export", "gift", "ia-prompts", "--to", file).status == 0
    assert file.read_text("utf-8").startswith("$CATEGORY: rmentor/ia-prompts\n\n::ia-prompts 1::[plain]")
    assert rmentor("-C", aurore, "kit", "export", "pdf").status == 2


@given(TEXT)
@settings(deadline=None)
def test_text_of_people_is_verbatim_in_markdown(text: str) -> None:
    from markdown_it import MarkdownIt

    told = " ".join(text.split())
    tokens = MarkdownIt("commonmark", {"html": False}).parse(f"- x {manuscript.escaped(text)}")
    inline = next(one for one in tokens if one.type == "inline")
    assert {one.type for one in inline.children or ()} <= {"text", "text_special"}
    assert "".join(one.content for one in inline.children or ()).strip() == f"x {told}".strip()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_markdown_of_a_module_holds_all_that_the_module_holds(language: str) -> None:
    [folder] = [
        one
        for one in (ROOT / "examples" / "library" / language).iterdir()
        if one.name.endswith(("ia-generative", "generative-ai"))
    ]
    data = yaml.safe_load((folder / "modules" / "ia-prompts.yaml").read_text("utf-8"))
    data["version"] = "1"
    module = Module.model_validate(json.loads(json.dumps(data, default=str), parse_int=str, parse_float=str))
    text = manuscript.markdown(module, words(language))
    plain_text = re.sub(r"\\(.)", r"\1", text)
    for told in (
        *module.objectives, *(one.text for one in module.key_figures), *(one.question for one in module.questionnaire),
        *(one.do for one in module.run_sheet), *(step for one in module.exercises for step in one.steps),
        *(one.title for one in module.illustrations), module.teach_back or "",
    ):  # fmt: skip
        assert " ".join(told.split()) in plain_text


# --- new ---


def test_new_kit_is_laid_down_listed_and_sound(northwind: Path, rmentor: Run) -> None:
    settings_file = northwind / "rmentor.yaml"
    said = rmentor(
        "-C", northwind, "kit", "new", "data", "--title", "Data: a start", "--module", "read", "--module", "no"
    )
    assert said.status == 0
    assert said.out.splitlines() == [
        "kits/data/kit.yaml", "kits/data/modules/no.yaml", "kits/data/modules/read.yaml", "rmentor.yaml",
    ]  # fmt: skip
    assert yaml.safe_load(settings_file.read_text("utf-8"))["kits"] == ["kits/security-basics", "kits/data"]
    assert rmentor("-C", northwind, "check").status == 0
    listed = json.loads(rmentor("-C", northwind, "kit", "list", "--json").out)
    assert [one["id"] for kit in listed["kits"] if kit["id"] == "data" for one in kit["modules"]] == ["read", "no"]
    again = rmentor("-C", northwind, "kit", "new", "data")
    assert (again.status, "would be overwritten" in again.err) == (1, True)


def test_new_kit_over_another_needs_nothing_else(northwind: Path, rmentor: Run) -> None:
    settings_file = northwind / "rmentor.yaml"
    settings_file.write_text(settings_file.read_text("utf-8").replace("[kits/security-basics]", "[]"), "utf-8")
    assert rmentor("-C", northwind, "kit", "new", "ours", "--extends", "../security-basics").status == 0
    assert rmentor("-C", northwind, "check").status == 0
    assert rmentor("-C", northwind, "kit", "show", "locks").status == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("Mon kit é",), "'mon-kit-e' can"), (("ours", "--module", "a b"), "'a-b' can"), (("日本",), "'my-kit' can"),
        (("ours", "--topic", "dance"), "'dance' is not one of"), (("ours", "--extends", "../nowhere"), "no kit in"),
        (("ours", "--extends", "../ia", "--module", "m"), "those of the kit below"),
        (("ours", "--module", "ia-prompts"), "there is a module 'ia-prompts' already"),
    ],
)  # fmt: skip
def test_a_kit_that_the_programme_could_not_be_read_with_is_not_laid_down(
    arguments: tuple[str, ...], told: str, aurore: Path, rmentor: Run
) -> None:
    before = {path for path in aurore.rglob("*") if "out" not in path.parts}
    said = rmentor("-C", aurore, "kit", "new", *arguments)
    assert said.status == 2
    assert told in said.err
    assert {path for path in aurore.rglob("*") if "out" not in path.parts} == before
    assert rmentor("-C", aurore, "check").status == 0


def test_french_programme_gets_a_french_kit(aurore: Path, rmentor: Run) -> None:
    assert rmentor("-C", aurore, "kit", "new", "chiffres", "--topic", "donnees").status == 0
    text = (aurore / "kits" / "chiffres" / "modules" / "chiffres-1.yaml").read_text("utf-8")
    assert "teaches: {donnees: 1}" in text
    assert "niveaux gagnés" in text
    assert rmentor("-C", aurore, "check").status == 0


# --- schema ---


@pytest.mark.parametrize("pattern", sorted(schemas.FILES))
def test_schema_has_every_key_and_every_default(pattern: str) -> None:
    found = schemas.schema(pattern)
    json.dumps(found)
    for name, field in schemas.FILES[pattern].model_fields.items():
        told = found["properties"][name]
        if not field.is_required():
            assert "default" in told, name
    assert found["additionalProperties"] is False


def test_schema_of_rmentor_yaml_shows_defaults_as_they_are_written() -> None:
    found = schemas.schema("rmentor.yaml")
    time = found["properties"]["time"]["default"]
    assert (time["sessions"], time["minutes"], time["every"]) == (6, 60, "2 weeks")
    assert time["hours"] == ["09:00", "18:00"]
    forbid = found["properties"]["pairing"]["default"]["forbid"]
    assert (forbid["reporting_levels"], forbid["same_team"]) == (2, True)


@pytest.mark.parametrize(
    ("file", "pattern"),
    [
        ("rmentor.yaml", "rmentor.yaml"),
        ("mentees/00417.yaml", "mentees/ID.yaml"),
        ("mentor", "mentors/ID.yaml"),
        ("mentors/1/modules/locks.yaml", "kits/KIT/modules/MODULE.yaml"),
        ("kits/ia/kit.yaml", "kits/KIT/kit.yaml"),
        ("module", "kits/KIT/modules/MODULE.yaml"),
        ("decisions.private.yaml", "decisions.yaml"),
        ("nothing", None),
    ],
)
def test_a_file_is_known_by_its_name(file: str, pattern: str | None) -> None:
    assert schemas.named(file) == pattern


def holds(schema: dict[str, Any], root: dict[str, Any], value: Any) -> bool:
    """Whether a value is as a schema asks, as far as these schemas go."""
    if "$ref" in schema:
        return holds(root["$defs"][schema["$ref"].rpartition("/")[2]], root, value)
    if "anyOf" in schema:
        return any(holds(one, root, value) for one in schema["anyOf"])
    if "enum" in schema or "const" in schema:
        return value in schema.get("enum", [schema.get("const")])
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if isinstance(value, dict):
        known, more = schema.get("properties", {}), schema.get("additionalProperties", True)
        return "object" in kinds and all(
            holds(known[key], root, one) if key in known else more is True or (more and holds(more, root, one))
            for key, one in value.items()
        )
    if isinstance(value, list):
        ahead = schema.get("prefixItems", [])
        items = schema.get("items", {})
        each = [ahead[place] if place < len(ahead) else items for place in range(len(value))]
        return "array" in kinds and all(holds(one, root, told) for one, told in zip(each, value, strict=True) if one)
    if isinstance(value, bool) or value is None:
        return ("boolean" if isinstance(value, bool) else "null") in kinds
    if isinstance(value, (int, float)):
        return "number" in kinds or ("integer" in kinds and isinstance(value, int))
    return "string" in kinds


def test_the_example_is_as_its_schemas_ask() -> None:
    class Plain(yaml.SafeLoader):
        """YAML as editors read it: dates stay text, and so do yes and no."""

    Plain.yaml_implicit_resolvers = {
        sign: [
            (tag, pattern)
            for tag, pattern in told
            if not tag.endswith(":timestamp") and (sign in "tTfF" or not tag.endswith(":bool"))
        ]
        for sign, told in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    seen = 0
    for file in sorted(AURORE.rglob("*.yaml")):
        name = file.relative_to(AURORE).as_posix()
        if name.startswith(("out/", "plans/")) or name in ("selection.yaml", "pairs.yaml"):
            continue
        if (pattern := schemas.named(name)) is None:
            continue  # the last round's pairs, which rmentor wrote
        found = schemas.schema(pattern)
        assert holds(found, found, yaml.load(file.read_text("utf-8"), Loader=Plain)), name
        seen += 1
    assert seen > 15


def test_schema_is_printed_for_one_file_or_for_all(rmentor: Run) -> None:
    assert set(json.loads(rmentor("schema").out)) == set(schemas.FILES)
    assert "+key_figures" in json.loads(rmentor("schema", "module").out)["properties"]
    assert rmentor("schema", "nothing").status == 2
