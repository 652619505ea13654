"""What became of a session is written where it belongs; the report names nobody and shows no small group."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Run


def test_a_held_session_takes_the_planned_modules(aurore: Path, rmentor: Run) -> None:
    said = rmentor("-C", aurore, "log", "00112", "1", "--held", "2027-01-20", "--minutes", "55")
    assert said.status == 0
    assert said.out == "journal/00112.yaml:1\n"
    assert (aurore / "journal" / "00112.yaml").read_text(encoding="utf-8") == (
        "version: 1\nsessions:\n"
        "  - {session: 1, held: 2027-01-20, minutes: 55, modules: [cyber-reflexes, cyber-mobilite]}\n"
    )
    assert rmentor("-C", aurore, "check").status == 0


def test_a_next_step_stands_in_the_private_answers_alone(aurore: Path, rmentor: Run) -> None:
    said = rmentor("-C", aurore, "log", "00112", "1", "--held", "2027-01-20", "--next-step", "Essayer seul")
    assert said.status == 0
    assert "Essayer" not in (aurore / "journal" / "00112.yaml").read_text(encoding="utf-8")
    assert "Essayer seul" in (aurore / "answers" / "00112.yaml").read_text(encoding="utf-8")


def test_a_moved_session_is_agreed(aurore: Path, rmentor: Run) -> None:
    assert rmentor("-C", aurore, "log", "00112", "3", "--moved", "2027-02-10T09:00", "--by", "assistant").status == 0
    assert "move: {session: 3, to: 2027-02-10T09:00}" in (aurore / "mentees" / "00112.yaml").read_text("utf-8")
    assert not (aurore / "journal").exists()


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("00112", "1"), 2),
        (("00112", "1", "--held", "2027-01-20", "--cancelled", "2027-01-20"), 2),
        (("00112", "1", "--held", "20/01/2027"), 2),
        (("00112", "1", "--moved", "2027-01-20"), 2),
        (("00112", "1", "--cancelled", "2027-01-20", "--minutes", "50"), 2),
        (("99999", "1", "--held", "2027-01-20"), 1),
        (("00112", "9", "--held", "2027-01-20"), 1),
        (("00112", "1", "--held", "2027-01-20", "--modules", "nowhere"), 1),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    aurore: Path, rmentor: Run, arguments: tuple[str, ...], status: int
) -> None:
    assert rmentor("-C", aurore, "log", *arguments).status == status
    assert not (aurore / "journal").exists()


def test_a_session_is_held_once(aurore: Path, rmentor: Run) -> None:
    assert rmentor("-C", aurore, "log", "00112", "1", "--cancelled", "2027-01-13").status == 0
    assert rmentor("-C", aurore, "log", "00112", "1", "--held", "2027-01-20").status == 0
    again = rmentor("-C", aurore, "log", "00112", "1", "--held", "2027-01-21", "--language", "en")
    assert again.status == 1
    assert "session 1 is held already" in again.err


def _answer(folder: Path, people: list[str]) -> None:
    (folder / "answers").mkdir(exist_ok=True)
    for person in people:
        (folder / "answers" / f"{person}.yaml").write_text(
            "version: 1\nanswers:\n"
            "  - {form: before, on: 2027-01-15, who: mentee, levels: {ia: 1}}\n"
            "  - {form: after, on: 2027-06-15, who: mentee, levels: {ia: 3}}\n"
        )


def test_a_group_under_five_is_not_broken_down(aurore: Path, rmentor: Run) -> None:
    people = [one.stem for one in sorted((aurore / "mentees").glob("*.yaml")) if "ia:" in one.read_text("utf-8")]
    _answer(aurore, people[:4])

    def ia() -> dict[str, object]:
        topics = json.loads(rmentor("-C", aurore, "report", "--json", "--today", "2027-07-01").out)["topics"]
        return next(one for one in topics if one["topic"] == "ia")

    assert ia() == {"topic": "ia", "n": 4, "missing": len(people) - 4, "too_few": True}
    _answer(aurore, people[:5])
    found = ia()
    assert (found["n"], found["before"], found["after"], found["improved"], found["p"]) == (5, 1.0, 3.0, 5, None)


def test_the_documents_name_nobody_and_the_terminal_does(aurore: Path, rmentor: Run) -> None:
    rmentor("-C", aurore, "log", "00112", "1", "--held", "2027-01-20")
    said = rmentor("-C", aurore, "report", "--today", "2027-04-01")
    assert said.status == 0
    assert "(00112)" in said.out
    page = (aurore / "out" / "rapport.html").read_text(encoding="utf-8")
    assert "Où en est le programme" in page
    roster = (aurore / "roster.csv").read_bytes().decode("cp1252").splitlines()[1:]
    assert [row for row in roster if row.split(";")[0] in page] == []
    assert [row for row in roster if " ".join(row.split(";")[2:0:-1]) in page] == []
    assert (aurore / "out" / "rapport.pdf").read_bytes().startswith(b"%PDF")


def test_the_report_is_the_same_twice(aurore: Path, rmentor: Run) -> None:
    made = []
    for _ in range(2):
        rmentor("-C", aurore, "report", "--today", "2027-04-01")
        made.append([(aurore / "out" / name).read_bytes() for name in ("rapport.pdf", "rapport.html")])
    assert made[0] == made[1]


def test_alerts_alone_end_with_1_while_there_is_something_to_look_into(aurore: Path, rmentor: Run) -> None:
    for day in ("2027-01-13", "2027-01-20"):
        assert rmentor("-C", aurore, "log", "00112", "1", "--cancelled", day).status == 0
    said = rmentor("-C", aurore, "status", "--alerts", "--today", "2027-01-21", "--language", "en")
    assert said.status == 1
    assert said.out.endswith("(00112): two sessions in a row were called off\n")
    told = json.loads(rmentor("-C", aurore, "status", "--alerts", "--today", "2027-01-21", "--json").out)
    assert told["on"] == "2027-01-21"
    assert [(one["mentee"], one["code"]) for one in told["alerts"]] == [("00112", "two_cancelled")]
    assert rmentor("-C", aurore, "status", "--today", "2027-01-21").status == 0
    assert rmentor("-C", aurore, "log", "00112", "1", "--held", "2027-01-22").status == 0
    calm = rmentor("-C", aurore, "status", "--alerts", "--today", "2027-01-22")
    assert (calm.out, calm.status) == ("rien à regarder\n", 0)


def test_status_tells_ten_alerts_and_counts_the_others(aurore: Path, rmentor: Run) -> None:
    said = rmentor("-C", aurore, "status", "--today", "2027-07-01").out
    told = json.loads(rmentor("-C", aurore, "status", "--today", "2027-07-01", "--json").out)["alerts"]
    assert len(told) == 12
    assert {one["code"] for one in told} == {"no_session_since"}
    assert said.count("pas de séance depuis") == 10
    assert "… et 2 autres (`rmentor status --alerts`)" in said
