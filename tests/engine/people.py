"""People as awkward as records allow: vague, future, open and lapsing, close to every limit. Nobody a district
would plan for. What becomes of a person depends on the seed only."""

import random
from array import array
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from cadrectl.calendar import MONTH, code_of, iso
from cadrectl.records.record import Record

Value = dict[str, Any]

AS_OF = date(2026, 9, 15)
HORIZON = date(2029, 9, 15)
NOW = code_of(AS_OF)
UNITS = 8
TOPICS = [
    "political-quality",
    "sense-of-duty",
    "clear-results",
    "ability",
    "law-abiding",
    "recognised-by-masses",
    "fit-for-duty",
    "teaching-achievement",
    "good-student-record",
]


def record(kind: str, id: str, value: Value) -> Record:
    """A record that stands in no file."""
    return Record(f"data/{kind}/{id}.yaml", kind, id, value, array("I"))


def awkward(number: int, seed: int) -> list[Record]:
    """So many people with everything about them, in units that change; rounds that open and close.

    Every other one lacks little for a tier, much of it still to come.
    """
    maker = _Maker(random.Random(seed), [f"N{at:03d}" for at in range(number)])
    return [
        *(record("units", f"V{at}", maker.unit(at)) for at in range(UNITS)),
        *(record("cadres", id, maker.hopeful() if id in maker.hopefuls else maker.person()) for id in maker.ids),
        *maker.around(),
        *_rounds(),
    ]


def _rounds() -> Iterator[Record]:
    for name, tiers, notice, reference, closed in (
        ("now", ["tier-1"], "2026-09-01", "2026-06-30", "2027-01-10"),
        ("next", ["tier-1", "tier-3"], "2027-05-31", "2027-08-31", "2027-12-01"),
        ("last", ["tier-2", "tier-3"], "2028-02-29", "2028-03-01", None),
    ):
        value: Value = {"title": name, "policy": "jt-tiers", "tiers": tiers, "notice": {"date": notice}}
        value |= {"reference": reference} | ({"closed": closed} if closed else {})
        yield record("rounds", name, value)


class _Maker:
    def __init__(self, chance: random.Random, ids: list[str]) -> None:
        self.chance, self.ids, self.hopefuls = chance, ids, ids[::2]
        self.offices = random.Random(len(ids))

    def day(self, months_ago: int, months_ahead: int) -> str:
        """A date some months about the day of the question, one in three of them vague."""
        code = NOW + self.chance.randint(-months_ago * MONTH, months_ahead * MONTH)
        if self.chance.random() < 0.2:  # the days about which off-by-one errors live
            code = NOW + self.chance.choice([-372, -31, 0, 31, 372, 744]) + self.chance.randint(-1, 1)
        return iso(code)[: self.chance.choice([10, 10, 10, 10, 7, 4])]

    def attested(self, value: Callable[[], Any]) -> Any:
        if self.chance.random() < 0.7:
            return value()
        stated: Value = {"declared": value()}
        if self.chance.random() < 0.3:
            stated["verified"] = value()
        if self.chance.random() < 0.8:
            stated["evidence"] = [{"document": "登记表", "value": value()}]
        return stated

    def some(self, least: int, most: int, make: Callable[[], Value]) -> list[Value]:
        return [make() for _ in range(self.chance.randint(least, most))]

    def maybe(self, key: str, value: Callable[[], Any], share: float = 0.5) -> Value:
        return {key: value()} if self.chance.random() < share else {}

    def checked(self, value: Value) -> Value:
        return value | self.maybe("verified", lambda: self.chance.random() < 0.5, 0.3)

    def unit(self, at: int) -> Value:
        kinds = ["primary", "junior-high", "kindergarten", "bureau-office"]
        history = [
            {"until": until}
            | self.maybe("kind", lambda: self.chance.choice(kinds), 0.7)
            | self.maybe("area", lambda: self.chance.choice(["urban", "rural"]), 0.7)
            for until in (("2024", "2026-11-10"), ("2026-09", "2027-06"), (), ("2027",))[at % 4]
        ]
        value: Value = {"name": f"单位{at}", "kind": kinds[at % 4], "stage": "primary", "area": "suburban"}
        value |= {"group": f"group-{at % 3}"} if at % 4 else {}
        value |= {"flags": ["filed-list"]} if at == 5 else {}
        years = self.chance.sample(range(2024, 2030), 3)
        return value | {
            "history": history,
            "size": [{"year": year, "staff": self.chance.randint(40, 60)} for year in sorted(years)],
        }

    def person(self) -> Value:
        chance = self.chance
        return {
            "name": "某某",
            "gender": chance.choice(["man", "woman"]),
            "birth": self.attested(self.birth),
            "ethnicity": self.attested(lambda: chance.choice(["汉族", "回族"])),
            "party": {"name": chance.choice(["cpc", "other"])}
            | self.maybe("joined", lambda: self.attested(lambda: self.day(120, 12))),
            "education": self.some(0, 2, self.education),
            "titles": self.some(0, 2, self.title),
            "honours": self.some(0, 3, self.honour),
            "posts": [post for _ in range(chance.randint(1, 3)) for post in self.career()],
            "class_work": self.some(0, 1, lambda: self.lasting({"kind": "class-teacher"})),
            "service": self.some(0, 2, lambda: self.lasting({"kind": "rural"})),
            "prizes": self.some(0, 2, self.prize),
            "scholarships": self.some(
                0, 3, lambda: {"class": chance.choice(["third", "second", "first"]), "date": self.day(60, 20)}
            ),
            "student_posts": self.some(0, 1, self.student_post),
            "sanctions": self.some(0, 2, self.sanction) if chance.random() < 0.5 else [],
            "proceedings": self.some(0, 1, self.proceeding) if chance.random() < 0.3 else [],
            "earlier_grades": [
                {"year": year, "grade": self.grade()} for year in range(2018, 2022) if chance.random() < 0.6
            ],
            "kin": self.some(0, 1, self.relative),
        } | self.maybe("staff_category", lambda: chance.choice(["cadre", "worker"]))

    def hopeful(self) -> Value:
        """A person young enough, who has most of what a tier asks for or will have it."""
        person, unit = self.person(), f"V{self.chance.choice([0, 2, 4])}"
        post = {"unit": unit, "post": "post", "rank": self.chance.choice(["middle-deputy", "deputy"])}
        graduated = {"level": "bachelor", "mode": "full-time", "double_first_class": True, "until": "2008-06"}
        return person | {
            "birth": f"{self.chance.randint(1989, 1993)}-0{self.chance.randint(1, 9)}",
            "education": [graduated],
            "honours": [*person["honours"], {"level": "city-backbone", "date": self.day(12, 24)}],
            "posts": [post | {"kind": "appointed", "from": self.day(40, 1)}],
            "class_work": [{"kind": "class-teacher", "from": self.day(20, 20)}],
        }

    def birth(self) -> str:
        limit = self.chance.choice([35, 40, 45])
        if self.chance.random() < 0.1:
            return f"{self.chance.choice([1980, 1984, 1988, 1992])}-02-29"
        first = self.day(40, 40)
        text = f"{int(first[:4]) - limit}{first[4:]}"
        return text if text[5:] != "02-29" else text[:7]

    def education(self) -> Value:
        chance = self.chance
        value = {"level": chance.choice(["associate", "bachelor", "bachelor", "master"])}
        value |= {"mode": chance.choice(["full-time", "in-service"])}
        value |= self.maybe("double_first_class", lambda: chance.random() < 0.6, 0.7)
        return self.checked(value | self.maybe("until", lambda: self.day(200, 20), 0.8))

    def title(self) -> Value:
        value: Value = {"level": self.chance.choice(["second", "first", "senior"])}
        value |= self.maybe("passed", lambda: self.day(80, 20), 0.7)
        return self.checked(value | self.maybe("engaged", lambda: self.day(60, 30), 0.7))

    def honour(self) -> Value:
        level = self.chance.choice(["district-backbone", "city-backbone", "city-teaching-expert", "special-grade"])
        value = {"level": level, "date": self.day(60, 12)}
        return self.checked(value | self.maybe("until", lambda: self.day(12, 30)))

    def career(self) -> Iterator[Value]:
        """A post after another, handed over on one day or vaguely, some of them still to come."""
        start, chance = NOW - chance_months(self.chance, 80), self.chance
        for _ in range(chance.randint(1, 3)):
            stop = start + chance_months(chance, 50)
            unit = {"outside": "外地"} if chance.random() < 0.1 else {"unit": f"V{chance.randrange(UNITS)}"}
            cut = chance.choice([10, 10, 10, 7, 4])
            value: Value = unit | {"post": "post", "rank": chance.choice(["middle-deputy", "deputy", "principal"])}
            value |= {"kind": chance.choice(["appointed"] * 5 + ["acting", "secondment", "concurrent"])}
            value |= self.maybe("domain", lambda: chance.choice(["teaching", "general"]))
            value |= {"from": iso(start)[:cut]}
            if chance.random() < 0.4:
                value["decided"] = iso(start - chance.randint(0, 90))[: chance.choice([10, 7])]
            value |= self.office(start)
            ends = chance.random() < 0.8
            yield self.checked(value | ({"to": iso(stop)[:cut]} if ends else {}))
            if not ends:
                return
            start = stop + chance.choice([0, 0, 0, 1, 40])

    def office(self, start: int) -> Value:
        """A term of office and a trial of a post, or none; drawn apart, so that all else stays as it was."""
        chance = self.offices
        value: Value = {}
        if chance.random() < 0.4:
            last = chance.choice([NOW + chance.choice([-1, 0, 1, 371, 372, 373]), start + chance_months(chance, 70)])
            value["term"] = {"from": iso(start), "until": iso(last)[: chance.choice([10, 10, 7, 4])]}
        if chance.random() < 0.3:
            value["trial"] = iso(start + chance.randint(0, 90))[: chance.choice([10, 7])]
        return value

    def lasting(self, value: Value) -> Value:
        unit = self.maybe("unit", lambda: f"V{self.chance.randrange(UNITS)}")
        return value | unit | {"from": self.day(50, 20)} | self.maybe("to", lambda: self.day(10, 30))

    def prize(self) -> Value:
        chance = self.chance
        value = {"contest": "quality-lesson", "level": chance.choice(["school", "district", "city"])}
        return self.checked(value | {"class": chance.choice(["third", "second", "first"]), "date": self.day(50, 20)})

    def student_post(self) -> Value:
        value = {"body": "student-union", "level": self.chance.choice(["faculty-deputy", "faculty-chair"])}
        return value | self.maybe("from", lambda: self.day(150, 20))

    def sanction(self) -> Value:
        value = {"kind": self.chance.choice(["warning", "demerit", "party-warning"]), "decided": self.day(40, 12)}
        value |= self.maybe("effective", lambda: self.day(40, 20))
        return value | self.maybe("lifted", lambda: self.day(10, 30))

    def proceeding(self) -> Value:
        return {"kind": "investigation", "opened": self.day(30, 20)} | self.maybe("closed", lambda: self.day(5, 30))

    def relative(self) -> Value:
        return {"cadre": self.chance.choice(self.ids), "relation": self.chance.choice(["spouse", "cousin"])}

    def grade(self) -> str:
        return self.chance.choice(["excellent", "excellent", "competent", "basically-competent"])

    # what others say of people

    def around(self) -> Iterator[Record]:
        for year in range(2022, 2028):
            people = [self.assessed(id, year) for id in self.ids if self.chance.random() < 0.8]
            value = {"unit": "V0", "kind": "annual", "year": year, "date": f"{year}-12-20", "people": people}
            yield record("evaluations", f"{year}/V0-annual", value)
        for number, code in enumerate([-745, -372, -371, -372, -100, 0, 31, 400]):
            share = 0.9 if code == -372 else 0.2
            entries = [self.finding(id) for id in self.ids if self.chance.random() < share]
            by = self.chance.choice(["district-organisation", "education-committee"])
            value = {"by": by, "date": iso(NOW + code), "entries": entries}
            yield record("findings", f"2026/{number}", value)
        for number, code in enumerate([-40, 300, 640, 980]):
            entries = [{"cadre": id, "what": TOPICS, "meets": True} for id in self.hopefuls]
            value = {"by": "district-organisation", "date": iso(NOW + code), "entries": entries}
            yield record("findings", f"2027/{number}", value)
        for name in ("organisation-reserve", "excellent-young-cadres"):
            entries = [self.entry(id) for id in self.ids if self.chance.random() < 0.2]
            value = {"list": name, "title": {"zh": name, "en": name}, "by": "x", "date": "2025-03"}
            yield record("listings", name, value | {"entries": entries})
        for id in self.ids:
            if self.chance.random() < 0.35:
                yield record("relaxations", f"{id}-r", self.relaxation(id))
            if self.chance.random() < 0.3:
                term = {"from": self.day(40, 10), "until": self.day(5, 40)}
                value = {"cadre": id, "policy": "jt-tiers", "tier": "tier-2", "term": term, "route": "selected"}
                value |= self.maybe("left", lambda: {"date": self.day(10, 20), "reason": "used"}, 0.3)
                yield record("reserve", f"{id}-1", value)

        for number in range(6):
            people = [{"cadre": id} for id in self.ids if self.chance.random() < 0.4]
            value = {"title": "培训", "from": self.day(60, 20), "participants": people}
            yield record("training", f"2026/{number}", value | self.maybe("hours", lambda: self.hours(), 0.8))
        people = [{"cadre": id, "veto": [self.veto()]} for id in self.ids if self.chance.random() < 0.3]
        value = {"unit": "V0", "kind": "probation", "year": 2026, "date": "2026-06-20", "people": people}
        yield record("evaluations", "2026/V0-probation", value)

    def veto(self) -> Value:
        return {"date": self.day(50, 10), "what": "造假"}

    def hours(self) -> float:
        return self.chance.choice([30, 45.1, 44.9, 60])

    def assessed(self, id: str, year: int) -> Value:
        confirmed = {"date": f"{year + 1}-{self.chance.choice(['01-15', '02', '03-31'])}", "body": "x"}
        grade = self.grade()
        score = {"excellent": 92, "competent": 84, "basically-competent": 61}[grade]
        return {"cadre": id, "grade": grade, "score": score} | self.maybe("confirmed", lambda: confirmed, 0.9)

    def finding(self, id: str) -> Value:
        what = [topic for topic in TOPICS if self.chance.random() < 0.97]
        value = {"cadre": id, "what": what or TOPICS, "meets": self.chance.random() < 0.9}
        return value | self.maybe("until", lambda: self.day(6, 30), 0.2)

    def entry(self, id: str) -> Value:
        value = {"cadre": id, "tier": self.chance.choice(["tier-1", "tier-2", "tier-3"])}
        return value | self.maybe("since", lambda: self.day(20, 20)) | self.maybe("until", lambda: self.day(5, 30))

    def relaxation(self, id: str) -> Value:
        tier = self.chance.choice(["tier-1", "tier-2", "tier-3"])
        limit = {"waive": True} if self.chance.random() < 0.2 else {"to": self.chance.randint(33, 48)}
        value: Value = {"cadre": id, "policy": "jt-tiers", "clause": f"{tier}.selected.age", **limit}
        value |= {"from": self.day(20, 20)} | self.maybe("until", lambda: self.day(5, 30))
        return value | {"approved": {"by": "x", "date": "2026-01"}, "reason": "x"}


def chance_months(chance: random.Random, most: int) -> int:
    """A length of time up to so many months, often whole ones."""
    return chance.randint(1, most) * MONTH + chance.choice([0, 0, 0, 1, 7, -1])
