"""Who is in which group, and how favourable outcomes divide between the groups of one kind. (policy key `fairness`)"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from msgspec import Struct

from cadrectl.calendar import YEAR
from cadrectl.decide.fairness import Division, divisions
from cadrectl.facts import fields
from cadrectl.facts.moment import Moment
from cadrectl.policy.clerk import Clerk
from cadrectl.policy.fairness_reader import AGE
from cadrectl.policy.number_model import Fairness
from cadrectl.policy.sheets import Sheet


class Outcomes(Struct, frozen=True):
    """The outcome of each of some people at their days: favourable or not, None where it is not known."""

    id: str  # an assessment, or `pool`
    moment: Moment
    favourable: Sequence[bool | None]


class Compared(Struct, frozen=True):
    """How one outcome divides between the groups by one field; `unknown` people have no known outcome or group."""

    outcome: str
    by: str
    divisions: list[Division]
    unknown: int


def of_sheet(clerk: Clerk, sheet: Sheet) -> list[Compared]:
    """How the favourable grades of people assessed together divide, where their policy has that watched."""
    fairness, graded = sheet.policy.fairness, clerk.graded(sheet)
    if fairness is None or graded is None or sheet.assessment.id not in fairness.favourable:
        return []
    codes = [graded.order.index(word) for word in fairness.favourable[sheet.assessment.id]]
    marks = [None if code < 0 else code in codes for code in graded.grade.tolist()]
    return compared(Outcomes(sheet.assessment.id, sheet.moment, marks), fairness)


def compared(outcomes: Outcomes, fairness: Fairness) -> list[Compared]:
    """The comparison by each field that the policy names, groups in the order of their words."""
    return [_compared(outcomes, fairness, name) for name in fairness.by]


def _compared(outcomes: Outcomes, fairness: Fairness, name: str) -> Compared:
    words = _bands(outcomes.moment, fairness.ages) if name == AGE else fields.person_words(outcomes.moment, name)
    marks: dict[str, list[bool]] = {}
    for word, favourable in zip(words, outcomes.favourable, strict=True):
        if word and favourable is not None:
            marks.setdefault(word, []).append(favourable)
    known = sum(map(len, marks.values()))
    ordered = {word: marks[word] for word in sorted(marks)}
    return Compared(outcomes.id, name, divisions(ordered, fairness), len(words) - known)


def _bands(moment: Moment, ages: Sequence[int]) -> list[str]:
    """The band of age of each person, `35-44`; "" where the date of birth leaves two of them open."""
    first, last = (born[moment.people] for born in moment.book.dates("cadres", "birth"))
    oldest, youngest = ((moment.day - born) // YEAR for born in (first, last))
    low, high = (np.searchsorted(ages, age, side="right").tolist() for age in (youngest, oldest))
    names = [f"-{ages[0] - 1}", *(f"{one}-{two - 1}" for one, two in pairwise(ages)), f"{ages[-1]}-"]
    return [names[one] if one == two and born >= 0 else "" for one, two, born in zip(low, high, last, strict=True)]
