"""A document that is asked for by itself: the form follows from the name of the file that it is written to."""

from cadrectl.report.document import Document
from cadrectl.report.formats import FORMATS
from cadrectl.report.making import Making

ENDINGS = {".md": "markdown", ".html": "html", ".docx": "docx", ".xlsx": "xlsx", ".pdf": "pdf"}


def single(document: Document, making: Making, ending: str) -> bytes:
    """The one file of a spoken document in the form of an ending."""
    made = FORMATS[ENDINGS[ending]](document, making)
    return made[f"{document.name}{ending}"]
