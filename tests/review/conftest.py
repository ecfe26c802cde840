"""A town under git, and a way to run one command line in it."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cadrectl.cli.shell import run
from tests.cli.conftest import Outcome
from tests.repository import Repository
from tests.review.town import town

Ask = Callable[..., Outcome]
Rows = Callable[..., list[dict[str, Any]]]


@pytest.fixture(autouse=True)
def _settled(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value in {"LANGUAGE": "", "CADRECTL_LANG": "en", "COLUMNS": "80"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """The town with one commit, to be copied: that takes a fraction of the time."""
    return town(tmp_path_factory.mktemp("first") / "登记")


@pytest.fixture
def repo(first: Repository, tmp_path: Path) -> Repository:
    """The town with one commit."""
    return Repository(shutil.copytree(first.root, tmp_path / "登记"))


@pytest.fixture
def ask(repo: Repository, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Run a command line in the town as of 1 March 2026."""

    def ran(*arguments: str, where: Path | None = None) -> Outcome:
        code = run(["-C", str(where or repo.root), "--as-of", "2026-03-01", *arguments])
        said = capsys.readouterr()
        return Outcome(code, said.out, said.err)

    return ran


@pytest.fixture
def rows(ask: Ask) -> Rows:
    """The rows of a JSON answer."""

    def asked(*arguments: str, where: Path | None = None) -> list[dict[str, Any]]:
        outcome = ask(*arguments, "--format", "json", where=where)
        assert outcome.code in (0, 1), outcome.err
        found: list[dict[str, Any]] = json.loads(outcome.out)["rows"]
        return found

    return asked
