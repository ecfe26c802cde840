"""A small sound district: each test of the checks changes one thing in it and looks at what is said."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from typing import Any

import yaml

from cadrectl import checks
from cadrectl.problem import Problem
from cadrectl.records.read import parse
from cadrectl.records.record import Record
from cadrectl.records.schemas import kind_and_id
from cadrectl.records.validation import validate

AS_OF = date(2026, 1, 10)
Files = dict[str, Any]


class _WithoutAnchors(yaml.SafeDumper):
    """Writes a value as often as it stands, as a record must."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


_TERMS = {
    "honours": ["district-backbone", "city-backbone"],
    "unit-kinds": ["primary", "junior-high"],
    "bodies": ["education-bureau", "organisation-department"],
    "domains": ["teaching", "moral-education"],
    "contests": ["quality-lesson"],
    "levels": ["district", "city"],
    "grades": ["incompetent", "basically-competent", "competent", "excellent"],
    "voters": ["leaders", "staff"],
    "votes": ["excellent", "competent", "incompetent"],
}


def label(text: str) -> dict[str, str]:
    """A label that reads the same in both languages."""
    return {"zh": text, "en": text}


def post(name: str, rank: str, since: str, **more: Any) -> dict[str, Any]:
    """An appointed post in U001, unless `more` says otherwise."""
    row = {"unit": "U001", "post": name, "rank": rank, "kind": "appointed", "from": since, **more}
    return {key: value for key, value in row.items() if value is not None}


def cadre(name: str, *posts: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A woman born in 1980 with these posts, unless `more` says otherwise."""
    return {"name": name, "gender": "woman", "birth": "1980-05-03", "posts": list(posts), **more}


def membership(cadre: str, **more: Any) -> dict[str, Any]:
    """A membership of tier 2 for 2024 to 2026 with the principal as mentor, unless `more` says otherwise."""
    term = {"from": "2024-01-01", "until": "2026-12-31"}
    value = {"cadre": cadre, "policy": "pool", "tier": "tier-2", "term": term, "route": "selected"}
    return {**value, "mentor": "C0001", **more}


def session(**more: Any) -> dict[str, Any]:
    """The annual session of U001 for 2024, C0002 assessed by twenty voters, unless `more` says otherwise."""
    ballots = [
        {"voter": "leaders", "votes": {"excellent": 3, "competent": 2}},
        {"voter": "staff", "votes": {"excellent": 10, "competent": 4}, "abstained": 1},
    ]
    attendance = {
        "due": 22,
        "present": 20,
        "classes": [
            {"voter": "leaders", "due": 5, "present": 5},
            {"voter": "staff", "due": 17, "present": 15},
        ],
    }
    confirmed = {"date": "2025-02-20", "body": "education-bureau"}
    person = {"cadre": "C0002", "ballots": ballots, "confirmed": confirmed}
    value = {"unit": "U001", "kind": "annual", "year": 2024, "date": "2025-01-10", "attendance": attendance}
    return {**value, "people": [person], **more}


POLICY = {
    "policy": "pool-2020",
    "series": "pool",
    "title": label("Tiers"),
    "issuer": label("Bureau"),
    "in_force": {"from": "2020-01-01", "until": "2026-12-31"},
    "groups": {
        "basic": {
            "source": "2",
            "all": [{"id": "conduct", "require": {"finding": {"what": "conduct", "is": "meets"}}}],
        }
    },
    "select": [
        {
            "id": tier,
            "title": label(tier),
            "target": {"rank": "deputy"},
            "source": "1",
            "any": [
                {
                    "id": "selected",
                    "source": "1",
                    "all": [
                        {"id": "basic", "group": "basic"},
                        {"id": "age", "source": "1", "require": {"age": {"at_most": 45}}},
                    ],
                }
            ],
        }
        for tier in ("tier-1", "tier-2")
    ],
}

_SOUND: Files = {
    "data/workspace.yaml": {
        "name": label("Bureau"),
        "division": "320499",
        "language": "zh",
        "policies": ["pool"],
    },
    "data/policies/pool-2020.yaml": POLICY,
    **{
        f"data/vocabularies/{id}.yaml": {
            "title": label(id),
            "terms": [{"id": term, "label": label(term)} for term in terms],
        }
        for id, terms in _TERMS.items()
    },
    "data/units/U001.yaml": {
        "name": "First School",
        "kind": "primary",
        "posts": [
            {"post": "principal", "rank": "principal", "headcount": 1},
            {"post": "vice-principal", "rank": "deputy", "headcount": 2},
            {"post": "director", "rank": "middle-chief", "headcount": 2},
        ],
    },
    "data/units/U002.yaml": {"name": "Second School", "kind": "junior-high"},
    "data/cadres/C0001.yaml": cadre("Wang", post("principal", "principal", "2004-08"), gender="man"),
    "data/cadres/C0002.yaml": cadre(
        "Li",
        post("teacher", "staff", "2003-08", to="2012-07"),
        post("director", "middle-chief", "2012-08"),
        work_start="2003-08",
        honours=[{"level": "district-backbone", "date": "2015"}],
    ),
    "data/cadres-private/C0002.yaml": {"id_number": "320499198005030028"},
    "data/reserve/C0002-2024.yaml": membership("C0002"),
    "data/evaluations/2024/U001-annual.yaml": session(),
    "data/rounds/2024.yaml": {
        "title": "Round",
        "policy": "pool",
        "tiers": ["tier-2"],
        "notice": {"date": "2023-10"},
        "reference": "2023-12-31",
    },
    "data/relaxations/2024-1.yaml": {
        "cadre": "C0002",
        "policy": "pool",
        "clause": "tier-2.selected.age",
        "to": 46,
        "from": "2024-01-01",
        "approved": {"by": "organisation-department", "date": "2023-12"},
        "reason": "outstanding",
    },
    "data/findings/2025/f1.yaml": {
        "by": "education-bureau",
        "date": "2025-06-01",
        "entries": [{"cadre": "C0002", "what": ["ability"], "meets": True}],
    },
}


def sound() -> Files:
    """The files of a district in which nothing is wrong: path to value; change them freely."""
    return deepcopy(_SOUND)


def record(path: str, value: Any) -> Record:
    """A valid record at a path; a value that its schema refuses fails the test that made it."""
    named = kind_and_id(path)
    assert named is not None, path
    parsed = parse(path, text(value).encode())
    assert [*parsed.problems, *validate(path, named[0], parsed)] == [], path
    return Record(path, *named, parsed.value, parsed.marks)


def text(value: Any) -> str:
    """The value as YAML in the order in which it was written, texts that look like numbers quoted."""
    return yaml.dump(value, Dumper=_WithoutAnchors, allow_unicode=True, sort_keys=False)


def problems(files: Mapping[str, Any], as_of: date = AS_OF) -> list[Problem]:
    """What the checks find in these files."""
    return checks.run([record(path, value) for path, value in files.items()], as_of)


def said(files: Mapping[str, Any], as_of: date = AS_OF) -> list[tuple[str, str, str]]:
    """What the checks find: code, path, and the text of the line that the problem points at."""
    return [
        (found.code, found.path, text(files[found.path]).splitlines()[found.line - 1].strip(" -"))
        for found in problems(files, as_of)
    ]


def codes(files: Mapping[str, Any], as_of: date = AS_OF) -> list[str]:
    """The codes of what the checks find."""
    return [found.code for found in problems(files, as_of)]
