"""The appointment cases of a district: the faults listed apart are found, and no others."""

from datetime import date

import pytest

from cadrectl.calendar import school_calendar
from cadrectl.decide.procedure import Rules, checked
from cadrectl.demo import AS_OF
from cadrectl.policy.load import Stated, policies
from tests.demo.districts import read_district


@pytest.mark.parametrize(
    ("cadres", "seed", "as_of"),
    [(400, 7, AS_OF), (300, 3, AS_OF), (400, 7, date(2028, 2, 28)), (400, 5, date(2027, 1, 1))],
)
def test_the_faults_planted_are_found_and_none_is_invented(cadres: int, seed: int, as_of: date) -> None:
    place = read_district(cadres, seed, as_of)
    stated = place.of("policies")["appointments-2026"]
    known, problems = policies([Stated(stated, "", lambda _: (1, 1))])
    assert not problems
    [workspace] = [record.value for record in place.records if record.kind == "workspace"]
    rules = Rules(known, school_calendar(workspace["calendar"]).office, as_of)
    found = {
        name: {one.rule.word: one.state for one in checked(case, rules) if one.state not in ("done", "not-due")}
        for name, case in place.of("appointments").items()
    }
    assert found == place.planted["cases"]
    assert sum(not faults for faults in found.values()) == 3 + len(place.planted["too_many"])
