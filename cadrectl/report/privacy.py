"""Who a report is for, and what of people it may therefore hold. What is sensitive is not in the register at all.

A workspace says how far a circle of readers is told names (`reports.names`); what else it may hold stands here.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

if TYPE_CHECKING:
    from cadrectl.records.record import Record

NONE, IDS, SURNAMES, FULL = "none", "id", "surname", "full"
"""How people are named: not at all (counts only), by their id, by surname (`王某`), in full."""
SOMEBODY = "某"
DOUBLE_SURNAMES = (
    *("欧阳", "上官", "司马", "司徒", "诸葛", "夏侯", "皇甫", "尉迟", "东方", "南宫", "令狐", "慕容", "端木", "公孙"),
    *("长孙", "宇文", "轩辕", "独孤", "闻人", "澹台", "申屠", "太史", "淳于", "濮阳", "单于", "呼延"),
)


class Profile(Struct, frozen=True):
    """One circle of readers.

    `names` is how people are named, `quoted` whether the words of single records may stand in it (what changed, what
    is wrong with them), `sensitive` whether what is kept apart (`cadres-private`) may.
    """

    id: str
    names: str
    quoted: bool
    sensitive: bool

    @property
    def people(self) -> bool:
        """Whether rows about single people may stand in it; without them a report has counts only."""
        return self.names != NONE

    def name(self, id: str, name: str) -> str:
        """What a person is called for these readers."""
        if self.names == FULL:
            return name
        return id if self.names != SURNAMES else surname(name) + SOMEBODY


PROFILES: Mapping[str, Profile] = {
    one.id: one
    for one in (
        Profile("public", names=NONE, quoted=False, sensitive=False),
        Profile("internal", names=FULL, quoted=True, sensitive=False),
        Profile("full", names=FULL, quoted=True, sensitive=True),
    )
}


def profile_of(id: str, stated: Mapping[str, str]) -> Profile:
    """The profile as a workspace has it, which may say how the readers of each are told names."""
    return replace(PROFILES[id], names=stated.get(id, PROFILES[id].names))


def surname(name: str) -> str:
    """The surname of a Chinese name; of another one its first character."""
    return name[:2] if name.startswith(DOUBLE_SURNAMES) and len(name) > 2 else name[:1]


def called(records: "Sequence[Record]", profile: Profile) -> "Sequence[Record]":
    """The records with every person called as the profile says."""
    return [_called(one, profile) if one.kind == "cadres" else one for one in records]


def _called(record: "Record", profile: Profile) -> "Record":
    return replace(record, value={**record.value, "name": profile.name(record.id, record.value["name"])})
