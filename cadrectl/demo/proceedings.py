"""Appointment cases of the district: some in order, and one for each fault that a procedure may have. What is wrong
with which is told apart (`expectations`); this knows the weeks in which the steps fall and no rule of a policy."""

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Any

from msgspec import Struct

from cadrectl.demo.careers import Person
from cadrectl.demo.dice import Dice
from cadrectl.demo.layout import Post, Unit

Value = dict[str, Any]

SOUND = 3
_RANKS = ("deputy", "middle-chief", "middle-deputy")
_PROPOSED = 3
"""Recommendation, inspection and deliberation."""
WEEKS = 6
"""So many weeks before the date of the district the latest case was opened."""

FAULTS: tuple[tuple[str, dict[str, str]], ...] = (
    ("few-present", {"decision": "no-quorum"}),
    ("few-in-favour", {"decision": "no-majority"}),
    ("day-short", {"publicity": "too-short"}),
    ("objection-open", {"publicity": "too-short"}),
    ("not-discussed", {"deliberation": "missing"}),
    ("decided-early", {"decision": "too-early"}),
)
"""What is done wrong in a case, and the state of the step at which it shows."""


class Proceeding(Struct, frozen=True):
    """One case: the unit and its post, the Monday on which it was opened, and what is done wrong in it. One that names
    a candidate has come as far as the deliberation."""

    unit: Unit
    post: Post
    opened: date
    fault: str
    candidate: str = ""


def proceedings(units: list[Unit], people: list[Person], as_of: date, seed: int) -> list[Proceeding]:
    """The cases of the district, each about an empty place in a school of its own, as far as there are any."""
    dice, held = Dice(seed, "proceedings"), _held(people)
    free = {
        unit.id: [post for post in unit.kind.posts if held[unit.id, post.name] < post.seats + unit.extra[post.name]]
        for unit in units
        if unit.kind.is_school and unit.merged is None
    }
    empty = {id: [post for post in posts if post.rank in _RANKS] for id, posts in free.items()}
    posts = [(unit, empty[unit.id][0]) for unit in units if empty.get(unit.id)]
    faults = [*([""] * SOUND), *(fault for fault, _ in FAULTS)]
    chosen = dice.shuffled(posts)[: len(faults)]
    return [
        Proceeding(unit, post, _monday(as_of - timedelta(weeks=WEEKS + dice.below(4))), fault)
        for (unit, post), fault in zip(chosen, faults, strict=False)
    ]


def proposed(
    cases: list[Proceeding], units: list[Unit], people: list[Person], others: Collection[int], as_of: date
) -> list[Proceeding]:
    """A case that proposes the head of an office of one school as deputy principal of another in which nobody is
    missing; none of those others, and no school that has a case."""
    held, taken = _held(people), {one.unit.id for one in cases}
    full = [
        (unit, post)
        for unit in units
        for post in unit.kind.posts
        if unit.kind.is_school and unit.merged is None and unit.id not in taken and post.rank == "deputy"
        if held[unit.id, post.name] == post.seats + unit.extra[post.name]
    ]
    fitting = [
        one
        for one in people
        if one.number not in others and one.left is None and one.present.post.rank == "middle-chief"
        if one.present.unit.kind.is_school and one.present.unit.id not in taken
    ]
    return [
        Proceeding(unit, post, _monday(as_of - timedelta(weeks=3)), "", one.id)
        for unit, post in full[:1]
        for one in [one for one in fitting if one.present.unit is not unit][:1]
    ]


def _held(people: list[Person]) -> Counter[tuple[str, str]]:
    """How many hold each post, by unit and name of the post."""
    return Counter((one.present.unit.id, one.present.post.name) for one in people if one.left is None)


def _monday(day: date) -> date:
    """The last Monday by then of a case whose publicity, two weeks later, meets no holiday."""
    monday = day - timedelta(days=day.weekday())
    while any(_is_holiday(monday + timedelta(days=14 + at)) for at in range(5)):
        monday -= timedelta(weeks=1)
    return monday


def _is_holiday(day: date) -> bool:
    return (day.month == 5 and day.day <= 5) or (day.month == 10 and day.day <= 7)


def case_files(cases: list[Proceeding]) -> Iterator[tuple[str, Value]]:
    """(name below the folder, value) of the record of each case."""
    for one in cases:
        yield _name(one), _case(one)


def _name(one: Proceeding) -> str:
    return f"{one.opened.year}/{one.unit.id}-{one.opened:%m%d}"


def _case(one: Proceeding) -> Value:
    value: Value = {
        "title": f"{one.unit.name}{one.post.name}任职",
        "unit": one.unit.id,
        "post": one.post.name,
        "rank": one.post.rank,
        "opened": one.opened.isoformat(),
        "method": "recommended",
        "steps": [step for step in _steps(one) if step["step"] not in _left_out(one)],
    }
    if one.fault == "objection-open":
        value["objections"] = [{"date": _day(one, 15)}]
    if one.candidate:
        value |= {"candidates": [{"cadre": one.candidate}], "steps": value["steps"][:_PROPOSED]}
    return value


def _left_out(one: Proceeding) -> set[str]:
    """The steps that are not taken: a middle manager needs no letter."""
    skipped = {"deliberation"} if one.fault == "not-discussed" else set()
    return skipped if one.post.rank == "deputy" else skipped | {"letter"}


def _steps(one: Proceeding) -> list[Value]:
    """The steps by the days after the opening; five weekdays of publicity in the third week."""
    until = 17 if one.fault == "day-short" else 18
    decision: Value = {"due": 9, "present": 5 if one.fault == "few-present" else 8}
    decision["votes"] = {"few-present": 5, "few-in-favour": 4}.get(one.fault, 7)
    return [
        {"step": "recommendation", "date": _day(one, 0), "due": 40, "present": 37},
        {"step": "inspection", "date": _day(one, 1), "until": _day(one, 4)},
        {"step": "deliberation", "date": _day(one, 7)},
        {"step": "publicity", "date": _day(one, 14), "until": _day(one, until)},
        {"step": "decision", "date": _day(one, 16 if one.fault == "decided-early" else 21), **decision},
        {"step": "letter", "date": _day(one, 24)},
        {"step": "appointment", "date": _day(one, 28)},
    ]


def _day(one: Proceeding, after: int) -> str:
    return (one.opened + timedelta(days=after)).isoformat()


def too_many(cases: list[Proceeding]) -> list[str]:
    """The names of the cases by which a post would be held by one too many."""
    return [_name(one) for one in cases if one.candidate]


def expectations(cases: list[Proceeding]) -> dict[str, dict[str, str]]:
    """By name of the case the steps at which something is wrong and how; of a case in order, none.

    While an objection stands open, whatever comes after the publicity is too early.
    """
    faults = dict(FAULTS)
    found = {_name(one): faults.get(one.fault, {}) for one in cases}
    for one in cases:
        if one.fault == "objection-open":
            words = [step["step"] for step in _case(one)["steps"]]
            after = dict.fromkeys(words[words.index("publicity") + 1 :], "too-early")
            found[_name(one)] = {**found[_name(one)], **after}
    return found
