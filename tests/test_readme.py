"""README.md and the pages of the docs say what the program and its tests say."""

import subprocess
import sys

import pytest

from tests.documents import ROOT

DOCS = ROOT / "cadrectl" / "docs"


@pytest.mark.parametrize("page", ["README.md", *sorted(f"cadrectl/docs/{path.name}" for path in DOCS.glob("*.md"))])
def test_the_generated_parts_of_a_page_are_in_step_with_the_program(page: str) -> None:
    cog = subprocess.run(
        [sys.executable, "-m", "cogapp", "--check", "--diff", "-I", ".", page],
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
