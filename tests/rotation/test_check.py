"""A plan broken by hand in each of the limits is refused with that limit named."""

from collections.abc import Sequence
from typing import Any

import pytest
from msgspec.structs import replace

from cadrectl.rotation.check import ALWAYS, check
from cadrectl.rotation.plan import Move
from cadrectl.rotation.situation import Situation
from cadrectl.text import render
from tests.rotation.towns import POLICY, cadre, policy, situation, unit

Record = tuple[str, str, dict[str, Any]]


def town(*more: Record, scheme: str = POLICY) -> Situation:
    """Three schools: a whole team of three in the first, of two in the second, and one deputy in the third."""
    spouse: dict[str, Any] = {"kin": [{"cadre": "C0004", "relation": "spouse"}]}
    strong: dict[str, Any] = {"honours": [{"level": "district-backbone", "date": "2020-01-01"}]}
    people = [
        cadre(1, "U001/校长"),
        cadre(2, "U001/副校长", **strong),
        cadre(3, "U001/副校长", **spouse),
        cadre(4, "U002/校长"),
        cadre(5, "U002/副校长", "2025-09-01"),
        cadre(6, "U003/副校长"),
    ]
    return situation([unit(1), unit(2), unit(3), *people, *more], policy(scheme))


def move(cadre: str, present: str, to: str, kind: str = "exchange", until: str = "") -> Move:
    unit, _, post = present.partition("/")
    school, _, seat = to.partition("/")
    return Move(cadre, (unit, post), (school, seat), kind, "2026-09-01", until)


STRONG = move("C0002", "U001/副校长", "U002/副校长")


def broken(here: Situation, moves: Sequence[Move]) -> list[str]:
    return [rule for rule, found in check(here, moves).items() if found]


def test_a_sound_plan_breaks_nothing() -> None:
    assert broken(town(), [STRONG]) == []


def posts(*more: dict[str, Any], headcount: int = 2) -> list[dict[str, Any]]:
    return [
        {"post": "校长", "rank": "principal", "headcount": 1},
        {"post": "副校长", "rank": "deputy", "headcount": headcount},
        *more,
    ]


def taught(number: int, *subjects: str) -> Record:
    return cadre(number, "U001/副校长", teaching=[{"subject": one, "from": "2005-09-01"} for one in subjects])


JUNIOR = unit(7, stage="junior-high")
CHINESE = unit(7, posts=posts({"post": "语文教研主任", "rank": "deputy", "subject": "语文", "headcount": 1}))
CHIEFS = [
    unit(7, posts=posts({"post": "书记", "rank": "principal", "headcount": 1}, headcount=4)),
    *(cadre(number, f"U007/{post}") for number, post in enumerate(["校长", "书记", *["副校长"] * 4], 71)),
    unit(8),
    unit(9),
]
FAR = [unit(5)]
SECOND = [move("C0002", "U001/副校长", "U003/副校长", "second"), move("C0006", "U003/副校长", "U003/副校长", "second")]
BREACHES: dict[str, tuple[Sequence[Record], Sequence[Move]]] = {
    "known": ([], [STRONG, move("C0099", "", "U002/副校长")]),
    "present": ([], [move("C0002", "U003/副校长", "U002/副校长")]),
    "once": ([], [STRONG, move("C0002", "U001/副校长", "U002/副校长", "second")]),
    "movers": ([], [STRONG, move("C0005", "U002/副校长", "U003/副校长")]),
    "kinds": ([], [move("C0002", "U001/副校长", "U003/校长")]),
    "dates": ([], [move("C0002", "U001/副校长", "U002/副校长", "second", "2027-09-01")]),
    "headcount": ([], [STRONG, move("C0004", "U002/校长", "U001/校长")]),
    "elsewhere": ([], [STRONG, move("C0006", "U003/副校长", "U003/副校长", "second")]),
    "near": (FAR, [move("C0002", "U001/副校长", "U005/副校长")]),
    "stage": ([JUNIOR], [move("C0002", "U001/副校长", "U007/副校长")]),
    "subject": ([CHINESE, taught(8, "数学")], [move("C0008", "U001/副校长", "U007/语文教研主任")]),
    "kin": ([], [move("C0003", "U001/副校长", "U002/副校长")]),
    "third": ([], [STRONG, move("C0003", "U001/副校长", "U003/副校长")]),
    "chiefs": (CHIEFS, [move("C0071", "U007/校长", "U008/校长"), move("C0072", "U007/书记", "U009/校长")]),
    "head": ([], [STRONG, move("C0004", "U002/校长", "U003/校长")]),
    "one": ([], SECOND),
    "outward": ([], [move("C0002", "U001/副校长", "U003/副校长")]),
    "strong": ([], [move("C0003", "U001/副校长", "U003/副校长")]),
}
"""By rule or limit a plan that breaks it, with the records that this takes beyond the town."""


@pytest.mark.parametrize("limit", BREACHES)
def test_a_plan_that_breaks_a_limit_is_refused_with_that_limit_named(limit: str) -> None:
    more, moves = BREACHES[limit]
    here = town(*more)
    assert limit in broken(here, moves)
    assert limit not in broken(here, [STRONG])


def test_every_rule_and_limit_is_broken_by_one_of_these_plans() -> None:
    assert list(BREACHES) == [*ALWAYS, *(limit.id for limit in town().movement.limits)]


def test_a_post_that_asks_for_a_subject_goes_to_who_surely_has_taught_it() -> None:
    """Who is not known to have taught anything is not let in; a post that asks for nothing is open to them."""
    here = town(CHINESE, taught(8, "数学", "语文"), taught(9))
    assert "subject" not in broken(here, [move("C0008", "U001/副校长", "U007/语文教研主任")])
    assert "subject" in broken(here, [move("C0009", "U001/副校长", "U007/语文教研主任")])
    assert "subject" not in broken(here, [move("C0009", "U001/副校长", "U007/副校长")])


@pytest.mark.parametrize(("kind", "until"), [("second", "2027-08-31"), ("exchange", "")])
def test_a_secondment_of_a_year_ends_with_the_year_and_an_exchange_has_no_end(kind: str, until: str) -> None:
    assert "dates" not in broken(town(), [move("C0002", "U001/副校长", "U002/副校长", kind, until)])
    assert "dates" in broken(town(), [move("C0002", "U001/副校长", "U002/副校长", kind, "2028-01-01")])


@pytest.mark.parametrize(("day", "sound"), [("2026-09-01", True), ("2026-08-31", False)])
def test_a_move_begins_on_the_day_on_which_the_plan_is_looked_at_or_later(day: str, sound: bool) -> None:
    assert ("dates" not in broken(town(), [replace(STRONG, from_date=day)])) == sound


@pytest.mark.parametrize(
    ("since", "said"),
    [
        ("2025-09-01", "not met: two years here"),
        ("2024", "not known: two years here"),
        ("2030-09-01", "no post on record"),
    ],
)
def test_why_somebody_may_not_be_moved_is_said_with_the_clause(since: str, said: str) -> None:
    scheme = policy(POLICY.replace("- {id: stay,", "- {id: stay, label: {zh: 满两年, en: two years here},", 1))
    here = situation([unit(1), unit(2), cadre(1, "U001/副校长", since)], scheme)
    [finding] = check(here, [move("C0001", "U001/副校长", "U002/副校长")])["movers"]
    assert render(finding.actual, "en") == said


def test_one_of_two_chiefs_may_leave() -> None:
    assert "chiefs" not in broken(town(*CHIEFS), [move("C0071", "U007/校长", "U008/校长")])


def test_only_one_secondment_to_a_post_may_be_made() -> None:
    moves = [
        move("C0002", "U001/副校长", "U003/副校长", "second"),
        move("C0005", "U002/副校长", "U003/副校长", "second"),
    ]
    assert "one" not in broken(town(), moves[:1])
    here = town(scheme=POLICY.replace("at_least: 2}}}", "at_least: 0}}}"))
    assert "one" in broken(here, moves)


def test_a_post_thirty_kilometres_away_is_near_and_one_further_is_not() -> None:
    """Each school lies 0.09 degrees, 10 km, north of the one before."""
    here = town(unit(4), unit(5))
    assert "near" not in broken(here, [move("C0002", "U001/副校长", "U004/副校长")])
    assert "near" in broken(here, [move("C0002", "U001/副校长", "U005/副校长")])


def test_a_tenth_of_those_due_in_town_goes_out_of_town() -> None:
    """Three people in town are due, so one has to go to the country; a deputy who stays in town is not enough."""
    assert "outward" in broken(town(), [move("C0002", "U001/副校长", "U003/副校长")])
    assert "outward" not in broken(town(), [STRONG])


def test_a_fifth_of_those_exchanged_are_strong() -> None:
    """One of one is enough, none of one is not."""
    assert "strong" not in broken(town(), [STRONG])
    assert "strong" in broken(town(), [move("C0003", "U001/副校长", "U003/副校长")])


def test_one_of_a_team_of_three_may_leave_and_two_may_not() -> None:
    here = town()
    one = move("C0002", "U001/副校长", "U003/副校长")
    assert "third" not in broken(here, [one])
    assert "third" in broken(here, [one, move("C0003", "U001/副校长", "U002/副校长")])


def test_nobody_of_a_team_of_two_may_leave() -> None:
    """A third of two is less than one person."""
    assert "third" in broken(town(), [move("C0004", "U002/校长", "U003/校长")])


def test_of_an_exempt_person_only_that_is_said() -> None:
    here = situation([unit(1), unit(2), cadre(1, "U001/副校长")], exempt=frozenset({"C0001"}))
    [finding] = check(here, [move("C0001", "U001/副校长", "U002/副校长")])["movers"]
    assert finding.actual.msgid == "exempt"


def test_a_post_that_is_over_its_headcount_today_does_not_stop_a_plan_that_makes_it_no_worse() -> None:
    crowd = [cadre(number, "U002/副校长") for number in (11, 12, 13)]
    assert "headcount" not in broken(town(*crowd), [move("C0002", "U001/副校长", "U003/副校长")])
    assert "headcount" in broken(town(*crowd), [STRONG])
