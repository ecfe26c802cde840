"""The schemas themselves: valid, closed, labelled in both languages, and meaning the same to every reader."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import pytest

import cadrectl
from cadrectl.records.schemas import SCHEMAS

Schema = dict[str, Any]
Node = tuple[str, Schema]

FILES = sorted(SCHEMAS.glob("*.json"))
NAMED_BY_OTHERS = {"workspace", "cases"}
_CHINESE = re.compile("[\u4e00-\u9fff]")


def load(path: Path) -> Schema:
    schema: Schema = json.loads(path.read_text("utf-8"))
    return schema


def nodes(path: Path) -> Iterator[Node]:
    """Every schema inside a schema, with where it is."""
    waiting: list[Node] = [("#", load(path))]
    while waiting:
        where, node = waiting.pop()
        yield where, node
        for keyword in ("properties", "$defs", "patternProperties"):
            waiting += [(f"{where}/{keyword}/{name}", below) for name, below in node.get(keyword, {}).items()]
        for keyword in ("allOf", "anyOf", "oneOf", "prefixItems"):
            waiting += [(f"{where}/{keyword}/{at}", below) for at, below in enumerate(node.get(keyword, ()))]
        for keyword in ("items", "additionalProperties", "propertyNames", "not", "if", "then", "else"):
            if isinstance(node.get(keyword), dict):
                waiting.append((f"{where}/{keyword}", node[keyword]))


def properties(path: Path) -> Iterator[Node]:
    """Every property of every object, with where it is."""
    for where, node in nodes(path):
        for name, below in node.get("properties", {}).items():
            yield f"{where}/{name}", below


def in_both_languages(text: object) -> bool:
    if not isinstance(text, str):
        return False
    chinese, slash, english = text.partition(" / ")
    return bool(slash and _CHINESE.search(chinese) and english.strip() and not _CHINESE.search(english))


each_schema = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


@each_schema
def test_a_schema_is_valid_json_schema_of_2020_12_for_both_validators(path: Path) -> None:
    schema = load(path)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema_rs.validator_for(schema)


@each_schema
def test_a_schema_has_a_version_and_needs_no_other_file(path: Path) -> None:
    assert load(path)["x-version"] >= 1
    references = [node["$ref"] for _, node in nodes(path) if "$ref" in node]
    assert [reference for reference in references if not reference.startswith("#/$defs/")] == []


@each_schema
def test_every_definition_is_used(path: Path) -> None:
    used = {node["$ref"].removeprefix("#/$defs/") for _, node in nodes(path) if "$ref" in node}
    assert set(load(path).get("$defs", {})) == used


@each_schema
def test_every_object_is_closed(path: Path) -> None:
    open_objects = [
        where for where, node in nodes(path) if "properties" in node and "additionalProperties" not in node
    ]
    assert open_objects == []


@each_schema
def test_every_property_that_is_required_is_described(path: Path) -> None:
    missing = [
        (where, set(node["required"]) - node["properties"].keys())
        for where, node in nodes(path)
        if "required" in node and "properties" in node
    ]
    assert [(where, names) for where, names in missing if names] == []


@each_schema
def test_the_schema_and_every_property_say_in_both_languages_what_they_are(path: Path) -> None:
    silent = [
        where
        for where, node in [("#", load(path)), *properties(path)]
        if not (in_both_languages(node.get("title")) and in_both_languages(node.get("description")))
    ]
    assert silent == []


@each_schema
def test_every_property_has_the_label_that_its_title_gives(path: Path) -> None:
    different = [
        where
        for where, node in properties(path)
        if node.get("title") != " / ".join(node.get("x-label", {}).get(lang, "") for lang in ("zh", "en"))
    ]
    assert different == []


@each_schema
def test_every_word_of_an_enum_has_a_label_in_both_languages(path: Path) -> None:
    for where, node in nodes(path):
        if "x-labels" in node:
            assert all(set(label) == {"zh", "en"} for label in node["x-labels"].values()), where
            assert list(node["x-labels"]) == node.get("enum", list(node["x-labels"])), where
        assert not node.get("x-graded") or "enum" in node, where


@each_schema
def test_patterns_are_anchored_and_say_which_digits(path: Path) -> None:
    patterns = [node["pattern"] for _, node in nodes(path) if "pattern" in node]
    assert [pattern for pattern in patterns if not re.fullmatch(r"\^.*\$", pattern)] == []
    assert [pattern for pattern in patterns if re.search(r"\\[dDwWsSbB]", pattern)] == []


@each_schema
def test_every_form_that_is_no_date_is_also_said_in_words(path: Path) -> None:
    forms = [node.get("x-form") for _, node in nodes(path) if "pattern" in node and not is_date(node)]
    named = [load(path).get("x-file-form")] if "x-file-id" in load(path) else []
    assert all(form and set(form) == {"zh", "en"} for form in [*forms, *named])


def is_date(node: Schema) -> bool:
    return bool(node.get("x-date") or node.get("x-full-date"))


@each_schema
def test_references_and_vocabularies_name_what_there_is(path: Path) -> None:
    kinds = {file.stem for file in FILES} - NAMED_BY_OTHERS
    assert {node["x-ref"] for _, node in nodes(path) if "x-ref" in node} <= kinds
    starter = {file.stem for file in (Path(cadrectl.__file__).parent / "starter/vocabularies").glob("*.yaml")}
    assert {node["x-vocabulary"] for _, node in nodes(path) if "x-vocabulary" in node} <= starter


@each_schema
def test_lists_are_sorted_by_what_their_items_have(path: Path) -> None:
    for where, node in nodes(path):
        if "x-key" in node:
            assert set(node["x-key"]) <= node["items"]["properties"].keys(), where
        assert node.get("x-absence", "none") in ("none", "unknown"), where


def test_everything_in_the_private_record_is_sensitive() -> None:
    path = next(path for path in FILES if path.stem == "cadres-private")
    assert [where for where, node in properties(path) if not node.get("x-sensitive")] == []
