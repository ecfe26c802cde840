"""A small workspace, and a way to run one command line in it."""

import shutil
from collections.abc import Callable, Mapping
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
LaidOut = Callable[[Mapping[str, str]], Path]


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"LANGUAGE": "", "CADRECTL_LANG": "en", "COLUMNS": "80"}.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def cadrectl(capsys: pytest.CaptureFixture[str]) -> Cadrectl:
    """Run a command line as of a fixed date."""

    def ran(*arguments: str | Path) -> Outcome:
        code = run(["--as-of", "2026-03-01", *map(str, arguments)])
        said = capsys.readouterr()
        return Outcome(code, said.out, said.err)

    return ran


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace as `init` makes it, to be copied: that takes a fraction of the time."""
    root = tmp_path_factory.mktemp("begun") / "workspace"
    assert run(["--lang", "en", "init", str(root)]) == 0
    return root


@pytest.fixture
def laid_out(tmp_path: Path, begun: Path) -> LaidOut:
    """Make a new workspace with these files of `data/`, by their paths in it."""

    def made(files: Mapping[str, str]) -> Path:
        root = tmp_path / "workspace"
        shutil.copytree(begun, root)
        for path, text in files.items():
            file = root / "data" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        return root

    return made


@pytest.fixture
def workspace(laid_out: LaidOut, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new workspace with one school and three people, two of one name; it is the working directory."""
    head = CADRE.replace("deputy-principal", "principal").replace("rank: deputy", "rank: principal")
    root = laid_out(
        {
            "units/U001.yaml": UNIT,
            "cadres/C0001.yaml": CADRE.format(name="王某"),
            "cadres/C0002.yaml": CADRE.format(name="李某"),
            "cadres/C0003.yaml": head.format(name="李某"),
        }
    )
    monkeypatch.chdir(root)
    return root
