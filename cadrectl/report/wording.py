"""Values of records in the words that people use for them: labels, vocabulary terms, names instead of ids.

The schemas say what every value means; nothing here knows a kind of record.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from cadrectl import records
from cadrectl.records import Record
from cadrectl.text import render, say

Schema = Mapping[str, Any]


class Wording:
    """The words of one set of records in one language."""

    def __init__(self, known: Iterable[Record], lang: str) -> None:
        self.lang = lang
        self._comma, self._semicolon = ("，", "；") if lang == "zh" else (", ", "; ")
        self._terms: dict[tuple[str, str], Any] = {}
        self._names: dict[tuple[str, str], Any] = {}
        for record in known:
            if record.kind == "vocabularies":
                terms = record.value["terms"]
                self._terms.update({(record.id, term["id"]): term["label"] for term in terms})
            else:
                name = record.value.get("name") or record.value.get("title")
                self._names[record.kind, record.id] = name

    def name(self, kind: str, id: str) -> str:
        """The name or title of a record; its id where it has none."""
        return render(self._names.get((kind, id)) or id, self.lang)

    def label(self, schema: Schema) -> str:
        """What the schema calls the value."""
        return render(schema["x-label"], self.lang)

    def value(self, root: Schema, schema: Schema, value: Any) -> str:
        """A value at a place of the schema `root`, on one line; mappings as `label value, label value`."""
        schema = resolved(root, schema)
        if isinstance(value, dict):
            return self.join(self.members(root, schema, value))
        if isinstance(value, list):
            separator = self._semicolon if value and isinstance(value[0], dict) else self._comma
            return separator.join(self.value(root, schema["items"], item) for item in value)
        if isinstance(value, bool):
            return render(say("yes") if value else say("no"), self.lang)
        return self._word(schema, value)

    def join(self, texts: Iterable[str]) -> str:
        """Texts as one line."""
        return self._comma.join(texts)

    def members(self, root: Schema, schema: Schema, value: Mapping[str, Any]) -> list[str]:
        """`label value` for every member of a mapping."""
        properties = resolved(root, schema)["properties"]
        return [f"{self.label(properties[key])} {self._member(root, properties[key], item)}" for key, item in value.items()]

    def _member(self, root: Schema, schema: Schema, value: Any) -> str:
        text = self.value(root, schema, value)
        if isinstance(value, dict) or (isinstance(value, list) and value and isinstance(value[0], dict)):
            return f"（{text}）" if self.lang == "zh" else f"({text})"
        return text

    def _word(self, schema: Schema, value: Any) -> str:
        if "x-vocabulary" in schema:
            return render(self._terms.get((schema["x-vocabulary"], value), str(value)), self.lang)
        if "x-ref" in schema:
            return self.name(schema["x-ref"], value)
        return render(schema.get("x-labels", {}).get(value, str(value)), self.lang)


def resolved(root: Schema, schema: Schema) -> Schema:
    """A schema with what its `$ref` says filled in; its own words come first."""
    if "$ref" not in schema:
        return schema
    return {**root["$defs"][schema["$ref"].rpartition("/")[2]], **schema}


def properties(kind: str) -> Mapping[str, Schema]:
    """The top-level properties of a kind, `$ref` filled in, in canonical order."""
    root = records.schema(kind)
    return {name: resolved(root, schema) for name, schema in root["properties"].items()}
