"""What git does in a clone that `git setup` has settled: differences in words, merges of records, checks, templates."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cadrectl.records.clone import attributes
from tests.repository import SETTLED, Repository
from tests.review import deeds
from tests.review.conftest import Ask
from tests.review.town import RESERVE

ROOT = Path(__file__).parents[2]
PERSON = "data/cadres/C0001.yaml"


@pytest.fixture
def settled(repo: Repository, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """The town with the attributes of `init`, settled; git knows the program only by the settings."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))  # a checkout is not installed
    repo.put({".gitattributes": attributes()})
    repo.commit("属性")
    assert ask("--lang", "zh", "git", "setup").code == 0
    return repo


def git(repo: Repository, *line: str) -> subprocess.CompletedProcess[str]:
    """git as a person calls it, by a path that is not on a PATH with the program."""
    known = SETTLED | {"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]}
    whole = ["git", "-C", str(repo.root), *line]
    return subprocess.run(whole, env=known, capture_output=True, check=False, text=True)


def test_a_difference_is_shown_in_words_under_the_name_of_the_person(settled: Repository) -> None:
    deeds.post(settled, "C0001", "U002", "副校长", "deputy")
    shown = git(settled, "diff", "-U0").stdout
    assert "@@ 王芳" in shown
    assert "+  任职经历: 单位 江边初级中学，职务 副校长，层次 党政副职" in shown.replace("：", ": ")


def test_another_layout_is_no_difference(settled: Repository) -> None:
    settled.edit(PERSON, "name: 王芳\ngender: woman\n", "gender: woman\n\n\nname: 王芳\n")
    assert "@@" not in git(settled, "diff").stdout


@pytest.mark.parametrize("text", ["name: [\n", "<<<<<<< HEAD\nname: 王芳\n", "name: 王芳\nextra: 1\n", "\udcff"])
def test_what_is_no_sound_record_is_shown_as_it_is_written(settled: Repository, text: str) -> None:
    (settled.root / PERSON).write_bytes(text.encode("utf-8", "surrogateescape"))
    done = subprocess.run(["git", "-C", str(settled.root), "diff"], env=SETTLED, capture_output=True, check=False)
    assert done.returncode == 0
    assert text.splitlines()[0].encode("utf-8", "surrogateescape") in done.stdout


def test_without_the_program_differences_are_shown_as_they_are_written(settled: Repository) -> None:
    driver = settled.git("config", "diff.cadrectl-cadres.textconv")
    settled.git("config", "diff.cadrectl-cadres.textconv", driver.replace(sys.executable, "/nowhere/python"))
    settled.edit(PERSON, "gender: woman", "gender: man")
    done = git(settled, "diff")
    assert (done.returncode, "+gender: man" in done.stdout) == (0, True)


def test_of_a_sensitive_record_git_shows_no_difference_and_keeps_no_clear_text(settled: Repository) -> None:
    settled.put({"data/cadres-private/C0001.yaml": 'phone: "13800000000"\n'})
    settled.git("add", "-A")
    assert "13800000000" not in git(settled, "diff", "--cached").stdout
    assert settled.git("config", "diff.cadrectl-cadres.cachetextconv") == "false"


def test_names_are_shown_in_chinese_and_writes_are_safe(settled: Repository) -> None:
    assert settled.git("config", "core.quotePath") == "false"
    assert settled.git("config", "core.fsync") == "all"


def test_records_with_errors_are_not_committed_and_others_are(settled: Repository) -> None:
    settled.edit(PERSON, "unit: U001", "unit: U009")
    refused = git(settled, "commit", "-q", "-a", "-m", "误填")
    assert refused.returncode != 0
    assert "unknown-reference" in refused.stderr
    settled.edit(PERSON, "unit: U009", "unit: U001")
    assert git(settled, "commit", "-q", "--allow-empty", "-a", "-m", "更正").returncode == 0


def test_what_is_staged_is_checked_and_not_what_lies_beside_it(settled: Repository) -> None:
    settled.edit(PERSON, "gender: woman", "gender: man")
    settled.git("add", PERSON)
    settled.edit(PERSON, "gender: man", "gender: perhaps")
    assert git(settled, "commit", "-q", "-m", "更正").returncode == 0


def test_a_hook_and_a_template_of_somebody_else_are_left_alone(repo: Repository, ask: Ask) -> None:
    hook = repo.root / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 0\n", "utf-8")
    repo.git("config", "commit.template", "/else/where")
    said = ask("git", "setup").out
    assert str(hook) in said
    assert "git staged" in said
    assert "/else/where" in said
    assert hook.read_text("utf-8") == "#!/bin/sh\nexit 0\n"


def test_a_message_begins_with_a_template_that_names_the_trailers(settled: Repository) -> None:
    template = Path(settled.git("config", "commit.template"))
    assert "Approval-Ref:" in template.read_text("utf-8")
    assert all(line.startswith("#") or not line for line in template.read_text("utf-8").splitlines())


def test_a_new_workspace_carries_the_attributes_and_so_do_our_own_records(tmp_path: Path, ask: Ask) -> None:
    assert ask("init", str(tmp_path / "new")).code == 0
    for folder in (tmp_path / "new", ROOT):
        assert (folder / ".gitattributes").read_text("utf-8") == attributes()


def test_settling_twice_changes_nothing(settled: Repository, ask: Ask) -> None:
    before = settled.git("config", "--local", "--list")
    assert ask("--lang", "zh", "git", "setup").code == 0
    assert settled.git("config", "--local", "--list") == before


def test_a_clone_that_was_moved_is_settled_again_at_its_new_place(settled: Repository, ask: Ask) -> None:
    moved = Repository(settled.root.rename(settled.root.parent / "搬家"))
    assert ask("git", "setup", where=moved.root).code == 0
    assert Path(moved.git("config", "commit.template")).parent == moved.root / ".git"
    assert git(moved, "commit", "-q", "--allow-empty", "-m", "搬").returncode == 0


@pytest.mark.parametrize("lost", [sys.executable, "cadrectl"])
def test_where_the_program_is_gone_the_commit_is_refused_in_words(settled: Repository, lost: str) -> None:
    hook = settled.root / ".git/hooks/pre-commit"
    script = hook.read_text("utf-8")
    hook.write_text(script.replace(f" {lost} " if lost == "cadrectl" else lost, " nowhere/program "), "utf-8")
    settled.edit(PERSON, "gender: woman", "gender: man")
    refused = git(settled, "commit", "-q", "-a", "-m", "更正")
    assert refused.returncode != 0
    assert "未核对档案" in refused.stderr
    assert "cadrectl git setup" in refused.stderr
    hook.write_text(script, "utf-8")
    assert git(settled, "commit", "-q", "-a", "-m", "更正").returncode == 0


def test_settings_that_git_does_not_write_are_not_said_to_be_made(repo: Repository, ask: Ask) -> None:
    lock = repo.root / ".git/config.lock"
    lock.touch()
    refused = ask("git", "setup")
    assert (refused.code, refused.out) == (4, "")
    assert "config.lock" in refused.err
    assert not (repo.root / ".git/hooks/pre-commit").exists()
    lock.unlink()
    repo.git("config", "--add", "core.quotePath", "true")
    repo.git("config", "--add", "core.quotePath", "true")
    assert ask("git", "setup").code == 0
    assert repo.git("config", "core.quotePath") == "false"


HONOUR = "  - level: district-backbone\n    date: {date}\n"


def sides(repo: Repository, one: tuple[str, str], other: tuple[str, str]) -> subprocess.CompletedProcess[str]:
    """Two branches that each replace a text in one file, the second merged into the first."""
    for branch, (old, new) in (("other", other), ("one", one)):
        repo.git("switch", "-q", "-c", branch, "main")
        repo.edit(PERSON, old, new)
        repo.git("commit", "-q", "--no-verify", "-a", "-m", branch)
    return git(repo, "merge", "-q", "--no-edit", "other")


def test_entries_with_other_dates_are_both_kept_in_order_though_they_stand_on_the_same_lines(
    settled: Repository,
) -> None:
    at = "    date: 2018-09-10\n"
    done = sides(settled, (at, at + HONOUR.format(date="2022-09-10")), (at, at + HONOUR.format(date="2021-09-10")))
    assert done.returncode == 0, done.stderr
    text = (settled.root / PERSON).read_text("utf-8")
    assert text.index("2018-09-10") < text.index("2021-09-10") < text.index("2022-09-10")


def test_a_value_that_both_sides_change_differently_is_a_conflict_for_people(settled: Repository) -> None:
    done = sides(settled, ("birth: 1985-05-01", "birth: 1985-05-02"), ("birth: 1985-05-01", "birth: 1985-05-03"))
    assert done.returncode != 0
    assert "birth" in done.stderr
    assert "<<<<<<< ours" in (settled.root / PERSON).read_text("utf-8")


def test_two_entries_of_one_date_that_differ_are_a_conflict_though_their_lines_lie_apart(settled: Repository) -> None:
    before, after = "honours:\n", "    date: 2018-09-10\n"
    one = (before, before + HONOUR.format(date="2020-01-01"))
    other = (after, after + HONOUR.format(date="2020-01-01").replace("district", "city"))
    assert sides(settled, one, other).returncode != 0


def test_one_key_given_twice_by_two_sides_is_given_once(settled: Repository) -> None:
    nation, school = "gender: woman\n", "education:\n"
    done = sides(settled, (nation, f"{nation}ethnicity: 汉族\n"), (school, f"ethnicity: 汉族\n{school}"))
    assert done.returncode == 0, done.stderr
    assert (settled.root / PERSON).read_text("utf-8").count("ethnicity") == 1


def test_comments_of_ours_stay_and_those_of_theirs_are_for_people(settled: Repository) -> None:
    done = sides(settled, ("name: 王芳\n", "# 已核\nname: 王芳\n"), ("gender: woman\n", "gender: man\n"))
    assert done.returncode == 0, done.stderr
    assert "# 已核" in (settled.root / PERSON).read_text("utf-8")
    assert "gender: man" in (settled.root / PERSON).read_text("utf-8")
    settled.git("switch", "-q", "-c", "third", "main")
    settled.git("branch", "-q", "-D", "one", "other")
    at = "    decided: 2015-08-10\n"
    assert sides(settled, (at, f"{at}    letter: 2015-08-11\n"), (at, f"{at}    # 待核\n")).returncode != 0


def test_a_merge_that_leaves_the_records_wrong_is_not_committed(settled: Repository) -> None:
    for tier, id in (("tier-1", "C0002-2026"), ("tier-2", "C0002-2026-2")):
        settled.git("switch", "-q", "-c", tier, "main")
        settled.put({f"data/reserve/{id}.yaml": RESERVE.format(cadre="C0002", tier=tier)})
        settled.git("add", "-A")
        assert git(settled, "commit", "-q", "-m", "入库").returncode == 0
    done = git(settled, "merge", "-q", "--no-edit", "tier-1")
    assert done.returncode != 0
    assert "two-tiers" in done.stderr
