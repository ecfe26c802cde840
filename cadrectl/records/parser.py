"""One file's text to plain values with their places, from the events of PyYAML's C parser.

Anchors, aliases, tags and depth are seen here before anything is built. What the values mean is not
judged: that is the schema's part.
"""

from array import array
from sys import intern
from typing import Any, NamedTuple

from yaml import YAMLError
from yaml._yaml import CParser
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from cadrectl.problem import WHOLE, Problem
from cadrectl.records.characters import FULL_WIDTH, needs_care, note_hazards, remarkable, unfit
from cadrectl.records.findings import Findings, Full
from cadrectl.records.hazards import Event, Hazards
from cadrectl.records.plain import NULLS
from cadrectl.records.record import Marks
from cadrectl.records.shape import Shape
from cadrectl.records.source import SIZE_LIMIT
from cadrectl.records.syntax import note_syntax_error
from cadrectl.text import say

DEPTH_LIMIT = 32

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
    return Parsed(reader.value(), _packed(reader.marks), findings.found)


def _packed(marks: list[Any]) -> Marks:
    """The marks of the parser as `places.pack` has them, all at once; counted from 1."""
    return array("I", [(mark.line << 12) + (mark.column if mark.column < 4095 else 4094) + 4097 for mark in marks])


def _decoded(data: bytes, findings: Findings) -> str | None:
    """The text of a file, without a byte order mark."""
    if len(data) > SIZE_LIMIT:
        findings.add(
            "too-large", WHOLE, say("the file is larger than 1 MiB"), say("Is this really one record?")
        )
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
        self.hazards = Hazards(findings, shape.private)
        self.shape = shape
        self.root: list[Any] = []
        self.stack: list[tuple[Any, bool, Shape]] = []
        self.marks: list[Any] = []
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
            start: Event = parser.get_event()
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
            "empty-file",
            WHOLE,
            say("the file holds no record"),
            say("Write the record, or remove the file."),
        )

    def note_directives(self, start: Event) -> None:
        if start.version or start.tags:
            self.findings.add(
                "directive",
                (1, 1),
                say("the file begins with a YAML directive"),
                say("Remove the line with %."),
            )

    def note_further_document(self, parser: CParser) -> None:
        parser.get_event()  # the end of this document
        event: Event = parser.get_event()
        if type(event) is DocumentStartEvent:
            self.hazards.note(
                event,
                "several-documents",
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
        note_mark = self.marks.append
        box: Any = self.root
        in_mapping = False
        shape = inner = self.shape
        key = ""
        while True:
            event: Event = get_event()
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
                key = intern(event.value)  # the same few words in every file of a kind
                note_mark(event.start_mark)
                member = shape.members.get(key)
                if member is None or careful or key in box:
                    if key in box or not self.hazards.is_good_key(event, member is not None):
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
            note_mark(event.start_mark)
            if kind is ScalarEvent:
                value = event.value
                if careful:
                    self.inspect(event, (shape, inner), in_mapping)
                if value in NULLS and event.implicit[0]:
                    self.note_null(event)
                elif inner.read is not None and event.implicit[0]:
                    value = inner.read(value)
                if in_mapping:
                    box[key] = value
                    continue
            elif kind is AliasEvent:
                self.hazards.alias(event)
                value = ""
            else:
                if careful:
                    self.hazards.properties(event)
                value = {} if kind is MappingStartEvent else []
                if len(stack) >= DEPTH_LIMIT:
                    self.hazards.depth(event, DEPTH_LIMIT)
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

    def inspect(self, event: Event, shapes: tuple[Shape, Shape], in_mapping: bool) -> None:
        """Note what a scalar must not have or hold; `shapes` are that of what it stands in and its own."""
        self.hazards.properties(event)
        if event.implicit[0]:
            if FULL_WIDTH.search(event.value):
                self.hazards.look_alike(event, self.text, {key for one in shapes for key in one.members}, in_mapping)
        elif unfit(event.value) is not None:
            self.hazards.unfit(event)

    def drop_odd_key(self, parser: CParser, event: Event) -> None:
        """Pass over a member whose key is a list, a mapping or an alias."""
        if type(event) is AliasEvent:
            self.hazards.alias(event)
        else:
            self.hazards.odd_key(event)
            self.skip(parser, event)
        self.skip(parser, None)

    def skip(self, parser: CParser, started: Event | None) -> None:
        """Pass over one node, or the rest of the one that `started`; note what it must not hold."""
        depth = 1 if started is not None else 0
        while True:
            event: Event = parser.get_event()
            kind = type(event)
            if kind is AliasEvent:
                self.hazards.alias(event)
            elif kind in _NODES and (event.anchor is not None or event.tag is not None):
                self.hazards.properties(event)
            depth += (kind in _STARTS) - (kind in _ENDS)
            if depth == 0:
                return

    def drop_member(self, parser: CParser, key: Event, repeated: bool) -> None:
        """Pass over a member whose key cannot stand, so that values and marks stay in step."""
        self.marks.pop()
        if repeated:
            self.hazards.repeated_key(key)
        self.skip(parser, None)

    def note_null(self, event: Event) -> None:
        if self.stack:
            self.hazards.null(event)
        else:
            self.empty()
