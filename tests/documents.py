"""The parts of the pages that the program itself says: commands, output, the data model. cog puts them in."""

import atexit
import io
import os
import re
import shlex
from collections.abc import Iterable, Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import click

from cadrectl.catalogue import CATALOGUE
from cadrectl.cli.shell import program, run
from cadrectl.facts.kinds import KINDS, Column, field_column, person_fields, record_fields
from cadrectl.policy.labels import kind_label
from cadrectl.records import schemas
from cadrectl.records.schemas import kinds
from cadrectl.text import render

ROOT = Path(__file__).parents[1]
WIDTH = 150  # wider lines are cut on the page
ENVIRONMENT = {
    "COLUMNS": "80",
    "NO_COLOR": "1",
    "CADRECTL_LANG": "en",
    "PATH": os.environ.get("PATH", ""),
}


class Screen(io.TextIOWrapper):
    """What a program would have written to a terminal."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", newline="")

    def text(self) -> str:
        """Everything written so far."""
        self.seek(0)
        return self.read()


@cache
def scratch() -> Path:
    """A folder for the files that a page writes and reads again, and for their snapshot; it goes with the program."""
    folder = TemporaryDirectory()
    atexit.register(folder.cleanup)
    return Path(folder.name)


def said(line: str) -> str:
    """What `cadrectl …`, run at the top of the checkout, prints; `plan.yaml` is a file of the scratch folder."""
    screen = Screen()
    with (
        patch.dict(os.environ, ENVIRONMENT | {"XDG_CACHE_HOME": str(scratch())}, clear=True),
        chdir(ROOT),
        redirect_stdout(screen),
        redirect_stderr(screen),
    ):
        run([str(scratch() / word) if word == "plan.yaml" else word for word in shlex.split(line)[1:]])
    return re.sub(r'"revision": .*', '"revision": "…",', screen.text())  # no page can name the commit it is in


def shown(line: str, lines: int | None = None, width: int = WIDTH) -> str:
    """A command and what it prints, as a block; with `lines`, only so many, and how many more there are."""
    output = [text if len(text) <= width else f"{text[: width - 1]}…" for text in said(line).rstrip().splitlines()]
    if lines is not None and len(output) > lines:
        output = [*output[:lines], f"… ({len(output) - lines} more lines)"]
    return "\n".join(["```console", f"$ {line}", *output, "```", ""])


def asked(code: str) -> str:
    """Lines of Python, and what they print when they are run at the top of the checkout."""
    screen = io.StringIO()
    with chdir(ROOT), redirect_stdout(screen):
        exec(compile(code, "README.md", "exec"), {})
    told = "\n".join(line.rstrip() for line in screen.getvalue().rstrip().splitlines())
    return f"```python\n{code.strip()}\n```\n\n```text\n{told}\n```\n"


def written(line: str) -> str:
    """A command that writes a file for those after it, as a block of one line."""
    said(line)
    return "\n".join(["```console", f"$ {line}", "```", "", ""])


def excerpt(path: str, lines: int) -> str:
    """The beginning of a file of the repository, as a page shows it."""
    text = (ROOT / path).read_text("utf-8").splitlines()
    return "\n".join([*text[:lines], "", f"… ({len(text) - lines} more lines)", ""])


def comment() -> str:
    """The comment with which a pull request on the district of `data/` is reviewed."""
    from tests.review.year import draft

    with TemporaryDirectory() as folder:
        draft(Path(folder) / "district")
        text = said(f"cadrectl -C {folder}/district --as-of 2026-10-12 -q review main..draft --format markdown")
    return "".join(f"> {line}".rstrip() + "\n" for line in text.rstrip().splitlines())


def reference() -> str:
    """Every command's help, in the order of work."""
    return "\n".join(f"### `{name}`\n\n```text\n{said(f'{name} --help').rstrip()}\n```\n" for name in command_names())


def command_names() -> Iterator[str]:
    """`cadrectl validate`, `cadrectl policy check`, …"""
    yield from _names("cadrectl", program)


def _names(path: str, command: click.Command) -> Iterator[str]:
    yield path
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from _names(f"{path} {name}", below)


def kinds_of_records() -> str:
    """A table of the record kinds, from the schemas."""
    rows = ["| folder of `data/` | what one file is | fields |", "| --- | --- | --- |"]
    for kind in kinds():
        schema = schemas.schema(kind)
        place = "`workspace.yaml`" if kind == "workspace" else f"`{kind}/`"
        meaning = schema["description"].rpartition(" / ")[2]
        fields = ", ".join(_field(name, schema) for name in schema.get("properties", {}))
        rows.append(f"| {place} | {meaning} | {fields} |")
    return "\n".join(rows) + "\n"


def _field(name: str, schema: dict[str, Any]) -> str:
    return f"**{name}**" if name in schema.get("required", ()) else name


def fields_of_policies() -> str:
    """A table of what a policy may ask of people and of each kind of record, with the words that a field knows."""
    rows = ["| of | field: words |", "| --- | --- |"]
    for title, of in (("a person", ("", "party")), ("the unit", ("unit",))):
        rows.append(f"| {title} | {_asked('', (one for one in person_fields() if one.rpartition('.')[0] in of))} |")
    for kind in KINDS:
        stated = {name for name in record_fields(kind) if not name.startswith("unit.") and field_column(kind, name)}
        rows.append(f"| `{kind}` {kind_label(kind)['zh']} | {_asked(kind, stated - {'cadre'})} |")
    return "\n".join(rows) + "\n"


def _asked(kind: str, names: Iterable[str]) -> str:
    return "; ".join(_worded(name, field_column(kind, name)) for name in sorted(names))


def _worded(name: str, column: Column | None) -> str:
    """A field with its label, and its words: those of an enum (graded ones by `<`), else the vocabulary that has them.
    """
    if column is None:
        return f"`{name}`"
    said = f"`{name}` {column.label['zh']}"
    if column.vocabulary:
        return f"{said}: vocabulary `{column.vocabulary}`"
    labels = column.word_labels or {}
    graded = " < " if column.graded else ", "
    words = graded.join(f"`{word}` {labels[word]['zh']}" for word in column.words or labels)
    return f"{said}: {words}" if words else said


def codes() -> str:
    """A table of the problem codes."""
    rows = ["| code | severity | meaning |", "| --- | --- | --- |"]
    rows += [
        f"| `{code}` | {entry.severity} | {render(entry.title, 'en')} |" for code, entry in sorted(CATALOGUE.items())
    ]
    return "\n".join(rows) + "\n"
