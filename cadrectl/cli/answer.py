"""An answer of a data command and its four forms: a table, JSON, CSV, Markdown.

Rows are plain mappings, the same for every form; columns say which of their values people see. Nothing here
reads records or decides anything.
"""

import csv
import io
import json
import os
import re
import stat
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from msgspec import Struct, field
from msgspec.structs import replace

from cadrectl.cli.layout import Layout, Sheet, Table, laid
from cadrectl.cli.words import Refusal, option
from cadrectl.problem import Problem
from cadrectl.text import Text, render, say

Row = Mapping[str, Any]
FORMATS = ("table", "json", "csv", "markdown")
FORMULA_STARTS = tuple("=+-@＝＋－＠\t\r\n")  # full-width ones count in a Chinese Excel


class Column(Struct, frozen=True):
    """A value of each row that people see, under a title; `shown` makes a text of it."""

    key: str
    title: Text | Mapping[str, str]
    shown: Callable[[Any], Text | Mapping[str, str] | str] = str
    optional: bool = False  # a table leaves it out where no row has anything to say


def in_words(labels: Mapping[str, Mapping[str, str]]) -> Callable[[Any], Text | Mapping[str, str] | str]:
    """How people read a value whose words have `labels`: yes or no, lists word by word, all else as it is."""

    def shown(value: Any) -> Text | Mapping[str, str] | str:
        if isinstance(value, bool):
            return say("yes") if value else say("no")
        if isinstance(value, list):
            return {lang: ", ".join(render(shown(each), lang) for each in value) for lang in ("zh", "en")}
        return labels.get(value, str(value))

    return shown


class Answer(Struct, frozen=True):
    """The rows of one command; `head` is the JSON envelope without rows and problems.

    `among`: these rows are a part of a larger answer and are written as they stand in that, whose layout this is.
    """

    head: Row
    columns: Sequence[Column]
    rows: Sequence[Row]
    problems: Sequence[Problem] = ()
    listed: Sequence[Row] | None = None  # the rows that a table for people shows; None: all
    notes: Sequence[Text | Mapping[str, str] | str] = field(default_factory=tuple)  # below a table for people
    among: Layout | None = None

    @property
    def shown(self) -> Sequence[Row]:
        """The rows that a table for people shows."""
        return self.rows if self.listed is None else self.listed


file_option = option(
    "-o",
    "file",
    metavar="FILE",
    type=click.Path(path_type=Path, allow_dash=True),
    about=say("Write the answer to FILE; a regular file is replaced at once or not at all."),
)
form_option = option(
    "--format", "form", type=click.Choice(FORMATS), default="table", about=say("Form of the answer (table).")
)
bom_option = option("--bom", is_flag=True, about=say("Begin a CSV with a byte order mark, for older Excel."))


def answer_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--format`, `-o` and `--bom`, which `give` takes back as they were parsed."""
    return form_option(file_option(bom_option(command)))


def give(answer: Answer, wish: Mapping[str, Any], lang: str) -> None:
    """Write `answer` as the `answer_options` say: in which form, where to, with or without a `bom`."""
    send(written(answer, wish, lang), wish["file"])


def written(answer: Answer, wish: Mapping[str, Any], lang: str) -> str:
    """The text of `answer` in the form that the `answer_options` say."""
    return sheet(answer, wish, lang).text


def rows_told(answer: Answer, form: str) -> Sequence[Row]:
    """The rows that an answer has in a form: those for people may show some only."""
    return answer.shown if form in ("table", "markdown") else answer.rows


def sheet(answer: Answer, wish: Mapping[str, Any], lang: str) -> Sheet:
    """`answer` in the form that the `answer_options` say, row by row."""
    made = FORMS[wish["form"]](answer, lang)
    return replace(made, top=f"\ufeff{made.top}") if wish["form"] == "csv" and wish["bom"] else made


def send(text: str, file: Path | None) -> None:
    """Write `text` to `file`; to stdout where there is none or it is `-`."""
    if file is None or str(file) == "-":
        click.echo(text, nl=False)
    else:
        write(file, text.encode("utf-8", "backslashreplace"))


def write(file: Path, content: bytes) -> None:
    """Replace a regular (or new) file atomically, keeping its mode; write into anything else (a device)."""
    import tempfile

    target = file.resolve()
    if target.exists() and not target.is_file():
        target.write_bytes(content)
        return
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o666 & ~_umask()
    if not target.parent.is_dir():
        raise Refusal(say("There is no folder {folder}.", folder=str(target.parent)))
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".cadrectl-")
    except OSError as error:  # the name of a file that nobody asked for says nothing
        raise OSError(error.errno, error.strerror, str(target)) from error
    try:
        with os.fdopen(handle, "wb") as new:
            new.write(content)
        Path(name).chmod(mode)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def problem_object(problem: Problem, lang: str) -> Row:
    """A problem as JSON says it."""
    return {
        "path": problem.path,
        "line": problem.line,
        "column": problem.column,
        "code": problem.code,
        "severity": problem.severity,
        "message": render(problem.message, lang),
        "hint": render(problem.hint, lang),
    }


def as_json(value: Mapping[str, Any]) -> str:
    """One JSON object that keeps Chinese readable: a line for each member, and for each item of a list."""
    members = ",\n".join(f"  {_compact(key)}: {_member(item)}" for key, item in value.items())
    return f"{{\n{members}\n}}\n"


def _member(value: Any) -> str:
    if not (isinstance(value, list) and value):
        return _compact(value)
    items = ",\n".join(f"    {_compact(item)}" for item in value)
    return f"[\n{items}\n  ]"


_compact = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def _json(answer: Answer, lang: str) -> Sheet:
    head = "".join(f"  {_compact(key)}: {_member(item)},\n" for key, item in answer.head.items())
    problems = _member([problem_object(problem, lang) for problem in answer.problems])
    rows = [f"    {_compact(row)}" for row in answer.rows]
    begin, end = ("[\n", "\n  ]") if rows or answer.among is not None else ("[", "]")
    return Sheet(f'{{\n{head}  "rows": {begin}', rows, f'{end},\n  "problems": {problems}\n}}\n', ",\n")


def _table(answer: Answer, lang: str) -> Sheet:
    return _grid(answer, lang, "simple", printable)


def _markdown(answer: Answer, lang: str) -> Sheet:
    return _grid(answer, lang, "pipe", in_markdown)


def in_markdown(text: str) -> str:
    """The text on one line of Markdown: nothing in it is a tag, an emphasis, a link, a formula or the end of a cell."""
    line = printable(" ".join(text.split("\n"))).replace("&", "&amp;").replace("<", "&lt;")
    return re.sub(r"[\\`*_\[\]~|#$]", r"\\\g<0>", line)


def _grid(answer: Answer, lang: str, style: str, clean: Callable[[str], str]) -> Sheet:
    rows = answer.shown
    cells = [[clean(cell) for cell in _cells(row, answer.columns, lang)] for row in rows]
    table = Table(
        titles=[render(column.title, lang) for column in answer.columns],
        optional=[column.optional for column in answer.columns],
        values=[[row.get(column.key) for column in answer.columns] for row in rows],
        cells=cells,
    )
    notes = [printable(render(note, lang)) for note in answer.notes]
    return laid(table, style, "".join(f"{line}\n" for line in (["", *notes] if notes else [])), answer.among)


def _csv(answer: Answer, lang: str) -> Sheet:
    top = _record([render(column.title, lang) for column in answer.columns])
    rows = []
    for row in answer.rows:
        numbers = [isinstance(row.get(column.key), int | float) for column in answer.columns]
        cells = _cells(row, answer.columns, lang)
        rows.append(_record([cell if number else _harmless(cell) for cell, number in zip(cells, numbers, strict=True)]))
    end = "\r\n" if rows or answer.among is not None else ""
    return Sheet(f"{top}\r\n", rows, end, "\r\n")


def _record(cells: Sequence[str]) -> str:
    """The cells as a record of CSV, without its end."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\r\n").writerow(cells)
    return file.getvalue().removesuffix("\r\n")


FORMS: Mapping[str, Callable[[Answer, str], Sheet]] = {
    "table": _table,
    "json": _json,
    "csv": _csv,
    "markdown": _markdown,
}


def _cells(row: Row, columns: Sequence[Column], lang: str) -> list[str]:
    values = [(column, row.get(column.key)) for column in columns]
    return ["" if value is None else render(column.shown(value), lang) for column, value in values]


def printable(cell: str) -> str:
    """Control characters in a record must not steer the terminal."""
    if cell.isprintable():
        return cell
    return "".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in cell)


def _harmless(cell: str) -> str:
    """A text that a spreadsheet would take for a formula is led by an apostrophe."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
