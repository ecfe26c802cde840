"""What the schemas say of the members of a record: labels, words, keys of lists. Not the values.

Only kinds whose schema ends somewhere are known here: a policy nests without end and is compared by its own tools.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from msgspec import Struct

from cadrectl.records import schemas
from cadrectl.vocabulary import Label

OPAQUE = frozenset({"policies", "cases", "cadres-private"})
"""Kinds of which only the record as a whole is spoken of: they nest without end, or must not be shown."""


class Field(Struct, frozen=True):
    """One member: what people call it and its values, and, of a mapping or list, what stands inside.

    `order` are the members by which the items of a list are told apart; `essential` says that it must be there.
    """

    label: Label
    words: Mapping[str, Label]
    vocabulary: str
    refers_to: str
    attested: bool
    listed: bool
    essential: bool
    order: tuple[str, ...]
    members: Mapping[str, "Field"]

    @property
    def plain(self) -> Mapping[str, "Field"]:
        """The members that are told as values: all but the lists of entries, which are told one by one."""
        return {key: below for key, below in self.members.items() if not (below.listed and below.members)}

    @property
    def of_people(self) -> bool:
        """Whether this is a list whose items are each about one person."""
        return self.listed and "cadre" in self.members


@cache
def fields(kind: str) -> Field:
    """The root of a kind's records; of an opaque kind without members."""
    schema = schemas.schema(kind)
    return _field(schema, {**schema, "properties": {}} if kind in OPAQUE else schema, True)


def _field(root: Mapping[str, Any], stated: Mapping[str, Any], essential: bool) -> Field:
    schema = _resolved(root, stated)
    items = _resolved(root, schema.get("items", {}))
    inner = items if items else schema
    required = inner.get("required", ())
    attested = "x-attested" in schema
    return Field(
        label=schema.get("x-label", {}),
        words=inner.get("x-labels", {}),
        vocabulary=inner.get("x-vocabulary", ""),
        refers_to=inner.get("x-ref", ""),
        attested=attested,
        listed="items" in schema,
        essential=essential,
        order=tuple(schema.get("x-key", ())),
        members={}
        if attested
        else {key: _field(root, below, key in required) for key, below in inner.get("properties", {}).items()},
    )


def _resolved(root: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema with its definition filled in; what stands beside the reference wins."""
    if "$ref" not in schema:
        return schema
    name = schema["$ref"].removeprefix("#/$defs/")
    return {**_resolved(root, root["$defs"][name]), **schema}
