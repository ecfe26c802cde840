"""The parts of a policy that work out numbers and what follows from them, once read. No evaluation here.

Numbers, grades, shares of a group, consequences and the rules of the pool; conditions are those of `model`. In them
`number`, `grade`, `place` and `decided` are facts whose arguments say of which assessment and number (see `outcomes`).
"""

from collections.abc import Mapping
from fractions import Fraction

from msgspec import Struct

from cadrectl.policy.bands import Bands
from cadrectl.policy.model import Condition, Duration, Fact, Pointer, Selection, Value
from cadrectl.vocabulary import Label


class Rounding(Struct, frozen=True):
    """To the nearest multiple of `step` by one of `bands.ROUNDINGS`."""

    step: Fraction
    how: str


class Constant(Struct, frozen=True):
    """A number that stands in the policy."""

    value: Fraction


class Name(Struct, frozen=True):
    """The number of that name in the same assessment."""

    name: str


class Item(Struct, frozen=True):
    """A scored item of the session. With several rows of it (raters) `take` says which counts; "" expects one row."""

    name: str
    by: tuple[str, ...]  # the raters asked; () for all
    take: str  # "" | mean | sum | highest | lowest
    trim: int  # so many of the highest and so many of the lowest are left out before
    missing: str  # unknown | none: with no row nothing was earned, which is 0


class EachAtMost(Struct, frozen=True):
    """A paper that gives `vote` to more than this share of the people on it is invalid."""

    vote: str
    share: Fraction


class Ballots(Struct, frozen=True):
    """Which ballots of the session: of these classes of voters (() for all), on this question ("" for the only one)."""

    voters: tuple[str, ...]
    question: str
    each_at_most: EachAtMost | None


class BallotScore(Struct, frozen=True):
    """Points by vote, added up over the ballots and divided by the base (valid | returned | present | due)."""

    ballots: Ballots
    points: Mapping[str, Fraction]
    base: str


class VoteShare(Struct, frozen=True):
    """Of the base (valid | returned | present | due), the share of these votes; or of the `counted` papers or people.

    Either `of` holds votes or `counted` is valid | returned | present (the turnout is `present` of `due`).
    """

    ballots: Ballots
    of: tuple[str, ...]
    counted: str
    base: str


class Score(Struct, frozen=True):
    """The score that the session itself records, worked out elsewhere."""


class Weighted(Struct, frozen=True):
    """A part of a weighted sum."""

    of: "Number"
    weight: Fraction


class Sum(Struct, frozen=True):
    """A weighted sum; weights total 1. A missing part makes it unknown, or the other weights grow in proportion."""

    parts: tuple[Weighted, ...]
    missing: str  # unknown | reweight


class Arithmetic(Struct, frozen=True):
    """`add` or `times` all parts; `minus` the others from the first; `ratio` the first by the second (0: unknown)."""

    how: str  # add | minus | times | ratio
    parts: tuple["Number", ...]


class Mean(Struct, frozen=True):
    """The mean of several numbers, or (`over`) of one number in each session of a kind or in each of the last years."""

    of: tuple["Number", ...]
    over: str  # "" | sessions | years
    kind: str  # of the sessions; "" for those of the assessment
    last: int  # years, the present one included; 0 where not over years
    trim: int
    missing: str  # unknown | reweight: those that are there


class Graded(Struct, frozen=True):
    """A number for each record: of the first case whose condition (on the record) holds; the last has none."""

    branches: tuple[tuple[Condition | None, Fraction], ...]


class Points(Struct, frozen=True):
    """Points for records. Of those alike in the field `per` only the highest counts; then sum or highest of all."""

    selection: Selection
    each: Graded
    per: str
    take: str  # sum | highest


class Count(Struct, frozen=True):
    """How many records there are (different ones, where the selection says `distinct`)."""

    selection: Selection


class Measured(Struct, frozen=True):
    """What a fact comes to: the whole `years` in records, or the `total` of a number in them. Its test always holds."""

    fact: Fact


class FieldNumber(Struct, frozen=True):
    """A declared field that is a number (`unit.staff`)."""

    name: str


class Result(Struct, frozen=True):
    """A recorded result of the unit (the one assessed, or where the person worked) in the year."""

    indicator: str
    take: str  # score | rank | of


class From(Struct, frozen=True):
    """A number of another assessment in the same year; where that one is of units, of the unit of the person."""

    assess: str
    number: str  # "" for its total
    take: str  # home | mean | highest | lowest: of the units where the person leads several


class Place(Struct, frozen=True):
    """The place in the group by a number, 1 for the best (`from: bottom`: for the last); equals share a place."""

    of: "Number"
    side: str  # top | bottom
    across: str  # group | all


class OfGroup(Struct, frozen=True):
    """A number against the group: `best` is of/(highest of the group) × scale, `mean` the mean of the group."""

    how: str  # best | mean
    of: "Number"
    scale: Fraction  # of best; 1 for the mean
    across: str  # group | all


class Banded(Struct, frozen=True):
    """The number that the band gives into which another falls."""

    of: "Number"
    bands: Bands[Fraction]


class NumberCases(Struct, frozen=True):
    """The number of the first case whose condition holds; the last one has no condition."""

    branches: tuple[tuple[Condition | None, "Number"], ...]


Work = (
    Constant
    | Name
    | Item
    | BallotScore
    | VoteShare
    | Score
    | Sum
    | Arithmetic
    | Mean
    | Points
    | Count
    | Measured
    | FieldNumber
    | Result
    | From
    | Place
    | OfGroup
    | Banded
    | NumberCases
)


class Number(Struct, frozen=True):
    """A number: how it is worked out `back` periods ago, then held within its ends, then rounded."""

    work: Work
    at: Pointer
    label: Label | None = None
    source: tuple[str, ...] = ()
    reading: Label | None = None
    back: int = 0
    at_least: "Number | None" = None
    at_most: "Number | None" = None
    round: Rounding | None = None


class GroupShare(Struct, frozen=True):
    """A share of a group from its top or bottom: so many people (`count`) or a share of the base, rounded as stated.

    `ties` says of people equal at the cut whether all are in, none, or people must say (`ask`: unknown).
    """

    side: str  # top | bottom
    amount: Value  # a share, or a whole number of people
    count: bool
    base: str  # due | present | assessed; "" with a count
    round: str  # of bands.ROUNDINGS; "" with a count
    ties: str  # in | out | ask
    across: str  # group | all


class GradeCase(Struct, frozen=True):
    """A grade for whoever meets the condition and, with a share, has a place in it among those not yet graded."""

    grade: str
    when: Condition | None
    share: GroupShare | None
    source: tuple[str, ...]
    reading: Label | None
    at: Pointer


class Partition(Struct, frozen=True):
    """The whole group in shares, from the top, in the order given.

    `round` is `largest-remainder`, or how the ends of the shares, added up from the top, are rounded to people.
    """

    shares: tuple[tuple[str, Fraction], ...]  # grade and its part of 1
    round: str
    ties: str
    source: tuple[str, ...]
    reading: Label | None
    at: Pointer


class Ceiling(Struct, frozen=True):
    """No better than this grade where the condition holds; it caps and never sets."""

    at_most: str
    when: Condition
    source: tuple[str, ...]
    reading: Label | None
    at: Pointer


class Quota(Struct, frozen=True):
    """How many may have a grade (or a better one): a share of the base, rounded as stated; it binds who confirms."""

    grade: str
    at_most: Value
    base: str  # due | present | assessed
    round: str
    severity: str
    source: tuple[str, ...]
    reading: Label | None
    at: Pointer


class Grades(Struct, frozen=True):
    """The grades of a scheme, weakest first, and who gets which: cases in order, or a partition; then ceilings.

    With neither, a body gives the grades: until it has confirmed one, any is open that no ceiling excludes.
    """

    order: tuple[str, ...]
    cases: tuple[GradeCase, ...]
    partition: Partition | None
    ceilings: tuple[Ceiling, ...]
    quotas: tuple[Quota, ...]
    at: Pointer


class Action(Struct, frozen=True):
    """Something that can follow for a person or unit."""

    id: str
    label: Label


class Ladder(Struct, frozen=True):
    """Actions of one sort, weakest first: of those that fire the strongest is taken."""

    id: str
    label: Label | None
    steps: tuple[Action, ...]
    at: Pointer


class Consequence(Struct, frozen=True):
    """What follows where a condition holds: all of the actions, or (`one_of`) one that a body chooses.

    It does not fire where `unless` holds. It lasts for a time or to the end of the `year` ("": neither);
    `holders` says of a unit's consequence which of the people who hold its posts bear it.
    """

    id: str
    label: Label | None
    source: tuple[str, ...]
    reading: Label | None
    severity: str  # must | should | reference
    when: Condition
    unless: Condition | None
    then: tuple[str, ...]
    one_of: bool
    lasts: Duration | None
    until_end_of: str  # year | ""
    bars: tuple[str, ...]
    holders: Condition | None
    at: Pointer


class Group(Struct, frozen=True):
    """People or units who are ranked together."""

    id: str
    label: Label | None
    when: Condition


class Assessment(Struct, frozen=True):
    """One assessment: whom it is of, the numbers in the order of computation, grades and consequences."""

    id: str
    title: Label
    source: tuple[str, ...]
    reading: Label | None
    kind: str  # of the sessions
    subject: str  # person | unit
    who: Condition | None
    period: str  # year | school-year | semester | term
    cohort: tuple[str, ...]  # fields by which groups are set apart
    groups: tuple[Group, ...]  # or conditions, the first that holds
    anonymous: int  # fewer ballots than this are never shown; 0: no such limit
    numbers: Mapping[str, Number]
    total: str  # "" where the assessment has no total
    ties: tuple[str, ...]  # names of numbers
    grades: Grades | None
    consequences: tuple[Consequence, ...]
    at: Pointer


class PoolRule(Struct, frozen=True):
    """A decision on a reserve where a condition holds, and the actions that follow it.

    `member` is a condition on the record of membership. A change to the tier `to` is for those who qualify for it;
    `reason` is what the record says of somebody who leaves.
    """

    id: str
    label: Label | None
    source: tuple[str, ...]
    reading: Label | None
    severity: str  # must | should | reference
    member: Condition | None
    when: Condition
    decide: str
    to: str
    reason: str
    then: tuple[str, ...]
    at: Pointer


class Pool(Struct, frozen=True):
    """The rolling management of the pool: the assessments it reads and its rules; the strongest decision wins."""

    source: tuple[str, ...]
    reading: Label | None
    yearly: str
    summative: str  # "" where there is none
    term: Duration
    cohort: tuple[str, ...]
    order: tuple[str, ...]  # decisions, weakest first
    rules: tuple[PoolRule, ...]
    at: Pointer


class Fairness(Struct, frozen=True):
    """How it is watched whether outcomes divide evenly: between which groups, and from which ratio on they are alike.

    `favourable` are by assessment the grades that favour somebody, and under `pool` the decisions that do.
    """

    source: tuple[str, ...]
    reading: Label | None
    ratio: Fraction
    at_least: int
    by: tuple[str, ...]  # fields of people; `age` for bands of age
    ages: tuple[int, ...]  # the full years at which the bands begin
    favourable: Mapping[str, tuple[str, ...]]
    at: Pointer
