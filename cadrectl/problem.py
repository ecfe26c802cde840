"""What is wrong with a record: a value with a place, a code and two sentences.

Not an exception: a run collects problems and reports all of them. The codes stand in `catalogue/`.
"""

from dataclasses import dataclass

from cadrectl.catalogue import CATALOGUE, Code
from cadrectl.text import Text

__all__ = ["CATALOGUE", "Code", "Problem", "problem"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. Lines and columns count from 1; 0 means the file as a whole."""

    path: str
    line: int
    column: int
    code: str
    severity: str
    message: Text
    hint: Text

    @property
    def is_error(self) -> bool:
        """Whether the record must not be computed with."""
        return self.severity == "error"


def problem(  # noqa: PLR0913 - these are the parts of a problem, always all of them
    code: str, path: str, line: int, column: int, message: Text, hint: Text
) -> Problem:
    """A problem of a known code; its severity is the catalogue's."""
    return Problem(path, line, column, code, CATALOGUE[code].severity, message, hint)
