"""One folder on disk: reading, digests, and writing so that nothing is ever half done."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from rmentor import resources
from rmentor.errors import ProblemsFound
from rmentor.files.folder import Folder, digest, digest_of, write_atomically
from tests.conftest import ROOT

MEGABYTE = 1 << 20


def code(stop: pytest.ExceptionInfo[ProblemsFound]) -> tuple[str, str]:
    (problem,) = stop.value.problems
    return problem.path, problem.code


def test_templates_and_examples_are_found_from_a_checkout() -> None:
    assert (resources.templates() / "words" / "fr.yaml").is_file()
    assert (resources.examples() / "aurore" / "rmentor.yaml").is_file()


# --- reading ---


def test_a_file_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"old")
    folder = Folder(tmp_path)
    assert folder.read("a.txt") == b"old"
    (tmp_path / "a.txt").write_bytes(b"new")
    assert folder.read("a.txt") == b"old"


def test_what_cannot_be_read_is_a_problem_with_its_relative_path(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    folder = Folder(tmp_path)
    with pytest.raises(ProblemsFound) as stop:
        folder.read("sub/none.yaml")
    assert code(stop) == ("sub/none.yaml", "file_missing")
    with pytest.raises(ProblemsFound) as stop:
        folder.read("sub")
    assert code(stop) == ("sub", "is_a_folder")


def test_a_name_that_no_file_can_have_is_a_problem_when_it_is_read(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    assert folder.has("x" * 300)
    with pytest.raises(ProblemsFound) as stop:
        folder.read("x" * 300)
    assert code(stop)[1] == "unreadable"


def test_what_stands_there_is_there(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    assert Folder(tmp_path).has("a")
    assert not Folder(tmp_path).has("none")


def test_names_are_the_visible_files_with_the_ending_sorted(tmp_path: Path) -> None:
    for name in ("b.yaml", "a.yaml", "c.yml", ".hidden.yaml", "d.yaml.bak"):
        (tmp_path / name).write_bytes(b"")
    assert Folder(tmp_path.parent).names(tmp_path.name) == (f"{tmp_path.name}/a.yaml", f"{tmp_path.name}/b.yaml")
    assert Folder(tmp_path).names("none") == ()


def test_a_file_where_a_folder_should_be_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "mentees").write_bytes(b"")
    with pytest.raises(ProblemsFound) as stop:
        Folder(tmp_path).names("mentees")
    assert stop.value.problems[0].path == "mentees"


# --- digests ---


@pytest.mark.parametrize("name", ["a.yaml", "a.YML", "a.csv", "a.svg", "a.html", "a.ics", "a.json", ".gitignore"])
def test_the_digest_of_text_is_blind_to_windows_line_ends(name: str) -> None:
    assert digest(b"a\r\nb\r\n", name) == digest(b"a\nb\n", name)
    assert digest(b"a\rb", name) != digest(b"ab", name)


def test_the_digest_of_anything_else_sees_every_byte() -> None:
    assert digest(b"a\r\nb", "a.pdf") != digest(b"a\nb", "a.pdf")


def test_a_file_that_is_not_there_has_no_digest(tmp_path: Path) -> None:
    assert Folder(tmp_path).digest("none.yaml") is None
    assert Folder(tmp_path).digest(".") is None


@pytest.mark.parametrize("around", [-2, -1, 0, 1, 2])
def test_a_big_file_has_the_digest_of_the_same_content_in_small(tmp_path: Path, around: int) -> None:
    """CR and LF stand on both sides of the places where a big file is cut into blocks."""
    block = 4 * MEGABYTE
    content = bytearray(b"x" * (17 * MEGABYTE))
    for cut in range(block, len(content), block):
        content[cut + around : cut + around + 2] = b"\r\n"
    content[-1:] = b"\r"
    (tmp_path / "big.csv").write_bytes(content)
    assert Folder(tmp_path).digest("big.csv") == digest(bytes(content), "big.csv")
    (tmp_path / "big.bin").write_bytes(content)
    assert Folder(tmp_path).digest("big.bin") == digest(bytes(content), "big.bin")


def test_runs_of_cr_across_blocks_keep_all_but_the_last(tmp_path: Path) -> None:
    content = b"x" * (4 * MEGABYTE - 2) + b"\r\r\r\n" + b"y" * (13 * MEGABYTE) + b"\r\n"
    (tmp_path / "big.csv").write_bytes(content)
    assert Folder(tmp_path).digest("big.csv") == digest(content, "big.csv")


def test_one_digest_for_several_sees_names_values_and_absence() -> None:
    whole = digest_of({"a": "1", "b": None})
    assert digest_of({"b": None, "a": "1"}) == whole
    assert len({whole, digest_of({"a": "1"}), digest_of({"a": "1", "b": "2"}), digest_of({"a": None, "b": "1"})}) == 4


# --- writing ---


def test_writing_says_whether_the_file_changed(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    assert folder.write("sub/a.txt", b"one")
    assert not folder.write("sub/a.txt", b"one")
    assert folder.write("sub/a.txt", b"two")
    assert (tmp_path / "sub" / "a.txt").read_bytes() == b"two"
    assert folder.read("sub/a.txt") == b"two"
    assert [one.name for one in (tmp_path / "sub").iterdir()] == ["a.txt"]


def test_an_unchanged_file_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"one")
    os.utime(path, (1, 1))
    Folder(tmp_path).write("a.txt", b"one")
    assert path.stat().st_mtime == 1


def test_where_nothing_can_be_written_that_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "sub").write_bytes(b"a file, not a folder")
    with pytest.raises(ProblemsFound) as stop:
        Folder(tmp_path).write("sub/a.txt", b"")
    assert code(stop) == ("sub/a.txt", "unwritable")
    (tmp_path / "folder").mkdir()
    with pytest.raises(ProblemsFound) as stop:
        Folder(tmp_path).write("folder", b"")
    assert code(stop) == ("folder", "unwritable")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["folder", "sub"]


def test_a_rewritten_file_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    path.chmod(0o640)
    mode = path.stat().st_mode
    write_atomically(path, b"new")
    assert path.stat().st_mode == mode
    assert path.read_bytes() == b"new"


def test_a_new_file_has_the_mode_of_any_new_file(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_atomically(tmp_path / "a.txt", b"new")
        (tmp_path / "b.txt").write_bytes(b"new")
    finally:
        os.umask(before)
    assert (tmp_path / "a.txt").stat().st_mode == (tmp_path / "b.txt").stat().st_mode


STOPPED = """
import os, sys
from pathlib import Path
os.{call} = lambda *_: os._exit(9)
from rmentor.files.folder import Folder
Folder(Path(sys.argv[1])).write("selection.yaml", b"new" * 1_000_000)
"""


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_process_that_is_killed_while_writing_leaves_the_old_file(tmp_path: Path, call: str) -> None:
    """At once, as a power cut would: before the bytes are on disk, and before the names are swapped."""
    (tmp_path / "selection.yaml").write_bytes(b"old")
    done = subprocess.run([sys.executable, "-c", STOPPED.replace("{call}", call), str(tmp_path)], cwd=ROOT, check=False)
    assert done.returncode == 9
    assert (tmp_path / "selection.yaml").read_bytes() == b"old"
    assert Folder(tmp_path.parent).names(tmp_path.name) == (f"{tmp_path.name}/selection.yaml",)


def test_a_name_longer_than_a_file_system_takes_is_a_problem_not_a_crash(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound) as stop:
        Folder(tmp_path).write("x" * 300, b"")
    assert code(stop)[1] == "unwritable"


def test_removing_what_is_gone_is_fine(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write("a.txt", b"one")
    folder.remove("a.txt")
    folder.remove("a.txt")
    assert not folder.has("a.txt")
    with pytest.raises(ProblemsFound):
        folder.read("a.txt")
    (tmp_path / "sub").mkdir()
    with pytest.raises(ProblemsFound) as stop:
        folder.remove("sub")
    assert code(stop) == ("sub", "unwritable")


# --- pretending ---


def test_pretending_writes_nothing_and_reads_back_what_would_be(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"old")
    folder = Folder(tmp_path, pretend=True)
    assert folder.write("a.txt", b"new")
    assert folder.write("sub/b.txt", b"other")
    assert not folder.write("a.txt", b"old")
    assert (tmp_path / "a.txt").read_bytes() == b"old"
    assert not (tmp_path / "sub").exists()
    assert folder.has("sub/b.txt")
    assert folder.read("sub/b.txt") == b"other"
    assert folder.digest("sub/b.txt") == digest(b"other", "b.txt")


def test_pretending_to_remove_leaves_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"old")
    folder = Folder(tmp_path, pretend=True)
    folder.remove("a.txt")
    assert (tmp_path / "a.txt").exists()
    assert not folder.has("a.txt")
    assert folder.pretended == {"a.txt": None}
