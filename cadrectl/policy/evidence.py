"""The places of the records on which a subject's number rests; those of the numbers that it names apart."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from cadrectl.facts.truth import PASS
from cadrectl.policy.notes import Place
from cadrectl.policy.number_model import (
    BallotScore,
    Count,
    FieldNumber,
    From,
    Item,
    Measured,
    Number,
    Points,
    Result,
    Score,
    VoteShare,
    Work,
)
from cadrectl.policy.number_walk import below
from cadrectl.policy.reasons import elsewhere, entry_place
from cadrectl.policy.record_values import item_rows, measurement, result_rows
from cadrectl.policy.sheets import Sheet

if TYPE_CHECKING:
    from cadrectl.policy.clerk import Clerk


def evidence(clerk: "Clerk", sheet: Sheet, number: Number, at: int) -> list[Place]:
    """The places, each once, in order of path and line; those of an earlier period too."""
    found: set[Place] = set()
    for part in below(number):
        if type(part.work) in _PLACES:
            for then, position in _then(clerk, sheet, part.back, at):
                found |= set(_PLACES[type(part.work)](clerk, then, part.work, position))
    return sorted(found)


def _then(clerk: "Clerk", sheet: Sheet, back: int, at: int) -> Iterator[tuple[Sheet, int]]:
    """The sheets on which the subject stood so many periods before, and where on them."""
    if not back:
        yield sheet, at
        return
    for other in clerk.past(sheet, back):
        yield from ((other, int(position)) for position in np.flatnonzero(other.subject == sheet.subject[at]))


def _rows(clerk: "Clerk", table: str, rows: Iterable[int]) -> Iterator[Place]:
    paths, lines = clerk.book.register.tables[table]["path"], clerk.book.column(table, "line")
    for row in rows:
        yield str(paths[row]), int(lines[row])


def _ballots(clerk: "Clerk", sheet: Sheet, work: BallotScore | VoteShare, at: int) -> Iterator[Place]:
    asked = work.ballots
    rows = clerk.tallies[sheet.table].rows(int(sheet.entry[at]), asked.voters, asked.question)
    if len(rows):
        return _rows(clerk, f"{sheet.table}.ballots", rows.tolist())
    return iter([entry_place(clerk, sheet, at)])


def _item(clerk: "Clerk", sheet: Sheet, work: Item, at: int) -> Iterator[Place]:
    return _rows(clerk, f"{sheet.table}.items", item_rows(clerk, sheet, work)[at].tolist())


def _own(clerk: "Clerk", sheet: Sheet, work: Score, at: int) -> Iterator[Place]:
    yield entry_place(clerk, sheet, at)


def _records(clerk: "Clerk", sheet: Sheet, work: Points | Count, at: int) -> Iterator[Place]:
    rows, truth, _ = clerk.evaluator(sheet).select(work.selection, sheet.moment)
    counted = rows.index[(truth.now == PASS) & (rows.holder == at)]
    return _rows(clerk, rows.kind.table, counted.tolist())


def _measured(clerk: "Clerk", sheet: Sheet, work: Measured, at: int) -> Iterator[Place]:
    yield from measurement(clerk, sheet, work).places(at)


def _field(clerk: "Clerk", sheet: Sheet, work: FieldNumber, at: int) -> Iterator[Place]:
    unit = int(sheet.unit[at])
    return _rows(clerk, "units", [unit] if unit >= 0 else [])


def _result(clerk: "Clerk", sheet: Sheet, work: Result, at: int) -> Iterator[Place]:
    rows = result_rows(clerk, sheet, work)
    owner = clerk.book.column("units.results", "owner").astype(np.int64)[rows]
    return _rows(clerk, "units.results", rows[owner == sheet.unit[at]].tolist())


def _elsewhere(clerk: "Clerk", sheet: Sheet, work: From, at: int) -> Iterator[Place]:
    yield from (entry_place(clerk, other, position) for other, position in elsewhere(clerk, sheet, work, at))


_PLACES: Mapping[type[Work], Callable[["Clerk", Sheet, Any, int], Iterator[Place]]] = {
    BallotScore: _ballots,
    VoteShare: _ballots,
    Item: _item,
    Score: _own,
    Points: _records,
    Count: _records,
    Measured: _measured,
    FieldNumber: _field,
    Result: _result,
    From: _elsewhere,
}
