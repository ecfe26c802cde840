"""Who a report is for, and what of people it may therefore hold. What is sensitive is not in the register at all."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """One circle of readers.

    `people` says whether rows about single people may stand in it, `sensitive` whether what is kept apart
    (`cadres-private`) may. Without `people` a report has counts only.
    """

    id: str
    people: bool
    sensitive: bool


PROFILES: Mapping[str, Profile] = {
    one.id: one
    for one in (
        Profile("public", people=False, sensitive=False),
        Profile("internal", people=True, sensitive=False),
        Profile("full", people=True, sensitive=True),
    )
}
