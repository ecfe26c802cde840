"""The records of a district made less certain: vague dates, unverified rows, expired findings, open rounds.

What becomes of a person depends on the seed only. Nothing here knows what a policy asks.
"""

import random
from array import array
from collections.abc import Iterator
from typing import Any

from cadrectl.records.record import Record

DATES = ("birth", "from", "to", "until", "date", "decided", "since")
CHECKED = ("education", "honours", "posts", "prizes")


def blurred(records: list[Record], seed: int) -> list[Record]:
    """The same records, about one value in ten blurred, with some relaxations and two running rounds more."""
    chance = random.Random(seed)
    changed = [_changed(record, chance) for record in records]
    people = [record.id for record in records if record.kind == "cadres"]
    return [*changed, *_relaxations(people, chance), *_rounds()]


def _changed(record: Record, chance: random.Random) -> Record:
    if record.kind == "cadres":
        return _as_record("cadres", record.id, _person(record.value, chance))
    if record.kind == "findings":
        entries = [_entry(entry, chance) for entry in record.value["entries"] if chance.random() < 0.9]
        return _as_record("findings", record.id, {**record.value, "entries": entries})
    if record.kind == "listings":
        entries = [
            {**entry, "until": "2026-08"} if chance.random() < 0.1 else entry for entry in record.value["entries"]
        ]
        return _as_record("listings", record.id, {**record.value, "entries": entries})
    return record


def _person(value: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    person = {key: _vague(key, member, chance) for key, member in value.items()}
    for name in CHECKED:
        person[name] = [_row(row, chance) for row in person.get(name, []) if name == "posts" or chance.random() < 0.95]
    birth = person["birth"]
    if isinstance(birth, str) and chance.random() < 0.1:
        other = f"{int(birth[:4]) + chance.choice([-1, 1])}{birth[4:].replace('-02-29', '-02-28')}"
        person["birth"] = {"declared": birth, "evidence": [{"document": "登记表", "value": other}]}
    return person


def _row(row: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    if chance.random() < 0.05:
        row = {**row, "verified": False}
    if "double_first_class" in row and chance.random() < 0.1:
        dropped = chance.choice(["double_first_class", "until"])
        row = {key: value for key, value in row.items() if key != dropped}
    return row


def _vague(key: str, value: Any, chance: random.Random) -> Any:
    if isinstance(value, dict):
        return {name: _vague(name, member, chance) for name, member in value.items()}
    if isinstance(value, list):
        return [_vague(key, member, chance) for member in value]
    if key in DATES and isinstance(value, str) and len(value) == 10 and chance.random() < 0.1:
        return value[: chance.choice([4, 7, 7])]
    return value


def _entry(entry: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    if chance.random() < 0.05:
        entry = {**entry, "meets": not entry["meets"]}
    if chance.random() < 0.05:
        entry = {**entry, "until": chance.choice(["2024-02-29", "2026-09", "2026-09-14", "2027-01-01"])}
    return entry


def _relaxations(people: list[str], chance: random.Random) -> Iterator[Record]:
    for number, cadre in enumerate(chance.sample(people, len(people) // 20)):
        tier = chance.choice(["tier-1", "tier-2", "tier-3"])
        limit = {"waive": True} if chance.random() < 0.2 else {"to": chance.randint(33, 50)}
        value = {"cadre": cadre, "policy": "jt-tiers", "clause": f"{tier}.selected.age", **limit}
        value |= {"from": "2024-01-01", "until": chance.choice(["2026-09-14", "2026-09-15", "2027"])}
        yield _as_record("relaxations", f"blur-{number}", value)


def _rounds() -> Iterator[Record]:
    for tier, reference in (("tier-1", "2026-06-30"), ("tier-3", "2026-10-31")):
        value = {"title": tier, "policy": "jt-tiers", "tiers": [tier], "reference": reference}
        yield _as_record("rounds", f"blur-{tier}", {**value, "notice": {"date": "2026-09-15"}})


def _as_record(kind: str, id: str, value: dict[str, Any]) -> Record:
    return Record(f"data/{kind}/{id}.yaml", kind, id, value, array("I"))
