"""Units: lists of posts, headcount, succession."""

from datetime import date
from typing import Any

import pytest

from tests.checks.district import Files, cadre, codes, post, said, sound

UNIT = "data/units/U001.yaml"


def test_a_post_listed_twice_is_said_at_the_second_line() -> None:
    files = sound()
    files[UNIT]["posts"].append({"post": "director", "rank": "middle-chief", "headcount": 1})
    assert [(code, path) for code, path, _ in said(files)] == [("duplicate-post", UNIT)]


def with_directors(number: int, **more: Any) -> Files:
    """The sound district with so many directors beside C0002, where the headcount is two."""
    files = sound()
    for each in range(number):
        files[f"data/cadres/C010{each}.yaml"] = cadre(
            "Sun", post("director", "middle-chief", "2010-08-01", **more)
        )
    return files


@pytest.mark.parametrize(("number", "found"), [(1, []), (2, ["over-headcount"])])
def test_as_many_people_as_the_headcount_may_hold_a_post(number: int, found: list[str]) -> None:
    assert codes(with_directors(number)) == found


def test_the_problem_stands_at_the_headcount() -> None:
    assert said(with_directors(2)) == [("over-headcount", UNIT, "headcount: 2")]


@pytest.mark.parametrize("kind", ["acting", "concurrent", "secondment"])
def test_only_appointments_count_against_the_headcount(kind: str) -> None:
    assert "over-headcount" not in codes(with_directors(2, kind=kind))


@pytest.mark.parametrize(("day", "found"), [(date(2026, 1, 9), ["over-headcount"]), (date(2026, 1, 10), [])])
def test_the_day_of_leaving_is_no_longer_counted(day: date, found: list[str]) -> None:
    assert codes(with_directors(2, to="2026-01-10"), day) == found


def test_units_that_succeed_each_other_are_a_circle() -> None:
    files = sound()
    files[UNIT]["succeeded_by"] = ["U002"]
    files["data/units/U002.yaml"]["succeeded_by"] = ["U001"]
    assert codes(files) == ["succession-circle"]


def test_a_unit_that_succeeds_itself_is_a_circle() -> None:
    files = sound()
    files[UNIT]["succeeded_by"] = ["U001"]
    assert codes(files) == ["succession-circle"]


def test_a_unit_may_be_succeeded_by_another() -> None:
    files = sound()
    files["data/units/U002.yaml"]["succeeded_by"] = ["U001"]
    assert codes(files) == []


@pytest.mark.parametrize(("to", "found"), [("2026-01-10", []), ("2026-01-11", ["post-in-closed-unit"])])
def test_a_post_ends_at_the_latest_on_the_day_on_which_its_unit_is_closed(to: str, found: list[str]) -> None:
    files = with_directors(1, to=to)
    files["data/units/U009.yaml"] = {**files[UNIT], "posts": [], "closed": "2026-01-10", "succeeded_by": ["U001"]}
    files["data/cadres/C0100.yaml"]["posts"][0]["unit"] = "U009"
    assert codes(files, date(2026, 1, 10)) == found


def test_a_unit_that_is_still_to_be_closed_has_its_people_until_then() -> None:
    files = with_directors(1)
    files["data/units/U009.yaml"] = {**files[UNIT], "closed": "2026-01-10", "succeeded_by": ["U001"]}
    files["data/cadres/C0100.yaml"]["posts"][0]["unit"] = "U009"
    assert codes(files, date(2026, 1, 9)) == []
    assert codes(files, date(2026, 1, 10)) == ["post-in-closed-unit", "posts-of-closed-unit"]


@pytest.mark.parametrize(("day", "found"), [(date(2026, 1, 9), []), (date(2026, 1, 10), ["posts-of-closed-unit"])])
def test_a_closed_unit_lists_no_posts(day: date, found: list[str]) -> None:
    files = sound()
    files["data/units/U009.yaml"] = {**files[UNIT], "closed": "2026-01-10", "succeeded_by": ["U001"]}
    assert codes(files, day) == found
