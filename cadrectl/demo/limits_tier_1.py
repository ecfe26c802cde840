"""The planted persons of tier 1 (JT-2, JT-5 to JT-7): the limit of each clause from both sides, and
each way of not knowing."""

from datetime import date, timedelta

from cadrectl.demo.limits import (
    FILED_LIST,
    INTRODUCED,
    OFFICE,
    Spec,
    beside_the_home_post,
    born_in_month,
    contested_birth,
    day_before,
    educated,
    honour,
    known_to_the_year,
    months_before,
    seconded,
    settled_birth,
    years_before,
)

TIER = "tier-1"
AGE = 43
_AGE, _EDUCATION = "tier-1.selected.age", "tier-1.selected.qualified.education"
_DEPUTY, _HONOUR = "tier-1.selected.qualified.deputy", "tier-1.selected.qualified.honour"
_LISTED = "tier-1.filed.listed"


def specs(at: date) -> list[Spec]:
    """Everybody planted for tier 1 in a district of this date."""
    return [*_ages(at), *_qualified(at), *_findings(at), *_relaxed(at), *_filed(at), *_offices(at)]


def _ages(at: date) -> list[Spec]:
    inside, outside = years_before(at, 45), day_before(years_before(at, 45))
    found = [
        Spec(TIER, "pass", _AGE, "the 45th birthday is the day of the question", birth=inside),
        Spec(TIER, "fail", _AGE, "the 45th birthday was the day before", birth=outside),
        Spec(
            TIER,
            "unknown",
            _AGE,
            "the declared birth is inside, a document says a day outside, nothing is established",
            birth=inside,
            edits=(contested_birth(inside, outside),),
        ),
        Spec(
            TIER,
            "fail",
            _AGE,
            "the declared birth is inside, the established one a day outside",
            birth=outside,
            edits=(settled_birth(inside + timedelta(days=200), outside),),
        ),
        Spec(
            TIER,
            "pass",
            _AGE,
            "the declared birth is outside, the established one just inside",
            birth=inside,
            edits=(settled_birth(outside - timedelta(days=120), inside),),
        ),
    ]
    if at.day > 1:
        why = "the month of birth holds days on both sides of the limit"
        found.append(Spec(TIER, "unknown", _AGE, why, birth=inside, edits=(born_in_month(at, 45),)))
    return found


def _qualified(at: date) -> list[Spec]:
    found = [
        Spec(
            TIER,
            "fail",
            _EDUCATION,
            "the highest level is associate",
            edits=(educated(at, AGE, level="associate"),),
        ),
        Spec(
            TIER,
            "unknown",
            _EDUCATION,
            "the only bachelor's diploma has not been checked",
            edits=(educated(at, AGE, verified=False),),
        ),
        Spec(
            TIER,
            "pass",
            _EDUCATION,
            "a bachelor's level reached in service counts",
            edits=(educated(at, AGE, mode="in-service"),),
        ),
        Spec(
            TIER, "pass", _DEPUTY, "decided 24 months ago, counted by month", since=months_before(at, 24, 28)
        ),
        Spec(
            TIER, "fail", _DEPUTY, "decided 23 months ago, counted by month", since=months_before(at, 23, 2)
        ),
        Spec(
            TIER,
            "fail",
            _DEPUTY,
            "three years as acting deputy do not count",
            since=months_before(at, 37, 20),
            edits=(beside_the_home_post(kind="acting"),),
        ),
        Spec(
            TIER,
            "fail",
            _DEPUTY,
            "three years on secondment as deputy do not count",
            since=months_before(at, 37, 20),
            edits=(seconded("江北市教育局"),),
        ),
        Spec(
            TIER,
            "pass",
            _HONOUR,
            "a special-grade teacher stands above",
            edits=(honour("special-grade", at),),
        ),
        Spec(
            TIER,
            "fail",
            _HONOUR,
            "a district subject leader does not stand above a city backbone teacher",
            edits=(honour("district-subject-leader", at),),
        ),
        Spec(
            TIER,
            "fail",
            _HONOUR,
            "a city teaching expert stands one step below",
            edits=(honour("city-teaching-expert", at),),
        ),
        Spec(
            TIER,
            "pass",
            _HONOUR,
            "the honour is in force to the day of the question",
            edits=(honour("city-backbone", at, at),),
        ),
        Spec(
            TIER,
            "fail",
            _HONOUR,
            "the honour lapsed the day before",
            edits=(honour("city-backbone", at, day_before(at)),),
        ),
        Spec(
            TIER,
            "unknown",
            _HONOUR,
            "the only honour has not been checked",
            edits=(honour("city-backbone", at, verified=False),),
        ),
    ]
    if at.month < 12:
        found.append(
            Spec(
                TIER,
                "unknown",
                _DEPUTY,
                "only the year of the decision is known, and it holds months on both sides",
                since=date(at.year - 2, 6, 20),
                edits=(known_to_the_year(at.year - 2),),
            )
        )
    return found


def _findings(at: date) -> list[Spec]:
    basic = "tier-1.selected.basic"
    return [
        Spec(
            TIER,
            "unknown",
            f"{basic}.law",
            "nobody has found whether the person is law-abiding",
            found={"law-abiding": None},
        ),
        Spec(
            TIER,
            "fail",
            f"{basic}.conduct",
            "found wanting in political quality",
            found={"political-quality": False},
        ),
        Spec(
            TIER,
            "pass",
            f"{basic}.health",
            "found fit for duty exactly a year ago",
            found={"fit-for-duty": None},
            examined=years_before(at, 1),
        ),
        Spec(
            TIER,
            "unknown",
            f"{basic}.health",
            "found fit for duty a year and a day ago",
            found={"fit-for-duty": None},
            examined=day_before(years_before(at, 1)),
        ),
    ]


def _relaxed(at: date) -> list[Spec]:
    return [
        Spec(
            TIER,
            "pass",
            _AGE,
            "the limit is relaxed to 47 by name; the 47th birthday is the day of the question",
            birth=years_before(at, 47),
            relaxed=(_AGE, 47, ""),
        ),
        Spec(
            TIER,
            "fail",
            _AGE,
            "the limit is relaxed to 47 by name; the 47th birthday was the day before",
            birth=day_before(years_before(at, 47)),
            relaxed=(_AGE, 47, ""),
        ),
        Spec(
            TIER,
            "fail",
            _AGE,
            "the relaxation to 47 ran out the day before",
            birth=date(at.year - 46, 3, 3),
            relaxed=(_AGE, 47, day_before(at).isoformat()),
        ),
    ]


def _filed(at: date) -> list[Spec]:
    reserve = "organisation-reserve"
    return [
        Spec(
            TIER,
            "pass",
            _LISTED,
            "the unit goes by the filed list and the person is on it, whatever the age",
            where=FILED_LIST,
            birth=date(at.year - 48, 5, 4),
            listed=(reserve, ""),
            joins="filed-list",
        ),
        Spec(
            TIER,
            "fail",
            _LISTED,
            "the unit goes by the filed list and the person, good in all else, is not on it",
            where=FILED_LIST,
        ),
        Spec(
            TIER,
            "fail",
            _LISTED,
            "the unit goes by the filed list and the entry ran out the day before",
            where=FILED_LIST,
            listed=(reserve, day_before(at).isoformat()),
        ),
        Spec(
            TIER,
            "fail",
            "tier-1.filed.unit",
            "on the filed list without an honour, in a unit that does not go by it",
            edits=(honour("district-backbone", at),),
            listed=(reserve, ""),
        ),
    ]


def _offices(at: date) -> list[Spec]:
    return [
        Spec(
            TIER,
            "pass",
            "tier-1.selected",
            "in a bureau office the qualification is a reference only: no years as deputy",
            where=OFFICE,
        ),
        Spec(
            TIER,
            "fail",
            _AGE,
            "in a bureau office the age limit holds all the same",
            where=OFFICE,
            birth=day_before(years_before(at, 45)),
        ),
        Spec(
            TIER,
            "pass",
            "tier-1.selected",
            "brought in from outside and held to the same conditions",
            joins=INTRODUCED,
        ),
    ]
