"""The figures that a policy asks for: how many people or posts, what share, in all or in each unit; and its limits.

They bar nobody. What is open about a person, a unit or a limit leaves open how a figure stands, never what is counted.
Rules: JT-17 in the JT scheme; whatever the policy in force says in any other.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from operator import ge, gt, le, lt

import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace
from numpy.typing import NDArray

from cadrectl.calendar import YEAR
from cadrectl.decide.amounts import Number, Tally, amount
from cadrectl.decide.eligibility import Question, people_at
from cadrectl.facts.home import workplaces
from cadrectl.facts.kinds import UNIT_KINDS
from cadrectl.facts.moment import Book, Index, Moment, Rows
from cadrectl.facts.truth import FAIL, PASS, UNKNOWN
from cadrectl.policy.bands import ROUNDINGS
from cadrectl.policy.evaluate import Evaluator
from cadrectl.policy.fitting import plain_values
from cadrectl.policy.load import superiors
from cadrectl.policy.model import Cases, Comparison, Condition, Counted, Figure, Policy, Value
from cadrectl.text import say

Verdicts = NDArray[np.int8]
BOUND: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "at_least": ge,
    "more_than": gt,
    "at_most": le,
    "less_than": lt,
}
WORDS = {PASS: "pass", FAIL: "fail", UNKNOWN: "unknown"}
KEPT = {
    "pass": say("the limit is kept"),
    "unknown": say("whether the limit is kept is open"),
    "fail": say("the limit is not kept"),
}


class Stand(Struct, frozen=True):
    """How a figure stands, in all or in one unit (its id).

    `part` is what is counted (of a share: those who meet it), `base` what it is held against, if anything. `verdict`
    says whether the limits are kept, None without any; `limits` are those that hold here, by comparator, each with the
    numbers that it may be (None: no limit). `counted` and `open` are the people who surely and perhaps make up `part`.
    """

    figure: Figure
    unit: str | None
    part: Tally
    base: Tally | None
    verdict: str | None
    limits: tuple[tuple[str, tuple[Fraction | None, ...]], ...]
    counted: tuple[str, ...]
    open: tuple[str, ...]

    @property
    def sure_base(self) -> Number | None:
        """How much surely belongs to the base; None where there is none, or nobody can tell how much."""
        return None if self.base is None or self.base.high is None else self.base.low

    @property
    def share(self) -> tuple[int, int] | None:
        """How many people meet it, of how many; None where it is no share, or nobody can tell of how many."""
        base = self.sure_base
        return None if self.figure.share is None or base is None else (int(self.part.low), int(base))


def figures(book: Book, in_force: Sequence[Policy], known: Sequence[Policy], as_of: int) -> list[Stand]:
    """How all figures of the policies in force stand at a day: in their order, within one by unit."""
    people = people_at(book, Question(as_of))
    return [
        stand
        for policy in in_force
        for stand in figures_of(policy, Evaluator(policy, book, superiors(policy, known, as_of)), people, as_of)
    ]


def figures_of(policy: Policy, evaluator: Evaluator, people: Index, as_of: int) -> Iterator[Stand]:
    """How the figures of one policy stand among some people."""
    book = evaluator.book
    asked = Moment(book, people, np.full(len(people), as_of, np.int32))
    ground = _Ground(evaluator, asked, Moment.of_units(book, as_of), as_of)
    for figure in policy.figures:
        yield from _Counting(ground, figure).stands()


class _Ground(Struct, frozen=True, dict=True):
    """The people and the units of the register, at one day."""

    evaluator: Evaluator
    people: Moment
    units: Moment
    as_of: int
    _known: dict[int, Verdicts] = field(default_factory=dict)

    @cached_property
    def peopled(self) -> Index:
        """The units where somebody may be at home: others have been merged away, or are not yet there."""
        return np.unique(workplaces(self.people).unit)

    def of_units(self, condition: Condition | None) -> Verdicts:
        """Which units a condition fits, worked out once; all, where there is none."""
        if id(condition) not in self._known:
            verdicts = np.full(len(self.units.day), PASS, np.int8)
            if condition is not None:
                verdicts = self.evaluator.condition(condition, self.units).now
            self._known[id(condition)] = verdicts
        return self._known[id(condition)]

    def posts(self, condition: Condition) -> tuple[Index, NDArray[np.float64], Verdicts]:
        """The authorised posts: the unit of each, how many people may hold it, and whether the condition fits."""
        book = self.evaluator.book
        owner = book.column("units.posts", "owner").astype(np.int64)
        rows = Rows(self.units, UNIT_KINDS["unit-posts"], np.arange(len(owner)), owner)
        fits = self.evaluator.record(condition, rows).now
        return owner, book.column("units.posts", "headcount").astype(np.float64), fits

    def unit_id(self, row: int) -> str:
        """The id of a unit."""
        return str(self.evaluator.book.register.tables["units"]["id"][row])

    def ids(self, people: Index) -> tuple[str, ...]:
        """The ids of people by position."""
        ids = self.evaluator.book.register.tables["cadres"]["id"]
        return tuple(str(id) for id in ids[self.people.people[people]])


class _Members(Struct, frozen=True):
    """Who may belong to which group: pairs of a person's position and a group, and what is true of them there."""

    person: Index
    group: Index
    base: Verdicts
    share: Verdicts

    @property
    def part(self) -> Verdicts:
        """Whether they are in the base and meet the share."""
        return np.minimum(self.base, self.share)


class _Counting(Struct, frozen=True, dict=True):
    """One figure being counted; a group is a unit (its row), or 0 where all are counted together."""

    ground: _Ground
    figure: Figure

    def stands(self) -> Iterator[Stand]:
        """How the figure stands in each group."""
        part = self._members(self.figure.counted, self.figure.share)
        per = self._members(self.figure.per, None) if self.figure.per is not None else None
        for group in self._groups():
            yield self._stand(group, part, per)

    @cached_property
    def _meant(self) -> Verdicts:
        """Of which units the figure is."""
        return self.ground.of_units(self.figure.when)

    def _groups(self) -> list[int]:
        """All as one; or the units that may be meant and where somebody may be at home."""
        return [int(unit) for unit in self.ground.peopled if self._meant[unit] != FAIL] if self.figure.each else [0]

    def _members(self, counted: Counted, share: Condition | None) -> _Members | None:
        """The people counted, in the units where they may be at home; None where posts or amounts are."""
        if counted.people is None:
            return None
        people, evaluator = self.ground.people, self.ground.evaluator
        base = evaluator.condition(counted.people, people).now
        met = np.full(len(base), PASS, np.int8) if share is None else evaluator.condition(share, people).now
        if not self.figure.each:
            if self.figure.when is not None:
                base = np.minimum(base, evaluator.condition(self.figure.when, people).now)
            return _Members(np.arange(len(base)), np.zeros(len(base), np.int64), base, met)
        at = workplaces(people)
        here = np.where(at.sure, PASS, UNKNOWN).astype(np.int8)
        return _Members(at.person, at.unit, np.minimum(base[at.person], here), met[at.person])

    def _stand(self, group: int, members: _Members | None, others: _Members | None) -> Stand:
        figure = self.figure
        least, most, base = self._extremes(group, members, others)
        limits = [(test.comparator, tuple(self._limits(test.value, group))) for test in self._tests()]
        part, counted, maybe = self._part(group, members)
        return Stand(
            figure=figure,
            unit=self.ground.unit_id(group) if figure.each else None,
            part=part,
            base=base,
            verdict=self._verdict(group, limits, (least, most)) if limits else None,
            limits=tuple(limits),
            counted=counted,
            open=maybe,
        )

    def _tests(self) -> Iterator[Comparison]:
        """The limits; a number that must be met exactly is one from below and one from above."""
        for test in self.figure.limits:
            for comparator in ("at_least", "at_most") if test.comparator == "is" else (test.comparator,):
                yield replace(test, comparator=comparator)

    def _part(self, group: int, members: _Members | None) -> tuple[Tally, tuple[str, ...], tuple[str, ...]]:
        """What is counted and, of people, who."""
        if members is None:
            return self._recorded(self.figure.counted, group), (), ()
        here = members.group == group
        sure, maybe = (members.person[here & (members.part == verdict)] for verdict in (PASS, UNKNOWN))
        return _tally(members.part, here), self.ground.ids(sure), self.ground.ids(maybe)

    def _extremes(
        self, group: int, members: _Members | None, others: _Members | None
    ) -> tuple["_Ratio", "_Ratio", Tally | None]:
        """The least and the most that the figure may be, as part and base, and the base as it is known."""
        figure = self.figure
        if figure.share is not None and members is not None:
            here = members.group == group
            base, part = _tally(members.base, here), _tally(members.part, here)
            assert base.high is not None and part.high is not None
            without = int((here & (members.base == PASS) & (members.share == FAIL)).sum())
            may_be_without = int((here & (members.base != FAIL) & (members.share != PASS)).sum())
            least, most = _Ratio(part.low, part.low + may_be_without), _Ratio(part.high, part.high + without)
            return least, most, base
        part = self._tally(figure.counted, members, group)
        if figure.per is None:
            return _Ratio(part.low, None), _Ratio(part.high, None), None
        base = self._tally(figure.per, others, group)
        return _Ratio(part.low, base.high), _Ratio(part.high, base.low), base

    def _tally(self, counted: Counted, members: _Members | None, group: int) -> Tally:
        return self._recorded(counted, group) if members is None else _tally(members.base, members.group == group)

    def _recorded(self, counted: Counted, group: int) -> Tally:
        """What is on record of a unit, or of all that are meant: authorised posts, or an amount."""
        every = np.arange(len(self._meant))
        meant = np.where(every == group, PASS, FAIL).astype(np.int8) if self.figure.each else self._meant
        if counted.posts is None:
            return amount(counted, self.ground.units, meant, self.ground.as_of // YEAR)
        return self._posts(counted.posts, meant)

    def _posts(self, condition: Condition, meant: Verdicts) -> Tally:
        """The authorised posts of the units meant; open where one of them lists none."""
        owner, heads, fits = self.ground.posts(condition)
        fits = np.minimum(fits, meant[owner])
        peopled = self.ground.peopled
        unlisted = ~np.isin(peopled, owner) & (meant[peopled] != FAIL)
        low, high = (int(heads[chosen].sum()) for chosen in (fits == PASS, fits != FAIL))
        return Tally(low, None if unlisted.any() else high)

    def _verdict(self, group: int, limits: Sequence["_Limit"], ends: tuple["_Ratio", "_Ratio"]) -> str:
        """Whether all limits are kept: surely, surely not, or open; open too where the unit may not be meant."""
        found = min(self._kept(comparator, numbers, ends) for comparator, numbers in limits)
        meant = self._meant[group] if self.figure.each else PASS
        return WORDS[found if PASS in (meant, found) else UNKNOWN]

    def _kept(self, comparator: str, numbers: Sequence[Fraction | None], ends: tuple["_Ratio", "_Ratio"]) -> int:
        worst, best = ends if comparator in ("at_least", "more_than") else reversed(ends)
        if all(worst.keeps(comparator, number, self.figure.round) for number in numbers):
            return PASS
        may_be = [best.keeps(comparator, number, self.figure.round) for number in numbers]
        return FAIL if all(one is False for one in may_be) else UNKNOWN

    def _limits(self, value: Value, group: int) -> Iterator[Fraction | None]:
        """The limits that may hold for a unit: that of the first case that fits, and those before it that may."""
        if not isinstance(value, Cases):
            yield _number(value)
            return
        for when, branch in value.branches:
            verdict = PASS
            if when is not None:
                verdict = int(self.ground.of_units(when)[group])
            if verdict != FAIL:
                yield _number(branch)
            if verdict == PASS:
                return


_Limit = tuple[str, tuple[Fraction | None, ...]]


class _Ratio(Struct, frozen=True):
    """A part and what it is a share of; None where nobody can tell, or (the base) where it is no share."""

    part: Number | None
    base: Number | None

    def keeps(self, comparator: str, limit: Fraction | None, rounding: str) -> bool | None:
        """Whether a limit is kept, None where that is open. A share (it has a rounding) is worked out as a number of
        people, so that a share of nobody keeps any limit."""
        if limit is None:
            return True
        if self.part is None or (rounding and self.base is None):
            return None
        wanted = limit * exact(self.base or 0) if rounding else limit
        wanted = Fraction(ROUNDINGS[rounding](wanted)) if rounding in ROUNDINGS else wanted
        return BOUND[comparator](exact(self.part), wanted)


def exact(number: Number) -> Fraction:
    """A number as it is written, not as a computer holds it."""
    return Fraction(str(number))


def _tally(verdicts: Verdicts, here: NDArray[np.bool_]) -> Tally:
    return Tally(int((here & (verdicts == PASS)).sum()), int((here & (verdicts != FAIL)).sum()))


def _number(value: Value) -> Fraction | None:
    """A plain limit; None for no limit."""
    number = plain_values(value)[0]
    assert number is None or isinstance(number, Fraction)  # the parser has checked it
    return number
