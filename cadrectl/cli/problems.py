"""Problems as people and programs read them: one line and a hint, or JSON. Nothing else prints them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click

from cadrectl.cli.answer import as_json, problem_object
from cadrectl.cli.words import option
from cadrectl.problem import Problem
from cadrectl.text import render, say

SEVERITIES = {"error": say("error"), "warning": say("warning")}
COLOURS = {"error": "red", "warning": "yellow"}

problem_form = option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    about=say("Form of the list (text)."),
)


def list_problems(problems: Sequence[Problem], head: Mapping[str, Any], form: str, lang: str) -> None:
    """Print problems as the answer of a command, with its JSON envelope `head` where JSON was asked for."""
    if form == "json":
        click.echo(as_json({**head, "problems": [problem_object(one, lang) for one in problems]}), nl=False)
    else:
        for one in problems:
            click.echo(problem_text(one, lang))


def tell_problems(problems: Iterable[Problem], lang: str) -> None:
    """Print problems beside an answer, on stderr."""
    for one in problems:
        click.echo(problem_text(one, lang), err=True)


def problem_text(problem: Problem, lang: str) -> str:
    """`path:line:column: severity[code] message`, and the hint on a line of its own."""
    place = f"{problem.path}:{problem.line}:{problem.column}"
    severity = render(SEVERITIES[problem.severity], lang)
    mark = click.style(f"{severity}[{problem.code}]", fg=COLOURS[problem.severity])
    return f"{place}: {mark} {render(problem.message, lang)}\n    {render(problem.hint, lang)}"
