"""What `review` is asked and how it is told: the revisions, the forms, the same answer again, nothing sensitive."""

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft4Validator, Draft202012Validator

from tests.cli.test_problem_forms import published, read_as_github_does
from tests.repository import Repository
from tests.review import deeds
from tests.review.conftest import Ask, Rows
from tests.review.deeds import LETTER

SINCE = "main~1..main"


def test_a_moved_line_is_reviewed_as_nothing(repo: Repository, ask: Ask) -> None:
    repo.edit("data/cadres/C0001.yaml", "name: 王芳\ngender: woman\n", "gender: woman\nname: 王芳\n")
    repo.commit("整理")
    assert (ask("review", SINCE).code, ask("review", SINCE).out) == (0, "Nothing changed.\n")


def test_a_review_begins_where_the_branch_left_the_other_one(repo: Repository, rows: Rows) -> None:
    repo.git("switch", "-q", "-c", "work")
    repo.edit("data/cadres/C0001.yaml", "date: 2018-09-10", "date: 2019-09-10")
    repo.commit("更正")
    repo.git("switch", "-q", "main")
    repo.edit("data/cadres/C0002.yaml", "date: 2018-09-10", "date: 2019-09-10")
    repo.commit("另一处更正")
    assert [row["cadre"] for row in rows("review", "main..work")] == ["C0001"]
    assert [row["cadre"] for row in rows("review", "main...work")] == ["C0001"]


@pytest.mark.parametrize("asked", ["main", "main..nowhere", "..--help"])
def test_what_is_no_pair_of_revisions_is_wrong_use(repo: Repository, ask: Ask, asked: str) -> None:
    assert ask("review", asked).code == 2


def test_each_form_says_the_article_and_no_fingerprint_holds_a_value(repo: Repository, ask: Ask) -> None:
    deeds.promotion(repo)
    repo.commit("提任赵强")
    for form in ("text", "json", "markdown", "github", "gitlab", "sarif"):
        outcome = ask("review", SINCE, "--format", form)
        assert outcome.code == 1
        assert "QJ-2" in outcome.out
    [one] = json.loads(ask("review", SINCE, "--format", "gitlab").out)
    repo.edit("data/cadres/C0003.yaml", "name: 赵强", "name: 孙强")
    repo.commit("改名")
    [other] = json.loads(ask("review", "main~2..main", "--format", "gitlab").out)
    assert one["fingerprint"] == other["fingerprint"]
    assert one["severity"] == "major"
    assert ask("review", SINCE, "--format", "sarif", "--lang").code == 2


def test_markdown_of_a_name_that_looks_like_markup_is_a_name(repo: Repository, ask: Ask) -> None:
    repo.edit("data/cadres/C0001.yaml", "name: 王芳", "name: '<img src=x>王*芳*'")
    repo.commit("改名")
    assert "<img" not in ask("review", SINCE, "--format", "markdown").out.replace("\\<img", "")


ODD = """::error file=a,line=1::名"%0A"|<b> `x` $y$ #1 ##[error]z"""
ODD_FILE = "data/cadres/`<b>|%0A,王::.yaml"


@pytest.fixture
def odd(repo: Repository) -> Repository:
    """A person, a unit, a post and a file with names that mean something to forges, each changed."""
    repo.edit("data/units/U001.yaml", "name: 城南小学", f"name: '{ODD}'")
    repo.edit("data/cadres/C0002.yaml", "name: 李明", f"name: '{ODD}'")
    deeds.post(repo, "C0002", "U001", f"'{ODD}'", "deputy")
    repo.put({ODD_FILE: (repo.root / "data/cadres/C0001.yaml").read_text("utf-8")})
    repo.commit("怪名")
    return repo


ANNOTATED = pytest.mark.parametrize("question", [("review", SINCE), ("validate",)], ids=["review", "validate"])


@ANNOTATED
def test_whatever_stands_in_a_name_github_reads_back_one_annotation_for_each_problem(
    odd: Repository, ask: Ask, question: tuple[str, ...]
) -> None:
    said = ask(*question, "--format", "github").out
    found = [read_as_github_does(line) for line in said.split("\n")[:-1]]
    named = [properties["file"] for _, properties, _ in found]
    assert ODD_FILE in named
    assert {name for name, _, _ in found} <= {"error", "warning"}
    assert all((odd.root / name).is_file() for name in named)
    assert any(ODD in data for _, _, data in found)


@ANNOTATED
def test_whatever_stands_in_a_name_the_forms_are_valid_by_what_is_published(
    odd: Repository, ask: Ask, question: tuple[str, ...]
) -> None:
    log = json.loads(ask(*question, "--format", "sarif").out)
    Draft4Validator(published("sarif-2.1.0-rtm.5.json")).validate(log)
    report = json.loads(ask(*question, "--format", "gitlab").out)
    Draft202012Validator(published("gitlab-code-quality.json")).validate(report)
    assert ODD_FILE in {entry["location"]["path"] for entry in report}
    assert ODD in json.dumps([log, report], ensure_ascii=False).replace('\\"', '"')


@pytest.mark.parametrize("question", [("review", SINCE), ("diff", "main~1", "main"), ("validate",)], ids=" ".join)
def test_whatever_stands_in_a_name_is_no_markup_in_markdown(
    odd: Repository, ask: Ask, question: tuple[str, ...]
) -> None:
    said = ask(*question, "--format", "markdown").out
    outside = re.sub(r"(?<!\\)(`+)(?!`).*?(?<!`)\1(?!`)", "", said)
    assert "名" in said
    assert not re.search(r"<|(?<!\\)[`$#]", outside.replace("### ", "", 1))


def test_a_review_made_again_is_the_same_to_the_byte_and_of_this_day_and_these_commits(
    repo: Repository, ask: Ask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    deeds.promotion(repo)
    repo.commit("提任赵强")
    for form in ("text", "json", "sarif"):
        first = ask("review", SINCE, "--format", form)
        assert ask("review", SINCE, "--format", form) == first == ask("--no-cache", "review", SINCE, "--format", form)
    early = ask("--as-of", "2026-02-01", "review", SINCE)
    assert early.out == ask("--no-cache", "--as-of", "2026-02-01", "review", SINCE).out
    repo.git("commit", "-q", "--amend", "-m", f"提任赵强\n\n{LETTER}")
    assert ask("review", SINCE).code == 0


def test_of_a_sensitive_record_only_that_it_changed_is_said(repo: Repository, ask: Ask) -> None:
    repo.put({"data/cadres-private/C0001.yaml": 'phone: "13800000000"\n'})
    repo.commit("补登")
    for form in ("text", "json", "markdown", "github", "gitlab", "sarif"):
        outcome = ask("review", SINCE, "--format", form)
        assert "13800000000" not in outcome.out + outcome.err
