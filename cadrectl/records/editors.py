"""What editors need to complete and check records as they are written: the schemas, and where each applies.

Everything works offline: the schemas of this version of the program are copied into the workspace.
"""

import json
from collections.abc import Mapping
from typing import Any

from cadrectl.records.schemas import kind_and_id, kinds, schema
from cadrectl.text import Text, say

FOLDER = ".cadrectl/schemas"
SETTINGS = ".vscode/settings.json"
MODELINE = "# yaml-language-server:"
_PATTERNS = {
    "workspace": ["data/workspace.yaml"],
    "policies": ["data/policies/**/*.yaml", "!data/policies/**/*.cases.yaml"],
    "cases": ["data/policies/**/*.cases.yaml"],
}


def header(name: str) -> str:
    """The lines that a new record file begins with: which schema it follows, as a path from the file."""
    named = kind_and_id(name)
    assert named is not None
    way_up = "../" * name.count("/")
    return f"{MODELINE} $schema={way_up}{FOLDER}/{named[0]}.json\n\n"


def editor_files(settings: str | None) -> Mapping[str, str] | Text:
    """The schemas, and the settings of VS Code with their map; what else the `settings` there are say is kept.

    Settings that are not plain JSON cannot be kept: then the answer says so.
    """
    merged = _merged(settings)
    if isinstance(merged, Text):
        return merged
    schemas = {f"{FOLDER}/{kind}.json": _json(schema(kind)) for kind in kinds()}
    return {**schemas, SETTINGS: _json(merged)}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _merged(settings: str | None) -> dict[str, Any] | Text:
    try:
        stated = json.loads(settings or "{}")
        others = {key: value for key, value in stated.get("yaml.schemas", {}).items() if not key.startswith(FOLDER)}
    except (ValueError, AttributeError):
        return say("{name} is not plain JSON; take its comments out, or move it away.", name=SETTINGS)
    ours = {f"{FOLDER}/{kind}.json": _PATTERNS.get(kind, [f"data/{kind}/**/*.yaml"]) for kind in kinds()}
    return {**stated, "yaml.schemas": {**others, **ours}}
