"""The records that a case of a policy stands for: people made up for one question, their unit, and what is on record.

A case gives only what it needs, under ids that are made here; nothing is judged.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Value = Mapping[str, Any]

Stated = tuple[str, str, dict[str, Any]]
"""A record of a case: its kind, its id and what it says."""

OWN = ("findings", "listings", "relaxations", "reserve", "training", "events", "clearings")
"""The kinds of record, beside sessions, that a case may give; about its person unless they say otherwise."""


def records(number: int, given: Value, series: str) -> Iterable[Stated]:
    """The records that a case stands for: its people, unit, and whatever else it gives, under ids of its own."""
    person, unit = f"case-{number}", f"case-{number}"
    yield "units", unit, {"name": unit, **given.get("unit", {})}
    for index, value in enumerate(given.get("evaluations", [])):
        if value.keys() & SUBJECTS:
            yield "evaluations", f"{unit}-{index}", _session(value, person, unit)
    for id, value in given.get("units", {}).items():
        yield "units", id, dict(value)
    for id, value in given.get("cadres", {}).items():
        yield "cadres", id, _placed(value, unit)
    for id, about in ((person, given), *others(number, given)):
        yield from _person(id, unit, about, series)
    for index, value in enumerate(given.get("plans", [])):
        yield "plans", f"{unit}-{index}", {"unit": unit, **value}
    for index, value in enumerate(given.get("funds", [])):
        yield "funds", f"{person}-{index}", dict(value)
    for index, value in enumerate(given.get("rounds", [])):
        yield "rounds", f"{person}-{index}", _round(value, person, series)


def others(number: int, given: Value) -> Iterator[tuple[str, Value]]:
    """The other people of a case: each as the case's own but for what is said of them, as many `times` as stated."""
    for index, other in enumerate(given.get("others", [])):
        for time in range(other.get("times", 1)):
            yield f"case-{number}-{index}-{time}", laid_over(given, other)


def _person(person: str, unit: str, given: Value, series: str) -> Iterator[Stated]:
    """A person in a unit, and the records about that person."""
    yield "cadres", person, {"name": person, **_placed(given.get("cadre", {}), unit)}
    for kind in OWN:
        for index, value in enumerate(given.get(kind, [])):
            yield kind, f"{person}-{index}", _about(kind, value, person, series)
    for index, value in enumerate(given.get("evaluations", [])):
        if not value.keys() & SUBJECTS:
            yield "evaluations", f"{person}-{index}", _session(value, person, unit)


def _placed(cadre: Value, unit: str) -> dict[str, Any]:
    """A person whose posts lie in the unit of the case wherever they name no other."""
    posts = [post if "outside" in post else {"unit": unit, **post} for post in cadre.get("posts", [])]
    return {**cadre, "posts": posts}


def _session(value: Value, person: str, unit: str) -> dict[str, Any]:
    """A session of the case's unit, on the last day of its year unless it says otherwise.

    One that names neither people nor bodies is about one person.
    """
    head: dict[str, Any] = {"unit": unit, "date": f"{value['year']}-12-31"}
    head |= {key: value[key] for key in value if key in SESSION}
    head["papers"] = [_paper(one, person) for one in value.get("papers", [])]
    if not value.keys() & SUBJECTS:
        return {**head, "people": [{"cadre": person, **{key: value[key] for key in value if key not in SESSION}}]}
    people = [{"cadre": person, **one} for one in value.get("people", [])]
    return {**head, "people": people, "bodies": [{"unit": unit, **one} for one in value.get("bodies", [])]}


def _paper(value: Value, person: str) -> dict[str, Any]:
    """A ballot paper; `self` on it is the case's person."""
    return {**value, "marks": {person if who == "self" else who: vote for who, vote in value["marks"].items()}}


def _round(value: Value, person: str, series: str) -> dict[str, Any]:
    """A round of the policy, in which the case's person applies and is scored."""
    named = [key for key in ("applications", "scores") if key in value]
    lists = {key: [{"cadre": person, **one} for one in value[key]] for key in named}
    return {"policy": series, **value, **lists}


SUBJECTS = frozenset({"people", "bodies"})
"""What makes a session one of the whole case, and not of each of its people."""

SESSION = ("unit", "kind", "year", "date", "training", "attendance", "papers")
LISTS = {
    "findings": "entries",
    "listings": "entries",
    "training": "participants",
    "events": "entries",
    "clearings": "entries",
}
HEADS = {
    "findings": ("by", "date", "document"),
    "listings": ("list", "title", "by", "date"),
    "training": ("title", "tier", "module", "from", "until", "hours", "days", "credits", "mode"),
    "events": ("kind", "year", "unit"),
    "clearings": ("year", "semester", "unit", "date"),
}
DATED = {"clearings": ("date",)}
"""What is stated of the whole record and of each entry."""


def _about(kind: str, value: Value, person: str, series: str) -> dict[str, Any]:
    """A record in its own shape; one written without its list is about the case's person alone."""
    if kind not in LISTS:
        return {"cadre": person, "policy": series, **value}
    entries = value.get(LISTS[kind])
    head = {key: value[key] for key in value if key in HEADS[kind]}
    if entries is None:
        shared = set(HEADS[kind]).difference(DATED.get(kind, ()))
        entries = [{key: value[key] for key in value if key not in shared}]
    return {**head, LISTS[kind]: [{"cadre": person, **entry} for entry in entries]}


def laid_over(below: Value, above: Value) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        both_maps = isinstance(value, Mapping) and isinstance(below.get(key), Mapping) and not _attested(value)
        merged[key] = laid_over(below[key], value) if both_maps else value
    return merged


def _attested(value: Value) -> bool:
    return "declared" in value
