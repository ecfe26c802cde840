"""What conditions may ask of the numbers, places and grades of an assessment, each worked out by one function.

`FACTS` lists them by name. A function gets the clerk, the sheet whose subjects are asked about, the fact, and the
subjects with their days. Days of turning are not looked for: an assessment stands for its period.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cadrectl.facts.moment import Moment
from cadrectl.facts.truth import FAIL, PASS, UNKNOWN, Truth, decide
from cadrectl.policy.comparing import by_case, compare
from cadrectl.policy.fitting import plain_values
from cadrectl.policy.grading import keys
from cadrectl.policy.model import Comparison, Condition, Fact, Value
from cadrectl.policy.number_model import GroupShare
from cadrectl.policy.shares import Contest, within
from cadrectl.policy.sheets import Sheet

if TYPE_CHECKING:
    from cadrectl.policy.clerk import Clerk

Verdicts = NDArray[np.int8]


def number(clerk: "Clerk", sheet: Sheet, fact: Fact, moment: Moment) -> Truth:
    """A number compares as stated, in the period and (`running`) in each of as many as stated up to it."""

    def asked(condition: Condition) -> Verdicts:
        return clerk.evaluator(sheet).condition(condition, moment).now

    found = np.full(len(sheet), PASS, np.int8)
    for back in _periods(fact):
        amounts = clerk.asked(sheet, str(fact.arguments["of"]), str(fact.arguments["in"]), back)
        for test in fact.tests:
            found = np.minimum(found, compare(test, amounts, asked))
    return _truth(found, moment)


def grade(clerk: "Clerk", sheet: Sheet, fact: Fact, moment: Moment) -> Truth:
    """The confirmed grade, or without one the computed one, compares as stated, in each of the periods."""
    found = np.full(len(sheet), PASS, np.int8)
    for back in _periods(fact):
        others = clerk.beside(sheet, back, str(fact.arguments["in"]))
        for test in fact.tests:
            found = np.minimum(found, _aligned(sheet, [(one, _graded(clerk, one, test)) for one in others]))
    return _truth(found, moment)


def place(clerk: "Clerk", sheet: Sheet, fact: Fact, moment: Moment) -> Truth:
    """The place by a number, among those ranked together then, is in the share of the top or of the bottom."""
    share = fact.arguments["share"]
    assert isinstance(share, GroupShare)
    others = clerk.beside(sheet, _whole(fact, "back"), str(fact.arguments["in"]))
    found = [(one, _placed(clerk, one, str(fact.arguments["of"]), share)) for one in others]
    return _truth(_aligned(sheet, found), moment)


def _periods(fact: Fact) -> range:
    """The periods asked about, as how far back they lie."""
    back = _whole(fact, "back")
    return range(back, back + max(_whole(fact, "running"), 1))


def _whole(fact: Fact, name: str) -> int:
    value = fact.arguments.get(name, 0)
    assert isinstance(value, int)
    return value


def _graded(clerk: "Clerk", sheet: Sheet, test: Comparison) -> Verdicts:
    graded = clerk.graded(sheet)
    if graded is None:
        return np.full(len(sheet), UNKNOWN, np.int8)

    def plain(value: Value) -> Verdicts:
        wanted = _bits(graded.order, test.comparator, [str(one) for one in plain_values(value)])
        hit, missed = graded.effective & wanted != 0, graded.effective & ~np.int64(wanted) != 0
        return np.where(hit & ~missed, PASS, np.where(missed & ~hit, FAIL, UNKNOWN)).astype(np.int8)

    return by_case(test.value, plain, lambda condition: clerk.evaluator(sheet).condition(condition, sheet.moment).now)


def _bits(order: Sequence[str], comparator: str, words: Sequence[str]) -> int:
    """The grades that meet a comparison, as bits."""
    at = [order.index(word) for word in words]
    tests: Mapping[str, Callable[[int], bool]] = {
        "is": lambda code: code in at,
        "in": lambda code: code in at,
        "not": lambda code: code not in at,
        "at_least": lambda code: code >= min(at),
        "more_than": lambda code: code > min(at),
        "at_most": lambda code: code <= max(at),
        "less_than": lambda code: code < max(at),
    }
    return sum(1 << code for code in range(len(order)) if tests[comparator](code))


def _placed(clerk: "Clerk", sheet: Sheet, name: str, share: GroupShare) -> Verdicts:
    standing = np.where(sheet.assessed, PASS, FAIL).astype(np.int8)
    return within(clerk, sheet, share, Contest(keys(clerk, sheet, name), standing))[0]


def _aligned(sheet: Sheet, others: Sequence[tuple[Sheet, Verdicts]]) -> Verdicts:
    """Verdicts on other sheets for the subjects of this one; unknown for who is not there, or is there twice."""
    found: dict[int, int] = {}
    mine = sheet.subject
    for other, verdicts in others:
        if other is sheet:
            return verdicts
        if other.assessment.subject == "unit":
            mine = sheet.unit
        for subject, verdict in zip(other.subject.tolist(), verdicts.tolist(), strict=True):
            found[subject] = UNKNOWN if subject in found else verdict
    return np.array([found.get(subject, UNKNOWN) for subject in mine.tolist()], np.int8)


def _truth(now: Verdicts, moment: Moment) -> Truth:
    return decide(now == PASS, now == FAIL, moment.day)


FACTS: Mapping[str, Callable[["Clerk", Sheet, Fact, Moment], Truth]] = {
    "number": number,
    "grade": grade,
    "place": place,
}
