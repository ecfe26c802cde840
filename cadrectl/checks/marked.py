"""The places of a record that its schema marks, compiled once and walked quickly.

Nearly all values pass, so a walk reports only those that do not, and builds their pointers on the way back.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache, cached_property
from typing import Any

from msgspec import Struct

from cadrectl.records.places import Pointer
from cadrectl.records.schemas import schema

Schema = Mapping[str, Any]
Names = tuple[str, str]
Failing = Iterator[tuple[Pointer, Any, Any]]


class Branch(Struct, frozen=True, dict=True):
    """A place that is marked (`mark`), or leads to marked ones: members of a mapping, items of a list.

    `keys` is the mark on the keys of an open map, `others` the branch of its values.
    """

    mark: Any
    members: tuple[tuple[str, "Branch"], ...]
    items: "Branch | None"
    keys: Any = None
    others: "Branch | None" = None

    @cached_property
    def ends(self) -> bool:
        """Whether nothing marked lies below."""
        return not self.members and self.items is None and self.keys is None and self.others is None


_NOWHERE = Branch(None, (), None)


@cache
def marked(kind: str, keyword: str) -> Branch | None:
    """The places of a kind that have the keyword, marked with its value; None if there are none."""
    return _compiled(kind, lambda node: node.get(keyword))


@cache
def paired(kind: str, pairs: tuple[Names, ...]) -> Branch | None:
    """The mappings of a kind that may have both members of a pair, marked with these pairs; None if none."""

    def both(node: Schema) -> tuple[Names, ...] | None:
        return tuple(pair for pair in pairs if set(pair) <= node.get("properties", {}).keys()) or None

    return _compiled(kind, both)


def _compiled(kind: str, mark: Callable[[Schema], Any]) -> Branch | None:
    branch = _Compiler(schema(kind), mark).branch(schema(kind))
    return None if branch == _NOWHERE else branch


class _Compiler:
    """Compiles the branches of one schema; a definition that contains itself is followed once."""

    def __init__(self, root: Schema, mark: Callable[[Schema], Any]) -> None:
        self.definitions: Schema = root.get("$defs", {})
        self.mark = mark
        self.known: dict[str, Branch] = {}

    def branch(self, node: Schema) -> Branch:
        base = self.definition(node["$ref"].rpartition("/")[2]) if "$ref" in node else _NOWHERE
        below = ((name, self.branch(member)) for name, member in node.get("properties", {}).items())
        members = tuple((name, branch) for name, branch in below if branch != _NOWHERE)
        items = self.branch(node["items"]) if "items" in node else base.items
        mark = self.mark(node)
        own = base.mark if mark is None else mark
        keys, others = self.open_map(node) if "propertyNames" in node else (base.keys, base.others)
        return Branch(own, base.members + members, None if items == _NOWHERE else items, keys, others)

    def open_map(self, node: Schema) -> tuple[Any, Branch | None]:
        """The mark on the keys of an open map, and the branch of its values if it leads anywhere."""
        others = self.branch(node["additionalProperties"])
        return self.branch(node["propertyNames"]).mark, None if others == _NOWHERE else others

    def definition(self, name: str) -> Branch:
        if name not in self.known:
            self.known[name] = _NOWHERE
            self.known[name] = self.branch(self.definitions[name])
        return self.known[name]


def failing(branch: Branch | None, value: Any, passes: Callable[[Any, Any], bool]) -> Failing:
    """The marked values for which `passes(mark, value)` is false, as (pointer, value, mark)."""
    return iter(_failing(branch, value, passes)) if branch is not None else iter(())


def values(branch: Branch | None, value: Any) -> list[tuple[Any, Any]]:
    """The marked values, as (mark, value)."""
    found: list[tuple[Any, Any]] = []

    def noted(mark: Any, word: Any) -> bool:
        found.append((mark, word))
        return True

    failing(branch, value, noted)
    return found


def _failing(
    branch: Branch, value: Any, passes: Callable[[Any, Any], bool]
) -> list[tuple[Pointer, Any, Any]]:
    found: list[tuple[Pointer, Any, Any]] = []
    if branch.mark is not None and not passes(branch.mark, value):
        found.append(((), value, branch.mark))
    if branch.items is not None and isinstance(value, list):
        for index, item in enumerate(value):
            for pointer, word, mark in _failing(branch.items, item, passes):
                found.append(((index, *pointer), word, mark))
    elif isinstance(value, dict):
        for name, member in branch.members:
            below = value.get(name)
            if below is None or (member.ends and passes(member.mark, below)):
                continue
            for pointer, word, mark in _failing(member, below, passes):
                found.append(((name, *pointer), word, mark))
        if branch.keys is not None or branch.others is not None:
            found += _failing_in_map(branch, value, passes)
    return found


def _failing_in_map(
    branch: Branch, value: Mapping[str, Any], passes: Callable[[Any, Any], bool]
) -> Iterator[tuple[Pointer, Any, Any]]:
    for key, member in value.items():
        if branch.keys is not None and not passes(branch.keys, key):
            yield (key,), key, branch.keys
        if branch.others is not None:
            for pointer, word, mark in _failing(branch.others, member, passes):
                yield (key, *pointer), word, mark
