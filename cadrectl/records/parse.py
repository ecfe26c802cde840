"""One file's text to plain values with their places, from the events of PyYAML's C parser.

Anchors, aliases, tags and depth are seen here before anything is built. What the values mean is not
judged: that is the schema's part.
"""

import re
from array import array
from typing import Any, NamedTuple

from yaml import YAMLError
from yaml._yaml import CParser
from yaml.events import (
    AliasEvent,
    Event,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from cadrectl.problem import Problem
from cadrectl.records.characters import (
    FULL_WIDTH,
    half_width,
    is_look_alike,
    look_alike,
    name_of,
    needs_care,
    note_hazards,
    remarkable,
    unfit,
)
from cadrectl.records.findings import Findings, Full, excerpt
from cadrectl.records.plain import NULLS, reads_as_text
from cadrectl.records.record import Marks
from cadrectl.records.shape import Shape
from cadrectl.records.syntax import note_syntax_error
from cadrectl.text import Text, say

SIZE_LIMIT = 1 << 20
DEPTH_LIMIT = 32

_IN_BRACKETS = re.compile(r"\s*[,\]}]")
_STARTS = (MappingStartEvent, SequenceStartEvent)
_ENDS = (MappingEndEvent, SequenceEndEvent)
_NODES = (ScalarEvent, *_STARTS)


class Parsed(NamedTuple):
    """A file's value (None where nothing could be built), the place of each node, the problems."""

    value: Any
    marks: Marks
    problems: list[Problem]


def parse_text(path: str, data: bytes, shape: Shape) -> Parsed:
    """The value of one file; plain scalars take the types that `shape` allows, all else is text."""
    findings = Findings(path)
    reader = _Reader(findings, shape)
    try:
        text = _decoded(data, findings)
        if text is not None:
            characters = remarkable(text)
            if note_hazards(text, characters, findings):
                reader.read(text, needs_care(characters))
    except Full:
        reader.complete = False
    return Parsed(reader.value(), array("I", reader.marks), findings.found)


def _decoded(data: bytes, findings: Findings) -> str | None:
    """The text of a file, without a byte order mark."""
    if len(data) > SIZE_LIMIT:
        findings.add("too-large", (0, 0), say("the file is larger than 1 MiB"), say("Is this really one record?"))
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].rpartition(b"\n")[2].decode("utf-8", "replace")
        findings.add(
            "not-utf8",
            (data.count(b"\n", 0, error.start) + 1, len(before) + 1),
            say("from here on the file is not UTF-8"),
            say("Save the file as UTF-8; it was perhaps saved as GBK."),
        )
        return None
    if text.startswith("\ufeff"):
        findings.add(
            "invisible-character",
            (1, 1),
            say("the file begins with a byte order mark"),
            say("Save the file as UTF-8 without BOM."),
        )
        return text[1:]
    return text


class _Reader:
    """The construction of one file's value. The hot loop is `build`; everything rare is a method."""

    def __init__(self, findings: Findings, shape: Shape) -> None:
        self.findings = findings
        self.shape = shape
        self.root: list[Any] = []
        self.stack: list[tuple[Any, bool, Shape]] = []
        self.marks: list[int] = []
        self.complete = False
        self.careful = False
        self.text = ""

    def value(self) -> Any:
        """The value of the document, None where reading it was broken off or found nothing."""
        return self.root[0] if self.root and self.complete and self.root[0] != "" else None

    def read(self, text: str, careful: bool) -> None:
        """Build the document and note what is wrong with the stream around it.

        `careful` says that the text holds a character which could begin a property, an escape or a
        look-alike; without it no scalar is looked at closely.
        """
        parser = CParser(text)
        self.text = text
        self.careful = careful
        try:
            parser.get_event()
            start = parser.get_event()
            if type(start) is DocumentStartEvent:
                self.note_directives(start)
                self.complete = self.build(parser)
            if not self.root:
                self.empty()
            elif self.complete:
                self.note_further_document(parser)
        except YAMLError as error:
            self.complete = False
            note_syntax_error(error, text, self.findings)

    def empty(self) -> None:
        self.findings.add(
            "empty-file", (0, 0), say("the file holds no record"), say("Write the record, or remove the file.")
        )

    def note_directives(self, start: DocumentStartEvent) -> None:
        if start.version or start.tags:
            self.findings.add(
                "directive", (1, 1), say("the file begins with a YAML directive"), say("Remove the line with %.")
            )

    def note_further_document(self, parser: CParser) -> None:
        parser.get_event()  # the end of this document
        event = parser.get_event()
        if type(event) is DocumentStartEvent:
            self.findings.add(
                "several-documents",
                _place(event),
                say("a second document begins here"),
                say("Move it to a file of its own."),
            )

    def build(self, parser: CParser) -> bool:
        """Build the document's value into `root`; false where it is nested too deep to go on.

        One loop over the events with a stack of its own: no input can exhaust Python's. It runs for
        every node of every record, so what is rare is asked only where `careful` says that the text
        holds a character that could matter.
        """
        get_event, careful, stack = parser.get_event, self.careful, self.stack
        marks: list[int] = self.marks
        box: Any = self.root
        in_mapping = False
        shape = inner = self.shape
        key = ""
        while True:
            event = get_event()
            kind = type(event)
            if in_mapping:
                if kind is not ScalarEvent:
                    if kind is MappingEndEvent:
                        box, in_mapping, shape = stack.pop()
                        if not stack:
                            return True
                        inner = shape.items
                    else:
                        self.drop_odd_key(parser, event)
                    continue
                key = event.value
                mark = event.start_mark
                column = mark.column
                marks.append((mark.line << 12) + (column if column < 4095 else 4094) + 4097)
                member = shape.members.get(key)
                if member is None or careful or key in box:
                    if key in box or not self.is_good_key(event, member is not None):
                        self.drop_member(parser, event, key in box)
                        continue
                    member = member or shape.others
                inner = member
                event = get_event()
                kind = type(event)
            if kind is SequenceEndEvent:
                box, in_mapping, shape = stack.pop()
                if not stack:
                    return True
                inner = shape.items
                continue
            mark = event.start_mark
            column = mark.column
            marks.append((mark.line << 12) + (column if column < 4095 else 4094) + 4097)
            if kind is ScalarEvent:
                value = event.value
                if careful:
                    self.inspect(event, shape, inner)
                if value in NULLS and event.implicit[0]:
                    self.note_null(event)
                elif inner.read is not None and event.implicit[0]:
                    value = inner.read(value)
            elif kind is AliasEvent:
                self.note_alias(event)
                value = ""
            else:
                self.note_properties(event)
                value = {} if kind is MappingStartEvent else []
                if len(stack) >= DEPTH_LIMIT:
                    self.note_depth(event)
                    return False
            if in_mapping:
                box[key] = value
            else:
                box.append(value)
            if kind is MappingStartEvent or kind is SequenceStartEvent:
                stack.append((box, in_mapping, shape))
                box, in_mapping, shape = value, kind is MappingStartEvent, inner
                inner = shape.items
            elif not stack:
                return True

    def inspect(self, event: ScalarEvent, around: Shape, here: Shape) -> None:
        """Note what a scalar must not have or hold."""
        self.note_properties(event)
        if event.implicit[0]:
            if FULL_WIDTH.search(event.value):
                self.note_look_alike(event, around, here)
        elif unfit(event.value) is not None:
            self.note_unfit(event)

    def drop_odd_key(self, parser: CParser, event: Event) -> None:
        """Pass over a member whose key is a list, a mapping or an alias."""
        if type(event) is AliasEvent:
            self.note_alias(event)
        else:
            self.note_key_that_is_no_text(event)
            self.skip(parser, event)
        self.skip(parser, None)

    def skip(self, parser: CParser, started: Event | None) -> None:
        """Pass over one node, or the rest of the one that `started`; note what it must not hold."""
        depth = 1 if started is not None else 0
        while True:
            event = parser.get_event()
            kind = type(event)
            if kind is AliasEvent:
                self.note_alias(event)
            elif kind in _NODES and (event.anchor is not None or event.tag is not None):
                self.note_properties(event)
            depth += (kind in _STARTS) - (kind in _ENDS)
            if depth == 0:
                return

    def drop_member(self, parser: CParser, key: ScalarEvent, repeated: bool) -> None:
        """Pass over a member whose key cannot stand, so that values and marks stay in step."""
        self.marks.pop()
        if repeated:
            self.findings.add(
                "duplicate-key",
                _place(key),
                say("the key {key} is given twice", key=excerpt(key.value)),
                say("Keep one of the two."),
            )
        self.skip(parser, None)

    def is_good_key(self, event: ScalarEvent, is_known: bool) -> bool:
        """Whether a key can stand; notes why not. Keys that the schema knows are well formed."""
        key, plain = event.value, event.implicit[0]
        self.note_properties(event)
        if is_known:
            return True
        if plain and key == "<<":
            self.note(event, "merge-key", say("a merge key stands here"), say("Write the members out."))
        elif plain and not reads_as_text(key):
            self.note(
                event,
                "non-text-key",
                say("the key {key} is not text", key=excerpt(key)),
                say("Use a word as key, or put it in quotes."),
            )
        elif unfit(key) is not None:
            self.note_unfit(event)
        elif is_look_alike(key):
            self.note(
                event,
                "look-alike",
                say("the key {key} holds a look-alike character", key=excerpt(key)),
                say("Write it in half width: {key}", key=excerpt(half_width(key))),
            )
        else:
            return True
        return False

    def note(self, event: Event, code: str, message: Text, hint: Text) -> None:
        self.findings.add(code, _place(event), message, hint)

    def note_properties(self, event: NodeEvent) -> None:
        if event.anchor is not None:
            self.note(event, "anchor", say("an anchor stands here"), say("Remove it and write values in full."))
        if event.tag is not None:
            self.note(
                event,
                "tag",
                say("a tag stands here"),
                say("Remove it; put a text that begins with ! in quotes."),
            )

    def note_alias(self, event: AliasEvent) -> None:
        self.note(
            event,
            "alias",
            say("an alias stands here"),
            say("Write the value in full; put a text that begins with * in quotes."),
        )

    def note_null(self, event: ScalarEvent) -> None:
        if not self.stack:
            self.empty()
        else:
            self.note(
                event, "null-value", say("there is no value here"), say("Leave the key out, or give its value.")
            )

    def note_unfit(self, event: ScalarEvent) -> None:
        found = unfit(event.value)
        name = name_of(found.group()) if found else ""
        self.note(
            event,
            "invisible-character",
            say("the text holds an invisible character: {name}", name=name),
            say("Delete it, or type an ordinary space."),
        )

    def note_depth(self, event: Event) -> None:
        self.note(
            event,
            "too-deep",
            say("this is nested over {limit} levels deep", limit=DEPTH_LIMIT),
            say("Write the record with fewer levels."),
        )

    def note_key_that_is_no_text(self, event: Event) -> None:
        self.note(
            event,
            "non-text-key",
            say("a list or mapping stands in place of a key"),
            say("Use a word as key; put a text that begins with [ or {{ in quotes."),
        )

    def note_look_alike(self, event: ScalarEvent, around: Shape, here: Shape) -> None:
        """Note a plain scalar whose full-width characters stand for YAML's punctuation."""
        found = look_alike(event.value, {*around.members, *here.members})
        if found is None and _IN_BRACKETS.match(self.text, event.end_mark.index):
            comma = re.search("[，、]", event.value)
            found = (comma.group(), ",") if comma else None
        if found is not None:
            self.note(
                event,
                "look-alike",
                say("the full-width {wrong} stands where {right} is meant", wrong=found[0], right=found[1]),
                say("Type it in half width; put it in quotes if it belongs to the text."),
            )


def _place(event: Event) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1
