"""Numbers of one subject among those ranked together: the place, the share of the best, the mean of the group."""

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from cadrectl.facts.moment import Index
from cadrectl.policy.cuts import order
from cadrectl.policy.exact import Amount, mean
from cadrectl.policy.number_model import OfGroup, Place
from cadrectl.policy.sheets import Sheet

if TYPE_CHECKING:
    from cadrectl.policy.clerk import Amounts, Clerk


def groups(sheet: Sheet, across: str) -> Iterator[Index]:
    """The positions of those ranked together; all in one with `all`. Whoever was not assessed is in none."""
    if across == "all":
        yield np.flatnonzero(sheet.assessed)
        return
    for code in range(len(sheet.groups)):
        yield np.flatnonzero(sheet.assessed & (sheet.group == code))


def place(clerk: "Clerk", sheet: Sheet, work: Place) -> "Amounts":
    """The place, unknown where a colleague whose number is unknown could change it."""
    amounts = clerk.amounts(sheet, work.of)
    found: list[Amount] = [None] * len(sheet)
    for members in groups(sheet, work.across):
        ranked = order([(amounts[at],) for at in members.tolist()])
        best, worst = (ranked.reversed if work.side == "bottom" else ranked).places()
        for at, low, high in zip(members.tolist(), best.tolist(), worst.tolist(), strict=True):
            found[at] = Fraction(low) if low == high else None
    return found


def of_group(clerk: "Clerk", sheet: Sheet, work: OfGroup) -> "Amounts":
    """The number against the highest of the group, or the mean of the group; unknown where one in it is unknown."""
    amounts = clerk.amounts(sheet, work.of)
    found: list[Amount] = [None] * len(sheet)
    for members in groups(sheet, work.across):
        there = [amount for at in members.tolist() if (amount := amounts[at]) is not None]
        if not there or len(there) < len(members):
            continue
        best, middle = max(there), mean(there)
        for at, amount in zip(members.tolist(), there, strict=True):
            if work.how == "mean":
                found[at] = middle
            elif best:
                found[at] = amount / best * work.scale
    return found
