"""What an assessment comes to for each person or unit: numbers, place, grade, and what follows from them.

Each session is judged by the version of the policy that was in force on its day. Nothing is decided here that the
policy does not say; what is unknown is said with the reason. (JT-10, JX-1, NT-5, QJ-4, QJ-5)
"""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from cadrectl.decide.consequences import Followed, consequences
from cadrectl.policy.clerk import Clerk
from cadrectl.policy.cuts import order
from cadrectl.policy.exact import Amount
from cadrectl.policy.grading import Graded, keys
from cadrectl.policy.group_values import groups
from cadrectl.policy.number_model import GradeCase, VoteShare
from cadrectl.policy.reasons import equal_at_cut, reasons
from cadrectl.policy.sheets import Sheet
from cadrectl.text import Text, say


class Part(Struct, frozen=True):
    """A number of an assessment: None where nobody knows it, or (`hidden`) where it would show how a few voted."""

    id: str
    amount: Amount
    hidden: bool
    share: bool


class Placing(Struct, frozen=True):
    """The best and the worst place that the records leave open in a group of `size`; `tied` share the place.

    Both are None for who has no place: not assessed, in no group, or without a total.
    """

    best: int | None
    worst: int | None
    size: int
    tied: list[str]

    @property
    def rank(self) -> int | None:
        """The place where there is only one."""
        return self.best if self.best == self.worst else None


class Grading(Struct, frozen=True):
    """The grade that stands, the confirmed or else the computed one; None, with what is `possible`, where none is.

    `source` are the articles of the case that gave a computed grade and of the ceiling that capped it.
    """

    grade: str | None
    computed: str | None
    confirmed: bool
    possible: list[str]
    source: tuple[str, ...]


NO_GRADE = Grading(None, None, False, [], ())


class Assessed(Struct, frozen=True):
    """The result of one person (`cadre`) or unit (`cadre` None), at position `at` of its sheet.

    `score` is None where it is unknown, or would show how a few people voted; `reasons` say why something is unknown.
    """

    cadre: str | None
    name: str
    unit: str | None
    sheet: Sheet
    at: int
    score: Amount
    parts: tuple[Part, ...]
    placing: Placing
    grading: Grading
    consequences: list[Followed]
    reasons: list[Text]

    @property
    def group(self) -> str:
        """Who it is ranked with; "" where there is one group, or nobody can tell."""
        code = int(self.sheet.group[self.at])
        return self.sheet.groups[code] if code >= 0 else ""


def assess(clerk: Clerk, series: Sequence[str], year: int, ids: Sequence[str] = ()) -> list[Assessed]:
    """The results of a year in the order of the assessments, groups and places.

    By the assessments (ids or kinds; all if none is named) of some series of policies.
    """
    return [row for sheet in clerk.of_year(series, year, ids) for row in of_sheet(clerk, sheet)]


class _Made(Struct, frozen=True):
    """A sheet with all that is worked out on it, subject by subject; `parts` are all numbers but the total."""

    clerk: Clerk
    sheet: Sheet
    ids: list[str]
    names: list[str]
    units: list[str | None]
    scores: list[Amount]
    parts: list[tuple[Part, ...]]
    graded: Graded | None
    placings: list[Placing]
    followed: list[list[Followed]]


def of_sheet(clerk: Clerk, sheet: Sheet) -> list[Assessed]:
    """The results of those on a sheet, group by group in the order of their places."""
    tables = clerk.book.register.tables
    ids, names = (tables[sheet.own][name][sheet.subject].tolist() for name in ("id", "name"))
    units = [*map(str, tables["units"]["id"]), None]
    shown = _shown(clerk, sheet)
    made = _Made(
        clerk,
        sheet,
        ids,
        names,
        [units[unit] for unit in sheet.unit.tolist()],
        [part.amount for part in shown[sheet.assessment.total]] if sheet.assessment.total else clerk.total(sheet),
        list(zip(*(parts for name, parts in shown.items() if name != sheet.assessment.total), strict=True))
        or [()] * len(sheet),
        clerk.graded(sheet),
        _placings(clerk, sheet, ids),
        consequences(clerk, sheet),
    )
    rows = [_row(made, at) for at in range(len(sheet))]
    return sorted(rows, key=lambda row: (row.group, row.placing.best or len(ids) + 1, row.placing.worst, ids[row.at]))


def _placings(clerk: Clerk, sheet: Sheet, ids: Sequence[str]) -> list[Placing]:
    """The places by the total and what breaks its ties."""
    found = [Placing(None, None, 0, []) for _ in range(len(sheet))]
    if not sheet.assessment.total:
        return found
    all_keys = keys(clerk, sheet, sheet.assessment.total)
    for members in groups(sheet, "group"):
        own = [all_keys[at] for at in members.tolist()]
        best, worst = order(own).places()
        equals: dict[tuple[Amount, ...], list[str]] = {}
        for at, key in zip(members.tolist(), own, strict=True):
            equals.setdefault(key, []).append(ids[at])
        for at, key, low, high in zip(members.tolist(), own, best.tolist(), worst.tolist(), strict=True):
            tied = [one for one in equals[key] if one != ids[at]] if None not in key else []
            found[at] = Placing(low, high, len(own), tied)
    return found


def _row(made: _Made, at: int) -> Assessed:
    sheet = made.sheet
    grading = NO_GRADE if made.graded is None else _grading(sheet, made.graded, at)
    open_ = [] if made.graded is None or grading.grade is not None else _leaves_open(made, made.graded, at)
    return Assessed(
        cadre=None if sheet.assessment.subject == "unit" else made.ids[at],
        name=made.names[at],
        unit=made.units[at],
        sheet=sheet,
        at=at,
        score=made.scores[at],
        parts=made.parts[at],
        placing=made.placings[at],
        grading=grading,
        consequences=made.followed[at],
        reasons=[*reasons(made.clerk, sheet, at), *open_],
    )


def _leaves_open(made: _Made, graded: Graded, at: int) -> list[Text]:
    """What others leave open of a grade: who equals the subject across its cut, or that somebody's number is missing.

    With equals, the article by which people say who is in.
    """
    sheet, case, placing = made.sheet, int(graded.equal[at]), made.placings[at]
    grades = sheet.assessment.grades
    if grades is None or case < 0:
        if made.clerk.total(sheet)[at] is None or placing.best is None or placing.rank is not None:
            return []
        return [say("a number of somebody ranked together is unknown")]
    by = grades.partition or grades.cases[case]
    across = isinstance(by, GradeCase) and by.share is not None and by.share.across == "all"
    by_total = keys(made.clerk, sheet, sheet.assessment.total)
    alike = [
        made.ids[one]
        for one in np.flatnonzero((graded.equal == case) & (across | (sheet.group == sheet.group[at]))).tolist()
        if one != at and by_total[one] == by_total[at]
    ]
    return [say("{text} [{source}]", text=equal_at_cut(alike), source=", ".join(by.source))]


def _shown(clerk: Clerk, sheet: Sheet) -> dict[str, list[Part]]:
    """The numbers of each subject, in the order of the policy, without what would show how a few people voted."""
    found = {}
    out_of_sight = clerk.hidden(sheet)
    for name, number in sheet.assessment.numbers.items():
        share = isinstance(number.work, VoteShare)
        pairs = zip(clerk.named(sheet, name), out_of_sight[name].tolist(), strict=True)
        found[name] = [Part(name, None if hide else amount, hide, share) for amount, hide in pairs]
    return found


def _grading(sheet: Sheet, graded: Graded, at: int) -> Grading:
    words = [graded.order[code] if code >= 0 else None for code in (int(graded.grade[at]), int(graded.computed[at]))]
    return Grading(
        grade=words[0],
        computed=words[1],
        confirmed=bool(graded.confirmed[at] >= 0),
        possible=graded.words(int(graded.effective[at])) if words[0] is None else [],
        source=() if words[1] is None else _articles(sheet, graded, at),
    )


def _articles(sheet: Sheet, graded: Graded, at: int) -> tuple[str, ...]:
    """The articles by which a grade was given, and capped."""
    grades = sheet.assessment.grades
    assert grades is not None
    case, ceiling = int(graded.case[at]), int(graded.ceiling[at])
    given = grades.partition.source if grades.partition is not None else grades.cases[case].source if case >= 0 else ()
    capped = grades.ceilings[ceiling].source if ceiling >= 0 else ()
    return tuple(dict.fromkeys((*given, *capped)))
