"""The canonical form: one text for one value, read back as that value by every reader of YAML."""

from io import StringIO
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from cadrectl.records.canonical import canonical, write
from cadrectl.records.characters import unfit
from cadrectl.records.parser import parse_text
from cadrectl.records.quoting import quoted, quoted_in_brackets
from cadrectl.records.shape import ANY, compile_shape
from tests.records.schemas import SCHEMA

SHAPE = compile_shape(SCHEMA)
WORDS = """
no on yes 2011 12:30 0123 1e3 ~ null = << 1:3 30% 1/3 0x1F 1_000 2011-09-01 2011-09 2011-9-1
32048219800101123X “甲” 甲，乙 unit：U001 name：x --- ... .5 +1 -1 1. .inf true !x &x *x
' " \\ [ { ｛ ？ ? @ ` # - :
"""
PHRASES = [
    "2001-12-14T21:59:43",
    "2001-12-14 21:59:43",
    "- a",
    "a: b",
    "a #b",
    "　",
    " a",
    "a ",
    "a\nb",
    "a\nb\n",
    "\n",
    "a \nb",
    "a\tb",
]
ODD_TEXTS = [*WORDS.split(), *PHRASES]
TEXTS = st.text().filter(lambda text: unfit(text) is None and "\r" not in text) | st.sampled_from(ODD_TEXTS)
KEYS = st.text("abcyz0123-_:,#", min_size=1, max_size=6) | st.sampled_from(
    ["on", "no", "2011", "等级", "<<", "~", "a b"]
)
DATES = st.dates().map(lambda day: day.isoformat()) | st.sampled_from(["1980", "1980-05"])
NUMBERS = st.integers(-(10**17), 10**17) | st.floats(allow_nan=False, allow_infinity=False).map(
    lambda n: round(n, 6)
).filter(lambda n: abs(n) < 1e14)
TESTS = st.recursive(
    TEXTS | NUMBERS | st.booleans(), lambda inner: st.dictionaries(KEYS, inner, max_size=3), max_leaves=6
)
POSTS = st.fixed_dictionaries(
    {}, optional={"unit": TEXTS, "from": DATES, "load": NUMBERS, "notes": st.lists(TEXTS, max_size=3)}
)


def by_key(posts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(
        posts,
        key=lambda post: [("from" in post, post.get("from", "")), ("unit" in post, post.get("unit", ""))],
    )


RECORDS = st.fixed_dictionaries(
    {"name": TEXTS},
    optional={
        "birth": DATES | st.fixed_dictionaries({"declared": DATES}, optional={"verified": DATES}),
        "rank": st.sampled_from(["staff", "deputy", "principal"]),
        "year": st.integers(1900, 2100),
        "score": NUMBERS,
        "leading": st.booleans(),
        "words": st.lists(TEXTS, unique=True, max_size=4),
        "either": TEXTS | st.integers(-(10**17), 10**17),
        "posts": st.lists(POSTS, max_size=3).map(by_key),
        "test": st.dictionaries(KEYS, TESTS, max_size=3),
    },
)


@given(RECORDS)
def test_a_record_that_is_written_and_read_is_the_same_record(value: dict[str, Any]) -> None:
    text = write(SHAPE, value, {})
    parsed = parse_text("data/x.yaml", text.encode(), SHAPE)
    assert parsed.problems == []
    assert parsed.value == value
    assert same_types(parsed.value, value)


def same_types(one: Any, other: Any) -> bool:
    if isinstance(one, dict):
        return all(same_types(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return all(map(same_types, one, other))
    return type(one) is type(other)


@pytest.mark.parametrize("value", [1e-05, -2e-09, 1e16, 1.5e-07, 0.1])
def test_a_number_is_read_back_as_the_number_that_was_written(value: float) -> None:
    text = write(SHAPE, {"posts": [{"load": value}]}, {})
    assert parse_text("data/x.yaml", text.encode(), SHAPE).value == {"posts": [{"load": value}]}


@given(RECORDS)
def test_the_canonical_form_of_the_canonical_form_is_itself(value: dict[str, Any]) -> None:
    text = write(SHAPE, value, {})
    assert write(SHAPE, parse_text("data/x.yaml", text.encode(), SHAPE).value, {}) == text


@given(RECORDS, st.randoms())
def test_the_order_in_which_keys_were_written_leaves_no_trace(value: dict[str, Any], random: Any) -> None:
    keys = list(value)
    random.shuffle(keys)
    assert write(SHAPE, {key: value[key] for key in keys}, {}) == write(SHAPE, value, {})


@given(TEXTS)
def test_readers_of_yaml_1_1_and_1_2_take_a_text_for_that_text_or_a_full_date(text: str) -> None:
    for line in (f"key: {quoted(text)}\n", f"key: [{quoted_in_brackets(text)}]\n"):
        for read in (yaml.safe_load, YAML(typ="safe", pure=True).load):
            value = read(StringIO(line))["key"]
            found = value[0] if isinstance(value, list) else value
            assert (found if isinstance(found, str) else found.isoformat()) == text


def test_what_a_yaml_1_1_reader_would_take_for_something_else_is_quoted() -> None:
    for text in (
        "2011",
        "no",
        "on",
        "12:30",
        "0123",
        "null",
        "320482198001011234",
        "32048219800101123X",
        "1e3",
        "0x1F",
        "1_000",
        "~",
        "...",
        "... and so on",
    ):
        assert quoted(text) == f'"{text}"'


def test_dates_chinese_and_shares_stay_plain() -> None:
    for text in ("2011-09-01", "2011-09", "汉族", "教发〔2023〕1号", "30%", "1/3", "3 years", "C0001"):
        assert quoted(text) == text


def test_keys_stand_in_the_order_of_the_schema_and_blocks_are_set_off() -> None:
    value = {
        "posts": [{"from": "2012-09", "unit": "U002"}, {"unit": "U001", "from": "2011"}],
        "words": ["b", "a"],
        "name": "王某",
        "test": {"age": {"at_most": 45}},
        "rank": "deputy",
    }
    assert write(SHAPE, value, {}) == (
        "name: 王某\n"
        "rank: deputy\n"
        "words: [b, a]\n"
        "\n"
        "posts:\n"
        "  - unit: U001\n"
        '    from: "2011"\n'
        "  - unit: U002\n"
        "    from: 2012-09\n"
        "\n"
        "test: {age: {at_most: 45}}\n"
    )


def test_a_text_of_several_lines_is_written_as_a_block() -> None:
    assert (
        write(ANY, {"note": "第一行\n第二行", "other": "x"}, {})
        == "note: |-\n  第一行\n  第二行\n\nother: x\n"
    )


def test_a_list_too_long_for_a_line_has_an_item_a_line() -> None:
    words = [f"word-{number}" for number in range(20)]
    assert write(ANY, {"words": words}, {}) == "words:\n" + "".join(f"  - {word}\n" for word in words)


def test_the_schemas_order_a_cadre_from_name_to_leaving() -> None:
    text = canonical("cadres", {"left": {"reason": "died", "date": "2020"}, "name": "王某"})
    assert text == 'name: 王某\n\nleft:\n  date: "2020"\n  reason: died\n'
