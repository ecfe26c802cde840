"""Clearing of posts (JX-8): outcome, date and legal basis alone are kept, and there is no place for a medical word."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from cadrectl.records.read import read_record
from cadrectl.records.schemas import SCHEMAS
from cadrectl.records.versions import Versions
from tests.checks.test_starter import STARTER

SCHEMA: dict[str, Any] = json.loads((SCHEMAS / "clearings.json").read_text("utf-8"))
MEDICAL = ("病", "医", "症", "疾", "残", "孕", "健康", "心理", "ill", "sick", "medic", "health", "disab", "diagnos")


def values(node: dict[str, Any], at: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every value that a record can hold, with the schema that limits it."""
    if "$ref" in node:
        yield at, SCHEMA["$defs"][node["$ref"].rpartition("/")[2]]
    elif node["type"] == "object":
        assert node["additionalProperties"] is False
        for name, below in node["properties"].items():
            yield from values(below, f"{at}/{name}")
    elif node["type"] == "array":
        yield from values(node["items"], at)
    else:
        yield at, node


@pytest.mark.parametrize(("at", "limits"), list(values(SCHEMA)), ids=lambda one: one if isinstance(one, str) else "")
def test_no_value_of_a_clearing_is_free_text(at: str, limits: dict[str, Any]) -> None:
    assert limits["type"] == "integer" or "enum" in limits or not re.search(limits["pattern"], "因病 ill")


def test_a_clearing_says_of_a_person_the_outcome_the_date_and_the_legal_basis_and_nothing_else() -> None:
    assert set(SCHEMA["properties"]["entries"]["items"]["properties"]) == {"cadre", "date", "outcome", "basis"}
    assert SCHEMA["properties"]["entries"]["items"]["properties"]["outcome"]["enum"] == ["transfer", "leave"]


@pytest.mark.parametrize("word", MEDICAL)
def test_neither_the_schema_nor_the_list_of_legal_bases_has_a_medical_word(word: str) -> None:
    bases = (STARTER / "vocabularies" / "legal-bases.yaml").read_text("utf-8")
    names = [at for at, _ in values(SCHEMA)]
    assert not re.search(rf"\b{word}" if word.isascii() else word, bases)
    assert not any(re.search(rf"\b{word}" if word.isascii() else word, name) for name in names)


@pytest.mark.parametrize("key", ["reason", "diagnosis", "health", "note", "text", "document"])
def test_a_key_for_more_is_refused(key: str) -> None:
    entry = f"{{cadre: C0001, date: 2026-07-01, outcome: leave, basis: public-institutions-16, {key}: x}}"
    text = f"year: 2026\ndate: 2026-06-30\nentries:\n- {entry}\n"
    _, problems = read_record("data/clearings/2026/spring.yaml", text.encode(), Versions())
    assert [one.code for one in problems] == ["unknown-key"]
