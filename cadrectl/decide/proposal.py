"""The review of the pool as a record that git can review, and what carrying it out changes in other records.

Values in, values out: nothing is read or written here. (JT-9 to JT-12)
"""

from collections.abc import Iterator, Mapping, MutableMapping
from datetime import timedelta
from typing import Any

from msgspec import Struct

from cadrectl.calendar import YEAR, code_of, date_of, iso
from cadrectl.decide.pool import ENTER, GONE, UNDECIDED, Decision, Review
from cadrectl.text import render, say


class Made(Struct, frozen=True):
    """When and from which records a proposal is made, and in which language its reasons are written."""

    date: str
    records: str
    revision: str | None
    lang: str


def proposal(review: Review, made: Made) -> dict[str, Any]:
    """The value of the record of a proposal, by the schema `plans`."""
    roll = review.judged.roll
    year = roll.sheet.period.year
    value: dict[str, Any] = {
        "title": render(say("Proposal for the reserve pool after {year}", year=year), made.lang),
        "kind": "pool",
        "policy": roll.policy.series,
        "policy_version": roll.policy.id,
        "year": year,
        "date": made.date,
        "records": made.records,
    }
    if made.revision is not None:
        value["revision"] = made.revision
    return value | {"decisions": [_decision(review, one, made) for one in review.rows]}


def _decision(review: Review, one: Decision, made: Made) -> dict[str, Any]:
    value: dict[str, Any] = {"cadre": one.cadre, "tier": one.tier, "decision": one.decision}
    stated = {"reserve": one.reserve, "to": one.to, "round": one.round, "left": one.reason}
    value |= {key: word for key, word in stated.items() if word}
    if one.decision == ENTER or one.to:
        value["term"] = _term(review, made.date)
    elif one.ends and one.decision not in (*GONE, UNDECIDED):  # who stays when a term ends
        value["term"] = _whole_term(review, one.ends)
    value["reasons"] = [{"text": render(each.text, made.lang), "source": list(each.source)} for each in one.reasons]
    if one.follows:
        value["follows"] = [
            {"text": render(each.action.label, made.lang), "source": list(each.source)} for each in one.follows
        ]
    return value


def _term(review: Review, date: str) -> dict[str, str]:
    """The term of a new membership: what is left of the running one, or the whole of the one after it."""
    if review.last_day > review.judged.roll.sheet.period.days("year")[1]:
        return {"from": date, "until": iso(review.last_day)}
    return _whole_term(review, review.last_day)


def _whole_term(review: Review, last: int) -> dict[str, str]:
    """The term that begins the day after a last day."""
    begin, years = code_of(date_of(last + 1)), review.judged.roll.pool.term.codes // YEAR
    return {"from": iso(begin), "until": iso(_day_before(begin + years * YEAR))}


def _day_before(code: int) -> int:
    return code_of(date_of(code) - timedelta(days=1))


class Change(Struct, frozen=True):
    """What a decision does to the records: a membership that ends (`left`), and (`begins`) one that begins."""

    cadre: str
    reserve: str
    left: Mapping[str, str] | None
    begins: Mapping[str, Any] | None

    def make(self, record: MutableMapping[str, Any]) -> None:
        """End the membership, in a record whose scalars are texts."""
        assert self.left is not None  # asked for a membership that ends only
        record["left"] = dict(self.left)


def changes(plan: Mapping[str, Any], held: Mapping[str, Mapping[str, Any]], on: str) -> Iterator[Change]:
    """What the decisions of a proposal change from a day on; most change nothing.

    `held` are the memberships that nobody has left yet, by id: one that is over by then ends on its own last day, and
    one that is not among them stays as it is. Where a term is over, the next begins for those who stay. Whoever has a
    membership from that day on already is left alone.
    """
    begun = {(value["cadre"], str(value["term"]["from"])) for value in held.values()}
    for one in plan["decisions"]:
        if "term" in one and (one["cadre"], one["term"]["from"]) in begun:
            continue
        before = held.get(one.get("reserve", ""))
        if one["decision"] == ENTER:
            yield Change(one["cadre"], "", None, _membership(plan, one, {"route": "selected"}))
        elif before is not None and one["decision"] in GONE:
            left = {"date": min(on, str(before["term"]["until"])), "reason": one.get("left", "changed-tier")}
            begins = _membership(plan, one, {"route": "selected"}) if "to" in one else None
            yield Change(one["cadre"], one["reserve"], left, begins)
        elif before is not None and "term" in one:
            kept = {key: before[key] for key in KEPT if key in before}
            yield Change(one["cadre"], "", None, _membership(plan, one, kept))


KEPT = ("route", "mentor", "readiness", "target")
"""What a membership takes over from the one of the term before."""


def _membership(plan: Mapping[str, Any], one: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    value: dict[str, Any] = {
        "cadre": one["cadre"],
        "policy": plan["policy"],
        "tier": one.get("to", one["tier"]),
        "term": dict(one["term"]),
        **more,
    }
    return value | ({"round": one["round"]} if "round" in one else {})
