"""Every move that the kinds of movement allow, as columns: who, to which seat, by which kind. Limits come later."""

from functools import cached_property, partial

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from cadrectl.calendar import LONG_AGO
from cadrectl.facts import fields, selection
from cadrectl.facts.moment import Index
from cadrectl.facts.truth import PASS, UNKNOWN, Limit, Mask
from cadrectl.policy.fitting import plain_values
from cadrectl.policy.movement import Moves
from cadrectl.rotation.distances import kilometres
from cadrectl.rotation.situation import Situation


class Candidates(Struct, frozen=True, dict=True):
    """The moves there are to choose from, in order of person, kind and seat: three columns of positions."""

    situation: Situation
    person: Index
    kind: Index
    seat: Index

    def __len__(self) -> int:
        return len(self.person)

    def only(self, chosen: Mask | Index) -> "Candidates":
        """Some of them."""
        return Candidates(self.situation, self.person[chosen], self.kind[chosen], self.seat[chosen])

    def name(self, at: int) -> str:
        """One of them in short: `C0012=U003/副校长`."""
        return f"{self.situation.ids[int(self.person[at])]}={self.situation.seats[int(self.seat[at])].name}"

    @cached_property
    def leaves(self) -> Mask:
        """Where the present post is given up."""
        return np.array([kind.leaves for kind in self.situation.movement.kinds], np.bool_)[self.kind]

    @cached_property
    def fills(self) -> Mask:
        """Where a place of the headcount is taken up."""
        return np.array([kind.fills for kind in self.situation.movement.kinds], np.bool_)[self.kind]

    @cached_property
    def away(self) -> Mask:
        """Where the move leads to another unit."""
        return np.not_equal(self.situation.seat_units[self.seat], self.situation.unit[self.person])

    @cached_property
    def kilometres(self) -> NDArray[np.int64]:
        """How far each leads, in whole kilometres; -1 where a place is not on record."""
        return kilometres(self.situation)[self.situation.unit[self.person], self.situation.seat_units[self.seat]]

    def like(self, moves: Moves, surely: bool = True) -> Mask:
        """Which of them surely are as described; or else, as far as people and posts go, possibly."""
        situation = self.situation
        least = PASS if surely else UNKNOWN
        found = np.ones(len(self), np.bool_)
        if moves.kinds:
            named = [kind.id in moves.kinds for kind in situation.movement.kinds]
            found &= np.array(named, np.bool_)[self.kind]
        if moves.who is not None:
            found &= (situation.people(moves.who) >= least)[self.person]
        if moves.to is not None:
            found &= (situation.seats_like(moves.to) >= least)[self.seat]
        for name, asked in (moves.across or {}).items():
            table = situation.once(("across", name, asked), partial(_compared, situation, name, asked))
            found &= table[self.person, self.seat]
        if moves.distance:
            found &= self._near(moves)
        if moves.wish:
            found &= situation.once(("wishes",), lambda: wishes(situation))[self.person, self.seat]
        return found

    def _near(self, moves: Moves) -> Mask:
        values = fields.Numbers(np.where(self.kilometres >= 0, self.kilometres, np.nan).astype(np.float64))
        found = np.ones(len(self), np.bool_)
        for test in moves.distance:
            number = float(plain_values(test.value)[0] or 0)  # type: ignore[arg-type]
            limit = np.full(len(self), number)
            found &= values.test(test.comparator, Limit(limit, limit))[0]
        return found


def candidates(situation: Situation) -> Candidates:
    """Every move of somebody who surely may move to another post than the present one, kind by kind."""
    movers = np.flatnonzero(situation.may_move == PASS)
    size = len(situation.seats)
    found = []
    for number, kind in enumerate(situation.movement.kinds):
        here = Candidates(
            situation,
            np.repeat(movers, size),
            np.full(len(movers) * size, number, np.int64),
            np.tile(np.arange(size, dtype=np.int64), len(movers)),
        )
        chosen = here.like(kind.moves) & (situation.home_seat[here.person] != here.seat)
        found.append(here.only(chosen))
    if not found:
        empty = np.zeros(0, np.int64)
        return Candidates(situation, empty, empty, empty)
    person, kinds, seat = (np.concatenate([getattr(one, name) for one in found]) for name in ("person", "kind", "seat"))
    order = np.lexsort((seat, kinds, person))
    return Candidates(situation, person[order], kinds[order], seat[order])


def _compared(situation: Situation, name: str, asked: str | tuple[tuple[str, ...], ...]) -> Mask:
    """By person and seat, how the seat's field surely stands to that of the person's present post."""
    theirs = situation.seat_field(name)
    assert isinstance(theirs, fields.Words)
    if asked == "taught":
        return _taught(situation, theirs)
    field = name if name.startswith("unit.") else f"post.{name}"
    mine, _ = fields.person_field(situation.moment, field)
    assert isinstance(mine, fields.Words)
    if asked == "new":
        return ~_known_before(situation, name, theirs) & (theirs.codes >= 0)[None, :]
    table = _table(mine, theirs, asked)
    return table[mine.codes[:, None], theirs.codes[None, :]]


def _table(mine: fields.Words, theirs: fields.Words, asked: str | tuple[tuple[str, ...], ...]) -> Mask:
    """For each word of the one and the other (the last row and column: unknown) whether they stand as asked."""
    table = np.zeros((len(mine.words) + 1, len(theirs.words) + 1), np.bool_)
    for row, word in enumerate(mine.words):
        match asked:
            case "same":
                wanted = {word}
            case "other":
                wanted = set(theirs.words) - {word}
            case "higher":
                wanted = set(mine.reach("more_than", word))
            case "lower":
                wanted = set(mine.reach("less_than", word))
            case _:
                wanted = {word} | {other for group in asked if word in group for other in group}
        table[row, :-1] = [other in wanted for other in theirs.words]
    return table


def _known_before(situation: Situation, name: str, theirs: fields.Words) -> Mask:
    """By person and seat, whether a post that the person has held may have been alike."""
    rows = situation.moment.rows("posts")
    values = fields.record_field(rows, name)
    assert isinstance(values, fields.Words)
    known = np.zeros((len(situation.ids), len(theirs.words) + 1), np.bool_)
    index = {word: at for at, word in enumerate(theirs.words)}
    codes = np.array([*(index.get(word, -1) for word in values.words), -1], np.int64)[values.codes]
    known[rows.holder[codes >= 0], codes[codes >= 0]] = True
    known[rows.holder[values.codes < 0]] = True  # it may have been any
    return known[:, theirs.codes]


def _taught(situation: Situation, asked: fields.Words) -> Mask:
    """By person and seat, whether the seat asks for no subject, or for one that the person surely has taught by now."""
    rows = situation.moment.rows("teaching")
    lessons = fields.record_field(rows, "subject")
    assert isinstance(lessons, fields.Words)
    index = {word: at for at, word in enumerate(asked.words)}
    codes = np.array([*(index.get(word, -1) for word in lessons.words), -1], np.int64)[lessons.codes]
    surely = (codes >= 0) & (selection.begun(rows).now == PASS)
    taught = np.zeros((len(situation.ids), len(asked.words) + 1), np.bool_)
    taught[:, -1] = True
    taught[rows.holder[surely], codes[surely]] = True
    return taught[:, asked.codes]


def wishes(situation: Situation) -> Mask:
    """By person and seat, whether the seat is one that the person has asked for on record."""
    table = situation.book.register.tables["cadres.wishes"]
    found = np.zeros((len(situation.ids), len(situation.seats)), np.bool_)
    names = {"unit": "unit.id", "area": "unit.area", "stage": "unit.stage", "group": "unit.group"}
    seats = {key: _texts(situation.seat_field(name)) for key, name in names.items()}
    people = {int(row): at for at, row in enumerate(situation.moment.people.tolist())}
    first = situation.book.dates("cadres.wishes", "date")[0]
    last = situation.book.dates("cadres.wishes", "until")[1]
    for row, wish in enumerate(table.rows()):
        person = people.get(int(wish["owner"]))
        in_time = LONG_AGO <= first[row] <= situation.as_of and (last[row] < 0 or last[row] >= situation.as_of)
        if person is not None and in_time:
            fits = np.ones(len(situation.seats), np.bool_)
            for key in ("unit", "area", "stage", "group"):
                if isinstance(wish[key], str):
                    fits &= seats[key] == wish[key]
            found[person] |= fits
    return found


def _texts(values: fields.Values) -> NDArray[np.object_]:
    assert isinstance(values, fields.Words)
    return np.array([*values.words, ""], np.object_)[values.codes]
