"""Records of a revision come from git alone; what git cannot do is said, not raised."""

import subprocess
from datetime import date
from pathlib import Path

import pytest

from cadrectl.problem import Problem
from cadrectl.records.read import read_workspace
from cadrectl.records.revisions import Failure, Revision, commit_if_clean, known_at, revision
from cadrectl.records.source import working_tree

WORKSPACE = 'name: {zh: 某区教育局, en: Bureau}\ndivision: "320499"\nlanguage: zh\npolicies: []\n'
UNIT = "name: 实验小学\nkind: school\n"


def git(root: Path, *arguments: str, day: str = "2024-01-01") -> str:
    environment = {
        "PATH": "/usr/bin:/bin:/usr/local/bin",
        "HOME": str(root),
        "GIT_CONFIG_NOSYSTEM": "1",
        **{
            f"GIT_{who}_{what}": "a@example.org"
            for who in ("AUTHOR", "COMMITTER")
            for what in ("NAME", "EMAIL")
        },
        **{f"GIT_{who}_DATE": f"{day}T23:30:00+0800" for who in ("AUTHOR", "COMMITTER")},
    }
    done = subprocess.run(
        ["git", "-C", str(root), *arguments], env=environment, capture_output=True, check=True, text=True
    )
    return done.stdout.strip()


def put(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def commit(root: Path, day: str) -> str:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "x", day=day)
    return git(root, "rev-parse", "HEAD")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace below the root of its repository, with a file name in Chinese, and two commits."""
    root = tmp_path / "登记"
    put(root, "data/workspace.yaml", WORKSPACE)
    put(root, "data/units/实验小学.yaml", UNIT)
    git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path, "2024-01-01")
    put(root, "data/units/U002.yaml", UNIT)
    commit(tmp_path, "2024-03-01")
    return root


def found(answer: Revision | Failure) -> Revision:
    assert isinstance(answer, Revision)
    return answer


def test_a_revision_holds_what_its_commit_holds_and_not_what_is_on_disk(workspace: Path) -> None:
    put(workspace, "data/units/U003.yaml", UNIT)
    earlier, head = found(revision(workspace, "HEAD~1")), found(revision(workspace, "main"))
    assert earlier.names() == ["data/units/实验小学.yaml", "data/workspace.yaml"]
    assert head.names() == ["data/units/U002.yaml", *earlier.names()]
    assert head.read("data/units/U002.yaml") == UNIT.encode()


def test_a_revision_reads_as_the_working_tree_it_was_made_from(workspace: Path) -> None:
    on_disk = read_workspace(working_tree(workspace))
    assert read_workspace(found(revision(workspace, "HEAD"))) == on_disk
    assert on_disk.problems == []


def test_a_name_that_begins_with_a_dash_is_a_name(workspace: Path) -> None:
    for name in ("--help", "-n1", "--all", "", "HEAD:", "x\0y", "main --", "标签"):
        answer = revision(workspace, name)
        assert isinstance(answer, Failure)
        assert answer.code == "unknown-revision"
    head = git(workspace, "rev-parse", "HEAD")
    git(workspace, "update-ref", "refs/tags/-dash", head)
    assert found(revision(workspace, "-dash")).commit == head


def test_a_folder_outside_a_repository_is_said_to_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    answer = revision(tmp_path, "HEAD")
    assert isinstance(answer, Failure)
    assert answer.code == "no-repository"
    assert commit_if_clean(tmp_path) is None


def test_a_repository_without_commits_is_said_to_be(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    answer = revision(tmp_path, "HEAD")
    assert isinstance(answer, Failure)
    assert answer.code == "no-commits"
    assert isinstance(known_at(tmp_path, date(2024, 1, 1)), Failure)


def test_a_machine_without_git_is_said_to_be(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    answer = revision(workspace, "HEAD")
    assert isinstance(answer, Failure)
    assert answer.code == "no-git"
    assert commit_if_clean(workspace) is None


def test_what_was_known_on_a_day_is_the_last_commit_of_that_day(workspace: Path) -> None:
    first, second = git(workspace, "rev-parse", "HEAD~1"), git(workspace, "rev-parse", "HEAD")
    assert found(known_at(workspace, date(2024, 1, 1))).commit == first
    assert found(known_at(workspace, date(2024, 2, 29))).commit == first
    assert found(known_at(workspace, date(2024, 3, 1))).commit == second
    answer = known_at(workspace, date(2023, 12, 31))
    assert isinstance(answer, Failure)
    assert answer.code == "no-such-day"


def test_records_are_a_commits_until_one_changes_or_comes_or_goes(workspace: Path) -> None:
    head = git(workspace, "rev-parse", "HEAD")
    put(workspace, "notes.txt", "beside data/")
    put(workspace, "data/.draft.yaml", "hidden")
    assert commit_if_clean(workspace) == head
    put(workspace, "data/units/U003.yaml", UNIT)
    assert commit_if_clean(workspace) is None
    (workspace / "data/units/U003.yaml").unlink()
    (workspace / "data/units/U002.yaml").unlink()
    assert commit_if_clean(workspace) is None


def test_ignored_records_are_not_a_commits(workspace: Path) -> None:
    put(workspace, ".gitignore", "cadres-private/\n")
    commit(workspace, "2024-04-01")
    put(workspace, "data/cadres-private/C0001.yaml", 'phone: "13800000000"\n')
    assert commit_if_clean(workspace) is None


def test_a_link_in_a_revision_is_refused_as_on_disk(workspace: Path) -> None:
    (workspace / "data/units/U009.yaml").symlink_to("/etc/passwd")
    commit(workspace, "2024-04-01")
    answer = found(revision(workspace, "HEAD")).read("data/units/U009.yaml")
    assert isinstance(answer, Problem)
    assert answer.code == "symbolic-link"


def test_a_file_too_large_in_a_revision_is_refused_as_on_disk(workspace: Path) -> None:
    put(workspace, "data/units/U009.yaml", "# " + "x" * (1 << 20))
    commit(workspace, "2024-04-01")
    reading = read_workspace(found(revision(workspace, "HEAD")))
    assert [(entry.path, entry.code) for entry in reading.problems] == [("data/units/U009.yaml", "too-large")]
