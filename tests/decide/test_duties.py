"""Duties: when one arises, when it is due and overdue, what shows it done, and whom it does not bind."""

from datetime import date
from typing import Any

import pytest

from cadrectl.calendar import code_of
from cadrectl.decide.duties import Exemption
from tests.decide.obligations import CALENDAR, events, owed, read, settled, states

POST = {"post": "校长", "rank": "principal", "kind": "appointed", "from": "2026-08-01"}
POSTED = {"posts": [POST]}
TALK: dict[str, Any] = {"after": {"of": "posts"}, "due": "30 days", "done": {"of": "events", "where": {"kind": "talk"}}}
YEARLY: dict[str, Any] = {"each": "year", "done": {"of": "events", "where": {"kind": "talk"}}, "forget": "1 year"}


@pytest.mark.parametrize(("day", "state"), [("2026-08-30", "open"), ("2026-08-31", "due"), ("2026-09-01", "overdue")])
def test_thirty_days_are_real_days_and_the_thirtieth_is_still_in_time(day: str, state: str) -> None:
    [one] = owed(TALK, day, POSTED)
    assert (one.due_on, one.overdue_on, one.state) == ("2026-08-31", "2026-09-01", state)


@pytest.mark.parametrize(("day", "state"), [("2028-03-30", "open"), ("2028-03-31", "due"), ("2028-04-01", "overdue")])
def test_by_the_last_of_march_of_each_year_is_that_day_in_a_leap_year_too(day: str, state: str) -> None:
    talks = events("talk", {"cadre": "P0", "date": "2027-02-01"}, {"cadre": "P0", "date": "2026-09-01"})
    found = owed({**YEARLY, "due": "--03-31"}, day, POSTED, beside=[talks])
    assert [(one.due_on, one.state) for one in found if one.due_on > "2028"] == [("2028-03-31", state)]


@pytest.mark.parametrize(("begins", "due"), [("2026-11-30", "2026-11-30"), ("2026-12-01", "2027-11-30")])
def test_a_day_of_the_year_after_a_record_is_the_first_that_is_not_before_it(begins: str, due: str) -> None:
    [one] = owed({**TALK, "due": "--11-30"}, "2027-01-01", {"posts": [{**POST, "from": begins}]})
    assert one.due_on == due


def test_thirty_days_after_the_end_of_january_pass_over_a_short_february() -> None:
    [one] = owed(TALK, "2026-06-01", {"posts": [{**POST, "from": "2026-01-31"}]})
    assert one.due_on == "2026-03-02"


def test_working_days_leave_out_the_weekend_and_the_holidays_and_count_days_worked_in_exchange() -> None:
    posted = {"posts": [{**POST, "from": "2026-09-30"}]}  # a Wednesday before a week of holidays
    duty = {**TALK, "due": "3 working-days"}
    [one] = owed(duty, "2026-10-01", posted, calendar=CALENDAR)
    assert one.due_on == "2026-10-10"  # the 8th, the 9th, and the Saturday worked in exchange


def test_holidays_declared_late_move_the_day() -> None:
    posted = {"posts": [{**POST, "from": "2026-09-30"}]}
    [one] = owed({**TALK, "due": "3 working-days"}, "2026-10-01", posted)
    assert one.due_on == "2026-10-05"


def test_due_and_overdue_may_lie_years_apart() -> None:
    duty = {"after": {"of": "posts", "where": {"running": True}}, "due": "6 years", "overdue": "9 years"}
    posted = {"posts": [{**POST, "from": "2020-02-29"}]}
    for day, state in [("2026-02-28", "open"), ("2026-03-01", "due"), ("2029-02-28", "due"), ("2029-03-01", "overdue")]:
        assert states(owed(duty, day, posted)) == [state], day


def test_two_posts_at_once_are_two_duties_and_one_talk_shows_both_done() -> None:
    second = {**POST, "post": "书记", "kind": "concurrent"}
    both = {"posts": [*POSTED["posts"], second]}
    assert states(owed(TALK, "2026-10-01", both)) == ["overdue", "overdue"]
    assert states(owed(TALK, "2026-10-01", both, beside=[events("talk", {"date": "2026-08-05"})])) == ["done", "done"]


def test_a_talk_before_the_next_change_does_not_show_that_done() -> None:
    moved = {"posts": [{**POST, "from": "2026-03-01", "to": "2026-08-01"}, POST]}
    talked = [events("talk", {"date": "2026-07-31"})]
    assert states(owed(TALK, "2026-10-01", moved, beside=talked)) == ["done", "overdue"]


def test_an_event_dated_before_the_persons_start_shows_nothing_done() -> None:
    talked = [events("talk", {"date": "2026-07-31"})]
    assert states(owed(TALK, "2026-10-01", POSTED, beside=talked)) == ["overdue"]
    early = {**TALK, "done": {**TALK["done"], "early": "1 day"}}
    assert states(owed(early, "2026-10-01", POSTED, beside=talked)) == ["done"]


def test_an_event_of_somebody_else_shows_nothing_done() -> None:
    talked = [events("talk", {"date": "2026-08-05"})]
    found = owed(TALK, "2026-10-01", POSTED, POSTED, beside=talked)
    assert [(one.cadre, one.state) for one in found] == [("P0", "done"), ("P1", "overdue")]


def test_a_date_known_to_the_month_leaves_open_whether_it_is_overdue_yet() -> None:
    vague = {"posts": [{**POST, "from": "2026-08"}]}
    for day, state in [
        ("2026-08-31", "due"),
        ("2026-09-01", "unknown"),
        ("2026-09-30", "unknown"),
        ("2026-10-01", "overdue"),
    ]:
        [one] = owed(TALK, day, vague)
        assert (one.due_on, one.state) == ("2026-08-31/2026-09-30", state), day


def test_what_is_missed_is_listed_until_it_is_forgotten() -> None:
    duty = {**TALK, "forget": "1 year"}
    assert len(owed(duty, "2027-08-31", POSTED)) == 1
    assert owed(duty, "2027-09-01", POSTED) == []


def test_a_period_is_over_when_it_is_over() -> None:
    worked = {"posts": [{**POST, "from": "2010-08-01"}]}
    found = owed(YEARLY, "2026-06-01", worked, beside=[events("talk", {"date": "2026-01-01"})])
    assert [(one.due_on, one.state) for one in found] == [("2025-12-31", "overdue"), ("2026-12-31", "done")]


def test_nothing_is_owed_for_a_period_before_the_first_post() -> None:
    assert [one.due_on for one in owed(YEARLY, "2026-09-01", POSTED)] == ["2026-12-31"]


def test_a_semester_spans_the_year_and_the_holidays_belong_to_none() -> None:
    duty = {"each": "semester", "done": {"of": "events", "where": {"kind": "talk"}}, "forget": "5 months"}
    worked = {"posts": [{**POST, "from": "2010-08-01"}]}
    [autumn] = owed(duty, "2026-01-24", worked, calendar=CALENDAR, beside=[events("talk", {"date": "2026-01-10"})])
    assert (autumn.due_on, autumn.state) == ("2026-01-24", "done")
    [over] = owed(duty, "2026-02-01", worked, calendar=CALENDAR, beside=[events("talk", {"date": "2026-01-26"})])
    assert (over.due_on, over.state) == ("2026-01-24", "overdue")


def test_fixed_cycles_follow_one_another() -> None:
    duty = {
        "each": {"cycle": "5 years", "from": "2021-01-01"},
        "done": {"of": "training", "field": "hours", "at_least": 360},
        "forget": "1 year",
    }
    worked = {"posts": [{**POST, "from": "2010-08-01"}]}

    def class_of(id: str, day: str, hours: int) -> tuple[str, str, dict[str, object]]:
        return "training", id, {"title": id, "from": day, "hours": hours, "participants": [{"cadre": "P0"}]}

    classes = [class_of("a", "2021-01-01", 300), class_of("b", "2025-12-31", 60), class_of("c", "2026-01-01", 100)]
    found = owed(duty, "2026-06-01", worked, beside=classes)
    assert [(one.due_on, one.state) for one in found] == [("2025-12-31", "done"), ("2030-12-31", "open")]
    assert states(owed(duty, "2026-06-01", worked, beside=[classes[0], classes[2]])) == ["overdue", "open"]


@pytest.mark.parametrize(("staff", "state"), [(15, "done"), (14, "open")])
def test_half_of_an_odd_number_of_staff_is_rounded_by_nobody(staff: int, state: str) -> None:
    duty = {
        "each": "year",
        "done": {"of": "events", "where": {"kind": "talk"}, "field": "staff", "at_least": "1/2", "base": "unit.staff"},
    }
    unit = ("units", "U1", {"name": "一", "kind": "primary", "size": [{"year": 2026, "staff": 29}]})
    posted = {"posts": [{**POST, "unit": "U1"}]}
    talked = events("talk", {"date": "2026-08-05", "staff": staff})
    assert states(owed(duty, "2026-09-01", posted, beside=[unit, talked])) == [state]


def test_without_the_number_of_staff_a_share_of_it_is_unknown() -> None:
    duty = {
        "each": "year",
        "done": {"of": "events", "where": {"kind": "talk"}, "field": "staff", "at_least": "1/2", "base": "unit.staff"},
    }
    talked = events("talk", {"date": "2026-08-05", "staff": 15})
    assert states(owed(duty, "2026-12-30", POSTED, beside=[talked])) == ["open"], "it is not due yet"
    assert states(owed(duty, "2026-12-31", POSTED, beside=[talked])) == ["unknown"]


def test_a_field_of_the_occasion_may_show_it_done() -> None:
    duty = {"after": {"of": "reserve", "where": {"running": True}}, "due": "30 days", "done": {"states": "mentor"}}
    term = {"cadre": "P0", "term": {"from": "2026-01-01", "until": "2028-12-31"}}
    assert states(owed(duty, "2026-09-01", POSTED, beside=[("reserve", "a", term)])) == ["overdue"]
    assert states(owed(duty, "2026-09-01", POSTED, beside=[("reserve", "a", {**term, "mentor": "P0"})])) == ["done"]


def test_whoever_has_left_owes_only_what_leaving_brings_about() -> None:
    ended = {**POST, "from": "2020-08-01", "to": "2026-08-15"}
    gone = {"posts": [ended], "left": {"date": "2026-08-15", "reason": "retired"}}
    audit = {**TALK, "after": {"of": "posts", "on": "to"}, "due": "60 days"}
    assert owed(TALK, "2026-09-01", gone) == []
    assert [one.due_on for one in owed(audit, "2026-09-01", gone)] == ["2026-10-14"]


def test_whoever_has_left_owes_nothing_for_a_period() -> None:
    gone = {"posts": [{**POST, "from": "2020-08-01", "to": "2025-08-15"}], "left": {"date": "2025-08-15"}}
    who = {**YEARLY, "who": {"post.rank": "principal"}}
    assert states(owed(who, "2025-08-14", gone)) == ["overdue", "open"]
    assert owed(who, "2025-08-15", gone) == []
    assert owed(who, "2026-06-01", gone) == [], "neither for the year of leaving nor for one after it"


def test_whether_it_binds_matters_only_when_it_is_due() -> None:
    who = {**YEARLY, "who": {"party.name": "cpc"}}
    worked = {"posts": [{**POST, "from": "2026-01-01"}]}
    assert states(owed(who, "2026-12-30", worked)) == ["open"]
    assert states(owed(who, "2027-06-01", worked)) == ["unknown", "open"]


def test_an_exemption_takes_a_duty_off_the_list_while_it_holds() -> None:
    def waived(first: date, last: date) -> dict[str, list[Exemption]]:
        return {"P0": [Exemption("d", code_of(first), code_of(last))]}

    assert owed(TALK, "2026-09-01", POSTED, exempt=waived(date(2026, 8, 31), date(2026, 12, 31))) == []
    late = waived(date(2026, 9, 1), date(2026, 12, 31))
    assert states(owed(TALK, "2026-09-01", POSTED, exempt=late)) == ["overdue"]


def test_the_version_in_force_on_the_day_it_arises_holds() -> None:
    old, _ = read(TALK, "old", in_force={"from": "2020-01-01", "until": "2026-07-31"})
    new, _ = read({**TALK, "due": "10 days"}, "new", in_force={"from": "2026-08-01"})
    moved = {"posts": [{**POST, "from": "2026-07-31", "to": "2026-08-01"}, POST]}
    found = settled([*old, *new], "2026-08-10", moved)
    assert [one.due_on for one in found] == ["2026-08-11", "2026-08-30"]


def test_who_is_asked_on_the_day_it_arises() -> None:
    duty = {**TALK, "who": {"post.rank": "principal"}}
    risen = {"posts": [{**POST, "rank": "deputy", "from": "2026-03-01", "to": "2026-08-01"}, POST]}
    assert [one.due_on for one in owed(duty, "2026-10-01", risen)] == ["2026-08-31"]


@pytest.mark.parametrize(
    "duty",
    [
        {"due": "30 days"},
        {"after": {"of": "posts"}, "each": "year"},
        {"each": "year", "done": {"states": "mentor"}},
        {"each": "year", "done": {"of": "events", "states": "mentor"}},
        {"each": "year", "done": {"of": "events", "base": "unit.staff"}},
    ],
)
def test_a_duty_that_says_too_little_or_too_much_is_refused(duty: dict[str, object]) -> None:
    known, problems = read(duty)
    assert known == []
    assert {problem.code for problem in problems} == {"bad-argument"}


@pytest.mark.parametrize(
    "duty",
    [
        {"after": {"of": "nothing"}},
        {"after": {"of": "posts", "on": "rank"}},
        {"each": "year", "done": {"of": "events", "field": "occasion"}},
        {"after": {"of": "posts"}, "done": {"states": "nothing"}},
    ],
)
def test_words_of_a_duty_that_are_not_known_are_refused(duty: dict[str, object]) -> None:
    known, problems = read(duty)
    assert known == []
    assert {problem.code for problem in problems} == {"unknown-word"}
