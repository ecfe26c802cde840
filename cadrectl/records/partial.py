"""The schema of what a case gives: records of which anything may be left out.

Each place that the schema of cases marks with `x-record` takes the schema of that kind, or the part of it that `x-part`
leads to, and with `x-entry` also what an entry of that list holds, without the list around it. What a record must have
is not asked there, nor that an id is one on record or a fact not ahead: a case has people, units and a day of its own.
Everything that is given is checked as in a record.
"""

from collections.abc import Callable
from typing import Any

from cadrectl.records.shape import Schema, resolve

_UNASKED = frozenset({"$defs", "$id", "$schema", "x-version", "required", "minItems", "x-key", "x-inline", "x-fact"})
_OF_REFERENCES = frozenset({"x-ref", "pattern", "x-form"})


def with_records(cases: Schema, schema_of: Callable[[str], Schema]) -> Schema:
    """The schema of cases in which each marked place has the schema of its kind, as `schema_of` gives it."""
    found: Schema = _expanded(cases, schema_of)
    return found


def _expanded(node: Any, schema_of: Callable[[str], Schema]) -> Any:
    if isinstance(node, list):
        return [_expanded(item, schema_of) for item in node]
    if not isinstance(node, dict):
        return node
    if "x-record" not in node:
        return {key: _expanded(value, schema_of) for key, value in node.items()}
    whole = schema_of(node["x-record"])
    for step in node.get("x-part", ()):
        whole = {**whole["properties"][step], "$defs": whole.get("$defs", {})}
    given = _partial(whole, whole)
    if "x-entry" in node:
        head = given["properties"]
        entry = head[node["x-entry"]]["items"]["properties"]
        given["properties"] = head | {key: below for key, below in entry.items() if key not in head}
    labels = {key: node[key] for key in ("title", "description", "x-label") if key in node}
    return given | labels


def _partial(node: Any, root: Schema) -> Any:
    """A schema without what a record must have, every reference within it put in its place."""
    if isinstance(node, list):
        return [_partial(item, root) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        node = {**resolve(root, node["$ref"]), **{key: value for key, value in node.items() if key != "$ref"}}
    unasked = _UNASKED | _OF_REFERENCES if "x-ref" in node else _UNASKED
    kept = {key: value for key, value in node.items() if key not in unasked}
    for choice in ("anyOf", "oneOf"):
        branches = [one for one in kept.pop(choice, ()) if one.keys() != {"required"}]
        if branches:
            kept["anyOf"] = _partial(branches, root)
    names = {"properties": {name: _partial(below, root) for name, below in kept.pop("properties", {}).items()}}
    return {key: _partial(value, root) for key, value in kept.items()} | (names if names["properties"] else {})
