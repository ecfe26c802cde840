"""What follows from an assessment for each of those assessed: actions with their articles and until when they hold.

Of the actions of one ladder that follow the strongest is taken; the others are kept, to show that they were met.
(JX-1, QJ-10)
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from cadrectl.calendar import YEAR, iso, snap
from cadrectl.facts import selection
from cadrectl.facts.moment import Moment
from cadrectl.facts.truth import FAIL, PASS, WORDS, both
from cadrectl.policy.clerk import Clerk
from cadrectl.policy.model import Condition
from cadrectl.policy.number_model import Action, Consequence
from cadrectl.policy.sheets import Sheet


class Followed(Struct, frozen=True):
    """A consequence of one subject: `pass` where it follows, `unknown` where the records leave that open.

    The `actions` all follow, or (`one_of`) one of them, which a body chooses; `until` is the first day on which
    nothing of it holds, None for no end. `bearers` are the people on whom that of a unit falls. `wins` is false where
    a stronger action of the ladder surely follows.
    """

    id: str
    verdict: str
    actions: tuple[Action, ...]
    one_of: bool
    source: tuple[str, ...]
    severity: str
    until: str | None
    bars: tuple[str, ...]
    bearers: tuple[str, ...]
    wins: bool


def consequences(clerk: Clerk, sheet: Sheet) -> list[list[Followed]]:
    """What follows for each subject, in the order of the policy."""
    found: list[list[Followed]] = [[] for _ in range(len(sheet))]
    begins = _begins(clerk, sheet)
    for one in sheet.assessment.consequences:
        now = verdicts(clerk, sheet, one)
        for at in np.flatnonzero((now != FAIL) & sheet.assessed).tolist():
            found[at].append(_followed(clerk, sheet, one, (at, WORDS[int(now[at])], int(begins[at]))))
    ladders = {step.id: (ladder.id, at) for ladder in sheet.policy.actions for at, step in enumerate(ladder.steps)}
    return [_strongest(own, ladders) if own else own for own in found]


def verdicts(clerk: Clerk, sheet: Sheet, one: Consequence) -> NDArray[np.int8]:
    """For whom a consequence follows, on the day on which it is decided: that of the confirmation or of the question.

    What a second key waits for (a finding, an inspection) comes after the session.
    """
    evaluator, confirmed = clerk.evaluator(sheet), _confirmed(clerk, sheet)
    decided = np.maximum(np.where(confirmed >= 0, confirmed, clerk.day), sheet.moment.day)
    moment = sheet.moment.at(decided.astype(np.int32))
    now = evaluator.condition(one.when, moment).now
    if one.unless is None:
        return now
    return np.minimum(now, PASS - evaluator.condition(one.unless, moment).now).astype(np.int8)


def _confirmed(clerk: Clerk, sheet: Sheet) -> NDArray[np.int32]:
    """The day on which a body confirmed each result; -1 where none has."""
    return np.append(clerk.book.dates(sheet.table, "confirmed.date")[1], -1)[sheet.entry].astype(np.int32)


def _begins(clerk: Clerk, sheet: Sheet) -> NDArray[np.int32]:
    """The day from which consequences run: that of the confirmation, or without one that of the session."""
    confirmed = _confirmed(clerk, sheet)
    return np.where(confirmed >= 0, confirmed, sheet.held).astype(np.int32)


def _followed(clerk: Clerk, sheet: Sheet, one: Consequence, found: tuple[int, str, int]) -> Followed:
    at, verdict, begin = found
    actions = {step.id: step for ladder in sheet.policy.actions for step in ladder.steps}
    return Followed(
        id=one.id,
        verdict=verdict,
        actions=tuple(actions[id] for id in one.then),
        one_of=one.one_of,
        source=one.source,
        severity=one.severity,
        until=_until(one, begin),
        bars=one.bars,
        bearers=tuple(_bearers(clerk, sheet, at, one.holders)) if one.holders is not None else (),
        wins=True,
    )


def _until(one: Consequence, begin: int) -> str | None:
    if one.lasts is not None:
        return iso(snap(begin + one.lasts.codes))
    if one.until_end_of == "year":
        return iso((begin // YEAR + 1) * YEAR)
    return None


def _bearers(clerk: Clerk, sheet: Sheet, at: int, holders: Condition) -> Iterator[str]:
    """The people who surely hold a post in the unit on the day of its assessment and are as the condition says."""
    book, unit, day = clerk.book, int(sheet.subject[at]), int(sheet.held[at])
    posts = book.register.link("cadres.posts", "unit") == unit
    people = np.unique(book.column("cadres.posts", "owner").astype(np.int64)[posts])
    moment = Moment(book, people, np.full(len(people), day, np.int32))
    rows = moment.rows("posts")
    here = both(selection.recorded(rows), selection.running(rows)).now == PASS
    here &= book.register.link("cadres.posts", "unit")[rows.index] == unit
    bear = np.zeros(len(people), np.bool_)
    bear[rows.holder[here]] = True
    bear &= clerk.evaluator(sheet).condition(holders, moment).now == PASS
    ids = book.register.tables["cadres"]["id"][people[bear]]
    return map(str, sorted(ids))


def _strongest(own: list[Followed], ladders: Mapping[str, tuple[str, int]]) -> list[Followed]:
    """Which of those that surely follow are outdone by a stronger action of their ladder."""
    best: dict[str, int] = {}
    for one in own:
        if one.verdict == "pass":
            for ladder, step in _steps(one, ladders):
                best[ladder] = max(step, best.get(ladder, step))
    return [one if _holds_out(_steps(one, ladders), best) else replace(one, wins=False) for one in own]


def _steps(one: Followed, ladders: Mapping[str, tuple[str, int]]) -> Sequence[tuple[str, int]]:
    """The ladder and the step of each action; of several of which one is chosen, the weakest is sure."""
    steps = [ladders[action.id] for action in one.actions]
    return [min(steps, key=lambda step: step[1])] if one.one_of else steps


def _holds_out(steps: Sequence[tuple[str, int]], best: Mapping[str, int]) -> bool:
    return any(step >= best.get(ladder, step) for ladder, step in steps)
