"""Changing a record that stands in a file: only what is to change changes; comments and order stay.

A file in canonical form stays in it. What may be changed, and when it is written, is for the caller.
"""

import io
from collections.abc import Callable, Mapping, MutableMapping
from typing import TYPE_CHECKING, Any

from cadrectl.problem import Problem
from cadrectl.records.comments import canonical_text

if TYPE_CHECKING:
    from ruamel.yaml import YAML

Change = Callable[[MutableMapping[str, Any]], None]
"""Changes the record's value in place; scalars are texts, as they stand in the file."""


def amended(path: str, data: bytes, change: Change) -> str | list[Problem]:
    """The text of the file with the change made, or why it cannot be read."""
    before = canonical_text(path, data)
    if isinstance(before, list):
        return before
    text = data.decode("utf-8")
    editor = _editor()
    value = editor.load(text)
    change(value)
    written = io.StringIO()
    editor.dump(value, written)
    if before != text:
        return written.getvalue()
    return canonical_text(path, written.getvalue().encode())


def as_written(data: bytes) -> Any:
    """The value of a record in which every scalar is the text that stands in the file; None of an empty file."""
    return _editor().load(data.decode("utf-8"))


def _editor() -> "YAML":
    """A reader and writer that keeps every scalar as it is written: nothing here is typed."""
    from ruamel.yaml import YAML
    from ruamel.yaml.resolver import VersionedResolver

    class AsWritten(VersionedResolver):
        """Takes every scalar for a text."""

        versioned_resolver: Mapping[str, Any] = {}

    editor = YAML()
    editor.Resolver = AsWritten
    editor.preserve_quotes = True
    editor.width = 1 << 20  # no line is broken that was whole
    editor.indent(mapping=2, sequence=4, offset=2)
    return editor
