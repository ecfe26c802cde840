"""Duties to be done in any time of a length: the time runs anew from the last time that it was done.

What was enough on its own shows it done until so long after the first of the records that it rests on.
"""

import numpy as np
from numpy.typing import NDArray

from cadrectl.calendar import NEVER, SchoolCalendar
from cadrectl.decide.claims import Claims, ahead
from cadrectl.decide.proofs import Proofs, amounts
from cadrectl.facts.moment import Moment, Rows
from cadrectl.facts.truth import FAIL, PASS, Days
from cadrectl.policy.duties import Duty, Each
from cadrectl.policy.evaluate import Evaluator
from cadrectl.policy.model import Selection
from cadrectl.policy.span import Span

_APART = np.int64(NEVER) * 2


def rolling(duty: Duty, evaluator: Evaluator, moment: Moment, calendar: SchoolCalendar) -> tuple[Claims, Proofs]:
    """One claim for everybody whose time has begun, due when the time since it was last done is over; and the records.

    `opened` is that last time, or the day on which the time began where it never was done.
    """
    assert isinstance(duty.arises, Each) and duty.arises.cycle is not None
    span, (proof,) = duty.arises.cycle, duty.done
    assert proof.selection is not None  # the parser lets only records show it done
    rows, truth, on_file = evaluator.select(proof.selection, moment)
    began = _began(duty.arises.since, evaluator, moment)
    least, most = amounts(proof, rows)
    enough = float(proof.at_least)
    surely = _last(rows, truth.now == PASS, (rows.starts()[0], least, enough), (span, calendar))
    perhaps = _last(rows, truth.now != FAIL, (rows.starts()[1], most, enough), (span, calendar))
    perhaps = np.where(on_file.now == PASS, perhaps, NEVER)
    opened = np.maximum(began[0], surely), np.maximum(began[1], perhaps)
    holder = np.arange(len(moment.people))
    due = ahead(opened[0], span, calendar), ahead(opened[1], span, calendar)
    late = duty.overdue or Span(1, "day")
    overdue = ahead(due[0], late, calendar), ahead(due[1], late, calendar)
    there = np.where(began[0] < NEVER, PASS, FAIL).astype(np.int8)
    until = np.full(len(holder), NEVER, np.int32)
    made = Claims(holder, opened, due, overdue, opened, until, moment.day, there, None, None)
    counted = np.flatnonzero((truth.now != FAIL) & (rows.starts()[1] >= opened[0][rows.holder]))
    return made, Proofs(rows, rows.holder[counted], counted, truth.now[counted] == PASS)


def _began(since: Selection | None, evaluator: Evaluator, moment: Moment) -> tuple[Days, Days]:
    """By person the day of the first record of a selection (None: the first post), as bounds; NEVER without any."""
    if since is None:
        rows = moment.rows("posts")
        low, high = rows.starts()
    else:
        rows, truth, _ = evaluator.select(since, moment)
        low = np.where(truth.now != FAIL, rows.starts()[0], NEVER).astype(np.int32)
        high = np.where(truth.now == PASS, rows.starts()[1], NEVER).astype(np.int32)
    return rows.fold(np.minimum, low, NEVER), rows.fold(np.minimum, high, NEVER)


def _last(
    rows: Rows,
    chosen: NDArray[np.bool_],
    what: tuple[Days, NDArray[np.float64], float],
    within: tuple[Span, SchoolCalendar],
) -> Days:
    """By person the last day from which on the records of the time came to enough; -1 where they never did."""
    (days, numbers, enough), (span, calendar) = what, within
    numbers = np.minimum(numbers, enough)  # of which nobody knows how much it is may be enough
    order = np.lexsort((days, rows.holder))
    order = order[chosen[order]]
    holder, day = rows.holder[order], days[order]
    ends = np.searchsorted(holder * _APART + day, holder * _APART + ahead(day, span, calendar))
    total = np.concatenate([[0.0], np.cumsum(numbers[order])])
    fulfilled = total[ends] - total[np.arange(len(order))] >= enough
    result = np.full(len(rows.moment.people), -1, np.int32)
    np.maximum.at(result, holder[fulfilled], day[fulfilled])
    return result
