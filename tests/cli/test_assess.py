"""`assess` on a small workspace: the four forms, the explanation, and what is refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Cadrectl
from tests.decide.offices import people, policy, session, unit, vocabularies

WORKSPACE = "name: {zh: 试, en: Trial}\ndivision: '320499'\nlanguage: en\npolicies: [trial]\n"
SCHEME = """\
actions:
  - {id: honour, ladder: [{id: commend, label: {zh: 表扬, en: commendation}}]}
assess:
  - id: annual
    title: {zh: 年度考核, en: Yearly assessment}
    source: 第一条
    cohort: [post.rank]
    anonymous: {at_least: 5}
    numbers:
      staff:
        label: {zh: 教职工测评, en: staff}
        ballot: {voters: staff, points: {excellent: 100, competent: 80}, base: valid}
        round: {to: 0.01, by: half-up}
      leaders:
        label: {zh: 领导测评, en: leaders}
        ballot: {voters: leader, points: {excellent: 100, competent: 80}, base: valid}
      work: {label: {zh: 实绩, en: work}, item: work}
      total:
        label: {zh: 总分, en: total}
        source: 第二条
        sum: [{of: staff, weight: 30%}, {of: leaders, weight: 30%}, {of: work, weight: 40%}]
        missing: unknown
    total: total
    grades:
      order: [competent, excellent]
      cases:
        - {grade: excellent, top: 50%, base: assessed, round: floor, ties: out, source: 第三条}
        - {grade: competent}
    consequences: [{id: praised, source: 第四条, when: {grade: excellent}, then: commend, for: 1 year}]
"""


def said(staff: str, leaders: str, work: int) -> str:
    votes = f"[{{voter: staff, votes: {staff}}}, {{voter: leader, votes: {leaders}}}]"
    return f"ballots: {votes}, items: [{{item: work, score: {work}}}]"


FILES = {
    "data/workspace.yaml": WORKSPACE,
    **vocabularies(),
    **policy(SCHEME),
    **unit("U001", "第一小学"),
    **people(C0001="U001 deputy", C0002="U001 deputy", C0003="U001 principal"),
    **session(
        "U001",
        2024,
        {
            "C0001": said("{excellent: 5, competent: 2}", "{excellent: 6}", 90),
            "C0002": said("{excellent: 7}", "{competent: 6}", 70),
            "C0003": said("{excellent: 7}", "{excellent: 3, competent: 1}", 60),
        },
    ),
}
CONTRACT = (
    *("cadre", "name", "unit", "kind", "year", "score"),
    *("components", "rank", "grade", "shares", "consequences", "trace"),
)
ASK = ("--as-of", "2025-06-01", "assess")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A district of one school."""
    for path, text in FILES.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return tmp_path


def rows(cadrectl: Cadrectl, workspace: Path, *arguments: str) -> dict[str, dict[str, Any]]:
    answer = cadrectl("-C", workspace, *ASK, *arguments, "--format", "json")
    assert answer.code == 0, answer.err
    return {row["cadre"]: row for row in json.loads(answer.out)["rows"]}


def test_a_row_has_the_keys_of_the_contract(cadrectl: Cadrectl, workspace: Path) -> None:
    row = rows(cadrectl, workspace, "--explain")["C0001"]
    assert tuple(key for key in row if key in CONTRACT) == CONTRACT
    assert (row["kind"], row["year"], row["unit"], row["rank"], row["grade"]) == (
        "annual",
        2024,
        "U001",
        1,
        "excellent",
    )


def test_the_last_complete_year_is_meant_unless_one_is_named(cadrectl: Cadrectl, workspace: Path) -> None:
    assert rows(cadrectl, workspace) == rows(cadrectl, workspace, "--year", "2024")
    assert rows(cadrectl, workspace, "--year", "2023") == {}


def test_quotas_say_how_many_were_allowed_and_why(cadrectl: Cadrectl, workspace: Path) -> None:
    answer = cadrectl("-C", workspace, *ASK, "--format", "json")
    excellent = [one for one in json.loads(answer.out)["quotas"] if one["grade"] == "excellent"]
    assert [(one["group"], one["base"], one["allowed"], one["used"], one["source"]) for one in excellent] == [
        ("deputy", 2, 1, 1, ["第三条"]),
        ("principal", 1, 0, 0, ["第三条"]),
    ]


def test_an_explanation_is_worked_out_line_by_line_with_the_places_of_the_records(
    cadrectl: Cadrectl, workspace: Path
) -> None:
    text = cadrectl("-C", workspace, *ASK, "--cadre", "C0001", "--explain").out
    place = "    data/evaluations/2024/U001-annual.yaml:6"
    lines = text.split("C0001 C0001 · Yearly assessment · the year 2024\n")[1].splitlines()
    assert lines == [
        "  staff: (excellent 5 × 100 + competent 2 × 80) ÷ 7 valid ballots = 660/7 ≈ 94.2857 → 94.29"
        " (rounded half up to 0.01)",
        place,
        "  leaders: (excellent 6 × 100) ÷ 6 valid ballots = 100",
        place,
        "  work: “work”: 90",
        place,
        "  total: staff 94.29 × 30% + leaders 100 × 30% + work 90 × 40% = 94.287 (第二条)",
        "  place 1 of 2",
        "  grade excellent (第三条)",
        "  → commendation until 2025-12-20 (第四条)",
    ]


def test_of_somebody_alone_in_the_group_it_is_said_that_there_is_nobody_to_be_ranked_with(
    cadrectl: Cadrectl, workspace: Path
) -> None:
    text = cadrectl("-C", workspace, *ASK, "--cadre", "C0003", "--explain").out
    assert "\n  alone in the group: there is nobody to be ranked with\n" in text
    assert "place 1" not in text


@pytest.mark.parametrize(
    ("top", "told"),
    [
        ("top: 50%, base: assessed, round: floor", "优秀（党政副职）：2 个的 50% 为 1 个，已用 1 个（第三条）。"),
        ("top: 1", "优秀（党政副职）：2 个中取 1 个，已用 1 个（第三条）。"),
    ],
)
def test_a_quota_is_told_as_the_share_or_the_number_that_it_is(
    cadrectl: Cadrectl, workspace: Path, top: str, told: str
) -> None:
    scheme = SCHEME.replace("top: 50%, base: assessed, round: floor", top)
    (workspace / "data/policies/trial-2020.yaml").write_text(policy(scheme)["data/policies/trial-2020.yaml"], "utf-8")
    assert told in cadrectl("-C", workspace, "--lang", "zh", *ASK).out


def test_a_grade_that_equals_leave_to_people_is_told_as_open(cadrectl: Cadrectl, workspace: Path) -> None:
    (workspace / "data/policies/trial-2020.yaml").write_text(
        policy(SCHEME.replace("ties: out", "ties: ask"))["data/policies/trial-2020.yaml"], "utf-8"
    )
    same = {id: said("{excellent: 7}", "{excellent: 6}", 90) for id in ("C0001", "C0002")}
    ((path, text),) = session("U001", 2024, same).items()
    (workspace / path).write_text(text, "utf-8")
    told = cadrectl("-C", workspace, *ASK, "--cadre", "C0001", "--explain").out.splitlines()
    assert "  grade open: competent / excellent" in told
    assert "  ? equal with C0002 across the cut, and a body has to decide which of them are in [第三条]" in told


@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown"])
def test_ballots_of_four_are_in_no_form_of_the_answer(cadrectl: Cadrectl, workspace: Path, form: str) -> None:
    text = cadrectl("-C", workspace, *ASK, "--cadre", "C0003", "--explain", "--format", form).out
    assert "82.5" in text
    assert "95" not in text  # (3 × 100 + 80) ÷ 4
    assert "100" not in text  # of the staff, from which the others' could be worked out


def test_a_kind_that_no_policy_assesses_is_refused_with_those_there_are(cadrectl: Cadrectl, workspace: Path) -> None:
    answer = cadrectl("-C", workspace, *ASK, "--kind", "weekly")
    assert answer.code == 2
    assert "There is no assessment weekly; there are: annual." in answer.err


def test_a_unit_narrows_the_rows_and_one_that_is_not_there_is_refused(cadrectl: Cadrectl, workspace: Path) -> None:
    assert len(rows(cadrectl, workspace, "--unit", "U001")) == 3
    assert "There is no unit U999." in cadrectl("-C", workspace, *ASK, "--unit", "U999").err


def test_a_confirmed_grade_that_does_not_follow_is_found_by_a_strict_validation(
    cadrectl: Cadrectl, workspace: Path
) -> None:
    path = workspace / "data/evaluations/2024/U001-annual.yaml"
    text = path.read_text("utf-8").replace(
        "score: 70}]", "score: 70}], grade: excellent, confirmed: {date: 2025-01-09, body: education-committee}"
    )
    path.write_text(text, "utf-8")
    assert "grade-differs" in cadrectl("-C", workspace, "--as-of", "2025-06-01", "validate", "--strict").out
    assert "grade-differs" not in cadrectl("-C", workspace, "--as-of", "2025-06-01", "validate").out
