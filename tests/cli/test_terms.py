"""`terms` on a small workspace: what is listed, and the proposal with its article."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Cadrectl, LaidOut

FILES = {
    "units/U001.yaml": "name: 城南小学\nkind: primary\nstage: primary\n"
    "posts:\n  - {post: 校长, rank: principal, headcount: 1}\n",
    "cadres/C0001.yaml": """\
name: 赵强
gender: woman
birth: 1980-05-03
posts:
  - unit: U001
    post: 校长
    rank: principal
    kind: appointed
    term: {from: 2022-09-01, until: 2025-08-31}
    from: 2019-09-01
""",
    "targets/C0001-2022.yaml": """\
title: 任期目标
cadre: C0001
from: 2022-09-01
until: 2025-08-31
items:
  - {indicator: quality, year: 2023, at_least: 85, reached: 84}
  - {indicator: quality, year: 2024, at_least: 85, reached: 85}
""",
    "evaluations/2025/U001-end-of-term.yaml": """\
unit: U001
kind: end-of-term
year: 2025
date: 2025-07-01
people:
  - cadre: C0001
    items:
      - {item: curriculum, score: 80}
      - {item: staff-building, score: 80}
      - {item: culture, score: 80}
      - {item: planning, score: 80}
      - {item: problem-solving, score: 80}
      - {item: exchange, score: 80}
      - {item: targets, score: 80}
      - {item: duty-report, score: 80}
""",
}


@pytest.fixture
def district(laid_out: LaidOut) -> Path:
    return laid_out(FILES)


def test_a_term_shows_its_goals_its_result_and_what_that_proposes(cadrectl: Cadrectl, district: Path) -> None:
    answer = json.loads(cadrectl("-C", district, "terms", "--policy", "pt-principals", "--format", "json").out)
    [row] = answer["rows"]
    assert (row["cadre"], row["until"], row["state"]) == ("C0001", "2025-08-31", "over")
    assert row["goals"] == {"met": 1, "missed": 1, "open": 0, "unknown": 0}
    assert [(one["assess"], one["score"], one["grade"]) for one in row["results"]] == [("end-of-term", 80, "good")]
    assert [(one["action"], one["verdict"], one["source"]) for one in row["proposal"] if one["verdict"] == "pass"] == [
        ("reappoint", "pass", ["PT-6"])
    ]


def test_people_read_the_proposal_with_its_article(cadrectl: Cadrectl, district: Path) -> None:
    said = cadrectl("-C", district, "--lang", "en", "terms", "--policy", "pt-principals").out
    assert "may be appointed again [PT-6]" in said
    assert "2025 80 good" in said
    assert "1 met, 1 missed, 0 open, 0 unknown" in said


def test_within_a_time_only_terms_that_end_by_then_are_listed(cadrectl: Cadrectl, district: Path) -> None:
    def rows(day: str) -> int:
        told = cadrectl("-C", district, "--as-of", day, "terms", "--within", "30d", "--format", "json").out
        return len(json.loads(told)["rows"])

    assert (rows("2025-08-01"), rows("2025-07-31")) == (1, 0)
