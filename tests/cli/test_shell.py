"""The program as a whole: languages, exit codes, and that nothing ends in a traceback."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

from cadrectl.cli.commands import ALL
from tests.cli.conftest import Cadrectl

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", [None, *ALL])
def test_help_is_given_for_every_command_by_either_option(cadrectl: Cadrectl, name: str | None) -> None:
    arguments = [name] if name else []
    short, long = cadrectl(*arguments, "-h"), cadrectl(*arguments, "--help")
    assert short == long
    assert short.code == 0
    assert short.out.startswith("Usage: cadrectl")


@pytest.mark.parametrize("name", [None, *ALL])
def test_help_in_chinese_leaves_no_english_sentence(cadrectl: Cadrectl, name: str | None) -> None:
    text = cadrectl("--lang", "zh", *([name] if name else []), "--help").out
    assert text.startswith("用法:")
    assert "Show this message" not in text
    assert "Options" not in text


def test_the_language_of_one_run_does_not_stay_for_the_next(cadrectl: Cadrectl) -> None:
    english = cadrectl("--help").out
    cadrectl("--lang", "zh", "--help")
    assert cadrectl("--help").out == english


def test_the_option_wins_over_the_environment_and_that_over_the_workspace(
    cadrectl: Cadrectl, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "错误" in cadrectl("--lang", "zh", "show", "C9999").err
    assert "Error" in cadrectl("show", "C9999").err
    monkeypatch.delenv("CADRECTL_LANG")
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert "错误" in cadrectl("show", "C9999").err  # data/workspace.yaml says zh
    (workspace / "data/workspace.yaml").unlink()
    assert "Error" in cadrectl("show", "C9999").err
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert "错误" in cadrectl("show", "C9999").err


def test_a_usage_error_speaks_the_language_of_the_run(cadrectl: Cadrectl) -> None:
    wrong = cadrectl("--lang", "zh", "--nope")
    assert wrong.code == 2
    assert "没有选项 '--nope'" in wrong.err
    assert wrong.out == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ["--as-of", "yesterday", "validate"],
        ["--as-of", "2026-02-30", "validate"],
        ["--as-of", "20260301", "validate"],
        ["--rev", "HEAD", "--known-at", "2026-01-01", "validate"],
        ["--rev", "HEAD", "validate"],
        ["--rev", "--output=stolen", "validate"],
        ["--rev", "-", "validate"],
        ["--rev", "", "validate"],
        ["-C", "nowhere", "validate"],
        ["nonsense"],
        ["validate", "nowhere.yaml"],
        ["validate", "/"],
        ["explain", "no-such-code"],
        ["show", "C9999"],
        ["show", "李某"],
        ["list", "nonsense"],
        ["list", "cadres", "--where", "gender"],
        ["eligible", "--tier", "9"],
        ["eligible", "--cadre", "C9999"],
        ["eligible", "--policy", "nonsense"],
        ["eligible", "--horizon", "soon"],
        ["rank", "--year", "soon"],
    ],
)
def test_wrong_use_is_said_in_one_sentence(cadrectl: Cadrectl, workspace: Path, arguments: list[str]) -> None:
    wrong = cadrectl(*arguments)
    assert wrong.code == 2
    assert wrong.out == ""
    assert wrong.err.splitlines()[-1].startswith("Error: ")
    assert "Traceback" not in wrong.err


def test_without_a_workspace_the_way_to_one_is_said(
    cadrectl: Cadrectl, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    wrong = cadrectl("validate")
    assert wrong.code == 2
    assert "cadrectl init DIR" in wrong.err


def test_a_workspace_is_found_from_any_folder_inside_it(
    cadrectl: Cadrectl, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace / "data" / "cadres")
    assert cadrectl("validate").code == 0


def ran(workspace: Path, *arguments: str, stdout: IO[str] | int = subprocess.PIPE) -> subprocess.CompletedProcess[str]:
    """The program as a process of its own, in the workspace."""
    command = [sys.executable, *arguments, "-C", str(workspace), "list", "cadres"]
    return subprocess.run(command, cwd=ROOT, stdout=stdout, stderr=subprocess.PIPE, text=True, check=False)


def test_a_full_disk_is_the_environments_fault(workspace: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    with full.open("w") as stdout:
        done = ran(workspace, "-m", "cadrectl", stdout=stdout)
    assert done.returncode == 4
    assert len(done.stderr.splitlines()) == 1


def test_a_reader_that_leaves_early_is_no_reason_for_words(workspace: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = ran(workspace, "-m", "cadrectl", stdout=writing)
    os.close(writing)
    assert done.stderr == ""


def test_an_interrupt_ends_the_run_with_130(workspace: Path) -> None:
    interrupted = (
        "import os, signal, sys, cadrectl.cli.rosters as r;"
        "r.list_.callback = lambda *_, **__: os.kill(os.getpid(), signal.SIGINT);"
        "from cadrectl.cli.shell import run; raise SystemExit(run(sys.argv[1:]))"
    )
    done = ran(workspace, "-c", interrupted)
    assert done.returncode == 128 + signal.SIGINT
    assert "Traceback" not in done.stderr


def test_a_fault_of_the_program_is_owned_up_to_in_one_line(
    cadrectl: Cadrectl, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cadrectl.checks.run", lambda *_: 1 / 0)
    broken = cadrectl("--no-cache", "validate")
    assert broken.code == 4
    assert "ZeroDivisionError" in broken.err
    assert len(broken.err.splitlines()) == 1


@pytest.mark.parametrize("name", [None, *ALL])
def test_help_loads_nothing_heavy(name: str | None) -> None:
    loaded = (
        "import sys; from cadrectl.cli.shell import run; run(sys.argv[1:]);"
        "raise SystemExit(bool({'pandas', 'numpy', 'yaml', 'jsonschema_rs'} & set(sys.modules)))"
    )
    arguments = ["--lang", "en", *([name] if name else []), "--help"]
    done = subprocess.run([sys.executable, "-c", loaded, *arguments], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0


def test_the_version_is_that_of_the_package(cadrectl: Cadrectl) -> None:
    assert cadrectl("--version").out.startswith("cadrectl 0.")
