"""`training` on a small workspace: classes, needs and the fund, for machines and for people."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Cadrectl, LaidOut

CADRE = """\
name: 赵强
gender: woman
birth: 1980-05-03
posts:
  - {outside: 局, post: 干事, rank: staff, kind: appointed, from: 2010-01-01}
"""
FILES = {
    "cadres/C0001.yaml": CADRE,
    "training/2025/T1.yaml": "title: 廉政培训\nmodule: integrity\nfrom: 2025-03-01\nhours: 16\ncredits: 2\n"
    "participants:\n  - {cadre: C0001, route: recommended, result: passed, satisfaction: 88.125}\n"
    "cost: 3000\nproject: 基地建设\n",
    "surveys/2025/S1.yaml": "title: 需求调查\nyear: 2025\ndate: 2024-12-01\n"
    "needs:\n  - {module: integrity, votes: 12}\n",
    "funds/F2025.yaml": "year: 2025\namount: 2000000\nprojects:\n"
    "  - {project: 基地建设, purpose: training-bases, planned: 1200000, spent: 3000}\n",
}


@pytest.fixture
def district(laid_out: LaidOut) -> Path:
    return laid_out(FILES)


def test_the_training_of_a_year_for_machines(cadrectl: Cadrectl, district: Path) -> None:
    answer = json.loads(cadrectl("-C", district, "training", "--year", "2025", "--format", "json").out)
    [row] = answer["rows"]
    assert (row["class"], row["module"], row["credits"], row["satisfaction"], row["wanted"]) == (
        "T1",
        "integrity",
        2,
        88.13,
        12,
    )
    assert answer["needs"] == [{"module": "integrity", "wanted": 12, "classes": 1, "places": 1, "credits": 2}]
    assert answer["fund"] == [
        {"project": "基地建设", "purpose": "training-bases", "planned": 1200000, "spent": 3000, "cost": 3000}
    ]


def test_people_read_modules_by_the_names_of_the_policy(cadrectl: Cadrectl, district: Path) -> None:
    said = cadrectl("-C", district, "--lang", "en", "training", "--year", "2025", "--policy", "pt-principals").out
    assert "integrity before taking office: wanted by 12; 1 class, 1 place, 2 credits." in said
    assert "基地建设: 1200000 yuan planned, 3000 spent; its classes cost 3000." in said


def test_a_year_without_classes_has_no_rows(cadrectl: Cadrectl, district: Path) -> None:
    assert json.loads(cadrectl("-C", district, "training", "--year", "2020", "--format", "json").out)["rows"] == []
