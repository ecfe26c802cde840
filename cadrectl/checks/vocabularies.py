"""The orders that a bureau owns: every term known, none above itself."""

from collections.abc import Iterator, Mapping
from typing import Any

from cadrectl.checks.book import Book, at
from cadrectl.checks.circles import circles
from cadrectl.checks.references import nearest
from cadrectl.problem import Problem
from cadrectl.records.places import Pointer
from cadrectl.text import say

Terms = list[Mapping[str, Any]]


def term_is_listed_once(book: Book, as_of: int) -> Iterator[Problem]:
    """Terms whose id an earlier term of the vocabulary has."""
    for record in book.of("vocabularies"):
        seen: set[str] = set()
        for index, term in enumerate(record.value["terms"]):
            if term["id"] in seen:
                yield at(
                    record,
                    ("terms", index, "id"),
                    "duplicate-term",
                    say("the term {term} is listed twice", term=term["id"]),
                    say("Keep one of the two."),
                )
            seen.add(term["id"])


def term_stands_above_known_terms(book: Book, as_of: int) -> Iterator[Problem]:
    """Terms that are said to be above, or the same as, a term that the vocabulary does not have."""
    for record in book.of("vocabularies"):
        known = {term["id"] for term in record.value["terms"]}
        for pointer, word in _named(record.value["terms"]):
            if word not in known:
                yield at(
                    record,
                    pointer,
                    "unknown-term",
                    say("{word} is not a term of this vocabulary", word=word),
                    nearest(word, known),
                )


def _named(terms: Terms) -> Iterator[tuple[Pointer, str]]:
    for index, term in enumerate(terms):
        for place, word in enumerate(term.get("above", ())):
            yield ("terms", index, "above", place), word
        if "same_as" in term:
            yield ("terms", index, "same_as"), term["same_as"]


def order_has_no_circle(book: Book, as_of: int) -> Iterator[Problem]:
    """Terms that would stand above themselves, also by way of terms that are the same."""
    for record in book.of("vocabularies"):
        terms: Terms = record.value["terms"]
        root = {term["id"]: term.get("same_as", term["id"]) for term in terms}
        below: dict[str, list[str]] = {}
        for term in terms:
            steps = [root.get(word, word) for word in term.get("above", ())]
            below.setdefault(root[term["id"]], []).extend(steps)
            if root[term["id"]] == term["id"] and "same_as" in term:
                below[term["id"]].append(term["id"])
        index = {term["id"]: place for place, term in reversed(list(enumerate(terms)))}
        for circle in circles(below):
            first = min((word for word in circle if word in index), key=index.__getitem__, default=None)
            if first is not None:
                yield at(
                    record,
                    ("terms", index[first], "id"),
                    "vocabulary-circle",
                    say("{term} would stand above itself: {circle}", term=first, circle=" > ".join(circle)),
                    say("Take one step of the circle out."),
                )
