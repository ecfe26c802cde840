"""The parts of a policy on moving people between posts, once read: kinds of movement, limits, aims, vacancies.

Not the plan, and not the solver: a limit says what may not be, an aim what is worth how much, both of a batch of moves.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from msgspec import Struct

from cadrectl.policy.model import Comparison, Condition, Duration, Pointer, Selection, Tier
from cadrectl.vocabulary import Label

Across = Mapping[str, "str | tuple[tuple[str, ...], ...]"]
"""By field how the post to be taken stands to the present one: a word, or groups of words that go together.

`subject` is compared with what the person has taught.
"""


class Moves(Struct, frozen=True):
    """Which moves are meant: their kinds, conditions on the person and on the post, and how the two posts compare."""

    at: Pointer
    kinds: tuple[str, ...] = ()
    who: Condition | None = None
    to: Condition | None = None
    across: Across | None = None
    distance: tuple[Comparison, ...] = ()
    wish: bool = False


class Kind(Struct, frozen=True):
    """One kind of movement: whose, to what posts, what kind of post it writes and for how long (None: open)."""

    id: str
    label: Label
    source: tuple[str, ...]
    writes: str  # appointed | secondment | acting
    lasts: Duration | None
    service: str
    moves: Moves

    @property
    def at(self) -> Pointer:
        """Where it stands."""
        return self.moves.at

    @property
    def leaves(self) -> bool:
        """Whether the present post is given up."""
        return self.writes == "appointed"

    @property
    def fills(self) -> bool:
        """Whether it takes up a place of the headcount."""
        return self.writes != "secondment"


class Bounds(Struct, frozen=True):
    """At least and at most so many: a number, or a `share` (a part of 1) of a base; None for no bound."""

    at_least: Fraction | None = None
    at_most: Fraction | None = None
    share: bool = False


class Limit(Struct, frozen=True):
    """What a plan is held to. `form` says what is bounded, `moves` and `seats` which moves or posts, `who` whom.

    No plan breaks one whose `severity` is `must`; one that `should` be kept costs `weight` points for each move, person
    or place by which it is broken.

    Forms: `headcount`; `only` (every move of `kinds` by `who` is like `moves`); `kin`; `moves` (how many moves are
    like that); `leaving`, `holding` (people by unit), `arriving` (people by post).
    """

    id: str
    label: Label
    source: tuple[str, ...]
    form: str
    at: Pointer
    moves: Moves
    seats: Condition | None = None
    who: Condition | None = None
    kinds: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    of: str = ""
    base: Moves | None = None
    bounds: Bounds = Bounds()
    severity: str = "must"
    weight: int = 0

    @property
    def binds(self) -> bool:
        """Whether no plan may break it."""
        return self.severity == "must"


class Aim(Struct, frozen=True):
    """What is worth `weight` points for each `per`: a move (or its kilometres), a place filled, a person in a team."""

    id: str
    label: Label
    source: tuple[str, ...]
    weight: int
    per: str  # move | km | post | person
    form: str  # moves | filled | holding
    moves: Moves
    seats: Condition | None = None
    who: Condition | None = None
    at_least: int = 0


class Bench(Struct, frozen=True):
    """Who stands ready for posts of some ranks: records of confirmed reserves, and which of them are ready now."""

    ranks: tuple[str, ...]
    who: Selection
    ready: Condition


class Vacancies(Struct, frozen=True):
    """How posts fall empty: the policy and tier that say who retires, and how long a term without an end lasts."""

    source: tuple[str, ...]
    posts: Condition | None
    retires: tuple[str, str]
    term: Duration | None
    bench: tuple[Bench, ...]


class Movement(Struct, frozen=True):
    """Who is due to move and since when overdue, who may move, and by which kinds, limits and aims."""

    starts: str
    exempt: str
    due: Tier | None
    overdue: Tier | None
    movers: Tier | None
    posts: Condition | None
    kinds: tuple[Kind, ...]
    limits: tuple[Limit, ...]
    aims: tuple[Aim, ...]
    vacancies: Vacancies | None

    @property
    def tiers(self) -> tuple[Tier, ...]:
        """What people are judged for, in order."""
        return tuple(tier for tier in (self.due, self.overdue, self.movers) if tier is not None)

    def conditions(self) -> Iterator[tuple[Condition, str]]:
        """Every condition outside the tiers, with the kind of record that it is about ("" for people)."""
        if self.posts is not None:
            yield self.posts, "unit-posts"
        for kind in self.kinds:
            yield from _of_moves(kind.moves)
        parts: tuple[Limit | Aim, ...] = (*self.limits, *self.aims)
        for one in parts:
            yield from _of_moves(one.moves)
            if one.seats is not None:
                yield one.seats, "unit-posts"
            if one.who is not None:
                yield one.who, ""
            if isinstance(one, Limit) and one.base is not None:
                yield from _of_moves(one.base)
        if self.vacancies is not None and self.vacancies.posts is not None:
            yield self.vacancies.posts, "unit-posts"


def _of_moves(moves: Moves) -> Iterator[tuple[Condition, str]]:
    if moves.who is not None:
        yield moves.who, ""
    if moves.to is not None:
        yield moves.to, "unit-posts"
