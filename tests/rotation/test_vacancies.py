"""Which posts fall empty, when and why, and who stands ready: every reason, on both sides of the horizon."""

from typing import Any

import pytest
from msgspec.structs import replace

from cadrectl.calendar import YEAR, parse_date
from cadrectl.facts.truth import FAIL
from cadrectl.rotation.vacancies import Vacancy, gone_by, vacancies
from tests.policy.schemes import read
from tests.rotation.towns import POLICY, cadre, situation, unit

RETIRES = """\
policy: retiring-2020
series: retiring
title: {zh: 退休, en: retirement}
in_force: {from: 2020-01-01}
select:
  - {id: old, title: {zh: 到龄, en: of age}, source: '1', require: {age: {at_least: 60}}}
"""

VACANCIES = """\
  vacancies:
    source: '1'
    posts: {rank: {at_least: deputy}}
    retires: {policy: retiring, tier: old}
    term: 3 years
    bench:
      - {rank: [principal], who: {of: reserve, where: {tier: tier-1, running: true}}, ready: {readiness: near}}
"""
[RETIRING] = read(RETIRES, "retiring-2020")[0]
[SCHEME] = read(
    POLICY.replace("movement:\n", "under:\n  - {policy: retiring}\nmovement:\n") + VACANCIES, "moves-2026"
)[0]
Record = tuple[str, str, dict[str, Any]]


def found(*records: Record, years: int = 3) -> list[Vacancy]:
    day = parse_date("2026-09-01")
    assert day is not None
    here = situation([unit(1), *records], SCHEME, superiors=[RETIRING])
    return vacancies(here, day[0] + years * YEAR)


def said(*records: Record, years: int = 3) -> list[tuple[str, str, str, str | None]]:
    return [(one.seat.post, one.month, one.reason, one.cadre) for one in found(*records, years=years)]


def reserve(cadre: str, **more: Any) -> Record:
    value = {
        "cadre": cadre,
        "policy": "jt-tiers",
        "tier": "tier-1",
        "term": {"from": "2026-01-01", "until": "2028-12-31"},
        "route": "selected",
        "approval": {"date": "2025-12-20", "body": "education-committee"},
        "readiness": "near",
    }
    return "reserve", f"{cadre}-tier-1", value | more


HEAD = cadre(1, "U001/校长")
DEPUTIES = [cadre(2, "U001/副校长"), cadre(3, "U001/副校长")]


def test_every_place_that_nobody_holds_is_empty_today() -> None:
    assert said(HEAD) == [("副校长", "2026-09", "empty", None)] * 2
    assert said(HEAD, *DEPUTIES) == []


def test_a_head_born_in_1967_08_retires_in_2027_08() -> None:
    old = cadre(1, "U001/校长", birth="1967-08-15")
    assert said(old, *DEPUTIES) == [("校长", "2027-08", "retirement", "C0001")]


@pytest.mark.parametrize(("birth", "within"), [("1969-09-01", True), ("1969-09-02", False)])
def test_the_last_day_of_the_horizon_counts_and_the_next_does_not(birth: str, within: bool) -> None:
    assert bool(said(cadre(1, "U001/校长", birth=birth), *DEPUTIES)) == within


@pytest.mark.parametrize(
    ("term", "month"),
    [
        ({"from": "2024-09-01", "until": "2028-08-31"}, "2028-08"),
        ({"from": "2024-09-01"}, "2027-09"),  # three years where no end is stated
    ],
)
def test_a_term_ends_when_it_says_or_after_the_time_of_the_policy(term: dict[str, str], month: str) -> None:
    head = cadre(1, "U001/校长")
    head[2]["posts"][0]["term"] = term
    assert said(head, *DEPUTIES) == [("校长", month, "term", "C0001")]


def test_of_two_ends_the_first_counts() -> None:
    head = cadre(1, "U001/校长", birth="1967-08-15")
    head[2]["posts"][0]["to"] = "2027-01-10"
    assert said(head, *DEPUTIES) == [("校长", "2027-01", "leaving", "C0001")]


def test_who_is_seconded_to_a_post_covers_it_until_the_secondment_ends() -> None:
    guest = cadre(4, "U001/教师")
    guest[2]["posts"].append(
        {
            "unit": "U001",
            "post": "副校长",
            "rank": "deputy",
            "kind": "secondment",
            "from": "2026-03-01",
            "term": {"from": "2026-03-01", "until": "2027-02-28"},
        }
    )
    assert said(HEAD, DEPUTIES[0], guest) == [("副校长", "2027-02", "secondment", "C0004")]


def test_who_retires_or_leaves_by_the_day_of_the_moves_is_gone_by_then_and_the_post_is_free() -> None:
    """The head retires on 2027-08-15, the term of the deputy ends on 2027-03-31 and is no reason to be gone."""
    old, deputy = cadre(1, "U001/校长", birth="1967-08-15"), cadre(2, "U001/副校长")
    deputy[2]["posts"][0]["term"] = {"from": "2024-04-01", "until": "2027-03-31"}
    here = situation([unit(1), old, deputy], SCHEME, superiors=[RETIRING])
    before, on = (parse_date(day) for day in ("2027-08-14", "2027-08-15"))
    assert before is not None
    assert on is not None
    assert gone_by(here, before[0]) == frozenset()
    assert gone_by(here, on[0]) == frozenset({"C0001"})
    later = replace(here, gone=gone_by(here, on[0]))
    assert [later.ids[person] for person, _ in later.held] == ["C0002"]
    assert later.may_move[later.position["C0001"]] == FAIL


def test_only_reserves_approved_by_now_stand_ready() -> None:
    """C0002 is approved and ready, C0003 approved and to be developed, C0004 not approved, C0005 approved tomorrow."""
    old = cadre(1, "U001/校长", birth="1967-08-15")
    others = [cadre(number, "U001/教师") for number in (4, 5)]
    tomorrow = {"date": "2026-09-02", "body": "education-committee"}
    pool = [
        reserve("C0002"),
        reserve("C0003", readiness="long"),
        reserve("C0004", approval={}),
        reserve("C0005", approval=tomorrow),
    ]
    [one] = found(old, *DEPUTIES, *others, *pool)
    assert (one.ready_now, one.ready_later) == (("C0002",), ("C0003",))


def test_a_reserve_who_retires_before_the_post_falls_empty_does_not_count_for_it() -> None:
    old = cadre(1, "U001/校长", birth="1967-08-15")
    older = cadre(2, "U001/副校长", birth="1967-07-15")
    months = {one.seat.post: one.ready_now for one in found(old, older, DEPUTIES[1], reserve("C0002"))}
    assert months["校长"] == ()
