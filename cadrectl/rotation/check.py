"""Whether a plan keeps every limit, also one edited by hand. No solver: people are counted as the plan would seat them.

One function a rule; what breaks a rule says what was asked, what was found, and who is in it.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

import numpy as np
from msgspec import Struct

from cadrectl.calendar import iso, parse_date
from cadrectl.facts.truth import FAIL, PASS
from cadrectl.policy.movement import Limit
from cadrectl.rotation.candidates import Candidates
from cadrectl.rotation.limits import base_people, kin_pairs, of_kinds, whole_bounds
from cadrectl.rotation.obstacles import obstacle
from cadrectl.rotation.plan import Move, as_candidates, end_of, present_post
from cadrectl.rotation.situation import Situation
from cadrectl.text import Text, say, say_count
from cadrectl.vocabulary import Label


class Finding(Struct, frozen=True):
    """One break of a rule: about which post, unit or person, what is asked, what the plan does, and who is in it."""

    about: str
    required: Text | Label
    actual: Text
    cadres: tuple[str, ...] = ()


class Board(Struct, frozen=True, dict=True):
    """A plan laid on the table: its moves as written, those that can be placed, and who sits where before and after."""

    situation: Situation
    moves: Sequence[Move]

    @cached_property
    def placed(self) -> Candidates:
        """The moves whose person, kind and post are here."""
        return as_candidates(self.situation, self.moves)

    @cached_property
    def before(self) -> dict[int, set[int]]:
        """Who holds each seat now."""
        seats: dict[int, set[int]] = {}
        for person, seat in self.situation.held:
            seats.setdefault(seat, set()).add(person)
        return seats

    @cached_property
    def after(self) -> dict[int, set[int]]:
        """Who holds each seat once the plan is carried out."""
        seats = {seat: set(people) for seat, people in self.before.items()}
        kinds = self.situation.movement.kinds
        columns = (self.placed.person, self.placed.kind, self.placed.seat)
        steps = list(zip(*(column.tolist() for column in columns), strict=True))
        for person, kind, _ in steps:
            for seat in self.situation.gives_up.get(person, ()) if kinds[kind].leaves else ():
                seats[seat].discard(person)
        for person, kind, seat in steps:
            if kinds[kind].fills:
                seats.setdefault(seat, set()).add(person)
        return seats

    def ids(self, people: set[int]) -> tuple[str, ...]:
        """The ids of people, in order."""
        return tuple(self.situation.ids[person] for person in sorted(people))

    def teams(self, seats: Mapping[int, set[int]], limit: Limit) -> dict[int, set[int]]:
        """By unit who holds one of the posts that a limit is about."""
        meant = self.situation.seats_like(limit.seats) == PASS
        teams: dict[int, set[int]] = {}
        for seat, people in seats.items():
            if meant[seat]:
                teams.setdefault(int(self.situation.seat_units[seat]), set()).update(people)
        return dict(sorted(teams.items()))


def people_posts_and_kinds_are_known(board: Board) -> Iterator[Finding]:
    """Everything that a move names is in the records and in the policy."""
    situation, kinds = board.situation, [kind.id for kind in board.situation.movement.kinds]
    for move in board.moves:
        seat = "/".join(move.to)
        named = {move.cadre: move.cadre in situation.position, seat: seat in situation.seat_named}
        for word, known in (named | {move.kind: move.kind in kinds}).items():
            if not known:
                yield Finding(word, say("in the records and the policy"), say("not there"), (move.cadre,))


def everybody_starts_from_the_present_post(board: Board) -> Iterator[Finding]:
    """The post that a person is said to hold is the one that the records say."""
    for move in board.moves:
        person = board.situation.position.get(move.cadre)
        if person is not None and any(move.present):
            now = present_post(board.situation, person)
            if now != move.present:
                required, actual = (say("{post}", post="/".join(post)) for post in (now, move.present))
                yield Finding(move.cadre, required, actual, (move.cadre,))


def nobody_moves_twice(board: Board) -> Iterator[Finding]:
    """A person makes one move."""
    for cadre, times in sorted(Counter(move.cadre for move in board.moves).items()):
        if times > 1:
            yield Finding(cadre, say("one move"), say_count("{count} move", "{count} moves", count=times), (cadre,))


def whoever_moves_may(board: Board) -> Iterator[Finding]:
    """Only people who surely may be moved are; of whoever is exempt nothing else is said."""
    for cadre in sorted({move.cadre for move in board.moves}):
        person = board.situation.position.get(cadre)
        actual = None if person is None else obstacle(board.situation, person)
        if actual is not None:
            yield Finding(cadre, say("may be moved"), actual, (cadre,))


def kinds_fit(board: Board) -> Iterator[Finding]:
    """Each move is one that its kind is meant for."""
    placed = board.placed
    for number, kind in enumerate(board.situation.movement.kinds):
        for at in np.flatnonzero((placed.kind == number) & ~placed.like(kind.moves)).tolist():
            who = board.ids({int(placed.person[at])})
            yield Finding(placed.name(at), kind.label, say("no such move"), who)


def moves_last_as_their_kinds(board: Board) -> Iterator[Finding]:
    """A move for a time ends when its kind says, counted from the day on which it begins; any other has no end.

    None begins before the day on which the plan is looked at: who may move, and where, is as it is on that day.
    """
    kinds = {kind.id: kind for kind in board.situation.movement.kinds}
    for move in board.moves:
        start = parse_date(move.from_date)
        if start is not None and start[0] < board.situation.as_of:
            earliest = say("from {day} or later", day=iso(board.situation.as_of))
            yield Finding(move.cadre, earliest, say("from {day}", day=move.from_date), (move.cadre,))
        if move.kind in kinds and start is not None:
            until = end_of(kinds[move.kind], start[0])
            if move.until != until:
                yield Finding(move.cadre, _until(until), _until(move.until), (move.cadre,))


def _until(day: str) -> Text:
    return say("until {day}", day=day) if day else say("without an end")


def headcount(board: Board, limit: Limit) -> Iterator[Finding]:
    """No post that people come to is held by more than its headcount; where it is already, not by more than now."""
    for at, seat in enumerate(board.situation.seats):
        now, then = (seats.get(at, set()) for seats in (board.before, board.after))
        most = max(seat.headcount, len(now))
        if len(then) > most:
            yield from _bounded(seat.name, len(then), (None, most), board.ids(then))


def only(board: Board, limit: Limit) -> Iterator[Finding]:
    """Every move that the limit is about is as it says."""
    placed = board.placed
    about = of_kinds(placed, limit.kinds) & (board.situation.people(limit.who) != FAIL)[placed.person]
    for at in np.flatnonzero(about & ~placed.like(limit.moves)).tolist():
        yield Finding(placed.name(at), limit.label, say("not so"), board.ids({int(placed.person[at])}))


def leaving(board: Board, limit: Limit) -> Iterator[Finding]:
    """Of the holders of some posts of each unit not too many leave, and enough."""
    situation, placed = board.situation, board.placed
    leavers = set(placed.person[placed.away].tolist())
    for unit, team in board.teams(board.before, limit).items():
        gone = {person for person in team & leavers if situation.unit[person] == unit}
        yield from _bounded(situation.unit_id(unit), len(gone), whole_bounds(limit, len(team)), board.ids(gone))


def arriving(board: Board, limit: Limit) -> Iterator[Finding]:
    """To one post not too many come by the kinds that are meant."""
    situation, placed = board.situation, board.placed
    meant = of_kinds(placed, limit.kinds) & (situation.seats_like(limit.seats) == PASS)[placed.seat]
    for seat, number in sorted(Counter(placed.seat[meant].tolist()).items()):
        who = board.ids(set(placed.person[meant & (placed.seat == seat)].tolist()))
        yield from _bounded(situation.seats[seat].name, number, whole_bounds(limit, 1), who)


def holding(board: Board, limit: Limit) -> Iterator[Finding]:
    """In each unit enough people hold some posts afterwards, and not too many; as far as they do today."""
    counts = board.situation.people(limit.who) == PASS
    before, after = (board.teams(seats, limit) for seats in (board.before, board.after))
    low, high = whole_bounds(limit, 1)
    for unit in sorted({*before, *after}):
        now, then = (sum(bool(counts[person]) for person in team.get(unit, ())) for team in (before, after))
        bounds = (None if low is None else min(low, now), None if high is None else max(high, now))
        changed = board.ids(before.get(unit, set()) ^ after.get(unit, set()))
        yield from _bounded(board.situation.unit_id(unit), then, bounds, changed)


def moves(board: Board, limit: Limit) -> Iterator[Finding]:
    """Enough moves are of a kind, and not too many: in number, or as a share of people or of moves."""
    placed = board.placed
    counted = placed.like(limit.moves, surely=limit.bounds.at_least is not None)
    if limit.of == "moves":
        base = placed.like(limit.base) if limit.base is not None else np.ones(len(placed), np.bool_)
        part, whole = int((counted & base).sum()), int(base.sum())
        share, low, high = Fraction(part, whole or 1), limit.bounds.at_least, limit.bounds.at_most
        if whole and ((low is not None and share < low) or (high is not None and share > high)):
            yield Finding("", limit.label, say("{part} of {base}", part=part, base=whole))
        return
    size = base_people(board.situation, limit, possibly=limit.bounds.at_least is not None)
    who = board.ids(set(placed.person[counted].tolist()))
    yield from _bounded("", int(counted.sum()), whole_bounds(limit, size), who)


def kin(board: Board, limit: Limit) -> Iterator[Finding]:
    """No two kin come to hold posts in one unit who do not today."""
    before, after = (board.teams(seats, limit) for seats in (board.before, board.after))
    for pair in map(set, kin_pairs(board.situation, limit.relations)):
        for unit, team in after.items():
            if pair <= team and not pair <= before.get(unit, set()):
                about = board.situation.unit_id(unit)
                yield Finding(about, limit.label, say("both in one unit"), board.ids(pair))


ALWAYS: Mapping[str, Callable[[Board], Iterator[Finding]]] = {
    "known": people_posts_and_kinds_are_known,
    "present": everybody_starts_from_the_present_post,
    "once": nobody_moves_twice,
    "movers": whoever_moves_may,
    "kinds": kinds_fit,
    "dates": moves_last_as_their_kinds,
}
"""What every plan keeps, by the name in answers."""

FORMS: Mapping[str, Callable[[Board, Limit], Iterator[Finding]]] = {
    "headcount": headcount,
    "only": only,
    "leaving": leaving,
    "arriving": arriving,
    "holding": holding,
    "moves": moves,
    "kin": kin,
}
"""What the limits of a policy ask, by their form."""


def check(situation: Situation, planned: Sequence[Move]) -> dict[str, list[Finding]]:
    """Every rule and limit in order, by name, with what breaks it; one that is kept has an empty list."""
    board = Board(situation, planned)
    found = {name: list(rule(board)) for name, rule in ALWAYS.items()}
    return found | {limit.id: list(FORMS[limit.form](board, limit)) for limit in situation.movement.limits}


def _bounded(
    about: str, number: int, bounds: tuple[int | None, int | None], who: tuple[str, ...]
) -> Iterator[Finding]:
    low, high = bounds
    found = say("{number}", number=number)
    if low is not None and number < low:
        yield Finding(about, say("at least {number}", number=low), found, who)
    if high is not None and number > high:
        yield Finding(about, say("at most {number}", number=high), found, who)
