"""The command `rmentor`, also as `python -m rmentor`."""

import sys


def main() -> None:
    """Runs the command line; an interrupt before it is even loaded ends it as one does later, without a traceback."""
    try:
        from rmentor.cli import main as answer

        answer()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
