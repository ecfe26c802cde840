"""The grades of those assessed together: worked out from the policy, held against those that a body has confirmed.

What nobody knows may leave several grades open for a subject; then it has none, and the open ones can be named.
"""

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from cadrectl.facts.truth import FAIL, PASS
from cadrectl.policy import shares
from cadrectl.policy.exact import Amount
from cadrectl.policy.number_model import GradeCase, Grades
from cadrectl.policy.shares import Allowed, Contest
from cadrectl.policy.sheets import Sheet

if TYPE_CHECKING:
    from cadrectl.policy.clerk import Clerk

Bits = NDArray[np.int64]
Codes = NDArray[np.int32]
Verdicts = NDArray[np.int8]


class Graded(Struct, frozen=True, dict=True):
    """The grades of a sheet. Grades are codes into `order` (weakest first), -1 for none.

    `open` are the grades that the records leave open, as bits (the last one: no grade at all); `case` is the case of
    the policy by which a sure grade was given and `ceiling` the one that capped it, -1 for none. `equal` is the case
    (0 where the group is divided whole) that is open only since equals stand across its cut, -1 for none. `allowed`
    says of each case (or part of the group) how many places it had.
    """

    order: tuple[str, ...]
    open: Bits
    case: Codes
    ceiling: Codes
    confirmed: Codes
    equal: Codes
    allowed: tuple[tuple[Allowed, ...], ...]

    @cached_property
    def computed(self) -> Codes:
        """The grade of each subject by the policy; -1 where none or several are possible."""
        return _sole(self.open, len(self.order))

    @cached_property
    def effective(self) -> Bits:
        """What stands: the confirmed grade where there is one, else what is possible."""
        return np.where(self.confirmed >= 0, np.int64(1) << np.maximum(self.confirmed, 0), self.open)

    @cached_property
    def grade(self) -> Codes:
        """The grade that stands; -1 where none or several are possible."""
        return _sole(self.effective, len(self.order))

    def words(self, grades: int) -> list[str]:
        """The grades that are bits of `grades`, weakest first."""
        return [grade for code, grade in enumerate(self.order) if grades >> code & 1]


def _sole(bits: Bits, size: int) -> Codes:
    found = np.full(len(bits), -1, np.int32)
    for code in range(size):
        found[bits == 1 << code] = code
    return found


def graded(clerk: "Clerk", sheet: Sheet) -> Graded:
    """The grades of a sheet that gives some; whoever was not assessed has none."""
    grades = sheet.assessment.grades
    assert grades is not None
    if grades.partition is not None:
        given = _partition(clerk, sheet, grades)
    elif grades.cases:
        given = _cases(clerk, sheet, grades)
    else:  # a body gives the grades
        every, none = np.full(len(sheet), (1 << len(grades.order)) - 1, np.int64), np.full(len(sheet), -1, np.int32)
        given = _Given(every, none, none, [])
    possible = given.possible
    ceiling = np.full(len(sheet), -1, np.int32)
    for at, one in enumerate(grades.ceilings):
        now = clerk.evaluator(sheet).condition(one.when, sheet.moment).now
        capped = _capped(possible, grades.order.index(one.at_most), len(grades.order))
        ceiling[(now == PASS) & (capped != possible)] = at
        possible = np.where(now == PASS, capped, np.where(now == FAIL, possible, possible | capped))
    possible = np.where(sheet.assessed, possible, 0)
    confirmed, allowed = _confirmed(clerk, sheet, grades), tuple(map(tuple, given.allowed))
    return Graded(grades.order, possible, given.case, ceiling, confirmed, given.equal, allowed)


def keys(clerk: "Clerk", sheet: Sheet, name: str) -> list[tuple[Amount, ...]]:
    """What the subjects are ordered by: a number and, where it is the total, what breaks its ties."""
    ties = sheet.assessment.ties if name == sheet.assessment.total else ()
    return list(zip(*(clerk.named(sheet, one) for one in (name, *ties)), strict=True))


class _Given(NamedTuple):
    """The grades before ceilings, as `Graded` has them."""

    possible: Bits
    case: Codes
    equal: Codes
    allowed: list[list[Allowed]]


def _cases(clerk: "Clerk", sheet: Sheet, grades: Grades) -> _Given:
    """The first case that holds for each; a share is taken of those who have no grade yet."""
    possible = np.zeros(len(sheet), np.int64)
    by, equal = np.full(len(sheet), -1, np.int32), np.full(len(sheet), -1, np.int32)
    waiting = np.where(sheet.assessed, PASS, FAIL).astype(np.int8)
    allowed = []
    for at, case in enumerate(grades.cases):
        now, places, across = _meets(clerk, sheet, case, waiting)
        equal[across & (equal < 0)] = at
        possible |= np.where(now != FAIL, np.int64(1) << grades.order.index(case.grade), 0)
        by[now == PASS] = at
        waiting = np.minimum(waiting, PASS - now).astype(np.int8)
        allowed.append(places)
    none = np.int64(1) << len(grades.order)
    return _Given(possible | np.where(waiting != FAIL, none, 0), by, equal, allowed)


def _meets(
    clerk: "Clerk", sheet: Sheet, case: GradeCase, waiting: Verdicts
) -> tuple[Verdicts, list[Allowed], NDArray[np.bool_]]:
    """For whom a case holds, the places that it gives, and who is equal to others across its cut."""
    standing = waiting
    if case.when is not None:
        standing = np.minimum(waiting, clerk.evaluator(sheet).condition(case.when, sheet.moment).now)
    if case.share is None:
        return standing, [], np.zeros(len(sheet), np.bool_)
    contest = Contest(keys(clerk, sheet, sheet.assessment.total), standing)
    now, places = shares.within(clerk, sheet, case.share, contest)
    return now, places, shares.equal_at_cut(clerk, sheet, case.share, contest)


def _partition(clerk: "Clerk", sheet: Sheet, grades: Grades) -> _Given:
    """Each group divided whole, from the top; whoever's place nobody can tell may be in several parts."""
    assert grades.partition is not None
    standing = np.where(sheet.assessed, PASS, FAIL).astype(np.int8)
    contest = Contest(keys(clerk, sheet, sheet.assessment.total), standing)
    inside, allowed = shares.parted(sheet, grades.partition, contest)
    possible, by = np.zeros(len(sheet), np.int64), np.full(len(sheet), -1, np.int32)
    for at, ((grade, _), now) in enumerate(zip(grades.partition.shares, inside, strict=True)):
        possible |= np.where(now != FAIL, np.int64(1) << grades.order.index(grade), 0)
        by[now == PASS] = at
    equal = np.where(shares.equal_at_ends(sheet, grades.partition, contest), 0, -1).astype(np.int32)
    return _Given(possible, by, equal, allowed)


def _capped(bits: Bits, cap: int, size: int) -> Bits:
    """Grades above the cap become the cap; a subject without a grade gets none by it."""
    above = np.int64((1 << size) - (1 << cap + 1))
    return np.where(bits & above, bits & ~above | np.int64(1) << cap, bits)


def _confirmed(clerk: "Clerk", sheet: Sheet, grades: Grades) -> Codes:
    """The grades that a body has confirmed, as the records state them; -1 for none, or one that the scheme lacks."""
    book, table = clerk.book, sheet.table
    words = book.words(table, "grade")
    codes = np.array([grades.order.index(word) if word in grades.order else -1 for word in words] + [-1], np.int32)
    stated = np.append(book.column(table, "grade"), -1)[sheet.entry]
    confirmed = np.append(book.dates(table, "confirmed.date")[1] >= 0, False)[sheet.entry]
    return np.where(confirmed, codes[stated], -1).astype(np.int32)
