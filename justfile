# `just` alone: all that CI looks at, in the environment you have.
all: test lint types floors

test *args:
    pytest -n 2 {{args}}

lint:
    ruff format --check .
    ruff check .

types:
    mypy

floors:
    lint-imports

# The text of documents written anew: read the difference before you commit it.
golden:
    pytest -q tests/test_papers.py --update-golden
    git diff --stat tests/golden

# The pictures of README.md and LISEZMOI.md, anew: look at them before you commit.
pictures:
    python docs/pictures.py

# Speed claims, side by side in one run.
bench:
    python benchmarks/start.py
    python benchmarks/handouts.py
