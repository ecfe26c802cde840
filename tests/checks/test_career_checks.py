"""Careers: order, overlaps, gaps, and the posts of the unit."""

from datetime import date
from typing import Any

import pytest

from tests.checks.district import Files, cadre, codes, post, said, sound

PERSON = "data/cadres/C0002.yaml"


def with_posts(*posts: Files, **more: Any) -> Files:
    files = sound()
    files[PERSON] = cadre("Li", *posts, **more)
    return files


def test_a_post_listed_below_a_later_one_is_said() -> None:
    files = with_posts(
        post("director", "middle-chief", "2012-08"), post("teacher", "staff", "2003-08", to="2012-07")
    )
    assert said(files) == [("posts-out-of-order", PERSON, "from: 2003-08")]


def test_posts_that_may_have_begun_on_one_day_are_in_order() -> None:
    concurrent = post("director", "middle-chief", "2012-08-01", kind="concurrent", unit="U002")
    assert codes(with_posts(post("director", "middle-chief", "2012-08"), concurrent)) == []


@pytest.mark.parametrize(
    ("to", "found"),
    [
        ("2012-08-02", ["posts-overlap"]),
        ("2012-08-01", []),
        ("2012-09", ["posts-overlap"]),
        ("2012-08", []),
        (None, ["posts-overlap"]),
    ],
)
def test_a_post_begins_when_the_one_before_has_ended(to: str | None, found: list[str]) -> None:
    files = with_posts(
        post("teacher", "staff", "2003-08", to=to), post("director", "middle-chief", "2012-08-01")
    )
    assert codes(files) == found


@pytest.mark.parametrize("kind", ["concurrent", "acting", "secondment"])
def test_only_appointed_posts_exclude_each_other(kind: str) -> None:
    files = with_posts(
        post("teacher", "staff", "2003-08"), post("director", "middle-chief", "2012-08", kind=kind)
    )
    assert codes(files) == []


def test_a_post_inside_a_long_one_is_found_behind_a_short_one() -> None:
    files = with_posts(
        post("teacher", "staff", "2003-08"),
        post("teacher", "staff", "2004-08", to="2005-08"),
        post("director", "middle-chief", "2012-08"),
    )
    assert codes(files) == ["posts-overlap", "posts-overlap"]


@pytest.mark.parametrize(
    ("to", "found"),
    [("2012-05-31", ["career-gap"]), ("2012-06-01", []), ("2012-06", []), ("2012-05", ["career-gap"])],
)
def test_a_gap_of_more_than_two_months_is_said_at_the_post_after_it(to: str | None, found: list[str]) -> None:
    files = with_posts(
        post("teacher", "staff", "2003-08", to=to), post("director", "middle-chief", "2012-08-01")
    )
    assert said(files) == [(code, PERSON, "from: '2012-08-01'") for code in found]


def test_full_time_study_fills_a_gap_and_study_beside_work_does_not() -> None:
    posts = post("teacher", "staff", "2003-08", to="2010-07"), post("director", "middle-chief", "2012-08")
    study = {"level": "master", "mode": "full-time", "from": "2010-09", "until": "2012-07"}
    assert codes(with_posts(*posts, education=[study])) == []
    assert codes(with_posts(*posts, education=[study | {"mode": "in-service"}])) == ["career-gap"]


def test_a_gap_before_study_is_still_a_gap() -> None:
    posts = post("teacher", "staff", "2003-08", to="2008-07"), post("director", "middle-chief", "2012-08")
    study = {"level": "master", "mode": "full-time", "from": "2010-09", "until": "2012-07"}
    assert said(with_posts(*posts, education=[study])) == [("career-gap", PERSON, "from: 2012-08")]


def test_an_absence_on_private_record_fills_a_gap() -> None:
    files = with_posts(
        post("teacher", "staff", "2003-08", to="2010-07"), post("director", "middle-chief", "2012-08")
    )
    files["data/cadres-private/C0002.yaml"]["absences"] = [
        {"from": "2010-08", "to": "2012-08", "kind": "sick"}
    ]
    assert codes(files) == []


@pytest.mark.parametrize(
    ("work", "found"), [("2003-05-31", ["career-gap"]), ("2003-06-01", []), ("2003-06", [])]
)
def test_the_career_begins_with_work(work: str, found: list[str]) -> None:
    assert codes(with_posts(post("director", "middle-chief", "2003-08-01"), work_start=work)) == found


@pytest.mark.parametrize(("day", "found"), [(date(2026, 3, 2), ["career-gap"]), (date(2026, 3, 1), [])])
def test_a_career_without_a_running_post_ends_in_a_gap(day: date, found: list[str]) -> None:
    assert codes(with_posts(post("director", "middle-chief", "2003-08", to="2026-01-01")), day) == found


def test_the_career_of_someone_who_left_may_end() -> None:
    left = {"date": "2024-07-01", "reason": "retired"}
    files = with_posts(post("director", "middle-chief", "2003-08", to="2024-07-01"), left=left)
    files.pop("data/reserve/C0002-2024.yaml")
    assert codes(files) == []


def test_a_post_still_held_is_one_of_the_unit() -> None:
    files = with_posts(post("dean", "middle-chief", "2003-08"))
    assert said(files) == [("post-not-in-unit", PERSON, "post: dean")]


@pytest.mark.parametrize(
    "row",
    [
        post("teacher", "staff", "2003-08"),
        post("dean", "middle-chief", "2003-08", unit="U002"),
        post("dean", "middle-chief", "2003-08", unit=None, outside="Town"),
    ],
)
def test_staff_and_units_without_a_list_and_posts_outside_are_not_held_against_a_list(row: Files) -> None:
    files = with_posts(row)
    files.pop("data/evaluations/2024/U001-annual.yaml")
    files["data/reserve/C0002-2024.yaml"].pop("mentor")
    assert codes(files) == []


def test_a_post_of_the_past_may_have_been_abolished() -> None:
    files = with_posts(
        post("dean", "middle-chief", "2003-08", to="2012-08"), post("director", "middle-chief", "2012-08")
    )
    assert codes(files) == []


def test_the_rank_of_a_post_is_the_one_that_the_unit_gives_it() -> None:
    files = with_posts(post("director", "middle-deputy", "2003-08"))
    assert said(files) == [("rank-differs", PERSON, "rank: middle-deputy")]


@pytest.mark.parametrize(
    ("to", "found"), [("2024-07-02", ["left-but-in-post"]), ("2024-07-01", []), (None, ["left-but-in-post"])]
)
def test_who_left_holds_no_post_any_more(to: str | None, found: list[str]) -> None:
    left = {"date": "2024-07-01", "reason": "retired"}
    files = with_posts(post("director", "middle-chief", "2003-08", to=to), left=left)
    files.pop("data/reserve/C0002-2024.yaml")
    assert codes(files) == found


def test_who_is_going_to_leave_still_holds_a_post() -> None:
    left = {"date": "2026-08-01", "reason": "retired"}
    assert codes(with_posts(post("director", "middle-chief", "2003-08"), left=left)) == []
