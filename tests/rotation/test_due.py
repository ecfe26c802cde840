"""Who is due to move and from when: six years in the school by the policy of the tests, nine where it says overdue."""

import pytest
from msgspec.structs import replace

from cadrectl.rotation.due import Obligation, by_analogy, obligations
from tests.rotation.towns import POLICY, cadre, policy, situation, unit

OVERDUE = POLICY.replace(
    "  movers:\n",
    "  overdue:\n    title: {zh: 逾期, en: overdue}\n    source: '1'\n"
    "    require: {years: {of: here, counting: current, at_least: 9}}\n  movers:\n",
    1,
)


def standing(since: str, exempt: bool = False) -> Obligation | None:
    """How somebody in a school since a day stands on 2026-09-01."""
    kept = frozenset({"C0001"} if exempt else ())
    here = situation([unit(1), unit(2), cadre(1, "U001/副校长", since)], policy(OVERDUE), kept)
    return next(iter(obligations(here)), None)


@pytest.mark.parametrize(
    ("since", "state", "due_on", "overdue_on"),
    [
        ("2020-09-01", "due", "2026-09-01", "2029-09-01"),
        ("2020-09-02", "open", "2026-09-02", "2029-09-02"),
        ("2017-09-01", "overdue", "2023-09-01", "2026-09-01"),
        ("2017-09-02", "due", "2023-09-02", "2026-09-02"),
        ("2020", "unknown", "2026-12-31", "2029-12-31"),
    ],
)
def test_who_is_due_is_told_from_when_and_since_when_overdue(
    since: str, state: str, due_on: str, overdue_on: str
) -> None:
    one = standing(since)
    assert one is not None
    assert (one.state, one.due_on, one.overdue_on) == (state, due_on, overdue_on)


def test_of_who_is_exempt_nothing_but_that_is_said() -> None:
    one = standing("2010-09-01", exempt=True)
    assert one is not None
    assert (one.state, one.due_on, one.overdue_on, one.may_move) == ("exempt", None, None, "fail")


def told_by_analogy(since: str, exempt: bool = False) -> list[tuple[str, str | None]]:
    """What a policy of ten years says, under which that of six stands."""
    kept = frozenset({"C0001"} if exempt else ())
    people = [unit(1), unit(2), cadre(1, "U001/副校长", since)]
    national = policy(POLICY.replace("at_least: 6", "at_least: 10", 1))
    ours = policy(OVERDUE).stating(superiors=("national",))
    here = situation(people, ours, kept)
    known = [ours, replace(national, id="national", series="national", reference=True)]
    return [(one.state, one.due_on) for _, one in by_analogy(replace(here, known=known))]


def test_who_should_move_by_a_policy_followed_by_analogy_is_told_beside_the_answer() -> None:
    assert told_by_analogy("2016-09-01") == [("due", "2026-09-01")]
    assert told_by_analogy("2016-09-02") == []


def test_of_who_is_exempt_nothing_is_told_by_analogy() -> None:
    assert told_by_analogy("2010-09-01", exempt=True) == []


@pytest.mark.parametrize(("since", "verdict"), [("2024-09-01", "pass"), ("2024-09-02", "fail")])
def test_who_has_been_there_for_less_than_two_years_may_not_move(since: str, verdict: str) -> None:
    one = standing(since)
    assert one is not None
    assert one.may_move == verdict
