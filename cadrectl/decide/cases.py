"""The cases of a policy, tried: people made up for one question each, with the verdicts that the author expects.

A case gives only what it needs; what it does not give is not on record. All cases are judged together, by the
same path as the people of a register.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cadrectl.calendar import parse_date
from cadrectl.facts.moment import Book, Moment
from cadrectl.facts.truth import WORDS
from cadrectl.policy.evaluate import Evaluator
from cadrectl.policy.model import Policy
from cadrectl.policy.verdicts import judge
from cadrectl.register import build_stated
from cadrectl.vocabulary import Label, Vocabulary

Value = Mapping[str, Any]

OWN = ("findings", "listings", "relaxations", "evaluations", "reserve", "training")
"""The kinds of record that a case may give beside the person; about that person unless they say otherwise."""

SHARED = frozenset({"rounds", "cadres", "units"})
"""What a case gives under ids of its own choice or for everybody, so that the people of other cases must not see it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One expectation of a case: the clause, the verdict expected, and the one found (None: no such clause)."""

    index: int
    name: Label
    clause: str
    expected: str
    found: str | None

    @property
    def passed(self) -> bool:
        """Whether the engine said what the author expects."""
        return self.expected == self.found


def run(
    policy: Policy, superiors: Sequence[Policy], stated: Value, vocabularies: Mapping[str, Vocabulary]
) -> list[Outcome]:
    """Every expectation of a cases record, in order; `index` counts the cases from 0."""
    cases = [_merged(stated.get("defaults", {}), case.get("given", {})) for case in stated["cases"]]
    together = [at for at, given in enumerate(cases) if not given.keys() & SHARED]
    apart = [[at] for at, given in enumerate(cases) if given.keys() & SHARED]
    found: dict[int, Mapping[str, str]] = {}
    for group in (together, *apart):
        verdicts = _verdicts(policy, superiors, [cases[at] for at in group], vocabularies)
        found |= dict(zip(group, verdicts, strict=True))
    return [
        Outcome(at, case["name"], clause, expected, found[at].get(clause))
        for at, case in enumerate(stated["cases"])
        for clause, expected in case["expect"].items()
    ]


def _merged(defaults: Value, given: Value) -> dict[str, Any]:
    """What a case gives laid over what all share: mappings are merged, anything else replaces."""
    common = {key: value for key, value in defaults.items() if key != "given"} | dict(defaults.get("given", {}))
    return _laid_over(common, given)


def _laid_over(below: Value, above: Value) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        both_maps = isinstance(value, Mapping) and isinstance(below.get(key), Mapping) and not _attested(value)
        merged[key] = _laid_over(below[key], value) if both_maps else value
    return merged


def _attested(value: Value) -> bool:
    return "declared" in value


def _verdicts(
    policy: Policy, superiors: Sequence[Policy], cases: Sequence[Value], vocabularies: Mapping[str, Vocabulary]
) -> list[dict[str, str]]:
    values = [one for number, given in enumerate(cases) for one in _records(number, given, policy.series)]
    book = Book(build_stated(values, vocabularies))
    people = np.array([book.register.position("cadres", f"case-{number}") for number in range(len(cases))], np.int64)
    day = np.array([_day(given) for given in cases], np.int32)
    result: list[dict[str, str]] = [{} for _ in cases]
    for tier in policy.tiers:
        moment = Moment(book, people, day, tier.target, tier.id)
        judgement = judge(tier.clause, moment, Evaluator(policy, book, superiors))
        for path, standing in judgement.standings.items():
            for number, verdict in enumerate(standing.own.now.tolist()):
                result[number][path] = WORDS[verdict]
    return result


def _day(given: Value) -> int:
    found = parse_date(str(given["as_of"]))
    assert found is not None  # the schema has checked its form
    return found[0]


def _records(number: int, given: Value, series: str) -> Iterable[tuple[str, str, dict[str, Any]]]:
    """The records that a case stands for: its person, unit, and whatever else it gives, under ids of its own."""
    person, unit = f"case-{number}", f"case-{number}"
    cadre = dict(given.get("cadre", {}))
    cadre["posts"] = [post if "outside" in post else {"unit": unit, **post} for post in cadre.get("posts", [])]
    yield "cadres", person, {"name": person, **cadre}
    yield "units", unit, {"name": unit, **given.get("unit", {})}
    for kind in ("cadres", "units"):
        for id, value in given.get(kind, {}).items():
            yield kind, id, dict(value)
    for kind in OWN:
        for index, value in enumerate(given.get(kind, [])):
            yield kind, f"{person}-{index}", _about(kind, value, person, series)
    for index, value in enumerate(given.get("rounds", [])):
        yield "rounds", f"{person}-{index}", _round(value, person, series)


def _round(value: Value, person: str, series: str) -> dict[str, Any]:
    """A round of the policy, in which the case's person applies and is scored."""
    named = [key for key in ("applications", "scores") if key in value]
    lists = {key: [{"cadre": person, **one} for one in value[key]] for key in named}
    return {"policy": series, **value, **lists}


LISTS = {"findings": "entries", "listings": "entries", "evaluations": "people", "training": "participants"}
HEADS = {
    "findings": ("by", "date", "document"),
    "listings": ("list", "title", "by", "date"),
    "evaluations": ("unit", "kind", "year", "date"),
    "training": ("title", "tier", "from", "until", "hours", "credits"),
}


def _about(kind: str, value: Value, person: str, series: str) -> dict[str, Any]:
    """A record in its own shape; one written without its list is about the case's person alone."""
    if kind not in LISTS:
        return {"cadre": person, "policy": series, **value}
    entries = value.get(LISTS[kind])
    head = {key: value[key] for key in value if key in HEADS[kind]}
    if entries is None:
        entries = [{key: value[key] for key in value if key not in HEADS[kind]}]
    return {**head, LISTS[kind]: [{"cadre": person, **entry} for entry in entries]}
