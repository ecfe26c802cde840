"""Posts with exact and with vague dates, and how long they last, counted day by day."""

import random
from collections.abc import Iterable, Sequence
from typing import Any

from hypothesis import strategies as st

from cadrectl.calendar import MONTH, code_of, date_of, iso, parse_date, snap
from tests.engine.asking import NOW

Value = dict[str, Any]

FIRST = NOW - 5 * 372
LAST = NOW + 400


@st.composite
def days(draw: st.DrawFn, vague: bool = False) -> str:
    """A date; if asked for, often with month or day left open."""
    text = iso(draw(st.integers(FIRST, LAST) | st.sampled_from([NOW - 1, NOW, NOW + 1, NOW - 372, NOW - 744])))
    return text[: draw(st.sampled_from([10, 7, 4]))] if vague else text


@st.composite
def posts(draw: st.DrawFn, vague: bool = False) -> Value:
    """A post; its end, where it has one, is written after its start, though both may be vague."""
    start = draw(days(vague))
    value = {"unit": draw(st.sampled_from("UVW")), "post": "x", "rank": draw(st.sampled_from(["deputy", "staff"]))}
    value |= {"kind": draw(st.sampled_from(["appointed", "appointed", "concurrent", "secondment"])), "from": start}
    end = draw(st.none() | days(vague))
    if end is not None:
        start, end = sorted([start, end])
        value |= {"from": start, "to": end}
    if draw(st.booleans()):
        value["decided"] = draw(days(vague))
    return value


def completed(rows: Sequence[Value], seed: int) -> list[Value]:
    """The same records with every vague date a day of it."""
    chance = random.Random(seed)
    return [{key: _some_day(value, chance) for key, value in row.items()} for row in rows]


def _some_day(text: Any, chance: random.Random) -> Any:
    bounds = parse_date(text) if isinstance(text, str) else None
    return text if bounds is None else iso(chance.randint(*bounds) if bounds[0] < bounds[1] else bounds[0])


def codes(rows: Iterable[Value], start: str = "from") -> set[int]:
    """The day codes that the records cover up to the day of the question, each once."""
    return {code for row in rows for code in range(begins(row, start), min(ends(row), NOW))}


def months(rows: Iterable[Value], start: str = "from") -> set[int]:
    """The whole months that the records cover: from that of the start, up to that of the end or of the question."""
    return {
        month
        for row in rows
        if begins(row, start) <= NOW
        for month in range(begins(row, start) // MONTH, min(ends(row), NOW) // MONTH)
    }


def begins(row: Value, start: str = "from") -> int:
    """The code of the day from which the record counts."""
    return _code(row[start] if start in row else row["from"])


def ends(row: Value) -> int:
    """The code of the day of leaving, far away if there is none."""
    return _code(row["to"]) if "to" in row else 10**7


def _code(text: str) -> int:
    bounds = parse_date(text)
    assert bounds is not None
    assert bounds[0] == bounds[1] == snap(bounds[0]) == code_of(date_of(bounds[0]))
    return bounds[0]


def longest(covered: set[int]) -> int:
    """The length of the longest row of numbers without a gap."""
    best = 0
    for one in covered:
        if one - 1 not in covered:
            end = one
            while end in covered:
                end += 1
            best = max(best, end - one)
    return best


def current(covered: set[int], rows: Iterable[Value], start: str = "from") -> int:
    """The length of the row that reaches the day of the question, if a record still runs."""
    if not any(begins(row, start) <= NOW < ends(row) for row in rows):
        return 0
    length = 0
    while NOW - 1 - length in covered:
        length += 1
    return length
