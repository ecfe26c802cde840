"""One record out of two that grew from a third: values member by member, lists entry by entry.

Entries are told apart by the members that the schema names (mostly a date). Wherever both sides say something else,
or it is not sure which entry is which, there is no answer: people decide.
"""

import re
from collections import Counter
from collections.abc import MutableMapping, Sequence
from typing import Any

from cadrectl.records.amend import amended, as_written
from cadrectl.records.read import parse
from cadrectl.records.schemas import kind_and_id, kinds
from cadrectl.records.validation import validate
from cadrectl.review.fields import OPAQUE, Field, fields
from cadrectl.text import Text, say

_NOTHING = object()


class InDoubt(Exception):
    """The two sides cannot be merged without a decision; `told` says why."""

    def __init__(self, told: Text) -> None:
        super().__init__(told)
        self.told = told


Sides = tuple[Any, Any, Any]
"""A value at the base, on our side and on theirs; _NOTHING where there is none."""


def merged(path: str, base: bytes, ours: bytes, theirs: bytes) -> str | None:
    """The text that has what both sides changed, with our comments; None where no record with known members stands.

    Raises InDoubt where people must decide: both changed the same thing, theirs says something in a comment, or the
    outcome is no sound record.
    """
    kind = (kind_and_id(path) or ("",))[0]
    if kind not in kinds() or kind in OPAQUE - {"cadres-private"}:
        return None
    if any(parse(path, side).problems for side in (base, ours, theirs) if side):
        return None
    sides = [as_written(side) for side in (base, theirs)]
    text = amended(path, ours, lambda value: merge_into(kind, value, *sides))
    if isinstance(text, list):
        raise InDoubt(text[0].message)
    found = text.encode()
    parsed = parse(path, found)
    problems = [*parsed.problems, *validate(path, kind, parsed)]
    if problems:
        raise InDoubt(problems[0].message)
    if not _comments(theirs) - _comments(base) <= _comments(found):
        raise InDoubt(say("a comment that they wrote has no place in ours"))
    return text


def _comments(data: bytes) -> set[str]:
    return set(re.findall(r"(?:^|\s)#[^\n]*", data.decode("utf-8")))


def merge_into(kind: str, ours: MutableMapping[str, Any], base: Any, theirs: Any) -> None:
    """Bring into our record what theirs changed since the base. Raises InDoubt, with ours half changed, where it must.

    Both sides are as they are written, so that nothing of ours that stays is written anew.
    """
    if not isinstance(base, dict | None) or not isinstance(theirs, dict):
        raise InDoubt(say("one side took the record away"))
    _mapping(fields(kind), (base or {}, ours, theirs), "")


def _value(field: Field | None, sides: Sides, at: str) -> Any:
    base, ours, theirs = sides
    if _same(ours, theirs) or _same(base, theirs):
        return ours
    if _same(base, ours):
        return theirs
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return _mapping(field, (base if isinstance(base, dict) else {}, ours, theirs), at)
    if isinstance(ours, list) and isinstance(theirs, list) and field is not None and field.order:
        return _list(field, (base if isinstance(base, list) else [], ours, theirs), at)
    raise _both(at)


def _mapping(field: Field | None, sides: Sides, at: str) -> Any:
    base, ours, theirs = sides
    for key in dict.fromkeys((*ours, *theirs)):
        below = field.members.get(key) if field is not None else None
        three = (base.get(key, _NOTHING), ours.get(key, _NOTHING), theirs.get(key, _NOTHING))
        value = _value(below, three, f"{at}.{key}" if at else key)
        if value is _NOTHING:
            ours.pop(key, None)
        elif value is not three[1]:
            ours[key] = value
    return ours


def _list(field: Field, sides: Sides, at: str) -> Any:
    """Our entries in their order, then those that are only theirs; canonical form puts them in the right place.

    What both took away while one adds may be one entry under two new keys; what both add under one key, two entries.
    """
    base, ours, theirs = (_by_key(field, side, at) for side in sides)
    if base.keys() - ours.keys() - theirs.keys() and (ours.keys() ^ theirs.keys()) - base.keys():
        raise _both(at)
    for key in dict.fromkeys((*ours, *theirs)):
        three = (base.get(key, _NOTHING), ours.get(key, _NOTHING), theirs.get(key, _NOTHING))
        if key not in base and key in ours and key in theirs and not _same(*three[1:]):
            raise _both(f"{at}[]")
        entry = _value(field, three, f"{at}[]")
        if entry is _NOTHING and key in ours:
            sides[1].remove(ours[key])
        elif entry is not _NOTHING and key not in ours:
            sides[1].append(entry)
        elif entry is not _NOTHING and entry is not ours[key]:
            sides[1][sides[1].index(ours[key])] = entry
    return sides[1]


def _by_key(field: Field, entries: Sequence[Any], at: str) -> dict[tuple[str, ...], Any]:
    """The entries by what tells them apart; in doubt where two are told apart by nothing."""
    found = {tuple(str(entry.get(key, "")) for key in field.order): entry for entry in entries}
    if len(found) < len(entries):
        raise _both(at)
    return found


def _both(at: str) -> InDoubt:
    return InDoubt(say("both sides changed {member}", member=at))


def _same(one: Any, other: Any) -> bool:
    """Whether two values are one; of lists whatever the order of their entries."""
    if isinstance(one, list) and isinstance(other, list):
        return Counter(map(repr, one)) == Counter(map(repr, other))
    return bool(one is other or one == other)
