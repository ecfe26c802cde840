"""The problems of one file while it is being read: collected, bounded, in the order of the text.

Nothing is judged here. A file of a million bad lines must not make a million problems, so
collecting stops with `Full` at the limit, and the list says so.
"""

from cadrectl.problem import Problem, problem
from cadrectl.text import Text, say

LIMIT = 100
EXCERPT = 60


class Full(Exception):
    """Enough problems are known; reading this file goes no further."""


class Findings:
    """The problems found so far in the file `path`."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.found: list[Problem] = []

    def add(self, code: str, place: tuple[int, int], message: Text, hint: Text) -> None:
        """Note one problem at (line, column), both from 1; the limit is noted once and raises `Full`."""
        self.found.append(problem(code, self.path, place, message, hint))
        if len(self.found) >= LIMIT:
            self.found.append(
                problem(
                    "too-many-problems",
                    self.path,
                    place,
                    say("the file has more problems than these; the rest is not listed"),
                    say("Put these right first and validate again."),
                )
            )
            raise Full

    def lines(self) -> set[int]:
        """The lines that already have a problem."""
        return {entry.line for entry in self.found}


def excerpt(text: str) -> str:
    """The text on one line and short enough to stand in a message."""
    line = text.replace("\n", " ")
    return line if len(line) <= EXCERPT else line[: EXCERPT - 1] + "…"
