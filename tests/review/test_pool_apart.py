"""A review reads the memberships of others where they bear on the change, and says no other thing where it does not."""

from collections.abc import Callable

import pytest

from cadrectl.cli import touched
from tests.repository import Repository
from tests.review import deeds
from tests.review.conftest import Rows
from tests.review.town import RESERVE

SINCE = "main~1..main"
HONOUR = "honours:\n  - level: district-backbone\n    date: 2026-02-01\n"
DECISION = """\
title: 调整方案
kind: pool
date: 2026-02-28
decisions:
  - {cadre: C0003, tier: tier-1, decision: stay, reserve: C0002-2026, reasons: [{text: 年度考核合格, source: [JT-11]}]}
"""
SURVEY = """\
title: 需求调查
year: 2026
date: 2025-12-08
asked: 4
answered: 4
needs:
  - {module: culture, votes: 3}
"""
CLASS = """\
title: 岗前培训
tier: tier-1
module: culture
survey: 2026-needs
from: 2026-01-12
until: 2026-01-13
hours: 16
mode: residential
participants:
  - cadre: C0003
    result: passed
"""


@pytest.fixture
def pooled(repo: Repository) -> Repository:
    """The town with a member of the pool."""
    repo.put({"data/reserve/C0002-2026.yaml": RESERVE.format(cadre="C0002", tier="tier-1")})
    repo.commit("入库")
    return repo


def honour(repo: Repository) -> None:
    repo.edit("data/cadres/C0003.yaml", "honours:\n", HONOUR)


def leave(repo: Repository) -> None:
    repo.edit("data/cadres/C0004.yaml", "    decided: 2015-08-10\n", deeds.ENDED)


def enter(repo: Repository) -> None:
    repo.put({"data/reserve/C0003-2026.yaml": RESERVE.format(cadre="C0003", tier="tier-1")})


def decide(repo: Repository) -> None:
    repo.put({"data/plans/2026-pool.yaml": DECISION})


@pytest.mark.parametrize("deed", [honour, leave, enter, decide, deeds.promotion])
def test_a_review_with_the_whole_pool_at_hand_says_the_same(
    pooled: Repository, rows: Rows, monkeypatch: pytest.MonkeyPatch, deed: Callable[[Repository], None]
) -> None:
    deed(pooled)
    pooled.commit("变动")
    found = rows("--no-cache", "review", SINCE)
    monkeypatch.setattr(touched, "ALWAYS", (*touched.ALWAYS, touched.POOL))
    assert found == rows("--no-cache", "review", SINCE)


def test_the_reserves_behind_a_post_that_is_left_are_counted_whoever_they_are(pooled: Repository, rows: Rows) -> None:
    leave(pooled)
    pooled.commit("免职")
    [row] = rows("review", SINCE)
    assert any(": 1 confirmed reserve" in one["duty"] for one in row["follows"])


def test_a_decision_on_the_membership_of_somebody_else_is_stopped(pooled: Repository, rows: Rows) -> None:
    decide(pooled)
    pooled.commit("方案")
    told = [one for row in rows("review", SINCE) for one in row["rules"]]
    assert ["other-membership"] in [one["source"] for one in told if one["blocks"]]


def test_a_class_may_name_the_survey_that_it_follows(pooled: Repository, rows: Rows) -> None:
    pooled.put({"data/surveys/2026/2026-needs.yaml": SURVEY})
    pooled.commit("调查")
    pooled.put({"data/training/2026/culture.yaml": CLASS})
    pooled.commit("培训")
    found = rows("review", SINCE)
    assert found
    assert not any(row["blocks"] for row in found)
