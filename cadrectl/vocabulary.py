"""Words that a bureau owns, with labels in both languages and an order that may be partial.

A vocabulary says which words there are and which stand above which; what a word is needed for is a policy's
to say. Two words neither of which stands above the other are simply not comparable: a district backbone
teacher is not above a city teaching expert, nor below.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

Label = Mapping[str, str]
"""A text of the data in the languages that it has: `zh`, `en`."""


class Term(Struct, frozen=True):
    """A word's label, the words directly below it, and the word that it is only another name for."""

    label: Label
    above: tuple[str, ...] = ()
    same_as: str | None = None


class Vocabulary(Struct, frozen=True):
    """The words of one list, in the order in which it gives them."""

    id: str
    title: Label
    terms: Mapping[str, Term]

    def at_least(self, word: str) -> frozenset[str]:
        """The words that are `word`, mean the same or stand above it; none for a word not in the list."""
        return frozenset(other for other in self.terms if word in self.at_most(other))

    def at_most(self, word: str) -> frozenset[str]:
        """The words that are `word`, mean the same or stand below it; none for a word not in the list."""
        found: set[str] = set()
        waiting = [word]
        while waiting:
            at = waiting.pop()
            if at in self.terms and at not in found:
                found.add(at)
                waiting += [*self.terms[at].above, *self._same(at)]
        return frozenset(found)

    def above(self, word: str) -> frozenset[str]:
        """The words that stand above `word`."""
        return self.at_least(word) - self.at_most(word)

    def below(self, word: str) -> frozenset[str]:
        """The words that stand below `word`."""
        return self.at_most(word) - self.at_least(word)

    def _same(self, word: str) -> list[str]:
        root = self.terms[word].same_as
        return [other for other, term in self.terms.items() if other == root or term.same_as == word]


def vocabularies(values: Iterable[tuple[str, Mapping[str, Any]]]) -> dict[str, Vocabulary]:
    """The vocabularies of the records `(id, value)` of that kind, by id."""
    return {id: Vocabulary(id, value["title"], _terms(value["terms"])) for id, value in values}


def _terms(items: Iterable[Mapping[str, Any]]) -> dict[str, Term]:
    return {
        item["id"]: Term(item["label"], tuple(item.get("above", ())), item.get("same_as")) for item in items
    }
