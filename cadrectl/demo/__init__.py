"""A life-like district that nobody lives in: to try the program on, to test it and to show it. Not a
source of advice on how a district should look.

The district has a date of its own; everything in it lies before that date, and nothing depends on the
day on which it is generated."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from cadrectl.demo.curriculum import completed, spending
from cadrectl.demo.files import course_of, duties_of, terms_in, written
from cadrectl.demo.gaps import expectations as duties_left
from cadrectl.demo.layout import overstaffed
from cadrectl.demo.plant import expectations
from cadrectl.demo.pool import TIERS
from cadrectl.demo.proceedings import expectations as cases_of
from cadrectl.demo.proceedings import too_many
from cadrectl.demo.results import differences, low_votes
from cadrectl.demo.stories import departures
from cadrectl.demo.stories import expectations as told_of
from cadrectl.demo.summative import best
from cadrectl.demo.terms import expectations as terms_expected
from cadrectl.demo.town import build

AS_OF = date(2026, 9, 15)
SEED = 7


def district(cadres: int, seed: int = SEED, as_of: date = AS_OF) -> Iterator[tuple[str, str]]:
    """The files of a district with so many people, as (path below the workspace, canonical text), one
    at a time. Equal arguments give equal files."""
    return written(build(cadres, seed, as_of))


def planted(cadres: int, seed: int = SEED, as_of: date = AS_OF) -> dict[str, Any]:
    """What is true of that district by construction: its date; `people`, who was planted at a limit or as an
    unknown, with tier, expected verdict, the clause it turns on and why; `members` and `waiting`, ids by tier of
    those in the pool and of those who would be eligible; `unassessed`, the year for which somebody has no result.
    Of the assessed years: `stories`, who shows which rule; `low`, by year those of whose votes a fifth or more are
    low; `differences`, grades confirmed against the figures; `best`, by tier those in the top three tenths of the
    summative assessment, and `failed`, who did not pass it; `cases`, by appointment case the steps that are not in
    order; `too_many`, the cases that would make a post held by one too many; `duties`, which duties are left open,
    with the state of each, and a few that are met at the limit or waived; `terms`, how the goals of each
    principal's term stand and what its check and result lead to; `completed`, who passed every module of the
    curriculum before the post; `overstaffed`, by unit how many staff too many it has; `spending`, by year whether
    the fund was kept; `left`, who left the pool in the term that is over, when and why. Nobody but the people
    expected to be is unknown to any tier."""
    town = build(cadres, seed, as_of)
    owed, course = duties_of(town), course_of(town)
    running = [member for member in town.pool.of(town.calendar.running) if member.left is None]
    return {
        "as_of": as_of.isoformat(),
        "cadres": cadres,
        "seed": seed,
        "people": expectations(list(town.planted.values())),
        "members": {tier: sorted(one.person.id for one in running if one.tier == tier) for tier in TIERS},
        "stories": told_of(town.told, town.calendar),
        "low": low_votes(town.meetings),
        "differences": differences(town.meetings),
        "best": best(town.closings),
        "failed": [one.person.id for one in town.closings if one.total is not None and not one.qualified],
        "cases": cases_of(town.cases),
        "too_many": too_many(town.cases),
        "duties": duties_left(owed.gaps),
        "terms": terms_expected(terms_in(town, owed)),
        "completed": completed(course),
        "overstaffed": overstaffed(town.units),
        "spending": spending(as_of, planted=course.planted),
        "left": departures(town.pool, town.calendar),
        "unassessed": {f"C{number:04d}": year for number, year in town.pool.unassessed.items()},
        "waiting": {tier: sorted(person.id for person in town.pool.waiting[tier]) for tier in TIERS},
    }


def planted_text(cadres: int, seed: int = SEED, as_of: date = AS_OF) -> str:
    """What `planted` says, as the text of a JSON file to be kept beside `data/`, not in it."""
    return json.dumps(planted(cadres, seed, as_of), ensure_ascii=False, indent=2) + "\n"
