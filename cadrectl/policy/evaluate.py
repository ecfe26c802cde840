"""Conditions and facts of a policy, evaluated for many people at once: one path for one person and for a million."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from cadrectl.calendar import NEVER, YEAR
from cadrectl.facts import fields, selection, spans
from cadrectl.facts.home import home
from cadrectl.facts.kinds import KINDS, absence
from cadrectl.facts.moment import Book, Index, Moment, Rows
from cadrectl.facts.truth import (
    FAIL,
    PASS,
    UNKNOWN,
    Days,
    Limit,
    Truth,
    at_least,
    both,
    compare,
    constant,
    decide,
    either,
    negate,
    settle,
    turns,
)
from cadrectl.policy import notes as noting
from cadrectl.policy.dates import asked, translated
from cadrectl.policy.fitting import plain_values
from cadrectl.policy.grammar import STARTS
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
    Effect,
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
from cadrectl.policy.notes import Note, Notes


@dataclass
class Evaluator:
    """Evaluates the conditions of one policy over a book; `superiors` are the policies that it stands under."""

    policy: Policy
    book: Book
    superiors: Sequence[Policy] = ()
    notes: Notes | None = None

    def condition(self, condition: Condition, moment: Moment) -> Truth:
        """The truth of a condition about people."""
        match condition:
            case Field():
                return self._person_field(condition, moment)
            case Fact():
                return self._fact(condition, moment)
            case Meets(name):
                return self.condition(self.policy.conditions[name], moment)
        return self._joined(condition, moment.day, lambda part: self.condition(part, moment))

    def record(self, condition: Condition | None, rows: Rows) -> Truth:
        """The truth of a condition about each of some records; without one, it holds for all."""
        if condition is None:
            return constant(PASS, rows.day)
        if isinstance(condition, Field):
            return self._record_field(condition, rows)
        return self._joined(condition, rows.day, lambda part: self.record(part, rows))

    def _joined(self, condition: Condition, day: Days, truth: Callable[[Condition], Truth]) -> Truth:
        match condition:
            case Not(part):
                return negate(truth(part))
            case Some(number, parts):
                return at_least(number, [truth(part) for part in parts])
            case Any(parts):
                result = constant(FAIL, day)
                for part in parts:
                    result = either(result, truth(part))
                return result
            case All(parts):
                result = constant(PASS, day)
                for part in parts:
                    result = both(result, truth(part))
                return result
        raise AssertionError(condition)

    # fields

    def _person_field(self, asked_for: Field, moment: Moment) -> Truth:
        values, turn = fields.person_field(moment, asked_for.name)
        if self.notes is not None:
            self.notes.add(noting.of_values(asked_for, values, self._field_places(asked_for.name, moment)))
        return self._tests(asked_for.tests, values, moment, turn)

    def _field_places(self, name: str, moment: Moment) -> Callable[[int], list[noting.Place]]:
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
        if asked_for.name == "lasting":
            return self._lasting(asked_for.tests, rows)
        values = fields.record_field(rows, asked_for.name)
        people = replace(rows.moment, people=rows.moment.people[rows.holder], day=rows.day)
        return self._tests(asked_for.tests, values, people, fields.record_turn(rows, asked_for.name))

    def _lasting(self, tests: tuple[Comparison, ...], rows: Rows) -> Truth:
        """How long each record has held: from its start to its end, or to the day if it still runs."""
        (first, last), (stop_first, stop_last) = rows.starts(), rows.stops()
        low = np.maximum(np.minimum(stop_first, rows.day) - last, 0).astype(np.float64)
        high = np.maximum(np.minimum(stop_last, rows.day) - first, 0).astype(np.float64)
        edges = np.stack([first, last, stop_first, stop_last])
        wakes = np.where(edges > rows.day, edges, NEVER).min(axis=0).astype(np.int32)
        span = spans.Span(low, high, np.where(stop_first > rows.day, low, spans.STILL), wakes, rows.day, 1)
        people = replace(rows.moment, people=rows.moment.people[rows.holder], day=rows.day)
        return self._span_tests(tests, span, people)

    def _tests(self, tests: tuple[Comparison, ...], values: fields.Values, moment: Moment, turn: Days) -> Truth:
        result = constant(PASS, moment.day)
        for test in tests:
            result = both(result, self._test(test, values, moment, turn))
        return result

    def _test(self, test: Comparison, values: fields.Values, moment: Moment, turn: Days) -> Truth:
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

    def _case_by_case(
        self, test: Comparison, cases: Cases, values: fields.Values, moment: Moment, turn: Days
    ) -> Truth:
        result = constant(FAIL, moment.day)
        for when, value in reversed(cases.branches):
            here = self._test(replace(test, value=value), values, moment, turn)
            if when is None:
                result = here
                continue
            chosen = self.condition(when, moment)
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

    def _case_turn(self, tests: tuple[Comparison, ...], moment: Moment) -> Days:
        """The next day on which the case that sets a limit may change."""
        turn = np.full(len(moment.people), NEVER, np.int32)
        for test in tests:
            for when, _ in test.value.branches if isinstance(test.value, Cases) else ():
                if when is not None:
                    turn = np.minimum(turn, turns(self._quietly(when, moment))).astype(np.int32)
        return turn

    # facts

    def _fact(self, fact: Fact, moment: Moment) -> Truth:
        if fact.date == "question":
            return FACTS[fact.name](self, fact, moment)
        at = asked(self.book, (self.policy.series, moment.tier), fact.date, moment.day)
        return translated(FACTS[fact.name](self, fact, moment.at(at.day)), at, moment.day)

    def select(
        self, wanted: Selection, moment: Moment, starts: tuple[str, ...] = ()
    ) -> tuple[Rows, Truth, Truth]:
        """The records of a selection: all of the kind, which of them count, and who may have more than is on record.

        `starts` are the dates from which one counts, if not those of the kind.
        """
        chain = self._chain(wanted)
        rows = moment.rows(chain[-1].of)
        truth = selection.recorded(rows, starts)
        on_file = selection.complete(rows, self._absence(chain[-1].of), self._window(chain, rows.kind.year))
        for one in reversed(chain):
            truth = both(truth, self.record(one.where, rows))
            window = _window(one)
            if window != selection.Window():
                truth = both(truth, selection.within(rows, window, truth))
            if window.records is not None:  # one that is missing may be among the last
                truth = both(truth, selection.of_holders(rows, on_file))
        return rows, truth, on_file

    def _chain(self, wanted: Selection) -> list[Selection]:
        """A selection and the sets it narrows, down to one of a kind of record."""
        chain = [wanted]
        while chain[-1].of not in KINDS:
            chain.append(self.policy.sets[chain[-1].of])
        return chain

    def _window(self, chain: Sequence[Selection], yearly: str) -> selection.Window:
        return next((window for one in chain if (window := _window(one)) != selection.Window()), selection.Window())

    def _absence(self, kind: str) -> selection.Absence:
        return self.policy.absences.get(kind, absence(kind))  # type: ignore[return-value]

    def _note_rows(
        self, fact: Fact, rows: Rows, truth: Truth, found: selection.Count | spans.Span, measure: str
    ) -> None:
        if self.notes is not None:
            places = noting.record_places(rows, truth)
            self.notes.add(Note(fact, measure, found.low, found.high, (), places, rows.moment.day))

    def _noted_count(self, fact: Fact, rows: Rows, truth: Truth, on_file: Truth) -> None:
        if self.notes is not None:
            tally = selection.count(rows, truth, on_file)
            self._note_rows(fact, rows, truth, tally, "records")

    def has(self, fact: Fact, moment: Moment) -> Truth:
        """At least one record counts."""
        rows, truth, on_file = self._selected(fact, moment)
        self._noted_count(fact, rows, truth, on_file)
        return selection.any_of(rows, truth, on_file)

    def none(self, fact: Fact, moment: Moment) -> Truth:
        """No record counts."""
        return negate(self.has(fact, moment))

    def every(self, fact: Fact, moment: Moment) -> Truth:
        """Every record that counts is as `is` says."""
        rows, truth, on_file = self._selected(fact, moment)
        self._noted_count(fact, rows, truth, on_file)
        return selection.all_of(rows, either(negate(truth), self.record(fact.condition, rows)), on_file)

    def latest(self, fact: Fact, moment: Moment) -> Truth:
        """The latest record that counts is as `is` says; unknown where there is none and there may be."""
        rows, truth, on_file = self._selected(fact, moment)
        last = selection.latest(rows, truth)
        self._noted_count(fact, rows, last, on_file)
        found = selection.any_of(rows, both(last, self.record(fact.condition, rows)), on_file)
        return both(found, on_file)  # one that is missing may be later

    def in_each(self, fact: Fact, moment: Moment) -> Truth:
        """In each of the last n complete years a record counts; a year without any record is unknown."""
        rows, truth, on_file = self._selected(fact, moment)
        assert fact.selection is not None
        years = self._window(self._chain(fact.selection), rows.kind.year).years
        tally = selection.count(rows, truth, on_file, selection.year_of(rows))
        self._noted_count(fact, rows, truth, on_file)
        needed = np.full(len(moment.people), (years or YEAR) // YEAR, np.float64)
        yes, no = compare("at_least", tally.low, tally.high, Limit(needed, needed))
        return decide(yes, no, moment.day, np.minimum(tally.turn, (moment.day // YEAR + 1) * YEAR).astype(np.int32))

    def count(self, fact: Fact, moment: Moment) -> Truth:
        """How many records count."""
        rows, truth, on_file = self._selected(fact, moment)
        assert fact.selection is not None
        distinct = self._group(rows, fact.selection.distinct)
        return self._count_tests(fact, selection.count(rows, truth, on_file, distinct), rows, truth)

    def run(self, fact: Fact, moment: Moment) -> Truth:
        """The longest unbroken row of years in which a record counts."""
        rows, truth, on_file = self._selected(fact, moment)
        ending = fact.arguments.get("ending") == "latest"
        return self._count_tests(fact, selection.unbroken(rows, truth, ending, on_file), rows, truth)

    def _count_tests(self, fact: Fact, tally: selection.Count, rows: Rows, truth: Truth) -> Truth:
        self._note_rows(fact, rows, truth, tally, "number")
        moment = rows.moment
        turn = np.minimum(tally.turn, self._case_turn(fact.tests, moment)).astype(np.int32)
        result = constant(PASS, moment.day)
        for test in fact.tests:
            yes, no = compare(test.comparator, tally.low, tally.high, self.limit(test.comparator, test.value, moment))
            result = both(result, decide(yes, no, moment.day, turn))
        return result

    def _selected(self, fact: Fact, moment: Moment) -> tuple[Rows, Truth, Truth]:
        assert fact.selection is not None  # the parser gives one to every fact that selects
        start = fact.arguments.get("start")
        return self.select(fact.selection, moment, () if start is None else STARTS[str(start)])

    def _group(self, rows: Rows, name: str) -> Index | None:
        if not name:
            return None
        values = fields.record_field(rows, name)
        if isinstance(values, fields.Words):
            return values.codes.astype(np.int64)
        if isinstance(values, fields.Dates):
            return values.first.astype(np.int64)
        assert isinstance(values, fields.Numbers)
        return np.nan_to_num(values.values, nan=-1).astype(np.int64)

    # spans

    def age(self, fact: Fact, moment: Moment) -> Truth:
        """Age at the day, as anniversaries passed or as completed years."""
        first, last = (bound[moment.people] for bound in self.book.dates("cadres", "birth"))
        span = spans.age(first, last, moment.day, fact.arguments["unit"] == "month")
        if self.notes is not None:
            self.notes.add(Note(fact, "span", span.low, span.high, (), noting.field_place(moment, "birth"), moment.day))
        completed = fact.arguments["reading"] == "completed"
        return self._span_tests(fact.tests, span, moment, completed)

    def years(self, fact: Fact, moment: Moment) -> Truth:
        """Time in the posts (titles, …) selected, by the counting that the fact states."""
        rows, truth, on_file = self._selected(fact, moment)
        assert fact.selection is not None
        counting = spans.Counting(
            str(fact.arguments["counting"]), fact.arguments["unit"] == "month", STARTS[str(fact.arguments["start"])]
        )
        covered = spans.periods(rows, truth, counting, self._group(rows, fact.selection.same))
        if fact.arguments["seconded"] == "excluded":
            span = spans.years_without(covered, self._secondments(moment, counting))
        else:
            span = spans.years(covered, counting.how)
        span = replace(
            span,
            high=np.where(on_file.now != PASS, np.inf, span.high),
            wakes=np.minimum(span.wakes, turns(on_file)),
        )
        for wanted, amount in fact.arguments.get("credits", ()):  # type: ignore[attr-defined]
            span = self._credited(span, wanted, amount, moment)
        self._note_rows(fact, rows, truth, span, "span")
        return self._span_tests(fact.tests, span, moment)

    def _secondments(self, moment: Moment, counting: spans.Counting) -> spans.Periods:
        rows = moment.rows("posts")
        kind = fields.record_field(rows, "kind")
        assert isinstance(kind, fields.Words)
        yes, no = kind.test("is", ("secondment",))
        truth = both(selection.recorded(rows), decide(yes, no, rows.day))
        return spans.periods(rows, truth, replace(counting, starts=("from",)))

    def _credited(self, span: spans.Span, wanted: Selection, amount: Duration, moment: Moment) -> spans.Span:
        """The span with a time added for every record of a selection (an excellent year), or taken off."""
        rows, truth, on_file = self.select(wanted, moment)
        tally = selection.count(rows, truth, on_file)
        low, high = (tally.low, tally.high) if amount.codes >= 0 else (tally.high, tally.low)
        return replace(
            span,
            low=span.low + low * amount.codes,
            high=span.high + high * amount.codes,
            grows=span.grows + low * amount.codes,
            wakes=np.minimum(span.wakes, tally.turn),
        )

    def terms(self, fact: Fact, moment: Moment) -> Truth:
        """Terms served: whole ones of the stated length, and a part of one that is long enough to count as whole."""
        rows, truth, on_file = self._selected(fact, moment)
        length, whole = fact.arguments["length"], fact.arguments.get("whole_from")
        assert isinstance(length, Duration)
        counting = spans.Counting(starts=STARTS[str(fact.arguments["start"])])
        covered = spans.periods(rows, truth, counting)
        whole_from = whole.codes if isinstance(whole, Duration) else length.codes
        tally = spans.terms(rows, covered, length.codes, whole_from)
        high = np.where(on_file.now != PASS, np.inf, tally.high)
        tally = replace(tally, high=high, turn=np.minimum(tally.turn, turns(on_file)))
        return self._count_tests(fact, tally, rows, truth)

    def _span_tests(
        self, tests: tuple[Comparison, ...], span: spans.Span, moment: Moment, completed: bool = False
    ) -> Truth:
        turn = self._case_turn(tests, moment)
        span = replace(span, wakes=np.minimum(span.wakes, turn).astype(np.int32))
        result = constant(PASS, moment.day)
        for test in tests:
            limit = self.limit(test.comparator, test.value, moment, as_span=True)
            for comparator, bound in _completed(test.comparator, limit) if completed else ((test.comparator, limit),):
                result = both(result, spans.reach(comparator, span, bound, moment.day))
        return result

    # judgements and bars

    def finding(self, fact: Fact, moment: Moment) -> Truth:
        """The latest finding on a topic says that it is met (or not); unknown without one."""
        rows = moment.rows("findings")
        about = fields.record_field(rows, "what")
        assert isinstance(about, fields.Lists)
        truth = both(selection.recorded(rows), decide(*about.test("has_any", _texts(fact.arguments["what"])), rows.day))
        if "by" in fact.arguments:
            by = fields.record_field(rows, "by")
            assert isinstance(by, fields.Words)
            truth = both(truth, decide(*by.test("in", _texts(fact.arguments["by"])), rows.day))
        truth = both(truth, selection.newest(rows, truth))  # a later finding replaces an earlier one, lapsed or not
        truth = both(truth, selection.running(rows))
        if "within" in fact.arguments:
            window = _window(Selection("findings", fact.at, window=fact.arguments["within"]))  # type: ignore[arg-type]
            truth = both(truth, selection.within(rows, window, truth))
        turn = selection.next_change(rows, truth)
        meets = fields.record_field(rows, "meets")
        assert isinstance(meets, fields.Flags)
        otherwise = negate(decide(*meets.test(fact.arguments["is"] == "meets"), rows.day))
        said = selection.any_of(rows, truth)
        against = selection.any_of(rows, both(truth, otherwise))
        met = np.where(against.now == PASS, 0, np.where(said.now == PASS, 1, -1)).astype(np.float64)
        self._note_rows(fact, rows, truth, selection.Count(met, met, turn), "finding")
        return decide((said.now == PASS) & (against.now == FAIL), against.now == PASS, moment.day, turn)

    def barred(self, fact: Fact, moment: Moment) -> Truth:
        """A record bars what is asked about: its influence period runs."""
        result = constant(FAIL, moment.day)
        for policy in (self.policy, *self.superiors):
            for effect in policy.effects:
                result = either(result, self._effect(effect, _texts(fact.arguments["from"]), policy, fact, moment))
        return result

    def _effect(self, effect: Effect, bars: Sequence[str], policy: Policy, fact: Fact, moment: Moment) -> Truth:
        rows, truth, on_file = replace(self, policy=policy).select(effect.selection, moment)
        result = constant(FAIL, rows.day)
        step: Effect | None = effect
        start_first, start_last = rows.starts((effect.start,))
        while step is not None:
            stop_first, stop_last = _effect_end(step, rows, start_first, start_last)
            begun = settle(
                np.where(start_last <= rows.day, PASS, np.where(start_first > rows.day, FAIL, UNKNOWN)).astype(np.int8),
                rows.day,
                start_last,
                NEVER,
            )
            over = np.where(stop_first > rows.day, PASS, np.where(stop_last <= rows.day, FAIL, UNKNOWN)).astype(np.int8)
            runs = both(begun, settle(over, rows.day, NEVER, stop_last))
            if set(bars) & set(step.bars):
                result = either(result, runs)
            start_first, start_last, step = stop_first, stop_last, step.then
        result = both(truth, result)
        self._noted_count(fact, rows, result, on_file)
        return selection.any_of(rows, result, on_file)

    def related(self, fact: Fact, moment: Moment) -> Truth:
        """Kin of the stated relations hold a post, as `where` says, in the same unit (or group)."""
        rows = moment.rows("kin")
        truth = constant(PASS, rows.day)
        if "kin" in fact.arguments:
            relation = fields.record_field(rows, "relation")
            assert isinstance(relation, fields.Words)
            truth = decide(*relation.test("in", _texts(fact.arguments["kin"])), rows.day)
        other = self.book.positions("cadres.kin", "cadre", "cadres")[rows.index]
        mine = replace(moment, people=moment.people[rows.holder], day=rows.day)
        theirs = replace(mine, people=np.maximum(other, 0))
        return self._related(fact, rows, truth, (mine, theirs))

    def _related(self, fact: Fact, rows: Rows, truth: Truth, pair: tuple[Moment, Moment]) -> Truth:
        name = "unit.group" if fact.arguments.get("in") == "group" else "unit.id"
        (here, turn_here), (there, turn_there) = (fields.person_field(one, name) for one in pair)
        assert isinstance(here, fields.Words) and isinstance(there, fields.Words)
        same = (here.codes == there.codes) & (here.codes >= 0)
        known = (here.codes >= 0) & (there.codes >= 0)
        truth = both(truth, decide(same, known & ~same, rows.day, np.minimum(turn_here, turn_there)))
        if fact.condition is not None:
            truth = both(truth, self._held(fact.condition, pair[1]))
        on_file = selection.complete(rows, self._absence("kin"), selection.Window())
        self._noted_count(fact, rows, truth, on_file)
        return selection.any_of(rows, truth, on_file)

    def _held(self, condition: Condition, people: Moment) -> Truth:
        """Whether each person's home post is as the condition says."""
        held = home(people)
        rows = Rows(people, KINDS["posts"], np.maximum(held.post, 0), np.arange(len(people.people)))
        found = self.record(condition, rows)
        now = np.where(held.unknown, UNKNOWN, found.now).astype(np.int8)
        to_yes, to_no = (np.minimum(held.turn, turn) for turn in (found.to_yes, found.to_no))
        return settle(now, people.day, to_yes, to_no)


FACTS: Mapping[str, Callable[[Evaluator, Fact, Moment], Truth]] = {
    "age": Evaluator.age,
    "years": Evaluator.years,
    "terms": Evaluator.terms,
    "has": Evaluator.has,
    "none": Evaluator.none,
    "every": Evaluator.every,
    "latest": Evaluator.latest,
    "in_each": Evaluator.in_each,
    "count": Evaluator.count,
    "run": Evaluator.run,
    "finding": Evaluator.finding,
    "barred": Evaluator.barred,
    "related": Evaluator.related,
}


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


def _window(wanted: Selection) -> selection.Window:
    window = wanted.window
    return selection.Window(
        window.last.codes if window.last else None,
        window.records,
        window.begin.first if window.begin else 0,
        window.finish.last if window.finish else NEVER,
    )


def _effect_end(effect: Effect, rows: Rows, start_first: Days, start_last: Days) -> tuple[Days, Days]:
    """When an effect is over: after its time, on the date that the record states for it, or never."""
    if effect.lasts is not None:
        ends = (np.where(start < NEVER, start + effect.lasts.codes, NEVER) for start in (start_first, start_last))
        first, last = ends
        return first.astype(np.int32), last.astype(np.int32)
    if effect.until:
        return rows.starts((effect.until,))
    never = np.full(len(rows.index), NEVER, np.int32)
    return never, never


def _word(value: Literal) -> str:
    """A literal compared with words, as it was written."""
    if isinstance(value, Duration | DateRange):
        return value.text
    return "none" if value is None else str(value)


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]
