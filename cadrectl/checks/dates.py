"""Dates that cannot be: intervals that end before they begin, facts that have not happened yet."""

from collections.abc import Iterator, Mapping
from typing import Any

from cadrectl.checks.book import Book, at, span
from cadrectl.checks.marked import failing, marked
from cadrectl.problem import Problem
from cadrectl.records import Pointer
from cadrectl.text import say

_HALF_OPEN = (("from", "to"),)
"""The later day is the first that is no longer counted, so the two cannot be the same day."""
_CLOSED = (
    ("from", "until"),
    ("since", "until"),
    ("date", "until"),
    ("opened", "closed"),
    ("date", "closed"),
    ("decided", "lifted"),
)
"""The later day belongs to the interval, or may be the same day."""


def interval_runs_forward(book: Book, as_of: int) -> Iterator[Problem]:
    """Intervals that surely end before they begin, or in which there is no day."""
    for records in book.kinds.values():
        for record in records:
            for pointer, first, last in _backward(record.value, ()):
                yield at(
                    record,
                    pointer,
                    "interval-reversed",
                    say("{last} is not after the beginning, {first}", first=first, last=last),
                    say("Correct one of the two dates."),
                )


def _backward(value: Any, pointer: Pointer) -> Iterator[tuple[Pointer, str, str]]:
    if isinstance(value, dict):
        yield from _ends(value, pointer)
    members = value.items() if isinstance(value, dict) else enumerate(value)
    for name, member in members:
        if isinstance(member, (dict, list)):
            yield from _backward(member, (*pointer, name))


def _ends(value: Mapping[str, Any], pointer: Pointer) -> Iterator[tuple[Pointer, str, str]]:
    pairs = [(first, last, 1) for first, last in _HALF_OPEN] + [(first, last, 0) for first, last in _CLOSED]
    for first, last, least in pairs:
        one, other = value.get(first), value.get(last)
        if isinstance(one, str) and isinstance(other, str) and span(other).last < span(one).first + least:
            yield (*pointer, last), one, other


def fact_is_not_in_the_future(book: Book, as_of: int) -> Iterator[Problem]:
    """Facts that cannot be planned (`x-fact` in the schema), dated surely after the date of the question."""

    def happened(mark: bool, value: Any) -> bool:
        return not isinstance(value, str) or span(value).first <= as_of

    for kind, records in book.kinds.items():
        branch = marked(kind, "x-fact")
        for record in records if branch else ():
            for pointer, date, _ in failing(branch, record.value, happened):
                yield at(
                    record,
                    pointer,
                    "future-fact",
                    say("{date} lies ahead, but this cannot be planned", date=date),
                    say("Correct the date, or ask as of a later day."),
                )
