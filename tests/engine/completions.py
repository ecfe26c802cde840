"""One of the worlds that records leave open: every vague date a day, every open value settled, what may be missing
added or not. What was known stays as it was; a post that may run stands, for a document that is missing leaves open
what it counts for and not where the person works."""

import random
from collections.abc import Sequence
from typing import Any

from cadrectl.calendar import date_of, parse_date
from cadrectl.records.record import Record
from tests.engine.people import NOW, TOPICS, UNITS, Value, record

YEARS = range(2018, 2028)


def completed(records: Sequence[Record], seed: int, missing_years: bool = False) -> list[Record]:
    """The records as they may turn out; with `missing_years`, results of years without one may turn up too."""
    chance = random.Random(seed)
    found = [record(one.kind, one.id, _settled(one.value, chance)) for one in records]
    for one in found:
        if one.kind == "cadres":
            _add_what_is_missing(one.value, chance)
        if one.kind == "units" and "group" not in one.value and chance.random() < 0.5:
            one.value["group"] = f"group-{chance.randrange(3)}"
    people = [one.id for one in found if one.kind == "cadres"]
    found += _training(found, people, chance)
    return [*found, _findings(found, people, chance), *_results(found, people, chance, missing_years)]


def _settled(value: Any, chance: random.Random) -> Any:
    if isinstance(value, dict):
        if "declared" in value:
            evidence = [one["value"] for one in value.get("evidence", [])]
            value = value.get("verified", chance.choice([value["declared"], *evidence]))
            return _settled(value, chance)
        return {key: _settled(member, chance) for key, member in value.items()}
    if isinstance(value, list):
        kept = [one for one in value if not _is_doubtful(one) or _may_run(one) or chance.random() < 0.5]
        return [_settled(one | {"verified": True} if _is_doubtful(one) else one, chance) for one in kept]
    return _some_day(value, chance) if isinstance(value, str) else value


def _is_doubtful(value: Any) -> bool:
    return isinstance(value, dict) and value.get("verified") is False


def _may_run(value: Value) -> bool:
    begin, end = (parse_date(value.get(key, other)) for key, other in (("from", "9999"), ("to", "9999")))
    return "post" in value and begin is not None and end is not None and begin[0] <= NOW < end[1]


def _some_day(text: str, chance: random.Random) -> str:
    bounds = parse_date(text)
    if bounds is None:
        return text
    ends = [bounds[0], bounds[1], chance.randint(*bounds), chance.randint(*bounds)]
    return min(date_of(chance.choice(ends)), date_of(bounds[1])).isoformat()


def _add_what_is_missing(person: Value, chance: random.Random) -> None:
    def anytime() -> str:
        return f"{chance.randint(2010, 2028)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"

    def perhaps(row: Value, key: str, value: Any) -> None:
        if key not in row and chance.random() < 0.7:
            row[key] = value

    perhaps(person, "staff_category", chance.choice(["cadre", "worker"]))
    perhaps(person["party"], "joined", anytime())
    for row in person["education"]:
        perhaps(row, "double_first_class", chance.random() < 0.5)
        perhaps(row, "until", anytime())
    for row in person["posts"]:
        perhaps(row, "domain", chance.choice(["teaching", "general"]))
    for row in person["service"]:
        perhaps(row, "unit", f"V{chance.randrange(UNITS)}")
    for row in person["titles"]:
        if "engaged" not in row:
            perhaps(row, "passed", anytime())
    if not person["kin"] and chance.random() < 0.5:
        person["kin"] = [{"cadre": f"N{chance.randrange(20):03d}", "relation": "spouse"}]
    if not person["education"] and chance.random() < 0.7:
        person["education"] = [{"level": "master", "mode": "full-time", "double_first_class": True, "until": anytime()}]
    if not person["titles"] and chance.random() < 0.7:
        person["titles"] = [{"level": "senior", "passed": anytime(), "engaged": anytime()}]


def _training(records: Sequence[Record], people: Sequence[str], chance: random.Random) -> list[Record]:
    """Hours of classes that state none, and a class for people of whom none is on record."""
    classes = [one for one in records if one.kind == "training"]
    for one in classes:
        one.value.setdefault("hours", chance.choice([0, 10, 200]))
    trained = {row["cadre"] for one in classes for row in one.value["participants"]}
    rows = [{"cadre": id} for id in people if id not in trained and chance.random() < 0.5]
    value = {"title": "x", "from": "2026-03-02", "hours": chance.choice([10, 100]), "participants": rows}
    return [record("training", "2026/missing", value)] if rows else []


def _findings(records: Sequence[Record], people: Sequence[str], chance: random.Random) -> Record:
    """On topics that nobody has judged somebody may have, some time ago."""
    judged = {
        (entry["cadre"], topic)
        for one in records
        if one.kind == "findings"
        for entry in one.value["entries"]
        for topic in entry["what"]
    }
    entries = [
        {"cadre": id, "what": [topic], "meets": chance.random() < 0.5}
        for id in people
        for topic in TOPICS
        if (id, topic) not in judged and chance.random() < 0.7
    ]
    return record("findings", "2026/found", {"by": "education-committee", "date": "2026-08-01", "entries": entries})


def _results(
    records: Sequence[Record], people: Sequence[str], chance: random.Random, missing_years: bool
) -> list[Record]:
    """Results of people who have none, and if asked for, of single years too."""
    on_file = {(one.id, row["year"]) for one in records if one.kind == "cadres" for row in one.value["earlier_grades"]}
    on_file |= {
        (row["cadre"], one.value["year"]) for one in records if one.kind == "evaluations" for row in one.value["people"]
    }
    assessed = {id for id, _ in on_file}
    found = []
    for year in YEARS:
        rows = [
            {"cadre": id, "grade": chance.choice(["excellent", "competent", "incompetent"])}
            | {"confirmed": {"date": f"{year + 1}-02-15", "body": "x"}}
            for id in people
            if (missing_years or id not in assessed) and (id, year) not in on_file and chance.random() < 0.7
        ]
        value = {"unit": "V0", "kind": "annual", "year": year, "date": f"{year}-12-20", "people": rows}
        found.append(record("evaluations", f"{year}/V0-found", value))
    return found
