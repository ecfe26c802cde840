"""Problems as people read them, in four parts: the place, the line with a mark under it, what is wrong, what to do.

Problems of one line share its quotation; the same problem is never said twice. Pure functions: what a line says
is asked of the caller, who knows whether it may be shown.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

import click

from cadrectl.cli.answer import printable
from cadrectl.problem import Problem
from cadrectl.text import render, say

if TYPE_CHECKING:
    from cadrectl.records import Source

Lines = Callable[[str], Sequence[str]]
"""The lines of the file at a path; none where it cannot be read or must not be shown."""

SEVERITIES = {"error": say("error"), "warning": say("warning")}
COLOURS = {"error": "red", "warning": "yellow"}
WIDTH = 100  # what is shown of a longer line


def quotable(source: "Source") -> Lines:
    """The lines of the source's files, each file read once; nothing of those that must not be shown."""
    from cadrectl.records import may_be_quoted

    @cache
    def lines(path: str) -> Sequence[str]:
        content = source.read(path)
        text = content.decode("utf-8", "replace") if isinstance(content, bytes) else ""
        return text.split("\n") if may_be_quoted(path, text) else ()

    return lines


def distinct(problems: Iterable[Problem]) -> list[Problem]:
    """The problems, each once, in order."""
    known: dict[tuple[str, int, int, str, str], Problem] = {}
    for one in problems:
        known.setdefault(_identity(one), one)
    return list(known.values())


def _identity(problem: Problem) -> tuple[str, int, int, str, str]:
    return problem.path, problem.line, problem.column, problem.code, render(problem.message, "en")


def quoted(problems: Sequence[Problem], lines: Lines, lang: str) -> Iterator[str]:
    """A block of text for every line that has problems; those of one line stand together."""
    for (path, number), group in groupby(problems, key=lambda one: (one.path, one.line)):
        here = list(group)
        line = next(iter(lines(path)[number - 1 : number]), "") if number else ""
        heads = [_head(one, lang) for one in here]
        yield "\n".join([*heads, *_quotation(line, number, {one.column for one in here}), *_hints(here, lang)])


def _head(problem: Problem, lang: str) -> str:
    """`path:line:column: severity[code] message`."""
    place = f"{problem.path}:{problem.line}:{problem.column}"
    mark = click.style(f"{render(SEVERITIES[problem.severity], lang)}[{problem.code}]", fg=COLOURS[problem.severity])
    return f"{place}: {mark} {render(problem.message, lang)}"


def _hints(problems: Sequence[Problem], lang: str) -> list[str]:
    """What to do, each thing once; where there are several, with the code that it is about."""
    hints = {render(one.hint, lang): one.code for one in problems}
    return [f"    [{code}] {hint}" if len(hints) > 1 else f"    {hint}" for hint, code in hints.items()]


def _quotation(line: str, number: int, columns: set[int]) -> list[str]:
    """The line behind its number, and a line of marks under the columns; nothing for an empty line."""
    line = line.rstrip()
    marked = sorted(column for column in columns if 0 < column <= len(line) + 1)
    if not line or not marked:
        return []
    start = max(0, marked[0] - WIDTH // 2) if len(line) > WIDTH else 0
    shown = printable(line[start : start + WIDTH])
    lead = f"{number:>5} | "
    under = ""
    for column in marked:
        if column - start <= len(shown) + 1:
            under = _padded(under, _columns_of(shown[: column - 1 - start])) + "^"
    return [f"{lead}{'…' if start else ''}{shown}", f"{' ' * 5} | {' ' if start else ''}{under}"]


def _padded(marks: str, width: int) -> str:
    return marks + " " * (width - len(marks))


def _columns_of(text: str) -> int:
    """How many columns of a terminal the text takes: a Chinese character takes two."""
    from wcwidth import wcswidth

    return max(wcswidth(text), 0)
