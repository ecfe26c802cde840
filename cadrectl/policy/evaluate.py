"""Conditions and facts of a policy, evaluated for many people at once: one path for one person and for a million."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cache, reduce

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from cadrectl.calendar import NEVER, YEAR
from cadrectl.facts import fields, selection, spans
from cadrectl.facts.home import home
from cadrectl.facts.kinds import KINDS, absence
from cadrectl.facts.moment import Book, Moment, Rows
from cadrectl.facts.truth import (
    FAIL,
    PASS,
    Days,
    Limit,
    Truth,
    Turn,
    at_least,
    both,
    constant,
    decide,
    earlier,
    either,
    negate,
    next_of,
    turns,
)
from cadrectl.policy import notes as noting
from cadrectl.policy.dates import asked, translated
from cadrectl.policy.fitting import plain_values
from cadrectl.policy.literal import duration
from cadrectl.policy.model import (
    All,
    Any,
    Cases,
    Choose,
    Comparison,
    Condition,
    DateRange,
    Duration,
    Fact,
    Field,
    Literal,
    Meets,
    Not,
    Policy,
    Selection,
    Some,
    Value,
)
from cadrectl.policy.notes import Notes
from cadrectl.policy.person_facts import FACTS


class Assessed(Struct, frozen=True):
    """What conditions may ask of those assessed in a period: facts by name, and the days of the last n periods."""

    facts: Mapping[str, Callable[[Fact, Moment], Truth]]
    periods: Callable[[int], tuple[int, int]]


class Evaluator(Struct):
    """Evaluates the conditions of one policy over a book; `superiors` are the policies that it stands under.

    `ahead`: a clause is looked ahead to, which then does not look further ahead itself.
    """

    policy: Policy
    book: Book
    superiors: Sequence[Policy] = ()
    notes: Notes | None = None
    ahead: bool = False
    assessed: Assessed | None = None

    def condition(self, condition: Condition, moment: Moment) -> Truth:
        """The truth of a condition about people."""
        match condition:
            case Field():
                return self._person_field(condition, moment)
            case Fact():
                return self._fact(condition, moment)
            case Meets(name):
                return self.condition(self.policy.conditions[name], moment)
        return _joined(condition, lambda part: self.condition(part, moment))

    def record(self, condition: Condition | None, rows: Rows) -> Truth:
        """The truth of a condition about each of some records; without one, it holds for all."""
        if condition is None:
            return constant(PASS, rows.day)
        if isinstance(condition, Field):
            return self._record_field(condition, rows)
        return _joined(condition, lambda part: self.record(part, rows))

    # fields

    def _person_field(self, asked_for: Field, moment: Moment) -> Truth:
        values, turn = fields.person_field(moment, asked_for.name)
        if self.notes is not None:
            self.notes.add(noting.of_values(asked_for, values, self.field_places(asked_for.name, moment)))
        return self._tests(asked_for.tests, values, moment, turn)

    def field_places(self, name: str, moment: Moment) -> Callable[[int], list[noting.Place]]:
        """Where a field of people, of their unit or post is on record, by position."""
        prefix, _, rest = name.partition(".")
        if prefix in ("unit", "post"):
            held = home(moment)
            return noting.home_places(moment, held.post, held.unit, rest if prefix == "unit" else "")
        if prefix == "target":
            return lambda position: [noting.file_place(moment, position)]
        return noting.field_place(moment, name)

    def _record_field(self, asked_for: Field, rows: Rows) -> Truth:
        if asked_for.name == "running":
            running = selection.running(rows)
            return running if asked_for.tests[0].value is True else negate(running)
        if asked_for.name == "here":
            here = fields.present_unit(rows)
            return here if asked_for.tests[0].value is True else negate(here)
        if asked_for.name == "lasting":
            return self._lasting(asked_for.tests, rows)
        values = fields.record_field(rows, asked_for.name)
        people = rows.moment.only(rows.holder)
        return self._tests(asked_for.tests, values, people, lambda: fields.record_turn(rows, asked_for.name))

    def _lasting(self, tests: tuple[Comparison, ...], rows: Rows) -> Truth:
        """How long each record has held: from its start to its end, or to the day if it still runs."""
        (first, last), (stop_first, stop_last) = rows.starts(), rows.stops()
        low = np.maximum(np.minimum(stop_first, rows.day) - last, 0).astype(np.float64)
        high = np.maximum(np.minimum(stop_last, rows.day) - first, 0).astype(np.float64)
        grows = np.where(stop_first > rows.day, low, spans.STILL)
        wakes = cache(lambda: next_of(rows.day, (first, last, stop_first, stop_last)))
        span = spans.Span(low, high, grows, wakes, rows.day, 1)
        people = rows.moment.only(rows.holder)
        return self.span_tests(tests, span, people)

    def _tests(self, tests: tuple[Comparison, ...], values: fields.Values, moment: Moment, turn: Turn) -> Truth:
        return reduce(both, (self._test(test, values, moment, turn) for test in tests))

    def _test(self, test: Comparison, values: fields.Values, moment: Moment, turn: Turn) -> Truth:
        if isinstance(test.value, Cases):
            return self._case_by_case(test, test.value, values, moment, turn)
        if isinstance(values, fields.Numbers | fields.Dates):
            yes, no = self._measured(test, values, moment)
        elif isinstance(values, fields.Flags):
            yes, no = values.test(test.value is True if test.comparator == "is" else test.value is not True)
        else:
            yes, no = values.test(test.comparator, [_word(one) for one in plain_values(test.value)])
        return decide(yes, no, moment.day, turn)

    def _measured(
        self, test: Comparison, values: fields.Numbers | fields.Dates, moment: Moment
    ) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        results = [self._against(test.comparator, one, values, moment) for one in plain_values(test.value)]
        yes = np.logical_or.reduce([yes for yes, _ in results])
        return yes, np.logical_and.reduce([no for _, no in results])

    def _against(
        self, comparator: str, value: Literal, values: fields.Numbers | fields.Dates, moment: Moment
    ) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Against one number or date; a vague date is met by every day in it."""
        if comparator in ("is", "in") and isinstance(value, DateRange):
            after, before = (values.test(one, self.limit(one, value, moment)) for one in ("at_least", "at_most"))
            return after[0] & before[0], after[1] | before[1]
        comparator = "is" if comparator == "in" else comparator
        return values.test(comparator, self.limit(comparator, value, moment))

    def _case_by_case(self, test: Comparison, cases: Cases, values: fields.Values, moment: Moment, turn: Turn) -> Truth:
        result = constant(FAIL, moment.day)
        for when, value in reversed(cases.branches):
            here = self._test(replace(test, value=value), values, moment, turn)
            if when is None:
                result = here
                continue
            chosen = self._quietly(when, moment)
            result = either(either(both(chosen, here), both(negate(chosen), result)), both(here, result))
        return result

    # limits

    def limit(self, comparator: str, value: Value, moment: Moment, as_span: bool = False) -> Limit:
        """The limit of each person: of cases that are open for a person, the hull."""
        size = len(moment.people)
        if not isinstance(value, Cases):
            low, high = _bounds(comparator, value, as_span)
            return Limit(np.full(size, low), np.full(size, high))
        result = Limit(np.zeros(size), np.zeros(size))
        for when, branch in reversed(value.branches):
            low, high = _bounds(comparator, branch, as_span)
            if when is None:
                result = Limit(np.full(size, low), np.full(size, high))
                continue
            now = self._quietly(when, moment).now
            result = Limit(
                np.where(now == PASS, low, np.where(now == FAIL, result.low, np.minimum(low, result.low))),
                np.where(now == PASS, high, np.where(now == FAIL, result.high, np.maximum(high, result.high))),
            )
        return result

    def _quietly(self, condition: Condition, moment: Moment) -> Truth:
        """A condition that is not itself what the clause asks, so that no note is taken of it."""
        return replace(self, notes=None).condition(condition, moment)

    def case_turn(self, tests: tuple[Comparison, ...], moment: Moment) -> Days:
        """The next day on which the case that sets a limit may change."""
        turn = np.full(len(moment.people), NEVER, np.int32)
        for test in tests:
            for when, _ in test.value.branches if isinstance(test.value, Cases) else ():
                if when is not None:
                    turn = np.minimum(turn, turns(self._quietly(when, moment))).astype(np.int32)
        return turn

    # facts

    def _fact(self, fact: Fact, moment: Moment) -> Truth:
        if self.assessed is not None and fact.name in self.assessed.facts:
            return self.assessed.facts[fact.name](fact, moment)
        if fact.date == "question":
            return FACTS[fact.name](self, fact, moment)
        at = asked(self.book, (self.policy.series, moment.tier), fact.date, moment.day)
        return translated(FACTS[fact.name](self, fact, moment.at(at.day)), at, moment.day)

    def select(self, wanted: Selection, moment: Moment, starts: tuple[str, ...] = ()) -> tuple[Rows, Truth, Truth]:
        """The records of a selection: all of the kind, which of them count, and who may have more than is on record.

        `starts` are the dates from which one counts, if not those of the kind.
        """
        chain = self.chain(wanted)
        rows = moment.rows(chain[-1].of)
        truth = selection.recorded(rows, starts)
        on_file = selection.complete(rows, self.absence(chain[-1].of), self.window(chain))
        for one in reversed(chain):
            truth = both(truth, self.record(one.where, rows))
            window = self.window_of(one)
            if window != selection.Window():
                truth = both(truth, selection.within(rows, window, truth))
            if window.records is not None:  # one that is missing may be among the last
                truth = both(truth, selection.of_holders(rows, on_file))
        return rows, truth, on_file

    def chain(self, wanted: Selection) -> list[Selection]:
        """A selection and the sets it narrows, down to one of a kind of record."""
        chain = [wanted]
        while chain[-1].of not in KINDS:
            chain.append(self.policy.sets[chain[-1].of])
        return chain

    def window(self, chain: Sequence[Selection]) -> selection.Window:
        windows = map(self.window_of, chain)
        return next((window for window in windows if window != selection.Window()), selection.Window())

    def window_of(self, wanted: Selection) -> selection.Window:
        """The window of one selection; that of periods has the days and the years of those assessed."""
        window = wanted.window
        if window.periods is not None:
            assert self.assessed is not None  # the parser reads periods in assessments only
            return selection.Window(None, None, *self.assessed.periods(window.periods), by_year=True)
        return selection.Window(
            window.last.codes if window.last else None,
            window.records,
            window.begin.first if window.begin else 0,
            window.finish.last if window.finish else NEVER,
            window.cycle.codes if window.cycle else None,
        )

    def absence(self, kind: str) -> selection.Absence:
        return self.policy.absences.get(kind, absence(kind))  # type: ignore[return-value]

    def span_tests(
        self, tests: tuple[Comparison, ...], span: spans.Span, moment: Moment, completed: bool = False
    ) -> Truth:
        span = replace(span, wakes=earlier(span.wakes, lambda: self.case_turn(tests, moment)))
        truths = []
        for test in tests:
            limit = self.limit(test.comparator, test.value, moment, as_span=True)
            for comparator, bound in _completed(test.comparator, limit) if completed else ((test.comparator, limit),):
                truths.append(spans.reach(comparator, span, bound, moment.day))
        return reduce(both, truths)


def _joined(condition: Condition, truth: Callable[[Condition], Truth]) -> Truth:
    """The truth of a condition made of parts, by the truth of each part."""
    match condition:
        case Not(part):
            return negate(truth(part))
        case Some(number, parts):
            return at_least(number, [truth(part) for part in parts])
        case Any(parts):
            return reduce(either, map(truth, parts))
        case All(parts):
            return reduce(both, map(truth, parts))
    raise AssertionError(condition)


def _bounds(comparator: str, value: Value, as_span: bool) -> tuple[float, float]:
    """A plain limit as a number, twice (a limit that depends on a case has two ends); `none` bounds nothing."""
    if isinstance(value, Choose):
        value = value.use
    if value is None:
        open_end = np.inf if comparator in ("at_most", "less_than") else -np.inf
        return open_end, open_end
    if isinstance(value, DateRange):
        number = float(value.first if comparator in ("at_least", "less_than") else value.last)
    elif as_span:
        length = duration(value)
        assert length is not None  # the parser has checked the limit
        number = float(length.codes)
    else:
        assert isinstance(value, Fraction)
        number = float(value)
    return number, number


def _completed(comparator: str, limit: Limit) -> tuple[tuple[str, Limit], ...]:
    """A comparison of completed years as comparisons of the exact age: still 45 means not yet 46."""
    after = Limit(limit.low + YEAR, limit.high + YEAR)
    return {
        "at_most": (("less_than", after),),
        "less_than": (("less_than", limit),),
        "at_least": (("at_least", limit),),
        "more_than": (("at_least", after),),
        "is": (("at_least", limit), ("less_than", after)),
    }[comparator]


def _word(value: Literal) -> str:
    """A literal compared with words, as it was written."""
    if isinstance(value, Duration | DateRange):
        return value.text
    return "none" if value is None else str(value)
