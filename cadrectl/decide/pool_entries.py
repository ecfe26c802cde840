"""Who enters the pool from the rounds of a year: those who applied, qualify, and stand within the free places.

A round judges by its own reference date and by the results of the last year that was complete then. Who would be at
the cut beside an equal, or whose qualification is open, is undecided. (JT-1, JT-7, JT-9)
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta

import numpy as np
from msgspec import Struct

from cadrectl.calendar import YEAR, code_of, date_of, iso
from cadrectl.decide.eligibility import Question, Standing, eligible
from cadrectl.decide.pool_reasons import Reason
from cadrectl.decide.ranking import Order, Placing, candidates
from cadrectl.facts.moment import Book
from cadrectl.policy.clerk import Clerk
from cadrectl.policy.model import Policy, Tier, clauses
from cadrectl.policy.notes import Place
from cadrectl.policy.phrases import chain
from cadrectl.policy.pool_roll import Roll
from cadrectl.text import Text, say, say_count


class Entry(Struct, frozen=True):
    """Somebody who enters a tier from a round, or (`open`) of whom that cannot be decided yet."""

    cadre: str
    name: str
    unit: str | None
    tier: str
    round: str
    open: bool
    reason: Reason


class _Round(Struct, frozen=True):
    """A round of the scheme, and who applied to it: by tier and person where the application is on record.

    `day` is the last one on which it ran, at which applicants are judged.
    """

    id: str
    reference: int
    day: int
    applied: Mapping[str, Mapping[str, Place]]


def entries(clerk: Clerk, roll: Roll, staying: Mapping[str, int]) -> list[Entry]:
    """The entries from all rounds of the year, round by round and tier by tier; `staying` hold places already."""
    found: list[Entry] = []
    for one in _rounds(clerk.book, roll):
        for tier in roll.policy.tiers:
            if tier.ranking is not None and one.applied.get(tier.id):
                taken = staying.get(tier.id, 0) + sum(entry.tier == tier.id and not entry.open for entry in found)
                found += _entries(clerk, roll.policy, tier, one, taken)
    return found


def _rounds(book: Book, roll: Roll) -> Iterator[_Round]:
    """The rounds whose reference date lies in the year, in the order of those dates."""
    first, last = roll.sheet.period.days("year")
    table, lists = book.register.tables["rounds"], book.register.tables["rounds.applications"]
    if not len(table):
        return
    reference, closed = book.dates("rounds", "reference")[0], book.dates("rounds", "closed")[0]
    members = set(book.register.tables["cadres"]["id"][roll.sheet.subject])
    wanted = np.flatnonzero((reference >= first) & (reference <= last) & (table["policy"] == roll.policy.series))
    for row in sorted(wanted.tolist(), key=lambda at: int(reference[at])):
        applied: dict[str, dict[str, Place]] = {}
        stood = (book.column("rounds.applications", "owner") == row) & (
            book.dates("rounds.applications", "withdrawn")[1] < 0
        )
        for line in lists.take(stood).rows():
            if line["cadre"] not in members:
                applied.setdefault(str(line["tier"]), {})[str(line["cadre"])] = (str(line["path"]), int(line["line"]))
        day = last if closed[row] > last else code_of(date_of(int(closed[row])) - timedelta(days=1))
        yield _Round(str(table["id"][row]), int(reference[row]), day, applied)


def _entries(clerk: Clerk, policy: Policy, tier: Tier, one: _Round, taken: int) -> Iterator[Entry]:
    applied = one.applied[tier.id]
    question = Question(one.day, (tier.id,), tuple(applied), taken={tier.id: taken})
    book, known = clerk.book, clerk.known
    for order in candidates(book, [policy], known, question, one.reference // YEAR - 1):
        for placing in order.placings:
            if placing.within_quota or placing.cadre in order.at_the_cut or placing.rank is None:
                yield _placed(placing, order, tier, one)
    for standing in eligible(book, [policy], known, question):
        if standing.verdict == "unknown":
            yield _unknown(standing, tier, one)


def _placed(placing: Placing, order: Order, tier: Tier, one: _Round) -> Entry:
    assert tier.ranking is not None
    text: Text
    if placing.rank is None:
        missing = ", ".join(str(part.year) for part in placing.components if part.score is None)
        text = say("qualifies on {day}; no place: results missing of {years}", day=iso(one.day), years=missing)
    elif placing.within_quota:
        text = _says(placing, order, one)
    else:
        text = say("{placed}; equals stand at the cut", placed=_says(placing, order, one))
    places = [part.place for part in placing.components if part.place is not None]
    source = (*(cap for limit in tier.caps for cap in limit.source), *tier.ranking.source)
    reason = Reason(text, tuple(dict.fromkeys(source)), sorted({one.applied[tier.id][placing.cadre], *places}))
    open_ = not placing.within_quota
    return Entry(placing.cadre, placing.name, placing.unit, tier.id, one.id, open_, reason)


def _says(placing: Placing, order: Order, one: _Round) -> Text:
    ranked = sum(each.rank is not None for each in order.placings)
    told = {"day": iso(one.day), "score": str(placing.score)}
    text = say("qualifies on {day}; place {rank} of {size} with {score}", **told, rank=placing.rank, size=ranked)
    if ranked == 1:
        text = say("qualifies on {day}; the only one ranked, with {score}", **told)
    if order.free is None:
        return text
    return say_count("{placed}, {count} place free", "{placed}, {count} places free", count=order.free, placed=text)


def _unknown(standing: Standing, tier: Tier, one: _Round) -> Entry:
    labels = {clause.path: clause.label or clause.path for clause in clauses(tier.clause)}
    stated = chain([say("{clause}", clause=labels[path]) for path in standing.unknown], say("{first}; {rest}"))
    text = say("whether the conditions are met on {day} is open: {clauses}", day=iso(one.day), clauses=stated)
    reason = Reason(text, tier.clause.source, [one.applied[tier.id][standing.cadre]])
    return Entry(standing.cadre, standing.name, standing.unit, tier.id, one.id, True, reason)
