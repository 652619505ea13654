"""What candidates are told: their own result, in the words of `select --explain`; a reply; sheets to be heard by."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from rmentor.files.folder import Folder
from rmentor.paper import family, rendering
from rmentor.paper.documents import Document
from rmentor.papers import Papers, Wanted
from rmentor.steps import Programme
from rmentor.words import LANGUAGES, words
from tests import printed
from tests.conftest import Run

SELECTED, RESERVE, REFUSED, DECIDED = "00263", "00208", "00221", "00254"


def _papers(folder: Path) -> Papers:
    programme = Programme(Folder(folder), words)
    programme.require_sound_inputs(kits=True)
    programme.keep_selection()
    return Papers(programme, {one: words(one) for one in LANGUAGES})


def _documents(folder: Path, kind: str, *people: str) -> dict[str, Document]:
    return {one.name.split("/")[1]: one for one in _papers(folder).documents(Wanted(kinds=[kind], people=people))}


def _said(document: Document) -> str:
    return printed.squeezed(" ".join(printed.texts(document)).replace("’", "'"))


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Document]]:
    from tests.conftest import AURORE, copied

    folder = copied(AURORE, tmp_path_factory.mktemp("candidacies"))
    return folder, _documents(folder, "explanation")


def _below(folder: Path) -> str:
    selection = Programme(Folder(folder), words).selection
    return next(one.id for one in map(selection.candidate, selection.in_order()) if one.status == "below_minimum")


def test_a_sheet_says_every_sentence_of_explain(judged: tuple[Path, dict[str, Document]], rmentor: Run) -> None:
    folder, sheets = judged
    for identity in (SELECTED, RESERVE, REFUSED, DECIDED, _below(folder)):
        sheet = _said(sheets[identity])
        terminal = rmentor("-C", folder, "select", "--explain", identity).out.replace("’", "'")
        lines = [line.strip().removeprefix("– ") for line in terminal.splitlines()[1:] if line.strip()]
        columns = [words("fr")(f"explain.{one}") for one in ("criterion", "value", "points")]
        for line in lines:
            if all(one in line for one in columns):
                continue
            for cell in line.split("  "):
                assert printed.squeezed(cell) in sheet, (identity, cell)


def test_every_candidate_has_a_sheet_and_it_holds_their_own_data_alone(
    judged: tuple[Path, dict[str, Document]],
) -> None:
    folder, sheets = judged
    selection = Programme(Folder(folder), words).selection
    everybody = [selection.candidate(person) for person in range(len(selection.roster.ids))]
    assert len(sheets) == selection.candidates == 110
    names = {one.id: printed.squeezed(one.name) for one in everybody}
    for identity, sheet in list(sheets.items())[::11]:
        said = _said(sheet)
        assert names[identity] in said
        others = {one for one, name in names.items() if one != identity and name in said and name != names[identity]}
        assert others == set()
        assert not [one for one in names if one != identity and one in said]


def test_a_decision_is_told_with_who_and_when_and_a_private_reason_stays_private(aurore: Path, rmentor: Run) -> None:
    told = _said(_documents(aurore, "explanation", REFUSED)[REFUSED])
    assert printed.squeezed("Décidé par jury, le 1er décembre 2026 : N'a pas pu passer l'entretien") in told
    private = ("--by", "DRH", "--reason", "Secret", "--private", "--on", "2026-12-02")
    said = rmentor("-C", aurore, "decide", "--refuse", RESERVE, *private)
    assert said.status == 0, said.err
    told = _said(_documents(aurore, "explanation", RESERVE)[RESERVE])
    assert printed.squeezed("Décidé par DRH, le 2 décembre 2026 ; la raison est gardée à part") in told
    assert "secret" not in told
    data = json.loads(rmentor("-C", aurore, "select", "--explain", RESERVE, "--json").out)
    assert data["decision"] == {"reason": None, "by": "DRH", "on": "2026-12-02"}


def test_replies_go_to_those_not_chosen_and_no_reply_gives_a_score(aurore: Path) -> None:
    papers = _papers(aurore)
    selection = papers.programme.selection
    replies = {one.name.split("/")[1]: one for one in papers.documents(Wanted(kinds=["reply"]))}
    chosen = {selection.roster.ids[one] for one in selection.selected}
    assert len(replies) == selection.candidates - len(chosen)
    assert not chosen & set(replies)
    assert printed.squeezed("Vous restez en réserve") in _said(replies[RESERVE])
    assert printed.squeezed("Le jury a décidé") in _said(replies[REFUSED])
    last = selection.roster.ids[selection.reserve[-1]]
    assert printed.squeezed("Vous restez en réserve") not in _said(replies[last])
    one = selection.candidate(selection.roster.position[RESERVE])
    assert words("fr").number(one.score or 0, 1) not in _said(replies[RESERVE])


@pytest.mark.parametrize("kind", family.OF_LONG_LIST)
def test_the_long_list_is_the_chosen_and_as_many_of_the_reserve(aurore: Path, kind: str) -> None:
    found = _documents(aurore, kind)
    kept = yaml.safe_load((aurore / "selection.yaml").read_text())
    assert set(found) == {one["id"] for one in (*kept["mentors"], *kept["reserve"])}
    assert len(found) == 24


def test_each_criterion_is_marked_on_one_sheet_with_five_anchors(aurore: Path) -> None:
    marked = []
    for kind in family.OF_LONG_LIST:
        said = list(printed.texts(_documents(aurore, kind, RESERVE)[RESERVE]))
        marked += [text for text in said if text in ("Capacité à transmettre", "Adaptation de la posture")
                   or text.startswith("Maîtrise des outils")]  # fmt: skip
        assert {"1", "2", "3", "4", "5"} <= set(said)
    assert sorted(marked) == ["Adaptation de la posture", "Capacité à transmettre", "Maîtrise des outils et des usages"]


def test_a_sheet_is_in_the_language_of_whoever_reads_it(aurore: Path) -> None:
    (aurore / "mentors" / f"{RESERVE}.yaml").write_text(f'version: 1\nid: "{RESERVE}"\nlanguage: en\n')
    assert _documents(aurore, "explanation", RESERVE)[RESERVE].language == "en"
    roster = aurore / "roster.csv"
    raw = roster.read_bytes()
    lines = raw.decode("cp1252").splitlines(keepends=True)
    at = next(place for place, line in enumerate(lines) if line.startswith(SELECTED))
    place = lines[0].split(";").index("Langues")
    cells = lines[at].split(";")
    cells[place] = "anglais"
    lines[at] = ";".join(cells)
    roster.write_bytes("".join(lines).encode("cp1252"))
    settings = aurore / "rmentor.yaml"
    settings.write_text(settings.read_text().replace("require: {volunteer: yes, languages: fr}", "require: {}"))
    assert _documents(aurore, "explanation", SELECTED)[SELECTED].language == "en"


def test_somebody_who_did_not_apply_is_told_so_when_they_ask_and_executives_are_no_candidates(aurore: Path) -> None:
    selection = Programme(Folder(aurore), words).selection
    other = next(
        selection.roster.ids[one] for one in range(len(selection.roster.ids))
        if not selection.meets_conditions[one] and selection.roster.ids[one] not in ("00112",)
        and all(reason.code == "require" for reason in selection.candidate(one).reasons)
    )  # fmt: skip
    sheet = _documents(aurore, "explanation", other)[other]
    told = words(sheet.language)
    assert printed.squeezed(told("doc.result.lead", client="Groupe Aurore")) not in _said(sheet)
    assert printed.squeezed(told("doc.result.lead_other", client="Groupe Aurore")) in _said(sheet)
    assert printed.squeezed(told("explain.no_score")) in _said(sheet)
    assert _documents(aurore, "explanation", "00112") == {}


def test_documents_of_candidates_ask_for_a_selection_that_is_true(aurore: Path, rmentor: Run) -> None:
    (aurore / "selection.yaml").unlink()
    said = rmentor("-C", aurore, "render", "explanation", "--for", RESERVE)
    assert said.status == 1
    assert "rmentor select" in said.err
    assert rmentor("-C", aurore, "select").status == 0
    (aurore / "pairs.yaml").unlink()
    assert rmentor("-C", aurore, "render", "explanation", "--for", RESERVE, "--format", "html").status == 0
    assert rmentor("-C", aurore, "render", "explanation", "--for", "nobody").status == 1


def test_a_run_keeps_what_candidates_are_told_true_and_removes_it_with_the_person(
    northwind: Path, rmentor: Run
) -> None:
    assert rmentor("-C", northwind, "run").status == 0
    chosen = {one["id"] for one in yaml.safe_load((northwind / "selection.yaml").read_text())["mentors"]}
    assert rmentor("-C", northwind, "render", "explanation", "reply", "--format", "html").status == 0
    home = northwind / "out" / "candidates"
    assert chosen < {one.name for one in home.iterdir()}
    assert not [one for one in chosen if (home / one / "reply.html").exists()]
    gone = yaml.safe_load((northwind / "selection.yaml").read_text())["reserve"][0]["id"]
    assert rmentor("-C", northwind, "decide", "--refuse", gone, "--by", "jury", "--reason", "Left").status == 0
    assert rmentor("-C", northwind, "run").status == 0
    assert "Decided by jury" in (home / gone / "result-explained.html").read_text()
    assert "The jury decided" in (home / gone / "reply.html").read_text()
    assert f"candidates/{gone}/result-explained.html" in (northwind / "out" / "index.html").read_text()
    assert rmentor("-C", northwind, "purge", gone).status == 0
    assert rmentor("-C", northwind, "run").status == 0
    assert not (home / gone).exists() or not list((home / gone).iterdir())


def test_a_run_without_executives_keeps_what_candidates_are_told_true(northwind: Path, rmentor: Run) -> None:
    for path in (northwind / "mentees").iterdir():
        path.unlink()
    assert rmentor("-C", northwind, "run").status == 0
    assert rmentor("-C", northwind, "render", "explanation", "--format", "html").status == 0
    settings = northwind / "rmentor.yaml"
    settings.write_text(settings.read_text().replace("client: Northwind Freight", "client: Northwind Rail"))
    assert rmentor("-C", northwind, "run").status == 0
    pages = list((northwind / "out" / "candidates").rglob("*.html"))
    assert pages
    assert all("Northwind Rail" in one.read_text() for one in pages)


def test_marks_that_come_in_are_something_new_for_a_run(aurore_ran: Path, rmentor: Run) -> None:
    (aurore_ran / "marks.csv").write_text(
        f"id,criterion,rater,source,mark,low,high\n{RESERVE},posture,A,interview,5,1,5\n"
    )
    said = rmentor("-C", aurore_ran, "run")
    assert said.status == 0
    assert "selection.yaml" in said.out


def test_a_hostile_name_stands_as_it_is_on_every_sheet(northwind: Path) -> None:
    hostile = '#read("x") *a* <b>{{ y }}</b> œ'
    roster = northwind / "roster.csv"
    identity = Programme(Folder(northwind), words).selection.roster.ids[-1]
    text = roster.read_text()
    name = Programme(Folder(northwind), words).workspace.name(identity)
    quoted = '"' + hostile.replace('"', '""') + '"'
    roster.write_text(text.replace(name, quoted, 1))
    press = rendering.Press()
    for kind in family.OF_CANDIDATE:
        for document in _documents(northwind, kind, identity).values():
            assert printed.squeezed(hostile) in printed.squeezed(printed.of_html(press.make(document, "html")))
            assert printed.squeezed(hostile) in printed.squeezed("".join(printed.of_pdf(press.make(document, "pdf"))))
