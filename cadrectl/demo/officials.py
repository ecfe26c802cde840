"""What the files of a district say of its people, read plainly: who held which office when, who belongs to the pool.

Read from the files as they are written, so that a vague date or an added post is seen as any reader would see it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from msgspec import Struct

from cadrectl.calendar import iso, parse_date

Value = dict[str, Any]

RANKS = ("staff", "middle-deputy", "middle-chief", "deputy", "principal")
LEADERS = ("deputy", "principal")
MANAGERS = RANKS[1:]


class Stretch(Struct, frozen=True):
    """A time from its first day to its last."""

    first: date
    last: date


class Office(Struct, frozen=True):
    """A post as a file states it, of those elsewhere (unit "") secondments only; `ended` is the day on which it was
    over, None while it runs, `term` the first day of its term. Of a vague date its first day is taken; by `surely` the
    post had begun in any case."""

    unit: str
    rank: str
    kind: str
    began: date
    surely: date
    ended: date | None
    term: date | None

    def meets(self, stretch: Stretch) -> bool:
        """Whether it was held on any day of a time."""
        return self.began <= stretch.last and (self.ended is None or self.ended > stretch.first)


class Official(Struct, frozen=True):
    """Somebody with the offices held in time order, the party ("" unknown), when the person left, the days on which
    sanctions and admonitions began, and the times in which lessons were given."""

    number: int
    party: str
    offices: tuple[Office, ...]
    left: date | None
    setbacks: tuple[date, ...]
    lessons: tuple[Stretch, ...]

    @property
    def id(self) -> str:
        """The id of the person's file."""
        return f"C{self.number:04d}"

    @property
    def home(self) -> str:
        """The unit of the last office here."""
        return [one.unit for one in self.offices if one.unit][-1]

    def holds(self, ranks: tuple[str, ...], stretch: Stretch) -> list[Office]:
        """The offices of these ranks held in a time; none after leaving."""
        if self.left is not None and self.left <= stretch.last:
            return []
        return [one for one in self.offices if one.rank in ranks and one.meets(stretch)]


class Membership(Struct, frozen=True):
    """Whose membership of the pool, when it ran, who answers for it ("" nobody) and the topic taken on."""

    cadre: str
    runs: Stretch
    mentor: str
    topic: str


def officials(files: Iterable[tuple[str, Value]]) -> list[Official]:
    """The people, given as (id, value of the file)."""
    return [_official(id, value) for id, value in files]


def _official(id: str, value: Value) -> Official:
    stated = value.get("left", {}).get("date")
    setbacks = [one.get("effective", one["decided"]) for one in value.get("sanctions", ())]
    setbacks += [one["date"] for one in value.get("admonitions", ())]
    return Official(
        number=int(id[1:]),
        party=value.get("party", {}).get("name", ""),
        offices=tuple(_office(post) for post in value["posts"] if "unit" in post or post["kind"] == "secondment"),
        left=first_day(stated) if stated else None,
        setbacks=tuple(first_day(day) for day in setbacks),
        lessons=tuple(_lessons(one) for one in value.get("teaching", ())),
    )


def _office(post: Value) -> Office:
    term = post.get("term", {}).get("from")
    ended = first_day(post["to"]) if "to" in post else None
    began, surely = _days(post["from"])
    begun = first_day(term) if term else None
    return Office(post.get("unit", ""), post["rank"], post["kind"], began, surely, ended, begun)


def _lessons(one: Value) -> Stretch:
    return Stretch(first_day(one["from"]), first_day(one["to"]) if "to" in one else date.max)


def memberships(files: Iterable[Value]) -> list[Membership]:
    """The memberships of the pool, given as values of their files."""
    return [_membership(value) for value in files]


def _membership(value: Value) -> Membership:
    last = first_day(value.get("left", {}).get("date", value["term"]["until"]))
    runs = Stretch(first_day(value["term"]["from"]), last)
    return Membership(value["cadre"], runs, value.get("mentor", ""), value.get("topic", ""))


def first_day(text: str) -> date:
    """The first day of a date that may be known to the month or year only."""
    return _days(text)[0]


def _days(text: str) -> tuple[date, date]:
    bounds = parse_date(text)
    assert bounds is not None  # the generator writes no other dates
    return date.fromisoformat(iso(bounds[0])), date.fromisoformat(iso(bounds[1]))
