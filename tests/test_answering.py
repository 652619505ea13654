"""Exports of online forms and saved forms come in: matched to people, shown, written where they belong, once."""

from __future__ import annotations

import io
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from rmentor.files import answersfile, yamlfile
from rmentor.files.validated import validated
from rmentor.paper import rendering
from rmentor.papers import Wanted
from rmentor.people import Answer, Answers
from rmentor.terminal import Terminal
from tests.conftest import AURORE, NORTHWIND, Run, copied
from tests.test_papers import papers_of

NEEDS = AURORE / "exports" / "besoins.csv"


def everything(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def read(path: Path) -> Any:
    """A file's values, each as the text that stands there."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def export(folder: Path, *lines: str) -> Path:
    path = folder / "export.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


# --- needs ---


def test_needs_are_shown_then_written_and_comments_stay(aurore: Path, rmentor: Run) -> None:
    mentee = aurore / "mentees" / "00101.yaml"
    mentee.write_text(mentee.read_text(encoding="utf-8") + "# vu avec son assistante\n", encoding="utf-8")
    said = rmentor("-C", aurore, "import", "answers", NEEDS)
    assert said.status == 0, said.err
    assert "+  reseaux: {level: 2, target: 3, priority: 2}" in said.out
    text = mentee.read_text(encoding="utf-8")
    assert "# vu avec son assistante\n" in text
    told = read(mentee)
    assert told["topics"]["cyber"] == {"level": "1", "target": "3", "priority": "3"}
    assert told["time"] == {"sessions": "8", "minutes": "60", "every": "3 weeks", "weekdays": ["tue", "wed", "fri"],
                            "hours": ["08:30", "10:30"]}  # fmt: skip
    assert (aurore / "answers" / "00101.yaml").read_text() == (
        "version: 1\nanswers:\n  - {form: before, on: 2026-11-12, who: mentee, levels: {ia: 0, cyber: 1, reseaux: 2}}\n"
    )
    assert "Non utilisés : ID." in said.err
    assert rmentor("-C", aurore, "check").status == 0


def test_the_same_file_twice_changes_nothing_and_what_people_changed_since_stays(aurore: Path, rmentor: Run) -> None:
    rmentor("-C", aurore, "import", "answers", NEEDS)
    mentee = aurore / "mentees" / "00101.yaml"
    mentee.write_text(mentee.read_text(encoding="utf-8").replace("sessions: 8", "sessions: 5"), encoding="utf-8")
    there = everything(aurore)
    said = rmentor("-C", aurore, "import", "answers", NEEDS)
    assert (said.status, said.out) == (0, "rien à changer\n")
    assert "Déjà reprises : 12." in said.err
    assert everything(aurore) == there


def test_a_dry_run_shows_every_file_and_writes_none(aurore: Path, rmentor: Run) -> None:
    there = everything(aurore)
    said = rmentor("-C", aurore, "import", "answers", NEEDS, "--dry-run")
    assert said.status == 0
    assert said.out.count("+++ mentees/") == 12
    assert said.out.count("+++ answers/") == 12
    assert everything(aurore) == there


def test_somebody_of_the_roster_without_a_file_becomes_an_executive(aurore: Path, rmentor: Run) -> None:
    (aurore / "mentees" / "00101.yaml").unlink()
    assert rmentor("-C", aurore, "import", "answers", NEEDS).status == 0
    assert read(aurore / "mentees" / "00101.yaml") == {
        "version": "1", "id": "00101", "languages": ["fr"],
        "time": {"sessions": "8", "weekdays": ["tue", "wed", "fri"]},
        "topics": {"ia": {"level": "0", "target": "2", "priority": "3"},
                   "cyber": {"level": "1", "target": "3", "priority": "3"},
                   "reseaux": {"level": "2", "target": "3", "priority": "2"}},
    }  # fmt: skip
    assert 'id: "00101"' in (aurore / "mentees" / "00101.yaml").read_text()


def test_a_level_told_after_the_start_holds_since_that_day(aurore: Path, tmp_path: Path, rmentor: Run) -> None:
    path = export(
        tmp_path, "Date,Matricule,Niveau aujourd'hui IA,Niveau visé IA,Niveau aujourd'hui données,Niveau visé données",
        "01/03/2027,00101,2,4,1,2",
    )  # fmt: skip
    assert rmentor("-C", aurore, "import", "answers", path).status == 0
    topics = read(aurore / "mentees/00101.yaml")["topics"]
    assert topics["ia"] == {"level": "2", "target": "4", "priority": "3", "on": "2027-03-01"}
    assert topics["donnees"] == {"level": "1", "target": "2", "on": "2027-03-01"}


# --- other forms ---


FIT_EN = (
    "Id,Start time,Completion time,Email,Name,This pair:,"
    "I feel free to correct or contradict.,The pace suits the person.",
    '1,1/22/2027 9:00,1/22/2027 9:05,{mentor}@aurore.example,Anonymous,"is right, we go on",Strongly agree,4',
)


def test_a_mentor_is_known_by_the_pair_and_an_english_export_is_understood(
    aurore: Path, tmp_path: Path, rmentor: Run
) -> None:
    pairs = read(aurore / "pairs.yaml")["pairs"]
    mentor = next(one["mentor"] for one in pairs if one["mentee"] == "00101")
    path = export(tmp_path, *(line.format(mentor=mentor) for line in FIT_EN))
    said = rmentor("-C", aurore, "import", "answers", path, "--json")
    assert said.status == 0, said.out
    assert (aurore / "answers" / "00101.yaml").read_text() == (
        "version: 1\nanswers:\n  - {form: fit, on: 2027-01-22, who: mentor, marks: {ease: 5, pace: 4}, fit: good}\n"
    )
    assert json.loads(said.out)["answers"] == [
        {"file": "export.csv", "line": 2, "mentee": "00101", "who": "mentor", "on": "2027-01-22", "forms": ["fit"]}
    ]


def test_a_closing_form_is_the_state_after_and_whether_one_would_recommend(
    aurore: Path, tmp_path: Path, rmentor: Run
) -> None:
    path = export(
        tmp_path,
        "Horodateur;Courriel;Votre niveau IA;Recommanderiez-vous ce programme;Un conseil pour la prochaine édition",
        "25/06/2027 10:00;00102@aurore.example;3;9;Oser : « 2 » fois plus",
    )  # fmt: skip
    said = rmentor("-C", aurore, "import", "answers", path)
    assert said.status == 0, said.err
    text = (aurore / "answers" / "00102.yaml").read_text("utf-8")
    assert "  - {form: after, on: 2027-06-25, who: mentee, levels: {ia: 3}}\n" in text
    assert "  - {form: closing, on: 2027-06-25, who: mentee, recommend: 9, remarks: {advice: " in text


def test_new_levels_at_mid_term_are_offered_and_written_on_a_yes(aurore: Path, tmp_path: Path, rmentor: Run) -> None:
    path = export(tmp_path, "Date;Matricule;Niveau aujourd'hui : IA générative", "01/04/2027;00102;2")
    before = (aurore / "mentees" / "00102.yaml").read_text("utf-8")
    said = rmentor("-C", aurore, "import", "answers", path, "--form", "mid-term", "--dates", "day")
    assert said.status == 0, said.err
    assert (aurore / "mentees" / "00102.yaml").read_text("utf-8") == before
    assert "+  ia: {level: 2, target: 3, priority: 2, on: 2027-04-01}" in said.out
    assert "`--yes` écrit ce niveau" in said.err
    said = rmentor("-C", aurore, "import", "answers", path, "--form", "mid-term", "--yes")
    assert "level: 2, target: 3, priority: 2, on: 2027-04-01" in (aurore / "mentees" / "00102.yaml").read_text("utf-8")
    there = everything(aurore)
    assert rmentor("-C", aurore, "import", "answers", path, "--form", "mid-term", "--yes").out == "rien à changer\n"
    assert everything(aurore) == there


def test_a_quiz_is_counted_by_module(aurore: Path, tmp_path: Path, rmentor: Run) -> None:
    path = export(tmp_path, "Date,Email,Module,Score", "2027-02-01,00102@aurore.example,ia-limites,3 / 4")
    assert rmentor("-C", aurore, "import", "answers", path).status == 0
    assert (
        "{form: quiz, on: 2027-02-01, who: mentee, module: ia-limites, quiz: 75}"
        in (aurore / "answers/00102.yaml").read_text()
    )


def test_of_two_answers_to_one_form_the_later_counts_and_the_other_is_told(
    aurore: Path, tmp_path: Path, rmentor: Run
) -> None:
    path = export(
        tmp_path, "Date,Email,Niveau IA", "2026-12-02,00102@aurore.example,2", "2026-12-01,00102@aurore.example,1",
    )  # fmt: skip
    said = rmentor("-C", aurore, "import", "answers", path, "--form", "before")
    assert said.status == 0
    assert "export.csv:3: attention : 00102 a répondu à nouveau plus tard (2)" in said.err
    assert read(aurore / "answers/00102.yaml")["answers"][0]["levels"] == {"ia": "2"}
    assert len(read(aurore / "answers/00102.yaml")["answers"]) == 1


def test_dates_that_nothing_proves_are_told(aurore: Path, tmp_path: Path, rmentor: Run) -> None:
    lines = ("Timestamp,Email,Niveau IA", "1/2/2027 9:00,00102@aurore.example,2")
    said = rmentor("-C", aurore, "import", "answers", export(tmp_path, *lines), "--form", "before")
    assert "jour d'abord" in said.err
    said = rmentor("-C", aurore, "import", "answers", export(tmp_path, *lines), "--form", "before", "--dates", "month")
    assert "jour d'abord" not in said.err
    assert [str(one["on"]) for one in read(aurore / "answers/00102.yaml")["answers"]] == ["2027-02-01", "2027-01-02"]


def test_answers_grow_below_what_is_there_and_all_else_stays(aurore: Path, tmp_path: Path, rmentor: Run) -> None:
    (aurore / "answers").mkdir()
    path = aurore / "answers" / "00102.yaml"
    lines = ("Date,Email,Niveau IA", "2026-12-02,00102@aurore.example,2")
    for text in (
        "version: 1\n# de vive voix\nanswers:\n- {form: fit, on: 2027-01-20, who: mentee, fit: good}   # par écrit\n",
        "version: 1\nanswers:\n  - {form: fit, on: 2027-01-20, who: mentee, fit: good}\nnotes:\n"
        "  - {session: 1, next_step: Essayer seul}\n",
        "version: 1\nnotes:\n  - {session: 1, next_step: Essayer seul}\n",
        "version: 1\r\nanswers: []\r\n",
    ):
        path.write_bytes(text.encode())
        assert rmentor("-C", aurore, "import", "answers", export(tmp_path, *lines), "--form", "before").status == 0
        after = path.read_bytes().decode()
        assert [line for line in text.splitlines() if line not in after.splitlines() and "[]" not in line] == []
        assert any("form: before" in line for line in after.splitlines())
        assert rmentor("-C", aurore, "check").status == 0, after


@given(
    st.builds(
        Answer.model_construct, form=st.just("closing"), on=st.dates(), who=st.just("mentee"),
        recommend=st.floats(0, 10).map(lambda one: round(one, 1)),
        remarks=st.dictionaries(st.sampled_from(["advice", "changed"]), st.text(min_size=1).filter(str.strip)),
    )
)  # fmt: skip
def test_whatever_people_write_comes_back_to_the_letter(answer: Answer) -> None:
    text = "version: 1\nanswers:\n  - " + answersfile.line(answer) + "\n"
    found, problems = validated(Answers, yamlfile.parse(text.encode("utf-8", "replace"), "x"))
    assert problems == []
    assert found is not None
    assert found.answers[0].remarks == answer.remarks
    assert found.answers[0].on == answer.on


# --- saved forms ---


def saved(path: Path, **told: Any) -> Path:
    path.write_text(json.dumps({"rmentor": 1, **told}), encoding="utf-8")
    return path


def test_saved_forms_of_a_folder_come_in_together(aurore: Path, tmp_path: Path, rmentor: Run) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    saved(inbox / "a.json", form="fit", who="mentee", mentee="00102", on="2027-01-22",
          fields={"fit_verdict": "adjust", "fit_mentee_ease": "4", "fit_what": "Plus court"})  # fmt: skip
    saved(inbox / "b.json", form="needs", who="mentee", person="00103@aurore.example", on="2026-11-20",
          fields={"level_ia": "1", "target_ia": "3", "priority_ia": "3"})  # fmt: skip
    saved(inbox / "c.json", form="quiz", who="mentee", mentee="00102", on="2027-02-01",
          fields={"quiz_ia-limites_1": "1", "quiz_ia-limites_2": "1"})  # fmt: skip
    said = rmentor("-C", aurore, "import", "answers", inbox)
    assert said.status == 0, said.err
    text = (aurore / "answers" / "00102.yaml").read_text("utf-8")
    assert "who: mentee, marks: {ease: 4}, fit: unsure, remarks: {what: Plus court}}" in text
    assert "form: quiz, on: 2027-02-01, who: mentee, module: ia-limites, quiz: " in text
    assert read(aurore / "mentees" / "00103.yaml")["topics"]["ia"]["priority"] == "3"
    there = everything(aurore)
    assert rmentor("-C", aurore, "import", "answers", inbox).out == "rien à changer\n"
    assert everything(aurore) == there


def filled_in(content: bytes, into: Path, saved_on: str = "", **told: str) -> Path:
    """A PDF form as a viewer saves it: fields by name, and, where it writes one, the day."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    for page in writer.pages:
        writer.update_page_form_field_values(page, told, auto_regenerate=False)  # type: ignore[arg-type]
    if saved_on:
        writer.add_metadata({"/ModDate": f"D:{saved_on}120000+01'00'"})
    writer.write(into)
    return into


@pytest.fixture
def printed_forms(aurore: Path) -> Callable[[str, str], bytes]:
    """Our own PDF forms, by kind and by the end of their name."""
    made = list(papers_of(aurore).documents(Wanted(kinds=("needs", "fit_check", "mid_term", "quiz"))))
    press = rendering.Press()

    def one(kind: str, ending: str = "") -> bytes:
        found = next(one for one in made if one.kind == kind and one.name.endswith(ending))
        return press.make(found, rendering.FORM)

    return one


def test_pdf_forms_come_back_as_they_were_filled_in(
    aurore: Path, tmp_path: Path, rmentor: Run, printed_forms: Callable[..., bytes]
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    fit = {"fit_verdict": "/adjust", "fit_mentee_ease": "/4", "fit_what": "/ Plus court,\ret à l'heure"}
    filled_in(printed_forms("fit_check", "dirigeant"), inbox / "a.pdf", "20270121", **fit)
    filled_in(printed_forms("mid_term", "mentor"), inbox / "b.pdf", "20270122", mid_mentor_prepared="/5")
    filled_in(printed_forms("fit_check", "mentor"), inbox / "blank.pdf", "20270122")
    whose = read(aurore / "pairs.yaml")["pairs"][0]["mentee"]
    said = rmentor("-C", aurore, "import", "answers", inbox)
    assert said.status == 0, said.err
    assert "a.pdf: attention : pris comme rempli le 21 janvier 2027" in said.err
    assert "Vides : 1." in said.err
    told = read(aurore / "answers" / f"{whose}.yaml")["answers"]
    assert told == [
        {"form": "fit", "on": "2027-01-21", "who": "mentee", "marks": {"ease": "4"}, "fit": "unsure",
         "remarks": {"what": "/ Plus court,\net à l'heure"}},
        {"form": "mid-term", "on": "2027-01-22", "who": "mentor", "marks": {"prepared": "5"}},
    ]  # fmt: skip
    there = everything(aurore)
    assert rmentor("-C", aurore, "import", "answers", inbox).out == "rien à changer\n"
    assert everything(aurore) == there


def test_the_day_of_a_pdf_form_is_the_one_written_then_the_one_said_and_never_made_up(
    aurore: Path, tmp_path: Path, rmentor: Run, printed_forms: Callable[..., bytes]
) -> None:
    undated = filled_in(printed_forms("fit_check", "dirigeant"), tmp_path / "fit.pdf", fit_verdict="/good")
    said = rmentor("-C", aurore, "import", "answers", undated)
    assert said.status == 1
    assert "--on 2027-02-15" in said.err
    dated = {"needs_name": "Kévin Garcia", "date": "05/12/2026", "level_ia": "/1", "target_ia": "/3",
             "weekdays.mon": "/yes", "weekdays.wed": "/yes", "control": "/2"}  # fmt: skip
    needs = filled_in(printed_forms("needs"), tmp_path / "needs.pdf", "20270122", **dated)
    said = rmentor("-C", aurore, "import", "answers", undated, needs, "--on", "2027-01-20", "--json")
    assert said.status == 0, said.out
    assert {(one["forms"][0], one["on"]) for one in json.loads(said.out)["answers"]} == {
        ("fit", "2027-01-20"), ("before", "2026-12-05")
    }  # fmt: skip
    mentee = read(aurore / "mentees" / "00112.yaml")
    assert mentee["topics"]["ia"] == {"level": "1", "target": "3", "priority": "3"}
    assert mentee["time"]["weekdays"] == ["mon", "wed"]


def test_without_pypdf_a_pdf_form_names_the_extra(
    aurore: Path, tmp_path: Path, rmentor: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fit.pdf").write_bytes(b"%PDF-1.7")
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    said = rmentor("-C", aurore, "import", "answers", tmp_path / "fit.pdf", "--language", "en")
    assert said.status == 1
    assert "pip install 'rmentor[forms]'" in said.err


@given(st.binary(max_size=200))
def test_no_file_makes_reading_a_saved_form_fail_otherwise_than_in_words(content: bytes) -> None:
    import tempfile

    from rmentor.errors import ProblemsFound
    from rmentor.files import pdfreply, replyfile

    with tempfile.TemporaryDirectory() as room:
        path = Path(room) / "x.json"
        path.write_bytes(content)
        with pytest.raises(ProblemsFound):
            replyfile.read(path)
        with pytest.raises(ProblemsFound):
            pdfreply.read(path)


def test_a_pdf_form_that_was_damaged_on_the_way_fails_in_words_or_not_at_all(
    tmp_path: Path, printed_forms: Callable[..., bytes]
) -> None:
    from rmentor.errors import ProblemsFound
    from rmentor.files import pdfreply

    content, dice, path = printed_forms("fit_check", "mentor"), random.Random(1), tmp_path / "fit.pdf"
    codes = set()
    for _ in range(30):
        broken = bytearray(content)
        for _ in range(dice.choice((1, 20, 400))):
            broken[dice.randrange(len(broken))] = dice.randrange(256)
        path.write_bytes(bytes(broken[: dice.randrange(len(broken))] if dice.random() < 0.3 else broken))
        try:
            pdfreply.read(path)
        except ProblemsFound as stop:
            codes.update(one.code for one in stop.problems)
    assert codes <= {"pdf_broken", "not_a_form_of_ours"}


# --- at a terminal ---


@pytest.fixture
def talk(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Answers questions as somebody at a terminal does; what was asked is kept."""

    def prepared(*replies: str) -> list[str]:
        asked: list[str] = []
        left = list(replies)

        def prompt(text: str, **_: object) -> str:
            asked.append(text)
            return left.pop(0)

        monkeypatch.setattr(Terminal, "interactive", property(lambda _: True))
        monkeypatch.setattr("typer.prompt", prompt)
        return asked

    return prepared


def test_at_a_terminal_what_is_unclear_is_asked(
    aurore: Path, tmp_path: Path, rmentor: Run, talk: Callable[..., list[str]]
) -> None:
    path = export(
        tmp_path, "Date,Adresse messagerie pro,IA générative", "2026-12-02,dg@aurore.example,2", "2026-12-03,xx,1"
    )
    asked = talk("before", "y", "y", "nobody", "00102", "")
    said = rmentor("-C", aurore, "import", "answers", path)
    assert said.status == 0, said.err
    assert asked[1].startswith("« Adresse messagerie pro » est-il")
    assert "export.csv:2" in asked[3]
    assert "Laissées de côté : 1." in said.err
    assert read(aurore / "answers/00102.yaml")["answers"][0]["levels"] == {"ia": "2"}
    kept = (aurore / "rmentor.yaml").read_text("utf-8")
    assert "imports:\n  before:\n    email: Adresse messagerie pro\n    level.ia: IA générative\n" in kept


UNKNOWN = ("Date,Mail,Nom,IA générative", "2026-12-02,dg@perso.example,J. D.,2", "2026-12-02,x@y.example,Essai,1")


def test_who_was_meant_is_remembered_so_that_the_next_export_asks_nothing(
    aurore: Path, tmp_path: Path, rmentor: Run, talk: Callable[..., list[str]]
) -> None:
    path = export(tmp_path, *UNKNOWN, "2026-12-05,dg@perso.example,J. D.,3")
    asked = talk("y", "y", "00102", "")
    said = rmentor("-C", aurore, "import", "answers", path, "--form", "before")
    assert said.status == 0, said.err
    assert len(asked) == 4
    kept = aurore / "imports.private.yaml"
    assert read(kept)["people"] == [
        {"told": "dg@perso.example · J. D.", "id": "00102"}, {"told": "x@y.example · Essai"}
    ]  # fmt: skip
    assert "« x@y.example · Essai » est laissé de côté." in said.err
    assert "retirez ces 2 lignes" in said.err
    there = everything(aurore)
    asked = talk()
    said = rmentor("-C", aurore, "import", "answers", path, "--form", "before")
    assert (said.status, asked) == (0, [])
    assert "« dg@perso.example · J. D. » est pris pour" in said.err
    assert "imports.private.yaml" not in said.err
    assert everything(aurore) == there
    # Taking a line out undoes it.
    kept.write_text("version: 1\npeople:\n  - {told: x@y.example · Essai}\n", encoding="utf-8")
    asked = talk("00103")
    assert rmentor("-C", aurore, "import", "answers", path, "--form", "before").status == 0
    assert len(asked) == 1
    assert read(kept)["people"][-1]["id"] == "00103"


def test_who_is_meant_can_be_said_beforehand(aurore: Path, tmp_path: Path, rmentor: Run) -> None:
    path = export(tmp_path, *UNKNOWN)
    told = ("-C", aurore, "import", "answers", path, "--form", "before", "--yes")
    assert rmentor(*told, "--person", "dg@perso.example · J. D.").status == 2
    assert "personne n'a l'identifiant 77" in rmentor(*told, "--person", "dg@perso.example · J. D.=77").err
    assert not (aurore / "imports.private.yaml").exists()
    said = rmentor(*told, "--person", "DG@perso.example · J. D.=00102", "--person", "x@y.example · Essai=",
                   "--person", "Personne=00103")  # fmt: skip
    assert said.status == 0, said.err
    assert "personne ne s'appelle « Personne » dans ces fichiers" in said.err
    assert [one["told"] for one in read(aurore / "imports.private.yaml")["people"]] == [
        "dg@perso.example · J. D.", "x@y.example · Essai"
    ]  # fmt: skip
    people = json.loads(rmentor(*told, "--json").out)["people"]
    assert [(one["id"], one["new"]) for one in people] == [("00102", False), (None, False)]


def test_somebody_who_left_is_asked_about_anew_and_a_purge_forgets_them(
    aurore: Path, tmp_path: Path, rmentor: Run
) -> None:
    path = export(tmp_path, *UNKNOWN)
    kept = aurore / "imports.private.yaml"
    kept.write_text(
        "version: 1\npeople:\n  - {told: dg@perso.example · J. D., id: gone}\n"
        "  - {told: x@y.example · Essai, id: '00103'}\n",
        encoding="utf-8",
    )
    assert "personne n'a l'identifiant gone" in rmentor("-C", aurore, "check").err
    said = rmentor("-C", aurore, "import", "answers", path, "--form", "before", "--yes")
    assert said.status == 1
    assert "dg@perso.example" in said.err
    assert "Essai" not in said.err
    rmentor("-C", aurore, "purge", "00103")
    assert [one["id"] for one in read(kept)["people"]] == ["gone"]


def test_needs_that_are_not_wanted_are_not_written(aurore: Path, rmentor: Run, talk: Callable[..., list[str]]) -> None:
    there = everything(aurore)
    asked = talk("n")
    said = rmentor("-C", aurore, "import", "answers", NEEDS)
    assert said.status == 0
    assert len(asked) == 1
    assert "n'ont pas été écrits" in said.err
    assert {path: one for path, one in everything(aurore).items() if path in there} == there
    assert not (aurore / "answers").exists()


def test_without_a_terminal_nothing_is_asked(aurore: Path, tmp_path: Path, rmentor: Run) -> None:
    path = export(tmp_path, "Date,Adresse messagerie pro,IA générative", "2026-12-02,dg@aurore.example,2")
    there = everything(aurore)
    said = rmentor("-C", aurore, "import", "answers", path, "--form", "before")
    assert said.status == 1
    assert "email ← Adresse messagerie pro" in said.err
    said = rmentor("-C", aurore, "import", "answers", path, "--form", "before", "--yes")
    assert said.status == 1
    assert "personne dans le programme n'est dg@aurore.example" in said.err
    assert everything(aurore) == there


@pytest.mark.parametrize(
    ("example", "file", "people"), [(AURORE, "exports/besoins.csv", 12), (NORTHWIND, "exports/needs.csv", 8)]
)
def test_the_exports_of_the_examples_come_in(
    example: Path, file: str, people: int, tmp_path: Path, rmentor: Run
) -> None:
    folder = copied(example, tmp_path)
    said = rmentor("-C", folder, "import", "answers", folder / file, "--json")
    assert said.status == 0, said.out
    told = json.loads(said.out)
    assert len(told["needs"]) == len(told["answers"]) == people
    assert rmentor("-C", folder, "check").status == 0


def test_editors_get_the_keys_of_who_was_meant(rmentor: Run) -> None:
    schema = json.loads(rmentor("schema", "imports.private.yaml").out)
    assert set(schema["$defs"]["Meant"]["properties"]) == {"told", "id"}


@pytest.mark.parametrize(
    ("asked", "keys"),
    [
        ("answers", {"form", "on", "who", "session", "module", "levels", "marks", "quiz", "fit", "remarks"}),
        ("answers/00101.yaml", {"form", "recommend", "credit", "then", "control"}),
    ],
)
def test_editors_get_the_keys_of_answers(asked: str, keys: set[str], rmentor: Run) -> None:
    schema = json.loads(rmentor("schema", asked).out)
    assert set(schema["properties"]) == {"version", "answers", "notes"}
    answer = schema["$defs"]["Answer"]
    assert keys <= set(answer["properties"])
    assert set(answer["required"]) == {"form", "on", "who"}
    assert answer["additionalProperties"] is False
