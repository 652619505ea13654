"""Two processes in one folder: the second waits, or says that it does not; a killed one leaves nothing half done."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from rmentor.errors import ProblemsFound
from rmentor.files import lock
from tests.conftest import ROOT, Run

BY_SYSTEM = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


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
    people = ("00250", "00221", "00252", "00253")
    commands = [
        _command(aurore, "decide", "--refuse", one, "--by", "jury", "--reason", "essai")
        for one in people[:1] + people[2:]
    ]
    running = [
        subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        for command in commands
    ]
    done = [one.wait(timeout=120) for one in running]
    data = yaml.load((aurore / "decisions.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    written = [one["id"] for one in data["mentors"] if one["reason"] == "essai"]
    assert len(written) == done.count(0)
    assert done.count(0) >= 1


@BY_SYSTEM
def test_killed_at_any_moment_the_old_files_stand_whole_and_the_next_run_completes(aurore: Path, rmentor: Run) -> None:
    (aurore / "rmentor.yaml").write_text(
        (aurore / "rmentor.yaml").read_text(encoding="utf-8").replace("mentors: 12", "mentors: 13"), encoding="utf-8"
    )
    chance = random.Random(1)
    for _ in range(4):
        for command in (("select",), ("pair",), ("plan",)):
            running = subprocess.Popen(
                _command(aurore, *command, "--force"), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            time.sleep(chance.uniform(0.3, 1.5))
            os.kill(running.pid, signal.SIGKILL)
            running.wait()
            for name in ("selection.yaml", "pairs.yaml"):
                assert yaml.safe_load((aurore / name).read_text(encoding="utf-8"))["version"] == 1
    for command in (("select",), ("pair",), ("plan",)):
        assert rmentor("-C", aurore, *command).status == 0
    assert rmentor("-C", aurore, "plan", "--check").status == 0
