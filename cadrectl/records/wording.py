"""What a validator's error means to the people who write records: a code, a sentence and a hint.

One function for each kind of error, in the table `_KINDS`. It does not look at files: a finding
names its place by a pointer into the value.
"""

import difflib
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from msgspec import Struct

from cadrectl.records.dates import corrected, is_partial_date, is_written_as_date
from cadrectl.records.findings import LIMIT, excerpt
from cadrectl.records.places import Pointer
from cadrectl.records.shape import Schema, resolve
from cadrectl.text import Text, say, say_count

_SUGGESTIBLE = 40
_TYPES = {
    "string": say("text"),
    "integer": say("a whole number"),
    "number": say("a number"),
    "boolean": say("true or false"),
    "array": say("a list"),
    "object": say("a mapping of keys and values"),
}


class Finding(Struct, frozen=True):
    """One thing wrong at `pointer` of a value."""

    code: str
    pointer: Pointer
    message: Text
    hint: Text


class Fault(Struct, frozen=True):
    """A validator's error as plain values: its kind and what belongs to it, where, and the value there."""

    kind: str
    detail: Any
    pointer: Pointer
    schema_path: tuple[str | int, ...]
    value: Any

    @classmethod
    def of(cls, error: Any) -> "Fault":
        """From an error of jsonschema-rs."""
        return cls(
            error.kind.name,
            error.kind.value,
            tuple(error.instance_path),
            tuple(error.schema_path),
            error.instance,
        )


class _Here(Struct, frozen=True):
    """The schema node that raised a fault, and whether the value there may be shown."""

    node: Schema
    sensitive: bool

    def shown(self, value: object) -> object:
        """The value as it may stand in a message."""
        return say("this value") if self.sensitive else excerpt(_as_text(value))


def describe(root: Schema, fault: Fault) -> Iterator[Finding]:
    """The findings of one fault; an unknown key is one finding for each such key."""
    here = _here(root, fault.schema_path)
    if fault.kind in ("anyOf", "oneOf"):
        yield from _alternatives(root, fault, here)
    else:
        yield from _KINDS.get(fault.kind, _refused)(fault, here)


def _here(root: Schema, schema_path: tuple[str | int, ...]) -> _Here:
    """Follow a fault's path through the schema to the node that holds the failing keyword."""
    node: Any = root
    sensitive = bool(root.get("x-sensitive"))
    above = root
    for step in schema_path:
        if isinstance(node, dict):
            above = node
            sensitive = sensitive or bool(node.get("x-sensitive"))
        node = resolve(root, above["$ref"]) if step == "$ref" else node[step]
    return _Here(above, sensitive)


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{…}"
    return "[…]" if isinstance(value, list) else str(value)


def _unknown_key(fault: Fault, here: _Here) -> Iterator[Finding]:
    members = here.node.get("properties", {})
    known = list(members)
    private = here.sensitive or any("x-sensitive" in member for member in members.values())
    for key in fault.detail:
        meant = _meant(key, known)
        hint = (
            say("Did you mean {key}?", key=meant)
            if meant is not None
            else say("Known here: {keys}", keys=", ".join(known) or "–")
        )
        shown = (
            say("there is a key here that is unknown")
            if private
            else say("the key {key} is unknown here", key=excerpt(key))
        )
        yield Finding("unknown-key", (*fault.pointer, key), shown, hint)


def _meant(key: str, known: list[str]) -> str | None:
    """The known key that comes nearest to an unknown one."""
    near = difflib.get_close_matches(key, known, 1, 0.6) if len(key) <= _SUGGESTIBLE else []
    return near[0] if near else None


def _missing_key(fault: Fault, here: _Here) -> Iterator[Finding]:
    """A key that is not there; nothing where an unknown one was meant for it, for that is the same problem."""
    known = list(here.node.get("properties", {}))
    unknown = islice((key for key in fault.value if key not in known), LIMIT)
    if any(_meant(key, known) == fault.detail for key in unknown):
        return
    label = here.node.get("properties", {}).get(fault.detail, {}).get("x-label", fault.detail)
    yield Finding(
        "missing-key",
        fault.pointer,
        say("the key {key} is missing", key=fault.detail),
        say("Add {key}: {label}.", key=fault.detail, label=label),
    )


def _wrong_type(fault: Fault, here: _Here) -> Iterator[Finding]:
    allowed = here.node.get("type", "string")
    names = [allowed] if isinstance(allowed, str) else list(allowed)
    if "string" not in names or not isinstance(fault.value, str):
        yield Finding(
            "wrong-type",
            fault.pointer,
            say("{value} is not {expected}", value=here.shown(fault.value), expected=_listed(names)),
            _of_type(names, fault, here),
        )


def _of_type(names: list[str], fault: Fault, here: _Here) -> Text:
    """What to write in place of a value of the wrong type: the keys of a mapping, brackets around a single entry."""
    closed = False in (here.node.get("additionalProperties"), here.node.get("unevaluatedProperties"))
    keys = list(here.node.get("properties", {})) if closed else []
    if names == ["object"] and keys:
        return say("Write keys and values here: {keys}.", keys=", ".join(keys))
    if names == ["array"] and not isinstance(fault.value, dict | list):
        return say("Write a list here, also of one entry: [{value}].", value=here.shown(fault.value))
    return say("Write {expected} here.", expected=_listed(names))


def _listed(names: list[str]) -> Text:
    """`text`, `text or a list`, …"""
    words = [_TYPES.get(name, say("another value")) for name in names]
    listed = words[0]
    for word in words[1:]:
        listed = say("{one} or {other}", one=listed, other=word)
    return listed


def _not_one_of(fault: Fault, here: _Here) -> Iterator[Finding]:
    labels = here.node.get("x-labels", {})
    by_label = {text: word for word, label in labels.items() for text in label.values()}
    allowed = [str(word) for word in fault.detail]
    near = difflib.get_close_matches(str(fault.value)[:_SUGGESTIBLE], [*allowed, *by_label], 1, 0.6)
    hint = (
        say("Did you mean {key}?", key=by_label.get(near[0], near[0]))
        if near and not here.sensitive
        else say("Allowed here: {words}", words=", ".join(allowed))
    )
    message = say("{value} is not one of the words allowed here", value=here.shown(fault.value))
    yield Finding("not-one-of", fault.pointer, message, hint)


def _constant(fault: Fault, here: _Here) -> Iterator[Finding]:
    yield from _not_one_of(Fault("enum", [fault.detail], fault.pointer, fault.schema_path, fault.value), here)


def _wrong_form(fault: Fault, here: _Here) -> Iterator[Finding]:
    """A pattern or format that a text does not meet; a date may miss both and is one finding."""
    if _is_date(here.node):
        yield _wrong_date(fault, here)
        return
    yield Finding(
        "wrong-form",
        fault.pointer,
        say("{value} does not have the form asked for here", value=here.shown(fault.value)),
        say("The form is: {form}.", form=here.node["x-form"]),
    )


def _is_date(node: Schema) -> bool:
    return node.get("x-date") is True or node.get("x-full-date") is True or "date" in node.get("format", "")


def _wrong_date(fault: Fault, here: _Here) -> Finding:
    text = str(fault.value)
    value = here.shown(text)
    if not is_written_as_date(text):
        better = None if here.sensitive else corrected(text)
        hint = (
            say("Write {date}.", date=better)
            if better
            else say("Write YYYY-MM-DD, or YYYY-MM or YYYY where no more is known.")
        )
        return Finding("not-a-date", fault.pointer, say("{value} is not a date", value=value), hint)
    if not is_partial_date(text):
        hint = say("Check month and day against the calendar.")
        return Finding("impossible-date", fault.pointer, say("there is no date {value}", value=value), hint)
    hint = say("This date must be known to the day: YYYY-MM-DD.")
    return Finding("day-unknown", fault.pointer, say("{value} has no day", value=value), hint)


def _wrong_key(fault: Fault, here: _Here) -> Iterator[Finding]:
    """A key of an open map that does not have the form of its keys."""
    key = str(fault.detail.instance)
    yield Finding(
        "wrong-form",
        (*fault.pointer, key),
        say("{value} does not have the form asked for here", value=here.shown(key)),
        say("Keys are words such as fairly-good, or ids such as C0012."),
    )


def _wrong_length(fault: Fault, here: _Here) -> Iterator[Finding]:
    characters = say_count("{count} character", "{count} characters", count=fault.detail)
    entries = say_count("{count} entry", "{count} entries", count=fault.detail)
    keys = say_count("{count} key", "{count} keys", count=fault.detail)
    sentences = {
        "minLength": say("the text is shorter than {length}", length=characters),
        "maxLength": say("the text is longer than {length}", length=characters),
        "minItems": say("the list has fewer than {length}", length=entries),
        "maxItems": say("the list has more than {length}", length=entries),
        "minProperties": say("there are fewer than {length}", length=keys),
        "maxProperties": say("there are more than {length}", length=keys),
    }
    hint = say("Complete or shorten it, or leave out the key.")
    yield Finding("wrong-length", fault.pointer, sentences[fault.kind], hint)


def _out_of_range(fault: Fault, here: _Here) -> Iterator[Finding]:
    limits = {
        "minimum": say("at least {limit}", limit=fault.detail),
        "maximum": say("at most {limit}", limit=fault.detail),
        "exclusiveMinimum": say("more than {limit}", limit=fault.detail),
        "exclusiveMaximum": say("less than {limit}", limit=fault.detail),
        "multipleOf": say("a multiple of {limit}", limit=fault.detail),
    }
    yield Finding(
        "out-of-range",
        fault.pointer,
        say("{value} is out of range", value=here.shown(fault.value)),
        say("The number must be {limit}.", limit=limits[fault.kind]),
    )


def _repeated_entry(fault: Fault, here: _Here) -> Iterator[Finding]:
    entries = fault.value
    repeated = next((n for n, entry in enumerate(entries) if entry in entries[:n]), 0)
    yield Finding(
        "repeated-entry",
        (*fault.pointer, repeated),
        say("{value} stands twice in the list", value=here.shown(entries[repeated])),
        say("Keep one of the two."),
    )


def _refused(fault: Fault, here: _Here) -> Iterator[Finding]:
    yield Finding(
        "no-alternative",
        fault.pointer,
        say("{value} is not allowed here", value=here.shown(fault.value)),
        say("See the schema of this kind of record."),
    )


def _alternatives(root: Schema, fault: Fault, here: _Here) -> Iterator[Finding]:
    """The faults of the alternative that comes nearest, or that one of some keys must be given."""
    keys = [branch.get("required") for branch in here.node[fault.kind] if set(branch) == {"required"}]
    if len(keys) == len(here.node[fault.kind]):
        names = " | ".join("+".join(group) for group in keys if group)
        yield Finding("no-alternative", fault.pointer, *_NEEDED[fault.kind](names))
        return
    branches = [[Fault.of(error) for error in errors] for errors in fault.detail or ()]
    nearest = min((branch for branch in branches if branch), key=lambda one: _distance(one, fault), default=[])
    if not nearest or any(entry.kind == "type" and entry.pointer == fault.pointer for entry in nearest):
        nodes = [resolve(root, branch["$ref"]) if "$ref" in branch else branch for branch in here.node[fault.kind]]
        mapping = next((node for node in nodes if node.get("type") == "object"), None)
        yield from _refused(fault, here) if mapping is None else _wrong_type(fault, _Here(mapping, here.sensitive))
        return
    for entry in nearest:
        yield from describe(root, entry)


_NEEDED: dict[str, Callable[[str], tuple[Text, Text]]] = {
    "oneOf": lambda keys: (
        say("exactly one of these keys is needed: {keys}", keys=keys),
        say("Give one of them and leave out the others."),
    ),
    "anyOf": lambda keys: (say("at least one of these keys is needed: {keys}", keys=keys), say("Give one of them.")),
}


def _distance(faults: list[Fault], whole: Fault) -> tuple[int, int, int]:
    """How far a value is from an alternative: by its own type, then unknown keys, then number of faults."""
    wrong_type = any(fault.kind == "type" and fault.pointer == whole.pointer for fault in faults)
    unknown = sum(len(fault.detail) for fault in faults if fault.kind == "additionalProperties")
    return int(wrong_type), unknown, len(faults)


_KINDS: dict[str, Callable[[Fault, _Here], Iterator[Finding]]] = {
    "additionalProperties": _unknown_key,
    "unevaluatedProperties": _unknown_key,
    "required": _missing_key,
    "type": _wrong_type,
    "enum": _not_one_of,
    "const": _constant,
    "pattern": _wrong_form,
    "format": _wrong_form,
    "propertyNames": _wrong_key,
    "uniqueItems": _repeated_entry,
    **dict.fromkeys(
        ("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"), _wrong_length
    ),
    **dict.fromkeys(
        ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"), _out_of_range
    ),
}
