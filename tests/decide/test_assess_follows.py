"""What follows from assessments: ladders of actions, years running, keys that people hold, and how long it runs."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from cadrectl.calendar import code_of
from tests.decide.offices import FIVE, SCHOOL, ballots, office, policy, results, session

LOW = """\
actions:
  - id: discipline
    ladder:
      - {id: talk, label: {zh: 谈话, en: talk}}
      - {id: admonish, label: {zh: 诫勉, en: admonition}}
      - {id: remove, label: {zh: 免职, en: removal}}
  - {id: pay, ladder: [{id: no-bonus, label: {zh: 扣发, en: no bonus}}]}
assess:
  - id: annual
    title: {zh: 年度考核, en: Yearly}
    source: 第一条
    numbers:
      low: {label: {zh: 低票率, en: Low votes}, share: {of: [basically-competent, incompetent], base: valid}}
    total: low
    consequences:
      - id: once
        source: 第四条
        when: {number: {of: low, at_least: 1/3}}
        then: admonish
        for: 6 months
        bars: [promotion]
      - {id: twice, source: 第四条, when: {number: {of: low, at_least: 20%, running: 2}}, then: remove}
      - {id: any, source: 第五条, when: {number: {of: low, more_than: 0}}, then: [talk, no-bonus], until_end_of: year}
"""


def votes(low: int, good: int) -> str:
    return ballots(staff={"competent": good, "incompetent": low})


def followed(clerk: Any, year: int) -> list[tuple[str, str, str | None, bool]]:
    row = results(clerk, year)["C0001"]
    return [(one.id, one.verdict, one.until, one.wins) for one in row.consequences]


def years(**votes_of: str) -> list[dict[str, str]]:
    return [session("U001", int(year[1:]), {"C0001": said}) for year, said in votes_of.items()]


def test_exactly_a_third_is_at_least_a_third() -> None:
    clerk = office(policy(LOW), SCHOOL, FIVE, *years(y2023=votes(0, 30), y2024=votes(10, 20)))
    assert followed(clerk, 2024) == [("once", "pass", "2025-06-20", True), ("any", "pass", "2025-01-01", True)]


def test_a_ballot_less_than_a_third_does_not_admonish() -> None:
    clerk = office(policy(LOW), SCHOOL, FIVE, *years(y2023=votes(0, 30), y2024=votes(10, 21)))
    assert [id for id, *_ in followed(clerk, 2024)] == ["any"]


def test_of_one_ladder_the_strongest_wins_and_the_other_ladder_stays() -> None:
    clerk = office(policy(LOW), SCHOOL, FIVE, *years(y2023=votes(6, 24), y2024=votes(10, 20)))
    assert [(id, wins) for id, _, _, wins in followed(clerk, 2024)] == [("once", False), ("twice", True), ("any", True)]


def test_a_year_without_an_assessment_leaves_two_years_running_unknown() -> None:
    clerk = office(policy(LOW), SCHOOL, FIVE, *years(y2024=votes(10, 20)))
    assert ("twice", "unknown", None, True) in followed(clerk, 2024)


def test_two_years_running_need_the_year_before_and_not_an_earlier_one() -> None:
    clerk = office(policy(LOW), SCHOOL, FIVE, *years(y2022=votes(9, 9), y2023=votes(0, 9), y2024=votes(9, 9)))
    assert "twice" not in [id for id, *_ in followed(clerk, 2024)]


TWO_KEYS = """\
actions:
  - {id: post, ladder: [{id: remove, label: {zh: 免职, en: removal}}]}
assess:
  - id: annual
    title: {zh: 年度考核, en: Yearly}
    source: 第一条
    numbers:
      low: {label: {zh: 低票率, en: Low votes}, share: {of: [incompetent], base: valid}}
    total: low
    consequences:
      - id: keys
        source: 第四条
        when:
          all:
            - {number: {of: low, at_least: 1/3}}
            - {finding: {what: ability, is: not}}
        then: remove
"""
FINDING = """\
by: education-committee
date: 2025-01-20
entries:
- {cadre: C0001, what: [ability], meets: false}
"""


@pytest.mark.parametrize(("confirmed_on", "asked", "verdict"), [
    (None, "2025-01-19", "unknown"), (None, "2025-01-20", "pass"), ("2025-01-19", "2025-03-01", "unknown"),
    ("2025-01-20", "2025-01-01", "pass"),
])  # fmt: skip
def test_the_second_key_may_turn_until_the_result_is_confirmed(
    confirmed_on: str | None, asked: str, verdict: str
) -> None:
    said = votes(10, 20)
    if confirmed_on is not None:
        said += f", confirmed: {{date: {confirmed_on}, body: education-committee}}"
    found = {"data/findings/2025/U001-ability.yaml": FINDING}
    clerk = office(policy(TWO_KEYS), SCHOOL, FIVE, found, *years(y2024=said))
    clerk = replace(clerk, day=code_of(date.fromisoformat(asked)))
    assert [one[:2] for one in followed(clerk, 2024)] == [("keys", verdict)]


def test_a_consequence_runs_from_the_day_of_the_confirmation() -> None:
    said = f"{votes(10, 20)}, confirmed: {{date: 2025-01-31, body: education-committee}}"
    clerk = office(policy(LOW), SCHOOL, FIVE, *years(y2023=votes(0, 30), y2024=said))
    assert followed(clerk, 2024)[0] == ("once", "pass", "2025-07-31", True)
