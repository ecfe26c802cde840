"""A life-like district that nobody lives in: to try the program on, to test it and to show it. Not a
source of advice on how a district should look.

The district has a date of its own; everything in it lies before that date, and nothing depends on the
day on which it is generated."""

from collections.abc import Iterator
from datetime import date

from cadrectl.demo.files import written
from cadrectl.demo.town import build

AS_OF = date(2026, 9, 15)
SEED = 1


def district(cadres: int, seed: int = SEED, as_of: date = AS_OF) -> Iterator[tuple[str, str]]:
    """The files of a district with so many people, as (path below the workspace, canonical text), one
    at a time. Equal arguments give equal files."""
    return written(build(cadres, seed, as_of))
