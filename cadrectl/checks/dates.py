"""Dates that cannot be: intervals that end before they begin, facts that have not happened yet."""

from collections.abc import Iterator, Mapping
from typing import Any

from cadrectl.checks.book import Book, at, span
from cadrectl.checks.marked import Names, failing, marked, paired
from cadrectl.problem import Problem
from cadrectl.text import say

_PAIRS = (
    ("from", "to"),
    ("from", "until"),
    ("since", "until"),
    ("date", "until"),
    ("opened", "closed"),
    ("date", "closed"),
    ("decided", "lifted"),
)
"""The first and the last day of something; a `to` alone is itself no longer counted, so it is a later day."""


def interval_runs_forward(book: Book, as_of: int) -> Iterator[Problem]:
    """Intervals that surely end before they begin, or in which there is no day."""
    for kind, records in book.kinds.items():
        branch = paired(kind, _PAIRS)
        for record in records if branch else ():
            for pointer, value, pairs in failing(branch, record.value, _all_forward):
                for first, last in pairs:
                    if not _forward(value, (first, last)):
                        yield at(
                            record,
                            (*pointer, last),
                            "interval-reversed",
                            say(
                                "{last} is too early: the beginning is {first}",
                                first=value[first],
                                last=value[last],
                            ),
                            say("Correct one of the two dates."),
                        )


def _all_forward(pairs: tuple[Names, ...], value: Mapping[str, Any]) -> bool:
    return all(_forward(value, pair) for pair in pairs)


def _forward(value: Mapping[str, Any], pair: Names) -> bool:
    """Whether the second date may be after the first, or, unless it is a `to`, the same day."""
    first, last = value.get(pair[0]), value.get(pair[1])
    if not isinstance(first, str) or not isinstance(last, str):
        return True
    return span(last).last >= span(first).first + (pair[1] == "to")


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
