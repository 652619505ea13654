"""Each reader of the report sees their part: nobody is named to a sponsor, no answer is shown with a name."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from rmentor import evaluation, steering
from rmentor.courses import Course
from rmentor.people import Answer, Need
from rmentor.values import Rhythm
from tests.conftest import SECRET, Run
from tests.printed import of_html
from tests.test_evaluation import START

LAW = settings(deadline=None, max_examples=60, derandomize=True)
DAY = ("--today", "2027-04-21")


def _names(folder: Path) -> list[str]:
    """Everybody in the roster: names in both orders, ids, addresses."""
    rows = [row.split(";") for row in (folder / "roster.csv").read_bytes().decode("cp1252").splitlines()[1:]]
    return [word for row in rows for word in (row[0], f"{row[1]} {row[2]}", f"{row[2]} {row[1]}")] + [
        word for row in rows for word in row if "@" in word
    ]


def _named(folder: Path, text: str) -> set[str]:
    return {one for one in _names(folder) if re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text)}


def test_a_sponsor_reads_no_name_and_no_note(followed: Path, rmentor: Run) -> None:
    assert rmentor("-C", followed, "report", "--for", "sponsor", *DAY).status == 0
    page = of_html((followed / "out" / "rapport.html").read_bytes())
    told = rmentor("-C", followed, "report", "--for", "sponsor", "--json", *DAY).out
    for text in (page, told):
        assert _named(followed, text) == set()
        assert SECRET not in text
    assert json.loads(told)["alert_counts"]["fit_not_good"] == 1
    assert "alerts" not in json.loads(told)


def test_human_resources_see_mentors_and_the_journal_by_name_but_no_answer(followed: Path, rmentor: Run) -> None:
    assert rmentor("-C", followed, "report", "--for", "hr", "--today", "2027-05-21").status == 0
    page = of_html((followed / "out" / "rapport-rh.html").read_bytes())
    told = json.loads(rmentor("-C", followed, "report", "--for", "hr", "--json", "--today", "2027-05-21").out)
    mentors = {one["mentor"] for one in told["mentors"]}
    assert len(mentors) == 10
    assert _named(followed, page) >= {"Océane Œrsted"}
    assert {one["code"] for one in told["alerts"]} == {"no_session_since", "credit_nearly_used", "mid_term_due"}
    assert told["alert_counts"]["fit_not_good"] == 1
    assert "courses" not in told
    assert SECRET not in page


def test_a_mentor_sees_their_own_executives_and_nothing_that_these_answered(followed: Path, rmentor: Run) -> None:
    pairs = yaml.safe_load((followed / "pairs.yaml").read_text(encoding="utf-8"))["pairs"]
    mentor = "00263"
    mine = {one["mentee"] for one in pairs if one["mentor"] == mentor}
    assert rmentor("-C", followed, "report", "--for", "mentor", "--person", mentor, *DAY).status == 0
    made = sorted(one.relative_to(followed / "out").as_posix() for one in (followed / "out").rglob("*.html"))
    assert made == [f"mentors/{mentor}/bilan.html"]
    page = of_html((followed / "out" / made[0]).read_bytes())
    told = json.loads(rmentor("-C", followed, "report", "--for", "mentor", "--person", mentor, "--json", *DAY).out)
    assert {one["mentee"] for one in told["people"][0]["courses"]} == mine
    others = {one["mentee"] for one in pairs} - mine
    assert not others & _named(followed, page)
    for word in ("recommend", "levels", "fit"):
        assert word not in json.dumps(told["people"])


def test_an_executive_sees_their_own_course_alone(followed: Path, rmentor: Run) -> None:
    said = rmentor("-C", followed, "report", "--for", "mentee", *DAY)
    assert said.status == 0
    pages = {one.parent.name: of_html(one.read_bytes()) for one in (followed / "out").glob("*/bilan.html")}
    assert set(pages) == {one.stem for one in (followed / "mentees").glob("*.yaml")}
    names = {one: json.loads(rmentor("-C", followed, "report", "--json", *DAY).out) for one in ("all",)}["all"]
    called = {one["mentee"] for one in names["courses"]}
    assert called == set(pages)
    for mentee, page in pages.items():
        assert not {word for word in _named(followed, page) if word in called - {mentee}}


def test_a_reader_that_does_not_exist_or_bears_no_id_is_told(followed: Path, rmentor: Run) -> None:
    assert rmentor("-C", followed, "report", "--for", "board").status == 2
    assert rmentor("-C", followed, "report", "--person", "00112").status == 2
    said = rmentor("-C", followed, "report", "--for", "mentee", "--person", "00119", "--language", "en")
    assert said.status == 1
    assert "did you mean 0011" in said.err


@pytest.mark.parametrize("audience", [(), ("--for", "sponsor"), ("--for", "hr"), ("--for", "mentor")])
def test_a_workbook_holds_what_the_data_hold(followed: Path, rmentor: Run, audience: tuple[str, ...]) -> None:
    import python_calamine

    path = followed.parent / "report.xlsx"
    assert rmentor("-C", followed, "report", *audience, *DAY, "--xlsx", path).status == 0
    assert not (followed / "out").exists()
    told = json.loads(rmentor("-C", followed, "report", *audience, *DAY, "--json").out)
    book = python_calamine.CalamineWorkbook.from_path(path)
    lists = [key for key, value in told.items() if isinstance(value, list) and value]
    assert book.sheet_names[1:] == lists
    for key in lists:
        assert len(book.get_sheet_by_name(key).to_python()) == 1 + len(told[key])
    if audience == ("--for", "sponsor"):
        with zipfile.ZipFile(path) as archive:
            text = "\n".join(archive.read(name).decode("utf-8", "ignore") for name in archive.namelist())
        assert _named(followed, text) == set()


def test_the_control_and_what_is_remembered_stand_apart_from_progress(followed: Path, rmentor: Run) -> None:
    told = json.loads(rmentor("-C", followed, "report", "--json", *DAY).out)
    ia = next(one for one in told["topics"] if one["topic"] == "ia")
    assert (ia["before"], ia["after"]) == (1.0, 2.0), "the answer after the fact (0) is nowhere in progress"
    then = next(one for one in told["retrospective"] if one["topic"] == "ia")
    assert (then["then"], then["now"]) == (0.0, 2.0)
    assert (told["control"]["improved"], told["control"]["same"]) == (0, 12)


def test_small_groups_are_broken_down_nowhere(followed: Path, rmentor: Run) -> None:
    told = json.loads(rmentor("-C", followed, "report", "--for", "sponsor", "--json", *DAY).out)
    few = [one for part in ("topics", "coverage", "agreement") for one in told[part] if one["too_few"]]
    assert {one["topic"] for one in few if "topic" in one} == {"donnees", "reseaux"}
    assert all(set(one) <= {"topic", "n", "people", "missing", "too_few"} for one in few)
    for file in sorted((followed / "answers").glob("*.yaml"))[4:]:
        file.unlink()
    told = json.loads(rmentor("-C", followed, "report", "--for", "sponsor", "--json", *DAY).out)
    assert all(one["too_few"] for one in [*told["topics"], *told["agreement"], told["control"]])
    assert told["recommend"] == {"mentee": None, "mentor": None}
    assert told["retrospective"] == []
    rmentor("-C", followed, "report", *DAY)
    page = of_html((followed / "out" / "rapport.html").read_bytes())
    assert "Les dirigeants : moins de 5 réponses." in page.replace("\u00a0", " ").replace("\u202f", " ")


def test_a_doubt_among_few_answers_is_counted_for_nobody_but_whoever_leads(followed: Path, rmentor: Run) -> None:
    doubting = next(one for one in sorted((followed / "answers").glob("*.yaml")) if "fit: not good" in one.read_text())
    for file in [one for one in sorted((followed / "answers").glob("*.yaml")) if one != doubting][3:]:
        file.unlink()
    for reader in ("sponsor", "hr"):
        told = json.loads(rmentor("-C", followed, "report", "--for", reader, "--json", *DAY).out)
        assert "fit_not_good" not in told["alert_counts"]
    assert json.loads(rmentor("-C", followed, "report", "--json", *DAY).out)["alert_counts"]["fit_not_good"] == 1
    rmentor("-C", followed, "report", *DAY)
    page = of_html((followed / "out" / "rapport.html").read_bytes())
    assert "Moins de 5 binômes ont dit comment cela va" in page.replace("\u00a0", " ").replace("\u202f", " ")
    assert "doute que le binôme" not in page.replace("’", "'")
    doubting.unlink()
    rmentor("-C", followed, "report", *DAY)
    other = of_html((followed / "out" / "rapport.html").read_bytes())
    assert "Moins de 5 binômes ont dit comment cela va" in other.replace("\u00a0", " ").replace("\u202f", " ")


def test_every_chart_has_its_numbers_beside_it(followed: Path, rmentor: Run) -> None:
    rmentor("-C", followed, "report", *DAY)
    page = of_html((followed / "out" / "rapport.html").read_bytes())
    for words in ("tenues : 12, annulées : 0", "vus en séance", "médiane", "3 réponses"):
        assert words in page.replace("\u00a0", " ").replace("\u202f", " "), words


# --- laws ---


def _course(needs: dict[str, tuple[float, float]], reached: float, aimed: float) -> Course:
    told = {topic: Need(level=level, target=target) for topic, (level, target) in needs.items()}
    return Course(
        "n",
        4,
        60,
        Rhythm(2, "week"),
        START,
        (),
        (),
        told,
        dict.fromkeys(told, reached),
        aimed=dict.fromkeys(told, aimed),
    )


@LAW
@given(st.lists(st.tuples(*[st.floats(0, 5)] * 4), min_size=1, max_size=6))
def test_what_is_taught_planned_and_open_makes_up_what_is_needed(levels: list[tuple[float, ...]]) -> None:
    courses = [_course({"ia": (level, target)}, reached, aimed) for level, target, reached, aimed in levels]
    for one in steering.coverage(courses):
        assert min(one.taught, one.planned, one.open) >= 0
        assert one.taught + one.planned + one.open == pytest.approx(one.needed)


def test_the_last_answer_counts_and_who_is_far_enough_without_one_is_missing() -> None:
    def answered(on: str, ease: int) -> Answer:
        return Answer.model_validate({"form": "fit", "on": on, "who": "mentee", "marks": {"ease": str(ease)}})

    from tests.test_evaluation import course

    twice = course(("held", 1, 0), answers=(answered("2027-02-02", 5), answered("2027-02-01", 1)))
    silent, early = course(("held", 1, 0)), course()
    (found,) = evaluation.agreement([twice, silent, early])
    assert (found.n, found.missing, found.median, dict(found.marks)[5]) == (1, 1, 5, 1)


# --- what is handed on ---


def test_a_handover_lists_who_took_part_who_could_be_next_and_what_kits_learnt(followed: Path, rmentor: Run) -> None:
    import python_calamine

    path = followed.parent / "handover.xlsx"
    journal = followed / "journal" / "00112.yaml"

    def handed_on(minutes: int) -> list[list[list[object]]]:
        journal.write_text(
            "version: 1\nsessions:\n"
            f"  - {{session: 1, held: 2027-01-12, minutes: {minutes}, modules: [cyber-reflexes]}}\n"
            "  - {session: 2, held: 2027-01-26, minutes: 60, modules: [cyber-reflexes, cyber-mobilite]}\n"
        )
        assert rmentor("-C", followed, "report", "--handover", path, *DAY).status == 0
        book = python_calamine.CalamineWorkbook.from_path(path)
        return [book.get_sheet_by_name(name).to_python()[1:] for name in book.sheet_names]

    alumni, teams, kits, _ = handed_on(75)
    assert not (followed / "out").exists()
    assert len(alumni) == 12 + 10
    assert ["00112", "Kévin Garcia", "dirigeant", "Ugo Müller", 2.0, 2.2] in [row[:6] for row in alumni]
    lessons, in_time = ({str(row[0]): row[3:] for row in rows} for rows in (kits, handed_on(60)[2]))
    assert lessons["cyber-reflexes"][1] == 1.0, "once taken up again"
    assert lessons["cyber-mobilite"][2] == 1.0, "planned for the first session, not done there"
    assert float(str(lessons["cyber-reflexes"][3])) == float(str(in_time["cyber-reflexes"][3])) + 1, "once it overran"
    assert teams
    executives = {row[1] for row in alumni if row[2] == "dirigeant"}
    assert {row[2] for row in teams} <= executives
    assert not {row[0] for row in teams} & {row[0] for row in alumni}
    ranks = [row[3] for row in teams if row[3] != ""]
    assert ranks == sorted(ranks)


def test_remarks_on_kits_are_handed_on_without_whose_session_it_was_and_shown_to_no_reader(
    followed: Path, rmentor: Run
) -> None:
    import python_calamine

    remark, private = "Exercice 2 : quinze minutes", "Confié à demi-mot"
    for who in ("00101", "00112"):
        journal = followed / "journal" / f"{who}.yaml"
        held = "  - {session: 1, held: 2027-01-12, minutes: 55, modules: [cyber-reflexes]"
        journal.write_text(f'version: 1\nsessions:\n{held}, kit: ["{remark}"]}}\n', encoding="utf-8")
    answers = followed / "answers" / "00112.yaml"
    told = f"  - {{form: closing, on: 2027-04-21, who: mentor, remarks: {{kit: {private}}}}}\nnotes:"
    answers.write_text(answers.read_text("utf-8").replace("notes:", told), encoding="utf-8")
    path = followed.parent / "handover.xlsx"
    assert rmentor("-C", followed, "report", "--handover", path, *DAY).status == 0
    book = python_calamine.CalamineWorkbook.from_path(path)
    rows = book.get_sheet_by_name("Remarques sur les kits").to_python()
    assert rows[1:] == [["cyber-reflexes", "Trois gestes pour l’essentiel", remark]]
    assert private not in str([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])
    data = json.loads(rmentor("-C", followed, "report", "--json", *DAY).out)
    assert data["kit_remarks"] == [{"modules": ["cyber-reflexes"], "text": remark}]
    for reader in ("sponsor", "hr", "mentor", "mentee"):
        assert remark not in rmentor("-C", followed, "report", "--for", reader, "--json", *DAY).out
        assert rmentor("-C", followed, "report", "--for", reader, *DAY).status == 0
    pages = list((followed / "out").rglob("*.html"))
    assert len(pages) > 10
    assert not [page for page in pages if remark in of_html(page.read_bytes())]
