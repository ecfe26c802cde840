"""The schema of what a case gives: of a record anything may be left out, and what is there is checked."""

from typing import Any

from cadrectl.records.partial import with_records

RECORD: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["by", "entries"],
    "oneOf": [{"required": ["by"]}, {"required": ["date"]}],
    "properties": {
        "by": {"type": "string", "enum": ["school", "bureau"]},
        "entries": {
            "type": "array",
            "x-key": ["cadre"],
            "minItems": 1,
            "items": {"type": "object", "properties": {"cadre": {"$ref": "#/$defs/id", "x-ref": "cadres"}, "by": {}}},
        },
    },
    "$defs": {"id": {"type": "string", "pattern": "^C[0-9]+$", "x-form": {"en": "as C0001"}}},
}
CASES = {"properties": {"findings": {"title": "found", "x-record": "findings", "x-entry": "entries"}}}


def given() -> dict[str, Any]:
    expanded = with_records(CASES, {"findings": RECORD}.__getitem__)
    found: dict[str, Any] = expanded["properties"]["findings"]
    return found


def test_nothing_is_asked_for_and_no_choice_excludes_another() -> None:
    assert given().keys() == {"title", "type", "additionalProperties", "properties"}
    assert given()["properties"]["entries"].keys() == {"type", "items"}


def test_an_entry_may_be_written_without_its_list_and_the_head_comes_first() -> None:
    assert list(given()["properties"]) == ["by", "entries", "cadre"]
    assert given()["properties"]["by"]["enum"] == ["school", "bureau"]


def test_an_id_may_be_any_text() -> None:
    assert given()["properties"]["cadre"] == {"type": "string"}


def test_the_place_keeps_its_own_name() -> None:
    assert given()["title"] == "found"
