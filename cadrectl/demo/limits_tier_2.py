"""The planted persons of tier 2 (JT-3, JT-8): the limit of each clause from both sides, and each way of
not knowing."""

from datetime import date

from cadrectl.demo.limits import (
    FILED_LIST,
    INTRODUCED,
    KINDERGARTEN,
    Spec,
    born_in_month,
    contested_birth,
    day_before,
    educated,
    honour,
    known_to_the_year,
    months_before,
    put,
    put_in_post,
    years_before,
)

TIER = "tier-2"
AGE = 38
_AGE, _EDUCATION = "tier-2.selected.age", "tier-2.selected.qualified.education"
_MIDDLE, _HONOUR = "tier-2.selected.qualified.middle", "tier-2.selected.qualified.honour"
_KINDERGARTEN, _LEGACY = "tier-2.selected.qualified.kindergarten", "tier-2.legacy"


def specs(at: date) -> list[Spec]:
    """Everybody planted for tier 2 in a district of this date."""
    return [*_ages(at), *_years(at), *_qualified(at), *_kindergartens(), *_listed(at)]


def _ages(at: date) -> list[Spec]:
    inside, outside = years_before(at, 40), day_before(years_before(at, 40))
    found = [
        Spec(TIER, "pass", _AGE, "the 40th birthday is the day of the question", birth=inside),
        Spec(TIER, "fail", _AGE, "the 40th birthday was the day before", birth=outside),
        Spec(
            TIER,
            "unknown",
            _AGE,
            "the declared birth is outside, a document says a day inside, nothing is established",
            birth=inside,
            edits=(contested_birth(outside, inside),),
        ),
        Spec(
            TIER,
            "pass",
            _AGE,
            "the limit is relaxed to 42 by name",
            birth=date(at.year - 41, 2, 7),
            relaxed=(_AGE, 42, date(at.year + 1, 8, 31).isoformat()),
        ),
    ]
    if at.day > 1:
        why = "the month of birth holds days on both sides of the limit"
        found.append(Spec(TIER, "unknown", _AGE, why, birth=inside, edits=(born_in_month(at, 40),)))
    return found


def _years(at: date) -> list[Spec]:
    found = [
        Spec(
            TIER, "pass", _MIDDLE, "decided 36 months ago, counted by month", since=months_before(at, 36, 28)
        ),
        Spec(
            TIER, "fail", _MIDDLE, "decided 35 months ago, counted by month", since=months_before(at, 35, 2)
        ),
        Spec(
            TIER,
            "unknown",
            _MIDDLE,
            "four years in the post, which has not been checked",
            since=months_before(at, 48, 20),
            edits=(put_in_post(verified=False),),
        ),
    ]
    if at.month < 12:
        found.append(
            Spec(
                TIER,
                "unknown",
                _MIDDLE,
                "only the year of the decision is known, and it holds months on both sides",
                since=date(at.year - 3, 6, 20),
                edits=(known_to_the_year(at.year - 3),),
            )
        )
    return found


def _qualified(at: date) -> list[Spec]:
    return [
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
            _HONOUR,
            "a city teaching expert will do",
            edits=(honour("city-teaching-expert", at),),
        ),
        Spec(
            TIER,
            "pass",
            _HONOUR,
            "a district backbone teacher will do",
            edits=(honour("district-backbone", at),),
        ),
        Spec(
            TIER,
            "fail",
            _HONOUR,
            "a district teaching expert stands one step below either",
            edits=(honour("district-teaching-expert", at),),
        ),
        Spec(
            TIER,
            "fail",
            _HONOUR,
            "a city rising teacher stands one step below",
            edits=(honour("city-rising-teacher", at),),
        ),
        Spec(
            TIER,
            "fail",
            _HONOUR,
            "the honour lapsed the day before",
            edits=(honour("district-backbone", at, day_before(at)),),
        ),
        Spec(
            TIER,
            "unknown",
            _HONOUR,
            "the only honour has not been checked",
            edits=(honour("district-backbone", at, verified=False),),
        ),
        Spec(
            TIER,
            "unknown",
            "tier-2.selected.basic.ability",
            "nobody has judged the ability to lead",
            found={"ability": None},
        ),
    ]


def _kindergartens() -> list[Spec]:
    no_honour = (put(honours=[]),)
    return [
        Spec(
            TIER,
            "pass",
            _KINDERGARTEN,
            "in a kindergarten a finding of teaching achievement stands in for the honour",
            where=KINDERGARTEN,
            edits=no_honour,
        ),
        Spec(
            TIER,
            "fail",
            _KINDERGARTEN,
            "in a kindergarten, found wanting in teaching achievement",
            where=KINDERGARTEN,
            edits=no_honour,
            found={"teaching-achievement": False},
        ),
        Spec(
            TIER,
            "unknown",
            _KINDERGARTEN,
            "in a kindergarten, and nobody has judged the teaching achievement",
            where=KINDERGARTEN,
            edits=no_honour,
            found={"teaching-achievement": None},
        ),
    ]


def _listed(at: date) -> list[Spec]:
    earlier, birth = "excellent-young-cadres", date(at.year - 44, 4, 9)
    return [
        Spec(
            TIER,
            "pass",
            _LEGACY,
            "over the age, but on the earlier list of excellent young cadres",
            birth=birth,
            listed=(earlier, ""),
            joins="legacy-list",
        ),
        Spec(TIER, "fail", _LEGACY, "over the age and not on the earlier list", birth=birth),
        Spec(
            TIER,
            "pass",
            "tier-2.filed.listed",
            "the unit goes by the filed list and the person is on it, without an honour",
            where=FILED_LIST,
            edits=(put(honours=[]),),
            listed=("organisation-reserve", ""),
            joins="filed-list",
        ),
        Spec(
            TIER,
            "pass",
            "tier-2.selected",
            "brought in from outside and held to the same conditions",
            joins=INTRODUCED,
        ),
    ]
