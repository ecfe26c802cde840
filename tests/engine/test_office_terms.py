"""Whether a term of office runs, on the day of the question and at a day of each year, held against plain Python."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.asking import ASKED, World, ask

Value = dict[str, Any]

FEW = settings(max_examples=8, deadline=None, database=None, derandomize=True)
CLOSE = st.integers(-3, 3).map(lambda days: ASKED + timedelta(days=days))
DAYS = CLOSE | st.dates(date(2015, 1, 1), date(2030, 12, 31))
RUNNING: Value = {"has": {"of": "office-terms", "where": {"running": True}}}


@st.composite
def terms(draw: st.DrawFn) -> Value:
    """A post with a term; some people leave before it is over, some terms have not begun."""
    first, last = sorted((draw(DAYS), draw(DAYS)))
    post = {"post": "x", "rank": "principal", "kind": "appointed", "unit": "U", "from": first.isoformat()}
    if draw(st.booleans()):
        post["to"] = draw(st.dates(first, date(2031, 1, 1))).isoformat()
    return post | {"term": {"from": first.isoformat(), "until": last.isoformat()}}


def runs(post: Value, day: date) -> bool:
    """Whether the term runs: its first and its last day are in it, the day of leaving is not."""
    first, last = (date.fromisoformat(post["term"][key]) for key in ("from", "until"))
    return first <= day <= last and ("to" not in post or day < date.fromisoformat(post["to"]))


def next_september(day: date) -> date:
    """The first of September that is not past."""
    this = date(day.year, 9, 1)
    return this if this >= day else date(day.year + 1, 9, 1)


@FEW
@given(posts=st.lists(terms(), min_size=1, max_size=12))
def test_a_term_runs_from_its_first_day_to_its_last_or_to_the_day_of_leaving(posts: list[Value]) -> None:
    answers = ask(RUNNING, World([{"posts": [post]} for post in posts]))
    assert answers.verdicts == ["pass" if runs(post, ASKED) else "fail" for post in posts]


@FEW
@given(posts=st.lists(terms(), min_size=1, max_size=12))
def test_asked_for_the_next_first_of_september_it_is_whether_the_term_runs_then(posts: list[Value]) -> None:
    asked = {"has": {**RUNNING["has"], "at": "next --09-01"}}
    answers = ask(asked, World([{"posts": [post]} for post in posts]))
    assert answers.verdicts == ["pass" if runs(post, next_september(ASKED)) else "fail" for post in posts]


@pytest.mark.parametrize(
    ("rule", "until", "verdict"),
    [
        ("next --06-15", "2023-06-14", "fail"),  # the day of the question is not past
        ("next --06-15", "2023-06-15", "pass"),
        ("next --06-14", "2024-06-13", "fail"),
        ("next --06-14", "2024-06-14", "pass"),
        ("--06-14", "2023-06-14", "pass"),  # that day of this year, past as it is
        ("--06-14", "2023-06-13", "fail"),
    ],
)
def test_the_next_day_of_a_year_is_today_at_the_earliest(rule: str, until: str, verdict: str) -> None:
    term = {"from": "2020-09-01", "until": until}
    post = {"post": "x", "rank": "principal", "kind": "appointed", "unit": "U", "from": "2020-09-01", "term": term}
    assert ask({"has": {**RUNNING["has"], "at": rule}}, World([{"posts": [post]}])).verdicts == [verdict]


@pytest.mark.parametrize(
    ("until", "verdict"),
    [("2023-05", "fail"), ("2023-06", "unknown"), ("2023-07", "pass"), ("2022", "fail"), ("2023", "unknown")],
)
def test_a_last_day_known_to_the_month_or_year_leaves_open_whether_the_term_runs(until: str, verdict: str) -> None:
    term = {"from": "2020-09-01", "until": until}
    post = {"post": "x", "rank": "principal", "kind": "appointed", "unit": "U", "from": "2020-09-01", "term": term}
    assert ask(RUNNING, World([{"posts": [post]}])).verdicts == [verdict]


@pytest.mark.parametrize(("missing", "verdict"), [("none", "fail"), ("unknown", "unknown")])
def test_what_a_post_without_a_term_means_is_for_the_policy_to_say(missing: str, verdict: str) -> None:
    post = {"post": "x", "rank": "principal", "kind": "appointed", "unit": "U", "from": "2020-09-01"}
    world = World([{"posts": [post]}], policy={"missing_means": {"office-terms": missing}})
    assert ask(RUNNING, world).verdicts == [verdict]


def test_an_unverified_post_leaves_its_term_open() -> None:
    term = {"from": "2020-09-01", "until": "2025-08-31"}
    post = {"post": "x", "rank": "principal", "kind": "appointed", "unit": "U", "from": "2020-09-01", "term": term}
    assert ask(RUNNING, World([{"posts": [{**post, "verified": False}]}])).verdicts == ["unknown"]
