"""Duties of pairs, of units, of weeks, in any time of a length, and with more than one proof."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.decide.obligations import CALENDAR, events, owed, owed_by_units, read, states

POST = {"post": "校长", "rank": "principal", "kind": "appointed", "from": "2020-08-01"}


def posted(unit: str, rank: str = "deputy") -> dict[str, Any]:
    return {"posts": [{**POST, "unit": unit, "rank": rank}]}


TEAM = {
    "who": {"post.rank": {"at_least": "deputy"}},
    "with": {"who": {"post.rank": {"at_least": "deputy"}}},
    "each": "semester",
    "forget": "1 month",
    "done": {"of": "events", "where": {"kind": "talk"}, "at_least": 2},
}
UNITS: list[tuple[str, str, Mapping[str, Any]]] = [
    ("units", id, {"name": id, "kind": "primary"}) for id in ("U1", "U2")
]


def pairs(*entries: dict[str, Any], people: tuple[dict[str, Any], ...]) -> dict[tuple[str | None, str | None], str]:
    """By pair the state in the spring semester, a day after it was over."""
    found = owed(TEAM, "2026-07-01", *people, beside=[*UNITS, events("talk", *entries)], calendar=CALENDAR)
    return {(one.cadre, one.other): one.state for one in found}


def test_every_pair_of_a_team_is_asked_about_from_both_sides() -> None:
    people = (posted("U1"), posted("U1"), posted("U2"), posted("U1", "staff"))
    assert pairs(people=people) == {("P0", "P1"): "overdue", ("P1", "P0"): "overdue"}


def test_a_talk_counts_for_the_pair_whoever_held_it_and_for_no_other_pair() -> None:
    talks = [{"cadre": "P0", "by": "P1", "date": "2026-03-02"}, {"cadre": "P1", "by": "P0", "date": "2026-05-04"}]
    found = pairs(*talks, people=(posted("U1"), posted("U1"), posted("U1")))
    assert {pair for pair, state in found.items() if state == "done"} == {("P0", "P1"), ("P1", "P0")}
    assert len(found) == 6


def test_twice_a_semester_means_twice_in_it() -> None:
    talks = [{"cadre": "P0", "by": "P1", "date": "2026-01-20"}, {"cadre": "P1", "by": "P0", "date": "2026-05-04"}]
    assert set(pairs(*talks, people=(posted("U1"), posted("U1"))).values()) == {"overdue"}


def test_a_talk_that_does_not_say_by_whom_it_was_held_counts_for_no_pair() -> None:
    talks = [{"cadre": "P0", "date": "2026-03-02"}, {"cadre": "P0", "date": "2026-03-03"}]
    assert set(pairs(*talks, people=(posted("U1"), posted("U1"))).values()) == {"overdue"}


def test_whose_rank_is_not_known_leaves_the_pair_open() -> None:
    unclear = {"posts": [{**POST, "unit": "U1", "rank": "staff", "to": "2026"}, {**POST, "unit": "U1", "from": "2026"}]}
    found = pairs(people=(posted("U1"), unclear))
    assert found == {("P0", "P1"): "unknown", ("P1", "P0"): "unknown"}


def test_a_mentor_is_whom_the_membership_names() -> None:
    duty = {
        "with": {"of": "reserve", "where": {"running": True}, "names": "mentor"},
        "each": "semester",
        "forget": "1 month",
        "done": {"of": "events", "where": {"kind": "talk"}},
    }
    term = {"cadre": "P0", "term": {"from": "2026-01-01", "until": "2028-12-31"}, "mentor": "P1"}
    beside = [*UNITS, ("reserve", "a", term)]
    [one] = owed(duty, "2026-07-01", posted("U1"), posted("U1"), posted("U1"), beside=beside, calendar=CALENDAR)
    assert (one.cadre, one.other, one.state) == ("P0", "P1", "overdue")
    for by, state in (("P1", "done"), ("P2", "overdue")):
        talk = events("talk", {"date": "2026-03-02", "by": by})
        people = (posted("U1"), posted("U1"), posted("U1"))
        assert states(owed(duty, "2026-07-01", *people, beside=[*beside, talk], calendar=CALENDAR)) == [state]


def test_a_plan_a_year_is_a_duty_of_the_unit() -> None:
    duty = {
        "units": {"unit.kind": "primary"},
        "each": "year",
        "forget": "1 year",
        "done": {"of": "plans", "where": {"kind": "unit"}},
    }
    units = [*UNITS, ("units", "U3", {"name": "三", "kind": "institution"})]
    units.append(("units", "U4", {"name": "四", "kind": "primary", "succeeded_by": ["U1"]}))
    plan = ("plans", "a", {"title": "一", "kind": "unit", "unit": "U1", "date": "2025-12-31"})
    late = ("plans", "b", {"title": "二", "kind": "unit", "unit": "U2", "date": "2026-01-01"})
    found = owed_by_units(duty, "2026-06-01", *units, plan, late)
    assert sorted((one.unit, one.due_on, one.state) for one in found if one.cadre is None) == [
        ("U1", "2025-12-31", "done"),
        ("U1", "2026-12-31", "open"),
        ("U2", "2025-12-31", "overdue"),
        ("U2", "2026-12-31", "done"),
    ]


def test_events_of_a_unit_show_its_duty_done_and_those_of_another_do_not() -> None:
    duty = {"units": {"unit.kind": "primary"}, "each": "semester", "done": {"of": "events", "where": {"kind": "visit"}}}
    visit = ("events", "a", {"kind": "visit", "year": 2026, "unit": "U2", "entries": [{"date": "2026-03-02"}]})
    found = owed_by_units({**duty, "forget": "1 month"}, "2026-07-01", *UNITS, visit)
    assert [(one.unit, one.name, one.state) for one in found] == [("U1", "U1", "overdue"), ("U2", "U2", "done")]


WEEKLY = {"each": "week", "forget": "2 days", "done": {"of": "events", "where": {"kind": "talk"}}}


@pytest.mark.parametrize(("day", "state"), [("2026-08-30", "overdue"), ("2026-08-31", "done"), ("2026-09-06", "done")])
def test_a_week_is_from_monday_to_sunday(day: str, state: str) -> None:
    talked = [events("talk", {"date": day})]
    found = owed(WEEKLY, "2026-09-07", {"posts": [POST]}, beside=talked)
    assert [(one.due_on, one.state) for one in found] == [("2026-09-06", state), ("2026-09-13", "open")]


ROLLING: dict[str, Any] = {
    "each": {"rolling": "5 years"},
    "done": {"of": "training", "where": {"mode": "residential"}},
}


def course(id: str, day: str, hours: int = 40) -> tuple[str, str, dict[str, Any]]:
    value = {"title": id, "from": day, "until": day, "hours": hours, "mode": "residential"}
    return "training", id, {**value, "participants": [{"cadre": "P0"}]}


@pytest.mark.parametrize(("day", "state"), [("2026-03-09", "done"), ("2026-03-10", "due"), ("2026-03-11", "overdue")])
def test_five_years_run_anew_from_the_last_course(day: str, state: str) -> None:
    courses = [course("a", "2019-05-01"), course("b", "2021-03-10")]
    [one] = owed(ROLLING, day, {"posts": [{**POST, "from": "2010-08-01"}]}, beside=courses)
    assert (one.due_on, one.overdue_on, one.state) == ("2026-03-10", "2026-03-11", state)


def test_whoever_never_had_a_course_has_five_years_from_the_first_post() -> None:
    for day, state in (("2025-07-31", "open"), ("2025-08-01", "due"), ("2025-08-02", "overdue")):
        [one] = owed({**ROLLING, "done": {"of": "events", "where": {"kind": "talk"}}}, day, {"posts": [POST]})
        assert (one.due_on, one.state) == ("2025-08-01", state)


def test_the_first_five_years_may_begin_with_a_post_of_a_kind() -> None:
    each = {"rolling": "5 years", "since": {"of": "posts", "where": {"rank": {"at_least": "deputy"}}}}
    duty = {"each": each, "done": {"of": "events", "where": {"kind": "talk"}}}
    risen = {
        "posts": [{**POST, "rank": "staff", "from": "2005-08-01", "to": "2024-08-01"}, {**POST, "from": "2024-08-01"}]
    }
    assert [(one.due_on, one.state) for one in owed(duty, "2026-09-01", risen)] == [("2029-08-01", "open")]
    assert owed(duty, "2024-07-31", risen) == []


def test_hours_of_any_five_years_lapse_with_the_first_of_those_that_are_needed() -> None:
    duty = {**ROLLING, "done": {"of": "training", "field": "hours", "at_least": 100}}
    worked = {"posts": [{**POST, "from": "2010-08-01"}]}
    courses = [course("a", "2020-01-10", 60), course("b", "2022-01-10", 40), course("c", "2023-01-10", 59)]
    [one] = owed(duty, "2024-06-01", worked, beside=courses)
    assert (one.due_on, one.state) == ("2025-01-10", "done"), "59 and 40 are not enough without the 60 of 2020"
    [one] = owed(duty, "2024-06-01", worked, beside=[*courses, course("d", "2024-05-01", 1)])
    assert (one.due_on, one.state) == ("2027-01-10", "done")


def test_a_course_known_to_the_year_leaves_open_when_the_next_is_due() -> None:
    [one] = owed(ROLLING, "2026-06-01", {"posts": [{**POST, "from": "2010-08-01"}]}, beside=[course("a", "2021")])
    assert (one.due_on, one.state) == ("2026", "unknown")


def test_any_one_of_the_proofs_will_do() -> None:
    hours = {"of": "training", "field": "hours", "at_least": 90}
    duty = {"each": "year", "done": {"any": [{"of": "training", "at_least": 2}, hours]}, "forget": "1 year"}
    worked = {"posts": [{**POST, "from": "2026-01-01"}]}
    for courses, state in (
        ([course("a", "2026-03-01", 90)], "done"),
        ([course("a", "2026-03-01", 89)], "overdue"),
        ([course("a", "2026-03-01", 10), course("b", "2026-04-01", 10)], "done"),
    ):
        assert states(owed(duty, "2027-01-01", worked, beside=courses))[0] == state


@pytest.mark.parametrize(
    "duty",
    [
        {"units": {"unit.kind": "primary"}, "who": {"post.rank": "principal"}, "each": "year"},
        {"units": {"unit.kind": "primary"}, "after": {"of": "posts"}},
        {"units": {"post.rank": "principal"}, "each": "year"},
        {"with": {"names": "mentor"}, "each": "year"},
        {"with": {"of": "reserve", "names": "mentor", "who": {"post.rank": "deputy"}}, "each": "year"},
        {"each": {"rolling": "5 years"}},
        {"each": {"rolling": "5 years"}, "due": "1 year", "done": {"of": "training"}},
        {"each": "year", "done": {"any": [{"of": "training"}, {"of": "training", "early": "1 day"}]}},
    ],
)
def test_what_cannot_be_said_of_one_duty_is_refused(duty: dict[str, object]) -> None:
    known, problems = read(duty)
    assert known == []
    assert {problem.code for problem in problems} == {"bad-argument"}


@pytest.mark.parametrize(
    "duty",
    [
        {"with": {"of": "reserve", "names": "topic"}, "each": "year"},
        {"with": {"of": "reserve", "names": "mentor"}, "each": "year", "done": {"of": "training"}},
        {"each": "year", "done": {"of": "plans"}},
        {"units": {"unit.kind": "primary"}, "each": "year", "done": {"of": "posts"}},
    ],
)
def test_words_that_those_who_are_bound_do_not_have_are_refused(duty: dict[str, object]) -> None:
    known, problems = read(duty)
    assert known == []
    assert "unknown-word" in {problem.code for problem in problems}


def test_a_semester_without_the_clearing_of_posts_is_overdue_and_an_empty_one_is_done() -> None:
    duty = {"units": {"unit.kind": "primary"}, "each": "semester", "forget": "1 month", "done": {"of": "clearings"}}
    clearing = ("clearings", "a", {"year": 2026, "unit": "U2", "date": "2026-03-02", "entries": []})
    found = owed_by_units(duty, "2026-07-01", *UNITS, clearing)
    assert [(one.unit, one.state) for one in found] == [("U1", "overdue"), ("U2", "done")]


def test_a_unit_owes_until_the_day_on_which_it_is_closed() -> None:
    duty = {"units": {"unit.kind": "primary"}, "each": "semester", "forget": "1 month", "done": {"of": "clearings"}}
    unit = ("units", "U1", {"name": "一", "kind": "primary", "closed": "2026-07-02", "succeeded_by": ["U2"]})
    assert [one.unit for one in owed_by_units(duty, "2026-07-01", unit)] == ["U1"]
    assert [one.unit for one in owed_by_units(duty, "2026-07-02", unit)] == []
