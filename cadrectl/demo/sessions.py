"""Annual evaluation sessions: one for each unit and year, with ballots, items, scores and grades
confirmed in the first quarter of the year after. At most a fifth of a session is excellent."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from cadrectl.demo.careers import Person
from cadrectl.demo.dice import Dice
from cadrectl.demo.layout import Unit

Value = dict[str, Any]

EXCELLENT_ONE_IN = 5
_ITEMS = ("virtue", "ability", "diligence", "results", "integrity")


@dataclass(frozen=True, slots=True)
class Session:
    """Who is evaluated where and in which year."""

    unit: Unit
    year: int
    people: list[Person]


def sessions(people: list[Person], years: tuple[int, ...], unassessed: dict[int, int]) -> Iterator[Session]:
    """A session for each unit and year in which anybody on the register had a place there at the end of
    the year, by year and unit."""
    for year in years:
        at = date(year, 12, 31)
        there: dict[str, Session] = {}
        for person in people:
            stint = person.stint_on(at)
            if stint is not None and unassessed.get(person.number) != year:
                session = there.setdefault(stint.unit.id, Session(stint.unit, year, []))
                session.people.append(person)
        yield from (there[id] for id in sorted(there))


def session_file(session: Session, dice: Dice, seed: int) -> Value:
    """The value of `data/evaluations/<year>/<unit>-annual.yaml`."""
    unit, year = session.unit, session.year
    voters = {
        "leader": dice.between(4, 7),
        "staff": dice.between(18, 60) if unit.kind.is_school else dice.between(5, 12),
    }
    due = sum(voters.values())
    present = {voter: count - (dice.below(3) if voter == "staff" else 0) for voter, count in voters.items()}
    marked = [(_marks(person, year, seed), person) for person in session.people]
    best = sorted(marked, key=lambda pair: (-pair[0][1], pair[1].number))[: len(marked) // EXCELLENT_ONE_IN]
    excellent = {person.number for _, person in best}
    confirmed = date(year + 1, dice.between(1, 3), dice.between(5, 28))
    return {
        "unit": unit.id,
        "kind": "annual",
        "year": year,
        "date": date(year, 12, dice.between(8, 29)).isoformat(),
        "attendance": {
            "due": due,
            "present": sum(present.values()),
            "classes": [
                {"voter": voter, "due": voters[voter], "present": present[voter]} for voter in voters
            ],
        },
        "people": [
            {
                "cadre": person.id,
                "ballots": [
                    _ballot(voter, present[voter], score, Dice(seed, voter, year, person.number))
                    for voter in voters
                ],
                "items": [{"item": item, "score": mark} for item, mark in zip(_ITEMS, marks, strict=True)],
                "score": score,
                "grade": _grade(score, person.number in excellent),
                "confirmed": {"date": confirmed.isoformat(), "body": "education-committee"},
            }
            for (marks, score), person in marked
        ],
    }


def _marks(person: Person, year: int, seed: int) -> tuple[list[int], float]:
    """Five item scores and their mean: a level of the person's own that lasts, and the luck of a year."""
    level = Dice(seed, "level", person.number).triangle(74, 87, 96)
    dice = Dice(seed, "marks", year, person.number)
    shift = dice.between(-3, 3)
    if dice.chance(0.01):
        shift -= 16
    marks = [max(50, min(99, level + shift + dice.between(-4, 4))) for _ in _ITEMS]
    return marks, sum(marks) / len(marks)


def _grade(score: float, excellent: bool) -> str:
    if excellent:
        return "excellent"
    if score >= 70:
        return "competent"
    return "basically-competent" if score >= 60 else "incompetent"


def _ballot(voter: str, present: int, score: float, dice: Dice) -> Value:
    """Ballots that agree with the score: the better it is, the more are excellent; nobody votes twice."""
    excellent = min(present, max(0, round(present * (score - 55 + dice.between(-5, 5)) / 50)))
    rest = present - excellent
    basically = min(rest, round(rest * max(0.0, 85 - score) / 90))
    incompetent = min(rest - basically, 1 if score < 68 or dice.chance(0.05) else 0)
    abstained = min(rest - basically - incompetent, 1 if dice.chance(0.1) else 0)
    votes = {
        "excellent": excellent,
        "competent": rest - basically - incompetent - abstained,
        "basically-competent": basically,
        "incompetent": incompetent,
    }
    cast = {vote: count for vote, count in votes.items() if count}
    return {"voter": voter, "votes": cast, **({"abstained": abstained} if abstained else {})}
