"""The rules of the reserve pool (五(一) and 五(二) of the Jintan scheme) read plainly from files: no engine, no tables.

A year's decision on each member, by dictionaries and loops. That the scores on record are the totals that follow
from ballots and marks is shown elsewhere (`tests/demo/test_assessed.py`); here they are taken as they stand. Who
changes tier by age, and who enters, is not decided here.
"""

from collections.abc import Mapping
from fractions import Fraction
from math import ceil, floor

from tests.demo.districts import District, Value

BOTTOM, REQUIRED, TOP, PASSED = Fraction(1, 10), 75, Fraction(3, 10), 60
Scores = Mapping[str, Fraction | None]


def decisions(place: District, year: int) -> dict[str, str]:
    """By member what follows: stay, warn, develop, propose, leave, or undecided where a result is missing."""
    members = _members(place, year)
    found: dict[str, str] = {}
    for tier in {one["tier"] for one in members.values()}:
        found |= _tier(place, {id: one for id, one in members.items() if one["tier"] == tier}, year)
    return found


def _tier(place: District, members: Mapping[str, Value], year: int) -> dict[str, str]:
    annual, closing = scores(place, "annual", year), scores(place, "summative", year)
    last = _last(members, annual)
    best = _best(members, closing, year)
    before = decisions(place, year - 1) if members else {}
    return {
        id: _decided(
            {
                "leave": _worst_of(
                    _vetoed(place, id, year),
                    _failed(id, members[id], closing, place, year),
                    _short(annual.get(id), before.get(id)),
                ),
                **_top(members[id], best[id]),
                "warn": last[id],
            }
        )
        for id in members
    }


def _decided(open_or_sure: Mapping[str, bool | None]) -> str:
    """The strongest decision that is sure, unless a stronger one may follow."""
    for decision in ("leave", "propose", "develop", "warn"):
        if open_or_sure.get(decision) is None and decision in open_or_sure:
            return "undecided"
        if open_or_sure.get(decision):
            return decision
    return "stay"


def _worst_of(*truths: bool | None) -> bool | None:
    return True if True in truths else None if None in truths else False


def _top(membership: Value, best: bool | None) -> dict[str, bool | None]:
    ready = membership["tier"] != "tier-3" and membership.get("readiness") == "near"
    return {"propose" if ready else "develop": best}


def _short(score: Fraction | None, before: str | None) -> bool | None:
    if before is None or (score is not None and score >= REQUIRED) or before not in ("warn", "undecided"):
        return False
    return None if score is None or before == "undecided" else True


def _vetoed(place: District, id: str, year: int) -> bool:
    return any(day[:4] == str(year) for day in vetoes(place).get(id, ()))


def _failed(id: str, membership: Value, closing: Scores, place: District, year: int) -> bool | None:
    if not _ends(membership, year):
        return False
    if any(str(year - 2) <= day[:4] <= str(year) for day in vetoes(place).get(id, ())):
        return True
    score = closing.get(id)
    return None if score is None else score < PASSED


def _last(members: Mapping[str, Value], annual: Scores) -> dict[str, bool | None]:
    """Who is among the last tenth of those assessed, any part of a person counted as one, equals all in it."""
    assessed = {id: annual[id] for id in members if id in annual}
    places = ceil(len(assessed) * BOTTOM)
    return {id: _among(assessed, id, places, -1, equals=False) for id in members}


def _best(members: Mapping[str, Value], closing: Scores, year: int) -> dict[str, bool | None]:
    """Who is among the first three tenths of those whose term ends; equals at the cut are for people to decide."""
    assessed = {id: closing[id] for id, one in members.items() if _ends(one, year) and id in closing}
    places = floor(len(assessed) * TOP)
    found: dict[str, bool | None] = {}
    for id, one in members.items():
        sure = _among(assessed, id, places, 1, equals=True)
        maybe = _among(assessed, id, places, 1, equals=False)
        found[id] = False if not _ends(one, year) else sure if sure == maybe else None
    return found


def _among(assessed: Scores, id: str, places: int, sign: int, *, equals: bool) -> bool | None:
    """Whether fewer than `places` others are ahead (with `equals`: or equal); None where an unknown score matters."""
    mine = assessed.get(id)
    if mine is None:
        return None
    others = [score for other, score in assessed.items() if other != id]
    ahead = sum(score is not None and (score * sign > mine * sign or (equals and score == mine)) for score in others)
    unknown = sum(score is None for score in others)
    return True if ahead + unknown < places else False if ahead >= places else None


def _members(place: District, year: int) -> dict[str, Value]:
    """Who was in the pool on the last day of the year, or on the last of a term that ended in it."""
    cadres, found = place.of("cadres"), {}
    for one in sorted(place.of("reserve").values(), key=lambda value: str(value["term"]["from"])):
        day = min(f"{year}-12-31", one["term"]["until"])
        gone = [value["left"]["date"] for value in (one, cadres[one["cadre"]]) if "left" in value]
        if one["term"]["from"] <= day and day >= f"{year}-01-01" and all(left >= day for left in gone):
            found[one["cadre"]] = one
    return found


def _ends(membership: Value, year: int) -> bool:
    return bool(membership["term"]["until"][:4] == str(year))


def scores(place: District, kind: str, year: int) -> dict[str, Fraction | None]:
    """The scores on record of a kind of session, None for whoever was assessed without one."""
    return {
        person["cadre"]: Fraction(str(person["score"])) if "score" in person else None
        for session in place.of("evaluations").values()
        if session["kind"] == kind and session["year"] == year
        for person in session.get("people", ())
    }


def vetoes(place: District) -> dict[str, list[str]]:
    """The days of veto behaviour, by person."""
    found: dict[str, list[str]] = {}
    for session in place.of("evaluations").values():
        for person in session.get("people", ()):
            for veto in person.get("veto", ()):
                found.setdefault(person["cadre"], []).append(veto["date"])
    return found
