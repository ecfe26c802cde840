"""Amounts that figures hold against limits: sizes of units and the fund of the year, exact and open where they are."""

from typing import Any

import pytest

from cadrectl.decide.figures import Stand
from tests.engine.asking import ASKED
from tests.engine.test_figures import person, stands

Value = dict[str, Any]
YEAR = ASKED.year


def unit(id: str, **size: int) -> tuple[str, str, Value]:
    return "units", id, {"name": id, "kind": "primary", "size": [{"year": YEAR, **size}]}


def fund(*projects: Value, year: int = YEAR, amount: float = 100) -> tuple[str, str, Value]:
    return "funds", f"F{year}", {"year": year, "amount": amount, "projects": list(projects)}


def project(planned: float, purpose: str = "", spent: float | None = None) -> Value:
    more: Value = {"purpose": purpose} if purpose else {}
    return {"project": "p", "planned": planned, **more, **({} if spent is None else {"spent": spent})}


def one(figure: Value, *records: tuple[str, str, Value]) -> Stand:
    [found] = stands(figure, records)
    return found


def test_the_staff_of_all_units_is_added_up() -> None:
    found = one({"amount": "staff"}, unit("U", staff=20), unit("V", staff=30))
    assert (found.part.low, found.part.high) == (50, 50)


def test_a_unit_whose_staff_is_not_on_record_leaves_the_sum_open_upwards() -> None:
    found = one({"amount": "staff", "at_most": 60}, unit("U", staff=20), unit("V", classes=12))
    assert (found.part.low, found.part.high, found.verdict) == (20, None, "unknown")


def test_each_unit_is_held_against_the_limit_apart() -> None:
    figure = {"each": "unit", "amount": "staff", "per": {"amount": "authorised"}, "at_most": 1, "round": "exact"}
    people = [person("P1", "U"), person("P2", "V")]
    found = stands(figure, [unit("U", staff=20, authorised=20), unit("V", staff=21, authorised=20), *people])
    assert {stand.unit: stand.verdict for stand in found} == {"U": "pass", "V": "fail"}


def test_money_is_compared_to_the_fen() -> None:
    figure = {"amount": "spent", "per": {"amount": "planned"}, "at_most": 1, "round": "exact"}
    assert one(figure, fund(project(0.1, spent=0.1), project(0.2, spent=0.2))).verdict == "pass"
    assert one(figure, fund(project(0.1, spent=0.1), project(0.2, spent=0.21))).verdict == "fail"


@pytest.mark.parametrize(("purpose", "low", "high"), [("bases", 60, 60), ("books", 0, 0), ("", 0, 60)])
def test_only_projects_of_the_purposes_count_and_one_without_a_purpose_may(purpose: str, low: int, high: int) -> None:
    found = one({"amount": "planned", "purposes": ["bases"]}, fund(project(60, purpose)))
    assert (found.part.low, found.part.high) == (low, high)


def test_the_fund_is_that_of_the_year_of_the_question() -> None:
    funds = [fund(year=YEAR - 1, amount=90), fund(amount=100)]
    assert one({"amount": "fund"}, *funds).part.low == 100


def test_without_a_fund_of_the_year_nobody_can_tell() -> None:
    assert one({"amount": "fund", "at_least": 1}, fund(year=YEAR - 1)).verdict == "unknown"
