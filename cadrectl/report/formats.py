"""The forms that a document can take, by name: each makes the files of one form from a spoken document."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from msgspec.structs import replace

from cadrectl.records.crew import Crew
from cadrectl.report import markdown
from cadrectl.report.charts import drawings
from cadrectl.report.document import Chart, Document
from cadrectl.report.making import Making

Make = Callable[[Document, Making], Mapping[str, bytes]]


def _markdown(document: Document, making: Making) -> Mapping[str, bytes]:
    """Text for review in git, and beside it the charts that it shows."""
    files = {f"{document.name}.md": markdown.report(document, making.lang).encode()}
    if document.annexes:
        files[f"{document.name}-annex.md"] = markdown.annexes(document, making.lang).encode()
    blocks = (block for section in document.sections for block in section.blocks)
    return files | {f"chart-{one.id}.svg": making.drawing(one).svg for one in blocks if isinstance(one, Chart)}


def _html(document: Document, making: Making) -> Mapping[str, bytes]:
    from cadrectl.report import html

    return {f"{document.name}.html": html.page(document, making).encode()}


def _docx(document: Document, making: Making) -> Mapping[str, bytes]:
    from cadrectl.report import paper

    return {f"{document.name}.docx": paper.document_file(document, making)}


def _xlsx(document: Document, making: Making) -> Mapping[str, bytes]:
    from cadrectl.report import workbook

    return {f"{document.name}.xlsx": workbook.book(document, making.lang)}


def _pdf(document: Document, making: Making) -> Mapping[str, bytes]:
    from cadrectl.report import pdf

    return {f"{document.name}.pdf": pdf.pdf(document, making)}


FORMATS: Mapping[str, Make] = {"markdown": _markdown, "html": _html, "docx": _docx, "xlsx": _xlsx, "pdf": _pdf}
USUAL = ("markdown", "html", "docx", "xlsx")
"""What is made where no form is asked for: those that need no extra."""


def files(document: Document, making: Making, formats: Sequence[str], crew: Crew) -> dict[str, bytes]:
    """The files of a spoken document in the forms asked for.

    The crew draws the charts and writes the workbook, in which there is none, while the other forms are made.
    """
    showing = [form for form in formats if form != "xlsx"]
    blocks = (block for section in document.sections for block in section.blocks)
    charts = [block for block in blocks if isinstance(block, Chart)] if showing else []
    ahead = crew.hand_out(partial(drawings, named=making.named_font, root=making.root), [charts] if charts else [])
    books = crew.hand_out(partial(_xlsx, making=making), [document] if "xlsx" in formats else [])
    others = [FORMATS[form](document, replace(making, ahead=ahead)) for form in showing]
    return {name: content for made in (*others, *books()) for name, content in made.items()}
