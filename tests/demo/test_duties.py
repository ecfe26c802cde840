"""The duties of a district: those listed apart as left open are found open, and no others."""

from collections import Counter
from datetime import date
from functools import partial

import numpy as np
import pytest

from cadrectl.calendar import code_of, school_calendar
from cadrectl.cli.judging import exemptions
from cadrectl.decide.duties import Setting, duties
from cadrectl.demo import AS_OF
from cadrectl.facts.moment import Book, Moment
from cadrectl.policy.load import Stated, policies
from cadrectl.records import places
from cadrectl.register import build
from cadrectl.vocabulary import vocabularies
from tests.demo.districts import District, read_district

LEFT_OPEN = ("overdue", "due", "unknown")
Owing = tuple[str | None, str, str, str]


def owing(place: District, as_of: date) -> list[Owing]:
    """Person, duty, due date and state of all that is overdue, due or unknown."""
    found = place.records
    words = vocabularies((one.id, one.value) for one in found if one.kind == "vocabularies")
    stated = [Stated(one.value, one.path, partial(places.place, one)) for one in found if one.kind == "policies"]
    known, problems = policies(stated)
    assert not problems
    [workspace] = [one.value for one in found if one.kind == "workspace"]
    book = Book(build(found, words))
    exempt = {one.id: exemptions(one.value) for one in found if one.kind == "cadres-private"}
    versions = [policy for policy in known if policy.series == "duties"]
    setting = Setting(book, versions, known, school_calendar(workspace["calendar"]), exempt)
    today = np.full(len(book.people), code_of(as_of), np.int32)
    owed = duties(setting, Moment(book, book.people, today), today, LEFT_OPEN)
    units = Moment.of_units(book, code_of(as_of))
    owed += duties(setting, units, units.day, LEFT_OPEN)
    return [(one.cadre or one.unit, one.duty, one.due_on, one.state) for one in owed]


@pytest.mark.parametrize(
    ("cadres", "seed", "as_of"),
    [(400, 7, AS_OF), (300, 3, AS_OF), (400, 7, date(2028, 2, 28)), (400, 5, date(2027, 1, 1)), (50, 7, AS_OF)],
)
def test_the_duties_left_open_are_found_and_none_is_invented(cadres: int, seed: int, as_of: date) -> None:
    place = read_district(cadres, seed, as_of)
    planted = [
        (one.get("cadre") or one["unit"], one["duty"], one["due_on"], one["state"])
        for one in place.planted["duties"]
        if one["state"] in LEFT_OPEN
    ]
    assert sorted(owing(place, as_of), key=str) == sorted(planted, key=str)


def test_duties_are_left_open_of_many_kinds_and_met_at_the_limit_by_others() -> None:
    states = Counter(one["state"] for one in read_district(400).planted["duties"])
    assert states["overdue"] >= 20
    assert states.keys() == {"overdue", "unknown", "done", "exempt"}
    open_ = {one["duty"] for one in read_district(400).planted["duties"] if one["state"] == "overdue"}
    for one in read_district(400).planted["duties"]:
        assert one["state"] != "done" or one["duty"] in open_, "both sides of the limit"
