"""One record: a file that was parsed and validated."""

from array import array
from typing import Any, TypeAlias

from msgspec import Struct

Marks: TypeAlias = "array[int]"


class Record(Struct):
    """The plain values of one file; `marks` are their places (see `places.py`)."""

    path: str
    kind: str
    id: str
    value: dict[str, Any]
    marks: Marks
