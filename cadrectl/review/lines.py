"""A record as lines for people, so that what two texts differ in is what two records differ in.

Whatever the schema knows is said, in its order and with its labels; moved lines and another layout make no other text.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from cadrectl.review.ends import Said, Words, ruled, tells
from cadrectl.review.fields import Field, fields
from cadrectl.text import say

Line = tuple[int, Said]
"""How deep a line stands, and what it says. Lines of depth 0 head what follows: a name, a person in a list."""


def lines_of(kind: str, value: Mapping[str, Any], words: Words) -> Iterator[Line]:
    """The lines of one record of a kind that has members."""
    root = fields(kind)
    yield 0, value.get("name") or value.get("title") or root.label
    yield from _members(root, value, words, 1)


def _members(field: Field, value: Mapping[str, Any], words: Words, depth: int) -> Iterator[Line]:
    for key, below in field.members.items():
        if key in value:
            yield from _member(below, value[key], words, depth)


def _member(field: Field, value: Any, words: Words, depth: int) -> Iterator[Line]:
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        for item in value:
            yield from _item(field, item, words, depth)
    elif isinstance(value, dict) and not field.attested:
        yield depth, say("{label}:", label=field.label)
        yield from _members(field, value, words, depth + 1)
    elif isinstance(value, dict):
        yield depth, say("{label}: {value}", label=field.label, value=words.value(field, ruled(value)))
        for word, stated in value.items():
            yield depth + 1, f"{word} {stated}"
    else:
        yield depth, say("{label}: {value}", label=field.label, value=words.value(field, value))


def _item(field: Field, item: Mapping[str, Any], words: Words, depth: int) -> Iterator[Line]:
    """An entry of a list on one line, and what is nested in it below; an entry about a person heads its lines."""
    if field.of_people:
        yield 0, say("{name} ({id})", name=words.name("cadres", item["cadre"]), id=item["cadre"])
        depth = 1
    yield depth, say("{label}: {value}", label=field.label, value=words.values(field, item))
    for key, below in field.members.items():
        value = item.get(key)
        if value is None or tells(below, value):
            continue
        if isinstance(value, bool):
            yield depth + 1, say("{label}: {value}", label=below.label, value=words.value(below, value))
        elif isinstance(value, list):
            yield from _member(below, value, words, depth + 1)
