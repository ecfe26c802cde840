"""What is wrong with a record: a value with a place, a code and two sentences.

Not an exception: a run collects problems and reports all of them. The codes stand in `catalogue/`.
"""

from msgspec import Struct

from cadrectl.catalogue import CATALOGUE, Code
from cadrectl.text import Text

__all__ = ["CATALOGUE", "WHOLE", "Code", "Problem", "problem"]

WHOLE = (1, 1)
"""The place of what is wrong with a file as a whole: editors and annotations need a line."""


class Problem(Struct, frozen=True):
    """One finding. Lines and columns count from 1; a file as a whole is named by its beginning, `WHOLE`."""

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


def problem(code: str, path: str, place: tuple[int, int], message: Text, hint: Text) -> Problem:
    """A problem of a known code at (line, column) of a file; its severity is the catalogue's."""
    return Problem(path, *place, code, CATALOGUE[code].severity, message, hint)
