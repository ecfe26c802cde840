"""A plain reading of JT-1 to JT-8 to hold the policy engine against: records in, verdicts out.

Written from the text of the scheme and the data model, one person at a time. It shares nothing with the
engine: days and truths are those of `plain.py`, a span of service is a set of months. Clause ids are those
of the policy `jt-2020`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from tests.oracle.plain import (
    NO,
    UNKNOWN,
    YES,
    Day,
    Row,
    Truth,
    all_of,
    any_of,
    attested,
    begun,
    happened,
    in_force,
    month,
    no_truth,
    span,
    truth_of,
    verified,
    word,
)

Records = Mapping[str, Mapping[str, Row]]

LAST_DAY: Day = (9999, 12, 31)

AGE_LIMITS = {"tier-1": 45, "tier-2": 40, "tier-3": 35}
EDUCATION = ("secondary", "associate", "bachelor", "master", "doctor")
CLASSES = ("third", "second", "first", "special")
RANKS = ("staff", "middle-deputy", "middle-chief", "deputy", "principal")
HOME = ("acting", "concurrent", "appointed")
BASIC = {
    "conduct": "political-quality",
    "duty": "sense-of-duty",
    "results": "clear-results",
    "ability": "ability",
    "law": "law-abiding",
    "recognised": "recognised-by-masses",
}


def judge(records: Records, as_of: str) -> dict[str, dict[str, str]]:
    """For everyone on the register at the date: clause path ("tier-1.selected.age") to its verdict."""
    today = span(as_of)[0]
    about = About(_findings(records, today), _listings(records), _relaxations(records))
    verdicts = {}
    for cadre, record in records["cadres"].items():
        if "left" in record and span(record["left"]["date"])[1] <= today:
            continue
        person = Person(cadre, record, records, today, about)
        truths: dict[str, Truth] = {}
        for tier in AGE_LIMITS:
            _tier(person, tier, truths)
        verdicts[cadre] = {path: word(truth) for path, truth in truths.items()}
    return verdicts


@dataclass(frozen=True)
class About:
    """What other records say of people, by id: findings by topic with their day, listings, relaxations."""

    findings: Mapping[str, Mapping[str, list[tuple[Day, Row]]]]
    listings: Mapping[str, list[tuple[Row, Row]]]
    relaxations: Mapping[str, list[Row]]


@dataclass(frozen=True)
class Person:
    """One person at the date of the question, with all records."""

    id: str
    record: Row
    records: Records
    today: Day
    about: About

    def rows(self, name: str) -> list[Row]:
        return list(self.record.get(name, ()))


# The tiers


def _tier(person: Person, tier: str, out: dict[str, Truth]) -> None:
    """JT-7: by selection, or by the filed list; JT-8: into tier 2 also by the earlier list."""
    ways = [_selected(person, tier, out), _filed(person, tier, out)]
    if tier == "tier-2":
        out["tier-2.legacy"] = _listed(person, "excellent-young-cadres", None)
        ways.append(out["tier-2.legacy"])
    out[tier] = any_of(ways)


def _selected(person: Person, tier: str, out: dict[str, Truth]) -> Truth:
    path = f"{tier}.selected"
    out[f"{path}.unit"] = no_truth(_flagged(person, "filed-list"))
    out[f"{path}.basic"] = _basic(person, f"{path}.basic", out)
    out[f"{path}.age"] = _age(person, tier)
    qualified = {"tier-1": _first, "tier-2": _second, "tier-3": _third}[tier]
    out[f"{path}.qualified"] = qualified(person, f"{path}.qualified", out)
    by_analogy = any_of([_unit_kind(person, ("bureau-office", "institution")), out[f"{path}.qualified"]])  # JT-5
    out[path] = all_of([out[f"{path}.unit"], out[f"{path}.basic"], out[f"{path}.age"], by_analogy])
    return out[path]


def _filed(person: Person, tier: str, out: dict[str, Truth]) -> Truth:
    path = f"{tier}.filed"
    out[f"{path}.unit"] = _flagged(person, "filed-list")
    out[f"{path}.listed"] = _listed(person, "organisation-reserve", tier)
    out[path] = all_of([out[f"{path}.unit"], out[f"{path}.listed"]])
    return out[path]


def _basic(person: Person, path: str, out: dict[str, Truth]) -> Truth:
    """JT-6: the findings of people; fitness for duty must have been found within the last year."""
    clauses = {name: _finding(person, topic) for name, topic in BASIC.items()}
    year, month, day = person.today
    clauses["health"] = _finding(person, "fit-for-duty", not_before=(year - 1, month, day))
    return all_of(_put(path, clauses, out))


def _first(person: Person, path: str, out: dict[str, Truth]) -> Truth:
    """JT-2. Years as principal are years as deputy."""
    clauses = {
        "education": _education(person, _is_bachelor),
        "deputy": _served(person, "tier-1", ("deputy", "principal"), 2 * 12),
        "honour": _honour(person, ("city-backbone",)),
    }
    return all_of(_put(path, clauses, out))


def _second(person: Person, path: str, out: dict[str, Truth]) -> Truth:
    """JT-3. Of honour and kindergarten one applies, by the kind of the unit; the other one is met."""
    kindergarten = _unit_kind(person, ("kindergarten",))
    honour = _honour(person, ("district-backbone", "city-teaching-expert"))
    clauses = {
        "education": _education(person, _is_bachelor),
        "middle": _served(person, "tier-2", ("middle-deputy", "middle-chief"), 3 * 12),
        "honour": any_of([kindergarten, honour]),
        "kindergarten": any_of([no_truth(kindergarten), _finding(person, "teaching-achievement")]),
    }
    return all_of(_put(path, clauses, out))


def _third(person: Person, path: str, out: dict[str, Truth]) -> Truth:
    """JT-4."""
    leader = {
        "college": _education(person, _is_bachelor),
        "record": _finding(person, "good-student-record"),
        "post": any_of(_student_post(person, row) for row in person.rows("student_posts")),
        "scholarship": _two_scholarships(person),
    }
    merit = {
        "university": _education(person, _is_good_university),
        "student-leader": all_of(_put(f"{path}.merit.student-leader", leader, out)),
        "contest": any_of(_prize(person, row) for row in person.rows("prizes")),
    }
    clauses = {
        "merit": any_of(_put(f"{path}.merit", merit, out)),
        "class-teacher": any_of(begun(row, person.today) for row in person.rows("class_work")),
    }
    return all_of(_put(path, clauses, out))


# The conditions


def _age(person: Person, tier: str) -> Truth:
    """At most N: the day of reference is not past the Nth birthday. A relaxation by name sets another N."""
    limit = AGE_LIMITS[tier]
    for row in person.about.relaxations.get(person.id, ()):
        of_clause = row["policy"] == "jt-tiers" and row["clause"] == f"{tier}.selected.age"
        if of_clause and in_force(row.get("from"), row.get("until"), person.today) == YES:
            limit = 999 if row.get("waive") else max(limit, row["to"])
    year, month, day = _reference(person, tier)
    first, last = attested(person.record["birth"])
    earliest_birth = (year - limit, month, day)
    return first >= earliest_birth, last >= earliest_birth


def _reference(person: Person, tier: str) -> Day:
    """That of the round that runs for the tier, of several the latest; else the day of the question."""
    running = []
    for row in person.records.get("rounds", {}).values():
        notice = span(row["notice"]["date"])[0]
        closed = span(row["closed"])[0] if "closed" in row else LAST_DAY
        of_tier = row["policy"] == "jt-tiers" and tier in row.get("tiers", (tier,))
        if of_tier and notice <= person.today < closed:
            running.append((notice, span(row["reference"])[0]))
    return max(running)[1] if running else person.today


def _served(person: Person, tier: str, ranks: tuple[str, ...], months: int) -> Truth:
    """At least so many months at these ranks, all periods together, from the month of the decision on."""
    until = month(_reference(person, tier))
    sure: set[int] = set()
    possible: set[int] = set()
    for post in person.rows("posts"):
        if post["rank"] not in ranks or post["kind"] not in ("appointed", "concurrent"):
            continue
        start = span(post.get("decided", post["from"]))
        end = span(post["to"]) if "to" in post else (LAST_DAY, LAST_DAY)
        possible.update(range(month(start[0]), min(month(end[1]), until)))
        if post.get("verified", True):
            sure.update(range(month(start[1]), min(month(end[0]), until)))
    return len(sure) >= months, len(possible) >= months


def _education(person: Person, suits: Callable[[Row], Truth]) -> Truth:
    """Graduated by now; unknown without a day of graduation, and where nothing is surely on record."""
    rows = person.rows("education")
    found = [all_of([suits(row), happened(row.get("until"), person.today), verified(row)]) for row in rows]
    on_record = any(verified(row) == YES for row in rows)
    return any_of([*found, NO if on_record else UNKNOWN])


def _is_bachelor(row: Row) -> Truth:
    return truth_of(EDUCATION.index(row["level"]) >= EDUCATION.index("bachelor"))


def _is_good_university(row: Row) -> Truth:
    named = truth_of(row["double_first_class"]) if "double_first_class" in row else UNKNOWN
    return all_of([_is_bachelor(row), truth_of(row["mode"] == "full-time"), named])


def _honour(person: Person, words: tuple[str, ...]) -> Truth:
    """One that is at or above any of the words and has been given and has not run out."""
    return any_of(
        all_of(
            [
                _at_least(person, "honours", row["level"], words),
                in_force(row["date"], row.get("until"), person.today),
                verified(row),
            ]
        )
        for row in person.rows("honours")
    )


def _student_post(person: Person, row: Row) -> Truth:
    high_enough = _at_least(person, "student-posts", row["level"], ("faculty-deputy",))
    return all_of([high_enough, begun(row, person.today)])


def _two_scholarships(person: Person) -> Truth:
    good = [row for row in person.rows("scholarships") if CLASSES.index(row["class"]) >= CLASSES.index("second")]
    each = [happened(row["date"], person.today) for row in good]
    return sum(sure for sure, _ in each) >= 2, sum(possible for _, possible in each) >= 2


def _prize(person: Person, row: Row) -> Truth:
    return all_of(
        [
            truth_of(row["contest"] == "quality-lesson"),
            _at_least(person, "levels", row["level"], ("district",)),
            truth_of(CLASSES.index(row["class"]) >= CLASSES.index("second")),
            happened(row["date"], person.today),
            verified(row),
        ]
    )


def _finding(person: Person, topic: str, not_before: Day = (0, 0, 0)) -> Truth:
    """What the latest finding says; unknown without one, after its time, or when two of one day disagree."""
    stated = person.about.findings.get(person.id, {}).get(topic, [])
    if not stated:
        return UNKNOWN
    latest = max(day for day, _ in stated)
    entries = [entry for day, entry in stated if day == latest]
    if latest < not_before:
        return UNKNOWN
    if any(in_force(None, entry.get("until"), person.today) != YES for entry in entries):
        return UNKNOWN
    said = {entry["meets"] for entry in entries}
    return truth_of(said == {True}) if len(said) == 1 else UNKNOWN


def _findings(records: Records, today: Day) -> dict[str, dict[str, list[tuple[Day, Row]]]]:
    """By person and topic: the day and the entry, up to today."""
    found: dict[str, dict[str, list[tuple[Day, Row]]]] = {}
    for record in records.get("findings", {}).values():
        day = span(record["date"])[0]
        for entry in record["entries"]:
            if day <= today and "cadre" in entry:
                for topic in entry["what"]:
                    found.setdefault(entry["cadre"], {}).setdefault(topic, []).append((day, entry))
    return found


def _listings(records: Records) -> dict[str, list[tuple[Row, Row]]]:
    """By person: the list and the entry."""
    found: dict[str, list[tuple[Row, Row]]] = {}
    for record in records.get("listings", {}).values():
        for entry in record["entries"]:
            found.setdefault(entry["cadre"], []).append((record, entry))
    return found


def _relaxations(records: Records) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for record in records.get("relaxations", {}).values():
        found.setdefault(record["cadre"], []).append(record)
    return found


def _listed(person: Person, name: str, tier: str | None) -> Truth:
    return any_of(
        all_of(
            [
                happened(record["date"], person.today),
                in_force(entry.get("since"), entry.get("until"), person.today),
                YES if tier is None else truth_of(entry["tier"] == tier) if "tier" in entry else UNKNOWN,
            ]
        )
        for record, entry in person.about.listings.get(person.id, ())
        if record["list"] == name
    )


# The unit of a person


def _unit_kind(person: Person, kinds: tuple[str, ...]) -> Truth:
    possible = list(_kinds_at(_unit(person), person.today))
    if None in possible:
        return UNKNOWN
    within = [kind in kinds for kind in possible]
    return all(within), any(within)


def _flagged(person: Person, flag: str) -> Truth:
    unit = _unit(person)
    return truth_of(flag in unit.get("flags", ())) if unit else UNKNOWN


def _unit(person: Person) -> Row:
    """The unit of the post that is home; empty where nobody can tell which it is, or where it is outside.

    A running appointment is home before a concurrent post, that before an acting one, then the higher rank, then
    the later start. A secondment leaves the person in the unit. Where several posts may be home, the unit is
    known if it is the same for all.
    """
    running = [(post, _running(post, person.today)) for post in person.rows("posts") if post["kind"] in HOME]
    sure = [_claim(post, 0) for post, truth in running if truth == YES]
    if not sure:
        return {}
    units = {post.get("unit", "") for post, truth in running if truth != NO and _claim(post, 1) >= max(sure)}
    return person.records["units"].get(units.pop(), {}) if len(units) == 1 else {}


def _claim(post: Row, bound: int) -> tuple[int, int, Day]:
    return HOME.index(post["kind"]), RANKS.index(post["rank"]), span(post["from"])[bound]


def _kinds_at(unit: Row, today: Day) -> Iterator[str | None]:
    """The kind at the date: the first entry of the history that ends after it, else the present one."""
    for entry in sorted(unit.get("history", ()), key=lambda entry: span(entry["until"])):
        first, last = span(entry["until"])
        if "kind" in entry and today < last:
            yield entry["kind"]
            if today < first:
                return
    yield unit.get("kind")


def _running(post: Row, today: Day) -> Truth:
    begun = happened(post["from"], today)
    ended = happened(post["to"], today) if "to" in post else NO  # the day of leaving is not in the post
    return all_of([begun, no_truth(ended)])  # an unchecked document leaves open what counts, not where somebody works


# Words and clauses


def _at_least(person: Person, vocabulary: str, word: str, limits: tuple[str, ...]) -> Truth:
    terms = {term["id"]: term for term in person.records["vocabularies"][vocabulary]["terms"]}
    aliases = {name: term["same_as"] for name, term in terms.items() if "same_as" in term}
    wanted = {aliases.get(limit, limit) for limit in limits}
    reached: set[str] = set()
    ahead = [word]
    while ahead:
        name = aliases.get(ahead[-1], ahead.pop())
        if name not in reached:
            reached.add(name)
            ahead.extend(terms[name].get("above", ()))
    return truth_of(bool(wanted & reached))


def _put(path: str, clauses: Mapping[str, Truth], out: dict[str, Truth]) -> list[Truth]:
    out.update({f"{path}.{name}": truth for name, truth in clauses.items()})
    return list(clauses.values())
