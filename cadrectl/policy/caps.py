"""How many a tier may hold: in all, or of each gender, unit or stage; limits that depend on the unit included."""

from fractions import Fraction

import numpy as np
from msgspec import Struct

from cadrectl.facts import fields
from cadrectl.facts.moment import Moment
from cadrectl.policy.evaluate import Evaluator
from cadrectl.policy.model import Cap, Tier, Value


class Quota(Struct, frozen=True):
    """One limit on the number of members, of all (`group` "") or of one group, and how many there are.

    `about` says that the source gives the figure as an approximate one.
    """

    each: str
    group: str
    at_most: int | None
    at_least: int | None
    members: int
    about: bool
    source: tuple[str, ...]


def quotas(tier: Tier, members: Moment, evaluator: Evaluator) -> list[Quota]:
    """The quotas of a tier with its members counted against each."""
    return [quota for cap in tier.caps for quota in _quotas(cap, members, evaluator)]


def _quotas(cap: Cap, members: Moment, evaluator: Evaluator) -> list[Quota]:
    if not cap.each:
        return [_quota(cap, "", members, evaluator)]
    name = "unit.id" if cap.each == "unit" else cap.each
    values, _ = fields.person_field(members, name)
    assert isinstance(values, fields.Words)
    return [
        _quota(cap, values.words[code], members.only(values.codes == code), evaluator)
        for code in np.unique(values.codes[values.codes >= 0]).tolist()
    ]


def _quota(cap: Cap, group: str, members: Moment, evaluator: Evaluator) -> Quota:
    most = _number(evaluator, "at_most", cap.at_most, members)
    least = _number(evaluator, "at_least", cap.at_least, members)
    return Quota(cap.each, group, most, least, len(members.people), cap.about, cap.source)


def _number(evaluator: Evaluator, comparator: str, value: Value, members: Moment) -> int | None:
    """The limit for a group, whose members share what it depends on; None where there is none or it is open."""
    if value is None or not len(members.people):
        return _plain(value)
    limit = evaluator.limit(comparator, value, members)
    low, high = float(limit.low.max()), float(limit.high.min())
    return int(low) if low == high and np.isfinite(low) else None


def _plain(value: Value) -> int | None:
    return int(value) if isinstance(value, Fraction) else None
