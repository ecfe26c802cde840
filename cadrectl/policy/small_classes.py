"""In which sessions a class of voters is too small to be shown; which numbers that hides is not asked here.

All assessments in force at a session are asked together, of whichever policy: what one shows may be had from what
another shows, and the strictest of them says how many ballots are too few.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cadrectl.facts.sessions import entries
from cadrectl.policy.number_model import Assessment, Ballots, BallotScore, Mean, Number, VoteShare
from cadrectl.policy.number_walk import ends, parts
from cadrectl.policy.sheets import Sheet

if TYPE_CHECKING:
    from cadrectl.policy.clerk import Clerk

Mask = NDArray[np.bool_]


class Sessions(NamedTuple):
    """The sessions of a kind in a year, by the table of those whom they assess."""

    table: str
    kind: str
    year: int


class Guard(NamedTuple):
    """Fewer ballots than `least` are too few (0: none ever are); `small` are the rows of the table with such a class.

    The last of `small` is for who was not assessed.
    """

    least: int
    small: Mask


def readers(clerk: "Clerk", sessions: Sessions) -> list[Sheet]:
    """The sheets of all assessments, of any policy, that count ballots of these sessions."""
    series = list(dict.fromkeys(policy.series for policy in clerk.known))
    stated = [one for policy in clerk.known for one in policy.assessments]
    ids = sorted({one.id for one in stated if any(counted(one, sessions.kind))})
    found = clerk.of_year(series, sessions.year, ids) if ids else []
    return [one for one in found if one.table == sessions.table and any(counted(one.assessment, sessions.kind))]


def guard(clerk: "Clerk", sessions: Sessions) -> Guard:
    """Whose session has a class too small, alone or as what some of the classes counted have more than others."""
    small = np.zeros(len(clerk.book.register.tables[sessions.table]) + 1, np.bool_)
    sheets = readers(clerk, sessions)
    least = max((sheet.assessment.anonymous for sheet in sheets), default=0)
    if not least:
        return Guard(0, small)
    held = entries(clerk.book, sessions.table, sessions.kind)
    held = held.only(held.year == sessions.year)
    tallies = clerk.tallies[sessions.table]
    on_sheets = np.array([np.isin(held.subject, sheet.subject) for sheet in sheets]).T
    for here in np.unique(on_sheets, axis=0):
        rows = held.row[(on_sheets == here).all(axis=1)]
        asked = [one for at in np.flatnonzero(here) for one in counted(sheets[at].assessment, sessions.kind)]
        for voters, question in _apart(asked, tallies.ballots().voter.words):
            ballots = tallies.of(rows, voters, question).returned
            small[rows] |= (ballots > 0) & (ballots < least)
    return Guard(least, small)


def counted(assessment: Assessment, kind: str) -> Iterator[Ballots]:
    """The ballots of the sessions of a kind that an assessment counts."""
    for number in assessment.numbers.values():
        yield from _counted(number, assessment.kind, kind)


def _counted(number: Number, own: str, kind: str) -> Iterator[Ballots]:
    if isinstance(number.work, BallotScore | VoteShare) and own == kind:
        yield number.work.ballots
    inside = (number.work.kind or own) if isinstance(number.work, Mean) else own
    for part in (*ends(number), *parts(number)):
        yield from _counted(part, inside, kind)


def _apart(asked: Sequence[Ballots], voters: Sequence[str]) -> Iterator[tuple[list[str], str]]:
    """Classes that are always counted together, on each question: no counts that are asked tell them apart."""
    for question in dict.fromkeys(one.question for one in asked):
        own = [one for one in asked if one.question == question]
        together: dict[tuple[bool, ...], list[str]] = {}
        for voter in voters:
            together.setdefault(tuple(not one.voters or voter in one.voters for one in own), []).append(voter)
        yield from ((classes, question) for counts, classes in together.items() if any(counts))
