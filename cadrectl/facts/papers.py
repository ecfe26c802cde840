"""Raw ballots, one paper for each voter, counted by who was voted on; not the tallies that sessions give themselves.

Everybody in a session is on each of its papers; whoever a paper does not mark is abstained from.
"""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from cadrectl.facts.ballots import SUBJECTS, Ballots, Coded, Counts, PaperLimit
from cadrectl.facts.moment import Book, Index

PAPERS, MARKS = "evaluations.papers", "evaluations.papers.marks"


class _Classes(Struct, frozen=True):
    """The papers of a session by class of voters and question: the class of each paper, and the parts of each class."""

    of_paper: Index
    session: Index
    voter: NDArray[np.int32]
    question: NDArray[np.int32]


class _List(Struct, frozen=True):
    """Who is on the papers: the session of each subject, and where the subjects of each session begin and end."""

    session: Index
    starts: Index
    stops: Index


class _Marks(Struct, frozen=True):
    """Votes on papers: the paper, the subject (entry) and the vote of each."""

    paper: Index
    entry: Index
    vote: Index


def counted(book: Book, table: str, limit: PaperLimit | None) -> Ballots:
    """The papers counted by subject, class of voters and question; those beyond the limit are invalid."""
    classes, listed, marks = _classes(book), _listed(book, table), _marks(book, table)
    words = book.words(MARKS, "value")
    spoilt = np.zeros(len(classes.of_paper), np.bool_)
    if limit is not None and limit.vote in words:
        given = np.bincount(marks.paper[marks.vote == words.index(limit.vote)], minlength=len(spoilt))
        on_it = (listed.stops - listed.starts)[classes.session][classes.of_paper]
        spoilt = given * limit.denominator > on_it * limit.numerator
    return _by_subject((classes, listed, marks), spoilt, book)


def _by_subject(parts: tuple[_Classes, _List, _Marks], spoilt: NDArray[np.bool_], book: Book) -> Ballots:
    """One row for each class and each subject of its session."""
    classes, listed, marks = parts
    begins, ends = listed.starts[classes.session], listed.stops[classes.session]
    of_row = np.repeat(np.arange(len(begins)), ends - begins)
    first_row = np.concatenate([[0], np.cumsum(ends - begins)])[:-1]
    entry = np.arange(len(of_row)) - first_row[of_row] + begins[of_row]
    good = ~spoilt[marks.paper]
    of_mark = classes.of_paper[marks.paper[good]]
    row = first_row[of_mark] + marks.entry[good] - begins[of_mark]
    words = book.words(MARKS, "value")
    cells = np.bincount(row * len(words) + marks.vote[good], minlength=len(entry) * len(words))
    votes = cells.astype(np.int64).reshape(len(entry), len(words))
    returned = np.bincount(classes.of_paper, minlength=len(begins))[of_row]
    invalid = np.bincount(classes.of_paper[spoilt], minlength=len(begins))[of_row]
    return Ballots(
        entry,
        Coded(classes.voter[of_row], book.words(PAPERS, "voter")),
        Coded(classes.question[of_row], book.words(PAPERS, "question")),
        words,
        votes,
        _whole(returned - invalid - votes.sum(axis=1)),
        _whole(invalid),
        np.full(len(entry), -1, np.int64),
    )


def _whole(counts: NDArray[np.generic]) -> Counts:
    return counts.astype(np.int64)


def _classes(book: Book) -> _Classes:
    columns = [book.column(PAPERS, name).astype(np.int64) for name in ("owner", "voter", "question")]
    parts, of_paper = np.unique(np.stack(columns, axis=1), axis=0, return_inverse=True)
    voter, question = (parts[:, at].astype(np.int32) for at in (1, 2))
    return _Classes(of_paper.reshape(-1).astype(np.int64), parts[:, 0], voter, question)


def _listed(book: Book, table: str) -> _List:
    """Rows of the table stand in the order of their sessions."""
    session = book.column(table, "owner").astype(np.int64)
    everything = np.arange(len(book.register.tables["evaluations"]))
    return _List(session, np.searchsorted(session, everything), np.searchsorted(session, everything, side="right"))


def _marks(book: Book, table: str) -> _Marks:
    """The marks for subjects of the table; one for nobody on the list is no vote (`validate` says so)."""
    column = SUBJECTS[table][0]
    ids, marked = book.words(table, column), book.words(MARKS, "key")
    known = {id: code for code, id in enumerate(ids)}
    recode = np.array([*(known.get(id, -1) for id in marked), -1], np.int64)
    subject = recode[book.column(MARKS, "key")]
    session = book.column(MARKS, "owner").astype(np.int64)
    own = book.column(table, "owner").astype(np.int64)
    keys = own * len(ids) + book.column(table, column).astype(np.int64)
    order = np.argsort(keys, kind="stable")
    wanted = session * len(ids) + subject
    at = np.minimum(np.searchsorted(keys[order], wanted), max(len(keys) - 1, 0))
    found = (subject >= 0) & (keys[order][at] == wanted) if len(keys) else np.zeros(len(wanted), np.bool_)
    paper, vote = (book.column(MARKS, name).astype(np.int64) for name in ("parent", "value"))
    return _Marks(paper[found], order[at[found]], vote[found])
