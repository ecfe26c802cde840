"""How many of a group may have a grade, by which article, and how many have it. Nobody is graded here. (QJ-4)"""

from collections.abc import Iterator

from msgspec import Struct

from cadrectl.policy.clerk import Clerk
from cadrectl.policy.grading import Graded
from cadrectl.policy.number_model import Grades, GroupShare
from cadrectl.policy.shares import Allowed, places
from cadrectl.policy.sheets import Sheet


class Quota(Struct, frozen=True):
    """The places that a policy allows a grade (`or_better`: it and those above) in a group, and how many are used."""

    sheet: Sheet
    grade: str
    or_better: bool
    allowed: Allowed
    used: int
    source: tuple[str, ...]

    @property
    def exceeded(self) -> bool:
        """Whether more have the grade than may."""
        return self.allowed.seats is not None and self.used > self.allowed.seats


def quotas(clerk: Clerk, sheet: Sheet) -> Iterator[Quota]:
    """The quotas of an assessment, group by group: by shares of those ranked together, and on what a body confirms."""
    graded, grades = clerk.graded(sheet), sheet.assessment.grades
    if graded is None or grades is None:
        return
    for (grade, source), allowed in zip(_shared(grades), graded.allowed, strict=True):
        for one in allowed:
            used = _used(graded, grade, one, or_better=False)
            yield Quota(sheet, grade, False, one, used, source or sheet.assessment.source)
    for quota in grades.quotas:
        share = GroupShare("top", quota.at_most, False, quota.base, quota.round, "out", "group")
        for one in places(clerk, sheet, share):
            used = _used(graded, quota.grade, one, or_better=True)
            yield Quota(sheet, quota.grade, True, one, used, quota.source or sheet.assessment.source)


def _shared(grades: Grades) -> list[tuple[str, tuple[str, ...]]]:
    """The grades in the order in which places were given out, with the article of each."""
    if grades.partition is not None:
        return [(grade, grades.partition.source) for grade, _ in grades.partition.shares]
    return [(case.grade, case.source) for case in grades.cases]


def _used(graded: Graded, grade: str, allowed: Allowed, *, or_better: bool) -> int:
    code, stand = graded.order.index(grade), graded.grade[allowed.members]
    return int((stand >= code).sum() if or_better else (stand == code).sum())
