"""Numbers from ballots: points by vote, and shares of votes or of voters, each over the base that the policy states."""

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cadrectl.facts.ballots import PaperLimit
from cadrectl.facts.tallies import Tally
from cadrectl.policy.number_model import Ballots, BallotScore, VoteShare
from cadrectl.policy.sheets import Sheet

if TYPE_CHECKING:
    from cadrectl.policy.clerk import Amounts, Clerk

Known = NDArray[np.bool_]


def tally(clerk: "Clerk", sheet: Sheet, ballots: Ballots) -> Tally:
    """The ballots on the subjects of a sheet; those of nobody for whoever was not assessed."""
    limit = None
    if ballots.each_at_most is not None:
        share = ballots.each_at_most.share
        limit = PaperLimit(ballots.each_at_most.vote, share.numerator, share.denominator)
    return clerk.tallies[sheet.table].of(sheet.entry, ballots.voters, ballots.question, limit)


def score(clerk: "Clerk", sheet: Sheet, work: BallotScore) -> "Amounts":
    """Points over the base. Unknown with an empty base, and where a vote was given that has no points."""
    found = tally(clerk, sheet, work.ballots)
    scale = lcm(*(points.denominator for points in work.points.values()))
    points = np.array([int(work.points.get(word, Fraction(0)) * scale) for word in found.words], np.int64)
    pointless = np.array([word not in work.points for word in found.words], np.bool_)
    known = found.known & ~(found.votes[:, pointless] > 0).any(axis=1)
    return _quotients(found.votes @ points, base(found, work.base), known, scale)


def share(clerk: "Clerk", sheet: Sheet, work: VoteShare) -> "Amounts":
    """Some votes, or all ballots or voters of a sort, over the base; unknown with an empty base."""
    found = tally(clerk, sheet, work.ballots)
    if work.counted:
        known = found.known | (work.counted == "present")
        return _quotients(base(found, work.counted), base(found, work.base), known, 1)
    wanted = np.array([word in work.of for word in found.words], np.bool_)
    return _quotients(found.votes[:, wanted].sum(axis=1), base(found, work.base), found.known, 1)


def base(found: Tally, name: str) -> NDArray[np.float64]:
    """How many ballots (valid, returned) or voters (present, due) there are; NaN where that is not on record."""
    counts = {"valid": found.valid, "returned": found.returned, "present": found.present, "due": found.due}
    return counts[name].astype(np.float64)


def _quotients(
    above: NDArray[np.int64] | NDArray[np.float64], below: NDArray[np.float64], known: Known, scale: int
) -> "Amounts":
    known = known & (below > 0) & ~np.isnan(above)
    tops, bottoms = np.where(known, above, 0).astype(np.int64), np.where(known, below, 1).astype(np.int64) * scale
    cells = zip(tops.tolist(), bottoms.tolist(), known.tolist(), strict=True)
    return [Fraction(top, bottom) if told else None for top, bottom, told in cells]
