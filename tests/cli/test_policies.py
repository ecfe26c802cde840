"""`policy check`, `policy show` and `policy test` in a workspace that has the scheme of the three tiers."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Cadrectl

POLICY = "data/policies/jt-2020.yaml"
CASES = "data/policies/jt-2020.cases.yaml"


AGE = r"\bage(: *\{?\s*at_most: )45\b"


def change(workspace: Path, fact: str, limit: str) -> None:
    """Have the first tier ask something else than an age of at most 45."""
    file = workspace / POLICY
    text, count = re.subn(AGE, rf"{fact}\g<1>{limit}", file.read_text("utf-8"), count=1)
    assert count == 1
    file.write_text(text, "utf-8")


def keep_cases(workspace: Path, *policies: str) -> None:
    """Have the cases of these policies only: those of all take long."""
    for file in (workspace / "data/policies").glob("*.cases.yaml"):
        if file.name.removesuffix(".cases.yaml") not in policies:
            file.unlink()


def test_the_policy_that_comes_with_a_workspace_is_sound_and_its_cases_come_out(
    cadrectl: Cadrectl, workspace: Path
) -> None:
    keep_cases(workspace, "nt-2013", "retirement-2025")  # tests/corpus tries those of all
    assert cadrectl("policy", "check").code == 0
    assert cadrectl("policy", "test").code == 0


def test_a_word_that_the_language_does_not_know_is_said_at_its_place(cadrectl: Cadrectl, workspace: Path) -> None:
    change(workspace, "aeg", "45")
    found = cadrectl("policy", "check", "jt-2020", "--format", "json")
    assert found.code == 1
    problem = json.loads(found.out)["problems"][0]
    assert (problem["path"], problem["code"]) == (POLICY, "unknown-word")
    line = (workspace / POLICY).read_text("utf-8").splitlines()[problem["line"] - 1]
    assert line[problem["column"] - 1 :].startswith("aeg")


def test_validate_looks_into_policies_only_when_strict(cadrectl: Cadrectl, workspace: Path) -> None:
    change(workspace, "aeg", "45")
    assert cadrectl("validate").code == 0
    assert cadrectl("validate", "--strict").code == 1


def test_a_policy_with_errors_decides_nothing(cadrectl: Cadrectl, workspace: Path) -> None:
    change(workspace, "aeg", "45")
    refused = cadrectl("eligible")
    assert (refused.code, refused.out) == (3, "")
    assert "unknown-word" in refused.err


def test_a_policy_whose_word_the_vocabulary_lacks_decides_nothing(cadrectl: Cadrectl, workspace: Path) -> None:
    (workspace / "data/vocabularies/honours.yaml").unlink()
    for cases in (workspace / "data/policies").glob("*.cases.yaml"):  # their people have honours too
        cases.unlink()
    refused = cadrectl("eligible")
    assert (refused.code, refused.out) == (3, "")
    assert "word-not-in-vocabulary" in refused.err


def test_a_policy_is_found_by_its_id_and_by_its_series(cadrectl: Cadrectl, workspace: Path) -> None:
    assert cadrectl("policy", "show", "jt-tiers").out == cadrectl("policy", "show", "jt-2020").out != ""


def test_a_changed_limit_is_caught_by_the_cases_at_it(cadrectl: Cadrectl, workspace: Path) -> None:
    change(workspace, "age", "46")
    keep_cases(workspace, "jt-2020", "nt-2013")
    wrong = cadrectl("policy", "test", "--format", "json")
    assert wrong.code == 1
    rows = [row for row in json.loads(wrong.out)["rows"] if not row["passed"]]
    assert rows
    lines = (workspace / CASES).read_text("utf-8").splitlines()
    assert all(row["clause"] in lines[row["line"] - 1] for row in rows)


def test_a_policy_that_is_not_there_lists_those_that_are(cadrectl: Cadrectl, workspace: Path) -> None:
    for name in ("check", "show", "test"):
        wrong = cadrectl("policy", name, "nonsense")
        assert wrong.code == 2
        assert "jt-2020" in wrong.err


def test_a_policy_is_shown_in_either_language_with_its_limits_and_sources(cadrectl: Cadrectl, workspace: Path) -> None:
    english = cadrectl("policy", "show", "jt-2020")
    chinese = cadrectl("--lang", "zh", "policy", "show", "jt-2020")
    assert english.code == chinese.code == 0
    assert english.out.startswith("# Reserve tiers")
    assert chinese.out.startswith("# 教育系统党政干部后备人才梯队")
    for text in (english.out, chinese.out):
        assert "JT-2" in text
        assert "45" in text


@pytest.mark.parametrize("fault", ["aeg", "title"])
@pytest.mark.parametrize("name", ["test", "coverage", "show"])
def test_no_tool_works_with_a_policy_that_cannot_be_read_and_each_says_where_it_is_wrong(
    cadrectl: Cadrectl, workspace: Path, name: str, fault: str
) -> None:
    if fault == "aeg":  # unknown to the language
        change(workspace, "aeg", "45")
    else:  # refused by the schema
        file = workspace / POLICY
        file.write_text(file.read_text("utf-8").replace("title:", "titel:", 1), "utf-8")
    refused = cadrectl("policy", name, *(["jt-2020"] if name == "show" else []))
    assert (refused.code, refused.out) == (3, "")
    assert re.search(rf"{POLICY}:[1-9][0-9]*:[1-9][0-9]*: error", refused.err)


def test_a_policy_that_its_schema_refuses_is_not_overlooked_by_check(cadrectl: Cadrectl, workspace: Path) -> None:
    file = workspace / POLICY
    file.write_text(file.read_text("utf-8").replace("title:", "titel:", 1), "utf-8")
    for names in ((), ("jt-2020",)):
        found = cadrectl("policy", "check", *names)
        assert found.code == 1
        assert "unknown-key" in found.out


def test_cases_of_a_policy_that_is_left_out_are_not_tried(cadrectl: Cadrectl, workspace: Path) -> None:
    change(workspace, "aeg", "45")
    keep_cases(workspace, "jt-2020", "nt-2013")
    tried = cadrectl("policy", "test", "--skip-invalid", "--format", "json")
    assert tried.code == 0
    assert {row["policy"] for row in json.loads(tried.out)["rows"]} == {"nt-2013"}
    assert f"left out: {POLICY}" in tried.err


def test_a_name_that_no_case_can_expect_is_said_with_the_one_that_was_meant(
    cadrectl: Cadrectl, workspace: Path
) -> None:
    file = workspace / CASES
    file.write_text(
        file.read_text("utf-8").replace("{tier-1.selected.age: fail}", "{tier-1.selected.aeg: fail}", 1), "utf-8"
    )
    tried = cadrectl("policy", "test", "jt-2020")
    assert tried.code == 1
    assert (
        "“tier-1.selected.aeg” is nothing that is worked out here. Did you mean “tier-1.selected.age”?"
        in tried.err + tried.out
    )


def test_a_verdict_that_is_none_is_told_the_three_that_there_are(cadrectl: Cadrectl, workspace: Path) -> None:
    file = workspace / CASES
    file.write_text(
        file.read_text("utf-8").replace("{tier-1.selected.age: fail}", "{tier-1.selected.age: failed}", 1), "utf-8"
    )
    tried = cadrectl("policy", "test", "jt-2020")
    assert tried.code == 1
    assert "A verdict is expected as pass, fail or unknown, not as “failed”." in tried.err + tried.out


def test_check_looks_into_the_cases_of_a_policy_too(cadrectl: Cadrectl, workspace: Path) -> None:
    file = workspace / CASES
    file.write_text(file.read_text("utf-8").replace("defaults:", "defalts:", 1), "utf-8")
    found = cadrectl("policy", "check", "jt-2020")
    assert (found.code, CASES in found.out) == (1, True)
    assert cadrectl("policy", "check", "qj-2008").code == 0
