"""Older schema versions: which kinds a workspace keeps in one, and how they are brought up.

`workspace.yaml` states `schemas: {kind: version}` for kinds that are not in the current version. A
newer version than ours cannot be read. Each upgrade changes a plain value; places are carried over
by saying where each new member came from.
"""

from array import array
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from cadrectl.problem import Problem, problem
from cadrectl.records.places import Pointer, pack, place_in
from cadrectl.records.schemas import kinds, shape_of, version_of
from cadrectl.records.source import Source
from cadrectl.text import say
from cadrectl.workspace import WORKSPACE_FILE

if TYPE_CHECKING:
    from cadrectl.records.parser import Parsed


class Versions(Struct, frozen=True):
    """Kinds kept in another version than the current one, and what is to be said about it."""

    older: Mapping[str, int] = field(default_factory=dict)
    newer: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()


class Upgrade(Struct, frozen=True):
    """One step of one kind, from a version to the next."""

    value: Callable[[dict[str, Any]], dict[str, Any]]
    origin: Callable[[Pointer], Pointer]


def _names_to_entries(value: dict[str, Any]) -> dict[str, Any]:
    """`names: [C0001]` of version 1 is `entries: [{cadre: C0001}]` of version 2."""
    if not isinstance(value.get("names"), list) or "entries" in value:
        return value
    entries = [{"cadre": name} for name in value["names"]]
    return {("entries" if key == "names" else key): (entries if key == "names" else value[key]) for key in value}


def _entry_to_name(pointer: Pointer) -> Pointer:
    return ("names", *pointer[1:2]) if pointer[:1] == ("entries",) else pointer


_VOTES_OF_1 = {
    "excellent": "excellent",
    "competent": "competent",
    "basically_competent": "basically-competent",
    "incompetent": "incompetent",
}


def _counts_to_votes(value: dict[str, Any]) -> dict[str, Any]:
    """`excellent: 3` on a ballot of version 1 is `votes: {excellent: 3}` in version 2."""
    return _with_members(value, "people", lambda person: _with_members(person, "ballots", _voted))


def _with_members(value: dict[str, Any], key: str, change: Callable[[Any], Any]) -> dict[str, Any]:
    """The value with each item of one list changed, if it has such a list of mappings."""
    items = value.get(key)
    if not isinstance(items, list):
        return value
    return {**value, key: [change(item) if isinstance(item, dict) else item for item in items]}


def _voted(ballot: dict[str, Any]) -> dict[str, Any]:
    if "votes" in ballot:
        return ballot
    votes = {vote: _count(ballot[key]) for key, vote in _VOTES_OF_1.items() if key in ballot}
    rest = {key: count for key, count in ballot.items() if key not in _VOTES_OF_1 and key != "voter"}
    return {**{key: ballot[key] for key in ("voter",) if key in ballot}, "votes": votes, **rest}


def _count(stated: Any) -> Any:
    """A count whose key the current schema does not know, and which was therefore read as text."""
    return int(stated) if isinstance(stated, str) and stated.isascii() and stated.isdecimal() else stated


def _vote_to_count(pointer: Pointer) -> Pointer:
    if len(pointer) >= 5 and (pointer[0], pointer[2], pointer[4]) == ("people", "ballots", "votes"):
        keys = {vote: key for key, vote in _VOTES_OF_1.items()}
        return (*pointer[:4], *(keys.get(str(vote), vote) for vote in pointer[5:]))
    return pointer


def _texts_to_reasons(value: dict[str, Any]) -> dict[str, Any]:
    """`reasons: [text]` of a decision of version 1 is `reasons: [{text: text}]` in version 2."""
    return _with_members(value, "decisions", _reasoned)


def _reasoned(decision: dict[str, Any]) -> dict[str, Any]:
    reasons = decision.get("reasons")
    if not isinstance(reasons, list):
        return decision
    return {**decision, "reasons": [{"text": one} if isinstance(one, str) else one for one in reasons]}


def _reason_to_text(pointer: Pointer) -> Pointer:
    reason = len(pointer) == 5 and (pointer[0], pointer[2], pointer[4]) == ("decisions", "reasons", "text")
    return pointer[:4] if reason else pointer


def _event_to_entries(value: dict[str, Any]) -> dict[str, Any]:
    """A file of version 1 is one event; in version 2 a file lists events of a kind, and `by` is a person."""
    if "entries" in value or not isinstance(value.get("date"), str):
        return value
    head = {key: value[key] for key in ("kind",) if key in value} | {"year": _count(value["date"][:4])}
    around = {key: value[key] for key in ("unit",) if key in value}
    entry = {("body" if key == "by" else key): value[key] for key in value if key not in ("kind", "unit")}
    return {**head, **around, "entries": [entry]}


def _entry_to_event(pointer: Pointer) -> Pointer:
    if pointer[:1] == ("year",):
        return ("date",)
    if pointer[:1] != ("entries",):
        return pointer
    return tuple("by" if key == "body" else key for key in pointer[2:])


UPGRADES: dict[tuple[str, int], Upgrade] = {
    ("listings", 1): Upgrade(_names_to_entries, _entry_to_name),
    ("events", 1): Upgrade(_event_to_entries, _entry_to_event),
    ("evaluations", 1): Upgrade(_counts_to_votes, _vote_to_count),
    ("plans", 1): Upgrade(_texts_to_reasons, _reason_to_text),
}


def versions_of(source: Source) -> Versions:
    """What the `workspace.yaml` of a source states about versions."""
    return versions_in(source.read(WORKSPACE_FILE))


def versions_in(data: bytes | Problem) -> Versions:
    """What a `workspace.yaml` states about versions; what it states wrongly is left to its schema."""
    if isinstance(data, Problem):
        return Versions()
    from cadrectl.records.parser import parse_text  # a parser of YAML takes long to load

    parsed = parse_text(WORKSPACE_FILE, data, shape_of("workspace"))
    stated = parsed.value.get("schemas") if isinstance(parsed.value, dict) else None
    if not isinstance(stated, dict):
        return Versions()
    older = {kind: number for kind, number in stated.items() if _relation(kind, number) < 0}
    newer = frozenset(kind for kind, number in stated.items() if _relation(kind, number) > 0)
    said = [_said(kind, stated[kind], parsed) for kind in stated if kind in older or kind in newer]
    return Versions(older, newer, tuple(said))


def _relation(kind: str, number: object) -> int:
    """-1 for an older version that can be brought up, 1 for a version that cannot be read, else 0."""
    if kind not in kinds() or not isinstance(number, int) or isinstance(number, bool):
        return 0
    steps = range(number, version_of(kind))
    if number == version_of(kind):
        return 0
    return -1 if steps and all((kind, step) in UPGRADES for step in steps) else 1


def _said(kind: str, number: int, parsed: "Parsed") -> Problem:
    place = place_in(parsed.value, parsed.marks, ("schemas", kind))
    current = version_of(kind)
    if number < current and _relation(kind, number) < 0:
        message = say(
            "{kind} are kept in version {number}; the current one is {current}",
            kind=kind,
            number=number,
            current=current,
        )
        hint = say("They are read as if brought up; rewrite them and remove this line.")
        return problem("schema-older", WORKSPACE_FILE, place, message, hint)
    message = say("{kind} are kept in version {number}, which this program does not know", kind=kind, number=number)
    hint = say("Use a cadrectl that knows it; this one knows version {current}.", current=current)
    return problem("schema-newer", WORKSPACE_FILE, place, message, hint)


def brought_up(kind: str, number: int, parsed: "Parsed") -> "Parsed":
    """A parsed file of an older version as one of the current version, places carried over."""
    for step in range(number, version_of(kind)):
        upgrade = UPGRADES[kind, step]
        value = upgrade.value(parsed.value)
        marks = array("I")
        for pointer in _nodes(value, ()):
            marks.append(pack(*place_in(parsed.value, parsed.marks, upgrade.origin(pointer))))
        parsed = parsed._replace(value=value, marks=marks)
    return parsed


def _nodes(value: Any, pointer: Pointer) -> Iterator[Pointer]:
    """A pointer for every mark of a value: a member's key and its value have the same."""
    yield pointer
    if isinstance(value, dict):
        for key, member in value.items():
            yield (*pointer, key)
            yield from _nodes(member, (*pointer, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _nodes(item, (*pointer, index))
