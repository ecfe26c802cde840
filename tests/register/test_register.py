"""What is asked of a register at a day: which post is a person's home, and how a unit was."""

from collections.abc import Callable, Mapping
from datetime import date

import numpy as np
import pytest

from cadrectl.calendar import code_of
from cadrectl.register import Register

Make = Callable[[Mapping[str, str]], Register]

CADRE = "name: 王某\ngender: man\nbirth: 1975-03-02\nposts:\n"
UNIT = "name: 第一小学\nkind: nine-year\narea: urban\ngrade: model\n"


def code(text: str) -> int:
    return code_of(date.fromisoformat(text))


def post(unit: str, rank: str, kind: str, begin: str, end: str = "") -> str:
    until = f", to: {end}" if end else ""
    return f"- {{unit: {unit}, post: {rank}, rank: {rank}, kind: {kind}, from: {begin}{until}}}\n"


@pytest.fixture
def home(register_of: Make) -> Callable[..., list[str | None]]:
    """The unit of the home post of people with these posts at a day."""

    def unit(day: str, *people: str) -> list[str | None]:
        files = {f"data/cadres/C{n:04}.yaml": CADRE + posts for n, posts in enumerate(people)}
        register = register_of(files)
        rows = register.home_posts(code(day))
        units = register.tables["cadres.posts"]["unit"].tolist()
        return [units[row] if row >= 0 else None for row in rows]

    return unit


def test_a_post_runs_from_its_first_day_and_no_longer_on_the_day_of_leaving(
    home: Callable[..., object],
) -> None:
    posts = post("U001", "deputy", "appointed", "2010-09-01", "2015-09-01")
    assert home("2010-08-31", posts) == [None]
    assert home("2010-09-01", posts) == ["U001"]
    assert home("2015-08-31", posts) == ["U001"]
    assert home("2015-09-01", posts) == [None]


def test_the_next_post_begins_on_the_day_of_leaving_the_last(home: Callable[..., object]) -> None:
    posts = post("U001", "deputy", "appointed", "2010-09-01", "2015-09-01")
    posts += post("U002", "deputy", "appointed", "2015-09-01")
    assert home("2015-09-01", posts) == ["U002"]


def test_a_secondment_is_never_home(home: Callable[..., object]) -> None:
    away = post("U002", "principal", "secondment", "2020-09-01")
    assert home("2021-01-01", post("U001", "deputy", "appointed", "2010-09-01") + away, away) == [
        "U001",
        None,
    ]


def test_an_appointment_is_home_before_a_higher_concurrent_or_acting_post(
    home: Callable[..., object],
) -> None:
    acting = post("U003", "principal", "acting", "2020-09-01")
    concurrent = post("U002", "deputy", "concurrent", "2020-09-01")
    appointed = post("U001", "staff", "appointed", "2010-09-01")
    assert home("2021-01-01", acting + concurrent + appointed, acting + concurrent, acting) == [
        "U001",
        "U002",
        "U003",
    ]


def test_of_two_appointments_the_higher_rank_is_home_and_then_the_later(home: Callable[..., object]) -> None:
    low = post("U001", "middle-deputy", "appointed", "2020-09-01")
    high = post("U002", "deputy", "appointed", "2010-09-01")
    later = post("U003", "deputy", "appointed", "2012-09-01")
    assert home("2021-01-01", high + low, high + later) == ["U002", "U003"]


def test_everybody_can_be_asked_about_at_a_day_of_their_own(register_of: Make) -> None:
    posts = post("U001", "deputy", "appointed", "2010-09-01", "2015-09-01")
    register = register_of({f"data/cadres/C000{n}.yaml": CADRE + posts for n in range(2)})
    days = np.array([code("2012-01-01"), code("2016-01-01")], np.int32)
    assert register.home_posts(days).tolist() == [0, -1]


@pytest.fixture
def unit(register_of: Make) -> Register:
    history = (
        "history:\n"
        "- {until: 2005-09-01, kind: primary, area: rural, grade: third}\n"
        "- {until: 2012-09, area: suburban}\n"
    )
    return register_of({"data/units/U001.yaml": UNIT + history, "data/units/U002.yaml": UNIT})


def at(register: Register, column: str, day: str) -> list[object]:
    asked = np.array([0, 1, -1], np.int32)
    return list(register.unit_at(column, asked, code(day)).told)


def test_a_unit_was_as_its_history_says_until_the_day_before(unit: Register) -> None:
    assert at(unit, "kind", "2005-08-31") == ["primary", "nine-year", None]
    assert at(unit, "kind", "2005-09-01") == ["nine-year", "nine-year", None]


def test_the_earliest_entry_that_still_runs_tells_how_a_unit_was(unit: Register) -> None:
    assert at(unit, "area", "2005-08-31") == ["rural", "urban", None]
    assert at(unit, "area", "2005-09-01") == ["suburban", "urban", None]
    assert at(unit, "area", "2012-08-31") == ["suburban", "urban", None]
    assert at(unit, "area", "2012-09-01") == ["urban", "urban", None]


def test_a_grade_in_free_words_is_told_at_a_day_too(unit: Register) -> None:
    assert at(unit, "grade", "2000-01-01") == ["third", "model", None]
    assert at(unit, "grade", "2020-01-01") == ["model", "model", None]


def test_a_unit_without_history_or_value_is_told_as_absent(unit: Register) -> None:
    assert at(unit, "stage", "2000-01-01") == [None, None, None]


def test_ids_lead_to_the_rows_of_their_records(register_of: Make) -> None:
    posts = post("U002", "deputy", "appointed", "2010") + post("U009", "deputy", "appointed", "2012")
    outside = "- {outside: 区教研室, post: researcher, rank: staff, kind: appointed, from: 2009}\n"
    register = register_of(
        {
            "data/units/U001.yaml": UNIT,
            "data/units/U002.yaml": UNIT,
            "data/cadres/C0001.yaml": CADRE + posts + outside,
        }
    )
    assert register.rows("units") == 2
    assert register.position("units", "U002") == 1
    assert register.position("units", "U009") == -1
    assert register.link("cadres.posts", "unit").tolist() == [1, -1, -1]
