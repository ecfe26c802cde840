"""The page of an official document by GB/T 9704-2012: its measures, and what they come to. No file is made here.

22 lines of 28 characters on a page: a line of exactly 28.95 pt, and characters of 16 pt set 0.25 pt closer.
"""

from collections.abc import Mapping

MILLIMETRE = 72 / 25.4
"""In points."""
WIDTH, HEIGHT = 210, 297
TOP, BOTTOM, LEFT, RIGHT = 37, 35, 28, 26
"""Margins in millimetres (5.2.1 of the standard)."""
BODY = 16
"""Size 3 (三号), in points."""
LINE, CLOSER = 28.95, 0.25
"""The height of a line, and by how much characters are set closer, in points."""
TITLE, PAGE_NUMBER, IN_TABLE = 22, 14, 10.5
"""Sizes 2, 4 and 5 (二号、四号、五号), in points."""
BELOW_TABLE = 9
IN_BOX = 1.5
"""The height of a line in a box and in a note, in sizes of its text."""
HALF_WIDTH = 0.65
"""The width of a letter or digit in sizes of its text: half as the standard's fonts have it, more in those that
stand in for them."""
BOX_MARGINS = 11
"""Left and right of the text of a box together, in points."""
NUMBER_BELOW = 7
"""By how many millimetres the page number stands below the text (7.5 of the standard)."""

FONTS: Mapping[str, str] = {
    "title": "方正小标宋简体",
    "heading": "黑体",
    "subheading": "楷体",
    "body": "仿宋",
    "number": "宋体",
}
"""The fonts that the standard names, by role; a workspace may name others."""


def lines_of_a_page() -> int:
    """How many lines fit on a page."""
    return int((HEIGHT - TOP - BOTTOM) * MILLIMETRE / LINE)


def characters_of_a_line() -> int:
    """How many full-width characters fit on a line."""
    return int((WIDTH - LEFT - RIGHT) * MILLIMETRE / (BODY - CLOSER))
