"""What a review says beside a change: rules met or broken, what follows, what is missing; and whether it blocks."""

from datetime import date

from msgspec import Struct, field

from cadrectl.review.change import Change
from cadrectl.text import Text


class Rule(Struct, frozen=True):
    """A rule that the change touches: `pass` newly met, `fail` newly broken, `unknown`; `blocks` where it stops it.

    `earliest` is the first day on which what stops the change no longer does, all else equal.
    """

    verdict: str
    source: tuple[str, ...]
    text: Text
    blocks: bool = False
    earliest: date | None = None


class Follows(Struct, frozen=True):
    """Something that follows from the change; `due_on` where it is owed by a day."""

    duty: Text
    due_on: date | None
    source: tuple[str, ...]


class Missing(Struct, frozen=True):
    """Something that the change must bring and does not, and the first day on which it can take effect for all that."""

    text: Text
    source: tuple[str, ...]
    blocks: bool
    earliest: date | None = None


class Finding(Struct):
    """A change with all that is said of it."""

    change: Change
    rules: list[Rule] = field(default_factory=list)
    follows: list[Follows] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)

    @property
    def blocks(self) -> bool:
        """Whether the change must not be merged as it is."""
        return any(rule.blocks for rule in self.rules) or any(need.blocks for need in self.missing)

    @property
    def earliest(self) -> date | None:
        """The first day on which the change can take effect, where something says so."""
        days = [rule.earliest for rule in self.rules] + [need.earliest for need in self.missing]
        return max((day for day in days if day), default=None)
