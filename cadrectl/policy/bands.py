"""Values by band of a number (school size to headcount, score to grade): read, held to be a partition, looked up.

Bands are not cases: their order says nothing, and every number falls into exactly one of them. What a source leaves
out or says twice is found when the policy is read, by exact fractions on both sides of every limit.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor, inf
from typing import Any as Raw
from typing import Generic, TypeVar

from msgspec import Struct

from cadrectl.calendar import YEAR
from cadrectl.policy.literal import literal
from cadrectl.policy.model import Duration, Pointer
from cadrectl.policy.problems import Reporter
from cadrectl.text import say

Use = TypeVar("Use")
Cut = tuple[Fraction | float, int]
"""A place between numbers: just before one (0) or just after it (1)."""

LIMITS: Mapping[str, tuple[str, int]] = {
    "at_least": ("low", 0),
    "more_than": ("low", 1),
    "less_than": ("high", 0),
    "at_most": ("high", 1),
}
ROUNDINGS: Mapping[str, Callable[[Fraction], int]] = {
    "floor": floor,
    "half-up": lambda number: floor(number + Fraction(1, 2)),
    "ceiling": ceil,
}
KEYS = ("of", "bands", "step", "round", "from", "to")


class Band(Struct, Generic[Use], frozen=True):
    """The numbers between two cuts, what is used for them, and the limits as they are written."""

    low: Cut
    high: Cut
    use: Use
    limits: Mapping[str, Raw]
    at: Pointer


class Bands(Struct, Generic[Use], frozen=True):
    """Bands in the order of their numbers. With a `step` only its multiples are meant, with `round` others too."""

    bands: tuple[Band[Use], ...]
    step: Fraction | None = None
    round: str = ""

    def find(self, number: Fraction) -> Use | None:
        """What is used for a number, rounded first as stated; None for one that no band takes."""
        if self.step is not None and self.round:
            number = rounded(number, self.step, self.round)
        if self.step is not None and number % self.step:
            return None
        place = (number, 0)
        return next((band.use for band in self.bands if band.low <= place < band.high), None)


def rounded(number: Fraction, step: Fraction, how: str) -> Fraction:
    """The number as a multiple of `step`, by one of `ROUNDINGS`."""
    return ROUNDINGS[how](number / step) * step


def read_bands(
    report: Reporter, raw: Mapping[str, Raw], at: Pointer, use: Callable[[Raw, Pointer], Use]
) -> Bands[Use] | None:
    """The bands that a policy states; None where they cannot be read or do not part the numbers, which is reported.

    `use` reads what a band gives. Reports `bad-literal`, `unknown-word`, `band-gap`, `band-overlap`.
    """
    found = len(report.problems)
    for key in raw:
        if key not in KEYS:
            report.unknown_word((*at, key), key, KEYS)
    numbers = {key: _number(report, raw[key], (*at, key)) for key in ("step", "from", "to") if key in raw}
    step, rounding = numbers.get("step"), str(raw.get("round", ""))
    if rounding and rounding not in ROUNDINGS:
        report.unknown_word((*at, "round"), rounding, ROUNDINGS)
    if (step is not None and step <= 0) or (rounding and step is None):
        report.add("bad-literal", at, say("Bands are rounded to a step above zero, such as `step: 1`."))
    if not isinstance(raw["bands"], list) or not raw["bands"]:
        report.add("bad-literal", at, say("`bands` is a list of limits, each with its `use`."))
    if len(report.problems) > found:
        return None
    read = [_band(report, one, (*at, "bands", index), (step, use)) for index, one in enumerate(raw["bands"])]
    bands = sorted((band for band in read if band is not None), key=lambda band: (band.low, band.high))
    if len(report.problems) == found:
        ends = (numbers.get("from"), 0), (numbers.get("to"), 1)
        _check_partition(report, bands, _on_step(_cut(*ends[0], -inf), step), _on_step(_cut(*ends[1], inf), step))
    return Bands(tuple(bands), step, rounding) if len(report.problems) == found else None


def _band(
    report: Reporter, raw: Raw, at: Pointer, within: tuple[Fraction | None, Callable[[Raw, Pointer], Use]]
) -> Band[Use] | None:
    """One band, its cuts on the step; None where it cannot be read."""
    step, use = within
    limits = {key: raw[key] for key in raw if key in (*LIMITS, "is")} if isinstance(raw, Mapping) else {}
    if not limits or set(raw) - set(limits) != {"use"}:
        report.add("bad-literal", at, say("A band has limits (at_least, more_than, at_most, less_than, is) and `use`."))
        return None
    cuts: dict[str, Cut] = {"low": (-inf, 0), "high": (inf, 0)}
    for key, value in limits.items():
        number = _number(report, value, (*at, key))
        if number is None:
            return None
        for side, after in (("low", 0), ("high", 1)) if key == "is" else (LIMITS[key],):
            cuts[side] = (number, after)
    low, high = _on_step(cuts["low"], step), _on_step(cuts["high"], step)
    if low >= high:
        report.add("bad-literal", at, say("Nothing lies between the limits of this band."))
        return None
    return Band(low, high, use(raw["use"], (*at, "use")), limits, at)


def _number(report: Reporter, raw: Raw, at: Pointer) -> Fraction | None:
    """A limit as a number, a time as one of years; None where it is neither, which is reported."""
    value = None if isinstance(raw, list | Mapping) else literal(raw)
    if isinstance(value, Duration):
        return Fraction(value.codes, YEAR)
    if isinstance(value, Fraction):
        return value
    report.add("bad-literal", at, say("“{value}” is no value for this.", value=str(raw)), say("Write a number."))
    return None


def _cut(number: Fraction | None, after: int, otherwise: float) -> Cut:
    return (otherwise, 0) if number is None else (number, after)


def _on_step(cut: Cut, step: Fraction | None) -> Cut:
    """The cut moved up to just before the next multiple of the step, if there is one."""
    number, after = cut
    if step is None or not isinstance(number, Fraction):
        return cut
    return ((floor(number / step) + 1 if after else ceil(number / step)) * step, 0)


def _check_partition(report: Reporter, bands: Sequence[Band[Use]], start: Cut, end: Cut) -> None:
    """Report the numbers from `start` to `end` that fall into no band, and those that fall into two."""
    reached = bands[0].low
    _check_gap(report, bands[0], start, reached)
    for band in bands:
        _check_gap(report, band, reached, band.low)
        if reached > band.low:
            number = _between(band.low, min(reached, band.high))
            report.add("band-overlap", band.at, say("{number} falls into two bands.", number=number), _READING)
        reached = max(reached, band.high)
    _check_gap(report, bands[-1], reached, end)


def _check_gap(report: Reporter, band: Band[Use], low: Cut, high: Cut) -> None:
    if low < high:
        report.add("band-gap", band.at, say("{number} falls into no band.", number=_between(low, high)), _READING)


_READING = say("Where the source leaves this open, choose a band and say so under `reading`.")


def _between(low: Cut, high: Cut) -> str:
    """One number between two cuts, to show."""
    (bottom, after), (top, _) = low, high
    if not isinstance(bottom, Fraction):
        number = Fraction(top) - 1 if top < inf else Fraction(0)
    elif not after:
        number = bottom
    else:
        number = (bottom + Fraction(top)) / 2 if top < inf else bottom + 1
    return f"{float(number):g}"
