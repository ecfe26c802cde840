"""README.md says what the program says."""

import subprocess
import sys

from tests.documents import ROOT


def test_the_generated_parts_of_the_readme_are_in_step_with_the_program() -> None:
    cog = subprocess.run(
        [sys.executable, "-m", "cogapp", "--check", "--diff", "-I", ".", "README.md"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert cog.returncode == 0, cog.stdout + cog.stderr


def test_the_top_level_is_the_one_that_the_readme_describes() -> None:
    expected = {"cadrectl", "data", "schemas", "reports", "tests", "Makefile", "pyproject.toml", "README.md"}
    top = {path.name for path in ROOT.iterdir() if not path.name.startswith((".", "__pycache__"))}
    assert top - {"LICENSE", "requirements.lock", "build", "dist"} == expected
