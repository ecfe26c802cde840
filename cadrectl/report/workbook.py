"""A document as a workbook: a sheet for every table and annex, with real dates and numbers and no formula in it."""

import io
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

import xlsxwriter
from wcwidth import wcswidth

from cadrectl.report.document import Cell, Document, Form, Share, Table, figure_text, placed, under_table
from cadrectl.text import render, say

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    Styles = dict[str, Format]

WIDEST = 60
"""No column is wider than so many half-width characters; longer text is wrapped."""
HEADER = 2
"""The row of the column titles, below the title and the line that says what the table rests on."""
LONGEST_NAME = 31
FORM_WIDTH = 96
"""The width of a form in half-width characters."""
LINE = 15
"""The height of a line of a form, in points."""


def book(document: Document, lang: str) -> bytes:
    """The workbook of a spoken document; its first sheet lists the others."""
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file, {"in_memory": True})
    day = document.basis.as_of
    workbook.set_properties(
        {
            "title": str(document.title),
            "author": str(document.office),
            "created": datetime(day.year, day.month, day.day),  # the clock has no say in the bytes
        }
    )
    styles = _styles(workbook)
    tables = list(_tables(document))
    contents = workbook.add_worksheet(render(say("Contents"), lang)) if tables else None
    listed: list[tuple[str, Table]] = []
    for number, form in enumerate(_forms(document), 1):
        _form(workbook.add_worksheet(_sheet_name(f"{number} {document.title}")), form, styles)
    for table in tables:
        name = _sheet_name(f"{len(listed) + 1} {table.title}")
        _sheet(workbook.add_worksheet(name), table, render(under_table(table, document.basis), lang), styles)
        listed.append((name, table))
    if contents is not None:
        _contents(contents, document, listed, styles)
    workbook.close()
    return file.getvalue()


def _form(sheet: "Worksheet", form: Form, styles: "Styles") -> None:
    widths = [FORM_WIDTH * width // sum(form.widths) for width in form.widths]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    heights = dict.fromkeys(range(len(form.rows)), 1)
    for row, column, field in placed(form):
        room = sum(widths[column : column + field.across]) - 2
        if field.down == 1:
            heights[row] = max(heights[row], _lines(str(field.text), room), field.lines)
        style = styles["head" if field.head else "text"]
        if field.across * field.down > 1:
            sheet.merge_range(row, column, row + field.down - 1, column + field.across - 1, "", style)
        sheet.write_string(row, column, str(field.text), style)
    for row, lines in heights.items():
        sheet.set_row(row, LINE * lines + 6)
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)


def _tables(document: Document) -> Iterator[Table]:
    for section in document.sections:
        yield from (block for block in section.blocks if isinstance(block, Table))
    yield from document.annexes


def _forms(document: Document) -> Iterator[Form]:
    for section in document.sections:
        yield from (block for block in section.blocks if isinstance(block, Form))


def _styles(workbook: "Workbook") -> "Styles":
    plain = {"valign": "top", "border": 1, "text_wrap": True}
    return {
        "title": workbook.add_format({"bold": True, "font_size": 14}),
        "basis": workbook.add_format({"font_color": "#595959"}),
        "head": workbook.add_format({**plain, "bold": True, "bg_color": "#DDE6F0", "valign": "vcenter"}),
        "text": workbook.add_format({**plain, "num_format": "@"}),
        "number": workbook.add_format({**plain, "num_format": "0"}),
        "decimal": workbook.add_format({**plain, "num_format": "General"}),
        "share": workbook.add_format({**plain, "num_format": "0.0%"}),
        "date": workbook.add_format({**plain, "num_format": "yyyy-mm-dd", "align": "left"}),
        "link": workbook.add_format({"font_color": "#1f5fa8", "underline": 1}),
    }


def _sheet_name(title: str) -> str:
    """A name that a workbook takes: short, without the signs that it keeps for itself."""
    return re.sub(r"[\[\]:*?/\\']", " ", title)[:LONGEST_NAME].strip()


def _contents(sheet: "Worksheet", document: Document, listed: list[tuple[str, Table]], styles: "Styles") -> None:
    sheet.set_column(0, 0, WIDEST)
    sheet.write_string(0, 0, str(document.title), styles["title"])
    sheet.write_string(1, 0, str(document.office), styles["basis"])
    for row, (name, table) in enumerate(listed, HEADER + 1):
        sheet.write_url(row, 0, f"internal:'{name}'!A1", styles["link"], f"{name} ({len(table.rows)})")


def _sheet(sheet: "Worksheet", table: Table, basis: str, styles: "Styles") -> None:
    sheet.write_string(0, 0, str(table.title), styles["title"])
    sheet.write_string(1, 0, basis, styles["basis"])
    widths = [_width(table, column) for column in range(len(table.columns))]
    for column, title in enumerate(table.columns):
        sheet.write_string(HEADER, column, str(title), styles["head"])
        sheet.set_column(column, column, widths[column])
    wrapped = [column for column, width in enumerate(widths) if width == WIDEST]
    for number, row in enumerate(table.rows, HEADER + 1):
        lines = max((_lines(figure_text(row[column]), WIDEST - 3) for column in wrapped), default=1)
        if lines > 1:
            sheet.set_row(number, LINE * lines)  # not every program makes room by itself
        for column, cell in enumerate(row):
            _write(sheet, (number, column), cell, styles)
    sheet.freeze_panes(HEADER + 1, 0)
    if table.rows:
        sheet.autofilter(HEADER, 0, HEADER + len(table.rows), len(table.columns) - 1)
    sheet.repeat_rows(HEADER)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)


def _lines(text: str, room: int) -> int:
    """How many lines a text takes in a cell with room for so many half-width characters."""
    return sum(-(-wcswidth(line) // room) or 1 for line in text.splitlines())


def _width(table: Table, column: int) -> int:
    """What the widest cell needs, a Chinese character counting two."""
    texts = {str(table.columns[column]), *(figure_text(row[column]) for row in table.rows)}
    widest = max(max((wcswidth(line) for line in text.splitlines()), default=0) for text in texts)
    return min(max(widest, 4) + 3, WIDEST)


def _write(sheet: "Worksheet", at: tuple[int, int], cell: Cell, styles: "Styles") -> None:
    """One cell by its type. A text is written as a text, whatever it begins with."""
    if cell is None:
        sheet.write_blank(*at, None, styles["text"])
    elif isinstance(cell, Share):
        exact = cell.exact
        if exact is None:
            sheet.write_string(*at, figure_text(cell), styles["text"])
        else:
            sheet.write_number(*at, float(exact), styles["share"])
    elif isinstance(cell, date):
        sheet.write_datetime(*at, datetime(cell.year, cell.month, cell.day), styles["date"])
    elif isinstance(cell, int | float):
        sheet.write_number(*at, cell, styles["number" if isinstance(cell, int) else "decimal"])
    else:
        sheet.write_string(*at, str(cell), styles["text"])
