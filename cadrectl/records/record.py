"""One record: a file that was parsed and validated."""

from array import array
from dataclasses import dataclass
from typing import Any, TypeAlias

Marks: TypeAlias = "array[int]"


@dataclass(slots=True)
class Record:
    """The plain values of one file; `marks` are their places (see `places.py`)."""

    path: str
    kind: str
    id: str
    value: dict[str, Any]
    marks: Marks
