"""Who is in the pool of a scheme in a year, tier by tier; not what becomes of them."""

from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from cadrectl.facts import fields
from cadrectl.facts.home import home
from cadrectl.facts.moment import Index, Moment, Rows
from cadrectl.policy.load import in_force
from cadrectl.policy.model import Policy
from cadrectl.policy.number_model import Assessment, Pool
from cadrectl.policy.periods import Period
from cadrectl.policy.sheets import Sheet

if TYPE_CHECKING:
    from cadrectl.policy.clerk import Clerk


class Roll(Struct, frozen=True, eq=False):
    """The members of a year, each on the last day of the year or, where it comes first, of the term.

    They stand on a `sheet` of the yearly assessment, grouped as the policy compares them. `record` is the row of the
    membership in `reserve`, `tier` that of each member, `closing` whose term ends within the year. A membership that
    ended before is none; of two memberships in a year the one that began last is meant.
    """

    policy: Policy
    pool: Pool
    sheet: Sheet
    record: Index
    tier: tuple[str, ...]
    closing: NDArray[np.bool_]


def roll(clerk: "Clerk", series: str, year: int) -> Roll | None:
    """The roll by the version of the policy in force at the end of the year; None where it has no pool then."""
    first, last = Period(year).days("year")
    found = in_force(clerk.known, [series], last)
    if not found or found[0].pool is None:
        return None
    policy, pool = found[0], found[0].pool
    rows, day = _memberships(clerk, policy, (first, last))
    tiers = _words(rows, "tier")
    moment = Moment(clerk.book, rows.moment.people[rows.holder], day)
    groups = _groups(pool, moment, tiers)
    names = tuple(sorted({one for one in groups if one}))
    sheet = Sheet(
        policy,
        _yearly(policy, pool),
        Period(year),
        moment,
        day,
        moment.people,
        np.full(len(day), -1, np.int64),
        home(moment).unit,
        np.array([names.index(one) if one else -1 for one in groups], np.int64),
        names,
        np.zeros(len(day), np.bool_),
    )
    until = rows.dates("term.until")[1]
    return Roll(policy, pool, sheet, rows.index, tuple(tiers), (until >= first) & (until <= last))


def _yearly(policy: Policy, pool: Pool) -> Assessment:
    return next(one for one in policy.assessments if one.id == pool.yearly)


def _memberships(clerk: "Clerk", policy: Policy, year: tuple[int, int]) -> tuple[Rows, NDArray[np.int32]]:
    """The memberships of the scheme that count in the year, one of each person, and the day of each.

    Whoever left the pool, or the register, before that day is no member any more; on the day itself still is.
    """
    book, (first, last) = clerk.book, year
    rows = Moment(book, book.people, np.full(len(book.people), last, np.int32)).rows("reserve")
    until, left = rows.dates("term.until")[1], rows.dates("left.date")[1]
    gone = book.dates("cadres", "left.date")[1][rows.moment.people[rows.holder]]
    begin = rows.dates("term.from")[0]
    day = np.where(until >= 0, np.minimum(until, last), last).astype(np.int32)
    stays = ((left < 0) | (left >= day)) & ((gone < 0) | (gone >= day))
    own = np.array([word == policy.series for word in _words(rows, "policy")], np.bool_)
    chosen = np.flatnonzero(own & stays & (begin <= day) & (day >= first))
    latest = chosen[np.lexsort((begin[chosen], rows.holder[chosen]))]
    keep = latest[np.append(np.diff(rows.holder[latest]) > 0, True)] if len(latest) else latest
    mask = np.zeros(len(rows.index), np.bool_)
    mask[keep] = True
    return rows.only(mask), day[mask]


def _words(rows: Rows, name: str) -> list[str]:
    values = fields.record_field(rows, name)
    assert isinstance(values, fields.Words)
    return values.spelled()


def _groups(pool: Pool, moment: Moment, tiers: list[str]) -> list[str]:
    """Who is compared with whom, in words; "" where a field of somebody is not known."""
    columns = [tiers if name == "tier" else fields.person_words(moment, name) for name in pool.cohort]
    if not columns:
        return ["all"] * len(tiers)
    return [" · ".join(words) if all(words) else "" for words in zip(*columns, strict=True)]
