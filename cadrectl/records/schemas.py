"""The schemas of the record kinds: where they are, and what is compiled from them once.

A kind is a folder of `data/`; its schema is `schemas/<kind>.json`.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from cadrectl.records.partial import with_records
from cadrectl.records.shape import ANY, Schema, Shape, compile_shape
from cadrectl.workspace import DATA, WORKSPACE_FILE

_PACKAGED = Path(__file__).parents[1] / "schemas"
_CHECKOUT = Path(__file__).parents[2] / "schemas"
SCHEMAS = _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT


@cache
def kinds() -> tuple[str, ...]:
    """The kinds of records, sorted."""
    return tuple(sorted(path.stem for path in SCHEMAS.glob("*.json")))


@cache
def schema(kind: str) -> Schema:
    """The JSON Schema of a kind; of cases, with those of the records that they give."""
    loaded: Schema = json.loads((SCHEMAS / f"{kind}.json").read_text("utf-8"))
    return with_records(loaded, schema) if kind == "cases" else loaded


@cache
def shape_of(kind: str) -> Shape:
    """The compiled shape of a kind; of a kind without schema, `ANY`."""
    return compile_shape(schema(kind)) if kind in kinds() else ANY


@cache
def validator(kind: str) -> Any:
    """The compiled validator of a kind, formats switched on."""
    return compile_validator(schema(kind))


def compile_validator(source: Schema) -> Any:
    """A validator that knows our formats."""
    import jsonschema_rs  # where nothing has changed there is nothing to validate

    from cadrectl.records.dates import FORMATS

    return jsonschema_rs.Draft202012Validator(source, validate_formats=True, formats=FORMATS, offline=True)


def version_of(kind: str) -> int:
    """The current version of a kind's schema."""
    return int(schema(kind).get("x-version", 1))


def kind_and_id(name: str) -> tuple[str, str] | None:
    """The kind and id of the record at `data/…`, None where no record can be."""
    found = _place().fullmatch(name)
    if found is None or not name.isprintable():
        return ("workspace", "workspace") if name == WORKSPACE_FILE else None
    kind, stem = found.groups()
    if kind == "policies" and stem.endswith(".cases"):
        return "cases", stem.removesuffix(".cases")
    return kind, stem


@cache
def _place() -> re.Pattern[str]:
    """The names that records have: the kind, perhaps a folder within it, and the id."""
    folders = "|".join(kind for kind in kinds() if kind not in ("workspace", "cases"))
    return re.compile(rf"{DATA}/({folders})/(?:[^/]*/)?([^/]+)\.yaml", re.DOTALL)
