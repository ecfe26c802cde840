"""A document as DOCX, set by GB/T 9704-2012, for the office to sign. The measures are in `layout`."""

import io
import zipfile
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import docx
from docx.document import Document as Word
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as Line
from wcwidth import wcswidth

from cadrectl.report import layout
from cadrectl.report.document import (
    Block,
    Chart,
    Document,
    Form,
    Paragraph,
    Points,
    Table,
    figure_text,
    numeric,
    placed,
    under_table,
)
from cadrectl.report.making import Making
from cadrectl.text import render

LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The date of every member of the file: the clock has no say in the bytes."""
BOX = 26
"""The least height of a box of a form, in points."""
NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Face:
    """How a piece of text is set: the role of its font and its size in points."""

    role: str
    size: float = layout.BODY
    bold: bool = False


TITLE, HEADING, SUBHEADING = Face("title", layout.TITLE), Face("heading"), Face("subheading")
BODY, NUMBER, CELL = Face("body"), Face("number", layout.PAGE_NUMBER), Face("body", layout.IN_TABLE)
HEAD, NOTE = Face("heading", layout.IN_TABLE), Face("body", 9)


def document_file(document: Document, making: Making) -> bytes:
    """The file of a spoken document, without its annexes: their rows are in the workbook."""
    sheet = Sheet(docx.Document(), document, making)
    sheet.fill()
    return _same_bytes(_saved(sheet.word))


@dataclass(frozen=True, slots=True)
class Sheet:
    """The document being set, and what it is set from."""

    word: Word
    document: Document
    making: Making

    def fill(self) -> None:
        """Set everything, in order."""
        self._page()
        self._properties()
        self._line(str(self.document.title), TITLE, WD_ALIGN_PARAGRAPH.CENTER)
        self._line("", BODY)
        for number, section in enumerate(self.document.sections):
            if section.title != self.document.title:
                self._line(f"{_numeral(number, self.making.lang)}{section.title}", HEADING, indent=True, keep=True)
            tables = 0
            for block in section.blocks:
                if isinstance(block, Table) and block.title != section.title:
                    tables += 1
                    lead = f"（{_chinese(tables)}）" if self.making.lang == "zh" else f"({tables}) "
                    self._line(f"{lead}{block.title}", SUBHEADING, indent=True, keep=True)
                self._block(block)
        if self.document.signed:
            self._signature()

    def _page(self) -> None:
        section = self.word.sections[0]
        section.page_width, section.page_height = Mm(layout.WIDTH), Mm(layout.HEIGHT)
        section.top_margin, section.bottom_margin = Mm(layout.TOP), Mm(layout.BOTTOM)
        section.left_margin, section.right_margin = Mm(layout.LEFT), Mm(layout.RIGHT)
        section.start_type = WD_SECTION.NEW_PAGE
        section.footer_distance = Mm(layout.BOTTOM - layout.NUMBER_BELOW) - Pt(layout.PAGE_NUMBER)
        for grid in section._sectPr.findall(qn("w:docGrid")):
            section._sectPr.remove(grid)  # lines are exact; a grid would stretch them
        self.word.settings.odd_and_even_pages_header_footer = True
        self._page_number(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
        self._page_number(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)

    def _page_number(self, line: Line, side: WD_ALIGN_PARAGRAPH) -> None:
        """`— 1 —`, one character in from the outer edge."""
        line.alignment = side
        indent = Pt(layout.PAGE_NUMBER)
        line.paragraph_format.left_indent = line.paragraph_format.right_indent = indent
        self._run(line, "— ", NUMBER)
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            run = self._run(line, "", NUMBER)
            element = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                element.set(qn("w:fldCharType"), kind)
            else:
                element.text = text
            run._r.append(element)
        self._run(line, " —", NUMBER)

    def _properties(self) -> None:
        told = self.word.core_properties
        day = self.document.basis.as_of
        told.title, told.author, told.comments = str(self.document.title), str(self.document.office), ""
        told.created = told.modified = datetime(day.year, day.month, day.day)
        told.last_modified_by, told.revision = "", 1

    def _block(self, block: Block) -> None:
        match block:
            case Paragraph(text):
                self._line(str(text), BODY, indent=True)
            case Points(items):
                for number, item in enumerate(items, 1):
                    self._line(f"{number}. {item}", BODY, indent=True)
            case Chart():
                line = self.word.add_paragraph()
                line.alignment = WD_ALIGN_PARAGRAPH.CENTER
                width = Mm(layout.WIDTH - layout.LEFT - layout.RIGHT - 10)
                line.add_run().add_picture(io.BytesIO(self.making.png(block)), width)
                self._described(line, str(block.title))
            case Form():
                self._form(block)
            case Table():
                self._table(block)

    @staticmethod
    def _described(line: Line, text: str) -> None:
        """What a picture shows, for those who do not see it."""
        for told in line._p.iter(qn("wp:docPr")):
            told.set("descr", text)

    def _table(self, table: Table) -> None:
        grid = self.word.add_table(1 + len(table.rows), len(table.columns))
        grid.style = self.word.styles["Table Grid"]
        grid.autofit = False
        widths = _widths(table)
        for column, width in zip(grid.columns, widths, strict=True):
            column.width = width
        head, *lines = grid.rows
        head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # the titles stand on every page
        for cell, title in zip(head.cells, table.columns, strict=True):
            self._cell(cell, str(title), HEAD, WD_ALIGN_PARAGRAPH.CENTER)
        for line, row in zip(lines, table.rows, strict=True):
            for cell, value in zip(line.cells, row, strict=True):
                side = WD_ALIGN_PARAGRAPH.RIGHT if numeric(value) else WD_ALIGN_PARAGRAPH.LEFT
                self._cell(cell, figure_text(value), CELL, side)
        for line in grid.rows:
            for cell, width in zip(line.cells, widths, strict=True):
                cell.width = width
        basis = render(under_table(table, self.document.basis), self.making.lang)
        note = self.word.add_paragraph()
        note.paragraph_format.space_after = Pt(layout.IN_TABLE)
        self._run(note, basis, NOTE)

    def _form(self, form: Form) -> None:
        grid = self.word.add_table(len(form.rows), form.columns)
        grid.style = self.word.styles["Table Grid"]
        for line in grid.rows:
            line.height = Pt(BOX)
        for row, column, field in placed(form):
            cell = grid.cell(row, column).merge(grid.cell(row + field.down - 1, column + field.across - 1))
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            for line in cell.paragraphs[1:]:  # a merged cell keeps an empty line of each part
                line._p.getparent().remove(line._p)
            first, *others = str(field.text).splitlines() or [""]
            side = WD_ALIGN_PARAGRAPH.CENTER if field.head else WD_ALIGN_PARAGRAPH.LEFT
            self._cell(cell, first, HEAD if field.head else CELL, side)
            for text in others:
                cell.add_paragraph()
                self._fill(cell.paragraphs[-1], text, CELL, side)

    def _cell(self, cell: Any, text: str, face: Face, side: WD_ALIGN_PARAGRAPH) -> None:
        self._fill(cell.paragraphs[0], text, face, side)

    def _fill(self, line: Line, text: str, face: Face, side: WD_ALIGN_PARAGRAPH) -> None:
        line.alignment = side
        line.paragraph_format.space_after = Pt(0)
        line.paragraph_format.line_spacing = Pt(face.size * 1.5)
        self._run(line, text, face)

    def _signature(self) -> None:
        """Who puts it out, and the day of its states, four characters in from the right."""
        self._line("", BODY)
        day = self.document.basis.as_of
        written = f"{day.year}年{day.month}月{day.day}日" if self.making.lang == "zh" else day.isoformat()
        for text in (str(self.document.office), written):
            line = self._line(text, BODY, WD_ALIGN_PARAGRAPH.RIGHT, keep=text != written)
            line.paragraph_format.right_indent = Pt(4 * layout.BODY)

    def _line(
        self, text: str, face: Face, side: WD_ALIGN_PARAGRAPH | None = None, *, indent: bool = False, keep: bool = False
    ) -> Line:
        """A paragraph of the text; `indent` by two characters, `keep` it on the page of the next."""
        line = self.word.add_paragraph()
        line.alignment = side if side is not None else WD_ALIGN_PARAGRAPH.JUSTIFY
        form = line.paragraph_format
        form.line_spacing = Pt(layout.LINE if face.size == layout.BODY else face.size * 1.4)
        form.space_before = form.space_after = Pt(0)
        form.keep_with_next = keep
        if indent:
            form.first_line_indent = Pt(2 * layout.BODY)
        self._run(line, text, face)
        return line

    def _run(self, line: Line, text: str, face: Face) -> Any:
        run = line.add_run("".join(letter if letter.isprintable() else " " for letter in text))
        run.font.size, run.font.bold = Pt(face.size), face.bold
        name = self.making.fonts.get(face.role, layout.FONTS[face.role])
        fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{script}"), name)
        if face.size == layout.BODY:
            closer = OxmlElement("w:spacing")
            closer.set(qn("w:val"), str(round(-layout.CLOSER * 20)))
            run._r.get_or_add_rPr().append(closer)
        return run


def _widths(table: Table) -> list[Mm]:
    """The width of the text shared out by what the columns hold, a narrow one not less than four characters."""
    needs = []
    for at, title in enumerate(table.columns):
        cells = [figure_text(row[at]) for row in table.rows]
        needs.append(max(wcswidth(str(title)), min(max(map(wcswidth, cells), default=0), 40), 8))
    whole = layout.WIDTH - layout.LEFT - layout.RIGHT
    return [Mm(whole * need / sum(needs)) for need in needs]


def _numeral(number: int, lang: str) -> str:
    return f"{_chinese(number + 1)}、" if lang == "zh" else f"{number + 1}. "


def _chinese(number: int) -> str:
    """A number up to 99 as it stands before a heading."""
    tens, ones = divmod(number, 10)
    lead = "" if not tens else "十" if tens == 1 else f"{NUMERALS[tens - 1]}十"
    return f"{lead}{NUMERALS[ones - 1] if ones else ''}"


def _saved(word: Word) -> bytes:
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def _same_bytes(content: bytes) -> bytes:
    """The same file with fixed dates in it."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, LONG_AGO), old.read(name), zipfile.ZIP_DEFLATED)
    return file.getvalue()

