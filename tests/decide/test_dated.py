"""Dates that stand on record or follow from a policy: told from the day of the question up to the horizon."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pytest

from cadrectl.calendar import SchoolCalendar, code_of
from cadrectl.decide.dated import Ahead, dated, of_case
from cadrectl.decide.duties import Setting
from cadrectl.decide.procedure import Rules
from cadrectl.facts.moment import Book, Moment
from cadrectl.policy.load import Stated, policies
from cadrectl.register import build_stated

ONE = {"zh": "一", "en": "one"}
Value = Mapping[str, Any]
POST: Value = {"post": "校长", "rank": "principal", "kind": "appointed", "from": "2023-09-01"}


def told(
    person: Value, until: str, policy: Value | None = None, beside: Sequence[tuple[str, str, Value]] = ()
) -> list[tuple[str, str, str | None]]:
    """What, when and in what state, of one person on 15 September 2026."""
    stated = {"policy": "p", "title": ONE, "in_force": {"from": "2020-01-01"}, **(policy or {})}
    known, problems = policies([Stated(stated, "", lambda _: (1, 1))])
    assert not problems
    everything = [("cadres", "P0", {"name": "P0", **person}), *beside]
    book = Book(build_stated([(kind, id, dict(value)) for kind, id, value in everything], {}))
    day, last = code_of(date(2026, 9, 15)), code_of(date.fromisoformat(until))
    moment = Moment(book, book.people, np.array([day], np.int32))
    found = dated(Setting(book, known, known, SchoolCalendar(), {}), Ahead(moment, day, last, [("p", "retired")]))
    return [(one.duty, one.due_on, one.state) for one in found]


@pytest.mark.parametrize(("until", "found"), [("2026-10-01", [("term-ends", "2026-10-01", "due")]), ("2026-09-30", [])])
def test_a_term_is_told_up_to_the_horizon(until: str, found: object) -> None:
    assert told({"posts": [{**POST, "term": {"from": "2023-09-01", "until": "2026-10-01"}}]}, until) == found


def test_a_term_that_is_over_is_overdue_while_the_post_is_held() -> None:
    over = {**POST, "term": {"from": "2023-09-01", "until": "2026-08-31"}}
    assert told({"posts": [over]}, "2026-09-15") == [("term-ends", "2026-08-31", "overdue")]
    assert told({"posts": [{**over, "to": "2026-09-01"}]}, "2026-09-15") == []


def test_a_secondment_ends_and_another_post_that_ends_is_none() -> None:
    ends = {**POST, "to": "2026-12-01"}
    assert told({"posts": [{**ends, "kind": "secondment"}]}, "2027-01-01") == [("secondment-ends", "2026-12-01", "due")]
    assert told({"posts": [ends]}, "2027-01-01") == []


def test_a_certificate_and_a_membership_are_told_before_they_lapse() -> None:
    certified = {"certificates": [{"kind": "post-training", "date": "2021-10-01", "until": "2026-09-30"}]}
    assert told(certified, "2026-12-31") == [("certificate-lapses", "2026-09-30", "due")]
    member = ("reserve", "a", {"cadre": "P0", "term": {"from": "2024-01-01", "until": "2026-12-31"}})
    assert told({}, "2026-12-31", beside=[member]) == [("membership-ends", "2026-12-31", "due")]


def test_an_influence_period_ends_with_the_article_that_sets_it() -> None:
    effect = {
        "id": "w",
        "source": "第八条",
        "of": "sanctions",
        "from": "effective",
        "for": "6 months",
        "bars": ["promotion"],
    }
    warned = {"sanctions": [{"kind": "warning", "decided": "2026-07-01", "effective": "2026-07-01"}]}
    assert told(warned, "2027-01-01", {"effects": [effect]}) == [("influence-ends", "2027-01-01", "due")]
    assert told(warned, "2026-12-31", {"effects": [effect]}) == []


def test_a_period_of_a_policy_that_another_stands_under_is_told_once() -> None:
    """The workspace decides by two policies; both stand under the one that says how long a warning bars."""
    period = {"of": "sanctions", "from": "effective", "for": "6 months", "bars": ["promotion"]}
    head = {"title": ONE, "in_force": {"from": "2020-01-01"}}
    stated: list[Value] = [
        {"policy": "periods", "reference": True, "effects": [{"id": "w", "source": "第八条", **period}], **head},
        *({"policy": name, "under": [{"policy": "periods"}], **head} for name in ("a", "b")),
    ]
    known, _ = policies([Stated(one, "", lambda _: (1, 1)) for one in stated])
    warned = {"name": "P0", "sanctions": [{"kind": "warning", "decided": "2026-07-01", "effective": "2026-07-01"}]}
    book = Book(build_stated([("cadres", "P0", warned)], {}))
    day, last = code_of(date(2026, 9, 15)), code_of(date(2027, 12, 31))
    setting = Setting(book, [one for one in known if one.id != "periods"], known, SchoolCalendar(), {})
    found = dated(setting, Ahead(Moment(book, book.people, np.array([day], np.int32)), day, last))
    assert [(one.duty, one.due_on, one.source) for one in found] == [("influence-ends", "2027-01-01", ("第八条",))]


def test_the_month_of_retirement_is_that_of_the_policy() -> None:
    tier = {"id": "retired", "title": ONE, "source": "1", "require": {"age": {"at_least": 60}}}
    born = {"birth": "1966-12-01", "gender": "man"}
    assert told(born, "2026-12-31", {"select": [tier]}) == [("retirement", "2026-12-01", "due")]
    assert told(born, "2026-11-30", {"select": [tier]}) == []


def test_a_version_of_a_policy_that_ends_is_told() -> None:
    ends = {"in_force": {"from": "2020-01-01", "until": "2026-12-31"}}
    assert told({}, "2026-12-31", ends) == [("policy-ends", "2026-12-31", "due")]


def test_a_running_step_is_told_with_its_last_day_and_a_result_with_the_day_on_which_it_lapses() -> None:
    steps = [
        {"step": "recommendation", "label": ONE, "valid": "1 year", "until": "decision"},
        {"step": "publicity", "label": ONE, "lasts": "5 working-days"},
        {"step": "decision", "label": ONE},
    ]
    procedure = {"id": "x", "label": ONE, "source": "甲", "method": ["recommended"], "steps": steps}
    stated = {"policy": "p", "title": ONE, "in_force": {"from": "2020-01-01"}, "procedures": [procedure]}
    known, _ = policies([Stated(stated, "", lambda _: (1, 1))])
    case = {
        "title": "x",
        "unit": "U1",
        "post": "校长",
        "method": "recommended",
        "steps": [
            {"step": "recommendation", "date": "2026-09-01"},
            {"step": "publicity", "date": "2026-09-14"},
        ],
    }
    rules = Rules(known, SchoolCalendar().office, date(2026, 9, 15))
    found = list(of_case(case, "data/appointments/2026/x.yaml", rules, code_of(date(2027, 12, 31))))
    assert [(one.duty, one.due_on) for one in found] == [("result-lapses", "2027-09-01"), ("step-ends", "2026-09-19")]
