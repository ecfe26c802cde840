"""One change of the records as a value: what happened, to whom, since when, and where it is written."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from cadrectl.policy.change_kinds import KINDS as KINDS
from cadrectl.text import Text


class Change(Struct, frozen=True):
    """One change. `cadre` and `unit` are ids, None where it is not about one; `on` is the date since which it holds.

    `item` is the entry that it is about (a post, a membership), as its record states it; `left` is the post that
    ends by it.
    """

    kind: str
    cadre: str | None
    name: str | None
    unit: str | None
    on: str | None
    text: Text
    path: str
    line: int
    item: Mapping[str, Any] = field(default_factory=dict)
    left: Mapping[str, Any] = field(default_factory=dict)
    whole: bool = False  # the whole record is gone
