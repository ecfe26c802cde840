"""Numbers that the records state or that count records: items, scores, points, results of units, other assessments."""

from collections.abc import Collection, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from cadrectl.calendar import YEAR
from cadrectl.facts import fields, selection
from cadrectl.facts.groups import groups
from cadrectl.facts.moment import Index, Rows
from cadrectl.facts.sessions import entries
from cadrectl.facts.truth import FAIL, PASS, Truth, both
from cadrectl.policy.exact import Amount, exact, mean, trimmed
from cadrectl.policy.notes import Note, Notes
from cadrectl.policy.number_model import Count, FieldNumber, From, Graded, Item, Mean, Measured, Points, Result, Score
from cadrectl.policy.sheets import Sheet, aligned

if TYPE_CHECKING:
    from cadrectl.policy.clerk import Amounts, Clerk


def item(clerk: "Clerk", sheet: Sheet, work: Item) -> "Amounts":
    """The scored item, of several raters as the policy takes them; several where it expects one are unknown."""
    scores = item_scores(clerk, sheet, work)
    return [_taken(each, work) if held else None for each, held in zip(scores, sheet.assessed.tolist(), strict=True)]


def item_scores(clerk: "Clerk", sheet: Sheet, work: Item) -> list[list[Fraction]]:
    """The scores of the item for each subject, in the order of the records."""
    rows = item_rows(clerk, sheet, work)
    column = clerk.book.column(f"{sheet.table}.items", "score").astype(np.float64)
    return [[exact(score) for score in column[own].tolist()] for own in rows]


def item_rows(clerk: "Clerk", sheet: Sheet, work: Item) -> list[Index]:
    """The rows of the item (of the raters asked) for each subject."""
    book, table = clerk.book, f"{sheet.table}.items"
    chosen = _is_word(clerk, table, "item", (work.name,))
    if work.by:
        chosen &= _is_word(clerk, table, "by", work.by)
    rows = np.flatnonzero(chosen)
    parent = book.column(table, "parent").astype(np.int64)[rows]
    starts, stops = np.searchsorted(parent, sheet.entry), np.searchsorted(parent, sheet.entry, side="right")
    return [rows[start:stop] for start, stop in zip(starts.tolist(), stops.tolist(), strict=True)]


def _is_word(clerk: "Clerk", table: str, column: str, wanted: Sequence[str]) -> NDArray[np.bool_]:
    words = clerk.book.words(table, column)
    return np.isin(clerk.book.column(table, column), [words.index(one) for one in wanted if one in words])


def _taken(scores: Sequence[Fraction], work: Item) -> Amount:
    if not scores:
        return Fraction(0) if work.missing == "none" else None
    if not work.take:
        return scores[0] if len(scores) == 1 else None
    kept = trimmed(scores, work.trim)
    if work.take == "mean" or not kept:
        return mean(kept)
    if work.take == "sum":
        return sum(kept, Fraction(0))
    return kept[-1] if work.take == "highest" else kept[0]


def score(clerk: "Clerk", sheet: Sheet, work: Score) -> "Amounts":
    """The score that the session records."""
    column = np.append(clerk.book.column(sheet.table, "score").astype(np.float64), np.nan)
    return _exact(column[sheet.entry])


def _exact(values: NDArray[np.float64]) -> "Amounts":
    return [None if value != value else exact(value) for value in values.tolist()]


def field(clerk: "Clerk", sheet: Sheet, work: FieldNumber) -> "Amounts":
    """A declared field at the day of the session."""
    values, _ = fields.person_field(sheet.moment, work.name)
    assert isinstance(values, fields.Numbers)  # the parser has checked that it is a number
    return _exact(values.values)


def by_session(clerk: "Clerk", sheet: Sheet, work: Mean) -> "list[list[tuple[bool, Amount]]]":
    """A number in each session of a kind in the year: for the first, the second, … of each subject, whether held."""
    held = entries(clerk.book, sheet.table, work.kind or sheet.assessment.kind)
    held = held.only(held.year == sheet.period.year)
    held = held.only(np.lexsort((held.day, held.subject)))
    turn = np.arange(len(held.subject)) - np.searchsorted(held.subject, held.subject)
    columns = []
    for number in range(int(turn.max(initial=-1)) + 1):
        row = dict(zip(held.subject[turn == number].tolist(), held.row[turn == number].tolist(), strict=True))
        there = replace(sheet, entry=np.array([row.get(subject, -1) for subject in sheet.subject.tolist()], np.int64))
        amounts = clerk.amounts(there, work.of[0])
        columns.append(list(zip(there.assessed.tolist(), amounts, strict=True)))
    return columns or [[(False, None)] * len(sheet)]


def count(clerk: "Clerk", sheet: Sheet, work: Count) -> "Amounts":
    """How many records there are, where that is sure."""
    rows, truth, on_file = clerk.evaluator(sheet).select(work.selection, sheet.moment)
    distinct = None
    if work.selection.distinct:
        distinct = groups(rows, work.selection.distinct)
    tally = selection.count(rows, truth, on_file, distinct)
    pairs = zip(tally.low.tolist(), tally.high.tolist(), strict=True)
    return [exact(low) if low == high else None for low, high in pairs]


def measured(clerk: "Clerk", sheet: Sheet, work: Measured) -> "Amounts":
    """What a fact comes to, where that is sure; of a time the years that are complete."""
    note = measurement(clerk, sheet, work)
    low, high = (np.asarray(one, np.float64) for one in (note.low, note.high))
    if note.measure == "span":
        low, high = np.floor(low / YEAR), np.floor(high / YEAR)
    return [exact(one) if one == other else None for one, other in zip(low.tolist(), high.tolist(), strict=True)]


def measurement(clerk: "Clerk", sheet: Sheet, work: Measured) -> Note:
    """What was found when the fact was asked for, with the places of the records."""
    notes = Notes()
    replace(clerk.evaluator(sheet), notes=notes).condition(work.fact, sheet.moment)
    return notes.taken[""][-1]


def points(clerk: "Clerk", sheet: Sheet, work: Points) -> "Amounts":
    """Points for records: of those alike only the highest, then the sum or the highest of all.

    Unknown where a record may or may not count, or nobody can tell its points or what it is like.
    """
    evaluator = clerk.evaluator(sheet)
    rows, truth, on_file = evaluator.select(work.selection, sheet.moment)
    worth = _worth(clerk, sheet, rows, work.each)
    alike = groups(rows, work.per) if work.per else np.arange(len(rows.index), dtype=np.int64)
    best: list[dict[int, Fraction]] = [{} for _ in range(len(sheet))]
    unknown = on_file.now != PASS
    for at in np.flatnonzero(truth.now != FAIL).tolist():
        holder, amount, like = int(rows.holder[at]), worth[at], int(alike[at])
        if truth.now[at] != PASS or amount is None or like < 0:
            unknown[holder] |= amount != 0
        else:
            best[holder][like] = max(amount, best[holder].get(like, amount))
    pairs = zip(best, unknown.tolist(), strict=True)
    return [None if open_ else _joined(own.values(), work.take) for own, open_ in pairs]


def _joined(worth: Collection[Fraction], take: str) -> Fraction:
    return max(worth, default=Fraction(0)) if take == "highest" else sum(worth, Fraction(0))


def _worth(clerk: "Clerk", sheet: Sheet, rows: Rows, each: Graded) -> "Amounts":
    """The points of each record: of the first case that holds, unknown where an earlier one may."""
    found: list[set[Fraction]] = [set() for _ in rows.index]
    waiting = np.ones(len(rows.index), np.bool_)
    for when, amount in each.branches:
        now = clerk.evaluator(sheet).record(when, rows).now
        for at in np.flatnonzero(waiting & (now != FAIL)).tolist():
            found[at].add(amount)
        waiting &= now != PASS
    return [next(iter(one)) if len(one) == 1 else None for one in found]


def result(clerk: "Clerk", sheet: Sheet, work: Result) -> "Amounts":
    """A recorded result of the unit in the year of the sheet."""
    book, table, rows = clerk.book, "units.results", result_rows(clerk, sheet, work)
    values = np.full(len(book.register.tables["units"]) + 1, np.nan)
    values[book.column(table, "owner").astype(np.int64)[rows]] = book.column(table, work.take).astype(np.float64)[rows]
    return _exact(values[sheet.unit])


def result_rows(clerk: "Clerk", sheet: Sheet, work: Result) -> Index:
    """The results of all units by the indicator in the year of the sheet."""
    in_year = clerk.book.column("units.results", "year") == sheet.period.year
    return np.flatnonzero(in_year & _is_word(clerk, "units.results", "indicator", (work.indicator,)))


def elsewhere(clerk: "Clerk", sheet: Sheet, work: From) -> "Amounts":
    """A number of another assessment of the same time: of the same subject, or of the person's unit or units."""
    others = clerk.beside(sheet, 0, work.assess)
    found = [(other, clerk.named(other, work.number or other.assessment.total)) for other in others]
    if work.take == "home" or sheet.assessment.subject == "unit":
        return aligned(sheet, found)
    return [_over_units(own, work.take) for own in _of_units(clerk, sheet, found)]


def _of_units(clerk: "Clerk", sheet: Sheet, others: "Sequence[tuple[Sheet, Amounts]]") -> "list[Amounts]":
    """What the sheets of units say of each of the units of each person."""
    by_unit: dict[int, Amount] = {}
    for other, amounts in others:
        by_unit |= dict(zip(other.subject.tolist(), amounts, strict=True))
    return [[by_unit.get(unit) for unit in own] for own in units_held(clerk, sheet)]


def _over_units(amounts: Sequence[Amount], take: str) -> Amount:
    there = [amount for amount in amounts if amount is not None]
    if not there or len(there) < len(amounts):
        return None
    return mean(there) if take == "mean" else max(there) if take == "highest" else min(there)


def units_held(clerk: "Clerk", sheet: Sheet) -> list[list[int]]:
    """The units in which each person surely holds a post at the day, secondments apart, and that of the session."""
    rows = sheet.moment.rows("posts")
    kind = fields.record_field(rows, "kind")
    assert isinstance(kind, fields.Words)
    held: Truth = both(selection.recorded(rows), selection.running(rows))
    away = kind.test("is", ("secondment",))[0]
    units = clerk.book.register.link("cadres.posts", "unit")[rows.index]
    own = [{unit} - {-1} for unit in sheet.unit.tolist()]
    for at in np.flatnonzero((held.now == PASS) & ~away & (units >= 0)).tolist():
        own[int(rows.holder[at])].add(int(units[at]))
    return [sorted(one) for one in own]
