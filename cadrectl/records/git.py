"""Asking git: one question, one answer in bytes. What the answers mean is for those who ask.

The id of a commit stands for what it says: what a clone puts in its place (replacements, grafts) is passed over.
"""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

_PLACES = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE")
"""What git tells the programs that it calls of where it is at work, partly as seen from where it calls them."""


def git(root: Path, *arguments: str, given: bytes = b"") -> bytes | None:
    """What git answers, None where it refuses. Raises FileNotFoundError where there is no git."""
    command: Sequence[str] = ("git", "--no-optional-locks", "--no-replace-objects", "-C", str(root), *arguments)
    done = subprocess.run(command, input=given, capture_output=True, check=False, env=_environment())
    return done.stdout if done.returncode == 0 else None


def _environment() -> dict[str, str]:
    """That of this program, such that git finds the repository of the folder in which it is asked, also from a hook.

    A repository that is named without its work tree would have that folder for the top of the work tree.
    """
    places = {name: str(Path(os.environ[name]).absolute()) for name in _PLACES if name in os.environ}
    if "GIT_WORK_TREE" not in places:
        places.pop("GIT_DIR", None)
    kept = {name: value for name, value in os.environ.items() if name not in _PLACES}
    return {**kept, **places, "GIT_GRAFT_FILE": os.devnull}
