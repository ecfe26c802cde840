"""Days as codes, held against Python's own calendar."""

import datetime

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cadrectl.calendar import (
    LONG_AGO,
    MONTH,
    NEVER,
    YEAR,
    code_of,
    date_of,
    iso,
    month_of,
    parse_date,
    range_text,
    snap,
)

days = st.dates(datetime.date(1900, 1, 1), datetime.date(2150, 12, 31))
codes = st.integers(1900 * YEAR, 2151 * YEAR - 1)


def birthday_has_come(birth: datetime.date, day: datetime.date) -> bool:
    return (day.month, day.day) >= (birth.month, birth.day)


def full_years(birth: datetime.date, day: datetime.date) -> int:
    return day.year - birth.year - (not birthday_has_come(birth, day))


@given(birth=days, day=days)
def test_years_between_two_days_are_the_birthdays_that_have_come(
    birth: datetime.date, day: datetime.date
) -> None:
    assert (code_of(day) - code_of(birth)) // YEAR == full_years(birth, day)


@given(birth=days, age=st.integers(1, 70))
def test_the_day_before_a_birthday_is_a_year_younger(birth: datetime.date, age: int) -> None:
    birthday = date_of(code_of(birth) + age * YEAR)
    before = birthday - datetime.timedelta(days=1)
    assert (code_of(birthday) - code_of(birth)) // YEAR == age
    assert (code_of(before) - code_of(birth)) // YEAR == age - 1


def test_born_on_29_february_a_year_is_full_on_1_march_of_a_common_year() -> None:
    birth = code_of(datetime.date(1980, 2, 29))
    assert code_of(datetime.date(2025, 2, 28)) - birth < 45 * YEAR
    assert code_of(datetime.date(2025, 3, 1)) - birth > 45 * YEAR
    assert code_of(datetime.date(2024, 2, 29)) - birth == 44 * YEAR


@given(day=days)
def test_a_real_day_comes_back_from_its_code(day: datetime.date) -> None:
    assert date_of(code_of(day)) == day
    assert iso(code_of(day)) == day.isoformat()
    assert snap(code_of(day)) == code_of(day)


@given(day=days, other=days)
def test_codes_are_in_the_order_of_the_days(day: datetime.date, other: datetime.date) -> None:
    assert (code_of(day) < code_of(other)) == (day < other)


@given(code=codes)
def test_a_code_that_is_no_day_snaps_to_the_next_day(code: int) -> None:
    snapped = snap(code)
    day = datetime.date(snapped // YEAR, snapped % YEAR // MONTH + 1, snapped % MONTH + 1)
    before = code_of(day - datetime.timedelta(days=1))
    assert before < code <= snapped == code_of(day)


@given(codes=st.lists(codes | st.just(NEVER) | st.just(LONG_AGO), min_size=1))
def test_arrays_and_whole_numbers_give_the_same_codes(codes: list[int]) -> None:
    array = np.array(codes, np.int32)
    for function in (snap, month_of):
        assert function(array).dtype == np.int32
        assert function(array).tolist() == [function(code) for code in codes]


def test_never_and_long_ago_are_not_moved_by_snapping() -> None:
    assert snap(NEVER) == NEVER
    assert snap(LONG_AGO) == LONG_AGO


def test_a_day_outside_the_calendar_is_shown_as_the_calendars_end() -> None:
    assert date_of(NEVER) == datetime.date.max
    assert date_of(LONG_AGO) == datetime.date.min


@given(day=days)
def test_a_vague_date_is_every_day_that_it_may_be(day: datetime.date) -> None:
    code = code_of(day)
    assert parse_date(f"{day:%Y-%m-%d}") == (code, code)
    month = parse_date(f"{day:%Y-%m}")
    year = parse_date(f"{day:%Y}")
    assert month is not None
    assert year is not None
    assert year[0] <= month[0] <= code <= month[1] <= year[1]
    assert date_of(month[0]) == day.replace(day=1)
    assert month_of(code) == month[0]
    assert date_of(year[0]) == day.replace(month=1, day=1)
    assert date_of(month[1] + 1).day == 1
    assert date_of(year[1] + 1) == datetime.date(day.year + 1, 1, 1)


@given(day=days)
def test_a_range_is_written_as_the_record_has_it(day: datetime.date) -> None:
    for text in (f"{day:%Y-%m-%d}", f"{day:%Y-%m}", f"{day:%Y}"):
        parsed = parse_date(text)
        assert parsed is not None
        assert range_text(*parsed) == text


def test_a_range_that_is_no_month_or_year_is_written_with_both_ends() -> None:
    first, last = code_of(datetime.date(1980, 5, 3)), code_of(datetime.date(1981, 2, 1))
    assert range_text(first, last) == "1980-05-03/1981-02-01"
    assert range_text(NEVER, -1) == ""


def test_what_is_no_date_has_no_range() -> None:
    for text in (
        "",
        "198",
        "1980-13",
        "1980-00",
        "1981-02-29",
        "1980-5-3",
        "1980.05",
        "0000",
        "1980-05-03 ",
        "１９８０",
    ):
        assert parse_date(text) is None, text
