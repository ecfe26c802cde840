"""A plain reading of the yearly assessment (JT-10, QJ-4, QJ-8, NT-5), of the summative one (JT-10) and of the share of
low votes (JX-1), to hold the engine against: sessions in, totals and grades out.

Written from the text and from the readings that the scheme `jt-2020` states, one person at a time, by fractions. It
shares nothing with the engine. Only dates known to the day decide anything here.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

Value = Mapping[str, Any]
Key = tuple[str, int]  # cadre or unit, year

POINTS = {"excellent": 100, "competent": 80, "basically-competent": 60, "incompetent": 40}
CONTENT = {"satisfied": 100, "basically-satisfied": 70, "dissatisfied": 0}
ITEMS = ("virtue", "ability", "diligence", "results", "integrity")
ORDER = ("incompetent", "basically-competent", "competent", "excellent")
LOW = ("basically-competent", "incompetent")


@dataclass(frozen=True)
class Merit:
    """What a year brought a person: the total, what orders equals, and the rank of post and unit they stood in."""

    total: Fraction | None
    evaluation: Fraction | None
    staff: Fraction | None
    rank: str
    unit: str
    vetoed: bool

    @property
    def order(self) -> tuple[Fraction, Fraction, Fraction]:
        """By what people are ordered."""
        return (self.total or Fraction(0), self.evaluation or Fraction(0), self.staff or Fraction(0))


def exact(number: float) -> Fraction:
    """A number as a record states it."""
    return Fraction(str(number))


def to_hundredths(number: Fraction) -> Fraction:
    """To two decimals, a half upwards."""
    return Fraction((number * 100 + Fraction(1, 2)).__floor__(), 100)


def score(votes: Mapping[str, int], points: Mapping[str, int]) -> Fraction | None:
    """The points of the votes over the valid ballots; none without a valid ballot."""
    valid = sum(votes.values())
    return to_hundredths(Fraction(sum(points[vote] * count for vote, count in votes.items()), valid)) if valid else None


def votes_of(session: Value, person: Value) -> dict[str, dict[str, int]]:
    """Votes by class of voters, from counts or from the papers."""
    found = {ballot["voter"]: dict(ballot["votes"]) for ballot in person.get("ballots", ())}
    for paper in session.get("papers", ()):
        mark = paper["marks"].get(person["cadre"])
        votes = found.setdefault(paper["voter"], {})
        if mark is not None:
            votes[mark] = votes.get(mark, 0) + 1
    return found


def low_share(session: Value, person: Value) -> Fraction | None:
    """The share of the two lowest votes in the valid ballots of all classes; none without a valid ballot."""
    cast: dict[str, int] = defaultdict(int)
    for votes in votes_of(session, person).values():
        for vote, count in votes.items():
            cast[vote] += count
    return Fraction(sum(cast[vote] for vote in LOW), sum(cast.values())) if sum(cast.values()) else None


def results(sessions: Iterable[Value], kind: str) -> Iterator[tuple[Value, Value]]:
    """The sessions of a kind with each of the people in them."""
    for session in sessions:
        if session["kind"] == kind:
            for person in session.get("people", ()):
                yield session, person


def unit_totals(sessions: Iterable[Value]) -> dict[Key, Fraction | None]:
    """By unit and year: 40 % results, 10 % development of reserves, 30 % satisfaction, 20 % appraisal."""
    found: dict[Key, Fraction | None] = {}
    for session in sessions:
        for body in session.get("bodies", ()) if session["kind"] == "annual" else ():
            items = _items(body)
            happy = next((score(one["votes"], CONTENT) for one in body["ballots"] if one["voter"] == "masses"), None)
            parts = [items.get("results"), items.get("reserves"), happy, items.get("appraisal")]
            found[body["unit"], session["year"]] = _weighted(parts, (40, 10, 30, 20), hundredths=True)
    return found


def merits(sessions: Sequence[Value], cadres: Mapping[str, Value]) -> dict[Key, Merit]:
    """By person and year what the yearly session of the home unit found."""
    units = unit_totals(sessions)
    found = {}
    for session, person in results(sessions, "annual"):
        home = home_post(cadres[person["cadre"]], session["date"])
        if home is None or home["unit"] == session["unit"]:
            year = session["year"]
            school = units.get((session["unit"], year)) if home and home["rank"] == "principal" else None
            found[person["cadre"], year] = _merit(session, person, home, school)
    return found


def _merit(session: Value, person: Value, home: Value | None, school: Fraction | None) -> Merit:
    rank = "" if home is None else str(home["rank"])
    scores = {voter: score(votes, POINTS) for voter, votes in votes_of(session, person).items()}
    evaluation = _weighted([scores.get(voter) for voter in ("leader", "peer", "staff")], (30, 30, 40), hundredths=True)
    items = _items(person)
    marks = _weighted([items.get(item) for item in ITEMS], (20, 20, 20, 20, 20))
    own = _weighted([evaluation, marks], (40, 60))
    total = _weighted([own, school], (80, 20)) if rank == "principal" else own
    rounded = None if total is None else to_hundredths(total)
    return Merit(rounded, evaluation, scores.get("staff"), rank, session["unit"], "veto" in person)


def _weighted(parts: list[Fraction | None], weights: tuple[int, ...], *, hundredths: bool = False) -> Fraction | None:
    """The parts by their weights out of a hundred; none where one is missing."""
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    total = sum((part * weight for part, weight in zip(known, weights, strict=True)), Fraction(0)) / 100
    return to_hundredths(total) if hundredths else total


def _items(result: Value) -> dict[str, Fraction]:
    return {item["item"]: exact(item["score"]) for item in result.get("items", ())}


def home_post(cadre: Value, day: str) -> Value | None:
    """The appointed post held on a day; else the concurrent, else the acting one."""
    for kind in ("appointed", "concurrent", "acting"):
        held = [post for post in cadre["posts"] if post["kind"] == kind and _runs(post, day)]
        if held:
            return dict(held[-1])
    return None


def _runs(post: Value, day: str) -> bool:
    return bool(post["from"] <= day < post.get("to", "9999"))


def grades(found: Mapping[Key, Merit], cadres: Mapping[str, Value]) -> dict[Key, str]:
    """By person and year the grade that follows; none where the total is unknown. Of each rank of post at most a
    fifth are excellent, rounded down, with 85 points at least, and of equals at the cut nobody is."""
    groups: dict[tuple[int, str], list[Merit]] = defaultdict(list)
    for (_, year), merit in found.items():
        groups[year, merit.rank].append(merit)
    graded = {}
    for (cadre, year), merit in found.items():
        if merit.total is not None:
            grade = _grade(merit, groups[year, merit.rank])
            sanctions = cadres[cadre].get("sanctions", ())
            if any(one["effective"][:4] <= str(year) <= one.get("lifted", "9999")[:4] for one in sanctions):
                grade = min(grade, "competent", key=ORDER.index)
            graded[cadre, year] = min(grade, "basically-competent", key=ORDER.index) if merit.vetoed else grade
    return graded


def _grade(merit: Merit, group: list[Merit]) -> str:
    total = merit.total or Fraction(0)
    if total < 60:
        return "incompetent"
    if total < 70:
        return "basically-competent"
    able = [one for one in group if (one.total or 0) >= 85]
    ahead = sum(one.order >= merit.order for one in able)
    return "excellent" if total >= 85 and ahead <= len(group) // 5 else "competent"


def places(found: Mapping[Key, Merit], year: int) -> dict[str, int]:
    """By person the place in the year among those of the same rank whose total is known; equals share a place."""
    known = {cadre: merit for (cadre, when), merit in found.items() if when == year and merit.total is not None}
    return {
        cadre: 1 + sum(other.rank == merit.rank and other.order > merit.order for other in known.values())
        for cadre, merit in known.items()
    }


def summative(sessions: Sequence[Value], found: Mapping[Key, Merit]) -> dict[Key, Fraction | None]:
    """By person and year of the session: six tenths the mean of three yearly totals, four tenths the closing mark."""
    totals: dict[Key, Fraction | None] = {}
    for session, person in results(sessions, "summative"):
        cadre, year = person["cadre"], session["year"]
        merits_of = [found.get((cadre, year - back)) for back in range(3)]
        years = [None if one is None else one.total for one in merits_of]
        known = [one for one in years if one is not None]
        mean = sum(known, Fraction(0)) / 3 if len(known) == 3 else None
        totals[cadre, year] = _weighted([mean, _items(person).get("closing")], (60, 40), hundredths=True)
    return totals


def vetoed(found: Mapping[Key, Merit], cadre: str, year: int) -> bool:
    """Whether there was a veto in the three years up to this one."""
    return any(one.vetoed for (id, when), one in found.items() if id == cadre and year - 3 < when <= year)
