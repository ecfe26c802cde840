"""Intervals that run backward and facts of the future."""

from datetime import date

import pytest

from tests.checks.district import codes, said, sound

PERSON = "data/cadres/C0002.yaml"


@pytest.mark.parametrize(("to", "found"), [("2012-07-31", True), ("2012-08-01", True), ("2012-08-02", False)])
def test_a_post_ends_at_least_a_day_after_it_began(to: str, found: bool) -> None:
    files = sound()
    files[PERSON]["posts"][1] |= {"from": "2012-08-01", "to": to}
    assert (
        ("interval-reversed", PERSON, f"to: '{to}'") in said(files)
        if found
        else "interval-reversed" not in codes(files)
    )


@pytest.mark.parametrize(("to", "found"), [("2012-07", ["interval-reversed"]), ("2012-08", []), ("2012", [])])
def test_a_post_with_vague_dates_is_only_refused_when_no_reading_fits(to: str, found: list[str]) -> None:
    files = sound()
    files[PERSON]["class_work"] = [{"kind": "class-teacher", "from": "2012-08", "to": to}]
    assert codes(files) == found


@pytest.mark.parametrize(("until", "found"), [("2023-12-31", ["interval-reversed"]), ("2024-01-01", [])])
def test_a_last_day_may_be_the_first(until: str, found: list[str]) -> None:
    files = sound()
    files["data/relaxations/2024-1.yaml"]["until"] = until
    assert codes(files) == found


def test_a_sanction_is_not_lifted_before_it_was_decided() -> None:
    files = sound()
    files[PERSON]["sanctions"] = [{"kind": "warning", "decided": "2020-05", "lifted": "2020-04"}]
    assert said(files) == [("interval-reversed", PERSON, "lifted: 2020-04")]


@pytest.mark.parametrize(
    ("day", "found"), [(date(2026, 1, 9), ["future-fact"]), (date(2026, 1, 10), []), (date(2026, 1, 11), [])]
)
def test_an_honour_is_not_given_after_the_date_of_the_question(day: date, found: list[str]) -> None:
    files = sound()
    files[PERSON]["honours"] = [{"level": "city-backbone", "date": "2026-01-10"}]
    assert codes(files, day) == found


@pytest.mark.parametrize(("value", "found"), [("2026-02", ["future-fact"]), ("2026-01", []), ("2026", [])])
def test_a_vague_date_lies_ahead_only_when_every_reading_does(value: str, found: list[str]) -> None:
    files = sound()
    files[PERSON]["honours"] = [{"level": "city-backbone", "date": value}]
    assert codes(files) == found


def test_every_value_of_an_attested_date_is_a_fact() -> None:
    files = sound()
    files[PERSON]["party"] = {"name": "cpc", "joined": {"declared": "2030", "verified": "2031"}}
    assert sorted(codes(files)) == ["declared-differs", "future-fact", "future-fact"]


def test_what_can_be_planned_may_lie_ahead() -> None:
    files = sound()
    files[PERSON]["posts"][1]["to"] = "2026-08-01"
    files["data/reserve/C0002-2024.yaml"]["plan"] = [{"year": 2026, "text": "study"}]
    assert codes(files) == []
