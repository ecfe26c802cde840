"""Whole years and totals of records as numbers of an assessment: what they come to, and when nobody knows."""

from collections.abc import Mapping
from typing import Any

import pytest

from cadrectl.decide.cases import run
from cadrectl.review.cases import JUDGES
from tests.policy.schemes import problems_of, read

SCHEME = """\
policy: scheme
title: {zh: 方案, en: A scheme}
in_force: {from: 2020-01-01}
conventions: {years: {unit: month}}
missing_means: {posts: none, training: none}
assess:
  - id: annual
    title: {zh: 考核, en: Assessment}
    source: '1'
    numbers:
      seniority: {times: [2, {years: {of: posts, where: {rank: principal}}}], at_most: 20}
      present: {years: {of: posts, where: {rank: principal}, counting: current}}
      online: {times: [0.5, {total: {of: training, where: {mode: online}, field: hours, within: {last: 1 period}}}]}
"""
POST = {"post": "校长", "rank": "principal", "kind": "appointed"}


def found(given: Mapping[str, Any], number: str) -> str | None:
    """What a number of the assessment of 2025 comes to for one person, asked in 2026."""
    (policy,), problems, _ = read(SCHEME)
    assert problems == []
    session = {"kind": "annual", "year": 2025}
    stated = {"as_of": "2026-02-01", "year": 2025, "evaluations": [session], **given}
    case = {"name": {}, "given": stated, "expect": {f"annual.{number}": ""}}
    [outcome] = run(policy, (), {"cases": [case]}, {}, JUDGES)
    return outcome.found


@pytest.mark.parametrize(
    ("begin", "points"), [("2022-12-01", "6"), ("2023-01-01", "4"), ("2005-01-01", "20"), ("2025-06-01", "0")]
)
def test_two_points_for_every_whole_year_up_to_twenty(begin: str, points: str) -> None:
    assert found({"cadre": {"posts": [{**POST, "from": begin}]}}, "seniority") == points


def test_years_in_two_posts_are_added_up_before_whole_ones_are_counted() -> None:
    posts = [{**POST, "from": "2015-01-01", "to": "2016-07-01"}, {**POST, "from": "2024-06-01"}]
    assert found({"cadre": {"posts": posts}}, "seniority") == "6"  # 18 months and 18 months
    assert found({"cadre": {"posts": posts}}, "present") == "1"


def test_a_beginning_known_to_the_year_leaves_whole_years_open_only_where_they_differ() -> None:
    assert found({"cadre": {"posts": [{**POST, "from": "2015", "to": "2017-01-01"}]}}, "seniority") == "unknown"
    assert found({"cadre": {"posts": [{**POST, "from": "2015", "to": "2016-12-01"}]}}, "seniority") == "2"


def test_half_of_the_hours_of_the_year_count_and_hours_that_are_not_on_record_leave_it_open() -> None:
    course = {"title": "网络", "mode": "online", "from": "2025-03-01", "until": "2025-03-09"}
    hours = [{**course, "hours": 31}, {**course, "title": "面授", "mode": "residential", "hours": 80}]
    earlier = {**course, "hours": 90, "from": "2024-03-01", "until": "2024-03-09"}
    assert found({"training": [*hours, earlier]}, "online") == "15.5"
    assert found({"training": [*hours, course]}, "online") == "unknown"


def test_a_number_that_is_worked_out_is_compared_with_nothing() -> None:
    wrong = SCHEME.replace("rank: principal}, counting: current", "rank: principal}, at_least: 3")
    assert [one.code for one in problems_of(wrong)] == ["bad-argument"]
