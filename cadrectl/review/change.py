"""One change of the records as a value: what happened, to whom, since when, and where it is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cadrectl.text import Text, say

KINDS: dict[str, Text] = {
    "joined": say("joined the register"),
    "appointed": say("appointed"),
    "promoted": say("promoted"),
    "demoted": say("demoted"),
    "moved": say("moved"),
    "reassigned": say("reassigned"),
    "concurrent": say("concurrent post"),
    "acting": say("acting post"),
    "seconded": say("seconded"),
    "returned": say("returned from secondment"),
    "left-post": say("left a post"),
    "left": say("left"),
    "entered-pool": say("entered the pool"),
    "changed-tier": say("tier changed"),
    "left-pool": say("left the pool"),
    "graded": say("graded"),
    "titled": say("professional title"),
    "honoured": say("honoured"),
    "sanctioned": say("sanctioned"),
    "admonished": say("admonished"),
    "proceeding": say("proceedings"),
    "relaxed": say("relaxation granted"),
    "renamed": say("renamed"),
    "re-keyed": say("id changed"),
    "added": say("added"),
    "updated": say("updated"),
    "corrected": say("corrected"),
    "struck": say("struck from the record"),
    "private": say("sensitive record"),
    "policy": say("policy"),
    "problem": say("problem"),
    "mass-removal": say("mass removal"),
}
"""Every kind of change, in the order in which those of one person and day are told.

`added` and `updated` are new facts (a record more; a value that was open); `corrected` and `struck` change facts
that were on record.
"""


@dataclass(frozen=True, slots=True)
class Change:
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
