"""A record held against the schema of its kind; each error of the validator becomes a problem.

The validator's own words are for programmers and not passed through: `wording.py` has ours. Values
of sensitive members never stand in a message.
"""

from itertools import islice
from typing import Any

from cadrectl.problem import Problem
from cadrectl.records.findings import LIMIT, Findings, Full
from cadrectl.records.parser import Parsed
from cadrectl.records.places import places_in
from cadrectl.records.schemas import schema, validator
from cadrectl.records.shape import Schema
from cadrectl.records.wording import Fault, describe


def validate(path: str, kind: str, parsed: Parsed) -> list[Problem]:
    """The schema problems of a parsed file, in the order of the text.

    A line that already has a reading problem gets no second one: the value there is not what the
    author meant.
    """
    checker = validator(kind)
    if parsed.value is None or checker.is_valid(parsed.value):
        return []
    return explain(path, schema(kind), checker, parsed)


def explain(path: str, source: Schema, checker: Any, parsed: Parsed) -> list[Problem]:
    """The problems of a value that the compiled schema `checker` refuses."""
    findings = Findings(path)
    spoilt = {entry.line for entry in parsed.problems}
    seen: set[tuple[int, int, str]] = set()
    try:
        for error in islice(checker.iter_errors(parsed.value), LIMIT + 1):
            for found in describe(source, Fault.of(error)):
                place, value_place = places_in(parsed.value, parsed.marks, found.pointer)
                if not {place[0], value_place[0]} & spoilt and (*place, found.code) not in seen:
                    seen.add((*place, found.code))
                    findings.add(found.code, place, found.message, found.hint)
    except Full:
        pass
    return sorted(findings.found, key=lambda entry: (entry.line, entry.column, entry.code))
