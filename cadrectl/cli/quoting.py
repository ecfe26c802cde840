"""Problems as people read them, in four parts: the place, the line with a mark under it, what is wrong, what to do.

Problems of one line share its quotation; what is wrong in the same way at several places is said once, with all of
them. Pure functions: what a line says is asked of the caller, who knows whether it may be shown.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

import click

from cadrectl.cli.answer import printable
from cadrectl.problem import Problem
from cadrectl.text import render, say, say_count

if TYPE_CHECKING:
    from cadrectl.records.source import Source

Lines = Callable[[str], Sequence[str]]
"""The lines of the file at a path; none where it cannot be read or must not be shown."""

Fault = tuple[str, str, str]
"""A code, what is wrong and what to do."""

SEVERITIES = {"error": say("error"), "warning": say("warning")}
COLOURS = {"error": "red", "warning": "yellow"}
WIDTH = 100  # what is shown of a longer line


def quotable(source: "Source") -> Lines:
    """The lines of the source's files, each file read once; nothing of those that must not be shown."""
    from cadrectl.records.privacy import may_be_quoted

    @cache
    def lines(path: str) -> Sequence[str]:
        content = source.read(path)
        text = content.decode("utf-8", "replace") if isinstance(content, bytes) else ""
        return text.split("\n") if may_be_quoted(path, text) else ()

    return lines


def distinct(problems: Iterable[Problem]) -> list[Problem]:
    """The problems, each once, in order."""
    known: dict[tuple[str, int, int, Fault], Problem] = {}
    for one in problems:
        known.setdefault(_identity(one), one)
    return list(known.values())


def by_fault(problems: Iterable[Problem]) -> dict[Fault, list[Problem]]:
    """The problems that say the same of several places together, in order of the first of each."""
    found: dict[Fault, list[Problem]] = {}
    for one in problems:
        found.setdefault(_fault(one), []).append(one)
    return found


def _identity(problem: Problem) -> tuple[str, int, int, Fault]:
    return problem.path, problem.line, problem.column, _fault(problem)


def _fault(problem: Problem) -> Fault:
    """What is wrong and what to do, wherever it is."""
    return problem.code, render(problem.message, "en"), render(problem.hint, "en")


def quoted(problems: Sequence[Problem], lines: Lines, lang: str) -> Iterator[str]:
    """A block of text for every line that has problems, and one for every fault that is found at several places.

    Each stands where its first problem does; a block of several places quotes the first and lists the others.
    """
    places = by_fault(problems)

    def block(first: Problem) -> Fault | tuple[str, int]:
        fault = _fault(first)
        return (first.path, first.line) if len(places[fault]) == 1 else fault

    for _, group in groupby((found[0] for found in places.values()), key=block):
        here = list(group)
        first = here[0]
        line = next(iter(lines(first.path)[first.line - 1 : first.line]), "")
        heads = [_head(one, lang) for one in here]
        quotation = _quotation(line, first.line, {one.column for one in here})
        others = places[_fault(first)][1:]
        yield "\n".join([*heads, *quotation, *_hints(here, lang), *_elsewhere(others, lang)])


def _head(problem: Problem, lang: str) -> str:
    """`path:line:column: severity[code] message`."""
    mark = click.style(f"{render(SEVERITIES[problem.severity], lang)}[{problem.code}]", fg=COLOURS[problem.severity])
    return f"{printable(problem.path)}:{problem.line}:{problem.column}: {mark} {render(problem.message, lang)}"


def _elsewhere(others: Sequence[Problem], lang: str) -> list[str]:
    """The other places of a fault: a line for each file, with the numbers of its lines."""
    if not others:
        return []
    text = say_count("The same at {count} other place:", "The same at {count} other places:", count=len(others))
    counted = render(text, lang)
    numbers: dict[str, list[str]] = {}
    for one in others:
        numbers.setdefault(printable(one.path), []).append(str(one.line))
    return [f"    {counted}", *(f"      {path}:{', '.join(found)}" for path, found in numbers.items())]


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
