"""Which numbers would show how a few people voted, so that nothing shows them; the policy says how few are too few.

A number is hidden where it counts fewer ballots than that, where it and another leave so few between them, and where
it could be worked out from a number that shows it. What is hidden still counts in every total.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cadrectl.policy.ballot_values import tally
from cadrectl.policy.number_model import Ballots, BallotScore, Name, Number, VoteShare
from cadrectl.policy.number_walk import below
from cadrectl.policy.sheets import Sheet

if TYPE_CHECKING:
    from cadrectl.policy.clerk import Clerk

Hidden = Mapping[str, NDArray[np.bool_]]


def hidden(clerk: "Clerk", sheet: Sheet) -> Hidden:
    """For each number of the assessment the subjects for whom it is not shown."""
    numbers = sheet.assessment.numbers
    few = _few(clerk, sheet)
    found = {name: np.zeros(len(sheet), np.bool_) for name in numbers}
    for name, number in numbers.items():
        for one in ballots_of(number):
            found[name] |= few[one]
    for _ in numbers:  # what is hidden may give away, or be given away by, a number before it
        for name, number in numbers.items():
            _cover(found, name, names_in(number))
    return found


def _few(clerk: "Clerk", sheet: Sheet) -> dict[Ballots, NDArray[np.bool_]]:
    """Where ballots are too few, or differ by too few from others on the same question."""
    least = sheet.assessment.anonymous
    counted = (one for number in sheet.assessment.numbers.values() for one in ballots_of(number))
    returned = {one: tally(clerk, sheet, one).returned for one in counted}
    few = {one: (count > 0) & (count < least) for one, count in returned.items()}
    for one, count in returned.items():
        for other, smaller in returned.items():
            if one.question == other.question and _holds(one, other):
                few[one] = few[one] | ((count > smaller) & (count - smaller < least) & ~few[other])
    return few


def ballots_of(number: Number) -> list[Ballots]:
    """The ballots that a number counts itself, those of the numbers that it names apart."""
    return [part.work.ballots for part in below(number) if isinstance(part.work, BallotScore | VoteShare)]


def names_in(number: Number) -> list[str]:
    """The other numbers of the assessment that a number names, each once, in order."""
    return list(dict.fromkeys(part.work.name for part in below(number) if isinstance(part.work, Name)))


def _holds(one: Ballots, other: Ballots) -> bool:
    """Whether ballots are of all the classes of others and of more."""
    if not other.voters:
        return False
    return not one.voters or set(one.voters) > set(other.voters)


def _cover(found: dict[str, NDArray[np.bool_]], name: str, inside: list[str]) -> None:
    """A number that shows all it is made of but one gives that one away: one more is hidden, or the number itself."""
    if not inside:
        return
    covered = np.sum([found[one] for one in inside], axis=0)
    alone = (covered == 1) & ~found[name]
    if len(inside) == 1:
        found[name] = found[name] | alone
        return
    for one in inside:
        next_one = alone & ~found[one]
        found[one] = found[one] | next_one
        alone = alone & ~next_one
