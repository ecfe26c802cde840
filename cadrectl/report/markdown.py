"""A document as Markdown, for review in git: one file with the report, one with the rows behind its figures."""

from collections.abc import Iterator

from cadrectl.report.document import (
    Block,
    Chart,
    Document,
    Field,
    Form,
    Paragraph,
    Points,
    Table,
    counts,
    figure_text,
    under_table,
)
from cadrectl.text import render

ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", **{sign: f"\\{sign}" for sign in r"\`*_[]~|"}})


def report(document: Document, lang: str) -> str:
    """The sections of a spoken document; charts are linked, annexes named."""
    lines = [f"# {_safe(str(document.title))}", "", _safe(str(document.office))]
    for section in document.sections:
        if section.title != document.title:
            lines += ["", f"## {_safe(str(section.title))}"]
        for block in section.blocks:
            if isinstance(block, Table) and block.title != section.title:
                lines += ["", f"### {_safe(str(block.title))}"]
            lines += ["", *_block(block, document, lang)]
    return "\n".join([*lines, ""])


def annexes(document: Document, lang: str) -> str:
    """The annexes of a spoken document, one table after the other."""
    lines = [f"# {_safe(str(document.title))}"]
    for annex in document.annexes:
        lines += ["", f"## {annex.id} · {_safe(str(annex.title))}", "", *_table(annex, document, lang)]
    return "\n".join([*lines, ""])


def _block(block: Block, document: Document, lang: str) -> Iterator[str]:
    match block:
        case Paragraph(text):
            yield _safe(str(text))
        case Points(items):
            yield from (f"- {_safe(str(item))}" for item in items)
        case Chart():
            yield f"![{_safe(str(block.title))}](chart-{block.id}.svg)"
        case Form():
            yield from (f"- {line}" for line in map(_filled, block.rows) if line)
        case Table():
            yield from _table(block, document, lang)


def _filled(row: tuple[Field, ...]) -> str:
    """The boxes of a row of a form, one after the other."""
    texts = [(field.head, "; ".join(_safe(line) for line in str(field.text).splitlines())) for field in row]
    return " ".join(f"**{text}**" if head else text for head, text in texts if text)


def _table(table: Table, document: Document, lang: str) -> Iterator[str]:
    yield _line([_safe(str(title)) for title in table.columns])
    yield _line(["---:" if counts(table, at) else "---" for at in range(len(table.columns))])
    for row in table.rows:
        yield _line([_safe(figure_text(cell)) for cell in row])
    yield ""
    yield _safe(render(under_table(table, document.basis), lang))


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _safe(text: str) -> str:
    """The text on one line in which nothing is markup."""
    return " ".join(text.split()).translate(ESCAPED)
