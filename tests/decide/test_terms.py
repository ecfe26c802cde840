"""Terms of office: which run, how goals stand on both sides of their limits, checks, results and what these propose."""

from collections.abc import Mapping

import pytest

from cadrectl.calendar import parse_date
from cadrectl.decide.terms import Term, terms
from tests.decide.offices import office, policy, session, unit

SCHEME = """\
actions:
- id: term
  ladder:
  - {id: reappoint, label: {zh: 续聘, en: appoint again}}
  - {id: not-again, label: {zh: 不再续聘, en: not again}}
assess:
- id: end-of-term
  title: {zh: 届满考核, en: End of term}
  source: '1'
  period: term
  numbers: {score: {label: {zh: 得分, en: Score}, score: confirmed}}
  total: score
  consequences:
  - {id: again, source: '2', when: {number: {at_least: 60}}, then: reappoint}
  - {id: never, source: '3', when: {number: {less_than: 60}}, then: not-again}
"""
POST = "unit: U001, post: head, rank: principal, kind: appointed, from: 2018-09-01"


def head(id: str = "C0001", term: str = "{from: 2023-09-01, until: 2026-08-31}", more: str = "") -> dict[str, str]:
    text = f"name: {id}\ngender: woman\nbirth: 1980-05-03\nposts:\n- {{{POST}, term: {term}}}\n{more}"
    return {f"data/cadres/{id}.yaml": text}


def goals(*items: str, until: str = "2026-08-31", cadre: str = "C0001") -> dict[str, str]:
    lines = "".join(f"- {{{item}}}\n" for item in items)
    text = f"title: 任期目标\ncadre: {cadre}\nfrom: 2023-09-01\nuntil: {until}\nitems:\n{lines}"
    return {"data/targets/T1.yaml": text}


def found(day: str, *files: Mapping[str, str]) -> list[Term]:
    clerk = office(policy(SCHEME), unit("U001"), *files)
    code = parse_date(day)
    assert code is not None
    return terms(clerk, ["trial"], code[0])


@pytest.mark.parametrize(("day", "state"), [("2026-08-31", "running"), ("2026-09-01", "over")])
def test_a_term_is_over_the_day_after_its_last(day: str, state: str) -> None:
    [term] = found(day, head())
    assert (term.begins, term.ends, term.state) == ("2023-09-01", "2026-08-31", state)


def test_a_term_to_come_and_a_post_without_one_are_not_listed() -> None:
    later = head("C0002", "{from: 2026-09-01, until: 2029-08-31}")
    without = {"data/cadres/C0003.yaml": f"name: C0003\ngender: man\nbirth: 1980\nposts:\n- {{{POST}}}\n"}
    assert [one.cadre for one in found("2026-08-31", head(), later, without)] == ["C0001"]


def test_terms_stand_by_their_last_day() -> None:
    sooner = head("C0002", "{from: 2022-09-01, until: 2025-08-31}")
    assert [one.cadre for one in found("2026-01-01", head(), sooner)] == ["C0002", "C0001"]


@pytest.mark.parametrize(
    ("item", "state"),
    [
        ("indicator: a, at_least: 95, reached: 95", "met"),
        ("indicator: a, at_least: 95, reached: 94.9", "missed"),
        ("indicator: a, at_most: 3, reached: 3", "met"),
        ("indicator: a, at_most: 3, reached: 3.1", "missed"),
        ("indicator: a, at_least: 0.3, reached: 0.3", "met"),
        ("indicator: a, goal: 省级示范校, met: true", "met"),
        ("indicator: a, goal: 省级示范校, met: false", "missed"),
    ],
)
def test_a_goal_is_met_up_to_its_limit(item: str, state: str) -> None:
    [term] = found("2026-01-01", head(), goals(item))
    assert [goal.state for goal in term.goals] == [state]


@pytest.mark.parametrize(("day", "state"), [("2024-12-31", "open"), ("2025-01-01", "unknown")])
def test_a_yearly_target_that_is_not_reported_is_unknown_once_its_year_is_over(day: str, state: str) -> None:
    [term] = found(day, head(), goals("indicator: a, year: 2024, at_least: 95"))
    assert [goal.state for goal in term.goals] == [state]


@pytest.mark.parametrize(("day", "state"), [("2026-08-31", "open"), ("2026-09-01", "unknown")])
def test_a_goal_of_the_term_is_open_until_the_last_day_of_the_term(day: str, state: str) -> None:
    [term] = found(day, head(), goals("indicator: a, at_least: 95"))
    assert [goal.state for goal in term.goals] == [state]


@pytest.mark.parametrize(("day", "state", "reached"), [("2024-06-29", "open", None), ("2024-06-30", "met", 96)])
def test_what_was_reported_later_is_not_known_yet(day: str, state: str, reached: float | None) -> None:
    [term] = found(day, head(), goals("indicator: a, at_least: 95, reached: 96, date: 2024-06-30"))
    assert [(goal.state, goal.reached) for goal in term.goals] == [(state, reached)]


def test_goals_of_an_earlier_term_and_of_others_are_not_of_this_one() -> None:
    [term] = found("2026-01-01", head(), goals("indicator: a, at_least: 95", until="2023-08-31"))
    assert term.goals == ()
    [term] = found("2026-01-01", head(), goals("indicator: a, at_least: 95", cadre="C0009"))
    assert term.goals == ()


def test_checks_on_record_within_the_term_are_told_by_date() -> None:
    entries = "".join(
        f"- {{cadre: C0001, date: {day}, result: {result}}}\n"
        for day, result in (("2025-03-02", "整改"), ("2025-01-05", "正常"), ("2023-08-31", "上届"))
    )
    [term] = found(
        "2026-01-01",
        head(),
        {"data/events/2025/checks.yaml": f"kind: mid-term-check\nyear: 2025\nentries:\n{entries}"},
    )
    assert term.checks == (("2025-01-05", "正常"), ("2025-03-02", "整改"))


@pytest.mark.parametrize(("score", "action"), [("60", "reappoint"), ("59.99", "not-again")])
def test_the_result_of_the_term_proposes_whether_to_appoint_again(score: str, action: str) -> None:
    held = session("U001", 2026, {"C0001": f"score: {score}"}, "end-of-term", "2026-08-20")
    [term] = found("2026-09-01", head(), held)
    [result] = term.assessed
    assert [one.actions[0].id for one in result.consequences if one.verdict == "pass"] == [action]


def test_a_result_from_before_the_term_is_of_the_last_one() -> None:
    [term] = found("2026-09-01", head(), session("U001", 2023, {"C0001": "score: 80"}, "end-of-term", "2023-08-20"))
    assert term.assessed == ()


def test_the_rank_of_principals_is_the_one_held_last() -> None:
    ranks = "principal_ranks:\n- {rank: 三级, step: 2, from: 2020-01-01}\n- {rank: 二级, step: 1, from: 2024-01-01}\n"
    assert [one.rank for one in found("2026-01-01", head(more=ranks))] == [("二级", 1)]
    assert [one.rank for one in found("2023-12-31", head(more=ranks))] == [("三级", 2)]
