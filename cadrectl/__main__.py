"""`python -m cadrectl` and the installed `cadrectl` are the same program."""

import gc
import os
import sys

from cadrectl.cli.shell import run


def main() -> None:
    """Run the program on this process's arguments and leave with its exit code."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # no command does linear algebra; numpy starts sooner without
    code = run(sys.argv[1:])
    gc.freeze()  # all goes with the process: to look through it for what may go first takes long after much was read
    sys.exit(code)


if __name__ == "__main__":
    main()
