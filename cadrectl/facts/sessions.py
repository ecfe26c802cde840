"""Who was assessed in which session: people, and units or branches, as rows of one shape; not with what result."""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from cadrectl.facts.ballots import PEOPLE, SUBJECTS
from cadrectl.facts.home import home
from cadrectl.facts.moment import BODIES, Book, Index, Moment
from cadrectl.facts.truth import Days

TABLES = {"person": PEOPLE, "unit": BODIES}
"""The table of those assessed, by what an assessment is of."""

RECURRING = ("probation", "secondment", "training")
"""The kinds of session that a person may go through more than once in a year."""


class Entries(Struct, frozen=True):
    """Rows of a table of subjects: who (row of `cadres` or `units`), in which session, in which unit, when."""

    row: Index
    subject: Index
    session: Index
    unit: Index
    year: Index
    day: Days

    def only(self, chosen: NDArray[np.bool_] | Index) -> "Entries":
        """Some of them."""
        return Entries(
            self.row[chosen],
            self.subject[chosen],
            self.session[chosen],
            self.unit[chosen],
            self.year[chosen],
            self.day[chosen],
        )


def entries(book: Book, table: str, kind: str) -> Entries:
    """Everybody in the sessions of a kind, in the order of the table; a unit is assessed in itself."""
    register = book.register
    session = book.column(table, "owner").astype(np.int64)
    kinds = book.words("evaluations", "kind")
    of_kind = book.column("evaluations", "kind") == (kinds.index(kind) if kind in kinds else -2)
    row = np.flatnonzero(of_kind[session])
    subject = register.link(table, SUBJECTS[table][0]).astype(np.int64)[row]
    session = session[row]
    known = subject >= 0
    unit = register.link("evaluations", "unit").astype(np.int64)[session] if table == PEOPLE else subject
    year = book.column("evaluations", "year").astype(np.int64)[session]
    day = book.dates("evaluations", "date")[1][session]
    return Entries(row, subject, session, unit, year, day).only(known)


def counting(book: Book, found: Entries, kind: str) -> tuple[Entries, NDArray[np.bool_]]:
    """The entries that count where somebody stands in several sessions of one period, and whose result nobody can tell.

    Of several the one in the unit of the person's home post counts. Where that leaves several, nobody can tell
    which (the first stands for them), unless a person may go through such sessions more than once.
    """
    several = np.bincount(found.subject, minlength=1)[found.subject] > 1
    if not several.any() or kind in RECURRING:
        return found, np.zeros(len(found.row), np.bool_)
    at_home = several & (_home_units(book, found) == found.unit)
    homes = np.bincount(found.subject[at_home], minlength=int(found.subject.max(initial=0)) + 1)[found.subject]
    first = np.zeros(len(found.row), np.bool_)
    first[np.unique(found.subject, return_index=True)[1]] = True
    keep = ~several | np.where(homes == 1, at_home, first)
    return found.only(keep), (several & (homes != 1))[keep]


def _home_units(book: Book, found: Entries) -> Index:
    return home(Moment(book, found.subject, found.day)).unit
