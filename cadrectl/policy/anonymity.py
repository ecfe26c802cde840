"""Which numbers would show how a few people voted, so that nothing shows them; the policy says how few are too few.

Where a class of voters is too small, no number that counts ballots of that session is shown, in no assessment, but one
total that puts several classes together. Scored items and what a body puts on record are open. What is hidden still
counts in every total, place, grade and consequence.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace

from cadrectl.facts.ballots import Counts
from cadrectl.facts.moment import Index
from cadrectl.facts.sessions import entries
from cadrectl.facts.truth import FAIL, PASS
from cadrectl.policy.group_values import groups
from cadrectl.policy.number_model import (
    Ballots,
    BallotScore,
    From,
    Mean,
    Name,
    Number,
    NumberCases,
    OfGroup,
    VoteShare,
)
from cadrectl.policy.number_walk import ends, parts
from cadrectl.policy.record_values import units_held
from cadrectl.policy.sheets import Sheet
from cadrectl.policy.small_classes import Guard, Mask, Sessions, readers
from cadrectl.text import say

if TYPE_CHECKING:
    from cadrectl.policy.clerk import Clerk

Hidden = Mapping[str, Mask]
NOT_SHOWN = say("not shown: it would tell how a few people voted")


def hidden(clerk: "Clerk", sheet: Sheet) -> Hidden:
    """For each number of the assessment the subjects for whom it is not shown."""
    screen = _Screen(clerk, sheet)
    return {name: screen.hidden(name) for name in sheet.assessment.numbers}


class _Screen(Struct, frozen=True, eq=False, dict=True):
    """Finds what is hidden on one sheet."""

    clerk: "Clerk"
    sheet: Sheet
    _found: dict[str, Mask] = field(default_factory=dict)

    @property
    def _everybody(self) -> Mask:
        return np.ones(len(self.sheet), np.bool_)

    def _any(self, masks: Iterable[Mask]) -> Mask:
        """Who is in one of them."""
        found = ~self._everybody
        for one in masks:
            found |= one
        return found

    @property
    def _sessions(self) -> Sessions:
        return Sessions(self.sheet.table, self.sheet.assessment.kind, self.sheet.period.year)

    @cached_property
    def _guard(self) -> Guard:
        return self.clerk.guard(self._sessions)

    @cached_property
    def _small(self) -> Mask:
        """At whose session a class of voters is too small."""
        return self._guard.small[self.sheet.entry]

    def hidden(self, name: str) -> Mask:
        """For whom a named number is not shown."""
        number = self.sheet.assessment.numbers.get(name)
        if number is None or self.sheet.earlier:
            return ~self._everybody
        if name not in self._found:
            total = name == self.sheet.assessment.total
            self._found[name] = self._hidden_total(number) if total else self.closed(number)
        return self._found[name]

    def closed(self, number: Number) -> Mask:
        """For whom a number counts ballots that may not be shown, or another number that is hidden."""
        return self._any(where & self._closes(part) for part, where in self._met(number, self._everybody))

    def _hidden_total(self, number: Number) -> Mask:
        """For whom the total is not shown.

        It is where it puts together numbers from ballots of enough voters, and no assessment before told its own.
        Ballots that are no number of their own would be told by its computation.
        """
        met = list(self._through(number, self._everybody))
        ballots, bare = _ballots(met), _ballots(self._met(number, self._everybody))
        together = ~self._any(where for _, where in bare) & (self._voters(ballots) >= self._guard.least)
        alone = self._any(where for _, where in ballots) & ~(together & ~self._told_before())
        others = [(part, where) for part, where in met if part.back or not isinstance(part.work, _OWN)]
        return (self._small & alone) | self._any(where & self._closes(part) for part, where in others)

    def _closes(self, part: Number) -> Mask:
        """For whom a part, its own parts apart, brings in what may not be shown."""
        if part.back:
            return self._then(replace(part, back=0), part.back)
        match part.work:
            case BallotScore() | VoteShare():
                return self._small
            case Name(name):
                return self.hidden(name)
            case From():
                return self._elsewhere(part.work)
            case Mean(over="sessions"):
                return self._in_sessions(part.work)
            case Mean(over="years", of=of, last=last):
                return self._any(self._then(of[0], back) for back in range(last))
            case OfGroup(of=of, across=across):
                return self._spread(self.closed(of), across)
        return ~self._everybody

    def _then(self, number: Number, back: int) -> Mask:
        """For whom a number of so many periods before may not be shown."""
        past = [other for other in self.clerk.past(self.sheet, back) if not other.earlier]
        closed = [other.subject[_Screen(self.clerk, other).closed(number)] for other in past]
        return self._any(np.isin(self.sheet.subject, one) for one in closed)

    def _elsewhere(self, work: From) -> Mask:
        """For whom the number of another assessment is hidden there; of people, that of one of their units."""
        found = ~self._everybody
        for other in self.clerk.beside(self.sheet, 0, work.assess):
            name = work.number or other.assessment.total
            if name not in other.assessment.numbers:
                continue
            closed = other.subject[self.clerk.hidden(other)[name]]
            if other.table == self.sheet.table:
                found |= np.isin(self.sheet.subject, closed)
            elif work.take == "home":
                found |= np.isin(self.sheet.unit, closed)
            else:
                found |= np.array([bool(np.isin(own, closed).any()) for own in units_held(self.clerk, self.sheet)])
        return found

    def _in_sessions(self, work: Mean) -> Mask:
        """For whom ballots are counted of several sessions, and in one of them a class is too small."""
        if not _ballots(self._through(work.of[0], self._everybody)):
            return ~self._everybody
        kind = work.kind or self.sheet.assessment.kind
        held = entries(self.clerk.book, self.sheet.table, kind)
        small = self.clerk.guard(Sessions(self.sheet.table, kind, self.sheet.period.year)).small
        return np.isin(self.sheet.subject, held.subject[small[held.row]])

    def _spread(self, closed: Mask, across: str) -> Mask:
        """All of a group against whom one could be worked out who may not be shown."""
        found = ~self._everybody
        for members in groups(self.sheet, across):
            found[members] = closed[members].any()
        return found

    def totalled(self) -> Index:
        """The entries on the sheet whose total counts ballots of their session."""
        total = self.sheet.assessment.numbers.get(self.sheet.assessment.total)
        met = [] if total is None else _ballots(self._through(total, self.sheet.assessed))
        return self.sheet.entry[self._any(where for _, where in met)]

    def _told_before(self) -> Mask:
        """For whom another assessment has a total from the same ballots: two of them would tell the classes apart."""
        before = takewhile(lambda other: other is not self.sheet, readers(self.clerk, self._sessions))
        return self._any(np.isin(self.sheet.entry, _Screen(self.clerk, other).totalled()) for other in before)

    def _voters(self, ballots: Sequence[tuple[Ballots, Mask]]) -> Counts:
        """How many cast these ballots; of several questions, those of the one with the most."""
        tallies = self.clerk.tallies[self.sheet.table]
        most = np.zeros(len(self.sheet), np.int64)
        for question in {one.question for one, _ in ballots}:
            cast = np.zeros_like(most)
            for voter in tallies.ballots().voter.words:
                asked = [
                    where
                    for one, where in ballots
                    if one.question == question and (not one.voters or voter in one.voters)
                ]
                cast += self._any(asked) * tallies.of(self.sheet.entry, (voter,), question).returned
            most = np.maximum(most, cast)
        return most

    def _through(self, number: Number, where: Mask) -> Iterator[tuple[Number, Mask]]:
        """A number and all that it is worked out from on the sheet, names followed, each with for whom it counts."""
        for part, here in self._met(number, where):
            yield part, here
            if isinstance(part.work, Name) and not part.back:
                yield from self._through(self.sheet.assessment.numbers[part.work.name], here)

    def _met(self, number: Number, where: Mask) -> Iterator[tuple[Number, Mask]]:
        """A number and its parts on the sheet, those that it names apart, each with for whom it counts."""
        yield number, where
        for end in ends(number):
            yield from self._met(end, where)
        if number.back or (isinstance(number.work, Mean) and number.work.over):
            return
        if isinstance(number.work, NumberCases):
            for part, here in self._chosen(number.work, where):
                yield from self._met(part, here)
            return
        for part in parts(number):
            yield from self._met(part, where)

    def _chosen(self, work: NumberCases, where: Mask) -> Iterator[tuple[Number, Mask]]:
        """The numbers of the cases, each with for whom its case may be the one that holds."""
        for when, number in work.branches:
            now = np.full(len(self.sheet), PASS, np.int8)
            if when is not None:
                now = self.clerk.evaluator(self.sheet).condition(when, self.sheet.moment).now
            yield number, where & (now != FAIL)
            where = where & (now != PASS)


_OWN = BallotScore | VoteShare | Name
"""Numbers of the sheet itself: its ballots, and what has a name on it."""


def _ballots(met: Iterable[tuple[Number, Mask]]) -> list[tuple[Ballots, Mask]]:
    """The ballots of the session among parts of a number, each with for whom they count."""
    return [
        (part.work.ballots, where)
        for part, where in met
        if not part.back and isinstance(part.work, BallotScore | VoteShare)
    ]
