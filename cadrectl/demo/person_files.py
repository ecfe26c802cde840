"""A person's file, made from the bare career: schooling, titles, honours, class work and the rest. What
a tier asks for is there for those who are said to be worthy of it; everybody else has what chance
gave."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from msgspec import Struct

from cadrectl.demo.careers import Person, Stint, decided_for
from cadrectl.demo.dice import Dice
from cadrectl.demo.names import person_name
from cadrectl.demo.pool import Calendar

Value = dict[str, Any]

_UNIVERSITIES = ("江淮师范大学", "临江大学", "东海大学")
COLLEGES = ("云湖师范学院", "青州学院", "江北理工学院", "太和师范大学", "南浦学院")
_NORMAL_SCHOOLS = ("青禾师范学校", "云湖师范学校", "江北幼儿师范学校")
_SUBJECTS = {
    "preschool": ("学前教育",),
    "primary": ("语文", "数学", "英语", "体育", "音乐", "美术", "科学", "信息科技"),
    "vocational": ("语文", "数学", "英语", "机械加工", "电子商务", "护理"),
    "special": ("生活语文", "生活数学", "康复训练"),
}
_SECONDARY = (
    "语文",
    "数学",
    "英语",
    "物理",
    "化学",
    "生物",
    "历史",
    "地理",
    "道德与法治",
    "体育",
    "音乐",
    "美术",
)
_GRADES = {"principal": "stock", "deputy": "deputy-stock"}
# What each tier asks for by way of an academic honour (JT-2, JT-3) or a prize (JT-4).
_WORTHY_HONOURS = {
    "tier-1": ("city-backbone", "city-backbone", "city-subject-leader"),
    "tier-2": ("district-backbone", "city-teaching-expert", "city-backbone"),
}
_COMMON_HONOURS = (
    *("district-rising-teacher",) * 3,
    *("district-teaching-expert",) * 2,
    "district-backbone",
    "city-teaching-expert",
)
_HONOURS_OF_PRINCIPALS = (
    "district-backbone",
    "city-backbone",
    "city-backbone",
    "city-subject-leader",
    "special-grade",
)


class Making(Struct, frozen=True):
    """What a file is made from: the person, a stream of chance of its own, the tier it is worthy of (""
    for none), the day since which it is, and the date of the district."""

    person: Person
    dice: Dice
    worthy_of: str
    worthy_since: date
    as_of: date


def person_file(making: Making) -> Value:
    """The value of `data/cadres/<id>.yaml`, in no particular order of keys."""
    person, dice = making.person, making.dice
    name, ethnicity = person_name(dice, person.gender, person.birth.year)
    value: Value = {
        "name": name,
        "gender": person.gender,
        "birth": _birth(making),
        "ethnicity": ethnicity,
        "work_start": person.work_start.isoformat(),
        "education": list(_education(making)),
        "posts": [_post(place, person, making.as_of) for place in range(len(person.stints))],
        "class_work": list(_class_work(making)),
        "titles": list(_titles(making)),
        "honours": list(_honours(making)),
        "prizes": list(_prizes(making)),
        "certificates": list(_certificates(making)),
        "teaching": list(_teaching(making)),
        "staff_category": "cadre",
    }
    value["degrees"] = [
        {"level": item["level"], "school": item["school"], "date": item["until"]}
        for item in value["education"]
        if item["level"] in ("bachelor", "master") and item["mode"] == "full-time"
    ]
    value |= _standing(making) | _youth(making) | _service(making)
    if person.left is not None:
        value["left"] = {"date": person.left.isoformat(), "reason": "retired"}
    return {key: part for key, part in value.items() if part != []}


def _birth(making: Making) -> Any:
    """The date of birth; a few are known to the month only, and a few were declared otherwise than
    established. Month and day stay clear of the date of the district: whoever is near a limit is
    planted (`limits`)."""
    birth, dice = making.person.birth, making.dice
    if birth.month != making.as_of.month and dice.chance(0.03):
        return birth.isoformat()[:7]
    if dice.chance(0.015):
        declared = birth + timedelta(days=dice.between(40, 300))
        return {
            "declared": declared.isoformat(),
            "verified": birth.isoformat(),
            "evidence": [
                {"document": "入团志愿书", "value": birth.isoformat(), "date": f"{birth.year + 15}-05"},
                {"document": "户籍证明", "value": declared.isoformat(), "date": f"{birth.year + 20}"},
            ],
        }
    return birth.isoformat()


def _education(making: Making) -> Iterator[Value]:
    person, dice = making.person, making.dice
    left_school = date(person.work_start.year, 6, 30)
    if left_school.year - person.birth.year < 21:
        yield _schooling(
            "secondary", "full-time", dice.pick(_NORMAL_SCHOOLS), (left_school.year - 3, left_school.year)
        )
        began = left_school.year + dice.between(4, 9)
        yield _schooling("associate", "in-service", dice.pick(COLLEGES), (began, began + 3))
        if making.worthy_of or dice.chance(0.75):
            yield _schooling("bachelor", "in-service", dice.pick(COLLEGES), (began + 3, began + 6))
        return
    first_class = dice.chance(0.75 if making.worthy_of == "tier-3" else 0.12)
    school = dice.pick(_UNIVERSITIES if first_class else COLLEGES)
    level = "bachelor" if making.worthy_of or dice.chance(0.93) else "associate"
    length = 4 if level == "bachelor" else 3
    yield _schooling(level, "full-time", school, (left_school.year - length, left_school.year), first_class)
    if level == "bachelor" and person.birth.year < making.as_of.year - 32 and dice.chance(0.12):
        began = left_school.year + dice.between(3, 6)
        yield _schooling("master", "in-service", dice.pick(_UNIVERSITIES), (began, began + 3), True)


def _schooling(
    level: str, mode: str, school: str, years: tuple[int, int], first_class: bool = False
) -> Value:
    return {
        "level": level,
        "mode": mode,
        "school": school,
        "double_first_class": first_class,
        "normal": "师范" in school,
        "from": f"{years[0]}-09",
        "until": f"{years[1]}-06-30",
        "verified": True,
    }


def _post(place: int, person: Person, as_of: date) -> Value:
    stint = person.stints[place]
    rank = stint.post.rank
    end = person.stints[place + 1].start if place + 1 < len(person.stints) else person.left
    value: Value = {
        "unit": stint.unit.id,
        "post": stint.post.name,
        "rank": rank,
        "kind": "appointed",
        "from": stint.start.isoformat(),
    }
    if rank in _GRADES:
        value |= {"grade": _GRADES[rank], "leading": True, "letter": decided_for(stint.start).isoformat()}
    if stint.post.domain:
        value["domain"] = stint.post.domain
    if rank != "staff":
        value["decided"] = decided_for(stint.start).isoformat()
    if end is not None:
        value["to"] = end.isoformat()
    elif rank == "principal":
        value["term"] = _term_of_office(stint.start, as_of)
    return value


def _term_of_office(start: date, as_of: date) -> Value:
    """The five years that run at the date; terms follow one another from the start of the post, and it takes two months
    until the next one is on record."""
    day = max(start, as_of - timedelta(days=60))
    began = start.year + (day.year - start.year - (day < start.replace(year=day.year))) // 5 * 5
    return {"from": start.replace(year=began).isoformat(), "until": start.replace(year=began + 5).isoformat()}


def _in_school(person: Person) -> list[tuple[Stint, date | None]]:
    ends = [stint.start for stint in person.stints[1:]] + [person.left]
    return [(stint, end) for stint, end in zip(person.stints, ends, strict=True) if stint.unit.kind.is_school]


def _class_work(making: Making) -> Iterator[Value]:
    """Years as class teacher, always in a school where the person then worked as a teacher."""
    dice = making.dice
    for stint, end in _in_school(making.person):
        if stint.post.rank != "staff" or not (making.worthy_of or dice.chance(0.7)):
            continue
        first = date(stint.start.year, 9, 1)
        last = min(end or making.as_of, date(first.year + dice.between(2, 7), 8, 15))
        if last > first:
            kind = dice.pick(("class-teacher",) * 8 + ("young-pioneers", "youth-league"))
            value = {"kind": kind, "unit": stint.unit.id, "from": first.isoformat()}
            yield value if last == making.as_of else value | {"to": last.isoformat()}


def _titles(making: Making) -> Iterator[Value]:
    start, dice = making.person.work_start.year, making.dice
    last = making.as_of.year - 1
    for level, years, share in (
        ("second", 1, 1.0),
        ("first", 6, 0.95),
        ("senior", 13, 0.7),
        ("senior-full", 24, 0.05),
    ):
        year = start + years + dice.below(3)
        if year > last or not dice.chance(share):
            return
        yield {"level": level, "passed": f"{year}-11", "engaged": f"{year}-12-31", "verified": True}


def _honours(making: Making) -> Iterator[Value]:
    """One honour that the tier asks for, in force from before the day of worthiness, often after a
    lower one that has lapsed; for everybody else what chance gives, more of it to principals."""
    dice, year = making.dice, making.as_of.year
    levels = _WORTHY_HONOURS.get(making.worthy_of)
    if levels:
        given = making.worthy_since.year - dice.between(1, 2)
        if dice.chance(0.5):
            yield _honour("district-rising-teacher", given - 4, given - 1)
        yield _honour(dice.pick(levels), given, year + dice.between(1, 3))
        return
    leads = making.person.present.post.rank == "principal"
    if dice.chance(0.7 if leads else 0.3) and making.person.work_start.year < year - 8:
        given = year - dice.between(1, 7)
        yield _honour(dice.pick(_HONOURS_OF_PRINCIPALS if leads else _COMMON_HONOURS), given, given + 4)


def _honour(level: str, given: int, until: int) -> Value:
    body = "city-education-bureau" if level.startswith("city") else "education-bureau"
    value = {
        "level": level,
        "as": "teacher",
        "bodies": [body],
        "date": f"{given}-09-10",
        "until": f"{until}-12-31",
    }
    return value | {"verified": True}


def _prizes(making: Making) -> Iterator[Value]:
    dice, person = making.dice, making.person
    if making.worthy_of == "tier-3":
        given = making.worthy_since - timedelta(days=dice.between(60, 300))
        yield _prize("quality-lesson", dice.pick(("district", "city")), dice.pick(("second", "first")), given)
    elif dice.chance(0.35) and person.work_start.year < making.as_of.year - 3:
        given = dice.day(date(person.work_start.year + 1, 3, 1), date(making.as_of.year - 1, 11, 30))
        level, place = dice.pick(("school", "township", "district")), dice.pick(("third", "third", "second"))
        yield _prize(dice.pick(("quality-lesson", "teaching-paper", "basic-skills")), level, place, given)


def _prize(contest: str, level: str, place: str, given: date) -> Value:
    return {"contest": contest, "level": level, "class": place, "date": given.isoformat(), "verified": True}


def _certificates(making: Making) -> Iterator[Value]:
    person = making.person
    yield {"kind": "teacher", "date": f"{person.work_start.year}-06"}
    for rank, kind in (("deputy", "post-training"), ("principal", "principal-qualification")):
        since = person.since_rank((rank,))
        if since is not None and date(since.year, 11, 20) <= making.as_of:
            yield {"kind": kind, "date": f"{since.year}-11-20"}


def _teaching(making: Making) -> Iterator[Value]:
    """The subject taught, from the first school on, with a smaller load since the first leading post."""
    person, dice = making.person, making.dice
    schools = [stint for stint in person.stints if stint.unit.kind.is_school]
    stage = schools[0].unit.kind.stage
    subject = dice.pick(_SUBJECTS.get(stage, _SECONDARY))
    leading = person.since_rank(("middle-deputy", "middle-chief", "deputy", "principal"))
    left_school = next((stint.start for stint in person.stints if not stint.unit.kind.is_school), person.left)
    load = dice.between(10, 16)
    if leading is None or (left_school is not None and left_school <= leading):
        yield _lessons(subject, load, person.work_start, left_school)
    else:
        yield _lessons(subject, load, person.work_start, leading)
        yield _lessons(subject, load // 2, leading, left_school)


def _lessons(subject: str, load: int, start: date, end: date | None) -> Value:
    value: Value = {"subject": subject, "from": start.isoformat(), "weekly_load": load}
    return value if end is None else value | {"to": end.isoformat()}


def _standing(making: Making) -> Value:
    """Party membership, grades of years before the register, principal rank."""
    person, dice = making.person, making.dice
    rank = person.present.post.rank
    value: Value = {}
    if dice.chance({"principal": 1.0, "deputy": 0.9}.get(rank, 0.5)):
        joined = dice.day(
            date(person.work_start.year - 1, 6, 1),
            date(min(person.work_start.year + 8, making.as_of.year - 1), 12, 1),
        )
        value["party"] = {"name": "cpc", "joined": joined.isoformat()}
    elif dice.chance(0.06):
        value["party"] = {
            "name": "other",
            "joined": f"{min(person.work_start.year + 6, making.as_of.year - 1)}-04",
        }
    if rank in ("principal", "deputy"):
        first = Calendar(making.as_of).evaluated[0]
        years = (first - 3, first - 2)
        grades = [{"year": year, "grade": dice.pick(("competent",) * 4 + ("excellent",))} for year in years]
        value["earlier_grades"] = grades
    since = person.since_rank(("principal",))
    if since is not None and since.year < making.as_of.year and dice.chance(0.7):
        value["principal_ranks"] = [
            {
                "rank": dice.pick(("初级", "中级", "高级")),
                "step": dice.between(1, 3),
                "from": f"{since.year + 1}-01-01",
            }
        ]
    return value


def _youth(making: Making) -> Value:
    """Scholarships and student posts of those whose student days are on record."""
    person, dice = making.person, making.dice
    if person.birth.year < making.as_of.year - 42 or person.work_start.year - person.birth.year < 22:
        return {}
    value: Value = {}
    last = person.work_start.year - 1
    if dice.chance(0.5):
        years = sorted({last - dice.below(3) for _ in range(2)})
        value["scholarships"] = [
            {"class": dice.pick(("third", "third", "second", "first")), "date": f"{year}-11"}
            for year in years
        ]
    if dice.chance(0.25):
        body = dice.pick(("student-union", "youth-league"))
        level = dice.pick(("class-officer", "class-officer", "faculty-member", "faculty-deputy"))
        value["student_posts"] = [
            {"body": body, "level": level, "from": f"{last - 1}-09", "to": f"{last}-06"}
        ]
    return value


def _service(making: Making) -> Value:
    """A year or more in a village school for some; it lies within the years of work."""
    person, dice = making.person, making.dice
    if person.work_start.year > making.as_of.year - 6 or not dice.chance(0.25):
        return {}
    start = person.work_start.year + dice.between(1, 4)
    kind = dice.pick(("rural", "rural", "teaching-support", "grass-roots"))
    until = start + dice.between(1, 2)
    return {
        "service": [{"kind": kind, "place": "乡村学校", "from": f"{start}-09-01", "to": f"{until}-07-05"}]
    }
