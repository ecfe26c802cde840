"""Which posts fall empty, when and why, and which confirmed reserves stand ready for them. Nobody is chosen here."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
from msgspec import Struct

from cadrectl.calendar import NEVER, iso
from cadrectl.decide.eligibility import first_days
from cadrectl.facts import fields, selection
from cadrectl.facts.moment import Rows
from cadrectl.facts.truth import FAIL, PASS, Days, both
from cadrectl.policy.evaluate import Evaluator
from cadrectl.policy.load import superiors
from cadrectl.policy.model import Tier
from cadrectl.policy.movement import Bench, Vacancies
from cadrectl.rotation.situation import HOLDS, Seat, Situation
from cadrectl.text import say

COVERS = ("acting", "secondment")
"""The kinds of post that cover a place of the headcount for a time without holding it."""
REASONS = {
    "empty": say("empty today"),
    "retirement": say("retirement"),
    "leaving": say("an end on record"),
    "term": say("end of the term"),
    "secondment": say("end of a secondment"),
    "acting": say("end of acting"),
}
"""Why posts are or fall empty, as people say it."""


class Vacancy(Struct, frozen=True):
    """A place that is or falls empty: the month (`2027-08`), why, whose it is now, and which reserves are ready.

    `reason` is a word of `REASONS`; `leaving`: an end is on record.
    """

    seat: Seat
    month: str
    reason: str
    cadre: str | None
    ready_now: tuple[str, ...]
    ready_later: tuple[str, ...]


class Ending(NamedTuple):
    """The end of somebody's time in a post: the day, why, the person and the seat."""

    day: int
    reason: str
    person: int
    seat: int


class _Held(NamedTuple):
    """A running post: whose, of which seat, by which kind of post, and its row in `cadres.posts`."""

    person: int
    seat: int
    kind: str
    row: int


def vacancies(situation: Situation, last_day: int) -> list[Vacancy]:
    """Every place that is empty or falls empty up to a day, by month, unit and post (JT-17, PT-6)."""
    stated = situation.movement.vacancies
    assert stated is not None  # the caller has seen to it
    asked = situation.seats_like(stated.posts) == PASS
    held = [one for one in _held(situation) if asked[one.seat]]
    retires = _retirements(situation, stated, last_day)
    endings = [*_empty(situation, held, asked), *_endings(situation, stated, held, retires)]
    found = sorted((one for one in endings if one.day <= last_day), key=lambda one: (_month(one), one.seat, one.person))
    benches = {rank: _standing(situation, bench) for bench in stated.bench for rank in bench.ranks}
    return [_vacancy(situation, one, benches, retires) for one in found]


def gone_by(situation: Situation, day: int) -> frozenset[str]:
    """Who has retired or left by a day, as far as it is known today; nobody where the policy does not say how."""
    stated = situation.movement.vacancies
    if stated is None:
        return frozenset()
    retires = _retirements(situation, stated, day)
    endings = _endings(situation, stated, _held(situation), retires)
    return frozenset(
        situation.ids[one.person] for one in endings if one.reason in ("retirement", "leaving") and one.day <= day
    )


def _month(ending: Ending) -> str:
    return iso(ending.day)[:7]


Benches = Mapping[str, tuple[list[int], list[int]]]
"""By rank the people who are ready for it now, and those who are being developed for it."""


def _vacancy(situation: Situation, ending: Ending, benches: Benches, retires: Days) -> Vacancy:
    seat = situation.seats[ending.seat]
    now, later = (
        tuple(situation.ids[person] for person in people if retires[person] > ending.day)
        for people in benches.get(seat.rank, ([], []))
    )
    cadre = situation.ids[ending.person] if ending.person >= 0 else None
    return Vacancy(seat, _month(ending), ending.reason, cadre, now, later)


def _held(situation: Situation) -> list[_Held]:
    """The posts that surely run, or may, with their rows, in order of the people."""
    rows = situation.moment.rows("posts")
    kinds = fields.record_field(rows, "kind")
    assert isinstance(kinds, fields.Words)
    units = situation.book.register.link("cadres.posts", "unit")
    posts = situation.book.register.tables["cadres.posts"]["post"]
    found = []
    for at in np.flatnonzero(both(selection.begun(rows), selection.running(rows)).now != FAIL).tolist():
        row = int(rows.index[at])
        seat = situation.seat_named.get(f"{situation.unit_id(int(units[row]))}/{posts[row]}")
        if seat is not None and kinds.codes[at] >= 0:
            found.append(_Held(int(rows.holder[at]), seat, kinds.words[kinds.codes[at]], row))
    return found


def _empty(situation: Situation, held: list[_Held], asked: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> list[Ending]:
    """Places that nobody holds or covers today, once for each."""
    taken: dict[int, set[int]] = {}
    for one in held:
        taken.setdefault(one.seat, set()).add(one.person)
    return [
        Ending(situation.as_of, "empty", -1, seat)
        for seat in np.flatnonzero(asked).tolist()
        for _ in range(situation.seats[seat].headcount - len(taken.get(seat, ())))
    ]


def _endings(situation: Situation, stated: Vacancies, held: list[_Held], retires: Days) -> Iterator[Ending]:
    """For each post that is held or covered the first end of it that is known."""
    leaves = _first_day(situation, "cadres.posts", "to")
    until, since = (_first_day(situation, "cadres.posts", f"term.{name}") for name in ("until", "from"))
    for one in held:
        term = int(until[one.row])
        if term >= NEVER and stated.term is not None and since[one.row] < NEVER:
            term = int(since[one.row]) + stated.term.codes
        ends = [(int(leaves[one.row]), "leaving"), (term, "term" if one.kind in HOLDS else one.kind)]
        if one.kind in HOLDS:
            ends.insert(0, (int(retires[one.person]), "retirement"))
        day, reason = min((end for end in ends if end[0] >= situation.as_of), default=(NEVER, ""))
        if day < NEVER:
            yield Ending(day, reason, one.person, one.seat)


def _first_day(situation: Situation, table: str, column: str) -> Days:
    return situation.book.dates(table, column)[0]


def _retirements(situation: Situation, stated: Vacancies, last_day: int) -> Days:
    """The day on which each person retires; NEVER where that lies beyond the last day or is not known."""
    found = _tier(situation, stated)
    if found is None:
        return np.full(len(situation.ids), NEVER, np.int32)
    tier, evaluator = found
    moment = situation.moment.towards(tier.target, tier.id)
    return first_days(tier, moment, evaluator, last_day)


def _tier(situation: Situation, stated: Vacancies) -> tuple[Tier, Evaluator] | None:
    """The tier of a superior policy that says who retires; None where that policy is not here."""
    series, id = stated.retires
    for policy in superiors(situation.policy, situation.known, situation.as_of):
        for tier in policy.tiers:
            if (policy.series, tier.id) == (series, id):
                return tier, Evaluator(policy, situation.book)
    return None


def _standing(situation: Situation, bench: Bench) -> tuple[list[int], list[int]]:
    """Who is on a bench with an approval by now: ready today, and not yet; a proposed successor is on none."""
    rows, chosen, _ = situation.evaluator.select(bench.who, situation.moment)
    confirmed = (chosen.now == PASS) & _approved(rows)
    ready = situation.evaluator.record(bench.ready, rows).now == PASS
    now = sorted(set(rows.holder[confirmed & ready].tolist()))
    return now, sorted(set(rows.holder[confirmed].tolist()) - set(now))


def _approved(rows: Rows) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Where an approval is on record that surely lies no later than the day."""
    last = rows.dates("approval.date")[1]
    approved: np.ndarray[tuple[int], np.dtype[np.bool_]] = (last >= 0) & (last <= rows.day)
    return approved
