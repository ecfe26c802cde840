"""Formatting a file: its canonical text, with every comment kept where it belongs.

A comment on a line of its own travels with the node it stands above; one behind a value stays behind
that value; one at the head of the file, set off by a blank line or meant for editors, stays there. Values are read by
`parser.py`; this only finds the comments between them.
"""

import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct
from yaml._yaml import CParser
from yaml.events import (
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from cadrectl.problem import Problem
from cadrectl.records.canonical import Remarks, write
from cadrectl.records.editors import MODELINE
from cadrectl.records.hazards import Event
from cadrectl.records.parser import parse_text
from cadrectl.records.schemas import kind_and_id, shape_of
from cadrectl.records.shape import ANY, Shape
from cadrectl.records.source import SIZE_LIMIT

_COMMENT = re.compile(r"#[^\n]*")
_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*[ ]*(#[^\n]*)?")
_BLANK_LINE = re.compile(r"\n[ ]*\n")
_BLOCK_STYLES = ("|", ">")

Place = tuple[int, str | int]  # the id() of a container, and a key or index in it


def canonical_text(path: str, data: bytes) -> str | list[Problem]:
    """The file's text in canonical form, comments kept, or why it cannot be read.

    What only the schema refuses does not stop it: a file may be formatted before it is right.
    """
    named = kind_and_id(path)
    return formatted(path, data, shape_of(named[0]) if named else ANY)


def formatted(path: str, data: bytes, shape: Shape) -> str | list[Problem]:
    """As `canonical_text`, for a value of the given shape."""
    parsed = parse_text(path, data, shape)
    if parsed.problems:
        return parsed.problems
    written = _written(data.decode("utf-8").replace("\r\n", "\n"), parsed.value, shape)
    if len(written) * 4 < SIZE_LIMIT:
        return written
    return parse_text(path, written.encode(), shape).problems or written  # it may have grown too large


def _written(text: str, value: Any, shape: Shape) -> str:
    """The canonical text of the value that was read from `text`."""
    if "#" not in text:
        return write(shape, value, {})
    keeper = _Keeper(text, value)
    keeper.run()
    body = write(shape, value, keeper.remarks)
    head = "".join(f"{line}\n" for line in keeper.head)
    tail = "".join(f"{line}\n" for line in keeper.waiting)
    return (f"{head}\n" if head else "") + body + (f"\n{tail}" if tail else "")


class _Frame(Struct):
    """A container being walked: what it belongs to, and how far the walk is."""

    container: Any
    holder: Place | None
    key: str | None = None  # of a mapping: the key whose value comes next
    index: int = 0  # of a sequence: the item that comes next


class _Keeper:
    """Walks the events of a sound file beside its value and gives each comment to a node."""

    def __init__(self, text: str, value: Any) -> None:
        self.text = text
        self.value = value
        self.remarks: dict[Place, Remarks] = {}
        self.head: list[str] = []
        self.waiting: list[str] = []  # comments on lines of their own, until the next node
        self.stack: list[_Frame] = []
        self.last: Place | None = None  # the node that a comment on the same line belongs to
        self.last_end = -1
        self.position = 0  # how far the text has been searched for comments

    def run(self) -> None:
        """Fill `remarks`, `head` and, with what stands below the last node, `waiting`."""
        for event in _events(self.text):
            self.gather(event.start_mark.index)
            if isinstance(event, ScalarEvent):
                self.scalar(event)
            elif isinstance(event, (MappingStartEvent, SequenceStartEvent)):
                self.enter()
            elif isinstance(event, (MappingEndEvent, SequenceEndEvent)):
                self.leave(event)
        self.gather(len(self.text))

    def gather(self, end: int) -> None:
        """Take the comments between the last event and the next."""
        for match in _COMMENT.finditer(self.text, self.position, end):
            comment = match.group().rstrip()
            if self.last is not None and self.last_end > self.text.rfind("\n", 0, match.start()):
                self.behind(self.last, comment)
                continue
            self.waiting.append(comment)
            is_apart = comment.startswith(MODELINE) or _BLANK_LINE.match(self.text, match.end())
            if self.last is None and is_apart:
                self.head += [*([""] if self.head else []), *self.waiting]
                self.waiting = []
        self.position = max(self.position, end)

    def behind(self, place: Place, comment: str) -> None:
        """A comment on the line of a node."""
        remarks = self.remarks.setdefault(place, Remarks())
        if remarks.beside:
            remarks.above.append(comment)
        else:
            remarks.beside = comment

    def begin(self, place: Place) -> None:
        """A node begins: the comments waiting above it are its own."""
        if self.waiting:
            self.remarks.setdefault(place, Remarks()).above.extend(self.waiting)
            self.waiting = []
        self.last = place

    def scalar(self, event: Event) -> None:
        """A key, a value or an item; the header of a block text may carry a comment."""
        place, _ = self.step(event.value)
        if place is not None:
            self.begin(place)
        self.passed(event)
        if event.style in _BLOCK_STYLES:
            header = _BLOCK_HEADER.match(self.text, event.start_mark.index)
            if header and header.group(1) and place is not None:
                self.behind(place, header.group(1).rstrip())
            self.last_end = event.start_mark.index  # its text ends on the line before the next node

    def enter(self) -> None:
        """A mapping or sequence begins; comments before a member's value are for what is in it."""
        in_sequence = bool(self.stack) and isinstance(self.stack[-1].container, list)
        place, value = self.step(None)
        if in_sequence and place is not None:
            self.begin(place)
        self.stack.append(_Frame(value, place))

    def leave(self, event: Event) -> None:
        """A mapping or sequence ends; behind its closing bracket a comment is about all of it."""
        frame = self.stack.pop()
        if event.end_mark.index > event.start_mark.index:
            self.last = frame.holder
            self.passed(event)

    def passed(self, event: Event) -> None:
        self.last_end = event.end_mark.index
        self.position = max(self.position, event.end_mark.index)

    def step(self, key: str | None) -> tuple[Place | None, Any]:
        """The place of the node that an event begins, and its value (of a key, the key)."""
        if not self.stack:
            return None, self.value
        frame = self.stack[-1]
        if isinstance(frame.container, list):
            frame.index += 1
            return (id(frame.container), frame.index - 1), frame.container[frame.index - 1]
        if frame.key is None and key is not None:
            frame.key = key
            return (id(frame.container), key), key
        member, frame.key = str(frame.key), None
        return (id(frame.container), member), frame.container[member]


def _events(text: str) -> Iterator[Event]:
    parser = CParser(text)
    while True:
        event: Event = parser.get_event()
        yield event
        if isinstance(event, StreamEndEvent):
            return
