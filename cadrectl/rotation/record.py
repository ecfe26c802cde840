"""A plan as a record of `data/plans/`, and its moves read back from one. Not what is right about it."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from cadrectl.rotation.breaches import Breach
from cadrectl.rotation.plan import Move, Plan
from cadrectl.rotation.situation import Situation
from cadrectl.text import render


class Heading(Struct, frozen=True):
    """What stands at the head of a plan: its date, what it was made from, and what somebody insisted on."""

    title: str
    date: str
    records: str
    revision: str | None
    insisted: tuple[str, ...] = ()


def as_record(made: Plan, situation: Situation, heading: Heading, lang: str) -> dict[str, Any]:
    """The value of `data/plans/<id>.yaml`."""
    value: dict[str, Any] = {
        "title": heading.title,
        "kind": "rotation",
        "policy": situation.policy.series,
        "date": heading.date,
        "policy_version": situation.policy.id,
        "records": heading.records,
        "revision": heading.revision,
        "status": made.outcome.status,
        "canonical": made.outcome.canonical,
        "objective": made.outcome.objective,
        "bound": made.outcome.bound,
        "gap": made.outcome.bound - made.outcome.objective,
        "insisted": list(heading.insisted),
        "moves": [_move(move) for move in made.moves],
        "unfilled": [
            {"unit": one.seat.unit, "post": one.seat.post, "places": one.places, "why": render(one.why, lang)}
            for one in made.unfilled
        ],
        "aims": [{"aim": one.aim, "count": one.count, "points": one.points} for one in made.tallies],
        "breaches": [_breach(one) for one in made.breaches],
        "units": [
            {
                "unit": one.unit,
                "before": one.before,
                "after": one.after,
                "strong_before": one.strong_before,
                "strong_after": one.strong_after,
            }
            for one in made.units
        ],
    }
    return {key: part for key, part in value.items() if part not in ([], None)}


def _breach(one: Breach) -> dict[str, Any]:
    about = {"about": one.about} if one.about else {}
    return {"limit": one.limit, **about, "by": one.by, "points": one.points}


def _move(move: Move) -> dict[str, Any]:
    unit, post = move.present
    value: dict[str, Any] = {"cadre": move.cadre}
    if unit and post:
        value["from"] = {"unit": unit, "post": post}
    value |= {"to": {"unit": move.to[0], "post": move.to[1]}, "kind": move.kind, "from_date": move.from_date}
    if move.until:
        value["until"] = move.until
    if move.serves:
        value["serves"] = list(move.serves)
    return value


def moves_of(value: Mapping[str, Any]) -> list[Move]:
    """The moves of a plan's record; what it does not state is empty text."""
    return [
        Move(
            one["cadre"],
            (one.get("from", {}).get("unit", ""), one.get("from", {}).get("post", "")),
            (one["to"]["unit"], one["to"]["post"]),
            one.get("kind", ""),
            one.get("from_date", ""),
            one.get("until", ""),
            tuple(one.get("serves", ())),
        )
        for one in value.get("moves", ())
    ]
