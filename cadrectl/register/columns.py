"""What tables and columns a record kind becomes: read off its schema, so that a new field needs no code.

An object's members become dotted columns (`party.joined`), a list of objects becomes a nested table
(`cadres.posts`), an open map (`propertyNames`) a nested table of `key` and `value`, a list of words a column
of bit masks, and an attested value (`declared`, `verified`, `evidence`) the column of what it attests. Fields
marked `x-sensitive` become nothing.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from msgspec import Struct

from cadrectl.records import schemas
from cadrectl.vocabulary import Label

Schema = Mapping[str, Any]


class Column(Struct, frozen=True):
    """One value of a row: `keys` lead to it in the row's mapping, `type` says how it is stored.

    Types: `word` (a closed or referenced word), `text`, `date`, `number`, `flag`, `words` (a list of words).
    """

    name: str
    keys: tuple[str, ...]
    type: str
    label: Label
    attested: bool = False
    words: tuple[str, ...] = ()
    """The words of an enum: lowest first where `graded`, else sorted; none where they are open."""
    word_labels: Mapping[str, Label] | None = None
    graded: bool = False
    vocabulary: str = ""
    refers_to: str = ""
    """The record kind whose ids these words are."""
    is_tier: bool = False
    """Whether these words are ids of tiers, which policies name."""
    is_clause: bool = False
    """Whether these words are paths of clauses, which policies name."""


class Table(Struct, frozen=True):
    """The rows of a record kind, or of one list in it; `keys` lead to the list in the row above."""

    name: str
    keys: tuple[str, ...]
    label: Label
    columns: tuple[Column, ...]
    nested: tuple["Table", ...]
    absence: str = "none"
    """What it means that there is no row: `none`, or `unknown`."""
    open_map: bool = False
    """Whether a row is a member of a mapping (`key`, `value`) and no item of a list."""

    def column(self, name: str) -> Column | None:
        """The column of that name, if there is one."""
        return next((column for column in self.columns if column.name == name), None)

    def all(self) -> Iterator["Table"]:
        """This table and those nested in it, outer before inner."""
        yield self
        for table in self.nested:
            yield from table.all()


@cache
def plan(kind: str) -> Table:
    """The tables that a kind becomes, whether or not there are records of it."""
    return table_of(kind, schemas.schema(kind))


@cache
def table(name: str) -> Table:
    """The plan of one table (`cadres`, `cadres.posts`, …); `results` are joined from two kinds (`results.py`)."""
    if name == "results":
        people, sessions = table("evaluations.people"), table("evaluations")
        return Table(name, (), people.label, people.columns + sessions.columns, ())
    return next(one for one in plan(name.split(".")[0]).all() if one.name == name)


def table_of(kind: str, schema: Schema) -> Table:
    """The root table of a kind, with the tables nested in it, in the schema's order."""
    return _Reader(schema).table(kind, (), schema)


class _Reader(Struct, frozen=True):
    """Walks a schema, resolving references into its `$defs`."""

    root: Schema

    def table(self, name: str, keys: tuple[str, ...], schema: Schema, absence: str = "none") -> Table:
        columns: list[Column] = []
        nested: list[Table] = []
        for below, member in self._members((), self._resolved(schema)):
            if "propertyNames" in member:
                nested.append(self.open_map(".".join((name, *below)), below, member))
                continue
            if "items" not in member:
                columns.append(_column(below, member, _scalar_type(member)))
                continue
            items = {**self._resolved(member["items"]), "x-label": _label(member)}
            inner = ".".join((name, *below))
            if "properties" in items:
                nested.append(self.table(inner, below, items, member.get("x-absence", "none")))
            elif _scalar_type(items) == "word" and "x-ref" not in items:
                columns.append(_column(below, items, "words"))
            else:
                nested.append(_values(inner, below, items))
        return Table(name, keys, _label(schema), tuple(columns), tuple(nested), absence)

    def open_map(self, name: str, keys: tuple[str, ...], schema: Schema) -> Table:
        """The table of a mapping whose keys the records choose: a row for each, with `key` and `value`."""
        columns = [
            _column((column,), stated, _scalar_type(stated))
            for column, stated in (
                ("key", self._resolved(schema["propertyNames"])),
                ("value", self._resolved(schema["additionalProperties"])),
            )
        ]
        return Table(name, keys, _label(schema), tuple(columns), (), schema.get("x-absence", "none"), open_map=True)

    def _members(self, above: tuple[str, ...], schema: Schema) -> Iterator[tuple[tuple[str, ...], Schema]]:
        """The members with a value of their own, those of objects inside included, with the keys to each."""
        for key, raw in schema.get("properties", {}).items():
            member = self._resolved(raw)
            if member.get("x-sensitive"):
                continue
            member["x-label"] = _joined(_label(schema) if above else {}, _label(member))
            if "properties" in member and "x-attested" not in member:
                yield from self._members((*above, key), member)
            else:
                yield (*above, key), member

    def _resolved(self, schema: Schema) -> dict[str, Any]:
        """The schema with its definition filled in and named; what stands beside the reference wins."""
        if "$ref" not in schema:
            return dict(schema)
        name = schema["$ref"].removeprefix("#/$defs/")
        return {**self._resolved(self.root["$defs"][name]), "definition": name, **schema}


def _column(keys: tuple[str, ...], schema: Schema, type: str) -> Column:
    graded = bool(schema.get("x-graded"))
    words = tuple(schema.get("enum", ()))
    return Column(
        name=".".join(keys),
        keys=keys,
        type=type,
        label=_label(schema),
        attested="x-attested" in schema,
        words=words if graded else tuple(sorted(words)),
        word_labels=schema.get("x-labels"),
        graded=graded,
        vocabulary=schema.get("x-vocabulary", ""),
        refers_to=schema.get("x-ref", ""),
        is_tier=schema.get("x-tier", False),
        is_clause=schema.get("x-clause", False),
    )


def _values(name: str, keys: tuple[str, ...], items: Schema) -> Table:
    """The table of a list of plain values (or ids, too many for a mask), with the one column `value`."""
    return Table(name, keys, _label(items), (_column(("value",), items, _scalar_type(items)),), ())


def _scalar_type(schema: Schema) -> str:
    if schema.get("x-date"):
        return "date"
    if "enum" in schema or schema.get("definition") in ("word", "id"):
        return "word"
    if "x-attested" in schema:
        return str(schema["x-attested"])
    return {"integer": "number", "number": "number", "boolean": "flag"}.get(schema["type"], "text")


def _joined(above: Label, label: Label) -> Label:
    """The label of an object's member, which names the object too."""
    return {
        lang: text if above.get(lang, text) == text else f"{above[lang]} · {text}"
        for lang, text in label.items()
    }


def _label(schema: Schema) -> Label:
    label: Label = schema.get("x-label", {})
    return label
