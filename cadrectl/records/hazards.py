"""What may not stand in a record although YAML allows it, said at the event where it is seen.

Anchors, aliases, tags, merge keys, keys that are no text, empty values, look-alikes. Building values
is `parser.py`'s part; this only looks and notes.
"""

import re
from typing import Any, TypeAlias

from cadrectl.records.characters import half_width, is_look_alike, look_alike, name_of, unfit
from cadrectl.records.findings import Findings, excerpt
from cadrectl.records.plain import reads_as_text
from cadrectl.text import Text, say

# PyYAML's stubs leave marks and tags open; events of the C parser always have them.
Event: TypeAlias = Any

_IN_BRACKETS = re.compile(r"\s*[,\]}]")
_CHINESE_COMMA = re.compile("[，、]")
_CHINESE_COMMA_BEFORE_A_KEY = re.compile(r"[，、]\s*[A-Za-z_][A-Za-z0-9_.-]*\s*[:：]")


class Hazards:
    """Notes the hazards of one file; `private` keeps what its author wrote out of the messages."""

    def __init__(self, findings: Findings, private: bool) -> None:
        self.findings = findings
        self.private = private

    def note(self, event: Event, code: str, message: Text, hint: Text) -> None:
        """Note a problem where an event begins."""
        self.findings.add(code, (event.start_mark.line + 1, event.start_mark.column + 1), message, hint)

    def shown(self, key: str) -> object:
        """A key as it may stand in a message."""
        return say("that stands here") if self.private else excerpt(key)

    def is_good_key(self, event: Event, is_known: bool) -> bool:
        """Whether a key can stand; notes why not. Keys that the schema knows are well formed."""
        key, plain = event.value, event.implicit[0]
        self.properties(event)
        if is_known:
            return True
        if plain and key == "<<":
            self.note(event, "merge-key", say("a merge key stands here"), say("Write the members out."))
        elif plain and not reads_as_text(key):
            self.note(
                event,
                "non-text-key",
                say("the key {key} is not text", key=self.shown(key)),
                say("Use a word as key, or put it in quotes."),
            )
        elif unfit(key) is not None:
            self.unfit(event)
        elif is_look_alike(key):
            self.note(
                event,
                "look-alike",
                say("the key {key} holds a look-alike character", key=self.shown(key)),
                say("Write it in half width: {key}", key=self.shown(half_width(key))),
            )
        else:
            return True
        return False

    def repeated_key(self, event: Event) -> None:
        """A key that its mapping already has."""
        self.note(
            event,
            "duplicate-key",
            say("the key {key} is given twice", key=self.shown(event.value)),
            say("Keep one of the two."),
        )

    def properties(self, event: Event) -> None:
        """An anchor or a tag on a node."""
        if event.anchor is not None:
            self.note(
                event, "anchor", say("an anchor stands here"), say("Remove it and write values in full.")
            )
        if event.tag is not None:
            self.note(
                event,
                "tag",
                say("a tag stands here"),
                say("Remove it; put a text that begins with ! in quotes."),
            )

    def alias(self, event: Event) -> None:
        """An alias in place of a node."""
        self.note(
            event,
            "alias",
            say("an alias stands here"),
            say("Write the value in full; put a text that begins with * in quotes."),
        )

    def null(self, event: Event) -> None:
        """A plain scalar that says nothing."""
        self.note(
            event, "null-value", say("there is no value here"), say("Leave the key out, or give its value.")
        )

    def unfit(self, event: Event) -> None:
        """A character in a value or key that cannot be seen."""
        found = unfit(event.value)
        name = name_of(found.group()) if found else ""
        self.note(
            event,
            "invisible-character",
            say("the text holds an invisible character: {name}", name=name),
            say("Delete it, or type an ordinary space."),
        )

    def depth(self, event: Event, limit: int) -> None:
        """A collection below the deepest level allowed."""
        self.note(
            event,
            "too-deep",
            say("this is nested over {limit} levels deep", limit=limit),
            say("Write the record with fewer levels."),
        )

    def odd_key(self, event: Event) -> None:
        """A collection in place of a key."""
        self.note(
            event,
            "non-text-key",
            say("a list or mapping stands in place of a key"),
            say("Use a word as key; put a text that begins with [ or {{ in quotes."),
        )

    def look_alike(self, event: Event, text: str, keys: set[str], in_mapping: bool) -> None:
        """Note a plain scalar of `text` whose full-width characters stand for YAML's punctuation.

        `keys` are the words that a colon may follow there. In the brackets of a list a Chinese comma may part two
        entries; as the value of a key (`in_mapping`) it is text, unless a further key follows it.
        """
        found = look_alike(event.value, keys)
        if found is None and _IN_BRACKETS.match(text, event.end_mark.index):
            comma = (_CHINESE_COMMA_BEFORE_A_KEY if in_mapping else _CHINESE_COMMA).search(event.value)
            found = (comma.group()[0], ",") if comma else None
        if found is not None:
            self.note(
                event,
                "look-alike",
                say("the full-width {wrong} stands where {right} is meant", wrong=found[0], right=found[1]),
                say("Type it in half width; where it belongs to the text, put the whole text in quotes."),
            )
