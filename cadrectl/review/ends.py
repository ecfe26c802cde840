"""The two states that are compared: their records, and the words in which values of them are said."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from msgspec import Struct

from cadrectl.records.record import Record
from cadrectl.review.fields import Field, fields
from cadrectl.text import Text, say
from cadrectl.vocabulary import Label, Vocabulary, vocabularies

Said = Text | Label | str
"""What can stand in a sentence."""
Key = tuple[str, str]
"""A kind and an id: what a record is known by, wherever its file lies."""


class End(Struct, frozen=True):
    """Records of one state by kind and id: those that differ from the other, and those that are named in them."""

    records: Mapping[Key, Record]

    def get(self, kind: str, id: str) -> Record | None:
        """The record of that kind and id, if it is among those known here."""
        return self.records.get((kind, id))

    def of(self, kind: str) -> list[Record]:
        """The records of a kind, by id."""
        return [record for key, record in sorted(self.records.items()) if key[0] == kind]

    def events(self, kind: str, cadre: str | None) -> Iterator[Mapping[str, Any]]:
        """The events of a kind about a person."""
        for record in self.of("events"):
            if record.value["kind"] == kind:
                yield from (entry for entry in record.value["entries"] if entry.get("cadre") == cadre)


def end_of(records: Iterable[Record]) -> End:
    """The state that these records make; of several with one id the first by path."""
    return End({(one.kind, one.id): one for one in sorted(records, key=lambda one: one.path, reverse=True)})


class Words(Struct, frozen=True):
    """The labels of words that the workspace owns, and the names of units, people and tiers by id."""

    vocabularies: Mapping[str, Vocabulary]
    names: Mapping[str, Mapping[str, Said]]

    def name(self, kind: str, id: str | None) -> Said:
        """What a unit, person or tier is called; the id itself where nobody says."""
        return self.names.get(kind, {}).get(id or "", id or "")

    def value(self, field: Field, value: Any) -> Said:
        """A value as people read it; of what nests deeper, only that it is there."""
        if isinstance(value, bool):
            return say("yes") if value else say("no")
        if isinstance(value, list):
            simple = [each for each in value if not isinstance(each, dict)]
            return joined([self.value(field, each) for each in simple]) if simple else say("{count}", count=len(value))
        if isinstance(value, dict):
            return self.value(field, ruled(value)) if field.attested else self.values(field, value)
        text = str(value)
        if field.vocabulary in self.vocabularies and text in self.vocabularies[field.vocabulary].terms:
            return self.vocabularies[field.vocabulary].terms[text].label
        return field.words.get(text) or self.names.get(field.refers_to, {}).get(text, text)

    def values(self, field: Field, item: Mapping[str, Any]) -> Said:
        """The values of a mapping in the order of the schema, each behind its label.

        Flags and lists inside are left out unless they must be stated. What the mapping is first of all (a word of a
        list that it must state) goes without a label.
        """
        told = [key for key, below in field.members.items() if key in item and tells(below, item[key])]
        return joined([self._labelled(field.members[key], item[key], key == told[0]) for key in told])

    def _labelled(self, field: Field, value: Any, leads: bool) -> Said:
        said = self.value(field, value)
        if leads and field.essential and (field.words or field.vocabulary or field.refers_to):
            return said
        return say("{label} {value}", label=field.label, value=said)


def tells(field: Field, value: Any) -> bool:
    """Whether a value is told with the mapping that it stands in, and not apart from it or not at all."""
    if isinstance(value, list):
        return field.essential and not field.members
    return field.essential or not isinstance(value, bool)


def words_of(before: End, after: End) -> Words:
    """The words of two states; where they differ, those of the later one."""
    known = {(record.kind, record.id): record for end in (before, after) for record in end.records.values()}
    stated = [(id, record.value) for (kind, id), record in known.items() if kind == "vocabularies"]
    names: dict[str, dict[str, Said]] = {"units": {}, "cadres": {}, "tiers": {}}
    for (kind, id), record in known.items():
        if kind in ("units", "cadres"):
            names[kind][id] = record.value["name"]
        elif kind == "policies":
            names["tiers"].update({tier["id"]: tier["title"] for tier in record.value.get("select", ())})
    return Words(vocabularies(stated), names)


def ruled(value: Any) -> Any:
    """What counts of an attested value: the verified one, else the declared one; any other value as it is."""
    return value.get("verified", value.get("declared")) if isinstance(value, dict) else value


def joined(parts: list[Said]) -> Said:
    """The parts one after the other."""
    if not parts:
        return ""
    whole = parts[0]
    for part in parts[1:]:
        whole = say("{one}, {next}", one=whole, next=part)
    return whole


OF = {"cadres": ("cadres",), "cadres-private": ("cadres",), "units": ("units",)}
"""Kinds of records whose id is that of the person or unit that they are about, by kind, with the kind of that."""


def named_in(record: Record) -> set[Key]:
    """The records of people and units that this one names."""
    own = {(kind, record.id) for kind in OF[record.kind]} if record.kind in OF else set[Key]()
    return own | set(_named(_naming(record.kind), record.value))


class _Naming(Struct, frozen=True):
    """A member that names records of a kind (`refers_to`), or below which others do."""

    refers_to: str
    members: Mapping[str, "_Naming"]


@cache
def _naming(kind: str) -> _Naming:
    return _naming_below(fields(kind))


def _naming_below(field: Field) -> _Naming:
    """The member with only those below it that name people or units, so that no others are walked over."""
    below = {key: _naming_below(member) for key, member in field.members.items()}
    refers_to = field.refers_to if field.refers_to in ("cadres", "units") else ""
    return _Naming(refers_to, {key: one for key, one in below.items() if one.refers_to or one.members})


def _named(field: _Naming, value: Any) -> Iterator[Key]:
    if isinstance(value, list):
        for item in value:
            yield from _named(field, item)
    elif isinstance(value, dict):
        for key, below in field.members.items():
            if key in value:
                yield from _named(below, value[key])
    elif field.refers_to:
        yield field.refers_to, str(value)
