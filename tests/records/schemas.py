"""A schema small enough to read, with every construct that reading and writing treat specially."""

from typing import Any

DATE = {
    "type": "string",
    "x-date": True,
    "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$",
    "format": "partial-date",
}
SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["name"],
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string", "x-label": {"zh": "姓名", "en": "name"}},
        "birth": {
            "anyOf": [
                DATE,
                {
                    "type": "object",
                    "required": ["declared"],
                    "additionalProperties": False,
                    "properties": {"declared": DATE, "verified": DATE},
                },
            ]
        },
        "private": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "phone": {
                    "type": "string",
                    "pattern": "^[0-9]{11}$",
                    "x-form": {"zh": "十一位数字", "en": "eleven digits"},
                    "x-sensitive": True,
                }
            },
        },
        "rank": {"enum": ["staff", "deputy", "principal"]},
        "year": {"type": "integer", "minimum": 1900, "maximum": 2100},
        "score": {"type": "number"},
        "leading": {"type": "boolean"},
        "words": {"type": "array", "items": {"type": "string"}, "uniqueItems": True, "maxItems": 4},
        "either": {"type": ["string", "integer"]},
        "posts": {
            "type": "array",
            "x-key": ["from", "unit"],
            "items": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "unit": {"type": "string"},
                    "from": DATE,
                    "load": {"type": "number"},
                    "notes": {"type": "array", "items": {"type": "string"}},
                },
            },
        },
        "test": {"$ref": "#/$defs/test"},
    },
    "$defs": {
        "test": {
            "type": "object",
            "x-inline": True,
            "additionalProperties": {
                "anyOf": [{"type": ["string", "number", "boolean"]}, {"$ref": "#/$defs/test"}]
            },
        }
    },
}
