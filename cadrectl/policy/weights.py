"""The weights of a sum, read from a policy: shares that come to the whole."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any as Raw

from cadrectl.policy.literal import literal
from cadrectl.policy.model import Literal, Pointer
from cadrectl.policy.problems import Reporter
from cadrectl.text import Text, say


def read_weights(report: Reporter, parts: Sequence[Mapping[str, Raw]], at: Pointer) -> list[Fraction]:
    """The `weight` of each part of the list at `at`; 0 for what is no share.

    Reports `bad-literal` for that, else `weights-total` for shares that do not come to the whole.
    """
    values = [_value(str(part["weight"])) for part in parts]
    weights = [value if isinstance(value, Fraction) and 0 < value <= 1 else Fraction(0) for value in values]
    for index, (part, weight) in enumerate(zip(parts, weights, strict=True)):
        if not weight:
            message = say("“{value}” is no value for this.", value=str(part["weight"]))
            report.add("bad-literal", (*at, index, "weight"), message, _as_share(str(part["weight"])))
    if all(weights) and sum(weights) != 1:
        message = say("The weights total {total} %, not 100 %.", total=str(sum(weights) * 100))
        report.add("weights-total", at, message)
    return weights


def _value(written: str) -> Literal:
    """A weight as it is written: `30%`, `3/10` or `0.3`."""
    return Fraction(written) if re.fullmatch(r"[0-9]+(\.[0-9]+)?", written) else literal(written)


def _as_share(written: str) -> Text:
    if re.fullmatch(r"[1-9][0-9]?|100", written):
        return say("Write it as a share: {share}", share=f"{written}%")
    return say("Write a share such as 25% or 1/3.")
