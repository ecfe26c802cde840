"""Sentences about a number of things, in the languages that the program speaks."""

from cadrectl.policy.phrases import length
from cadrectl.text import render, say, say_count


def days(count: float | str, lang: str) -> str:
    return render(say_count("{count} day", "{count} days", count=count), lang)


def test_one_of_a_thing_is_said_in_the_singular() -> None:
    assert days(1, "en") == "1 day"
    assert days("1", "en") == "1 day"


def test_none_several_and_a_part_of_a_thing_are_said_in_the_plural() -> None:
    assert [days(count, "en") for count in (0, 2, 11, 21, -1, 0.5, "?")] == [
        "0 days", "2 days", "11 days", "21 days", "-1 days", "0.5 days", "? days"
    ]


def test_chinese_has_one_form_for_every_number() -> None:
    assert [days(count, "zh") for count in (0, 1, 2)] == ["0天", "1天", "2天"]


def test_a_number_of_things_within_a_sentence_keeps_its_form() -> None:
    text = say("more than {limit}", limit=length(10_000))
    assert "{" not in render(text, "en")
    assert render(say("more than {limit}", limit=say_count("{count} day", "{count} days", count=1)), "en") == (
        "more than 1 day"
    )


def test_a_length_of_time_counts_its_years_months_and_days() -> None:
    year, month = 372, 31
    assert render(length(year + month + 1), "en") == "1 year 1 month 1 day"
    assert render(length(2 * year + 2 * month + 2), "en") == "2 years 2 months 2 days"
    assert render(length(0), "en") == "0 days"
