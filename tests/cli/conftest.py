"""A small workspace, and a way to run one command line in it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from cadrectl.cli.shell import run

UNIT = """\
name: 城南小学
kind: primary
posts:
  - post: principal
    rank: principal
    headcount: 1
  - post: deputy-principal
    rank: deputy
    headcount: 2
"""

CADRE = """\
name: {name}
gender: woman
birth: 1983-05
posts:
  - unit: U001
    post: deputy-principal
    rank: deputy
    kind: appointed
    from: 2015-08-20
    verified: true
"""


@dataclass(frozen=True)
class Outcome:
    code: int
    out: str
    err: str


Cadrectl = Callable[..., Outcome]


@pytest.fixture
def cadrectl(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cadrectl:
    """Run a command line in English, as of a fixed date."""
    monkeypatch.setenv("LANGUAGE", "")
    monkeypatch.setenv("CADRECTL_LANG", "en")
    monkeypatch.setenv("COLUMNS", "80")

    def ran(*arguments: str | Path) -> Outcome:
        code = run(["--as-of", "2026-03-01", *map(str, arguments)])
        said = capsys.readouterr()
        return Outcome(code, said.out, said.err)

    return ran


@pytest.fixture
def workspace(tmp_path: Path, cadrectl: Cadrectl, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new workspace with one school and three people, two of one name; it is the working directory."""
    root = tmp_path / "workspace"
    assert cadrectl("init", root).code == 0
    for path, text in {
        "units/U001.yaml": UNIT,
        "cadres/C0001.yaml": CADRE.format(name="王某"),
        "cadres/C0002.yaml": CADRE.format(name="李某"),
        "cadres/C0003.yaml": CADRE.format(name="李某")
        .replace("deputy-principal", "principal")
        .replace("rank: deputy", "rank: principal"),
    }.items():
        file = root / "data" / path
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
    monkeypatch.chdir(root)
    return root
