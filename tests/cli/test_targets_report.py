"""The structure targets (PT-1) and the earmarked fund (PT-9) in reports: what was asked for beside what was reached."""

from pathlib import Path

import pytest

from tests.cli.conftest import Cadrectl

TARGETS = """\
title: 2026年队伍结构目标
policy: pt-principals
from: 2024-01-01
until: 2026-12-31

items:
  - indicator: bachelors
    at_least: 0.95
  - indicator: masters-study
    goal: 硕士在读人数
    at_least: 25
    reached: 21
    date: 2026-01-20
  - indicator: trained-abroad
    goal: 境外培训比例
    at_least: 0.4
    aim: true
    reached: 0.5
    date: 2026-02-02
  - indicator: workshops
    year: 2025
    goal: 工作室
"""
OF_A_TERM = """\
title: 任期目标
cadre: C0003
until: 2026-12-31

items:
  - indicator: enrolment
    goal: 个人任期目标
"""
FUND = """\
year: 2025
amount: 1000000

projects:
  - project: 基地建设
    purpose: training-bases
    planned: 600000
    spent: 450000.5
    date: 2025-12-20
  - project: 学历提升
    purpose: degree-study
    planned: 400000
"""
EDUCATION = """\
education:
  - level: {level}
    mode: full-time
    until: 2004-06
"""


@pytest.fixture
def targets(workspace: Path) -> Path:
    """Three leaders, of whom two have a bachelor's degree, under a scheme with targets."""
    data = workspace / "data"
    settings = data / "workspace.yaml"
    settings.write_text(settings.read_text("utf-8").replace("policies:\n", "policies:\n  - pt-principals\n"), "utf-8")
    for id, level in (("C0001", "bachelor"), ("C0002", "master"), ("C0003", "associate")):
        with (data / "cadres" / f"{id}.yaml").open("a", encoding="utf-8") as file:
            file.write(EDUCATION.format(level=level))
    leader = data / "cadres" / "C0003.yaml"
    term = "    term:\n      from: 2023-09-01\n      until: 2026-12-31\n    verified"
    leader.write_text(leader.read_text("utf-8").replace("    verified", term), "utf-8")
    for path, text in {
        "targets/body-2026.yaml": TARGETS,
        "targets/C0003-2026.yaml": OF_A_TERM,
        "funds/2025.yaml": FUND,
    }.items():
        (data / path).parent.mkdir(exist_ok=True)
        (data / path).write_text(text, "utf-8")
    return workspace


def made(workspace: Path, cadrectl: Cadrectl, *asked: str) -> str:
    outcome = cadrectl("report", *asked, "--format", "markdown")
    assert outcome.code == 0, outcome.err
    return (workspace / "reports" / asked[-1] / "report.md").read_text("utf-8")


def test_a_target_stands_beside_the_figure_of_the_same_name(targets: Path, cadrectl: Cadrectl) -> None:
    report = made(targets, cadrectl, "monthly", "--month", "2026-01")
    figure = "leaders with a bachelor's degree or more | 0.95 |  | no | 2026-12-31 | 2 | 3 | 66.7%"
    assert f"| {figure} | counted in the records |" in report


def test_what_nobody_counts_is_as_it_was_reported_by_the_day(targets: Path, cadrectl: Cadrectl) -> None:
    report = made(targets, cadrectl, "monthly", "--month", "2026-01")
    assert "| 硕士在读人数 | 25 |  | no | 2026-12-31 | 21 |  |  | reported on 2026-01-20 |" in report
    assert "| 境外培训比例 | 0.4 |  | yes | 2026-12-31 |  |  |  | not known |" in report  # reported in February


def test_goals_of_one_person_s_term_and_of_other_years_are_none_of_the_body(targets: Path, cadrectl: Cadrectl) -> None:
    report = made(targets, cadrectl, "monthly", "--month", "2026-01")
    assert "个人任期目标" not in report
    assert "工作室" not in report
    assert "工作室" in made(targets, cadrectl, "annual", "--year", "2025")


def test_the_fund_of_the_year_is_told_by_project(targets: Path, cadrectl: Cadrectl) -> None:
    report = made(targets, cadrectl, "annual", "--year", "2025")
    assert "| 基地建设 | 600000 | 450000.5 | 149999.5 | " in report
    assert "| 学历提升 | 400000 |  |  | " in report
    assert "| together, of 1000000 yuan | 1000000 |  |  |" in report  # one project has not reported
