"""The planted persons of tier 3 (JT-4): the limit of each clause from both sides, and each way of not
knowing."""

from datetime import date
from typing import Any

from cadrectl.demo.limits import (
    FILED_LIST,
    Edit,
    Spec,
    born_in_month,
    contested_birth,
    day_before,
    educated,
    put,
    years_before,
)

TIER = "tier-3"
AGE = 31
_AGE, _MERIT = "tier-3.selected.age", "tier-3.selected.qualified.merit"
_UNIVERSITY, _LEADER, _CONTEST = f"{_MERIT}.university", f"{_MERIT}.student-leader", f"{_MERIT}.contest"
_CLASS_WORK = "tier-3.selected.qualified.class-teacher"
_RECORD = "good-student-record"


def specs(at: date) -> list[Spec]:
    """Everybody planted for tier 3 in a district of this date."""
    return [*_ages(at), *_universities(at), *_leaders(at), *_contests(at), *_class_work(at)]


def _ages(at: date) -> list[Spec]:
    inside, outside = years_before(at, 35), day_before(years_before(at, 35))
    found = [
        Spec(TIER, "pass", _AGE, "the 35th birthday is the day of the question", birth=inside),
        Spec(TIER, "fail", _AGE, "the 35th birthday was the day before", birth=outside),
        Spec(
            TIER,
            "unknown",
            _AGE,
            "the declared birth is inside, a document says a day outside, nothing is established",
            birth=inside,
            edits=(contested_birth(inside, outside),),
        ),
    ]
    if at.day > 1:
        why = "the month of birth holds days on both sides of the limit"
        found.append(Spec(TIER, "unknown", _AGE, why, birth=inside, edits=(born_in_month(at, 35),)))
    return found


def _universities(at: date) -> list[Spec]:
    no_prize = put(prizes=[])
    first_class = {"school": "江淮师范大学", "double_first_class": True}

    def case(verdict: str, why: str, **parts: Any) -> Spec:
        clause = _MERIT if verdict == "fail" else _UNIVERSITY
        return Spec(TIER, verdict, clause, why, edits=(no_prize, educated(at, AGE, **parts)))

    return [
        case("pass", "full-time bachelor of a double-first-class university", **first_class),
        case("fail", "double first class, but in service", mode="in-service", **first_class),
        case("fail", "full-time, but another college", school="青州学院", double_first_class=False),
        case("unknown", "nobody has said whether the university is an equal one", double_first_class=None),
        case("unknown", "the diploma has not been checked", verified=False, **first_class),
    ]


def _leaders(at: date) -> list[Spec]:
    def student(level: str, classes: tuple[str, str]) -> tuple[Edit, ...]:
        last = at.year - AGE + 21
        post = {"body": "student-union", "level": level, "from": f"{last - 1}-09", "to": f"{last}-06"}
        dates = (f"{last - 1}-11", f"{last}-11")
        grants = [{"class": one, "date": day} for one, day in zip(classes, dates, strict=True)]
        return (put(prizes=[], student_posts=[post], scholarships=grants),)

    exact = student("faculty-deputy", ("second", "second"))
    return [
        Spec(
            TIER,
            "pass",
            _LEADER,
            "vice chair at faculty level with two second-class scholarships",
            edits=exact,
        ),
        Spec(
            TIER,
            "pass",
            _LEADER,
            "a higher post and one higher scholarship count too",
            edits=student("university-chief", ("second", "first")),
        ),
        Spec(
            TIER,
            "fail",
            _MERIT,
            "one of the two scholarships is third class",
            edits=student("faculty-deputy", ("second", "third")),
        ),
        Spec(
            TIER,
            "fail",
            _MERIT,
            "the student post is one step below vice chair",
            edits=student("faculty-member", ("second", "second")),
        ),
        Spec(
            TIER, "fail", _MERIT, "the student record was found wanting", edits=exact, found={_RECORD: False}
        ),
        Spec(
            TIER,
            "unknown",
            f"{_LEADER}.record",
            "nobody has judged the student record",
            edits=exact,
            found={_RECORD: None},
        ),
    ]


def _contests(at: date) -> list[Spec]:
    def case(verdict: str, why: str, **parts: Any) -> Spec:
        base = {"contest": "quality-lesson", "level": "district", "class": "second", "verified": True}
        prize = base | {"date": f"{at.year - 3}-11-06"} | parts
        clause = _MERIT if verdict == "fail" else _CONTEST
        return Spec(TIER, verdict, clause, why, edits=(put(prizes=[prize]),))

    return [
        case("pass", "second prize in a quality-lesson contest of the district"),
        case("pass", "a prize of the city stands above", level="city", **{"class": "first"}),
        case("fail", "third prize in the district", **{"class": "third"}),
        case("fail", "first prize of a township only", level="township", **{"class": "first"}),
        case(
            "fail",
            "first prize, but in another kind of contest",
            contest="teaching-paper",
            **{"class": "first"},
        ),
        case("unknown", "the prize has not been checked", verified=False),
    ]


def _class_work(at: date) -> list[Spec]:
    def only(kind: str) -> tuple[Edit, ...]:
        work = {"kind": kind, "from": f"{at.year - 6}-09-01", "to": f"{at.year - 4}-07-05"}
        return (put(class_work=[work]),)

    return [
        Spec(
            TIER, "fail", _CLASS_WORK, "no class-teacher, league or pioneer work", edits=(put(class_work=[]),)
        ),
        Spec(TIER, "pass", _CLASS_WORK, "young-pioneer work counts", edits=only("young-pioneers")),
        Spec(TIER, "pass", _CLASS_WORK, "league work counts", edits=only("youth-league")),
        Spec(
            TIER,
            "fail",
            "tier-3.filed.listed",
            "the unit goes by the filed list and the person, good in all else, is not on it",
            where=FILED_LIST,
        ),
        Spec(
            TIER,
            "pass",
            "tier-3.filed.listed",
            "the unit goes by the filed list and the person is on it, without class work",
            where=FILED_LIST,
            edits=(put(class_work=[], prizes=[]),),
            listed=("organisation-reserve", ""),
            joins="filed-list",
        ),
    ]
