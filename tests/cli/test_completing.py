"""Completion as a shell asks for it, by click's protocol: the words so far in, what may follow out."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from cadrectl.catalogue import CATALOGUE
from cadrectl.cli.commands import ALL
from cadrectl.cli.shell import run
from tests.cli.conftest import Cadrectl

ROOT = Path(__file__).parents[2]
SHELLS = ("bash", "zsh", "fish")

Completed = Callable[..., dict[str, str]]


@pytest.fixture
def completed(workspace: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Completed:
    """What zsh is offered for the last of these words: values, each with its explanation."""

    def offered(*words: str, lang: str = "en") -> dict[str, str]:
        monkeypatch.setenv("CADRECTL_LANG", lang)
        monkeypatch.setenv("_CADRECTL_COMPLETE", "zsh_complete")
        monkeypatch.setenv("COMP_WORDS", " ".join(("cadrectl", *words)))
        monkeypatch.setenv("COMP_CWORD", str(len(words)))
        capsys.readouterr()
        with pytest.raises(SystemExit):
            run([])
        lines = capsys.readouterr().out.splitlines()
        return dict(zip(lines[1::3], lines[2::3], strict=True))

    return offered


def test_commands_are_offered(completed: Completed) -> None:
    assert list(completed("")) == list(ALL)


@pytest.mark.parametrize("words", [("eligible", "--cadre"), ("show",)])
def test_people_are_offered_by_id_with_their_names(completed: Completed, words: tuple[str, ...]) -> None:
    assert completed(*words, "C000") == {"C0001": "王某", "C0002": "李某", "C0003": "李某"}
    assert completed(*words, "C0003") == {"C0003": "李某"}


@pytest.mark.parametrize("words", [("eligible", "--cadre"), ("show",)])
def test_people_are_offered_by_name_with_their_ids(completed: Completed, words: tuple[str, ...]) -> None:
    assert completed(*words, "李") == {"李某": "C0002, C0003"}
    assert completed(*words, "周") == {}


def test_other_records_are_offered_by_id_with_their_kind(completed: Completed) -> None:
    assert completed("show", "U") == {"U001": "units"}


def test_private_records_are_never_offered(completed: Completed, workspace: Path) -> None:
    private = workspace / "data/cadres-private/X0001.yaml"
    private.parent.mkdir()
    private.write_text("phone: '123'\n", "utf-8")
    assert completed("show", "X") == {}
    assert "cadres-private" not in completed("list", "")


def test_records_in_folders_of_a_year_are_offered(completed: Completed, workspace: Path) -> None:
    file = workspace / "data/findings/2026/U001-2026.yaml"
    file.parent.mkdir(parents=True)
    file.write_text("by: x\n", "utf-8")
    assert completed("show", "U001-") == {"U001-2026": "findings"}


def test_kinds_are_offered_of_which_there_are_records(completed: Completed) -> None:
    assert list(completed("list", "")) == ["cadres", "units"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_codes_are_offered_with_their_meaning_in_the_language_of_the_run(completed: Completed, lang: str) -> None:
    offered = completed("explain", "", lang=lang)
    assert list(offered) == sorted(CATALOGUE)
    assert offered["duplicate-key"] == {"en": "a key given twice", "zh": "键重复"}[lang]


def test_tiers_are_those_of_the_policies(completed: Completed, workspace: Path) -> None:
    files = sorted((workspace / "data/policies").glob("*.yaml"))
    stated = [tier["id"] for file in files for tier in yaml.safe_load(file.read_text("utf-8")).get("select", ())]
    assert {"tier-1", "tier-2", "tier-3", "statutory"} <= set(stated)
    assert list(completed("eligible", "--tier", "")) == list(dict.fromkeys(stated))
    assert list(completed("rank", "--tier", "tier-2")) == ["tier-2"]


@pytest.mark.parametrize(
    "words", [("eligible", "--policy"), ("policy", "test"), ("policy", "show"), ("policy", "diff")]
)
def test_policies_are_offered_by_id_and_cases_are_none(completed: Completed, words: tuple[str, ...]) -> None:
    assert list(completed(*words, "jt")) == ["jt-2020"]


def test_the_workspace_may_be_named_by_c(
    completed: Completed, workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert completed("show", "C0001") == {}
    assert completed("-C", str(workspace), "show", "C0001") == {"C0001": "王某"}


def test_beside_many_ids_no_names_are_read(completed: Completed, workspace: Path) -> None:
    for number in range(300):
        (workspace / f"data/cadres/D{number:04}.yaml").write_text("name: 周某\n", "utf-8")
    offered = completed("show", "D")
    assert len(offered) == 300
    assert set(offered.values()) == {"_"}  # what click writes for no explanation


@pytest.mark.parametrize(
    "words", ["show C00", "eligible --tier ", "list ", "explain du", "policy diff ", "", "eligible --cadre 李"]
)
def test_completion_loads_nothing_heavy(workspace: Path, words: str) -> None:
    loaded = (
        "import sys, atexit; from cadrectl.__main__ import main;"
        "dear = {'pandas', 'numpy', 'yaml', 'jsonschema_rs', 'tabulate'};"
        "atexit.register(lambda: print(sorted(dear & set(sys.modules))));"
        "main()"
    )
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "_CADRECTL_COMPLETE": "bash_complete",
        "COMP_WORDS": f"cadrectl {words}",
        "COMP_CWORD": str(len(f"{words}.".split())),
    }
    environment.pop("CADRECTL_LANG", None)
    done = subprocess.run(
        [sys.executable, "-c", loaded], cwd=workspace, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"
    assert len(done.stdout.splitlines()) > 1


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_is_printed_for_each_shell(cadrectl: Cadrectl, shell: str) -> None:
    printed = cadrectl("completion", shell)
    assert printed.code == 0
    assert f"_CADRECTL_COMPLETE={shell}_complete" in printed.out


def test_bash_completes_ids_with_the_script_installed_as_a_file(
    cadrectl: Cadrectl, workspace: Path, tmp_path: Path
) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("there is no bash here")
    script = tmp_path / "completions/cadrectl"
    script.parent.mkdir()
    script.write_text(cadrectl("completion", "bash").out, "utf-8")
    program = tmp_path / "bin/cadrectl"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cadrectl "$@"\n', "utf-8")
    program.chmod(0o755)
    asked = (
        f'source "{script}"; COMP_WORDS=(cadrectl show C00); COMP_CWORD=2;'
        ' _cadrectl_completion cadrectl; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PATH": f"{program.parent}:{os.environ['PATH']}"}
    done = subprocess.run(
        [bash, "-c", asked], cwd=workspace, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["C0001", "C0002", "C0003"]
