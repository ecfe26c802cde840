"""Schemas that want what fits on one line: policies and their cases, which their owners read line by line."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cadrectl.records.canonical import canonical as canonical_form
from cadrectl.records.comments import canonical_text
from cadrectl.records.read import parse
from tests.examples import examples

PATH = "data/policies/scheme.yaml"
WORDS = st.text(st.characters(categories=["Ll", "Lo", "Nd", "Zs", "Po"], exclude_characters="\u3000"), max_size=60)
VALUES = st.recursive(
    WORDS, lambda below: st.lists(below, max_size=4) | st.dictionaries(st.sampled_from("abcde"), below, max_size=4)
)
HEAD = "policy: scheme\ntitle: {zh: 方案, en: A scheme}\nin_force: {from: 2020-01-01}\n\n"


def canonical(text: str) -> str:
    found = canonical_text(PATH, text.encode())
    assert isinstance(found, str)
    return found


def test_what_fits_in_110_columns_stands_on_one_line() -> None:
    short = HEAD + "conditions:\n  adult:\n    all:\n      - age:\n          at_least: 18\n      - gender: woman\n"
    assert (
        canonical(short) == HEAD.rstrip() + "\nconditions: {adult: {all: [{age: {at_least: 18}}, {gender: woman}]}}\n"
    )


def test_a_line_has_110_columns_and_not_one_more() -> None:
    room = 110 - len("conditions: {adult: {ethnicity: }}")
    fits, too_long = "x" * room, "x" * (room + 1)
    assert canonical(f"{HEAD}conditions:\n  adult: {{ethnicity: {fits}}}\n").endswith(
        f" {{adult: {{ethnicity: {fits}}}}}\n"
    )
    assert canonical(f"{HEAD}conditions: {{adult: {{ethnicity: {too_long}}}}}\n").endswith(
        f"conditions:\n  adult: {{ethnicity: {too_long}}}\n"
    )


def test_a_comment_keeps_what_it_stands_in_open() -> None:
    text = HEAD + "conditions:\n  # who is meant\n  adult: {age: {at_least: 18}}  # full years\n"
    assert canonical(text) == text


def test_a_record_of_another_kind_keeps_its_blocks() -> None:
    text = "name: 张三\ngender: man\nbirth: 1980-01-01\n\nparty:\n  name: cpc\n"
    assert canonical_text("data/cadres/C0001.yaml", text.encode()) == text


@examples(200)
@given(
    st.dictionaries(st.sampled_from(["conditions", "sets", "select", "dates", "groups", "other"]), VALUES, min_size=1)
)
def test_no_value_is_lost_on_one_line(value: dict[str, Any]) -> None:
    text = canonical_form("policies", value)
    assert canonical_form("policies", value) == text
    parsed = parse(PATH, text.encode())
    assert parsed.problems or parsed.value == value
    assert parsed.problems or canonical(text) == text
