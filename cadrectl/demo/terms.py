"""Terms of office of principals: the goals of each with its yearly targets, the check in the middle, and the appraisal
of terms that have run out. Streams of chance of their own; who met what is written down apart (`expectations`)."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from msgspec import Struct

from cadrectl.demo.dice import Dice
from cadrectl.demo.officials import Official
from cadrectl.demo.scores import points

Value = dict[str, Any]

MET, MISSED, OPEN, UNKNOWN = "met", "missed", "open", "unknown"
_QUALITY, _COMPLAINTS = 85, 5
_ABILITIES = ("curriculum", "staff-building", "culture", "planning", "problem-solving", "exchange")
_YEARS = 5
_CHECKED, _APPRAISED, _CONFIRMED = timedelta(days=600), timedelta(days=40), timedelta(days=10)
"""How long after its beginning a term is checked, and how long before its end it is appraised and that confirmed."""

PLANTED: tuple[tuple[str, float | None, str], ...] = (
    ("quality", 85, MET),
    ("quality", 84.99, MISSED),
    ("complaints", 5, MET),
    ("complaints", 6, MISSED),
    ("quality", None, UNKNOWN),
)
"""What was reached of a target in the first full year of a term, one to a person, and what that makes of it."""
CHECKS = ((6000, False), (5999, True))
"""Marks in hundredths of checks, one to a person, and whether correction follows."""
RESULTS = (
    ((8000, 8000, 8000), "good"),
    ((8000, 7990, 8010), "qualified"),
    ((6000, 6000, 6000), "qualified"),
    ((6000, 5990, 6010), "unqualified"),
)
"""Marks in hundredths of terms that are over, one to a person, on both sides of each grade: of each ability, of the
targets and of the duty report."""


class Target(Struct, frozen=True):
    """A target of a year: what was reached (None: not reported), on what day that was reported, and how it stands."""

    indicator: str
    year: int
    reached: float | None
    reported: date | None
    state: str


class Term(Struct, frozen=True):
    """A term of a principal in a unit. `check` is the mark of the check in the middle and whether correction follows,
    `result` the marks of the end and the grade; None where there was none yet."""

    cadre: str
    unit: str
    first: date
    last: date
    targets: Sequence[Target]
    check: tuple[int, bool] | None
    result: tuple[tuple[int, int, int], str] | None

    @property
    def id(self) -> str:
        """The id of the record of its goals."""
        return f"{self.cadre}-{self.first.year}"


def terms_of(officials: Sequence[Official], as_of: date, seed: int, planted: bool) -> list[Term]:
    """The terms that run at the date or have run out without another; the first of them with what is planted."""
    reached, checks, results = iter(PLANTED), iter(CHECKS), iter(RESULTS)
    found: list[Term] = []
    for one in officials:
        for office in one.offices:
            if office.term is None or office.ended is not None or one.left is not None:
                continue
            dice, first = Dice(seed, "term", one.number, office.term.year), office.term
            last = first.replace(year=first.year + _YEARS)
            years = range(first.year + 1, last.year)
            targets = [_target(name, year, as_of, dice) for year in years for name in _LIMITS]
            check, result = (100 * dice.triangle(70, 86, 98), False), ((8600, 8800, 9000), "good")
            checked, over = first + _CHECKED <= as_of, last < as_of
            if planted and targets[0].state == MET:
                targets = _changed(targets, next(reached, None))
            found.append(
                Term(
                    cadre=one.id,
                    unit=office.unit,
                    first=first,
                    last=last,
                    targets=targets,
                    check=(next(checks, check) if planted else check) if checked else None,
                    result=(next(results, result) if planted else result) if over else None,
                )
            )
    return found


_LIMITS = {"quality": {"at_least": _QUALITY}, "complaints": {"at_most": _COMPLAINTS}}


def _target(indicator: str, year: int, as_of: date, dice: Dice) -> Target:
    """A target that is met, once its year is over and that is reported."""
    value = dice.between(_QUALITY, _QUALITY + 9) if indicator == "quality" else dice.below(_COMPLAINTS + 1)
    reported = date(year + 1, 1, dice.between(8, 25))
    if reported <= as_of:
        return Target(indicator, year, value, reported, MET)
    return Target(indicator, year, None, None, UNKNOWN if year < as_of.year else OPEN)


def _changed(targets: Sequence[Target], planted: tuple[str, float | None, str] | None) -> list[Target]:
    """These targets, the first of an indicator as planted."""
    if planted is None:
        return list(targets)
    indicator, reached, state = planted
    at = next(place for place, one in enumerate(targets) if one.indicator == indicator)
    reported = None if reached is None else targets[at].reported
    other = Target(indicator, targets[at].year, reached, reported, state)
    return [*targets[:at], other, *targets[at + 1 :]]


def term_files(terms: Sequence[Term]) -> Iterator[tuple[str, str, Value]]:
    """The goals of these terms, their checks and results, as (kind, name, value)."""
    for term in terms:
        yield "targets", term.id, _goals(term)
    checked = [(term.first + _CHECKED, term, _checked(term)) for term in terms if term.check is not None]
    appraised = [(term.last - _APPRAISED, term, _appraised(term)) for term in terms if term.result is not None]
    for kind, held in (("mid-term", checked), ("end-of-term", appraised)):
        sessions: dict[tuple[str, date], list[Value]] = defaultdict(list)
        for day, term, value in held:
            sessions[term.unit, day].append(value)
        for (unit, day), people in sorted(sessions.items()):
            head = {"unit": unit, "kind": kind, "year": day.year, "date": day.isoformat()}
            yield "evaluations", f"{day.year}/{unit}-{kind}", head | {"people": people}


def _goals(term: Term) -> Value:
    goal: Value = {"indicator": "own-profile", "goal": "创建为区级特色学校"}
    if term.result is not None:
        goal |= {"met": True, "date": (term.last - _APPRAISED).isoformat()}
    return {
        "title": f"校长任期目标（{term.first.year}—{term.last.year}年）",
        "cadre": term.cadre,
        "unit": term.unit,
        "from": term.first.isoformat(),
        "until": term.last.isoformat(),
        "items": [*map(_item, term.targets), goal],
    }


def _item(target: Target) -> Value:
    value: Value = {"indicator": target.indicator, "year": target.year, **_LIMITS[target.indicator]}
    if target.reached is None or target.reported is None:
        return value
    return value | {"reached": target.reached, "date": target.reported.isoformat()}


def _checked(term: Term) -> Value:
    assert term.check is not None
    return {"cadre": term.cadre, "items": [{"item": "targets", "score": points(term.check[0])}]}


def _appraised(term: Term) -> Value:
    assert term.result is not None
    (ability, targets, report), grade = term.result
    marks = [*((item, ability) for item in _ABILITIES), ("targets", targets), ("duty-report", report)]
    return {
        "cadre": term.cadre,
        "items": [{"item": item, "score": points(mark)} for item, mark in marks],
        "score": points((30 * ability + 40 * targets + 30 * report) // 100),
        "grade": grade,
        "confirmed": {"date": (term.last - _CONFIRMED).isoformat(), "body": "education-committee"},
    }


def expectations(terms: Sequence[Term]) -> list[Value]:
    """By person how many targets and goals of the term are met, missed, open and unknown; whether correction follows
    from the check; and of a term that is over whether its result lets the person be appointed again."""
    return [_expected(term) for term in sorted(terms, key=lambda one: one.cadre)]


def _expected(term: Term) -> Value:
    counts = Counter(one.state for one in term.targets)
    counts[OPEN if term.result is None else MET] += 1
    value: Value = {"cadre": term.cadre, "goals": dict(sorted(counts.items()))}
    if term.check is not None:
        value["correct"] = term.check[1]
    return value | ({"again": term.result[1] != "unqualified"} if term.result is not None else {})
