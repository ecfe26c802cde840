"""Problems as the answer of a command or beside one, for people or for machines. Nothing else prints them."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

from cadrectl.cli.answer import as_json, problem_object
from cadrectl.cli.quoting import distinct, quotable, quoted
from cadrectl.cli.words import option
from cadrectl.problem import Problem
from cadrectl.text import say

if TYPE_CHECKING:
    from cadrectl.records.source import Source

FORMATS = ("text", "json", "github", "gitlab", "sarif", "markdown")

problem_form = option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    about=say("Form of the list (text): JSON, annotations for GitHub or GitLab, SARIF, a Markdown table."),
)


class ProblemList(Struct, frozen=True):
    """The problems that a command answers with, its JSON envelope without them, and the workspace that they are in."""

    problems: Sequence[Problem]
    head: Mapping[str, Any]
    root: Path
    source: "Source"


def listed(found: ProblemList, form: str, lang: str) -> str:
    """Problems as the answer of a command, in one of the `FORMATS`."""
    problems = distinct(found.problems)
    if form == "text":
        return "".join(f"{block}\n" for block in quoted(problems, quotable(found.source), lang))
    if form == "json":
        objects = [problem_object(one, lang) for one in problems]
        return as_json({**found.head, "problems": objects})
    from cadrectl.cli.problem_forms import FORMS, OF_A_REPOSITORY, seen_from
    from cadrectl.records.revisions import folder_in_repository

    folder = folder_in_repository(found.root) if form in OF_A_REPOSITORY else ""
    return FORMS[form](seen_from(folder, problems), lang)


def tell_problems(problems: Iterable[Problem], source: "Source", lang: str) -> None:
    """Print problems beside an answer, on stderr."""
    for block in quoted(distinct(problems), quotable(source), lang):
        click.echo(block, err=True)
