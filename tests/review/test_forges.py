"""The pipelines for forges check the merge of a change, run here step by step as a forge runs them."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from cadrectl import __version__
from tests.repository import SETTLED, Repository
from tests.review.conftest import Ask

ROOT = Path(__file__).parents[2]
FORGES = ("github", "gitlab", "gitea")
PERSON = "data/cadres/C0001.yaml"


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A folder of programs: `cadrectl`, and a `pip` that has nothing to do."""
    folder = tmp_path / "tools"
    folder.mkdir()
    program = f'#!/bin/sh\nPYTHONPATH={shlex.quote(str(ROOT))} exec {sys.executable} -m cadrectl "$@"\n'
    for name, text in {"cadrectl": program, "pip": "#!/bin/sh\n"}.items():
        (folder / name).write_text(text, "utf-8")
        (folder / name).chmod(0o755)
    return folder


def steps(ask: Ask, forge: str) -> list[str]:
    """The commands of a forge's pipeline."""
    text = ask("git", "ci", forge).out
    assert f"cadrectl=={__version__}" in text
    pipeline = yaml.safe_load(text)
    if forge == "gitlab":
        return list(pipeline["records"]["script"])
    return [step["run"] for step in pipeline["jobs"]["records"]["steps"] if "run" in step]


def passes(repo: Repository, commands: list[str], forge: str, tools: Path) -> bool:
    """Whether a pipeline of the branch `change` against `main` passes, in a clone such as the forge makes."""
    clone = tools.parent / "clone"
    repo.git("clone", "-q", str(repo.root), str(clone))
    change = repo.git("rev-parse", "change")
    work = Repository(clone)
    work.git("checkout", "-q", "--detach", change)
    if forge == "github":  # it checks out the merge
        work.git("checkout", "-q", "--detach", "origin/main")
        work.git("merge", "-q", "--no-edit", change)
    known = {"BASE": "main", "CHANGE": change, "CI_COMMIT_SHA": change, "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main"}
    known |= {"PATH": f"{tools}:{os.environ['PATH']}", "GITHUB_STEP_SUMMARY": str(tools / "summary"), "LANG": "C.UTF-8"}
    script = "\n".join(commands)
    whole = ["sh", "-e", "-c", script]
    return subprocess.run(whole, cwd=clone, env=SETTLED | known, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("forge", FORGES)
def test_a_change_in_order_passes(repo: Repository, ask: Ask, tools: Path, forge: str) -> None:
    repo.git("switch", "-q", "-c", "change")
    repo.edit(PERSON, "gender: woman\n", "gender: woman\nethnicity: 汉族\n")
    repo.commit("补登民族")
    assert passes(repo, steps(ask, forge), forge, tools)


@pytest.mark.parametrize("forge", FORGES)
def test_two_branches_in_order_that_merge_into_a_key_given_twice_do_not_pass(
    repo: Repository, ask: Ask, tools: Path, forge: str
) -> None:
    for branch, line in (("change", "gender: woman\n"), ("other", "education:\n")):
        repo.git("switch", "-q", "-c", branch, "main")
        repo.edit(PERSON, line, f"ethnicity: 汉族\n{line}")
        repo.commit("补登民族")
    repo.git("branch", "-q", "-f", "main", "other")
    assert not passes(repo, steps(ask, forge), forge, tools)


@pytest.mark.parametrize("forge", FORGES)
def test_a_change_that_breaks_a_rule_does_not_pass(repo: Repository, ask: Ask, tools: Path, forge: str) -> None:
    repo.git("switch", "-q", "-c", "change")
    repo.edit(PERSON, "    decided: 2015-08-10\n", "    decided: 2015-08-10\n    to: 2026-03-01\n")
    repo.edit("data/cadres/C0003.yaml", "rank: middle-chief", "rank: deputy")
    repo.edit("data/cadres/C0003.yaml", "unit: U001", "unit: U009")
    repo.commit("误填")
    assert not passes(repo, steps(ask, forge), forge, tools)


def test_the_hooks_of_the_pre_commit_framework_call_commands_that_there_are(ask: Ask) -> None:
    for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")):
        program, *words = hook["entry"].split()
        assert program == "cadrectl"
        assert ask(*words, "--help").code == 0
        assert re.search(hook["files"], "人事/data/cadres/C0001.yaml")
