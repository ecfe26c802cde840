"""The facts that a policy may ask of people, each worked out by one function; `FACTS` lists them by name.

A function gets the evaluator for the conditions and selections inside the fact, the fact as the policy states it,
and the people with the day of each; it gives back their truth.
"""

from collections.abc import Callable, Mapping
from functools import cache, reduce
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from cadrectl.calendar import NEVER, YEAR
from cadrectl.facts import amounts, fields, selection, spans
from cadrectl.facts.groups import groups
from cadrectl.facts.home import home
from cadrectl.facts.kinds import KINDS
from cadrectl.facts.moment import Moment, Rows
from cadrectl.facts.truth import (
    FAIL,
    PASS,
    UNKNOWN,
    Days,
    Limit,
    Truth,
    both,
    compare,
    constant,
    decide,
    earlier,
    either,
    negate,
    settle,
    turns,
)
from cadrectl.policy import notes as noting
from cadrectl.policy.ahead import time_to
from cadrectl.policy.grammar import FACTS as FORMS
from cadrectl.policy.grammar import STARTS
from cadrectl.policy.model import (
    Condition,
    Duration,
    Effect,
    Fact,
    Selection,
)
from cadrectl.policy.notes import Note

if TYPE_CHECKING:
    from cadrectl.policy.evaluate import Evaluator


MEASURES = {"span": "span", "number": "number", "truth": "records"}
"""How a note measures what a fact found, by what the fact is compared with."""


def _note_rows(
    evaluator: "Evaluator", fact: Fact, rows: Rows, truth: Truth, found: selection.Count | spans.Span
) -> None:
    if evaluator.notes is not None:
        measure = "finding" if fact.name == "finding" else MEASURES[FORMS[fact.name].measure]
        places = noting.record_places(rows, truth)
        evaluator.notes.add(Note(fact, measure, found.low, found.high, (), places, rows.moment.day))


def _noted_count(evaluator: "Evaluator", fact: Fact, rows: Rows, truth: Truth, on_file: Truth) -> None:
    if evaluator.notes is not None:
        tally = selection.count(rows, truth, on_file)
        _note_rows(evaluator, fact, rows, truth, tally)


def has(evaluator: "Evaluator", fact: Fact, moment: Moment) -> Truth:
    """At least one record counts."""
    rows, truth, on_file = _selected(evaluator, fact, moment)
    _noted_count(evaluator, fact, rows, truth, on_file)
    return selection.any_of(rows, truth, on_file)


def none(evaluator: "Evaluator", fact: Fact, moment: Moment) -> Truth:
    """No record counts."""
    return negate(has(evaluator, fact, moment))


def every(evaluator: "Evaluator", fact: Fact, moment: Moment) -> Truth:
    """Every record that counts is as `is` says."""
    rows, truth, on_file = _selected(evaluator, fact, moment)
    _noted_count(evaluator, fact, rows, truth, on_file)
    return selection.all_of(rows, either(negate(truth), evaluator.record(fact.condition, rows)), on_file)


def latest(evaluator: "Evaluator", fact: Fact, moment: Moment) -> Truth:
    """The latest record that counts is as `is` says; unknown where there is none and there may be."""
    rows, truth, on_file = _selected(evaluator, fact, moment)
    last = selection.latest(rows, truth)
    _noted_count(evaluator, fact, rows, last, on_file)
    found = selection.any_of(rows, both(last, evaluator.record(fact.condition, rows)), on_file)
    return both(found, on_file)  # one that is missing may be later


def in_each(evaluator: "Evaluator", fact: Fact, moment: Moment) -> Truth:
    """In each of the last n complete years a record counts; a year without any record is unknown."""
    rows, truth, on_file = _selected(evaluator, fact, moment)
    assert fact.selection is not None
    years = evaluator.window(evaluator.chain(fact.selection)).years
    tally = selection.count(rows, truth, on_file, selection.year_of(rows))
    _noted_count(evaluator, fact, rows, truth, on_file)
    needed = np.full(len(moment.people), (years or YEAR) // YEAR, np.float64)
    yes, no = compare("at_least", tally.low, tally.high, Limit(needed, needed))
    return decide(yes, no, moment.day, earlier(tally.turn, lambda: (moment.day // YEAR + 1) * YEAR))


def count(evaluator: "Evaluator", fact: Fact, moment: Moment) -> Truth:
    """How many records count."""
    rows, truth, on_file = _selected(evaluator, fact, moment)
    assert fact.selection is not None
    distinct = groups(rows, fact.selection.distinct) if fact.selection.distinct else None
    return _count_tests(evaluator, fact, selection.count(rows, truth, on_file, distinct), rows, truth)


def total(evaluator: "Evaluator", fact: Fact, moment: Moment) -> Truth:
    """What a number in the records that count comes to in all."""
    rows, truth, on_file = _selected(evaluator, fact, moment)
    return _count_tests(evaluator, fact, amounts.total(rows, _numbers(fact, rows), truth, on_file), rows, truth)


def mean(evaluator: "Evaluator", fact: Fact, moment: Moment) -> Truth:
    """The mean of a number in the records that count."""
    rows, truth, on_file = _selected(evaluator, fact, moment)
    return _count_tests(evaluator, fact, amounts.mean(rows, _numbers(fact, rows), truth, on_file), rows, truth)


def _numbers(fact: Fact, rows: Rows) -> NDArray[np.float64]:
    values = fields.record_field(rows, str(fact.arguments["field"]))
    assert isinstance(values, fields.Numbers)  # the parser has checked the name
    return values.values


def run(evaluator: "Evaluator", fact: Fact, moment: Moment) -> Truth:
    """The longest unbroken row of years in which a record counts."""
    rows, truth, on_file = _selected(evaluator, fact, moment)
    ending = fact.arguments.get("ending") == "latest"
    return _count_tests(evaluator, fact, selection.unbroken(rows, truth, ending, on_file), rows, truth)


def _count_tests(evaluator: "Evaluator", fact: Fact, tally: selection.Count, rows: Rows, truth: Truth) -> Truth:
    _note_rows(evaluator, fact, rows, truth, tally)
    moment = rows.moment
    turn = earlier(tally.turn, lambda: evaluator.case_turn(fact.tests, moment))
    limits = ((test.comparator, evaluator.limit(test.comparator, test.value, moment)) for test in fact.tests)
    compared = (compare(comparator, tally.low, tally.high, limit) for comparator, limit in limits)
    return reduce(both, (decide(yes, no, moment.day, turn) for yes, no in compared))


def _selected(evaluator: "Evaluator", fact: Fact, moment: Moment) -> tuple[Rows, Truth, Truth]:
    assert fact.selection is not None  # the parser gives one to every fact that selects
    start = fact.arguments.get("start")
    return evaluator.select(fact.selection, moment, () if start is None else STARTS[str(start)])


def age(evaluator: "Evaluator", fact: Fact, moment: Moment) -> Truth:
    """Age at the day, as anniversaries passed or as completed years."""
    first, last = (bound[moment.people] for bound in evaluator.book.dates("cadres", "birth"))
    span = spans.age(first, last, moment.day, fact.arguments["unit"] == "month")
    if evaluator.notes is not None:
        places = noting.field_place(moment, "birth")
        evaluator.notes.add(Note(fact, "span", span.low, span.high, (), places, moment.day))
    completed = fact.arguments["reading"] == "completed"
    return evaluator.span_tests(fact.tests, span, moment, completed)


def since(evaluator: "Evaluator", fact: Fact, moment: Moment) -> Truth:
    """The time since a date on record (of joining the Party, of the start of work); unknown without one."""
    name = str(fact.arguments["date"])
    dates, turn = fields.person_field(moment, name)
    assert isinstance(dates, fields.Dates)  # the parser has checked the name
    span = spans.age(dates.first, dates.last, moment.day, fact.arguments["unit"] == "month")
    if evaluator.notes is not None:
        places = evaluator.field_places(name, moment)
        evaluator.notes.add(Note(fact, "span", span.low, span.high, (), places, moment.day))
    return evaluator.span_tests(fact.tests, replace(span, wakes=earlier(span.wakes, turn)), moment)


def years(evaluator: "Evaluator", fact: Fact, moment: Moment) -> Truth:
    """Time in the posts (titles, …) selected, by the counting that the fact states."""
    rows, truth, on_file = _selected(evaluator, fact, moment)
    assert fact.selection is not None
    counting = spans.Counting(
        str(fact.arguments["counting"]), fact.arguments["unit"] == "month", STARTS[str(fact.arguments["start"])]
    )
    apart = groups(rows, fact.selection.same) if fact.selection.same else None
    covered = spans.periods(rows, truth, counting, apart)
    if fact.arguments["seconded"] == "excluded":
        span = spans.years_without(covered, _secondments(evaluator, moment, counting))
    else:
        span = spans.years(covered, counting.how)
    span = replace(
        span,
        high=np.where(on_file.now != PASS, np.inf, span.high),
        wakes=earlier(span.wakes, lambda: turns(on_file)),
    )
    for wanted, amount in fact.arguments.get("credits", ()):  # type: ignore[attr-defined]
        span = _credited(evaluator, span, wanted, amount, moment)
    _note_rows(evaluator, fact, rows, truth, span)
    return evaluator.span_tests(fact.tests, span, moment)


def _secondments(evaluator: "Evaluator", moment: Moment, counting: spans.Counting) -> spans.Periods:
    rows = moment.rows("posts")
    kind = fields.record_field(rows, "kind")
    assert isinstance(kind, fields.Words)
    yes, no = kind.test("is", ("secondment",))
    truth = both(selection.recorded(rows), decide(yes, no, rows.day))
    return spans.periods(rows, truth, replace(counting, starts=("from",)))


def _credited(
    evaluator: "Evaluator", span: spans.Span, wanted: Selection, amount: Duration, moment: Moment
) -> spans.Span:
    """The span with a time added for every record of a selection (an excellent year), or taken off."""
    rows, truth, on_file = evaluator.select(wanted, moment)
    tally = selection.count(rows, truth, on_file)
    low, high = (tally.low, tally.high) if amount.codes >= 0 else (tally.high, tally.low)
    return replace(
        span,
        low=span.low + low * amount.codes,
        high=span.high + high * amount.codes,
        grows=span.grows + low * amount.codes,
        wakes=earlier(span.wakes, tally.turn),
    )


def terms(evaluator: "Evaluator", fact: Fact, moment: Moment) -> Truth:
    """Terms served: whole ones of the stated length, and a part of one that is long enough to count as whole."""
    rows, truth, on_file = _selected(evaluator, fact, moment)
    length, whole = fact.arguments["length"], fact.arguments.get("whole_from")
    assert isinstance(length, Duration)
    counting = spans.Counting(starts=STARTS[str(fact.arguments["start"])])
    covered = spans.periods(rows, truth, counting)
    whole_from = whole.codes if isinstance(whole, Duration) else length.codes
    tally = spans.terms(rows, covered, length.codes, whole_from)
    high = np.where(on_file.now != PASS, np.inf, tally.high)
    tally = replace(tally, high=high, turn=earlier(tally.turn, lambda: turns(on_file)))
    return _count_tests(evaluator, fact, tally, rows, truth)


def finding(evaluator: "Evaluator", fact: Fact, moment: Moment) -> Truth:
    """The latest finding on a topic says that it is met (or not); unknown without one."""
    window = selection.Window()
    if "within" in fact.arguments:
        window = evaluator.window((Selection("findings", fact.at, window=fact.arguments["within"]),))  # type: ignore[arg-type]
    # the same few topics stand in every tier
    found = moment.once(f"finding: {fact.arguments} {window}", lambda: _found(fact, window, moment))
    _note_rows(evaluator, fact, moment.rows("findings"), found.latest, found.met)
    return found.truth


class _Findings(Struct, frozen=True):
    """Which findings are the latest on a topic and stand; whether it is met (1), not (0) or nothing was found (-1)."""

    latest: Truth
    met: selection.Count
    truth: Truth


def _found(fact: Fact, window: selection.Window, moment: Moment) -> _Findings:
    rows = replace(moment.rows("findings"), moment=moment.bare())  # what is kept with the moment does not hold it
    about = fields.record_field(rows, "what")
    assert isinstance(about, fields.Lists)
    truth = both(selection.recorded(rows), decide(*about.test("has_any", _texts(fact.arguments["what"])), rows.day))
    if "by" in fact.arguments:
        by = fields.record_field(rows, "by")
        assert isinstance(by, fields.Words)
        truth = both(truth, decide(*by.test("in", _texts(fact.arguments["by"])), rows.day))
    truth = both(truth, selection.newest(rows, truth))  # a later finding replaces an earlier one, lapsed or not
    truth = both(truth, selection.running(rows))
    if window != selection.Window():
        truth = both(truth, selection.within(rows, window, truth))
    turn = cache(lambda: selection.next_change(rows, truth))
    meets = fields.record_field(rows, "meets")
    assert isinstance(meets, fields.Flags)
    otherwise = negate(decide(*meets.test(fact.arguments["is"] == "meets"), rows.day))
    said = selection.any_of(rows, truth).now == PASS
    against = selection.any_of(rows, both(truth, otherwise)).now
    met = np.where(against == PASS, 0, np.where(said, 1, -1)).astype(np.float64)
    held = decide(said & (against == FAIL), against == PASS, moment.day, turn)
    return _Findings(truth, selection.Count(met, met, turn), held)


def barred(evaluator: "Evaluator", fact: Fact, moment: Moment) -> Truth:
    """A record bars what is asked about: its influence period runs."""
    result = constant(FAIL, moment.day)
    for policy in (evaluator.policy, *evaluator.superiors):
        for effect in policy.effects:
            result = either(result, _effect(replace(evaluator, policy=policy), effect, fact, moment))
    return result


def _effect(evaluator: "Evaluator", effect: Effect, fact: Fact, moment: Moment) -> Truth:
    """Whether an effect runs that bars what the fact asks about; `evaluator` is that of the effect's policy."""
    bars = _texts(fact.arguments["from"])
    rows, truth, on_file = evaluator.select(effect.selection, moment)
    result = constant(FAIL, rows.day)
    step: Effect | None = effect
    start_first, start_last = rows.starts((effect.start, *rows.kind.starts))
    while step is not None:
        stop_first, stop_last = effect_end(step, rows, start_first, start_last)
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
    _noted_count(evaluator, fact, rows, result, on_file)
    return selection.any_of(rows, result, on_file)


def related(evaluator: "Evaluator", fact: Fact, moment: Moment) -> Truth:
    """Kin of the stated relations hold a post, as `where` says, in the same unit (or group)."""
    rows = moment.rows("kin")
    truth = constant(PASS, rows.day)
    if "kin" in fact.arguments:
        relation = fields.record_field(rows, "relation")
        assert isinstance(relation, fields.Words)
        truth = decide(*relation.test("in", _texts(fact.arguments["kin"])), rows.day)
    other = evaluator.book.register.link("cadres.kin", "cadre")[rows.index]
    mine = moment.only(rows.holder)
    theirs = mine.with_others(np.maximum(other, 0))
    return _related(evaluator, fact, rows, truth, (mine, theirs))


def _related(evaluator: "Evaluator", fact: Fact, rows: Rows, truth: Truth, pair: tuple[Moment, Moment]) -> Truth:
    name = "unit.group" if fact.arguments.get("in") == "group" else "unit.id"
    (here, turn_here), (there, turn_there) = (fields.person_field(one, name) for one in pair)
    assert isinstance(here, fields.Words) and isinstance(there, fields.Words)
    same = (here.codes == there.codes) & (here.codes >= 0)
    known = (here.codes >= 0) & (there.codes >= 0)
    truth = both(truth, decide(same, known & ~same, rows.day, earlier(turn_here, turn_there)))
    if fact.condition is not None:
        truth = both(truth, _held(evaluator, fact.condition, pair[1]))
    on_file = selection.complete(rows, evaluator.absence("kin"), selection.Window())
    _noted_count(evaluator, fact, rows, truth, on_file)
    return selection.any_of(rows, truth, on_file)


def _held(evaluator: "Evaluator", condition: Condition, people: Moment) -> Truth:
    """Whether each person's home post is as the condition says."""
    held = home(people)
    rows = Rows(people, KINDS["posts"], np.maximum(held.post, 0), np.arange(len(people.people)))
    found = evaluator.record(condition, rows)
    now = np.where(held.unknown, UNKNOWN, found.now).astype(np.int8)
    return settle(
        now,
        people.day,
        lambda: np.minimum(held.turn(), found.to_yes),
        lambda: np.minimum(held.turn(), found.to_no),
    )


def effect_end(effect: Effect, rows: Rows, start_first: Days, start_last: Days) -> tuple[Days, Days]:
    """When an effect is over: after its time, on the date that the record states for it, or never."""
    if effect.lasts is not None:
        ends = (np.where(start < NEVER, start + effect.lasts.codes, NEVER) for start in (start_first, start_last))
        first, last = ends
        return first.astype(np.int32), last.astype(np.int32)
    if effect.until:
        return rows.starts((effect.until,))
    if effect.until_end_of:
        ends = (np.where(start < NEVER, (start // YEAR + 1) * YEAR, NEVER) for start in (start_first, start_last))
        first, last = ends
        return first.astype(np.int32), last.astype(np.int32)
    never = np.full(len(rows.index), NEVER, np.int32)
    return never, never


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]


FACTS: Mapping[str, Callable[["Evaluator", Fact, Moment], Truth]] = {
    "age": age,
    "since": since,
    "time_to": time_to,
    "years": years,
    "terms": terms,
    "has": has,
    "none": none,
    "every": every,
    "latest": latest,
    "in_each": in_each,
    "count": count,
    "total": total,
    "mean": mean,
    "run": run,
    "finding": finding,
    "barred": barred,
    "related": related,
}
