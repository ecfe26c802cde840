"""What a schema says about the values at each place, compiled once for reading and writing.

A `Shape` answers three questions without looking at the schema again: which types a plain scalar
may take, which shape lies below a key or an item, and in which order to write. It does not
validate: `schemas.py` does.
"""

import math
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

WIDTH = 100
"""How long a line with brackets may be, unless the schema says otherwise."""

Schema = dict[str, Any]
Scalar = str | int | float | bool

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})", re.ASCII).fullmatch
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,14})\.[0-9]{1,15}(?:e[-+]?[0-9]{1,3})?", re.ASCII).fullmatch
_BOOLEANS = {"true": True, "false": False}
_COMBINED = ("allOf", "anyOf", "oneOf")
_CONDITIONAL = ("if", "then", "else")


class Shape:
    """The shape at one place of a record; every place without a schema has the shape `ANY`."""

    __slots__ = ("inline", "items", "members", "others", "private", "read", "sort_by", "width")

    def __init__(self) -> None:
        self.read: Callable[[str], Scalar] | None = None
        self.members: dict[str, Shape] = {}
        self.others: Shape = self
        self.items: Shape = self
        self.sort_by: tuple[str, ...] = ()
        self.inline = False
        self.width = WIDTH
        self.private = False  # holds sensitive members: what stands here stays out of messages

    def below(self, key: str) -> "Shape":
        """The shape of the member `key`."""
        return self.members.get(key, self.others)


ANY = Shape()


def compile_shape(schema: Schema) -> Shape:
    """The shape of the root of a schema, following `$ref`, `allOf`, `anyOf`, `oneOf` and `if`."""
    return _Compiler(schema).shape([schema])


class _Compiler:
    def __init__(self, root: Schema) -> None:
        self.root = root
        stated = root.get("x-inline")  # at the root: whatever fits in lines so long stands on one
        self.inline = isinstance(stated, int) and not isinstance(stated, bool)
        self.width = int(stated) if stated is not None and self.inline else WIDTH
        self.known: dict[frozenset[int], Shape] = {}

    def shape(self, schemas: Iterable[Any]) -> Shape:
        """The union of what several schemas allow at one place."""
        parts = self.expanded(schemas)
        if not parts:
            return ANY
        identity = frozenset(map(id, parts))
        if identity not in self.known:
            self.known[identity] = shape = Shape()
            self.fill(shape, parts)
        return self.known[identity]

    def expanded(self, schemas: Iterable[Any]) -> list[Schema]:
        """The schemas and all that apply at the same place, each once, in document order."""
        found: list[Schema] = []
        waiting = [schema for schema in schemas if isinstance(schema, dict)]
        while waiting:
            schema = waiting.pop(0)
            if any(schema is other for other in found):
                continue
            found.append(schema)
            if "$ref" in schema:
                waiting.append(resolve(self.root, schema["$ref"]))
            for keyword in _COMBINED:
                waiting.extend(part for part in schema.get(keyword, ()) if isinstance(part, dict))
            waiting.extend(schema[word] for word in _CONDITIONAL if isinstance(schema.get(word), dict))
        return found

    def fill(self, shape: Shape, parts: list[Schema]) -> None:
        shape.read = _reader(_types(parts))
        names: dict[str, list[Any]] = {}
        for part in parts:
            for name, below in part.get("properties", {}).items():
                names.setdefault(name, []).append(below)
        shape.members = {name: self.shape(below) for name, below in names.items()}
        shape.others = self.shape(
            part["additionalProperties"] for part in parts if "additionalProperties" in part
        )
        shape.items = self.shape(part["items"] for part in parts if "items" in part)
        shape.sort_by = next((tuple(part["x-key"]) for part in parts if "x-key" in part), ())
        shape.private = any(
            "x-sensitive" in below for part in parts for below in part.get("properties", {}).values()
        )
        shape.inline = self.inline or any(part.get("x-inline") is True for part in parts)
        shape.width = self.width


def resolve(root: Schema, reference: str) -> Schema:
    """The schema that a local reference (`#/$defs/name`) points at."""
    found: Any = root
    for step in reference.removeprefix("#").split("/")[1:]:
        found = found[step.replace("~1", "/").replace("~0", "~")]
    schema: Schema = found
    return schema


def _types(parts: list[Schema]) -> frozenset[str]:
    """The types that the parts allow, from `type`, or from the values of `enum` and `const`."""
    found: set[str] = set()
    for part in parts:
        stated = part.get("type", ())
        found.update([stated] if isinstance(stated, str) else stated)
        for value in [*part.get("enum", ()), *([part["const"]] if "const" in part else [])]:
            found.add({bool: "boolean", int: "integer", float: "number"}.get(type(value), "string"))
    return frozenset(found & {"boolean", "integer", "number"})


def _reader(types: frozenset[str]) -> Callable[[str], Scalar] | None:
    """How a plain scalar is read where the schema allows `types`; None leaves it text."""
    if not types:
        return None
    decimal, integer, boolean = "number" in types, bool({"integer", "number"} & types), "boolean" in types

    @lru_cache(maxsize=1 << 12)  # a register says the same few numbers over and over
    def read(text: str) -> Scalar:
        if integer and _INTEGER(text):
            return int(text)
        if decimal and _DECIMAL(text):
            number = float(text)
            return number if math.isfinite(number) else text
        if boolean:
            return _BOOLEANS.get(text, text)
        return text

    return read
