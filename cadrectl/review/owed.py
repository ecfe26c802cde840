"""What people owe through a change: the duties of the policies in force that its records bring about.

Nothing is listed that comes round by itself; what is owed at all, and by when, is worked out by `decide.duties`.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import numpy as np
from msgspec import Struct

from cadrectl.calendar import code_of, parse_date
from cadrectl.decide.duties import Owed, Setting, arisen, duties, titles
from cadrectl.facts.moment import Moment
from cadrectl.policy.duties import After
from cadrectl.policy.model import Policy
from cadrectl.review.change import Change
from cadrectl.review.finding import Follows
from cadrectl.review.judging import day_asked
from cadrectl.review.state import State, day_of
from cadrectl.text import say

NOT_DONE = ("open", "due", "overdue")


class Asked(Struct, frozen=True):
    """Both ends, the changes between them, and the day of the question."""

    before: State
    after: State
    changes: Sequence[Change]
    as_of: date


def brought_about(asked: Asked) -> Iterator[tuple[Change, Follows]]:
    """What is owed at the later end and not done, and did not arise at the earlier one, with the change behind it.

    Each person is asked about at the day from which the last of the changes holds, or that of the question.
    """
    days: dict[str, int] = {}
    for change in asked.changes:
        if change.cadre is not None:
            day = code_of(max(day_asked(change, asked.as_of), asked.as_of))
            days[change.cadre] = max(day, days.get(change.cadre, day))
    setting, moment = _asked_of(asked.after, days)
    open_ = duties(setting, moment, moment.day, NOT_DONE)
    owing = {one.cadre for one in open_}
    known = arisen(*_asked_of(asked.before, {cadre: day for cadre, day in days.items() if cadre in owing}))
    labels = titles(asked.after.known)
    for one in open_:
        if (one.cadre, one.duty, one.arose) not in known:
            due = parse_date(one.due_on)
            text = say("{duty}", duty=labels[one.duty])
            yield _change_behind(asked.changes, one), Follows(text, day_of(one.due_on) if due else None, one.source)


def _asked_of(state: State, days: Mapping[str, int]) -> tuple[Setting, Moment]:
    """The duties that records bring about, and these people as far as they are known, each at a day."""
    here = {id: state.book.register.position("cadres", id) for id in days}
    people = [id for id, place in here.items() if place >= 0]
    at = np.array([days[id] for id in people], np.int32)
    moment = Moment(state.book, np.array([here[id] for id in people], np.int64), at)
    versions = [_after_records(one) for one in state.known if one.series in state.series]
    return Setting(state.book, versions if people else (), state.known, state.calendar, state.exempt), moment


def _after_records(policy: Policy) -> Policy:
    return policy.stating(duties=tuple(one for one in policy.duties if isinstance(one.arises, After)))


def _change_behind(changes: Sequence[Change], owed: Owed) -> Change:
    """The person's change that stands nearest to what brought the duty about."""
    places = dict(owed.evidence)

    def distance(change: Change) -> tuple[bool, int]:
        return change.path not in places, abs(change.line - places.get(change.path, change.line))

    return min((change for change in changes if change.cadre == owed.cadre), key=distance)
