"""Where repositories are not as a new one is: what can be answered is, and what cannot is refused in a sentence."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Outcome
from tests.repository import SETTLED, Repository, repository
from tests.review import deeds
from tests.review.conftest import Ask, Rows
from tests.review.town import files

QUESTIONS = (("diff",), ("review", "HEAD~1..HEAD"), ("history", "C0001"), ("--rev", "HEAD", "list", "cadres"))
HONOUR = ("date: 2018-09-10", "date: 2019-09-10")


def correct(repo: Repository, cadre: str = "C0001") -> str:
    """A commit with one correction."""
    repo.edit(f"data/cadres/{cadre}.yaml", *HONOUR)
    return repo.commit("更正", "2026-01-10")


def answers(outcome: Outcome) -> Outcome:
    """An answer, whatever it is; never a fault of ours."""
    assert "fault" not in outcome.err, outcome.err
    assert "Traceback" not in outcome.err
    return outcome


def refused(outcome: Outcome, code: int = 2) -> str:
    """The sentence with which a question is refused."""
    assert answers(outcome).code == code, outcome
    assert outcome.out == ""
    return outcome.err


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_a_detached_head_answers_as_the_branch_does(repo: Repository, ask: Ask, question: tuple[str, ...]) -> None:
    correct(repo)
    on_branch = ask(*question, "--format", "json")
    repo.git("checkout", "-q", "--detach")
    assert ask(*question, "--format", "json") == on_branch
    assert on_branch.code == 0


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_a_linked_work_tree_answers_as_the_first_one_does(
    repo: Repository, ask: Ask, tmp_path: Path, question: tuple[str, ...]
) -> None:
    correct(repo)
    repo.git("worktree", "add", "-q", "--detach", str(tmp_path / "另一棵"))
    assert ask(*question, "--format", "json", where=tmp_path / "另一棵") == ask(*question, "--format", "json")


def test_a_clone_can_be_settled_from_a_linked_work_tree(repo: Repository, ask: Ask, tmp_path: Path) -> None:
    repo.git("worktree", "add", "-q", "--detach", str(tmp_path / "tree"))
    assert ask("git", "setup", where=tmp_path / "tree").code == 0
    assert (repo.root / ".git/hooks/pre-commit").exists()


@pytest.fixture
def below(tmp_path: Path) -> Repository:
    """The town in a folder of a repository of other things, with one correction."""
    made = repository(tmp_path / "全部")
    made.put({"README": "x\n", **{f"人事/{name}": text for name, text in files().items()}})
    made.commit("登记")
    made.put({"data/cadres/C0001.yaml": "not: ours\n"})
    made.edit("人事/data/cadres/C0001.yaml", *HONOUR)
    made.commit("更正\n\nApproval-Ref: 1", "2026-01-10")
    return made


OF_A_CHANGE = (("diff", "HEAD~1"), ("review", "HEAD~1..HEAD"), ("history", "C0001"))


@pytest.mark.parametrize("question", OF_A_CHANGE, ids=" ".join)
def test_a_workspace_below_the_top_of_its_repository_sees_its_own_files_only(
    below: Repository, rows: Rows, question: tuple[str, ...]
) -> None:
    found = rows(*question, where=below.root / "人事")
    assert {row["path"] for row in found} == {"data/cadres/C0001.yaml"}
    assert found[-1]["change"] == "corrected"


def test_annotations_of_a_workspace_below_the_top_name_files_from_the_top(below: Repository, ask: Ask) -> None:
    below.edit("人事/data/cadres/C0001.yaml", "unit: U001", "unit: U009")
    below.commit("误填")
    said = ask("review", "HEAD~1..HEAD", "--format", "github", where=below.root / "人事").out
    assert "file=人事/data/cadres/C0001.yaml" in said


ALL = ("commit", "-q", "-a", "-m", "误填")


@pytest.mark.parametrize(
    ("tree", "line"),
    [
        ("全部", ALL),
        ("全部", (*ALL[:2], "-m", "误填", "-o", "人事/data/cadres/C0001.yaml")),
        ("全部", ("--git-dir=.git", "--work-tree=.", *ALL)),
        ("另一棵", ALL),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, tuple) else one,
)
def test_a_workspace_below_the_top_is_settled_and_checked(
    below: Repository, ask: Ask, tree: str, line: tuple[str, ...]
) -> None:
    assert ask("git", "setup", where=below.root / "人事").code == 0
    below.git("worktree", "add", "-q", "--detach", str(below.root.parent / "另一棵"))
    here = Repository(below.root.parent / tree)
    here.edit("人事/data/cadres/C0001.yaml", "unit: U001", "unit: U009")
    environment = SETTLED | {"PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        ["git", *line], cwd=here.root, env=environment, capture_output=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 1
    assert "unknown-reference" in done.stderr


def test_from_a_hook_of_another_repository_the_workspace_that_is_named_is_asked(
    below: Repository, repo: Repository, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    correct(repo)
    expected = [ask(*question) for question in QUESTIONS]
    monkeypatch.setenv("GIT_DIR", str(below.root / ".git"))
    assert [ask(*question) for question in QUESTIONS] == expected


def test_a_change_of_a_file_that_cannot_be_read_is_no_change_that_passes(
    repo: Repository, ask: Ask, rows: Rows
) -> None:
    repo.edit("data/cadres/C0001.yaml", "gender: woman", "gender: perhaps")
    repo.commit("误填")
    deeds.post(repo, "C0001", "U002", "副校长", "deputy")
    repo.commit("误上加误")
    assert ask("diff", "HEAD~1", "HEAD").out == "Nothing changed in the files that can be read.\n"
    assert [(row["change"], row["blocks"]) for row in rows("review", "HEAD~1..HEAD")] == [("problem", True)]
    repo.edit("data/cadres/C0001.yaml", "gender: perhaps", "gender: woman")
    repo.commit("更正")
    [row] = rows("review", "HEAD~1..HEAD")
    assert (row["blocks"], row["rules"][0]["verdict"], row["path"]) == (False, "unknown", "data/cadres/C0001.yaml")
    assert "could not be read before" in row["text"]
    told = ask("history", "C0001")
    assert told.err.count("cannot be read") == 3
    assert "struck" not in told.out


def test_contents_that_a_repository_has_lost_are_missed_and_stop_the_change(repo: Repository, ask: Ask) -> None:
    correct(repo)
    blob = repo.git("rev-parse", "HEAD:data/cadres/C0001.yaml")
    (repo.root / ".git/objects" / blob[:2] / blob[2:]).unlink()
    reviewed = answers(ask("review", "HEAD~1..HEAD"))
    assert reviewed.code == 1
    assert "unreadable-file" in reviewed.out
    assert "unreadable-file" in answers(ask("diff", "HEAD~1", "HEAD")).err
    assert "data/cadres/C0001.yaml cannot be read" in answers(ask("--rev", "HEAD", "history", "C0001")).err
    assert answers(ask("--rev", "HEAD", "list", "cadres")).code == 3


def test_a_shallow_clone_answers_what_it_knows_and_says_what_it_does_not(
    repo: Repository, ask: Ask, rows: Rows, tmp_path: Path
) -> None:
    old = repo.git("rev-parse", "HEAD")
    correct(repo)
    correct(repo, "C0002")
    clone = tmp_path / "浅"
    repo.git("clone", "-q", "--depth", "2", f"file://{repo.root}", str(clone))
    assert [row["cadre"] for row in rows("review", "HEAD~1..HEAD", where=clone)] == ["C0002"]
    assert [row["change"] for row in rows("history", "C0002", where=clone)] == ["joined", "corrected"]
    assert "no revision" in refused(ask("review", f"{old}..HEAD", where=clone))
    assert "no revision" in refused(ask("diff", "HEAD~2", where=clone))


def test_two_ends_without_a_common_past_are_compared_as_they_are(repo: Repository, ask: Ask, rows: Rows) -> None:
    repo.git("checkout", "-q", "--orphan", "other")
    correct(repo)
    assert [row["change"] for row in rows("review", "main..other")] == ["corrected"]
    assert "no history in common" in ask("review", "main..other").err


OF_REVISIONS = (
    ("--rev", "HEAD", "list", "cadres"),
    ("--known-at", "2026-01-05", "list", "cadres"),
    ("--rev", "HEAD", "validate"),
    ("--rev", "HEAD", "history", "C0001"),
    ("review", "HEAD~1..HEAD"),
    ("diff", "HEAD~1", "HEAD"),
)
OF_THE_WORKING_TREE = (("list", "cadres"), ("validate",), ("diff",), ("history", "C0001"), ("git", "setup"))


@pytest.mark.parametrize("question", OF_REVISIONS, ids=" ".join)
def test_revisions_are_answered_where_no_workspace_is_on_disk(
    repo: Repository, ask: Ask, tmp_path: Path, question: tuple[str, ...]
) -> None:
    correct(repo)
    there = ask(*question, "--format", "json")
    assert there.code == 0
    repo.git("clone", "-q", "--bare", str(repo.root), str(tmp_path / "bare.git"))
    shutil.rmtree(repo.root / "data")
    for where in (tmp_path / "bare.git", repo.root):
        assert ask(*question, "--format", "json", where=where) == there
    assert sorted(path.name for path in repo.root.iterdir()) == [".git"]


def test_a_bare_repository_verifies_its_commits(repo: Repository, ask: Ask, tmp_path: Path) -> None:
    correct(repo)
    repo.git("clone", "-q", "--bare", str(repo.root), str(tmp_path / "bare.git"))
    assert "not signed" in ask("verify", "HEAD~1..HEAD", where=tmp_path / "bare.git").out


@pytest.mark.parametrize("question", OF_THE_WORKING_TREE, ids=" ".join)
def test_a_workspace_that_is_not_on_disk_has_no_files_to_ask(
    repo: Repository, ask: Ask, tmp_path: Path, question: tuple[str, ...]
) -> None:
    repo.git("clone", "-q", "--bare", str(repo.root), str(tmp_path / "bare.git"))
    assert "not on disk" in refused(ask(*question, where=tmp_path / "bare.git"))


def test_a_sparse_checkout_is_said_to_be_why_records_are_missing(repo: Repository, ask: Ask, rows: Rows) -> None:
    repo.git("reset", "-q", "--hard")  # git takes nothing from disk that may have changed, as in a copy it may
    repo.git("sparse-checkout", "set", "--no-cone", "/*", "!/data/units/U001.yaml", "!/data/units/U002.yaml")
    unfit = ask("validate")
    assert unfit.code == 1
    assert "unknown-reference" in unfit.out
    assert "The checkout is sparse: 2 files of data/ are not on disk" in unfit.err
    assert "git sparse-checkout disable" in unfit.err
    whole = ask("--rev", "HEAD", "validate")
    assert whole.code == 0
    assert "sparse" not in whole.err
    assert rows("diff") == []
    repo.git("sparse-checkout", "disable")
    assert "sparse" not in ask("validate").err


def test_of_a_sparse_checkout_no_commit_has_exactly_the_records(repo: Repository, ask: Ask, tmp_path: Path) -> None:
    tree = tmp_path / "另一棵"
    repo.git("worktree", "add", "-q", "--detach", str(tree))
    assert json.loads(ask("list", "cadres", "--format", "json", where=tree).out)["revision"] is not None
    Repository(tree).git("sparse-checkout", "set", "--no-cone", "/*", "!/data/cadres/C0004.yaml")
    partly = ask("list", "cadres", "--format", "json", where=tree)
    assert json.loads(partly.out)["revision"] is None
    assert "1 file of data/ is not on disk" in partly.err
    assert "sparse" not in ask("list", "cadres").err


def test_a_repository_without_commits_has_no_past(ask: Ask, tmp_path: Path) -> None:
    new = repository(tmp_path / "新")
    new.put(files())
    for question in (*QUESTIONS, ("verify", "HEAD~1..HEAD")):
        assert "no commits" in refused(ask(*question, where=new.root))
    assert ask("git", "setup", where=new.root).code == 0
    new.git("add", "-A")
    assert ask("git", "staged", where=new.root).code == 0


def test_a_workspace_in_no_repository_has_no_past(ask: Ask, tmp_path: Path) -> None:
    assert ask("init", str(tmp_path / "plain")).code == 0
    for question in (*QUESTIONS, ("verify", "HEAD~1..HEAD"), ("git", "setup")):
        assert "not in a git repository" in refused(ask(*question, where=tmp_path / "plain"))


def test_without_git_only_the_past_is_out_of_reach(
    repo: Repository, ask: Ask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for question in (*QUESTIONS, ("verify", "HEAD~1..HEAD"), ("git", "setup"), ("git", "staged")):
        assert "git is not installed" in refused(ask(*question), 4)
    assert answers(ask("validate")).code == 0
    assert answers(ask("list", "cadres", "--format", "json")).code == 0


def test_a_workspace_that_is_a_submodule_is_its_own_repository(
    repo: Repository, ask: Ask, rows: Rows, tmp_path: Path
) -> None:
    correct(repo)
    outer = repository(tmp_path / "外")
    outer.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(repo.root), "人事")
    outer.commit("子模块")
    inner = outer.root / "人事"
    assert [row["change"] for row in rows("review", "HEAD~1..HEAD", where=inner)] == ["corrected"]
    assert ask("git", "setup", where=inner).code == 0
    assert (outer.root / ".git/modules/人事/hooks/pre-commit").exists()


def test_a_submodule_among_the_records_is_none_of_them(repo: Repository, ask: Ask, rows: Rows, tmp_path: Path) -> None:
    other = repository(tmp_path / "other")
    other.put({"C0077.yaml": "name: 外人\n"})
    other.commit("x")
    repo.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other.root), "data/cadres/2026")
    repo.commit("子模块")
    assert rows("review", "HEAD~1..HEAD") == []
    assert rows("diff", "HEAD~1", "HEAD") == []


def test_a_revision_before_the_workspace_existed_had_nobody(ask: Ask, rows: Rows, tmp_path: Path) -> None:
    made = repository(tmp_path / "后来")
    made.put({"README": "x\n"})
    made.commit("空")
    made.put(files())
    made.commit("登记\n\nApproval-Ref: 1")
    for question in (("diff", "HEAD~1", "HEAD"), ("diff", "HEAD~1"), ("review", "HEAD~1..HEAD")):
        changes = [row["change"] for row in rows(*question, where=made.root) if row["cadre"]]
        assert changes == ["joined"] * 4, question
    assert [row["change"] for row in rows("history", "C0001", where=made.root)] == ["joined"]
    for line in ("list cadres", "validate", "eligible", "history C0001"):
        assert "no workspace" in refused(ask("--rev", "HEAD~1", *line.split(), where=made.root))


SESSION = "unit: U001\nkind: annual\nyear: 2025\ndate: 2025-12-20\npeople:\n  - cadre: C0002\n    grade: {grade}\n"


def test_an_older_schema_is_read_by_its_version_and_is_no_change(repo: Repository, ask: Ask, rows: Rows) -> None:
    workspace = (repo.root / "data/workspace.yaml").read_text("utf-8")
    name = "data/evaluations/2025/U001-annual.yaml"
    repo.put({name: SESSION.format(grade="basically_competent")})
    repo.put({"data/workspace.yaml": f"{workspace.rstrip()}\n\nschemas:\n  evaluations: 1\n"})
    repo.commit("旧格式")
    repo.put({name: SESSION.format(grade="basically-competent"), "data/workspace.yaml": workspace})
    repo.commit("新格式")
    changes = [row for row in rows("diff", "HEAD~1", "HEAD") if row["path"] == name]
    assert changes == []
    problems = json.loads(ask("diff", "HEAD~1", "HEAD~1", "--format", "json").out)["problems"]
    assert [problem["code"] for problem in problems] == ["schema-older"]


def test_what_a_merge_brings_in_is_reviewed_and_has_the_day_of_the_merge(repo: Repository, rows: Rows) -> None:
    start = repo.git("rev-parse", "HEAD")
    repo.git("switch", "-q", "-c", "side")
    correct(repo)
    repo.git("switch", "-q", "main")
    correct(repo, "C0002")
    repo.git("merge", "-q", "--no-ff", "-m", "合并", "side", day="2026-02-02")
    assert [row["cadre"] for row in rows("review", f"{start}..HEAD")] == ["C0001", "C0002"]
    assert rows("history", "C0001")[-1]["known_on"] == "2026-02-02"


def test_a_repository_that_git_refuses_is_not_said_to_be_none(repo: Repository, ask: Ask) -> None:
    (repo.root / ".git/HEAD").write_text("?\n", "utf-8")
    for question in (*QUESTIONS, ("git", "setup")):
        assert "git refuses the repository here" in refused(ask(*question))


def test_while_another_git_is_at_work_what_is_staged_cannot_be_told(repo: Repository, ask: Ask) -> None:
    (repo.root / ".git/index.lock").touch()
    assert "index.lock" in refused(ask("git", "staged"), 4)
    assert answers(ask("diff")).code == 0


def test_while_a_rebase_waits_for_people_the_past_can_still_be_asked(repo: Repository, ask: Ask, rows: Rows) -> None:
    repo.git("switch", "-q", "-c", "side")
    correct(repo)
    repo.git("switch", "-q", "main")
    repo.edit("data/cadres/C0001.yaml", "date: 2018-09-10", "date: 2017-09-10")
    repo.commit("另一更正")
    line = ["git", "-C", str(repo.root), "rebase", "side"]
    stopped = subprocess.run(line, env=SETTLED, capture_output=True, check=False)
    assert stopped.returncode != 0
    assert [row["cadre"] for row in rows("review", "side~1..side")] == ["C0001"]
    assert answers(ask("diff")).code == 0
    assert "data/cadres/C0001.yaml" in ask("diff").err
    assert "not merged" in refused(ask("git", "staged"))
    assert ask("--rev", "side", "list", "cadres").code == 0


def test_names_in_chinese_and_names_like_options_are_names(repo: Repository, ask: Ask, rows: Rows) -> None:
    other = (repo.root / "data/cadres/C0001.yaml").read_text("utf-8").replace("1985", "1975")
    repo.git("mv", "data/cadres/C0003.yaml", "data/cadres/赵强.yaml")
    repo.put({"data/units/--output=x.yaml": "name: 甲\nkind: primary\n", "data/cadres/-C.yaml": other})
    repo.commit("怪名")
    names = {"data/cadres/赵强.yaml", "data/units/--output=x.yaml", "data/cadres/-C.yaml"}
    assert names <= {row["path"] for row in rows("review", "HEAD~1..HEAD")}
    assert {row["cadre"]: row["change"] for row in rows("diff", "HEAD~1", "HEAD")}["赵强"] == "re-keyed"
    assert not (repo.root / "x").exists()


STRANGE = ("^HEAD", "--help", "--output=x", "-n1", "--all", "nowhere", "HEAD^{tree}", "main:data", "", "a\0b")


@pytest.mark.parametrize("name", STRANGE)
def test_a_revision_that_looks_like_an_option_is_an_unknown_revision(repo: Repository, ask: Ask, name: str) -> None:
    for question in (("--rev", name, "list", "cadres"), ("diff", "--", name), ("review", f"HEAD..{name}x")):
        refused(ask(*question))
    assert not (repo.root / "x").exists()


def test_a_folder_of_records_that_is_gone_is_everybody_struck(repo: Repository, rows: Rows) -> None:
    shutil.rmtree(repo.root / "data/cadres")
    assert [row["change"] for row in rows("diff")] == ["struck"] * 4
    repo.commit("删除")
    kinds = [row["change"] for row in rows("review", "HEAD~1..HEAD")]
    assert kinds.count("struck") == 4
    assert "mass-removal" in kinds


def test_a_deed_in_words_survives_the_strangest_values(repo: Repository, ask: Ask) -> None:
    deeds.post(repo, "C0002", "U002", "'％s {x} %(y)s {0}'", "deputy")
    repo.commit("怪值")
    for form in ("text", "json", "markdown", "github", "gitlab", "sarif"):
        said = answers(ask("review", "HEAD~1..HEAD", "--format", form)).out
        assert "％s {x} %" in said.replace("\\", "").replace("%25", "%")
