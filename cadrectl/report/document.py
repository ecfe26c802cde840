"""A document as a value, before it has a form: sections of paragraphs, lists, tables and charts, and annexes.

Cells are typed, so that a form can write a date as a date and a number as a number. Nothing here knows Markdown,
a page or a workbook.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from cadrectl.text import Text, render, say
from cadrectl.vocabulary import Label

Said: TypeAlias = Text | Label | str
"""What can be said in either language."""

UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
"""Signs that steer a terminal, the direction of a line or nothing at all; a line may end inside a box of a form."""


class Share(Struct, frozen=True):
    """So many of so many; it is shown in percent and never computed with. Of none there is no share."""

    part: int
    base: int

    @property
    def exact(self) -> Fraction | None:
        """The share, None of nothing."""
        return Fraction(self.part, self.base) if self.base else None


Cell: TypeAlias = Said | int | float | date | Share | None
Row: TypeAlias = tuple[Cell, ...]


class Basis(Struct, frozen=True):
    """What a document rests on: the day, the digest of the records, and the policy versions that decided."""

    as_of: date
    digest: str
    policies: tuple[str, ...]


class Paragraph(Struct, frozen=True):
    """A text."""

    text: Said


class Points(Struct, frozen=True):
    """Texts one under the other, each for itself."""

    items: tuple[Said, ...]


class Table(Struct, frozen=True):
    """Rows of typed cells under titles.

    `annex` names the annex whose rows the figures of this table count; `sources` are the clauses that ask for it.
    """

    id: str
    title: Said
    columns: tuple[Said, ...]
    rows: tuple[Row, ...]
    annex: str = ""
    sources: tuple[str, ...] = ()


class Chart(Struct, frozen=True):
    """Numbers to be drawn: by class (`labels`) one number in each series. `kind` says how.

    Kinds: `pyramid` (two series back to back), `bars` (series side by side), `lines`, `matrix` (a row a series).
    """

    id: str
    title: Said
    kind: str
    labels: tuple[Said, ...]
    series: tuple[tuple[Said, tuple[int, ...]], ...]


class Field(Struct, frozen=True):
    """A box of a form: `head` says what stands in the box beside it; it may take several columns and rows.

    It has room for at least so many `lines` of text, be they written by hand.
    """

    text: Said
    head: bool = False
    across: int = 1
    down: int = 1
    lines: int = 1


class Form(Struct, frozen=True):
    """A printed form: rows of boxes that fill the columns, counting the boxes that reach down from above.

    `widths` are those of the columns, in parts of the whole; a further page of a form begins a page.
    """

    id: str
    widths: tuple[int, ...]
    rows: tuple[tuple[Field, ...], ...]
    begins_page: bool = False


Block: TypeAlias = Paragraph | Points | Table | Chart | Form


class Section(Struct, frozen=True):
    """A heading and what stands under it."""

    title: Said
    blocks: tuple[Block, ...]


class Part(Struct, frozen=True):
    """What one function adds to a document: a section, and the annexes by which its figures can be followed."""

    section: Section
    annexes: tuple[Table, ...] = ()


class Document(Struct, frozen=True):
    """A whole document. `name` is that of its files, `office` who puts it out and, where it is `signed`, signs below.

    A section that is called as the document is its only one, and needs no heading.
    """

    name: str
    title: Said
    office: Said
    basis: Basis
    sections: tuple[Section, ...]
    annexes: tuple[Table, ...] = field(default_factory=tuple)
    signed: bool = True


def spoken(document: Document, lang: str) -> Document:
    """The document with every text in one language; numbers, dates and shares as they are."""
    return replace(
        document,
        title=_said(document.title, lang),
        office=_said(document.office, lang),
        sections=tuple(
            Section(_said(one.title, lang), tuple(_block(block, lang) for block in one.blocks))
            for one in document.sections
        ),
        annexes=tuple(_table(one, lang) for one in document.annexes),
    )


def _block(block: Block, lang: str) -> Block:
    match block:
        case Paragraph(text):
            return Paragraph(_said(text, lang))
        case Points(items):
            return Points(tuple(_said(item, lang) for item in items))
        case Table():
            return _table(block, lang)
        case Form():
            rows = (tuple(replace(field, text=_said(field.text, lang)) for field in row) for row in block.rows)
            return replace(block, rows=tuple(rows))
        case Chart():
            return said_in(block, lang)


def said_in(chart: Chart, lang: str) -> Chart:
    """The chart with every text in one language."""
    return replace(
        chart,
        title=_said(chart.title, lang),
        labels=tuple(_said(label, lang) for label in chart.labels),
        series=tuple((_said(title, lang), numbers) for title, numbers in chart.series),
    )


def _table(table: Table, lang: str) -> Table:
    return replace(
        table,
        title=_said(table.title, lang),
        columns=tuple(_said(title, lang) for title in table.columns),
        rows=tuple(tuple(_cell(cell, lang) for cell in row) for row in table.rows),
    )


def _cell(cell: Cell, lang: str) -> Cell:
    return _said(cell, lang) if isinstance(cell, Text | Mapping | str) else cell


def _said(text: Said, lang: str) -> str:
    return UNSEEN.sub(" ", render(text, lang))


def figure_text(cell: Cell) -> str:
    """A cell of a spoken document as text; a share in percent with one decimal, "–" of nothing."""
    if cell is None:
        return ""
    if isinstance(cell, Share):
        exact = cell.exact
        return "–" if exact is None else f"{_tenths(exact)}%"
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def _tenths(share: Fraction) -> str:
    """A share in percent with one decimal, halves away from zero."""
    tenths = (share * 2000 + 1) // 2
    return f"{tenths // 10}.{tenths % 10}"


def dated(text: str | None) -> date | str | None:
    """A date of a record as a date; one that is only known to the month or year as it is written."""
    return date.fromisoformat(text) if text is not None and len(text) == len("YYYY-MM-DD") else text


def numeric(cell: Cell) -> bool:
    """Whether a cell is a number or a share, and stands to the right."""
    return isinstance(cell, int | float | Share)


def counts(table: Table, column: int) -> bool:
    """Whether a column holds numbers and nothing else."""
    cells = [row[column] for row in table.rows if row[column] is not None]
    return bool(cells) and all(map(numeric, cells))


def under_table(table: Table, basis: Basis) -> Text:
    """The line below a table: its day, the digest of its records, its policies and the clauses that ask for it."""
    policies = ", ".join(basis.policies) or say("no policy in force")
    told = {"day": basis.as_of, "digest": basis.digest[:12], "policies": policies}
    told |= {"annex": table.annex, "sources": ", ".join(table.sources)}
    if table.annex and table.sources:
        return say("As of {day} · records {digest} · {policies} · {sources} · rows in annex {annex}", **told)
    if table.annex:
        return say("As of {day} · records {digest} · {policies} · rows in annex {annex}", **told)
    if table.sources:
        return say("As of {day} · records {digest} · {policies} · {sources}", **told)
    return say("As of {day} · records {digest} · {policies}", **told)


def placed(form: Form) -> Iterator[tuple[int, int, Field]]:
    """The boxes of a form with the row and column at which each begins."""
    taken: set[tuple[int, int]] = set()
    for row, fields in enumerate(form.rows):
        column = 0
        for one in fields:
            while (row, column) in taken:
                column += 1
            taken |= {(row + down, column + across) for down in range(one.down) for across in range(one.across)}
            yield row, column, one


def assembled(parts: Sequence[Part]) -> tuple[tuple[Section, ...], tuple[Table, ...]]:
    """The sections that say something, in order, and every annex once; no table names an annex that is not there."""
    annexes = {annex.id: annex for part in parts for annex in part.annexes}
    sections = tuple(
        Section(part.section.title, tuple(_followable(block, annexes) for block in part.section.blocks))
        for part in parts
        if part.section.blocks
    )
    return sections, tuple(annexes.values())


def _followable(block: Block, annexes: Mapping[str, Table]) -> Block:
    return replace(block, annex="") if isinstance(block, Table) and block.annex not in annexes else block
