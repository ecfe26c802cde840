"""The growth file of a person: everything on the register about them, in time order (NT-2).

It gathers what the person's own record says and every entry elsewhere that names them; nothing is judged.
Sensitive records and the records of their kin are not opened.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cadrectl import records
from cadrectl.records import Record
from cadrectl.report.wording import Schema, Wording, properties, resolved

CLOSED = ("cadres", "cadres-private", "vocabularies", "policies", "cases", "workspace")


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact: its date as written (None: undated), what it is, what it says, and the line it stands on."""

    date: str | None
    what: str
    text: str
    path: str
    line: int


def growth_file(known: Sequence[Record], cadre: str, wording: Wording) -> list[Entry]:
    """Everything about the person `cadre`; undated facts first, then by date, then by place."""
    mine = [record for record in known if (record.kind, record.id) == ("cadres", cadre)]
    own = [entry for record in mine for entry in record_entries(record, wording)]
    named = [entry for record in known if record.kind not in CLOSED for entry in _naming(record, cadre, wording)]
    return sorted([*own, *named], key=lambda entry: (entry.date or "", entry.path, entry.line))


def record_entries(record: Record, wording: Wording) -> Iterator[Entry]:
    """What one record says, an entry for each member and for each item of its lists, in the order of the file."""
    root, known = records.schema(record.kind), properties(record.kind)
    for name, value in record.value.items():
        items = value if isinstance(value, list) and value and isinstance(value[0], dict) else [value]
        schema = resolved(root, known[name]["items"]) if items is value else known[name]
        for number, item in enumerate(items):
            pointer = (name, number) if items is value else (name,)
            yield Entry(
                _date(root, schema, item),
                wording.label(known[name]),
                wording.value(root, schema, item),
                record.path,
                records.place(record, pointer)[0],
            )


def _naming(record: Record, cadre: str, wording: Wording) -> Iterator[Entry]:
    """The entries of another record that name the person: the record itself, or items of its lists."""
    root = records.schema(record.kind)
    known = properties(record.kind)
    if _names(known, record.value, cadre):
        yield Entry(
            _date(root, root, record.value),
            wording.label(root),
            wording.value(root, root, record.value),
            record.path,
            1,
        )
        return
    about = {name: value for name, value in record.value.items() if not isinstance(value, list | dict)}
    for name, value in record.value.items():
        if not isinstance(value, list):
            continue
        schema = resolved(root, known[name]["items"])
        for number, item in enumerate(value):
            if isinstance(item, dict) and _names(_members(root, schema), item, cadre):
                texts = [*wording.members(root, root, about), *wording.members(root, schema, item)]
                yield Entry(
                    _date(root, schema, item) or _date(root, root, record.value),
                    wording.label(root),
                    wording.join(texts),
                    record.path,
                    records.place(record, (name, number))[0],
                )


def _members(root: Schema, schema: Schema) -> Mapping[str, Schema]:
    return {name: resolved(root, member) for name, member in schema["properties"].items()}


def _names(members: Mapping[str, Schema], value: Mapping[str, Any], cadre: str) -> bool:
    return any(members[key].get("x-ref") == "cadres" and item == cadre for key, item in value.items())


def _date(root: Schema, schema: Schema, value: Any) -> str | None:
    """The first date of a value, in the order of the schema; of an attested one the verified, else the declared."""
    schema = resolved(root, schema)
    if isinstance(value, dict):
        if "x-attested" in schema:
            return _date_of_attested(schema, value)
        dates = (_date(root, member, value[name]) for name, member in schema["properties"].items() if name in value)
        return next((date for date in dates if date), None)
    return str(value) if schema.get("x-date") else None


def _date_of_attested(schema: Schema, value: Mapping[str, Any]) -> str | None:
    return str(value.get("verified") or value["declared"]) if schema["x-attested"] == "date" else None

