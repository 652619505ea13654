"""Two processes in one folder: the second waits, or says that it does not; no choice is lost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from rmentor.errors import ProblemsFound
from rmentor.files import lock
from tests.conftest import ROOT


def _command(folder: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "rmentor", "-C", str(folder), *arguments]


def test_the_second_says_so_and_gives_up(tmp_path: Path) -> None:
    told: list[int] = []
    second = lock.held(tmp_path, lambda: told.append(1), longest=0.0)
    with lock.held(tmp_path, lambda: None), pytest.raises(ProblemsFound) as stop:
        second.__enter__()
    assert told == [1]
    assert [one.code for one in stop.value.problems] == ["folder_busy"]
    with lock.held(tmp_path, lambda: told.append(2), longest=0.0):
        assert told == [1]


def test_a_folder_that_is_not_there_is_not_locked(tmp_path: Path) -> None:
    with lock.held(tmp_path / "nowhere", lambda: None):
        pass


def test_a_command_that_waits_says_so_and_then_goes_on(aurore: Path) -> None:
    with lock.held(aurore, lambda: None):
        second = subprocess.Popen(
            _command(aurore, "check", "--language", "en"), cwd=ROOT, stderr=subprocess.PIPE, text=True
        )
        assert second.stderr is not None
        assert second.stderr.readline().startswith("Another rmentor is at work")
        assert second.poll() is None
    _, _ = second.communicate(timeout=60)
    assert second.returncode == 0


def test_no_choice_is_lost_when_many_write_at_once(aurore: Path) -> None:
    """Every writer waits for its turn and succeeds, whatever command it is, and every choice stands on file."""
    refused = ("00250", "00252", "00253")
    said = ("--by", "jury", "--reason", "essai")
    commands = [_command(aurore, "decide", "--refuse", one, *said) for one in refused]
    commands += [_command(aurore, "agree", "00112", "--want", one, "--by", "x", "--on", "2026-12-04")
                 for one in ("ia-prompts", "cyber-mobilite")]  # fmt: skip
    commands += [_command(aurore, "log", "00112", "1", "--held", "2027-01-20", "--next-step", "essai")]
    running = [
        subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        for command in commands
    ]
    told = [one.communicate(timeout=180)[1] for one in running]
    assert [one.returncode for one in running] == [0] * len(commands), told
    data = yaml.load((aurore / "decisions.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert sorted(one["id"] for one in data["mentors"] if one["reason"] == "essai") == sorted(refused)
    agreed = yaml.load((aurore / "mentees" / "00112.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert {one["want"] for one in agreed["agreed"]} == {"ia-prompts", "cyber-mobilite"}
    held = yaml.load((aurore / "journal" / "00112.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert [one["session"] for one in held["sessions"]] == ["1"]
