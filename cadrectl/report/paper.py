"""A document as DOCX, set by GB/T 9704-2012, for the office to sign. The measures are in `layout`."""

import io
import zipfile
from datetime import datetime

import docx
from docx.document import Document as Word
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as Line
from msgspec import Struct
from wcwidth import wcswidth

from cadrectl.report import layout
from cadrectl.report.document import Block, Chart, Document, Form, Paragraph, Points, Table, under_table
from cadrectl.report.grids import add_form, add_table
from cadrectl.report.making import Making
from cadrectl.report.typeset import (
    BODY,
    CENTRE,
    HEADING,
    LEFT,
    NUMBER,
    RIGHT,
    SUBHEADING,
    TITLE,
    Face,
    Setter,
    in_chinese,
)
from cadrectl.text import render

LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The date of every member of the file: the clock has no say in the bytes."""
NUMERALS = "一二三四五六七八九十"


def document_file(document: Document, making: Making) -> bytes:
    """The file of a spoken document, without its annexes: their rows are in the workbook."""
    sheet = Sheet(docx.Document(), document, making, Setter(making.fonts))
    sheet.fill()
    return _same_bytes(_saved(sheet.word))


class Sheet(Struct, frozen=True):
    """The document being set, and what it is set from."""

    word: Word
    document: Document
    making: Making
    setter: Setter

    def fill(self) -> None:
        """Set everything, in order."""
        in_chinese(self.word.styles)
        self._page()
        self._properties()
        self._line(str(self.document.title), TITLE, CENTRE)
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
        self._page_number(section.footer.paragraphs[0], RIGHT)
        self._page_number(section.even_page_footer.paragraphs[0], LEFT)

    def _page_number(self, line: Line, side: WD_ALIGN_PARAGRAPH) -> None:
        """`— 1 —`, one character in from the outer edge."""
        line.alignment = side
        indent = Pt(layout.PAGE_NUMBER)
        line.paragraph_format.left_indent = line.paragraph_format.right_indent = indent
        self.setter.run(line, "— ", NUMBER)
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            run = self.setter.run(line, "", NUMBER)
            element = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                element.set(qn("w:fldCharType"), kind)
            else:
                element.text = text
            run._r.append(element)
        self.setter.run(line, " —", NUMBER)

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
                line.alignment = CENTRE
                width = Mm(layout.WIDTH - layout.LEFT - layout.RIGHT - 10)
                line.add_run().add_picture(io.BytesIO(self.making.drawing(block).png), width)
                self._described(line, str(block.title))
            case Form():
                add_form(self.word, self.setter, block)
            case Table():
                note = render(under_table(block, self.document.basis), self.making.lang)
                add_table(self.word, self.setter, block, note)

    @staticmethod
    def _described(line: Line, text: str) -> None:
        """What a picture shows, for those who do not see it."""
        for told in line._p.iter(qn("wp:docPr")):
            told.set("descr", text)

    def _signature(self) -> None:
        """Who puts it out, and the day of its states four characters in from the right, the one centred on the other.

        7.3.5.1 of the standard.
        """
        self._line("", BODY, keep=True)
        day, office = self.document.basis.as_of, str(self.document.office)
        written = f"{day.year}年{day.month}月{day.day}日" if self.making.lang == "zh" else day.isoformat()
        beside = (wcswidth(written) - wcswidth(office)) / 2  # in half characters
        for text, indent in ((office, 4 + beside / 2), (written, 4)):
            line = self._line(text, BODY, RIGHT, keep=text != written)
            line.paragraph_format.right_indent = Pt(max(indent, 0) * layout.BODY)

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
        self.setter.run(line, text, face)
        return line


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

