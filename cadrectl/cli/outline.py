"""What is kept beside an answer that goes person by person, so that the rows of a few can be put right in it.

Rows stand part by part (tier by tier), in each by the person's id, and are kept in blocks. Here it is only known whose
the rows of each block are, and what adds up over all: how many stand how, and how the table is laid out.
"""

import hashlib
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from typing import NamedTuple

from msgspec import Struct, structs
from msgspec.json import decode, encode

from cadrectl.cli.answer import Row
from cadrectl.cli.by_person import Counts
from cadrectl.cli.layout import Layout, Sheet, Span, exchanged
from cadrectl.cli.pieces import Pieces, in_pieces
from cadrectl.records.store import Store

ROWS = 512
"""How many rows a block has when an answer is cut."""


class Block(NamedTuple):
    """A block of rows: of which part they are, the person of the first, and the digest of all their people."""

    part: str
    first: str
    owners: str


class Outline(Struct, frozen=True):
    """Of a kept answer: its `key`, the `mark` of the contents it is about, and its blocks of rows in order."""

    key: str
    mark: str
    blocks: tuple[Block, ...]
    counts: Counts
    layout: Layout

    def packed(self) -> bytes:
        """As it is kept."""
        counts = [[*each, number] for each, number in self.counts.items()]
        return encode([self.key, self.mark, self.blocks, counts, self.layout])


def unpacked(kept: bytes) -> Outline:
    """The outline again."""
    key, mark, blocks, counts, layout = decode(kept)
    by_part = Counter({(part, verdict): number for part, verdict, number in counts})
    return Outline(key, mark, tuple(Block(*one) for one in blocks), by_part, tuple(Span(*one) for one in layout))


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


class Made(NamedTuple):
    """An answer in pieces, its outline where rows can be put into it, and the people of its new blocks, to be kept."""

    pieces: Pieces
    outline: Outline | None
    owners: Mapping[str, bytes]


class _Rows(NamedTuple):
    """The rows of a block: the part, and in order the person and the line of each."""

    part: str
    ids: Sequence[str]
    lines: Sequence[str]

    @property
    def packed(self) -> bytes:
        """The people as they are kept."""
        return encode(self.ids)

    @property
    def block(self) -> Block:
        return Block(self.part, self.ids[0], hashlib.sha256(self.packed).hexdigest())


def outlined(of: tuple[str, str], whole: Part, parts: Sequence[str], counts: Counts) -> Made:
    """A whole answer (its key and the mark of its contents) that has these parts in order.

    No row can be put into it where it has none, they are in another order, or one takes several lines.
    """
    sheet, owners = whole.sheet, whole.owners
    in_order = sorted(set(owners), key=lambda owner: (parts.index(owner[0]), owner[1]))
    if not owners or not whole.plain or owners != in_order:
        return Made(in_pieces([sheet.text, ""], ""), None, {})
    rows = list(_cut(owners, sheet.rows))
    pieces = in_pieces([sheet.top, *(sheet.between.join(one.lines) for one in rows), sheet.bottom], sheet.between)
    blocks = tuple(one.block for one in rows)
    people = {block.owners: one.packed for block, one in zip(blocks, rows, strict=True)}
    return Made(pieces, Outline(*of, blocks, counts, sheet.layout()), people)


def _cut(owners: Sequence[tuple[str, str]], lines: Sequence[str]) -> Iterator[_Rows]:
    """The rows in blocks, each of one part."""
    for part, those in groupby(zip(owners, lines, strict=True), lambda row: row[0][0]):
        while some := list(islice(those, ROWS)):
            yield _Rows(part, [id for (_, id), _ in some], [line for _, line in some])


class Known(NamedTuple):
    """An answer that was kept, with where the people of its blocks are."""

    outline: Outline
    pieces: Pieces
    store: Store


def put_right(known: Known, people: Sequence[str], gone: Part, come: Part) -> Made | None:
    """The answer with other rows for some people; `come` has what is above and below it now.

    None where `gone` are not their rows in it, or it looks otherwise with those that `come`.
    """
    kept, pieces = known.outline, known.pieces
    layout = exchanged(kept.layout, gone.sheet.layout(), come.sheet.layout())
    above = pieces.above if layout else come.sheet.top
    same_look = layout is not None and (not come.rows or come.sheet.top == above)
    if not same_look or not gone.plain or not come.plain or not _has_parts(kept.blocks, come):
        return None
    again = _exchanged_blocks(known, people, (gone.lines, come.lines))
    blocks = _spliced(kept.blocks, again or {})
    if again is None or not blocks:
        return None
    texts = {at + 1: pieces.between.join(one.lines) if one.ids else None for at, one in again.items()}
    texts |= {0: above, len(kept.blocks) + 1: come.sheet.bottom}
    owners = {one.block.owners: one.packed for one in again.values() if one.ids}
    outline = structs.replace(kept, blocks=blocks, layout=layout or ())
    return Made(pieces.exchanged(texts), outline, owners)


def _has_parts(blocks: Sequence[Block], come: Part) -> bool:
    """Whether there are rows of every part that has come."""
    return {block.part for block in blocks} >= {part for part, _ in come.owners}


Lines = Mapping[tuple[str, str], str]


def _exchanged_blocks(known: Known, people: Sequence[str], lines: tuple[Lines, Lines]) -> dict[int, _Rows] | None:
    """The blocks in which rows of these people are or would be, with other `lines`; None where that cannot be said."""
    places = _places(known.outline.blocks, people)
    owners = _owners(known, places)
    again = {}
    for at, there in places.items():
        rows = _Rows(known.outline.blocks[at].part, owners.get(at, ()), known.pieces.lines(at + 1))
        made = _exchanged(rows, there, lines)
        if made is None:
            return None
        again[at] = made
    return again


def _places(blocks: Sequence[Block], people: Sequence[str]) -> dict[int, list[str]]:
    """In which blocks the rows of people are or would be, with who these are; each may have one in every part."""
    found: dict[int, list[str]] = {}
    start = 0
    for _, those in groupby(blocks, lambda block: block.part):
        firsts = [block.first for block in those]
        for id in people:
            found.setdefault(start + max(bisect_right(firsts, id) - 1, 0), []).append(id)
        start += len(firsts)
    return found


def _owners(known: Known, places: Iterable[int]) -> dict[int, list[str]]:
    """The people of some blocks, as far as they are kept."""
    digests = {at: known.outline.blocks[at].owners for at in places}
    kept = known.store.get_many({f"owners:{digest}" for digest in digests.values()})
    return {at: decode(kept[key]) for at, digest in digests.items() if (key := f"owners:{digest}") in kept}


def _exchanged(rows: _Rows, people: Sequence[str], lines: tuple[Lines, Lines]) -> _Rows | None:
    """A block with other lines for some people; None where it had not those that have gone."""
    ids, found = [*rows.ids], [*rows.lines]
    if len(ids) != len(found):
        return None
    gone, come = lines
    for id in people:
        at = bisect_left(ids, id)
        there = slice(at, at + (ids[at : at + 1] == [id]))
        if found[there] != _line(gone, (rows.part, id)):
            return None
        found[there] = new = _line(come, (rows.part, id))
        ids[there] = [id] * len(new)
    return _Rows(rows.part, ids, found)


def _line(lines: Lines, owner: tuple[str, str]) -> list[str]:
    """The line of a part and person, if there is one."""
    return [lines[owner]] if owner in lines else []


def _spliced(blocks: Sequence[Block], again: Mapping[int, _Rows]) -> tuple[Block, ...]:
    """The blocks with others in some places; one that has no rows any more is gone."""
    made = ((again[at].block if again[at].ids else None) if at in again else one for at, one in enumerate(blocks))
    return tuple(one for one in made if one is not None)
