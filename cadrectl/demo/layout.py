"""The units of a district and the seats in them, before anybody sits there: kinds, places, groups and
headcount. What a unit's file says beyond this is `unit_files`."""

from collections import Counter
from datetime import date

from msgspec import Struct, field

from cadrectl.demo.dice import Dice
from cadrectl.demo.names import DIVISION, place_names

PEOPLE_A_UNIT = 13.2
UNITS_A_GROUP = 5


class Post(Struct, frozen=True):
    """A post as a unit has it: what it is called, its rank, its domain ("" for none) and how many there
    are."""

    name: str
    rank: str
    domain: str
    seats: int = 1


class Kind(Struct, frozen=True):
    """A kind of unit: school stage, how names end, posts from the highest down to the staff at large,
    students in a class, and the fewest and most classes."""

    id: str
    stage: str
    ending: str
    posts: tuple[Post, ...]
    class_size: int = 0
    classes: tuple[int, int] = (0, 0)

    @property
    def is_school(self) -> bool:
        """Whether children are taught here."""
        return self.class_size > 0


class Unit(Struct):
    """One unit; `extra` counts the seats added by name of post, `spare` is how many staff more it may have
    in the latest year. One that was closed names the unit it was merged into, and that one names it and
    the day."""

    id: str
    name: str
    kind: Kind
    area: str
    group: str
    filed_list: bool = False
    merged: "Unit | None" = None
    absorbed: "Unit | None" = None
    absorbed_on: date | None = None
    extra: Counter[str] = field(default_factory=Counter)
    spare: int = 2


_TEACHER = Post("教师", "staff", "", 0)
_SMALL_SCHOOL = (
    Post("校长", "principal", "overall"),
    Post("副校长", "deputy", "teaching", 2),
    Post("教导处主任", "middle-chief", "teaching"),
    Post("德育处主任", "middle-chief", "moral-education"),
    Post("年级部主任", "middle-chief", "teaching"),
    Post("教导处副主任", "middle-deputy", "teaching"),
    _TEACHER,
)
_LARGE_SCHOOL = (
    Post("党组织书记", "principal", "party"),
    Post("校长", "principal", "overall"),
    Post("副校长", "deputy", "teaching", 2),
    Post("教务处主任", "middle-chief", "teaching"),
    Post("政教处主任", "middle-chief", "moral-education"),
    Post("总务处主任", "middle-chief", "general-affairs"),
    Post("年级部主任", "middle-chief", "teaching"),
    Post("教务处副主任", "middle-deputy", "teaching"),
    Post("政教处副主任", "middle-deputy", "moral-education"),
    _TEACHER,
)
_KINDERGARTEN = (
    Post("园长", "principal", "overall"),
    Post("副园长", "deputy", "care", 2),
    Post("保教处主任", "middle-chief", "care"),
    Post("年级组组长", "middle-chief", "care"),
    Post("保教处副主任", "middle-deputy", "care"),
    _TEACHER,
)
_OFFICE = (
    Post("科长", "middle-chief", "personnel"),
    Post("副科长", "middle-deputy", "personnel"),
    Post("科员", "staff", "", 0),
)
HEAD_OF_RESEARCH = "研训部部长"
_INSTITUTION = (
    Post("主任", "principal", "overall"),
    Post("副主任", "deputy", "research", 2),
    Post(HEAD_OF_RESEARCH, "middle-chief", "research"),
    Post("综合部部长", "middle-chief", "personnel"),
    Post("研训部副部长", "middle-deputy", "research"),
    Post("研训员", "staff", "", 0),
)

PRIMARY = Kind("primary", "primary", "小学", _SMALL_SCHOOL, 44, (12, 48))
KINDERGARTEN = Kind("kindergarten", "preschool", "幼儿园", _KINDERGARTEN, 29, (6, 18))
JUNIOR = Kind("junior-high", "junior-high", "初级中学", _LARGE_SCHOOL, 47, (12, 36))
NINE_YEAR = Kind("nine-year", "nine-year", "九年一贯制学校", _LARGE_SCHOOL, 45, (18, 54))
SENIOR = Kind("senior-high", "senior-high", "高级中学", _LARGE_SCHOOL, 50, (24, 48))
VOCATIONAL = Kind("vocational", "vocational", "中等专业学校", _LARGE_SCHOOL, 42, (20, 40))
SPECIAL = Kind("special", "special", "特殊教育学校", _SMALL_SCHOOL, 11, (9, 12))
OFFICE = Kind("bureau-office", "none", "", _OFFICE)
INSTITUTION = Kind("institution", "none", "", _INSTITUTION)

# Thirty units in the order in which a growing district gets them; a larger one repeats the row.
_ROW = (
    PRIMARY, JUNIOR, KINDERGARTEN, SENIOR, PRIMARY, OFFICE, KINDERGARTEN, PRIMARY, NINE_YEAR, JUNIOR,
    KINDERGARTEN, PRIMARY, INSTITUTION, OFFICE, PRIMARY, VOCATIONAL, KINDERGARTEN, JUNIOR, PRIMARY, SENIOR,
    SPECIAL, KINDERGARTEN, PRIMARY, OFFICE, NINE_YEAR, JUNIOR, PRIMARY, KINDERGARTEN, INSTITUTION, PRIMARY,
)  # fmt: skip
_AREAS = ("urban", "urban", "suburban", "rural", "urban", "suburban", "rural")
_SPARE = (-3, -1, 0)
"""Of the primary schools in towns, how many staff more the first may have: fewer than none where it has too many."""
_OFFICES = (
    "人事科",
    "基础教育科",
    "组织科",
    "计划财务科",
    "职业与终身教育科",
    "安全管理科",
    "体卫艺科",
    "督导室",
)
_INSTITUTIONS = (
    "教师发展中心",
    "教育考试中心",
    "教育技术中心",
    "学生资助中心",
    "青少年活动中心",
    "招生服务中心",
)


def unit_id(place: int, count: int) -> str:
    """The id of unit number `place` of `count`: U001."""
    return f"U{place + 1:0{max(3, len(str(count)))}d}"


def lay_out(cadres: int, seed: int, as_of: date) -> list[Unit]:
    """The units for a district of so many people. The first senior high is the one whose list is filed
    elsewhere; the last unit of every thirty is a village school that has been merged into the first of
    its row."""
    count = max(1, round(cadres / PEOPLE_A_UNIT))
    dice = Dice(seed, "layout")
    places = place_names(dice)
    seen: Counter[str] = Counter()
    units = []
    for place in range(count):
        kind = _ROW[place % len(_ROW)]
        group = "" if not kind.is_school else f"group-{place // UNITS_A_GROUP + 1}"
        units.append(Unit(unit_id(place, count), _name(kind, seen, places), kind, dice.pick(_AREAS), group))
    for unit in [unit for unit in units if unit.kind is SENIOR][:1]:
        unit.filed_list, unit.area = True, "urban"
    for start in range(len(_ROW) - 1, count, len(_ROW)):
        closed, into = units[start], units[start - len(_ROW) + 1]
        closed.merged, closed.area = into, "rural"
        into.absorbed, into.absorbed_on = closed, date(as_of.year - 8, 8, 25)
    in_town = [unit for unit in units if unit.kind is PRIMARY and unit.area != "rural"]
    for unit, spare in zip(in_town, _SPARE if count >= len(_ROW) else (), strict=False):
        unit.spare = spare
    return units


def overstaffed(units: list[Unit]) -> dict[str, int]:
    """By unit how many staff too many it has in the latest year."""
    return {unit.id: -unit.spare for unit in units if unit.spare < 0}


def _name(kind: Kind, seen: Counter[str], places: list[str]) -> str:
    number = seen[kind.id]
    seen[kind.id] += 1
    if kind.is_school:
        again, place = divmod(number, len(places))
        # Each kind starts elsewhere in the list, so that a place has not one of every kind.
        shift = sum(map(ord, kind.id)) * 37
        name = places[(place + shift) % len(places)] + kind.ending
        return name if not again else f"{name}第{again + 1}校区"
    names = _OFFICES if kind is OFFICE else _INSTITUTIONS
    again, place = divmod(number, len(names))
    return f"{DIVISION}区教育局{names[place]}" + (f"（{again + 1}）" if again else "")
