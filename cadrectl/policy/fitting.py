"""Whether a test fits what it is put to: the comparators that a field or fact takes, and the values it can have.

Only what the schemas say is asked here; the words of a bureau's vocabularies are held against them by
`policy check`, which has them.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from fractions import Fraction

from cadrectl.facts.kinds import field_column
from cadrectl.policy.literal import duration, literal
from cadrectl.policy.model import Cases, Choose, Comparison, DateRange, Duration, Literal, Value
from cadrectl.policy.problems import Reporter
from cadrectl.text import Text, say
from cadrectl.vocabulary import Label

ORDERED = ("at_least", "more_than", "at_most", "less_than")
FIELD_COMPARATORS = {
    "date": ("is", "in", *ORDERED),
    "number": ("is", "not", "in", *ORDERED),
    "span": ("is", *ORDERED),
    "flag": ("is", "not"),
    "state": ("is",),
    "word": ("is", "not", "in", "has_any"),
    "text": ("is", "not", "in", "has_any"),
    "words": ("is", "not", "in", "has_any", "has_all"),
}
FACT_COMPARATORS = {"span": ("is", *ORDERED), "number": ("is", "not", *ORDERED)}
NEEDED: dict[str, Text] = {
    "date": say("Write a date such as 2014-11-01 (a year alone in quotes)."),
    "number": say("Write a number."),
    "span": say("Write a number of years such as 45, or a time such as 18 months."),
    "flag": say("Write true or false."),
    "state": say("Write true or false."),
    "word": say("Write a word."),
    "text": say("Write a word."),
    "words": say("Write a word or a list of words."),
}


def check_field(report: Reporter, kind: str, name: str, tests: Sequence[Comparison]) -> None:
    """Report the tests that a field of a kind of record (kind "": of people) cannot be put to."""
    measure = field_measure(kind, name)
    column = field_column(kind, name)
    graded = column is not None and measure == "word" and bool(column.graded or column.vocabulary)
    comparators = (*FIELD_COMPARATORS[measure], *(ORDERED if graded else ()))
    words: Mapping[str, Label] = {}
    if column is not None and column.words and measure in ("word", "words"):
        words = column.word_labels or {}
    several = comparators if measure in ("word", "words", "text") else ("is", "in")
    for test in tests:
        if not _takes(report, test, comparators):
            continue
        if isinstance(test.value, tuple) and test.comparator not in several:
            report.add("bad-comparator", test.at, say("“{comparator}” takes one value.", comparator=test.comparator))
        if isinstance(test.value, Choose) and measure not in ("number", "date", "span"):
            report.add("bad-literal", test.at, say("Only a number, a date or a time is chosen inside an interval."))
            continue
        for value in plain_values(test.value):
            _check_literal(report, test, measure, value, words)


def check_fact(report: Reporter, measure: str, tests: Sequence[Comparison]) -> None:
    """Report the tests that a fact of a measure (`span`, `number`) cannot be put to; `truth` takes none."""
    for test in tests:
        if not _takes(report, test, FACT_COMPARATORS.get(measure, ())):
            continue
        if any(isinstance(value, tuple) for value in branches(test.value)):
            report.add("bad-comparator", test.at, say("“{comparator}” takes one value.", comparator=test.comparator))
        for value in plain_values(test.value):
            _check_literal(report, test, measure, value, {})


def field_measure(kind: str, name: str) -> str:
    """How a field is compared: by the type of its column, `running` as a state, `lasting` as a span."""
    if name in ("running", "verified", "here"):
        return "state"
    if name == "lasting":
        return "span"
    column = field_column(kind, name)
    return "word" if column is None else column.type


def plain_values(value: Value) -> list[Literal]:
    """All plain values that a value may take."""
    if isinstance(value, Choose):
        return [value.use]
    return [one for branch in branches(value) for one in (branch if isinstance(branch, tuple) else (branch,))]


def fits(measure: str, value: Literal) -> bool:
    """Whether a value can be compared with something so measured; None (no limit) is not asked here."""
    match measure:
        case "date":
            return isinstance(value, DateRange)
        case "number":
            return isinstance(value, Fraction)
        case "span":
            return duration(value) is not None
        case "flag" | "state":
            return isinstance(value, bool)
    return isinstance(value, str | DateRange | Duration)


def branches(value: Value) -> list[Literal | tuple[Literal, ...]]:
    """The values of all cases, or the one value."""
    if isinstance(value, Cases):
        return [branch for _, branch in value.branches]
    return [value.use] if isinstance(value, Choose) else [value]


def _takes(report: Reporter, test: Comparison, comparators: Sequence[str]) -> bool:
    if test.comparator in comparators:
        return True
    report.add(
        "bad-comparator",
        test.at,
        say("“{comparator}” cannot be asked here.", comparator=test.comparator),
        say("Known here: {words}.", words=", ".join(comparators)),
    )
    return False


def _needed(measure: str, word: str) -> Text:
    """What to write in place of a word; one that is right but for its full-width characters is shown."""
    plain = unicodedata.normalize("NFKC", word)
    read = Fraction(plain) if re.fullmatch(r"[0-9]+(\.[0-9]+)?", plain) else literal(plain)
    if plain != word and fits(measure, read):
        return say("Write it in half width: {key}", key=plain)
    return NEEDED[measure]


def _check_literal(
    report: Reporter, test: Comparison, measure: str, value: Literal, words: Mapping[str, Label]
) -> None:
    if value is None and (test.comparator in ORDERED and measure in ("date", "number", "span")):
        return  # no limit
    word = "none" if value is None else getattr(value, "text", str(value))
    if not fits(measure, "none" if value is None else value):
        shown = f"{float(value):.15g}" if isinstance(value, Fraction) else word
        report.add("bad-literal", test.at, say("“{value}” is no value for this.", value=shown), _needed(measure, word))
    elif words and word not in words:
        report.unknown_value(test.at, word, words)
