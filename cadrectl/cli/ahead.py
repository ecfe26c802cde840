"""How far a command looks ahead: a length of time as an option, and the last day of it."""

import re
from datetime import date, timedelta
from typing import Any

import click

from cadrectl.calendar import MONTH, YEAR, code_of
from cadrectl.cli.session import said
from cadrectl.cli.words import Refusal
from cadrectl.text import say

LONGEST = 50 * YEAR  # no career is planned further ahead


class Ahead(click.ParamType[tuple[int, str]]):
    """A length of time: a number and `d`, `m` or `y`."""

    name = "span"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, str]:
        """The number and its unit, or a usage error."""
        written = re.fullmatch(r"([1-9][0-9]{0,4})([dmy])", value)
        if written is None:
            self.fail(
                said(say("{value} is not a length of time such as 90d, 12m or 3y", value=repr(value))),
                param,
                ctx,
            )
        return int(written[1]), written[2]


def last_day(start: date, number: int, unit: str) -> int:
    """The last day code of a look ahead; one beyond every career ends the run."""
    codes = {"m": number * MONTH, "y": number * YEAR}
    ahead = codes[unit] if unit in codes else code_of(start + timedelta(number)) - code_of(start)
    if ahead > LONGEST:
        raise Refusal(say("Nobody looks more than {years} years ahead.", years=LONGEST // YEAR))
    return code_of(start) + ahead
