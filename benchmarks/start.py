"""How fast rmentor starts, and how fast it sees that there is nothing to do: against `import typer`."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from sidebyside import ROOT, tell, together


def main() -> None:
    """Prints two ratios."""
    with tempfile.TemporaryDirectory() as room:
        examples = Path(room) / "examples"
        shutil.copytree(ROOT / "examples", examples, ignore=shutil.ignore_patterns("out"))
        folder = examples / "aurore"
        rmentor = [str(Path(sys.executable).with_name("rmentor"))]
        subprocess.run([*rmentor, "-C", str(folder), "run"], check=True, capture_output=True)
        found = together({
            "import typer": [sys.executable, "-c", "import typer"],
            "help": [*rmentor, "--help"],
            "nothing stale": [*rmentor, "-C", str(folder), "run"],
        })  # fmt: skip
    tell("rmentor --help", found["help"], found["import typer"], 3)
    tell("rmentor run, nothing stale", found["nothing stale"], found["import typer"], 4)


if __name__ == "__main__":
    main()
