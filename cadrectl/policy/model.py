"""A policy and its parts once read: clauses, conditions, tests, values. No evaluation here.

Every part keeps `at`, the keys that lead to it in the record, so that whatever is said about it can name its line.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from cadrectl.vocabulary import Label

if TYPE_CHECKING:
    from cadrectl.policy.changes import ChangeRule
    from cadrectl.policy.duties import Duty
    from cadrectl.policy.movement import Movement
    from cadrectl.policy.number_model import Assessment, Fairness, Ladder, Pool
    from cadrectl.policy.procedures import Procedure
    from cadrectl.policy.sections import Sections

Pointer = tuple[str | int, ...]


class Duration(Struct, frozen=True):
    """A length of time in codes of `calendar` (372 a year, 31 a month), with the words it was written in."""

    codes: int
    text: str


class DateRange(Struct, frozen=True):
    """A date as written, with its first and last possible day (codes)."""

    first: int
    last: int
    text: str


Literal = str | bool | Fraction | Duration | DateRange | None
"""None is the word `none`: no limit."""


class Cases(Struct, frozen=True):
    """The value of the first case whose condition holds; the last one has no condition."""

    branches: tuple[tuple["Condition | None", "Literal | tuple[Literal, ...]"], ...]


class Choose(Struct, frozen=True):
    """A value that the bureau chose inside an interval that a superior rule leaves open."""

    use: Literal
    low: Literal
    high: Literal
    at: Pointer


Value = Literal | tuple[Literal, ...] | Cases | Choose


class Comparison(Struct, frozen=True):
    """A comparator (`is`, `not`, `in`, `at_least`, …) and what it compares with."""

    comparator: str
    value: Value
    at: Pointer


class Window(Struct, frozen=True):
    """Which records count by date: `last` years or records, from `begin` to `finish`; empty for all.

    With `cycle` the window is the one running of the periods of that length that follow each other from `begin` on.
    `periods` is for what is assessed: the period of the assessment and as many before it as make up the number.
    """

    last: Duration | None = None
    records: int | None = None
    periods: int | None = None
    cycle: Duration | None = None
    begin: DateRange | None = None
    finish: DateRange | None = None


class Selection(Struct, frozen=True):
    """Records of a kind or of a named set, narrowed by a condition on each and by a window."""

    of: str
    at: Pointer
    where: "Condition | None" = None
    window: Window = Window()
    distinct: str = ""
    same: str = ""


class All(Struct, frozen=True):
    """Holds where every part holds."""

    parts: tuple["Condition", ...]


class Any(Struct, frozen=True):
    """Holds where at least one part holds."""

    parts: tuple["Condition", ...]


class Not(Struct, frozen=True):
    """Holds where the part does not."""

    part: "Condition"


class Some(Struct, frozen=True):
    """Holds where at least `number` parts hold."""

    number: int
    parts: tuple["Condition", ...]


class Meets(Struct, frozen=True):
    """Holds where the condition of that name holds."""

    name: str
    at: Pointer


class Field(Struct, frozen=True):
    """A declared field (`gender`, `unit.kind`, in a selection `level`) against comparisons, all of which must hold."""

    name: str
    tests: tuple[Comparison, ...]
    at: Pointer


class Fact(Struct, frozen=True):
    """A fact that is worked out (`age`, `years`, `has`, …) against comparisons, all of which must hold."""

    name: str
    tests: tuple[Comparison, ...]
    at: Pointer
    date: str = ""
    selection: Selection | None = None
    arguments: Mapping[str, object] = field(default_factory=dict)
    condition: "Condition | None" = None


Condition = All | Any | Not | Some | Meets | Field | Fact


class Clause(Struct, frozen=True):
    """One rule of a scheme. `path` is its name in answers; `kind` says how `children` join, or `require`."""

    path: str
    kind: str  # require | all | any | some
    at: Pointer
    source: tuple[str, ...]
    severity: Value
    label: Label | None = None
    reading: Label | None = None
    when: Condition | None = None
    gate: bool = False
    relax: tuple[str, ...] = ()
    require: Condition | None = None
    printed: Condition | None = None
    number: int = 0
    children: tuple["Clause", ...] = ()


def clauses(clause: Clause) -> Iterator[Clause]:
    """A clause and all those below it, in order."""
    yield clause
    for child in clause.children:
        yield from clauses(child)


class Cap(Struct, frozen=True):
    """At most (or at least) so many members, of the whole tier or of each group (`gender`, `unit`, `target.stage`)."""

    at_most: Value
    at_least: Value
    each: str
    about: bool
    source: tuple[str, ...]
    at: Pointer


class Component(Struct, frozen=True):
    """A confirmed yearly result that a ranking adds up, so many years back from the one asked for, and its weight."""

    id: str
    label: Label
    item: str  # "" for the confirmed score itself
    kind: str  # which sessions: annual, semester, …
    back: int
    weight: Fraction


class Ranking(Struct, frozen=True):
    """How members are ordered: a weighted sum, what a missing result means, and the keys that break ties."""

    source: tuple[str, ...]
    reading: Label | None
    components: tuple[Component, ...]
    missing: str  # unknown | reweight
    ties: tuple[str, ...]  # ids of components
    digits: int
    at: Pointer


class Preference(Struct, frozen=True):
    """A condition that orders people who are otherwise equal and excludes nobody."""

    id: str
    label: Label | None
    source: tuple[str, ...]
    condition: Condition


class Tier(Struct, frozen=True):
    """One target that people are judged against: a reserve tier, or a post that is filled by selection."""

    id: str
    title: Label
    target: Mapping[str, str]
    caps: tuple[Cap, ...]
    clause: Clause
    ranking: Ranking | None
    prefer: tuple[Preference, ...]
    at: Pointer


class Relaxation(Struct, frozen=True):
    """A way to soften a limit: granted by name on record, or earned where `when` holds."""

    id: str
    label: Label | None
    source: tuple[str, ...]
    granted: bool  # a grant on record is required
    when: Condition | None  # whom it is for; without a grant it is earned by this
    to: Value
    waive: bool
    bound: Duration | None  # how far a grant may go beyond the limit; None: open


class Effect(Struct, frozen=True):
    """What a record bars (promotion, …) and until when: for a time from a date, or until a date that it states."""

    id: str
    source: tuple[str, ...]
    selection: Selection
    start: str
    lasts: Duration | None
    until: str
    until_end_of: str  # year | "": of the calendar year of its start
    bars: tuple[str, ...]
    then: "Effect | None" = None


class Above(Struct, frozen=True):
    """A clause of a superior policy than which a clause here may be stricter but not looser."""

    policy: str
    clause: str
    ours: str
    stricter: str  # at_least: a higher figure is stricter; at_most: a lower one
    at: Pointer


class Counted(Struct, frozen=True):
    """What is counted: the people whom a condition fits, the authorised posts that one fits, or an amount on record.

    An `amount` is a number of the size of units, or of the fund of the year (of projects with these `purposes`; none:
    with any).
    """

    people: Condition | None = None
    posts: Condition | None = None
    amount: str = ""
    purposes: tuple[str, ...] = ()


class Figure(Struct, frozen=True):
    """A number of people or posts, an amount, a share or a ratio to others, in all or in each unit; and its limits.

    It bars nobody. `when` says which units are meant; `round` how a part of a person is rounded before a number is
    held against a share.
    """

    id: str
    label: Label
    source: tuple[str, ...]
    reading: Label | None
    severity: str
    counted: Counted
    share: Condition | None
    per: Counted | None
    each: str  # "" for all together, or unit
    when: Condition | None
    limits: tuple[Comparison, ...]
    round: str  # exact, or one of the roundings of bands
    at: Pointer


class Policy(Struct, frozen=True, eq=False, dict=True):
    """One version of a scheme, in force from a day to a day (codes, the last one included).

    What stands at its head is there at once, each section is read when it is first asked for and then kept.
    `labels` say what words of the scheme's own are called: votes, voters, items, grades, decisions.
    """

    id: str
    series: str
    path: str
    title: Label
    issuer: Label | None
    number: str
    in_force: tuple[int, int]
    dates: Mapping[str, str]
    conventions: Mapping[str, Mapping[str, object]]
    labels: Mapping[str, Label]
    absences: Mapping[str, "str | int"]
    superiors: tuple[str, ...]
    reference: bool  # followed by analogy only by those that stand under it
    sections: "Sections"

    @cached_property
    def sets(self) -> Mapping[str, Selection]:
        """The named sets of records."""
        return self.sections.sets()

    @cached_property
    def conditions(self) -> Mapping[str, Condition]:
        """The named conditions."""
        return self.sections.conditions()

    @cached_property
    def relaxations(self) -> Mapping[str, Relaxation]:
        """What softens limits, by id."""
        return self.sections.relaxations()

    @cached_property
    def effects(self) -> tuple[Effect, ...]:
        """What records bar."""
        return self.sections.effects()

    @cached_property
    def above(self) -> tuple[Above, ...]:
        """The clauses of superior policies than which clauses here may not be looser."""
        return self.sections.above()

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """What is counted."""
        return self.sections.figures(self.conditions)

    @cached_property
    def actions(self) -> tuple["Ladder", ...]:
        """The ladders of actions."""
        return self.sections.actions()

    @cached_property
    def assessments(self) -> tuple["Assessment", ...]:
        """How people and bodies are assessed."""
        return self.sections.assessments(self.actions)

    @cached_property
    def pool(self) -> "Pool | None":
        """The rules of the reserve pool."""
        return self.sections.pool(self.actions)

    @cached_property
    def fairness(self) -> "Fairness | None":
        """How it is watched that outcomes divide evenly."""
        return self.sections.fairness(self.assessments, self.pool)

    @cached_property
    def changes(self) -> tuple["ChangeRule", ...]:
        """What changes must meet and bring."""
        return self.sections.changes()

    @cached_property
    def duties(self) -> tuple["Duty", ...]:
        """The duties."""
        return self.sections.duties(self.conditions)

    @cached_property
    def procedures(self) -> tuple["Procedure", ...]:
        """The procedures of appointment."""
        return self.sections.procedures()

    @cached_property
    def tiers(self) -> tuple[Tier, ...]:
        """The tiers that people are judged for."""
        return self.sections.tiers()

    @cached_property
    def movement(self) -> "Movement | None":
        """How people are moved."""
        return self.sections.movement()

    @property
    def judged(self) -> tuple[Tier, ...]:
        """All that people are judged for: the tiers, then who is due to move and who may, then candidates and those
        who are appointed."""
        asked = (*(one.asked for one in self.procedures), *(one.asked for one in self.changes))
        moving = self.movement.tiers if self.movement is not None else ()
        return (*self.tiers, *moving, *(tier for tier in asked if tier is not None))

    def stating(self, superiors: tuple[str, ...] | None = None, **sections: object) -> "Policy":
        """The same policy with these superiors or sections in place of its own; what was read stays read."""
        other = replace(self, superiors=self.superiors if superiors is None else superiors)
        vars(other).update({**vars(self), **sections})
        return other
