"""What is kept beside an answer that goes person by person, so that the rows of a few can be put right in it.

Rows stand part by part (tier by tier), in each by the person's id. Here it is only known which row is whose, where
the rows begin and end, and what adds up over all: how many stand how, and how the table is laid out.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.json import decode, encode
from msgspec.structs import replace

from cadrectl.cli.answer import Row
from cadrectl.cli.by_person import Counts
from cadrectl.cli.layout import Layout, Sheet, Span, exchanged


class Outline(Struct, frozen=True):
    """Of a kept answer: its `key`, the `mark` of the contents it is about, the characters above and below its rows.

    `rows` are the people of its rows by part, in order.
    """

    key: str
    mark: str
    above: int
    below: int
    rows: Mapping[str, Sequence[str]]
    counts: Counts
    layout: Layout

    def packed(self) -> bytes:
        """As it is kept."""
        counts = [[*each, number] for each, number in self.counts.items()]
        layout = [[*span] for span in self.layout]
        return encode([self.key, self.mark, self.above, self.below, self.rows, counts, layout])


def unpacked(kept: bytes) -> Outline:
    """The outline again."""
    key, mark, above, below, rows, counts, layout = decode(kept)
    by_part = Counter({(part, verdict): number for part, verdict, number in counts})
    return Outline(key, mark, above, below, rows, by_part, tuple(Span(*each) for each in layout))


class Part(Struct, frozen=True):
    """The rows of some people, as values and as they are written."""

    rows: Sequence[Row]
    sheet: Sheet

    @property
    def owners(self) -> list[tuple[str, str]]:
        """The part and the person of each row."""
        return [(row["tier"], row["cadre"]) for row in self.rows]

    @property
    def plain(self) -> bool:
        """Whether every row is written on a line of its own."""
        lines, between = self.sheet.rows, self.sheet.between
        return len(lines) == len(self.rows) and not any(between in line for line in lines)

    @property
    def lines(self) -> dict[tuple[str, str], str]:
        """What is written of each part and person."""
        return dict(zip(self.owners, self.sheet.rows, strict=True))


def outline(of: tuple[str, str], whole: Part, parts: Sequence[str], counts: Counts) -> Outline | None:
    """The outline of a whole answer (its key and the mark of its contents) that has these parts in order.

    None where no row can be put into it: it has none, they are in another order, or one takes several lines.
    """
    rows: dict[str, list[str]] = {part: [] for part in parts}
    for part, id in whole.owners:
        rows[part].append(id)
    in_order = [(part, id) for part in parts for id in sorted(set(rows[part]))]
    if not whole.rows or not whole.plain or whole.owners != in_order:
        return None
    sheet = whole.sheet
    return Outline(*of, len(sheet.top), len(sheet.bottom), rows, counts, sheet.layout())


def put_right(text: str, kept: Outline, people: Sequence[str], gone: Part, come: Part) -> tuple[Sheet, Outline] | None:
    """The answer with other rows for some people, and where they stand; `come` has what is above and below it now.

    None where `gone` are not their rows in it, or it looks otherwise with those that `come`.
    """
    layout = exchanged(kept.layout, gone.sheet.layout(), come.sheet.layout())
    above = text[: kept.above] if layout else come.sheet.top
    same_look = layout is not None and (not come.rows or come.sheet.top == above)
    lines = text[kept.above : len(text) - kept.below].split(come.sheet.between)
    if not same_look or not gone.plain or not come.plain or len(lines) != sum(map(len, kept.rows.values())):
        return None
    made: list[str] = []
    rows: dict[str, Sequence[str]] = {}
    first = 0
    for part, ids in kept.rows.items():
        segment = _exchanged(part, (ids, lines[first : first + len(ids)]), people, (gone.lines, come.lines))
        if segment is None:
            return None
        first += len(ids)
        rows[part] = segment[0]
        made += segment[1]
    sheet = replace(come.sheet, top=above, rows=made)
    now = replace(kept, above=len(sheet.top), below=len(sheet.bottom), rows=rows, layout=layout or ())
    return (sheet, now) if made else None


Lines = Mapping[tuple[str, str], str]


def _exchanged(
    part: str, kept: tuple[Sequence[str], list[str]], people: Sequence[str], lines: tuple[Lines, Lines]
) -> tuple[list[str], list[str]] | None:
    """The ids and lines of a part with other `lines` for some people; None where it had not those that have gone."""
    ids, found = [*kept[0]], kept[1]
    gone, come = lines
    for id in people:
        at = bisect_left(ids, id)
        there = slice(at, at + (ids[at : at + 1] == [id]))
        if found[there] != _line(gone, (part, id)):
            return None
        found[there] = new = _line(come, (part, id))
        ids[there] = [id] * len(new)
    return ids, found


def _line(lines: Lines, owner: tuple[str, str]) -> list[str]:
    """The line of a part and person, if there is one."""
    return [lines[owner]] if owner in lines else []
