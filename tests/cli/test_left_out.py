"""What answers say of records that `--skip-invalid` left out of them."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Cadrectl

BROKEN = "data/evaluations/2025/U001-annual.yaml"


@pytest.fixture
def broken(workspace: Path) -> Path:
    """A workspace with a session about C0001 that cannot be read."""
    file = workspace / BROKEN
    file.parent.mkdir(parents=True)
    file.write_text("unit: U001\nkind: annual\npeople: [{cadre: C0001, grade: ?\n", "utf-8")
    return workspace


@pytest.mark.parametrize("command", [("list", "cadres"), ("eligible", "--tier", "1", "--verdict", "fail")])
def test_a_row_about_a_person_names_the_files_left_out_that_name_the_person(
    cadrectl: Cadrectl, broken: Path, command: tuple[str, ...]
) -> None:
    answer = json.loads(cadrectl(*command, "--skip-invalid", "--format", "json").out)
    assert answer["left_out"] == [BROKEN]
    assert {row["cadre"]: row["left_out"] for row in answer["rows"]} == {"C0001": [BROKEN], "C0002": [], "C0003": []}


def test_people_see_in_the_table_and_below_it_that_something_is_left_out(cadrectl: Cadrectl, broken: Path) -> None:
    answer = cadrectl("list", "cadres", "--skip-invalid")
    lines = answer.out.splitlines()
    assert "left out, though it names the person" in lines[0]
    assert [line.endswith(BROKEN) for line in lines if line.startswith("C000")] == [True, False, False]
    assert lines[-1] == "1 file with errors is left out of this."
    assert f"left out: {BROKEN}" in answer.err


def test_an_answer_that_leaves_nothing_out_does_not_speak_of_it(cadrectl: Cadrectl, workspace: Path) -> None:
    answer = cadrectl("list", "cadres", "--skip-invalid", "--format", "json")
    assert "left_out" not in answer.out
    assert answer.err == ""


def test_a_policy_left_out_is_named_too(cadrectl: Cadrectl, workspace: Path) -> None:
    (workspace / "data/vocabularies/honours.yaml").unlink()
    answer = cadrectl("policy", "coverage", "--skip-invalid", "--format", "json")
    asking = ("jt-2020.cases", "rotation-2026.cases", "jt-2020", "rotation-2026")  # for honours by level
    assert json.loads(answer.out)["left_out"] == [f"data/policies/{one}.yaml" for one in asking]
