"""What the assessments of a policy say of the person and the unit of a case, in the form in which cases expect it."""

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from cadrectl.decide.assess import of_sheet
from cadrectl.facts.truth import FAIL, WORDS
from cadrectl.policy.clerk import Clerk
from cadrectl.policy.literal import literal
from cadrectl.policy.number_model import Assessment
from cadrectl.policy.phrases import figure
from cadrectl.policy.sheets import Sheet
from cadrectl.text import Text

NOBODY = "none"
"""What is found of somebody who was not assessed."""


def results(clerk: Clerk, series: str, year: int, case: str) -> dict[str, str]:
    """By assessment and number, grade, rank or consequence (`annual.total`) what is found in a year; else `none`.

    `case` is the id of the person, and of the unit. Numbers are written exactly, `unknown` what nobody knows.
    """
    assessments = [one for policy in clerk.known if policy.series == series for one in policy.assessments]
    found = {f"{one.id}.{name}": NOBODY for one in assessments for name in _names(one)}
    for sheet in clerk.of_year([series], year):
        own = clerk.book.register.position(sheet.own, case)
        for at in np.flatnonzero(sheet.subject == own).tolist():
            found |= {f"{sheet.assessment.id}.{name}": said for name, said in _found(clerk, sheet, at)}
    return found


def unclear(clerk: Clerk, series: str, year: int, case: str, assess: str) -> tuple[Text, ...]:
    """Why something of an assessment of the case's person or unit is unknown."""
    sheets = [sheet for sheet in clerk.of_year([series], year) if sheet.assessment.id == assess]
    own = [(sheet, clerk.book.register.position(sheet.own, case)) for sheet in sheets]
    rows = [row for sheet, at in own for row in of_sheet(clerk, sheet) if sheet.subject[row.at] == at]
    return tuple(reason for row in rows for reason in row.reasons)


def expected(stated: object) -> str:
    """What a case expects, in the form in which it is found: numbers, shares and fractions alike."""
    value = literal(stated)
    return figure(value) if isinstance(value, Fraction) else str(stated)


def _names(assessment: Assessment) -> Iterator[str]:
    yield from assessment.numbers
    yield from ("grade", "rank")
    yield from (one.id for one in assessment.consequences)


def _found(clerk: Clerk, sheet: Sheet, at: int) -> Iterator[tuple[str, str]]:
    [row] = [one for one in of_sheet(clerk, sheet) if one.at == at]
    for name in sheet.assessment.numbers:
        amount = clerk.named(sheet, name)[at]
        yield name, "unknown" if amount is None else figure(amount)
    yield "rank", "unknown" if row.placing.rank is None else str(row.placing.rank)
    yield "grade", row.grading.grade or "unknown"
    verdicts = {one.id: one.verdict for one in row.consequences}
    yield from ((one.id, verdicts.get(one.id, WORDS[FAIL])) for one in sheet.assessment.consequences)
