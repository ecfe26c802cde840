"""Formatting keeps every comment and every value, and does nothing to a file that is in form."""

import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cadrectl.records.canonical import ordered_items, write
from cadrectl.records.comments import canonical_text, formatted
from cadrectl.records.parser import parse_text
from cadrectl.records.shape import Shape, compile_shape
from tests.records.schemas import SCHEMA

SHAPE = compile_shape(SCHEMA)


def fmt(text: str) -> str:
    found = formatted("data/x.yaml", text.encode(), SHAPE)
    assert isinstance(found, str), found
    return found


def sorted_lists(shape: Shape, value: Any) -> Any:
    """The value with its lists in their stable order, as formatting leaves it."""
    if isinstance(value, dict):
        return {key: sorted_lists(shape.below(key), member) for key, member in value.items()}
    if isinstance(value, list):
        return [sorted_lists(shape.items, value[index]) for index in ordered_items(shape, value)]
    return value


@st.composite
def commented(draw: st.DrawFn) -> str:
    """A file in an order and style of its own, with comments wherever YAML allows them."""
    count = iter(range(1000))

    def behind() -> str:
        return f"  # c{next(count)}" if draw(st.booleans()) else ""

    def above(indent: str) -> str:
        return "".join(f"{indent}# c{next(count)}\n" for _ in range(draw(st.integers(0, 2))))

    def post(indent: str) -> str:
        unit = draw(st.sampled_from(["U001", "'U002'", '"no"']))
        if draw(st.booleans()):
            return f"{above(indent)}{indent}- {{from: 2011-09, unit: {unit}}}{behind()}\n"
        return (
            f"{above(indent)}{indent}- from: '201{draw(st.integers(0, 9))}'{behind()}\n"
            f"{above(indent + '  ')}{indent}  unit: {unit}{behind()}\n"
            f"{above(indent + '  ')}{indent}  notes: [a,{behind()}\n{indent}    b]{behind()}\n"
        )

    blocks = [
        f"name: 王某{behind()}\n",
        f"rank:{behind()}\n  deputy{behind()}\n",
        f"words:{behind()}\n" + "".join(f"{above('')}- {word}{behind()}\n" for word in ("x", "'y'")),
        f"posts:{behind()}\n" + "".join(post("  ") for _ in range(draw(st.integers(1, 3)))),
        f"test: |{behind()}\n  text # no comment\n  more\n",
        f"either: >-{behind()}\n  folded\n  text\n",
    ]
    chosen = draw(st.permutations(blocks))[: draw(st.integers(1, len(blocks)))]
    text = "".join(above("") + ("\n" if draw(st.booleans()) else "") + block for block in chosen)
    return text + above("")


@given(commented())
def test_formatting_keeps_every_comment_and_every_value(text: str) -> None:
    result = fmt(text)
    assert sorted(re.findall(r"# c\d+", result)) == sorted(re.findall(r"# c\d+", text))
    before = parse_text("data/x.yaml", text.encode(), SHAPE).value
    after = parse_text("data/x.yaml", result.encode(), SHAPE).value
    assert after == sorted_lists(SHAPE, before)


@given(commented())
def test_a_formatted_file_is_left_as_it_is(text: str) -> None:
    result = fmt(text)
    assert fmt(result) == result


def test_a_comment_travels_with_the_node_it_stands_above() -> None:
    assert (
        fmt("# 副校长\nrank: deputy\n# 本名\nname: 王某\n") == "# 本名\nname: 王某\n# 副校长\nrank: deputy\n"
    )


def test_a_comment_behind_a_value_stays_behind_it() -> None:
    assert fmt("rank: deputy # r\nname: 王某 # n\n") == "name: 王某  # n\nrank: deputy  # r\n"


def test_a_comment_at_the_head_set_off_by_a_blank_line_stays_there() -> None:
    assert fmt("# 登记\n\nrank: deputy\nname: 王某\n") == "# 登记\n\nname: 王某\nrank: deputy\n"


def test_a_comment_inside_a_bracket_spreads_the_list_over_lines() -> None:
    assert fmt("name: 王某\nwords: [a, # first\n  b]\n") == "name: 王某\n\nwords:\n  - a  # first\n  - b\n"


def test_comments_go_with_list_entries_that_are_sorted() -> None:
    text = "name: 王某\nposts:\n  # 后\n  - from: 2012-09\n  # 先\n  - from: 2011-09\n"
    assert fmt(text) == "name: 王某\n\nposts:\n  # 先\n  - from: 2011-09\n  # 后\n  - from: 2012-09\n"


def test_a_file_with_windows_line_ends_gets_ours() -> None:
    assert fmt("name: 王某  # n\r\nrank: deputy\r\n") == "name: 王某  # n\nrank: deputy\n"


def test_a_file_that_cannot_be_read_is_not_formatted() -> None:
    found = canonical_text("data/cadres/C0001.yaml", b"name: a\nname: b\n")
    assert [entry.code for entry in found if not isinstance(entry, str)] == ["duplicate-key"]


def test_what_needs_no_comments_kept_is_written_the_same_way() -> None:
    value = {"name": "王某", "words": ["a", "b"]}
    assert fmt("words: ['a', b]\nname: 王某\n") == write(SHAPE, value, {})
