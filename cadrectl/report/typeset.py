"""How text is set on a page of an official document: fonts by role, sizes, lines. What is written is for `paper`."""

from collections.abc import Mapping
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.styles.styles import Styles
from docx.text.paragraph import Paragraph as Line
from msgspec import Struct

from cadrectl.report import layout

LEFT, RIGHT, CENTRE = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.CENTER


class Face(Struct, frozen=True):
    """How a piece of text is set: the role of its font and its size in points."""

    role: str
    size: float = layout.BODY


TITLE, HEADING, SUBHEADING = Face("title", layout.TITLE), Face("heading"), Face("subheading")
BODY, NUMBER, CELL = Face("body"), Face("number", layout.PAGE_NUMBER), Face("body", layout.IN_TABLE)
HEAD, NOTE = Face("heading", layout.IN_TABLE), Face("body", layout.BELOW_TABLE)


class Setter(Struct, frozen=True):
    """Sets text in the fonts of a bureau (by role), those of the standard where it names none."""

    fonts: Mapping[str, str]

    def run(self, line: Line, text: str, face: Face) -> Any:
        """Add text to a line."""
        run = line.add_run(text)
        fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{script}"), self.fonts.get(face.role, layout.FONTS[face.role]))
        if face.size == layout.BODY:
            closer = OxmlElement("w:spacing")
            closer.set(qn("w:val"), str(round(-layout.CLOSER * 20)))
            run._r.get_or_add_rPr().append(closer)  # in the order of the standard: before the size
        run.font.size = Pt(face.size)
        return run

    def fill(self, line: Line, text: str, face: Face, side: WD_ALIGN_PARAGRAPH) -> None:
        """Set text in a line of a box."""
        line.alignment = side
        line.paragraph_format.space_after = Pt(0)
        line.paragraph_format.line_spacing = Pt(face.size * layout.IN_BOX)
        self.run(line, text, face)


def in_chinese(styles: Styles) -> None:
    """Chinese as the mainland writes it, wherever nothing else is said: marks and shapes differ between countries."""
    [language] = styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr/w:lang")
    language.set(qn("w:eastAsia"), "zh-CN")
