"""The engine and a plain reading of the rules of the pool, held against one another year by year."""

from functools import partial

import pytest

from cadrectl.decide.pool import ENTER, review
from cadrectl.facts.moment import Book
from cadrectl.policy.clerk import Clerk
from cadrectl.policy.load import Stated, policies
from cadrectl.records import places
from cadrectl.register import build
from cadrectl.vocabulary import vocabularies
from tests.demo.districts import District, read_district
from tests.oracle.pool import decisions

SIZES = [(400, 7), (400, 3), (1500, 2)]


def clerk_of(place: District) -> Clerk:
    words = vocabularies((one.id, one.value) for one in place.records if one.kind == "vocabularies")
    of_policies = [one for one in place.records if one.kind == "policies"]
    known, _ = policies([Stated(one.value, one.path, partial(places.place, one)) for one in of_policies])
    return Clerk(Book(build(place.records, words)), known)


@pytest.mark.parametrize(("cadres", "seed"), SIZES)
def test_every_decision_on_a_member_is_that_of_the_plain_reading(cadres: int, seed: int) -> None:
    place = read_district(cadres, seed)
    clerk = clerk_of(place)
    seen = set()
    for year in (2022, 2023, 2024, 2025):
        [found] = review(clerk, ["jt-tiers"], year)
        plain = decisions(place, year)
        order = found.judged.roll.pool.order
        moving = {at for at, codes in enumerate(found.judged.open) if order.index("change-tier") in codes}
        engine = {one.cadre: one.decision for at, one in enumerate(found.members) if at not in moving}
        assert engine == {id: plain[id] for id in engine}
        assert {one.cadre for one in found.members} == plain.keys()
        seen |= set(plain.values())
    assert {"stay", "warn", "leave", "propose", "develop"} <= seen


def test_nobody_who_left_in_a_year_is_decided_on_in_the_next() -> None:
    place = read_district(400)
    clerk = clerk_of(place)
    gone: set[str] = set()
    for year in (2023, 2024, 2025):
        [found] = review(clerk, ["jt-tiers"], year)
        here = {one.cadre for one in found.members}
        assert not here & gone
        gone |= {one.cadre for one in found.members if one.decision == "leave"}


def test_those_who_leave_are_those_who_left_by_the_records_for_the_same_reason() -> None:
    place = read_district(400)
    clerk = clerk_of(place)
    proposed = {
        (one.cadre, one.reason)
        for year in (2023, 2024, 2025)
        for one in review(clerk, ["jt-tiers"], year)[0].members
        if one.decision == "leave" and year < 2025
    }
    recorded = {
        (one["cadre"], one["left"]["reason"])
        for one in place.of("reserve").values()
        if one.get("left", {}).get("reason") in ("low-result", "veto")
    }
    assert proposed <= recorded
    assert ENTER not in {one.decision for one in review(clerk, ["jt-tiers"], 2024)[0].rows}
