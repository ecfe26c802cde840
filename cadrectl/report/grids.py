"""Tables and forms on a page of an official document. Rows are kept whole, and a note stays with its table."""

from collections.abc import Sequence
from copy import deepcopy
from itertools import product
from typing import Any

from docx.document import Document as Word
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from wcwidth import wcswidth

from cadrectl.report import layout
from cadrectl.report.document import Form, Row, Table, counts, figure_text, numeric, placed
from cadrectl.report.typeset import CELL, CENTRE, HEAD, LEFT, NOTE, RIGHT, Setter

TOGETHER = 12
"""A table of at most so many rows is not divided between pages; of a longer one the last rows stay together."""
LAST = 3
SHORT, WORD, ENOUGH = 4, 7, 22
"""In Chinese characters: the longest title on one line, the longest text that is not divided (a date), and how much a
text asks for at most."""
PAGE_OF_TEXT = 10
"""A box with room for so many lines is filled from the top."""
ROW = 26
"""The least height of a row of a form, in points."""


def add_table(word: Word, setter: Setter, table: Table, note: str) -> None:
    """A table with its titles repeated on every page, and the note below it."""
    grid = _grid(word, (2, len(table.columns)), widths(table))
    head, empty = grid.rows
    head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell, title in zip(head.cells, table.columns, strict=True):
        setter.fill(cell.paragraphs[0], str(title), HEAD, CENTRE)
        cell.paragraphs[0].paragraph_format.keep_with_next = True
    rows = _Rows(word, setter, empty._tr)
    alone = len(table.rows) - LAST if len(table.rows) > TOGETHER else 0
    for number, row in enumerate(table.rows):
        grid._tbl.append(rows.filled(row, keep=number >= alone))
    grid._tbl.remove(empty._tr)
    below = word.add_paragraph()
    below.paragraph_format.space_before, below.paragraph_format.space_after = Pt(2), Pt(layout.IN_TABLE)
    below.paragraph_format.line_spacing = Pt(layout.BELOW_TABLE * layout.IN_BOX)
    setter.run(below, note, NOTE)


class _Rows:
    """The rows of a table as copies of an empty one: what is alike in all is set once."""

    def __init__(self, word: Word, setter: Setter, empty: Any) -> None:
        self._empty = empty
        self._lines: dict[tuple[bool, bool], Any] = {}
        for right, keep in product((False, True), repeat=2):
            line = Paragraph(OxmlElement("w:p"), word._body)
            setter.fill(line, "", CELL, RIGHT if right else LEFT)
            line.paragraph_format.keep_with_next = True if keep else None
            self._lines[right, keep] = line._p

    def filled(self, row: Row, *, keep: bool) -> Any:
        """A row of boxes, each filled with the text of a cell; `keep` it on the page of the next."""
        boxes = deepcopy(self._empty)
        for box, value in zip(boxes.tc_lst, row, strict=True):
            line = deepcopy(self._lines[numeric(value), keep])
            line.r_lst[0].text = figure_text(value)
            box.replace(box.p_lst[0], line)
        return boxes


def add_form(word: Word, setter: Setter, form: Form) -> None:
    """A printed form, on a page of its own where it begins one."""
    if form.begins_page:
        between = word.add_paragraph().paragraph_format
        between.page_break_before, between.space_after, between.line_spacing = True, Pt(0), Pt(1)
    whole = layout.WIDTH - layout.LEFT - layout.RIGHT
    shares = [whole * width / sum(form.widths) for width in form.widths]
    grid = _grid(word, (len(form.rows), len(form.widths)), shares)
    for line, fields in zip(grid.rows, form.rows, strict=True):
        most = max(field.lines for field in fields)
        line.height = Pt(ROW if most == 1 else most * layout.IN_TABLE * layout.IN_BOX)
    for row, column, field in placed(form):
        cell = grid.cell(row, column).merge(grid.cell(row + field.down - 1, column + field.across - 1))
        middle = field.head or field.lines < PAGE_OF_TEXT
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER if middle else WD_CELL_VERTICAL_ALIGNMENT.TOP
        for line in cell.paragraphs[1:]:  # a merged cell keeps an empty line of each part
            line._p.getparent().remove(line._p)
        first, *others = str(field.text).splitlines() or [""]
        side = CENTRE if field.head else LEFT
        setter.fill(cell.paragraphs[0], first, HEAD if field.head else CELL, side)
        for text in others:
            setter.fill(cell.add_paragraph(), text, CELL, side)


def _grid(word: Word, size: tuple[int, int], shares: Sequence[float]) -> Any:
    """An empty grid (rows, columns) whose columns are so many millimetres wide, and whose rows do not divide."""
    grid = word.add_table(*size)
    grid.style = word.styles["Table Grid"]
    grid.autofit = False
    for column, share in zip(grid.columns, shares, strict=True):
        column.width = Mm(share)
    for line in grid.rows:
        line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, share in zip(line.cells, shares, strict=True):
            cell.width = Mm(share)
    return grid


def widths(table: Table) -> list[float]:
    """The width of each column in millimetres, together that of the text.

    Where there is not room for all, numbers, dates and short words keep theirs and the texts are wrapped; where even
    that leaves too little, the narrow columns keep theirs and the wide ones share the rest.
    """
    whole = layout.WIDTH - layout.LEFT - layout.RIGHT
    rooms = [_room(_need(table, at)) for at in range(len(table.columns))]
    firm = [_is_firm(table, at) for at in range(len(table.columns))]
    texts = sum(room for room, fixed in zip(rooms, firm, strict=True) if not fixed)
    left = whole - (sum(rooms) - texts)
    if sum(rooms) <= whole:
        return [whole * room / sum(rooms) for room in rooms]
    if left >= texts / 3:
        return [room if fixed else left * room / texts for room, fixed in zip(rooms, firm, strict=True)]
    return _narrow_first(rooms, whole)


def _is_firm(table: Table, at: int) -> bool:
    """Whether a column holds nothing that can be wrapped."""
    cells = [row[at] for row in table.rows]
    return counts(table, at) or all(_long(figure_text(one)) <= WORD for one in cells)


def _narrow_first(rooms: Sequence[float], whole: float) -> list[float]:
    """The room of each column, in turn from the narrowest, as far as an equal share of what is left goes."""
    found, left = [0.0] * len(rooms), whole
    for before, at in enumerate(sorted(range(len(rooms)), key=rooms.__getitem__)):
        found[at] = min(rooms[at], left / (len(rooms) - before))
        left -= found[at]
    return found


def _need(table: Table, at: int) -> float:
    """How wide the text of a column wants to be, in sizes of the text; a long title of numbers may take two lines."""
    title = _long(str(table.columns[at]))
    cells = max((_long(figure_text(row[at])) for row in table.rows), default=0.0)
    if counts(table, at):
        cells += layout.HALF_WIDTH  # a percent sign is wide
        title = title if title <= SHORT else title / 2 + 1
    return max(min(cells, ENOUGH), min(title, ENOUGH), 2)


def _long(text: str) -> float:
    """The width of a text in sizes of it."""
    wide = wcswidth(text) - len(text)
    return wide + (len(text) - wide) * layout.HALF_WIDTH


def _room(need: float) -> float:
    """The width in millimetres of a column, with the margins of its boxes."""
    return (need * layout.IN_TABLE + layout.BOX_MARGINS) / layout.MILLIMETRE
