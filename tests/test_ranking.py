"""The ranking as a page and as sheets: the same facts as `--json`, nothing that runs or fetches, names as they are."""

from __future__ import annotations

import base64
import csv
import hashlib
import html
import io
import json
import re
from pathlib import Path

import pytest

from rmentor.files import sheets
from rmentor.files.tables import open_table
from rmentor.words import words
from tests.conftest import DATA, Run

BARE = DATA / "bare.csv"


def _text(page: str) -> str:
    inside = re.sub(r"<(style|script)>.*?</\1>", " ", page, flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", inside)).split())


def _saved(rmentor: Run, folder: Path, *more: object) -> dict[str, Path]:
    found = {ending: folder / f"ranking.{ending}" for ending in ("html", "csv", "xlsx")}
    said = rmentor(*more, "select", *[one for key, path in found.items() for one in (f"--{key}", path)])
    assert said.status == 0, said.err
    return found


def test_page_and_sheets_say_what_json_says(aurore: Path, tmp_path: Path, rmentor: Run) -> None:
    found = _saved(rmentor, tmp_path, "-C", aurore)
    told = json.loads(rmentor("-C", aurore, "select", "--json").out)
    page = _text(found["html"].read_text(encoding="utf-8"))
    fr = words("fr")
    rows = list(csv.reader(io.StringIO(found["csv"].read_text(encoding="utf-8-sig"), newline=""), delimiter=";"))
    assert len(rows) == 1 + len(told["candidates"]) == 1 + told["roster"]["rows"]
    table = open_table(found["xlsx"], "ranking.xlsx")
    book = [[table.text(cell) for cell in row] for _, row in table.rows()]
    for one, row, again in zip(told["candidates"], rows[1:], book, strict=True):
        assert row[1:3] == again[1:3] == [one["id"], one["name"]]
        assert row[0] == again[0] == ("" if one["rank"] is None else str(one["rank"]))
        assert row[3] == fr(f"status.{one['status']}")
        assert f"{one['name']} {one['id']}" in page
        if one["score"] is not None:
            assert float(row[4].replace(",", ".")) == pytest.approx(one["score"], abs=1e-6)
            assert float(again[4]) == pytest.approx(one["score"], abs=1e-6)
            points = [float(row[place].replace(",", ".")) for place in (9, 11, 13)]
            assert sum(points) == pytest.approx(one["score"], abs=1e-5)
        for reason in one["reasons"]:
            assert reason["text"] in row[-1]
    chosen = [one for one in told["candidates"] if one["status"] == "selected"]
    first = chosen[0]
    assert f"1 {first['name']} {first['id']} {fr.number(first['score'], 1)}" in page


def test_page_shows_what_the_chosen_can_teach(aurore: Path, tmp_path: Path, rmentor: Run) -> None:
    page = _text(_saved(rmentor, tmp_path, "-C", aurore)["html"].read_text(encoding="utf-8"))
    assert words("fr").printed("page.cover") in page
    assert "Cybersécurité" in page


def test_page_runs_its_own_script_alone_and_fetches_nothing(northwind: Path, tmp_path: Path, rmentor: Run) -> None:
    page = _saved(rmentor, tmp_path, "-C", northwind)["html"].read_text(encoding="utf-8")
    scripts = re.findall(r"<script>(.*?)</script>", page, flags=re.S)
    assert len(scripts) == 1
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'" in page
    assert not re.search(r"(src|href)=\"(?!data:)", page)


def test_the_same_roster_is_the_same_bytes(aurore: Path, tmp_path: Path, rmentor: Run) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, other = _saved(rmentor, tmp_path / "a", "-C", aurore), _saved(rmentor, tmp_path / "b", "-C", aurore)
    assert {key: path.read_bytes() for key, path in one.items()} == {k: p.read_bytes() for k, p in other.items()}


def test_hostile_names_stand_as_they_are(tmp_path: Path, rmentor: Run) -> None:
    name = '=1+1 <script>alert("x")</script> {{ y }} &amp; œ'
    roster = tmp_path / "r.csv"
    doubled = name.replace('"', '""')
    roster.write_text(f'id;nom;maîtrise;pédagogie;adaptabilité\n001;"{doubled}";4;3;2\n', encoding="utf-8")
    page, table, book = (tmp_path / one for one in ("p.html", "p.csv", "p.xlsx"))
    said = rmentor("--language", "fr", "select", roster, "--html", page, "--csv", table, "--xlsx", book)
    assert said.status == 0, said.err
    assert name in _text(page.read_text(encoding="utf-8"))
    assert page.read_text(encoding="utf-8").count("<script>") == 1
    assert f'"\'{doubled}"' in table.read_text(encoding="utf-8-sig")
    read = open_table(book, "p.xlsx")
    assert next([read.text(cell) for cell in row] for _, row in read.rows())[:3] == ["1", "001", name]


def test_without_a_programme_the_bare_ranking_is_a_page_too(tmp_path: Path, rmentor: Run) -> None:
    said = rmentor("--language", "en", "select", BARE, "--html", tmp_path / "p.html")
    assert said.status == 0, said.err
    assert "The ranking, and why" in _text((tmp_path / "p.html").read_text(encoding="utf-8"))


def test_a_page_holds_so_many_and_counts_the_rest(
    aurore: Path, tmp_path: Path, rmentor: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rmentor.paper.ranking.MOST_ROWS", 20)
    page = _text(_saved(rmentor, tmp_path, "-C", aurore)["html"].read_text(encoding="utf-8"))
    assert "… et encore 172 personnes" in page


def test_a_file_that_cannot_be_written_is_told_and_more_than_a_sheet_holds(
    aurore: Path, tmp_path: Path, rmentor: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "x.html").mkdir()
    said = rmentor("-C", aurore, "select", "--html", tmp_path / "x.html")
    assert said.status == 1
    assert "x.html" in said.err
    monkeypatch.setattr("rmentor.views.ranking.MOST_ROWS", 100)
    said = rmentor("-C", aurore, "select", "--xlsx", tmp_path / "x.xlsx")
    assert said.status == 1
    assert "100" in said.err
    assert not (tmp_path / "x.xlsx").exists()


def test_a_decimal_comma_is_for_numbers_alone() -> None:
    made = sheets.as_csv(sheets.Sheet("x", ("a",), [("1.5",), (1.5,), (2,)]), ";", comma=True).decode("utf-8-sig")
    assert made.split("\r\n") == ['"a"', '"1.5"', '"1,5"', "2", ""]


def test_the_page_holds_the_audit_of_what_may_be_shared_and_only_where_there_is_one(
    aurore: Path, tmp_path: Path, rmentor: Run
) -> None:
    from tests.browser.test_ranking import audit_file

    fr = words("fr").printed
    page = _saved(rmentor, tmp_path, "-C", aurore)["html"].read_text(encoding="utf-8")
    assert fr("page.audit") not in _text(page)
    audit_file(aurore)
    page = _saved(rmentor, tmp_path, "-C", aurore)["html"].read_text(encoding="utf-8")
    told = json.loads(rmentor("-C", aurore, "audit", "--json").out)
    assert fr(f"audit.verdict.{told['verdict']}") in _text(page)
    for group in told["groups"]:
        assert f"{group['value']} {group['candidates']} {group['selected']}" in _text(page)
    assert '<th scope="row">N</th>' not in page, "three people are too few to be shown"
    (aurore / "audit.csv").write_text("nobody,x\n1,2\n")
    said = rmentor("-C", aurore, "select", "--html", tmp_path / "again.html")
    assert said.status == 0, "the ranking does not hang on the audit"
    assert "audit.csv" in said.err


def test_the_page_says_who_decided_and_what_would_put_somebody_in(aurore: Path, tmp_path: Path, rmentor: Run) -> None:
    page = _text(_saved(rmentor, tmp_path, "-C", aurore)["html"].read_text(encoding="utf-8"))
    assert "Décidé par jury, le 1er décembre 2026" in page.replace("\u00a0", " ")
    said = rmentor("-C", aurore, "select", "--explain", "00208").out
    way = next(line for line in said.splitlines() if line.startswith("Ce qui suffirait"))
    assert " ".join(way.split()) in page.replace("\u00a0", " ").replace("’", "'")


def test_full_robustness_is_a_table_of_ranks_that_says_what_json_says(
    aurore: Path, tmp_path: Path, rmentor: Run
) -> None:
    fr = words("fr").printed
    assert fr("page.ranks") not in _text(_saved(rmentor, tmp_path, "-C", aurore)["html"].read_text(encoding="utf-8"))
    path = tmp_path / "full.html"
    assert rmentor("-C", aurore, "select", "--robustness", "full", "--html", path).status == 0
    page = _text(path.read_text(encoding="utf-8"))
    told = json.loads(rmentor("-C", aurore, "select", "--robustness", "full", "--json").out)
    first = told["selected"][0]
    name = next(one["name"] for one in told["candidates"] if one["id"] == first)
    shares = [fr("percent", share=one) for one in told["robustness"]["rank_acceptability"][first] if one >= 0.005]
    weights = [fr("percent", share=one) for one in told["robustness"]["central_weights"][first].values()]
    assert " ".join([name, *" ".join([*shares, *weights]).split()]) in page
