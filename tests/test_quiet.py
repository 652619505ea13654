"""Nothing that a solver prints by itself reaches whoever reads our output."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SPEAKS = """
import ctypes, os, sys
library = ctypes.CDLL("ucrtbase" if os.name == "nt" else None)
def stray(*arguments, **options):
    library.puts(b"stray")
    return real(*arguments, **options)
"""
SOLVERS = {
    "plans": """
import numpy as np, scipy.optimize
real, scipy.optimize.milp = scipy.optimize.milp, stray
from rmentor.relaxation import Rows, solve
rows = Rows(1)
rows.add({0: 1.0}, low=1.0)
found, _, _ = solve(rows, np.ones(1), np.ones(1), np.ones(1), 1)
print("found", found[0])
""",
    "loud": """
real = lambda: print("found", 1.0)
stray()
""",
}


def printed(code: str) -> str:
    """What a process prints to a pipe, where C keeps lines back until the end."""
    done = subprocess.run([sys.executable, "-c", SPEAKS + code], capture_output=True, cwd=ROOT, check=True)
    return done.stdout.decode()


def test_a_line_that_a_solver_prints_by_itself_is_not_in_our_output() -> None:
    assert printed(SOLVERS["plans"]).split() == ["found", "1.0"]
    assert "stray" in printed(SOLVERS["loud"])  # else the test could not fail


def test_what_was_printed_before_and_after_stays() -> None:
    code = """
from rmentor.quiet import quiet
library.puts(b"before")
with quiet():
    library.puts(b"within")
library.puts(b"after")
"""
    assert printed(code).split() == ["before", "after"]


def test_without_any_stdout_work_goes_on() -> None:
    code = 'import os; os.close(1)\nfrom rmentor.quiet import quiet\nwith quiet():\n    os.write(2, b"done")'
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT)
    assert done.stderr == b"done"


@pytest.mark.parametrize("module", ["relaxation", "sharing", "cohort"])
def test_whoever_calls_a_solver_calls_it_quietly(module: str) -> None:
    text = (ROOT / f"rmentor/{module}.py").read_text("utf-8")
    calls = text.count("milp(\n") + text.count("linprog(\n")
    assert calls == text.count("with quiet():\n") > 0
