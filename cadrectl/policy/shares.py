"""Shares of a group: how many places there are, of how many people, and who has one; not what a place brings."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from cadrectl.facts.moment import Index
from cadrectl.facts.truth import FAIL, PASS, UNKNOWN
from cadrectl.policy.bands import ROUNDINGS
from cadrectl.policy.cuts import order
from cadrectl.policy.exact import Amount, apportioned
from cadrectl.policy.fitting import plain_values
from cadrectl.policy.model import Cases, Value
from cadrectl.policy.number_model import GroupShare, Partition
from cadrectl.policy.sheets import Sheet

if TYPE_CHECKING:
    from cadrectl.policy.clerk import Clerk

Verdicts = NDArray[np.int8]


class Contest(Struct, frozen=True):
    """What the subjects of a sheet are ordered by, number by number, and who stands for a place."""

    keys: Sequence[tuple[Amount, ...]]
    standing: Verdicts


class Allowed(Struct, frozen=True):
    """The places of one group: `seats` of `base` people, by the share `amount`; None where nobody can tell.

    `members` are the positions of those in it who were assessed.
    """

    group: str
    members: Index
    base: int
    amount: Fraction | None
    seats: int | None


def within(clerk: "Clerk", sheet: Sheet, share: GroupShare, contest: Contest) -> tuple[Verdicts, list[Allowed]]:
    """Who of those who stand is in the share of their group, and the places of each group."""
    found = np.where(contest.standing == FAIL, FAIL, UNKNOWN).astype(np.int8)
    allowed = places(clerk, sheet, share)
    for one in allowed:
        if one.seats is not None:
            found[one.members] = _above(sheet, contest, one.members, one.seats, share)
    return found, allowed


def equal_at_cut(clerk: "Clerk", sheet: Sheet, share: GroupShare, contest: Contest) -> NDArray[np.bool_]:
    """Whose place in the share is open only since they equal others across the cut, and people say about those."""
    if share.ties != "ask":
        return np.zeros(len(sheet), np.bool_)
    taken, left = (within(clerk, sheet, replace(share, ties=ties), contest)[0] for ties in ("in", "out"))
    equal: NDArray[np.bool_] = (taken == PASS) & (left == FAIL)
    return equal


def places(clerk: "Clerk", sheet: Sheet, share: GroupShare) -> list[Allowed]:
    """The places that a share of each group makes."""
    found = []
    for name, everybody in _groups(sheet, share.across):
        members = everybody[sheet.assessed[everybody]]
        base = len(everybody) if share.base == "due" else len(members)
        amount = _amount(clerk, sheet, share.amount, members)
        seats = None
        if amount is not None:
            seats = int(amount) if share.count else ROUNDINGS[share.round](amount * base)
        found.append(Allowed(name, members, base, amount, seats))
    return found


def parted(sheet: Sheet, partition: Partition, contest: Contest) -> tuple[list[Verdicts], list[list[Allowed]]]:
    """Who is in each part of a group that is divided whole, part by part from the top, and the places of each part."""
    parts = [part for _, part in partition.shares]
    inside = [np.where(contest.standing == FAIL, FAIL, UNKNOWN).astype(np.int8) for _ in parts]
    allowed: list[list[Allowed]] = [[] for _ in parts]
    for name, everybody in _groups(sheet, "group"):
        members = everybody[sheet.assessed[everybody]]
        seats = apportioned(parts, len(members), partition.round)
        above = np.zeros(len(members), np.int8)
        for at, part in enumerate(parts):
            share = GroupShare("top", part, False, "assessed", "", partition.ties, "group")
            so_far = _above(sheet, contest, members, sum(seats[: at + 1]), share)
            inside[at][members] = np.minimum(so_far, PASS - above)
            above = so_far
            allowed[at].append(Allowed(name, members, len(members), part, seats[at]))
    return inside, allowed


def equal_at_ends(sheet: Sheet, partition: Partition, contest: Contest) -> NDArray[np.bool_]:
    """Whose part is open only since they equal others across its end, and people say about those."""
    if partition.ties != "ask":
        return np.zeros(len(sheet), np.bool_)
    taken, left = (parted(sheet, replace(partition, ties=ties), contest)[0] for ties in ("in", "out"))
    equal = np.zeros(len(sheet), np.bool_)
    for one, other in zip(taken, left, strict=True):
        equal |= (one == PASS) & (other == FAIL)
    return equal


def _groups(sheet: Sheet, across: str) -> Iterator[tuple[str, Index]]:
    """The positions of those in each group, assessed or not."""
    if across == "all":
        yield "", np.arange(len(sheet))
        return
    for code, name in enumerate(sheet.groups):
        yield name, np.flatnonzero(sheet.group == code)


def _above(sheet: Sheet, contest: Contest, members: Index, seats: int, share: GroupShare) -> Verdicts:
    """Who of a group has a place. Beside it stand those of whom nobody can tell whether they belong to it."""
    doubtful = np.flatnonzero(sheet.assessed & (sheet.group < 0)) if share.across != "all" else members[:0]
    together = np.append(members, doubtful)
    standing = contest.standing[together]
    standing[len(members) :] = np.minimum(standing[len(members) :], UNKNOWN)
    placed = order([contest.keys[at] for at in together.tolist()])
    placed = placed.reversed if share.side == "bottom" else placed
    return placed.above(seats, standing, share.ties)[: len(members)]


def _amount(clerk: "Clerk", sheet: Sheet, value: Value, members: Index) -> Fraction | None:
    """The share of a group; one that depends on a case is that of the case which holds for all in it."""
    if not isinstance(value, Cases):
        amount = plain_values(value)[0]
        assert isinstance(amount, Fraction)  # the parser has checked it
        return amount
    for when, branch in value.branches:
        now = np.full(len(members), PASS, np.int8)
        if when is not None:
            now = clerk.evaluator(sheet).condition(when, sheet.moment).now[members]
        if (now == PASS).all():
            return _amount(clerk, sheet, branch, members)
        if (now != FAIL).any():
            return None
    return None
