"""What a test found, kept for explaining it: the value of each person and the places it rests on."""

from collections.abc import Callable

import numpy as np
from msgspec import Struct, field
from numpy.typing import NDArray

from cadrectl.facts.fields import Dates, Flags, Lists, Numbers, Values, Words
from cadrectl.facts.moment import Index, Moment, Rows
from cadrectl.facts.truth import FAIL, Days, Truth
from cadrectl.policy.model import Fact, Field

Place = tuple[str, int]


class Note(Struct, frozen=True):
    """One test that a clause made: what was asked, how what was found is measured, and bounds or words by person.

    Measures: `span` (codes), `number`, `records` (how many count), `finding` (1 met, 0 not met, -1 none), `word`
    (codes into `words`), `words` (bits of `words`; `high` where unknown), `date`, `flag`.
    """

    asked: Fact | Field
    measure: str
    low: NDArray[np.generic]
    high: NDArray[np.generic]
    words: tuple[str, ...]
    places: Callable[[int], list[Place]]  # by the person's position
    day: Days | None = None  # at which a span was measured


class Notes(Struct):
    """The notes taken while clauses were evaluated, by clause path."""

    taken: dict[str, list[Note]] = field(default_factory=dict)
    clause: str = ""

    def add(self, note: Note) -> None:
        """Keep a note with the clause that is being evaluated."""
        self.taken.setdefault(self.clause, []).append(note)


def of_values(asked: Field, values: Values, places: Callable[[int], list[Place]]) -> Note:
    """A note of a declared field."""
    nothing: tuple[str, ...] = ()
    match values:
        case Words(codes, words, _):
            return Note(asked, "word", codes, codes, words, places)
        case Numbers(numbers):
            return Note(asked, "number", numbers, numbers, nothing, places)
        case Dates(first, last):
            return Note(asked, "date", first, last, nothing, places)
        case Flags(flags):
            return Note(asked, "flag", flags, flags, nothing, places)
        case Lists(bits, words, unknown):
            return Note(asked, "words", bits, unknown, words, places)


def record_places(rows: Rows, truth: Truth) -> Callable[[int], list[Place]]:
    """The places of the records that count or may count; where there are none, the person's file."""
    table = rows.moment.book.register.tables[rows.kind.table]
    counted = truth.now != FAIL

    def places(position: int) -> list[Place]:
        chosen = rows.index[(rows.holder == position) & counted]
        found = [(str(table["path"][row]), int(table["line"][row])) for row in chosen]
        return found or [file_place(rows.moment, position)]

    return places


def file_place(moment: Moment, position: int) -> Place:
    """The start of the person's file."""
    cadres = moment.book.register.tables["cadres"]
    row = moment.people[position]
    return str(cadres["path"][row]), max(int(cadres["line"][row]), 1)


def field_place(moment: Moment, name: str) -> Callable[[int], list[Place]]:
    """The line of a field in the person's file; where the field is missing, the file."""
    cadres = moment.book.register.tables["cadres"]

    def places(position: int) -> list[Place]:
        row = moment.people[position]
        line = int(cadres[f"{name}@line"][row])
        return [(str(cadres["path"][row]), line)] if line else [file_place(moment, position)]

    return places


def home_places(moment: Moment, posts: Index, units: Index, unit_field: str) -> Callable[[int], list[Place]]:
    """The lines of the post that is home and, for a field of the unit, of that field in the unit's file."""
    tables = moment.book.register.tables

    def places(position: int) -> list[Place]:
        if posts[position] < 0:
            return [file_place(moment, position)]
        held, row = tables["cadres.posts"], posts[position]
        found = [(str(held["path"][row]), int(held["line"][row]))]
        if unit_field and units[position] >= 0:
            stated, unit = tables["units"], units[position]
            own = f"{unit_field}@line"
            line = int(stated[own][unit]) if own in stated else 0
            found.append((str(stated["path"][unit]), line or max(int(stated["line"][unit]), 1)))
        return found

    return places
