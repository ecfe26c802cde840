"""A document as one HTML page that needs nothing beside it: no network, no script, no other file.

A bureau's own template replaces ours by its name in the folder `templates/` of the workspace. It is read in a
sandbox: it can show the document and do nothing else.
"""

import traceback
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

from jinja2 import BaseLoader, ChoiceLoader, DictLoader, FileSystemLoader, StrictUndefined, TemplateError
from jinja2.exceptions import TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from cadrectl.report.document import (
    Block,
    Document,
    Table,
    counts,
    figure_text,
    numeric,
    under_table,
)
from cadrectl.report.failure import CannotMake
from cadrectl.report.making import Making
from cadrectl.text import Text, render, say

OURS = Path(__file__).with_name("templates")
PAGE = "report.html"


def page(document: Document, making: Making) -> str:
    """The page of a spoken document; `CannotMake` where a template of the bureau's has an error."""
    texts = {
        "skip": render(say("To the report"), making.lang),
        "contents": render(say("Contents"), making.lang),
        "annexes": render(say("Annexes"), making.lang),
        "rows": render(say("rows"), making.lang),
    }
    try:
        return _environment(making).get_template(PAGE).render(
            document=document,
            lang="zh-CN" if making.lang == "zh" else making.lang,
            texts=texts,
            kind=_kind,
            text=figure_text,
            numeric=numeric,
            counts=counts,
            rows=_rows,
            basis=lambda table: render(under_table(table, document.basis), making.lang),
            picture=lambda chart: "data:image/svg+xml;base64," + b64encode(making.drawing(chart).svg).decode(),
        )
    except CannotMake:
        raise
    except Exception as error:  # a template of the bureau's can do anything wrong; ours must not be excused
        if not making.templates:
            raise
        raise CannotMake(_reason(error, making)) from None


def _rows(table: Table) -> Iterator[list[tuple[bool, str]]]:
    """The cells of a table, each with whether it is a number; a call for each from a template takes thrice the time."""
    return ([(numeric(cell), figure_text(cell)) for cell in row] for row in table.rows)


def _environment(making: Making) -> ImmutableSandboxedEnvironment:
    loaders: list[BaseLoader] = [DictLoader(dict(making.templates)), FileSystemLoader(OURS)]
    return ImmutableSandboxedEnvironment(
        loader=ChoiceLoader(loaders), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def _reason(error: Exception, making: Making) -> Text:
    """Where the template is wrong, what stands there, what the engine says of it and what can be done: on one line."""
    frames = traceback.extract_tb(error.__traceback__)
    reached = [frame.lineno for frame in frames if frame.filename == "<template>"]
    line = error.lineno if isinstance(error, TemplateSyntaxError) else next(iter(reversed(reached)), None)
    line = line or 1
    name = (error.name if isinstance(error, TemplateSyntaxError) else None) or PAGE
    there = making.templates.get(name, "").splitlines()
    excerpt = there[line - 1].strip() if line <= len(there) else ""
    reason = error.message if isinstance(error, TemplateError) else f"{type(error).__name__}: {error}"
    told = {"name": name, "line": line, "excerpt": excerpt, "reason": reason}
    return say(
        "templates/{name}:{line}: “{excerpt}”: the template cannot be used: {reason}; mend this line, or move the file "
        "away and have the page that comes with the program.",
        **told,
    )


def _kind(block: Block) -> str:
    """What a template asks of a block: `paragraph`, `points`, `table` or `chart`."""
    return type(block).__name__.lower()
