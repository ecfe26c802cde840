"""A unit's file: its names, sizes by year and posts."""

from datetime import date
from typing import Any

from cadrectl.demo.dice import Dice
from cadrectl.demo.layout import Unit

Value = dict[str, Any]


def unit_file(unit: Unit, dice: Dice, as_of: date) -> Value:
    """The value of `data/units/<id>.yaml`."""
    value: Value = {"name": unit.name, "kind": unit.kind.id, "stage": unit.kind.stage, "area": unit.area}
    if unit.group:
        value["group"] = unit.group
    if unit.merged is not None and unit.merged.absorbed_on is not None:
        closed = unit.merged.absorbed_on.isoformat()
        return value | {"succeeded_by": [unit.merged.id], "closed": closed, "posts": []}
    flags = _flags(unit, dice)
    if flags:
        value["flags"] = flags
    if unit.kind.is_school and dice.chance(0.15):
        value["former_names"] = [
            {
                "name": f"{unit.name[:2]}中心{unit.kind.ending}",
                "until": f"{as_of.year - dice.between(6, 15)}-08",
            }
        ]
    if unit.kind.is_school and unit.area == "suburban" and dice.chance(0.4):
        value["history"] = [{"until": f"{as_of.year - dice.between(3, 9)}-08-31", "area": "rural"}]
    sizes = _sizes(unit, dice, as_of.year)
    value["size"] = sizes
    value["coordinates"] = {
        "lon": 119 + dice.between(300, 700) / 1000,
        "lat": 31 + dice.between(500, 900) / 1000,
    }
    value["posts"] = [_post(unit, place, sizes[-1]["authorised"]) for place in range(len(unit.kind.posts))]
    return value


def _flags(unit: Unit, dice: Dice) -> list[str]:
    flags = ["filed-list"] if unit.filed_list else []
    if unit.kind.is_school and unit.area == "urban" and dice.chance(0.15):
        flags.append("demonstration")
    if unit.kind.is_school and unit.area == "rural" and dice.chance(0.3):
        flags.append(dice.pick(("weak", "difficult")))
    return flags


def _sizes(unit: Unit, dice: Dice, year: int) -> list[Value]:
    """Staff, classes and students of the last four school years, which change little from year to year."""
    if not unit.kind.is_school:
        staff = (
            dice.between(6, 9)
            if unit.kind.stage == "none" and unit.kind.id == "bureau-office"
            else dice.between(18, 40)
        )
        return [{"year": at, "staff": staff, "authorised": staff + 1} for at in range(year - 3, year + 1)]
    low, high = unit.kind.classes
    if unit.area == "rural":
        high = (low + high) // 2
    classes = dice.between(low, high)
    sizes = []
    for at in range(year - 3, year + 1):
        classes = max(low, classes + dice.between(-1, 1))
        students = classes * (unit.kind.class_size - dice.below(4))
        staff = round(classes * 2.6) + 6
        sizes.append(
            {"year": at, "staff": staff, "authorised": staff + 2, "classes": classes, "students": students}
        )
    sizes[-1]["authorised"] = sizes[-1]["staff"] + unit.spare
    return sizes


def _post(unit: Unit, place: int, authorised: int) -> Value:
    post = unit.kind.posts[place]
    # A post without seats of its own is the staff at large: as many as the unit is authorised to have.
    seats = post.seats + unit.extra[post.name] if post.seats else authorised
    value: Value = {"post": post.name, "rank": post.rank, "headcount": seats}
    return value | ({"domain": post.domain} if post.domain else {})
