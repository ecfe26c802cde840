"""The ballots of all sessions, whether they give tallies or raw papers, with who could vote; not what a vote is worth.

All sessions are counted whole and once, so that a district takes as long as one school.
"""

from collections.abc import Collection

import numpy as np
from msgspec import Struct, field
from numpy.typing import NDArray

from cadrectl.facts.ballots import Ballots, Coded, Counts, PaperLimit, joined
from cadrectl.facts.moment import Book, Index
from cadrectl.facts.papers import counted

ATTENDANCE = "evaluations.attendance.classes"


class Tally(Struct, frozen=True):
    """The ballots on each of some subjects, of the classes and the question asked for.

    `votes` has a column for each of `words`. `present` and `due` are NaN where they are not on record; `known` says
    whether there are such ballots that can be counted as asked.
    """

    words: tuple[str, ...]
    votes: Counts
    returned: Counts
    abstained: Counts
    invalid: Counts
    present: NDArray[np.float64]
    due: NDArray[np.float64]
    known: NDArray[np.bool_]

    @property
    def valid(self) -> Counts:
        """Ballots that give a vote."""
        valid: Counts = self.votes.sum(axis=1)
        return valid


class Tallies(Struct, frozen=True):
    """The ballots on everybody in a table of subjects, counted once for each limit on papers."""

    book: Book
    table: str
    _counted: dict[PaperLimit | None, Ballots] = field(default_factory=dict)

    def ballots(self, limit: PaperLimit | None = None) -> Ballots:
        """All rows of ballots."""
        if limit not in self._counted:
            self._counted[limit] = joined((_stated(self.book, self.table), counted(self.book, self.table, limit)))
        return self._counted[limit]

    def of(self, entries: Index, voters: Collection[str], question: str, limit: PaperLimit | None = None) -> Tally:
        """The ballots on subjects (rows of the table; -1: not assessed) of some classes of voters, added up.

        With a limit on papers, tallies in which papers cannot be told apart are not known.
        """
        ballots = self.ballots(limit)
        rows = np.flatnonzero(ballots.chosen(voters, question))
        size = len(self.book.register.tables[self.table]) + 1  # the last is for nobody

        def summed(counts: Counts) -> Counts:
            return np.bincount(ballots.entry[rows], counts[rows], size).astype(np.int64)[entries]

        votes = np.zeros((len(entries), len(ballots.words)), np.int64)
        for at, column in enumerate(ballots.votes.T):
            votes[:, at] = summed(column)
        seen = np.bincount(ballots.entry[rows], minlength=size)[entries] > 0
        blurred = summed((ballots.tally >= 0).astype(np.int64)) > 0 if limit is not None else np.zeros_like(seen)
        present, due = (attendance(self.book, self.table, entries, voters, which) for which in ("present", "due"))
        returned, abstained, invalid = map(summed, (ballots.returned, ballots.abstained, ballots.invalid))
        return Tally(ballots.words, votes, returned, abstained, invalid, present, due, seen & ~blurred)

    def rows(self, entry: int, voters: Collection[str], question: str) -> Index:
        """The tallies (rows of the table of ballots) behind one subject's ballots; none where papers were counted."""
        ballots = self.ballots()
        rows: Index = ballots.tally[ballots.chosen(voters, question) & (ballots.entry == entry)]
        return rows[rows >= 0]


def attendance(book: Book, table: str, entries: Index, voters: Collection[str], which: str) -> NDArray[np.float64]:
    """How many of these classes of voters were `present` (or `due`) at each subject's session; NaN where unknown.

    Without a class, how many there were of all.
    """
    sessions = len(book.register.tables["evaluations"])
    owner = book.column(ATTENDANCE, "owner").astype(np.int64)
    classes = Coded(book.column(ATTENDANCE, "voter").astype(np.int32), book.words(ATTENDANCE, "voter"))
    number = book.column(ATTENDANCE, which).astype(np.float64)
    total = np.zeros(sessions) if voters else book.column("evaluations", f"attendance.{which}").astype(np.float64)
    for voter in voters:
        here = classes.among([voter])
        one = np.full(sessions, np.nan)
        one[owner[here]] = number[here]
        total = total + one
    session = book.column(table, "owner").astype(np.int64)
    return np.where(entries < 0, np.nan, np.append(total, np.nan)[np.append(session, -1)[entries]])


def _stated(book: Book, table: str) -> Ballots:
    """The tallies as they are written; ballots that are left out are none."""
    own, votes = f"{table}.ballots", f"{table}.ballots.votes"
    words = book.words(votes, "key")
    size = len(book.register.tables[own])
    cells = np.zeros((size, len(words)), np.int64)
    at = book.column(votes, "parent").astype(np.int64), book.column(votes, "key").astype(np.int64)
    np.add.at(cells, at, book.column(votes, "value").astype(np.int64))
    return Ballots(
        book.column(own, "parent").astype(np.int64),
        Coded(book.column(own, "voter").astype(np.int32), book.words(own, "voter")),
        Coded(book.column(own, "question").astype(np.int32), book.words(own, "question")),
        words,
        cells,
        _count(book, own, "abstained"),
        _count(book, own, "invalid"),
        np.arange(size),
    )


def _count(book: Book, table: str, name: str) -> Counts:
    return np.nan_to_num(book.column(table, name).astype(np.float64)).astype(np.int64)
