"""How the reading of a policy says what is wrong: at the line of the key, with the nearest known word."""

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from typing import Any

from msgspec import Struct, field

from cadrectl.catalogue.remedies import REMEDIES
from cadrectl.policy.model import Pointer
from cadrectl.problem import Problem, problem
from cadrectl.text import Text, say
from cadrectl.vocabulary import Label


class Reporter(Struct):
    """Collects the problems of one policy; `place` gives line and column of a key."""

    path: str
    place: Callable[[Pointer], tuple[int, int]]
    problems: list[Problem] = field(default_factory=list)

    def add(self, code: str, at: Pointer, message: Text, hint: Text | None = None) -> None:
        """One problem at the key that `at` leads to; what to do is the code's where the finding has no better word."""
        remedy = hint or REMEDIES.get(code) or say("See the page on writing policies.")
        found = problem(code, self.path, self.place(at), message, remedy)
        self.problems.append(found)

    def unknown_word(self, at: Pointer, word: str, known: Iterable[str]) -> None:
        """A word that is none of the known ones, with the nearest of them or all."""
        self.add("unknown-word", at, say("“{word}” is not known here.", word=word), nearest(word, known))

    def unknown_value(self, at: Pointer, word: str, known: Mapping[str, Label]) -> None:
        """A word that is none of the labelled ones, with the one whose label it is or resembles, or all."""
        self.add("unknown-word", at, say("“{word}” is not known here.", word=word), meant(word, known))

    def same_ids(self, items: Sequence[Mapping[str, Any]], at: Pointer) -> None:
        """Among the items of one list an id names one of them."""
        seen: set[str] = set()
        for index, raw in enumerate(items):
            if raw["id"] in seen:
                message = say("“{id}” is already the id of another.", id=raw["id"])
                self.add("same-id", (*at, index, "id"), message)
            seen.add(raw["id"])


def nearest(word: str, known: Iterable[str]) -> Text:
    """The known word that is nearest, or all of them."""
    words = sorted(known)
    near = difflib.get_close_matches(word, words, 1)
    if near:
        return say("Did you mean “{word}”?", word=near[0])
    if not words:
        return say("The policy declares none yet: see the page on writing policies.")
    return say("Known here: {words}.", words=", ".join(words))


def meant(word: str, known: Mapping[str, Label]) -> Text:
    """The known word whose label it is; else all of them, after the one that it resembles."""
    by_label = {label: one for one, stated in known.items() for label in stated.values()}
    near = difflib.get_close_matches(word, [*known, *by_label], 1)
    if not near:
        return _all_of(known) if known else nearest(word, known)
    found = by_label.get(near[0], near[0])
    guess = say("Did you mean “{word}” ({label})?", word=found, label=known[found])
    return guess if word in by_label else say("{first} {rest}", first=guess, rest=_all_of(known))


def _all_of(known: Mapping[str, Label]) -> Text:
    said = [say("{word} ({label})", word=one, label=label) for one, label in known.items()]
    words = reduce(lambda first, rest: say("{first}, {rest}", first=first, rest=rest), said)
    return say("Known here: {words}.", words=words)
