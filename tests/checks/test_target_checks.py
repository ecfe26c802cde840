"""Goals of people belong to their terms, and classes to projects of the fund of their year."""

from typing import Any

import pytest

from tests.checks.district import Files, cadre, codes, post, said, sound

GOALS = "data/targets/C0100-2023.yaml"
CLASS = "data/training/2025/T1.yaml"


def with_goals(**more: Any) -> Files:
    """The sound district with the goals of somebody whose term runs from September 2023 to August 2026."""
    files = sound()
    term = {"from": "2023-09-01", "until": "2026-08-31"}
    files["data/cadres/C0100.yaml"] = cadre("Sun", post("director", "middle-chief", "2010-08-01", term=term))
    item = {"indicator": "quality", "at_least": 85, "year": 2024}
    goals = {"title": "任期目标", "cadre": "C0100", "from": "2023-09-01", "until": "2026-08-31", "items": [item]}
    files[GOALS] = {**goals, **more}
    return files


@pytest.mark.parametrize(
    ("until", "found"),
    [("2026-08-31", []), ("2026-09-01", ["goal-outside-term"]), ("2026-08", []), ("2026-09", ["goal-outside-term"])],
)
def test_goals_end_within_a_term_of_their_person(until: str, found: list[str]) -> None:
    assert codes(with_goals(until=until)) == found


@pytest.mark.parametrize(("year", "found"), [(2022, 1), (2023, 0), (2026, 0), (2027, 1)])
def test_a_yearly_target_is_of_a_year_of_its_goals(year: int, found: int) -> None:
    files = with_goals(items=[{"indicator": "quality", "year": year, "at_least": 85}])
    assert codes(files) == ["goal-outside-term"] * found


def test_targets_of_the_body_of_cadres_need_no_term() -> None:
    files = with_goals(until="2030-12-31")
    del files[GOALS]["cadre"]
    assert codes(files) == []


def with_class(project: str, year: int = 2025) -> Files:
    """The sound district with a fund and a class that names a project."""
    files = sound()
    projects = [{"project": "基地建设", "planned": 100}]
    files["data/funds/F2025.yaml"] = {"year": year, "amount": 100, "projects": projects}
    files[CLASS] = {"title": "班", "from": "2025-03-01", "project": project}
    return files


def test_the_project_of_a_class_is_one_of_the_fund() -> None:
    assert codes(with_class("基地建设")) == []
    assert said(with_class("接待")) == [("project-not-in-fund", CLASS, "project: 接待")]


def test_without_a_fund_of_the_year_nothing_is_said_of_the_project() -> None:
    assert codes(with_class("接待", year=2024)) == []
