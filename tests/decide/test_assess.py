"""What assessments come to: totals, places, grades, quotas, and what hides a vote; what follows is tried apart."""

from fractions import Fraction
from typing import Any

import pytest

from cadrectl.decide.confirmed import contradictions
from cadrectl.decide.quotas import quotas
from cadrectl.decide.raters import raters
from cadrectl.text import render
from tests.decide.offices import FIVE, SCHOOL, ballots, office, policy, results, scores, session

SCORED = """\
assess:
  - id: annual
    title: {zh: 年度考核, en: Yearly}
    source: 第一条
    numbers: {total: {label: {zh: 总分, en: Total}, item: work}}
    total: total
"""
TWO_CLASSES = """\
assess:
  - id: annual
    title: {zh: 年度考核, en: Yearly}
    source: 第一条
    anonymous: {at_least: 5}
    numbers:
      staff:
        label: {zh: 教职工, en: Staff}
        ballot: {voters: staff, points: {excellent: 100, competent: 80}, base: valid}
      leaders:
        label: {zh: 领导, en: Leaders}
        ballot: {voters: leader, points: {excellent: 100, competent: 80}, base: valid}
      total:
        label: {zh: 总分, en: Total}
        sum: [{of: staff, weight: 60%}, {of: leaders, weight: 40%}]
        missing: unknown
    total: total
"""


def item(score: object, more: str = "") -> str:
    return f"items: [{{item: work, score: {score}}}]{', ' if more else ''}{more}"


def confirmed(grade: str, day: str = "2025-01-10") -> str:
    return f"grade: {grade}, confirmed: {{date: {day}, body: education-committee}}"


def graded(grades: str, more: str = "") -> dict[str, str]:
    return policy(f"{SCORED}    grades:\n{grades}{more}")


def grades(rows: dict[str, Any]) -> dict[str, str | None]:
    return {id: row.grading.grade for id, row in rows.items()}


# totals


def test_ballots_of_two_classes_are_weighed_and_stay_fractions() -> None:
    votes = ballots(staff={"excellent": 5, "competent": 2}, leader={"excellent": 3, "competent": 3})
    clerk = office(policy(TWO_CLASSES), SCHOOL, FIVE, session("U001", 2024, {"C0001": votes}))
    staff = Fraction(5 * 100 + 2 * 80, 7)
    assert scores(clerk, 2024) == {"C0001": staff * 60 / 100 + 90 * Fraction(40, 100)}


def test_a_class_that_did_not_vote_leaves_the_total_unknown_and_says_so() -> None:
    clerk = office(policy(TWO_CLASSES), SCHOOL, FIVE, session("U001", 2024, {"C0001": ballots(staff={"excellent": 9})}))
    row = results(clerk, 2024)["C0001"]
    assert row.score is None
    assert [render(reason, "en") for reason in row.reasons] == ["no ballots of leaders"]


def test_zero_valid_ballots_are_unknown_and_never_zero() -> None:
    nobody = "ballots: [{voter: staff, votes: {}, abstained: 9}, {voter: leader, votes: {excellent: 9}}]"
    clerk = office(policy(TWO_CLASSES), SCHOOL, FIVE, session("U001", 2024, {"C0001": nobody}))
    row = results(clerk, 2024)["C0001"]
    assert row.score is None
    assert [render(reason, "en") for reason in row.reasons] == ["no valid ballot of staff"]


# places


def test_equals_share_a_place_and_are_named() -> None:
    said = {"C0001": item(90), "C0002": item(80), "C0003": item(80), "C0004": item(70)}
    rows = results(office(policy(SCORED), SCHOOL, FIVE, session("U001", 2024, said)), 2024)
    assert {id: row.placing.rank for id, row in rows.items()} == {"C0001": 1, "C0002": 2, "C0003": 2, "C0004": 4}
    assert rows["C0002"].placing.tied == ["C0003"]


def test_a_colleague_whose_total_is_unknown_leaves_places_open() -> None:
    said = {"C0001": item(90), "C0002": item(80), "C0003": ""}
    rows = results(office(policy(SCORED), SCHOOL, FIVE, session("U001", 2024, said)), 2024)
    assert {id: (row.placing.best, row.placing.worst) for id, row in rows.items()} == {
        "C0001": (1, 2),
        "C0002": (2, 3),
        "C0003": (1, 3),
    }


def test_a_group_of_one_is_first_of_one() -> None:
    clerk = office(policy(SCORED), SCHOOL, FIVE, session("U001", 2024, {"C0001": item(61)}))
    placing = results(clerk, 2024)["C0001"].placing
    assert (placing.rank, placing.size, placing.tied) == (1, 1, [])


ELSEWHERE = """\
assess:
  - id: annual
    title: {zh: 年度考核, en: Yearly}
    source: 一
    numbers: {total: {label: {zh: 总分, en: Total}, item: ethics}}
    total: total
  - id: term
    title: {zh: 任期考核, en: Term}
    source: 二
    kind: summative
    period: term
    numbers:
      total:
        label: {zh: 总分, en: Total}
        mean: {of: {from: {assess: annual}}, over: years, last: 2}
        missing: unknown
    total: total
"""


def test_a_result_that_is_there_and_unknown_is_not_said_to_be_missing() -> None:
    closing = session("U001", 2024, {"C0001": "", "C0002": ""}, "summative")
    clerk = office(policy(ELSEWHERE), SCHOOL, FIVE, session("U001", 2024, {"C0001": ""}), closing)
    rows = results(clerk, 2024, "term")
    before = "2023年没有数据"
    assert [render(one, "zh") for one in rows["C0001"].reasons] == [before, "“年度考核”的结果不明：没有“师德”得分"]
    assert [render(one, "zh") for one in rows["C0002"].reasons] == [before, "没有“年度考核”的结果"]


def test_a_grade_that_a_missing_number_of_another_leaves_open_says_so() -> None:
    top = TOP.replace("ROUND", "ceiling").replace("TIES", "out")
    said = {"C0001": item(90), "C0002": item(80), "C0003": ""}
    rows = results(office(graded(top), SCHOOL, FIVE, session("U001", 2024, said)), 2024)
    assert [render(one, "en") for one in rows["C0001"].reasons] == ["a number of somebody ranked together is unknown"]


# grades and quotas

TOP = """\
      order: [competent, excellent]
      cases:
        - {grade: excellent, top: 30%, base: assessed, round: ROUND, ties: TIES, source: 第五条}
        - {grade: competent}
"""
FIVE_SCORES = {f"C000{number}": item(score) for number, score in enumerate((90, 85, 80, 75, 70), 1)}


@pytest.mark.parametrize(("rounding", "seats"), [("floor", 1), ("half-up", 2), ("ceiling", 2)])
def test_thirty_per_cent_of_five_is_rounded_as_stated(rounding: str, seats: int) -> None:
    top = TOP.replace("ROUND", rounding).replace("TIES", "out")
    clerk = office(graded(top), SCHOOL, FIVE, session("U001", 2024, FIVE_SCORES))
    assert sum(grade == "excellent" for grade in grades(results(clerk, 2024)).values()) == seats


@pytest.mark.parametrize(
    ("ties", "expected"), [("in", ["C0001", "C0002"]), ("out", []), ("ask", [])], ids=["in", "out", "ask"]
)
def test_equals_across_the_cut_are_in_or_out_or_for_people_to_say(ties: str, expected: list[str]) -> None:
    said = {"C0001": item(90), "C0002": item(90), "C0003": item(70)}
    top = TOP.replace("ROUND", "ceiling").replace("TIES", ties)
    rows = results(office(graded(top), SCHOOL, FIVE, session("U001", 2024, said)), 2024)
    assert [id for id, grade in grades(rows).items() if grade == "excellent"] == expected
    open_grades = ["competent", "excellent"] if ties == "ask" else []
    assert rows["C0001"].grading.possible == open_grades


def test_who_is_equal_at_a_cut_that_people_decide_is_told_with_whom_and_by_which_article() -> None:
    said = {"C0001": item(90), "C0002": item(90), "C0003": item(70), "C0004": item(60), "C0005": item(60)}
    top = TOP.replace("ROUND", "floor").replace("TIES", "ask")
    rows = results(office(graded(top), SCHOOL, FIVE, session("U001", 2024, said)), 2024)
    assert {id: [render(one, "en") for one in row.reasons] for id, row in rows.items()} == {
        "C0001": ["equal with C0002 across the cut, and a body has to decide which of them are in [第五条]"],
        "C0002": ["equal with C0001 across the cut, and a body has to decide which of them are in [第五条]"],
        "C0003": [],
        "C0004": [],  # equal too, but not across the cut
        "C0005": [],
    }


def test_who_is_equal_at_the_end_of_a_part_of_the_group_is_told_so() -> None:
    said = {"C0001": item(90), "C0002": item(90), "C0003": item(70)}
    shares = "{parts: {first: 1, third: 2}, round: floor, ties: ask, source: 第六条}"
    parts = f"      order: [third, first]\n      shares: {shares}\n"
    rows = results(office(graded(parts), SCHOOL, FIVE, session("U001", 2024, said)), 2024)
    told = "equal with C0002 across the cut, and a body has to decide which of them are in [第六条]"
    assert [render(one, "en") for one in rows["C0001"].reasons] == [told]
    assert rows["C0003"].reasons == []


def test_a_quota_says_how_many_were_allowed_and_by_which_article() -> None:
    top = TOP.replace("ROUND", "floor").replace("TIES", "out")
    clerk = office(graded(top), SCHOOL, FIVE, session("U001", 2024, FIVE_SCORES))
    quota = next(quotas(clerk, results(clerk, 2024)["C0001"].sheet))
    assert (quota.grade, quota.allowed.base, quota.allowed.seats, quota.used) == ("excellent", 5, 1, 1)
    assert quota.source == ("第五条",)


CEILING = """\
      order: [basically-competent, competent, excellent]
      cases:
        - {grade: excellent, when: {number: {at_least: 85}}, source: 第五条}
        - {grade: competent}
      ceilings: [{at_most: competent, when: {has: {of: vetoes, within: {last: 1 period}}}, source: 第六条}]
"""


def test_a_veto_caps_a_grade_and_does_not_set_it() -> None:
    veto = "veto: [{date: 2024-05-01, what: ethics}]"
    said = {"C0001": item(90, veto), "C0002": item(70, veto), "C0003": item(90)}
    rows = results(office(graded(CEILING), SCHOOL, FIVE, session("U001", 2024, said)), 2024)
    assert grades(rows) == {"C0001": "competent", "C0002": "competent", "C0003": "excellent"}
    assert rows["C0001"].grading.source == ("第五条", "第六条")
    assert rows["C0002"].grading.source == ()


def test_a_veto_of_the_year_before_caps_nothing() -> None:
    said = {"C0001": item(90, "veto: [{date: 2023-12-31, what: ethics}]")}
    rows = results(office(graded(CEILING), SCHOOL, FIVE, session("U001", 2024, said)), 2024)
    assert grades(rows) == {"C0001": "excellent"}


@pytest.mark.parametrize(("day", "grade"), [("2024-12-31", "competent"), ("2025-01-01", "excellent")])
def test_a_veto_after_the_session_counts_to_the_end_of_the_year(day: str, grade: str) -> None:
    said = {"C0001": item(90, f"veto: [{{date: {day}, what: ethics}}]")}
    rows = results(office(graded(CEILING), SCHOOL, FIVE, session("U001", 2024, said, day="2024-12-18")), 2024)
    assert grades(rows) == {"C0001": grade}


@pytest.mark.parametrize(("day", "grade"), [("2024-07-10", "competent"), ("2024-07-11", "excellent")])
def test_a_veto_after_an_assessment_on_an_occasion_does_not_count(day: str, grade: str) -> None:
    said = {"C0001": item(90, f"veto: [{{date: {day}, what: ethics}}]")}
    held = session("U001", 2024, said, kind="probation", day="2024-07-10")
    text = f"{SCORED}    kind: probation\n    grades:\n{CEILING}"
    assert grades(results(office(policy(text), SCHOOL, FIVE, held), 2024)) == {"C0001": grade}


def test_a_confirmed_grade_stands_and_is_reported_where_another_follows() -> None:
    said = {"C0001": item(90, confirmed("competent")), "C0002": item(70, confirmed("competent"))}
    clerk = office(graded(CEILING), SCHOOL, FIVE, session("U001", 2024, said))
    grading = results(clerk, 2024)["C0001"].grading
    assert (grading.grade, grading.computed, grading.confirmed) == ("competent", "excellent", True)
    found = contradictions(clerk, ["trial"])
    assert [(one.code, one.path, one.line) for one in found] == [
        ("grade-differs", "data/evaluations/2024/U001-annual.yaml", 6)
    ]


BY_A_BODY = """\
      order: [competent, excellent]
      quotas: [{grade: excellent, at_most: 20%, base: assessed, round: floor, source: 第九条}]
"""


def test_grades_that_a_body_gives_are_open_until_it_has() -> None:
    said = {"C0001": item(90), "C0002": item(80, confirmed("excellent"))}
    rows = results(office(graded(BY_A_BODY), SCHOOL, FIVE, session("U001", 2024, said)), 2024)
    assert grades(rows) == {"C0001": None, "C0002": "excellent"}
    assert rows["C0001"].grading.possible == ["competent", "excellent"]


@pytest.mark.parametrize(("excellent", "codes"), [(1, []), (2, ["quota-exceeded"])])
def test_more_confirmed_than_a_quota_allows_are_reported(excellent: int, codes: list[str]) -> None:
    words = ["excellent"] * excellent + ["competent"] * (5 - excellent)
    said = {f"C000{number}": confirmed(word) for number, word in enumerate(words, 1)}
    clerk = office(graded(BY_A_BODY), SCHOOL, FIVE, session("U001", 2024, said))
    assert [one.code for one in contradictions(clerk, ["trial"])] == codes


# anonymity


def test_ballots_of_four_are_not_shown_and_cannot_be_worked_out() -> None:
    said = ballots(staff={"excellent": 5}, leader={"excellent": 3, "competent": 1})
    clerk = office(policy(TWO_CLASSES), SCHOOL, FIVE, session("U001", 2024, {"C0001": said}))
    row = results(clerk, 2024)["C0001"]
    assert [(part.id, part.hidden, part.amount) for part in row.parts] == [
        ("staff", True, None),
        ("leaders", True, None),
    ]
    assert row.score == 98


def test_ballots_of_five_are_shown() -> None:
    said = ballots(staff={"excellent": 5}, leader={"excellent": 4, "competent": 1})
    clerk = office(policy(TWO_CLASSES), SCHOOL, FIVE, session("U001", 2024, {"C0001": said}))
    assert [part.amount for part in results(clerk, 2024)["C0001"].parts] == [100, 96]


# raters


def attended(year: int, people: dict[str, str], classes: str) -> dict[str, str]:
    ((path, text),) = session("U001", year, people).items()
    return {path: text.replace("people:", f"attendance: {{classes: [{classes}]}}\npeople:")}


def test_turnout_and_leniency_are_told_by_class_over_all_subjects() -> None:
    said = {
        "C0001": ballots(staff={"excellent": 5, "competent": 5}, leader={"excellent": 6}),
        "C0002": ballots(staff={"competent": 8}, leader={"excellent": 3, "competent": 3}),
    }
    voters = "{voter: staff, due: 12}, {voter: leader, due: 6}"
    clerk = office(policy(TWO_CLASSES), SCHOOL, FIVE, attended(2024, said, voters))
    [staff, leaders] = raters(clerk, results(clerk, 2024)["C0001"].sheet)
    assert (staff.ballots, staff.subjects, leaders.ballots, leaders.unseen) == (18, 2, 12, 0)
    assert [staff.turnout, leaders.turnout] == [Fraction(18, 24), 1]
    assert [staff.leniency, leaders.leniency] == [-5, 5]


def test_a_class_of_four_ballots_in_all_is_left_out_of_the_raters() -> None:
    said = {"C0001": ballots(staff={"excellent": 9}, leader={"excellent": 4})}
    clerk = office(policy(TWO_CLASSES), SCHOOL, FIVE, session("U001", 2024, said))
    [staff] = raters(clerk, results(clerk, 2024)["C0001"].sheet)
    assert (staff.number, staff.unseen) == ("staff", 1)
    assert staff.turnout is None
