"""Units that merge, split or change their name: a person's years there count across, and schools stay apart."""

from collections.abc import Sequence
from typing import Any

import pytest

from tests.engine.asking import World, ask

Value = dict[str, Any]
HERE: Value = {"years": {"of": "posts", "where": {"here": True}, "at_least": 9}}
SCHOOLS: Value = {"count": {"of": "posts", "distinct": "unit", "at_least": 2}}
LONGEST: Value = {"years": {"of": "posts", "same": "unit", "counting": "longest", "at_least": 9}}


def unit(id: str, *successors: str, **more: Any) -> tuple[str, str, Value]:
    followed = {"succeeded_by": list(successors)} if successors else {}
    return "units", id, {"name": id, "kind": "primary", **followed, **more}


def career(*stages: tuple[str, str, str]) -> Value:
    """A career of (unit, from, to); the last has no end where `to` is empty."""
    post = {"post": "head", "rank": "principal", "kind": "appointed"}
    return {
        "posts": [
            {**post, "unit": unit, "from": begin, **({"to": end} if end else {})} for unit, begin, end in stages
        ]
    }


def verdict(condition: Value, person: Value, units: Sequence[tuple[str, str, Value]]) -> str:
    [found] = ask(condition, World([person], units)).verdicts
    return found


THROUGH_A_MERGER = career(("A", "2014-06-15", "2018-09-01"), ("C", "2018-09-01", ""))
SPLIT = (unit("A", "B", "C"), unit("B"), unit("C"))
MERGED = (unit("A", "C"), unit("B", "C"), unit("C"))
APART = (unit("A"), unit("B"), unit("C"))


@pytest.mark.parametrize(("units", "found"), [(MERGED, "pass"), (SPLIT, "pass"), (APART, "fail")])
@pytest.mark.parametrize("condition", [HERE, LONGEST])
def test_years_in_a_school_that_went_on_in_another_count_there(
    units: Sequence[tuple[str, str, Value]], found: str, condition: Value
) -> None:
    assert verdict(condition, THROUGH_A_MERGER, units) == found


def test_a_day_less_than_the_years_asked_for_fails_across_a_merger() -> None:
    late = career(("A", "2014-06-16", "2018-09-01"), ("C", "2018-09-01", ""))
    assert verdict(HERE, late, MERGED) == "fail"


@pytest.mark.parametrize(("units", "found"), [(MERGED, "fail"), (SPLIT, "fail"), (APART, "pass")])
def test_a_school_and_what_became_of_it_are_one_school(
    units: Sequence[tuple[str, str, Value]], found: str
) -> None:
    assert verdict(SCHOOLS, THROUGH_A_MERGER, units) == found


def test_two_schools_served_in_before_they_merged_stay_two() -> None:
    both = career(("A", "2010-09-01", "2014-09-01"), ("B", "2014-09-01", "2018-09-01"), ("C", "2018-09-01", ""))
    assert verdict(SCHOOLS, both, MERGED) == "pass"
    assert verdict({"count": {**SCHOOLS["count"], "at_least": 3}}, both, MERGED) == "fail"


def test_both_halves_of_a_school_that_was_split_are_two_schools_to_who_moved_between_them() -> None:
    moved = career(("B", "2014-09-01", "2018-09-01"), ("C", "2018-09-01", ""))
    assert verdict(SCHOOLS, moved, SPLIT) == "pass"


def test_a_school_that_went_on_twice_is_still_the_same() -> None:
    chain = (unit("A", "B"), unit("B", "C"), unit("C"))
    assert verdict(HERE, THROUGH_A_MERGER, chain) == "pass"


def test_who_comes_back_after_the_merger_comes_back_to_the_same_school() -> None:
    back = career(("A", "2010-09-01", "2018-09-01"), ("B", "2018-09-01", "2020-09-01"), ("C", "2020-09-01", ""))
    assert verdict(HERE, back, (unit("A", "C"), unit("B"), unit("C"))) == "pass"


def test_a_school_that_only_changed_its_name_is_one_unit() -> None:
    renamed = (unit("C", former_names=[{"name": "A", "until": "2018-09"}]),)
    assert verdict(SCHOOLS, career(("C", "2010-09-01", "2018-09-01"), ("C", "2018-09-01", "")), renamed) == "fail"


def test_the_years_of_others_are_not_touched() -> None:
    people = [THROUGH_A_MERGER, career(("B", "2014-06-15", "")), career(("C", "2018-06-15", ""))]
    assert ask(HERE, World(people, MERGED)).verdicts == ["pass", "pass", "fail"]
