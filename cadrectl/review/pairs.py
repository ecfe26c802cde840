"""Which record, and which item of a list, was which before: people under another id, entries with another date.

What is recognised is only said; nothing here decides what a change means.
"""

from collections.abc import Iterator, Mapping, Sequence
from operator import eq
from typing import Any

from msgspec import Struct

from cadrectl.records.record import Record
from cadrectl.review.ends import End, Key, ruled

Item = Mapping[str, Any]


class Pair(Struct, frozen=True):
    """A record before and after; None at the end where there is none. `value` is that before, under today's ids."""

    before: Record | None
    after: Record | None
    value: Mapping[str, Any] | None

    @property
    def record(self) -> Record:
        """The record as it is, or as it was where it is no more."""
        found = self.after or self.before
        assert found is not None
        return found


def pairs(before: End, after: End, changed: Sequence[Key]) -> tuple[list[Pair], dict[str, str]]:
    """The changed records in pairs, and the new id of everyone who has one."""
    ids = re_keyed(before, after, changed)
    gone = {(kind, new_id(id, ids)): before.records[kind, id] for kind, id in changed if (kind, id) in before.records}
    found = []
    for key in sorted({*gone, *(key for key in changed if key in after.records)}):
        old, new = gone.get(key), after.records.get(key)
        found.append(Pair(old, new, None if old is None else _with_new_ids(old.value, ids)))
    return found, ids


def re_keyed(before: End, after: End, changed: Sequence[Key]) -> dict[str, str]:
    """Old id to new id of the people whose file has another name now: one gone and one come are the same person.

    The same is who has one name, gender and birth, or one gender, birth and most entries alike; where two could be
    meant, nobody is.
    """
    people = [id for kind, id in changed if kind == "cadres"]
    was, now = ({one.id: one.value for one in end.of("cadres")} for end in (before, after))
    gone = [id for id in people if id in was and id not in now]
    come = [id for id in people if id in now and id not in was]
    likely = {old: [new for new in come if _same_person(was[old], now[new])] for old in gone}
    wanted = [news[0] for news in likely.values() if len(news) == 1]
    return {old: news[0] for old, news in likely.items() if len(news) == 1 and wanted.count(news[0]) == 1}


def _same_person(old: Item, new: Item) -> bool:
    if old["gender"] != new["gender"] or ruled(old["birth"]) != ruled(new["birth"]):
        return False
    entries = [entry for member in old.values() if isinstance(member, list) for entry in member]
    kept = [entry for member in new.values() if isinstance(member, list) for entry in member]
    return bool(old["name"] == new["name"] or 2 * sum(entry in kept for entry in entries) > len(entries) > 0)


def new_id(id: str, ids: Mapping[str, str]) -> str:
    """The id of a record about a person, with the person's new id in it: C0005-2024 becomes C0105-2024."""
    person, dash, rest = id.partition("-")
    return f"{ids[person]}{dash}{rest}" if person in ids else id


def _with_new_ids(value: Any, ids: Mapping[str, str]) -> Any:
    if not ids:
        return value
    if isinstance(value, dict):
        return {key: _with_new_ids(member, ids) for key, member in value.items()}
    if isinstance(value, list):
        return [_with_new_ids(item, ids) for item in value]
    return ids.get(value, value) if isinstance(value, str) else value


class Entry(Struct, frozen=True):
    """An item of a list before and after, with its place in each list; None (and -1) where it is not."""

    before: Item | None
    after: Item | None
    was_at: int
    at: int


def entries(before: Sequence[Item], after: Sequence[Item], order: Sequence[str]) -> Iterator[Entry]:
    """The items of two lists in pairs: equal ones, then those told apart alike, then those most alike.

    Two are alike enough if they share half of their values.
    """
    old, new = dict(enumerate(before)), dict(enumerate(after))

    def told_apart_alike(one: Item, other: Item) -> bool:
        return bool(order) and all(one.get(key) == other.get(key) for key in order) and _alike(one, other) > 0

    def half_alike(one: Item, other: Item) -> bool:
        return 2 * _alike(one, other) >= max(len(one), len(other))

    for test in (eq, told_apart_alike, half_alike):
        for was_at, one in list(old.items()):
            fitting = [at for at, other in new.items() if test(one, other)]
            if fitting:
                at = max(fitting, key=lambda place: (_alike(one, new[place]), -place))
                yield Entry(one, new.pop(at), was_at, at)
                del old[was_at]
    yield from (Entry(one, None, was_at, -1) for was_at, one in old.items())
    yield from (Entry(None, other, -1, at) for at, other in new.items())


def _alike(one: Item, other: Item) -> int:
    """How many values the two share."""
    return sum(key in other and other[key] == value for key, value in one.items())
