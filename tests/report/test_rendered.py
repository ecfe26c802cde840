"""The pages that LibreOffice and a browser make of the files, held against those that were looked at and kept."""

import html
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
import pytest

from cadrectl.report import layout, paper
from cadrectl.report.document import Document, Paragraph, Section
from tests.report.awkward import BASIS, making
from tests.report.renderers import KEPT, PRINTERS, made, missing, office, plain, rendered, text

LACKING = missing()
rendering = pytest.mark.skipif(bool(LACKING), reason=f"not on this machine: {LACKING}")


def kept(ending: str) -> str:
    return (KEPT / f"{ending}.txt").read_text("utf-8")


@rendering
@pytest.mark.parametrize("ending", PRINTERS)
def test_the_pages_say_what_those_said_that_were_looked_at(ending: str) -> None:
    assert rendered(ending) == kept(ending)


def of_docx(content: bytes) -> Iterator[str]:
    word = docx.Document(io.BytesIO(content))
    yield from (line.text for line in word.paragraphs)
    for grid in word.tables:
        yield from (cell.text for cell in {cell._tc: cell for row in grid.rows for cell in row.cells}.values())


def of_xlsx(content: bytes) -> Iterator[str]:
    for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets:
        for row in sheet.iter_rows():
            yield from (cell.value for cell in row if isinstance(cell.value, str))


def of_html(content: bytes) -> Iterator[str]:
    page = content.decode()
    main = page[page.index("<header>") : page.index("<details")]  # annexes are folded, and so not printed
    main = re.sub(r"<nav.*?</nav>", "", main, flags=re.DOTALL)
    yield from map(html.unescape, re.findall(r">([^<]+)<", main))


READ = {"docx": of_docx, "xlsx": of_xlsx, "html": of_html}


@pytest.mark.parametrize("ending", PRINTERS)
def test_every_letter_of_the_file_is_on_the_pages_that_were_kept(ending: str) -> None:
    """This needs no office program: pages that were kept before the file changed are found out."""
    letters = Counter(letter for part in READ[ending](made(ending)) for letter in plain(part) if not letter.isspace())
    assert not letters - Counter(kept(ending))
    assert letters.total() > 200


@rendering
def test_a_full_page_has_22_lines_of_28_characters(tmp_path: Path) -> None:
    whole = Document("report", "题", "局", BASIS, (Section("节", (Paragraph("字" * 28 * 70),)),))
    (tmp_path / "full.docx").write_bytes(paper.document_file(whole, making()))
    page = text(office(tmp_path / "full.docx"), "-f", "2", "-l", "2")
    assert [len(line) for line in page.splitlines() if set(line) == {"字"}] == [28] * 22


def test_the_measures_of_the_page_come_to_22_lines_of_28_characters() -> None:
    assert (layout.lines_of_a_page(), layout.characters_of_a_line()) == (22, 28)
