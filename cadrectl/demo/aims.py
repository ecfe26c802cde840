"""What the body of cadres is to come to in five years (PT-1), and what is reported of it. A stream of its own."""

from datetime import date
from typing import Any

from cadrectl.demo.dice import Dice

Value = dict[str, Any]

_YEARS = 5
_GOALS: tuple[tuple[str, str, float, bool], ...] = (
    ("known-in-city", "在全市有影响的校长人数", 2, False),
    ("leading-in-district", "区内领军校长人数", 5, False),
    ("backbone-principals", "骨干校长人数", 30, False),
    ("masters-study", "硕士在读人数", 25, False),
    ("doctoral-study", "博士在读人数", 5, False),
    ("trained-abroad", "中小学党政正副职境外培训比例", 0.4, True),
)
"""Word, goal, the least of it, and whether it is an aim only."""


def aims_file(as_of: date, seed: int) -> tuple[str, Value]:
    """The targets of the five years of the date, as (name below `data/targets`, value): of the degrees the records tell
    how they stand, of the others what was reported at the end of the last year; of the last of them nothing."""
    first = as_of.year - (as_of.year - 1) % _YEARS
    dice, reported = Dice(seed, "aims", first), date(as_of.year, 1, 12)
    items: list[Value] = [{"indicator": "bachelors", "at_least": 0.95}]
    for place, (word, goal, least, aim) in enumerate(_GOALS):
        one: Value = {"indicator": word, "goal": goal, "at_least": least} | ({"aim": True} if aim else {})
        if place + 1 < len(_GOALS) and reported <= as_of:
            one |= {"reached": dice.between(int(least) - 2, int(least) + 1), "date": reported.isoformat()}
        items.append(one)
    return f"body-{first}", {
        "title": f"{first}—{first + _YEARS - 1}年干部队伍建设目标",
        "policy": "pt-principals",
        "from": f"{first}-01-01",
        "until": f"{first + _YEARS - 1}-12-31",
        "items": items,
    }
