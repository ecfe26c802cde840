"""The training of a year: classes, needs, marks, the three levels, and the fund by project."""

from collections.abc import Mapping
from fractions import Fraction

from cadrectl.decide.training import Class, Need, Spending, classes, needs, spending
from tests.decide.offices import office, people, policy, unit

SCHEME = """\
assess:
- id: appraisal
  title: {zh: 三级评价, en: Three levels}
  source: '1'
  kind: training
  anonymous: {at_least: 5}
  numbers:
    reaction: {label: {zh: 反应, en: Reaction}, item: reaction}
    outcome: {label: {zh: 成果, en: Outcome}, item: outcome}
    total:
      label: {zh: 总分, en: Total}
      sum: [{of: reaction, weight: 50%}, {of: outcome, weight: 50%}]
      missing: unknown
  total: total
"""
CLASS = """\
title: 岗前培训
module: integrity
from: {day}
hours: 40
credits: 2
participants:
- {{cadre: C0001, route: own-wish, result: excellent, score: 92, satisfaction: 90}}
- {{cadre: C0002, route: recommended, result: passed, score: 81, satisfaction: 85}}
- {{cadre: C0003, route: named, result: failed}}
cost: {cost}
project: 基地建设
"""
SURVEY = """\
title: 需求调查
year: 2025
date: 2024-12-01
asked: 40
answered: 36
needs:
- {module: integrity, votes: 12}
- {module: culture, votes: 30}
"""
FUND = """\
year: 2025
amount: 2000000
projects:
- {project: 基地建设, purpose: training-bases, planned: 1200000, spent: 900000.5}
- {project: 学历进修, purpose: degree-study, planned: 800000}
"""
PEOPLE = people(C0001="U001 deputy", C0002="U001 deputy", C0003="U001 deputy")


def held(id: str, day: str = "2025-03-01", cost: str = "1000.25") -> dict[str, str]:
    return {f"data/training/{day[:4]}/{id}.yaml": CLASS.format(day=day, cost=cost)}


def appraisal(*items: str) -> dict[str, str]:
    rows = "".join(f"- {{cadre: {id}, items: [{said}]}}\n" for id, said in (one.split("=") for one in items))
    head = "unit: U001\nkind: training\nyear: 2025\ndate: 2025-12-01\ntraining: T1\npeople:\n"
    return {"data/evaluations/2025/U001-training.yaml": head + rows}


def year(number: int, *files: Mapping[str, str]) -> tuple[list[Class], list[Need], list[Spending]]:
    clerk = office(policy(SCHEME), unit("U001"), PEOPLE, *files)
    found = classes(clerk, ["trial"], number)
    return found, needs(clerk.book, found, number), spending(clerk.book, found, number)


def test_a_class_counts_the_routes_the_grades_and_the_means_of_those_who_have_one() -> None:
    [one], _, _ = year(2025, held("T1"))
    assert one.routes == {"own-wish": 1, "recommended": 1, "named": 1}
    assert one.results == {"excellent": 1, "passed": 1, "failed": 1}
    assert (one.satisfaction, one.score) == ((Fraction(175, 2), 2), (Fraction(173, 2), 2))
    assert (one.hours, one.credits, len(one.people)) == (40, 2, 3)


def test_a_class_is_of_the_year_of_its_first_day() -> None:
    files = held("T1", "2025-12-31"), held("T2", "2026-01-01")
    assert [one.id for one in year(2025, *files)[0]] == ["T1"]
    assert [one.id for one in year(2026, *files)[0]] == ["T2"]


def test_needs_stand_beside_what_is_held_the_most_wanted_first() -> None:
    found, wanted, _ = year(2025, held("T1"), {"data/surveys/2025/S1.yaml": SURVEY})
    assert wanted == [Need("culture", 30, 0, 0, 0), Need("integrity", 12, 1, 3, 2)]
    assert found[0].wanted == 12


def test_a_module_that_nobody_was_asked_about_is_not_known_to_be_wanted() -> None:
    _, wanted, _ = year(2025, held("T1"))
    assert wanted == [Need("integrity", None, 1, 3, 2)]


def test_the_levels_are_means_over_those_of_whom_they_are_known() -> None:
    told = appraisal(
        "C0001={item: reaction, score: 90}, {item: outcome, score: 80}",
        "C0002={item: reaction, score: 81}",
    )
    [one], _, _ = year(2025, held("T1"), told)
    assert {level.number: (level.mean, level.known, level.of) for level in one.levels} == {
        "reaction": (Fraction(171, 2), 2, 2),
        "outcome": (Fraction(80), 1, 2),
        "total": (Fraction(85), 1, 2),
    }


def test_an_appraisal_of_another_class_is_not_of_this_one() -> None:
    [one], _, _ = year(2025, held("T9"), appraisal("C0001={item: reaction, score: 90}"))
    assert one.levels == ()


def test_the_fund_is_told_by_project_with_the_cost_of_the_classes_that_name_it() -> None:
    _, _, spent = year(2025, held("T1"), held("T2", cost="0.5"), {"data/funds/F2025.yaml": FUND})
    assert spent == [
        Spending("基地建设", "training-bases", 1200000, 900000.5, 1000.75),
        Spending("学历进修", "degree-study", 800000, None, 0),
    ]


def test_a_project_that_the_fund_does_not_have_is_told_too() -> None:
    _, _, spent = year(2025, held("T1"))
    assert spent == [Spending("基地建设", None, None, None, 1000.25)]


def test_a_class_without_its_cost_leaves_the_cost_of_its_project_open() -> None:
    other = {"data/training/2025/T2.yaml": "title: 班\nfrom: 2025-05-01\nproject: 基地建设\n"}
    _, _, spent = year(2025, held("T1"), other)
    assert spent[0].cost is None
