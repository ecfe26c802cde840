"""Ballots and marks that come to a wanted total, in whole hundredths of a point and by whole numbers only.

How they are put together is that of the scheme that comes with the program: evaluation 40 %, marks 60 %, for the
head of a unit a fifth of the total from the unit."""

from fractions import Fraction

from msgspec import Struct

from cadrectl.demo.dice import Dice

VOTES = ("excellent", "competent", "basically-competent", "incompetent")
_POINTS = (100, 80, 60, 40)
_WEIGHTS = {"leader": 30, "peer": 30, "staff": 40}
_FEWEST, _MOST = 45 * 100, 99 * 100


class Tally(Struct, frozen=True):
    """The ballots of one class of voters about a person: by vote, from the best, and those that abstain."""

    votes: tuple[int, int, int, int]
    abstained: int = 0

    @property
    def valid(self) -> int:
        """How many give a vote."""
        return sum(self.votes)

    @property
    def score(self) -> int:
        """The points of the votes over the valid ballots."""
        return rounded(100 * sum(map(int.__mul__, self.votes, _POINTS)), self.valid)


def rounded(dividend: int, divisor: int) -> int:
    """The quotient as a whole number, a half upwards."""
    return (2 * dividend + divisor) // (2 * divisor)


def tally(present: int, level: int, dice: Dice) -> Tally:
    """Ballots of so many voters whose score is about `level` points."""
    abstained = 1 if present > 5 and dice.chance(0.15) else 0
    valid = present - abstained
    better = rounded((level - 80) * valid, 20)
    excellent, basically = (min(better, valid), 0) if better >= 0 else (0, min(-better, valid))
    if valid > 8 and 0 < excellent < valid - 2 and dice.chance(0.3):
        excellent, basically = excellent + 1, basically + 1
    return Tally((excellent, valid - excellent - basically, basically, 0), abstained)


def tallies_with_share(present: dict[str, int], share: Fraction, more: int) -> dict[str, Tally]:
    """Ballots of all classes of voters of which exactly this share, and so many more, are the two lowest votes:
    as many of the staff abstain as the share needs to come out whole."""
    abstained = sum(present.values()) % 10
    low = int((sum(present.values()) - abstained) * share) + more
    found = {}
    for voter in ("staff", "peer", "leader"):
        away = abstained if voter == "staff" else 0
        valid = present[voter] - away
        mine = min(low, valid)
        low -= mine
        good = (valid - mine) // 2
        found[voter] = Tally((good, valid - mine - good, mine - mine // 4, mine // 4), away)
    return {voter: found[voter] for voter in present}


def evaluation(tallies: dict[str, Tally]) -> int:
    """The evaluation by the three classes of voters."""
    return rounded(sum(_WEIGHTS[voter] * one.score for voter, one in tallies.items()), 100)


def marks_for(total: int, voted: int, unit: int | None, dice: Dice) -> list[int]:
    """Five marks that bring the total about where it is wanted, within what marks can be; `unit` is the total of
    the unit where that counts."""
    if unit is None:
        marks = rounded(100 * total - 40 * voted, 12)
    else:
        marks = rounded(10000 * total - 3200 * voted - 2000 * unit, 960)
    marks = max(5 * _FEWEST, min(5 * _MOST, marks))
    base = rounded(marks, 500) * 100
    one, other = 100 * dice.between(-3, 3), 100 * dice.between(-2, 2)
    if not _FEWEST <= base - 300 <= base + 300 <= _MOST:
        one = other = 0
    return [base + one, base - one, base + other, base - other, marks - 4 * base]


def total(voted: int, marks: list[int], unit: int | None) -> int:
    """The total of a year."""
    if unit is None:
        return rounded(40 * voted + 12 * sum(marks), 100)
    return rounded(3200 * voted + 960 * sum(marks) + 2000 * unit, 10000)


def low_share(tallies: dict[str, Tally]) -> Fraction:
    """The share of the two lowest votes in the valid ballots of all classes."""
    low = sum(one.votes[2] + one.votes[3] for one in tallies.values())
    return Fraction(low, sum(one.valid for one in tallies.values()))


def points(hundredths: int) -> int | float:
    """A number of hundredths as a record states it."""
    return hundredths // 100 if hundredths % 100 == 0 else hundredths / 100
