"""The canonical text of a record: one way to write one value.

Keys stand in the order of the schema, lists with an `x-key` in the order of those keys; a list or
mapping at the top is set off by a blank line; a list of words stands in brackets where it fits on a
line, and so does a mapping that its schema calls `x-inline`; a schema with `x-inline: 110` at its root
wants whatever fits in so many columns on one line. What is right is not decided here: any
value can be written.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from cadrectl.records.quoting import block_text, quoted, quoted_in_brackets
from cadrectl.records.schemas import shape_of
from cadrectl.records.shape import Shape

_STEP = "  "


class Remarks(Struct):
    """The comments that belong to one member or item: lines above it, and one behind it."""

    above: list[str] = field(default_factory=list)
    beside: str = ""


# By the id() of the container and the key or index in it; the containers outlive the writing.
Comments = Mapping[tuple[int, str | int], Remarks]


def canonical(kind: str, value: dict[str, Any]) -> str:
    """The canonical YAML text of a record of this kind."""
    return write(shape_of(kind), value, {})


def write(shape: Shape, value: Any, comments: Comments) -> str:
    """The canonical text of a value of this shape, with the comments at what they belong to."""
    writer = _Writer(comments, shape.width)
    if isinstance(value, dict) and value:
        writer.record(shape, value)
    elif isinstance(value, list) and value:
        writer.sequence(shape, value, "")
    else:
        writer.lines.append(writer.on_one_line(shape, value) or quoted(value))
    return "\n".join(writer.lines) + "\n"


class _Writer:
    """Collects the lines of one record."""

    def __init__(self, comments: Comments, width: int) -> None:
        self.lines: list[str] = []
        self.comments = comments
        self.width = width

    def record(self, shape: Shape, value: dict[str, Any]) -> None:
        """The members at the top; those of several lines are set off by a blank line."""
        was_block = False
        for key in ordered_keys(shape, value):
            start = len(self.lines)
            remarks = self.above(value, key, "")
            first = len(self.lines)
            self.value(shape.below(key), value[key], f"{quoted(key)}:", "", remarks)
            is_block = len(self.lines) - first > 1
            if start and (is_block or was_block):
                self.lines.insert(start, "")
            was_block = is_block

    def mapping(self, shape: Shape, value: dict[str, Any], indent: str, lead: str) -> None:
        """The members, the first behind `lead`, the others behind `indent`."""
        lines, members, others = self.lines, shape.members, shape.others
        for key in ordered_keys(shape, value):
            member = value[key]
            if self.comments:
                remarks = self.above(value, key, indent if lead == indent else indent.removesuffix(_STEP))
                self.value(members.get(key, others), member, f"{lead}{quoted(key)}:", indent, remarks)
            elif type(member) is str and "\n" not in member:
                lines.append(f"{lead}{quoted(key)}: {quoted(member)}")
            else:
                self.value(members.get(key, others), member, f"{lead}{quoted(key)}:", indent, None)
            lead = indent

    def sequence(self, shape: Shape, value: list[Any], indent: str) -> None:
        """The items, each behind a dash at `indent`."""
        below, lead = shape.items, f"{indent}- "
        for index in ordered_items(shape, value):
            item = value[index]
            remarks = self.above(value, index, indent) if self.comments else None
            if not isinstance(item, (dict, list)) or not item or self.fits(below, item, lead):
                self.value(below, item, f"{indent}-", indent, remarks)
                continue
            if remarks and remarks.beside:  # the dash opens a block: nothing can stand behind it
                self.lines.append(f"{indent}{remarks.beside}")
            if isinstance(item, dict):
                self.mapping(below, item, indent + _STEP, lead)
            else:
                self.value(below, item, f"{indent}-", indent, None)

    def value(self, shape: Shape, value: Any, lead: str, indent: str, remarks: Remarks | None) -> None:
        """One value behind its key or dash, on the same line or on lines of its own."""
        beside = f"  {remarks.beside}" if remarks and remarks.beside else ""
        block = block_text(value, indent + _STEP) if isinstance(value, str) else None
        if block is not None:
            self.lines.append(f"{lead} {block[0]}{beside}")
            self.lines.extend(block[1:])
            return
        inline = self.on_one_line(shape, value)
        if inline is not None and (not isinstance(value, (dict, list)) or self.is_short(lead, inline)):
            self.lines.append(f"{lead} {inline}{beside}")
            return
        self.lines.append(f"{lead}{beside}")
        if isinstance(value, dict):
            self.mapping(shape, value, indent + _STEP, indent + _STEP)
        else:
            self.sequence(shape, value, indent + _STEP)

    def above(self, container: object, step: str | int, indent: str) -> Remarks | None:
        """Write the comments that stand above a member or item, and give the remarks on it."""
        remarks = self.comments.get((id(container), step))
        if remarks:
            self.lines.extend(f"{indent}{comment}" for comment in remarks.above)
        return remarks

    def fits(self, shape: Shape, value: Any, lead: str) -> bool:
        inline = self.on_one_line(shape, value)
        return inline is not None and self.is_short(lead, inline)

    def is_short(self, lead: str, inline: str) -> bool:
        return len(lead) + 1 + len(inline) <= self.width

    def on_one_line(self, shape: Shape, value: Any) -> str | None:
        """A value that may stand on the line of its key; None for one that must not."""
        if isinstance(value, str):
            return quoted(value)
        if isinstance(value, dict):
            return self.in_braces(shape, value) if shape.inline or not value else None
        if isinstance(value, list):
            return self.in_brackets(shape, value)
        return number(value)

    def within(self, shape: Shape, value: Any) -> str | None:
        """A value inside brackets, where everything stands on one line or nothing does."""
        if isinstance(value, str):
            return None if "\n" in value else quoted_in_brackets(value)
        if isinstance(value, dict):
            return self.in_braces(shape, value)
        return self.in_brackets(shape, value) if isinstance(value, list) else number(value)

    def in_brackets(self, shape: Shape, value: list[Any]) -> str | None:
        if not shape.items.inline and any(isinstance(item, (dict, list)) for item in value):
            return None
        parts = [
            None if (id(value), index) in self.comments else self.within(shape.items, value[index])
            for index in ordered_items(shape, value)
        ]
        return None if None in parts else f"[{', '.join(part for part in parts if part)}]"

    def in_braces(self, shape: Shape, value: dict[str, Any]) -> str | None:
        parts = []
        for key in ordered_keys(shape, value):
            part = None if (id(value), key) in self.comments else self.within(shape.below(key), value[key])
            if part is None:
                return None
            parts.append(f"{quoted_in_brackets(key)}: {part}")
        return f"{{{', '.join(parts)}}}"


def ordered_keys(shape: Shape, value: dict[str, Any]) -> Sequence[str]:
    """The keys in the order of the schema; those it does not know follow as they came."""
    keys = [key for key in shape.members if key in value]
    if len(keys) < len(value):
        keys += [key for key in value if key not in shape.members]
    return keys


def ordered_items(shape: Shape, value: list[Any]) -> Sequence[int]:
    """The indices of the items in their stable order; equals stay as they came."""
    fields = shape.sort_by
    if not fields or len(value) < 2 or not all(isinstance(item, dict) for item in value):
        return range(len(value))
    return sorted(range(len(value)), key=lambda index: [_rank(value[index].get(name)) for name in fields])


def _rank(value: object) -> tuple[int, float, str]:
    """A sort key for any value: absent first, then numbers, then texts."""
    if isinstance(value, str):
        return 2, 0, value
    if isinstance(value, (int, float)):
        return 1, value, ""
    return (0 if value is None else 3), 0, ""


def number(value: float | bool) -> str:
    """A number or truth value as YAML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = repr(value)
    return text.replace("e", ".0e") if "e" in text and "." not in text else text  # 1e-05 would be read as a text
