"""`python -m cadrectl` and the installed `cadrectl` are the same program."""

import sys

from cadrectl.cli.shell import run


def main() -> None:
    """Run the program on this process's arguments and leave with its exit code."""
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
