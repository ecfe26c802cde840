"""A case says what it must before it can be tried: its day, and the year of each session."""

from typing import Any

import pytest

from cadrectl.text import render
from tests.checks.district import problems, sound

PATH = "data/policies/pool.cases.yaml"
NAME = {"zh": "例", "en": "a case"}


def missing(stated: dict[str, Any]) -> list[str]:
    """What a file of cases of the sound district leaves out."""
    found = problems({**sound(), PATH: {"policy": "pool", **stated}})
    return [render(one.message, "en") for one in found if (one.path, one.code) == (PATH, "missing-key")]


def case(**given: Any) -> dict[str, Any]:
    """A case that gives this."""
    return {"name": NAME, "given": given, "expect": {"tier-2": "pass"}}


@pytest.mark.parametrize(
    ("stated", "found"),
    [
        ({"cases": [case()]}, ["the key as_of is missing"]),
        ({"cases": [{"name": NAME, "expect": {"tier-2": "pass"}}]}, ["the key as_of is missing"]),
        ({"cases": [case(as_of="2026-09-01"), case()]}, ["the key as_of is missing"]),
        ({"cases": [case(as_of="2026-09-01")]}, []),
        ({"defaults": {"as_of": "2026-09-01"}, "cases": [case()]}, []),
        ({"defaults": {"given": {"as_of": "2026-09-01"}}, "cases": [case()]}, []),
    ],
)
def test_a_case_says_its_day_itself_or_by_default(stated: dict[str, Any], found: list[str]) -> None:
    assert missing(stated) == found


SESSION = {"kind": "annual", "grade": "competent"}
DATED = {"evaluations": [{**SESSION, "year": 2025}]}
UNDATED = {"evaluations": [SESSION]}


@pytest.mark.parametrize(("given", "found"), [(DATED, 0), (UNDATED, 1), ({**UNDATED, "others": [DATED, UNDATED]}, 2)])
def test_a_session_that_a_case_gives_says_its_year(given: dict[str, Any], found: int) -> None:
    day = {"as_of": "2026-09-01"}
    assert missing({"defaults": day, "cases": [case(**given)]}) == ["the key year is missing"] * found
    assert missing({"defaults": {**day, "given": given}, "cases": [case()]}) == ["the key year is missing"] * found
