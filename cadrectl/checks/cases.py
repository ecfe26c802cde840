"""Cases of a policy: what each must say before it can be tried. Whether it comes out is asked by `policy test`."""

from collections.abc import Iterator, Mapping
from typing import Any

from cadrectl.checks.book import Book, at
from cadrectl.checks.references import version_named
from cadrectl.problem import Problem
from cadrectl.records.places import Pointer
from cadrectl.records.record import Record
from cadrectl.text import say

Given = Mapping[str, Any]


def case_says_its_day(book: Book, as_of: int) -> Iterator[Problem]:
    """Cases that nobody can judge, since neither they nor the defaults say as of which day."""
    for record in book.of("cases"):
        defaults = record.value.get("defaults", {})
        if "as_of" in defaults or "as_of" in defaults.get("given", {}):
            continue
        for index, case in enumerate(record.value["cases"]):
            if "as_of" not in case.get("given", {}):
                hint = say("Add the day under `given`, or for all cases under `defaults`: as_of: 2026-09-01.")
                message = say("the key {key} is missing", key="as_of")
                yield at(record, ("cases", index), "missing-key", message, hint)


def session_of_a_case_says_its_year(book: Book, as_of: int) -> Iterator[Problem]:
    """Sessions that a case gives without the year that they are about."""
    for record in book.of("cases"):
        for given, pointer in _given(record):
            for index, session in enumerate(given.get("evaluations", [])):
                if "year" not in session:
                    hint = say("Add the year that was assessed: year: 2025.")
                    message = say("the key {key} is missing", key="year")
                    yield at(record, (*pointer, "evaluations", index), "missing-key", message, hint)


def case_names_a_scheme_not_its_version(book: Book, as_of: int) -> Iterator[Problem]:
    """Records given by cases that name one version of a policy: they would have no effect on any."""
    schemes = book.schemes()
    for record in book.of("cases"):
        for given, pointer in _given(record):
            for kind, index, policy in _policies(given):
                if policy in schemes:
                    yield version_named(record, (*pointer, kind, index, "policy"), policy, schemes[policy])


def _policies(given: Given) -> Iterator[tuple[str, int, str]]:
    """The policies that the records of a case name: the kind of the record, its number, and the name."""
    for kind, records in given.items():
        for index, one in enumerate(records if isinstance(records, list) else ()):
            if isinstance(one, Mapping) and "policy" in one:
                yield kind, index, one["policy"]


def _given(record: Record) -> Iterator[tuple[Given, Pointer]]:
    """All that the cases of a file give: by default, each case, and what it says of its other people."""
    stated: list[tuple[Given, Pointer]] = [(record.value.get("defaults", {}), ("defaults",))]
    stated += [(case, ("cases", index)) for index, case in enumerate(record.value["cases"])]
    for one, pointer in stated:
        given = one.get("given", {})
        yield given, (*pointer, "given")
        for index, other in enumerate(given.get("others", [])):
            yield other, (*pointer, "given", "others", index)
