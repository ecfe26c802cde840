"""Everything the register knows about one person, in time order: the growth file. And what any other record holds,
of a unit with all who served there and in the units that went on in it.

What concerns a person is found by the schemas alone: the rows of the person's own file, every row elsewhere
whose `cadre` is the person, and the rows nested in those. Sensitive files are not in the register. Ballots are left
to `assess`, which knows how small a group of voters may be shown.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from cadrectl.calendar import NEVER, YEAR, code_of, range_text
from cadrectl.decide.roster import SHOWN, Heading, heading
from cadrectl.register import KINDS, Column, Grid, Plain, Register, Table, plain, plan
from cadrectl.vocabulary import Label

Span = tuple[int, int]

BEGINNINGS = ("from", "date", "decided", "opened", "passed", "since", "term.from", "notice.date")
"""The dates that say when something was, the first that is known; a year tells where no date does."""
ENDS = ("until",)
"""What tells when something was if neither it nor the record around it says how it began."""


class Entry(Struct, frozen=True):
    """One thing known: when (as a record writes it, None if undated), what it is, its values, its place.

    `section` is the table that it is a row of; values that are absent are left out.
    """

    on: str | None
    section: str
    label: Label
    values: tuple[tuple[Heading, Plain], ...]
    path: str
    line: int


class _Timed(Struct, frozen=True):
    """An entry with the days on which it may have been; None if nothing says when."""

    span: Span | None
    entry: Entry


def dossier(register: Register, cadre: str, as_of: date) -> list[Entry] | None:
    """What is known of a person: undated things first, then by time; None if nobody has this id.

    What may begin only after the date is left out.
    """
    person = register.position("cadres", cadre)
    if person < 0:
        return None
    known = [*_own_file(register, "cadres", person), *_elsewhere(register, person)]
    day = code_of(as_of)
    past = [timed for timed in known if timed.span is None or timed.span[0] <= day]
    return [timed.entry for timed in sorted(past, key=_order)]


def contents(register: Register, kind: str, path: str, as_of: date) -> list[Entry]:
    """What one record holds: its values, then the rows of its lists, as they stand in the file; votes are left out.

    A unit has after them the units that went on in it, then who served in any of these by the date, in time order.
    """
    [row] = np.flatnonzero(register.tables[kind]["path"] == path).tolist()
    known = [timed.entry for timed in _own_file(register, kind, row)]
    if kind != "units":
        return known
    before = _before(register, row)
    return [*known, *(_went_on(register, at) for at in before if at != row), *_served(register, before, as_of)]


def _before(register: Register, unit: int) -> list[int]:
    """A unit and those that went on in it, directly or through others (`validate` refuses circles)."""
    owners, later = register.tables["units.succeeded_by"]["owner"], register.link("units.succeeded_by", "value")
    found = [unit]
    for at in found:
        found += [one for one in owners[later == at].tolist() if one not in found]
    return found


def _went_on(register: Register, unit: int) -> Entry:
    """Of a unit that another has taken over: in which it went on, and when it was closed."""
    own, frame = plan("units"), register.tables["units"].take([unit])
    [label] = [one.label for one in own.nested if one.name == "units.succeeded_by"]
    followed = register.tables["units.succeeded_by"]
    names, closed = register.names("units"), own.column("closed")
    values: list[tuple[Heading, Plain]] = [(Heading("unit", own.label, names), _cell(frame, "id"))]
    values.append((Heading("succeeded_by", label, names), followed["value"][followed["owner"] == unit].tolist()))
    if closed is not None and _span(frame, "closed") is not None:
        values.append((heading(register, closed, "closed"), plain(frame, closed)[0]))
    on = _text(_span(frame, "closed"))
    return Entry(on, "units.succeeded_by", label, tuple(values), _cell(frame, "path"), _cell(frame, "line"))


def _served(register: Register, units: list[int], as_of: date) -> list[Entry]:
    """The posts in these units that had begun by the date, each with its holder, by time."""
    [posts] = [one for one in plan("cadres").nested if one.name == "cadres.posts"]
    ids, owners = register.tables["cadres"]["id"], register.tables[posts.name]["owner"]
    found = []
    for row in np.flatnonzero(np.isin(register.link(posts.name, "unit"), units)).tolist():
        holder = (Heading("cadre", plan("cadres").label, register.names("cadres")), str(ids[int(owners[row])]))
        found.append(_timed(register, posts, row, _about_whom(holder)))
    day = code_of(as_of)
    return [one.entry for one in sorted(found, key=_order) if one.span is None or one.span[0] <= day]


def _about_whom(*whom: tuple[Heading, Plain]) -> _Timed:
    """What stands before the values of a row: the people whom it is about."""
    return _Timed(None, Entry(None, "", plan("cadres").label, whom, "", 0))


def _order(timed: _Timed) -> tuple[Span, int, str, int]:
    """By time; on the same days by kind, file and line."""
    kind = KINDS.index(timed.entry.section.split(".")[0])
    return timed.span or (-1, -1), kind, timed.entry.path, timed.entry.line


def _own_file(register: Register, kind: str, record: int) -> Iterator[_Timed]:
    """The record itself: its values one by one, then the rows of its lists."""
    own = plan(kind)
    frame = register.tables[kind].take([record])
    for column in own.columns:
        [value] = plain(frame, column)
        if value is not None:
            span = _span(frame, column.name) if column.type == "date" else None
            values = ((heading(register, column, column.name), value),)
            path, line = _cell(frame, "path"), _cell(frame, f"{column.name}@line")
            yield _Timed(span, Entry(_text(span), own.name, column.label, values, path, line))
    for table in own.nested:
        for row in _inside(register, table, record) if not _secret(table) else ():
            named = [(one, _cell(register.tables[table.name].take([row]), one.name)) for one in _subjects(table)]
            whom = [(heading(register, one, one.name), id) for one, id in named if id is not None]
            yield from _row(register, table, row, _about_whom(*whom) if whom else None)


def _elsewhere(register: Register, person: int) -> Iterator[_Timed]:
    """The rows of other files that are about the person, each with what its record says for all its rows."""
    for kind in KINDS:
        for table in plan(kind).all():
            for subject in _subjects(table):
                for row in np.flatnonzero(register.link(table.name, subject.name) == person).tolist():
                    yield from _about(register, table, row)


def _about(register: Register, table: Table, row: int) -> Iterator[_Timed]:
    """A row about the person with what is nested in it; it goes by the name of its record."""
    root = plan(table.name.split(".")[0])
    owner = None if table == root else _cell(register.tables[table.name].take([row]), "owner")
    around = None if owner is None else _in_short(_timed(register, root, owner, None), root)
    first, *inner = _row(register, table, row, around)
    yield _Timed(first.span, replace(first.entry, label=root.label))
    yield from inner


def _in_short(timed: _Timed, root: Table) -> _Timed:
    """A record with those of its values that a roster shows: the rest of it is not about the person."""
    shown = SHOWN.get(root.name)
    values = tuple(each for each in timed.entry.values if shown is None or each[0].key in shown)
    return _Timed(timed.span, replace(timed.entry, values=values))


def _row(register: Register, table: Table, row: int, around: _Timed | None) -> Iterator[_Timed]:
    """A row, after the values of the record around it, and the rows in it that are not about others."""
    timed = _timed(register, table, row, around)
    yield timed
    inner = _Timed(timed.span, replace(timed.entry, values=()))
    for nested in table.nested:
        if not _subjects(nested) and not _secret(nested):
            for below in _inside(register, nested, row):
                yield from _row(register, nested, below, inner)


def _timed(register: Register, table: Table, row: int, around: _Timed | None) -> _Timed:
    frame = register.tables[table.name].take([row])
    values = () if around is None else around.entry.values
    for column in table.columns:
        [value] = plain(frame, column, register.words.get(f"{table.name}.{column.name}", ()))
        if value is not None and not (column.name == "cadre" and column in _subjects(table)):
            values += ((heading(register, column, column.name), value),)
            if column.refers_to == "units" and column.name == "unit":
                values += _then(register, str(value), frame)
    span = _when(frame, BEGINNINGS) or (around and around.span) or _when(frame, ENDS)
    path, line = _cell(frame, "path"), _cell(frame, "line")
    return _Timed(span, Entry(_text(span), table.name, table.label, values, path, line))


def _then(register: Register, unit: str, frame: Grid) -> tuple[tuple[Heading, Plain], ...]:
    """What a unit was called when the row began, if otherwise than today, and the units in which it went on."""
    row, span = register.position("units", unit), _when(frame, BEGINNINGS)
    former, followed = (register.tables[f"units.{name}"] for name in ("former_names", "succeeded_by"))
    later = former.take((former["owner"] == row) & (former["until.first"] > (span[0] if span else NEVER)))
    called = later["name"][np.argsort(later["until.first"], kind="stable")].tolist()[:1]
    titles = {one.name: one.label for one in plan("units").nested}
    successors = followed["value"][followed["owner"] == row].tolist()
    then = Heading("unit.then", titles["units.former_names"], {})
    values: list[tuple[Heading, Plain]] = [(then, name) for name in called]
    if successors:
        values.append((Heading("unit.now", titles["units.succeeded_by"], register.names("units")), successors))
    return tuple(values)


def _secret(table: Table) -> bool:
    """Whether the rows are votes, which alone are kept as a map of counts or marks."""
    return table.open_map or any(below.open_map for below in table.nested)


def _subjects(table: Table) -> list[Column]:
    """The columns that say whom a row is about: not a mentor, nor kin in the person's own file."""
    own = table.name.startswith("cadres.")
    return [column for column in table.columns if column.keys[-1] == "cadre" and not own]


def _inside(register: Register, table: Table, above: int) -> list[int]:
    """The rows of a nested table that belong to a row of the table around it."""
    rows = register.tables[table.name]
    belongs = rows["parent"] if "parent" in rows else rows["owner"]
    found: list[int] = np.flatnonzero(belongs == above).tolist()
    return found


def _when(frame: Grid, names: tuple[str, ...]) -> Span | None:
    """The first of these dates that the row knows, or its year."""
    known = (_span(frame, name) for name in names if f"{name}.first" in frame)
    return next((span for span in known if span is not None), None) or _year(frame)


def _span(frame: Grid, name: str) -> Span | None:
    first, last = _cell(frame, f"{name}.first"), _cell(frame, f"{name}.last")
    return (first, last) if first <= last else None


def _year(frame: Grid) -> Span | None:
    if "year" not in frame or np.isnan(_cell(frame, "year")):
        return None
    first = int(_cell(frame, "year")) * YEAR
    return first, first + YEAR - 1


def _cell(frame: Grid, name: str) -> Any:
    """The one value of a column of a frame of one row."""
    return frame[name].tolist()[0]


def _text(span: Span | None) -> str | None:
    return None if span is None else range_text(*span)
