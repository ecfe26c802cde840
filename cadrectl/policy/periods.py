"""The times that assessments stand for: years, school years, semesters. Which day a session was held is not asked here.

A school year begins in September and is named by the year in which it begins; of the semesters of a year the first
runs from February, the second from August. A term of office has no months of its own: it is named by its last year.
"""

from typing import NamedTuple

from cadrectl.calendar import MONTH, YEAR

SPRING, AUTUMN = 1, 2


class Period(NamedTuple):
    """A year, or (`part` 1 or 2) one of its semesters."""

    year: int
    part: int = 0

    def back(self, number: int) -> "Period":
        """So many periods before."""
        if not self.part:
            return Period(self.year - number)
        year, part = divmod(2 * self.year + self.part - 1 - number, 2)
        return Period(year, part + 1)

    def days(self, kind: str, number: int = 1) -> tuple[int, int]:
        """The first and the last day (codes) of this period of a kind and those before it, `number` in all."""
        first, last = self.back(number - 1)._months(kind)[0], self._months(kind)[1]
        return first * MONTH, last * MONTH - 1

    def _months(self, kind: str) -> tuple[int, int]:
        """The month in which it begins, and the first month after it."""
        start = self.year * 12
        if self.part:
            return (start + 1, start + 7) if self.part == SPRING else (start + 7, start + 13)
        return (start + 8, start + 20) if kind == "school-year" else (start, start + 12)


def semester_of(year: int, day: int) -> int:
    """In which semester of a year a session was held: one held before February of the next is of the second."""
    in_spring = year * YEAR <= day < year * YEAR + 7 * MONTH
    return SPRING if in_spring else AUTUMN
