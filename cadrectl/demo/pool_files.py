"""The files about the pool: memberships, the round in which they were selected, findings, classes held
for a tier."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from cadrectl.demo.careers import Person
from cadrectl.demo.dice import Dice
from cadrectl.demo.layout import KINDERGARTEN
from cadrectl.demo.pool import POLICY, TIERS, Calendar, Member, Pool, Term

Value = dict[str, Any]

BASIC = (
    "political-quality",
    "sense-of-duty",
    "clear-results",
    "ability",
    "law-abiding",
    "recognised-by-masses",
    "fit-for-duty",
)
STUDENT_RECORD = "good-student-record"
TEACHING = "teaching-achievement"
_RANK = {"tier-1": "principal", "tier-2": "deputy", "tier-3": "middle-deputy"}
_PLANS = (
    "参加{tier}后备人才培训班",
    "到集团内学校跟岗锻炼",
    "承担一项德育或教学管理工作",
    "牵头一次校本教研活动",
)
_TOPICS = (
    "集团化办学中的教研协同",
    "学校中层执行力提升",
    "劳动教育校本实施",
    "作业管理与减负增效",
    "青年教师成长共同体",
)
_LISTS = {
    "organisation-reserve": ("organisation-department", "组织部备案后备干部名单", "Reserves on file"),
    "excellent-young-cadres": ("education-committee", "教育系统优秀中青年干部名单", "Excellent young cadres"),
}
_TIER_NAMES = {"tier-1": "党政正职", "tier-2": "党政副职", "tier-3": "学校中层"}


def reserve_file(member: Member, mentors: dict[str, list[Person]], calendar: Calendar, dice: Dice) -> Value:
    """The value of `data/reserve/<cadre>-<year>.yaml`: in the running term a mentor is a leader of the
    unit in which the person is now."""
    person, tier, term = member.person, member.tier, member.term
    unit, readiness = person.present.unit, dice.pick(("near", "long"))
    until = min(calendar.as_of.year, term.last_day.year, member.left[0].year if member.left else term.first + 2)
    value: Value = {
        "cadre": person.id,
        "policy": POLICY,
        "tier": tier,
        "term": term.span,
        "route": member.route,
        "approval": {
            "date": f"{term.round_year}-12-22",
            "body": "education-committee",
            "document": f"青教工委〔{term.round_year}〕18号",
        },
        "readiness": member.readiness or readiness,
        "target": {"rank": _RANK[tier], "stage": unit.kind.stage},
        "plan": [
            {"year": year, "text": dice.pick(_PLANS).format(tier=_TIER_NAMES[tier])}
            for year in range(term.first, until + 1)
        ],
        "topic": dice.pick(_TOPICS),
    }
    if member.route == "selected":
        value["round"] = round_id(term)
    leaders = [leader for leader in mentors.get(unit.id, []) if leader is not person]
    if leaders:
        value["mentor"] = dice.pick(leaders).id
    if member.left is not None:
        value["left"] = {"date": member.left[0].isoformat(), "reason": member.left[1]}
    return value


def mentors(people: list[Person]) -> dict[str, list[Person]]:
    """Of these people the leaders of each unit, by its id: those who can be answerable for a reserve."""
    found: dict[str, list[Person]] = {}
    for person in people:
        if person.left is None and person.present.post.rank in ("principal", "deputy"):
            found.setdefault(person.present.unit.id, []).append(person)
    return found


def round_id(term: Term) -> str:
    """The id of the round in which the pool of a term was selected."""
    return f"{term.round_year}-selection"


def applicants(pool: Pool, term: Term) -> list[tuple[Person, str]]:
    """Who applied in the round of a term, with the tier: those who were selected, then those who were not."""
    selected = [(one.person, one.tier) for one in pool.of(term) if one.route == "selected"]
    return selected + [(person, tier) for tier in TIERS for person in _turned_down(pool, term, tier)]


def _turned_down(pool: Pool, term: Term, tier: str) -> list[Person]:
    members = {one.person.number for one in pool.of(term)}
    waiting = [one for one in pool.waiting[tier][:3] if one.number not in members]
    return [person for person in waiting if person.present.start.year < term.round_year - 3]


def round_findings(pool: Pool, term: Term) -> Iterator[tuple[str, Value]]:
    """For each unit the findings of its party organisation on those who applied in a round, a month before it was
    closed, as (path below `data/findings`, value): who was not selected had no clear results yet."""
    selected = {one.person.number for one in pool.of(term)}
    about: dict[str, list[Value]] = {}
    for person, _ in applicants(pool, term):
        found = dict.fromkeys(found_about(person), True)
        found["clear-results"] = person.number in selected
        stint = person.stint_on(term.reference) or person.present
        about.setdefault(stint.unit.id, []).extend(_found(person, found))
    year = term.round_year
    for unit, entries in sorted(about.items()):
        value = {"by": "school-party-organisation", "date": f"{year}-11-20", "entries": entries}
        yield f"{year}/{unit}-{year}", value


def round_file(pool: Pool, term: Term) -> Value:
    """The value of `data/rounds/<id>.yaml`: agreed by the organisation department before the notice
    (JT-7), and closed."""
    year = term.round_year
    return {
        "title": f"{year}年三级后备人才遴选",
        "policy": POLICY,
        "tiers": list(TIERS),
        "notice": {"date": f"{year}-09-13", "document": f"青教发〔{year}〕31号"},
        "reference": term.reference.isoformat(),
        "registration": {"from": f"{year}-09-20", "until": f"{year}-10-14"},
        "agreement": {
            "by": "organisation-department",
            "date": f"{year}-09-08",
            "document": f"青组函〔{year}〕12号",
        },
        "closed": f"{year}-12-22",
        "applications": [
            {"cadre": person.id, "tier": tier, "date": f"{year}-10-{1 + person.number % 11:02d}"}
            for person, tier in applicants(pool, term)
        ],
    }


def findings(
    people: list[Person], calendar: Calendar, other: dict[int, dict[str, bool]]
) -> Iterator[tuple[str, Value]]:
    """For each unit the findings of its party organisation on everybody young enough for a tier (JT-6),
    dated in the spring of the year, as (path below `data/findings`, value): met in all respects, but
    for those of whom `other` says by number what was found."""
    day = calendar.spring
    about: dict[str, list[Value]] = {}
    for person in people:
        young = person.birth.year >= calendar.as_of.year - 47
        if person.left is None and (young or person.number in other):
            found = other.get(person.number) or dict.fromkeys(found_about(person), True)
            about.setdefault(person.present.unit.id, []).extend(_found(person, found))
    for unit, entries in sorted(about.items()):
        value = {"by": "school-party-organisation", "date": day.isoformat(), "entries": entries}
        yield f"{day.year}/{unit}-{day.year}", value


def _found(person: Person, found: dict[str, bool]) -> Iterator[Value]:
    for meets in (True, False):
        what = [topic for topic, met in found.items() if met == meets]
        if what:
            yield {"cadre": person.id, "what": what, "meets": meets}


def examination_file(person: Person, day: date) -> Value:
    """The value of a file of findings: an examination of health that found the person fit for duty."""
    entry = {"cadre": person.id, "what": ["fit-for-duty"], "meets": True}
    return {"by": "hospital", "date": day.isoformat(), "entries": [entry]}


def found_about(person: Person) -> list[str]:
    """What is judged of a person: the basic conditions, what a kindergarten sets, and the student
    record of the young."""
    kindergarten = [TEACHING] if person.present.unit.kind is KINDERGARTEN else []
    return [*BASIC, *kindergarten, STUDENT_RECORD]


def listed_in(calendar: Calendar) -> int:
    """The year in which the lists were filed."""
    return calendar.as_of.year - 3


def listing_files(entries: dict[str, list[Value]], calendar: Calendar) -> Iterator[tuple[str, Value]]:
    """The lists filed elsewhere, with these entries by list, as (id, value)."""
    year = listed_in(calendar)
    for name, (by, zh, en) in _LISTS.items():
        if name in entries:
            title = {"zh": zh, "en": en}
            value = {
                "list": name,
                "title": title,
                "by": by,
                "date": f"{year}-12-20",
                "entries": entries[name],
            }
            yield f"{name}-{year}", value


def relaxation_file(person: Person, relaxed: tuple[str, int, str], calendar: Calendar) -> Value:
    """The value of a file that relaxes one clause by name (JT-5): clause, new limit and last day, ""
    for none."""
    clause, limit, until = relaxed
    year = calendar.as_of.year - 1
    value = {
        "cadre": person.id,
        "policy": POLICY,
        "clause": clause,
        "to": limit,
        "from": f"{year}-06-01",
        "approved": {
            "by": "education-committee",
            "date": f"{year}-05-28",
            "document": f"青教工委〔{year}〕{7 + person.number % 30}号",
        },
        "reason": "工作实绩特别突出，经研究适当放宽年龄要求",
    }
    return value | ({"until": until} if until else {})


def class_files(pool: Pool, calendar: Calendar) -> Iterator[tuple[str, Value]]:
    """One class held for each tier in each of the three years of the term that is over, as (path below
    `data/training`, value)."""
    for year in calendar.evaluated:
        for tier in TIERS:
            day = date(year, 10, 18)
            people = [one.person for one in pool.members if one.tier == tier and one.runs_on(day)]
            participants = [
                {
                    "cadre": person.id,
                    "route": "named",
                    "result": "passed",
                    "satisfaction": 80 + person.number % 20,
                }
                for person in people
            ]
            value: Value = {
                "title": f"{year}年{_TIER_NAMES[tier]}后备人才培训班",
                "tier": tier,
                "from": f"{year}-10-14",
                "until": f"{year}-10-18",
                "hours": 40,
                "mode": "residential",
                "cost": 600 * len(people),
            }
            yield f"{year}/{year}-{tier}", value | ({"participants": participants} if people else {})
