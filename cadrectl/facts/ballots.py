"""Counted ballots by who was voted on, class of voters and question; not how they were written down."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from cadrectl.facts.moment import BODIES, Index

PEOPLE = "evaluations.people"
"""The table of people who were assessed."""

SUBJECTS = {PEOPLE: ("cadre", "cadres"), BODIES: ("unit", "units")}
"""The column that names who is assessed, and the kind of record that it names."""

Counts = NDArray[np.int64]


class PaperLimit(NamedTuple):
    """A paper that gives `vote` to more than numerator/denominator of those on it is invalid."""

    vote: str
    numerator: int
    denominator: int


class Coded(Struct, frozen=True):
    """Words by code, -1 for none."""

    codes: NDArray[np.int32]
    words: tuple[str, ...]

    def among(self, words: Collection[str]) -> NDArray[np.bool_]:
        """Where the word is one of these."""
        return np.isin(self.codes, [self.words.index(one) for one in words if one in self.words])


class Ballots(Struct, frozen=True):
    """One row for each subject assessed (`entry`, a row of its table), class of voters and question.

    `votes` are ballots by vote, a column for each of `words`; together the valid ones. `tally` is the row of the
    tally that says so, -1 where it was counted from papers.
    """

    entry: Index
    voter: Coded
    question: Coded
    words: tuple[str, ...]
    votes: Counts
    abstained: Counts
    invalid: Counts
    tally: Index

    @property
    def returned(self) -> Counts:
        """All ballots that came back: valid, abstaining and invalid ones."""
        valid: Counts = self.votes.sum(axis=1)
        return valid + self.abstained + self.invalid

    def chosen(self, voters: Collection[str], question: str) -> NDArray[np.bool_]:
        """The rows of these classes of voters (none named: of all) on a question ("": the overall judgement)."""
        asked = self.question.among([question]) if question else self.question.codes < 0
        return asked & self.voter.among(voters) if voters else asked


def joined(parts: Sequence[Ballots]) -> Ballots:
    """The rows of all parts under one set of words."""
    words = tuple(dict.fromkeys(word for part in parts for word in part.words))
    return Ballots(
        np.concatenate([part.entry for part in parts]),
        _recoded([part.voter for part in parts]),
        _recoded([part.question for part in parts]),
        words,
        np.concatenate([_widened(part, words) for part in parts]),
        np.concatenate([part.abstained for part in parts]),
        np.concatenate([part.invalid for part in parts]),
        np.concatenate([part.tally for part in parts]),
    )


def _recoded(parts: Sequence[Coded]) -> Coded:
    words = tuple(dict.fromkeys(word for part in parts for word in part.words))
    codes = [np.array([*map(words.index, part.words), -1], np.int32)[part.codes] for part in parts]
    return Coded(np.concatenate(codes), words)


def _widened(part: Ballots, words: tuple[str, ...]) -> Counts:
    votes = np.zeros((len(part.entry), len(words)), np.int64)
    votes[:, [words.index(word) for word in part.words]] = part.votes
    return votes
