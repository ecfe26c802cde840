"""Asking git: one question, one answer in bytes. What the answers mean is for those who ask."""

import subprocess
from collections.abc import Sequence
from pathlib import Path


def git(root: Path, *arguments: str, given: bytes = b"") -> bytes | None:
    """What git answers, None where it refuses. Raises FileNotFoundError where there is no git."""
    command: Sequence[str] = ("git", "--no-optional-locks", "-C", str(root), *arguments)
    done = subprocess.run(command, input=given, capture_output=True, check=False)
    return done.stdout if done.returncode == 0 else None
