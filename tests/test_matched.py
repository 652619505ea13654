"""What is printed of pairs before there are plans: nothing of one side's own reaches the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from rmentor.papers import Wanted
from tests import printed
from tests.conftest import Run
from tests.test_papers import papers_of

MATCHED = ("pairs-proposal", "consultation", "announcement-mentee", "announcement-mentor")


def told(folder: Path, kind: str, *people: str) -> str:
    found = papers_of(folder).documents(Wanted(kinds=[kind], people=people))
    return "\n".join(text for one in found for text in printed.texts(one.blocks))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_they_are_printed_right_after_pair_and_listed(aurore: Path, rmentor: Run) -> None:
    for plan in (aurore / "plans").glob("*.yaml"):
        plan.unlink()
    said = rmentor("-C", aurore, "render", *MATCHED, "--format", "html")
    assert (said.status, said.out[:17]) == (0, "35 documents dans")
    names = sorted(path.relative_to(aurore / "out").as_posix() for path in (aurore / "out").rglob("*.html"))
    assert {"proposition-de-binomes.html", "00112/avis-sur-le-mentor.html", "00112/annonce.html"} < set(names)
    page = (aurore / "out" / "index.html").read_text("utf-8")
    assert all(name in page for name in names if name != "index.html")
    assert not list((aurore / "plans").glob("*.yaml"))


def test_they_wait_for_pairs_that_are_true(aurore: Path, rmentor: Run) -> None:
    change(aurore / "rmentor.yaml", "needs: 60", "needs: 50")
    rmentor("-C", aurore, "select")
    said = rmentor("-C", aurore, "render", "pairs-proposal")
    assert said.status == 1
    assert "pairs.yaml" in said.err
    assert "rmentor pair" in said.err


def test_a_run_keeps_them_true_once_they_are_made(aurore: Path, rmentor: Run) -> None:
    rmentor("-C", aurore, "render", "consultation", "--for", "00112", "--format", "html")
    change(aurore / "rmentor.yaml", "client: Groupe Aurore", "client: Maison Aurore")
    rmentor("-C", aurore, "run")
    assert "Maison Aurore" in (aurore / "out" / "00112" / "avis-sur-le-mentor.html").read_text("utf-8")
    assert not (aurore / "out" / "00111" / "avis-sur-le-mentor.html").exists()


def test_the_proposal_names_each_pair_with_its_reasons_and_what_another_would_cost(aurore: Path) -> None:
    papers = papers_of(aurore)
    pairs = papers.programme.pairs
    text = told(aurore, "pairs_proposal")
    for one in pairs.pairs:
        assert papers.programme.workspace.name(one.mentee) in text
        assert papers.programme.workspace.name(one.mentor) in text
    assert "Souhait des deux, recueilli à l'entretien" in text
    assert "Sous ces règles et ces décisions, aucune autre répartition" in text
    assert "parmi celles qui servent autant de personnes, atteignent ce que" in text
    assert "Signature" in text


def test_a_reason_that_must_stay_private_is_not_printed(aurore: Path) -> None:
    lines = (aurore / "decisions.yaml").read_text("utf-8").splitlines(keepends=True)
    lock = next(line for line in lines if "lock: true" in line)
    (aurore / "decisions.yaml").write_text("".join(line for line in lines if line != lock), "utf-8")
    (aurore / "decisions.private.yaml").write_text(f"version: 1\npairs:\n{lock}", "utf-8")
    text = told(aurore, "pairs_proposal")
    assert "recueilli à l'entretien" not in text
    assert "fixé par une décision" in text


def test_the_proposal_says_who_is_left_and_what_would_be_enough(aurore: Path) -> None:
    mentee = "00112"
    mentors = papers_of(aurore).programme.couples.table.mentors
    forbid = [
        f'  - {{mentor: "{one}", mentee: "{mentee}", forbid: true, reason: x, by: y, on: 2026-12-03}}\n'
        for one in mentors
        if one != "00304"  # ruled out already
    ]
    with (aurore / "decisions.yaml").open("a", encoding="utf-8") as stream:
        stream.writelines(forbid)
    papers = papers_of(aurore)
    left = papers.programme.pairs.unpaired
    text = told(aurore, "pairs_proposal")
    assert mentee in [one.mentee for one in left]
    assert "Sans mentor, et ce qui l’empêche" in text
    assert "des décisions interdisent" in text
    assert "…" in text  # of many mentors the first few are named


@pytest.mark.parametrize("kind", ["consultation", "announcement_mentee"])
def test_nothing_of_the_mentors_own_reaches_the_executive(aurore: Path, kind: str) -> None:
    papers = papers_of(aurore)
    pair = next(one for one in papers.programme.pairs.pairs if not one.locked)
    own = aurore / "mentors" / f"{pair.mentor}.yaml"
    before = told(aurore, kind, pair.mentee)
    text = own.read_text("utf-8") if own.exists() else f'version: 1\nid: "{pair.mentor}"\n'
    others = [one for one in papers.programme.couples.table.mentees if one != pair.mentee]
    private = "".join(line for line in text.splitlines(keepends=True) if not line.startswith(("prefer", "veto")))
    own.write_text(f'{private}prefer: ["{pair.mentee}"]\nveto: ["{others[0]}"]\n', "utf-8")
    papers = papers_of(aurore)
    assert next(one.mentor for one in papers.programme.pairs.pairs if one.mentee == pair.mentee) == pair.mentor
    assert told(aurore, kind, pair.mentee) == before
    assert f"{pair.score:.1f}".replace(".", ",") not in before
    assert "sur 100" not in before


def test_each_side_reads_its_own_language(aurore: Path) -> None:
    mentee = sorted((aurore / "mentees").glob("*.yaml"))[0]
    if "\nlanguage:" in mentee.read_text("utf-8"):
        change(mentee, "\nlanguage: fr", "\nlanguage: en")
    else:
        mentee.write_text(mentee.read_text("utf-8") + "language: en\n", "utf-8")
    assert "Your answer" in told(aurore, "consultation", mentee.stem)
    mentor = papers_of(aurore).programme.paired()[mentee.stem]
    assert "Le cadre" in told(aurore, "announcement_mentor", mentor)
