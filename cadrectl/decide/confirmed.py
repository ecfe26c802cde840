"""Grades that a body confirmed, held against those that follow from the policy; the confirmed ones stand all the same.

(JT-10, QJ-4)
"""

from collections.abc import Iterator, Sequence

import numpy as np

from cadrectl.decide.quotas import Quota, quotas
from cadrectl.policy.clerk import Clerk
from cadrectl.policy.phrases import chain
from cadrectl.policy.reasons import entry_place
from cadrectl.policy.sentences import Speaker
from cadrectl.policy.sheets import Sheet
from cadrectl.problem import Problem, problem
from cadrectl.text import Text, say


def contradictions(clerk: Clerk, series: Sequence[str]) -> list[Problem]:
    """What is wrong with the confirmed grades of all years on record."""
    years = sorted({int(year) for year in clerk.book.column("evaluations", "year")})
    found = [sheet for year in years for sheet in clerk.of_year(series, year)]
    return [problem for sheet in found for _, problem in of_sheet(clerk, sheet)]


def of_sheet(clerk: Clerk, sheet: Sheet) -> Iterator[tuple[int, Problem]]:
    """Confirmed grades that are not among the computed ones, and grades that more have than the policy allows.

    Each with the position on the sheet of the subject at whose record it is reported.
    """
    graded = clerk.graded(sheet)
    if graded is None:
        return
    ids, speaker = clerk.book.register.tables[sheet.own]["id"], clerk.speaker(sheet)
    confirmed = np.int64(1) << np.maximum(graded.confirmed, 0).astype(np.int64)
    differ = sheet.assessed & (graded.confirmed >= 0) & (graded.open & confirmed == 0)
    for at in np.flatnonzero(differ).tolist():
        message = say(
            "{who}: {said} is confirmed, {found} follows from {policy}",
            who=str(ids[int(sheet.subject[at])]),
            said=speaker.word(graded.order[int(graded.confirmed[at])]),
            found=_listed(speaker, graded.words(int(graded.open[at]))),
            policy=sheet.policy.id,
        )
        path, line = entry_place(clerk, sheet, at)
        hint = say("Correct the record, or have the grade decided again.")
        yield at, problem("grade-differs", path, (line, 1), message, hint)
    yield from (_exceeded(clerk, quota) for quota in quotas(clerk, sheet) if quota.or_better and quota.exceeded)


def _listed(speaker: Speaker, grades: Sequence[str]) -> Text:
    return chain([say("{word}", word=speaker.word(grade)) for grade in grades], say("{first} / {rest}"))


def _exceeded(clerk: Clerk, quota: Quota) -> tuple[int, Problem]:
    """More confirmed than a quota allows, at the first of them."""
    graded = clerk.graded(quota.sheet)
    assert graded is not None  # who has a quota has grades
    members = quota.allowed.members
    first = int(members[graded.grade[members] >= graded.order.index(quota.grade)][0])
    path, line = entry_place(clerk, quota.sheet, first)
    message = say(
        "{number} have {grade} or better, and {policy} allows {allowed} of {base}",
        number=quota.used,
        grade=clerk.speaker(quota.sheet).word(quota.grade),
        policy=quota.sheet.policy.id,
        allowed=quota.allowed.seats,
        base=quota.allowed.base,
    )
    hint = say("Correct the record, or have the grades decided again.")
    return first, problem("quota-exceeded", path, (line, 1), message, hint)
