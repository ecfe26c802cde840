"""`policy coverage` and `policy diff` in a workspace whose scheme gets another version."""

import json
from pathlib import Path
from typing import Any

import pytest

from cadrectl.cli.shell import run
from tests.cli.conftest import Cadrectl

ROOT = Path(__file__).parents[2]
POLICY = Path("data/policies/jt-2020.yaml")
CASES = Path("data/policies/jt-2020.cases.yaml")
AGE = "{age: {at_most: 45}}"
AS_OF = "2026-09-15"


def stricter(text: str, limit: str = "42") -> str:
    assert AGE in text
    return text.replace(AGE, AGE.replace("45", limit))


def answer(tmp_path: Path, *arguments: str | Path) -> dict[str, Any]:
    """The JSON answer of a command on the district in `data/`."""
    file = tmp_path / "answer.json"
    whole = ["-C", str(ROOT), "--as-of", AS_OF, "--lang", "en", *map(str, arguments)]
    assert run([*whole, "--format", "json", "-o", str(file)]) == 0
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return found


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """The scheme of `data/` with a lower age for the first tier."""
    file = tmp_path / "draft.yaml"
    file.write_text(stricter((ROOT / POLICY).read_text("utf-8")).replace("policy: jt-2020", "policy: draft"), "utf-8")
    return file


def test_coverage_names_the_clause_whose_failing_no_case_shows(cadrectl: Cadrectl, workspace: Path) -> None:
    cases = workspace / CASES
    text = cases.read_text("utf-8")
    cases.write_text(text.replace("tier-1.selected.age: fail", "tier-1: fail"), "utf-8")
    found = cadrectl("policy", "coverage", "--skip-invalid", "--format", "json")
    assert found.code == 0
    rows = {row["clause"]: row for row in json.loads(found.out)["rows"]}
    assert "fail" in rows["tier-1.selected.age"]["missing"]
    line = (workspace / POLICY).read_text("utf-8").splitlines()[rows["tier-1.selected.age"]["line"] - 1]
    assert "age" in line


def test_coverage_fails_only_when_strict(cadrectl: Cadrectl, workspace: Path) -> None:
    (workspace / CASES).unlink()
    plain, strict = cadrectl("policy", "coverage"), cadrectl("policy", "coverage", "--strict")
    assert (plain.code, strict.code) == (0, 1)
    assert plain.out == strict.out
    assert "tier-1.selected.age" in plain.out


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("form", ["table", "csv", "markdown", "json"])
def test_coverage_is_given_in_every_form_and_language(
    cadrectl: Cadrectl, workspace: Path, form: str, lang: str
) -> None:
    given = cadrectl("--lang", lang, "policy", "coverage", "jt-2020", "--format", form)
    assert given.code == 0
    assert given.out


def test_diff_lists_those_whose_verdict_differs_and_nobody_else(tmp_path: Path, draft: Path) -> None:
    rows = answer(tmp_path, "policy", "diff", "jt-2020", draft)["rows"]
    before = {(r["tier"], r["cadre"]): r["verdict"] for r in answer(tmp_path, "eligible")["rows"]}
    assert rows
    for row in rows:
        assert list(row)[:3] == ["cadre", "name", "unit"]
        assert row["before"] == before[row["tier"], row["cadre"]] != row["after"]
        assert row["tier"] == "tier-1"
        assert row["after"] == "fail"


def test_diff_names_the_clause_by_which_an_outcome_changes_and_both_of_its_limits(tmp_path: Path, draft: Path) -> None:
    for row in answer(tmp_path, "policy", "diff", "jt-2020", draft)["rows"]:
        [clause] = row["clauses"]
        assert clause["id"] == "tier-1.selected.age"
        assert clause["after"] == "fail"
        assert clause["source"]
        assert "45" in str(clause["required_before"]["value"])
        assert "42" in str(clause["required_after"]["value"])


def test_those_who_change_are_those_between_the_two_limits(tmp_path: Path, draft: Path) -> None:
    changed = {row["cadre"] for row in answer(tmp_path, "policy", "diff", draft)["rows"] if row["before"] == "pass"}
    births = {row["cadre"]: row["birth"] for row in answer(tmp_path, "list", "cadres")["rows"]}
    assert changed
    assert all("1981-09-15" <= births[cadre] <= "1984-09-15" for cadre in changed)


def test_the_other_way_round_the_outcomes_change_back(tmp_path: Path, draft: Path) -> None:
    there, back = (answer(tmp_path, "policy", "diff", *way)["rows"] for way in (("jt-2020", draft), (draft, "jt-2020")))
    assert [(r["cadre"], r["before"], r["after"]) for r in there] == [
        (r["cadre"], r["after"], r["before"]) for r in back
    ]


def test_without_b_the_version_in_force_is_the_one_before(tmp_path: Path, draft: Path) -> None:
    alone = answer(tmp_path, "policy", "diff", draft)
    assert alone["rows"] == answer(tmp_path, "policy", "diff", "jt-tiers", draft)["rows"]
    assert [one["version"] for one in alone["policies"]] == ["jt-2020", "draft"]


def test_a_version_against_itself_changes_nothing(cadrectl: Cadrectl, workspace: Path) -> None:
    same = cadrectl("policy", "diff", "jt-2020")
    assert same.code == 0
    assert "From jt-2020 to jt-2020: 0 outcomes change." in same.out


def test_a_tier_that_one_version_does_not_have_is_not_asked_there(tmp_path: Path, draft: Path) -> None:
    draft.write_text(draft.read_text("utf-8").replace("id: tier-3", "id: tier-4"), "utf-8")
    rows = answer(tmp_path, "policy", "diff", draft, "--tier", "3", "--tier", "4")["rows"]
    assert {(row["tier"], row["before"] is None, row["after"] is None) for row in rows} == {
        ("tier-3", False, True),
        ("tier-4", True, False),
    }


def test_a_file_with_errors_is_not_compared(cadrectl: Cadrectl, workspace: Path, tmp_path: Path) -> None:
    file = tmp_path / "draft.yaml"
    file.write_text((workspace / POLICY).read_text("utf-8").replace("{age:", "{aeg:"), "utf-8")
    refused = cadrectl("policy", "diff", file)
    assert (refused.code, refused.out) == (3, "")
    assert f"{file}:" in refused.err
    assert cadrectl("policy", "diff", "no-such").code == 2


def test_diff_says_for_people_which_figure_changed(cadrectl: Cadrectl, draft: Path) -> None:
    said = cadrectl("-C", ROOT, "--as-of", AS_OF, "policy", "diff", draft)
    assert "(45 → 42)" in said.out
    assert "不符合" in cadrectl("-C", ROOT, "--lang", "zh", "policy", "diff", draft, "--format", "csv").out
