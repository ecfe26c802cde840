"""Chance that is the same everywhere: one stream for each key, made only from `random.Random.random`,
whose numbers Python promises not to change. Not for anything secret."""

from collections.abc import Sequence
from datetime import date, timedelta
from math import sqrt
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """The stream of one key; equal keys give equal throws on every machine and Python."""

    __slots__ = ("_throw",)

    def __init__(self, *key: str | int) -> None:
        self._throw = Random("/".join(map(str, key))).random

    def below(self, count: int) -> int:
        """A whole number from 0 to `count` - 1."""
        return int(self._throw() * count)

    def between(self, first: int, last: int) -> int:
        """A whole number from `first` to `last`, both possible."""
        return first + self.below(last - first + 1)

    def chance(self, share: float) -> bool:
        """True in `share` of the throws."""
        return self._throw() < share

    def pick(self, choices: Sequence[T]) -> T:
        """One of `choices`, all equally likely."""
        return choices[self.below(len(choices))]

    def triangle(self, low: int, likeliest: int, high: int) -> int:
        """A whole number from `low` to `high`, most often near `likeliest`."""
        throw, split = self._throw(), (likeliest - low) / (high - low)
        if throw < split:
            return round(low + sqrt((high - low) * (likeliest - low) * throw))
        return round(high - sqrt((high - low) * (high - likeliest) * (1 - throw)))

    def shuffled(self, choices: Sequence[T]) -> list[T]:
        """The same things in another order."""
        keyed = sorted((self._throw(), place) for place in range(len(choices)))
        return [choices[place] for _, place in keyed]

    def day(self, first: date, last: date) -> date:
        """A day from `first` to `last`, both possible."""
        return first + timedelta(days=self.below((last - first).days + 1))
