"""Units that do not keep the limits of the figures in force: headcount by size, staff against the authorised number.

Run by `validate --strict`. What a policy applies by analogy alone is shown by `headcount` and is no problem.
"""

from collections.abc import Iterator, Sequence

from cadrectl.decide.figures import KEPT, figures
from cadrectl.facts.moment import Book
from cadrectl.policy.model import Policy
from cadrectl.problem import Problem, problem
from cadrectl.text import say


def broken(book: Book, in_force: Sequence[Policy], known: Sequence[Policy], as_of: int) -> Iterator[Problem]:
    """A problem at the file of every unit for each limit that it surely does not keep."""
    units = book.register.tables["units"]
    for stand in figures(book, in_force, known, as_of):
        if stand.unit is not None and stand.verdict == "fail" and stand.figure.severity != "reference":
            row = units.row(book.register.position("units", stand.unit))
            told = {"label": stand.figure.label, "number": stand.part.low, "kept": KEPT["fail"]}
            message = say("{label}: {number}; {kept}", **told)
            hint = say("By {source}. `cadrectl headcount` shows the limits.", source=", ".join(stand.figure.source))
            yield problem("limit-not-kept", str(row["path"]), (int(row["line"]), 1), message, hint)
