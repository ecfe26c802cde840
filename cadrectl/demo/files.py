"""Every file of a district, one after the other, so that a large one never stands in memory as text."""

from collections.abc import Iterator, Mapping
from datetime import date
from importlib.resources import files as resources
from importlib.resources.abc import Traversable
from typing import Any

from cadrectl.demo.aims import aims_file
from cadrectl.demo.appraisals import bare_files, probation_files, secondment_files, semester_files
from cadrectl.demo.beside import private_file
from cadrectl.demo.careers import Person
from cadrectl.demo.curriculum import Course
from cadrectl.demo.dice import Dice
from cadrectl.demo.duties import Duties, duties
from cadrectl.demo.growth import entries
from cadrectl.demo.layout import HEAD_OF_RESEARCH, INSTITUTION, Unit
from cadrectl.demo.names import DIVISION, person_name
from cadrectl.demo.person_files import Making, person_file
from cadrectl.demo.plant import findings_about, planted_file
from cadrectl.demo.pool_files import (
    applicants,
    class_files,
    examination_file,
    findings,
    listed_in,
    listing_files,
    mentors,
    relaxation_file,
    reserve_file,
    round_file,
    round_findings,
    round_id,
)
from cadrectl.demo.proceedings import case_files
from cadrectl.demo.sessions import session_file
from cadrectl.demo.summative import summative_files
from cadrectl.demo.terms import Term, term_files, terms_of
from cadrectl.demo.town import Town
from cadrectl.demo.unit_files import unit_file
from cadrectl.records.canonical import canonical

Value = dict[str, Any]

PAPERS_ONE_IN = 10
"""In one unit of so many the papers of the staff are kept, in the latest year."""

SERIES = (
    *("jt-tiers", "jx-evaluation", "nt-development", "pt-principals", "personnel-changes", "duties", "rotation"),
    "appointments",
)
"""The schemes that the district judges by."""


def written(town: Town) -> Iterator[tuple[str, str]]:
    """(path, canonical text) of every file under `data/`."""
    yield from _shipped()
    for kind, name, value in _values(town):
        path = "data/workspace.yaml" if kind == "workspace" else f"data/{kind}/{name}.yaml"
        yield path, canonical(kind, value)


def _shipped() -> Iterator[tuple[str, str]]:
    """The vocabularies and policies that come with the program, as they are; groups are the district's
    own."""
    starter = resources("cadrectl") / "starter"
    for folder in ("vocabularies", "policies"):
        for file in _sorted(starter / folder):
            if file.name.endswith(".yaml") and file.name != "groups.yaml":
                yield f"data/{folder}/{file.name}", file.read_text(encoding="utf-8")


def _sorted(folder: Traversable) -> list[Traversable]:
    return sorted(folder.iterdir(), key=lambda file: file.name)


def _values(town: Town) -> Iterator[tuple[str, str, Value]]:
    yield "workspace", "", _workspace(town)
    yield "vocabularies", "groups", _groups(town)
    for unit in town.units:
        value = unit_file(unit, Dice(town.seed, "unit", unit.id), town.calendar.as_of)
        yield "units", unit.id, value if unit.kind is not INSTITUTION else value | _with_subject(unit, value, town)
    yield from _people(town)
    yield from _pool(town)
    yield from _judged(town)
    for name, value in case_files(town.cases):
        yield "appointments", name, value
    for name, value in _sessions(town):
        yield "evaluations", name, value
    owed = duties_of(town)
    yield from owed.files()
    yield from term_files(terms_in(town, owed))
    yield from course_of(town).files()
    name, aims = aims_file(town.calendar.as_of, town.seed)
    yield "targets", name, aims


def _with_subject(unit: Unit, value: Value, town: Town) -> Value:
    """The posts of an institution, the one that heads its research asking for the subject that its holder teaches."""
    worthy = town.pool.worthy(town.calendar)
    heads = [one for one in town.people if one.present.unit is unit and one.present.post.name == HEAD_OF_RESEARCH]
    taught = [each for one in heads if one.left is None for each in _file_of(town, one, worthy).get("teaching", ())]
    asked = {"subject": taught[0]["subject"]} if taught else {}
    return {"posts": [post | (asked if post["post"] == HEAD_OF_RESEARCH else {}) for post in value["posts"]]}


def duties_of(town: Town) -> Duties:
    """The duties of the people whose files these are."""
    people = [(name, value) for kind, name, value in _people(town) if kind == "cadres"]
    return duties(town, people, (value for kind, _, value in _pool(town) if kind == "reserve"))


def terms_in(town: Town, owed: Duties) -> list[Term]:
    """The terms of office of these people."""
    return terms_of(owed.officials, town.calendar.as_of, town.seed, planted=bool(town.planted))


def course_of(town: Town) -> Course:
    """The training before the post of the members of the pool."""
    return Course(town.pool, town.calendar, town.seed, planted=bool(town.planted))


def _sessions(town: Town) -> Iterator[tuple[str, Value]]:
    calendar, seed = town.calendar, town.seed
    for year, meetings in town.meetings.items():
        for place, meeting in enumerate(meetings):
            papers = place % PAPERS_ONE_IN == 2 and year == calendar.evaluated[2]
            yield f"{year}/{meeting.unit.id}-annual", session_file(meeting, papers, seed)
    yield from summative_files(town.closings, calendar)
    yield from semester_files(town.meetings, seed)
    usual = [person for person in town.people if person.number not in town.planted]
    yield from probation_files(usual, calendar.evaluated, seed)
    applied = sorted((person for person, _ in applicants(town.pool, calendar.running)), key=lambda one: one.number)
    yield from bare_files(applied, calendar.evaluated[0] - 1, seed)
    yield from secondment_files(town.beside.posts, usual, seed)


def _people(town: Town) -> Iterator[tuple[str, str, Value]]:
    worthy = town.pool.worthy(town.calendar)
    for person in town.people:
        yield "cadres", person.id, _file_of(town, person, worthy)
    for person in town.people:
        if person.number in town.beside.private:
            yield "cadres-private", person.id, private_file(person)


def _file_of(town: Town, person: Person, worthy: Mapping[int, tuple[str, date]]) -> Value:
    """The value of somebody's file; `worthy` says of which tier, and since when, those who are planted nowhere are."""
    as_of = town.calendar.as_of
    if person.number in town.planted:
        return planted_file(town.planted[person.number], town.seed, as_of)
    tier, since = worthy.get(person.number, ("", as_of))
    value = person_file(Making(person, _own(town, person), tier, since, as_of))
    _add_beside(value, person, town)
    return value


def _own(town: Town, person: Person) -> Dice:
    return Dice(town.seed, "person", person.number)


def _add_beside(value: Value, person: Person, town: Town) -> None:
    beside, number = town.beside, person.number
    if number in beside.posts:
        value["posts"] = sorted([*value["posts"], beside.posts[number]], key=lambda post: str(post["from"]))
    if number in beside.kin:
        value["kin"] = [beside.kin[number]]
    value |= beside.blemishes.get(number, {})
    if number in beside.namesakes:
        other = beside.namesakes[number]
        value["name"], value["ethnicity"] = person_name(_own(town, other), other.gender, other.birth.year)


def _pool(town: Town) -> Iterator[tuple[str, str, Value]]:
    calendar = town.calendar
    leaders = mentors([person for person in town.people if person.number not in town.planted])
    for member in town.pool.members:
        dice = Dice(town.seed, "reserve", member.term.first - calendar.running.first, member.person.number)
        value = reserve_file(member, leaders, calendar, dice)
        noted = entries(member, value.get("mentor", ""), calendar, town.seed)
        yield "reserve", f"{member.person.id}-{member.term.first}", value | ({"entries": noted} if noted else {})
    for term in (calendar.closed, calendar.running):
        yield "rounds", round_id(term), round_file(town.pool, term)
    for name, value in class_files(town.pool, calendar):
        yield "training", name, value


def _judged(town: Town) -> Iterator[tuple[str, str, Value]]:
    """Findings, lists filed elsewhere and relaxations by name."""
    calendar, planted = town.calendar, town.planted.values()
    other = {one.person.number: findings_about(one) for one in planted}
    for name, value in findings(town.people, calendar, other):
        yield "findings", name, value
    for name, value in round_findings(town.pool, calendar.running):
        yield "findings", name, value
    listed: dict[str, list[Value]] = {}
    for one in planted:
        person, spec = one.person, one.spec
        if spec.examined:
            name = f"{spec.examined.year}/health-{spec.examined.isoformat()}"
            yield "findings", name, examination_file(person, spec.examined)
        if spec.relaxed:
            yield "relaxations", f"{person.id}-age", relaxation_file(person, spec.relaxed, calendar)
        if spec.listed:
            name, until = spec.listed
            entry = {"cadre": person.id, "tier": spec.tier, "since": f"{listed_in(calendar)}-12-20"}
            listed.setdefault(name, []).append(entry | ({"until": until} if until else {}))
    for name, value in listing_files(listed, calendar):
        yield "listings", name, value


def _workspace(town: Town) -> Value:
    years = range(town.calendar.closed.first, town.calendar.as_of.year + 1)
    semesters = [
        {"id": id, "from": first.isoformat(), "until": last.isoformat()}
        for id, first, last in town.calendar.semesters
    ]
    holidays = [
        holiday
        for year in years
        for holiday in (
            {"from": f"{year}-05-01", "until": f"{year}-05-05", "name": "劳动节"},
            {"from": f"{year}-10-01", "until": f"{year}-10-07", "name": "国庆节"},
        )
    ]
    return {
        "name": {"zh": f"{DIVISION}区教育局", "en": "Qinghe District Education Bureau"},
        "division": "320499",
        "language": "zh",
        "policies": list(SERIES),
        "review": {"removed_at_most": "5%", "word": "Mass-Removal"},
        "calendar": {"semesters": semesters, "holidays": holidays},
    }


def _groups(town: Town) -> Value:
    leads: dict[str, str] = {}
    for unit in town.units:
        if unit.group:
            leads.setdefault(unit.group, unit.name)
    terms = [
        {"id": id, "label": {"zh": f"{name}教育集团", "en": f"Education group {id.removeprefix('group-')}"}}
        for id, name in leads.items()
    ]
    return {"title": {"zh": "教育集团", "en": "Education groups"}, "terms": terms}
