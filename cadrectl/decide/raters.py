"""How each class of voters took part and how leniently it scored, over all whom it scored; nothing about one voter.

Leniency is how many points more than the mean of all classes a class gave, over the subjects whom several classes
scored and whose scores are all shown, so that it tells nothing that is hidden. A class of fewer voters than may be
shown is left out.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import compress

import numpy as np
from msgspec import Struct

from cadrectl.policy.ballot_values import tally
from cadrectl.policy.clerk import Clerk
from cadrectl.policy.exact import Amount, mean
from cadrectl.policy.number_model import BallotScore
from cadrectl.policy.sheets import Sheet
from cadrectl.policy.small_classes import Sessions


class Raters(Struct, frozen=True):
    """One number from ballots: whose they are, of how many subjects, how many ballots came back.

    `turnout` is their share of those who should vote, None where attendance is not on record; `leniency` None where
    no other class scored the same subjects, or none is shown. `unseen` are the subjects whose scores are not shown.
    """

    sheet: Sheet
    number: str
    subjects: int
    ballots: int
    turnout: Amount
    leniency: Amount
    unseen: int


def raters(clerk: Clerk, sheet: Sheet) -> Iterator[Raters]:
    """The classes of voters of an assessment, in the order of the numbers that their ballots make."""
    scored = {
        name: number.work for name, number in sheet.assessment.numbers.items() if isinstance(number.work, BallotScore)
    }
    out_of_sight = clerk.hidden(sheet)
    least = clerk.guard(Sessions(sheet.table, sheet.assessment.kind, sheet.period.year)).least
    for name, work in scored.items():
        found = tally(clerk, sheet, work.ballots)
        counted = sheet.assessed & ~np.isnan(found.due) & (found.due > 0)
        due = int(found.due[counted].sum())
        ballots = int(found.returned[sheet.assessed].sum())
        voters = int(found.returned[sheet.assessed].max(initial=0))  # at least: who they were is not on record
        if voters and voters >= least:
            yield Raters(
                sheet,
                name,
                int((found.returned > 0).sum()),
                ballots,
                Fraction(int(found.returned[counted].sum()), due) if due else None,
                _leniency(clerk, sheet, name, list(scored)),
                int(out_of_sight[name].sum()),
            )


def _leniency(clerk: Clerk, sheet: Sheet, name: str, names: list[str]) -> Amount:
    rows = zip(*(clerk.named(sheet, one) for one in names), strict=True)
    closed = np.any([clerk.hidden(sheet)[one] for one in names], axis=0)
    own = names.index(name)
    more = []
    for row in compress(rows, ~closed):
        known = [amount for amount in row if amount is not None]
        middle, mine = mean(known), row[own]
        if middle is not None and mine is not None and len(known) > 1:
            more.append(mine - middle)
    return mean(more)
