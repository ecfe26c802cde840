"""A written answer row by row, and how a table for people is laid out, so that rows can be put into one that stands.

The layout of a table rests on all of its rows; what is needed to know it again after some rows have gone and others
have come are numbers that can be added and taken away.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from msgspec import Struct


class Span(NamedTuple):
    """How a column of a table is laid out.

    `title` is the width that its title takes, `width` its own, `widest` how many cells fill it, `said` how many rows
    have anything to say in it, `texts` how many something that is no number.
    """

    title: int
    width: int
    widest: int
    said: int
    texts: int


Layout = tuple[Span, ...]
"""A span for each column that a table may have."""


class Sheet(Struct, frozen=True):
    """A written answer: what stands above its rows, each row, what stands below, and what stands between two rows.

    `layout` measures the columns where they line up; elsewhere there are none to measure.
    """

    top: str
    rows: Sequence[str]
    bottom: str
    between: str
    layout: Callable[[], Layout] = tuple

    @property
    def text(self) -> str:
        """The whole answer."""
        return f"{self.top}{self.between.join(self.rows)}{self.bottom}"


class Table(Struct, frozen=True):
    """What a table is made of, column by column: titles, which columns may be left out, and rows of values and texts.

    An optional column is shown where a row has anything to say in it.
    """

    titles: Sequence[str]
    optional: Sequence[bool]
    values: Sequence[Sequence[Any]]
    cells: Sequence[Sequence[str]]


def laid(table: Table, style: str, below: str, among: Layout | None) -> Sheet:
    """The table in a style of tabulate; `among` is the layout of a larger table of which its rows are a part.

    Of no rows in a larger table nothing stands above.
    """
    if among and not table.cells:
        return Sheet(
            "", [], f"\n{below}", "\n", lambda: tuple(one._replace(widest=0, said=0, texts=0) for one in among)
        )
    from tabulate import tabulate

    said, texts = ([one.said for one in among], [one.texts for one in among]) if among else _counted(table)
    shown = [at for at, optional in enumerate(table.optional) if said[at] or not optional]
    measure = ["x" * among[at].width for at in shown] if among else None  # laid under the rows, and taken away again
    cells = [[row[at] for at in shown] for row in table.cells] + ([measure] if measure else [])
    aligned = ["left" if texts[at] else "right" for at in shown]
    drawn = tabulate(
        cells,
        [table.titles[at] for at in shown],
        tablefmt=style,
        disable_numparse=True,
        colalign=aligned if cells else None,
    )
    if not cells:
        return Sheet(drawn, [], f"\n{below}", "\n")
    title, rule, *rows = drawn.split("\n")
    return Sheet(f"{title}\n{rule}\n", rows[:-1] if measure else rows, f"\n{below}", "\n", lambda: _measured(table))


def _counted(table: Table) -> tuple[list[int], list[int]]:
    """By column how many rows have anything to say in it, and how many something that is no number."""
    said, texts = [0] * len(table.titles), [0] * len(table.titles)
    for row in table.values:
        for at, value in enumerate(row):
            said[at] += bool(value)
            texts[at] += not _counts(value)
    return said, texts


def _counts(value: Any) -> bool:
    return value is None or (isinstance(value, int | float) and value is not True)


def _measured(table: Table) -> Layout:
    """The layout of the table; widths are measured as tabulate does it."""
    from tabulate import MIN_PADDING
    from wcwidth import wcswidth

    said, texts = _counted(table)
    spans = []
    for at, title in enumerate(table.titles):
        floor = wcswidth(title) + MIN_PADDING
        widths = [wcswidth(row[at].strip()) for row in table.cells]
        width = max([floor, *widths])
        spans.append(Span(floor, width, widths.count(width), said[at], texts[at]))
    return tuple(spans)


def exchanged(layout: Layout, gone: Layout, come: Layout) -> Layout | None:
    """The layout after some rows of a table have gone and others have come; None where the table looks otherwise."""
    made = []
    for span, less, more in zip(layout, gone, come, strict=True):
        number, taken, added = span.widest, _filling(less, span.width), _filling(more, span.width)
        now = Span(
            span.title,
            span.width,
            number - taken + added,
            span.said - less.said + more.said,
            span.texts - less.texts + more.texts,
        )
        narrower = not now.widest and now.width > now.title
        if max(less.width, more.width) > span.width or narrower or _looks(now) != _looks(span):
            return None
        made.append(now)
    return tuple(made)


def _filling(span: Span, width: int) -> int:
    return span.widest if span.width == width else 0


def _looks(span: Span) -> tuple[bool, bool]:
    """Whether the column has anything to say, and whether it is one of numbers."""
    return bool(span.said), bool(span.texts)
